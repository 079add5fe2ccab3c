"""What is wrong with a desk, each mistake named by file and mail; a warning is what a person should look at again."""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evaluation.attachments import Script
from evaluation.label_sections import Found, Known, section_faults
from evaluation.label_values import day_of, is_number
from evaluation.mails import BadScript
from evaluation.scoring import SECTIONS
from evaluation.scripts import BY_PERSON, DeskFolder, Scripted
from nlp.reading import IntentName
from workflows.letters import LetterKind

SAYS = {"language", "customer", "intents", BY_PERSON, *SECTIONS}
ORDER_KEYS = {"number", "customer", "po_number", "date", "lines", "state"}
SENT_KEYS = {"message_id", "kind", "customer", "documents", "subject", "date"}
LANGUAGE = re.compile(r"[a-z]{2}|und")


@dataclass(frozen=True, slots=True)
class Fault:
    where: str  # "mails-1.toml 017"
    what: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {'warning: ' if self.warning else ''}{self.what}"


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
