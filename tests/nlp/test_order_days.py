"""Which of the days that an order names is the one that it is wanted on; read on a Tuesday, 7 April 2026."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.reading import Order
from tests.nlp.extraction_desk import context, facts

GOODS = {
    "en": "Please send 6 microfibre mops and 4 glass cleaners 5 l. ",
    "fr": "Merci d'envoyer 6 serpillières microfibre et 4 nettoyants vitres 5 l. ",
    "de": "Bitte schicken Sie 6 Wischmopp 40 cm und 4 Glasreiniger 5 l. ",
}


def read(language: str, text: str) -> Order:
    found = facts(context(GOODS[language] + text, language=language)).order
    assert found.value is not None and len(found.value.lines) == 2
    return found.value


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "We need the lot by the end of the week.", date(2026, 4, 10)),
        ("en", "Could you drop them off tomorrow?", date(2026, 4, 8)),
        ("en", "By next Wednesday at the very latest.", date(2026, 4, 15)),
        ("en", "We are shut until the 14th, deliver on the 16th.", date(2026, 4, 16)),
        ("en", "Our driver collects on the 10th.", date(2026, 4, 10)),
        ("en", "Thursday morning would be lovely.", date(2026, 4, 9)),
        ("fr", "Vous pouvez passer jeudi ?", date(2026, 4, 9)),
        ("fr", "Le maire vient mercredi 15, il faudrait que tout soit là lundi.", date(2026, 4, 13)),
        ("fr", "Date souhaitée : 17/04/2026", date(2026, 4, 17)),
        ("fr", "À livrer jeudi, magasin fermé le 10.", date(2026, 4, 9)),
        ("de", "Am Freitag ist bei uns keiner da, also bitte Donnerstag.", date(2026, 4, 9)),
        ("de", "So schnell es geht, allerspätestens nächsten Montag.", date(2026, 4, 13)),
        ("de", "Übermorgen wäre klasse, da kommt der neue Kollege.", date(2026, 4, 9)),
        ("de", "Kann das jemand am Freitag vorbeibringen?", date(2026, 4, 10)),
        ("de", "Wir bräuchten alles bis zum Wochenende.", date(2026, 4, 10)),
        ("en", "The inspector comes on Thursday 16th and we would like it all before then.", date(2026, 4, 16)),
        ("de", "Am 16. kommt die Prüferin, bis dahin muss alles da sein.", date(2026, 4, 16)),
        ("fr", "Nous rouvrons le jeudi 16, pourriez-vous livrer d'ici là ?", date(2026, 4, 16)),
    ],
)
def test_a_day_that_goods_are_asked_for_is_the_day_wanted(language: str, text: str, day: date) -> None:
    assert read(language, text).requested_date == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The office moves on 21 April."),
        ("en", "I spoke to Jane on Thursday."),
        ("en", "Thanks for the quick delivery on Friday!"),
        ("en", "Any time between the 14th and the 18th."),
        ("fr", "La kermesse a lieu le 19 avril."),
        ("fr", "Je serai absente jusqu'au 14 avril."),
        ("fr", "Entre le 14 et le 18 avril."),
        ("de", "Das Gemeindefest ist am 19. April."),
        ("de", "Ich bin bis 14. April im Urlaub."),
        ("de", "Wir haben am Donnerstag telefoniert."),
        ("de", "Zwischen dem 14. und 18. April."),
    ],
)
def test_a_day_of_something_else_is_none_of_delivery(language: str, text: str) -> None:
    order = read(language, text)
    assert (order.requested_date, order.order_date) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Rechnung vom 2.4. überweisen wir am 15.4.",
        "Die letzte Lieferung vom 1. April war einwandfrei.",
        "Bezug: Ihr Angebot vom 30.3.2026.",
        "Wir haben noch meine Mail vom 1.4. offen.",
    ],
)
def test_the_day_of_another_paper_is_not_that_of_the_order(text: str) -> None:
    assert read("de", text).order_date is None


def test_the_day_behind_the_word_for_the_order_is_its_own() -> None:
    assert read("de", "Unsere Bestellung vom 3.4.2026.").order_date == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please confirm by Thursday."),
        ("en", "Let me know by Friday whether that works."),
        ("fr", "Merci de confirmer avant jeudi."),
        ("de", "Bitte um Bestätigung bis Donnerstag."),
        ("de", "Sagen Sie mir bis Freitag Bescheid, ob das klappt."),
        ("de", "Lieferung am 15. oder 16., wie es passt."),
        ("fr", "Livraison le 15 ou le 16, au choix."),
    ],
)
def test_the_day_of_an_answer_or_one_of_two_is_not_the_day_wanted(language: str, text: str) -> None:
    assert read(language, text).requested_date is None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Any time before Hallowe'en is fine.", date(2026, 10, 31)),
        ("fr", "Il nous les faut avant Noël.", date(2026, 12, 25)),
        ("de", "Wir brauchen sie vor Weihnachten.", date(2026, 12, 25)),
    ],
)
def test_a_feast_is_a_day(language: str, text: str, day: date) -> None:
    assert read(language, text).requested_date == day
