"""What speaks for a whole Reading being right: documents by their own digits; and against: days and money left over."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nlp.reader import read
from nlp.reading import Intent, IntentName
from nlp.signals import Signals
from tests.nlp.extraction_desk import BOOK
from tests.nlp.test_acting_gates import opened


class Listening:
    """A judge of one intent that keeps what it was told of the whole Reading."""

    def __init__(self, name: IntentName) -> None:
        self.name, self.told = name, dict[str, float]()

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        return (Intent(self.name, 0.99),)

    def present(self, signals: Signals) -> dict[IntentName, float]:
        return {self.name: 0.99}

    def certainty(self, signals: Mapping[str, float]) -> float:
        self.told = dict(signals)
        return 0.5


def signals(name: IntentName, text: str) -> dict[str, float]:
    judge = Listening(name)
    read(opened(text), BOOK, judge=judge)
    return judge.told


@pytest.mark.parametrize(
    ("text", "named"),
    [("We pay IN-7015 on 29 April.", 1.0), ("The 7015 goes out on 29 April.", 1.0), ("We pay all on 29 April.", 0.0)],
)
def test_a_document_is_named_by_its_own_digits_or_only_pointed_to(text: str, named: float) -> None:
    assert signals(IntentName.PROMISE, text).get("promise:named", 0.0) == named


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("We pay IN-7015 on 29 April.", 0.0),
        ("We pay IN-7015 on 29 April. The inspector is here on 3 June.", 0.25),
        ("We pay IN-7015 on 29 April. The fair was on 2 March.", 0.0),
    ],
)
def test_a_coming_day_that_is_no_value_is_left_over(text: str, ahead: float) -> None:
    assert signals(IntentName.PROMISE, text).get("days_ahead", 0.0) == ahead


def test_money_in_a_complaint_that_is_not_the_contested_amount_is_left_over() -> None:
    told = signals(IntentName.DISPUTE, "Two cartons of IN-7015 came soaked. Our own damage claim of 55.00 EUR follows.")
    quiet = signals(IntentName.DISPUTE, "Two cartons of IN-7015 came soaked.")
    assert "dispute:amount_unused" not in quiet
    assert ("dispute:amount_unused" in told) == ("dispute:amount" not in told)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("We will pay IN-7015 on 29 April.", 1.0),
        ("We will pay IN-7015 on 29 April and half of IN-7016 on 5 May.", 0.0),
        ("We will pay IN-7015 on 29 April. The mops of lot 4711 came with the wrong handles again.", 0.0),
        ("We will pay all that is open on 29 April.", 0.0),
    ],
)
def test_plain_is_one_thing_with_nothing_beside_it(text: str, plain: float) -> None:
    assert signals(IntentName.PROMISE, text).get("promise:plain", 0.0) == plain
