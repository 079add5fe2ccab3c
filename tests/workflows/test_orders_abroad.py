"""Where goods go decides about export and tax, not where their buyer sits; the invoice says it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from nlp.reading import ChangeAction, OrderChange
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import (
    NOW,
    TODAY,
    books,
    changing,
    company,
    countries,
    customer,
    desk,
    only_order,
    placing,
    product,
    wanted,
)
from workflows.catalogue import ArticleTerms, RateClass, RevenueKind
from workflows.commands import DeliverGoods
from workflows.errors import NotAllowed
from workflows.orders.handlers import change_obstacles, deliver, place, release
from workflows.orders.model import OrderStatus
from workflows.orders.terms import OrderPolicy
from workflows.places import country_of, parts_of
from workflows.ports import Desk
from workflows.tax.policy import TaxProblem, treatment

ZURICH, LYON, BERLIN = "Seeweg 3, 8001 Zürich", "8 rue des Lilas, 69003 Lyon", "Spreeufer 9, 10179 Berlin"
STANDING = (f"{LYON}, FR", BERLIN)


def own_desk(**policy: Any) -> Desk:
    return replace(desk(company()), orders=OrderPolicy(**policy))


def ordered(address: str, country: str = "", own: Desk | None = None, **given: Any) -> FakeUnitOfWork:
    """Three pumps to an address, by a sender who may name addresses."""
    uow = books(customer(delivery_addresses=STANDING))
    uow.products.put(product(**given))
    command = placing(wanted(("PUMP", "3", None)))
    command = replace(command, delivery_address=address, delivery_country=country, place_is_trusted=True)
    place(command, uow, own or own_desk(), NOW)
    return uow


def blocking(uow: FakeUnitOfWork) -> list[str]:
    return [found.code for found in only_order(uow).deviations if found.blocking]


@pytest.mark.parametrize(
    ("address", "named", "country"),
    [
        ("", "", "DE"),
        ("Platz 2, 10115 Berlin", "", "DE"),
        (BERLIN, "", "DE"),
        (LYON, "", "FR"),
        ("Neue Gasse 1, 50667 Köln", "", "DE"),
        (ZURICH, "CH", "CH"),
        (ZURICH, "", ""),
        ("14 Mill Lane, Totnes TQ9 5AB", "", ""),
    ],
)
def test_the_country_is_said_known_of_the_record_or_told_by_the_postcode(
    address: str, named: str, country: str
) -> None:
    assert country_of(address, named, customer(delivery_addresses=STANDING)) == country


def test_an_address_has_its_parts() -> None:
    assert parts_of(f"{LYON}, FR") == ("8 rue des Lilas", "69003", "Lyon")
    assert parts_of("Dock 4") == ("Dock 4", "", "")


def taxed(buyer: str, goods_to: str, vat_id: str = "DE987654321", revenue: RevenueKind = RevenueKind.GOODS) -> Any:
    return treatment("DE", buyer, vat_id, revenue, RateClass.STANDARD, countries(), goods_to=goods_to)


@pytest.mark.parametrize(
    ("buyer", "goods_to", "vat_id", "category"),
    [
        ("DE", "", "DE987654321", "S"),
        ("DE", "CH", "DE987654321", "G"),
        ("CH", "DE", "", "S"),
        ("AT", "FR", "ATU12345678", "K"),
        ("FR", "DE", "FR40303265045", "S"),
        ("AT", "", "ATU12345678", "K"),
        ("CH", "", "", "G"),
    ],
)
def test_goods_are_taxed_by_where_they_go(buyer: str, goods_to: str, vat_id: str, category: str) -> None:
    found = taxed(buyer, goods_to, vat_id)
    assert (found.category, found.problem) == (category, None)


def test_a_home_number_frees_no_goods_that_go_to_another_member_state() -> None:
    found = taxed("DE", "FR")
    assert (found.category, found.problem) == ("S", TaxProblem.VAT_ID_MALFORMED)


def test_services_follow_the_buyer_wherever_goods_go() -> None:
    assert taxed("DE", "CH", revenue=RevenueKind.SERVICE).category == "S"


def test_an_address_abroad_without_its_country_waits_until_a_person_says_it() -> None:
    uow = ordered(ZURICH)
    assert blocking(uow) == ["delivery_country"]
    with pytest.raises(NotAllowed):
        release(uow, own_desk(), NOW, order=only_order(uow).number, actor="anna", call_back="Hr. Muster, 030 1")
    number = only_order(uow).number
    release(uow, own_desk(), NOW, order=number, actor="anna", call_back="Hr. Muster, 030 1", delivery_country="ch")
    assert (only_order(uow).state, only_order(uow).delivery_country) == (OrderStatus.CONFIRMED, "CH")


def test_an_export_is_invoiced_free_of_tax_to_where_it_went() -> None:
    uow = ordered(ZURICH, "CH")
    assert only_order(uow).delivery_country == "CH"
    deliver(DeliverGoods(only_order(uow).number, TODAY, "PUMP", "3"), uow, own_desk(), NOW)
    (invoice,) = uow.invoices.where()
    assert (invoice.tax, invoice.taxes[0].category) == (Decimal(0), "G")
    assert (invoice.ship_to.street, invoice.ship_to.city, invoice.ship_to.country) == ("Seeweg 3", "Zürich", "CH")


def test_goods_to_another_place_at_home_are_taxed_as_ever() -> None:
    uow = ordered(BERLIN)
    deliver(DeliverGoods(only_order(uow).number, TODAY, "PUMP", "3"), uow, own_desk(), NOW)
    (invoice,) = uow.invoices.where()
    assert (invoice.tax, invoice.ship_to.country, only_order(uow).delivery_country) == (Decimal("57.00"), "DE", "")


def test_goods_to_another_member_state_without_its_number_are_a_persons() -> None:
    assert blocking(ordered(LYON)) == ["tax_unclear"]


@pytest.mark.parametrize(
    ("own", "given", "code"),
    [
        ({"restricted": {"CH": "some law"}}, {}, "export_country"),
        ({"restricted": {"DE": "some law"}}, {}, "export_country"),
        ({}, {"terms": ArticleTerms(not_to=("CH",))}, "export_article"),
        ({}, {"terms": ArticleTerms(licence="2B350")}, "export_licence"),
        ({"restricted_articles": (("PU", frozenset({"CH"})),)}, {}, "export_article"),
    ],
)
def test_export_is_judged_by_where_goods_go(own: dict[str, Any], given: dict[str, Any], code: str) -> None:
    assert blocking(ordered(ZURICH, "CH", own_desk(**own), **given)) == [code]


def test_a_change_of_the_place_is_judged_by_the_new_country() -> None:
    uow = ordered(BERLIN, own=own_desk())
    moved = replace(changing(OrderChange("PO-1", ChangeAction.CHANGE)), delivery_address=f"{LYON}")
    own = own_desk(restricted={"FR": "some law"})
    assert {found.code for found in change_obstacles(moved, uow, own, NOW)} == {"tax_unclear", "export_country"}
