"""What lies in the archive, as queries: letters with the hash of what was sent, mails as they came, and documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import (
    archive_released,
    cases,
    customers,
    files,
    invoices,
    letters,
    messages,
    orders,
    returns,
)
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.archive import Item, ItemKind, Search
from workflows.invoicing.model import Invoice
from workflows.letters import LetterKind

MIME, MAIL = "mime:", "mail:"
CARRIERS = {LetterKind.INVOICE.value, LetterKind.CREDIT_NOTE.value}
MOST_RELATED, MOST_BUYERS = 60, 500
KEYS_AT_ONCE = 1_000
SHORTEST_LOOKED_FOR = 4  # of what is looked for within the texts of mails


class Items:
    """Over one transaction; nothing here writes."""

    def __init__(self, uow: SqlUnitOfWork) -> None:
        self.uow, self._connection = uow, uow.connection

    def of_period(self, first: date | None = None, last: date | None = None, company: str = "") -> Iterator[Item]:
        """Every item of a period, in the order in which letters and then mails were written."""
        search = Search(first=first, last=last, company=company, limit=0)
        yield from self.letters(search, None, None)
        yield from self.mails(search, None, None)

    def content(self, key: str) -> bytes | None:
        """The bytes of an item as they were kept."""
        if key.startswith(MAIL):
            return self.uow.raw_messages.get(key.removeprefix(MAIL))
        kept = self.uow.files.get(key)
        return kept.bytes if kept else None

    def buyers(self, search: Search) -> list[str] | None:
        """Numbers of the customers that are meant; None: any."""
        if not search.customer:
            return None
        fits = sa.or_(
            customers.c.number == search.customer, customers.c.name.icontains(search.customer, autoescape=True)
        )
        return list(self._connection.execute(sa.select(customers.c.number).where(fits).limit(MOST_BUYERS)).scalars())

    def documents(self, search: Search, buyers: list[str] | None) -> list[Invoice]:
        column = invoices.c
        tests: list[sa.ColumnElement[bool]] = [column.customer.in_(buyers)] if buyers is not None else []
        if search.number:
            places = (column.number, column.order, column.po_number, column.case, column.corrects)
            known = (place == search.number for place in places)
            tests.append(sa.or_(*known, column.order.in_(_orders_meant(search.number))))
        tests += [column.total == search.amount] if search.amount is not None else []
        tests += [column.company == search.company] if search.company else []
        tests += [column.issue_date >= search.first] if search.first else []
        tests += [column.issue_date <= search.last] if search.last else []
        newest = sa.select(column.number).where(*tests).order_by(column.issue_date.desc()).limit(search.limit or None)
        return self.uow.invoices.where(number=list(self._connection.execute(newest).scalars()))

    def named(self, number: str) -> set[str]:
        """Keys of all that a search for a document's or an order's number finds."""
        search, keys = Search(number=number, limit=0), set[str]()
        every = sorted(self._related(search, self.documents(search, None)))
        for start in range(0, len(every), MOST_RELATED):
            some = {*every[start : start + MOST_RELATED]}
            keys |= {item.key for item in self.letters(search, None, some)}
            keys |= {item.key for item in self.mails(search, None, some)}
        return keys

    def related(self, search: Search, documents: list[Invoice]) -> set[str] | None:
        """What letters and mails must be about; None: anything."""
        if not search.number and search.amount is None:
            return None
        own = {search.number} if search.number else set[str]()
        return {*own, *sorted(self._related(search, documents) - own)[:MOST_RELATED]}

    def _related(self, search: Search, documents: list[Invoice]) -> set[str]:
        """Numbers of documents, of their orders and cases, of the orders of a number, and of what came back of them."""
        found = {value for one in documents for value in (one.number, one.order, one.case) if value}
        if search.number:
            meant = self._connection.execute(_orders_meant(search.number)).scalars()
            numbers = {*meant, *(one.order for one in documents if one.order)}
            back = sa.select(returns.c.id).where(returns.c.order.in_(sorted(numbers)))
            found |= {search.number, *numbers, *self._connection.execute(back).scalars()}
        return found

    def letters(self, search: Search, buyers: list[str] | None, related: set[str] | None) -> Iterator[Item]:
        """Letters whose bytes are kept, or were until a person let them go."""
        column, day = letters.c, _LETTER_DAY
        tests = _common(search, column, day)
        if buyers is not None:
            tests.append(sa.or_(column.customer.in_(buyers), (column.customer == "") & cases.c.customer.in_(buyers)))
        if related is not None:
            about = [_names(place, one) for place in (column.documents, column.about) for one in related]
            named = (place.in_(related) for place in (column.case, column.message_id, column.id))
            tests.append(sa.or_(*about, *named, _answers_to(_mails_about(search, related))))
        if search.text:
            places = (column.subject, column.facts)
            tests.append(sa.or_(*(place.icontains(search.text, autoescape=True) for place in places)))
        for row in self._connection.execute(_limited(_LETTERS.where(*tests), column.id, day, search)).all():
            yield _of_letter(row)

    def mails(self, search: Search, buyers: list[str] | None, related: set[str] | None) -> Iterator[Item]:
        column = messages.c
        query = sa.select(
            column.id, column.company, column.customer, column.records, column.message_id, column.received_at,
            column.sha256, column.intents,
        )  # fmt: skip
        tests = _common(search, column, column.received_at)
        tests += [column.customer.in_(buyers)] if buyers is not None else []
        tests += [_mails_about(search, related)] if related is not None else []
        if search.text:
            tests.append(column.reading.icontains(search.text, autoescape=True))
        for row in self._connection.execute(_limited(query.where(*tests), column.id, column.received_at, search)).all():
            intents = json.loads(row.intents)
            yield Item(
                f"{MAIL}{row.sha256}", ItemKind.MAIL, ", ".join(intents) or "mail", row.company, row.customer,
                row.received_at.date(), tuple(json.loads(row.records)), row.sha256, row.id, row.message_id,
            )  # fmt: skip

    def carrying(self, documents: Sequence[Invoice]) -> dict[str, Item]:
        """Document -> the letter that it was sent with."""
        keys = {f"{one.kind.value}:{one.company}:{one.number}": one.number for one in documents}
        found: dict[str, Item] = {}
        for start in range(0, len(keys), KEYS_AT_ONCE):
            wanted = list(keys)[start : start + KEYS_AT_ONCE]
            query = _LETTERS.add_columns(letters.c.dedup_key).where(letters.c.dedup_key.in_(wanted))
            found |= {keys[row.dedup_key]: _of_letter(row) for row in self._connection.execute(query).all()}
        return found


def _of_letter(row: Any) -> Item:
    """An item of a row of `_LETTERS` (Any: as the query has it)."""
    kind = ItemKind.DOCUMENT if row.kind in CARRIERS else ItemKind.LETTER
    return Item(
        f"{MIME}{row.id}", kind, str(row.kind), row.company, row.customer, row.day.date(),
        (*json.loads(row.documents), *json.loads(row.about), *filter(None, [row.case])), row.sha256, row.id,
        row.message_id,
    )  # fmt: skip


_LETTER_DAY = sa.func.coalesce(letters.c.sent_at, letters.c.created_at, type_=letters.c.created_at.type)
_LETTERS = (
    sa.select(
        *(letters.c[name] for name in ("id", "kind", "company", "documents", "about", "case", "message_id")),
        # A letter to our own people is about the customer of its case.
        sa.func.coalesce(sa.func.nullif(letters.c.customer, ""), cases.c.customer, "").label("customer"),
        _LETTER_DAY.label("day"),
        sa.func.coalesce(files.c.sha256, archive_released.c.sha256, "").label("sha256"),
    )
    .select_from(
        letters.join(files, files.c.key == sa.literal(MIME) + letters.c.id, isouter=True)
        .join(archive_released, archive_released.c.key == sa.literal(MIME) + letters.c.id, isouter=True)
        .join(cases, cases.c.id == letters.c.case, isouter=True)
    )
    .where(sa.or_(files.c.key.is_not(None), archive_released.c.key.is_not(None)))
)


def _orders_meant(number: str) -> sa.Select[tuple[str]]:
    """Orders by our number or the customer's."""
    return sa.select(orders.c.number).where(sa.or_(orders.c.number == number, orders.c.po_number == number))


