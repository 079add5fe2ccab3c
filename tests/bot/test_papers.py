"""Order confirmations, delivery notes, plans and covers say what the books say, in their reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from bot.documents.notation import languages, words
from bot.documents.orders import delivery_facts
from bot.documents.plans import OpenEnded, plan_facts
from bot.papers import PAPERS, cover_paper
from bot.rendering import attachments_of
from tests.bot.ordered import FIRST, NUMBER, SECOND, delivered, order
from tests.bot.selling import CASES, company
from tests.bot.test_rendering import customer, desk
from tests.fakes import FakeUnitOfWork
from tests.letter_samples import SAMPLES, letter
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.errors import NotFound
from workflows.letters import LetterKind


@pytest.fixture
def books() -> FakeUnitOfWork:
    uow = FakeUnitOfWork()
    uow.customers.put(customer())
    uow.orders.put(order())
    for delivery in (delivered(FIRST, "A", 6), delivered(SECOND, "A", 6), delivered(SECOND, "B", 5)):
        uow.deliveries.put(delivery)
    confirmed = letter("order_confirmation", "de", kind=LetterKind.ORDER_CONFIRMATION)
    uow.letters.put(confirmed)
    uow.invoices.put(replace(CASES["domestic, two rates"][0], company="DE10"))
    return uow


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        told = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(told.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("invoice", "R-2026-00042", ["Rechnung R-2026-00042", "RF38 R202 6000 42"]),
        (
            "order",
            NUMBER,
            [f"Auftragsbestätigung {NUMBER}", "Ableiter <Typ 2> & Zubehör", "12.154,41 €", "unser Preis"],
        ),
        ("delivery", NUMBER, [f"Lieferschein {NUMBER}", "16. März 2026", "Teillieferung", "Unterschrift"]),
        ("delivery", f"{NUMBER}:2026-03-12", ["12. März 2026"]),
    ],
)
def test_a_paper_says_what_the_books_say(books, kind, key, said):
    text = text_of(PAPERS[kind](key, books, desk(), SECOND))
    assert [phrase for phrase in said if phrase not in text] == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [("invoice", "none"), ("order", "none"), ("delivery", f"{NUMBER}:2026-01-01"), ("plan", "K1007"), ("plan", "none")],
)
def test_there_is_no_paper_of_what_is_not_in_the_books(books, kind, key):
    with pytest.raises(NotFound):
        PAPERS[kind](key, books, desk(), SECOND)


def test_a_customer_is_not_told_of_its_credit_limit_on_paper_either(books):
    text = text_of(PAPERS["order"](NUMBER, books, desk(), SECOND))
    assert "50.000" not in text and "99.999" not in text


def test_a_delivery_fills_the_lines_of_an_article_in_their_order():
    deliveries = [delivered(FIRST, "A", 6), delivered(SECOND, "A", 6), delivered(SECOND, "B", 5)]
    shown = delivery_facts(order(), deliveries, SECOND, company(), [], "en")
    counted = [(row["position"], row["before"], row["now"], row["open"]) for row in shown["lines"]]
    assert counted == [("1", "6", "4", "0"), ("2", "–", "5", "0"), ("3", "–", "2", "2")]
    assert shown["rest"]


def test_the_last_delivery_promises_no_rest():
    deliveries = [delivered(FIRST, "A", 14), delivered(SECOND, "B", 5)]
    shown = delivery_facts(order(), deliveries, SECOND, company(), [], "en")
    assert [row["position"] for row in shown["lines"]] == ["2"]
    assert shown["rest"] == ""


def promise(number: int, amount: str | None) -> PromiseToPay:
    day = date(2026, 3 + number, 15)
    money = Decimal(amount) if amount else None
    return PromiseToPay(
        f"P-{number}", "K1007", "DE10", ("R-1",), day, money, "EUR", PromiseStatus.OPEN, "<m>", FIRST
    )  # fmt: skip


def test_a_plan_counts_down_to_nothing(books):
    for number in (1, 2, 3):
        books.promises.put(promise(number, "500.00"))
    text = text_of(PAPERS["plan"]("K1007", books, desk(), SECOND))
    for said in (
        "Ratenzahlungsvereinbarung",
        "15. April 2026 500,00 1.000,00",
        "15. Juni 2026 500,00 0,00",
        "1.500,00 €",
    ):
        assert said in text


def test_a_plan_without_all_its_amounts_is_not_written_down():
    facts = SAMPLES["promise_received"] | {"customer": {"number": "K1"}, "date": "2026-03-16"}
    with pytest.raises(OpenEnded):
        plan_facts(facts, company(), [], "en")


@pytest.mark.parametrize("language", languages())
def test_the_cover_of_a_registered_letter_names_what_is_enclosed(language):
    reminders = [letter("dunning_3", language), letter("dunning_2", language)]
    reader = replace(customer(), language=language)
    text = text_of(cover_paper(reader, reminders, ["R-7"], desk()))
    title = words(language)["title"]
    assert title["cover"] in text and f"{title['invoice']} R-7" in text and title["dunning_2"] in text


def test_a_confirmation_takes_its_page_along_where_the_letter_asks_for_it(books):
    written = letter("order_confirmation", "fr", attach=("order",))
    (file,) = attachments_of(written, books, desk(), {}.get)
    assert file.name == f"Confirmation-de-commande-{NUMBER}.pdf"
    assert "Nous vous remercions de votre commande" in text_of(file.bytes)


def test_a_changed_order_is_confirmed_as_a_changed_one(books):
    (file,) = attachments_of(letter("order_changed", "de", attach=("order",)), books, desk(), {}.get)
    assert "Geänderte Auftragsbestätigung" in text_of(file.bytes)
