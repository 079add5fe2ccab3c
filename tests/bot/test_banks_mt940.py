"""MT940 in the dialects that banks send: signs, wraps, sub-fields, keywords, continuations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.banks import read_bank_file
from bot.banks.detect import events_of
from bot.banks.values import BankFile
from workflows.cash.model import BankEntry
from workflows.errors import BadInput


def mt(*movements: str, opening: str = "C260309EUR100,00", closing: str = "C260310EUR150,00") -> bytes:
    body = "\r\n".join(movements)
    return f":20:X\r\n:25:12030000/202051\r\n:28C:7/1\r\n:60F:{opening}\r\n{body}\r\n:62F:{closing}\r\n-\r\n".encode()


def entry_of(data: bytes):  # type: ignore[no-untyped-def]
    (statement,) = read_bank_file("x.sta", data)
    return statement.entries[0]


GERMAN = (
    ":61:2603110310CR50,00NTRFNONREF//B77\r\n:86:166?00GUTSCHR. UEBERWEISUNG?109310?20EREF+ZA-1?21SVWZ+RE 2026-0?\r\n"
    "2200314 DANKE?30BANKDEXX?31DE11?32ANKER WERFT UND SCHIFFSBAU?33 GMBH?34000"
)


def test_german_subfields_join_across_wraps() -> None:
    entry = entry_of(mt(GERMAN))
    assert ("".join(entry.texts), entry.end_to_end_id) == ("RE 2026-000314 DANKE", "ZA-1")
    assert (entry.payer_name, entry.bank_reference) == ("ANKER WERFT UND SCHIFFSBAU GMBH", "B77")
    assert (entry.kind, entry.amount) == ("credit_transfer", 50)
    assert (str(entry.booking_date), str(entry.value_date)) == ("2026-03-10", "2026-03-11")


@pytest.mark.parametrize(
    ("mark", "amount"), [("C", "50"), ("CR", "50"), ("RD", "50"), ("D", "-50"), ("RC", "-50"), ("RCR", "-50")]
)
def test_the_mark_tells_the_sign(mark: str, amount: str) -> None:
    closing = "C260310EUR150,00" if Decimal(amount) > 0 else "C260310EUR50,00"
    entry = entry_of(mt(f":61:260310{mark}50,00NTRFNONREF", closing=closing))
    assert entry.amount == Decimal(amount)
    assert (entry.kind == "return") is mark.startswith("R")


@pytest.mark.parametrize(
    ("information", "text"),
    [
        ("SVWZ+RE 7 EREF+A1 IBAN+DE02120300000000202051", "RE 7"),
        ("/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/ANKER/REMI/RE 7/EREF/A1", "RE 7"),
        ("RE 7\r\nDANKE", "RE 7 DANKE"),
    ],
)
def test_other_dialects_of_field_86_are_read(information: str, text: str) -> None:
    entry = entry_of(mt(f":61:260310C50,00NTRFNONREF\r\n:86:{information}"))
    assert " ".join(entry.texts) == text
    assert entry.end_to_end_id == ("A1" if "A1" in information else "")


def test_a_foreign_amount_and_charges_stand_behind_the_movement() -> None:
    entry = entry_of(mt(":61:260310C50,00NTRFNONREF//1\r\n/OCMT/CHF47,00//CHGS/EUR2,50/"))
    assert (entry.instructed_amount, entry.instructed_currency, entry.charges) == (47, "CHF", Decimal("2.50"))


def test_a_statement_over_two_messages_is_one() -> None:
    first = mt(":61:260310C20,00NTRFNONREF", closing="X").replace(b":62F:X", b":62M:C260310EUR120,00")
    second = mt(":61:260310C30,00NTRFNONREF").replace(b":60F:C260309EUR100,00", b":60M:C260310EUR120,00")
    (statement,) = read_bank_file("x.sta", first + second)
    assert [entry.amount for entry in statement.entries] == [20, 30]
    assert (statement.opening, statement.closing) == ("100.00", "150.00")


def test_several_statements_stay_apart() -> None:
    assert len(read_bank_file("x.sta", mt(GERMAN) + mt(GERMAN))) == 2


def test_an_interim_report_is_told_but_is_no_money_yet() -> None:
    head = b":20:X\n:25:12030000/202051\n:28C:1\n:34F:EURC0,00\n:13D:2603100900+0100\n"
    data = head + b":61:260310C50,00NTRFNONREF\n:86:RE 7\n-\n"
    assert read_bank_file("x.sta", data)[0].entries == ()
    (entry,) = [event for event in events_of(BankFile.of("x.sta", data)) if isinstance(event, BankEntry)]
    assert (entry.currency, entry.pending, entry.texts) == ("EUR", True, ("RE 7",))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (mt(":61:260310C5x,00NTRFNONREF"), 5),
        (mt(":61:261310C50,00NTRFNONREF"), 5),
        (mt(":61:260310C51,00NTRFNONREF"), 6),
        (mt(opening="C260309EURx"), 4),
    ],
)
def test_a_bad_file_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        read_bank_file("x.sta", data)
    assert refused.value.line == line
