"""A desk with the sample company's books and a few messages, cases, orders, changes and letters to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from starlette.applications import Starlette

from bot.console.access import add_user
from bot.console.app import make_console
from bot.exchange.imports import import_file
from bot.resources import folder
from bot.settings import load
from bot.storage import tables
from bot.storage.codec import dump
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp import reading as r
from workflows import triage
from workflows.audit import note
from workflows.cash.amounts import Line
from workflows.cash.model import Payment
from workflows.cash.proposals import Suggestion
from workflows.cash.worklist import HELD, as_details
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.letters import LetterStatus
from workflows.messages import Message, MessageStatus
from workflows.ports import Desk

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery"
PEOPLE = {"vera": "viewer", "sam": "specialist", "lea": "lead", "ada": "admin"}
D = Decimal


def desk() -> Desk:
    return load(folder("config") / "demo" / "bot.toml").desk


def console(database: Database, **changes: Any) -> Starlette:
    values: dict[str, Any] = {
        "database": database, "desk": desk(), "now": lambda: NOW, "clock": lambda: NOW, "secure": False,
        "send_due": lambda: None, "replay": lambda id: [], "mailboxes": ("auftrag", "commandes", "orders"),
    }  # fmt: skip
    return make_console(**(values | changes))


def people(database: Database) -> None:
    """The four roles, all with the same password; hashed once, for it takes its time."""
    with database.connection() as connection:
        add_user(connection, "vera", "viewer", PASSWORD)
        row = connection.execute(sa.select(tables.users)).one()._mapping
        others = [{**row, "name": name, "role": role} for name, role in PEOPLE.items() if name != "vera"]
        connection.execute(sa.insert(tables.users), others)


def books(database: Database) -> None:
    """The sample company's master data and open items."""
    with database.begin() as uow:
        for kind in ("customers", "products", "prices", "invoices", "rates"):
            import_file(kind, folder("config") / "demo" / f"{kind}.csv", uow, desk(), datetime(2026, 3, 1, tzinfo=UTC))


def reading(text: str, found: dict[str, str] | None = None, **values: Any) -> r.Reading:
    """A Reading of a text; `found` names the words that fields were read from."""
    evidence = tuple(
        r.Evidence(field, "body", words, text.index(words), text.index(words) + len(words))
        for field, words in (found or {}).items()
    )
    defaults: dict[str, Any] = {
        "message_id": f"<{abs(hash(text)) % 10**10}@mail.example>", "sender": r.Address("", "x@mail.example"),
        "recipients": (), "subject": "Question", "sent_at": NOW, "in_reply_to": None, "references": (), "text": text,
        "new_text": text, "language": "en", "customer": None, "identified_by": r.Identification.ADDRESS,
        "trust": r.Trust.VERIFIED, "automatic": False, "intents": (), "evidence": evidence,
    }  # fmt: skip
    return r.Reading(**(defaults | values))


def receive(
    uow: SqlUnitOfWork,
    number: int,
    read: r.Reading,
    *,
    mailbox: str = "orders",
    company: str = "GB01",
    hours: float = 1,
) -> Message:
    """Keeps and works a message as the intake does."""
    sha256 = uow.raw_messages.add(
        f"Message-ID: {read.message_id}\r\nSubject: {read.subject}\r\n\r\n{read.text}".encode()
    )
    row = Message(
        id=f"{mailbox}:1:{number:010d}", mailbox=mailbox, company=company, generation="1", uid=str(number),
        sha256=sha256, received_at=NOW - timedelta(hours=hours), message_id=read.message_id,
        state=MessageStatus.RECEIVED, language="", customer="", intents=(), route="", reading=dump(read), records=(),
        why="", owner="", attempts=1,
    )  # fmt: skip
    uow.messages.add(row)
    return triage.work(row, read, uow, desk(), NOW - timedelta(hours=hours))


def intent(name: str, confidence: float) -> tuple[r.Intent, ...]:
    return (r.Intent(r.IntentName(name), confidence),)


ADVICE = """Bonjour,

Nous avons procédé ce jour au règlement par virement de 4 118,60 EUR, réf. VIR 8841, pour vos factures :

VL-2025-00902    2 874,60
VL-2025-00871    1 152,00   retenue 60,00 (casse)

Cordialement,
Odile Ferrand
Cosmétiques Amarante

Le 2 mars 2026 à 09:14, Verrelab <commandes@verrelab.example> a écrit :
> Votre facture VL-2025-00902 arrive à échéance.
> Merci de votre règlement.
"""
DISPUTE = """Good morning,

We dispute invoice TL202500530. Four of the heating plates arrived broken, the boxes were crushed on one side.
We will not pay 996.00 GBP of it until they are replaced or credited.

Regards
Tom Ashby
Northmoor Brewery plc
"""
ORDER = """Guten Tag,

bitte liefern Sie auf Bestellung PI-111240:

12 Stück BU-050 Bürette 50 ml zu 52,00 EUR
4 Stück ST-500 Magnetrührer zu 319,00 EUR

Liefertermin 27.03.2026, Gesamt netto 1.900,00 EUR.

Freundliche Grüße
Anna Wirth, Pharma Isartal AG
"""
ATTACHED = "Pos  Artikel  Menge\n10   BU-050   12\n20   ST-500   4"
BANK = """Sehr geehrte Damen und Herren,

wir haben die Bank gewechselt. Bitte verwenden Sie künftig DE89370400440532013000.

Buchhaltung Brauerei Sonnwend
"""
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)>
"><a href="javascript:alert(3)">click</a> {{ 7*7 }}"""


