"""A Reading as a form and back: what a person leaves as it is stays exactly as it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from bot.storage.codec import build
from nlp import reading as r
from nlp.reading import Intent, IntentName, Reading

SPARE_ROWS = 2  # empty ones below those that were read
MAX_ROWS = 500
NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?")
# Money that a person enters. Three digits behind a sign may be thousands ("1.250"): nobody guesses which was meant.
AMOUNT = re.compile(r"-?\d{1,12}(?:[.,](?:\d{1,2}|\d{4}))?")
BLANKS = re.compile(r"[\s\u202f\u00a0]")


class BadEntry(ValueError):
    """Entries that cannot be taken: field -> what is wrong, in words."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(f"{name}: {why}" for name, why in faults.items()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One input. `kind`: text, date, number, list (one value a line or comma) or choice (of `choices`)."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One fact of a Reading: its own entries, and the entries of each of its rows."""

    name: str  # the Reading's field and its intent's name
    title: str
    kind: type[Any]
    entries: tuple[Entry, ...]
    rows: str = ""
    row: tuple[Entry, ...] = ()


def _choice(name: str, label: str, kind: type[Enum], required: bool = False) -> Entry:
    return Entry(name, label, "choice", tuple(str(item.value) for item in kind), required)


_ORDER_LINE = (
    Entry("sku", "Article"),
    Entry("description", "Description"),
    Entry("quantity", "Quantity", "number", required=True),
    Entry("unit_price", "Unit price", "number"),
)
PARTS: tuple[Part, ...] = (
    Part(
        "order", "Order", r.Order,
        (Entry("po_number", "Their number"), Entry("order_date", "Ordered on", "date"),
         Entry("requested_date", "Wanted on", "date"), Entry("currency", "Currency"),
         Entry("total", "Total", "number")),
        "lines", _ORDER_LINE,
    ),
    Part(
        "order_change", "Change of an order", r.OrderChange,
        (Entry("po_number", "Their number"), _choice("action", "Action", r.ChangeAction, True),
         Entry("requested_date", "Wanted on", "date")),
        "lines", _ORDER_LINE,
    ),
    Part(
        "remittance", "Payment advice", r.Remittance,
        (Entry("payment_date", "Paid on", "date"), Entry("total", "Total", "number"), Entry("currency", "Currency"),
         Entry("reference", "Reference")),
        "lines",
        (Entry("invoice", "Document", required=True), Entry("amount", "Amount", "number"),
         Entry("deduction", "Kept back", "number"), _choice("reason", "Reason", r.DeductionReason)),
    ),
    Part(
        "dispute", "Dispute", r.Dispute,
        (Entry("invoices", "Invoices", "list"), _choice("reason", "Reason", r.DisputeReason, True),
         Entry("amount", "Amount", "number"), Entry("currency", "Currency")),
    ),
    Part(
        "promise", "Promise to pay", r.Promise, (Entry("invoices", "Invoices", "list"),),
        "instalments", (Entry("date", "Pays on", "date", required=True), Entry("amount", "Amount", "number")),
    ),
    Part(
        "query", "Question", r.Query,
        (_choice("topic", "Topic", r.QueryTopic, True), Entry("invoices", "Invoices", "list"),
         Entry("po_number", "Their number")),
    ),
    Part(
        "master_data", "Change of master data", r.MasterDataChange, (), "changes",
        (Entry("field", "Field", "choice", ("name", "address", "emails", "contact", "vat_id", "iban"), True),
         Entry("value", "New value", required=True)),
    ),
)  # fmt: skip


def money(text: str) -> Decimal | None:
    """An amount as a person entered it; None for what is none, or may be two."""
    plain = BLANKS.sub("", text).replace("−", "-")
    return Decimal(plain.replace(",", ".")) if AMOUNT.fullmatch(plain) else None


def as_form(reading: Reading) -> dict[str, str]:
    """Every input of the form with its text; the names are the dotted paths that Evidence uses."""
    named = {intent.name.value for intent in reading.intents}
    form = {"customer": reading.customer or "", "language": reading.language}
    for part in PARTS:
        form[f"has.{part.name}"] = "yes" if part.name in named else ""
        form |= _part_as_form(part, getattr(reading, part.name))
    return form


def row_count(part: Part, form: Mapping[str, str]) -> int:
    """How many rows the form of a part has: those with content and a few spare ones."""
    prefix = f"{part.name}.{part.rows}."
    used = [int(name[len(prefix) :].split(".")[0]) for name in form if name.startswith(prefix) and form[name]]
    return min(max(used, default=-1) + 1 + SPARE_ROWS, MAX_ROWS)


def corrected(reading: Reading, given: Mapping[str, str]) -> Reading:
    """The Reading as the form has it. Raises BadEntry, naming every entry that cannot be taken."""
    before = as_form(reading)
    form = {name: _tidy(text) for name, text in given.items()}
    faults: dict[str, str] = {}
    changes: dict[str, Any] = {}
    if "customer" in form and form["customer"] != _tidy(before["customer"]):
        changes["customer"] = form["customer"] or None
    if form.get("language"):  # a mail is always in some language
        changes["language"] = form["language"]
    wanted = [part for part in PARTS if form.get(f"has.{part.name}")]
    for part in PARTS:
        if part not in wanted:
            if before[f"has.{part.name}"]:
                changes[part.name] = None
        elif not _same(part, before, form):
            fact = _fact(part, form, faults)
            if fact is not None:
                changes[part.name] = fact
    if faults:
        raise BadEntry(faults)
    return replace(reading, **changes, intents=_intents(reading, tuple(part.name for part in wanted)))


def _intents(reading: Reading, wanted: tuple[str, ...]) -> tuple[Intent, ...]:
    """Those that were read and stay, as they were; then those that a person added, who is certain of them."""
    parts = {part.name for part in PARTS}
    if {intent.name.value for intent in reading.intents if intent.name.value in parts} == set(wanted):
        return reading.intents
    kept = tuple(intent for intent in reading.intents if intent.name.value in wanted)
    named = {intent.name.value for intent in kept}
    added = tuple(Intent(IntentName(name), 1.0) for name in wanted if name not in named)
    return (*kept, *added) or (Intent(IntentName.OTHER, 1.0),)


def _part_as_form(part: Part, fact: Any) -> dict[str, str]:  # a fact of any part
    form = {f"{part.name}.{entry.name}": _text(getattr(fact, entry.name, None)) for entry in part.entries}
    for number, row in enumerate(getattr(fact, part.rows, ()) if part.rows else ()):
        values = row if isinstance(row, tuple) else [getattr(row, entry.name) for entry in part.row]
        for entry, value in zip(part.row, values, strict=True):
            form[f"{part.name}.{part.rows}.{number}.{entry.name}"] = _text(value)
    return form


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    return "\n".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _tidy(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _same(part: Part, before: Mapping[str, str], form: Mapping[str, str]) -> bool:
    """Whether the form says of this part what was read; what the browser does to blanks is no change."""

    def flat(texts: Mapping[str, str]) -> dict[str, str]:
        own = {name: " ".join(text.split()) for name, text in texts.items() if name.startswith(part.name + ".")}
        return {name: text for name, text in own.items() if text}

    return bool(before[f"has.{part.name}"]) and flat(before) == flat(form)


def _fact(part: Part, form: Mapping[str, str], faults: dict[str, str]) -> Any:
    """The fact of a part; None with its faults noted."""
    known = len(faults)
    data: dict[str, Any] = {e.name: _value(e, f"{part.name}.{e.name}", form, faults) for e in part.entries}
    if part.rows:
        data[part.rows] = [
            _row(part, number, form, faults)
            for number in range(row_count(part, form))
            if any(form.get(f"{part.name}.{part.rows}.{number}.{entry.name}") for entry in part.row)
        ]
    if len(faults) > known:
        return None
    return build(part.kind, {f.name: data[f.name] for f in fields(part.kind) if f.name in data})


def _row(part: Part, number: int, form: Mapping[str, str], faults: dict[str, str]) -> Any:
    path = f"{part.name}.{part.rows}.{number}"
    values = {e.name: _value(e, f"{path}.{e.name}", form, faults) for e in part.row}
    if "description" in values:
        values["description"] = values["description"] or ""
    return list(values.values()) if part.name == "master_data" else values


def _value(entry: Entry, path: str, form: Mapping[str, str], faults: dict[str, str]) -> Any:
    text = form.get(path, "").strip()
    if entry.kind == "list":
        return [word for word in re.split(r"[,;\s]+", text) if word]
    if not text:
        if entry.required:
            faults[path] = f"{entry.label} is missing"
        return None
    if entry.kind == "number":
        if not NUMBER.fullmatch(text):
            faults[path] = "write the number like 1234.50"
        return text.replace(",", ".")
    if entry.kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            faults[path] = "write the date like 2026-03-16"
    if entry.kind == "choice" and text not in entry.choices:
        faults[path] = f"{text} is none of {', '.join(entry.choices)}"
    return text
