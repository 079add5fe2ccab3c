"""Signatures are checked by keys that were asked for once, in a process that can ask nobody; the verdict is kept."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.sandbox import BoundedReader
from bot.senders import note_sender, seen_before
from bot.signature_check import KeyLookup, LookupFailed, SignatureCheck
from bot.signatures import as_text, checked, from_text, key_names
from bot.storage.database import Database
from nlp.limits import Limits
from nlp.reading import Address, Problem, Reading, Trust
from tests.bot.records import NOW

NAME = "s1._domainkey.kunde.example"
MAIL = b"From: Eva <eva@kunde.example>\r\nSubject: Order\r\nMessage-ID: <1@kunde.example>\r\n\r\nHello\r\n"


def made_key() -> tuple[bytes, bytes]:
    """(private key as PEM, TXT record)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


PRIVATE, RECORD = made_key()
KEYS = {NAME: RECORD}


def signed(mail: bytes = MAIL, **options: object) -> bytes:
    return dkim.sign(mail, b"s1", b"kunde.example", PRIVATE, **options) + mail


@pytest.fixture(scope="module")
def reader() -> Iterator[BoundedReader]:
    with BoundedReader(Limits()) as bounded:
        yield bounded


class Names:
    """A DNS of our own: counts who asks."""

    def __init__(self) -> None:
        self.records: dict[str, bytes] = {NAME: RECORD}
        self.asked: list[str] = []
        self.down = False

    def __call__(self, name: str, seconds: float) -> bytes | None:
        self.asked.append(name)
        if self.down:
            raise LookupFailed("Timeout")
        return self.records.get(name)


def test_a_signature_that_holds_is_seen_to_hold_in_the_bounded_process(reader: BoundedReader) -> None:
    assert key_names(signed()) == (NAME,)
    (found,) = reader.signatures(signed(), KEYS)
    assert (found.domain, found.holds) == ("kunde.example", True)


@pytest.mark.parametrize(
    "raw",
    [
        signed() + b"and pay to our new account\r\n",
        signed().replace(b"Eva <eva@", b"Eve <eve@"),
        signed(length=True) + b"and pay to our new account\r\n",
        signed(length=True),
        signed().replace(b"s1", b"s2"),
    ],
)
def test_what_was_changed_added_or_left_open_does_not_hold(reader: BoundedReader, raw: bytes) -> None:
    assert [one.holds for one in reader.signatures(raw, KEYS)] == [False]


@pytest.mark.parametrize(
    "header",
    [b"DKIM-Signature: \r\n", b"DKIM-Signature: v=1; d=; s=\r\n", b"DKIM-Signature: " + b"a=b;" * 90_000 + b"\r\n",
     b"DKIM-Signature: d=kunde.example; s=\xff\r\n",
     b"DKIM-Signature: v=1; a=rsa-sha256; d=k.example; s=a; h=:; b=\r\n"],
)  # fmt: skip
def test_broken_signatures_are_signatures_that_do_not_hold(header: bytes) -> None:
    key_names(header + MAIL)
    assert not any(one.holds for one in checked(header + MAIL, KEYS))


def test_a_mail_made_to_be_slow_costs_its_seconds_and_no_more() -> None:
    slow = signed() + b" " * 3_000_000 + b"x"
    with BoundedReader(Limits(seconds=2)) as reader:
        assert [one.holds for one in reader.signatures(slow, KEYS)] == [False]
        assert reader.open(MAIL).new_text == "Hello"


def test_a_verdict_is_asked_for_once_and_kept_with_the_message(database: Database, reader: BoundedReader) -> None:
    names, raw = Names(), signed()
    check = SignatureCheck(database, reader.signatures, names, now=lambda: NOW)
    assert check.of(raw) == check.of(raw)
    names.records.clear()  # the key was changed meanwhile
    again = SignatureCheck(database, reader.signatures, names, now=lambda: NOW).of(raw)
    assert again is not None and again[0].holds and names.asked == [NAME]


def test_where_nobody_answers_nobody_looked_and_it_is_tried_again(database: Database, reader: BoundedReader) -> None:
    names = Names()
    check = SignatureCheck(database, reader.signatures, names, now=lambda: NOW)
    names.down = True
    assert check.of(signed()) is None
    names.down = False
    found = check.of(signed())
    assert found is not None and found[0].holds


@pytest.mark.parametrize("record", [None, b"", b"v=DKIM1; p=", b"p=" + b"A" * 5_000])
def test_a_key_that_is_missing_withdrawn_or_far_too_long_proves_nothing(
    database: Database, reader: BoundedReader, record: bytes | None
) -> None:
    names = Names()
    names.records = {} if record is None else {NAME: record}
    found = SignatureCheck(database, reader.signatures, names, now=lambda: NOW).of(signed())
    assert found is not None and [one.holds for one in found] == [False]
    assert SignatureCheck(database, reader.signatures, names, now=lambda: NOW).of(MAIL) == ()


def test_records_are_kept_for_as_long_as_they_say() -> None:
    asked = []

    def ask(name: str, seconds: float) -> tuple[bytes | None, float]:
        asked.append(name)
        return (RECORD, 60.0) if name == NAME else (None, 0.0)

    lookup = KeyLookup(ask)
    assert [lookup(NAME, 1), lookup(NAME, 1), lookup("x.example", 1), lookup("x.example", 1)] == [RECORD] * 2 + [
        None
    ] * 2
    assert asked == [NAME, "x.example"]


def test_verdicts_are_kept_as_text() -> None:
    found = checked(signed(), KEYS)
    assert from_text(as_text(found)) == found


def said(email: str, **changes: object) -> Reading:
    return Reading("<1@x>", Address("", email), (), "", None, None, (), "", "", "de", None, None, Trust.UNKNOWN, False,
                   (), **changes)  # fmt: skip


def test_an_address_is_known_from_its_second_mail_on_and_a_forger_makes_none_known(database: Database) -> None:
    with database.begin() as uow:
        assert not seen_before("eva@kunde.example", "ar:1:1", uow)
        note_sender(said("Eva@kunde.example"), "ar:1:1", uow, NOW)
        note_sender(said("x@kunde.example", problems=(Problem("reply_to_mismatch", ""),)), "ar:1:2", uow, NOW)
        note_sender(said(""), "ar:1:3", uow, NOW)
    with database.begin() as uow:
        assert not seen_before("eva@kunde.example", "ar:1:1", uow)  # the same mail, worked again
        assert seen_before("EVA@kunde.example", "ar:1:4", uow)
        assert not seen_before("x@kunde.example", "ar:1:4", uow)
