"""Promises that were agreed together: shares at inception, modifications as the standard's examples have them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.arrangement_rows import sights
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import books, company, desk, placing, price, product, wanted
from workflows.billing.handlers import run
from workflows.billing.planning import HoldReason, plan
from workflows.catalogue import Billing, Contract, ContractTerms, RevenueKind
from workflows.commands import DeliverGoods
from workflows.errors import AlreadyExists, BadDecision, Contradicts, Exceeds, NotFound
from workflows.integrity import problems
from workflows.invoicing.approving import Approval
from workflows.invoicing.crediting import issue_credit_note
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.orders.back_orders import cancel_rest
from workflows.orders.handlers import deliver_all, place
from workflows.orders.returning import announce, approve, credit, receive
from workflows.revenue.arranging import arrange
from workflows.revenue.booking import position
from workflows.revenue.elements import ElementTerms
from workflows.revenue.handlers import recognise, revise
from workflows.revenue.model import Arrangement, GoodsEarned, RevenuePolicy, RevenueSchedule
from workflows.revenue.modifying import Modification, Treatment, modify, treatment_of
from workflows.revenue.repricing import standing
from workflows.revenue.supplying import perform

D = Decimal
START = date(2026, 1, 1)
ORDER = "DE01-O-2026-00001"
BY_TWO = Approval("anna", "ben")
ON_DELIVERY = RevenuePolicy(goods=GoodsEarned.ON_DELIVERY)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9)


def records(**articles: RevenueKind) -> FakeUnitOfWork:
    uow = books()
    for sku, kind in articles.items():
        uow.products.put(product(sku, "100.00", revenue=kind))
    return uow


def agreed(
    uow: FakeUnitOfWork, number: str, sku: str, amount: str, end: date | None, start: date = START, **given: Any
) -> None:
    terms = ContractTerms(**given.pop("terms", {}))
    values: dict[str, Any] = {"billing": Billing.YEARLY, "quantity": D(1), **given}
    uow.contracts.put(
        Contract(number, "K1", sku, values["quantity"], D(amount), "EUR", start, end, values["billing"], terms)
    )


def arranged(uow: FakeUnitOfWork, *elements: ElementTerms, on: date = START) -> Arrangement:
    return arrange(uow, desk(), at(on), number="A1", elements=elements, actor="anna")


def named(source: str, stand_alone: str = "", **given: Any) -> ElementTerms:
    return ElementTerms(source, stand_alone=D(stand_alone) if stand_alone else None, **given)


def shares(uow: FakeUnitOfWork) -> list[Decimal]:
    return [one.amount for one in standing(uow, "A1")]


def close(uow: FakeUnitOfWork, day: date) -> Decimal:
    ids = [schedule.id for schedule in uow.revenue_schedules.where()]
    return sum((one.amount for one in recognise(uow, desk(), at(day), until=day, schedules=ids)), ZERO)


def bill(uow: FakeUnitOfWork, day: date) -> tuple[str, ...]:
    return run(uow, desk(), at(day), ("K1",)).numbers


def balance(uow: FakeUnitOfWork, kind: AccountKind, account: str = "") -> Decimal:
    """Credit less debit."""
    lines = [line for one in uow.entries.where() for line in one.lines if line.kind is kind]
    return sum((line.credit - line.debit for line in lines if account in ("", line.account)), ZERO)


def where(uow: FakeUnitOfWork) -> Decimal:
    return position(uow, uow.arrangements.get("A1"))


def modified(uow: FakeUnitOfWork, day: date, *, is_distinct: bool, **given: Any) -> Modification:
    return modify(
        uow, desk(), at(day), arrangement="A1", is_distinct=is_distinct, actor="anna", reason="agreed", **given
    )


def phone_and_service() -> FakeUnitOfWork:
    """A phone for 1.00 with two years of service at 40.00 a month; by itself 300.00, and 1,000.00 altogether."""
    uow = records(PHONE=RevenueKind.GOODS, PLAN=RevenueKind.SUBSCRIPTION)
    uow.prices.add(price("PLAN", "41.666667"))
    agreed(uow, "V1", "PHONE", "1.00", START, billing=Billing.ONCE)
    agreed(uow, "V2", "PLAN", "40.00", date(2027, 12, 31), billing=Billing.MONTHLY)
    arranged(uow, named("V1", "300.00"), named("V2", "1000.00"))
    return uow


def test_the_price_is_shared_by_what_each_promise_costs_by_itself() -> None:
    uow = phone_and_service()
    assert uow.arrangements.get("A1").price == D("961.00")  # 1 + 24 x 40
    assert shares(uow) == [D("221.77"), D("739.23")]
    assert problems(uow, desk()) == []


def test_what_is_handed_over_before_it_is_invoiced_is_a_contract_asset_until_the_invoices_come() -> None:
    uow = phone_and_service()
    perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=START, actor="anna")
    assert balance(uow, AccountKind.REVENUE) == D("221.77")
    assert balance(uow, AccountKind.DEFERRED_REVENUE, "1500") == D("-221.77")
    bill(uow, START)
    assert where(uow) == D("-180.77")  # 41 are invoiced
    assert balance(uow, AccountKind.DEFERRED_REVENUE, "0990") == 0
    for month in range(1, 24):
        bill(uow, date(2026 + month // 12, month % 12 + 1, 1))
        assert problems(uow, desk()) == []
    close(uow, date(2027, 12, 31))
    assert balance(uow, AccountKind.REVENUE) == D("961.00") and where(uow) == 0
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0


def test_what_is_given_away_has_its_share_of_what_comes_with_it() -> None:
    uow = records(PHONE=RevenueKind.GOODS, PLAN=RevenueKind.SUBSCRIPTION)
    agreed(uow, "V1", "PHONE", "0.00", None, billing=Billing.ONCE)
    agreed(uow, "V2", "PLAN", "120.00", date(2026, 12, 31))
    arranged(uow, named("V1", "30.00"), named("V2", "120.00"))
    assert shares(uow) == [D("24.00"), D("96.00")]
    bill(uow, START)
    assert uow.arrangements.get("A1").billed == D("120.00") and problems(uow, desk()) == []


def test_what_is_invoiced_ahead_of_its_share_is_a_contract_liability() -> None:
    uow = phone_and_service()
    bill(uow, START)
    assert balance(uow, AccountKind.DEFERRED_REVENUE, "0990") == D("41.00")
    assert balance(uow, AccountKind.REVENUE) == 0 and where(uow) == 41


@pytest.mark.parametrize(
    ("net", "alone", "expected"),
    [("100", ("50", "25", "75"), ("33.33", "16.67", "50.00")), ("60", ("55", "45"), ("33.00", "27.00"))],
)
def test_ifrs_15_examples_33_and_34_from_one_contract_with_several_promises(
    net: str, alone: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    uow = records(SET=RevenueKind.GOODS)
    agreed(uow, "V1", "SET", net, START, billing=Billing.ONCE)
    arranged(uow, *(named("V1", one, quantity=D(1), by_supply=True) for one in alone))
    assert shares(uow) == [D(one) for one in expected]


def test_ifrs_15_example_34_cases_a_and_b_through_the_bundle_and_the_rest() -> None:
    uow = records(SET=RevenueKind.GOODS)
    agreed(uow, "V1", "SET", "130", START, billing=Billing.ONCE)
    bundled = {"bundle_price": D(60)}
    arranged(
        uow,
        named("V1", "40"),
        named("V1", "55", **bundled),
        named("V1", "45", **bundled),
        ElementTerms("V1", is_residual=True),
    )
    assert shares(uow) == [D("40.00"), D("33.00"), D("27.00"), D("30.00")]


def test_the_list_price_is_what_a_promise_costs_by_itself_where_nobody_says() -> None:
    uow = records(PLAN=RevenueKind.SUBSCRIPTION, HELP=RevenueKind.SERVICE)
    uow.prices.add(price("PLAN", "60.00"))
    agreed(uow, "V1", "PLAN", "50.00", date(2026, 12, 31), billing=Billing.MONTHLY)
    agreed(uow, "V2", "HELP", "100.00", date(2026, 12, 31))
    arranged(uow, named("V1"), named("V2"))
    assert [one.stand_alone for one in standing(uow, "A1")] == [D("720.00"), D("100.00")]
    assert sum(shares(uow)) == D("700.00")


def test_ifrs_15_example_7_spreads_what_is_left_and_added_over_the_years_to_come() -> None:
    """Three years at 100,000; after two the third costs 80,000 and three more 200,000 together: 70,000 a year."""
    uow = records(CLEAN=RevenueKind.SERVICE)
    agreed(uow, "V1", "CLEAN", "100000", date(2028, 12, 31), billing=Billing.MONTHLY)
    uow.contracts.put(replace(uow.contracts.get("V1"), billing=Billing.YEARLY))
    arranged(uow, named("V1", "300000"))
    for year in (2026, 2027):
        bill(uow, date(year, 1, 1))
        close(uow, date(year, 12, 31))
    before = balance(uow, AccountKind.REVENUE)
    agreed(uow, "V1", "CLEAN", "80000", date(2028, 12, 31))
    agreed(uow, "V2", "CLEAN", "200000", date(2031, 12, 31), start=date(2029, 1, 1), billing=Billing.ONCE)
    done = modified(uow, date(2028, 1, 1), is_distinct=True, added=[named("V2", "240000")], alone={"A1#1": D(80_000)})
    assert (done.treatment, done.earned, done.price) == (Treatment.PROSPECTIVE, 0, D("480000.00"))
    third, added = standing(uow, "A1")
    rest = D("480000.00") - before  # 280,000 but for the leap year, of which a day is no 365th
    assert abs(rest - 280_000) < 200 and third.amount + added.amount == rest
    assert abs(third.amount - rest / 4) < D("0.01")
    assert balance(uow, AccountKind.REVENUE) == before and problems(uow, desk()) == []


def ordered(uow: FakeUnitOfWork, quantity: str = "120") -> None:
    place(placing(wanted(("PUMP", quantity, None))), uow, desk(), at(START))


def delivered(uow: FakeUnitOfWork, quantity: str, day: date, order: str = ORDER) -> tuple[str, ...]:
    return deliver_all([DeliverGoods(order, day, "PUMP", quantity)], uow, desk(), at(day))


def test_ifrs_15_example_5_case_b_blends_the_price_of_what_is_left() -> None:
    """120 products at 100, 60 of them transferred, 30 more at 80 after all: 93.33 each from then on."""
    uow = books()
    ordered(uow)
    arranged(uow, named(f"{ORDER}/1", "12000"))
    delivered(uow, "60", START)
    assert balance(uow, AccountKind.REVENUE) == D("6000.00") and where(uow) == 0
    uow.products.put(product(price="80.00"))
    place(placing(wanted(("PUMP", "30", None), po_number="PO-2"), message_id="<3@k>"), uow, desk(), at(START))
    second = "DE01-O-2026-00002"
    modified(uow, START + timedelta(days=30), is_distinct=True, added=[named(f"{second}/1", "3000")])
    assert sorted(shares(uow)) == [D("2800.00"), D("5600.00")]  # 8,400 for 90 pieces
    delivered(uow, "60", START + timedelta(days=40))
    assert balance(uow, AccountKind.REVENUE) == D("11600.00") and where(uow) == D("400.00")
    delivered(uow, "30", START + timedelta(days=50), second)
    assert balance(uow, AccountKind.REVENUE) == D("14400.00") and where(uow) == 0
    assert problems(uow, desk()) == []


def test_ifrs_15_example_8_catches_up_at_once() -> None:
    """1,000,000 at 60 % complete; with 350,000 more the building is 51.2 % complete: 91,200 at once."""
    uow = records(BUILDING=RevenueKind.SERVICE)
    agreed(uow, "V1", "BUILDING", "1000000", date(2027, 12, 31), billing=Billing.ONCE)
    arranged(uow, named("V1", "1000000", by_supply=True, quantity=D(100)))
    perform(uow, desk(), at(START), schedule="A1#1", supplied=D(60), on=START, actor="anna")
    agreed(uow, "V2", "BUILDING", "350000", date(2027, 12, 31), billing=Billing.ONCE)
    day = START + timedelta(days=90)
    done = modified(uow, day, is_distinct=False, more_sources=["V2"])
    seen_anew = perform(uow, desk(), at(day), schedule="A1#1", supplied=D("51.2"), on=day, actor="anna")
    assert done.treatment is Treatment.CATCH_UP
    assert done.earned + seen_anew == D("91200.00") and balance(uow, AccountKind.REVENUE) == D("691200.00")
    assert problems(uow, desk()) == []


def test_ifrs_15_example_5_case_a_what_is_added_at_its_own_price_is_earned_at_it() -> None:
    """30 more products at 95, what they cost by themselves: the first 120 stay at 100."""
    uow = books()
    ordered(uow)
    arranged(uow, named(f"{ORDER}/1", "12000"))
    delivered(uow, "60", START)
    uow.products.put(product(price="95.00"))
    place(placing(wanted(("PUMP", "30", None), po_number="PO-2"), message_id="<3@k>"), uow, desk(), at(START))
    second, day = "DE01-O-2026-00002", START + timedelta(days=30)
    assert modified(uow, day, is_distinct=True, added=[named(f"{second}/1", "2850")]).treatment is Treatment.SEPARATE
    delivered(uow, "60", day)
    delivered(uow, "30", day, second)
    assert balance(uow, AccountKind.REVENUE) == D("14850.00") and problems(uow, desk()) == []


def test_ifrs_15_example_39_is_owed_by_the_customer_only_when_both_products_are_there() -> None:
    """Product X for 400 and Y for 600, payable when both are transferred: a contract asset until then."""
    uow = records(SET=RevenueKind.GOODS)
    agreed(uow, "V1", "SET", "1000", date(2026, 3, 1), start=date(2026, 3, 1), billing=Billing.ONCE)
    arranged(uow, *(named("V1", one, quantity=D(1), by_supply=True) for one in ("400", "600")))
    for number, gained in ((1, "400.00"), (2, "600.00")):
        day = date(2026, number, 15)
        done = perform(uow, desk(), at(day), schedule=f"A1#{number}", supplied=D(1), on=day, actor="anna")
        assert done == D(gained)
    assert where(uow) == -1000 and balance(uow, AccountKind.DEFERRED_REVENUE, "1500") == -1000
    bill(uow, date(2026, 3, 1))
    assert where(uow) == 0 and balance(uow, AccountKind.REVENUE) == 1000 and problems(uow, desk()) == []


def invoiced_first() -> FakeUnitOfWork:
    """Ten pumps, invoiced with their confirmation, agreed together with a plan."""
    own = desk(company(invoice_on="confirmation"))
    uow = records(PLAN=RevenueKind.SUBSCRIPTION)
    place(placing(wanted(("PUMP", "10", None))), uow, replace(own, revenue=ON_DELIVERY), at(START))
    agreed(uow, "V1", "PLAN", "600.00", date(2026, 12, 31))
    arranged(uow, named(f"{ORDER}/1", "1000.00"), named("V1", "1000.00"))
    return uow


def test_an_order_that_was_invoiced_before_its_delivery_can_still_be_arranged() -> None:
    uow = invoiced_first()
    assert (uow.arrangements.get("A1").billed, where(uow)) == (D("1000.00"), D("1000.00"))
    assert problems(uow, desk()) == [] and balance(uow, AccountKind.REVENUE) == 0
    delivered(uow, "10", START)
    assert balance(uow, AccountKind.REVENUE) == D("800.00") and where(uow) == D("200.00")
    assert problems(uow, desk()) == []


def test_a_credit_note_of_what_was_invoiced_before_its_arrangement_lowers_its_price() -> None:
    uow = invoiced_first()
    delivered(uow, "4", START)
    (invoice,) = uow.invoices.where()
    given = {"reason": "fewer", "actor": "anna", "approval": BY_TWO, "lines": ((1, D(6)),)}
    issue_credit_note(uow, desk(), at(START), invoice=invoice, **given)
    goods, _ = standing(uow, "A1")
    assert (goods.quantity, goods.supplied, goods.done) == (D(4), D(4), True)
    assert uow.arrangements.get("A1").price == D("1000.00") and shares(uow) == [D("285.71"), D("714.29")]
    assert balance(uow, AccountKind.REVENUE) == D("285.71") and problems(uow, desk()) == []


def test_an_order_of_which_something_was_delivered_is_arranged_no_more() -> None:
    own = desk(company(invoice_on="confirmation"))
    uow = books()
    place(placing(wanted(("PUMP", "10", None))), uow, replace(own, revenue=ON_DELIVERY), at(START))
    delivered(uow, "1", START)
    with pytest.raises(Contradicts, match="begun"):
        arranged(uow, named(f"{ORDER}/1", "1000.00"))


@pytest.mark.parametrize(
    ("adds", "is_distinct", "at_own_price", "found"),
    [
        (True, True, True, Treatment.SEPARATE),
        (True, True, False, Treatment.PROSPECTIVE),
        (False, True, True, Treatment.PROSPECTIVE),
        (False, False, False, Treatment.CATCH_UP),
        (True, False, True, Treatment.CATCH_UP),
    ],
)
def test_the_standards_table_of_modifications(
    adds: bool, is_distinct: bool, at_own_price: bool, found: Treatment
) -> None:
    assert treatment_of(adds=adds, is_distinct=is_distinct, at_own_price=at_own_price) is found


def test_what_is_added_at_its_own_price_is_a_contract_of_its_own() -> None:
    uow = phone_and_service()
    agreed(uow, "V3", "PLAN", "500.00", date(2026, 12, 31))
    before = shares(uow)
    done = modified(uow, START + timedelta(days=5), is_distinct=True, added=[named("V3", "500.00")])
    assert (done.treatment, shares(uow)) == (Treatment.SEPARATE, before)
    assert [source.key for source in uow.arrangements.get("A1").sources] == ["V1", "V2"]


def test_what_is_added_beside_a_contract_that_only_adds_to_the_price_is_no_contract_of_its_own() -> None:
    uow = records(PLAN=RevenueKind.SUBSCRIPTION)
    for number, amount in (("V1", "240.00"), ("V2", "100.00"), ("V3", "50.00")):
        agreed(uow, number, "PLAN", amount, date(2026, 12, 31))
    arranged(uow, named("V1", "240.00"))
    done = modified(uow, START, is_distinct=True, added=[named("V2", "100.00")], more_sources=["V3"])
    assert (done.treatment, done.price) == (Treatment.PROSPECTIVE, D("390.00"))
    assert problems(uow, desk()) == []


@pytest.mark.parametrize(
    ("on", "refusal"),
    [(START + timedelta(days=1), Exceeds), (date(2016, 1, 1), BadDecision)],
    ids=["to come", "before"],
)
def test_nothing_is_performed_before_there_is_a_contract_nor_on_a_day_to_come(
    on: date, refusal: type[Exception]
) -> None:
    uow = phone_and_service()
    with pytest.raises(refusal):
        perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=on, actor="anna")


def test_a_contract_that_was_changed_is_not_billed_before_its_arrangement_is() -> None:
    uow = phone_and_service()
    bill(uow, START)
    agreed(uow, "V2", "PLAN", "30.00", date(2027, 12, 31), billing=Billing.MONTHLY)
    february = date(2026, 2, 1)
    (held,) = plan(uow, desk(), february, ("K1",)).held
    assert (held.contract, held.why) == ("V2", HoldReason.ARRANGEMENT_CHANGED)
    modified(uow, february, is_distinct=True)
    assert len(bill(uow, february)) == 1
    assert uow.arrangements.get("A1").price == D("731.00") and problems(uow, desk()) == []


@pytest.mark.parametrize("end", [date(2026, 1, 31), date(2026, 1, 15)])
def test_a_person_is_asked_about_a_contract_that_ends_early_once_though_no_bill_of_it_is_to_come(end: date) -> None:
    uow = phone_and_service()
    bill(uow, START)
    agreed(uow, "V2", "PLAN", "40.00", end, billing=Billing.MONTHLY)
    for _ in range(2):
        bill(uow, date(2026, 2, 1))
        assert [one.reason for one in uow.cases.where()] == ["arrangement_changed:V2|2026-01-01"]
    modified(uow, date(2026, 2, 1), is_distinct=False)
    assert plan(uow, desk(), date(2026, 2, 1), ("K1",)).held == () and problems(uow, desk()) == []


@pytest.mark.parametrize(
    "given",
    [{"terms": ContractTerms(company="DE02")}, {"currency": "GBP"}, {"customer": "K2"}],
    ids=lambda one: next(iter(one)),
)
def test_a_contract_of_another_company_currency_or_customer_is_no_more_its_arrangements(given: dict[str, Any]) -> None:
    uow = records(PLAN=RevenueKind.SERVICE)
    uow.customers.put(replace(uow.customers.get("K1"), number="K2"))
    agreed(uow, "V1", "PLAN", "20.00", date(2026, 12, 31), billing=Billing.MONTHLY)
    arranged(uow, named("V1", "240.00"))
    uow.contracts.put(replace(uow.contracts.get("V1"), price=D(10), **given))
    two = replace(desk(), companies={"DE01": company(), "DE02": replace(company(), code="DE02")})
    (held,) = plan(uow, two, START, ("K1", "K2")).held
    assert held.why in (HoldReason.ARRANGEMENT_CHANGED, HoldReason.RATE_MISSING)
    with pytest.raises(Contradicts):
        modified(uow, START, is_distinct=True)


def test_a_change_that_was_not_made_in_the_contract_is_none() -> None:
    with pytest.raises(BadDecision, match="as they were agreed"):
        modified(phone_and_service(), START, is_distinct=True)


def test_a_credit_note_lowers_the_price_of_all_promises_and_catches_up() -> None:
    uow = phone_and_service()
    perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=START, actor="anna")
    (number, *_) = [one for one in bill(uow, START) if uow.invoices.get(one).net == 40]
    invoice = uow.invoices.get(number)
    day = START + timedelta(days=3)
    issue_credit_note(uow, desk(), at(day), invoice=invoice, reason="goodwill", actor="anna", approval=BY_TWO)
    assert uow.arrangements.get("A1").price == D("921.00")
    assert shares(uow) == [D("212.54"), D("708.46")] and balance(uow, AccountKind.REVENUE) == D("212.54")
    assert problems(uow, desk()) == []


def test_everything_can_be_credited_after_a_modification_too() -> None:
    uow = phone_and_service()
    perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=START, actor="anna")
    bill(uow, START)
    close(uow, date(2026, 1, 31))
    agreed(uow, "V2", "PLAN", "30.00", date(2027, 12, 31), billing=Billing.MONTHLY)
    modified(uow, date(2026, 2, 1), is_distinct=True)
    bill(uow, date(2026, 2, 1))
    day = date(2026, 2, 10)
    agreed(uow, "V2", "PLAN", "30.00", date(2026, 2, 28), billing=Billing.MONTHLY)
    with pytest.raises(BadDecision, match="it changes the past"):
        modified(deepcopy(uow), day, is_distinct=True)
    modified(uow, day, is_distinct=False)
    for invoice in uow.invoices.where(corrects=""):
        issue_credit_note(uow, desk(), at(day), invoice=invoice, reason="ended", actor="anna", approval=BY_TWO)
        assert problems(uow, desk()) == []
    assert balance(uow, AccountKind.REVENUE) == 0 == where(uow)


def test_a_longer_term_of_what_is_not_distinct_lowers_what_is_earned_so_far() -> None:
    uow = records(PLAN=RevenueKind.SERVICE)
    agreed(uow, "V1", "PLAN", "365.00", date(2026, 12, 31), billing=Billing.ONCE)
    arranged(uow, named("V1", "365.00"))
    bill(uow, START)
    close(uow, date(2026, 12, 31))
    agreed(uow, "V1", "PLAN", "365.00", date(2027, 12, 31), billing=Billing.ONCE)
    done = modified(uow, date(2027, 1, 2), is_distinct=False)
    assert (done.price, done.earned) == (D("365.00"), D("-182.50"))
    assert close(uow, date(2027, 12, 31)) == D("182.50") and problems(uow, desk()) == []


@pytest.mark.parametrize("is_distinct", [True, False])
def test_a_line_that_was_taken_off_its_order_leaves_its_arrangement(is_distinct: bool) -> None:
    uow = records(VALVE=RevenueKind.GOODS, PLAN=RevenueKind.SUBSCRIPTION)
    place(placing(wanted(("PUMP", "5", None), ("VALVE", "2", None))), uow, desk(), at(START))
    agreed(uow, "V1", "PLAN", "240.00", date(2026, 12, 31))
    arranged(uow, named(f"{ORDER}/1"), named(f"{ORDER}/2"), named("V1", "300.00"))
    delivered(uow, "5", START)
    cancel_rest(uow, desk(), at(START), order=ORDER, actor="anna")
    assert modified(uow, START, is_distinct=is_distinct).price == D("740.00")
    (sight,) = sights(uow)
    assert sight.changed == () and problems(uow, desk()) == []
    bill(uow, START)
    close(uow, date(2026, 12, 31))
    assert balance(uow, AccountKind.REVENUE) == D("740.00") and where(uow) == 0


def test_goods_that_come_back_take_their_own_share_of_the_discount_along() -> None:
    uow = records(PLAN=RevenueKind.SUBSCRIPTION)
    ordered(uow, "10")
    agreed(uow, "V1", "PLAN", "600.00", date(2026, 12, 31))
    arranged(uow, named(f"{ORDER}/1", "1000.00"), named("V1", "1000.00"))
    assert shares(uow) == [D("800.00"), D("800.00")]
    delivered(uow, "10", START)
    day = START + timedelta(days=10)
    (back, *_) = announce(uow, desk(), at(day), order=ORDER, lines={1: D(5)}, reason="damaged", actor="anna")
    receive(uow, desk(), at(day), number=back, received={1: D(5)}, actor="anna")
    credit(uow, desk(), at(day), number=back, actor="anna")
    approve(uow, desk(), at(day), number=back, actor="ben")
    goods, _ = standing(uow, "A1")
    assert (goods.quantity, goods.supplied, goods.recognised) == (D(5), D(5), goods.amount)
    assert shares(uow) == [D("366.67"), D("733.33")]
    assert uow.arrangements.get("A1").price == D("1100.00") and problems(uow, desk()) == []


@pytest.mark.parametrize(("is_distinct", "earned"), [(True, "200.00"), (False, "176.93")])
def test_goods_that_come_back_after_a_modification_give_back_what_they_had_earned(
    is_distinct: bool, earned: str
) -> None:
    uow = records(PLAN=RevenueKind.SUBSCRIPTION)
    ordered(uow, "10")
    agreed(uow, "V1", "PLAN", "240.00", date(2026, 12, 31))
    arranged(uow, named(f"{ORDER}/1"), named("V1", "240.00"))
    delivered(uow, "4", START)
    agreed(uow, "V1", "PLAN", "120.00", date(2026, 12, 31))
    modified(uow, START, is_distinct=is_distinct)
    (back, *_) = announce(uow, desk(), at(START), order=ORDER, lines={1: D(2)}, reason="damaged", actor="anna")
    receive(uow, desk(), at(START), number=back, received={1: D(2)}, actor="anna")
    credit(uow, desk(), at(START), number=back, actor="anna")
    assert balance(uow, AccountKind.REVENUE) == D(earned) and problems(uow, desk()) == []
    delivered(uow, "6", START + timedelta(days=1))
    bill(uow, START)
    close(uow, date(2026, 12, 31))
    assert balance(uow, AccountKind.REVENUE) == D("920.00") and where(uow) == 0


@pytest.mark.parametrize(
    ("sources", "refusal"),
    [(["V9"], NotFound), (["V3"], BadDecision), (["V4"], BadDecision), (["V2", "V5"], Contradicts), ([], BadDecision)],
)
def test_what_has_no_known_price_or_several_owners_cannot_be_arranged(
    sources: list[str], refusal: type[Exception]
) -> None:
    uow = records(PLAN=RevenueKind.SUBSCRIPTION)
    end = date(2026, 12, 31)
    agreed(uow, "V2", "PLAN", "40.00", end)
    agreed(uow, "V3", "PLAN", "40.00", end, terms={"renewal_months": 12})
    agreed(uow, "V4", "PLAN", "40.00", end, terms={"metered": True})
    agreed(uow, "V5", "PLAN", "40.00", end)
    uow.contracts.put(replace(uow.contracts.get("V5"), currency="GBP"))
    with pytest.raises(refusal):
        arranged(uow, *(named(source, "10") for source in sources))


def test_what_has_begun_or_is_arranged_already_is_refused() -> None:
    uow = phone_and_service()
    with pytest.raises(AlreadyExists):
        arranged(uow, named("V2", "10"))
    with pytest.raises(Contradicts, match="'A1'"):
        arrange(uow, desk(), at(START), number="A2", elements=[named("V2", "10")], actor="anna")
    agreed(uow, "V7", "PLAN", "40.00", date(2026, 12, 31))
    bill(uow, START)
    with pytest.raises(Contradicts, match="begun"):
        arrange(uow, desk(), at(START), number="A2", elements=[named("V7", "10")], actor="anna")


def test_a_performance_is_noted_within_what_was_promised_and_never_for_days_to_come() -> None:
    uow = phone_and_service()
    note = {"schedule": "A1#1", "on": START, "actor": "anna"}
    with pytest.raises(Exceeds):
        perform(uow, desk(), at(START), **{**note, "supplied": D(2)})
    with pytest.raises(Exceeds):
        perform(uow, desk(), at(START), **{**note, "supplied": D(1), "on": date(2026, 2, 1)})
    with pytest.raises(BadDecision):
        perform(uow, desk(), at(START), **{**note, "supplied": D(1), "schedule": "A1#2"})
    with pytest.raises(BadDecision):
        revise(uow, at(START), schedule="A1#1", last_day=date(2026, 3, 1), actor="anna", reason="late")


def test_deliveries_say_what_was_delivered_and_nobody_else() -> None:
    uow = books()
    ordered(uow, "10")
    arranged(uow, named(f"{ORDER}/1", "1000"))
    with pytest.raises(BadDecision, match="deliveries"):
        perform(uow, desk(), at(START), schedule="A1#1", supplied=D(1), on=START, actor="anna")


EVENT = st.tuples(st.sampled_from(["bill", "close", "perform", "credit", "lower", "catch_up"]), st.integers(1, 40))


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENT, max_size=8), st.integers(1, 99_999), st.integers(1, 99_999))
def test_whatever_happens_to_an_arrangement_the_books_stay_sound(
    events: list[tuple[str, int]], phone: int, service: int
) -> None:
    uow = records(PHONE=RevenueKind.GOODS, PLAN=RevenueKind.SUBSCRIPTION)
    agreed(uow, "V1", "PHONE", "1.00", START, billing=Billing.ONCE)
    agreed(uow, "V2", "PLAN", "40.00", date(2026, 12, 31), billing=Billing.MONTHLY)
    arranged(uow, named("V1", f"{D(phone) / 100}", quantity=D(40)), named("V2", f"{D(service) / 100}"))
    bill(uow, START)
    day = START
    for what, amount in events:
        day += timedelta(days=amount)
        _happen(uow, what, amount, day)
        assert problems(uow, desk()) == []
    kept = uow.arrangements.get("A1")
    goods = [one for one in standing(uow, "A1") if one.quantity]
    end = max(day, date(2026, 12, 31))
    for one in goods:
        perform(uow, desk(), at(end), schedule=one.id, supplied=one.quantity, on=end, actor="anna")
    for number in range(12):
        bill(uow, max(day, date(2026, number + 1, 1)))
    close(uow, end)
    assert balance(uow, AccountKind.REVENUE) == kept.price and where(uow) == 0
    assert problems(uow, desk()) == []


def _happen(uow: FakeUnitOfWork, what: str, amount: int, day: date) -> None:
    if what == "bill":
        bill(uow, day)
    elif what == "close":
        close(uow, day)
    elif what == "perform":
        goods: list[RevenueSchedule] = [one for one in standing(uow, "A1") if one.quantity]
        for one in goods:
            done = min(D(amount), one.quantity)
            perform(uow, desk(), at(day), schedule=one.id, supplied=done, on=day, actor="anna")
    elif what == "credit":
        for invoice in [one for one in uow.invoices.where(corrects="") if not uow.invoices.where(corrects=one.number)]:
            issue_credit_note(
                uow, desk(), at(day), invoice=invoice, gross_amount=D("0.10"), reason="less", actor="anna"
            )
    elif uow.contracts.get("V2").price > 35:
        contract = uow.contracts.get("V2")
        cheaper = replace(contract, price=contract.price - 1)
        uow.contracts.put(cheaper)
        try:
            modified(deepcopy(uow), day, is_distinct=what == "lower")
        except BadDecision:  # less is left to invoice than was earned too much: a change of the past
            modified(uow, day, is_distinct=False)
        else:
            modified(uow, day, is_distinct=what == "lower")
