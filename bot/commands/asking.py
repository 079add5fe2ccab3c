"""What all commands ask of the line and of the desk: the configuration, the day, and how a refusal is said."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot import deeds

if TYPE_CHECKING:
    from bot.app import App

EXIT_REFUSED, EXIT_UNUSABLE = 1, 2


@dataclass(slots=True)
class Globals:
    config: Path
    as_of: date | None
    json: bool


def unusable(text: str) -> Any:
    say(text)
    raise SystemExit(EXIT_UNUSABLE)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def finish(refusals: list[str]) -> None:
    """Names each refused input on standard error; the exit status says whether there were any."""
    for refusal in refusals:
        say(refusal)
    if refusals:
        raise SystemExit(EXIT_REFUSED)


def app_of(context: typer.Context) -> App:
    from bot.app import build
    from bot.settings import load

    return build(load(context.obj.config), as_of=context.obj.as_of)


def decide(context: typer.Context, command: Any) -> None:
    """Carries out a person's decision and prints the id of what it made."""
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        print(*deeds.decide(app, command), sep="\n")
    except O2CError as refusal:
        finish([str(refusal)])


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return unusable(f"{text!r} is no day like 2026-03-16")  # type: ignore[no-any-return]
