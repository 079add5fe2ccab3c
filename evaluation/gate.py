"""`python -m evaluation.gate [--record]`: no change may make the reader worse on the frozen desk by more than a slack.

The figures, the slack and the desk's name stand in gate.toml. Wrong acts have no slack: not one more; how a customer's
words for an article that was resolved are cut is none.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.measure import judgements_of, report_of
from evaluation.report import number, table

FILE = Path(__file__).resolve().parent / "gate.toml"
HEAD = """# What the reader reaches on the frozen desk; written by `python -m evaluation.gate --record`.
# A figure may fall below the recorded one by its slack, and no further; wrong acts may not rise at all.
"""
EXACT = "exact_"
MOST_WRONG = "wrong_auto"
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """`slack` by figure; `exact` is the slack of every kind of object."""

    sets: tuple[str, ...]
    messages: int
    slack: Mapping[str, float]
    recorded: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    figure: str
    recorded: float | None
    slack: float
    now: float
    holds: bool


def figures_of(report: Mapping[str, Any]) -> Figures:
    """What the gate watches: shares, and the number of wrong acts."""
    intents, routes = report["intents"], report["routes"]
    return {
        "main_intent_accuracy": intents["main_intent_accuracy"],
        "macro_f1": intents["macro_f1"],
        **{f"{EXACT}{section}": one["share"] for section, one in report["sections"].items()},
        "touchless": routes["touchless_of_actionable"]["share"] or 0.0,
        MOST_WRONG: routes["wrong_but_for_wording"],
    }


def verdicts(gate: Gate, now: Mapping[str, float]) -> list[Verdict]:
    """Each watched figure beside what was recorded; one that was never recorded holds, one that is gone does not."""
    found = []
    for figure in dict.fromkeys((*gate.recorded, *now)):
        recorded, reached = gate.recorded.get(figure), now.get(figure)
        slack = 0.0 if figure == MOST_WRONG else gate.slack["exact" if figure.startswith(EXACT) else figure]
        if recorded is None or reached is None:
            holds = recorded is None
        elif figure == MOST_WRONG:
            holds = reached <= recorded
        else:
            holds = reached >= recorded - slack - 1e-9
        found.append(Verdict(figure, recorded, slack, reached or 0.0, holds))
    return found


def loaded(file: Path = FILE) -> Gate:
    """Raises OSError, tomllib.TOMLDecodeError, KeyError: the file is our own."""
    whole = tomllib.loads(file.read_text("utf-8"))
    return Gate(tuple(whole["sets"]), whole["messages"], whole["slack"], whole["recorded"])


def as_toml(gate: Gate) -> str:
    lines = [f"sets = {json.dumps(gate.sets)}", f"messages = {gate.messages}", "", "[slack]"]
    lines += [f"{figure} = {share}" for figure, share in gate.slack.items()]
    lines += ["", "[recorded]", *(f"{figure} = {share}" for figure, share in gate.recorded.items())]
    return HEAD + "\n".join(lines) + "\n"


def as_text(found: Sequence[Verdict]) -> str:
    rows = [
        [
            one.figure,
            shown(one.figure, one.recorded),
            shown(one.figure, one.slack),
            shown(one.figure, one.now),
            word(one),
        ]
        for one in found
    ]
    return table(["figure", "recorded", "slack", "now", ""], rows)


def shown(figure: str, value: float | None) -> str:
    return str(int(value)) if figure == MOST_WRONG and value is not None else number(value)


def word(one: Verdict) -> str:
    if not one.holds:
        return "WORSE"
    worse_is_more = one.figure == MOST_WRONG
    better = one.recorded is not None and (one.now < one.recorded if worse_is_more else one.now > one.recorded)
    return "new" if one.recorded is None else "better" if better else "holds"


def main(arguments: list[str] | None = None, file: Path = FILE) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.gate", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write today's figures as those to be reached")
    asked = parser.parse_args(arguments)
    gate = loaded(file)
    judgements = [one for name in gate.sets for one in judgements_of(name)]
    now = figures_of(report_of(judgements))
    found = verdicts(gate, now)
    print(f"{', '.join(gate.sets)}: {len(judgements)} messages")
    print(as_text(found))
    if asked.record:
        file.write_text(as_toml(Gate(gate.sets, len(judgements), gate.slack, now)), "utf-8")
        return 0
    if len(judgements) != gate.messages:
        print(f"{gate.messages} messages were recorded: the frozen desk has changed; see evaluation/README.md")
        return 1
    return int(not all(one.holds for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
