"""What is wrong with a desk, each mistake named by file and mail; a warning is what a person should look at again."""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from evaluation.attachments import Script
from evaluation.mails import BadScript
from evaluation.scoring import SECTIONS
from evaluation.scripts import BY_PERSON, FIELDS, ROWS, DeskFolder, Scripted
from nlp.reading import ChangeAction, DeductionReason, DisputeReason, IntentName, QueryTopic
from workflows.letters import LetterKind

SAYS = {"language", "customer", "intents", BY_PERSON, *SECTIONS}
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
ORDER_KEYS = {"number", "customer", "po_number", "date", "lines", "state"}
SENT_KEYS = {"message_id", "kind", "customer", "documents", "subject", "date"}
MONEY = re.compile(r"-?\d{1,9}\.\d{2,4}")
CURRENCY = re.compile(r"[A-Z]{3}")
LANGUAGE = re.compile(r"[a-z]{2}|und")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fault:
    where: str  # "mails-1.toml 017"
    what: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {'warning: ' if self.warning else ''}{self.what}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the book and the history hold, for the labels to be compared with."""

    customers: frozenset[str]
    skus: frozenset[str]
    invoices: Mapping[str, str]  # number -> customer
    sent: frozenset[str]
    own_domains: frozenset[str]


def faults_of_desk(desk: DeskFolder) -> list[Fault]:
    """Every mistake and warning, file by file."""
    known = known_of(desk)
    found = [*book_faults(desk), *history_faults(desk.history, known), *double_ids(desk)]
    for scripted in desk.mails:
        where = f"{scripted.file} {scripted.id}"
        found += [Fault(where, what, warning) for what, warning in mail_faults(desk, scripted, known)]
    return found


def known_of(desk: DeskFolder) -> Known:
    def column(file: str, *names: str) -> list[tuple[str, ...]]:
        path = desk.path / file
        if not path.is_file():
            return []
        text = path.read_text("utf-8-sig")
        head = text.split("\n", 1)[0]
        rows = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
        return [tuple(row.get(name) or "" for name in names) for row in rows]

    companies = desk.configuration.get("companies", {}).values()
    return Known(
        customers=frozenset(number for (number,) in column("customers.csv", "number")),
        skus=frozenset(sku for (sku,) in column("products.csv", "sku")),
        invoices=dict((number, customer) for number, customer in column("invoices.csv", "number", "customer")),
        sent=frozenset(str(sent.get("message_id")) for sent in desk.history.get("sent", ())),
        own_domains=frozenset(str(company.get("email", "")).rpartition("@")[2] for company in companies),
    )


def book_faults(desk: DeskFolder) -> Iterator[Fault]:
    """The configuration and the import files, by the program's own readers."""
    from evaluation.opening import opened_book
    from workflows.errors import O2CError

    for needed in ("customers.csv", "products.csv", "invoices.csv"):
        if not (desk.path / needed).is_file():
            yield Fault(needed, "is missing")
    with tempfile.TemporaryDirectory(prefix="desk-") as place:
        try:
            app, refusals = opened_book(desk.path, Path(place), date(2026, 1, 1))
        except O2CError as error:
            yield Fault("bot.toml", str(error))
            return
        app.database.close()
    yield from (
        Fault("import", line.replace(f"{desk.path}/", "")) for refusal in refusals for line in refusal.split("\n")
    )


def history_faults(history: Script, known: Known) -> Iterator[Fault]:
    unknown = set(history) - {"order", "sent"}
    if unknown:
        yield Fault("history.toml", f"unknown tables: {', '.join(sorted(unknown))}")
    numbers = Counter(str(order.get("number")) for order in history.get("order", ()))
    numbers += Counter(str(sent.get("message_id")) for sent in history.get("sent", ()))
    yield from (Fault("history.toml", f"{number} stands there twice") for number, count in numbers.items() if count > 1)
    for order in history.get("order", ()):
        where = f"history.toml order {order.get('number')}"
        yield from row_faults(where, order, ORDER_KEYS, ("number", "customer", "date", "lines"), known)
        for line in order.get("lines", ()):
            if line.get("sku") not in known.skus:
                yield Fault(where, f"there is no article {line.get('sku')!r}")
            if not all(is_number(line[key]) for key in ("quantity", "unit_price") if key in line):
                yield Fault(where, f"quantity or unit_price of {line.get('sku')} is no number")
    for sent in history.get("sent", ()):
        where = f"history.toml sent {sent.get('message_id')}"
        yield from row_faults(where, sent, SENT_KEYS, ("message_id", "kind", "customer"), known)
        if sent.get("kind") not in list(LetterKind):
            yield Fault(where, f"kind {sent.get('kind')!r} is none of {', '.join(LetterKind)}")
        ours = known.invoices.keys() | {order.get("number") for order in history.get("order", ())}
        missing = [number for number in sent.get("documents", ()) if number not in ours]
        yield from (Fault(where, f"document {number} is not in the book", warning=True) for number in missing)


