"""Whether a model that learned may take the place of the one before it: both are asked about the same cases.

A case is a text or message whose truth is known and that the model in question has not seen. What counts: how well the
main intent is found, how far confidence is from truth, and whether anything wrong would be acted upon that was not
acted upon before. The last has no slack at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.reading import IntentName

F1_SLACK, RECALL_SLACK, CALIBRATION_SLACK = 0.01, 0.03, 0.01
ACTS_SLACK = 0.15  # of the right acts: a model that trusts itself a little less costs minutes, not money
OWN_LEAST, OWN_SLACK = 20, 0.1  # a desk's own cases are few: less than this is chance
BINS = 10
CHANCE = 1.5  # messages of an intent: one that is lost says nothing of a model


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model says of a case. `certainty`: of the whole Reading, None where only the text is judged."""

    main: IntentName
    confidence: float
    certainty: float | None = None


Thresholds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A text or message with its truth. `right`: whether all that was read of it is right; `own`: of this desk."""

    name: str
    main: IntentName
    right: bool = True
    own: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Over a set of cases; shares between 0 and 1."""

    cases: int
    macro_f1: float
    recall: Mapping[IntentName, float]
    calibration_error: float


def figures_of(cases: Sequence[Case], said: Mapping[str, Outcome]) -> Figures:
    names = sorted({case.main for case in cases})
    pairs = [(case.main, said[case.name].main) for case in cases]
    hits = {name: sum(true is name and found is name for true, found in pairs) for name in names}
    true = {name: sum(each is name for each, _ in pairs) for name in names}
    claimed = {name: sum(each is name for _, each in pairs) for name in names}
    f1 = [2 * hits[name] / (true[name] + claimed[name]) for name in names]
    return Figures(
        cases=len(cases),
        macro_f1=sum(f1) / len(f1) if f1 else 0.0,
        recall={name: hits[name] / true[name] for name in names},
        calibration_error=_calibration_error(cases, said),
    )


def _calibration_error(cases: Sequence[Case], said: Mapping[str, Outcome]) -> float:
    """The mean gap between confidence and truth, in ten bins."""
    gaps: dict[int, float] = {}
    for case in cases:
        outcome = said[case.name]
        place = min(int(outcome.confidence * BINS), BINS - 1)
        gaps[place] = gaps.get(place, 0.0) + outcome.confidence - (outcome.main is case.main)
    return sum(abs(gap) for gap in gaps.values()) / (len(cases) or 1)


def objections(
    cases: Iterable[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome], certain_from: Thresholds
) -> tuple[str, ...]:
    """Why the new model is worse, in words with figures; () where it may take the old one's place.

    The shipped cases are asked by themselves, so that what a desk gains does not hide what others would lose; and all
    together, for a desk's own cases are too few to be shares of their own. By themselves these are only asked whether
    the new model is surer of itself and no oftener right: lessons that teach nothing of each other.
    `certain_from`: the certainty of a whole Reading from which the desk acts alone, by main intent; "default": others.
    """
    known = [case for case in cases if case.name in before and case.name in after]
    shipped = [case for case in known if not case.own]
    found = [*_worse("shipped cases", shipped, before, after), *_worse("cases in all", known, before, after)]
    found.extend(_only_surer([case for case in known if case.own], before, after))
    return (*found, *_fewer_acts(known, before, after, certain_from), *wrong_acts(known, before, after, certain_from))


def _worse(
    what: str, cases: Sequence[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome]
) -> Iterable[str]:
    old, new = figures_of(cases, before), figures_of(cases, after)
    where = f"on {len(cases)} {what}"
    if new.macro_f1 < old.macro_f1 - F1_SLACK:
        yield f"macro-F1 falls from {old.macro_f1:.3f} to {new.macro_f1:.3f} {where}"
    counts = Counter(case.main for case in cases)
    for name, share in new.recall.items():
        lost = old.recall[name] - share
        if lost > RECALL_SLACK and lost * counts[name] > CHANCE:
            yield f"recall of {name} falls from {old.recall[name]:.3f} to {share:.3f} {where}"
    if new.calibration_error > old.calibration_error + CALIBRATION_SLACK:
        yield (f"the calibration error rises from {old.calibration_error:.3f} to {new.calibration_error:.3f} {where}")


def _only_surer(cases: Sequence[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome]) -> Iterable[str]:
    if len(cases) < OWN_LEAST:
        return
    old, new = figures_of(cases, before), figures_of(cases, after)
    if new.calibration_error > old.calibration_error + OWN_SLACK and new.macro_f1 <= old.macro_f1:
        change = f"from {old.calibration_error:.3f} to {new.calibration_error:.3f}"
        yield f"the calibration error rises {change} on {len(cases)} own cases, which it reads no better"


def _fewer_acts(
    cases: Sequence[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome], certain_from: Thresholds
) -> Iterable[str]:
    right = [case for case in cases if case.right]
    old, new = (sum(_acts(said[case.name], certain_from) for case in right) for said in (before, after))
    if new < old * (1 - ACTS_SLACK):
        yield f"{new} cases would rightly be done alone, {old} before"


def wrong_acts(
    cases: Iterable[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome], certain_from: Thresholds
) -> tuple[str, ...]:
    """The cases that would be acted upon wrongly now, and were left to a person before."""
    found = [
        case.name
        for case in cases
        if _acts(after[case.name], certain_from)
        and not _acts(before[case.name], certain_from)
        and not (case.right and after[case.name].main is case.main)
    ]
    if not found:
        return ()
    return (f"{len(found)} new wrong act{'s' if len(found) > 1 else ''}: {', '.join(found[:5])}",)


def _acts(outcome: Outcome, certain_from: Thresholds) -> bool:
    least = certain_from.get(outcome.main, certain_from["default"])
    return outcome.certainty is not None and outcome.certainty >= least
