"""`o2cbot`: the command line, a few lines over `bot.app` each; nothing heavy is imported before it is needed."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.archive_commands import archive_cli
from bot.credit_commands import credit_cli
from bot.commands import billing, collecting, desk, mail, money, records
from bot.commands.asking import EXIT_UNUSABLE, Globals, say, unusable
from bot.refund_commands import refund_cli
from bot.terms_commands import terms

if TYPE_CHECKING:
    from bot.app import App

EXIT_REFUSED, EXIT_UNUSABLE = 1, 2
LOOKED_THROUGH_AFTER = 20_000  # new objects, not 700: nearly all that a start makes stays
GLOBAL_OPTIONS = {"--config": True, "--as-of": True, "--json": False}  # option -> takes a value

cli = typer.Typer(
    name="o2cbot",
    help="Reads customers' mail, keeps the receivables, answers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


cli.add_typer(archive_cli, name="archive")
cli.add_typer(credit_cli, name="credit")
cli.add_typer(refund_cli, name="refund")
cli.command()(terms)


@dataclass(slots=True)
class Globals:
    config: Path
    as_of: date | None
    json: bool


@cli.callback()
def main_options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Configuration (default: $O2CBOT_CONFIG or ./bot.toml)")] = None,
    as_of: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Business date (default: today)")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output")] = False,
) -> None:
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        unusable(f"--as-of {as_of!r} is not a date like 2026-02-16")
    context.obj = Globals(config or Path(os.environ.get("O2CBOT_CONFIG", "bot.toml")), day, as_json)


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


@cli.command()
def init(directory: Annotated[Path, typer.Argument()] = Path()) -> None:
    """Write a commented bot.toml, an empty database and the mail folders; never overwrites."""
    from bot.setup import initialise

    for line in initialise(directory):
        say(line)


@cli.command()
def demo(
    directory: Annotated[Path | None, typer.Argument(help="Where (default: a temporary folder)")] = None,
    port: Annotated[int, typer.Option(help="Port of the console")] = 8020,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the story")] = False,
) -> None:
    """A sample company and its mails through the whole process; serves the console."""
    from bot.demo.player import play

    play(directory, port=None if no_serve else port)


@cli.command()
def check(context: typer.Context) -> None:
    """Validate the configuration and reach every mailbox, the relay and the database; one row each."""
    rows = app_of(context).check()
    for row in rows:
        print(
            json.dumps(row, ensure_ascii=False)
            if context.obj.json
            else f"{row['state']:6} {row['what']}: {row['detail']}"
        )
    finish([f"{row['what']}: {row['detail']}" for row in rows if row["state"] == "failed"])


@cli.command("vat-ids")
def vat_ids(
    context: typer.Context,
    vies: Annotated[bool, typer.Option("--vies", help="Ask the register of the Union, too")] = False,
    vies_url: Annotated[str, typer.Option(help="Where the register is (default: the Commission's)")] = "",
) -> None:
    """Look at customers' VAT numbers by form and check digit; one row each."""
    from bot.vat_ids import DOUBTFUL, VIES_URL, Vies, rows

    app = app_of(context)
    with app.database.read() as uow:
        customers = uow.customers.where()
    doubtful = []
    for row in rows(customers, Vies(vies_url or VIES_URL) if vies or vies_url else None):
        shown = {"customer": row.customer, "country": row.country, "vat_id": row.vat_id, "state": row.state.value}
        print(json.dumps(shown, ensure_ascii=False) if context.obj.json else "  ".join(shown.values()))
        doubtful += [f"{row.customer}: {row.vat_id} is {row.state.value}"] if row.state in DOUBTFUL else []
    finish(doubtful)


@cli.command()
def authorize(
    context: typer.Context,
    account: Annotated[str, typer.Argument(help="A mailbox of bot.toml, or outgoing")],
    paste: Annotated[bool, typer.Option("--paste", help="The browser runs elsewhere: paste where it ends")] = False,
    port: Annotated[int, typer.Option(help="On loopback, for the browser's answer (default: any)")] = 0,
) -> None:
    """Sign in once as a person: the account's first refresh token, kept in the file that its refresh_token names."""
    from bot.mail.authorizing import authorize as authorized
    from bot.mail.browser_answers import LoopbackAnswer, PastedAnswer
    from bot.settings import load, secret

    settings = load(context.obj.config)
    accounts = settings.signing_in()
    if account not in accounts:
        unusable(f"{account!r} has no table oauth; there are: {', '.join(accounts) or 'none'}")
    ask = partial(typer.prompt, "The address at which your browser ended", err=True)
    kept = authorized(
        accounts[account],
        settings.base(),
        lambda name: secret(name, settings.base()),
        say,
        (lambda: PastedAnswer(ask)) if paste else (lambda: LoopbackAnswer(port)),
    )
    say(f"kept in {kept}; `o2cbot check` tries it")


