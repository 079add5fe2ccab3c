"""CFONB120, BAI2, CSV by profile and archives: read without loss, refused with the line where they are wrong."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from bot.banks import read_bank_file
from bot.banks.csv_profiles import profiles
from workflows.errors import BadInput


def cfonb(code: str, day: str, amount: str, label: str = "", operation: str = "  ", reference: str = "") -> str:
    head = f"{code}30006{operation if code != '01' else '    ':4}00001EUR2 00000000001"[:32].ljust(32)
    value_date = day if code == "04" else ""
    return f"{head}{operation.strip():2}{day}  {value_date:6}{label:31}{'':11}{amount:>14}{reference:16}"


def detail(qualifier: str, text: str) -> str:
    return f"0530006    00001EUR2 0000000000105100326     {qualifier}{text:70}  "


FILE = [
    cfonb("01", "090326", "0000000001000{"),
    cfonb("04", "100326", "0000000000500{", "VIR ANKER", "05", "REF120CHARS"),
    detail("NPY", "ANKER WERFT"),
    detail("LCC", "FACTURE 3"),
    detail("RCN", "E2E-1"),
    cfonb("04", "100326", "0000000000018K", "FRAIS", "62"),
    cfonb("07", "100326", "0000000001481H"),
]


def test_cfonb_amounts_are_overpunched_and_details_attach() -> None:
    (statement,) = read_bank_file("x.txt", "\r\n".join(line.rstrip() for line in FILE).encode())
    receipt, fee = statement.entries
    assert (receipt.amount, receipt.payer_name, receipt.texts) == (50, "ANKER WERFT", ("FACTURE 3",))
    assert (receipt.bank_reference, receipt.end_to_end_id, receipt.kind) == ("REF120CHARS", "E2E-1", "credit_transfer")
    assert (fee.amount, fee.kind) == (Decimal("-1.82"), "charge")
    assert (statement.opening, statement.closing) == ("100.00", "148.18")


def test_cfonb_on_one_line_is_the_same() -> None:
    lines = read_bank_file("x.txt", "\n".join(FILE).encode())[0]
    joined = read_bank_file("x.txt", "".join(line.ljust(120) for line in FILE).encode())[0]
    assert [entry.amount for entry in joined.entries] == [entry.amount for entry in lines.entries]


@pytest.mark.parametrize(
    ("changed", "line"), [((1, "0000000000500{", "00000000005x0{"), 2), ((1, "000500{", "000501{"), 7)]
)
def test_a_garbled_cfonb_amount_refuses_the_file(changed: tuple[int, str, str], line: int) -> None:
    index, old, new = changed
    lines = [text.replace(old, new) if number == index else text for number, text in enumerate(FILE)]
    with pytest.raises(BadInput) as refused:
        read_bank_file("x.txt", "\n".join(lines).encode())
    assert refused.value.line == line


BAI2 = """01,BANK,US,260310,0900,1,,,2/
02,US,BANK,1,260310,,USD,2/
03,4711,,010,10000,,,015,14000,,/
16,195,5000,V,260311,,REF1,CUST1,WIRE FROM ANKER 10/12/
88,EREF: E2E-9
88,DBNM: ANKER INC
16,475,1000,Z,REF2,,CHECK/
49,30000,6/
98,30000,1,8/
99,30000,1,10/
"""


def test_bai2_type_codes_tell_the_direction() -> None:
    (statement,) = read_bank_file("x.bai", BAI2.encode())
    wire, check = statement.entries
    assert (wire.amount, wire.payer_name, wire.end_to_end_id) == (50, "ANKER INC", "E2E-9")
    assert (str(wire.value_date), wire.texts[0], wire.bank_reference) == ("2026-03-11", "WIRE FROM ANKER 10/12", "REF1")
    assert (check.amount, statement.opening, statement.closing) == (-10, "100.00", "140.00")


@pytest.mark.parametrize(("old", "new"), [("5000,V", "5x00,V"), ("5000,V", "5001,V"), ("99,30000,1,10/", "")])
def test_a_damaged_bai2_file_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadInput):
        read_bank_file("x.bai", BAI2.replace(old, new).encode())


GERMAN = """Umsatzanzeige;IBAN DE02 1203 0000 0000 2020 51
;
Buchungstag;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Betrag;Saldo;Währung
12.03.2026;12.03.2026;Vermieter;DAUERAUFTRAG;Miete;-1.450,00;-390,00;EUR
10.03.2026;11.03.2026;Anker Werft;GUTSCHRIFT;"RE 314
vom 3.3.";1.050;1.060,00;EUR
"""
BRITISH = """Date,Type,Description,Paid out,Paid in,Balance
10/03/2026,FPI,ANKER INV 3,,50.00,150.00
11/03/26,CHG,FEE,1.50,,148.50
"""
FRENCH = (
    "Date;Date valeur;Libellé;Débit;Crédit\n10/03/2026;11/03/2026;VIR ANKER FACT 3;;1 050,00\n11/03/2026;;FRAIS;1,50;\n"
)
SWISS = """Buchungsdatum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo
10.03.2026;ANKER;1'050.00;;10.03.2026;1'150.00
"""


@pytest.mark.parametrize(
    ("text", "currency", "amounts"),
    [
        (GERMAN, "EUR", ["1050", "-1450"]),
        (BRITISH, "GBP", ["50", "-1.50"]),
        (FRENCH, "EUR", ["1050", "-1.50"]),
        (SWISS, "CHF", ["1050"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_csv_layouts_are_recognised_by_their_headings(
    text: str, currency: str, amounts: list[str], encoding: str
) -> None:
    (statement,) = read_bank_file("x.csv", text.encode(encoding))
    assert [entry.amount for entry in statement.entries] == [Decimal(amount) for amount in amounts]
    assert statement.currency == currency


def test_the_account_above_the_headings_and_the_newest_first_order_are_understood() -> None:
    (statement,) = read_bank_file("x.csv", GERMAN.encode())
    assert (statement.account, statement.opening, statement.closing) == ("DE02120300000000202051", "10.00", "-390.00")
    assert statement.entries[0].payer_name == "Anker Werft"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("50.00,150.00", "5O.00,150.00", 2), ("1.50,,148.50", "1.51,,148.50", 3), ("11/03/26", "31/02/26", 3)],
)
def test_a_bad_row_refuses_the_csv_with_its_line(old: str, new: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        read_bank_file("x.csv", BRITISH.replace(old, new).encode())
    assert refused.value.line == line


def test_profiles_have_the_same_names() -> None:
    known = profiles()
    assert len(known) >= 4
    assert {frozenset(profile.columns) for profile in known} == {frozenset(known[0].columns)}
    assert {frozenset(profile.types.values()) for profile in known} == {frozenset(known[0].types.values())}


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"../{name}", data)
    return buffer.getvalue()


def test_an_archive_gives_the_statements_of_its_files() -> None:
    statements = read_bank_file("x.zip", zipped(a=BRITISH.encode(), b=BAI2.encode()))
    assert [statement.file for statement in statements] == ["a", "b"]


@pytest.mark.parametrize(
    "data",
    [
        zipped(bomb=b"0" * 5_000_000),
        b"PK\x03\x04broken",
        b"",
        b"hello",
        b"a,b\n1,2\n",
        b"\0\1\2\3" * 99,
        zipped(a=zipped(b=b"x")),
    ],
)
def test_what_is_no_statement_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_bank_file("x", data)
