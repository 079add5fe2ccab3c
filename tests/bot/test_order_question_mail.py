"""A reply to a question about an order, from its bytes to the confirmation, with the books on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from bot.book import MasterData, StoredBook
from bot.storage.codec import dump, load
from bot.storage.database import Database, open_database
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.reader import read
from nlp.reading import Reading
from tests.workflows import selling_desk
from tests.workflows.mail_desk import message
from tests.workflows.selling_desk import company, customer, desk, placing, product, wanted
from workflows import triage
from workflows.letters import LetterStatus
from workflows.messages import Message
from workflows.orders.findings import Finding, Outcome
from workflows.orders.handlers import place
from workflows.orders.model import OrderStatus
from workflows.orders.terms import OrderPolicy
from workflows.ports import Desk

ORDER = "DE01-O-2026-00001"
NOW = selling_desk.NOW.replace(tzinfo=UTC)


def asking() -> Desk:
    return replace(desk(company()), orders=OrderPolicy(outcomes={Finding.PRICE_LOWER: Outcome.ASK}))


@pytest.fixture
def books(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An order about whose price the customer was asked."""
    path = tmp_path / "asked.db"
    path.write_bytes(migrated_file.read_bytes())
    opened = open_database(f"sqlite:///{path}")
    with opened.begin() as uow:
        uow.customers.add(customer())
        uow.products.add(product())
        place(placing(wanted(("PUMP", "3", "90.00"))), uow, asking(), NOW)
        (letter,) = uow.letters.where(template="order_question")
        uow.letters.put(replace(letter, state=LetterStatus.SENT, sent_at=NOW, subject="Ihre Bestellung: Frage"))
    yield opened
    opened.close()


def reply(books: Database, text: str, sender: str = "frau.maier@kunde.example") -> tuple[Message, Reading]:
    """What becomes of a reply in the letter's thread."""
    with books.begin() as uow:
        (letter,) = uow.letters.where(template="order_question")
        quoted = "Am 16.03.2026 schrieb desk@muster.example:\n> Zeile 1: Ihr Preis 90,00, unser Preis 100,00."
        raw = (
            f"From: Maier <{sender}>\nTo: desk@muster.example\nMessage-ID: <2@kunde.example>\n"
            f"Date: Mon, 16 Mar 2026 10:00:00 +0100\nIn-Reply-To: {letter.message_id}\n"
            f"Subject: AW: {letter.subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n{quoted}\n"
        )
        found = read(open_message(raw.encode(), Limits()), StoredBook(uow, MasterData(asking()).snapshot(uow)))
        assert load(Reading, dump(found)).answer == found.answer
        row = replace(message(2), company="DE01", reading=dump(found))
        uow.messages.put(row)
        return triage.work(row, found, uow, asking(), NOW), found


def test_a_yes_by_mail_confirms_the_order_at_our_price(books: Database) -> None:
    row, _ = reply(books, "Guten Tag,\n\nja, das passt.\n\nMit freundlichen Grüßen\nJ. Maier")
    assert (row.route, row.records) == ("auto", (ORDER,))
    with books.read() as uow:
        assert uow.orders.get(ORDER).state is OrderStatus.CONFIRMED
        assert len(uow.letters.where(template="order_confirmation")) == 1


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("ja, und bitte noch 5 Stück mehr", "frau.maier@kunde.example"),
        ("nein, zum Preis vom letzten Jahr", "frau.maier@kunde.example"),
        ("ja, das passt", "frau.maier@fremd.example"),
    ],
)
def test_more_than_a_yes_or_anothers_confirms_nothing(books: Database, text: str, sender: str) -> None:
    assert reply(books, text, sender)[0].route == "review"
    with books.read() as uow:
        assert uow.letters.where(template="order_confirmation") == []
