"""`o2cbot credit …`: whom nothing more goes to and why, reviewed by the accounts or by a person's word."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot import deeds
from bot.commands.asking import app_of

if TYPE_CHECKING:
    from workflows.collections.credit_holds import HoldCredit, ReleaseCredit

cli = typer.Typer(
    help="Credit holds: list them, review the accounts, hold a customer, let one go on.", no_args_is_help=True
)
Actor = Annotated[str, typer.Option(help="Who decides (default: $USER)")]
Reason = Annotated[str, typer.Option(help="Why")]
USER = os.environ.get("USER", "script")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date like 2026-02-16") from None


@cli.command("list")
def list_(
    context: typer.Context, everything: Annotated[bool, typer.Option("--all", help="Also past ones")] = False
) -> None:
    """The holds of the business date, or all there ever were."""
    app = app_of(context)
    today = app.now().date()
    with app.database.read() as uow:
        holds = [hold for hold in uow.credit_holds.where() if everything or hold.holds(today)]
    for hold in holds:
        shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(hold).items()}
        line = f"{hold.id} {hold.customer} level {hold.level} since {hold.set_on}: {hold.reason}"
        print(json.dumps(shown, ensure_ascii=False) if context.obj.json else line)


@cli.command()
def review(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would change")] = False,
) -> None:
    """Set, move and end holds as the accounts stand on the business date."""
    from workflows.collections.credit_holds import review as reviewed

    app = app_of(context)
    with app.database.read() as uow:
        found = reviewed(uow, app.desk, app.now().date())
    rows = [
        {"customer": customer.number, "level": level, "why": why, "what": "held"} for customer, level, why in found.held
    ]
    rows += [{"customer": one.customer, "level": one.level, "why": one.reason, "what": "moved"} for one in found.moved]
    rows += [{"customer": one.customer, "level": one.level, "why": one.reason, "what": "ended"} for one in found.ended]
    if not dry_run:
        deeds.review_credit(app)
    for row in rows:
        print(
            json.dumps(row, ensure_ascii=False)
            if context.obj.json
            else "{what} {customer} level {level}: {why}".format(**row)
        )


@cli.command()
def hold(
    context: typer.Context,
    customer: str,
    reason: Reason,
    until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Last day (default: until it is released)")] = "",
    actor: Actor = USER,
) -> None:
    """New orders of a customer wait for a person; prints the hold's id."""
    from workflows.collections.credit_holds import HoldCredit

    _decide(context, HoldCredit(customer, reason, _day(until), actor))


@cli.command()
def release(
    context: typer.Context,
    hold: str,
    reason: Reason,
    until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Last day on which orders pass all the same")] = "",
    actor: Actor = USER,
) -> None:
    """Orders pass again, of a hold by the accounts until a day; a worse level holds again before."""
    from workflows.collections.credit_holds import ReleaseCredit

    _decide(context, ReleaseCredit(hold, reason, _day(until), actor))


def _decide(context: typer.Context, command: HoldCredit | ReleaseCredit) -> None:
    from workflows.errors import O2CError

    try:
        print(*deeds.decide(app_of(context), command), sep="\n")
    except O2CError as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from None
