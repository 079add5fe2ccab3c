"""A dunning run: one letter a day per customer, company and currency, each item by its own level."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.steps import steps
from tests.workflows.dunning_desk import at, books, contact, customer, desk, item, payment
from workflows.disputes.model import CaseKind
from workflows.dunning.plan import plan
from workflows.dunning.run import run
from workflows.letters import LetterKind

DESK = desk()
DAY = date(2026, 3, 16)
WEEK_AGO = DAY - timedelta(days=7)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_an_overdue_invoice_is_reminded_once() -> None:
    uow = books(item("R1", WEEK_AGO))
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert (letter.level, letter.items[0].level, letter.items[0].days_overdue) == (1, 1, 7)
    assert (letter.total, letter.interest, letter.compensation) == (Decimal(1000), 0, 0)
    assert uow.open_items.get("R1").dunning_level == 1
    assert uow.open_items.get("R1").level_raised_on == DAY


def test_an_invoice_that_is_not_due_for_a_level_makes_no_letter() -> None:
    uow = books(item("R1", ago(6)))
    assert run(uow, DESK, at(DAY)).letters == ()
    assert uow.letters.where() == []


def test_a_second_run_on_the_same_date_sends_nothing() -> None:
    uow = books(item("R1", WEEK_AGO))
    run(uow, DESK, at(DAY))
    before = dict(uow.open_items.rows)
    uow.open_items.add(item("R2", ago(60)))  # another item of the same letter, due as well
    assert run(uow, DESK, at(DAY)).letters == ()
    assert uow.open_items.get("R1") == before["R1"] and uow.open_items.get("R2").dunning_level == 0
    assert len(uow.letters.where()) == 1


def test_the_plan_changes_nothing_and_says_what_the_run_does() -> None:
    uow = books(item("R1", ago(30), dunning_level=1, level_raised_on=ago(20)), item("R2", ago(3)))
    before = {name: dict(getattr(uow, name).rows) for name in ("open_items", "cases", "letters", "promises")}
    planned = plan(uow, DESK, DAY)
    assert before == {name: dict(getattr(uow, name).rows) for name in before}
    assert uow.series == {}
    assert run(uow, DESK, at(DAY)).letters == planned.letters


def test_levels_rise_one_by_one_with_the_gap_between_and_end_at_three() -> None:
    uow = books(item("R1", ago(100)))
    sent = [
        (offset, letter.level)
        for offset in range(80)
        for letter in run(uow, DESK, at(DAY + timedelta(days=offset))).letters
    ]
    assert sent == [(0, 1), (14, 2), (28, 3)]


def test_a_taken_over_level_counts_from_the_day_of_its_import() -> None:
    uow = books(item("R1", ago(90), dunning_level=2, level_raised_on=ago(13)))
    assert run(uow, DESK, at(DAY)).letters == ()
    (letter,) = run(uow, DESK, at(DAY + timedelta(days=1))).letters
    assert letter.level == 3


def test_a_letter_lists_every_overdue_item_but_raises_only_those_due() -> None:
    uow = books(
        item("R1", WEEK_AGO),
        item("R2", ago(1)),
        item("R3", DAY),
        item("R4", ago(40), dunning_level=3, level_raised_on=ago(2)),
    )
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert [(row.document, row.level) for row in letter.items] == [("R4", 3), ("R1", 1), ("R2", 0)]
    assert letter.level == 1  # the highest level that is reached today
    assert uow.open_items.get("R2").dunning_level == 0
    assert letter.interest == letter.compensation == 0  # a letter of level 1 carries no charges


def test_credit_notes_are_listed_and_reduce_the_total_not_the_interest() -> None:
    overdue = item("R1", date(2026, 2, 20), dunning_level=1, level_raised_on=ago(14))
    today = DAY
    uow = books(overdue, item("A1", date(2026, 5, 1), "-200.00"))
    (letter,) = run(uow, DESK, at(today)).letters
    assert [(note.document, note.open_amount) for note in letter.credit_notes] == [("A1", Decimal("-200.00"))]
    assert (letter.interest, letter.compensation, letter.total) == (Decimal("7.99"), Decimal(40), Decimal("847.99"))
    assert uow.letters.where()[0].documents == ("R1", "A1")


@pytest.mark.parametrize(("credit", "letters"), [("-995.00", 1), ("-995.01", 0), ("-2000.00", 0)])
def test_below_the_minimum_in_all_there_is_no_letter_and_no_change(credit: str, letters: int) -> None:
    uow = books(item("R1", ago(30)), item("A1", ago(30), credit))
    assert len(run(uow, DESK, at(DAY)).letters) == letters
    assert uow.open_items.get("R1").dunning_level == letters


def test_an_item_below_the_minimum_is_neither_raised_nor_listed() -> None:
    uow = books(item("R1", ago(30), "4.99"), item("R2", ago(30), "5.00"))
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert [row.document for row in letter.items] == ["R2"]


def test_each_currency_and_company_has_its_own_letter() -> None:
    uow = books(
        item("R1", ago(10)),
        item("R2", ago(10), currency="USD"),
        item("R3", ago(10), company="DE01"),
        item("R4", ago(2), currency="CHF"),
    )
    letters = run(uow, DESK, at(DAY)).letters
    assert [(letter.company, letter.currency) for letter in letters] == [
        ("DE01", "EUR"),
        ("FR01", "EUR"),
        ("FR01", "USD"),
    ]
    assert len({row.dedup_key for row in uow.letters.where()}) == 3


def test_a_credit_note_in_another_currency_reduces_nothing() -> None:
    uow = books(item("R1", ago(10), "100.00"), item("A1", ago(10), "-100.00", currency="USD"))
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert letter.credit_notes == () and letter.total == 100


def test_a_part_payment_changes_neither_level_nor_date() -> None:
    uow = books(item("R1", ago(10)))
    run(uow, DESK, at(DAY))
    uow.open_items.put(replace(uow.open_items.get("R1"), open_amount=Decimal("400.00")))
    assert run(uow, DESK, at(DAY + timedelta(days=13))).letters == ()
    (letter,) = run(uow, DESK, at(DAY + timedelta(days=14))).letters
    assert (letter.level, letter.items[0].open_amount) == (2, Decimal("400.00"))


@pytest.mark.parametrize(("language", "expected"), [("fr", "fr"), ("de", "de"), ("en", "en"), ("nl", "en")])
def test_the_letter_speaks_the_customers_language(language: str, expected: str) -> None:
    uow = books(item("R1", ago(10)), customers=(customer(language=language),))
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert letter.language == uow.letters.where()[0].language == expected


def test_letters_go_to_the_record_and_to_accounting_only() -> None:
    uow = books(item("R1", ago(10)))
    for one in (contact("COMPTA@morel.example", "accounting"), contact("chef@morel.example", "management")):
        uow.contacts.add(one)
    uow.contacts.add(contact("factures@morel.example", "accounting"))
    run(uow, DESK, at(DAY))
    assert uow.letters.where()[0].to == ("compta@morel.example", "factures@morel.example")


def test_a_customer_without_address_is_refused_and_not_raised() -> None:
    uow = books(item("R1", ago(10)), customers=(customer(emails=()),))
    done = run(uow, DESK, at(DAY))
    assert done.letters == () and "address" in done.refused[0].why
    assert uow.open_items.get("R1").dunning_level == 0


@pytest.mark.parametrize("policy", ["", "friends"])
def test_an_unknown_policy_is_refused_by_name(policy: str) -> None:
    uow = books(item("R1", ago(10)), customers=(customer(dunning_policy=policy),))
    (refusal,) = run(uow, DESK, at(DAY)).refused
    assert refusal.customer == "K1" and repr(policy) in refusal.why


def test_an_unknown_rate_stops_one_letter_and_no_other() -> None:
    late = date(2027, 1, 8)
    old = late - timedelta(days=30)
    uow = books(
        item("R1", old, dunning_level=1, level_raised_on=old),
        item("R2", late - timedelta(days=8), customer="K2"),
        customers=(customer(), customer("K2")),
    )
    done = run(uow, DESK, at(late))
    assert [letter.customer for letter in done.letters] == ["K2"]
    assert "ecb_main_refinancing" in done.refused[0].why and done.refused[0].customer == "K1"
    assert uow.open_items.get("R1").dunning_level == 1


def test_at_the_third_level_a_person_is_asked_to_send_the_registered_letter() -> None:
    uow = books(
        item("R1", ago(60), dunning_level=2, level_raised_on=ago(14)),
        item("R2", ago(30), dunning_level=1, level_raised_on=ago(14)),
    )
    (letter,) = run(uow, DESK, at(DAY)).letters
    (case,) = uow.cases.where(kind=CaseKind.REGISTERED_LETTER)
    assert letter.level == 3 and case.invoices == ("R1",)
    assert (case.opened, case.state.value, case.owner) == (DAY, "open", "lead@verdanne.example")
    assert uow.letters.where()[0].case == case.id


def test_an_item_that_stays_on_the_third_level_opens_no_further_case() -> None:
    uow = books(item("R1", ago(60), dunning_level=3, level_raised_on=ago(30)), item("R2", ago(10)))
    run(uow, DESK, at(DAY))
    assert uow.cases.where() == []


def test_the_outbox_row_names_everything_listed() -> None:
    uow = books(item("R1", ago(10)), item("A1", ago(10), "-10.00"), item("R2", ago(2)))
    run(uow, DESK, at(DAY))
    (row,) = uow.letters.where()
    assert (row.kind, row.template, row.attach) == (LetterKind.DUNNING, "dunning_1", ("dunning",))
    assert row.documents == ("R1", "R2", "A1")
    assert row.dedup_key == "dunning:K1:FR01:EUR:2026-03-16"


def test_a_run_over_some_customers_leaves_the_others_alone() -> None:
    uow = books(item("R1", ago(10)), item("R2", ago(10), customer="K2"), customers=(customer(), customer("K2")))
    assert [letter.customer for letter in run(uow, DESK, at(DAY), ("K2",)).letters] == ["K2"]
    assert [letter.customer for letter in run(uow, DESK, at(DAY)).letters] == ["K1"]


def test_paid_items_are_not_dunned() -> None:
    uow = books(item("R1", ago(100), open_amount=Decimal(0)))
    assert run(uow, DESK, at(DAY)) == plan(books(), DESK, DAY)


def test_a_run_over_more_customers_costs_no_more_for_each_of_them() -> None:
    few, many = (desk_of(count) for count in (500, 5_000))
    assert len(plan(many, DESK, DAY).letters) == 5_000
    assert steps(lambda: plan(many, DESK, DAY)) < 11 * steps(lambda: plan(few, DESK, DAY))


def desk_of(count: int) -> Any:
    numbers = [f"K{number}" for number in range(count)]
    uow = books(
        *(item(f"R{number}", ago(30), customer=number, dunning_level=1, level_raised_on=ago(20)) for number in numbers),
        customers=tuple(customer(number) for number in numbers),
    )
    uow.payments.add(payment("P1", DAY, "1.00", "1.00", customer="K1"))
    return uow
