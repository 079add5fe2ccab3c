"""The language of what a sender wrote."""

from __future__ import annotations

import pytest

from nlp.language import UNKNOWN, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, merci de nous renvoyer la facture.", "fr"),
        ("Bitte senden Sie uns die Rechnung noch einmal zu.", "de"),
        ("Please send us the invoice again, thanks.", "en"),
        ("In bijlage vindt u het advies van onze betaling van vandaag.", "nl"),
        ("A che punto è l'ordine? La merce è già partita?", "it"),
        ("Adjunto encontrará nuestro pedido, gracias por confirmar la entrega.", "es"),
        ("LETZTE MAHNUNG BEZAHLT", "de"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert detect(text)[0] == language


@pytest.mark.parametrize("text", ["", "12 345,00", "https://x.example/a?b", "info@x.example"])
def test_without_words_the_customers_language_holds(text: str) -> None:
    assert detect(text, "fr") == ("fr", 0.0)
    assert detect(text) == (UNKNOWN, 0.0)


def test_a_doubtful_text_leans_on_the_customer() -> None:
    assert detect("Total 100", "de")[0] == "de"


def test_the_same_text_always_tells_the_same() -> None:
    assert len({detect("Information importante pour Paket kaputt") for _ in range(20)}) == 1
