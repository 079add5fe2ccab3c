"""What would be right, what was deducted, and what a paper has wrong, told beside a contested document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import Snapshot
from nlp.extract.dispute.plainly import plainly_told
from nlp.extract.sources import Source
from nlp.reading import Dispute, DisputeReason
from tests.nlp.extraction_desk import BOOK, CUSTOMER, context, facts, invoice


def dispute(text: str, language: str) -> Dispute:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7020: der Wiegeschein lautet auf 43,00 EUR, nicht auf 430,00 EUR. Kommafehler?"),
        ("en", "IN-7020: your quote says 43.00 EUR, not 430.00 EUR."),
        ("fr", "IN-7020 : le devis disait 43,00 EUR et non 430,00 EUR."),
        ("en", "IN-7015 has the rope in at 9.80 each, we were promised 8.60 by your rep."),
        ("de", "IN-7015: der Eimer steht mit 9,80 je Stück drin, der Preis im Angebot war 8,60."),
    ],
)
def test_what_would_be_right_is_no_contested_amount(language: str, text: str) -> None:
    assert dispute(text, language).amount is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La pompe d'IN-7020 est en panne : les 430,00 EUR restent chez nous."),
        ("en", "The pump of IN-7020 arrived broken, so that 430.00 EUR should not be owing."),
        ("de", "Die Pumpe aus IN-7020 ist defekt, die 430,00 EUR bleiben so lange bei uns."),
    ],
)
def test_a_whole_amount_that_stays_where_it_is_is_contested(language: str, text: str) -> None:
    assert dispute(text, language).amount == Decimal("430.00")


def test_the_rest_that_was_deducted_is_contested() -> None:
    half = replace(invoice("IN-7030", "750.00"), open_amount=Decimal("250.00"))
    book = Snapshot(customers=[CUSTOMER], documents=[half], number_patterns=BOOK.number_patterns())
    text = "IN-7030: die 250,00 EUR haben wir als Bonus für das 1. Quartal abgezogen."
    found = facts(replace(context(text, language="de"), book=book)).dispute.value
    assert found is not None
    assert found.amount == Decimal("250.00")


def test_two_prices_are_no_deduction() -> None:
    said = dispute("En la factura IN-7016 nos cobran 96,50 por la cuerda y el precio acordado era 90,00 €.", "")
    assert (said.reason, said.amount) == (DisputeReason.PRICE, None)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "IN-7016: the PO number printed on it is not ours, it should be HS/0192.", "invoice_form"),
        ("de", "Die Bestellnummer auf der IN-7016 ist unvollständig.", "invoice_form"),
        ("fr", "Le numéro de commande figurant sur IN-7016 est erroné.", "invoice_form"),
        ("fr", "Personne à l'atelier n'a signé de bon de commande pour IN-7016.", "not_ordered"),
        ("fr", "IN-7016 : on avait commandé du 3/4 et vous avez mis du 1 pouce.", "wrong_item"),
        ("de", "Der Rührer aus IN-7016 läuft bis heute nicht.", "damaged"),
    ],
)
def test_it_is_told_plainly(language: str, text: str, reason: str) -> None:
    assert set(plainly_told(context(text, language=language))) == {DisputeReason(reason)}


def test_what_never_came_whole_came_in_part() -> None:
    text = "IN-7016 n'a jamais été livrée en totalité, il manque 6 seaux sur 24."
    assert DisputeReason.NOT_DELIVERED not in plainly_told(context(text, language="fr"))


@pytest.mark.parametrize("text", ["Zur 2. Mahnung schreiben wir.", "Der Bonus für das 1. Quartal fehlt."])
def test_an_ordinal_ends_no_sentence(text: str) -> None:
    assert len(Source("body", text).sentences) == 1
