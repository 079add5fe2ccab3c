"""`o2cbot refund …`: what could go back to customers, proposals, and the file for the bank.

A refund is released in the console alone, where a person signs in: a name on a command line proves nobody, so what is
proposed here counts for nobody until a person takes it on in the console.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import app_of
from bot.commands.payment_files import decide, write

if TYPE_CHECKING:
    pass

cli = typer.Typer(
    help="Money that goes back to customers: proposed, released by a second person in the console, ordered by a file.",
    no_args_is_help=True,
)
Actor = Annotated[str, typer.Option(help="Who decides (default: $USER)")]
USER = os.environ.get("USER", "script")


def _rows(context: typer.Context, found: list[Any]) -> None:
    for one in found:
        row = {field.name: getattr(one, field.name) for field in fields(one)}
        shown = {name: None if value is None else str(value) for name, value in row.items()}
        print(json.dumps(shown, ensure_ascii=False) if context.obj.json else "  ".join(filter(None, shown.values())))


@cli.command("candidates")
def candidates(context: typer.Context, company: Annotated[str, typer.Option(help="Of this company")] = "") -> None:
    """List the money on account and the credit balances that could go back, the oldest first."""
    from workflows.cash.refundable import refundable

    with app_of(context).database.read() as uow:
        _rows(context, refundable(uow, company))


@cli.command("list")
def listing(
    context: typer.Context, every: Annotated[bool, typer.Option("--all", help="Also paid and given up ones")] = False
) -> None:
    """List the refunds that are under way."""
    from workflows.cash.refundable import under_way

    with app_of(context).database.read() as uow:
        _rows(context, uow.refunds.where() if every else under_way(uow))


@cli.command()
def propose(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Id of a payment, or number of a credit note")],
    amount: Annotated[str, typer.Option(help="Part of it (default: all that is left)")] = "",
    iban: Annotated[str, typer.Option(help="One of the customer's record (default: where it came from)")] = "",
    note: Annotated[str, typer.Option(help="Why it goes back")] = "",
    actor: Actor = USER,
) -> None:
    """Propose a refund; prints its id. In the console one person takes it on, another one releases it."""
    from workflows.cash.refunding import propose as proposed
    from workflows.commands import ProposeRefund

    try:
        part = Decimal(amount) if amount else None
    except InvalidOperation:
        raise typer.BadParameter(f"--amount {amount!r} is not an amount like 12.50") from None
    app = app_of(context)
    command = ProposeRefund(source, actor, part, iban, note)
    decide(app, lambda uow: proposed(command, uow, app.desk, app.now()))


@cli.command()
def cancel(
    context: typer.Context, refund: str, reason: Annotated[str, typer.Option(help="Why")], actor: Actor = USER
) -> None:
    """Give a refund up that is in no file yet."""
    from workflows.cash.refunding import cancel as cancelled
    from workflows.commands import CancelRefund

    app = app_of(context)
    decide(app, lambda uow: cancelled(CancelRefund(refund, actor, reason), uow, app.desk, app.now()))


@cli.command()
def order(
    context: typer.Context,
    company: str,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the files")] = Path(),
    version: Annotated[str, typer.Option(help="Of pain.001.001: 09 or 03")] = "09",
    actor: Actor = USER,
) -> None:
    """Write all released refunds of a company into files for its bank, one a currency; each refund once."""
    from bot.banks.refund_files import file_of, order_files
    from workflows.commands import OrderRefunds

    app = app_of(context)

    def ordered(uow: Any) -> tuple[str, ...]:
        made, left_out = order_files(OrderRefunds(company, actor), version, uow, app.desk, app.now())
        for number, why in left_out:
            typer.echo(f"{number} waits: {why}", err=True)
        return tuple(each.order.id for each in made)

    for number in decide(app, ordered):
        write(app, number, folder, file_of)


@cli.command("file")
def file_again(
    context: typer.Context, number: str, folder: Annotated[Path, typer.Option("--to", help="Folder")] = Path()
) -> None:
    """Write a file that was made before once more, the same bytes."""
    from bot.banks.refund_files import file_of

    write(app_of(context), number, folder, file_of)
