"""The archive answers: documents, letters and mails by number, customer, amount, day or words, and their state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.archive_items import Items
from bot.archive_keeping import Keeping
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.archive import Item, ItemKind, Search
from workflows.invoicing.model import Invoice
from workflows.ports import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """One line of an answer: a document of the books, or an item, with what became of its bytes."""

    what: str  # invoice, credit_note, letter, mail
    number: str
    subject: str
    company: str
    customer: str
    name: str
    day: date
    amount: Decimal | None = None
    currency: str = ""
    key: str = ""
    sha256: str = ""
    kept_until: date | None = None
    state: str = "no file"  # kept, held: why, released on a day, no file
    message_id: str = ""


class Archive:
    """Over one transaction; nothing here writes."""

    def __init__(self, uow: SqlUnitOfWork, desk: Desk) -> None:
        self.uow, self.items, self.keeping = uow, Items(uow), Keeping(uow, desk)

    def find(self, search: Search) -> list[Found]:
        """Documents, letters and mails that fit, newest first; nothing for an empty search."""
        if search.is_empty:
            return []
        buyers = self.items.buyers(search)
        if search.customer and not buyers:
            return []
        documents = [] if search.text else self.items.documents(search, buyers)
        related = self.items.related(search, documents)
        items = [*self.items.letters(search, buyers, related), *self.items.mails(search, buyers, related)]
        names = self._names({*(one.customer for one in documents), *(one.customer for one in items)})
        carried = self.items.carrying(documents)
        state = self._states([*items, *carried.values()])
        rows = [self._of_document(one, carried.get(one.number), names, state) for one in documents]
        rows += [self._of_item(item, names, state) for item in items]
        return sorted(rows, key=lambda row: (row.day, row.what, row.number), reverse=True)[: search.limit]

    def _names(self, numbers: set[str]) -> dict[str, str]:
        return dict(self.uow.customers.columns("number", "name", number=sorted(numbers)))

    def _states(self, items: Iterable[Item]) -> dict[str, str]:
        """Key -> what became of the bytes."""
        holds = self.keeping.holds()
        wanted = self.keeping.with_documents(items) if any(hold.document for hold in holds) else items
        gone_on = self.keeping.released()
        said = {}
        for item in wanted:
            held = next((hold for hold in holds if hold.holds(item)), None)
            gone = f"released {gone_on[item.key]}" if item.key in gone_on else ""
            said[item.key] = gone or (f"held: {held.reason}" if held else "kept")
        return said

    def _of_document(self, one: Invoice, item: Item | None, names: dict[str, str], states: dict[str, str]) -> Found:
        found = Found(
            one.kind.value, one.number, one.po_number, one.company, one.customer, names.get(one.customer, ""),
            one.issue_date, one.total, one.currency,
        )  # fmt: skip
        return found if item is None else self._kept(found, item, states)

    def _of_item(self, item: Item, names: dict[str, str], states: dict[str, str]) -> Found:
        what = "mail" if item.kind is ItemKind.MAIL else "letter"
        name = names.get(item.customer, "")
        found = Found(what, item.id, item.subject, item.company, item.customer, name, item.day)
        return self._kept(found, item, states)

    def _kept(self, found: Found, item: Item, states: dict[str, str]) -> Found:
        return replace(
            found,
            key=item.key,
            sha256=item.sha256,
            kept_until=self.keeping.kept_until(item),
            state=states[item.key],
            message_id=item.message_id,
        )
