"""The pages show what is kept and do what the handlers do, with plain forms; nothing hostile becomes markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from bot.console.correction import as_form
from bot.console.message_pages import drafts
from bot.storage.codec import dump, load
from bot.storage.database import Database, open_database
from bot.storage.files import File
from nlp.reading import Impression, Reading
from tests.bot import console_desk as desk
from workflows.disputes.model import CaseStatus
from workflows.letters import LetterStatus
from workflows.master_data.model import ChangeStatus
from workflows.messages import MessageStatus
from workflows.orders.model import OrderStatus

ADVICE, DISPUTE, ORDER = "commandes:1:0000000001", "orders:1:0000000002", "auftrag:1:0000000003"
BANK, HOSTILE, QUARANTINED = "auftrag:1:0000000004", "orders:1:0000000005", "orders:1:0000000009"
PAGES = (
    "/", "/?owner=mine", "/?intent=order&mailbox=auftrag", "/messages", "/messages?state=done&q=Tom", "/cases",
    "/cases?state=all&kind=dispute", "/orders", "/orders?state=all", "/orders/GB01-O-2026-00017", "/changes",
    "/changes?state=all", "/customers", "/customers?q=isartal", "/cases?state=none&kind=none",
    "/outbox?state=none&kind=none", "/orders?state=none", "/messages?state=none&q=%00%25",
    "/?intent=none&mailbox=none", "/changes?state=none", "/customers/G402", "/customers/D305", "/outbox",
    "/outbox?state=uncertain", "/payments", "/billing", "/billing/revenue", "/billing/prepayments", "/health",
    "/customers/options?customer=labo",
    *(f"/messages/{id}" for id in (ADVICE, DISPUTE, ORDER, BANK, HOSTILE, QUARANTINED)),
)  # fmt: skip


class Browser:
    """A person at the console, without JavaScript."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client = client
        assert client.post("/login", data={"name": name, "password": desk.PASSWORD}).status_code == 303

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def submit(self, page: str, action: str, **entries: str) -> httpx.Response:
        """Sends the form of a page whose address ends so, with its hidden fields."""
        return self.send(self.form(page, action), **entries)

    def form(self, page: str, action: str) -> tuple[str, dict[str, str]]:
        for found in re.finditer(r'<form[^>]*?action="([^"]+)".*?</form>', self.get(page).text, re.S):
            if html.unescape(found[1]).endswith(action):
                hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', found[0])
                return html.unescape(found[1]), dict(hidden)
        raise AssertionError(f"{page} has no form {action}")

    def send(self, form: tuple[str, dict[str, str]], **entries: str) -> httpx.Response:
        return self.client.post(form[0], data=form[1] | entries)


