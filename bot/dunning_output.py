"""A page of a dunning run as the command line prints it: one line a letter, and one an item that waits where asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from workflows.dunning.facts import letter_as_json
from workflows.dunning.plan import Plan


def lines_of(plan: Plan, *, as_json: bool, why: bool) -> Iterator[str]:
    for letter in plan.letters:
        row = letter_as_json(letter)
        yield json.dumps(row, ensure_ascii=False) if as_json else _letter(row)
    for waiting in plan.waiting if why else ():
        plain = f"{waiting.customer} {waiting.company} {waiting.document} waits: {waiting.why}"
        yield json.dumps({"waits": asdict(waiting)}, ensure_ascii=False) if as_json else plain


def _letter(row: dict[str, Any]) -> str:
    """Any: the interface's JSON object."""
    documents = ", ".join(item["document"] for item in row["items"])
    return f"{row['customer']} {row['company']} level {row['level']}, {row['total']} {row['currency']}: {documents}"
