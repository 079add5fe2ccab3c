"""One plausible value of every record of the unit of work, for the storage and intake tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from workflows.billing.model import BilledPeriod, IndexValue, Usage
from workflows.brakes import Brake
from workflows.cash.habits import Habit, HabitKind
from workflows.cash.model import Advice, AdviceLine, AdviceStatus, Payment, Statement
from workflows.cash.refunds import Refund, RefundReason, RefundStatus
from workflows.cash.relations import PayerRelation, RelationKind
from workflows.cash.settlements import Rest, Settlement, SettlementStatus
from workflows.cash.sources import Share, SourceKind, receipt_source
from workflows.catalogue import Billing, Contract, ExchangeRate, Price, Product, RateClass, RevenueKind
from workflows.collections.credit import CreditHold
from workflows.collections.mandates import Collection, CollectionLine, CollectionStatus, DirectDebit, Mandate, Scheme
from workflows.customers import AddressNote, Contact, Customer
from workflows.disputes.model import Case, CaseKind, CaseNote, CaseStatus, PromiseStatus, PromiseToPay
from workflows.dunning.approval import Approval, CampaignLetter, CampaignState, DunningCampaign
from workflows.dunning.stops import ChargeWaiver, DunningStop, StopKind, Waived
from workflows.invoicing.model import Invoice, InvoiceLine, Party, TaxTotal
from workflows.invoicing.prepayment import Prepayment
from workflows.ledger.model import (
    AccountKind,
    Allocation,
    AuditEvent,
    DocumentKind,
    JournalEntry,
    JournalLine,
    OpenItem,
)
from workflows.lessons import Lesson
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.master_data.model import ChangeRequest, ChangeStatus
from workflows.messages import Message, MessageStatus
from workflows.orders.model import Delivery, Deviation, Order, OrderLine, OrderStatus, Stock
from workflows.orders.returns import Return, ReturnLine, ReturnStatus
from workflows.revenue.model import AgreedSource, Arrangement, Method, RevenueSchedule

D = Decimal
DAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 8, 30, 15, 123456, tzinfo=UTC)
PARTY = Party("Käufer & Söhne", "Hafenstraße 1", "20457", "Hamburg", "DE", "DE123456788", "HRB 1")


def letter(id: str = "L1", **changed: Any) -> Letter:
    values: dict[str, Any] = {
        "id": id,
        "dedup_key": f"key:{id}",
        "kind": LetterKind.RECEIPT,
        "template": "receipt",
        "language": "de",
        "company": "DE10",
        "customer": "K107",
        "to": ("einkauf@kunde.example",),
        "subject": "",
        "facts": "{}",
        "documents": ("R-1",),
        "attach": (),
        "case": "",
        "in_reply_to": "",
        "references": ("<a@b>", "<c@d>"),
        "message_id": f"<{id}@desk.example>",
        "state": LetterStatus.QUEUED,
        "created_at": NOW,
        "sent_at": None,
        "attempts": 0,
        "why": "",
        "attachments": (),
    }
    return Letter(**(values | changed))


def message(id: str = "ar:1:0000000001", **changed: Any) -> Message:
    values: dict[str, Any] = {
        "id": id,
        "mailbox": "ar",
        "company": "DE10",
        "generation": "1",
        "uid": "1",
        "sha256": f"sha-{id}",
        "received_at": NOW,
        "message_id": "",
        "state": MessageStatus.RECEIVED,
        "language": "",
        "customer": "",
        "intents": (),
        "route": "",
        "reading": "",
        "records": ("DE10-O-2026-00001",),
        "why": "",
        "owner": "",
        "attempts": 0,
    }
    return Message(**(values | changed))


def customer(number: str = "K107", **changed: Any) -> Customer:
    values: dict[str, Any] = {
        "number": number,
        "company": "DE10",
        "name": "Käufer & Söhne",
        "country": "DE",
        "language": "de",
        "vat_id": "DE123456788",
        "registration": "",
        "street": "Hafenstraße 1",
        "postcode": "20457",
        "city": "Hamburg",
        "emails": ("a@kunde.example", "b@kunde.example"),
        "domains": ("kunde.example",),
        "ibans": (),
        "payment_days": 30,
        "currency": "EUR",
        "credit_limit": None,
        "dunning_policy": "standard",
        "aliases": ("Söhne",),
    }
    return Customer(**(values | changed))


ENTRY = JournalEntry(
    "DE10-J-2026-0000001",
    DAY,
    "DE10",
    "EUR",
    "R-1",
    "Rechnung",
    (
        JournalLine(AccountKind.RECEIVABLE, "1400", debit=D("119.00"), customer="K107"),
        JournalLine(AccountKind.REVENUE, "8400", credit=D("100.00")),
        JournalLine(AccountKind.TAX, "1776", credit=D("19.00")),
    ),
)
INVOICE = Invoice(
    number="R-1",
    kind=DocumentKind.INVOICE,
    company="DE10",
    customer="K107",
    issue_date=DAY,
    due_date=DAY,
    currency="KWD",
    net=D("100.125"),
    tax=None,
    total=D("100.125"),
    po_number="PO 7",
    order="DE10-O-2026-00001",
    delivery_date=None,
    lines=(InvoiceLine(1, "A", "Schraube", D("2.5"), "C62", D("40.050001"), D("100.125"), "S", D("19"), "goods"),),
    taxes=(TaxTotal("S", D("19"), D("100.125"), D("0")),),
    seller=None,
    buyer=PARTY,
    discount_percent=D("2.5"),
    discount_days=10,
    corrects="",
    case="",
    taken_over=False,
    sequence=1,
    series="DE10-I-2026",
    previous_digest="",
    digest="abc",
)
EXAMPLES: dict[str, Any] = {
    "customers": customer(credit_limit=D("5000")),
    "contacts": Contact("K107|a@b", "K107", "Ann", "a@b", "purchasing", "de", ""),
    "products": Product("A", (("de", "Schraube"), ("fr", "Vis")), "C62", D("0.0125"), "EUR", RateClass.STANDARD,
                        ("Schr.",), RevenueKind.GOODS),
    "prices": Price("K107|A|EUR|1|", "K107", "A", D("0.01"), "EUR", D("1"), None, DAY),
    "contracts": Contract("V1", "K107", "A", D("1"), D("99"), "EUR", DAY, None, Billing.MONTHLY),
    "stops": DunningStop("DE10-S-2026-00001", "K107", "R1", StopKind.MANUAL, "asked by phone", "Ada", DAY, DAY),
    "waivers": ChargeWaiver("DE10-W-2026-00001", "R1", "K107", Waived.BOTH, "goodwill", "Ada", DAY),
    "credit_holds": CreditHold("DE10-H-2026-00001", "K107", 2, "61 days overdue", "o2cbot", DAY, released_until=DAY),
    "dunning_campaigns": DunningCampaign(
        "DE10-D-2026-00001", ("DE10",), "Ada", NOW, 1, "ab" * 32, CampaignState.APPROVED, Approval.TWO, DAY, "Bob", NOW,
        is_proven=True, is_decision_proven=True,
    ),
    "campaign_letters": CampaignLetter(
        "DE10-D-2026-00001|K107|DE10|EUR", "DE10-D-2026-00001", "K107", "DE10", "EUR", 2, 3, D("120.50"), "cd" * 32
    ),
    "mandates": Mandate(
        "M-1", "K107", "DE10", Scheme.CORE, False, DAY, "DE89370400440532013000", DAY, notice_days=5
    ),
    "direct_debits": DirectDebit("E2E-1", "M-1", "R1", "K107", D("119.00"), "EUR", DAY),
    "billed_periods": BilledPeriod(
        "V1|2026-03-01", "V1", "K107", date(2026, 3, 1), date(2026, 3, 31), D("99.00"), "EUR", "R-1", "2026-03", DAY
    ),
    "usage": Usage("V1|2026-03-16", "V1", DAY, D("12.345678")),
    "index_values": IndexValue("ILAT|2026-03-16", "ILAT", DAY, D("137.05")),
    "revenue_schedules": RevenueSchedule(
        id="R-1#1", company="DE10", customer="K107", invoice="R-1", position=1, currency="EUR",
        account="revenue.subscription", method=Method.DAILY, amount=D("1200.00"), recognised=D("100.00"),
        first_day=DAY, last_day=date(2027, 3, 15), recognised_until=None, done=False, arrangement="A-1", source="O/1",
        sku="A", quantity=D("3"), supplied=D("1.5"), stand_alone=D("1300.00"),
    ),
    "arrangements": Arrangement(
        "A-1", "K107", "DE10", "EUR", DAY, "anna", (AgreedSource("V1", "1|50", D("1"), DAY),), D("1200.00"), D("100.00")
    ),
    "rates": ExchangeRate("GBP|2026-03-16", "GBP", DAY, D("0.865432")),
    "orders": Order("DE10-O-2026-00001", "K107", "DE10", "PO 7", DAY, None, "EUR", D("119"), OrderStatus.ON_HOLD,
                    (OrderLine(1, "A", "Schraube", D("2"), "C62", D("59.5"), D("119")),),
                    (Deviation("price", 1, "59", "59.5", True),), "<a@b>", "a@b"),
    "deliveries": Delivery("O|2026-03-16|A|1", "DE10-O-2026-00001", DAY, "A", D("1.5")),
    "stock": Stock("A", D("12.5"), DAY, date(2026, 4, 1), D("40"), D("3")),
    "returns": Return("DE10-T-2026-00001", "DE10-O-2026-00001", "K107", "DE10", ReturnStatus.RECEIVED, "damaged",
                      (ReturnLine(1, "A", D("1.5")),), DAY, "anna", "<m@k>", "DE10-C-2026-00001", DAY, words="zurück?",
                      findings=(Deviation("return_too_late", 0, "A", "2026-01-01", True, "30"),)),
    "invoices": INVOICE,
    "prepayments": Prepayment(
        "PM-1|O-1", "PM-1", "O-1", "K107", D("100.00"), "EUR", "anna", DAY, D("40.00"), "ben", DAY
    ),
    "open_items": OpenItem("R-1", DocumentKind.CREDIT_NOTE, "K107", "DE10", DAY, DAY, "EUR", D("-10"), D("-9.99")),
    "allocations": Allocation("A1", "Z1", "", "R-1", "K107", D("10"), D("0"), D("0.01"), "EUR", DAY, "rule", "proof"),
    "entries": ENTRY,
    "statements": Statement("S1", "x.xml", "ff", "DE02", "DE10", None, D("12.34"), "EUR", 3, NOW, DAY),
    "payments": Payment("Z1", "DE10", "", DAY, DAY, D("-12.5"), "EUR", D("0"), "x#1", "S1", "Söhne", "", "text", ""),
    "habits": Habit(
        "K1|account|DE11", "K1", HabitKind.ACCOUNT, "DE11", 3, 0, "PM-1", date(2026, 1, 3), date(2026, 3, 9)
    ),
    "payer_relations": PayerRelation("factor|DE11|K1", RelationKind.FACTOR, "Faktor AG", "DE11", "K1", DAY, None),
    "refunds": Refund(
        "DE10-B-2026-00001", "DE10", "K107", "PM-1", RefundReason.OVERPAYMENT, D("12.50"), "EUR",
        "DE02120300000000202051", "Käufer & Söhne", "DE10-B-2026-00001", RefundStatus.RELEASED, "sam", DAY,
        released_by="lea", released_on=DAY,
    ),
    "refund_settlements": Settlement(
        "PM-1-S1", "DE10", "PM-1", ("DE10-B-2026-00001",), D("0.50"), "EUR", Rest.CHARGE, "all 1 of X; said by sam",
        SettlementStatus.PROPOSED, "sam", DAY,
    ),
    "debit_collections": Collection(
        "DE10-L-2026-00001", "DE10", DAY, CollectionStatus.RELEASED,
        (CollectionLine("R-1", "M-1", "K107", D("12.50"), True),), "sam", DAY, "lea", DAY, is_proven=True,
    ),
    "receipt_sources": receipt_source(
        kind=SourceKind.PAYOUT, name="stripe", file="a.csv", sha256="", reference="po_1", currency="EUR",
        on=date(2026, 3, 9), shares=(Share(2, date(2026, 3, 9), D("10"), "card", "Anker", "", "E1", ("R-1",)),),
    ),
    "advices": Advice("R1", "K107", "DE10", "<a@b>", None, D("10"), "EUR", "", (AdviceLine("R-1", None, D("1"), "x"),),
                      AdviceStatus.WAITING, ""),
    "cases": Case("C1", CaseKind.DISPUTE, "K107", "DE10", ("R-1",), "price", None, "EUR", CaseStatus.OPEN, "", DAY,
                  None, ("<a@b>",), "", False, (CaseNote(NOW, "ann", "assigned", "Ärger \u2028 \"quoted\""),)),
    "promises": PromiseToPay("P1", "K107", "DE10", ("R-1",), DAY, None, "EUR", PromiseStatus.OPEN, "<a@b>", DAY),
    "changes": ChangeRequest("M1", "K107", "DE10", "iban", "", "DE02", ChangeStatus.REQUESTED, "<a@b>", DAY, ("new",),
                             "", ""),
    "messages": message(),
    "lessons": Lesson(message().id, NOW, "ann", ("dispute", "query"), False),
    "letters": letter(),
    "addresses": AddressNote("a@b", "K107", 2, NOW, NOW, None, None, DAY, NOW, "4.2.2"),
    "brakes": Brake("answers", NOW, "too many", None, ""),
    "audit": AuditEvent("000000000001", NOW, "o2cbot", "booked", "R-1", "<a@b>", "{}"),
}  # fmt: skip
