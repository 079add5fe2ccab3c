"""Chains of seals (ARC): a hint that anybody may read, and proof only of a sealer that the desk was told to trust."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dkim
import pytest

from bot.app import built
from bot.sandbox import BoundedReader
from bot.settings import load
from bot.signature_check import SignatureCheck
from bot.signatures import as_text, from_text, key_names
from bot.storage.database import Database
from nlp.limits import Limits
from nlp.reading import Speaks, Trust
from nlp.trust import ARC, DKIM, Signature, Witness, judged_sender
from tests.acceptance.desk_folder import CONFIG
from tests.bot.records import NOW
from tests.bot.test_signatures import MAIL, NAME, PRIVATE, RECORD, Names, signed

SEALER = "list.example"
SEAL_NAME = f"seal._domainkey.{SEALER}"
FROM = "eva@kunde.example"


def sealed(word: bytes = b"mx.list.example; dmarc=pass header.from=kunde.example", mail: bytes = MAIL) -> bytes:
    """The mail as a forwarder passes it on: its own results below its seal."""
    results = b"Authentication-Results: " + word + b"\r\n" + mail
    headers = dkim.arc_sign(results, b"seal", SEALER.encode(), PRIVATE, b"mx.list.example", include_headers=[b"from"])
    return b"".join(headers) + mail


KEYS = {SEAL_NAME: RECORD}


@pytest.fixture(scope="module")
def reader() -> Iterator[BoundedReader]:
    with BoundedReader(Limits()) as bounded:
        yield bounded


def fields(raw: bytes, *above: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").decode()
    parts = (line.partition(":") for line in head.split("\r\n"))
    return (*above, *((name.lower(), value.strip()) for name, _, value in parts))


def test_a_chain_that_holds_is_seen_to_hold_in_the_bounded_process(reader: BoundedReader) -> None:
    assert key_names(sealed(), (ARC,)) == (SEAL_NAME,) and key_names(sealed()) == ()
    assert reader.signatures(sealed(), KEYS) == (Signature(SEALER, True, "", ARC),)


@pytest.mark.parametrize(
    "raw",
    [
        sealed() + b"and pay to our new account\r\n",
        sealed().replace(b"Eva <eva@", b"Eve <eve@"),
        sealed().replace(b"dmarc=pass", b"dmarc=fail"),
        sealed().replace(b"ARC-Message-Signature", b"X-Message-Signature"),
    ],
)
def test_what_was_changed_below_the_seal_breaks_it(reader: BoundedReader, raw: bytes) -> None:
    assert [one.holds for one in reader.signatures(raw, KEYS) if one.kind == ARC] == [False]


@pytest.mark.parametrize(
    ("chain", "trusted", "code", "trust"),
    [
        (None, (), "arc_unchecked", Trust.UNKNOWN),
        (None, (SEALER,), "arc_unchecked", Trust.UNKNOWN),
        (Signature(SEALER, True, kind=ARC), (), "arc_sealed", Trust.UNKNOWN),
        (Signature(SEALER, True, kind=ARC), ("other.example",), "arc_sealed", Trust.UNKNOWN),
        (Signature(SEALER, False, "changed", ARC), (SEALER,), "arc_broken", Trust.UNKNOWN),
        (Signature("other.example", True, kind=ARC), (SEALER,), "arc_broken", Trust.UNKNOWN),
        (Signature(SEALER, True, kind=ARC), (SEALER,), "arc_trusted", Trust.VERIFIED),
    ],
)
def test_a_seal_is_a_hint_and_proof_only_of_a_sealer_that_is_trusted(
    chain: Signature | None, trusted: tuple[str, ...], code: str, trust: Trust
) -> None:
    witness = Witness(chain=chain, trusted_sealers=trusted)
    found, reasons = judged_sender(fields(sealed()), FROM, ("mx.us.example",), witness=witness)
    assert found is trust and code in {reason.code for reason in reasons}


@pytest.mark.parametrize(
    ("word", "sender"),
    [
        (b"mx.list.example; dmarc=fail header.from=kunde.example", FROM),
        (b"mx.list.example; dmarc=pass header.from=other.example", FROM),
        (b"mx.list.example; spf=pass smtp.mailfrom=kunde.example", FROM),
        (b"mx.list.example; dmarc=pass header.from=kunde.example", "eva@stranger.example"),
    ],
)
def test_a_trusted_sealer_proves_what_it_says_and_no_more(word: bytes, sender: str) -> None:
    witness = Witness(chain=Signature(SEALER, True, kind=ARC), trusted_sealers=(SEALER,))
    found, reasons = judged_sender(fields(sealed(word)), sender, (), witness=witness)
    assert found is Trust.UNKNOWN and "arc_sealed" in {reason.code for reason in reasons}


@pytest.mark.parametrize(
    ("result", "trust"), [("pass", Trust.VERIFIED), ("fail", Trust.FAILED), ("none", Trust.FAILED)]
)
def test_forwarding_breaks_the_senders_proof_and_a_trusted_seal_that_our_server_checked_mends_it(
    result: str, trust: Trust
) -> None:
    ours = ("authentication-results", f"mx.us.example; dmarc=fail header.from=kunde.example; arc={result}")
    witness = Witness(trusted_sealers=(SEALER,))
    found, reasons = judged_sender(fields(sealed(), ours), FROM, ("mx.us.example",), witness=witness)
    assert found is trust
    assert any(reason.speaks is Speaks.AGAINST for reason in reasons) is (trust is Trust.FAILED)
    assert judged_sender(fields(sealed(), ours), FROM, ("mx.us.example",))[0] is Trust.FAILED


def test_a_mail_without_seals_or_with_two_senders_has_no_word_of_them() -> None:
    witness = Witness(chain=Signature(SEALER, True, kind=ARC), trusted_sealers=(SEALER,))
    two = (*fields(sealed()), ("from", "x@y.example"))
    for headers in (fields(MAIL), two):
        found, reasons = judged_sender(headers, FROM, (), witness=witness)
        assert found is Trust.UNKNOWN and not [one for one in reasons if one.code.startswith("arc")]


@pytest.mark.parametrize(
    ("kinds", "asked"), [((DKIM,), [NAME]), ((ARC,), [SEAL_NAME]), ((DKIM, ARC), [NAME, SEAL_NAME])]
)
def test_only_what_is_asked_for_is_looked_up(
    database: Database, reader: BoundedReader, kinds: tuple[str, ...], asked: list[str]
) -> None:
    names = Names()
    names.records[SEAL_NAME] = RECORD
    check = SignatureCheck(database, reader.signatures, names, now=lambda: NOW, kinds=kinds)
    raw = sealed(mail=signed())
    found = check.of(raw) or ()
    assert names.asked == asked and {one.kind for one in found} == set(kinds) and all(one.holds for one in found)
    assert check.of(raw) == found and names.asked == asked  # kept


def test_verdicts_kept_before_there_were_kinds_are_of_dkim() -> None:
    assert from_text('[["kunde.example", true, ""]]') == (Signature("kunde.example", True),)
    both = (Signature("a.example", False, "changed"), Signature(SEALER, True, "", ARC))
    assert from_text(as_text(both)) == both


def test_seals_are_looked_at_only_where_that_is_configured(tmp_path: Path) -> None:
    for more, kinds, sealers in (
        ("", (), ()),
        ('arc = true\ntrusted_arc_sealers = ["list.example"]\n', (ARC,), (SEALER,)),
    ):
        (tmp_path / "bot.toml").write_text(f"{CONFIG}[security]\n{more}", encoding="utf-8")
        with built(load(tmp_path / "bot.toml")) as app:
            assert (app.signature_kinds, app.settings.trusted_arc_sealers) == (kinds, sealers)
