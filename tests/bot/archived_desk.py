"""A desk that sold twice, sent its invoices and a reminder, and got two mails, all kept as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from bot.mail.compose import Attachment, compose
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.files import File
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.records import letter, message
from tests.workflows.selling_desk import company, customer, desk, product
from workflows.catalogue import RevenueKind
from workflows.invoicing import policy
from workflows.invoicing.issuing import issue
from workflows.invoicing.model import Invoice
from workflows.letters import LetterKind, LetterStatus

DESK = desk(company())
SOLD_AT = datetime(2016, 3, 16, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
PDF, XML = b"%PDF-1.7 the page", b"<Invoice/>"
HOSTILE = "../../etc/passwd.pdf"


def archived(database: Database, order: str = "") -> tuple[Invoice, Invoice]:
    """(an invoice of 2016 over 119.00, of `order`, one of 2026 over 238.00)."""
    with database.begin() as uow:
        uow.customers.add(customer("K1", name="Kunde & Söhne GmbH"))
        uow.customers.add(customer("K2", name="Anders AG"))
        old, new = _sold(uow, "K1", "100.00", SOLD_AT, order), _sold(uow, "K2", "200.00", LATER)
        for one in uow.letters.where(kind=LetterKind.INVOICE):
            keep(uow, one.id, one.created_at)
        uow.letters.add(replace(letter("L9", kind=LetterKind.DUNNING, customer="K1", documents=(old.number,)),
                                created_at=SOLD_AT + timedelta(days=60), company="DE01"))  # fmt: skip
        keep(uow, "L9", SOLD_AT + timedelta(days=60))
        for number, said in enumerate((f"Ihre Rechnung {old.number}", "Etwas anderes"), start=1):
            raw = f"Subject: {said}\r\nMessage-ID: <m{number}@kunde.example>\r\n\r\n{said}".encode()
            at = SOLD_AT + timedelta(days=number)
            kept = message(f"box:0:{number}", sha256=uow.raw_messages.add(raw), company="DE01", customer="K1",
                           received_at=at, reading=f'{{"text": "{said}"}}', message_id=f"<m{number}@kunde.example>",
                           records=())  # fmt: skip
            uow.messages.add(kept)
    return old, new


def _sold(uow: SqlUnitOfWork, buyer: str, net: str, at: datetime, order: str = "") -> Invoice:
    found = uow.customers.get(buyer)
    assert found is not None
    draft = policy.draft_of(product("A", net, revenue=RevenueKind.GOODS), "de", Decimal(1), Decimal(net))
    seller = DESK.company("DE01")
    return issue(uow, DESK, at, company=seller, customer=found, currency="EUR", drafts=[draft], order=order)


def keep(uow: SqlUnitOfWork, id: str, at: datetime) -> None:
    """The letter is sent, with a page and data under names that no file system would like."""
    one = uow.letters.get(id)
    assert one is not None
    files = (Attachment(HOSTILE, "application/pdf", PDF), Attachment("a/b.xml", "application/xml", XML))
    raw = compose(one, sender="d@d.example", sender_name="D", subject="S", text="T", attachments=files, at=at)
    uow.files.add_once(File(f"mime:{id}", f"{id}.eml", "message/rfc822", raw))
    uow.letters.put(replace(one, state=LetterStatus.SENT, sent_at=at, message_id=f"<{id}@d.example>"))


def settle(database: Database) -> None:
    with database.connection() as connection:
        connection.execute(sa.update(tables.open_items).values(open_amount=Decimal(0)))
