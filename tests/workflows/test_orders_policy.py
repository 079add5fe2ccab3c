"""What an order is checked for: each difference is named, and only the dangerous ones wait for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, customer, desk, placing, price, wanted
from workflows.catalogue import ExchangeRate
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.orders.facts import gather
from workflows.orders.handlers import place, review_reasons
from workflows.orders.lifecycle import TRANSITIONS, step
from workflows.orders.model import Deviation, OrderEvent, OrderStatus
from workflows.orders.policy import Finding, check, normal_po


def findings(order: reading.Order, uow: FakeUnitOfWork | None = None) -> tuple[Deviation, ...]:
    uow = uow or books()
    return check(order, gather(order, uow.customers.get("K1"), uow, desk(), TODAY))


def codes(order: reading.Order, uow: FakeUnitOfWork | None = None) -> list[str]:
    return [found.code for found in findings(order, uow) if found.blocking]


def with_rate(uow: FakeUnitOfWork, currency: str) -> FakeUnitOfWork:
    uow.rates.put(ExchangeRate(f"{currency}|2026-03-13", currency, date(2026, 3, 13), Decimal("1.2500")))
    return uow


def item(amount: str, **given: Any) -> OpenItem:
    row = OpenItem(
        document="R-1", kind=DocumentKind.INVOICE, customer="K1", company="DE01", issue_date=TODAY, due_date=TODAY,
        currency="EUR", original=Decimal(amount), open_amount=Decimal(amount),
    )  # fmt: skip
    return replace(row, **given)


def with_item(amount: str, limit: str | None = None, **given: Any) -> FakeUnitOfWork:
    uow = books(customer(credit_limit=Decimal(limit) if limit is not None else None))
    uow.open_items.add(item(amount, **given))
    return uow


def test_an_order_at_our_prices_or_without_prices_deviates_in_nothing() -> None:
    assert findings(wanted(("PUMP", "2", "100.00"), ("BOOK", "1", None), total=Decimal("210.00"))) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((None, "1", None), Finding.UNKNOWN_ARTICLE),
        (("NOPE", "1", None), Finding.UNKNOWN_ARTICLE),
        (("PUMP", "0", None), Finding.BAD_QUANTITY),
        (("PUMP", "-1", None), Finding.BAD_QUANTITY),
        (("PUMP", "1.5", None), Finding.BAD_QUANTITY),
        (("PUMP", "NaN", None), Finding.BAD_QUANTITY),
        (("PUMP", "1E+30", None), Finding.BAD_QUANTITY),
        (("PUMP", "1", "99.99"), Finding.PRICE_LOWER),
        (("PUMP", "1", "150.01"), Finding.PRICE_FAR_ABOVE),
    ],
)
def test_a_line_that_waits_for_a_person(line: tuple[str | None, str, str | None], code: Finding) -> None:
    assert codes(wanted(line)) == [code]


def test_a_somewhat_higher_price_is_answered_with_ours() -> None:
    (found,) = findings(wanted(("PUMP", "1", "150.00")))
    assert found == Deviation(Finding.PRICE_HIGHER.value, 1, "150.00", "100.00", blocking=False)


@pytest.mark.parametrize(
    ("total", "blocked"),
    [("230.00", False), ("230.02", False), ("230.03", True), ("270.10", False), ("270.13", True), ("200", True)],
)
def test_a_stated_total_is_the_sum_of_the_lines_net_or_with_tax(total: str, blocked: bool) -> None:
    order = wanted(("PUMP", "2", "100.00"), ("BOOK", "3", None), total=Decimal(total))
    assert codes(order) == ([Finding.TOTAL] if blocked else [])


def test_an_order_in_another_currency_waits() -> None:
    uow = with_rate(books(), "USD")
    assert codes(wanted(("PUMP", "1", None), currency="USD"), uow) == [Finding.NO_PRICE, Finding.CURRENCY]


def test_an_order_without_currency_is_in_the_customers() -> None:
    uow = with_rate(books(customer(currency="CHF")), "CHF")
    assert codes(wanted(("PUMP", "1", None), currency=None), uow) == [Finding.NO_PRICE]
    uow.prices.add(price("PUMP", "110.00", currency="CHF"))
    assert codes(wanted(("PUMP", "1", None), currency=None), uow) == []


def test_a_missing_number_and_a_past_date_are_said_but_do_not_block() -> None:
    order = wanted(("PUMP", "1", None), po_number=None, requested_date=TODAY - timedelta(days=1))
    found = findings(order)
    assert [deviation.code for deviation in found] == [Finding.NO_PO_NUMBER, Finding.REQUESTED_IN_THE_PAST]
    assert not any(deviation.blocking for deviation in found)


def test_an_order_of_nothing_waits() -> None:
    assert codes(wanted()) == [Finding.NO_LINES]


def test_a_buyer_of_another_member_state_without_vat_number_waits() -> None:
    uow = books(customer(country="FR", vat_id=""))
    assert codes(wanted(("PUMP", "1", None)), uow) == [Finding.TAX_UNCLEAR]


def test_tax_in_a_foreign_currency_waits_for_its_rate() -> None:
    uow = books(customer(currency="USD"))
    uow.prices.put(price("PUMP", "100.00", currency="USD"))
    order = wanted(("PUMP", "1", None), currency="USD")
    assert [found.ours for found in findings(order, uow) if found.blocking] == ["exchange_rate_missing"]
    assert codes(order, with_rate(uow, "USD")) == []


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"po_number": "PO-1"}, Finding.DUPLICATE_PO),
        ({"po_number": "po 1"}, Finding.DUPLICATE_PO),
        ({"po_number": "PO-1-rev2"}, Finding.AMENDS_PO),
        ({"po_number": "PO-1/V2"}, Finding.AMENDS_PO),
        ({"po_number": "PO-2"}, Finding.SAME_GOODS),
        ({"po_number": None}, Finding.SAME_GOODS),
        ({"po_number": "PO-2", "requested_date": None}, Finding.SAME_GOODS),
        ({"po_number": "PO-2", "requested_date": date(2026, 5, 1)}, None),
        ({"po_number": "PO-2", "order_date": TODAY + timedelta(days=7)}, Finding.SAME_GOODS),
        ({"po_number": "PO-2", "order_date": TODAY + timedelta(days=8)}, None),
    ],
)
def test_an_order_that_may_have_come_before_waits(second: dict[str, Any], code: Finding | None) -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None))), uow, desk(), NOW)
    assert codes(wanted(("PUMP", "1", None), **second), uow) == ([code] if code else [])


def test_other_goods_under_another_number_are_another_order() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None))), uow, desk(), NOW)
    assert codes(wanted(("PUMP", "2", None), po_number="PO-2"), uow) == []


def test_a_number_that_is_on_an_invoice_already_waits() -> None:
    uow = with_item("0", po_number="PO 1")
    assert codes(wanted(("PUMP", "1", None)), uow) == [Finding.DUPLICATE_PO]


@pytest.mark.parametrize(("limit", "blocked"), [("319.00", False), ("318.99", True), (None, False), ("0", True)])
def test_the_limit_holds_for_what_is_open_and_this_order_with_tax(limit: str | None, blocked: bool) -> None:
    uow = with_item("200.00", limit)
    assert codes(wanted(("PUMP", "1", None)), uow) == ([Finding.CREDIT_LIMIT] if blocked else [])


def test_confirmed_orders_count_until_they_are_invoiced() -> None:
    uow = books(customer(credit_limit=Decimal("300.00")))
    place(placing(wanted(("PUMP", "1", None))), uow, desk(), NOW)
    order = wanted(("PUMP", "2", None), po_number="PO-2")
    assert codes(order, uow) == [Finding.CREDIT_LIMIT]


def test_debts_in_another_currency_count_at_the_last_rate_or_nobody_knows() -> None:
    uow = with_item("100.00", "1000.00", currency="CHF")
    assert codes(wanted(("PUMP", "1", None)), uow) == [Finding.CREDIT_UNKNOWN]
    uow.rates.add(ExchangeRate("CHF|2026-03-01", "CHF", date(2026, 3, 1), Decimal("0.1")))
    assert codes(wanted(("PUMP", "1", None)), uow) == [Finding.CREDIT_LIMIT]


@pytest.mark.parametrize(("level", "open_amount", "held"), [(3, "1.00", True), (2, "1.00", False), (3, "0", False)])
def test_a_customer_on_the_last_dunning_level_waits(level: int, open_amount: str, held: bool) -> None:
    uow = with_item("1.00", dunning_level=level, open_amount=Decimal(open_amount))
    assert codes(wanted(("PUMP", "1", None)), uow) == ([Finding.CREDIT_HOLD] if held else [])


def test_reasons_for_a_review_are_the_blocking_ones_and_asking_changes_nothing() -> None:
    uow = books()
    command = placing(wanted(("PUMP", "1", "90.00"), po_number=None))
    assert [reason.code for reason in review_reasons(command, uow, desk(), NOW)] == [Finding.PRICE_LOWER]
    assert uow.orders.where() == uow.letters.where() == uow.audit.where() == []


@pytest.mark.parametrize(("left", "right"), [("PO 12-34", "po1234"), ("AB/7", "ab_7")])
def test_order_numbers_are_compared_without_their_signs(left: str, right: str) -> None:
    assert normal_po(left) == normal_po(right)


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("event", OrderEvent)
def test_every_step_is_in_the_table_or_refused(status: OrderStatus, event: OrderEvent) -> None:
    if (status, event) in TRANSITIONS:
        assert step(status, event) is TRANSITIONS[status, event]
    else:
        with pytest.raises(Exception, match="not possible"):
            step(status, event)


def test_nothing_follows_the_end_of_an_order() -> None:
    ended = {OrderStatus.CANCELLED, OrderStatus.REJECTED}
    assert not any(status in ended for status, _ in TRANSITIONS)
