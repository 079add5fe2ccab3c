"""MT940 as banks all over Europe write it: envelopes, missing parts, labels, numbered lines, pages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.banks import read_bank_file
from bot.banks.detect import events_of
from bot.banks.stream import Closed, Opened, gaps
from bot.banks.values import BankFile
from tests.bot.test_banks_mt940 import mt
from workflows.cash.model import BankEntry
from workflows.errors import BadInput


def entry_of(movement: str, **changes: Any) -> BankEntry:
    (entry,) = [event for event in events_of(BankFile.of("x.sta", mt(movement))) if isinstance(event, BankEntry)]
    return entry


@pytest.mark.parametrize(
    ("movement", "text", "name", "iban", "reference"),
    [
        (  # German sub-fields behind another separator, without a transaction code before them
            ":61:2603110310C50,00NTRFNONREF\n:86:<00WPLATA<20RE 314<21 DANKE<32ANKER<38DE02120300000000202051",
            "RE 314 DANKE", "ANKER", "DE02120300000000202051", "",
        ),
        (  # a question mark inside the text
            ":61:2603110310C50,00NTRFNONREF\n:86:166?00GUT?20SVWZ+WAS? RE 314?32ANKER",
            "WAS? RE 314", "ANKER", "", "",
        ),
        (  # a keyword that breaks at a sub-field
            ":61:2603110310C50,00NTRFNONREF\n:86:166?00GUT?20EREF+E-77SV?21WZ+RE 314?32ANKER",
            "RE 314", "ANKER", "", "E-77",
        ),
        (  # Dutch keywords, the other side in one of them
            ":61:2603110310C50,00NTRFEREF//9\n/TRCD/00100/\n"
            ":86:/EREF/E-77//CNTP/NL91ABNA0417164300/ABNANL2A/ANKER BV///REMI/USTD//RE 314/",
            "RE 314", "ANKER BV", "NL91ABNA0417164300", "E-77",
        ),
        (  # Dutch keywords, the account beside the movement
            ":61:260311C000000000050,00N654NONREF\nNL91ABNA0417164300\n"
            ":86:/ORDP//NAME/Anker BV/ADDR/Kade 1/REMI/RE 314",
            "RE 314", "Anker BV", "NL91ABNA0417164300", "",
        ),
        (  # a structured reference
            ":61:2603110310C50,00NTRFNONREF\n:86:/NAME/Anker/REMI/STRD/CUR/9876543210987654/EREF/E-77",
            "", "Anker", "", "E-77",
        ),
        (  # the account and the name before the text
            ":61:2603110311C50,00NOVBNL91ABNA0417164300\nanker bv\n:86:NL91ABNA0417164300 anker bv\n" + " " * 65
            + "\nRE 314\n" + " " * 65,
            "RE 314", "anker bv", "NL91ABNA0417164300", "",
        ),
        (  # Swiss labels
            ":61:2603110311C50,00FMSC01916//NONREF\n20260311\n"
            ":86:GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: ANKER AG MITTEILUNGEN: RE 314",
            "RE 314", "ANKER AG", "", "",
        ),
        (  # Polish labels
            ":61:2603110311CN50,00NTRFNONREF//MB1\n911-TRANSAKCJA\n:86:911 COLLECT; ID IPH: XX1; Z RACH.: \n"
            "PL61109010140000071219812874; OD: ANKER SP; TYT.: RE 314   ; \nTNR: 1",
            "RE 314", "ANKER SP", "PL61109010140000071219812874", "",
        ),
        (  # numbered lines of MultiCash
            ":61:2603110311CF50,00S   X\n:NS:01RE 314\n15ANKER WERFT U\n16ND SOHN\n17GUTSCHRIFT\n"
            "34DE02120300000000202051",
            "RE 314", "ANKER WERFT UND SOHN", "DE02120300000000202051", "",
        ),
        (  # no entry date, blanks instead, a funds code, free text of an American bank
            ":61:260311    CD50,00NMSCINV314X9//B1\n/ABC/DEF\n:86:/PT/FT/PY/RE 314",
            "/PT/FT/PY/RE 314", "", "", "INV314X9",
        ),
        (":61:260311C50,00\n:86:RE 314", "RE 314", "", "", ""),
        (":61:260311C50,NTRFNONREF\n:86:RE 314\n:86:MORE", "RE 314 MORE", "", "", ""),
    ],
)  # fmt: skip
def test_a_dialect_is_understood(movement: str, text: str, name: str, iban: str, reference: str) -> None:
    entry = entry_of(movement)
    joined = "".join(entry.texts) if "?20" in movement or "<20" in movement else " ".join(entry.texts)
    assert (joined, entry.payer_name, entry.payer_iban, entry.end_to_end_id) == (text, name, iban, reference)
    assert str(entry.amount) == "50.00"


def test_a_structured_reference_stands_apart_from_the_text() -> None:
    assert entry_of(":61:260310C50,00NTRFNONREF\n:86:/REMI/STRD/CUR/9876543210987654/").structured == (
        "9876543210987654",
    )


def test_an_expected_credit_is_no_money() -> None:
    assert entry_of(":61:260310EC50,00NTRFNONREF").pending


@pytest.mark.parametrize(
    ("value", "booked", "day"), [("260102", "1231", "2025-12-31"), ("251231", "0102", "2026-01-02")]
)
def test_the_entry_date_stands_in_the_nearest_year(value: str, booked: str, day: str) -> None:
    assert str(entry_of(f":61:{value}{booked}C50,00NTRFNONREF").booking_date) == day


ENVELOPE = "{1:F01BANKDEFFXXXX0000000000}{2:O940BANKDEFFXXXXN}{3:}{4:\n"


@pytest.mark.parametrize("start", ["", ENVELOPE, "BANKDEFF\n940\nBANKDEFF\n", "\n\n", "\ufeff", ":940:\n"])
@pytest.mark.parametrize("end", ["-\n", "-}{5:}\n", "-}", ""])
def test_envelopes_and_marks_do_not_matter(start: str, end: str) -> None:
    body = mt(":61:260310C50,00NTRFNONREF\r\n:86:RE 314").decode().removesuffix("-\r\n")
    statements = read_bank_file("x.sta", f"{start}{body}{end}{start}{body}{end}".encode())
    assert [(one.opening, one.closing, one.entries[0].texts) for one in statements] == [
        ("100.00", "150.00", ("RE 314",))
    ] * 2


def test_statements_that_share_one_field_20_stay_apart() -> None:
    second = ":25:12030000/202051\n:28C:8/1\n:60F:C260310EUR150,00\n:62F:C260310EUR150,00\n"
    data = mt(":61:260310C50,00NTRFNONREF").decode().replace("-\r\n", second)
    assert [one.statement for one in read_bank_file("x.sta", data.encode())] == ["7/1", "8/1"]


def test_pages_whose_balances_do_not_meet_are_two_statements_and_a_gap() -> None:
    first = mt(":61:260310C20,00NTRFNONREF", closing="X").replace(b":62F:X", b":62M:C260310EUR120,00")
    second = mt(":61:260310C20,00NTRFNONREF").replace(b":60F:C260309EUR100,00", b":60M:C260310EUR130,00")
    statements = read_bank_file("x.sta", first + second)
    assert len(statements) == 2
    assert gaps(statements) == [
        "x.sta: statement 7/1 opens with 130.00, 7/1 closed with 120.00: a statement may be missing"
    ]


def test_a_statement_that_breaks_off_is_refused() -> None:
    with pytest.raises(BadInput, match="no closing balance"):
        read_bank_file("x.sta", mt(":61:260310C50,00NTRFNONREF").split(b":62F:")[0])


def test_balances_in_two_currencies_are_refused() -> None:
    with pytest.raises(BadInput, match="closes in CHF"):
        read_bank_file("x.sta", mt(closing="C260310CHF100,00"))


def test_an_empty_statement_is_one() -> None:
    events = list(events_of(BankFile.of("x", mt(closing="C260310EUR100,00"))))
    assert [type(event) for event in events] == [Opened, Closed]
