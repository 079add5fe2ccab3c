"""A desk asks its platform what became of its e-invoices: in order, once, and past what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.documents.einvoice.lifecycle import Actor, LifecycleMessage, Reason, write
from bot.documents.einvoice.model import Identifier
from bot.mail.ports import MailError
from bot.platforms.flow import MOST_FLOWS, FlowPlatform, tracking_id
from bot.platforms.listening import PlatformEars
from bot.storage.database import Database
from tests.bot.flow_server import Platform, Tokens, serving
from tests.workflows.selling_desk import NOW, company, customer, desk, placing, product, wanted
from workflows.disputes.model import Case
from workflows.invoicing.model import Invoice
from workflows.letters import LetterKind
from workflows.orders.handlers import place

SELLER = Actor("SE", Identifier("123456824", "0002"), Identifier("123456824", "0225"))
BUYER = Actor("BY", Identifier("404833048", "0002"), Identifier("404833048", "0225"))
LATER = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DESK = desk(company(invoice_on="confirmation"))


@pytest.fixture
def there() -> Iterator[Platform]:
    with serving() as platform:
        yield platform


@pytest.fixture
def invoice(database: Database) -> Invoice:
    with database.begin() as uow:
        uow.customers.put(customer())
        uow.products.put(product())
        place(placing(wanted(("PUMP", "1", None))), uow, DESK, NOW.replace(tzinfo=UTC))
        (found,) = uow.invoices.where()
    return found


def ears(database: Database, there: Platform) -> PlatformEars:
    return PlatformEars(database, DESK, {"pa": FlowPlatform(there.url, Tokens())})


def tell(there: Platform, invoice: Invoice, status: str, at: datetime, *reasons: Reason, flow: str = "") -> None:
    """The platform has a message for us."""
    flow = flow or f"said-{len(there.flows)}"
    message = LifecycleMessage(
        id=flow, sent_at=at.strftime("%Y%m%d%H%M%S"), sender=BUYER, issuer=BUYER, recipient=SELLER, seller=SELLER,
        invoice=invoice.number, invoiced_on=invoice.issue_date, status=status, reasons=reasons,
    )  # fmt: skip
    there.files[flow] = write(message)
    there.flows[flow] = flow_row(flow, "CustomerInvoiceLC", at)


def flow_row(flow: str, kind: str, at: datetime, **more: object) -> dict[str, object]:
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"flowId": flow, "trackingId": "", "flowType": kind, "flowSyntax": "CDAR", "updatedAt": stamp, **more}


def cases(database: Database) -> list[Case]:
    with database.read() as snapshot:
        return snapshot.cases.where()


def test_a_refusal_is_heard_once_and_names_its_reason(database: Database, there: Platform, invoice: Invoice) -> None:
    tell(there, invoice, "204", LATER - timedelta(hours=2))
    tell(there, invoice, "210", LATER - timedelta(hours=1), Reason("TX_TVA_ERR", "Taux de TVA erroné"))
    listening = ears(database, there)
    assert [listening.listen("pa", LATER) for _ in range(3)] == [1, 0, 0]
    (case,) = cases(database)
    assert (case.reason, case.notes[0].text) == ("tax", "pa 210: TX_TVA_ERR Taux de TVA erroné")


def test_more_messages_than_a_platform_tells_at_once_are_all_heard(
    database: Database, there: Platform, invoice: Invoice
) -> None:
    there.most = MOST_FLOWS
    for number in range(2 * MOST_FLOWS + 30):
        tell(there, invoice, "204", LATER - timedelta(seconds=1000 - number))
    tell(there, invoice, "210", LATER)
    assert ears(database, there).listen("pa", LATER) == 1
    with database.read() as snapshot:
        assert len(snapshot.audit.where(subject=invoice.number, action="einvoice.status")) == 2 * MOST_FLOWS + 31


def test_what_cannot_be_read_stops_nothing(database: Database, there: Platform, invoice: Invoice) -> None:
    there.files["odd"] = b"<Invoice/>"
    for flow in ("odd", "gone", "../x"):
        there.flows[flow] = flow_row(flow, "CustomerInvoiceLC", LATER - timedelta(days=2))
    tell(there, invoice, "207", LATER)
    assert ears(database, there).listen("pa", LATER) == 1


def test_what_a_platform_does_not_give_yet_is_waited_for(database: Database, there: Platform, invoice: Invoice) -> None:
    tell(there, invoice, "210", LATER - timedelta(hours=1), flow="late")
    tell(there, invoice, "207", LATER)
    content = there.files.pop("late")
    with pytest.raises(MailError):
        ears(database, there).listen("pa", LATER)
    there.files["late"] = content
    assert ears(database, there).listen("pa", LATER) == 2 and len(cases(database)) == 1


def test_a_file_of_ours_that_the_platform_did_not_take_becomes_a_case(
    database: Database, there: Platform, invoice: Invoice
) -> None:
    with database.read() as snapshot:
        (letter,) = snapshot.letters.where(kind=LetterKind.INVOICE)
    detail = {"reasonCode": "REJ_SEMAN", "reasonMessage": "BR-FR-05"}
    there.flows["own"] = flow_row(
        "own", "CustomerInvoice", LATER, acknowledgement={"status": "Error", "details": [detail]}
    ) | {"trackingId": tracking_id(letter.message_id)}
    assert ears(database, there).listen("pa", LATER) == 1
    (case,) = cases(database)
    assert case.reason == "invoice_form" and "REJ_SEMAN: BR-FR-05" in case.notes[0].text


def test_a_message_of_ours_that_the_platform_did_not_take_is_named(
    database: Database, there: Platform, invoice: Invoice, caplog: pytest.LogCaptureFixture
) -> None:
    tell(there, invoice, "212", LATER)
    there.flows["said-0"] |= {"trackingId": "ours", "acknowledgement": {"status": "Error"}}
    assert ears(database, there).listen("pa", LATER) == 0 and "pa does not take ours" in caplog.text


def test_a_refusal_of_what_is_no_invoice_of_ours_is_named_once(
    database: Database, there: Platform, invoice: Invoice, caplog: pytest.LogCaptureFixture
) -> None:
    tell(there, replace(invoice, number="R-OTHER"), "204", LATER - timedelta(hours=1))
    another = replace(invoice, issue_date=invoice.issue_date - timedelta(days=1))
    tell(there, another, "210", LATER)
    assert [ears(database, there).listen("pa", LATER) for _ in range(2)] == [0, 0]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"pa 210: no invoice of ours is '{invoice.number}' of {another.issue_date}"
    ]


def test_a_platform_that_is_away_is_named(database: Database, invoice: Invoice) -> None:
    away = PlatformEars(database, DESK, {"pa": FlowPlatform("http://127.0.0.1:9/flow-service", Tokens())})
    with pytest.raises(MailError):
        away.listen("pa", LATER)
