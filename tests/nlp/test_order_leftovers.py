"""An order is booked by itself only if the rest of its mail says nothing else: no money, payment, day or goods."""

from __future__ import annotations

import pytest

from nlp.extract.closings import without_signature
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.leftovers import Understood
from nlp.order_leftovers import order_leftovers
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context


def left_over(text: str, language: str) -> set[str]:
    within = context(text, language=language)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    intents = (Intent(IntentName.ORDER, 0.99),)
    return {p.code for p in order_leftovers(Understood(within, facts, invoices, intents, {}, None, language))}


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "Please send 12 microfibre mop 40 cm. We paid last month's bill by bank transfer.", "possible_intent"),
        ("de", "Bitte 12 Wischmopp 40 cm. Die letzte Rechnung haben wir gestern überwiesen.", "possible_intent"),
        ("fr", "Merci d'envoyer 12 serpillière microfibre 40 cm. Le virement est parti ce matin.", "possible_intent"),
        ("de", "Bitte 12 Wischmopp 40 cm. Von den 318,20 EUR reden wir noch.", "unexplained_amount"),
        ("en", "Please send 12 microfibre mop 40 cm, and the glass cleaner as usual please", "unread_line"),
        ("de", "Bitte 12 Wischmopp 40 cm, wir sind im Oktober umgezogen", "unread_day"),
    ],
)
def test_what_the_order_does_not_explain_is_for_a_person(language: str, text: str, code: str) -> None:
    assert code in left_over(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Guten Morgen,\n\nbitte 12 Wischmopp 40 cm bis Donnerstag, den 16.04.2026.\n\nDanke"),
        (
            "en",
            "Morning, please send 12 microfibre mop 40 cm at 9.90 EUR each, 118.80 EUR in all, by Tuesday 14 April.",
        ),
        ("fr", "Merci de livrer 12 serpillière microfibre 40 cm à 9,90 € avant vendredi."),
    ],
)
def test_an_order_that_explains_its_mail_leaves_nothing_over(language: str, text: str) -> None:
    assert not left_over(text, language)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Please send us twelve mops.\n\nThanks\nAnn\n\nPS: two glass cleaners as well", "two glass cleaners"),
        (
            "de",
            "Bitte zwölf Wischmopps schicken.\n\nGruß\nAnna\n\nP.S. und noch zwei Glasreiniger",
            "zwei Glasreiniger",
        ),
        (
            "fr",
            "Merci d'envoyer douze balais svp.\n\nCordialement\nAnne\n\nIl nous les faut pour vendredi midi.",
            "vendredi",
        ),
    ],
)
def test_what_is_said_below_a_signature_is_said(language: str, text: str, said: str) -> None:
    assert said in without_signature(text, (language,))


@pytest.mark.parametrize(
    "below",
    [
        "Ann Field\nTel. 020 7946 0000",
        "Ann\n\nIf you are not the intended recipient, please delete this mail and tell us.",
        "Ann\n\nOpening hours: we are here for you Monday to Friday from 8 to 5.",
    ],
)
def test_a_signature_and_its_notices_are_cut(below: str) -> None:
    assert (
        without_signature(f"Please send us twelve mops.\n\nKind regards\n{below}", ("en",))
        == "Please send us twelve mops."
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 12 microfibre mop 40 cm. And a copy of the February invoice."),
        ("fr", "12 serpillières microfibre 40 cm svp, prix comme en décembre."),
        ("de", "Bitte 12 Wischmopp 40 cm bis Donnerstag nächster Woche, 16.04.2026."),
        ("fr", "12 serpillières microfibre 40 cm, jeudi de la semaine (le 16/04)."),
        ("de", "Bitte 12 Wischmopp 40 cm zum Preis von 9,90."),
    ],
)
def test_a_month_that_is_over_and_a_day_named_twice_are_told(language: str, text: str) -> None:
    assert not left_over(text, language) & {"unread_day", "unread_price"}


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("de", "Bitte 12 Wischmopp 40 cm und 6 Glasreiniger 5 l. Preis wie gehabt, 3,20.", "unread_price"),
        ("en", "Please send 12 microfibre mop 40 cm. The price was to be 2.45.", "unread_price"),
        ("fr", "12 serpillières microfibre 40 cm svp, le montage est en juin.", "unread_day"),
    ],
)
def test_a_price_of_no_line_and_a_day_to_come_are_for_a_person(language: str, text: str, code: str) -> None:
    assert code in left_over(text, language)
