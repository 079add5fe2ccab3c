"""Codes for banking apps carry what the standards say, sign for sign."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from segno import encoder
from stdnum.ch import esr

from bot.documents import masking
from bot.documents.payment_codes import Place, grouped, sepa_code, swiss_code, swiss_reference
from bot.documents.squares import square
from workflows.ledger.creditor_reference import figures_of_qr_reference, qr_reference

SCHNEIDER = Place("Robert Schneider AG", "Rue du Lac 1268", "2501", "Biel", "CH")
RUTSCHMANN = Place("Pia-Maria Rutschmann-Schnyder", "Grosse Marktgasse 28", "9400", "Rorschach", "CH")
QR_IBAN, IBAN = "CH4431999123000889012", "CH5800791123000889012"


def bill(**changes):
    values = {
        "iban": QR_IBAN,
        "creditor": SCHNEIDER,
        "debtor": RUTSCHMANN,
        "amount": Decimal("1949.75"),
        "currency": "CHF",
        "number": "210000000003139471430009 01",
        "message": "Order of 15.06.2020",
    }
    return swiss_code(**(values | changes))


def test_a_swiss_bill_has_the_fields_of_the_guidelines_in_their_order():
    """The example of the guidelines' annex A, with the house number beside its street."""
    assert bill().split("\n") == [
        *("SPC", "0200", "1", "CH4431999123000889012"),
        *("S", "Robert Schneider AG", "Rue du Lac 1268", "", "2501", "Biel", "CH"),
        *[""] * 7,
        *("1949.75", "CHF"),
        *("S", "Pia-Maria Rutschmann-Schnyder", "Grosse Marktgasse 28", "", "9400", "Rorschach", "CH"),
        *("QRR", "210000000003139471430009017", "Order of 15.06.2020", "EPD"),
    ]


@pytest.mark.parametrize("missing", ["name", "postcode", "city", "country"])
def test_a_swiss_bill_is_not_made_of_half_an_address(missing):
    half = replace(RUTSCHMANN, **{missing: " "})
    assert bill(debtor=half) == bill(creditor=half) == ""


def test_an_account_that_takes_all_payments_gets_an_international_reference():
    kind, reference = swiss_reference(IBAN, "539007547034")
    assert (kind, reference) == ("SCOR", "RF18539007547034")  # the guidelines' example
    assert bill(iban=IBAN, number="539007547034").split("\n")[-4:-2] == [kind, reference]
    assert swiss_reference(IBAN, "x" * 30) == ("NON", "")


@given(st.text("0123456789AR-", min_size=1, max_size=40))
def test_every_qr_reference_has_its_check_digit(number):
    reference = qr_reference(number)
    figures = "".join(sign for sign in number if sign.isdigit())[-26:].lstrip("0")
    assert (len(reference) == 27 and esr.is_valid(reference)) or not figures
    assert figures_of_qr_reference(reference) == figures


@pytest.mark.parametrize("text", ["", "210000000003139471430009018", "RF18539007547034", "²" * 27, "2" * 28])
def test_what_is_no_qr_reference_has_no_figures(text):
    assert figures_of_qr_reference(text) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"iban": "DE89370400440532013000"},
        {"iban": "CH4431999123000889013"},
        {"currency": "USD"},
        {"amount": Decimal(0)},
        {"amount": Decimal("1000000000")},
        {"number": "INVOICE"},
    ],
)
def test_no_bill_is_made_that_a_bank_would_refuse(changes):
    assert bill(**changes) == ""


@pytest.mark.parametrize(
    ("reference", "printed"),
    [("210000000003139471430009017", "21 00000 00003 13947 14300 09017"), ("RF18539007547034", "RF18 5390 0754 7034")],
)
def test_references_are_printed_in_groups(reference, printed):
    assert grouped(reference) == printed.replace(" ", "\u00a0")


def test_a_sepa_code_has_twelve_lines_at_most_and_one_reference():
    told = {"name": "Red Cross of Belgium", "iban": "BE72 0000 0000 1616", "bic": "BPOTBEB1", "amount": Decimal(1)}
    assert sepa_code(**told, text="Sample QR Code").split("\n") == [
        *("BCD", "002", "1", "SCT", "BPOTBEB1", "Red Cross of Belgium", "BE72000000001616", "EUR1.00"),
        *("", "", "Sample QR Code"),
    ]
    assert sepa_code(**told, reference="RF18539007547034", text="x").split("\n")[8:] == ["", "RF18539007547034"]


@pytest.mark.parametrize(
    "changes", [{"iban": "BE72000000001617"}, {"iban": ""}, {"amount": Decimal("0.004")}, {"amount": Decimal(10**9)}]
)
def test_no_sepa_code_is_made_that_an_app_would_refuse(changes):
    told = {"name": "A", "iban": "BE72000000001616", "bic": "", "amount": Decimal(1)}
    assert sepa_code(**(told | changes)) == ""


@given(st.text(max_size=400))
def test_no_name_makes_a_code_of_another_shape(name):
    code = sepa_code(name=name, iban="BE72000000001616", bic="", amount=Decimal(1), text=name)
    assert code == "" or (code.count("\n") <= 10 and code.split("\n")[6:8] == ["BE72000000001616", "EUR1.00"])
    slip = bill(creditor=replace(SCHNEIDER, name=name), message=name)
    assert slip == "" or (slip.count("\n") == 30 and slip.split("\n")[18:20] == ["1949.75", "CHF"])


def test_the_square_is_a_drawing_without_anything_from_elsewhere():
    drawn = square(bill())
    assert drawn.startswith("<svg") and "href" not in drawn
    assert square("") == ""


@given(st.text("ABC 0123456789.", min_size=1, max_size=200))
def test_the_mask_of_a_square_is_the_least_misleading_one(text):
    code = segno.make_qr(text, error="m", boost_error=False, mask=0)
    kept, turned = masking._regions(code)
    codes = (np.array(code.matrix, dtype=np.uint8) ^ turned[0]) * kept ^ turned
    ours = masking.penalties(codes)
    theirs = np.array([encoder.evaluate_mask([bytearray(row) for row in one.tolist()], *one.shape) for one in codes])
    # What the library takes for one finder may be two that overlap; all else is the same to the point.
    assert ((ours - theirs) % 40 == 0).all() and (ours >= theirs).all()
    assert masking.best_mask(code) == ours.argmin()


@pytest.mark.parametrize("mask", range(8))
def test_a_mask_turns_over_what_the_library_turns_over(mask):
    codes = [segno.make_qr("RF18539007547034", error="m", boost_error=False, mask=number) for number in (0, mask)]
    kept, turned = masking._regions(codes[0])
    first, other = (np.array(code.matrix, dtype=np.uint8) for code in codes)
    assert ((first ^ turned[0] ^ turned[mask]) * kept == other * kept).all()
