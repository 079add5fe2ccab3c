"""A reply decides one thing clearly, or nothing: what is asked, hedged, told of others or said twice is no order."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.decision_words import WORDS, DecisionWords
from nlp.decisions import decision_in
from nlp.reading import Verdict

ORDERS = [
    ("Yes, accept it please.", "accept", None), ("Go ahead and accept, Peter", "accept", None),
    ("Je valide.", "accept", None), ("C'est bon pour moi, j'accepte.", "accept", None),
    ("Ja, bitte annehmen.", "accept", None), ("Genehmigt. Anna", "accept", None),
    ("Please issue a credit note of 340.00 EUR", "credit", "340.00"), ("credit 1,250.50 EUR", "credit", "1250.50"),
    ("Faites un avoir de 340,00 €", "credit", "340.00"), ("créditer 1 250,50 €", "credit", "1250.50"),
    ("Schreib 340 € gut", "credit", "340"), ("Gutschrift in Höhe von 1.250,50 €", "credit", "1250.50"),
    ("Bitte dem Kunden 50,00 EUR gutschreiben.", "credit", "50.00"),
    ("Credit 100.00, reject the rest because the list price applies.", "credit", "100.00"),
    ("Gutschrift über 100,00 EUR, den Rest ablehnen, weil die Preisliste gilt.", "credit", "100.00"),
    ("Decline. Warranty expired in November.", "reject", None),
    ("Nous refusons : aucune réserve sur le bon.", "reject", None),
    ("Wird abgelehnt, die Auftragsbestätigung war eindeutig.", "reject", None),
    ("Ask them: who signed the delivery note?", "ask", None),
    ("demander quand la marchandise est arrivée", "ask", None),
    ("Bitte beim Kunden nachfragen, wer den Lieferschein unterschrieben hat.", "ask", None),
    ("Not mine, please forward to logistics", "assign", None), ("affecter à legal", "assign", None),
    ("bitte legal zuweisen", "assign", None),
]  # fmt: skip
NOTHING = [
    "", "Ok", "merci", "danke", "Do not accept this.", "N'acceptez pas.", "Nicht annehmen!", "accept or reject",
    "Accept if they return the pallet.", "Annehmen, wenn sie die Palette zurückschicken.",
    "Accepter à condition qu'ils renvoient la palette.", "annehmen, aber Rückfracht berechnen",
    "Accept: half of it only", "Credit 100.00? No way.", "Peut-être 50,00 en avoir ?",
    "I accept your apologies, but the credit of 100.00 was never discussed.",
    "They already got a credit note of 100.00.", "Wir haben schon 100,00 gutgeschrieben.",
    "Nous avons déjà crédité 100,00 en janvier.", "the customer has a credit of 50.00",
    "Le client a un avoir de 50,00", "le client demande un avoir de 50,00", "Der Kunde akzeptiert.",
    "le client a accepté", "accepted by the customer", "von den Kunden akzeptiert",
    "Ich nehme an, der Kunde hat recht.",
    "Ask Peter", "ask me tomorrow", "Fragen Sie Frau Schulz", "demandez à Paul", "Refuse collection is on Monday",
    "either credit 120.00 or credit 150.00", "credit 1.234", "Accept my apologies, I am away.", "Sollen wir ablehnen?",
    "Accept. Credit 100.00. Credit 50.00.", "Credit control is looking at it",
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "amount"), ORDERS)
def test_an_order_is_understood_in_three_languages(text: str, verdict: str, amount: str | None) -> None:
    found = decision_in(text)
    assert found is not None
    assert (found.verdict, found.amount) == (Verdict(verdict), Decimal(amount) if amount else None)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_clear_order_is_none(text: str) -> None:
    assert decision_in(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Reject because the goods were signed for.", "the goods were signed for"),
        ("Refuser car le tarif était connu", "le tarif était connu"),
        (
            "Ablehnen, weil der Lieferschein unterschrieben ist.\n\nViele Grüße\nJens",
            "der Lieferschein unterschrieben ist",
        ),
        ("Reject. The goods were signed for.\nJens", "The goods were signed for."),
        ("Reject.", ""),
    ],
)
def test_a_rejection_keeps_its_reason_without_conjunction_and_name(text: str, reason: str) -> None:
    found = decision_in(text)
    assert found is not None
    assert (found.verdict, found.text) == (Verdict.REJECT, reason)


def test_every_language_has_words_for_everything() -> None:
    optional = {"customer_first"}
    for language, words in WORDS.items():
        lacking = [field.name for field in fields(DecisionWords) if not getattr(words, field.name)]
        assert set(lacking) <= optional, language


@given(st.text(max_size=600))
def test_no_text_breaks_the_reader(text: str) -> None:
    decision_in(text)
