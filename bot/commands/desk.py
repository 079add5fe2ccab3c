"""`o2cbot` sets a desk up: configuration, demo, check, credentials, records taken over, people, console."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import deeds, filing
from bot.commands.asking import app_of, finish, say, unusable

cli = typer.Typer()


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
    from bot.self_check import check as checked

    rows = checked(app_of(context))
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
    from bot.commands.terms import warnings as terms_warnings
    from bot.exchange.imports import KINDS
    from bot.serving import send_due

    if kind not in KINDS:
        unusable(f"there is no import {kind!r}; there are: {', '.join(KINDS)}")
    app = app_of(context)
    refusals = []
    for file in files:
        rows, refusal = filing.import_file(app, kind, file)
        if refusal:
            refusals.append(refusal)
        else:
            say(f"{file}: {rows} {kind}")
    for warning in terms_warnings(app) if kind == "customers" else ():
        say(warning)
    send_due(app)
    finish(refusals)


@cli.command()
def user(
    context: typer.Context,
    name: str,
    role: Annotated[str, typer.Option(help="viewer, specialist, lead or admin")] = "specialist",
) -> None:
    """Add a person who may use the console, or give them a new password (asked for, or from $O2CBOT_PASSWORD)."""
    password = os.environ.get("O2CBOT_PASSWORD") or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    finish(deeds.add_user(app_of(context), name, role, password))


@cli.command()
def serve(context: typer.Context, port: Annotated[int | None, typer.Option(help="Port")] = None) -> None:
    """The console alone."""
    from bot.serving import serve_console

    app = app_of(context)
    serve_console(app, port or app.settings.console_port)
