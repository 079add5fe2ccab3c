"""Days in a mail about money that are of a letter, an invoice, hours or new data need nobody; any other one does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.leftovers import days
from nlp.reading import Intent, IntentName
from tests.nlp.test_proven import understood

PROMISE, REMITTANCE, MASTER_DATA = IntentName.PROMISE, IntentName.REMITTANCE, IntentName.MASTER_DATA


def unexplained(text: str, language: str, *names: IntentName) -> list[str]:
    said = replace(understood(text, names[0], language), intents=tuple(Intent(name, 0.99) for name in names))
    return [problem.detail.rstrip(".") for problem in days(said)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Further to my letter of 20 March: IN-7016 went today, 96.50."),
        ("en", "Your reminder from Friday crossed our payment. IN-7016 goes tomorrow."),
        ("de", "Danke für Ihr Schreiben vom 10. April. Die IN-7016 zahlen wir am 17. April."),
        ("fr", "Excusez mon mail de lundi. La IN-7016 sera payée le 17 avril."),
        ("fr", "IN-7016, celle du 12, sera payée le 17 avril."),
        ("en", "IN-7016 will be paid on 17 April.\n\nThis mailbox is read Mon-Fri."),
    ],
)
def test_the_day_of_a_letter_an_invoice_or_of_hours_is_explained(language: str, text: str) -> None:
    assert set(unexplained(text, language, PROMISE)) <= {"17 April", "17. April", "17 avril", "tomorrow"}


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "IN-7016 will be paid on 17 April, the run of 20 April takes the rest.", "20 April"),
        ("fr", "La IN-7016 sera payée le 17 avril, virement du 25.", "du 25"),
        ("en", "We pay Friday-Sunday.", "Friday"),
    ],
)
def test_a_day_of_money_stays_for_a_person(language: str, text: str, left: str) -> None:
    said = understood(text, PROMISE, language)
    without = replace(said, facts=replace(said.facts, promise=replace(said.facts.promise, value=None)))
    assert left in [problem.detail.rstrip(".") for problem in days(without)]


def test_the_day_of_new_data_is_explained_beside_them_alone() -> None:
    text = "IN-7016 will be paid on 17 April. Ms Ada Roe replaces me as your contact from 1 May."
    assert "1 May" not in unexplained(text, "en", PROMISE, MASTER_DATA)
    assert "1 May" in unexplained(text, "en", PROMISE)
