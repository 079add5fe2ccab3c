"""Figures as a page of text, and what differs message by message: made for reading in a terminal."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.measure import Judgement

LONGEST = 100  # letters of a value that is shown
EMPTY = "-"
PARTICULAR = re.compile(r"'[^']{0,80}'|\S{0,40}\d\S{0,40}|(?<=: )[^.]{1,80}(?=\.)")  # what is of one message alone


def as_text(report: Mapping[str, Any]) -> str:
    """The whole report; shares with their counts, bounds of 95 % in brackets."""
    parts = [intents_as_text(report["intents"]), *people_as_text(report), sections_as_text(report["sections"])]
    return "\n\n".join([*parts, routes_as_text(report["routes"])])


def intents_as_text(figures: Mapping[str, Any]) -> str:
    head = ["", "n", "main intent", "macro-F1", "F1 any place", "exact set"]
    rows = [overall_row("all", figures)]
    rows += [overall_row(language, one) for language, one in figures.get("by_language", {}).items()]
    intents = [
        [
            name,
            one["n"],
            number(one["main_accuracy"]),
            number(one["precision"]),
            number(one["recall"]),
            number(one["f1"]),
        ]
        for name, one in figures.get("by_intent", {}).items()
    ]
    tables = [table(head, rows), table(["intent", "n", "main right", "precision", "recall", "F1"], intents)]
    sure = f"calibration error {number(figures['calibration_error'])}, "
    sure += f"right in 98 % of the surest {number(figures['coverage_at_precision_0.98'])}"
    return "\n\n".join([*tables, sure])


def overall_row(name: str, one: Mapping[str, Any]) -> list[Any]:
    low, high = one["main_intent_bounds"]
    accuracy = f"{number(one['main_intent_accuracy'])} ({number(low)}-{number(high)})"
    return [name, one["n"], accuracy, *(number(one[key]) for key in ("macro_f1", "macro_f1_any_place", "exact_set"))]


def people_as_text(report: Mapping[str, Any]) -> Iterator[str]:
    yield "\n".join(
        [
            f"language          {counted(report['language'])}",
            f"customer          {counted(report['customer'])}, invented {len(report['customer']['invented'])}",
            f"nothing differs   {counted(report['whole'])}, but for wording {report['whole']['but_for_wording']}",
        ]
    )


def sections_as_text(sections: Mapping[str, Any]) -> str:
    head = ["object", "exact", "but for wording", "currency only", "fact F1", "differing fields"]
    rows = [
        [
            name,
            counted(one),
            f"{one['but_for_wording']}/{one['n']}",
            len(one["currency_only"]),
            number(one["fact_f1"]),
            ", ".join(f"{field.partition('.')[2] or 'whole'} {n}" for field, n in one["differing_fields"].items()),
        ]
        for name, one in sections.items()
    ]
    return table(head, rows)


def routes_as_text(routes: Mapping[str, Any]) -> str:
    lines = [
        "routes            " + ", ".join(f"{name} {n}" for name, n in sorted(routes["routes"].items())),
        f"touchless         {number(routes['touchless_rate'])} of all; "
        f"of the actionable {counted(routes['touchless_of_actionable'])}",
        *(f"  {language:15} {counted(one)}" for language, one in routes["touchless_by_language"].items()),
        f"wrong among auto  {counted(routes['wrong_auto'])}, but for wording and currencies "
        f"{routes['wrong_but_for_wording_and_currency']}",
        *(f"  {name}: {', '.join(fields)}" for name, fields in routes["wrong_auto_files"].items()),
        f"for a person, but acted upon: {', '.join(routes['by_person_auto']) or 'none'}",
        f"ignored, but not to be: {', '.join(routes['wrongly_ignored']) or 'none'}",
        f"actionable and read right, but given to a person: {routes['right_but_for_a_person']}",
    ]
    return "\n".join(lines)


def failures_as_text(judgements: Sequence[Judgement]) -> str:
    """Each message in which something differs or which is wrongly acted upon; then why right ones went to a person."""
    blocks = ["\n".join(failure(one)) for one in judgements if one.differences or is_misrouted(one)]
    right = [one for one in judgements if one.is_actionable and not one.is_wrong and not one.is_auto]
    needless = Counter(why for one in right for why in {*PARTICULAR.sub("…", one.why).rstrip(".").split(". ")})
    reasons = [f"{count:4}  {why}" for why, count in needless.most_common()]
    return "\n\n".join([*blocks, "\n".join([f"{len(right)} read right, but given to a person:", *reasons])])


def is_misrouted(one: Judgement) -> bool:
    return one.is_auto and one.is_by_person


def failure(one: Judgement) -> Iterator[str]:
    wrong = "  WRONG AUTO" if one.is_auto and one.is_wrong else ""
    label, said = one.label, one.said
    intents = " + ".join(f"{intent['name']} {intent['confidence']:.2f}" for intent in said["intents"]) or EMPTY
    head = [one.name, label["language"] or EMPTY, label["customer"] or EMPTY, said["route"]]
    yield f"{'  '.join(head)}{wrong}  {intents}"
    if label["language"] and label["language"] != said["language"]:
        yield f"    language: {label['language']} | said {said['language']}"
    for each in one.differences:
        yield f"    {each.field}: {value(each.true)} | said {value(each.said)}"
    if one.is_by_person:
        yield "    by_person"
    if one.why and not one.is_auto:
        yield f"    why: {one.why}"


def value(whole: Any) -> str:
    text = json.dumps(whole, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def counted(one: Mapping[str, Any]) -> str:
    if not one["n"]:
        return "0/0"
    low, high = one["bounds"]
    return f"{one['hits']}/{one['n']} = {number(one['share'])} ({number(low)}-{number(high)})"


def number(figure: float | None) -> str:
    return EMPTY if figure is None else f"{figure:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns two blanks apart; the last one runs free."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in cells
    )
