"""Where a Reading differs from what is true: field by field, lines in any order, numbers by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from evaluation.scoring import SECTIONS

Json = Mapping[str, Any]
"""A label or a Reading in the contract's form (Any: JSON)."""

AMOUNTS = frozenset({"total", "amount", "deduction", "unit_price", "quantity"})
WORDING = "description"
LISTS = ("lines", "instalments")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: its dotted path ("remittance.lines.reason"), what is true, what was said."""

    field: str
    true: Any
    said: Any

    @property
    def is_wording(self) -> bool:
        return self.field.endswith(f".{WORDING}")

    @property
    def is_unnamed_currency(self) -> bool:
        """A currency was said that the message does not name: from the book, and perhaps rightly."""
        return self.field.endswith(".currency") and self.true is None


@dataclass(frozen=True, slots=True)
class FactCount:
    """Field values of one kind of object: in both, only said, only true."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    def __add__(self, other: FactCount) -> FactCount:
        return FactCount(self.right + other.right, self.invented + other.invented, self.missed + other.missed)

    @property
    def f1(self) -> float | None:
        whole = 2 * self.right + self.invented + self.missed
        return 2 * self.right / whole if whole else None


def differences(label: Json, reading: Json) -> tuple[Difference, ...]:
    """What acting on the reading would get wrong: the set of intents, the customer, every fact."""
    found = []
    said = [intent["name"] for intent in reading["intents"]]
    if set(said) != set(label["intents"]):
        found.append(Difference("intents", label["intents"], said))
    if label["customer"] != reading["customer"]:
        found.append(Difference("customer", label["customer"], reading["customer"]))
    for section in SECTIONS:
        found += section_differences(section, label.get(section), reading.get(section))
    return tuple(found)


def section_differences(section: str, true: Json | None, said: Json | None) -> list[Difference]:
    """The fields of an object that differ; one difference for the whole object where only one side has it."""
    if true is None or said is None:
        return [] if true is said else [Difference(section, true, said)]
    pairs = field_pairs(section, true, said)
    return [Difference(path, left, right) for path, left, right in pairs if not same(path, left, right)]


def fact_count(section: str, true: Json | None, said: Json | None) -> FactCount:
    """How many values of an object's fields were read, missed, invented; a value that is null is none."""
    count = FactCount()
    for path, left, right in field_pairs(section, true or {}, said or {}):
        for one, other in value_pairs(left, right):
            if one is not None and other is not None and same(path, one, other):
                count += FactCount(right=1)
            else:
                count += FactCount(invented=int(other is not None), missed=int(one is not None))
    return count


def field_pairs(section: str, true: Json, said: Json) -> list[tuple[str, Any, Any]]:
    """(path, true value, said value) of every field; the lines of lists in the pairing that agrees best."""
    pairs: list[tuple[str, Any, Any]] = []
    for field in dict.fromkeys((*true, *said)):
        left, right = true.get(field), said.get(field)
        path = f"{section}.{field}"
        if field in LISTS:
            for one, other in paired(path, left or [], right or []):
                pairs += line_pairs(path, one, other)
        elif isinstance(left or right, Mapping):
            pairs += line_pairs(path, left, right)
        else:
            pairs.append((path, left, right))
    return pairs


def line_pairs(path: str, one: Json | None, other: Json | None) -> list[tuple[str, Any, Any]]:
    """A line that only one side has differs in every field that it states."""
    fields = dict.fromkeys((*(one or {}), *(other or {})))
    pairs = [(f"{path}.{field}", (one or {}).get(field), (other or {}).get(field)) for field in fields]
    unlabelled = one is not None and one.get(WORDING) is None
    return [pair for pair in pairs if not (unlabelled and pair[0].endswith(f".{WORDING}"))]


def paired(path: str, true: Sequence[Json], said: Sequence[Json]) -> list[tuple[Json | None, Json | None]]:
    """Lines beside each other: greedily those that share most values; equal ones in the order in which they stand."""
    free_true, free_said = list(range(len(true))), list(range(len(said)))
    scores = sorted(
        ((-alike(path, true[i], said[j]), abs(i - j), i, j) for i in free_true for j in free_said),
    )
    pairs: list[tuple[int, int]] = []
    for score, _, i, j in scores:
        if score < 0 and i in free_true and j in free_said:
            pairs.append((i, j))
            free_true.remove(i)
            free_said.remove(j)
    matched: list[tuple[Json | None, Json | None]] = [(true[i], said[j]) for i, j in sorted(pairs)]
    return [*matched, *((true[i], None) for i in free_true), *((None, said[j]) for j in free_said)]


def alike(path: str, one: Json, other: Json) -> int:
    return sum(value is not None and same(f"{path}.{field}", value, other.get(field)) for field, value in one.items())


def value_pairs(left: Any, right: Any) -> list[tuple[Any, Any]]:
    """The values of two lists beside each other, equal ones first; of two single values: they themselves."""
    if not isinstance(left, list) and not isinstance(right, list):
        return [(left, right)]
    ours, theirs = list(left or []), list(right or [])
    both = [value for value in ours if value in theirs]
    return [
        *((value, value) for value in both),
        *((value, None) for value in ours if value not in both),
        *((None, value) for value in theirs if value not in both),
    ]


def same(path: str, true: Any, said: Any) -> bool:
    """Equal but for the order of lists, the spelling of numbers, case and blanks of an article's description."""
    return bool(folded(path.rpartition(".")[2], true) == folded(path.rpartition(".")[2], said))


def folded(field: str, value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(str, value))
    if field in AMOUNTS and isinstance(value, (str, int, float)):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return value
    if isinstance(value, str):
        blanks = " ".join(value.split())
        return blanks.casefold() if field == WORDING else blanks
    return value
