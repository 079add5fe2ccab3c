"""Posted invoices of companies in three countries, as the tests of documents need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from bot.documents.invoice import InvoiceContext
from bot.settings.law import load_countries
from workflows.invoicing.model import Invoice, InvoiceLine, Party, TaxTotal
from workflows.ledger.model import DocumentKind
from workflows.ports import Company, Country

CENT = Decimal("0.01")
ISSUED_ON = date(2026, 3, 16)


def company(country: str = "DE") -> Company:
    shared = {
        "invoice_number": "R-{year}-{number:05d}",
        "credit_note_number": "K-{year}-{number:05d}",
        "known_invoice_numbers": (),
        "escalation": {"default": "lead@seller.example"},
        "invoice_on": "delivery",
    }
    match country:
        case "DE":
            return Company(
                "DE10",
                "Ostufer Technik GmbH",
                "DE",
                "DE811907980",
                "HRB 98765",
                "Hafenstraße 27",
                "24103",
                "Kiel",
                "DE89370400440532013000",
                "COBADEFFXXX",
                "rechnung@ostufer.example",
                "EUR",
                "de",
                legal={
                    "register_court": "Amtsgericht Kiel",
                    "managing_directors": "Dr. J. Weiß",
                    "phone": "+49 431 5550",
                },
                **shared,
            )
        case "FR":
            return Company(
                "FR01",
                "Valmont Santé SAS",
                "FR",
                "FR40123456824",
                "123456824",
                "12 rue de la Part-Dieu",
                "69003",
                "Lyon",
                "FR7630006000011234567890189",
                "AGRIFRPP",
                "compta@valmont.example",
                "EUR",
                "fr",
                legal={
                    "legal_form": "SAS",
                    "capital": "Capital 250\u00a0000\u00a0€",
                    "register_court": "RCS Lyon",
                },
                **shared,
            )
        case _:
            return Company(
                "GB20",
                "Finch & Harrow Ltd",
                "GB",
                "GB123456789",
                "01234567",
                "4 Canal Wharf",
                "M1 2AB",
                "Manchester",
                "GB29NWBK60161331926819",
                "NWBKGB2L",
                "accounts@finch.example",
                "GBP",
                "en",
                legal={"legal_form": "Registered in England and Wales"},
                **shared,
            )


BUYERS = {
    "DE": Party(
        "Müller & Söhne GmbH",
        "Industriestraße 14",
        "70565",
        "Stuttgart",
        "DE",
        "DE136695976",
        "HRB 4711",
        "a@m.example",
    ),
    "FR": Party(
        "Électro Rhône SARL",
        "27 avenue Jean Jaurès",
        "69007",
        "Lyon",
        "FR",
        "FR83404833048",
        "404833048",
        "a@e.example",
    ),
    "GB": Party(
        "Mill Fixings Ltd", "Mill Lane 5", "BS1 4DJ", "Bristol", "GB", "GB987654321", "07654321", "a@f.example"
    ),
    "US": Party("Lake Tools Inc.", "500 Lake Street", "60601", "Chicago", "US", "", "", "a@lake.example"),
}


def context(country: str = "DE", language: str = "de") -> InvoiceContext:
    return InvoiceContext(company(country), countries()[country], language, date(2026, 2, 3), countries())


@cache
def countries() -> dict[str, Country]:
    return load_countries()


def invoice(
    seller: str = "DE",
    buyer: str = "DE",
    taxes: Sequence[tuple[str, str]] = (("S", "19"),),
    *,
    lines: int = 3,
    revenue: str = "goods",
    exemption: tuple[str, str] = ("", ""),
    kind: DocumentKind = DocumentKind.INVOICE,
) -> Invoice:
    """A posted document whose lines take the taxes in turn; `exemption` is (VATEX code, key of the sentence)."""
    rows = tuple(_line(number, *taxes[number % len(taxes)], revenue) for number in range(1, lines + 1))
    totals = tuple(_total(rows, category, Decimal(rate), exemption) for category, rate in dict.fromkeys(taxes))
    net, tax = sum((row.net for row in rows), Decimal(0)), sum((total.tax for total in totals), Decimal(0))
    ours = company(seller)
    party = Party(
        ours.name, ours.street, ours.postcode, ours.city, ours.country, ours.vat_id, ours.registration, ours.email
    )
    corrects = "" if kind is DocumentKind.INVOICE else "R-2026-00040"
    return Invoice(
        number="R-2026-00042" if kind is DocumentKind.INVOICE else "K-2026-00007",
        kind=kind,
        company=ours.code,
        customer="K1007",
        issue_date=ISSUED_ON,
        due_date=date(2026, 4, 15),
        currency=ours.currency,
        net=net,
        tax=tax,
        total=net + tax,
        po_number="4500123987",
        order="DE10-O-2026-00031",
        delivery_date=date(2026, 3, 14),
        lines=rows,
        taxes=totals,
        seller=party,
        buyer=BUYERS[buyer],
        discount_percent=Decimal(0),
        discount_days=0,
        corrects=corrects,
        case="",
        taken_over=False,
        sequence=42,
        series=f"{ours.code}-invoice-2026",
        previous_digest="",
        digest="0" * 64,
    )


def _line(number: int, category: str, rate: str, revenue: str) -> InvoiceLine:
    quantity, price = Decimal(number) * 3, Decimal("12.35") * number
    return InvoiceLine(
        position=number,
        sku=f"A-{1000 + number}",
        description=f"Überspannungsableiter Typ {number}, vierpolig",
        quantity=quantity,
        unit="C62",
        unit_price=price,
        net=(quantity * price).quantize(CENT, ROUND_HALF_UP),
        tax_category=category,
        tax_rate=Decimal(rate),
        revenue=revenue,
    )


def _total(rows: Sequence[InvoiceLine], category: str, rate: Decimal, exemption: tuple[str, str]) -> TaxTotal:
    base = sum((row.net for row in rows if (row.tax_category, row.tax_rate) == (category, rate)), Decimal(0))
    return TaxTotal(category, rate, base, (base * rate / 100).quantize(CENT, ROUND_HALF_UP), *exemption)


def swiss(language: str = "de", iban: str = "CH9300762011623852957", lines: int = 1) -> tuple[Invoice, InvoiceContext]:
    """A bill in francs from one Swiss company to another."""
    ours = replace(company(), code="CH1", name="Alpwerk AG", country="CH", iban=iban, bic="", currency="CHF", legal={})
    seller = Party(ours.name, "Seestrasse 41", "8800", "Thalwil", "CH", "CHE-123.456.788 MWST", "", ours.email)
    buyer = Party("Schneider AG", "Rue du Lac 1268", "2501", "Biel", "CH", "", "")
    document = invoice(taxes=(("S", "8.1"),), lines=lines)
    document = replace(document, currency="CHF", seller=seller, buyer=buyer, total=Decimal("11204.50"))
    return document, InvoiceContext(ours, countries()["CH"], language, None, countries())


# What is sold to whom, and its document: the cases that the official rules tell apart.
CASES = {
    "domestic, two rates": (invoice(taxes=(("S", "19"), ("S", "7"))), context()),
    "goods to another member state": (
        invoice(buyer="FR", taxes=(("K", "0"),), exemption=("VATEX-EU-IC", "intra_eu_goods")),
        context(language="fr"),
    ),
    "goods without a day of delivery": (
        replace(
            invoice(buyer="FR", taxes=(("K", "0"),), exemption=("VATEX-EU-IC", "intra_eu_goods")), delivery_date=None
        ),
        context(language="fr"),
    ),
    "services to another member state": (
        invoice(buyer="FR", taxes=(("AE", "0"),), revenue="service", exemption=("VATEX-EU-AE", "reverse_charge")),
        context(),
    ),
    "French, three rates": (
        invoice("FR", "FR", (("S", "20"), ("S", "10"), ("S", "5.5"))),
        context("FR", "fr"),
    ),
    "British": (invoice("GB", "GB", (("S", "20"),)), context("GB", "en")),
    "British, zero rate": (invoice("GB", "GB", (("Z", "0"),)), context("GB", "en")),
    "export": (
        invoice(buyer="US", taxes=(("G", "0"),), exemption=("VATEX-EU-G", "export")),
        context(language="en"),
    ),
    "exempt": (invoice(taxes=(("E", "0"),), exemption=("VATEX-EU-132", "exempt")), context()),
    "not subject to VAT": (invoice(taxes=(("O", "0"),), exemption=("VATEX-EU-O", "")), context()),
    "credit note": (invoice(kind=DocumentKind.CREDIT_NOTE, lines=1), context()),
    "French credit note": (
        invoice("FR", "FR", (("S", "20"),), kind=DocumentKind.CREDIT_NOTE),
        context("FR", "fr"),
    ),
    "with a discount for early payment": (
        replace(invoice(), discount_percent=Decimal("2"), discount_days=14),
        context(),
    ),
}
