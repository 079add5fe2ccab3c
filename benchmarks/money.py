"""Bank files, cash application and dunning at the size of a large desk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.measuring import Round, Sizes, rate
from benchmarks.postgresql import private_cluster
from bot.banks import read_bank_file
from bot.demo import bank
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.fakes import FakeUnitOfWork
from tests.workflows import cash_builders as cash
from tests.workflows import dunning_desk as dunning
from workflows.cash.amounts import Receipt
from workflows.cash.books import Books
from workflows.cash.handlers import book_statement
from workflows.cash.matching import propose
from workflows.cash.model import BankEntry
from workflows.dunning.campaign import concerned, pages
from workflows.dunning.plan import plan

TODAY = date(2026, 3, 16)
ITEMS_PER_CUSTOMER = 5
CENTS = 137  # amounts differ by more than a rounding and repeat nowhere near each other

MT940 = (
    ":61:2603110310CR{amount},00NTRFNONREF//B{number}\r\n:86:166?00GUTSCHR. UEBERWEISUNG?109310?20EREF+ZA-{number}"
    "?21SVWZ+RE 2026-0?22{number:05d} DANKE?30BANKDEXX?31DE02120300000000202051?32ANKER WERFT UND?33 GMBH?34000\r\n"
)


@contextmanager
def _parsing(name: str, data: bytes, entries: int) -> Iterator[Round]:
    assert len(read_bank_file(name, data)[0].entries) == entries
    yield lambda: rate(entries, lambda: read_bank_file(name, data))


def camt(sizes: Sizes) -> Any:
    rows = [
        {"amount": "10.00", "name": "Anker Werft GmbH", "text": f"RE 2026-{number:05d}"}
        for number in range(sizes.entries)
    ]
    data, _ = bank.statement(cash.company("DE10"), TODAY, Decimal("100.00"), rows, {})
    return _parsing("a.xml", data, sizes.entries)


def mt940(sizes: Sizes) -> Any:
    movements = "".join(MT940.format(amount=10, number=number) for number in range(sizes.entries))
    text = f":20:X\r\n:25:12030000/202051\r\n:28C:7/1\r\n:60F:C260309EUR100,00\r\n{movements}"
    text += f":62F:C260310EUR{100 + 10 * sizes.entries},00\r\n-\r\n"
    return _parsing("a.sta", text.encode(), sizes.entries)


def cfonb(sizes: Sizes) -> Any:
    """Each entry with two records of detail."""
    lines = [_record("01", "090326", "0000000001000{")]
    for number in range(sizes.entries):
        lines.append(_record("04", "100326", "0000000000100{", "VIR ANKER", "05"))
        lines += [_detail("NPY", "ANKER WERFT"), _detail("LCC", f"FACTURE {number}")]
    lines.append(_record("07", "100326", f"{1000 + 100 * sizes.entries:013d}{{"))
    return _parsing("a.txt", "\n".join(lines).encode(), sizes.entries)


def bank_csv(sizes: Sizes) -> Any:
    """A Sparkasse's rows with the running balance that proves them."""
    lines = ["Buchungstag;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Betrag;Saldo;Währung"]
    lines += [
        f"10.03.2026;10.03.2026;Anker Werft;GUTSCHRIFT;RE 2026-{number:05d};10,00;{10 * number},00;EUR"
        for number in range(1, sizes.entries + 1)
    ]
    return _parsing("a.csv", "\n".join(lines).encode(), sizes.entries)


def _record(code: str, day: str, amount: str, label: str = "", operation: str = "") -> str:
    account = f"{code}30006{operation:4}00001EUR2 00000000001".ljust(32)
    return f"{account}{operation:2}{day}  {day if code == '04' else '':6}{label:31}{'':11}{amount:>14}{'':16}"


def _detail(qualifier: str, text: str) -> str:
    return f"0530006    00001EUR2 0000000000105100326     {qualifier}{text:70}  "


@contextmanager
def matching(sizes: Sizes) -> Iterator[Round]:
    """What each receipt pays, worked out against the open items; nothing is booked."""
    uow: Any = FakeUnitOfWork()
    fill_cash(uow, sizes.open_items)
    desk = cash.desk()
    books = Books(uow, desk, cash.NOW)
    receipts = [(payment_like(entry), receipt_of(entry)) for entry in entries(sizes.lines, sizes.open_items)]

    def match() -> None:
        for payment, receipt in receipts:
            propose(receipt, books.scope(payment), desk.cash)

    yield lambda: rate(len(receipts), match)


