"""`o2cbot` exports, reports, decides cases, and proves that the books were not changed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot import deeds
from bot.commands.asking import app_of, day_of, finish, say, unusable

cli = typer.Typer()


@cli.command()
def export(
    context: typer.Context,
    kind: str,
    out: Annotated[Path | None, typer.Option(help="File instead of standard output")] = None,
    company: Annotated[str, typer.Option(help="Of fec and datev: which company, where there are several")] = "",
    year: Annotated[int, typer.Option(help="Of fec and datev: in which the financial year ends (default: this)")] = 0,
    encoding: Annotated[str, typer.Option(help="Of fec: utf-8 or iso-8859-15")] = "",
    opening: Annotated[
        bool, typer.Option("--opening", help="Of datev: only the balances that the year begins with")
    ] = False,
) -> None:
    """Export records as CSV, or JSON lines with --json; fec and datev as tax offices and advisers take them.

    Where FILE is a folder, fec and datev get the name there that is asked for.
    """
    from bot.exchange.accounting import BOOKS, book_of
    from bot.exchange.exports import KINDS
    from bot.exchange.lines import as_csv_lines, as_json_lines

    if kind not in KINDS and kind not in BOOKS:
        unusable(f"there is no export {kind!r}; there are: {', '.join([*KINDS, *BOOKS])}")
    app = app_of(context)
    with app.database.read() as uow:
        if kind in BOOKS:
            written = book_of(kind, company, uow, app.desk, app.now(), year=year, encoding=encoding, opening=opening)
            data, out = written.data, out / written.name if out is not None and out.is_dir() else out
        else:
            lines: Callable[..., Iterable[str]] = as_json_lines if context.obj.json else as_csv_lines
            rows = KINDS[kind](uow, app.desk, app.now().date())
            data = "".join(line + "\n" for line in lines(rows)).encode()
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        out.write_bytes(data)


@cli.command()
def report(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="aging, dso, collections, revenue, touchless or disputes")],
    out: Annotated[Path | None, typer.Option(help="File: .json, .csv, .xlsx with charts; of disputes .png")] = None,
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day of the period")] = "",
    ages: Annotated[str, typer.Option(help="Of aging: upper ends of the overdue buckets, in days")] = "30,60,90",
) -> None:
    """Figures as of the business date, with their definitions; over 90 days, of disputes over a year."""
    from datetime import timedelta

    from bot.exchange.reports import KINDS, as_bytes
    from bot.exchange.tabulated import FORMATS, as_file
    from workflows.reporting.kinds import REPORTS, Asked

    if kind not in KINDS and kind not in REPORTS:
        unusable(f"there is no report {kind!r}; there are: {', '.join([*REPORTS, *KINDS])}")
    suffix = out.suffix.lower() if out else ".json" if context.obj.json else ".csv"
    if kind in REPORTS and suffix not in FORMATS:
        unusable(f"{out}: the report is written as {', '.join(FORMATS)}")
    app, buckets, first = app_of(context), ages_of(ages), day_of(since)
    last = app.now().date()
    differences: tuple[str, ...] = ()
    if first is not None and first > last:
        unusable(f"--from {first} is after {last}")
    with app.database.read() as uow:
        if kind in KINDS:
            data = as_bytes(KINDS[kind](uow, app.desk, first or last - timedelta(days=365), last), suffix)
        else:
            made = REPORTS[kind](uow, Asked(last, first, buckets))
            data, differences = as_file(made, suffix), made.differences
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        out.write_bytes(data)
    for difference in differences:
        say(difference)


def ages_of(text: str) -> tuple[int, ...]:
    """Ascending days from 1 on, at most twelve of them."""
    parts = text.split(",")
    days = tuple(int(part) for part in parts if part.strip().isdecimal() and len(part.strip()) <= 4)
    if len(days) != len(parts) or len(days) > 12 or list(days) != sorted({*days} - {0}):
        unusable(f"--ages {text!r} is no list of rising days like 30,60,90")
    return days


@cli.command()
def case(
    context: typer.Context,
    case_id: str,
    action: str,
    text: Annotated[str, typer.Option(help="Words of a reply, a reason")] = "",
    owner: Annotated[str, typer.Option(help="Of assign and escalate: to whom")] = "",
    amount: Annotated[str, typer.Option(help="Of credit: gross amount (default: the disputed one)")] = "",
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Act on a case: assign, reply, ask, resolve, credit, approve, decline, correct, reject, escalate."""
    from bot.serving import send_due
    from workflows.commands import CaseAction

    app = app_of(context)
    command = CaseAction(case_id, action, actor, text, owner, amount, signed_in=False)
    refusal = deeds.act(app, command)
    send_due(app)
    finish([refusal] if refusal else [])


@cli.command()
def audit(context: typer.Context, action: Annotated[str, typer.Argument(help="verify")] = "verify") -> None:
    """Verify the books: subledger and control account, payments, gapless numbers, the chain of posted documents."""
    from workflows.integrity import problems

    if action != "verify":
        unusable(f"there is no audit {action!r}; there is: verify")
    app = app_of(context)
    with app.database.read() as uow:
        found = problems(uow, app.desk)
    print(json.dumps({"problems": found}) if context.obj.json else "the books are sound" if not found else "")
    finish(found)
