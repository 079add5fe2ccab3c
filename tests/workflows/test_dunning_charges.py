"""Interest and compensation of a letter: by the debtor's country, on what was open each day, once per invoice."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.dunning_desk import allocation, at, books, customer, desk, item, payment
from workflows.dunning.facts import letter_as_json
from workflows.dunning.model import DunningLetter
from workflows.dunning.plan import plan
from workflows.dunning.run import run
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind

DESK = desk()
DAY = date(2026, 3, 16)
DUE = date(2026, 2, 20)  # 24 days before
RAISED = DAY - timedelta(days=14)


def second(document: str = "R1", due: date = DUE, amount: str = "1000.00", **changed: Any) -> Any:
    """An item that is due for its second level."""
    return item(document, due, amount, dunning_level=1, level_raised_on=RAISED, **changed)


def only_letter(uow: Any) -> DunningLetter:
    (letter,) = plan(uow, DESK, DAY).letters
    return letter


def taken_over(number: str, total: str) -> Invoice:
    return Invoice(
        number, DocumentKind.INVOICE, "FR01", "K1", date(2026, 1, 2), DUE, "GBP", None, None, Decimal(total), "", "",
        None, (), (), None, None, Decimal(0), 0, "", "", True, 0, "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "currency", "interest", "compensation"),
    [
        ("FR", "EUR", "7.99", "40.00"),  # 1000 x 12.15 % x 24 / 365
        ("DE", "EUR", "6.75", "40.00"),  # 10.27 %
        ("GB", "GBP", "7.73", "70.00"),  # 11.75 %
        ("IE", "EUR", "6.67", "70.00"),  # 10.15 %
        ("GB", "EUR", "7.73", "0"),  # the lump sum is in pounds only
        ("FR", "USD", "7.99", "0"),
        ("US", "USD", "0", "0"),  # no law of ours
        ("XX", "EUR", "0", "0"),  # a country that nobody described
    ],
)
def test_charges_follow_the_debtors_country(country: str, currency: str, interest: str, compensation: str) -> None:
    uow = books(second(currency=currency), customers=(customer(country=country),))
    letter = only_letter(uow)
    assert (letter.interest, letter.compensation) == (Decimal(interest), Decimal(compensation))
    assert letter.total == Decimal(1000) + letter.interest + letter.compensation


def test_the_sellers_country_does_not_matter() -> None:
    uow = books(second(company="DE01"), customers=(customer(country="FR", company="DE01"),))
    assert only_letter(uow).interest == Decimal("7.99")


@pytest.mark.parametrize(("total", "expected"), [("999.99", 40), ("1000.00", 70), ("10000.00", 100)])
def test_the_british_lump_sum_goes_by_the_invoices_total(total: str, expected: int) -> None:
    uow = books(second(amount="300.00", currency="GBP"), customers=(customer(country="GB"),))
    uow.invoices.add(taken_over("R1", total))
    assert only_letter(uow).compensation == expected


def test_only_items_on_the_level_of_interest_bear_it() -> None:
    uow = books(second(), item("R2", DUE), item("R3", date(2025, 12, 1), dunning_level=3, level_raised_on=RAISED))
    letter = only_letter(uow)
    charged = {row.document: (row.level, row.interest > 0, row.compensation) for row in letter.items}
    assert charged == {"R1": (2, True, 40), "R2": (1, False, 0), "R3": (3, True, 40)}
    assert letter.compensation == 80


def test_the_value_date_of_a_part_payment_still_bears_interest_in_full() -> None:
    uow = books(second(open_amount=Decimal("400.00")))
    uow.payments.add(payment("Z1", date(2026, 3, 6), "600.00"))
    uow.allocations.add(allocation("A1", "Z1", "R1", "600.00", date(2026, 3, 9)))
    # 14 days (21 February to 6 March) on 1000, 10 days on 400
    assert only_letter(uow).interest == Decimal("5.99")


def test_discounts_and_write_offs_reduce_with_their_payment() -> None:
    uow = books(second(open_amount=Decimal("400.00")))
    uow.payments.add(payment("Z1", date(2026, 3, 6), "588.00"))
    cleared = allocation("A1", "Z1", "R1", "588.00", date(2026, 3, 9), discount=Decimal(11), write_off=Decimal(1))
    uow.allocations.add(cleared)
    assert only_letter(uow).interest == Decimal("5.99")


def test_what_was_paid_before_the_take_over_bears_none() -> None:
    uow = books(second(amount="400.00"))
    uow.invoices.add(taken_over("R1", "1000.00"))
    assert only_letter(uow).interest == Decimal("3.20")  # 400 x 12.15 % x 24 / 365


def test_a_payment_taken_back_was_paid_for_as_long_as_it_stood() -> None:
    uow = books(second())
    uow.payments.add(payment("Z1", date(2026, 3, 1), "1000.00"))
    uow.payments.add(payment("Z2", date(2026, 3, 6), "-1000.00", reverses="Z1"))
    uow.allocations.add(allocation("A1", "Z1", "R1", "1000.00", date(2026, 3, 2)))
    uow.allocations.add(allocation("A2", "Z2", "R1", "-1000.00", date(2026, 3, 7)))
    # 21 February to 1 March (9 days) and 7 to 16 March (10 days)
    assert only_letter(uow).interest == Decimal("6.32")


def test_a_credit_note_set_off_reduces_from_its_day() -> None:
    uow = books(second(open_amount=Decimal("400.00")))
    uow.allocations.add(allocation("A1", "credit:G1", "R1", "600.00", date(2026, 3, 7)))
    assert only_letter(uow).interest == Decimal("5.99")


def test_without_proof_of_what_was_open_only_what_is_open_bears_interest() -> None:
    uow = books(second(open_amount=Decimal("400.00")))
    assert only_letter(uow).interest == Decimal("3.20")


def test_compensation_is_repeated_not_added_up() -> None:
    uow = books(second(due=DAY - timedelta(days=22)))
    (first,) = run(uow, DESK, at(DAY)).letters
    (later,) = run(uow, DESK, at(DAY + timedelta(days=14))).letters
    assert (first.level, later.level) == (2, 3)
    assert first.compensation == later.compensation == 40
    assert later.interest > first.interest


def test_charges_are_not_booked() -> None:
    uow = books(second())
    run(uow, DESK, at(DAY))
    assert uow.open_items.get("R1").open_amount == 1000
    assert uow.entries.where() == []


def test_the_printed_line_is_that_of_the_manual() -> None:
    uow = books(
        second("BR-2026-00123", customer="C1007"), item("BA-2026-00004", DUE, "-200.00", customer="C1007"),
        customers=(customer("C1007"),),
    )  # fmt: skip
    assert letter_as_json(only_letter(uow)) == {
        "customer": "C1007", "company": "FR01", "currency": "EUR", "date": "2026-03-16", "level": 2, "language": "fr",
        "items": [{"document": "BR-2026-00123", "due_date": "2026-02-20", "days_overdue": 24, "open_amount": "1000.00",
                   "level": 2, "interest": "7.99", "compensation": "40.00"}],
        "credit_notes": [{"document": "BA-2026-00004", "open_amount": "-200.00"}],
        "interest": "7.99", "compensation": "40.00", "total": "847.99",
    }  # fmt: skip


def test_money_is_printed_with_the_currencys_digits() -> None:
    uow = books(second(amount="100000", currency="JPY"))
    line = letter_as_json(only_letter(uow))
    assert (line["items"][0]["open_amount"], line["interest"], line["compensation"]) == ("100000", "799", "0")


def test_the_facts_of_the_letter_hold_all_figures_that_it_states() -> None:
    uow = books(second(due=date(2025, 12, 20)), item("A1", DUE, "-200.00"))
    run(uow, DESK, at(DAY))
    facts = json.loads(uow.letters.where()[0].facts)
    assert (facts["deadline"], facts["pay_within_days"]) == ("2026-03-24", 8)
    assert (facts["items_total"], facts["credit_notes_total"], facts["balance"]) == ("1000.00", "-200.00", "800.00")
    assert facts["items"][0]["issue_date"] == "2025-01-02" and facts["items"][0]["raised"] is True
    assert facts["law"]["rates"] == [{"percent": "12.15", "first": "2025-12-21", "last": "2026-03-16"}]
    assert facts["company"]["iban"] == "FR76" and facts["customer"]["name"] == "Atelier Morel"


def test_a_first_reminder_names_no_law() -> None:
    uow = books(item("R1", DUE))
    run(uow, DESK, at(DAY))
    assert json.loads(uow.letters.where()[0].facts)["law"] is None
