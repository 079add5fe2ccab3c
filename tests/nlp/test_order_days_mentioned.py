"""Days that an order only mentions are no days of delivery, and a person sees that they were named."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.extract.sources import Found
from nlp.reading import Order
from tests.nlp.extraction_desk import codes, context, facts

FRIDAY = date(2026, 4, 10)


def read(language: str, text: str) -> Found[Order]:
    found = facts(context(text, language=language)).order
    assert found.value is not None
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il nous faut 5 serpillières microfibre. On n'a presque plus rien pour vendredi, merci"),
        ("fr", "5 serpillières microfibre svp. La dernière livraison aurait dû arriver vendredi."),
        ("en", "5 microfibre mops please, the hall is full on Friday."),
        ("en", "Please send 5 microfibre mops. We run out on Friday."),
        ("de", "Bitte 5 Wischmopp 40 cm. Am Freitag geht uns sonst alles aus."),
        ("de", "Bitte 5 Wischmopp 40 cm, am Freitag ist Putztag."),
        ("de", "Bitte 5 Wischmopp 40 cm. Die letzten hätten Freitag kommen sollen."),
        ("de", "Bitte 5 Wischmopp 40 cm, lieber heute als morgen."),
        ("", "Graag 5 Wischmopp 40 cm. De vorige had er vrijdag moeten zijn."),
    ],
)
def test_a_day_of_something_else_is_not_that_of_delivery(language: str, text: str) -> None:
    found = read(language, text)
    assert found.value is not None
    assert found.value.requested_date is None
    assert "unsure_day" in codes(found.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "5 serpillières microfibre svp, c'est pour vendredi"),
        ("fr", "5 serpillières microfibre, il nous les faut vendredi, on est à sec"),
        ("en", "5 microfibre mops please for Friday, we're out"),
        ("en", "5 microfibre mops. FRIDAY IF THE VAN IS PASSING."),
        ("de", "5 Wischmopp 40 cm bitte. Freitag wäre super."),
        ("de", "Bitte 5 Wischmopp 40 cm bis Freitag, da ist Putztag"),
        ("de", "Wir brauchen am Freitag 5 Wischmopp 40 cm"),
    ],
)
def test_a_day_that_goods_are_asked_for_stays_one(language: str, text: str) -> None:
    found = read(language, text)
    assert found.value is not None
    assert found.value.requested_date == FRIDAY