def row_faults(where: str, row: Script, keys: set[str], needed: tuple[str, ...], known: Known) -> Iterator[Fault]:
    yield from (Fault(where, f"{key!r} is no key here") for key in row if key not in keys)
    yield from (Fault(where, f"{key} is missing") for key in needed if key not in row)
    if row.get("customer") not in known.customers:
        yield Fault(where, f"there is no customer {row.get('customer')!r}")
    if not isinstance(row.get("date", date.min), date):
        yield Fault(where, f"date {row['date']!r} is no TOML date (2026-08-20 without quotes)")


def double_ids(desk: DeskFolder) -> Iterator[Fault]:
    ids = Counter(scripted.id for scripted in desk.mails)
    files = {scripted.id: scripted.file for scripted in desk.mails}
    yield from (
        Fault(files[id], f"the id {id} stands in the desk {count} times") for id, count in ids.items() if count > 1
    )
    yield from (Fault(file, "day is missing or no date") for file in {s.file for s in desk.mails if s.day is None})


Found = Iterator[tuple[str, bool]]
"""(what is wrong, whether it is a mere warning)."""


def mail_faults(desk: DeskFolder, scripted: Scripted, known: Known) -> Found:
    mail = scripted.mail
    try:
        desk.raw(scripted)
    except BadScript as error:
        yield error.why, False
    sent, answered = mail.get("sent"), mail.get("in_reply_to")
    if isinstance(sent, datetime) and scripted.day and sent.date() > scripted.day:
        yield f"was sent on {sent.date()}, after the day {scripted.day} of its file", True
    ours = isinstance(answered, str) and answered.strip("<>").rpartition("@")[2] in known.own_domains
    if ours and answered not in known.sent:
        yield f"in_reply_to {answered} is not in history.toml", True
    says = mail.get("says")
    if isinstance(says, dict):
        yield from label_faults(says, known)
        yield from day_faults(says, sent)


def label_faults(says: Script, known: Known) -> Found:
    for key in says.keys() - SAYS:
        yield f"says.{key} is no key of a label", False
    if not isinstance(says.get("language"), str) or not LANGUAGE.fullmatch(says["language"]):
        yield f"language {says.get('language')!r} is no ISO 639-1 code", False
    customer = says.get("customer")
    if customer is not None and customer not in known.customers:
        yield f"there is no customer {customer!r} in the book", False
    if not isinstance(says.get(BY_PERSON, False), bool):
        yield f"{BY_PERSON} is not true or false", False
    yield from intent_faults(says)
    for section in SECTIONS:
        if isinstance(says.get(section), dict):
            yield from section_faults(section, says[section], customer, known)
        elif section in says:
            yield f"{section} is no table", False


def intent_faults(says: Script) -> Found:
    intents = says.get("intents")
    if not isinstance(intents, list) or not intents or not all(isinstance(name, str) for name in intents):
        yield "intents is no list of names", False
        return
    for name in intents:
        if name not in list(IntentName):
            yield f"there is no intent {name!r}", False
    if len(set(intents)) < len(intents):
        yield "an intent stands there twice", False
    for section in SECTIONS:
        if section in says and section not in intents:
            yield f"says.{section} is there, but {section} is not among the intents", False
        if section in intents and section not in says:
            yield f"{section} is among the intents, but says.{section} is missing", False


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


def day_faults(says: Script, sent: Any) -> Found:
    """Days that cannot be right beside the day on which the mail was sent."""
    if not isinstance(sent, datetime):
        return
    today = sent.date()
    stated = [("order", "order_date", True), ("remittance", "payment_date", True), ("order", "requested_date", False)]
    stated += [("order_change", "requested_date", False)]
    for section, field, is_past in stated:
        table = says.get(section)
        day = day_of(table.get(field)) if isinstance(table, dict) else None
        if day and ((day > today) if is_past else (day < today)):
            yield f"{section}.{field} {day} lies {'after' if is_past else 'before'} the mail's own day {today}", True
    promise = says.get("promise")
    rows = promise.get("instalments", ()) if isinstance(promise, dict) else ()
    for row in rows if isinstance(rows, list) else ():
        day = day_of(row.get("date")) if isinstance(row, dict) else None
        if day and day < today:
            yield f"promise: the instalment of {day} lies before the mail's own day {today}", True


def is_money(value: Any) -> bool:
    return isinstance(value, str) and MONEY.fullmatch(value) is not None


def is_number(value: Any) -> bool:
    return number_of(value) is not None


def number_of(value: Any) -> Decimal | None:
    try:
        return None if isinstance(value, (bool, date)) or value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def is_quantity(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def day_of(value: Any) -> date | None:
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        return None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


AMOUNT = (is_money, 'an amount as text with two digits ("1204.50")')
DAY = (lambda value: day_of(value) is not None, 'a day ("2026-09-10")')
TEXT = (is_text, "a text")
FORMATS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(("total", "amount", "deduction", "unit_price"), AMOUNT),
    **dict.fromkeys(("order_date", "requested_date", "payment_date", "date"), DAY),
    **dict.fromkeys(("po_number", "reference", "description", "invoice"), TEXT),
    "quantity": (is_quantity, "a number (40, without quotes)"),
    "currency": (lambda value: isinstance(value, str) and CURRENCY.fullmatch(value) is not None, "an ISO 4217 code"),
    "invoices": (are_texts, "a list of numbers as text"),
}
