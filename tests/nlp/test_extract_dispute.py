"""What customers contest: the documents, the reason, the amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.reading import DisputeReason, IntentName
from nlp.views import views_of
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text", "reason", "amount"),
    [
        ("de", "IN-7016: berechnet wurden 12,60 je Stück, vereinbart waren 11,90. Gutschrift von 2,80 EUR bitte.", "price", "2.80"),  # noqa: E501
        ("de", "IN-7020 abzüglich der fehlenden 2 Packungen, da wurden nur 58 geliefert. Bitte Korrektur über 48,79 EUR.", "quantity", "48.79"),  # noqa: E501
        ("de", "Der Karton zu IN-7016 war durchnässt, die Handschuhe sind unbrauchbar.", "damaged", None),
        ("en", "We were only sent 3 of the 5 boxes on IN-7020, please credit the missing two (28.40).", "quantity", "28.40"),  # noqa: E501
        ("en", "Invoice IN-7016 has no purchase order number on it. Please re-issue it.", "invoice_form", None),
        ("en", "You invoiced the same delivery twice: IN-7016 and IN-7020.", "duplicate", None),
        ("en", "We never ordered these gloves, see IN-7016.", "not_ordered", None),
        ("fr", "Sur IN-7016 les gants sont arrivés trempés, le carton était déchiré.", "damaged", None),
        ("fr", "La facture IN-7016 est établie au nom de Mercier Père. Merci de la refaire.", "invoice_form", None),
        ("fr", "IN-7016 a déjà été payée le 12 mars.", "already_paid", None),
        ("fr", "La TVA de IN-7016 est erronée : taux de 20 % au lieu de 5,5 %.", "tax", None),
    ],
)  # fmt: skip
def test_the_words_say_the_reason(language: str, text: str, reason: str, amount: str | None) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert found.value.reason == reason
    assert found.value.amount == (Decimal(amount) if amount else None)
    assert found.strength == 1.0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La neige nous a coûté cher. Je vous règle la IN-7016 en deux fois : 48,25 € le 13 avril et 48,25 € le 27 avril."),  # noqa: E501
        ("fr", "J'ai bien viré ce matin les 96,50 € de la IN-7016."),
        ("en", "Invoice IN-7016 will be paid next Friday, 10 April."),
        ("de", "Die IN-7016 zahlen wir am 13.04.2026, die Fördermittel kommen erst nächste Woche."),
    ],
)  # fmt: skip
def test_who_pays_contests_nothing(language: str, text: str) -> None:
    said = context(text, language=language)
    assert views_of(said, facts(said), None)[IntentName.DISPUTE].words < 0.5


def test_what_a_list_kept_back_is_the_contested_amount() -> None:
    text = "Paid today: IN-7020 430.00 less damaged goods 30.00, total 400.00. The boxes were crushed."
    found = facts(context(text, language="en")).dispute
    assert found.value is not None
    assert (found.value.reason, found.value.amount) == (DisputeReason.DAMAGED, Decimal("30.00"))


def test_a_complaint_without_an_invoice_is_for_a_person() -> None:
    found = facts(context("Your beaker has a crack, who can I talk to?", language="en")).dispute
    assert codes(found.problems) == {"no_invoice"}
    assert found.strength < 1.0