def advice() -> r.Reading:
    return reading(
        ADVICE,
        {
            "remittance.total": "4 118,60 EUR", "remittance.reference": "VIR 8841",
            "remittance.lines.0.invoice": "VL-2025-00902", "remittance.lines.0.amount": "2 874,60",
            "remittance.lines.1.invoice": "VL-2025-00871", "remittance.lines.1.amount": "1 152,00",
            "remittance.lines.1.deduction": "60,00",
        },
        subject="Avis de règlement", sender=r.Address("Odile Ferrand", "fournisseurs@amarante-cosmetiques.example"),
        language="fr", customer="F203", new_text=ADVICE.split("Le 2 mars")[0], intents=intent("remittance", 0.94),
        remittance=r.Remittance(
            date(2026, 3, 16), D("4118.60"), "EUR", "VIR 8841",
            (r.RemittanceLine("VL-2025-00902", D("2874.60")),
             r.RemittanceLine("VL-2025-00871", D("1152.00"), D("60.00"), r.DeductionReason.OTHER)),
        ),
        problems=(r.Problem("total_differs", "The lines do not add up to the total"),),
    )  # fmt: skip


def dispute() -> r.Reading:
    return reading(
        DISPUTE,
        {"dispute.invoices": "TL202500530", "dispute.reason": "arrived broken", "dispute.amount": "996.00 GBP"},
        subject="TL202500530", sender=r.Address("Tom Ashby", "ap@northmoor-brewery.example"), customer="G402",
        intents=intent("dispute", 0.76),
        dispute=r.Dispute(("TL202500530",), r.DisputeReason.DAMAGED, D("996.00"), "GBP"),
    )  # fmt: skip


def order() -> r.Reading:
    lines = (
        r.OrderLine("BU-050", "Bürette 50 ml", D(12), D("52.00")),
        r.OrderLine("ST-500", "Magnetrührer", D(4), D("319.00")),
    )
    return reading(
        ORDER,
        {
            "order.po_number": "PI-111240", "order.lines.0.quantity": "12", "order.lines.0.sku": "BU-050",
            "order.lines.0.unit_price": "52,00", "order.lines.1.sku": "ST-500", "order.requested_date": "27.03.2026",
            "order.total": "1.900,00",
        },
        subject="Bestellung PI-111240", sender=r.Address("Anna Wirth", "einkauf@pharma-isartal.example"),
        language="de", customer="D303", intents=intent("order", 0.97),
        order=r.Order("PI-111240", None, date(2026, 3, 27), "EUR", D("1900.00"), lines),
        attachments=(r.AttachmentSummary("Bestellung.pdf", "application/pdf", 48211, ATTACHED),),
    )  # fmt: skip


def bank() -> r.Reading:
    return reading(
        BANK, {"master_data.changes.0.value": "DE89370400440532013000"}, subject="Neue Bankverbindung",
        sender=r.Address("Buchhaltung", "info@brauerei-sonnwend.example"), language="de", customer="D304",
        intents=intent("master_data", 0.95), master_data=r.MasterDataChange((("iban", "DE89370400440532013000"),)),
    )  # fmt: skip


def hostile() -> r.Reading:
    return reading(
        HOSTILE, {"query.topic": "<script>alert(1)</script>"}, subject="<b>bold</b><script>alert(4)</script>",
        sender=r.Address('"><script>alert(5)</script>', "evil@attacker.example"), intents=intent("other", 0.6),
        identified_by=None, trust=r.Trust.UNKNOWN,
        attachments=(r.AttachmentSummary("../../<script>.pdf", "text/html", 10, "<script>alert(6)</script>"),),
    )  # fmt: skip


