"""One database transaction as `workflows.ports.UnitOfWork`; whoever opened the connection commits it."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import RowCodec
from bot.storage.files import Files, RawMessages
from bot.storage.repositories import (
    AppendOnlyRepository,
    JournalRepository,
    MasterDataRepository,
    SqlRepository,
)
from bot.storage.scope import Scope, lock_key, numbers_of
from bot.storage.statements import draw
from workflows.billing.model import BilledPeriod, IndexValue, Usage
from workflows.brakes import Brake
from workflows.cash.habits import Habit
from workflows.cash.model import Advice, Payment, Statement
from workflows.cash.refunds import Refund
from workflows.cash.relations import PayerRelation
from workflows.cash.settlements import Settlement
from workflows.cash.sources import ReceiptSource
from workflows.catalogue import Contract, ExchangeRate, Price, Product
from workflows.collections.credit import CreditHold
from workflows.collections.mandates import Collection, DirectDebit, Mandate
from workflows.customers import AddressNote, Contact, Customer
from workflows.disputes.model import Case, PromiseToPay
from workflows.dunning.approval import CampaignLetter, DunningCampaign
from workflows.dunning.stops import ChargeWaiver, DunningStop
from workflows.invoicing.model import Invoice
from workflows.invoicing.prepayment import Prepayment
from workflows.ledger.model import Allocation, AuditEvent, JournalEntry, OpenItem
from workflows.lessons import Lesson
from workflows.letters import Letter
from workflows.master_data.model import ChangeRequest
from workflows.messages import Message
from workflows.orders.model import Delivery, Order, Stock
from workflows.orders.returns import Return
from workflows.ports import Repository
from workflows.revenue.model import Arrangement, RevenueSchedule

# Repository of the unit of work -> (record, table). Journal entries have lines in a table of their own.
RECORDS: dict[str, tuple[type[Any], sa.Table]] = {
    "customers": (Customer, tables.customers),
    "contacts": (Contact, tables.contacts),
    "products": (Product, tables.products),
    "prices": (Price, tables.prices),
    "contracts": (Contract, tables.contracts),
    "rates": (ExchangeRate, tables.rates),
    "billed_periods": (BilledPeriod, tables.billed_periods),
    "usage": (Usage, tables.usage),
    "index_values": (IndexValue, tables.index_values),
    "revenue_schedules": (RevenueSchedule, tables.revenue_schedules),
    "arrangements": (Arrangement, tables.arrangements),
    "orders": (Order, tables.orders),
    "deliveries": (Delivery, tables.deliveries),
    "returns": (Return, tables.returns),
    "stock": (Stock, tables.stock),
    "invoices": (Invoice, tables.invoices),
    "prepayments": (Prepayment, tables.prepayments),
    "open_items": (OpenItem, tables.open_items),
    "allocations": (Allocation, tables.allocations),
    "entries": (JournalEntry, tables.journal_entries),
    "statements": (Statement, tables.statements),
    "payments": (Payment, tables.payments),
    "advices": (Advice, tables.advices),
    "habits": (Habit, tables.habits),
    "receipt_sources": (ReceiptSource, tables.receipt_sources),
    "refunds": (Refund, tables.refunds),
    "refund_settlements": (Settlement, tables.refund_settlements),
    "payer_relations": (PayerRelation, tables.payer_relations),
    "cases": (Case, tables.cases),
    "promises": (PromiseToPay, tables.promises),
    "changes": (ChangeRequest, tables.changes),
    "messages": (Message, tables.messages),
    "lessons": (Lesson, tables.lessons),
    "letters": (Letter, tables.letters),
    "audit": (AuditEvent, tables.audit),
    "stops": (DunningStop, tables.stops),
    "waivers": (ChargeWaiver, tables.waivers),
    "credit_holds": (CreditHold, tables.credit_holds),
    "dunning_campaigns": (DunningCampaign, tables.dunning_campaigns),
    "campaign_letters": (CampaignLetter, tables.campaign_letters),
    "mandates": (Mandate, tables.mandates),
    "direct_debits": (DirectDebit, tables.direct_debits),
    "debit_collections": (Collection, tables.debit_collections),
    "addresses": (AddressNote, tables.addresses),
    "brakes": (Brake, tables.brakes),
}
KINDS: dict[str, type[SqlRepository[Any]]] = {
    "entries": JournalRepository,
    "audit": AppendOnlyRepository,
    "allocations": AppendOnlyRepository,
    "billed_periods": AppendOnlyRepository,
    "customers": MasterDataRepository,
    "contacts": MasterDataRepository,
    "products": MasterDataRepository,
}
CODECS = {
    name: RowCodec(record, without=("lines",) if name == "entries" else ()) for name, (record, _) in RECORDS.items()
}
# Numbers that only sort: a gap harms nobody, but a counter row would make every transaction wait for every other.
UNGAPPED = {"audit": "audit_number"}
AT_ONCE = 4  # of such numbers
NEXT = sa.text("SELECT nextval(:series) FROM generate_series(1, :count)")
LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")
REPLY = "reply"  # name of the secret that signs reply tokens
SIGNATURE_DIGITS = 16


class SqlUnitOfWork:
    customers: Repository[Customer]
    contacts: Repository[Contact]
    products: Repository[Product]
    prices: Repository[Price]
    contracts: Repository[Contract]
    rates: Repository[ExchangeRate]
    billed_periods: Repository[BilledPeriod]
    usage: Repository[Usage]
    index_values: Repository[IndexValue]
    revenue_schedules: Repository[RevenueSchedule]
    arrangements: Repository[Arrangement]
    orders: Repository[Order]
    deliveries: Repository[Delivery]
    returns: Repository[Return]
    stock: Repository[Stock]
    invoices: Repository[Invoice]
    prepayments: Repository[Prepayment]
    open_items: Repository[OpenItem]
    allocations: Repository[Allocation]
    entries: Repository[JournalEntry]
    statements: Repository[Statement]
    payments: Repository[Payment]
    advices: Repository[Advice]
    habits: Repository[Habit]
    receipt_sources: Repository[ReceiptSource]
    refunds: Repository[Refund]
    refund_settlements: Repository[Settlement]
    payer_relations: Repository[PayerRelation]
    cases: Repository[Case]
    promises: Repository[PromiseToPay]
    changes: Repository[ChangeRequest]
    messages: Repository[Message]
    lessons: Repository[Lesson]
    letters: Repository[Letter]
    audit: Repository[AuditEvent]
    stops: Repository[DunningStop]
    waivers: Repository[ChargeWaiver]
    credit_holds: Repository[CreditHold]
    dunning_campaigns: Repository[DunningCampaign]
    campaign_letters: Repository[CampaignLetter]
    mandates: Repository[Mandate]
    direct_debits: Repository[DirectDebit]
    debit_collections: Repository[Collection]
    addresses: Repository[AddressNote]
    brakes: Repository[Brake]

    def __init__(
        self,
        connection: sa.Connection,
        reply_secret: bytes = b"",
        scope: Scope | None = None,
        *,
        remembers: bool = False,
        kept: dict[str, bytes] | None = None,
    ) -> None:
        """`reply_secret`: the configured one; without it the one that the tables were made with. `scope`: what is
        locked, of a transaction that does not have the database for itself. `remembers`: records are written through
        the repositories alone, so that none has to be read twice. `kept`: what never changes in this database."""
        self._connection, self._scope, self._remembers = connection, scope, remembers
        self._ungapped: dict[str, list[int]] = {}
        self._reply_secret, self._kept = reply_secret, {} if kept is None else kept
        self.raw_messages = RawMessages(connection)
        self.files = Files(connection)
        for name, (_, table) in RECORDS.items():
            kind = KINDS.get(name, SqlRepository)
            setattr(self, name, kind(connection, table, CODECS[name], name, scope, remembers=remembers))

    @property
    def connection(self) -> sa.Connection:
        """For statements of one's own: they find everything written."""
        self.flush()
        return self._connection

    def flush(self) -> None:
        """Writes what waits; raises AlreadyExists if something added was there before."""
        for name in RECORDS if self._remembers else ():
            getattr(self, name).flush()

    @property
    def _postgresql(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def debtors(self, due_before: date) -> list[str]:
        items = tables.open_items.c
        owing = sa.select(items.customer).distinct().where(items.open_amount > 0, items.due_date < due_before)
        return list(self.connection.execute(owing.order_by(items.customer)).scalars())

    def sign(self, text: str) -> str:
        if not self._reply_secret and REPLY not in self._kept:
            kept = sa.select(tables.secrets.c.value).where(tables.secrets.c.name == REPLY)
            self._kept[REPLY] = bytes.fromhex(self._connection.execute(kept).scalar_one())
        return hmac.digest(self._reply_secret or self._kept[REPLY], text.encode(), "sha256").hex()[:SIGNATURE_DIGITS]

    def is_counted(self, series: str) -> bool:
        """Whether the series is a row that counts, and not one of the database's own sequences."""
        return not (self._postgresql and series in UNGAPPED)

    def draw(self, series: str) -> int:
        if self._postgresql and series in UNGAPPED:
            return self._draw_ungapped(series)
        self.lock(numbers_of(series))
        return draw(self._connection, series)

    def _draw_ungapped(self, series: str) -> int:
        """A message draws several: they are fetched together."""
        drawn = self._ungapped.setdefault(series, [])
        if not drawn:
            wanted = {"series": UNGAPPED[series], "count": AT_ONCE if self._remembers else 1}
            drawn += sorted(self._connection.execute(NEXT, wanted).scalars(), reverse=True)
        return drawn.pop()

    def progress(self) -> dict[str, int]:
        """Without the trail's own number, which moves when nothing is booked."""
        series = tables.series.c
        told = self.connection.execute(sa.select(series.name, series.value).where(series.name.not_in(list(UNGAPPED))))
        items = self.connection.execute(sa.select(sa.func.count()).select_from(tables.open_items)).scalar_one()
        return {**{row.name: int(row.value) for row in told}, "": int(items)}

    def lock(self, subject: str) -> None:
        # Who has the database for itself has every lock: SQLite from BEGIN IMMEDIATE on, PostgreSQL by the writer's.
        if self._scope is not None and self._scope.take(subject):
            self._connection.execute(LOCK, {"key": lock_key(subject)})
