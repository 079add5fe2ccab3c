"""The question to a payer: read before it goes, sent once, to the record's address, not about money that is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import NOW, World, entry, item
from workflows.cash.amounts import Line
from workflows.cash.asking import AGAIN_AFTER_DAYS, ASKED, Draft, NotAsRead, answered_meanwhile, draft, questions
from workflows.cash.deciding import decide_payment
from workflows.cash.handlers import reapply
from workflows.cash.model import Payment
from workflows.cash.proposals import KEPT
from workflows.commands import DecidePayment
from workflows.errors import BadDecision, IllegalTransition
from workflows.letters import Letter, LetterStatus

ONE, TWO = "DE-2026-00301", "DE-2026-00302"
D = Decimal


def waiting() -> tuple[World, Payment]:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K1", "500.00"))
    (payment,) = world.pay(entry("500.00", "DANKE", payer_iban="DE11", payer_name="Anker Werft"))
    return world, payment


def drafted(world: World, payment: Payment, text: str = "", customer: str = "K1", days: int = 0) -> Draft:
    known = world.uow.customers.get(customer)
    today = NOW.date() + timedelta(days=days)
    return draft(world.payment(payment.id), known, text, world.uow, world.desk, today)


def ask(world: World, payment: Payment, shown: Draft, *, days: int = 0, **changes: str) -> None:
    values = {"customer": shown.customer, "text": str(shown.facts["text"]), "read": shown.digest} | changes
    command = DecidePayment(payment.id, "ask", "sam", **values)  # type: ignore[arg-type]
    decide_payment(command, world.uow, world.desk, NOW + timedelta(days=days))


def letters(world: World) -> list[Letter]:
    return world.uow.letters.where(template="ask_payer")


def test_a_payer_is_asked_what_was_read_in_his_language_at_the_address_of_the_record() -> None:
    world, payment = waiting()
    ask(world, payment, drafted(world, payment, "Which delivery?"))
    (letter,) = letters(world)
    assert (letter.to, letter.language, letter.state) == (("ap@k1.example",), "de", LetterStatus.QUEUED)
    assert all(said in letter.facts for said in (ONE, TWO, "500.00", "Which delivery?"))
    assert world.payment(payment.id).held == ASKED


@pytest.mark.parametrize("changes", [{"text": "Which order?"}, {"read": ""}, {"customer": "K2"}])
def test_what_nobody_read_is_not_sent(changes: dict[str, str]) -> None:
    world, payment = waiting()
    with pytest.raises(NotAsRead):
        ask(world, payment, drafted(world, payment, "Which delivery?"), **changes)
    assert not letters(world) and world.payment(payment.id).held != ASKED


def test_a_question_that_would_say_something_else_by_now_is_read_once_more() -> None:
    world, payment = waiting()
    read = drafted(world, payment)
    world.uow.open_items.put(item(TWO, "K1", "350.00"))
    with pytest.raises(NotAsRead):
        ask(world, payment, read)
    ask(world, payment, drafted(world, payment))
    assert "350.00" in letters(world)[0].facts


def test_nobody_is_asked_twice_within_days_however_often_it_is_sent() -> None:
    world, payment = waiting()
    read = drafted(world, payment)
    ask(world, payment, read)
    for days in (0, AGAIN_AFTER_DAYS - 1):
        with pytest.raises(BadDecision, match="was asked on 2026-03-16"):
            ask(world, payment, drafted(world, payment, days=days), days=days)
    assert len(letters(world)) == 1
    later = drafted(world, payment, days=AGAIN_AFTER_DAYS)
    ask(world, payment, later, days=AGAIN_AFTER_DAYS)
    assert len(questions(payment, ("K1",), world.uow)) == 2


@pytest.mark.parametrize("state", [LetterStatus.FAILED, LetterStatus.BOUNCED, LetterStatus.CANCELLED])
def test_a_question_that_nobody_got_may_be_sent_again(state: LetterStatus) -> None:
    world, payment = waiting()
    ask(world, payment, drafted(world, payment))
    world.uow.letters.put(replace(letters(world)[0], state=state))
    ask(world, payment, drafted(world, payment))
    assert sorted(each.state for each in letters(world)) == sorted((state, LetterStatus.QUEUED))


def test_without_an_address_in_the_record_nothing_is_written() -> None:
    world, payment = waiting()
    customer = world.uow.customers.get("K1")
    world.uow.customers.put(replace(customer, emails=()))
    read = drafted(world, payment)
    assert "no address" in read.refusal
    with pytest.raises(BadDecision, match="no address"):
        ask(world, payment, read)


def test_whom_a_person_names_is_asked_and_not_whom_the_desk_took_it_for() -> None:
    world = World(item(ONE, "K1", "500.00"), item(TWO, "K2", "700.00"))
    (payment,) = world.pay(entry("650.00", ONE, payer_name="Fremd"))
    ask(world, payment, drafted(world, payment, customer="K2"))
    (letter,) = letters(world)
    assert (letter.customer, letter.to, world.payment(payment.id).customer) == ("K2", ("ap@k2.example",), "K2")
    assert ONE not in letter.facts.replace(f'"purpose": "{ONE}"', "")


def test_money_that_is_put_meanwhile_is_asked_about_by_no_letter() -> None:
    world, payment = waiting()
    ask(world, payment, drafted(world, payment))
    (letter,) = letters(world)
    assert answered_meanwhile(letter, world.uow) is None
    command = DecidePayment(payment.id, "apply", "lea", (Line(TWO, D("500.00")),))
    decide_payment(command, world.uow, world.desk, NOW)
    assert "decided meanwhile" in (answered_meanwhile(letter, world.uow) or "")
    assert answered_meanwhile(replace(letter, template="receipt"), world.uow) is None
    with pytest.raises(IllegalTransition):
        ask(world, payment, drafted(world, payment))


def test_the_answer_to_the_question_moves_the_money_or_says_what_is_wrong() -> None:
    world, payment = waiting()
    ask(world, payment, drafted(world, payment))
    reapply(world.uow, world.desk, NOW, "K1")
    assert world.payment(payment.id).held == ASKED
    world.advise((TWO, "500.00", "", ""), total="500.00")
    assert (world.open(TWO), world.payment(payment.id).held) == (0, "")


@pytest.mark.parametrize("action", ["undo", "keep"])
def test_what_a_person_took_back_or_kept_is_asked_about_and_put_by_a_person_alone(action: str) -> None:
    world = World(item(ONE, "K1", "500.00"))
    (payment,) = world.pay(entry("500.00", ONE, payer_iban="DE11", payer_name="Anker Werft"))
    decide_payment(DecidePayment(payment.id, "undo", "lea", text="not for it"), world.uow, world.desk, NOW)
    if action == "keep":
        decide_payment(DecidePayment(payment.id, "keep", "lea", text="in advance"), world.uow, world.desk, NOW)
    for days in (0, AGAIN_AFTER_DAYS):
        ask(world, payment, drafted(world, payment, days=days), days=days)
        reapply(world.uow, world.desk, NOW, "K1")
        assert (world.open(ONE), world.payment(payment.id).held) == (500, f"{KEPT}; {ASKED}")
    assert answered_meanwhile(letters(world)[0], world.uow) is None
    decide_payment(DecidePayment(payment.id, "keep", "lea", text="in advance"), world.uow, world.desk, NOW)
    assert "decided meanwhile" in (answered_meanwhile(letters(world)[0], world.uow) or "")
