"""The indexes of documents and payers are built once for all files of a run, anew only where somebody else booked.

Whoever changes what is open of a document draws a number for it (an entry or an allocation), a new document is one
more, and whoever writes master data moves its revision: where no number was drawn since a file was committed, its
indexes are those of the books still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.cash.open_book import OpenBook
from workflows.cash.payers import Payers
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Indexes:
    """What a run has read. `payers`: master data alone, nothing learned; None where nobody asked for it."""

    book: OpenBook | None
    payers: Payers | None


@dataclass(slots=True)
class KeptBook:
    """Belongs to one run. `keep` at the end of a transaction, `drop` where it failed: then the index is ahead of it."""

    _indexes: Indexes = Indexes(None, None)
    _progress: Mapping[str, int] = field(default_factory=dict)
    _set_aside: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, uow: UnitOfWork, set_aside: Mapping[str, Decimal]) -> Indexes:
        """The indexes that are those of the books now; None in place of each that must be built.

        `set_aside`: what refunds take of documents, which the index has taken off.
        """
        if self._indexes == NOTHING or self._progress != uow.progress():
            return NOTHING
        return Indexes(self._indexes.book if self._set_aside == set_aside else None, self._indexes.payers)

    def keep(self, indexes: Indexes, uow: UnitOfWork, set_aside: Mapping[str, Decimal]) -> None:
        self._indexes, self._progress, self._set_aside = indexes, uow.progress(), dict(set_aside)

    def drop(self) -> None:
        self._indexes = NOTHING


NOTHING = Indexes(None, None)
