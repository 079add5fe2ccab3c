"""One index of open documents serves all files of a run, and never one that the books have left behind."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.cash_builders import NOW, World, entry, item, statement
from workflows.cash import books
from workflows.cash.amounts import Line
from workflows.cash.deciding import decide_payment
from workflows.cash.handlers import book_statements
from workflows.cash.kept import KeptBook
from workflows.cash.open_book import OpenBook
from workflows.cash.refunding import cancel, propose
from workflows.commands import CancelRefund, DecidePayment, ProposeRefund
from workflows.ledger.allocation import apply_credit_note

ONE, TWO, CREDIT = "DE-2026-00301", "DE-2026-00302", "GDE-2026-00007"
THEIRS = "DE89370400440532013000"


class Run:
    """Files of one run, and how often the index was built."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.kept, self.built = world, KeptBook(), 0

        def counted(rows: Iterable[Any]) -> OpenBook:
            self.built += 1
            return OpenBook(rows)

        monkeypatch.setattr(books, "OpenBook", counted)

    def file(self, number: str, *entries: Any) -> list[Decimal]:
        made = book_statements([statement(*entries, number=number)], self.world.uow, self.world.desk, NOW, self.kept)
        return [self.world.payment(name).unapplied for name in made]


def pay(amount: str, text: str) -> Any:
    return entry(amount, text, payer_iban="DE11")


def test_the_files_of_a_run_share_one_index_that_follows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(World(item(ONE, "K1", "500.00"), item(TWO, "K1", "300.00")), monkeypatch)
    assert run.file("1", pay("200.00", ONE)) == [0]
    assert run.file("2", pay("300.00", ONE)) == [0]
    assert run.file("3", pay("301.00", ONE)) == [301]
    assert (run.world.open(ONE), run.world.open(TWO), run.built) == (0, 300, 1)


def person_pays(world: World) -> None:
    (payment,) = [each for each in world.uow.payments.where() if each.unapplied]
    lines = (Line(ONE, Decimal("500.00")),)
    decide_payment(DecidePayment(payment.id, "apply", "sam", lines), world.uow, world.desk, NOW)


def credit_is_set_off(world: World) -> None:
    apply_credit_note(
        world.uow, credit_note=CREDIT, invoice=ONE, amount=Decimal("80.00"), on=NOW.date(), rule="r", proof="p"
    )


def document_is_new(world: World) -> None:
    world.uow.open_items.add(item("DE-2026-00399", "K1", "1.00"))


@pytest.mark.parametrize("change", [person_pays, credit_is_set_off, document_is_new])
def test_what_somebody_else_booked_between_two_files_is_seen(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K1", "300.00"), item(CREDIT, "K1", "-80.00"))
    run = Run(world, monkeypatch)
    run.file("1", pay("300.00", TWO), pay("500.50", "DANKE"))
    change(world)
    run.file("2", pay("500.00", ONE))
    assert run.built == 2
    assert world.open(ONE) in (0, 420)


def test_a_file_that_failed_leaves_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(World(item(ONE, "K1", "500.00")), monkeypatch)
    run.file("1", pay("200.00", ONE))
    run.kept.drop()
    run.file("2", pay("300.00", ONE))
    assert (run.world.open(ONE), run.built) == (0, 2)


def test_refunds_that_begin_or_end_between_two_files_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(item(ONE, "K1", "500.00"), item(CREDIT, "K1", "-80.00"), item(TWO, "K1", "7.00"))
    customer = world.uow.customers.get("K1")
    world.uow.customers.put(type(customer)(**{**_fields(customer), "ibans": ("DE11", THEIRS)}))
    run = Run(world, monkeypatch)
    run.file("1", pay("7.00", TWO))
    (refund,) = propose(ProposeRefund(CREDIT, "sam", iban=THEIRS), world.uow, world.desk, NOW)
    run.file("2", pay("420.00", f"{ONE} {CREDIT}"))
    assert world.open(CREDIT) == -80
    cancel(CancelRefund(refund, "lea", "set off instead"), world.uow, world.desk, NOW)
    (payment,) = [each for each in world.uow.payments.where() if each.amount == 420]
    run.file("3", entry("1.00", "x", payer_iban="DE11"))
    assert world.open(CREDIT) in (-80, 0) and run.built == 3 and payment.customer == "K1"


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
