"""How the archive is kept: proved unchanged, held for a court, and let go by a person when its years are over."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.archive_items import MAIL, MIME, Items
from bot.storage.tables import archive_holds, archive_released, files, letters, messages
from bot.storage.tables import raw_messages as raw
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows import archive, audit
from workflows.archive import Hold, Item, ItemKind
from workflows.disputes.model import CaseStatus
from workflows.errors import NotFound
from workflows.letters import LetterStatus
from workflows.ports import Desk, Retention


class Keeping:
    """Over one transaction; `hold`, `lift` and `release` write."""

    def __init__(self, uow: SqlUnitOfWork, desk: Desk) -> None:
        self.uow, self.desk = uow, desk
        self.items, self._connection = Items(uow), uow.connection

    def verify(self) -> Iterator[str]:
        """What is not as it was kept: bytes that changed, bytes that are gone without a person's release."""
        yield from self.changed()
        yield from self.gone()

    def changed(self) -> Iterator[str]:
        """Whose bytes do not have the hash that they were kept with; every byte is read."""
        for (sha256,) in self._connection.execute(sa.select(raw.c.sha256).order_by(raw.c.sha256)).all():
            if hashlib.sha256(self.uow.raw_messages.get(sha256) or b"").hexdigest() != sha256:
                yield f"{MAIL}{sha256} is not as it came"
        for key, sha256 in self._connection.execute(sa.select(files.c.key, files.c.sha256).order_by(files.c.key)).all():
            content = self.items.content(key)
            if sha256 and hashlib.sha256(content or b"").hexdigest() != sha256:
                yield f"{key} is not as it was sent"

    def gone(self) -> Iterator[str]:
        """Letters that were sent and mails that came whose bytes are not there, and nobody let go."""
        letter, mail = sa.literal(MIME) + letters.c.id, sa.literal(MAIL) + messages.c.sha256
        for key, is_kept, test in (
            (letter, files.c.key == letter, letters.c.state == LetterStatus.SENT.value),
            (mail, raw.c.sha256 == messages.c.sha256, sa.true()),
        ):
            nowhere = ~sa.exists().where(is_kept), ~sa.exists().where(archive_released.c.key == key)
            wanted = sa.select(key.label("key")).distinct().where(test, *nowhere).order_by("key")
            yield from (f"{one} is gone" for one in self._connection.execute(wanted).scalars())

    def holds(self) -> list[Hold]:
        rows = self._connection.execute(sa.select(archive_holds).order_by(archive_holds.c.id))
        return [Hold(**row._mapping) for row in rows]

    def hold(self, customer: str, document: str, actor: str, reason: str, now: datetime) -> Hold:
        """`document`: of an invoice, a credit note or an order. Raises NotFound for a customer or a document that the
        books do not know, NoGrounds."""
        archive.named(actor, reason, "a legal hold")
        if document and self.uow.invoices.get(document) is None and self.uow.orders.get(document) is None:
            raise NotFound("document", document)
        if not document and self.uow.customers.get(customer) is None:
            raise NotFound("customer", customer)
        number = self.uow.draw("archive-hold")
        made = Hold(f"H-{number:06d}", customer, document, reason, actor, now.date())
        self._connection.execute(sa.insert(archive_holds).values(**_row(made)))
        audit.note(self.uow, now, actor=actor, action="archive.held", subject=document or customer, reason=reason)
        return made

    def lift(self, id: str, actor: str, reason: str, now: datetime) -> Hold:
        """Raises NotFound, NoGrounds."""
        archive.named(actor, reason, "to lift a legal hold")
        known = next((hold for hold in self.holds() if hold.id == id and hold.lifted_on is None), None)
        if known is None:
            raise NotFound("legal hold", id)
        lifted = replace(known, lifted_by=actor, lifted_on=now.date())
        self._connection.execute(sa.update(archive_holds).where(archive_holds.c.id == id).values(**_row(lifted)))
        audit.note(self.uow, now, actor=actor, action="archive.hold_lifted", subject=id, reason=reason)
        return lifted

    def due(self, today: date) -> list[Item]:
        """Items whose years are over and that nothing else keeps; of a mail in several mailboxes all must be."""
        holds, still_open = self.holds(), self._unsettled()
        last = today.replace(month=1, day=1) - timedelta(days=1)
        by_key: dict[str, list[Item]] = {}
        for item in self.with_documents(self.items.of_period(last=last)):
            by_key.setdefault(item.key, []).append(item)
        gone = self.released()
        return [
            same[0]
            for key, same in by_key.items()
            if key not in gone and not any(self._obstacle(item, holds, still_open, today) for item in same)
        ]

    def release(self, items: Iterable[Item], actor: str, reason: str, now: datetime) -> int:
        """Deletes the bytes for good and keeps who did, why, and their hash; how many. Raises NoGrounds."""
        archive.named(actor, reason, "a release")
        allowed, done = {item.key: item for item in self.due(now.date())}, 0
        for item in items:
            if item.key not in allowed:
                continue
            table, column = (raw, raw.c.sha256) if item.kind is ItemKind.MAIL else (files, files.c.key)
            value = item.key.removeprefix(MAIL) if item.kind is ItemKind.MAIL else item.key
            self._connection.execute(sa.delete(table).where(column == value))
            if item.kind is ItemKind.MAIL:
                self._connection.execute(sa.update(messages).where(messages.c.sha256 == value).values(reading=""))
            kept = {"key": item.key, "sha256": item.sha256, "kind": item.kind.value, "day": item.day}
            said = {"released_on": now.date(), "released_by": actor, "reason": reason}
            self._connection.execute(sa.insert(archive_released).values(**kept, **said))
            done += 1
        audit.note(self.uow, now, actor=actor, action="archive.released", subject="archive", reason=reason, items=done)
        return done

    def released(self) -> dict[str, date]:
        """Key -> the day on which a person let it go."""
        rows = self._connection.execute(sa.select(archive_released.c.key, archive_released.c.released_on))
        return {row.key: row.released_on for row in rows}

    def law(self, company: str) -> Retention:
        seller = self.desk.companies.get(company)
        country = self.desk.country(seller.country) if seller else None
        return country.archive if country else Retention()

    def kept_until(self, item: Item) -> date:
        """By the law of the company's country; of a company that is not configured any more, the first one's months."""
        seller = self.desk.companies.get(item.company) or next(iter(self.desk.companies.values()))
        return archive.kept_until(item, seller, self.law(item.company))

    def with_documents(self, items: Iterable[Item]) -> Iterator[Item]:
        """Items with the documents of the orders and cases that they name (a mail knows nothing of a later invoice),
        and with every document that is held and whose search finds them: what a hold keeps is what a search finds."""
        found: dict[str, set[str]] = {}
        for number, *names in self.uow.invoices.columns("number", "order", "case", "corrects"):
            for name in filter(None, names):
                found.setdefault(name, set()).add(number)
        for case in self.uow.cases.where():
            found.setdefault(case.id, set()).update(case.invoices)
        held: dict[str, set[str]] = {}
        for document in {hold.document for hold in self.holds() if hold.document and hold.lifted_on is None}:
            for key in self.items.named(document):
                held.setdefault(key, set()).add(document)
        for item in items:
            more = {number for name in item.documents for number in found.get(name, ())} | held.get(item.key, set())
            more -= {*item.documents}
            yield replace(item, documents=(*item.documents, *sorted(more))) if more else item

    def _obstacle(self, item: Item, holds: list[Hold], still_open: Collection[str], today: date) -> str:
        return archive.obstacle(item, self.kept_until(item), holds, still_open, today)

    def _unsettled(self) -> frozenset[str]:
        waiting = {item.document for item in self.uow.open_items.where() if item.open_amount}
        cases = self.uow.cases.where(state=[status for status in CaseStatus if status is not CaseStatus.CLOSED])
        return frozenset(waiting | {number for case in cases for number in (case.id, *case.invoices)})


def _row(hold: Hold) -> dict[str, Any]:
    return {column.name: getattr(hold, column.name) for column in archive_holds.columns}
