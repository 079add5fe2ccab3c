"""A mail is cut where a further matter begins, and each fact stands in the clause that says it."""

import pytest

from nlp.clauses import clauses_of
from nlp.reading import IntentName
from nlp.standing import standing_of
from tests.nlp.extraction_desk import context, facts

TWO_MATTERS = [
    ("Please send 12 x MP-1 by Thursday, and by the way IN-7015 has the old price on it.", "en"),
    ("Bitte 12 Stück MP-1 bis Donnerstag. Übrigens steht auf der IN-7015 der alte Preis.", "de"),
    ("Merci de livrer 12 MP-1 jeudi, et au passage la IN-7015 porte l'ancien prix.", "fr"),
    ("1) Please send 12 x MP-1\n2) IN-7015 has the old price", "en"),
    ("- Bitte 12 Stück MP-1 liefern\n- Rechnung IN-7015 hat den alten Preis", "de"),
    ("Por favor envíen 12 MP-1 el jueves, y la IN-7015 lleva el precio antiguo.", ""),
]


@pytest.mark.parametrize(("text", "language"), TWO_MATTERS)
def test_a_further_matter_is_a_clause_of_its_own(text: str, language: str) -> None:
    first, second = clauses_of(context(text, language=language))
    assert "MP-1" in first and "IN-7015" not in first
    assert "IN-7015" in second and "MP-1" not in second


def test_a_line_that_was_wrapped_is_no_clause_of_its_own() -> None:
    text = "We have looked at the figures that you have sent to us last week and\nTuesday is the day on which we pay"
    assert len(clauses_of(context(text))) == 1


def test_too_few_words_say_nothing_unless_beside_a_number() -> None:
    assert clauses_of(context("Hello. We will pay next week.")) == ["We will pay next week."]
    assert clauses_of(context("12 mops please")) == ["12 mops please"]


def test_facts_in_a_clause_of_their_own_stand_apart() -> None:
    mail = context("We will pay IN-7015 on 29 April. Also, could you send us a copy of IN-7016?")
    found = standing_of(mail, facts(mail), [{name: 0.1 for name in IntentName} for _ in clauses_of(mail)])
    assert found[IntentName.PROMISE]["stands_apart:1.0"] == 1.0
    assert found[IntentName.QUERY]["stands_asked"] == 1.0
    assert found[IntentName.PROMISE]["stands_asked"] == 0.0
