"""Mail in languages that have no pack: what few words hand over, what the book proves and what is mild needs nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.sources import Found
from nlp.facts import Facts
from nlp.leftovers import Understood
from nlp.other_languages import ASKS_OTHERWISE, ORDERED_BEFORE, ORDERS, SETTLED, TAKES_BACK, WEEKS
from nlp.proven_abroad import is_proven_abroad
from nlp.reading import Evidence, Intent, IntentName, Order, Query, QueryTopic
from nlp.reply_words import folded
from tests.nlp.test_proven import understood

ORDER, QUERY, DISPUTE = IntentName.ORDER, IntentName.QUERY, IntentName.DISPUTE
PROMISE, REMITTANCE, MASTER_DATA = IntentName.PROMISE, IntentName.REMITTANCE, IntentName.MASTER_DATA


def facts(source: str = "attachment:0", topic: QueryTopic = QueryTopic.INVOICE_COPY, strength: float = 1.0) -> Facts:
    nothing: Found[object] = Found(None)
    empty = dict.fromkeys(Facts.__dataclass_fields__, nothing)
    order = Found(
        Order(None, None, None, None, None, ()),
        1.0,
        (Evidence("order.lines.0.sku", source, "A-1"), Evidence("order.po_number", "body", "7")),
    )
    return Facts(**{**empty, "order": order, "query": Found(Query(topic, (), None), strength)})


def wanting(language: str, body: str, *names: IntentName, of: Facts | None = None) -> Understood:
    said = understood(body, names[0], language)
    return replace(said, intents=tuple(Intent(name, 0.99) for name in names), facts=of or said.facts)


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
    assert is_proven_abroad(wanting(language, body, ORDER, of=facts()))


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
    assert not is_proven_abroad(wanting(language, body, ORDER, of=facts()))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("pl", "Dzień dobry, zamawiam 12 szt. GL-5 i 3 szt. MP-1. Pozdrawiam, Ola"),
        ("it", "Buongiorno, vi ordiniamo 10 GL-5 e 4 TU-16, consegna entro il 20 aprile."),
        ("nl", "Bestelling 44-1:\n- 10 x GL-5\n- 4 x TU-16\nLevering graag 20 april."),
        ("sv", "Hej, vi behöver 10 st GL-5 senast 20 april."),
    ],
)
def test_an_order_in_prose_whose_every_line_is_an_article_of_ours_needs_nobody(language: str, body: str) -> None:
    assert is_proven_abroad(wanting(language, body, ORDER))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("pl", "Dzień dobry, ile kosztuje 12 szt. GL-5 i 3 szt. MP-1?"),
        ("es", "Hola, ¿podéis hacernos oferta de 10 GL-5?"),
        ("it", "Buongiorno, vi restituiamo 10 GL-5 e 4 TU-16."),
        ("it", "Buongiorno, servono 10 GL-5 per sabato prossimo."),
        ("pl", "Zamawiam 10 szt. GL-5, dostawa do piątku."),
        ("nl", "Wij bestellen 10 GL-5 in de loop van september."),
        ("sv", "Vi har beställt 10 GL-5 hos er, tack för bekräftelsen."),
        ("da", "I går fik vi 10 GL-5, tak for hurtig levering."),
        ("it", "Ordine HS/0207: 10 GL-5."),  # one that is here already
        ("nl", "Graag 10 GL-5, de vorige waren beschadigd."),
        ("it", "Mangiamo spesso 10 GL-5."),
    ],
)
def test_prices_returns_days_unread_and_goods_of_before_need_somebody(language: str, body: str) -> None:
    assert not is_proven_abroad(wanting(language, body, ORDER))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "Factura IN-7016: faltan dos fregonas en la caja."),
        ("sv", "Hej, varorna på faktura IN-7016 har aldrig kommit fram."),
    ],
)
def test_a_complaint_about_a_document_of_the_book_opens_its_case(language: str, body: str) -> None:
    assert is_proven_abroad(wanting(language, body, DISPUTE))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("es", "La factura IN-7016 ya está resuelta, faltaban dos pero llegaron."),
        ("es", "Faltan dos fregonas en la caja."),  # of which document?
    ],
)
def test_a_complaint_that_is_settled_or_of_no_document_needs_somebody(language: str, body: str) -> None:
    assert not is_proven_abroad(wanting(language, body, DISPUTE))


def test_a_question_is_answered_whatever_else_was_meant_where_the_answer_is_whole() -> None:
    body = "No nos ha llegado la factura, ¿pueden reenviarla?"
    assert is_proven_abroad(wanting("es", body, QUERY, of=facts()))
    assert is_proven_abroad(wanting("es", body, QUERY, MASTER_DATA, of=facts()))
    status = facts(topic=QueryTopic.ORDER_STATUS)
    assert is_proven_abroad(wanting("es", "¿Cuándo llega el pedido?", QUERY, of=status))
    unsure = facts(topic=QueryTopic.ORDER_STATUS, strength=0.5)
    assert not is_proven_abroad(wanting("es", "¿Cuándo llega el pedido?", QUERY, of=unsure))
    both = "¿Cuándo llega el pedido? Y mandadme copia de la factura, por favor."
    assert not is_proven_abroad(wanting("es", both, QUERY, of=status))
    assert not is_proven_abroad(wanting("es", body, QUERY, DISPUTE, of=facts()))


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("it", REMITTANCE, "Buongiorno, il bonifico di 96,50 EUR per la fattura IN-7016 è stato eseguito ieri."),
        ("nl", REMITTANCE, "Goedemorgen, op 3 april 96,50 EUR overgemaakt voor IN-7016."),
        ("es", PROMISE, "Hola, la factura IN-7016 la pagamos el 17 de abril."),
        ("pl", PROMISE, "Dzień dobry, fakturę IN-7016 zapłacimy 17 kwietnia."),
    ],
)
def test_a_short_mail_in_a_language_without_a_pack_may_be_proven(language: str, name: IntentName, text: str) -> None:
    assert is_proven_abroad(understood(text, name, language))


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("it", REMITTANCE, "Il bonifico di 96,50 EUR per la fattura IN-7016 non è stato eseguito ieri."),
        ("nl", PROMISE, "Als de dweilen er zijn, betalen wij IN-7016 op 17 april."),
        ("es", PROMISE, "¿Podemos pagar la factura IN-7016 el 17 de abril?"),
        ("hu", PROMISE, "Az IN-7016 számlát április 17-én fizetjük."),  # no words of it are known
    ],
)
def test_words_that_take_it_back_or_are_unknown_prove_nothing(language: str, name: IntentName, text: str) -> None:
    assert not is_proven_abroad(understood(text, name, language))


def test_the_words_are_written_as_they_are_compared() -> None:
    for words in TAKES_BACK.values():
        assert len(words) >= 20
        assert all(word == folded(word) for word in words)


@pytest.mark.parametrize("table", [ORDERS, ASKS_OTHERWISE, ORDERED_BEFORE, SETTLED, WEEKS])
def test_every_language_has_the_same_tables(table: dict[str, tuple[str, ...]]) -> None:
    assert table.keys() == TAKES_BACK.keys()
    assert all(stem == folded(stem) for stems in table.values() for stem in stems)
