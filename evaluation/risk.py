"""`python -m evaluation.risk DESK…`: from which certainty on the bot may act alone, so that wrong acts stay few.

Thresholds are tried from the strictest down, and the last one is taken before the first whose wrong acts cannot be
bounded: then the risk holds with the confidence asked for, however many thresholds were tried (fixed sequence testing
in A. Angelopoulos et al., "Learn then Test: calibrating predictive algorithms to achieve risk control", 2021). It holds
for companies like these desks, which must be such as nobody has mended the reader by. A desk that the shipped model has
learned from is read by one that has not. Beside the bounds stand the problems that keep a message from being acted upon
all by themselves, with how many of those messages were read right.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evaluation.measure import judged_mails
from evaluation.opening import opened_desk
from evaluation.report import table
from evaluation.statistics import upper_bound
from evaluation.strangers import stranger_to
from workflows.routing.bounds import HARMLESS_PROBLEMS

GRID = tuple(step / 100 for step in range(98, 39, -2))
LEAST_ACTS = 5  # fewer bound nothing: the next threshold is looked at
ALL = "all"


@dataclass(frozen=True, slots=True)
class Act:
    """An actionable message. `problems`: what keeps it from being acted upon, () where only its certainty may."""

    intents: tuple[str, ...]
    certainty: float
    is_wrong: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What acting from a threshold on did. `most_wrong`: the share of wrong acts that is not exceeded."""

    threshold: float
    acts: int
    wrong: int
    most_wrong: float


def acts_of(desk: str) -> Iterator[Act]:
    """What would be done on a desk if no certainty were asked for, and what would not because of a problem.

    Raises BadDesk, BadScript, OSError.
    """
    with opened_desk(desk) as opened:
        app = opened.app
        app.scorer = stranger_to(desk)
        routing = replace(app.desk.routing, certainty={"default": 0.0})
        app.settings = replace(app.settings, desk=replace(app.desk, routing=routing))
        for one in judged_mails(opened):
            problems = tuple(sorted({each["code"] for each in one.said["problems"]} - HARMLESS_PROBLEMS))
            if one.is_actionable and (one.is_auto or problems):
                is_wrong = one.is_by_person or not all(each.is_wording for each in one.differences)
                yield Act(tuple(each["name"] for each in one.said["intents"]), one.confidence, is_wrong, problems)


def bounds_of(acts: Sequence[Act], doubt: float) -> list[Bound]:
    """What acting from each threshold on did, strictest first."""
    found = []
    for threshold in GRID:
        done = [act for act in acts if act.certainty >= threshold]
        wrong = sum(act.is_wrong for act in done)
        found.append(Bound(threshold, len(done), wrong, upper_bound(wrong, len(done), doubt)))
    return found


def lowest(bounds: Sequence[Bound], risk: float) -> Bound | None:
    """The last threshold before the first whose wrong acts may be more; None where not even the strictest holds."""
    held = None
    for bound in bounds:
        if bound.most_wrong <= risk:
            held = bound
        elif held is not None:
            break
    return held


def main(arguments: list[str] | None = None) -> int:
    """Prints what each threshold did, for all acts and by intent."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.risk", description=__doc__)
    parser.add_argument("desks", nargs="+", metavar="DESK")
    parser.add_argument("--risk", type=float, default=0.02, help="the largest share of wrong acts")
    parser.add_argument("--doubt", type=float, default=0.1, help="how likely the bound may fail")
    asked = parser.parse_args(arguments)
    found = [act for desk in asked.desks for act in acts_of(desk)]
    acts = [act for act in found if not act.problems]
    for name in (ALL, *sorted({intent for act in acts for intent in act.intents})):
        chosen = [act for act in acts if name in (ALL, *act.intents)]
        bounds = [bound for bound in bounds_of(chosen, asked.doubt) if bound.acts >= LEAST_ACTS]
        held = lowest(bounds, asked.risk)
        print(f"{name}: {f'from {held.threshold:.2f} on' if held else 'no threshold holds'}")
        rows = [[f"{b.threshold:.2f}", str(b.acts), str(b.wrong), f"{b.most_wrong:.3f}"] for b in bounds]
        print(table(["certainty from", "acts", "wrong", f"at most wrong ({1 - asked.doubt:.0%})"], rows))
    print(table(["for a person because of this alone", "right", "wrong"], _alone(found)))
    return 0


def _alone(found: Sequence[Act]) -> list[list[str]]:
    """Each problem that stands alone, with how many messages it keeps that were read right and wrong."""
    counts = Counter((act.problems[0], act.is_wrong) for act in found if len(act.problems) == 1)
    codes = sorted({code for code, _ in counts}, key=lambda code: -counts[code, False])
    return [[code, str(counts[code, False]), str(counts[code, True])] for code in codes]


if __name__ == "__main__":
    raise SystemExit(main())
