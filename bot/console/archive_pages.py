"""The archive in the console: documents, letters and mails by number, customer, amount, day or words, to be seen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from starlette.responses import Response

from bot.archive import Archive
from bot.console.correction import BadEntry
from bot.console.web import Ask
from workflows.archive import Search


def search(ask: Ask) -> Response:
    fields = {name: ask.query(name).strip() for name in ("number", "customer", "amount", "from", "to", "text")}
    wanted = Search(
        number=fields["number"],
        customer=fields["customer"],
        amount=_amount(fields["amount"]),
        first=_day("from", fields["from"]),
        last=_day("to", fields["to"]),
        text=fields["text"],
    )
    with ask.console.database.read() as uow:
        rows = Archive(uow, ask.console.desk).find(wanted)
    return ask.page("archive.html.j2", rows=rows, fields=fields, asked=not wanted.is_empty, limit=wanted.limit)


def _amount(text: str) -> Decimal | None:
    """As people write it: "1 234,50" and "1234.50"."""
    plain = "".join(text.split()).replace("\u202f", "")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    try:
        found = Decimal(plain) if plain else None
    except InvalidOperation:
        raise BadEntry({"amount": f"{text!r} is no amount"}) from None
    if found is not None and not found.is_finite():
        raise BadEntry({"amount": f"{text!r} is no amount"})
    return found


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadEntry({name: f"{text!r} is no day like 2026-03-16"}) from None
