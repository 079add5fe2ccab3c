"""A kind of import: how its columns are read, and what a file of them does to the records, or why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.exchange.cells import (
    BadCell,
)
from workflows.errors import BadInput, O2CError
from workflows.ports import Desk, UnitOfWork

MOST_FAULTS = 20  # named per file; the rest is counted


class Refused(O2CError):
    """A file was not imported; `faults` names each wrong row."""

    def __init__(self, file: str, faults: list[BadInput]) -> None:
        self.file, self.faults = file, tuple(faults)
        shown = [str(fault) for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            shown.append(f"{file}: and {len(faults) - MOST_FAULTS} more")
        super().__init__("\n".join(shown))


Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of import: how columns are read, and what a whole file of cells does to the records."""

    columns: Mapping[str, Callable[[str], Any]]
    store: Callable[[list[tuple[int, Cells]], str, UnitOfWork, Desk, datetime], None]
    optional: tuple[str, ...] = ()


def each(store: Callable[[Cells, UnitOfWork, Desk, datetime], None]) -> Callable[..., None]:
    """Stores row by row, collecting what is wrong with any."""

    def store_all(rows: list[tuple[int, Cells]], file: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
        faults = []
        for line, cells in rows:
            try:
                store(cells, uow, desk, now)
            except (O2CError, BadCell) as error:
                faults.append(BadInput(file, str(error), line=line))
        if faults:
            raise Refused(file, faults)

    return store_all


def known(repository: Any, kind: str, key: str) -> None:
    if repository.get(key) is None:
        raise BadCell(f"there is no {kind} {key!r}; import it first")


def known_company(desk: Desk, key: str) -> None:
    if key not in desk.companies:
        raise BadCell(f"there is no company {key!r} in the configuration")
