"""Figures from pairs of what is true and what was said; no file, model or clock is touched here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from evaluation.statistics import wilson

SECTIONS = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One message: its true intents, main one first; those that were said; how sure of the first; its language."""

    true: tuple[str, ...]
    said: tuple[str, ...]
    confidence: float
    language: str

    @property
    def main_right(self) -> bool:
        return self.said[:1] == self.true[:1]


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages of like confidence: how many, how sure on average, which share of their main intents is right."""

    n: int
    confidence: float
    right: float


def intent_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Accuracy of the main intent, exactness of the set, F1 of each intent and their mean, calibration, by language.

    `macro_f1` is of the main intents, one a message; `macro_f1_any_place` counts an intent wherever it stands.
    """
    return {
        **overall_figures(judged),
        "f1": {name: f1_of(judged, name) for name in names_in(judged)},
        "by_intent": {name: one_intent(judged, name) for name in names_in(judged)},
        "calibration_error": calibration_error(judged),
        "coverage_at_precision_0.98": coverage(judged, 0.98),
        "by_language": {
            language: {
                **overall_figures(of_language),
                "by_intent": {name: one_intent(of_language, name) for name in names_in(of_language)},
            }
            for language, of_language in sorted(grouped(judged, lambda one: one.language).items())
        },
    }


def overall_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "n": len(judged),
        "main_intent_accuracy": _share(judged, lambda one: one.main_right),
        "main_intent_bounds": bounds(sum(one.main_right for one in judged), len(judged)),
        "macro_f1": mean_f1(main_f1(judged, name) for name in {one.true[0] for one in judged if one.true}),
        "macro_f1_any_place": mean_f1(f1_of(judged, name) for name in names_in(judged)),
        "exact_set": _share(judged, lambda one: set(one.said) == set(one.true)),
    }


def names_in(judged: Iterable[Judged]) -> list[str]:
    return sorted({name for one in judged for name in one.true})


def one_intent(judged: Sequence[Judged], name: str) -> dict[str, Any]:
    """How a main intent was read; precision, recall and F1 count it wherever it stands."""
    main = [one for one in judged if one.true[:1] == (name,)]
    hits = sum(name in one.true and name in one.said for one in judged)
    true, said = sum(name in one.true for one in judged), sum(name in one.said for one in judged)
    return {
        "n": true,
        "main_n": len(main),
        "main_accuracy": _share(main, lambda one: one.main_right),
        "precision": round(hits / said, 4) if said else None,
        "recall": round(hits / true, 4) if true else None,
        "f1": f1_of(judged, name),
    }


def f1_of(judged: Iterable[Judged], name: str) -> float:
    """Harmonic mean of precision and recall of one intent, wherever in the list it stands."""
    return _f1((name in one.true, name in one.said) for one in judged)


def main_f1(judged: Iterable[Judged], name: str) -> float:
    """The same of the main intents alone."""
    return _f1((one.true[:1] == (name,), one.said[:1] == (name,)) for one in judged)


def _f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    counted = list(pairs)
    hits = sum(true and said for true, said in counted)
    wrong = sum(true != said for true, said in counted)
    return round(2 * hits / (2 * hits + wrong), 4) if hits or wrong else 0.0


def mean_f1(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None


def bounds(hits: int, n: int) -> tuple[float, float]:
    low, high = wilson(hits, n)
    return round(low, 4), round(high, 4)


def reliability(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """Messages in ten bins of confidence, lowest first; empty bins are left out."""
    bins = grouped(judged, lambda one: min(int(one.confidence * BINS), BINS - 1))
    return tuple(
        Bin(
            len(members),
            sum(one.confidence for one in members) / len(members),
            sum(one.main_right for one in members) / len(members),
        )
        for _, members in sorted(bins.items())
    )


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Expected calibration error over ten bins: how far confidence and truth are apart, in the mean."""
    gaps = [one.n * abs(one.confidence - one.right) for one in reliability(judged)]
    return round(sum(gaps) / len(judged), 4) if judged else None


def coverage(judged: Sequence[Judged], precision: float) -> float:
    """The greatest share of messages, surest first, of which at least so many are right."""
    right = list(accumulate(one.main_right for one in sorted(judged, key=lambda one: -one.confidence)))
    most = max((count for count, hits in enumerate(right, 1) if hits / count >= precision), default=0)
    return round(most / len(judged), 4) if judged else 0.0


def risk_curve(acted: Iterable[tuple[float, bool]], n: int) -> list[tuple[float, float, float]]:
    """(confidence from which one acts, share of all `n` acted upon, share of those that is wrong), surest first.

    `acted`: confidence and whether acting is wrong. Messages of equal confidence are acted upon together.
    """
    points, count, wrong = [], 0, 0
    ranked = sorted(acted, key=lambda one: -one[0])
    for place, (confidence, is_wrong) in enumerate(ranked, 1):
        count, wrong = count + 1, wrong + is_wrong
        if place == len(ranked) or ranked[place][0] < confidence:
            points.append((round(confidence, 4), round(count / n, 4), round(wrong / count, 4)))
    return points


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return round(sum(holds(one) for one in judged) / len(judged), 4) if judged else None


def grouped(judged: Iterable[Judged], key: Callable[[Judged], Hashable]) -> dict[Any, list[Judged]]:
    groups: dict[Any, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return groups
