"""A promise is kept by instalment, acknowledged, and replaced by a later one on the same invoices."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp.reading import Promise
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, desk, promise, source
from workflows.commands import PromisePayment
from workflows.disputes.model import PromiseStatus
from workflows.errors import NotFound
from workflows.promises_handlers import promise_payment

TODAY = NOW.date()


def promised(uow: FakeUnitOfWork, said: Promise, on: date = TODAY, **changes: Any) -> tuple[str, ...]:
    return promise_payment(PromisePayment(source(**changes), "K1", said, on), uow, desk(), NOW)


def states(uow: FakeUnitOfWork) -> list[tuple[tuple[str, ...], date, PromiseStatus]]:
    return [(row.invoices, row.pays_on, row.state) for row in uow.promises.where()]


def test_every_instalment_is_a_promise_of_its_own() -> None:
    uow = books()
    ids = promised(uow, promise("R-1", on=("2026-02-27", "2026-03-27"), amounts=("400.00", "600.00")))
    assert ids == ("DE10-P-2026-00001", "DE10-P-2026-00002")
    assert [row.amount for row in uow.promises.where()] == [Decimal("400.00"), Decimal("600.00")]
    (letter,) = uow.letters.where()
    facts = json.loads(letter.facts)
    assert facts["instalments"][0] == {"date": "2026-02-27", "amount": "400.00"}
    assert letter.to == ("compta@delattre.example",)


def test_a_later_promise_takes_the_place_of_an_earlier_one() -> None:
    uow = books()
    promised(uow, promise("R-1"))
    promised(uow, promise("R-1", on=("2026-03-06",)))
    assert states(uow) == [
        (("R-1",), date(2026, 2, 27), PromiseStatus.REPLACED),
        (("R-1",), date(2026, 3, 6), PromiseStatus.OPEN),
    ]


def test_what_was_promised_of_other_invoices_still_stands() -> None:
    uow = books()
    promised(uow, promise("R-1", "R-2"))
    promised(uow, promise("R-1", on=("2026-03-06",)))
    assert states(uow) == [
        (("R-2",), date(2026, 2, 27), PromiseStatus.OPEN),
        (("R-1",), date(2026, 3, 6), PromiseStatus.OPEN),
    ]


def test_a_promise_that_is_read_after_its_successor_changes_nothing() -> None:
    uow = books()
    promised(uow, promise("R-1", on=("2026-03-06",)), on=NOW.date() - timedelta(days=2))
    promised(uow, promise("R-1", "R-2"), on=NOW.date() - timedelta(days=9))
    assert states(uow) == [
        (("R-1",), date(2026, 3, 6), PromiseStatus.OPEN),
        (("R-1", "R-2"), date(2026, 2, 27), PromiseStatus.REPLACED),
    ]
    assert len(uow.letters.where()) == 1


def test_nobody_is_thanked_for_a_promised_day_that_is_over() -> None:
    uow = books()
    written_on = NOW.date() - timedelta(days=20)
    promised(uow, promise("R-1", on=("2026-02-05",)), on=written_on)
    (kept,) = uow.promises.where()
    assert (kept.made_on, kept.state, uow.letters.where()) == (written_on, PromiseStatus.OPEN, [])


def test_a_program_gets_no_thanks_for_its_promise() -> None:
    uow = books()
    promised(uow, promise("R-1"), may_answer=False)
    assert uow.letters.where() == []


@pytest.mark.parametrize("invoices", [("R-9",), ("R-404",), ()])
def test_only_own_invoices_are_promised(invoices: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        promised(books(), promise(*invoices))
