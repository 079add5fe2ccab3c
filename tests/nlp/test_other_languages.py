"""Mail in languages that have no pack: a document that is plainly handed over counts, prose does not."""

from __future__ import annotations

import pytest

from nlp.extract.sources import Found
from nlp.facts import Facts
from nlp.other_languages import TAKES_BACK, hands_over
from nlp.reading import Evidence, IntentName, Order, Query, QueryTopic
from nlp.reply_words import folded

ORDER, QUERY, DISPUTE = IntentName.ORDER, IntentName.QUERY, IntentName.DISPUTE


def facts(source: str = "attachment:0", topic: QueryTopic = QueryTopic.INVOICE_COPY) -> Facts:
    nothing: Found[object] = Found(None)
    empty = dict.fromkeys(Facts.__dataclass_fields__, nothing)
    order = Found(
        Order(None, None, None, None, None, ()),
        1.0,
        (Evidence("order.lines.0.sku", source, "A-1"), Evidence("order.po_number", "body", "7")),
    )
    return Facts(**{**empty, "order": order, "query": Found(Query(topic, (), None), 1.0)})


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("it", "Buongiorno, in allegato trovate l'ordine. Cordiali saluti, Ada"),
        ("es", "Adjunto pedido, un saludo"),
        ("nl", "Goedemorgen, in de bijlage onze bestelling. Groet, Joost"),
        ("pl", "Dzień dobry, w załączniku zamówienie. Pozdrawiam"),
    ],
)
def test_an_attached_order_with_a_few_plain_words_needs_nobody(language: str, body: str) -> None:
    assert hands_over(language, body, frozenset({ORDER}), facts())


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("it", "In allegato l'ordine, ma non spedite prima di una nostra conferma."),
        ("es", "Adjunto el pedido anulado"),
        ("nl", "Bestelling in de bijlage, graag pas leveren als de vorige klaar is"),
        ("pl", "W załączniku zamówienie, proszę jeszcze nie wysyłać"),
        ("it", "ordine " * 41),
        ("tr", "Siparişimiz ektedir"),
    ],
)
def test_a_word_that_takes_back_a_long_mail_or_an_unknown_language_needs_somebody(language: str, body: str) -> None:
    assert not hands_over(language, body, frozenset({ORDER}), facts())


def test_an_order_in_prose_needs_somebody() -> None:
    assert not hands_over("it", "8 siringhe, grazie", frozenset({ORDER}), facts(source="body"))


def test_a_copy_is_sent_whatever_else_was_meant_and_an_account_is_not_told() -> None:
    body = "No nos ha llegado la factura, ¿pueden reenviarla?"
    assert hands_over("es", body, frozenset({QUERY}), facts())
    assert not hands_over("es", body, frozenset({QUERY}), facts(topic=QueryTopic.BANK_DETAILS))
    assert not hands_over("es", body, frozenset({QUERY, DISPUTE}), facts())


def test_the_words_are_written_as_they_are_compared() -> None:
    for words in TAKES_BACK.values():
        assert len(words) >= 20
        assert all(word == folded(word) for word in words)
