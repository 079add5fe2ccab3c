"""Interest and lump sums are a memo, or stand on two accounts of their own and always equal what the letters claim."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.workflows.dunning_desk import at, books, desk, item, policies
from workflows.commands import WaiveCharges
from workflows.dunning.handlers import waive_charges
from workflows.dunning.recheck import withdraw
from workflows.dunning.run import run
from workflows.ledger.model import AccountKind

DAY = date(2026, 3, 16)
ACCOUNTS = ("468700", "763100")
BOOKED = desk(standard=replace(policies()["standard"], charge_accounts=ACCOUNTS))


def late(document: str = "R1") -> Any:
    return item(document, DAY - timedelta(days=40), dunning_level=1, level_raised_on=DAY - timedelta(days=20))


def balance(uow: Any, account: str, document: str = "R1") -> Decimal:
    lines = [line for entry in uow.entries.where(document=document) for line in entry.lines if line.account == account]
    return sum((line.debit - line.credit for line in lines), Decimal(0))


def test_by_default_nothing_is_booked() -> None:
    uow = books(late())
    run(uow, desk(), at(DAY))
    assert uow.entries.where() == []


def test_each_letter_books_what_it_claims_more_than_the_one_before() -> None:
    uow = books(late())
    for weeks in (0, 2):
        (letter,) = run(uow, BOOKED, at(DAY + timedelta(weeks=weeks))).letters
        assert balance(uow, ACCOUNTS[0]) == -balance(uow, ACCOUNTS[1]) == letter.interest + letter.compensation
    assert len(uow.entries.where()) == 2
    assert {line.kind for entry in uow.entries.where() for line in entry.lines} == {AccountKind.OTHER}
    assert uow.open_items.get("R1").open_amount == 1000


def test_a_letter_that_never_left_is_mirrored_and_only_that_one() -> None:
    uow = books(late())
    (first,) = run(uow, BOOKED, at(DAY)).letters
    later = at(DAY + timedelta(weeks=2))
    run(uow, BOOKED, later)
    (letter,) = [one for one in uow.letters.where() if '"level": 3' in one.facts]
    withdraw(letter, uow, later, "paid")
    assert balance(uow, ACCOUNTS[0]) == first.interest + first.compensation
    withdraw(letter, uow, later, "paid")
    assert balance(uow, ACCOUNTS[0]) == first.interest + first.compensation


def test_a_waiver_takes_back_and_the_next_letter_books_what_is_left() -> None:
    uow = books(late())
    run(uow, BOOKED, at(DAY))
    waive_charges(WaiveCharges("R1", "compensation", "goodwill", "Ada"), uow, BOOKED, at(DAY))
    assert balance(uow, ACCOUNTS[0]) == 0
    (letter,) = run(uow, BOOKED, at(DAY + timedelta(weeks=2))).letters
    assert balance(uow, ACCOUNTS[0]) == letter.interest > 0
