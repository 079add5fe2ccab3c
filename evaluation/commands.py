"""`o2cbot evaluate` without its command line: sets in, one text out, a picture beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.measure import corpus_report, judgements_of, report_of
from evaluation.plots import plot as drawn
from evaluation.report import as_text, failures_as_text, intents_as_text

if TYPE_CHECKING:
    from bot.app import App


def evaluated(
    sets: Sequence[str],
    configured: Callable[[], App] | None = None,
    as_of: date | None = None,
    *,
    as_json: bool = False,
    plot: Path | None = None,
    failures: bool = False,
) -> str:
    """The report on the sets taken together, as JSON or as a page of text; without sets, of the intent model alone.

    `configured` opens the desk that reads a folder of .eml with labels.jsonl; a folder with bot.toml has its own book.
    Raises BadDesk, BadScript, OSError.
    """
    if not sets:
        report = corpus_report()
        return as_one_json(report) if as_json else texts_as_text(report)
    judgements = [one for name in sets for one in judgements_of(name, configured, as_of)]
    report = report_of(judgements)
    if plot is not None:
        plot.write_bytes(drawn(report, ", ".join(Path(name).name for name in sets)))
    if as_json:
        return as_one_json(report)
    return "\n\n".join([*([failures_as_text(judgements)] if failures else []), as_text(report)])


def as_one_json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)


def texts_as_text(report: dict[str, Any]) -> str:
    trained = ", ".join(f"{name} {figure}" for name, figure in report["trained"].items())
    return f"across the families of the corpus: {trained}\n\nheld out:\n\n{intents_as_text(report['held_out'])}"
