"""A platform is told of money received once for each booking, in order, and again only what it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal

import pytest

from bot.documents.einvoice.lifecycle import check, read
from bot.mail.ports import MailError
from bot.platforms.flow import FlowPlatform
from bot.platforms.telling import PlatformReceipts
from bot.storage.database import Database
from tests.bot.flow_server import Platform, Tokens, serving
from tests.workflows.selling_desk import NOW, company, customer, desk, placing, product, source, wanted
from workflows.catalogue import RevenueKind
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.ledger.model import Allocation
from workflows.letters import LetterStatus
from workflows.orders.handlers import place

SELLING = replace(company("FR01", "FR", invoice_on="confirmation"), registration="123456824", vat_id="FR12123456824")
DESK = desk(SELLING)
AT = NOW.replace(tzinfo=UTC)


@pytest.fixture
def there() -> Iterator[Platform]:
    with serving() as platform:
        yield platform


def sold(database: Database) -> str:
    """An invoice to a French buyer whose platform it went to."""
    with database.begin() as uow:
        buyer = customer(
            company="FR01", country="FR", language="fr", vat_id="FR27404833048", registration="404833048",
            e_invoice="french_ctc",
        )  # fmt: skip
        uow.customers.put(buyer)
        uow.products.put(product(revenue=RevenueKind.SERVICE))
        place(placing(wanted(("PUMP", "1", None))), uow, DESK, AT)
        (found,) = uow.invoices.where()
        for letter in uow.letters.where():
            uow.letters.put(replace(letter, state=LetterStatus.SENT))
    return found.number


@pytest.fixture
def invoice(database: Database) -> str:
    return sold(database)


def receipts(database: Database, there: Platform) -> PlatformReceipts:
    return PlatformReceipts(database, DESK, {EInvoiceProfile.FRENCH_CTC: ("pa", FlowPlatform(there.url, Tokens()))})


def pay(database: Database, invoice: str, number: int, amount: str) -> None:
    row = Allocation(
        f"FR01-A-2026-{number:07d}", f"P-{number}", "", invoice, "K1", Decimal(amount), Decimal(0), Decimal(0), "EUR",
        date(2026, 4, 1), "x", "{}",
    )  # fmt: skip
    with database.begin() as uow:
        uow.allocations.add(row)


def test_each_booking_is_told_once_with_its_amount(database: Database, there: Platform, invoice: str) -> None:
    pay(database, invoice, 1, "50.00")
    telling = receipts(database, there)
    assert [telling.tell(AT), telling.tell(AT)] == [1, 0]
    pay(database, invoice, 2, "70.00")
    assert telling.tell(AT) == 1
    first, second = (read(content) for content in there.files.values())
    assert [tax.amount for each in (first, second) for tax in each.reasons[0].paid] == [
        Decimal("50.00"),
        Decimal("70.00"),
    ]
    assert (first.status, first.invoice, check(first)) == ("212", invoice, ())
    assert first.id != second.id


def test_a_word_whose_answer_was_lost_is_not_told_twice(database: Database, there: Platform, invoice: str) -> None:
    pay(database, invoice, 1, "50.00")
    there.cut_after = True
    with pytest.raises(MailError):
        receipts(database, there).tell(AT)
    there.cut_after = False
    assert receipts(database, there).tell(AT) == 1
    assert len(there.flows) == 1


def test_an_invoice_that_a_platform_stumbles_over_keeps_no_other_one_waiting(
    database: Database, there: Platform, invoice: str
) -> None:
    with database.begin() as uow:
        another = replace(placing(wanted(("PUMP", "2", None), po_number="PO-2")), source=source(message_id="<9@k>"))
        (_, second) = place(another, uow, DESK, AT)
        for letter in uow.letters.where():
            uow.letters.put(replace(letter, state=LetterStatus.SENT))
    pay(database, invoice, 1, "50.00")
    pay(database, second, 2, "70.00")
    there.stumbles_over = b"FR01-A-2026-0000001"
    with pytest.raises(MailError, match=f"{invoice}: 500"):
        receipts(database, there).tell(AT)
    assert [read(content).invoice for content in there.files.values()] == [second]
    there.stumbles_over = b""
    assert receipts(database, there).tell(AT) == 1


def test_an_invoice_that_has_not_gone_out_waits(database: Database, there: Platform, invoice: str) -> None:
    with database.begin() as uow:
        for letter in uow.letters.where():
            uow.letters.put(replace(letter, state=LetterStatus.QUEUED))
    pay(database, invoice, 1, "50.00")
    assert receipts(database, there).tell(AT) == 0 and not there.flows


def test_a_word_that_a_platform_refuses_holds_back_the_later_ones(
    database: Database, there: Platform, invoice: str
) -> None:
    pay(database, invoice, 1, "50.00")
    pay(database, invoice, 2, "70.00")
    there.answer = 422
    assert receipts(database, there).tell(AT) == 0 and not there.flows
    there.answer = 0
    assert receipts(database, there).tell(AT) == 2
