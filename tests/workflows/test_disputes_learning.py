"""Causes of disputes add up: every amount is in each dimension once, by article to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, add_invoice, books, desk, dispute, source
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.learning import Cause, Dimension, causes
from workflows.disputes.model import CaseStatus
from workflows.invoicing.model import InvoiceLine
from workflows.ledger.money import ZERO

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def contested(uow: FakeUnitOfWork, invoice: str, reason: str, amount: str | None) -> str:
    command = RaiseDispute(source(may_answer=False), "K1", dispute(invoice, reason=reason, amount=amount))
    (case,) = raise_dispute(command, uow, desk(), NOW)
    return case


def by(found: list[Cause], dimension: Dimension) -> dict[str, Cause]:
    return {cause.key: cause for cause in found if cause.dimension is dimension}


def with_lines(uow: FakeUnitOfWork, invoice: str, **nets: str) -> None:
    lines = tuple(
        InvoiceLine(n, sku, sku, Decimal(1), "C62", Decimal(net), Decimal(net), "S", Decimal(19), "goods")
        for n, (sku, net) in enumerate(nets.items(), start=1)
    )
    document = uow.invoices.get(invoice)
    assert document is not None
    uow.invoices.put(replace(document, lines=lines))


def test_causes_say_cases_money_and_days() -> None:
    uow = books()
    add_invoice(uow, "R-5", "300.00", taken_over=True)
    granted = contested(uow, "R-2", "price", "50.00")
    contested(uow, "R-5", "damaged", "100.00")
    act_on_case(CaseAction(granted, "credit", "ada"), uow, desk(), NOW + timedelta(days=4))
    reasons = by(causes(uow, desk(), FIRST, LAST), Dimension.REASON)
    price, damaged = reasons["price"], reasons["damaged"]
    assert (price.cases, price.open_cases, price.contested, price.credited) == (
        1,
        0,
        Decimal("50.00"),
        Decimal("50.00"),
    )
    assert (price.accepted_percent, price.days) == (Decimal("100.0"), Decimal("4.0"))
    assert (damaged.open_cases, damaged.accepted_percent, damaged.days) == (1, None, None)
    assert set(by(causes(uow, desk(), FIRST, LAST), Dimension.TEAM)) == {"price", "default"}


def test_what_was_found_to_be_no_dispute_and_what_lies_outside_is_left_out() -> None:
    uow = books()
    case = uow.cases.get(contested(uow, "R-2", "price", "50.00"))
    uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome="superseded"))
    contested(uow, "R-1", "price", "50.00")
    assert causes(uow, desk(), LAST, LAST) == []
    assert by(causes(uow, desk(), FIRST, LAST), Dimension.REASON)["price"].cases == 1


def test_an_amount_is_spread_over_the_articles_of_its_invoice() -> None:
    uow = books()
    with_lines(uow, "R-1", A="30.00", B="60.00", C="0.00")
    contested(uow, "R-1", "price", "10.00")
    articles = by(causes(uow, desk(), FIRST, LAST), Dimension.ARTICLE)
    assert {key: cause.contested for key, cause in articles.items()} == {"B": Decimal("6.67"), "A": Decimal("3.33")}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90_000), st.integers(1, 9_999), st.integers(1, 9_999)), min_size=1, max_size=5)
)
def test_every_dimension_has_the_same_sum(drawn: list[tuple[int, int, int]]) -> None:
    uow = books()
    for number, (cents, one, other) in enumerate(drawn, start=10):
        add_invoice(uow, f"R-{number}", "1000.00")
        with_lines(uow, f"R-{number}", A=f"{Decimal(one) / 100}", B=f"{Decimal(other) / 100}")
        contested(uow, f"R-{number}", "price" if number % 2 else "damaged", f"{Decimal(cents) / 100}")
    found = causes(uow, desk(), FIRST, LAST)
    sums = {one: sum((cause.contested for cause in by(found, one).values()), ZERO) for one in Dimension}
    assert set(sums.values()) == {sum((Decimal(cents) / 100 for cents, _, _ in drawn), ZERO)}
