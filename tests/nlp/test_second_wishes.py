"""What a clause wants by itself stands beside what the mail is about, and only where nothing about it is in doubt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.reading import (
    ChangeAction,
    Dispute,
    DisputeReason,
    Intent,
    IntentName,
    Order,
    OrderChange,
    OrderLine,
    Problem,
    Query,
    QueryTopic,
    Reading,
)
from nlp.second_wishes import second_wishes
from tests.nlp.extraction_desk import context, facts
from tests.nlp.test_acting_gates import said

DISPUTE, ORDER, PROMISE, QUERY = IntentName.DISPUTE, IntentName.ORDER, IntentName.PROMISE, IntentName.QUERY
CHANGE, REMITTANCE = IntentName.ORDER_CHANGE, IntentName.REMITTANCE
MAIL = "We will pay IN-7016 on 29 April."
CLAUSE = "and what stands in the other clause"
GLASS_CLEANER = OrderLine("GL-5", "glass cleaner", Decimal(4))
FACTS = {
    ORDER: {"order": Order(None, None, None, None, None, (GLASS_CLEANER,))},
    CHANGE: {"order_change": OrderChange("HS/0207", ChangeAction.CHANGE, (GLASS_CLEANER,))},
    DISPUTE: {"dispute": Dispute(("IN-7015",), DisputeReason.PRICE, None, None)},
    QUERY: {"query": Query(QueryTopic.STATEMENT, (), None)},
}


def alone(name: IntentName, confidence: float = 0.995, problems: tuple[Problem, ...] = (), **own: object) -> Reading:
    reading = replace(said("Hello"), intents=(Intent(name, confidence),), problems=problems)
    return replace(reading, **(own or FACTS[name]))


def wished(main: IntentName, told: Reading, heard: float = 0.9) -> set[IntentName]:
    name = told.intents[0].name
    scores = ({main: 0.9, name: 0.1}, {main: 0.05, name: heard})
    found = second_wishes((MAIL, CLAUSE), scores, (Intent(main, 0.99),), facts(context(MAIL)), lambda clause: told)
    return {intent.name for intent in found}


@pytest.mark.parametrize("name", FACTS)
def test_a_clause_that_leaves_no_doubt_is_wanted_beside_a_promise(name: IntentName) -> None:
    assert wished(PROMISE, alone(name)) == {PROMISE, name}


@pytest.mark.parametrize("name", FACTS)
def test_a_clause_with_a_problem_is_not(name: IntentName) -> None:
    assert wished(PROMISE, alone(name, problems=(Problem("near_match", "x"),))) == {PROMISE}


@pytest.mark.parametrize("name", FACTS)
def test_a_clause_that_is_read_unsurely_is_not(name: IntentName) -> None:
    assert wished(PROMISE, alone(name, confidence=0.8)) == {PROMISE}


def test_a_clause_whose_words_hardly_speak_of_it_is_not_read_at_all() -> None:
    assert wished(PROMISE, alone(ORDER), heard=0.5) == {PROMISE}


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("We order 40 x MP-1.", True),
        ("We will pay IN-7016 for 6 x GL-5 on 29 April. We order 40 x MP-1.", True),  # goods of a bill
        ("Wrong on IN-7016:\n6 x GL-5\n\nWe order 40 x MP-1.", True),
        ("We order 40 x MP-1, and also\n6 x GL-5", False),
    ],
)
def test_goods_that_only_another_clause_names_leave_an_order_unsure(text: str, sure: bool) -> None:
    order = Order(None, None, None, None, None, (OrderLine("MP-1", "mop", Decimal(40)),))
    scores = ({PROMISE: 0.9}, {ORDER: 0.9})
    intents = second_wishes(
        (MAIL, CLAUSE), scores, (Intent(PROMISE, 0.99),), facts(context(text)), lambda clause: alone(ORDER, order=order)
    )
    assert [intent.name for intent in intents] == [PROMISE, ORDER]
    assert (intents[1].confidence > 0.9) == sure


def test_articles_beside_a_question_belong_to_it() -> None:
    assert wished(QUERY, alone(ORDER)) == {QUERY}


def test_what_is_no_article_of_ours_is_no_order_by_itself() -> None:
    order = Order(None, None, None, None, None, (OrderLine(None, "window wipes", Decimal(4)),))
    assert wished(PROMISE, alone(ORDER, order=order)) == {PROMISE}


def test_a_change_of_no_known_order_is_none() -> None:
    change = OrderChange(None, ChangeAction.CHANGE, (GLASS_CLEANER,))
    assert wished(PROMISE, alone(CHANGE, order_change=change)) == {PROMISE}


def test_what_is_said_of_the_document_that_is_promised_is_no_complaint_of_its_own() -> None:
    dispute = Dispute(("IN-7016",), DisputeReason.PRICE, None, None)
    assert wished(PROMISE, alone(DISPUTE, dispute=dispute)) == {PROMISE}


def test_a_question_of_another_topic_beside_a_complaint_is_its_own() -> None:
    query = Query(QueryTopic.OTHER, (), None)
    assert wished(DISPUTE, alone(QUERY, query=query)) == {DISPUTE}


def test_a_short_request_for_a_statement_is_wanted_though_few_words_show_it() -> None:
    assert wished(DISPUTE, alone(QUERY, problems=(Problem("not_shown_by_words", "query"),))) == {DISPUTE, QUERY}


@pytest.mark.parametrize("main", [IntentName.OTHER, IntentName.SPAM])
def test_nothing_is_wanted_beside_what_nobody_acts_upon(main: IntentName) -> None:
    assert wished(main, alone(ORDER)) == {main}


def test_without_a_model_of_words_nothing_is_read_twice() -> None:
    intents = (Intent(PROMISE, 0.99),)
    assert second_wishes((MAIL, CLAUSE), (), intents, facts(context(MAIL)), lambda clause: alone(ORDER)) == intents
