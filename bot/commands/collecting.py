"""`o2cbot` duns, stops and resumes, notes promises and calls, and writes statements and court files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from bot import deeds
from bot.commands.asking import app_of, day_of, decide, finish, say, unusable

cli = typer.Typer()


@cli.command()
def dun(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list the letters")] = False,
    why: Annotated[bool, typer.Option("--why", help="Also every overdue item that waits, and its reason")] = False,
    company: Annotated[list[str] | None, typer.Option(help="Only for this company; may be given again")] = None,
) -> None:
    """The dunning run as of the business date."""
    from bot.dunning_output import lines_of
    from bot.serving import send_due
    from workflows.dunning.campaign import Tally

    app = app_of(context)
    unknown = sorted(set(company or ()) - set(app.desk.companies))
    if unknown:
        raise typer.BadParameter(f"there is no company {', '.join(unknown)}")
    if app.desk.has_segment_policies and not dry_run:
        deeds.assign_segments(app)
    campaign, tally = app.campaign(tuple(company or ())), Tally()
    for plan in campaign.preview() if dry_run else campaign.carry_out():
        tally.add(plan)
        for line in lines_of(plan, as_json=context.obj.json, why=why):
            print(line)
    if not dry_run:
        send_due(app)
    for line in (*tally.lines(), *([] if dry_run else campaign.failed())):
        say(line)
    finish([str(refusal) for refusal in tally.refused])


@cli.command("stop-dunning")
def stop_dunning(
    context: typer.Context,
    customer: str,
    reason: Annotated[str, typer.Option(help="Why nobody shall dun")],
    document: Annotated[str, typer.Option(help="Only this document (default: everything of the customer)")] = "",
    until: Annotated[str, typer.Option(help="Last day of the stop, YYYY-MM-DD (default: until it is lifted)")] = "",
    insolvency: Annotated[bool, typer.Option("--insolvency", help="Insolvency proceedings are open")] = False,
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Nobody duns a customer or one document any more, until a day or until it is lifted; prints the stop's id."""
    from workflows.commands import StopDunning

    kind = "insolvency" if insolvency else "manual"
    decide(context, StopDunning(customer, document, kind, reason, day_of(until), actor))


