"""Years of receivables, played on the program and on the written rules side by side: every letter is the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading
from tests.workflows import dunning_reference as rules
from tests.workflows.dunning_desk import allocation, at, books, case, closed, customer, desk, payment
from workflows.commands import CaseAction, PromisePayment, Source
from workflows.disputes.actions import act
from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus
from workflows.dunning.facts import letter_as_json
from workflows.dunning.holds import holds_of
from workflows.dunning.run import run
from workflows.invoicing.opening import take_over
from workflows.promises_handlers import promise_payment

DESK = desk()
START = date(2025, 2, 3)
DAYS = 420
GROUPS = [
    ("K1", "FR01", "EUR"), ("K1", "DE01", "EUR"), ("K2", "FR01", "EUR"), ("K2", "FR01", "USD"), ("K3", "FR01", "GBP"),
    ("K4", "DE01", "EUR"), ("K5", "FR01", "EUR"), ("K6", "FR01", "EUR"), ("K6", "FR01", "GBP"),
]  # fmt: skip
CUSTOMERS = {
    "K1": ("FR", "fr", "standard"), "K2": ("DE", "de", "key_account"), "K3": ("GB", "en", "standard"),
    "K4": ("DE", "de", "public_sector"), "K5": ("US", "en", "key_account"), "K6": ("GB", "en", "key_account"),
}  # fmt: skip


class Year:
    """One history, told to both sides."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.today = START
        self.count = 0
        self.uow: Any = books(
            customers=tuple(
                customer(number, country=country, language=language, dunning_policy=policy)
                for number, (country, language, policy) in CUSTOMERS.items()
            )
        )
        self.world: rules.World = {
            "customers": {
                number: {"country": country, "language": language, "policy": policy}
                for number, (country, language, policy) in CUSTOMERS.items()
            },
            "items": {}, "promises": [], "disputes": [], "money": [], "releases": [],
            "written": set(), "refused": set(), "registered": [],
        }  # fmt: skip

    def some(self, most: int) -> Decimal:
        return Decimal(self.dice.randint(1, most)) / 100

    def open_invoice(self) -> str | None:
        found = [number for number, item in self.world["items"].items() if item["open"] > 0]
        return self.dice.choice(found) if found else None

    def import_invoice(self) -> None:
        """New, already late, partly paid elsewhere or on a level of an earlier system; now and then a credit note."""
        self.count += 1
        number, group, level = f"R{self.count:04d}", self.dice.choice(GROUPS), 0
        issued = self.today - timedelta(days=self.dice.choice([0, 0, 1, 20, 60, 110]))
        due = issued + timedelta(days=self.dice.choice([0, 7, 14, 30, 60]))
        total = self.some(self.dice.choice([900, 40_000, 400_000, 2_000_000]))
        opened = total if self.dice.random() < 0.7 else min(total, self.some(100_000))
        if self.dice.random() < 0.12:
            total, opened = -total, -opened
        elif self.dice.random() < 0.25:
            level = self.dice.randint(1, 3)
        facts = {"customer": group[0], "company": group[1], "currency": group[2]}
        take_over(
            self.uow, DESK, at(self.today), number=number, issue_date=issued, due_date=due, total=total,
            open_amount=opened, dunning_level=level, **facts,
        )  # fmt: skip
        self.world["items"][number] = {
            **facts, "issued": issued, "due": due, "total": abs(total), "taken_over": opened, "open": opened,
            "level": level, "raised_on": self.today if level else None, "paid": [], "manual": False,
        }  # fmt: skip

    def pay(self) -> None:
        number = self.open_invoice()
        if number:
            item = self.world["items"][number]
            amount = item["open"] if self.dice.random() < 0.5 else min(item["open"], self.some(50_000))
            self.move(number, amount, self.today - timedelta(days=self.dice.randint(0, 4)))

    def take_back(self) -> None:
        """The bank takes a payment back."""
        paid = [(number, one) for number, item in self.world["items"].items() for one in item["paid"] if one[1] > 0]
        if paid:
            number, (_, amount) = self.dice.choice(paid)
            item = self.world["items"][number]
            if item["open"] + amount <= item["taken_over"]:
                self.move(number, -amount, self.today)

    def move(self, number: str, amount: Decimal, value_date: date) -> None:
        self.count += 1
        item, kept = self.world["items"][number], self.uow.open_items.get(number)
        item["open"] -= amount
        item["paid"].append((value_date, amount))
        source, group = f"Z{self.count}", {"customer": item["customer"], "currency": item["currency"]}
        self.uow.payments.add(payment(source, value_date, str(amount), company=item["company"], **group))
        self.uow.allocations.add(allocation(f"L{self.count}", source, number, str(amount), self.today, **group))
        self.uow.open_items.put(replace(kept, open_amount=kept.open_amount - amount))

    def money_on_account(self) -> None:
        self.count += 1
        group, amount = self.dice.choice(GROUPS), self.some(60_000)
        row = {"customer": group[0], "currency": group[2], "unapplied": amount}
        self.world["money"].append({**row, "id": f"Z{self.count}"})
        kept = payment(
            f"Z{self.count}", self.today, str(amount), str(amount),
            customer=group[0], company=group[1], currency=group[2],
        )  # fmt: skip
        self.uow.payments.add(kept)

    def money_is_put_to_use(self) -> None:
        if self.world["money"]:
            row = self.dice.choice(self.world["money"])
            row["unapplied"] = Decimal(0)
            self.uow.payments.put(replace(self.uow.payments.get(row["id"]), unapplied=Decimal(0)))

    def promise(self) -> None:
        number = self.open_invoice()
        if number:
            on = self.today + timedelta(days=self.dice.randint(0, 20))
            source = Source(message="", message_id=f"<p{self.count}@x>", sender="", subject="", references=(),
                            language="en", may_answer=False)  # fmt: skip
            said = reading.Promise(invoices=(number,), instalments=(reading.Instalment(date=on, amount=None),))
            who = self.world["items"][number]["customer"]
            promise_payment(PromisePayment(source, who, said, self.today), self.uow, DESK, at(self.today))
            for earlier in self.world["promises"]:
                if earlier["invoices"] == [number] and earlier["state"] == "open":
                    earlier["state"] = "replaced"
            self.world["promises"].append({"invoices": [number], "date": on, "state": "open"})

    def dispute(self) -> None:
        number = self.open_invoice()
        if number:
            self.count += 1
            who = self.world["items"][number]["customer"]
            self.uow.cases.add(case(f"D{self.count}", number, customer=who, opened=self.today))
            self.world["disputes"].append({"id": f"D{self.count}", "invoices": [number], "open": True})

    def dispute_ends(self) -> None:
        standing = [one for one in self.world["disputes"] if one["open"]]
        if standing:
            one = self.dice.choice(standing)
            one["open"] = False
            self.uow.cases.put(closed(self.uow.cases.get(one["id"]), "rejected", self.today))

    def stop_or_go(self) -> None:
        number = self.open_invoice()
        if number:
            item, kept = self.world["items"][number], self.uow.open_items.get(number)
            item["manual"] = not item["manual"]
            self.uow.open_items.put(replace(kept, manual_hold="asked by phone" if item["manual"] else ""))

    def decide_release(self) -> None:
        standing = [one for one in self.world["releases"] if one["state"] == "open"]
        if standing:
            one, action = self.dice.choice(standing), self.dice.choice(["resolve", "reject"])
            one["state"], one["closed"] = {"resolve": "resolved", "reject": "rejected"}[action], self.today
            (kept,) = [
                found for found in self.uow.cases.where(kind=CaseKind.DUNNING_RELEASE, state=CaseStatus.OPEN)
                if (found.customer, found.company, found.currency) == one["group"]
            ]  # fmt: skip
            assert sorted(kept.invoices) == sorted(one["invoices"])
            act(CaseAction(kept.id, action, "Ada"), self.uow, DESK, at(self.today), credit=nothing_to_credit)

    def dun(self) -> None:
        expected = rules.run(self.world, self.today)
        done = run(self.uow, DESK, at(self.today))
        assert [letter_as_json(letter) for letter in done.letters] == expected
        if self.dice.random() < 0.2:
            assert run(self.uow, DESK, at(self.today)).letters == ()

    def compare_books(self) -> None:
        held = holds_of(self.uow, DESK, self.today)
        for number, item in self.world["items"].items():
            kept = self.uow.open_items.get(number)
            assert (kept.open_amount, kept.dunning_level, kept.level_raised_on) == (
                item["open"], item["level"], item["raised_on"],
            ), number  # fmt: skip
            if item["open"] > 0:
                assert held.get(number) == rules.on_hold(self.world, number, self.today), number
        registered = [
            number for found in self.uow.cases.where(kind=CaseKind.REGISTERED_LETTER) for number in found.invoices
        ]
        assert sorted(registered) == sorted(self.world["registered"])


def nothing_to_credit(*_: Any) -> Any:
    raise AssertionError("a release has nothing to credit")


# How often in a hundred days each thing happens.
HAPPENS = {
    "import_invoice": 70, "pay": 28, "take_back": 4, "money_on_account": 5, "money_is_put_to_use": 8, "promise": 15,
    "dispute": 8, "dispute_ends": 14, "stop_or_go": 4, "decide_release": 30,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_a_year_of_letters_is_the_one_of_the_written_rules(seed: int) -> None:
    year, letters = Year(seed), 0
    outage = 0
    for offset in range(DAYS):
        year.today = START + timedelta(days=offset)
        for name, often in HAPPENS.items():
            if year.dice.random() * 100 < often:
                getattr(year, name)()
        outage = max(0, outage - 1) if outage else (year.dice.random() < 0.02) * year.dice.randint(5, 40)
        if not outage and (seed % 3 == 0 or year.today.weekday() in (1, 4)):
            year.dun()
            year.compare_books()
            letters = len(year.world["written"])
    assert letters > 60
    assert year.uow.promises.where(state=PromiseStatus.KEPT) and year.uow.promises.where(state=PromiseStatus.BROKEN)
    assert year.world["registered"]
