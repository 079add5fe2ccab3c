"""The index of open documents is built once for all files of a run, and anew only where somebody else booked meanwhile.

Whoever changes what is open of a document draws a number for it (an entry or an allocation), and a new document is one
more: where no number was drawn since a file was committed, its index is that of the books still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.cash.open_book import OpenBook
from workflows.ports import UnitOfWork


@dataclass(slots=True)
class KeptBook:
    """Belongs to one run. `keep` at the end of a transaction, `drop` where it failed: then the index is ahead of it."""

    _book: OpenBook | None = None
    _progress: Mapping[str, int] = field(default_factory=dict)
    _set_aside: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, uow: UnitOfWork, set_aside: Mapping[str, Decimal]) -> OpenBook | None:
        """The index, if it is that of the books now; None if it must be built.

        `set_aside`: what refunds take of documents, which the index has taken off.
        """
        same = self._book is not None and self._set_aside == set_aside and self._progress == uow.progress()
        return self._book if same else None

    def keep(self, book: OpenBook, uow: UnitOfWork, set_aside: Mapping[str, Decimal]) -> None:
        self._book, self._progress, self._set_aside = book, uow.progress(), dict(set_aside)

    def drop(self) -> None:
        self._book = None