@cli.command("resume-dunning")
def resume_dunning(
    context: typer.Context,
    stop: str,
    reason: Annotated[str, typer.Option(help="Why dunning goes on")],
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Lifts a stop: dunning goes on where it was."""
    from workflows.commands import ResumeDunning

    decide(context, ResumeDunning(stop, reason, actor))


@cli.command()
def promise(
    context: typer.Context,
    customer: str,
    invoices: Annotated[list[str], typer.Argument(help="What is promised to be paid")],
    pay: Annotated[list[str], typer.Option(help="DAY or DAY=AMOUNT; once for each instalment")],
    tell: Annotated[bool, typer.Option("--tell", help="Confirm it to the customer by mail")] = False,
    actor: Annotated[str, typer.Option(help="Who was told (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Keep a promise to pay, or a plan of instalments, that a customer made by phone; prints an id for each."""
    from bot.serving import send_due
    from bot.spoken_promise import as_command
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        print(*deeds.decide(app, as_command(app, customer, invoices, pay, actor, tell=tell)), sep="\n")
    except O2CError as refusal:
        finish([str(refusal)])
    send_due(app)


@cli.command()
def calls(
    context: typer.Context,
    company: Annotated[list[str] | None, typer.Option(help="Only of this company; may be given again")] = None,
    most: Annotated[int, typer.Option(help="So many calls", min=1)] = 20,
    actor: Annotated[str, typer.Option(help="Who calls (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Whom somebody calls today, most urgent first: why, what about, and what to say in the customer's language."""
    from bot.call_sheet import as_text, sheet
    from workflows.collections.worklist import worklist

    app = app_of(context)
    with app.database.read() as uow:
        tasks = worklist(uow, app.desk, app.now().date(), tuple(company or ()))
    for task in tasks[:most]:
        told = sheet(task, app.desk, actor)
        print(json.dumps(told, ensure_ascii=False) if context.obj.json else as_text(told) + "\n")
    say(f"{len(tasks)} calls, {min(most, len(tasks))} shown")


@cli.command()
def call(
    context: typer.Context,
    customer: str,
    outcome: Annotated[
        str, typer.Argument(help="promised, disputed, paid, no_answer, wrong_number, refuses, insolvent")
    ],
    document: Annotated[list[str] | None, typer.Option(help="An invoice talked about; may be given again")] = None,
    company: Annotated[str, typer.Option(help="Which of ours (default: the one that serves the customer)")] = "",
    day: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="Of promised: the day")] = "",
    amount: Annotated[str, typer.Option(help="Of promised and disputed (default: all that is open)")] = "",
    reason: Annotated[str, typer.Option(help="Of disputed: price, quantity, damaged …")] = "",
    text: Annotated[str, typer.Option(help="What was said")] = "",
    actor: Annotated[str, typer.Option(help="Who called (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Keep what a call came to, and do what follows from it: a promise, a case, a stop; prints the ids made."""
    from bot.serving import send_due
    from bot.spoken_promise import spoken_by, spoken_call
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        made = spoken_call(
            app, customer, outcome, tuple(document or ()), company, day_of(day), amount, reason, text, actor
        )
        for id in deeds.record_call(app, made, spoken_by(app, customer, actor, tell=False)):
            print(id)
    except O2CError as refusal:
        finish([str(refusal)])
    send_due(app)


@cli.command()
def waive(
    context: typer.Context,
    document: str,
    reason: Annotated[str, typer.Option(help="Why it is not claimed any more")],
    what: Annotated[str, typer.Option(help="interest, compensation or both")] = "both",
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Gives up interest, compensation or both of an invoice."""
    from workflows.commands import WaiveCharges

    if what not in ("interest", "compensation", "both"):
        unusable(f"{what!r} is none of interest, compensation, both")
    decide(context, WaiveCharges(document, what, reason, actor))


@cli.command("legal-file")
def legal_file(
    context: typer.Context,
    case_id: str,
    out: Annotated[Path, typer.Option(help="Folder for the papers")],
) -> None:
    """The papers of a registered letter in a folder: the letters, our invoices, the data of the claim."""
    from bot.legal_file import write_legal_file
    from workflows.errors import NotFound

    app = app_of(context)
    try:
        with app.database.read() as snapshot:
            for path in write_legal_file(case_id, snapshot, app.desk, out):
                print(path)
    except NotFound as refusal:
        finish([str(refusal)])


@cli.command()
def statement(
    context: typer.Context,
    customer: Annotated[str, typer.Argument(help="Its number; without one --all")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="Every customer with something open")] = False,
    kind: Annotated[str, typer.Option(help="open: open items; movements: all that changed the balance")] = "open",
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="Of movements (default: a year)")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for PDF and XLSX instead of sending them")] = None,
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Statements of account as of the business date, one for each company: sent once a day, or written to a folder."""
    from bot.serving import send_due
    from bot.statement_run import StatementRun
    from workflows.errors import NotFound
    from workflows.statements.handlers import StatementKind

    if kind not in set(StatementKind):
        unusable(f"{kind!r} is none of {', '.join(StatementKind)}")
    if bool(customer) == everyone:
        unusable("say either a customer or --all")
    app = app_of(context)
    run = StatementRun(app.database, app.desk, app.now(), StatementKind(kind), (), day_of(since), bool(customer))
    wanted = run.customers() if everyone else [customer]
    try:
        for made in run.write(wanted, out) if out else run.send(wanted, f"{app.now().date()}", actor):
            print(made)
    except NotFound as refusal:
        finish([str(refusal)])
    if out is None:
        send_due(app)


@cli.command()
def segments(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would change")] = False,
) -> None:
    """Look at all customers' risk and keep the segment of each: policies of dunning may differ by it."""
    from workflows.collections.segmenting import changed

    app = app_of(context)
    with app.database.read() as uow:
        found = changed(uow, app.desk, app.now().date())
    if not dry_run:
        deeds.assign_segments(app)
    for customer, segment in sorted(found.items()):
        print(json.dumps({"customer": customer, "segment": segment}) if context.obj.json else f"{customer} {segment}")
