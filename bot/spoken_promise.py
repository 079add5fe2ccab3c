"""A promise that a customer made to a person, as the command that a mail would have become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from nlp.reading import Instalment, Promise
from workflows.addresses import letter_address
from workflows.commands import PromisePayment, Source
from workflows.correspondence import language_for
from workflows.errors import BadInput, NotFound

if TYPE_CHECKING:
    from bot.app import App


def instalment(told: str) -> Instalment:
    """ "2026-04-01" (all that is due) or "2026-04-01=500.00". Raises BadInput."""
    day, _, amount = told.partition("=")
    try:
        value = Decimal(amount) if amount else None
        if value is not None and not (value.is_finite() and value > 0):
            raise ValueError(amount)
        return Instalment(date.fromisoformat(day), value)
    except (ValueError, InvalidOperation) as error:
        raise BadInput(told, "is no instalment", todo="write it like 2026-04-01 or 2026-04-01=500.00") from error


def as_command(
    app: App, customer: str, invoices: Sequence[str], instalments: Sequence[str], actor: str, *, tell: bool
) -> PromisePayment:
    """Made on the business date; with `tell` the customer gets the confirmation. Raises BadInput, NotFound."""
    parts = tuple(sorted((instalment(told) for told in instalments), key=lambda part: part.date))
    with app.database.read() as uow:
        known = uow.customers.get(customer)
        if known is None:
            raise NotFound("customer", customer)
        address = next(iter(letter_address(known, uow)), "")
    source = Source(
        message="",
        message_id="",
        sender=address,
        subject="",
        references=(),
        language=language_for(known, app.desk),
        may_answer=tell and bool(address),
        actor=actor,
    )
    return PromisePayment(source, customer, Promise(tuple(invoices), parts), app.now().date())
