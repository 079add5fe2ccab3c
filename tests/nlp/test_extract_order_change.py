"""Changes of placed orders: which order, cancelled or changed, which new quantities, which new day."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.reading import ChangeAction, IntentName
from nlp.views import views_of
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text", "quantity"),
    [
        ("de", "bitte ändern Sie HS/0207: statt 3 benötigen wir 4 Stück MP-1. Der Rest bleibt.", 4),
        ("de", "Bestellung HS/0207: den Wischmopp 40 cm auf 12 Stück erhöhen.", 12),
        ("en", "can you make it 9 MP-1 rather than 6 on HS/0207?", 9),
        ("en", "please increase the microfibre mop 40 cm to 12 pieces on order HS/0207", 12),
        ("fr", "finalement nous aurons besoin de 8 MP-1 au lieu de 5 sur la HS/0207", 8),
    ],
)
def test_the_new_quantity_is_read_and_the_old_one_is_not(language: str, text: str, quantity: int) -> None:
    change = facts(context(text, language=language)).order_change
    assert change.value is not None
    assert (change.value.po_number, change.value.action) == ("HS/0207", ChangeAction.CHANGE)
    assert [(line.sku, line.quantity) for line in change.value.lines] == [("MP-1", quantity)]
    assert change.strength == 1.0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "die Bestellung HS/0207 bitte stornieren, der Umbau verschiebt sich"),
        ("en", "we no longer need HS/0207, please scrap it"),
        ("fr", "supprimez la HS/0207, c'est un doublon"),
    ],
)
def test_a_withdrawn_order_is_cancelled(language: str, text: str) -> None:
    change = facts(context(text, language=language)).order_change
    assert change.value is not None
    assert (change.value.action, change.value.po_number, change.strength) == (ChangeAction.CANCEL, "HS/0207", 1.0)


def test_a_new_day_is_the_change() -> None:
    change = facts(context("Können Sie HS/0207 auf den 27. April verschieben?", language="de")).order_change
    assert change.value is not None
    assert change.value.requested_date == date(2026, 4, 27)


def test_please_cancel_without_an_order_may_mean_an_invoice() -> None:
    change = facts(context("Bitte stornieren.", language="de")).order_change
    assert change.strength == 0.0
    assert "no_order_number" in codes(change.problems)


def test_a_complaint_that_compares_quantities_asks_for_no_change() -> None:
    said = context(
        "Dans la livraison de ce matin (IN-7016), il n'y avait que 3 serpillière microfibre 40 cm au lieu de 4. "
        "Pouvez-vous faire un avoir ?",
        subject="HS/0207",
        language="fr",
    )
    views = views_of(said, facts(said), None)
    assert views[IntentName.ORDER_CHANGE].words < 0.5 <= views[IntentName.DISPUTE].words
