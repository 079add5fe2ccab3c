"""A desk's model: the shipped corpus and what its specialists decided, learned from the beginning, within a minute.

Nothing is learned on top of an old model: it would forget. What is spared is work that gives the same: features are
made once, and the curves of calibration stay those of the shipped model, for a few corrections do not move them (the
gate measures whether they still hold). What the second stage is told of a correction's words comes from a model that
had not seen its sender, so it learns how far the words can be trusted, not how well they are remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp import corpus
from nlp.corpus import LabelledText
from nlp.heard import logit
from nlp.intents.checking import Case, Outcome
from nlp.intents.fitting import FeatureStore, fit_words
from nlp.intents.judge_training import Example
from nlp.intents.judging import Certainty, Judge
from nlp.intents.lessons import Scores, Taught, renewed
from nlp.intents.model import IntentModel, Meta, WordScorer
from nlp.intents.second_stage import case_names, second_stage, unseen_outcomes
from nlp.reading import IntentName
from nlp.signals import Signals

WEIGHT = 4  # as how many texts of the shipped corpus a correction counts
HALVES = 2
DESK = "desk"
Outcomes = dict[str, Outcome]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every desk starts from: the shipped model with all that it was learned from."""

    model: IntentModel
    texts: tuple[LabelledText, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A lesson as a words' model hears it that had not seen the half of the senders (`group`) that it belongs to.

    `certainty`: see `nlp.certainty`.
    """

    group: str
    signals: Signals
    certainty: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """A model, and what its like say of each message that they have not seen (by the case's name)."""

    model: IntentModel
    outcomes: Outcomes


def learned(taught: Sequence[Taught], ground: Ground, bare: Mapping[str, Outcome]) -> Iterator[Learned]:
    """The desk's model from its admitted lessons, boldest first: all stages new; no more trust in anything than the
    shipped model has; and only the words new besides. The same lessons give the same models.

    `bare`: what is said without any lesson (`unlearned`).
    """
    store = FeatureStore(ground.model.words.lexicon)
    words, meta = _words(taught, ground, store), _meta(taught, ground)
    heard = _heard(taught, ground, store)
    lessons = [_example(one, heard[case_name(one)]) for one in taught]
    judge, strangers = second_stage(ground.examples, lessons, tuple(heard), ground.model.judge)
    unseen, own = strangers.outcomes, {name: each for name, each in heard.items() if name in strangers.outcomes}
    bold = {name: _sure(unseen[name], each, strangers.certainty[each.group]) for name, each in own.items()}
    yield Learned(IntentModel(words, meta, judge), unseen | bold)

    shipped = ground.model.judge
    bounds = {name: replace(certainty, bound=shipped.right) for name, certainty in strangers.certainty.items()}
    bound = replace(judge.right, bound=shipped.right)
    trusted = {name: _less_sure(unseen[name], outcome) for name, outcome in bare.items()}
    cautious = {name: _sure(unseen[name], each, bounds[each.group]) for name, each in own.items()}
    yield Learned(IntentModel(words, meta, replace(judge, right=bound)), trusted | cautious)

    trusted = {name: _less_sure(outcome, unseen[name]) for name, outcome in bare.items()}
    read = {name: _sure(_judged(shipped, each.signals), each, bounds[each.group]) for name, each in own.items()}
    yield Learned(IntentModel(words, meta, replace(shipped, right=bound)), trusted | read)


def unlearned(ground: Ground) -> Outcomes:
    """What models without any lesson say of the shipped messages that they have not seen."""
    return unseen_outcomes(ground.examples, ground.model.judge)


def case_name(one: Taught) -> str:
    return f"{DESK}:{one.message}"


def cases_of(examples: Sequence[Example], taught: Sequence[Taught]) -> list[Case]:
    """The messages whose truth is known: the shipped ones, and the desk's own where its decision named the intents.

    Where another intent was read than decided, nobody knows whether the facts of the right one would have been right.
    """
    cases = [Case(name, one.intents[0], one.right) for name, one in zip(case_names(examples), examples, strict=True)]
    decided = [one for one in taught if one.intents]
    own = [
        Case(case_name(one), one.intents[0], one.right or one.said is not one.intents[0], own=True) for one in decided
    ]
    return [*cases, *own]


def text_cases(texts: Sequence[LabelledText]) -> list[Case]:
    return [Case(f"text:{place}", text.intents[0]) for place, text in enumerate(texts)]


def text_outcomes(words: WordScorer, texts: Sequence[LabelledText]) -> Outcomes:
    """What the first stage says of texts."""
    outcomes = {}
    for place, text in enumerate(texts):
        scores = words.scores(text.subject, text.text, text.context)
        best = max(scores, key=scores.__getitem__)
        outcomes[f"text:{place}"] = Outcome(best, round(scores[best], 4))
    return outcomes


def halves(taught: Sequence[Taught]) -> dict[str, int]:
    """Sender -> half: those who taught most first, each into the emptier half."""
    counts: dict[str, int] = {}
    for one in taught:
        counts[one.teacher] = counts.get(one.teacher, 0) + 1
    filled, chosen = [0] * HALVES, {}
    for sender in sorted(counts, key=lambda name: (-counts[name], name)):
        chosen[sender] = filled.index(min(filled))
        filled[chosen[sender]] += counts[sender]
    return chosen


def _words(taught: Sequence[Taught], ground: Ground, store: FeatureStore) -> WordScorer:
    """The first stage with these lessons; without any it is the shipped one."""
    texts = [one.text for one in taught if one.intents for _ in range(WEIGHT)]
    if not texts:
        return ground.model.words
    return replace(ground.model.words, linear=fit_words((*ground.texts, *texts), store))


def _heard(taught: Sequence[Taught], ground: Ground, store: FeatureStore) -> dict[str, Heard]:
    """Each lesson's case as those hear it who learned from the other half of the senders."""
    half_of = halves(taught)
    scorers = {
        half: _words([one for one in taught if half_of[one.teacher] != half], ground, store)
        for half in sorted(set(half_of.values()))
    }
    found = {}
    for one in taught:
        half, seen = half_of[one.teacher], one.impression
        scores = scorers[half].scores(one.subject, seen.text, seen.context)
        clauses = scorers[half].clause_scores(seen.clauses)
        certainty = _renewed_certainty(seen.certainty, scores, clauses)
        found[case_name(one)] = Heard(f"{DESK}:{half}", renewed(seen, scores, clauses), certainty)
    return found


def _example(one: Taught, heard: Heard) -> Example:
    """What the second stage learns of a lesson. Its certainty is as it was: that Reading was right or not."""
    return Example(heard.group, heard.signals, one.intents, one.impression.certainty, one.right)


def _renewed_certainty(certainty: Mapping[str, float], scores: Scores, clauses: Sequence[Scores]) -> dict[str, float]:
    """The signals of `nlp.certainty` where the words' model says something else; the Reading stays what it was."""
    listed = {name for name in IntentName if f"intent:{name.value}" in certainty}
    best = max(scores, key=scores.__getitem__)
    strange = [score for name, score in scores.items() if name not in listed]
    strange_clauses = [score for clause in clauses for name, score in clause.items() if name not in listed]
    return dict(certainty) | {
        "scores_agree": float(best in listed),
        "stray": max(strange, default=0.0),
        "stray_clause": max(strange_clauses, default=0.0),
    }


def _as_sure(certainty: Mapping[str, float], confidence: float) -> dict[str, float]:
    """The signals of a certainty with the new confidence in the main intent."""
    least = {} if certainty.get("several") else {"least": logit(confidence)}
    return dict(certainty) | {"main": logit(confidence)} | least


def _judged(judge: Judge, signals: Signals) -> Outcome:
    first = judge.judged(signals).intents()[0]
    return Outcome(first.name, first.confidence)


def _sure(outcome: Outcome, heard: Heard, right: Certainty) -> Outcome:
    """The outcome with the certainty of a whole Reading that goes with it."""
    signals = _as_sure(heard.certainty, outcome.confidence)
    return replace(outcome, certainty=round(right.probability(signals), 4))


def _less_sure(outcome: Outcome, other: Outcome) -> Outcome:
    """The outcome, no surer of the whole Reading than another one."""
    both = [sure for sure in (outcome.certainty, other.certainty) if sure is not None]
    return replace(outcome, certainty=min(both, default=None))


def _meta(taught: Sequence[Taught], ground: Ground) -> Meta:
    texts = (*ground.texts, *(one.text for one in taught))
    return replace(
        ground.model.meta,
        corpus=corpus.fingerprint(texts),
        texts=len(texts),
        figures={"lessons": float(len(taught))},
    )