@cli.command("import")
def import_(context: typer.Context, kind: str, files: list[Path]) -> None:
    """Import master data, contracts, usage, open invoices, deliveries, indices or rates from CSV or XLSX."""
    from bot.exchange.imports import KINDS
    from bot.serving import send_due
    from bot.terms_commands import warnings as terms_warnings

    if kind not in KINDS:
        unusable(f"there is no import {kind!r}; there are: {', '.join(KINDS)}")
    app = app_of(context)
    refusals = []
    for file in files:
        rows, refusal = app.import_file(kind, file)
        if refusal:
            refusals.append(refusal)
        else:
            say(f"{file}: {rows} {kind}")
    for warning in terms_warnings(app) if kind == "customers" else ():
        say(warning)
    send_due(app)
    finish(refusals)


@cli.command()
def bank(context: typer.Context, files: list[Path]) -> None:
    """Import bank statements and apply cash; each statement once."""
    from bot.serving import send_due

    app = app_of(context)
    refusals = []
    for file in files:
        summary, refusal = app.bank_file(file)
        if refusal:
            refusals.append(refusal)
        else:
            say(f"{file}: {summary}")
    send_due(app)
    finish(refusals)


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


READ_FACTS = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")


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
        unusable("--last-day must be a day like 2026-03-16")
    app_of(context).revise_revenue(schedule, day, reason, actor)


@cli.command()
def deposit(
    context: typer.Context,
    order: str,
    percent: Annotated[str, typer.Option(help='Of what is not yet invoiced, like "30"')],
) -> None:
    """Invoice part of a confirmed order before it is delivered; its later invoices take the deposit off."""
    from decimal import Decimal, InvalidOperation

    from bot.serving import send_due

    try:
        share = Decimal(percent)
    except InvalidOperation:
        share = Decimal(0)
    if not (share.is_finite() and 0 < share <= 100):
        unusable(f"--percent {percent!r} is not a percentage like 30")
    app = app_of(context)
    print(app.invoice_deposit(order, share))
    send_due(app)


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
        print(*app.promise(as_command(app, customer, invoices, pay, actor, tell=tell)), sep="\n")
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
        for id in app.record_call(made, spoken_by(app, customer, actor, tell=False)):
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


def decide(context: typer.Context, command: Any) -> None:
    """Carries out a person's decision and prints the id of what it made."""
    from workflows.errors import O2CError

    app = app_of(context)
    try:
        print(*app.decide_on_dunning(command), sep="\n")
    except O2CError as refusal:
        finish([str(refusal)])


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return unusable(f"{text!r} is no day like 2026-03-16")  # type: ignore[no-any-return]


@cli.command()
def reconcile(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="Write it as .xlsx or .json, too")] = None,
) -> None:
    """Bank against books by account and day, gaps, money that waits by age, tie-out; exit status 1 if a cent is off."""
    from bot.exchange.reconciliation import as_json, as_lines, as_xlsx
    from workflows.reconciliation import reconcile as compared

    app = app_of(context)
    if out is not None and out.suffix.lower() not in (".xlsx", ".json"):
        unusable(f"{out.name!r} is neither .xlsx nor .json")
    with app.database.read() as uow:
        found = compared(uow, app.desk, app.now().date())
    if out is not None:
        out.write_bytes(as_xlsx(found) if out.suffix.lower() == ".xlsx" else as_json(found).encode())
    print(as_json(found) if context.obj.json else "\n".join(as_lines(found)))
    finish(list(found.faults))


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
def export(
    context: typer.Context,
    kind: str,
    out: Annotated[Path | None, typer.Option(help="File instead of standard output")] = None,
    company: Annotated[str, typer.Option(help="Of fec and datev: which company, where there are several")] = "",
    year: Annotated[int, typer.Option(help="Of fec and datev: in which the financial year ends (default: this)")] = 0,
    encoding: Annotated[str, typer.Option(help="Of fec: utf-8 or iso-8859-15")] = "",
) -> None:
    """Export records as CSV, or JSON lines with --json; fec and datev as tax offices and advisers take them.

    Where FILE is a folder, fec and datev get the name there that is asked for.
    """
    from bot.exchange.accounting import BOOKS, book_of
    from bot.exchange.exports import KINDS, as_csv_lines, as_json_lines

    if kind not in KINDS and kind not in BOOKS:
        unusable(f"there is no export {kind!r}; there are: {', '.join([*KINDS, *BOOKS])}")
    app = app_of(context)
    with app.database.read() as uow:
        if kind in BOOKS:
            written = book_of(kind, company, uow, app.desk, app.now(), year=year, encoding=encoding)
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
    kind: Annotated[str, typer.Argument(help="aging, dso, collections, touchless or disputes")],
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
    last, differences = app.now().date(), ()
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
    refusal = app.act(CaseAction(case=case_id, action=action, actor=actor, text=text, owner=owner, amount=amount))
    send_due(app)
    finish([refusal] if refusal else [])


