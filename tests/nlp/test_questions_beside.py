"""A change put as a question is the request itself; when goods come and what they cost are questions of their own."""

from __future__ import annotations

import pytest

from nlp.questions_beside import asks_for_change
from nlp.reading import IntentName
from nlp.stance import questions
from tests.nlp.test_proven import understood


def unanswered(text: str, language: str = "en") -> list[str]:
    said = understood(text, IntentName.ORDER_CHANGE, language)
    body = said.context.body.text
    return [body[slice(*span)].strip() for span in questions(said.context) if not asks_for_change(said, span)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Any chance HS/0207 can come on 16 April?"),
        ("en", "What about moving HS/0207 to 16 April? Nobody is in before."),
        ("fr", "Pouvez-vous livrer la HS/0207 le 16 avril, quand le quai est libre ?"),
        ("de", "Wie wäre es, wenn die HS/0207 erst am 16. April kommt?"),
    ],
)
def test_a_question_that_holds_the_new_day_is_the_request_itself(language: str, text: str) -> None:
    assert not unanswered(text, language)


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("de", "Die HS/0207 bitte erst am 16. April liefern. Und wann kommt das dann ungefähr?", True),
        ("de", "Die HS/0207 bitte erst am 16. April liefern. Und kommt der Techniker wie besprochen am Freitag?", True),
        ("en", "Please move HS/0207 to 16 April. What would ten more of the mops cost us?", True),
        ("en", "Please move HS/0207 to 16 April. How is that?", False),
    ],
)
def test_another_question_beside_a_change_stays_one(language: str, text: str, asked: bool) -> None:
    assert bool(unanswered(text, language)) is asked
