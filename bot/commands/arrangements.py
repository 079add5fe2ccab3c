"""`o2cbot arrangement …`: what was agreed together, what was performed of it, and how a change of it is carried in."""

from __future__ import annotations

import json
import os
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.asking import app_of, day_of, unusable

cli = typer.Typer(help="Promises that share a price: list, perform, modify.", no_args_is_help=True)

Actor = Annotated[str, typer.Option(help="Who decides (default: $USER)")]
USER = os.environ.get("USER", "script")


@cli.command("list")
def list_(context: typer.Context, customer: Annotated[str, typer.Option(help="Only of this customer")] = "") -> None:
    """Every arrangement: its price, what is invoiced and earned of it, and each element's share."""
    from bot.arrangement_rows import lines_of, row, sights

    with app_of(context).database.read() as uow:
        for sight in sights(uow, customer):
            print(*([json.dumps(row(sight))] if context.obj.json else lines_of(sight)), sep="\n")


@cli.command()
def perform(
    context: typer.Context,
    element: Annotated[str, typer.Argument(help="As `list` names it: ARRANGEMENT#ELEMENT")],
    supplied: Annotated[str, typer.Option(help="How much of its quantity is done, all in all")],
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Since when (default: the business date)")] = "",
    actor: Actor = USER,
) -> None:
    """Note what of an element was handed over or performed: what that earns is booked at once."""
    from workflows.ledger.money import plain
    from workflows.revenue.supplying import perform

    amount = _decimal(supplied, "--supplied")
    app = app_of(context)
    day = day_of(on) or app.now().date()
    with app.database.begin() as uow:
        gained = perform(uow, app.desk, app.now(), schedule=element, supplied=amount, on=day, actor=actor)
        kept = uow.revenue_schedules.get(element)
    assert kept is not None
    print(f"{element}: {plain(gained, kept.currency)} {kept.currency} earned")


@cli.command()
def modify(
    context: typer.Context,
    arrangement: str,
    distinct: Annotated[
        bool, typer.Option("--distinct/--not-distinct", help="Is what is left distinct from what was supplied?")
    ],
    reason: Annotated[str, typer.Option(help="What was agreed")],
    add: Annotated[
        Path | None, typer.Option(help="Elements that are added: a file as for `import arrangements`")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="A contract that only adds to the price")] = None,
    alone: Annotated[
        list[str] | None, typer.Option(metavar="ELEMENT=AMOUNT", help="What the rest of an element costs by itself now")
    ] = None,
    actor: Actor = USER,
) -> None:
    """Carry a change of contracts and orders into their arrangement (IFRS 15.18-21); import what changed first."""
    from bot.exchange.arrangements import added_elements
    from bot.exchange.imports import parse_file
    from workflows.ledger.money import plain
    from workflows.revenue.modifying import modify as carry_in

    named = dict(_named(one) for one in alone or ())
    added = added_elements(parse_file("arrangements", add), arrangement, str(add)) if add is not None else []
    app = app_of(context)
    with app.database.begin() as uow:
        done = carry_in(
            uow, app.desk, app.now(), arrangement=arrangement, is_distinct=distinct, added=added,
            more_sources=source or (), alone=named, actor=actor, reason=reason,
        )  # fmt: skip
    amounts = {"price": plain(done.price, done.currency), "earned": plain(done.earned, done.currency)}
    said = {"arrangement": arrangement, "treatment": done.treatment.value, **amounts, "currency": done.currency}
    text = "{arrangement}: {treatment}, price {price} {currency}, {earned} booked at once".format(**said)
    print(json.dumps(said) if context.obj.json else text)


def _named(text: str) -> tuple[str, Decimal]:
    element, _, amount = text.rpartition("=")
    return element, _decimal(amount, "--alone")


def _decimal(text: str, option: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        unusable(f"{option} {text!r} is not a number like 12.50")
    return found
