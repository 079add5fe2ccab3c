"""How sure the reader is of an intent: words, facts and the classifier are three views, and agreement is confidence.

Without a classifier the table of words and facts speaks alone. Facts that the book confirms are the strongest view:
words alone never reach the confidence from which anything is done without a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from nlp.reading import Intent, IntentName


class Level(IntEnum):
    NONE = 0
    PART = 1
    FULL = 2


# (words, facts) -> confidence. Full facts: complete and confirmed by the book; full words: a phrase that says the thing.  # noqa: E501
CONFIDENCE: dict[tuple[Level, Level], float] = {
    (Level.FULL, Level.FULL): 0.96, (Level.FULL, Level.PART): 0.86, (Level.FULL, Level.NONE): 0.60,
    (Level.PART, Level.FULL): 0.88, (Level.PART, Level.PART): 0.66, (Level.PART, Level.NONE): 0.30,
    (Level.NONE, Level.FULL): 0.40, (Level.NONE, Level.PART): 0.20, (Level.NONE, Level.NONE): 0.05,
}  # fmt: skip
FULL_WORDS, PART_FACTS = 0.85, 0.4
LISTED_FROM = 0.55
NOTICED_FROM = 0.30
AGREES_FROM, SURE_FROM, DENIES_BELOW = 0.6, 0.9, 0.15
VETO = 0.7  # what an intent keeps of its confidence when the classifier speaks against it
# To the classifier a coming and a past payment are nearly one: the words and the day tell which.
PAYMENT = frozenset({IntentName.PROMISE, IntentName.REMITTANCE})


@dataclass(frozen=True, slots=True)
class View:
    """What speaks for an intent. `place`: where in the mail it is first said, to put intents in order.

    `score`: the classifier's calibrated probability; `contradicted`: it is confident of another intent that words and
    facts do not show in full; `told`: words that alone say little tell it beside its facts (`nlp.told`).
    """

    name: IntentName
    words: float
    facts: float
    place: int = 0
    score: float | None = None
    contradicted: bool = False
    told: bool = False

    @property
    def word_level(self) -> Level:
        return Level.FULL if self.words >= FULL_WORDS else Level.PART if self.words >= 0.5 else Level.NONE

    @property
    def fact_level(self) -> Level:
        return Level.FULL if self.facts >= 1.0 else Level.PART if self.facts >= PART_FACTS else Level.NONE

    @property
    def shown(self) -> float:
        """What the table gives without the classifier, where what is told beside the facts counts as words."""
        told = Level.NONE if not self.told else Level.FULL if self.name in PAYMENT else Level.PART
        return CONFIDENCE[(max(self.word_level, told), self.fact_level)]

    @property
    def is_full(self) -> bool:
        return self.word_level is Level.FULL and self.fact_level is Level.FULL

    @property
    def confidence(self) -> float:
        """The table's figure, moved by the classifier. The decisions in one place (score of this intent):

        | score    | words NONE                            | words PART                | words and facts FULL |
        | -------- | ------------------------------------- | ------------------------- | -------------------- |
        | none     | the table                             | the table                 | the table            |
        | >= 0.9   | listed; never enough to act alone     | towards certainty         | towards certainty    |
        | >= 0.6   | at most as with a part of the words   | towards certainty         | towards certainty    |
        | >= 0.15  | the table                             | the table                 | the table            |
        | < 0.15   | vetoed                                | vetoed                    | vetoed only if       |
        |          |                                       |                           | contradicted         |

        Of several intents of one mail all but one score low by nature: what words and facts show in full is only
        vetoed where the classifier is confident of something else that they do not show.
        """
        base = CONFIDENCE[(self.word_level, self.fact_level)]
        if self.score is None or DENIES_BELOW <= self.score < AGREES_FROM:
            return base
        if self.score < DENIES_BELOW:
            return base if self.is_full and not self.contradicted else round(base * VETO, 4)
        if self.word_level is Level.NONE:
            alone = 0.65 * self.score if self.score < SURE_FROM else max(0.65 * self.score, LISTED_FROM)
            return max(CONFIDENCE[(Level.PART, self.fact_level)], round(alone, 4))
        return round(base + (1 - base) * 0.6 * self.score, 4)


# (present with this confidence, what it rules out): the second is a shadow of the first, said with the same words.
SHADOWS: tuple[tuple[IntentName, IntentName], ...] = (
    (IntentName.ORDER_CHANGE, IntentName.ORDER),
    (IntentName.ORDER, IntentName.ORDER_CHANGE),
    (IntentName.DISPUTE, IntentName.ORDER),
    (IntentName.DISPUTE, IntentName.ORDER_CHANGE),
    (IntentName.REMITTANCE, IntentName.PROMISE),
    (IntentName.PROMISE, IntentName.REMITTANCE),
)


def weighed(
    views: Mapping[IntentName, View], independent: frozenset[tuple[IntentName, IntentName]]
) -> tuple[Intent, ...]:
    """The intents of a message, main one first; of two that shadow each other only the surer one stays.

    `independent`: pairs of SHADOWS that this message really says both, each with facts of its own.
    """
    confident = {name: view for name, view in views.items() if view.confidence >= LISTED_FROM}
    for winner, loser in SHADOWS:
        if winner not in confident or loser not in confident or (winner, loser) in independent:
            continue
        if _rank(confident[winner]) >= _rank(confident[loser]):
            del confident[loser]
    # Words without any fact are an intent only where nothing better is there.
    best = max((view.confidence for view in confident.values()), default=0.0)
    confident = {name: view for name, view in confident.items() if len(confident) == 1 or _stands(view, best)}
    ordered = sorted(confident.values(), key=lambda view: (-round(view.confidence, 1), view.place))
    return tuple(Intent(view.name, view.confidence) for view in ordered)


def _stands(view: View, best: float) -> bool:
    """Whether an intent stays beside others: with facts of its own, or where none of them is sure."""
    return view.fact_level is not Level.NONE or (best < 0.8 and view.name is not IntentName.QUERY)


def _rank(view: View) -> tuple[float, float]:
    return view.confidence, view.words


def noticed(views: Mapping[IntentName, View], intents: tuple[Intent, ...]) -> tuple[IntentName, ...]:
    """Intents that may be there too: not acted upon, but a person should look for them."""
    listed = {intent.name for intent in intents}
    return tuple(
        name
        for name, view in views.items()
        if name not in listed and view.word_level is Level.FULL and view.confidence >= NOTICED_FROM and view.facts > 0
    )


def with_scores(views: Mapping[IntentName, View], scores: Mapping[IntentName, float] | None) -> dict[IntentName, View]:
    """The views with what the classifier says of each of them."""
    if scores is None:
        return dict(views)
    shown = {name for name, view in views.items() if view.is_full}
    shown |= PAYMENT if shown & PAYMENT else set()
    contradicted = any(score >= AGREES_FROM and name not in shown for name, score in scores.items())
    return {
        name: replace(view, score=_score(view, views, scores), contradicted=contradicted)
        for name, view in views.items()
    }


def _score(view: View, views: Mapping[IntentName, View], scores: Mapping[IntentName, float]) -> float:
    """The score of an intent; of a payment shown in full also that of its sibling for which no word speaks."""
    own = scores.get(view.name, 0.0)
    siblings = PAYMENT - {view.name} if view.name in PAYMENT and view.is_full else frozenset()
    silent = [scores.get(name, 0.0) for name in siblings if views[name].word_level is Level.NONE]
    return max([own, *silent])
