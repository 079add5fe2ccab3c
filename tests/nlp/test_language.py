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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Geld kommt Freitag", "de"),
        ("Ueberweisung laeuft schon", "de"),
        ("BITTE NICHT LIEFERN", "de"),
        ("Sali, isch erledigt", "de"),
        ("Réglé hier soir", "fr"),
        ("Deja paye jeudi", "fr"),
        ("COMMANDE INCOMPLETE", "fr"),
        ("Courriel bien reçu", "fr"),
        ("Four boxes short", "en"),
        ("SHIP ON MONDAY", "en"),
        ("Grand, that's sorted", "en"),
        ("Reeds betaald vorige week", "nl"),
        ("Bonifico partito stamattina", "it"),
        ("Ya hemos pagado", "es"),
        ("Já pagámos ontem", "pt"),
        ("Zapłacone w poniedziałek", "pl"),
        ("Vi har redan betalat", "sv"),
        ("Vi har allerede modtaget varerne", "da"),
        ("Vi har ikke mottatt varene ennå", "no"),
        ("Platbu jsme už poslali", "cs"),
        ("Am plătit deja ieri", "ro"),
        ("Már kifizettük tegnap", "hu"),
        ("Olemme jo maksaneet", "fi"),
        ("Dün ödeme yaptık", "tr"),
        ("Мы уже оплатили счёт", "ru"),
        ("Το πληρώσαμε ήδη", "el"),
        ("お支払い済みです", "ja"),
        ("我们已经付款了", "zh"),
    ],
)
def test_three_words_tell_their_language(text: str, language: str) -> None:
    assert detect(text)[0] == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, die Ware ist leider nicht angekommen. Merci", "de"),
        ("Hello, votre livraison est incomplète depuis mardi. Thanks", "fr"),
        ("Grüezi, please resend the invoice of last month", "en"),
    ],
)
def test_a_greeting_in_another_language_does_not_decide(text: str, language: str) -> None:
    assert detect(text)[0] == language


@pytest.mark.parametrize("word", ["Merci", "Salut"])
def test_a_word_that_several_peoples_use_leans_on_the_customer(word: str) -> None:
    assert detect(word, "de")[0] == "de"
    assert detect(word)[0] == "fr"


@pytest.mark.parametrize("text", ["", "12 345,00", "https://x.example/a?b", "info@x.example"])
def test_without_words_the_customers_language_holds(text: str) -> None:
    assert detect(text, "fr") == ("fr", 0.0)
    assert detect(text) == (UNKNOWN, 0.0)


def test_a_doubtful_text_leans_on_the_customer() -> None:
    assert detect("Total 100", "de")[0] == "de"


def test_the_same_text_always_tells_the_same() -> None:
    assert len({detect("Information importante pour Paket kaputt") for _ in range(20)}) == 1


@pytest.mark.parametrize(
    ("text", "language", "customer"),
    [
        ("passt, danke", "de", "en"),
        ("Storno bitte SO-2026-0411", "de", "fr"),
        ("3 x GLV-M svp", "fr", "de"),
        (
            "Hej igen, tak for kopien. Vi har i dag betalt 344,30 EUR for RE2026-4144 minus kreditnota. Mette",
            "da",
            "de",
        ),
        ("Til lageret: vi tager 4 kasser. Tak, Bo", "da", "de"),
        ("Lumera flow A3", "en", "en"),
    ],
)
def test_a_word_of_one_language_outweighs_a_customers_own_that_is_out_of_question(
    text: str, language: str, customer: str
) -> None:
    assert detect(text, customer)[0] == language
