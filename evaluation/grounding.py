"""How many of the values that are read from a desk's mails say where they were read, and whether the place says them.

`python -m evaluation.grounding DESK...` prints a table; the figures are counts of values, not of messages.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evaluation.opening import Desk, opened_desk
from nlp.grounds.values import text_of, values_of
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import OpenedMessage
from nlp.reading import Evidence, Reading


@dataclass(slots=True)
class Coverage:
    """Counts by field ("remittance.lines.amount"). `placed`: with offsets; `false`: words that are not there."""

    stated: Counter[str] = field(default_factory=Counter)
    grounded: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def add(self, reading: Reading) -> None:
        by_field: dict[str, list[Evidence]] = {}
        for ground in reading.evidence:
            by_field.setdefault(ground.field, []).append(ground)
        for path, _ in values_of(reading):
            name, grounds = general(path), by_field.get(path, [])
            self.stated[name] += 1
            self.grounded[name] += bool(grounds)
            self.placed[name] += any(ground.start >= 0 for ground in grounds)
            self.false[name] += any(not is_true(reading, ground) for ground in grounds)

    @property
    def share(self) -> float:
        return self.grounded.total() / max(self.stated.total(), 1)


def general(path: str) -> str:
    """The path of a field without the numbers of lines."""
    return re.sub(r"\.\d+", "", path)


def is_true(reading: Reading, ground: Evidence) -> bool:
    """Whether the words of a ground stand at its place."""
    text = text_of(reading, ground.source)
    return text is None or ground.start < 0 or text[ground.start : ground.end] == ground.text


def readings_of(desk: Desk) -> Iterator[Reading]:
    limits = Limits()
    with desk.app.database.read() as uow:
        for mail in desk.mails:
            opened = open_message(mail.raw, limits)
            if isinstance(opened, OpenedMessage):
                yield desk.app.reading(opened, uow)


def table(coverages: Iterable[tuple[str, Coverage]]) -> str:
    """One line a field: values, share with evidence, share with a place, places whose words are not there."""
    rows = []
    for name, found in coverages:
        rows.append(f"{name}: {found.grounded.total()} of {found.stated.total()} ({found.share:.1%})")
        for path, count in sorted(found.stated.items()):
            rows.append(
                f"  {path:34} {count:6} {found.grounded[path] / count:7.1%} {found.placed[path] / count:7.1%}"
                f" {found.false[path]:4}"
            )
    return "\n".join(rows)


def main(names: Sequence[str]) -> int:
    found: list[tuple[str, Coverage]] = []
    for name in names:
        coverage = Coverage()
        with opened_desk(name) as desk:
            for reading in readings_of(desk):
                coverage.add(reading)
        found.append((name, coverage))
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
