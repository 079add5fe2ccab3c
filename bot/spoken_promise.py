"""What a customer told a person, as the commands that a mail would have become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

from bot.storage.database import Database
from nlp.reading import Instalment, Promise
from workflows.addresses import letter_address
from workflows.collections.model import Outcome
from workflows.collections.outcomes import RecordCall
from workflows.commands import PromisePayment, Source
from workflows.correspondence import language_for
from workflows.errors import BadInput, NotFound
from workflows.ledger.money import is_exact, plain
from workflows.ports import Desk


class Told(Protocol):
    """What it takes of a desk: the command line's and the console's both have it."""

    @property
    def now(self) -> Callable[[], datetime]: ...
    @property
    def database(self) -> Database: ...
    @property
    def desk(self) -> Desk: ...


def instalment(told: str) -> Instalment:
    """ "2026-04-01" (all that is due) or "2026-04-01=500.00". Raises BadInput."""
    day, _, amount = told.partition("=")
    try:
        return Instalment(date.fromisoformat(day), _amount(amount) if amount else None)
    except ValueError as error:
        raise BadInput(told, "is no instalment", todo="write it like 2026-04-01 or 2026-04-01=500.00") from error


def _amount(told: str) -> Decimal:
    try:
        value = Decimal(told)
    except InvalidOperation:
        value = Decimal(0)
    if not (value.is_finite() and value > 0):
        raise BadInput(told, "is no amount", todo="write it like 500.00")
    return value


def _exact(amount: Decimal | None, currency: str) -> Decimal | None:
    """The amount; a letter would say another one where it has more decimals than its currency. Raises BadInput."""
    if amount is not None and not is_exact(amount, currency):
        raise BadInput(f"{amount:f}", f"has more decimals than {currency}", todo=f"say {plain(amount, currency)}")
    return amount


def as_command(
    app: Told, customer: str, invoices: Sequence[str], instalments: Sequence[str], actor: str, *, tell: bool
) -> PromisePayment:
    """Made on the business date; with `tell` the customer gets the confirmation. Raises BadInput, NotFound."""
    parts = tuple(sorted((instalment(told) for told in instalments), key=lambda part: part.date))
    source = spoken_by(app, customer, actor, tell=tell)
    with app.database.read() as uow:
        items = [item for number in invoices if (item := uow.open_items.get(number)) is not None]
    for item in items:
        for part in parts:
            _exact(part.amount, item.currency)
    return PromisePayment(source, customer, Promise(tuple(invoices), parts), app.now().date())


def spoken_by(app: Told, customer: str, actor: str, *, tell: bool) -> Source:
    """What a customer told a person, as a source: it is answered at the customer's address where `tell` says so."""
    with app.database.read() as uow:
        known = uow.customers.get(customer)
        if known is None:
            raise NotFound("customer", customer)
        address = next(iter(letter_address(known, uow)), "")
    return Source(
        message="",
        message_id="",
        sender=address,
        subject="",
        references=(),
        language=language_for(known, app.desk),
        may_answer=tell and bool(address),
        actor=actor,
    )


def spoken_call(
    app: Told,
    customer: str,
    outcome: str,
    documents: tuple[str, ...],
    company: str,
    day: date | None,
    amount: str,
    reason: str,
    text: str,
    actor: str,
) -> RecordCall:
    """A call; its account is that of the first document, else the customer's own. Raises BadInput, NotFound."""
    if outcome not in set(Outcome):
        raise BadInput(outcome, "is no outcome of a call", todo=f"one of {', '.join(Outcome)}")
    with app.database.read() as uow:
        known = uow.customers.get(customer)
        item = uow.open_items.get(documents[0]) if documents else None
    if known is None:
        raise NotFound("customer", customer)
    wanted = _amount(amount) if amount else None
    place, currency = (item.company, item.currency) if item else (company or known.company, known.currency)
    told = _exact(wanted, currency)
    return RecordCall(customer, place, currency, Outcome(outcome), documents, actor, text, day, told, reason)
