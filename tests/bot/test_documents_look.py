"""Documents as printers and readers' programs want them: carried sums, tags, spaces, addresses, ways to pay."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from bot.documents import wording
from bot.documents.customs import custom, windows
from bot.documents.invoice import invoice_facts
from bot.documents.notation import languages, notation
from bot.documents.pdf import render
from bot.documents.sheet import postal_address
from bot.documents.typesetting import typeset
from bot.rendering import facts_of
from tests.bot.selling import BUYERS, CASES, company, context, countries, invoice, swiss
from tests.letter_samples import SAMPLES, letter
from workflows.invoicing.model import Adjustment, Party

AT = datetime(2026, 3, 16, 12, tzinfo=UTC)
SPACES = str.maketrans("\u00a0\u202f", "  ")


def pages(document, around):
    with pypdfium2.PdfDocument(render("invoice", invoice_facts(document, around), AT)) as pdf:
        return [" ".join(page.get_textpage().get_text_range().translate(SPACES).split()) for page in pdf]


@pytest.mark.parametrize(
    ("language", "seller", "forward", "over"),
    [
        ("de", "DE", "Zwischensumme", "Übertrag"),
        ("fr", "FR", "À reporter", "Report"),
        ("en", "GB", "Carried forward", "Brought forward"),
    ],
)
def test_a_long_table_carries_its_sum_from_page_to_page(language, seller, forward, over):
    document = invoice(seller, seller, (("S", "20"),), lines=60)
    first, second, third = pages(document, context(seller, language))
    so_far, say = Decimal(0), notation(language, seller)
    for line in document.lines:
        if f"A-{1000 + line.position}" in first:
            so_far += line.net
    carried = say.amount(so_far, "EUR").translate(SPACES)
    assert f"{forward} {carried}" in first and f"{over} {carried}" in second
    assert over not in first and forward not in third
    assert over in third


def test_a_table_on_one_page_carries_nothing():
    (page,) = pages(invoice(), context())
    assert "Zwischensumme" not in page and "Übertrag" not in page


@pytest.mark.parametrize("case", sorted(CASES))
def test_every_document_is_an_accessible_archive_file(case):
    with pikepdf.open(io.BytesIO(render("invoice", invoice_facts(*CASES[case]), AT))) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert re.search(r"pdfaid:part\W+3", metadata) and re.search(r"pdfaid:conformance\W+B", metadata)
        assert re.search(r"pdfuaid:part\W+1", metadata)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(CASES[case][1].language)
        assert pdf.Root.StructTreeRoot is not None


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("GB", ["Bristol", "BS1 4DJ"]),
        ("FR", ["69007 LYON", "FRANCE"]),
        ("DE", ["70565 Stuttgart"]),
        ("US", ["Chicago 60601", "UNITED STATES"]),
    ],
)
def test_an_address_has_the_form_of_its_country(country, lines):
    ours = "GB" if country == "GB" else "DE"
    assert postal_address(BUYERS[country], ours)[2:] == lines


@pytest.mark.parametrize(
    ("language", "country", "amount"),
    [
        ("de", "CH", "CHF 1’204.50"),
        ("fr", "CH", "CHF 1’204.50"),
        ("de", "DE", "1.204,50 CHF"),
        ("fr", "FR", "1 204,50 CHF"),
    ],
)
def test_an_amount_has_the_form_of_the_senders_country(language, country, amount):
    assert notation(language, country).money("1204.5", "CHF").translate(SPACES) == amount


def test_every_country_has_a_window_that_is_described():
    assert {custom(country).window for country in [*countries(), "ZZ"]} <= set(windows())


@pytest.mark.parametrize(
    ("language", "plain", "printed"),
    [
        ("fr", "Total : 1\u00a0204,50\u00a0€ ; soit ? n° 5", "Total~: 1_204,50~€_; soit_? n°~5"),
        ("fr", "FR76 3000\u00a06000\u00a00112\u00a0189", "FR76 3000~6000~0112~189"),
        ("de", "nach § 288 BGB; 5 %", "nach §~288~BGB; 5 %"),
        ("en", "Invoice no. 5; see: x", "Invoice no.~5; see: x"),
    ],
)
def test_spaces_are_those_of_a_printer(language, plain, printed):
    assert typeset(plain, language) == printed.replace("~", "\u00a0").replace("_", "\u202f")


@pytest.mark.parametrize("language", languages())
def test_a_swiss_bill_stands_at_the_foot_of_its_page(language):
    (page,) = pages(*swiss(language))
    assert page.count("CH93 0076 2011 6238 5295 7") == 2
    assert page.count("11 204.50") == 2
    assert page.count("RF38 R202 6000 42") == 2


def test_a_swiss_bill_that_has_no_room_goes_to_the_next_page():
    first, second = pages(*swiss(lines=7))
    assert "Empfangsschein" not in first
    assert "Empfangsschein" in second and "Zahlteil" in second


def test_an_account_for_qr_references_gets_one():
    (page,) = pages(*swiss(iban="CH4431999123000889012"))
    assert "00 00000 00000 00000 20260 0042" in page


def test_an_invoice_in_euro_shows_a_code_and_others_the_account_alone():
    assert invoice_facts(*CASES["domestic, two rates"])["pay"]["code"].startswith("<svg")
    british = invoice_facts(*CASES["British"])
    assert british["pay"] == {"code": "", "scan": "", "slip": None}
    assert "RF38\u00a0R202\u00a06000\u00a042" in [row["value"] for row in british["payment"]]
    assert invoice_facts(*CASES["credit note"])["payment"] == []


def test_what_leads_from_the_lines_to_the_amount_is_shown():
    freight = Adjustment(Decimal("20"), True, "Fracht", "FC", "S", Decimal(19), "goods")
    place = Party("Werk Süd", "Am Gleis 3", "72764", "Reutlingen", "DE", "", "")
    document = replace(invoice(), adjustments=(freight,), prepaid=Decimal("100"), ship_to=place)
    (page,) = pages(document, context())
    for said in ("Fracht 20,00", "Bereits gezahlt -100,00", "Noch zu zahlen 517,25", "Am Gleis 3, 72764 Reutlingen"):
        assert said in page


def test_a_french_seller_who_owes_tax_on_debits_says_so():
    document, around = CASES["French, three rates"]
    opted = replace(around, company=replace(around.company, legal={"vat_on_debits": "yes"}))
    assert "d’après les débits" not in pages(document, around)[0]
    assert "Option pour le paiement de la taxe d’après les débits" in pages(document, opted)[0]


@pytest.mark.parametrize(
    ("country", "legal", "line"),
    [
        ("FR", {"legal_form": "SAS", "capital": "120 000 €"}, "SAS au capital de 120 000 €"),
        ("DE", {"managing_directors": "Dr. J. Weiß"}, "Geschäftsführung: Dr. J. Weiß"),
        ("DE", {"register_court": "Amtsgericht Kiel"}, "Amtsgericht Kiel HRB 98765"),
        ("GB", {"managing_directors": "A. Finch, B. Harrow"}, "Directors: A. Finch, B. Harrow"),
    ],
)
def test_the_footer_names_what_the_law_of_companies_wants(country, legal, line):
    around = context(country, {"FR": "fr", "DE": "de", "GB": "en"}[country])
    around = replace(around, company=replace(around.company, legal=legal))
    (page,) = pages(invoice(country, country), around)
    assert line in page


@pytest.mark.parametrize(("country", "amount"), [("CH", "CHF 1’190.00"), ("DE", "1.190,00 CHF")])
def test_a_mail_writes_amounts_as_the_senders_country_does(country, amount):
    written = letter("invoice", "de", facts=json.dumps(SAMPLES["invoice"] | {"currency": "CHF"}))
    facts = facts_of(written, replace(company(), country=country), None)
    for said in (wording.text("invoice", "de", facts), wording.html("invoice", "de", facts)):
        assert amount in said.translate(SPACES)
