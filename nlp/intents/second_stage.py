"""The second stage learned anew with a desk's lessons, and what those who had not seen a message would say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.intents.checking import Outcome
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
from nlp.signals import names_of

Names = tuple[str, ...]
FOLDS = 6  # one desk left out at a time would say nearly the same and take three times as long


@dataclass(frozen=True, slots=True)
class Board:
    """Messages as arrays. `told`: those whose intents are known, with the names of their cases."""

    told: tuple[Example, ...]
    names: Names
    signal_names: tuple[Names, Names]
    own: Array
    shared: Array
    folds: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Strangers:
    """What models say of each message whose fold they had not seen. `certainty`: by group, likewise."""

    outcomes: dict[str, Outcome]
    certainty: Mapping[str, Certainty]


def second_stage(
    shipped: Sequence[Example], lessons: Sequence[Example], names: Sequence[str], old: Judge
) -> tuple[Judge, Strangers]:
    """Judge and certainty from the shipped messages and the lessons.

    `names`: of the lessons' cases; `old`: the shipped judge, whose heat for what is present stays. A lesson counts as
    one message: only what a person was asked about is ever decided, so lessons are no fair sample of a desk's mail.
    """
    examples = (*shipped, *lessons)
    fold_of = folds(shipped) | {lesson.group: lesson.group for lesson in lessons}
    board = _board(examples, (*case_names(shipped), *names), fold_of)
    main, present = main_truth(board.told), present_truth(board.told)
    unseen = unseen_logits(board.own, board.shared, main, board.folds, softmax)
    heat = fit_heat(unseen, main, softmax)
    judge = Judge(
        *board.signal_names,
        replace(fit_weights(board.own, board.shared, main, softmax), heat=heat),
        replace(fit_weights(board.own, board.shared, present, sigmoid), heat=old.present.heat),
        fit_certainty(examples),
    )
    return judge, _strangers(board, unseen * heat, examples, fold_of)


def unseen_outcomes(examples: Sequence[Example], judge: Judge) -> dict[str, Outcome]:
    """What is said of each message by those who learned from all other folds; `judge`: who learned from all."""
    fold_of = folds(examples)
    board = _board(examples, case_names(examples), fold_of)
    unseen = unseen_logits(board.own, board.shared, main_truth(board.told), board.folds, softmax)
    return _strangers(board, unseen * judge.main.heat, examples, fold_of).outcomes


def folds(examples: Sequence[Example]) -> dict[str, str]:
    """Group -> fold. A group is never parted, and the same groups are always parted alike."""
    groups = sorted({example.group for example in examples})
    return {group: f"fold {place % FOLDS}" for place, group in enumerate(groups)}


def case_names(examples: Sequence[Example]) -> Names:
    """ "laborel:7": the seventh message of a group."""
    counts: dict[str, int] = {}
    names = []
    for example in examples:
        counts[example.group] = counts.get(example.group, 0) + 1
        names.append(f"{example.group}:{counts[example.group]}")
    return tuple(names)


def _board(examples: Sequence[Example], names: Sequence[str], fold_of: Mapping[str, str]) -> Board:
    pairs = [(example, name) for example, name in zip(examples, names, strict=True) if example.intents]
    told = tuple(example for example, _ in pairs)
    signals = [example.signals for example in told]
    signal_names = names_of(signals)
    own, shared = matrices(signals, *signal_names)
    fold_of_each = np.array([fold_of[example.group] for example in told])
    return Board(told, tuple(name for _, name in pairs), signal_names, own, shared, fold_of_each)


def _strangers(board: Board, logits: Array, examples: Sequence[Example], fold_of: Mapping[str, str]) -> Strangers:
    learned = {
        fold: fit_certainty([example for example in examples if fold_of[example.group] != fold])
        for fold in sorted(set(fold_of.values()))
    }
    certainty = {group: learned[fold] for group, fold in fold_of.items()}
    outcomes = {}
    for name, example, row in zip(board.names, board.told, softmax(logits), strict=True):
        sure = certainty[example.group].probability(example.certainty) if example.certainty else None
        confidence = round(float(row.max()), 4)
        outcomes[name] = Outcome(NAMES[int(row.argmax())], confidence, None if sure is None else round(sure, 4))
    return Strangers(outcomes, certainty)