@cli.command()
def payment(
    context: typer.Context,
    payment_id: str,
    action: Annotated[str, typer.Argument(help="apply, keep (on account), undo, ask (the payer)")],
    line: Annotated[list[str] | None, typer.Option(help="Of apply: DOCUMENT=AMOUNT, as often as needed")] = None,
    customer: Annotated[str, typer.Option(help="Of keep and ask: whose money it is, where nobody knows")] = "",
    text: Annotated[str, typer.Option(help="Why; of ask: more words for the payer")] = "",
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Decide about money: put it on documents, leave it on account, take it back, ask the payer."""
    from decimal import Decimal, InvalidOperation

    from bot.serving import send_due
    from workflows.cash.amounts import Line
    from workflows.cash.deciding import ACTIONS, decide_payment
    from workflows.commands import DecidePayment
    from workflows.errors import O2CError

    if action not in ACTIONS:
        unusable(f"there is no action {action!r}; there are: {', '.join(ACTIONS)}")
    lines = []
    for each in line or []:
        document, _, amount = each.rpartition("=")
        try:
            lines.append(Line(document, Decimal(amount)))
        except InvalidOperation:
            unusable(f"--line {each!r} is not like INVOICE=1250.00")
    app = app_of(context)
    command = DecidePayment(payment_id, action, actor, tuple(lines), customer, text, app.desk.cash.person_limit)
    try:
        with app.database.begin() as uow:
            decide_payment(command, uow, app.desk, app.now())
    except O2CError as refusal:
        finish([str(refusal)])
    send_due(app)


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
    why = app.answers_stopped()
    if action == "release" and why:
        app.release_answers(actor)
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


@cli.command()
def user(
    context: typer.Context,
    name: str,
    role: Annotated[str, typer.Option(help="viewer, specialist, lead or admin")] = "specialist",
) -> None:
    """Add a person who may use the console, or give them a new password (asked for, or from $O2CBOT_PASSWORD)."""
    password = os.environ.get("O2CBOT_PASSWORD") or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    finish(app_of(context).add_user(name, role, password))


@cli.command()
def serve(context: typer.Context, port: Annotated[int | None, typer.Option(help="Port")] = None) -> None:
    """The console alone."""
    from bot.serving import serve_console

    app = app_of(context)
    serve_console(app, port or app.settings.console_port)


def hoisted(arguments: list[str]) -> list[str]:
    """Global options may stand anywhere ("o2cbot dun --json"): they are moved to the front."""
    front, rest = [], []
    remaining = iter(arguments)
    for argument in remaining:
        name = argument.partition("=")[0]
        if argument == "--":
            rest += [argument, *remaining]
        elif name in GLOBAL_OPTIONS:
            front.append(argument)
            if GLOBAL_OPTIONS[name] and "=" not in argument:
                front += [value for value in [next(remaining, None)] if value is not None]
        else:
            rest.append(argument)
    return front + rest


def main() -> None:
    """Runs a command; a refusal is one clear sentence, never a traceback."""
    from workflows.errors import O2CError

    gc.set_threshold(LOOKED_THROUGH_AFTER)
    # Read by numpy when it is loaded. Its products are small here: several threads mostly wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli(args=hoisted(sys.argv[1:]))
    except O2CError as error:
        say(str(error))
        raise SystemExit(EXIT_UNUSABLE) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        say(f"{error.filename or 'the operating system'}: {error.strerror}")
        raise SystemExit(EXIT_UNUSABLE) from None
    except Exception as error:
        # The database's driver speaks in its own classes; everything else is a fault of ours and shows its trace.
        if not hasattr(error, "orig"):
            raise
        say(f"the database failed: {error.orig}; nothing that was committed is lost")
        raise SystemExit(EXIT_UNUSABLE) from None


if __name__ == "__main__":
    main()
