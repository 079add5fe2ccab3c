"""What a customer wants to send back is read from the sentences that say it; other things that go back are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, OrderEntry, Snapshot
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.reader import read
from nlp.reading import GoodsBack

BOOK = Snapshot(
    customers=[
        CustomerEntry("K1", "DE01", "Kunde GmbH", (), "DE", "de", "EUR", ("a@kunde.example",), ("kunde.example",))
    ],
    articles=[
        ArticleEntry("PUMP", ("Pump", "Pompe", "Pumpe"), (), Decimal(100), "EUR", "C62"),
        ArticleEntry(
            "GL-M", ("Gloves M, box of 100", "Gants M", "Handschuhe M, 100er-Box"), (), Decimal(9), "EUR", "BX"
        ),
    ],
    orders=[OrderEntry("O-1", "K1", "PO-77", None, ("PUMP", "GL-M"), (Decimal(10), Decimal(5)))],
)


def back(text: str) -> GoodsBack | None:
    raw = (
        "From: A <a@kunde.example>\nTo: desk@muster.example\nMessage-ID: <1@kunde.example>\nSubject: Frage\n"
        f"Date: Mon, 16 Mar 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    return read(open_message(raw.encode(), Limits()), BOOK).goods_back


@pytest.mark.parametrize(
    ("text", "sku", "quantity"),
    [
        ("We want to send back 2 boxes of gloves M, wrong size.", "GL-M", 2),
        ("Sollen wir die 3 Pumpen zurückschicken?", "PUMP", 3),
        ("Nous souhaitons vous renvoyer 2 pompes, elles ne fonctionnent pas.", "PUMP", 2),
        ("Bitte nehmen Sie 4 Pumpen zurück", "PUMP", 4),
        ("Wir haben 3 Pumpen zu viel erhalten. Wie können wir diese retournieren?", "PUMP", 3),
        ("We would like to return 3 pumps of invoice R-1", "PUMP", 3),
        ("Can you take back the pumps?", "PUMP", 0),
    ],
)
def test_goods_that_go_back_are_read_with_their_number(text: str, sku: str, quantity: int) -> None:
    found = back(text)
    assert found is not None and [(line.sku, line.quantity) for line in found.lines] == [(sku, quantity)]


@pytest.mark.parametrize(
    "text",
    [
        "Please do not send it back", "Our bank returned the payment.", "Please return the signed contract",
        "Bitte senden Sie uns die Auftragsbestätigung zurück. Wir bestellen 5 Pumpen.",
        "Merci de nous renvoyer la facture corrigée", "Please send back the order confirmation for 5 pumps",
        "Die Bestellung über 4 Pumpen nehmen wir zurück", "I will be back on Monday", "Merci par retour de mail",
        "Please confirm by return: 5 pumps", "Please send me the invoice back", "Pouvez-vous nous la renvoyer ?",
    ],
)  # fmt: skip
def test_papers_money_and_people_that_come_back_are_no_goods(text: str) -> None:
    assert back(text) is None


def test_the_order_and_the_words_are_kept() -> None:
    found = back("We want to send back 2 boxes of gloves M of PO-77.")
    assert found is not None and found.po_number == "PO-77" and found.words.startswith("We want to send back")
