"""`o2cbot` bills contracts and deposits, recognises revenue, and shows a document."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from bot import deeds
from bot.commands.asking import app_of, day_of, finish, unusable

cli = typer.Typer()


@cli.command()
def bill(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be billed")] = False,
) -> None:
    """Bill contracts as of the business date: each period once, whatever was run before."""
    from bot.billing_run import line_of, rows, unbillable
    from bot.serving import send_due

    app = app_of(context)
    run, refused = app.billing_run(), []
    found = ((plan, ()) for plan in run.preview()) if dry_run else ((one.plan, one.numbers) for one in run.carry_out())
    for plan, numbers in found:
        for row in rows(plan, numbers):
            print(json.dumps(row, ensure_ascii=False) if context.obj.json else line_of(row))
        refused += unbillable(plan)
    if not dry_run:
        send_due(app)
    finish(refused)


@cli.command()
def revenue(
    context: typer.Context,
    until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Last day (default: the business date)")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be recognised")] = False,
) -> None:
    """Recognise deferred revenue up to a day; one row for each invoice line that changes."""
    from bot.revenue_run import line_of, row

    app = app_of(context)
    run = app.revenue_run(day_of(until) or app.now().date())
    for found in run.preview() if dry_run else run.carry_out():
        for one in found:
            print(json.dumps(row(one), ensure_ascii=False) if context.obj.json else line_of(one))


@cli.command("revise-revenue")
def revise_revenue(
    context: typer.Context,
    schedule: Annotated[str, typer.Argument(help="As `revenue` names it: INVOICE#LINE")],
    last_day: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="When the service ends, as is known now")],
    reason: Annotated[str, typer.Option(help="Why the estimate changed")],
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """A new end of a deferred line: the next `revenue` books the difference in its own period."""
    day = day_of(last_day)
    if day is None:
        unusable("--last-day says when the service ends: a day like 2026-03-16")
        return
    deeds.revise_revenue(app_of(context), schedule, day, reason, actor)


@cli.command()
def deposit(
    context: typer.Context,
    order: str,
    percent: Annotated[str, typer.Option(help='Of what is not yet invoiced, like "30"')],
) -> None:
    """Invoice part of a confirmed order before it is delivered; its later invoices take the deposit off."""
    from decimal import InvalidOperation

    from bot.serving import send_due

    try:
        share = Decimal(percent)
    except InvalidOperation:
        share = Decimal(0)
    if not (share.is_finite() and 0 < share <= 100):
        unusable(f"--percent {percent!r} is not a percentage like 30")
    app = app_of(context)
    print(deeds.invoice_deposit(app, order, share))
    send_due(app)


@cli.command()
def prepay(
    context: typer.Context,
    order: str,
    payment: Annotated[str, typer.Argument(help="The payment whose money lies on account")],
    amount: Annotated[str, typer.Option(help='Part of it, like "500.00" (default: all that is free)')] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Give free what no invoice has taken")] = False,
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Set money on account aside for an order or a contract: its invoices state it as paid (BT-113), and take it."""
    from decimal import InvalidOperation

    from workflows.invoicing import prepaying
    from workflows.ledger.money import plain

    try:
        share = Decimal(amount) if amount else None
    except InvalidOperation:
        share = Decimal("NaN")
    if share is not None and not share.is_finite():
        unusable(f"--amount {amount!r} is not an amount like 500.00")
    app = app_of(context)
    with app.database.begin() as uow:
        if withdraw:
            made = prepaying.withdraw(uow, app.now(), payment=payment, order=order, actor=actor)
        else:
            made = prepaying.set_aside(
                uow, app.desk, app.now(), payment=payment, order=order, amount=share, actor=actor
            )
    print(f"{payment}: {plain(made.left, made.currency)} {made.currency} set aside for {order}")


@cli.command()
def document(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="invoice, order, delivery or plan")],
    key: Annotated[str, typer.Argument(help="A number; of a delivery ORDER or ORDER:DAY; of a plan the customer's")],
    out: Annotated[Path | None, typer.Option(help="File instead of standard output")] = None,
) -> None:
    """A document of the books as a PDF: an invoice or credit note, what was confirmed, a delivery note, a plan."""
    from bot.papers import PAPERS
    from workflows.errors import NotFound

    if kind not in PAPERS:
        unusable(f"there is no document {kind!r}; there are: {', '.join(PAPERS)}")
    app = app_of(context)
    try:
        with app.database.read() as uow:
            made = PAPERS[kind](key, uow, app.desk, app.now().date())
    except (NotFound, ValueError) as refusal:
        finish([str(refusal)])
        return
    (sys.stdout.buffer.write if out is None else out.write_bytes)(made)
