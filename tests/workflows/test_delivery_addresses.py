"""Goods go where the record lets them go; anywhere else takes a call-back, and for good a second person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp.reading import ChangeAction, OrderChange, Trust
from tests.fakes import FakeUnitOfWork
from tests.workflows import mail_desk
from tests.workflows.selling_desk import NOW, books, changing, customer, desk, only_order, placing, wanted
from workflows import triage
from workflows.commands import DecideChange, PlaceOrder
from workflows.dispatch import handle, release_order
from workflows.errors import NotAllowed
from workflows.master_data.handlers import decide
from workflows.master_data.model import ChangeStatus
from workflows.orders.handlers import change_obstacles, review_reasons
from workflows.orders.model import OrderStatus
from workflows.orders.policy import Finding
from workflows.places import is_known
from workflows.ports import TrustPolicy
from workflows.routing.rules import Ready, order

OWN, STRANGE = "Weg 1, 20457 Hamburg", "Am Kai 7, 28195 Bremen"
NOTE = "Frau Roth, number of the contract"


def here(**changes: Any) -> FakeUnitOfWork:
    uow = books()
    uow.customers.put(customer(street="Weg 1", postcode="20457", city="Hamburg", **changes))
    return uow


def to(address: str, **changes: Any) -> PlaceOrder:
    return replace(placing(wanted(("PUMP", "10", None))), delivery_address=address, **changes)


@pytest.mark.parametrize(
    ("address", "standing", "codes"),
    [
        ("", (), []),
        (OWN, (), []),
        (STRANGE, (), [Finding.DELIVERY_ADDRESS]),
        (STRANGE, (STRANGE,), []),
    ],
)
def test_an_order_to_an_unknown_address_waits_for_a_person(
    address: str, standing: tuple[str, ...], codes: list[str]
) -> None:
    uow = here(delivery_addresses=standing)
    assert [found.code for found in review_reasons(to(address), uow, desk(), NOW)] == codes
    handle(to(address), uow, desk(), NOW)
    assert only_order(uow).state is (OrderStatus.ON_HOLD if codes else OrderStatus.CONFIRMED)
    assert only_order(uow).delivery_address == address


@pytest.mark.parametrize("note", ["", "  "])
def test_nobody_releases_goods_to_an_unknown_address_without_a_call_back(note: str) -> None:
    uow = here()
    with pytest.raises(NotAllowed, match="whom you called back"):
        handle(to(STRANGE, release=True, call_back=note), uow, desk(), NOW)
    handle(to(STRANGE), uow, desk(), NOW)
    with pytest.raises(NotAllowed, match="whom you called back"):
        release_order(only_order(uow).number, "ada", uow, desk(), NOW, call_back=note)
    assert only_order(uow).state is OrderStatus.ON_HOLD and uow.letters.where() == []


@pytest.mark.parametrize("held_before", [False, True])
def test_a_call_back_lets_one_order_go_and_a_second_person_the_next_ones(held_before: bool) -> None:
    uow = here()
    if held_before:
        handle(to(STRANGE), uow, desk(), NOW)
        release_order(only_order(uow).number, "ada", uow, desk(), NOW, call_back=NOTE)
    else:
        command = to(STRANGE, release=True, call_back=NOTE)
        handle(replace(command, source=replace(command.source, actor="ada")), uow, desk(), NOW)
    assert only_order(uow).state is OrderStatus.CONFIRMED
    (change,) = uow.changes.where()
    assert (change.field, change.new, change.state, change.verified_by) == (
        "delivery_address", STRANGE, ChangeStatus.VERIFIED, "ada"
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="second person"):
        decide(DecideChange(change.id, "apply", "ada"), uow, desk(), NOW)
    assert not is_known(STRANGE, uow.customers.get("K1"))
    decide(DecideChange(change.id, "apply", "bob"), uow, desk(), NOW)
    assert uow.customers.get("K1").delivery_addresses == (STRANGE,)
    assert review_reasons(to("Am Kai 7, 28195 Bremen"), uow, desk(), NOW)[:0] == ()


def test_a_place_that_is_not_to_stay_is_asked_about_once_and_nobody_is_written_to() -> None:
    uow = here()
    command = to(STRANGE, release=True, call_back=NOTE)
    handle(replace(command, source=replace(command.source, actor="ada")), uow, desk(), NOW)
    (change,) = uow.changes.where()
    letters = len(uow.letters.where())
    decide(DecideChange(change.id, "refuse", "bob", "for one building site only"), uow, desk(), NOW)
    assert len(uow.letters.where()) == letters
    release = replace(command, order=replace(command.order, po_number="PO-2"))
    handle(replace(release, source=replace(command.source, message_id="<9@x>")), uow, desk(), NOW)
    assert len(uow.changes.where()) == 1


def test_the_confirmation_is_silent_about_what_only_the_desk_asked_itself() -> None:
    uow = here()
    handle(to(STRANGE, release=True, call_back=NOTE), uow, desk(), NOW)
    (letter,) = uow.letters.where(template="order_confirmation")
    assert "delivery_address" not in letter.facts


@pytest.mark.parametrize(
    ("policy", "trust", "trusted"),
    [
        ({}, Trust.VERIFIED, False),
        ({"delivery": "verified"}, Trust.VERIFIED, True),
        ({"delivery": "verified"}, Trust.UNKNOWN, False),
    ],
)
def test_who_may_name_another_address_for_one_order_is_configured_with_a_safe_default(
    policy: dict[str, Any], trust: Trust, trusted: bool
) -> None:
    read = mail_desk.reading("order", order=wanted(("PUMP", "1", None)), delivery_address=STRANGE, trust=trust)
    trusting = replace(mail_desk.desk(), trust=TrustPolicy(**policy))
    wish = order(read, mail_desk.known(record_has_sender=True), mail_desk.source(), trusting, NOW)
    assert isinstance(wish, Ready) and isinstance(wish.command, PlaceOrder)
    assert (wish.command.delivery_address, wish.command.place_is_trusted) == (STRANGE, trusted)
    found = review_reasons(to(STRANGE, place_is_trusted=trusted), here(), desk(), NOW)
    assert bool(found) is not trusted


def test_an_order_is_not_led_elsewhere_by_a_later_mail_without_a_call_back() -> None:
    uow = here()
    handle(to(OWN), uow, desk(), NOW)
    asked = replace(changing(OrderChange("PO-1", ChangeAction.CHANGE)), delivery_address=STRANGE)
    assert [found.code for found in change_obstacles(asked, uow, desk(), NOW)] == ["new_place"]
    for command in (asked, replace(asked, release=True)):
        with pytest.raises(NotAllowed, match="new_place"):
            handle(command, uow, desk(), NOW)
    assert only_order(uow).delivery_address == OWN
    handle(replace(asked, release=True, call_back=NOTE), uow, desk(), NOW)
    assert only_order(uow).delivery_address == STRANGE


def test_the_note_of_who_approves_a_message_reaches_the_order() -> None:
    uow = here()
    read = mail_desk.reading("order", order=wanted(("PUMP", "1", None)), delivery_address=STRANGE)
    triage.work(mail_desk.message(company="DE01"), read, uow, desk(), NOW)
    (row,) = uow.messages.where()
    assert row.state == "review" and "Am Kai 7" in row.why
    with pytest.raises(NotAllowed, match="whom you called back"):
        triage.approve(row.id, "ada", read, uow, desk(), NOW)
    triage.approve(row.id, "ada", read, uow, desk(), NOW, call_back=NOTE)
    assert only_order(uow).state is OrderStatus.CONFIRMED
    assert any(NOTE in event.details for event in uow.audit.where(subject=only_order(uow).number))
