"""What is wrong with one section of a label: keys, types, articles and documents of the book, sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluation.attachments import Script
from evaluation.label_values import FORMATS, number_of
from evaluation.scripts import FIELDS, ROWS
from nlp.reading import ChangeAction, DeductionReason, DisputeReason, QueryTopic

WORDS: Mapping[tuple[str, str], Iterable[str]] = {
    ("order_change", "action"): list(ChangeAction),
    ("dispute", "reason"): list(DisputeReason),
    ("query", "topic"): list(QueryTopic),
    ("remittance.lines", "reason"): list(DeductionReason),
}
NEEDED = {
    ("order_change", "action"),
    ("dispute", "reason"),
    ("query", "topic"),
    ("order.lines", "quantity"),
    ("remittance.lines", "invoice"),
    ("promise.instalments", "date"),
}
CHANGES = ("name", "address", "emails", "contact", "vat_id", "iban")
CENT = Decimal("0.01")
Found = Iterator[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the book and the history hold, for the labels to be compared with."""

    customers: frozenset[str]
    skus: frozenset[str]
    invoices: Mapping[str, str]  # number -> customer
    sent: frozenset[str]
    own_domains: frozenset[str]


def section_faults(section: str, stated: Script, customer: str | None, known: Known) -> Found:
    if section == "master_data":
        yield from change_faults(stated)
        return
    yield from field_faults(section, stated, FIELDS[section], known)
    for (owner, field), keys in ROWS.items():
        rows = stated.get(field, ()) if owner == section else ()
        if not isinstance(rows, (list, tuple)) or not all(isinstance(row, dict) for row in rows):
            yield f"{section}.{field} is no list of tables", False
            return
        for row in rows:
            yield from field_faults(f"{section}.{field}", row, keys, known)
    yield from invoice_faults(section, stated, customer, known)
    yield from SUMS.get(section, no_sum)(stated)


def change_faults(stated: Script) -> Found:
    changes = stated.get("changes")
    if set(stated) != {"changes"} or not isinstance(changes, dict) or not changes:
        yield "master_data holds one table: changes", False
        return
    for field, value in changes.items():
        if field not in CHANGES:
            yield f"master_data.changes.{field} is none of {', '.join(CHANGES)}", False
        if not isinstance(value, str):
            yield f"master_data.changes.{field} is no text", False


def field_faults(where: str, stated: Script, keys: Mapping[str, Any], known: Known) -> Found:
    """Keys, types and formats of one table of a label."""
    for key in stated.keys() - keys.keys():
        yield f"{where}.{key} is no field of the contract", False
    for key in keys:
        value = stated.get(key)
        if value is None:
            if (where, key) in NEEDED:
                yield f"{where}.{key} is missing", False
            elif key == "description":
                yield f"{where}.description is missing: the customer's words for the article", True
        elif (where, key) in WORDS:
            if value not in WORDS[where, key]:
                yield f"{where}.{key} {value!r} is none of {', '.join(WORDS[where, key])}", False
        elif key in FORMATS and not FORMATS[key][0](value):
            yield f"{where}.{key} {value!r} is not {FORMATS[key][1]}", False
        elif key == "sku" and value not in known.skus:
            yield f"{where}: there is no article {value!r} in the book", False


def invoice_faults(section: str, stated: Script, customer: str | None, known: Known) -> Found:
    lines = [line["invoice"] for line in stated.get("lines", ()) if "invoice" in line]
    named = [number for number in (*stated.get("invoices", ()), *lines) if isinstance(number, str) and len(number) > 1]
    for number in named:
        owner = known.invoices.get(number)
        if owner is None:
            yield f"{section}: invoice {number!r} is not in the book", True
        elif customer is not None and owner != customer:
            yield f"{section}: invoice {number} belongs to {owner}, not to {customer}", True
    for number, count in Counter(named).items():
        if count > 1:
            yield f"{section}: invoice {number} stands there {count} times", True


def order_sum(stated: Script) -> Found:
    lines = stated.get("lines", ())
    if not lines:
        yield "order has no lines", True
    total, prices = number_of(stated.get("total")), [number_of(line.get("unit_price")) for line in lines]
    quantities = [number_of(line.get("quantity")) for line in lines]
    if total is None or None in prices or None in quantities:
        return
    found = sum((price * many for price, many in zip(prices, quantities, strict=True) if price and many), Decimal(0))
    if abs(found - total) > CENT:
        yield f"order: the lines come to {found}, the total is {total}", True


def remittance_sum(stated: Script) -> Found:
    lines = stated.get("lines", ())
    total, amounts = number_of(stated.get("total")), [number_of(line.get("amount")) for line in lines]
    for line in lines:
        if line.get("reason") and "deduction" not in line:
            yield f"remittance: {line.get('invoice')} has a reason without a deduction", True
        if (number_of(line.get("deduction")) or 0) < 0:
            yield f"remittance: the deduction of {line.get('invoice')} is negative", True
    if total is None or not lines or None in amounts:
        return
    kept = sum((number_of(line.get("deduction")) or Decimal(0) for line in lines), Decimal(0))
    found = sum((amount for amount in amounts if amount), Decimal(0)) - kept
    if abs(found - total) > CENT:
        yield f"remittance: the lines less deductions come to {found}, the total is {total}", True


def dispute_sum(stated: Script) -> Found:
    if ("amount" in stated) != ("currency" in stated):
        yield "dispute: amount and currency stand together or not at all", True


def change_content(stated: Script) -> Found:
    if stated.get("action") == ChangeAction.CHANGE and not stated.get("lines") and "requested_date" not in stated:
        yield "order_change: changes neither a line nor the day", True


def promise_content(stated: Script) -> Found:
    if not stated.get("instalments"):
        yield "promise has no instalments: without a day it is none", True


def no_sum(stated: Script) -> Found:
    yield from ()


SUMS: Mapping[str, Callable[[Script], Found]] = {
    "order": order_sum,
    "order_change": change_content,
    "remittance": remittance_sum,
    "dispute": dispute_sum,
    "promise": promise_content,
}
