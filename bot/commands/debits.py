"""`o2cbot debit …`: collections by SEPA direct debit: what could be collected, proposals, and the file for the bank.

A collection is released in the console alone, where a person signs in: a name on a command line proves nobody, so what
is proposed here counts for nobody until a person takes it on in the console.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import app_of
from bot.commands.payment_files import decide, write

if TYPE_CHECKING:
    from workflows.collections.mandates import Collection

cli = typer.Typer(
    help="SEPA direct debits: proposed, released by a second person in the console, ordered by a file.",
    no_args_is_help=True,
)
Actor = Annotated[str, typer.Option(help="Who decides (default: $USER)")]
Day = Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="Day of the debit (default: the first possible)")]
USER = os.environ.get("USER", "script")


@cli.command()
def candidates(
    context: typer.Context,
    company: str,
    on: Annotated[
        str, typer.Option("--on", metavar="YYYY-MM-DD", help="Due by this day (default: business date)")
    ] = "",
) -> None:
    """List what could be collected, and why the rest of what is due under mandates may not."""
    from workflows.collections.candidates import candidates as found_by

    app = app_of(context)
    today = app.now().date()
    with app.database.read() as uow:
        found = found_by(uow, app.desk, company, _day(on) or today, today)
    rows = [
        {
            "document": number,
            "customer": one.item.customer,
            "mandate": one.mandate.reference,
            "amount": f"{one.amount:f}",
            "why_not": "",
        }
        for number, one in found.candidates.items()
    ]
    rows += [{"document": number, "why_not": why} for number, why in found.left_out.items()]
    for row in rows:
        _say(context, row)


@cli.command("list")
def listing(context: typer.Context) -> None:
    """List the collections, the oldest first."""
    with app_of(context).database.read() as uow:
        found = uow.debit_collections.where()
    for one in found:
        _say(context, _row(one))


def _say(context: typer.Context, row: Mapping[str, Any]) -> None:
    """Any: JSON."""
    shown = "  ".join(str(value) for value in row.values() if value)
    print(json.dumps(row, ensure_ascii=False) if context.obj.json else shown)


def _row(one: Collection) -> dict[str, Any]:
    """Any: JSON."""
    return {
        "id": one.id,
        "state": one.state.value,
        "collected_on": one.collected_on.isoformat(),
        "debits": len(one.lines),
        "amount": f"{one.total:f}",
        "proposed_by": one.proposed_by,
        "released_by": one.released_by,
        "file": one.file,
        "why": one.why,
    }


@cli.command()
def propose(
    context: typer.Context,
    company: str,
    on: Day = "",
    document: Annotated[list[str] | None, typer.Option(help="Only this invoice; may be given again")] = None,
    final: Annotated[list[str] | None, typer.Option(help="Mandate that ends with this debit (FNAL)")] = None,
    actor: Actor = USER,
) -> None:
    """Propose to collect what is due; prints the collection's id. In the console one person takes it on, another one
    releases it."""
    from workflows.collections.collecting import ProposeCollection
    from workflows.collections.collecting import propose as proposed

    app = app_of(context)
    command = ProposeCollection(company, actor, _day(on), tuple(document or ()), tuple(final or ()))
    decide(app, lambda uow: proposed(command, uow, app.desk, app.now()))


@cli.command()
def cancel(
    context: typer.Context, collection: str, reason: Annotated[str, typer.Option(help="Why")], actor: Actor = USER
) -> None:
    """Give a collection up that is in no file yet."""
    from workflows.collections.collecting import CancelCollection
    from workflows.collections.collecting import cancel as cancelled

    app = app_of(context)
    decide(app, lambda uow: cancelled(CancelCollection(collection, reason, actor), uow, app.desk, app.now()))


@cli.command()
def order(
    context: typer.Context,
    collection: str,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the file")] = Path(),
    version: Annotated[str, typer.Option(help="Of pain.008.001: 08 or 02")] = "08",
    actor: Actor = USER,
) -> None:
    """Write a released collection into a file for the bank, once."""
    from bot.banks.debit_files import debit_file, order_debits
    from workflows.collections.ordering import OrderCollection

    app = app_of(context)

    def ordered(uow: Any) -> tuple[str, ...]:
        _, made = order_debits(OrderCollection(collection, actor), version, uow, app.desk, app.now())
        for number, why in made.left_out:
            typer.echo(f"{number} is left out: {why}", err=True)
        return (made.id,)

    for number in decide(app, ordered):
        write(app, number, folder, debit_file)


@cli.command("file")
def file_again(
    context: typer.Context, number: str, folder: Annotated[Path, typer.Option("--to", help="Folder")] = Path()
) -> None:
    """Write a file that was made before once more, the same bytes."""
    from bot.banks.debit_files import debit_file

    write(app_of(context), number, folder, debit_file)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"--on {text!r} is not a day like 2026-04-07") from None