@pytest.fixture(scope="session")
def full_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with work on it; tests copy it."""
    path = tmp_path_factory.mktemp("desk") / "full.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    desk.full(made)
    made.close()
    return path


@pytest.fixture
def full(full_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "full.db"
    path.write_bytes(full_file.read_bytes())
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def enter(full: Database) -> Iterator[Callable[..., Browser]]:
    with ExitStack() as stack:

        def enter(name: str = "sam", **changes: object) -> Browser:
            app = desk.console(full, **changes)
            return Browser(stack.enter_context(TestClient(app, follow_redirects=False)), name)

        yield enter


@pytest.mark.parametrize("name", ["vera", "ada"])
def test_every_page_is_there(enter: Callable[..., Browser], name: str) -> None:
    browser = enter(name)
    for path in PAGES:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert not re.search(r"<script(?! src=)|<[a-z][^<>]*\s(on\w+|style)=", answer.text), path


def test_a_viewer_sees_nothing_to_press(enter: Callable[..., Browser]) -> None:
    browser = enter("vera")
    for path in PAGES:
        forms = re.findall(r'<form[^>]*method="post" action="([^"]+)"', browser.get(path).text)
        assert set(forms) <= {"/logout"}, path


def test_the_queue_shows_why_oldest_first(enter: Callable[..., Browser]) -> None:
    text = enter().get("/").text
    ids = re.findall(r'data-id="([^"]+)"', text)
    assert ids[:3] == [BANK, DISPUTE, QUARANTINED] and "7 waiting" in text
    assert "The price asked, 52.00, is below ours" in text
    assert re.findall(r'data-id="([^"]+)"', enter().get("/?intent=order").text) == [ORDER]


def test_an_empty_desk_says_so(database: Database) -> None:
    desk.people(database)
    with TestClient(desk.console(database), follow_redirects=False) as client:
        assert "The desk is clear." in Browser(client, "sam").get("/").text


def test_hostile_mail_is_only_text(enter: Callable[..., Browser]) -> None:
    browser = enter()
    for path in ("/", f"/messages/{HOSTILE}", "/messages"):
        text = browser.get(path).text
        assert "&lt;script&gt;" in text
        assert not re.search(r"<script>|<img|javascript:[^<]*</a>|<b>bold", text)
    raw = browser.get(f"/messages/{HOSTILE}/raw")
    assert raw.headers["content-type"].startswith("text/plain")
    assert raw.headers["content-disposition"].startswith("attachment")


def test_evidence_is_marked_and_quotes_are_dimmed(enter: Callable[..., Browser]) -> None:
    text = enter().get(f"/messages/{ADVICE}").text
    pattern = r'<mark id="([\w-]+)" data-fields="remittance.lines.1.deduction" title="([^"]+)">(.+?)</mark>'
    mark = re.search(pattern, text)
    assert mark is not None and mark[2] == "Payment advice, line 2: deduction"
    assert mark[3] == '<a href="#remittance.lines.1.deduction">60,00</a>'
    assert f'<a class="from" href="#{mark[1]}"' in text
    assert '<span class="quoted">Le 2 mars' in text


def approve(browser: Browser, id: str, read: Reading, **changes: str) -> httpx.Response:
    entries = {name: text for name, text in (as_form(read) | changes).items()}
    return browser.submit(f"/messages/{id}", "/approve", **entries)


def test_a_message_is_approved_as_it_was_read(enter: Callable[..., Browser], full: Database) -> None:
    sent: list[int] = []
    browser = enter(send_due=lambda: sent.append(1))
    answer = approve(browser, DISPUTE, desk.dispute())
    assert answer.status_code == 303 and "said=approved" in answer.headers["location"]
    with full.read() as uow:
        message = uow.messages.get(DISPUTE)
        assert message.state is MessageStatus.DONE and message.owner == "sam"
        assert uow.letters.where(template="dispute_received", customer="G402")
    assert sent == [1]


def test_a_correction_is_what_is_done_and_is_remembered(enter: Callable[..., Browser], full: Database) -> None:
    answer = approve(enter(), DISPUTE, desk.dispute(), **{"dispute.amount": "498.00", "dispute.reason": "quantity"})
    assert answer.status_code == 303
    with full.read() as uow:
        (case,) = uow.cases.where(customer="G402", state=CaseStatus.OPEN)
        (event,) = uow.audit.where(action="message_approved")
    assert (f"{case.amount}", case.reason) == ("498.00", "quantity") and "498.00" in event.details


def test_a_bad_entry_is_named_and_nothing_is_done(enter: Callable[..., Browser], full: Database) -> None:
    answer = approve(enter(), DISPUTE, desk.dispute(), **{"dispute.amount": "lots"})
    assert answer.status_code == 422 and "write the number like" in answer.text
    with full.read() as uow:
        assert uow.messages.get(DISPUTE).state is MessageStatus.REVIEW


def test_two_people_cannot_both_decide(enter: Callable[..., Browser], full: Database) -> None:
    sam, lea = enter("sam"), enter("lea")
    shown = lea.form(f"/messages/{DISPUTE}", "/dismiss")
    assert approve(sam, DISPUTE, desk.dispute()).status_code == 303
    answer = lea.send(shown, why="not for us")
    assert answer.status_code == 409 and "changed in the meantime" in answer.text
    fragment = lea.client.post(shown[0], data=shown[1] | {"why": "x"}, headers={"hx-request": "true"})
    assert fragment.status_code == 409 and "<html" not in fragment.text
    with full.read() as uow:
        assert uow.messages.get(DISPUTE).owner == "sam"


def test_a_message_is_closed_with_a_reason(enter: Callable[..., Browser], full: Database) -> None:
    browser = enter()
    assert browser.submit(f"/messages/{HOSTILE}", "/dismiss", why=" ").status_code == 422
    assert browser.submit(f"/messages/{HOSTILE}", "/dismiss", why="spam").status_code == 303
    with full.read() as uow:
        assert uow.messages.get(HOSTILE).state is MessageStatus.IGNORED


def test_whoever_closes_a_message_may_say_what_it_was(enter: Callable[..., Browser], full: Database) -> None:
    seen = Impression("Why?", (), (), {}, {}, {})
    with full.begin() as uow:
        message = uow.messages.get(DISPUTE)
        uow.messages.put(replace(message, reading=dump(replace(load(Reading, message.reading), impression=seen))))
    assert enter().submit(f"/messages/{DISPUTE}", "/dismiss", why="x", was="nonsense").status_code == 422
    assert enter().submit(f"/messages/{DISPUTE}", "/dismiss", why="x", was="query").status_code == 303
    with full.read() as uow:
        (lesson,) = uow.lessons.where()
    assert (lesson.message, lesson.actor, lesson.intents, lesson.right) == (DISPUTE, "sam", ("query",), False)


def test_a_message_is_given_to_a_colleague_and_answered(enter: Callable[..., Browser], full: Database) -> None:
    browser = enter()
    assert browser.submit(f"/messages/{ORDER}", "/reassign", owner="lea").status_code == 303
    assert ORDER in enter("lea").get("/?owner=mine").text
    answer = browser.submit(f"/messages/{ORDER}", "/reply", text="Wir prüfen das.\r\nGruß")
    assert "said=replied" in answer.headers["location"]
    with full.read() as uow:
        (letter,) = uow.letters.where(template="free_reply")
    assert (
        letter.language == "de"
        and "Wir prüfen das." in letter.facts
        and letter.to == ("einkauf@pharma-isartal.example",)
    )


def test_a_draft_is_in_the_customers_language(enter: Callable[..., Browser]) -> None:
    assert "Nous avons bien reçu votre message." in enter().get(f"/messages/{ADVICE}?draft=received").text


def test_what_is_checked_is_told_and_not_done(enter: Callable[..., Browser], full: Database) -> None:
    browser = enter()
    form = browser.form(f"/messages/{ORDER}", "/approve")
    entries = as_form(desk.order()) | {"order.lines.0.quantity": "7", "order.lines.0.unit_price": "58.00"}
    answer = browser.client.post(f"/messages/{ORDER}/check", data=form[1] | entries)
    assert answer.status_code == 200 and "7 × BU-050" in answer.text
    with full.read() as uow:
        assert uow.messages.get(ORDER).state is MessageStatus.REVIEW and not uow.orders.where(customer="D303")


def test_a_quarantined_message_is_worked_again(enter: Callable[..., Browser]) -> None:
    asked: list[str] = []
    browser = enter(replay=lambda id: asked.append(id) or [])
    assert browser.submit(f"/messages/{QUARANTINED}", "/replay").status_code == 303 and asked == [QUARANTINED]
    refusing = enter(replay=lambda id: ["it is not kept any more"])
    assert "not kept any more" in refusing.submit(f"/messages/{QUARANTINED}", "/replay").text


def test_a_larger_credit_waits_for_a_lead_who_is_another_person(enter: Callable[..., Browser], full: Database) -> None:
    with full.begin() as uow:
        (case,) = uow.cases.where(customer="G402")
        issued = uow.invoices.get("TL202500530")
        uow.invoices.put(replace(issued, taken_over=True))
    page = f"/cases/{case.id}"
    sam, lea = enter("sam"), enter("lea")
    assert sam.submit(page, "/credit", amount="1,250", text="damaged").status_code == 422
    assert sam.submit(page, "/credit", amount="996.00", text="damaged").headers["location"].endswith("said=proposed")
    assert "/approve" not in sam.get(page).text
    with full.read() as uow:
        assert uow.invoices.where(case=case.id) == []
    assert lea.submit(page, "/approve").status_code == 303
    with full.read() as uow:
        (note,) = uow.invoices.where(case=case.id)
    assert f"{note.total}" == "996.00"


def test_a_case_is_answered_and_rejected(enter: Callable[..., Browser], full: Database) -> None:
    with full.read() as uow:
        (case,) = uow.cases.where(customer="G402")
    browser, page = enter(), f"/cases/{case.id}"
    assert browser.submit(page, "/reply", text="Please send photos.").status_code == 303
    assert browser.submit(page, "/reject", text="Delivered intact.").status_code == 303
    with full.read() as uow:
        closed = uow.cases.get(case.id)
    assert closed.state is CaseStatus.CLOSED and "Delivered intact." in browser.get(page).text
    assert "/reject" not in browser.get(page).text


def test_a_bank_account_takes_two_persons(enter: Callable[..., Browser], full: Database) -> None:
    sam, lea = enter("sam"), enter("lea")
    assert sam.submit("/changes", "/verify", text="Frau Huber, known number").status_code == 303
    assert "somebody else approves" in sam.get("/changes").text
    with full.read() as uow:
        (change,) = uow.changes.where()
    forced = lea.form("/changes", "/apply")
    own = sam.client.post(forced[0], data=forced[1] | {"csrf": csrf(sam)})
    assert own.status_code == 422 and "second person" in own.text
    assert lea.send(forced).status_code == 303
    with full.read() as uow:
        assert uow.changes.get(change.id).state is ChangeStatus.APPLIED
        assert change.new in uow.customers.get("D304").ibans


def csrf(browser: Browser) -> str:
    return browser.form("/", "/logout")[1]["csrf"]


def test_a_held_order_is_released_with_a_corrected_line(enter: Callable[..., Browser], full: Database) -> None:
    page = "/orders/GB01-O-2026-00017"
    answer = enter().submit(page, "/release", **{"sku.1": "HP-200", "quantity.1": "4", "quantity.2": "12"})
    assert answer.status_code == 303
    with full.read() as uow:
        order = uow.orders.get("GB01-O-2026-00017")
    assert order.state is not OrderStatus.ON_HOLD and order.lines[0].quantity == 4


def test_a_held_order_is_rejected_once(enter: Callable[..., Browser], full: Database) -> None:
    browser, page = enter(), "/orders/GB01-O-2026-00017"
    form = browser.form(page, "/reject")
    assert browser.send(form, text="Sorry.").status_code == 303
    assert browser.send(form, text="Sorry.").status_code == 409


def test_an_uncertain_letter_is_settled_by_a_lead(enter: Callable[..., Browser], full: Database) -> None:
    with full.read() as uow:
        (letter,) = uow.letters.where(state=LetterStatus.UNCERTAIN)
    settled: list[tuple[str, ...]] = []
    page = f"/outbox/{letter.id}"
    assert "Send again" not in enter("sam", settle=lambda *a: settled.append(a)).get(page).text
    assert "Send again" not in enter("lea").get(page).text
    assert enter("lea", settle=lambda *a: settled.append(a)).submit(page, "/sent").status_code == 303
    assert settled == [(letter.id, "sent", "lea")]


def test_health_proves_that_no_mail_is_missing(enter: Callable[..., Browser], full: Database) -> None:
    browser = enter()
    assert "no mail is missing" in browser.get("/health").text
    metrics = browser.get("/metrics").text
    assert 'o2cbot_messages{state="review"} 6.0' in metrics and "o2cbot_messages_add_up 1.0" in metrics
    assert not re.search(r"G402|Northmoor|@", metrics)
    assert browser.get("/healthz").text == browser.get("/readyz").text == "ok\n"


def test_the_mail_of_a_letter_and_its_files_are_as_they_were_sent(
    enter: Callable[..., Browser], full: Database
) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "Invoice <b>7</b>", "a@b.example"
    mail.set_content("Dear <script>customer</script>")
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="../<x>.pdf")
    mail.add_attachment(b"<script>", maintype="text", subtype="html", filename="x.html")
    with full.begin() as uow:
        (letter,) = uow.letters.where(state=LetterStatus.SENT)
        uow.files.add_once(File(f"mime:{letter.id}", "x.eml", "message/rfc822", mail.as_bytes()))
    browser, page = enter("vera"), f"/outbox/{letter.id}"
    text = browser.get(page).text
    assert "Dear &lt;script&gt;customer" in text and "../&lt;x&gt;.pdf" in text
    pdf, other = browser.get(f"{page}/files/0"), browser.get(f"{page}/files/1")
    assert pdf.content == b"%PDF-1.7 x" and pdf.headers["content-disposition"].startswith("inline")
    assert other.headers["content-type"] == "application/octet-stream"
    assert other.headers["content-disposition"].startswith("attachment")
    assert browser.get(f"{page}/files/2").status_code == 404


def test_drafts_have_the_same_keys_in_every_language() -> None:
    keys = {language: set(drafts(language)) for language in ("en", "fr", "de")}
    assert len(set(map(frozenset, keys.values()))) == 1 and keys["en"]


def test_what_is_not_there_is_said(enter: Callable[..., Browser]) -> None:
    browser = enter()
    for path in ("/messages/none", "/cases/none", "/orders/none", "/customers/none", "/outbox/none", "/nowhere"):
        assert browser.get(path).status_code == 404, path
