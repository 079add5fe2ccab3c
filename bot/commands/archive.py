"""`o2cbot archive …`: find, export for an auditor, legal holds, and what a person lets go of after its years."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.asking import app_of

if TYPE_CHECKING:
    from workflows.archive import Item

cli = typer.Typer(
    help="What was sent and what came: find, export, hold, verify, and let go of it by a person's word.",
    no_args_is_help=True,
)
Actor = Annotated[str, typer.Option(help="Who decides: a person's name")]
Reason = Annotated[str, typer.Option(help="Why")]
Day = Annotated[str, typer.Option(metavar="YYYY-MM-DD")]


def _day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{option} {text!r} is not a date like 2026-02-16") from None


def _print(context: typer.Context, rows: Iterable[dict[str, object]], words: str) -> None:
    """One line each: JSON, or some columns in words."""
    for row in rows:
        shown = {name: value if isinstance(value, str) or value is None else str(value) for name, value in row.items()}
        text = words.format(**{name: value or "" for name, value in shown.items()})
        print(json.dumps(shown, ensure_ascii=False) if context.obj.json else " ".join(text.split()))


@cli.command()
def find(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Of a document, an order, a case, or a Message-ID")] = "",
    customer: Annotated[str, typer.Option(help="Its number, or part of its name")] = "",
    amount: Annotated[str, typer.Option(help='Total of a document, like "1234.50"')] = "",
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD")] = "",
    until: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD")] = "",
    company: Annotated[str, typer.Option(help="Of this company")] = "",
    text: Annotated[str, typer.Option(help="Words in letters and mails")] = "",
) -> None:
    """Find documents, letters and mails, with the hash of what was kept and how long it stays."""
    from bot.archive import Archive
    from workflows.archive import Search

    try:
        total = Decimal(amount) if amount else None
    except InvalidOperation:
        raise typer.BadParameter(f"--amount {amount!r} is not an amount like 1234.50") from None
    search = Search(number, customer, total, _day(since, "--from"), _day(until, "--to"), company, text)
    if search.is_empty:
        raise typer.BadParameter("say a number, a customer, an amount, a day or words")
    app = app_of(context)
    with app.database.read() as uow:
        found = Archive(uow, app.desk).find(search)
    _print(
        context, (asdict(row) for row in found),
        "{day} {what} {number} {customer} {name} {amount} {currency} {subject} [{state}, until {kept_until}] {sha256}",
    )  # fmt: skip
    if not found:
        raise typer.Exit(1)


@cli.command()
def export(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day")],
    until: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day")],
    out: Annotated[Path, typer.Option(help="The ZIP")],
    company: Annotated[str, typer.Option(help="Of this company alone")] = "",
) -> None:
    """A period for an auditor as one ZIP: documents, letters, mails, tables with their description, books, hashes."""
    from bot.archive_export import AuditorsExport
    from workflows.ledger.years import Period

    first, last = _day(since, "--from"), _day(until, "--to")
    if first is None or last is None or first > last:
        raise typer.BadParameter("--from must be a day not after --to")
    app = app_of(context)
    with app.database.read() as uow:
        files = AuditorsExport(uow, app.desk, app.now(), Period(first, last), company).write(out)
    typer.echo(f"{out}: {files} files", err=True)


@cli.command()
def verify(context: typer.Context) -> None:
    """Prove that everything is as it was kept, and that nothing is gone without a person's release."""
    from bot.archive_keeping import Keeping

    app = app_of(context)
    with app.database.read() as uow:
        found = list(Keeping(uow, app.desk).verify())
    print(json.dumps({"problems": found}) if context.obj.json else "the archive is whole" if not found else "")
    for problem in found:
        typer.echo(problem, err=True)
    if found:
        raise typer.Exit(1)


@cli.command()
def hold(
    context: typer.Context,
    actor: Actor,
    reason: Reason,
    customer: Annotated[str, typer.Option(help="Everything of this customer")] = "",
    document: Annotated[str, typer.Option(help="What is about this document or order")] = "",
) -> None:
    """Set a legal hold: nothing of it can be let go of until a person lifts it."""
    from bot.archive_keeping import Keeping

    if bool(customer) == bool(document):
        raise typer.BadParameter("say either --customer or --document")
    app = app_of(context)
    with app.database.begin() as uow:
        print(Keeping(uow, app.desk).hold(customer, document, actor, reason, app.now()).id)


@cli.command()
def lift(context: typer.Context, id: str, actor: Actor, reason: Reason) -> None:
    """Lift a legal hold."""
    from bot.archive_keeping import Keeping

    app = app_of(context)
    with app.database.begin() as uow:
        Keeping(uow, app.desk).lift(id, actor, reason, app.now())


@cli.command()
def holds(context: typer.Context) -> None:
    """List the legal holds, lifted ones too."""
    from bot.archive_keeping import Keeping

    app = app_of(context)
    with app.database.read() as uow:
        rows = [asdict(each) for each in Keeping(uow, app.desk).holds()]
    _print(context, rows, "{id} {customer} {document} {reason} {set_by} {set_on} {lifted_by} {lifted_on}")


@cli.command()
def due(context: typer.Context) -> None:
    """List what a person may let go of: its years are over, nobody holds it, nothing of it is open."""
    from bot.archive_keeping import Keeping

    app = app_of(context)
    with app.database.read() as uow:
        rows = [asdict(item) for item in Keeping(uow, app.desk).due(app.now().date())]
    _print(context, rows, "{day} {kind} {id} {customer} {subject} {key}")


@cli.command()
def release(
    context: typer.Context,
    actor: Actor,
    reason: Reason,
    before: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Only what is older than this day")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Delete for good what `archive due` lists; its hash, who did it and why stay."""
    from bot.archive_keeping import Keeping

    app, day = app_of(context), _day(before, "--before")
    with app.database.read() as uow:
        wanted: list[Item] = [
            item for item in Keeping(uow, app.desk).due(app.now().date()) if day is None or item.day < day
        ]
    if wanted and not yes:
        typer.confirm(f"Delete {len(wanted)} items for good?", abort=True, err=True)
    with app.database.begin() as uow:
        done = Keeping(uow, app.desk).release(wanted, actor, reason, app.now())
    typer.echo(f"{done} items are deleted", err=True)
