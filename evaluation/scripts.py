"""A desk's folder as values: its book, what happened before, its mails and their labels in contract form."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.attachments import Script
from evaluation.mails import Place, mail_bytes, message_id
from evaluation.scoring import SECTIONS
from workflows.errors import O2CError

HOME = Path(__file__).resolve().parent
PLACES = (HOME / "desks", HOME / "sets")
BY_PERSON = "by_person"
# Each section's fields in the contract's order, and what stands where nothing is said.
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "order": dict.fromkeys(("po_number", "order_date", "requested_date", "currency", "total")) | {"lines": []},
    "order_change": {"po_number": None, "action": None, "lines": [], "requested_date": None},
    "remittance": dict.fromkeys(("payment_date", "total", "currency", "reference")) | {"lines": []},
    "dispute": {"invoices": [], "reason": None, "amount": None, "currency": None},
    "promise": {"invoices": [], "instalments": []},
    "query": {"topic": None, "invoices": [], "po_number": None},
    "master_data": {"changes": {}},
}
ORDER_LINE = dict.fromkeys(("sku", "description", "quantity", "unit_price"))
ROWS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("order", "lines"): ORDER_LINE,
    ("order_change", "lines"): ORDER_LINE,
    ("remittance", "lines"): dict.fromkeys(("invoice", "amount", "deduction", "reason")),
    ("promise", "instalments"): dict.fromkeys(("date", "amount")),
}

Label = dict[str, Any]
"""A line of labels.jsonl (Any: JSON)."""


class BadDesk(O2CError):
    """A folder that is no desk, or a file of it that cannot be read; its words name both."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """One `[[mail]]` and where it stands; `day`: the business date of its file."""

    file: str
    day: date | None
    mail: Script

    @property
    def id(self) -> str:
        return str(self.mail.get("id", "without id"))


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """A folder of evaluation/desks, parsed but not judged."""

    path: Path
    configuration: Script
    history: Script
    mails: tuple[Scripted, ...]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def address(self) -> str:
        """Whom a mail is sent to whose script does not say: the first company's address."""
        companies = list(self.configuration.get("companies", {}).values())
        return str(companies[0].get("email", "")) if companies else ""

    def place(self, scripted: Scripted) -> Place:
        return Place(self.name, scripted.file, self.address)

    def raw(self, scripted: Scripted) -> bytes:
        """The mail's bytes. Raises BadScript."""
        return mail_bytes(scripted.mail, self.place(scripted))


def found_at(name: str | Path) -> Path:
    """The folder of a desk or set by its name, or the path itself. Raises BadDesk."""
    for path in (Path(name), *(place / name for place in PLACES)):
        if path.is_dir():
            return path.resolve()
    raise BadDesk(f"there is no desk or folder {str(name)!r}")


def parsed(path: Path) -> DeskFolder:
    """Raises BadDesk for a missing folder or file, or one that is no TOML."""
    if not (path / "bot.toml").is_file():
        raise BadDesk(f"{path}: has no bot.toml")
    history = path / "history.toml"
    return DeskFolder(
        path,
        toml(path / "bot.toml"),
        toml(history) if history.is_file() else {},
        tuple(scripted for file in sorted(path.glob("mails-*.toml"), key=in_order) for scripted in scripts_of(file)),
    )


def in_order(file: Path) -> tuple[int, str]:
    """mails-2 before mails-10."""
    return len(file.name), file.name


def toml(file: Path) -> Script:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDesk(f"{file.parent.name}/{file.name}: {error}") from error


def scripts_of(file: Path) -> Iterator[Scripted]:
    whole = toml(file)
    day = whole.get("day")
    for mail in whole.get("mail", ()):
        yield Scripted(file.name, day if isinstance(day, date) else None, mail)


def label_of(desk: DeskFolder, scripted: Scripted) -> Label:
    """What the mail says, as a line of labels.jsonl: what is left out is null or empty."""
    says = scripted.mail["says"]
    attached = [attachment["kind"] for attachment in scripted.mail.get("attachment", ())]
    tags = [BY_PERSON] if says.get(BY_PERSON) else []
    return {
        "file": f"{scripted.id}.eml",
        "message_id": message_id(desk.name, scripted.mail),
        "language": says.get("language"),
        "customer": says.get("customer"),
        "intents": list(says.get("intents", ())),
        **{section: section_of(section, says[section]) if section in says else None for section in SECTIONS},
        "tags": [*tags, *sorted(set(attached))],
    }


def section_of(section: str, stated: Script) -> dict[str, Any]:
    if section == "master_data":
        return {"changes": dict(stated.get("changes", {}))}
    return {field: whole(section, field, stated.get(field, empty)) for field, empty in FIELDS[section].items()}


def whole(section: str, field: str, value: Any) -> Any:
    """A field's value as JSON, the rows of a list with all their fields."""
    row = ROWS.get((section, field))
    if row is not None:
        return [{key: plain(line.get(key)) for key in row} for line in value]
    return plain(value)


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, list) else value


def labels_in(folder: Path) -> list[Label]:
    """The lines of a folder's labels.jsonl. Raises OSError where it is missing, BadDesk where a line is no label."""
    labels = []
    for number, line in enumerate((folder / "labels.jsonl").read_text("utf-8").splitlines(), 1):
        try:
            label = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            raise BadDesk(f"{folder}/labels.jsonl, line {number}: {error}") from error
        if label is not None:
            labels.append(label)
    return labels
