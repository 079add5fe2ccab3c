"""The values that a Reading states, each with the dotted path that its evidence names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from nlp.reading import MasterDataChange, Reading

SECTIONS = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")
ATTACHMENT = "attachment:"


def values_of(reading: Reading) -> Iterator[tuple[str, Any]]:
    """(path, value) of every value of the sections that is there: "remittance.lines.0.amount"."""
    for section in SECTIONS:
        value = getattr(reading, section)
        if value is not None:
            yield from values_in(section, value)


def values_in(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The same below one path; null and empty values are none."""
    if isinstance(value, MasterDataChange):
        yield from ((f"{path}.changes.{name}", text) for name, text in value.changes)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from values_in(f"{path}.{number}", each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from values_in(f"{path}.{each.name}", getattr(value, each.name))
    elif value is not None and value != "":
        yield path, value


def text_of(reading: Reading, source: str) -> str | None:
    """The text that the offsets of a source point into; None for the book and the answered mail."""
    if source.startswith(ATTACHMENT):
        return reading.attachments[int(source.removeprefix(ATTACHMENT))].text
    return {"subject": reading.subject, "body": reading.text}.get(source)
