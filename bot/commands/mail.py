"""`o2cbot` reads and works mail, answers, learns and measures itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import deeds
from bot.commands.asking import app_of, finish, say, unusable

READ_FACTS = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")

cli = typer.Typer()


@cli.command()
def read(context: typer.Context, paths: list[Path]) -> None:
    """Say what each message says, changing nothing. PATH: .eml, mbox, Maildir or a folder of them."""
    from bot.sampling import readings

    refusals: list[str] = []
    for reading in readings(app_of(context), paths, refusals):
        print(json.dumps(reading, ensure_ascii=False) if context.obj.json else as_words(reading))
    finish(refusals)


def as_words(reading: dict[str, Any]) -> str:
    intents = ", ".join(f"{intent['name']} {intent['confidence']:.2f}" for intent in reading["intents"]) or "nothing"
    customer = reading["customer"] or "unknown customer"
    head = f"{reading['file']}: {reading['language']}, {customer}, {intents}, {reading['route']}"
    facts = [f"  {name}: {json.dumps(reading[name], ensure_ascii=False)}" for name in READ_FACTS if reading[name]]
    return "\n".join([head, *facts, *(f"  ! {problem}" for problem in reading["problems"])])


@cli.command()
def run(
    context: typer.Context, once: Annotated[bool, typer.Option("--once", help="One full pass, then exit")] = False
) -> None:
    """Poll the mailboxes, work through what arrived, send what is due; with the console unless --once."""
    from bot.serving import run_once, serve_forever

    app = app_of(context)
    if once:
        finish(run_once(app))
    else:
        serve_forever(app, console=True)


@cli.command()
def worker(context: typer.Context) -> None:
    """One more worker process on the same PostgreSQL database."""
    from bot.serving import work_forever

    work_forever(app_of(context))


@cli.command()
def answers(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="release: let them go again")] = "",
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Say whether automatic answers go out; `answers release` lets them go after the desk stopped them by itself."""
    from bot.serving import send_due

    if action not in ("", "release"):
        unusable(f"there is no action {action!r}; there is: release")
    app = app_of(context)
    why = deeds.answers_stopped(app)
    if action == "release" and why:
        deeds.release_answers(app, actor)
        send_due(app)
        why = ""
    state = {"stopped": bool(why), "why": why}
    print(json.dumps(state) if context.obj.json else f"stopped: {why}" if why else "automatic answers go out")


@cli.command()
def replay(context: typer.Context, message_id: str) -> None:
    """Work a quarantined or reviewed message again; never repeats an effect."""
    from bot.serving import replay as replayed

    finish(replayed(app_of(context), message_id))


@cli.command()
def train(
    context: typer.Context,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to the desk's model before this one")] = False,
    shipped: Annotated[bool, typer.Option("--shipped", help="For developers: the model of the package itself")] = False,
) -> None:
    """Learn from what this desk's specialists decided; a model that reads worse is refused, and the old one stays."""
    from bot.learning import roll_back, train_desk, train_package

    if shipped:
        say(train_package())
        return
    app = app_of(context)
    said, refusals = (roll_back(app), []) if rollback else train_desk(app)
    say(said)
    finish(refusals)


@cli.command()
def evaluate(
    context: typer.Context,
    sets: Annotated[
        list[str] | None, typer.Argument(help="Desks by name or folder; folders of .eml with labels")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="PNG of reliability, and of coverage against risk")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="What differs, message by message")] = False,
) -> None:
    """Measure the reader on labelled sets (default: the intent model on the corpus' own held-out texts)."""
    from evaluation.commands import evaluated

    configured = (lambda: app_of(context)) if context.obj.config.is_file() else None
    print(evaluated(sets or [], configured, context.obj.as_of, as_json=context.obj.json, plot=plot, failures=failures))