def full(database: Database) -> None:
    """Everything that the pages show, a little of each."""
    people(database)
    books(database)
    with database.begin() as uow:
        receive(uow, 1, advice(), mailbox="commandes", company="FR01", hours=3)
        receive(uow, 2, dispute(), hours=26)
        receive(uow, 3, order(), mailbox="auftrag", company="DE01", hours=5)
        receive(uow, 4, bank(), mailbox="auftrag", company="DE01", hours=50)
        receive(uow, 5, hostile(), hours=0.3)
        certain = replace(dispute(), message_id="<c@x>", intents=intent("dispute", 0.99), customer="G401",
                          dispute=r.Dispute(("TL202500518",), r.DisputeReason.PRICE, D("180.00"), "GBP"),
                          sender=r.Address("Priya Nair", "accounts@harrow-analytical.example"))  # fmt: skip
        receive(uow, 6, certain, hours=90)
        asking = reading(
            "Hello,\n\nwhen do you deliver our order DA-41?\n\nThanks", subject="Order DA-41",
            sender=r.Address("Niamh Kelly", "orders@dublin-assay.example"), customer="G405",
            intents=intent("query", 0.71), query=r.Query(r.QueryTopic.ORDER_STATUS, (), "DA-41"),
        )  # fmt: skip
        receive(uow, 7, asking, hours=1.5)
        broken = Message(
            id="orders:1:0000000009", mailbox="orders", company="GB01", generation="1", uid="9",
            sha256=uow.raw_messages.add(b"zip bomb"), received_at=NOW - timedelta(hours=7), message_id="",
            state=MessageStatus.QUARANTINED, language="", customer="", intents=(), route="quarantine", reading="",
            records=(), why="the message cannot be read safely: it unpacks to more than 100 times its size", owner="",
            attempts=3,
        )  # fmt: skip
        uow.messages.add(broken)
        _held_order(uow)
        _money(uow)
        for mailbox in ("auftrag", "commandes", "orders"):
            values = {"mailbox": mailbox, "generation": "1", "uid": "9", "polled_at": NOW - timedelta(minutes=1)}
            uow.connection.execute(sa.insert(tables.cursors).values(**values))
        states = (LetterStatus.UNCERTAIN, LetterStatus.SENT)
        for letter, state in zip(uow.letters.where()[:2], states, strict=False):
            sent = state is LetterStatus.SENT
            why = "" if sent else "the program stopped while it was being sent"
            uow.letters.put(replace(letter, state=state, attempts=1, sent_at=NOW if sent else None, why=why))


def _held_order(uow: SqlUnitOfWork) -> None:
    """An order on hold, as a person's half-way approval or an import leaves it."""
    from workflows.orders.model import Deviation, Order, OrderLine, OrderStatus

    lines = (
        OrderLine(1, "HP-200", "Heating plate 200 W", D(40), "C62", D("235.00"), D("9400.00")),
        OrderLine(2, "CY-100", "Measuring cylinder 100 ml", D(12), "C62", D("14.90"), D("178.80")),
    )
    deviations = (
        Deviation("credit_limit", 0, "27289.56", "25000.00", True),
        Deviation("price_lower", 1, "229.00", "235.00", True),
        Deviation("no_po_number", 0, "", "", False),
    )
    uow.orders.add(
        Order("GB01-O-2026-00017", "G401", "GB01", "", date(2026, 3, 13), date(2026, 3, 24), "GBP", D("9578.80"),
              OrderStatus.ON_HOLD, lines, deviations, "", "purchasing@harrow-analytical.example")
    )  # fmt: skip


def _money(uow: SqlUnitOfWork) -> None:
    texts = ("RE 4711 / 4712 TEILZAHLUNG", "PAYMENT ON ACCOUNT")
    rows = (
        ("D301", "DE01", "Chemiewerk Altmühl GmbH", "3000.00", "EUR"),
        ("", "GB01", "A N OTHER LTD", "512.40", "GBP"),
    )
    day = date(2026, 3, 12)
    for number, ((customer, company, payer, amount, currency), text) in enumerate(zip(rows, texts, strict=True), 1):
        uow.payments.add(
            Payment(f"{company}-Z-{number}", company, customer, day, day, D(amount), currency, D(amount),
                    f"{company}-2026-03-12.sta#{number}", "S1", payer, "DE66734419792376092603", text, "",
                    held="no invoice of this customer has this amount")
        )  # fmt: skip
    uow.promises.add(
        PromiseToPay("DE01-P-2026-00003", "D305", "DE01", ("IG-2025-00661",), date(2026, 3, 20), None, "EUR",
                     PromiseStatus.OPEN, "<p@x>", date(2026, 3, 3))
    )  # fmt: skip


def proposals(database: Database, payment: str, customer: str, amount: Decimal) -> None:
    """Two proposals for a payment that waits: it may be for either of the customer's oldest invoices."""
    with database.begin() as uow:
        found = [item for item in uow.open_items.where(customer=customer, currency="EUR") if item.open_amount > 0]
        made = [
            Suggestion(customer, (Line(each.document, min(amount, each.open_amount)),), f"proof <i>{place}</i>")
            for place, each in enumerate(found[:2], 1)
        ]
        note(uow, NOW, actor="o2cbot", action=HELD, subject=payment, why="two", suggestions=as_details(made))