@contextmanager
def booking(sizes: Sizes) -> Iterator[Round]:
    """A statement booked and applied on SQLite, rolled back after each round."""
    with _database() as database:
        with database.begin() as uow:
            fill_cash(uow, sizes.open_items)
        statement = cash.statement(*entries(sizes.booked, sizes.open_items))
        desk, now = cash.desk(), cash.NOW.replace(tzinfo=UTC)

        def book() -> float:
            with database.engine.connect() as connection, connection.begin() as transaction:
                uow = SqlUnitOfWork(connection)
                found = rate(sizes.booked, lambda: book_statement(statement, uow, desk, now))
                assert len(uow.allocations.where()) == sizes.booked
                transaction.rollback()
            return found

        yield book


def fill_cash(uow: Any, open_items: int) -> None:
    for number in range(open_items):
        owner = f"K{number // ITEMS_PER_CUSTOMER:05d}"
        if number % ITEMS_PER_CUSTOMER == 0:
            uow.customers.add(cash.customer(owner, f"Betrieb {owner} GmbH", f"DE{number:020d}"))
        uow.open_items.add(cash.item(document_of(number), owner, str(amount_of(number))))


def document_of(number: int) -> str:
    return f"DE-2026-{number:05d}"


def amount_of(number: int) -> Decimal:
    return Decimal(10_000 + number * CENTS) / 100


def entries(count: int, open_items: int) -> list[BankEntry]:
    """Receipts for items all over the books, named in the text, from the customers' accounts."""
    numbers = [place * open_items // count for place in range(count)]
    return [
        cash.entry(
            str(amount_of(number)),
            f"Rechnung {document_of(number)} vom 20.02.2026",
            position=place,
            line=place,
            bank_reference=f"B{place}",
            payer_name=f"Betrieb K{number // ITEMS_PER_CUSTOMER:05d} GmbH",
            payer_iban=f"DE{number - number % ITEMS_PER_CUSTOMER:020d}",
        )
        for place, number in enumerate(numbers, 1)
    ]


def payment_like(entry: BankEntry) -> Any:
    """The payment that the entry would become, as far as matching looks at it."""
    return dunning.payment(
        str(entry.position), entry.value_date, str(entry.amount), customer="", company="DE10",
        payer_name=entry.payer_name, payer_iban=entry.payer_iban, text="\n".join(entry.texts),
    )  # fmt: skip


def receipt_of(entry: BankEntry) -> Receipt:
    return Receipt(amount=entry.amount, currency=entry.currency, value_date=entry.value_date, texts=entry.texts)


@contextmanager
def dunning_in_memory(sizes: Sizes) -> Iterator[Round]:
    uow = dunning.books()
    uow.customers.rows.clear()
    fill_dunning(uow, sizes.customers)
    yield lambda: planned(uow, sizes.customers)


@contextmanager
def dunning_on_sqlite(sizes: Sizes) -> Iterator[Round]:
    with _database() as database:
        with database.begin() as uow:
            fill_dunning(uow, sizes.customers)

        def work() -> float:
            with database.read() as snapshot:
                return planned_by_pages(snapshot, sizes.customers)

        yield work


@contextmanager
def dunning_on_postgresql(sizes: Sizes) -> Iterator[Round]:
    """Raises Skipped where there is no server to start."""
    with private_cluster() as new_database:
        url = new_database()
        migrate(url)
        database = open_database(url)
        try:
            with database.begin() as uow:
                fill_dunning(uow, sizes.customers)

            def work() -> float:
                with database.read() as snapshot:
                    return planned_by_pages(snapshot, sizes.customers)

            yield work
        finally:
            database.close()


def fill_dunning(uow: Any, customers: int) -> None:
    """Two invoices each: one due for its second reminder, one for its first."""
    for number in range(customers):
        owner = f"K{number:05d}"
        uow.customers.add(dunning.customer(owner))
        raised: dict[str, Any] = {"dunning_level": 1, "level_raised_on": TODAY - timedelta(days=20)}
        uow.open_items.add(dunning.item(f"R{number}a", TODAY - timedelta(days=40), customer=owner, **raised))
        uow.open_items.add(dunning.item(f"R{number}b", TODAY - timedelta(days=10), customer=owner))


def planned(uow: Any, customers: int) -> float:
    def work() -> None:
        assert len(plan(uow, dunning.desk(), TODAY).letters) == customers

    return rate(customers, work)


def planned_by_pages(uow: Any, customers: int) -> float:
    """As a campaign goes."""

    def work() -> None:
        plans = [plan(uow, dunning.desk(), TODAY, page) for page in pages(concerned(uow, TODAY))]
        assert sum(len(one.letters) for one in plans) == customers

    return rate(customers, work)


@contextmanager
def _database() -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="o2cbot-bench-") as name:
        url = f"sqlite:///{Path(name) / 'books.db'}"
        migrate(url)
        database = open_database(url)
        try:
            yield database
        finally:
            database.close()
