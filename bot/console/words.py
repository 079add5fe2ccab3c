"""What the console says: values as a person reads them, commands and decisions in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from workflows import commands as c
from workflows.ledger.money import digits

NARROW = "\u202f"  # between groups of digits (ISO 80000-1)


def money(amount: Decimal | None, currency: str = "") -> str:
    """ "1 234.50 EUR": groups of three, the currency's digits, more only where the amount has them; "–" for none."""
    if amount is None:
        return "–"
    least = digits(currency)
    exact = -int(amount.normalize().as_tuple().exponent) if amount else 0
    text = f"{amount:,.{max(least, exact)}f}".replace(",", NARROW).replace("-", "−")
    return f"{text} {currency}".strip()


def number(value: Decimal | None) -> str:
    if value is None:
        return "–"
    return f"{value.normalize():,f}".replace(",", NARROW).replace("-", "−") if value else "0"


def day(value: date | None) -> str:
    return f"{value.day} {value:%b %Y}" if value else "–"


def moment(value: datetime | None) -> str:
    return f"{value.day} {value:%b %Y, %H:%M}" if value else "–"


def age(since: datetime, now: datetime) -> str:
    """How long ago in the largest fitting unit: "4 min", "3 h", "2 d"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes >= size:
            return f"{minutes // size}{NARROW}{unit}"
    return f"{minutes}{NARROW}min"


def in_fours(iban: str) -> str:
    """An account number as people compare it: "DE66 7344 1979"; anything with blanks or commas as it is."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if iban.isalnum() else iban


def label(code: str) -> str:
    """A code as a word of a page: "on_hold" -> "On hold"."""
    return LABELS.get(code) or code.replace("_", " ").capitalize()


LABELS: Mapping[str, str] = {
    "rest_none": "there is none",
    "rest_charge": "a charge of the bank",
    "rest_open": "nobody knows yet: it waits on the debit",
    "order_change": "Order change",
    "remittance": "Payment advice",
    "promise": "Promise",
    "query": "Question",
    "master_data": "Master data",
    "auto_reply": "Automatic reply",
    "spam": "Unwanted",
    "vat_id": "VAT number",
    "iban": "Bank account",
    "delivery_address": "Delivery address",
    "emails": "Mail addresses",
    "payment_seen": "Payment seen",
    "invoice_form": "Form of the invoice",
    "po_number": "Their number",
    "sku": "Article",
    "reference": "only a number or name in the text",
}


def page_of(record: str) -> str:
    """The page of a record by its id ("DE10-C-2026-00007" is a case), "" where it has none of its own."""
    kind = record.split("-")[-3] if record.count("-") >= 3 else ""
    return PAGES[kind].format(id=quote(record, safe="")) if kind in PAGES else ""


# Letters in the ids that `workflows.ledger.numbering` gives.
PAGES: Mapping[str, str] = {"C": "/cases/{id}", "O": "/orders/{id}", "M": "/changes?state=all#{id}"}


def place(field: str) -> str:
    """A dotted path in words: "remittance.lines.0.amount" -> "Payment advice, line 1: amount"."""
    part, *rest = field.split(".")
    row = next((int(word) + 1 for word in rest if word.isdigit()), 0)
    last = label(rest[-1]).lower() if rest and not rest[-1].isdigit() else ""
    named = f"{label(part)}, line {row}" if row else label(part)
    return f"{named}: {last}" if last else named


def told(command: c.Command) -> tuple[str, tuple[str, ...]]:
    """(what would be done, its particulars)."""
    return _TOLD[type(command)](command)


def _documents(numbers: tuple[str, ...]) -> str:
    return ", ".join(numbers) or "no document named"


def _line(line: Any) -> str:  # an order line of a reading
    price = f", asked at {money(line.unit_price)}" if line.unit_price is not None else ""
    return f"{number(line.quantity)} × {line.sku or '(article unknown)'} {line.description}{price}".strip()


def _place_order(command: c.PlaceOrder) -> tuple[str, tuple[str, ...]]:
    order = command.order
    wanted = (f"wanted on {day(order.requested_date)}",) if order.requested_date else ()
    total = (f"their total: {money(order.total, order.currency or '')}",) if order.total is not None else ()
    place = (f"goods to {command.delivery_address}",) if command.delivery_address else ()
    head = f"Place order {order.po_number or 'without a number'} of {command.customer} and confirm it"
    prices = "confirmed at our prices, every difference is named"
    return head, (*map(_line, order.lines), *wanted, *place, *total, prices)


def _change_order(command: c.ChangeOrder) -> tuple[str, tuple[str, ...]]:
    change = command.change
    verb = {"cancel": "Cancel", "change": "Change"}[change.action.value]
    wanted = (f"wanted on {day(change.requested_date)}",) if change.requested_date else ()
    return f"{verb} order {change.po_number or '(not named)'} of {command.customer}", (
        *map(_line, change.lines),
        *wanted,
    )


def _advise(command: c.AdviseRemittance) -> tuple[str, tuple[str, ...]]:
    advice = command.remittance
    currency = advice.currency or ""
    rows = tuple(
        f"{line.invoice}: {money(line.amount, currency)}"
        + (f", {money(line.deduction, currency)} kept back" if line.deduction else "")
        + (f" ({label(line.reason.value).lower()})" if line.reason else "")
        for line in advice.lines
    )
    paid = f", paid {day(advice.payment_date)}" if advice.payment_date else ""
    return f"Keep the payment advice of {command.customer} over {money(advice.total, currency)}{paid}", rows


def _dispute(command: c.RaiseDispute) -> tuple[str, tuple[str, ...]]:
    dispute = command.dispute
    amount = (f"contested: {money(dispute.amount, dispute.currency or '')}",) if dispute.amount is not None else ()
    head = f"Open a dispute of {command.customer}: {label(dispute.reason.value).lower()}"
    return head, (_documents(dispute.invoices), *amount, "its invoices are not dunned while it is open")


def _promise(command: c.PromisePayment) -> tuple[str, tuple[str, ...]]:
    rows = tuple(
        f"{day(one.date)}: {money(one.amount) if one.amount is not None else 'all that is due'}"
        for one in command.promise.instalments
    )
    return f"Keep the promise of {command.customer} for {_documents(command.promise.invoices)}", rows


def _query(command: c.AnswerQuery) -> tuple[str, tuple[str, ...]]:
    query = command.query
    about = _documents(query.invoices) if query.invoices else query.po_number or ""
    return f"Answer the question of {command.customer}: {label(query.topic.value).lower()}", (about,) if about else ()


def _master_data(command: c.RequestMasterDataChange) -> tuple[str, tuple[str, ...]]:
    rows = tuple(f"{label(field)}: {value}" for field, value in command.change.changes)
    return f"Ask two persons to decide on a change of {command.customer}", (*rows, *command.warnings)


def _bounce(command: c.RecordBounce) -> tuple[str, tuple[str, ...]]:
    return f"Mark our mail to {command.bounce.recipient or 'an unknown address'} as not delivered", ()


def _reply(command: c.NoteReply) -> tuple[str, tuple[str, ...]]:
    return f"Note the customer's answer in case {command.case}", ()


_TOLD: Mapping[type, Callable[[Any], tuple[str, tuple[str, ...]]]] = {
    c.PlaceOrder: _place_order,
    c.ChangeOrder: _change_order,
    c.AdviseRemittance: _advise,
    c.RaiseDispute: _dispute,
    c.PromisePayment: _promise,
    c.AnswerQuery: _query,
    c.RequestMasterDataChange: _master_data,
    c.RecordBounce: _bounce,
    c.NoteReply: _reply,
}
