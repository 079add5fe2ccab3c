"""Deposits, the invoices that take them off, and tax in a foreign currency are e-invoices that break no rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from lxml import etree

from bot.documents.einvoice.building import build
from bot.documents.einvoice.model import AccountingTax, EInvoice, Preceding
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from bot.documents.facturx import page
from bot.documents.invoice import InvoiceContext, invoice_facts, sold
from tests.bot.selling import context, invoice
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.invoicing.model import ElectronicTerms, Invoice
from workflows.ledger.model import DocumentKind

D = Decimal
RATE = {"DE": "19", "FR": "20"}
ALL = [profile for profile in EInvoiceProfile if profile in PROFILES]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    runner = RuleRunner()
    yield Judge(runner)
    runner.stop()


def sale(country: str, profile: EInvoiceProfile) -> Invoice:
    electronic = ElectronicTerms(profile=profile.value, buyer_reference="04011000-12345-03")
    return replace(invoice(country, country, (("S", RATE[country]),)), electronic=electronic, po_number="PO-9")


def deposit(country: str, profile: EInvoiceProfile) -> Invoice:
    found = sale(country, profile)
    return replace(found, lines=tuple(replace(line, revenue="deposit", supply="goods") for line in found.lines))


def final(country: str, profile: EInvoiceProfile, *deposits: str) -> Invoice:
    """A sale that takes ten off for each deposit, with its tax."""
    found, lines, taken = sale(country, profile), list(sale(country, profile).lines), D(0)
    for number in deposits:
        like = replace(lines[0], position=len(lines) + 1, sku=number, description=f"less {number}", revenue="deposit")
        lines.append(replace(like, quantity=D(-1), unit_price=D("10.00"), net=D("-10.00")))
        taken += D("10.00")
    (total,) = found.taxes
    base = total.base - taken
    tax = (base * total.rate / 100).quantize(D("0.01"))
    taxes = (replace(total, base=base, tax=tax),)
    return replace(found, lines=tuple(lines), taxes=taxes, net=base, tax=tax, total=base + tax)


def in_dollars(country: str, profile: EInvoiceProfile) -> Invoice:
    found = sale(country, profile)
    taxes = tuple(replace(total, accounting_tax=(total.tax / 2).quantize(D("0.01"))) for total in found.taxes)
    return replace(found, currency="USD", taxes=taxes)


def untaxed_dollars(country: str, profile: EInvoiceProfile) -> Invoice:
    """A supply to another member state, in dollars: no tax to state, but where the platform asks for a zero."""
    electronic = ElectronicTerms(profile=profile.value, buyer_reference="04011000-12345-03")
    other = "DE" if country == "FR" else "FR"
    found = invoice(country, other, (("K", "0"),), exemption=("VATEX-EU-IC", "intra_eu_goods"))
    return replace(found, currency="USD", electronic=electronic, po_number="PO-9")


def credited(found: Invoice) -> Invoice:
    return replace(found, kind=DocumentKind.CREDIT_NOTE, corrects="R-2026-00001")


def home_of(profile: EInvoiceProfile) -> str:
    return "FR" if profile is EInvoiceProfile.FRENCH_CTC else "DE"


def built(document: Invoice, profile: EInvoiceProfile, country: str) -> EInvoice:
    return build(document, context(country, "en"), PROFILES[profile])


@pytest.mark.parametrize("profile", ALL)
@pytest.mark.parametrize("kind", ["deposit", "final", "final of two", "dollars", "dollars back", "untaxed dollars"])
def test_no_rule_is_broken_in_any_profile(judge: Judge, profile: EInvoiceProfile, kind: str) -> None:
    country = home_of(profile)
    document = {
        "deposit": lambda: deposit(country, profile),
        "final": lambda: final(country, profile, "R-2026-00001"),
        "final of two": lambda: final(country, profile, "R-2026-00001", "R-2026-00002"),
        "dollars": lambda: in_dollars(country, profile),
        "untaxed dollars": lambda: untaxed_dollars(country, profile),
        "dollars back": lambda: credited(in_dollars(country, profile)),
    }[kind]()
    intended, syntax = built(document, profile, country), PROFILES[profile].syntax
    xml = syntax.write(intended)
    assert syntax.read(etree.fromstring(xml)) == intended
    assert judge.judge(xml, PROFILES[profile], intended) == ()


@pytest.mark.parametrize("profile", ALL)
def test_a_deposit_has_its_own_type_where_the_profile_knows_it(profile: EInvoiceProfile) -> None:
    country = home_of(profile)
    code = built(deposit(country, profile), profile, country).type_code
    assert code == ("380" if profile.value.startswith("xrechnung") else "386")
    assert built(sale(country, profile), profile, country).type_code == "380"


def test_the_last_invoice_names_the_deposits_and_the_french_frame() -> None:
    profile = EInvoiceProfile.FRENCH_CTC
    document = final("FR", profile, "R-2026-00001", "R-2026-00002")
    said = built(document, profile, "FR")
    assert (said.process, said.type_code) == ("B4", "380")
    assert said.preceding == (Preceding("R-2026-00001"), Preceding("R-2026-00002"))
    assert built(sale("FR", profile), profile, "FR").process == "B1"
    assert sold(document) == sold(deposit("FR", profile)) == "goods"  # a deposit is no service by itself


def test_tax_is_stated_in_the_currency_of_the_books_too() -> None:
    document = in_dollars("DE", EInvoiceProfile.FACTURX)
    said = built(document, EInvoiceProfile.FACTURX, "DE")
    assert (said.currency, said.tax_currency) == ("USD", "EUR")
    assert said.totals.accounting == AccountingTax((document.taxes[0].tax / 2).quantize(D("0.01")), "EUR")
    (row,) = [row for row in invoice_facts(document, context("DE", "en"))["summary"] if row["label"] == "VAT in EUR"]
    with pypdfium2.PdfDocument(page(document, shown())) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "VAT in EUR" in text and row["value"] in text


def shown() -> InvoiceContext:
    return context("DE", "en")


def test_without_another_currency_nothing_is_stated_twice() -> None:
    said = built(sale("DE", EInvoiceProfile.FACTURX), EInvoiceProfile.FACTURX, "DE")
    assert (said.tax_currency, said.totals.accounting) == ("", None)