def _names(place: sa.Column[str], number: str) -> sa.ColumnElement[bool]:
    """Whether a list that is kept as JSON holds a number."""
    return place.contains(json.dumps(number, ensure_ascii=False), autoescape=True)


def _mails_about(search: Search, related: set[str]) -> sa.ColumnElement[bool]:
    column = messages.c
    about = [_names(column.records, one) for one in related]
    about += [column.message_id.in_(related), column.id.in_(related)]
    if len(search.number) >= SHORTEST_LOOKED_FOR:
        about.append(column.reading.icontains(search.number, autoescape=True))
    return sa.or_(*about)


def _answers_to(mails: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Letters that say of nothing what they are about, and answer such a mail."""
    column, answered = letters.c, sa.select(messages.c.message_id).where(mails, messages.c.message_id != "")
    nothing = (column.documents == "[]") & (column.about == "[]") & (column.case == "")
    return nothing & column.in_reply_to.in_(answered)


def _common(search: Search, column: Any, day: Any) -> list[sa.ColumnElement[bool]]:
    """What letters and mails are asked alike (Any: columns of either table)."""
    tests: list[sa.ColumnElement[bool]] = []
    tests += [column.company == search.company] if search.company else []
    tests += [day >= datetime.combine(search.first, time(), tzinfo=UTC)] if search.first else []
    if search.last:
        tests.append(day < datetime.combine(search.last + timedelta(days=1), time(), tzinfo=UTC))
    return tests


def _limited(query: Any, key: Any, day: Any, search: Search) -> Any:
    """The newest of an answer; all of it, in order of the keys, without a limit."""
    return query.order_by(day.desc(), key.desc()).limit(search.limit) if search.limit else query.order_by(key)
