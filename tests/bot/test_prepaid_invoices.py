"""Invoices that were paid before, in part or wholly, under the published rules of their e-invoices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.documents.einvoice.building import build
from bot.documents.einvoice.profiles import PROFILES, Profile
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from bot.documents.invoice import InvoiceContext, invoice_facts
from tests.workflows.selling_desk import NOW, TODAY, books, company, countries, customer, desk, placing, wanted
from tests.workflows.test_prepayments import ORDER, received
from workflows.commands import DeliverGoods
from workflows.invoicing.model import Invoice
from workflows.invoicing.prepaying import set_aside
from workflows.orders.handlers import deliver_all, place
from workflows.ports import Company

PAID_ON = TODAY - timedelta(days=3)
FRENCH = replace(
    company(country="FR"), registration="204685150", vat_id="FR40204685150", language="fr",
    legal={"legal_form": "SAS", "capital": "10 000 €"},
)  # fmt: skip
GERMAN = replace(company(), legal={"contact": "Anna", "phone": "+49 40 1234"}, vat_id="DE136695976")


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    runner = RuleRunner()
    yield Judge(runner)
    runner.stop()


def issued(seller: Company, paid: str) -> Invoice:
    """1,000.00 net with 2 % of discount, of which so much was paid three days before."""
    own = desk(seller)
    buyer = {
        "FR": {"registration": "552100554", "vat_id": "FR23552100554", "endpoint_id": "552100554"},
        "DE": {"vat_id": "DE136695976", "buyer_reference": "991-1", "endpoint_id": "0204:991-1"},
    }[seller.country]
    scheme = {"FR": "0225", "DE": "0204"}[seller.country]
    uow = books(
        customer(
            country=seller.country, language=seller.language, discount_percent=Decimal(2), discount_days=10,
            endpoint_scheme=scheme, **buyer,
        )
    )  # fmt: skip
    place(placing(wanted(("PUMP", "10", None))), uow, own, NOW)
    uow.payments.put(replace(received(uow, paid), value_date=PAID_ON))
    set_aside(uow, own, NOW, payment="PM-1", order=ORDER, amount=None, actor="anna")
    rows = [DeliverGoods(ORDER, TODAY, "PUMP", "10")]
    return uow.invoices.get(deliver_all(rows, uow, own, NOW + timedelta(days=5))[-1])


CASES = [
    (seller, paid, profile)
    for seller, total in ((FRENCH, "1200.00"), (GERMAN, "1190.00"))
    for paid in ("500.00", total)
    for profile in PROFILES.values()
    if profile.name != "french_ctc" or seller is FRENCH
]


@pytest.mark.parametrize(("seller", "paid", "profile"), CASES)
def test_what_was_paid_before_breaks_no_published_rule(
    judge: Judge, seller: Company, paid: str, profile: Profile
) -> None:
    context = InvoiceContext(seller, countries()[seller.country], seller.language, None, countries())
    document = build(issued(seller, paid), context, profile)
    of_france = seller is FRENCH and profile.name in ("xrechnung_cii", "xrechnung_ubl", "peppol")
    found = judge.judge(profile.syntax.write(document), profile, document)
    assert of_france or found == ()
    assert not [one for one in found if one.rule in ("BR-CO-16", "BR-CO-25")]
    assert document.totals.payable == document.totals.gross - Decimal(paid)


def test_a_french_invoice_that_is_paid_already_says_so_with_the_day_of_payment() -> None:
    context = InvoiceContext(FRENCH, countries()["FR"], "fr", None, countries())
    profile = next(one for one in PROFILES.values() if one.name == "french_ctc")
    paid, partly = (build(issued(FRENCH, amount), context, profile) for amount in ("1200.00", "500.00"))
    assert (paid.process, paid.due_on) == ("B2", PAID_ON)
    assert (partly.process, partly.due_on) == ("B1", NOW.date() + timedelta(days=35))


def test_an_invoice_that_is_paid_already_asks_for_nothing_and_grants_nothing() -> None:
    invoice = issued(GERMAN, "1190.00")
    facts = invoice_facts(invoice, InvoiceContext(GERMAN, countries()["DE"], "de", None, countries()))
    assert (invoice.is_paid_before, invoice.discount_percent) == (True, 0)
    assert (facts["payment"], facts["remarks"]) == ([], []) and facts["total"].startswith("0,00")
    assert "Fällig am" not in [row["label"] for row in facts["references"]]
