"""`o2cbot` books what the bank says, and a person's word on a payment; the bank is compared with the books."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import filing
from bot.commands.asking import app_of, finish, say, unusable

if TYPE_CHECKING:
    from bot.app import App
    from workflows.commands import DecidePayment

FILES_AT_ONCE = 50  # of the bank, until what they left behind is cleared away
cli = typer.Typer()


@cli.command()
def bank(context: typer.Context, files: list[Path]) -> None:
    """Import bank statements and apply cash; each statement once."""
    from bot.collector import collector_paused
    from bot.serving import send_due
    from workflows.cash.kept import KeptBook

    app = app_of(context)
    refusals, run = [], KeptBook()
    for several in (files[start : start + FILES_AT_ONCE] for start in range(0, len(files), FILES_AT_ONCE)):
        with collector_paused():  # what the run keeps would be looked through after every file
            for file in several:
                summary, refusal = filing.bank_file(app, file, run)
                if refusal:
                    refusals.append(refusal)
                else:
                    say(f"{file}: {summary}")
    send_due(app)
    finish(refusals)


@cli.command()
def payment(
    context: typer.Context,
    payment_id: str,
    action: Annotated[str, typer.Argument(help="apply, keep (on account), undo, ask (the payer)")],
    line: Annotated[list[str] | None, typer.Option(help="Of apply: DOCUMENT=AMOUNT, as often as needed")] = None,
    customer: Annotated[str, typer.Option(help="Of keep and ask: whose money it is, where nobody knows")] = "",
    text: Annotated[str, typer.Option(help="Why; of ask: more words for the payer")] = "",
    read: Annotated[str, typer.Option(help="Of ask: what the letter was shown with; without it nothing is sent")] = "",
    actor: Annotated[str, typer.Option(help="Who decides (default: $USER)")] = os.environ.get("USER", "script"),
) -> None:
    """Decide about money: put it on documents, leave it on account, take it back, ask the payer (shown, then sent)."""
    from decimal import InvalidOperation

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
    limit = app.desk.cash.person_limit
    command = DecidePayment(payment_id, action, actor, tuple(lines), customer, text, limit, read)
    try:
        if action == "ask" and not read:
            return print(_question(command, app))
        with app.database.begin() as uow:
            decide_payment(command, uow, app.desk, app.now())
    except O2CError as refusal:
        finish([str(refusal)])
    send_due(app)


def _question(command: DecidePayment, app: App) -> str:
    """The letter that would go out, and how to send it. Raises O2CError."""
    from bot.question_text import shown_draft
    from workflows.cash.asking import draft
    from workflows.errors import BadDecision, NotFound

    with app.database.read() as uow:
        payment = uow.payments.get(command.payment)
        if payment is None:
            raise NotFound("payment", command.payment)
        customer = uow.customers.get(command.customer or payment.customer)
        if customer is None:
            raise BadDecision("whose money is it? name the customer")
        found = draft(payment, customer, command.text, uow, app.desk, app.now().date())
        if found.refusal:
            raise BadDecision(found.refusal)
        subject, body = shown_draft(found, app.desk.company(found.company), customer, app.now())
    head = f"To: {', '.join(found.to)}\nSubject: {subject}"
    return f"{head}\n\n{body}\nto send it, say it again with --read {found.digest}"


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
