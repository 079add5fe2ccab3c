"""Whoever takes a promise back, leaves it open or speaks of another's money has promised nothing to act upon."""

from __future__ import annotations

import pytest

from nlp.reader import read
from nlp.reading import IntentName
from tests.nlp.extraction_desk import BOOK
from tests.nlp.test_acting_gates import PROMISE, REMITTANCE, _Convinced, acted, alone, opened

PROMISED = {
    "en": "We will pay IN-7015 on 29 April.",
    "de": "Die IN-7015 wird am 29. April bezahlt.",
    "fr": "La IN-7015 sera réglée le 29 avril.",
}
TAKEN_BACK = {
    "en": (
        "Actually no, we can't promise that.",
        "Scratch that, we do not have the money.",
        "Forget that, our bank said no.",
        "No, wait, that will not work.",
        "On second thoughts, please ignore the above.",
        "But I can't guarantee it.",
        "Please don't hold us to it.",
        "I take that back.",
        "Hmm, perhaps not.",
        "Treat that as a maybe.",
        "I have just been told otherwise.",
        "Nothing is decided.",
        "The run has been cancelled.",
    ),
    "de": (
        "Ach nein, vergessen Sie das.",
        "Doch nicht, das klappt nicht.",
        "Das kann ich allerdings nicht versprechen.",
        "Nein, das ziehe ich zurück.",
        "Streichen Sie das wieder.",
        "Kommando zurück.",
        "Ob das klappt, weiß ich nicht.",
        "Obwohl, lieber nicht.",
        "Da habe ich mich vertan.",
        "Das gilt aber noch nicht.",
        "Leider wurde der Zahllauf gestrichen.",
    ),
    "fr": (
        "Finalement non.",
        "Oubliez ça, ce ne sera pas possible.",
        "En fait non, je retire ce que j'ai dit.",
        "Je ne peux toutefois rien promettre.",
        "Ne tenez pas compte de ce qui précède.",
        "Sans engagement de notre part.",
        "Enfin, peut-être.",
        "Je me suis trompé.",
        "Ceci n'est pas un engagement.",
        "Rien n'est encore décidé.",
    ),
}
BESIDE = {
    "en": ("Sorry for the delay, it won't happen again.", "No further reminder is needed.", "Not a day sooner.",
           "Please ignore this reminder."),
    "de": ("Früher ist es leider nicht möglich.", "Bitte keine weitere Mahnung schicken.", "Kein Problem, danke."),
    "fr": ("Merci de ne pas envoyer d'autre relance.", "Ce n'était pas possible avant.", "Cela ne se reproduira pas."),
}  # fmt: skip


def both(texts: dict[str, tuple[str, ...]]) -> list[str]:
    return [f"{PROMISED[language]} {text}" for language, rows in texts.items() for text in rows]


def certain(text: str, name: IntentName = PROMISE) -> set[IntentName]:
    """What a desk acts upon whose judge is sure of the intent."""
    return acted(read(opened(text), BOOK, _Convinced(name), judge=_Convinced(name)))


@pytest.mark.parametrize("text", both(TAKEN_BACK))
def test_a_promise_taken_back_in_the_next_sentence_is_for_a_person(text: str) -> None:
    assert certain(text) == set() and PROMISE not in alone(text)


@pytest.mark.parametrize("text", ["\n\nActually, forget that.", " - no promises though.", ", ohne Gewähr."])
def test_wherever_behind_it_it_is_taken_back(text: str) -> None:
    assert certain(PROMISED["en"].rstrip(".") + text) == set()


@pytest.mark.parametrize("text", both(BESIDE))
def test_what_is_denied_of_another_matter_takes_nothing_back(text: str) -> None:
    problems = read(opened(text), BOOK, _Convinced(PROMISE), judge=_Convinced(PROMISE)).problems
    assert "taken_back" not in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "text",
    [
        "Our parent company will pay IN-7015 on 29 April.",
        "The liquidator is going to pay IN-7015 on 29 April.",
        "IN-7015 will be paid on 29 April by our insurer.",
        "Die Leasinggesellschaft wird die IN-7015 am 29. April überweisen.",
        "Die IN-7015 wird am 29. April von unserer Muttergesellschaft bezahlt.",
        "L'assurance réglera la IN-7015 le 29 avril.",
        "La IN-7015 sera réglée le 29 avril par le mandataire judiciaire.",
    ],
)
def test_a_promise_of_anothers_money_is_for_a_person(text: str) -> None:
    assert certain(text) == set() and PROMISE not in alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "We will pay IN-7015 on 29 April if our customer pays us.",
        "All being well we will pay IN-7015 on 29 April.",
        "IN-7015 will be paid on 29 April at the earliest.",
        "We will pay IN-7015 on 29 April when the grant comes in.",
        "Wir zahlen die IN-7015 hoffentlich am 29. April.",
        "Die IN-7015 wird am 29. April bezahlt, je nach Liquidität.",
        "Die IN-7015 wird frühestens am 29. April bezahlt.",
        "La IN-7015 sera réglée le 29 avril, sauf imprévu.",
        "La IN-7015 sera réglée le 29 avril, selon notre trésorerie.",
    ],
)
def test_a_promise_that_is_left_open_is_for_a_person(text: str) -> None:
    assert certain(text) == set() and PROMISE not in alone(text)


@pytest.mark.parametrize("text", PROMISED.values())
def test_a_plain_one_is_acted_upon(text: str) -> None:
    assert certain(text) == alone(text) == {PROMISE}


def test_who_is_paid_by_others_still_pays_himself() -> None:
    found = read(opened("Our customer paid us, so we pay IN-7015 on 29 April."), BOOK)
    assert "another_pays" not in {problem.code for problem in found.problems}


@pytest.mark.parametrize("text", ["Sorry, forget that, it bounced.", "Finalement non.", "Nein, das war ein Irrtum."])
def test_an_advice_is_taken_back_alike(text: str) -> None:
    told = f"We paid IN-7015 today, 2,310.40 EUR. {text}"
    assert certain(told, REMITTANCE) == set()
