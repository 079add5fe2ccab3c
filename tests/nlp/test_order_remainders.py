"""What stands around an order and is explained by its form, the book or the calendar asks nobody; the rest does."""

from __future__ import annotations

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.order_proof import order_remainders
from tests.nlp.extraction_desk import context


def remaining(text: str, language: str) -> set[str]:
    """Codes of all that keeps the order of a mail from being placed alone."""
    within = context(text, language=language)
    invoices = find_references(within)
    found = read_facts(within, invoices, find_order_numbers(within, invoices)).order
    assert found.value is not None and found.value.lines
    return {p.code for p in (*found.problems, *order_remainders(within, found.value, found.evidence))}


@pytest.mark.parametrize(
    ("language", "text", "unsure"),
    [
        ("fr", "notre commande :\n- 12 serpillières microfibre 40\n- 6 cartons nettoyant vitres 5 l", False),
        ("en", "Please send:\n- 12 microfibre mops 40\n- 6 x glass cleaner 5 l", False),
        ("de", "Bitte:\n- 12 Wischmopp 40\n- 6 x Glasreiniger 5 l", False),
        ("en", "Please send 12 to 15 x microfibre mop 40 cm", True),
        ("de", "Bitte 12 - 15 Stück Wischmopp 40 cm", True),
        ("fr", "Merci d'envoyer 5 ou 6 cartons nettoyant vitres 5 l", True),
    ],
)
def test_a_dash_that_begins_an_item_makes_no_range(language: str, text: str, unsure: bool) -> None:
    assert ("not_for_sure" in remaining(text, language)) is unsure


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "septante... non pardon, 7 serpillières microfibre 40 cm svp"),
        ("en", "seventy... no sorry, make that 7 microfibre mops 40 cm please"),
        ("de", "Bitte achtzig... na, quatsch, 8 Wischmopp 40 cm."),
        ("de", "Bitte 12 Wischmopp 40 cm. Anlieferung Am Kanalufer 11, 59065 Hamm."),
        ("de", "Bitte 12 Wischmopp 40 cm an den Bauhof, Am Steinbruch 5."),
        ("", "Graag 12 microfibre mop 40 cm.\n\nOnze ref. KL-2258"),
        ("", "Send venligst 12 microfibre mop 40 cm. Havnen 4, 3740 Svaneke."),
        ("en", "Please send 12 microfibre mops 40 cm. The 015 was paid on Friday."),
        ("de", "Die 016 ist heute weg. Und bitte 12 Wischmopp 40 cm."),
        ("en", "Please send 12 microfibre mops 40 cm for the MOP-B77 trolley."),
    ],
)
def test_a_number_that_is_taken_back_of_a_house_or_of_a_known_paper_is_no_line_unread(language: str, text: str) -> None:
    assert not remaining(text, language) & {"unread_number", "unread_line"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send 12 microfibre mops 40 cm. And 15 of the usual."),
        ("en", "Please send 12 microfibre mops 40 cm and seventy, no idea which."),
        ("de", "Bitte 12 Wischmopp 40 cm. Zum Glasreiniger 5 noch was."),
        ("en", "Please send 12 microfibre mops 40 cm on MOP77123."),
    ],
)
def test_another_number_is(language: str, text: str) -> None:
    assert remaining(text, language) & {"unread_number", "unread_line"}


@pytest.mark.parametrize(
    ("language", "text", "points"),
    [
        ("de", "Bitte 12 Wischmopp 40 cm. Zustellung wie gehabt.", False),
        ("fr", "12 serpillières microfibre 40 cm svp, prix 9,90 comme la dernière fois", False),
        ("en", "12 microfibre mops 40 cm please, not the small ones like last time", False),
        ("de", "12 Wischmopp 40 cm bitte auf die gleiche Nummer wie letztes Mal", False),
        ("de", "Bitte 12 Wischmopp 40 cm und nochmal dasselbe wie im März.", True),
        ("en", "Same again on the mops please, 12 microfibre mops 40 cm", True),
        ("fr", "12 serpillières microfibre 40 cm et le reste comme d'habitude", True),
        ("de", "Bitte 12 Wischmopp 40 cm, Preis wie gehabt.", True),
    ],
)
def test_the_way_of_an_earlier_order_is_told_its_goods_are_not(language: str, text: str, points: bool) -> None:
    assert ("refers_to_earlier" in remaining(text, language)) is points


@pytest.mark.parametrize(
    ("language", "text", "plain"),
    [
        ("de", "Wir hätten gern noch 12 Wischmopp 40 cm.", True),
        ("fr", "Nous aurions besoin de 12 serpillières microfibre 40 cm.", True),
        ("en", "Please send 12 microfibre mops 40 cm by Friday if at all possible.", True),
        ("en", "12 microfibre mops 40 cm please (not the big ones)", True),
        ("en", "12 microfibre mops 40 cm please, deliver to the depot not Mill Lane", True),
        ("en", "We do not need 12 microfibre mops 40 cm.", False),
    ],
)
def test_a_polite_wish_and_goods_set_apart_from_others_are_said_plainly(language: str, text: str, plain: bool) -> None:
    assert ("not_said_plainly" not in remaining(text, language)) is plain
