"""Which amount a complaint contests beside volumes, totals and thresholds, and which of two bills goes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.reading import Dispute
from tests.nlp.extraction_desk import context, facts


def _read(text: str, language: str) -> Dispute:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    return found.value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7015 lacks the 3% volume bonus that is due once we pass EUR 20,000 a year."),
        ("fr", "Sur IN-7015 manque la ristourne de 3 % due dès que l'année dépasse 90 €."),
        ("de", "Auf IN-7015 fehlt der Jahresbonus, wir haben den Umsatz von 20.000 EUR im Mai erreicht."),
    ],
)
def test_where_a_rule_begins_to_hold_is_no_contested_amount(language: str, text: str) -> None:
    assert _read(text, language).amount is None


def test_the_difference_is_said_in_a_language_without_a_lexicon_too() -> None:
    found = _read("IN-7015: de rol staat erop voor 13,90, afgesproken was 12,40. Dat scheelt 60 euro.", "")
    assert (found.reason, found.amount) == ("price", Decimal("60"))
