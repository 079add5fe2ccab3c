"""Changes above a signature, beside a day that is asked for or past, and with a number in small letters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.reading import ChangeAction
from tests.nlp.test_order_change_unseen import GLOVES, LINERS, SHOES, change


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Vous m'annulez tout ça.\n\nJeanne Aubert\nMaison des Trois Ponts\nTél. 04 50 11 22 33 - FR18492344163"),
        ("de", "Bitte alles stornieren.\n\nVelo Hafen, Halle 4\nTel. 044 120 30 40"),
        ("en", "Cancel the lot please.\n\nUnit 12\nPhone: 01632 960 001"),
    ],
)
def test_numbers_of_a_signature_are_no_quantities(language: str, text: str) -> None:
    value = change(language, text, f"Re: {LINERS}")
    assert (value.action, value.lines) == (ChangeAction.CANCEL, ())


def test_a_letter_with_a_colon_is_a_size() -> None:
    lines = change("en", f"{GLOVES}, gloves:\nM: 8\nplease", GLOVES).lines
    assert [(line.sku, line.quantity) for line in lines] == [("GLV-BLU-M", Decimal(8))]


def test_remarks_between_quoted_lines_stand_together() -> None:
    assert [line.quantity for line in change("en", "25\nok", f"Re: {LINERS}").lines] == [Decimal(25)]
    text = "25\n\nThe lorry driver was very helpful to us as always.\n\n3"
    assert not change("en", text, f"Re: {LINERS}").lines


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Make that 24 gloves. And when are they here, our new lad starts on the 26th?"),
        ("de", "Bitte 24 Handschuhe statt 20. Und wann kommen die, der Lehrling beginnt am 26.?"),
        ("fr", "Mettez 24 gants au lieu de 20. Et pour quand, le stagiaire arrive le 26 ?"),
        ("de", "Der Chef hat am Freitag per Telefon bestellt: bitte 24 Handschuhe statt 20."),
        ("en", "We ordered on Friday, make that 24 gloves not 20."),
    ],
)
def test_a_day_that_is_asked_for_or_past_is_not_wanted(language: str, text: str) -> None:
    value = change(language, text, GLOVES)
    assert [line.quantity for line in value.lines] == [Decimal(24)]
    assert value.requested_date is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Can it come on Friday instead?"),
        ("de", "Bitte erst am Freitag, wie bestellt."),
        ("fr", "Livrez plutôt vendredi s'il vous plaît."),
    ],
)
def test_a_day_that_is_wanted_is_read(language: str, text: str) -> None:
    assert change(language, text, SHOES).requested_date == date(2026, 4, 10)


def test_an_unknown_order_is_called_as_the_letter_calls_it() -> None:
    assert change("de", "bei K-691 bitte 30 Felgen statt 20", "k-691").po_number == "K-691"
