"""Every command has one handler, and the stages' own checks come before an act without a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

from nlp import reading as r
from tests.workflows.mail_desk import NOW, books, desk, dispute, query, source
from workflows.commands import Act, AnswerQuery, ChangeOrder, Command, ForSpecialist, PlaceOrder, RaiseDispute
from workflows.deviation_words import SENTENCES, in_words
from workflows.dispatch import HANDLERS, confirm, handle, released
from workflows.orders.changing import Obstacle
from workflows.orders.model import Deviation
from workflows.orders.policy import Finding

ORDER = r.Order("PO-1", date(2026, 2, 16), None, "EUR", None, (r.OrderLine("A404", "pump", Decimal(1)),))


def test_every_command_has_a_handler() -> None:
    assert set(HANDLERS) == set(get_args(Command))


def test_a_command_reaches_its_handler() -> None:
    uow = books()
    (case,) = handle(RaiseDispute(source(), "K1", dispute("R-1")), uow, desk(), NOW)
    assert uow.cases.get(case) is not None


def test_a_clean_decision_stays_as_it_is() -> None:
    decision = Act((AnswerQuery(source(), "K1", query("statement")),))
    assert confirm(decision, books(), desk(), NOW) == decision


def test_a_question_that_the_books_cannot_answer_goes_to_a_person() -> None:
    asked = AnswerQuery(source(), "K1", query("invoice_copy", "R-2"))
    decision = confirm(Act((RaiseDispute(source(), "K1", dispute("R-1")), asked)), books(), desk(), NOW)
    assert isinstance(decision, ForSpecialist) and "earlier system" in decision.why
    assert [type(command) for command in decision.certain] == [RaiseDispute]
    assert len(decision.proposed) == 2


def test_an_order_that_deviates_goes_to_a_person_with_the_deviations_in_words() -> None:
    decision = confirm(Act((PlaceOrder(source(), "K1", ORDER),)), books(), desk(), NOW)
    assert isinstance(decision, ForSpecialist) and "No article of ours is 'A404'." in decision.why
    assert decision.certain == ()


def test_a_change_of_an_unknown_order_goes_to_a_person() -> None:
    change = ChangeOrder(source(), "K1", r.OrderChange("PO-404", r.ChangeAction.CANCEL))
    decision = confirm(Act((change,)), books(), desk(), NOW)
    assert isinstance(decision, ForSpecialist) and "PO-404" in decision.why


def test_a_person_releases_orders() -> None:
    assert released(PlaceOrder(source(), "K1", ORDER)) == PlaceOrder(source(), "K1", ORDER, release=True)


def test_every_deviation_has_its_words() -> None:
    assert {*Finding, *Obstacle} <= set(SENTENCES)
    assert in_words(Deviation("price_lower", 2, "9", "10", True)) == "Line 2: The price asked, 9, is below ours, 10."
    assert in_words(Deviation("something_new", 0, "a", "b", True)) == "something new: a b"
