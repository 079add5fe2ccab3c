"""Each rule of orders names its own difference; a desk says who decides about it, but never lets harm pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.law import load_holidays
from nlp import reading
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, customer, desk, only_order, placing, price, product, wanted
from workflows.catalogue import ArticleTerms, Billing, Contract, ContractTerms
from workflows.deviation_words import in_words
from workflows.dunning.stops import DunningStop, StopKind
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.orders.duplicate_rules import may_be_alike, revision
from workflows.orders.facts import exposure_of, gather
from workflows.orders.findings import NEVER_AUTO, Finding, Outcome
from workflows.orders.handlers import place, review_reasons
from workflows.orders.known import Exposure
from workflows.orders.model import Deviation, OrderStatus
from workflows.orders.policy import LINE_RULES, ORDER_RULES, check, outcome
from workflows.orders.terms import OrderPolicy, Tolerance
from workflows.ports import Desk


def ours(**policy: Any) -> Desk:
    return replace(desk(), orders=OrderPolicy(**policy), holidays=load_holidays())


def findings(order: reading.Order, uow: FakeUnitOfWork, own: Desk | None = None) -> tuple[Deviation, ...]:
    return check(order, gather(order, uow.customers.get("K1"), uow, own or ours(), TODAY))


def selling(**terms: Any) -> FakeUnitOfWork:
    uow = books()
    uow.products.put(product(terms=ArticleTerms(**terms)))
    uow.products.put(product("PUMP2", "120.00"))
    return uow


def agreed(**given: Any) -> Contract:
    row = Contract(
        number="V-1", customer="K1", sku="PUMP", quantity=Decimal(5), price=Decimal("90.00"), currency="EUR",
        start=date(2026, 1, 1), end=None, billing=Billing.ONCE,
    )  # fmt: skip
    return replace(row, **given)


def test_every_rule_of_the_pack_has_a_name_of_its_own() -> None:
    assert len(LINE_RULES) == 7 and len({*LINE_RULES, *ORDER_RULES}) == len(LINE_RULES) + len(ORDER_RULES)


@pytest.mark.parametrize(
    ("terms", "quantity", "found"),
    [
        ({"pack_size": Decimal(6)}, "12", None),
        ({"pack_size": Decimal(6)}, "10", (Finding.PACK_SIZE, "10", "6")),
        ({"least_quantity": Decimal(5)}, "5", None),
        ({"least_quantity": Decimal(5)}, "4", (Finding.LEAST_QUANTITY, "4", "5")),
        ({"replaced_by": "PUMP2"}, "1", (Finding.REPLACED_ARTICLE, "PUMP", "PUMP2")),
        ({"replaced_by": "PUMP2", "sold_until": TODAY}, "1", None),
        ({"sold_until": TODAY - timedelta(days=1)}, "1", (Finding.ARTICLE_ENDED, "PUMP", "")),
        ({"replaced_by": "PUMP"}, "1", (Finding.ARTICLE_ENDED, "PUMP", "")),
        ({"not_to": ("DE",)}, "1", (Finding.EXPORT_ARTICLE, "PUMP", "DE")),
        ({"licence": "3A001"}, "1", None),
    ],
)
def test_an_article_is_sold_as_its_terms_say(terms: dict[str, Any], quantity: str, found: Any) -> None:
    rows = [(row.code, row.asked, row.ours) for row in findings(wanted(("PUMP", quantity, None)), selling(**terms))]
    assert rows == ([found] if found else [])


def test_a_replaced_article_is_confirmed_as_its_successor_at_its_price() -> None:
    uow, own = selling(replaced_by="PUMP2"), ours(outcomes={Finding.REPLACED_ARTICLE: Outcome.AUTO})
    command = placing(wanted(("PUMP", "2", None)))
    place(command, uow, own, NOW)
    place(command, uow, own, NOW)
    order = only_order(uow)
    assert (order.state, order.lines[0].sku, order.total) == (OrderStatus.CONFIRMED, "PUMP2", Decimal("240.00"))


@pytest.mark.parametrize(
    ("asked", "code", "about"),
    [
        ("95.00", Finding.PRICE_BREAK, "50"),
        ("88.00", Finding.PRICE_OUTDATED, "2025-12-31"),
        ("99.00", Finding.PRICE_LOWER, ""),
        ("99.60", Finding.PRICE_TOLERATED, ""),
        ("140.00", Finding.PRICE_HIGHER, ""),
        ("151.00", Finding.PRICE_FAR_ABOVE, ""),
        ("1000.00", Finding.UNIT, "10"),
    ],
)
def test_a_price_that_is_not_ours_is_told_by_where_it_comes_from(asked: str, code: Finding, about: str) -> None:
    uow = selling(pack_size=Decimal(10))
    uow.prices.add(price("PUMP", "95.00", min_quantity=Decimal(50)))
    uow.prices.add(price("PUMP", "88.00", valid_to=date(2025, 12, 31)))
    own = ours(tolerances={"K1": Tolerance(lower_percent=Decimal("0.5"))})
    (found,) = findings(wanted(("PUMP", "20", asked)), uow, own)
    assert (found.code, found.ours, found.about) == (code, "100.00", about)


@pytest.mark.parametrize(
    ("contract", "quantity", "codes"),
    [
        ({}, "5", []),
        ({}, "6", [Finding.CONTRACT_QUANTITY]),
        ({"billing": Billing.MONTHLY}, "1", [Finding.CONTRACT_BILLS]),
        ({"end": date(2026, 2, 1)}, "6", []),
        ({"terms": ContractTerms(po_required=True)}, "1", [Finding.PO_REQUIRED, Finding.NO_PO_NUMBER]),
    ],
)
def test_an_order_under_a_contract_is_held_against_its_terms(
    contract: dict[str, Any], quantity: str, codes: list[str]
) -> None:
    uow = books()
    uow.contracts.add(agreed(**contract))
    order = wanted(("PUMP", quantity, None), po_number=None if "terms" in contract else "PO-1")
    assert [row.code for row in findings(order, uow)] == codes


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 3, 27), None),
        (date(2026, 3, 28), (Finding.NO_WORKING_DAY, "2026-03-30")),
        (date(2026, 4, 3), (Finding.NO_WORKING_DAY, "2026-04-07")),  # Good Friday, and Easter Monday after it
        (date(2026, 3, 20), (Finding.LEAD_TIME, "2026-03-23")),
    ],
)
def test_a_delivery_date_is_held_against_calendar_and_lead_time(day: date, found: tuple[str, str] | None) -> None:
    rows = findings(wanted(("PUMP", "1", None), requested_date=day), selling(lead_days=5))
    assert [(row.code, row.ours) for row in rows] == ([found] if found else [])
    assert not any(row.blocking for row in rows)


@pytest.mark.parametrize(
    ("requested", "confirmed"),
    [(None, date(2026, 3, 23)), (date(2026, 3, 18), date(2026, 3, 23)), (date(2026, 3, 28), date(2026, 3, 30))],
)
def test_a_known_lead_time_confirms_a_day(requested: date | None, confirmed: date) -> None:
    uow = selling(lead_days=5)
    place(placing(wanted(("PUMP", "1", None), requested_date=requested)), uow, ours(), NOW)
    assert only_order(uow).lines[0].confirmed_date == confirmed


def test_without_lead_time_no_day_is_promised() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None))), uow, ours(), NOW)
    assert only_order(uow).lines[0].confirmed_date is None


@pytest.mark.parametrize(("country", "restricted"), [("RU", True), ("FR", False)])
def test_nothing_goes_to_a_restricted_country_without_a_person(country: str, restricted: bool) -> None:
    uow = books(customer(country=country))
    own = ours(restricted={"RU": "Regulation (EU) 833/2014"}, restricted_articles=(("NV-", frozenset({"FR"})),))
    codes = [row.code for row in findings(wanted(("PUMP", "1", None)), uow, own) if row.blocking]
    assert (Finding.EXPORT_COUNTRY in codes) is restricted


@pytest.mark.parametrize(("country", "codes"), [("FR", []), ("CH", [Finding.EXPORT_LICENCE]), ("DE", [])])
def test_a_listed_article_needs_a_licence_outside_of_the_union(country: str, codes: list[str]) -> None:
    uow = selling(licence="3A001")
    uow.customers.put(customer(country=country, vat_id="FR12345678901" if country == "FR" else ""))
    found = [row.code for row in findings(wanted(("PUMP", "1", None)), uow) if row.code.startswith("export")]
    assert found == codes


def test_an_order_below_the_least_value_waits() -> None:
    own = ours(minimum={"EUR": Decimal("150.00")})
    (found,) = findings(wanted(("PUMP", "1", None)), books(), own)
    assert (found.code, found.asked, found.ours) == (Finding.BELOW_MINIMUM, "100.00", "150.00")
    assert findings(wanted(("PUMP", "2", None)), books(), own) == ()


def owing(amount: str, *, due: date = TODAY, **given: Any) -> FakeUnitOfWork:
    uow = books(customer(**given))
    uow.open_items.add(
        OpenItem("R-1", DocumentKind.INVOICE, "K1", "DE01", TODAY, due, "EUR", Decimal(amount), Decimal(amount))
    )
    return uow


@pytest.mark.parametrize(("insured", "held"), [("0", True), ("181.99", True), ("182.00", False)])
def test_exposure_is_what_is_open_and_not_yet_invoiced_less_what_is_insured(insured: str, held: bool) -> None:
    uow = owing("300.00", credit_limit=Decimal(475), insured=Decimal(insured), due=TODAY - timedelta(days=3))
    place(placing(wanted(("PUMP", "2", None)), message_id="<0@k>", release=True), uow, ours(), NOW)  # 238.00 with tax
    assert exposure_of(uow.customers.get("K1"), uow, ours(), TODAY) == Exposure(
        Decimal("300.00"), Decimal("300.00"), Decimal("238.00"), Decimal(insured)
    )
    rows = findings(wanted(("PUMP", "1", None), po_number="PO-2"), uow)  # 119.00 more
    assert [row.code for row in rows] == ([Finding.CREDIT_LIMIT] if held else [])


def test_who_is_insolvent_or_long_overdue_gets_nothing_without_a_person() -> None:
    uow = owing("10.00", due=TODAY - timedelta(days=40))
    uow.stops.add(DunningStop("S-1", "K1", "", StopKind.INSOLVENCY, "court", "anna", TODAY))
    rows = findings(wanted(("PUMP", "1", None)), uow, ours(hold_days_overdue=40))
    assert [row.code for row in rows if row.blocking] == [Finding.INSOLVENCY, Finding.CREDIT_HOLD]


@pytest.mark.parametrize(
    ("number", "lines", "code"),
    [
        ("PO-4711-copy", [("PUMP", "3", None)], Finding.SIMILAR_ORDER),
        ("PO-47II", [("PUMP", "2", None), ("BOOK", "7", None)], Finding.SIMILAR_ORDER),
        ("PO-7411", [("PUMP", "2", None), ("BOOK", "7", None)], Finding.SIMILAR_ORDER),
        ("PO-7411", [("PUMP", "9", None)], None),
        ("PO-4711 rev 2", [("PUMP", "3", None)], Finding.AMENDS_PO),
        (None, [("PUMP", "2", None), ("BOOK", "7", None), ("PUMP2", "1", None)], Finding.SIMILAR_ORDER),
        (None, [("PUMP", "2", None), ("PUMP2", "1", None), ("BOOK", "8", None)], None),
    ],
)
def test_an_order_that_is_nearly_another_one_waits(number: str | None, lines: list[Any], code: Finding | None) -> None:
    uow = selling()
    place(placing(wanted(("PUMP", "2", None), ("BOOK", "7", None), po_number="PO-4711")), uow, ours(), NOW)
    order = wanted(*lines, po_number=number, requested_date=None if number is None else date(2026, 5, 4))
    assert [row.code for row in findings(order, uow) if row.blocking] == ([code] if code else [])


def test_an_older_version_that_comes_late_changes_nothing_back() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "2", None), po_number="PO-1 rev 3")), uow, ours(), NOW)
    for late in ("PO-1", "PO-1 rev 2"):
        (found,) = findings(wanted(("PUMP", "1", None), po_number=late), uow)
        assert found.code == Finding.OLDER_VERSION


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_of_numbers_is_mutual_and_never_of_nothing(left: str, right: str) -> None:
    assert may_be_alike(left, right) == may_be_alike(right, left)
    assert not may_be_alike("", right) and revision(left) >= 0


def test_what_the_desk_wants_asked_is_asked_and_waits_without_a_person_in_between() -> None:
    uow, own = books(), ours(outcomes={Finding.PRICE_LOWER: Outcome.ASK})
    command = placing(wanted(("PUMP", "1", "90.00")))
    assert review_reasons(command, uow, own, NOW) == ()
    place(command, uow, own, NOW)
    (letter,) = uow.letters.where()
    assert (only_order(uow).state, letter.template) == (OrderStatus.ASKED, "order_question")
    assert uow.invoices.where() == [] and letter.to == ("frau.maier@kunde.example",)


def test_where_nobody_can_be_asked_the_order_stays_a_persons() -> None:
    uow, own = books(), ours(outcomes={Finding.PRICE_LOWER: Outcome.ASK})
    command = placing(wanted(("PUMP", "1", "90.00")), sender="einkauf@kunde.example", may_answer=False)
    place(command, uow, own, NOW)
    assert only_order(uow).state is OrderStatus.ON_HOLD and uow.letters.where() == []


def test_one_difference_for_a_person_keeps_the_others_from_being_asked() -> None:
    uow, own = books(customer(credit_limit=Decimal(1))), ours(outcomes={Finding.PRICE_LOWER: Outcome.ASK})
    command = placing(wanted(("PUMP", "1", "90.00")))
    assert {row.code for row in review_reasons(command, uow, own, NOW)} == {Finding.PRICE_LOWER, Finding.CREDIT_LIMIT}
    place(command, uow, own, NOW)
    assert only_order(uow).state is OrderStatus.ON_HOLD and uow.letters.where() == []


@given(
    st.lists(st.sampled_from(list(Finding)), max_size=6),
    st.dictionaries(st.sampled_from(list(Finding)), st.sampled_from(list(Outcome))),
)
def test_an_order_is_as_strict_as_its_strictest_difference(codes: list[Finding], said: dict[Finding, Outcome]) -> None:
    configured = {code: word for code, word in said.items() if not (word is Outcome.AUTO and code in NEVER_AUTO)}
    rows = [Deviation(code.value, 0, "", "", configured.get(code) is not Outcome.AUTO) for code in codes]
    decides = outcome(rows, configured)
    if any(code in NEVER_AUTO for code in codes):
        assert decides is not Outcome.AUTO
    assert (decides is Outcome.AUTO) == (not any(row.blocking for row in rows))


def test_every_sentence_takes_every_value() -> None:
    for code in Finding:
        assert "{" not in in_words(Deviation(code.value, 2, "1", "2", True, "3"))
