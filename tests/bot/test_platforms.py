"""E-invoices that a platform delivers: handed over once, found again, refused in words, and never mailed besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from bot.documents.einvoice.files import files_of
from bot.mail.compose import PROFILE_HEADER
from bot.mail.ports import MailError, Sending, Sent
from bot.platforms.flow import Document, FlowPlatform, tracking_id
from bot.platforms.outgoing import RoutedOutgoing
from bot.settings.platforms import platforms
from bot.settings.section import Section
from tests.bot.flow_server import Platform, Tokens, serving
from tests.bot.selling import CASES
from workflows.invoicing.electronic import EInvoiceProfile

INVOICE = Document("facture.pdf", "application/pdf", b"%PDF-1.7 \r\n\x00 end", "Factur-X", "CIUS")
LETTER = "<one@seller.example>"


@pytest.fixture
def there() -> Iterator[Platform]:
    with serving() as platform:
        yield platform


def client(there: Platform) -> FlowPlatform:
    return FlowPlatform(there.url, Tokens())


def test_a_document_is_handed_over_once_however_often_it_is_tried(there: Platform) -> None:
    for _ in range(3):
        assert client(there).submit(INVOICE, tracking_id(LETTER)).outcome is Sending.SENT
    (flow,) = there.flows
    assert there.files[flow] == INVOICE.content
    assert there.flows[flow]["flowSyntax"] == "Factur-X" and there.flows[flow]["name"] == "facture.pdf"


def test_a_lost_answer_is_settled_by_asking(there: Platform) -> None:
    there.cut_after = True
    handed: list[bool] = []
    sent = client(there).submit(INVOICE, tracking_id(LETTER), lambda: handed.append(True))
    assert (sent.outcome, handed) == (Sending.UNCERTAIN, [True])
    assert client(there).find(tracking_id(LETTER))
    assert not client(there).find(tracking_id("<another@seller.example>"))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Sending.REFUSED),
        (413, Sending.REFUSED),
        (422, Sending.REFUSED),
        (429, Sending.DEFERRED),
        (503, Sending.DEFERRED),
        (500, Sending.UNCERTAIN),
    ],
)
def test_what_a_platform_says_is_kept_in_its_words(there: Platform, status: int, outcome: Sending) -> None:
    there.answer = status
    sent = client(there).submit(INVOICE, tracking_id(LETTER))
    assert (sent.outcome, sent.words) == (outcome, f"{status} not this one")


def test_a_platform_that_is_not_there_has_taken_nothing(there: Platform) -> None:
    handed: list[bool] = []
    away = FlowPlatform("http://127.0.0.1:9/flow-service", Tokens())
    assert away.submit(INVOICE, tracking_id(LETTER), lambda: handed.append(True)).outcome is Sending.DEFERRED
    assert handed == []
    with pytest.raises(MailError):
        away.check()


def test_what_changed_is_listed_and_fetched(there: Platform) -> None:
    platform = client(there)
    platform.submit(INVOICE, tracking_id(LETTER))
    (flow,) = platform.changed_since(datetime(2026, 11, 22, tzinfo=UTC), "CustomerInvoice")
    assert (flow.kind, flow.acknowledged) == ("CustomerInvoice", "Pending")
    assert platform.content(flow.id) == INVOICE.content
    with pytest.raises(MailError):
        platform.content("../../etc/passwd")


class Post:
    """A mail system that notes what it gets."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    def send(self, raw: bytes, message_id: str, sender: str, recipients: Sequence[str], handing_over=None) -> Sent:
        self.got.append(raw)
        return Sent(Sending.SENT)

    def find(self, message_id: str) -> bool | None:
        return False

    def check(self) -> None: ...


def mail(profile: str) -> bytes:
    from email import policy
    from email.message import EmailMessage

    from bot.mail.compose import Attachment, _attach  # a part as letters have it

    (file,) = files_of(*CASES["French, three rates"])
    letter = EmailMessage(policy=policy.SMTP)
    letter.set_content("Votre facture")
    body = _attach(letter, Attachment("f.pdf", "application/pdf", file.bytes, profile), "=_place")
    return letter.as_bytes().replace(b"=_place", body)


def test_a_letter_goes_the_one_way_of_its_profile(there: Platform) -> None:
    post = Post()
    out = RoutedOutgoing(post, {EInvoiceProfile.FRENCH_CTC: client(there)})
    out.send(mail("french_ctc"), LETTER, "a@seller.example", ["b@buyer.example"])
    assert (len(post.got), len(there.flows)) == (0, 1)
    assert next(iter(there.files.values())).startswith(b"%PDF")
    assert out.find(LETTER) is True
    for other in ("facturx", ""):
        out.send(mail(other), f"<{other}@seller.example>", "a@seller.example", ["b@buyer.example"])
    assert (len(post.got), len(there.flows)) == (2, 1)
    assert message_from_bytes(post.got[0]).get_payload()[1][PROFILE_HEADER] == "facturx"
    assert out.find("<nobody@seller.example>") is False


OAUTH = {"provider": "custom", "client_id": "us", "token_url": "https://pa.example/token", "client_secret": "env:PA"}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"kind": "flow", "url": "http://pa.example", "profiles": ["french_ctc"], "oauth": OAUTH}, "https"),
        ({"kind": "flow", "url": "https://pa.example", "profiles": ["fax"], "oauth": OAUTH}, "'fax' is none of"),
        ({"kind": "flow", "url": "https://pa.example", "profiles": ["peppol"]}, "oauth] is missing"),
        ({"kind": "fax", "url": "https://pa.example", "profiles": [], "oauth": OAUTH}, "kind must be one of"),
    ],
)
def test_a_platform_that_cannot_be_used_is_named(table: dict[str, object], fault: str) -> None:
    faults: list[str] = []
    platforms(Section({"pa": table}, "platforms", faults))
    assert any(fault in one for one in faults)


def test_a_profile_has_one_platform() -> None:
    one = {"kind": "flow", "url": "https://pa.example", "profiles": ["french_ctc"], "oauth": OAUTH}
    faults: list[str] = []
    found = platforms(Section({"a": one, "b": one}, "platforms", faults))
    assert len(found) == 2 and any("two platforms deliver french_ctc" in fault for fault in faults)
