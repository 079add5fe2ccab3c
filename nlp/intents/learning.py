"""A desk's model: the shipped corpus and what its specialists decided, learned from the beginning, in seconds.

Nothing is learned on top of an old model: it would forget. What is spared is work that gives the same: features are
made once, and the curves of calibration stay those of the shipped model, for a few corrections do not move them (the
gate measures whether they still hold). What the second stage is told of a correction's words comes from a model that
had not seen its sender, so it learns how far the words can be trusted, not how well they are remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.architecture import restored_pipeline
from nlp.intents.checking import Case, Outcome
from nlp.intents.fitting import FeatureStore, quick_weights
from nlp.intents.judge_training import (
    Example,
    fit_certainty,
    fit_heat,
    fit_weights,
    main_truth,
    present_truth,
    unseen_logits,
)
from nlp.intents.judging import NAMES, Array, Certainty, Judge, matrices, sigmoid, softmax
from nlp.intents.lessons import Scores, Taught, renewed
from nlp.intents.model import IntentModel, Meta, WordScorer
from nlp.reading import IntentName
from nlp.signals import logit, names_of

WEIGHT = 4  # as how many texts of the shipped corpus a correction counts
JUDGE_WEIGHT = 1  # and as how many of its messages
HALVES = 2
DESK = "desk"
Outcomes = dict[str, Outcome]


@dataclass(frozen=True, slots=True)
class Learned:
    """A model, and what its like say of each message that they have not seen (by the case's name).

    `grounds`: of each lesson's case what then speaks for its Reading being right.
    """

    model: IntentModel
    outcomes: Outcomes
    grounds: Mapping[str, Mapping[str, float]]

    def outcomes_with(self, texts: Sequence[LabelledText]) -> Outcomes:
        """The same, and what its first stage says of texts that it has not seen."""
        return self.outcomes | text_outcomes(self.model.words, texts)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every desk starts from: the shipped model with all that it was learned from."""

    model: IntentModel
    texts: tuple[LabelledText, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SecondStage:
    judge: Judge
    outcomes: Outcomes
    grounds: Mapping[str, Mapping[str, float]]


def learn(taught: Sequence[Taught], ground: Ground) -> Learned:
    """The desk's model from its admitted lessons. The same lessons give the same model."""
    store = FeatureStore(ground.model.words.lexicon)
    half_of = halves(taught)
    scorers = {
        half: _words([one for one in taught if half_of[one.teacher] != half], ground, store)
        for half in sorted(set(half_of.values()))
    }
    words = _words(taught, ground, store)
    lessons = [_example(one, half_of[one.teacher], scorers[half_of[one.teacher]]) for one in taught]
    names = [f"{DESK}:{one.message}" for one in taught]
    second = second_stage(ground.examples, lessons, names, ground.model.judge)
    texts = [one.text for one in taught]
    meta = Meta(
        corpus=corpus.fingerprint((*ground.texts, *texts)),
        messages=ground.model.meta.messages,
        texts=len(ground.texts) + len(texts),
        calibration=dict(ground.model.meta.calibration),
        figures={"lessons": float(len(taught))},
    )
    return Learned(IntentModel(words, meta, second.judge), second.outcomes, second.grounds)


def unlearned(ground: Ground) -> Outcomes:
    """What models without any lesson say of the shipped messages that they have not seen."""
    board = _board(ground.examples, ())
    unseen = unseen_logits(board.own, board.shared, main_truth(board.told), board.groups, softmax)
    return _outcomes(board, unseen * ground.model.judge.main.heat, _unseen_certainty(ground.examples))[0]


def with_old_certainty(learned: Learned, old: IntentModel, before: Mapping[str, Outcome]) -> Learned:
    """The same model, acting upon no more than the old one: only its reading is new, not its trust in it."""
    right = old.judge.right
    outcomes = {
        name: replace(outcome, certainty=before[name].certainty) if name in before else outcome
        for name, outcome in learned.outcomes.items()
    }
    for name, grounds in learned.grounds.items():
        if name in outcomes:
            outcomes[name] = replace(outcomes[name], certainty=round(right.probability(grounds), 4))
    return Learned(replace(learned.model, judge=replace(learned.model.judge, right=right)), outcomes, learned.grounds)


def cases_of(examples: Sequence[Example], taught: Sequence[Taught]) -> list[Case]:
    """The messages whose truth is known: the shipped ones, and the desk's own where its decision named the intents."""
    cases = [Case(name, one.intents[0], one.right) for name, one in zip(_names(examples), examples, strict=True)]
    own = [Case(f"{DESK}:{one.message}", one.intents[0], one.right, own=True) for one in taught if one.intents]
    return [*cases, *own]


def text_cases(texts: Sequence[LabelledText]) -> list[Case]:
    return [Case(f"text:{place}", text.intents[0]) for place, text in enumerate(texts)]


def text_outcomes(words: WordScorer, texts: Sequence[LabelledText]) -> Outcomes:
    """What the first stage says of texts."""
    said = [words.scores(text.subject, text.text, text.context) for text in texts]
    best = [max(scores, key=lambda name, row=scores: row[name]) for scores in said]  # type: ignore[misc]
    return {f"text:{n}": Outcome(name, scores[name]) for n, (name, scores) in enumerate(zip(best, said, strict=True))}


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
    weights = quick_weights((*ground.texts, *texts), store)
    return replace(ground.model.words, pipeline=restored_pipeline(weights))


def _example(one: Taught, half: int, scorer: WordScorer) -> Example:
    """The lesson as the second stage learns it, its words heard by a model that had not seen the sender."""
    scores = scorer.scores(one.subject, one.impression.text, one.impression.context)
    clauses = scorer.clause_scores(one.impression.clauses)
    signals = renewed(one.impression, scores, clauses)
    certainty = renewed_certainty(one.impression.certainty, scores, clauses)
    return Example(f"{DESK}:{half}", signals, one.intents, certainty, one.right)


def renewed_certainty(certainty: Mapping[str, float], scores: Scores, clauses: Sequence[Scores]) -> dict[str, float]:
    """The signals of `nlp.certainty` where the words' model says something else; the Reading stays what it was."""
    listed = {name for name in IntentName if f"intent:{name.value}" in certainty}
    best = max(scores, key=lambda name: scores[name])
    found = dict(certainty) | {
        "stray": max((score for name, score in scores.items() if name not in listed), default=0.0),
        "stray_clause": max((s for clause in clauses for name, s in clause.items() if name not in listed), default=0.0),
    }
    found["scores_agree"] = float(best in listed)
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Board:
    """Messages as the second stage learns them. `told`: those whose intents are known; their names and columns."""

    told: tuple[Example, ...]
    names: tuple[str, ...]
    is_lesson: tuple[bool, ...]
    signal_names: tuple[tuple[str, ...], tuple[str, ...]]
    own: Array
    shared: Array
    groups: NDArray[np.str_]


def second_stage(
    shipped: Sequence[Example], lessons: Sequence[Example], names: Sequence[str], old: Judge
) -> SecondStage:
    """Judge and certainty from the shipped messages and the lessons, and what each group's strangers say of it.

    `names`: of the lessons' cases; `old`: the shipped judge, whose heat of what is present stays.
    """
    board = _board(shipped, lessons, names)
    main, present = main_truth(board.told), present_truth(board.told)
    counts = np.array([float(JUDGE_WEIGHT if is_lesson else 1) for is_lesson in board.is_lesson])
    unseen = unseen_logits(board.own, board.shared, main, board.groups, softmax, counts)
    heat = fit_heat(unseen, main, softmax)
    examples = (*shipped, *lessons)
    judge = Judge(
        *board.signal_names,
        replace(fit_weights(board.own, board.shared, main, softmax, counts), heat=heat),
        replace(fit_weights(board.own, board.shared, present, sigmoid, counts), heat=old.present.heat),
        fit_certainty(examples),
    )
    return SecondStage(judge, *_outcomes(board, unseen * heat, _unseen_certainty(examples)))


def _board(shipped: Sequence[Example], lessons: Sequence[Example], names: Sequence[str] = ()) -> Board:
    examples, all_names = (*shipped, *lessons), (*_names(shipped), *names)
    places = [place for place, example in enumerate(examples) if example.intents]
    told = tuple(examples[place] for place in places)
    signals = [example.signals for example in told]
    signal_names = names_of(signals)
    return Board(
        told,
        tuple(all_names[place] for place in places),
        tuple(place >= len(shipped) for place in places),
        signal_names,
        *matrices(signals, *signal_names),
        np.array([example.group for example in told]),
    )


def _outcomes(
    board: Board, logits: Array, certainty: Mapping[str, Certainty]
) -> tuple[Outcomes, dict[str, Mapping[str, float]]]:
    """What is said of each message by those who had not seen its group, and what speaks for a lesson's Reading."""
    outcomes: Outcomes = {}
    grounds: dict[str, Mapping[str, float]] = {}
    for name, example, is_lesson, row in zip(board.names, board.told, board.is_lesson, softmax(logits), strict=True):
        surest, seen = float(row.max()), example.certainty
        if seen and is_lesson:
            seen = grounds[name] = _as_sure(seen, surest)
        sure = round(certainty[example.group].probability(seen), 4) if seen else None
        outcomes[name] = Outcome(NAMES[int(row.argmax())], round(surest, 4), sure)
    return outcomes, grounds


def _as_sure(certainty: Mapping[str, float], surest: float) -> dict[str, float]:
    """The signals of a lesson's certainty as they are with the new confidence in its main intent."""
    changed = {"main": logit(surest)} | ({} if certainty.get("several") else {"least": logit(surest)})
    return dict(certainty) | changed


def _unseen_certainty(examples: Sequence[Example]) -> dict[str, Certainty]:
    """Group -> the certainty learned without it."""
    groups = sorted({example.group for example in examples})
    return {name: fit_certainty([example for example in examples if example.group != name]) for name in groups}


def _names(examples: Sequence[Example]) -> list[str]:
    """ "laborel:7": the seventh message of a group."""
    counts: dict[str, int] = {}
    names = []
    for example in examples:
        counts[example.group] = counts.get(example.group, 0) + 1
        names.append(f"{example.group}:{counts[example.group]}")
    return names
