"""Calls: whom somebody calls today, and the case on one page with what to say and what may come of it."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from bot.call_sheet import sheet
from bot.console import entered
from bot.console.books import PAGE_ROWS, standing
from bot.console.web import Ask, decided
from bot.spoken_promise import spoken_by, spoken_call
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import DisputeReason
from workflows.collections.accounts import account_risks
from workflows.collections.model import CallTask, Outcome
from workflows.collections.worklist import call_of, last_calls, phones_of, worklist
from workflows.dispatch import record_call
from workflows.dunning.holds import holds_of
from workflows.errors import NotFound

PATH = "/dunning/calls"


def listing(ask: Ask) -> Response:
    console = ask.console
    with console.database.read() as uow:
        tasks = worklist(uow, console.desk, console.now().date())
    return ask.page("calls.html.j2", tasks=tasks[:PAGE_ROWS], total=len(tasks), day=console.now().date())


def show(ask: Ask) -> Response:
    console, today = ask.console, ask.console.now().date()
    with console.database.read() as uow:
        task = _task(ask, uow)
        return ask.page(
            "call.html.j2",
            task=task,
            sheet=sheet(task, console.desk, ask.person.name) if task.items else None,
            books=standing(uow, console.desk, task.customer, today),
            promises=uow.promises.where(customer=task.customer)[::-1][:PAGE_ROWS],
            cases=uow.cases.where(customer=task.customer)[::-1][:PAGE_ROWS],
            outcomes=[outcome.value for outcome in Outcome],
            reasons=[reason.value for reason in DisputeReason],
            today=today,
        )


def _task(ask: Ask, uow: SqlUnitOfWork) -> CallTask:
    """The account's call, due or not. Raises NotFound where nothing is open or no segment takes it."""
    console, customer = ask.console, ask.path("customer")
    account = (customer, ask.path("company"), ask.path("currency"))
    today = console.now().date()
    for found in account_risks(uow, console.desk, today, customer=customer):
        if found.account == account:
            held = {number: hold.value for number, hold in holds_of(uow, console.desk, today, found.items).items()}
            task = call_of(found, held, last_calls(uow, customer).get(account), today, console.desk)
            if task is not None:
                return replace(task, phones=phones_of(uow, [customer])[customer])
    raise NotFound("open account", " ".join(account))


def record(ask: Ask) -> Response:
    console, customer, company = ask.console, ask.path("customer"), ask.path("company")
    call = spoken_call(
        console,
        customer,
        entered.text(ask, "outcome"),
        entered.words(ask, "documents"),
        company,
        entered.day(ask, "day"),
        entered.text(ask, "amount"),
        entered.text(ask, "reason"),
        entered.text(ask, "text"),
        ask.person.name,
    )
    if not call.documents:  # what is about no document is about the account on the page
        call = replace(call, company=company, currency=ask.path("currency"))
    source = spoken_by(console, customer, ask.person.name, tell=bool(entered.text(ask, "tell")))

    def change(uow: SqlUnitOfWork) -> str:
        uow.lock(f"customer:{customer}")
        record_call(call, source, uow, console.desk, console.now())
        return "call_kept"

    return decided(ask, change, PATH)
