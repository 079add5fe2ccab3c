"""The e-invoice says what was posted, no more and no less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from bot.documents.einvoice.cii import NAMES
from bot.documents.einvoice.files import e_invoice
from bot.documents.einvoice.profiles import PROFILES
from tests.bot.selling import CASES, context, invoice
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.ledger.model import DocumentKind


def write_invoice(document, around) -> bytes:
    return e_invoice(document, around, PROFILES[EInvoiceProfile.FACTURX])


def texts(case, path):
    root = etree.fromstring(write_invoice(*case))
    return [node if isinstance(node, str) else node.text for node in root.xpath(path, namespaces=NAMES)]


def test_every_posted_amount_stands_in_the_file():
    document, around = CASES["domestic, two rates"]
    assert texts((document, around), "//ram:LineTotalAmount") == [
        *(f"{line.net:.2f}" for line in document.lines),
        f"{document.net:.2f}",
    ]
    assert texts((document, around), "//ram:GrandTotalAmount") == [f"{document.total:.2f}"]
    assert texts((document, around), "//ram:ApplicableTradeTax/ram:CalculatedAmount") == [
        f"{total.tax:.2f}" for total in document.taxes
    ]


@pytest.mark.parametrize(("kind", "code"), [(DocumentKind.INVOICE, "380"), (DocumentKind.CREDIT_NOTE, "381")])
def test_the_type_code_is_that_of_the_document(kind, code):
    assert texts((invoice(kind=kind), context()), "rsm:ExchangedDocument/ram:TypeCode") == [code]


def test_a_credit_note_names_the_invoice_that_it_corrects_and_its_date():
    case = CASES["credit note"]
    path = "//ram:InvoiceReferencedDocument"
    assert texts(case, f"{path}/ram:IssuerAssignedID") == ["R-2026-00040"]
    assert texts(case, f"{path}//qdt:DateTimeString") == ["20260203"]


def test_an_intra_eu_supply_names_the_country_and_the_day_of_arrival():
    case = CASES["goods to another member state"]
    assert texts(case, "//ram:ShipToTradeParty//ram:CountryID") == ["FR"]
    assert texts(case, "//ram:ActualDeliverySupplyChainEvent//udt:DateTimeString") == ["20260314"]


def test_where_lines_name_their_days_no_other_day_of_supply_is_stated():
    document = invoice(lines=1)
    period = {"period_start": date(2026, 1, 1), "period_end": date(2026, 1, 31)}
    case = replace(document, delivery_date=None, lines=(replace(document.lines[0], **period),)), context()
    assert texts(case, "//ram:ActualDeliverySupplyChainEvent") == []
    assert texts(case, "//ram:BillingSpecifiedPeriod//udt:DateTimeString") == ["20260101", "20260131"]


def test_outside_the_scope_of_vat_nobody_has_a_vat_number():
    assert texts(CASES["not subject to VAT"], "//ram:SpecifiedTaxRegistration") == []


@pytest.mark.parametrize(
    ("registration", "scheme"), [("123456824", ["0002"]), ("12345682400012", ["0002"]), ("unknown", [])]
)
def test_a_french_registration_number_has_its_scheme_if_it_is_one(registration, scheme):
    document = invoice("FR", "FR", (("S", "20"),))
    document = replace(document, seller=replace(document.seller, registration=registration))
    path = "//ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID/@schemeID"
    assert texts((document, context("FR", "fr")), path) == scheme


@pytest.mark.parametrize(
    ("price", "written"), [("12.3500", "12.35"), ("1E+2", "100"), ("0.00012", "0.00012"), ("7", "7")]
)
def test_a_price_has_the_decimals_that_it_has(price, written):
    document = invoice(lines=1)
    document = replace(document, lines=(replace(document.lines[0], unit_price=Decimal(price)),))
    assert texts((document, context()), "//ram:NetPriceProductTradePrice/ram:ChargeAmount") == [written]


def test_markup_and_control_signs_of_a_customer_stay_text():
    document = replace(invoice(), po_number='4711\x00"/><ram:Name>\u202e')
    assert texts((document, context()), "//ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID") == [
        '4711 "/><ram:Name>'
    ]


def test_a_document_of_an_earlier_system_has_no_e_invoice():
    with pytest.raises(ValueError, match="earlier system"):
        write_invoice(replace(invoice(), net=None, tax=None, lines=(), seller=None, taken_over=True), context())
