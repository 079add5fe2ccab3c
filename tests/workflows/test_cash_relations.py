"""Who pays for whom, what the bank tells of each document, how customers pay, how long their advice may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.exchange.imports import import_file
from bot.exchange.kinds import Refused
from tests.workflows.cash_builders import NOW, World, entry, item
from workflows.cash.awaiting import WAITS
from workflows.cash.habits import Habit, HabitKind
from workflows.cash.manners import Manner, counted
from workflows.cash.model import RemittedDocument
from workflows.cash.relations import PayerRelation, RelationKind, relation_id
from workflows.errors import BadInput

D = Decimal
ONE, TWO, OF_TWO = "DE-2026-00301", "DE-2026-00302", "DE-2026-00400"
FACTOR = "Merkur Factoring AG"


def relate(world: World, kind: RelationKind, owner: str, payer: str = "", iban: str = "", **days: date) -> None:
    name = relation_id(kind, payer, iban, owner)
    world.uow.payer_relations.put(PayerRelation(name, kind, payer, iban, owner, **days))


def manner_of(world: World, owner: str = "K1") -> list[tuple[str, str, int, int]]:
    found = world.uow.habits.where(customer=owner, kind=(HabitKind.REFERENCE, HabitKind.DISCOUNT))
    return [(each.kind.value, each.value, each.confirmed, each.contradicted) for each in found]


@pytest.mark.parametrize(("payer", "iban"), [(FACTOR, ""), ("", "DE77"), (FACTOR, "DE77")])
def test_a_factor_pays_what_its_customers_owe(payer: str, iban: str) -> None:
    world = World(item(ONE, "K1", "500.00"), item(OF_TWO, "K2", "300.00"))
    for owner in ("K1", "K2"):
        relate(world, RelationKind.FACTOR, owner, payer, iban)
    (payment,) = world.pay(entry("300.00", "RE 00400", payer_name=FACTOR, payer_iban="DE77"))
    assert (world.open(OF_TWO), world.open(ONE), payment.customer) == (0, 500, "K2")


def test_an_account_of_a_factor_is_learned_as_nobodys() -> None:
    world = World(item(ONE, "K1", "500.00"))
    relate(world, RelationKind.FACTOR, "K1", FACTOR)
    world.pay(entry("500.00", ONE, payer_name=FACTOR, payer_iban="DE77"))
    assert world.open(ONE) == 0 and not world.uow.habits.where(kind=HabitKind.ACCOUNT)


@pytest.mark.parametrize(
    "days", [{"valid_to": NOW.date() - timedelta(days=1)}, {"valid_from": NOW.date() + timedelta(days=1)}]
)
def test_a_relation_ends_and_begins_on_its_days(days: dict[str, date]) -> None:
    world = World(item(ONE, "K1", "500.00"))
    relate(world, RelationKind.GROUP, "K1", FACTOR, "DE77", **days)
    (payment,) = world.pay(entry("500.00", "RE 00301", payer_name=FACTOR, payer_iban="DE77"))
    assert payment.unapplied == 500


def test_money_for_debts_that_are_sold_waits_and_names_to_whom() -> None:
    world = World(item(ONE, "K1", "500.00"))
    relate(world, RelationKind.SOLD, "K1", FACTOR)
    (payment,) = world.pay(entry("500.00", ONE, payer_iban="DE11"))
    assert (payment.unapplied, payment.customer) == (500, "K1") and FACTOR in payment.held


def test_who_bought_the_debts_pays_them() -> None:
    world = World(item(ONE, "K1", "500.00"))
    relate(world, RelationKind.SOLD, "K1", FACTOR)
    relate(world, RelationKind.FACTOR, "K1", FACTOR, "DE77")
    world.pay(entry("500.00", ONE, payer_name=FACTOR, payer_iban="DE77"))
    assert world.open(ONE) == 0


def imported(world: World, tmp_path: Path, *rows: str) -> int:
    file = tmp_path / "payers.csv"
    file.write_text("\n".join(("kind,payer,iban,customer,valid_from,valid_to", *rows)), encoding="utf-8")
    return import_file("payers", file, world.uow, world.desk, NOW)


def test_relations_are_imported_and_told_again_with_other_days(tmp_path: Path) -> None:
    world = World()
    iban = "DE89 3704 0044 0532 0130 00"
    assert imported(world, tmp_path, f"factor,{FACTOR},{iban},K1,2026-01-01,", "group,Holding,,K2,,2026-12-31") == 2
    imported(world, tmp_path, f"factor,{FACTOR},{iban},K1,2026-01-01,2026-06-30")
    found = {each.customer: each for each in world.uow.payer_relations.where()}
    assert (len(found), found["K1"].iban, found["K1"].valid_to) == (2, iban.replace(" ", ""), date(2026, 6, 30))


@pytest.mark.parametrize(
    "row",
    ["factor,,,K1,,", f"loan,{FACTOR},,K1,,", f"group,{FACTOR},,K99,,", f"sold,{FACTOR},,K1,2026-02-01,2026-01-01"],
)
def test_a_relation_that_says_nothing_is_refused(row: str, tmp_path: Path) -> None:
    with pytest.raises((Refused, BadInput)):
        imported(World(), tmp_path, row)


# --- documents told by the bank ---------------------------------------------------------------------------------------


def remitted(*told: tuple[str, str | None, str | None]) -> dict[str, Any]:
    documents = [RemittedDocument(name, D(paid) if paid else None, D(off) if off else None) for name, paid, off in told]
    return {"remitted": tuple(documents), "structured": tuple(name for name, *_ in told), "payer_iban": "DE11"}


def test_amounts_told_for_each_document_say_what_is_left_open() -> None:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K1", "300.00"))
    (payment,) = world.pay(entry("650.00", **remitted((ONE, "350.00", None), (TWO, "300.00", None))))
    assert (world.open(ONE), world.open(TWO), payment.unapplied) == (150, 0, 0)
    assert world.uow.allocations.where(payment=payment.id)[0].rule == "remitted_documents"


def test_a_discount_told_for_a_document_counts_within_its_days() -> None:
    terms = {"discount_percent": D("2"), "discount_days": 30}
    world = World(item(ONE, "K1", "500.00", **terms), item(TWO, "K1", "300.00", **terms))
    (payment,) = world.pay(entry("790.00", **remitted((ONE, "490.00", "10.00"), (TWO, "300.00", None))))
    assert world.rows(payment) == [(ONE, "490.00", "10.00", "0"), (TWO, "300.00", "0", "0")]


def test_a_credit_note_told_by_the_bank_is_taken() -> None:
    world = World(item(ONE, "K1", "500.00"), item("GDE-2026-00007", "K1", "-80.00"))
    world.pay(entry("420.00", **remitted((ONE, "500.00", None), ("GDE-2026-00007", "-80.00", None))))
    assert (world.open(ONE), world.open("GDE-2026-00007")) == (0, 0)


@pytest.mark.parametrize(
    "told",
    [
        ((ONE, "350.00", None), (TWO, "299.00", None)),  # not the money
        ((ONE, "350.00", None), (OF_TWO, "300.00", None)),  # another customer's
        ((ONE, "350.00", None), ("DE-2026-09999", "300.00", None)),  # not in the books
        ((ONE, "350.00", None), (TWO, None, None)),  # no amount
        ((ONE, "50.00", None), (TWO, "600.00", None)),  # more than is open
    ],
)
def test_what_the_bank_tells_and_does_not_fit_moves_nothing_by_it(told: Any) -> None:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K1", "300.00"), item(OF_TWO, "K2", "300.00"))
    (payment,) = world.pay(entry("650.00", **remitted(*told)))
    assert "remitted_documents" not in {row.rule for row in world.uow.allocations.where(payment=payment.id)}
    assert world.open(OF_TWO) == 300


# --- how a customer pays ----------------------------------------------------------------------------------------------


def test_a_payer_who_quotes_orders_is_known_for_it_until_invoices_are_quoted() -> None:
    world = World(*(item(f"DE-2026-003{n:02}", "K1", f"{500 + n}.00", po_number=f"45000{n:02}77") for n in range(4)))
    for n in range(3):
        world.pay(entry(f"{500 + n}.00", f"PO 45000{n:02}77", payer_iban="DE11"), number=str(n))
    assert manner_of(world) == [("reference", "order_number", 3, 0)]
    world.pay(entry("503.00", "DE-2026-00303", payer_iban="DE11"), number="9")
    assert manner_of(world) == [("reference", "order_number", 3, 1)]


def test_a_payer_who_takes_discounts_is_known_for_the_percentage() -> None:
    terms = {"discount_percent": D("2"), "discount_days": 30}
    world = World(item(ONE, "K1", "500.00", **terms), item(TWO, "K1", "300.00", **terms))
    world.pay(entry("490.00", ONE, payer_iban="DE11"))
    world.pay(entry("300.00", TWO, payer_iban="DE11"), number="2")
    assert manner_of(world) == [("discount", "2", 1, 1)]


def test_an_ordinary_payer_has_no_manners() -> None:
    world = World(item(ONE, "K1", "500.00"))
    world.pay(entry("500.00", ONE, payer_iban="DE11"))
    assert manner_of(world) == []


def test_payments_of_one_run_count_like_payments_of_many() -> None:
    day = date(2026, 3, 1)
    shown = [Manner("K1", HabitKind.REFERENCE, value, f"P{n}", day) for n, value in enumerate(["a", "", "b", "a"])]
    at_once = {habit.id: habit for habit in counted(shown, {})}
    known: dict[str, Habit] = {}
    for each in shown:
        known |= {habit.id: habit for habit in counted([each], {"K1": list(known.values())})}
    assert at_once == known
    assert [(each.value, each.confirmed, each.contradicted) for each in known.values()] == [("a", 2, 2), ("b", 1, 1)]


def test_a_habit_says_until_when_it_is_believed() -> None:
    habit = Habit("h", "K1", HabitKind.REFERENCE, "order_number", 5, 0, "P", date(2025, 1, 1), date(2026, 3, 1))
    assert habit.is_believed(habit.forgotten_on - timedelta(days=1)) and not habit.is_believed(habit.forgotten_on)


# --- how long an advice may take --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "waits"), [({}, False), ({"K1": 12}, True), ({"K2": 12}, False), ({"K1": 0}, False)])
def test_a_customer_may_have_more_time_for_the_advice(days: dict[str, int], waits: bool) -> None:
    paid = [item(f"DE-2026-001{n:02}", "K1", f"{100 + n}.00") for n in range(3)]
    world = World(*paid, item(ONE, "K1", "500.00"), item(TWO, "K1", "77.00"))
    world.desk = replace(world.desk, cash=replace(world.desk.cash, advice_waits=days))
    for n, each in enumerate(paid):
        world.advise((each.document, str(each.original), "", ""), total=str(each.original), reference=f"AVIS-{n}55")
        world.pay(entry(str(each.original), f"AVIS-{n}55", payer_iban="DE11"), number=str(n))
    (payment,) = world.pay(entry("500.00", "DANKE", payer_iban="DE11"), number="9")
    assert (payment.held == WAITS) is waits
