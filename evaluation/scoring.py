"""Figures from pairs of what is true and what was said; no file, model or clock is touched here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

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


def intent_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Accuracy of the main intent, exactness of the set, F1 of each intent and their mean, calibration, by language."""
    f1 = {name: f1_of(judged, name) for name in sorted({name for one in judged for name in one.true})}
    return {
        "n": len(judged),
        "main_intent_accuracy": _share(judged, lambda one: one.main_right),
        "exact_set": _share(judged, lambda one: set(one.said) == set(one.true)),
        "macro_f1": round(sum(f1.values()) / len(f1), 4) if f1 else None,
        "f1": f1,
        "calibration_error": calibration_error(judged),
        "coverage_at_precision_0.98": coverage(judged, 0.98),
        "by_language": {
            language: {
                "n": len(of_language),
                "main_intent_accuracy": _share(of_language, lambda one: one.main_right),
                "macro_f1": _macro_f1(of_language),
            }
            for language, of_language in _grouped(judged, lambda one: one.language).items()
        },
    }


def f1_of(judged: Iterable[Judged], name: str) -> float:
    """Harmonic mean of precision and recall of one intent, wherever in the list it stands."""
    pairs = [(name in one.true, name in one.said) for one in judged]
    hits = sum(true and said for true, said in pairs)
    wrong = sum(true != said for true, said in pairs)
    return round(2 * hits / (2 * hits + wrong), 4) if hits or wrong else 0.0


def _macro_f1(judged: Sequence[Judged]) -> float | None:
    names = {name for one in judged for name in one.true}
    return round(sum(f1_of(judged, name) for name in names) / len(names), 4) if names else None


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Expected calibration error over ten bins: how far confidence and truth are apart, in the mean."""
    bins = _grouped(judged, lambda one: min(int(one.confidence * BINS), BINS - 1))
    gaps = [abs(sum(one.confidence - one.main_right for one in members)) for members in bins.values()]
    return round(sum(gaps) / len(judged), 4) if judged else None


def coverage(judged: Sequence[Judged], precision: float) -> float:
    """The greatest share of messages, surest first, of which at least so many are right."""
    right = list(accumulate(one.main_right for one in sorted(judged, key=lambda one: -one.confidence)))
    most = max((count for count, hits in enumerate(right, 1) if hits / count >= precision), default=0)
    return round(most / len(judged), 4) if judged else 0.0


def section_figures(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """For each section that a label has: how often it is wholly right, and each of its fields."""
    figures = {}
    for section in SECTIONS:
        stated = [(true[section], said.get(section) or {}) for true, said in pairs if true.get(section)]
        if stated:
            fields = {
                field: round(sum(_same(true[field], said.get(field)) for true, said in stated) / len(stated), 4)
                for field in stated[0][0]
            }
            exact = sum(_same(true, said) for true, said in stated)
            figures[section] = {"n": len(stated), "exact": round(exact / len(stated), 4), "fields": fields}
    return figures


def route_figures(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """How much goes through untouched, and which messages did so wrongly (named by file): the worst figure there is."""
    auto = [(true, said) for true, said in pairs if said["route"] == "auto"]
    wrong = [said["file"] for true, said in auto if not _safe(true, said)]
    return {
        "auto": len(auto),
        "touchless_rate": round(len(auto) / len(pairs), 4) if pairs else 0.0,
        "wrong_auto": len(wrong),
        "wrong_auto_rate": round(len(wrong) / len(auto), 4) if auto else 0.0,
        "wrong_auto_files": wrong,
    }


def _safe(true: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether acting on the message did what the label says: intents, customer and every fact."""
    intents = {intent["name"] for intent in said["intents"]} == set(true["intents"])
    facts = all(_same(true.get(section), said.get(section)) for section in SECTIONS)
    return intents and facts and true["customer"] == said["customer"]


def _same(true: Any, said: Any) -> bool:
    """Equal as JSON; descriptions but for case and blanks."""
    return bool(_folded(true) == _folded(said))


def _folded(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _folded(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_folded(inner, key) for inner in value]
    return " ".join(value.lower().split()) if key == "description" and isinstance(value, str) else value


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return round(sum(holds(one) for one in judged) / len(judged), 4) if judged else None


def _grouped(judged: Iterable[Judged], key: Callable[[Judged], Hashable]) -> dict[Any, list[Judged]]:
    groups: dict[Any, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return groups
