"""Where structure and book leave a payment one meaning, it needs no known words; goods, doubts, questions do harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.leftovers import Understood
from nlp.opened import Document, Table
from nlp.proven import explains, is_proven
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context

PROMISE, REMITTANCE = IntentName.PROMISE, IntentName.REMITTANCE
ROWS = (("Invoice", "Amount EUR"), ("IN-7016", "96.50"), ("IN-7020", "430.00"), ("Total", "526.50"))


def understood(
    text: str, name: IntentName, language: str, *, answered: tuple[str, ...] = (), documents: tuple[Document, ...] = ()
) -> Understood:
    known = language if language in ("en", "fr", "de") else ""
    within = replace(context(text, language=known, documents=documents), answered=answered)
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    return Understood(within, facts, invoices, (Intent(name, 0.99),), {}, None, language)


def list_paid_on(day: str, *rows: tuple[str, ...]) -> Document:
    heading = ("Remittance advice", f"Payment date: {day}")
    text = "\n".join([*heading, *("  ".join(row) for row in rows)])
    return Document("advice.pdf", "application/pdf", 1, text, (Table(rows, 0),))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "April's list is on the tray for you."),
        ("fr", "Voir la feuille jointe."),
        ("de", "Liste hängt dran."),
        ("da", "Se venligst vedlagte."),
    ],
)
def test_a_list_of_open_documents_that_comes_to_its_total_is_an_advice_whatever_stands_beside_it(
    language: str, text: str
) -> None:
    assert is_proven(understood(text, REMITTANCE, language, documents=(list_paid_on("03/04/2026", *ROWS),)), REMITTANCE)


@pytest.mark.parametrize(
    ("day", "rows", "text"),
    [
        ("24/04/2026", ROWS, "See attached."),  # still to come
        ("03/04/2026", (*ROWS[:3], ("Total", "500.00")), "See attached."),  # comes to something else
        ("03/04/2026", ROWS, "See attached. The mops were torn, though."),
        ("03/04/2026", ROWS, "Can you see from the attachment what went wrong?"),
    ],
)
def test_a_list_proves_nothing_where_day_sum_or_words_speak_against_it(
    day: str, rows: tuple[tuple[str, ...], ...], text: str
) -> None:
    assert not is_proven(understood(text, REMITTANCE, "en", documents=(list_paid_on(day, *rows),)), REMITTANCE)


@pytest.mark.parametrize(
    ("language", "text", "proven"),
    [
        ("de", "96,50 EUR für IN-7016 gestern Abend online gemacht.", True),
        ("en", "96.50 EUR for IN-7016 done online last night.", True),
        ("da", "I dag har vi betalt 96,50 EUR for IN-7016.", True),
        ("de", "96,50 EUR für IN-7016 gestern Abend online gemacht. Zwei Wischmopps waren kaputt.", False),
        ("de", "96,50 EUR für IN-7016 gestern Abend online gemacht? Bitte prüfen.", False),
        ("de", "96,50 EUR für IN-7016 gestern Abend online gemacht, den Rest überweisen wir am 17. April.", False),
        ("en", "We received IN-7016 over 96.50 EUR yesterday.", False),
        ("fr", "IN-7016 de 96,50 EUR reçue hier.", False),
        ("de", "IN-7016 über 96,50 EUR gestern erhalten.", False),
    ],
)
def test_just_what_is_open_with_a_day_that_is_past_is_an_advice(language: str, text: str, proven: bool) -> None:
    assert is_proven(understood(text, REMITTANCE, language), REMITTANCE) is proven


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The 96.50 on the 17th of April, IN-7016."),
        ("fr", "IN-7016, 96,50 : vous les avez le 17 avril."),
        ("de", "Die 96,50 der IN-7016 haben Sie am 17. April."),
    ],
)
def test_a_coming_day_with_just_what_is_open_is_a_promise(language: str, text: str) -> None:
    assert is_proven(understood(text, PROMISE, language), PROMISE)


def test_a_day_alone_in_answer_to_our_mail_is_a_promise_for_its_document() -> None:
    assert is_proven(understood("Am Freitag haben Sie's.", PROMISE, "de", answered=("IN-7016",)), PROMISE)


@pytest.mark.parametrize(
    "text",
    [
        "The mops of IN-7016, 96.50, are delivered on 17 April.",
        "IN-7016 (96.50) perhaps on 17 April, I hope.",
        "Is 17 April fine for the 96.50 of IN-7016?",
        "When our customer pays on 17 April you have the 96.50 of IN-7016.",
    ],
)
def test_goods_hopes_questions_and_conditions_beside_a_day_prove_no_promise(text: str) -> None:
    assert not is_proven(understood(text, PROMISE, "en"), PROMISE)


@pytest.mark.parametrize(
    ("name", "possible", "text", "explained"),
    [
        (PROMISE, REMITTANCE, "The 96.50 of IN-7016 is in the run of 17 April.", True),
        (PROMISE, REMITTANCE, "IN-7020 was paid on 2 April. IN-7016 is in the run of 17 April.", False),
        (REMITTANCE, PROMISE, "IN-7016 was paid on 2 April, 96.50 EUR.", True),
        (REMITTANCE, PROMISE, "IN-7016 was paid on 2 April, 96.50 EUR. The rest comes on 17 April.", False),
        (REMITTANCE, IntentName.QUERY, "IN-7016 was paid on 2 April, 96.50 EUR.", False),
    ],
)
def test_a_proven_payment_is_what_its_sibling_was_heard_in(
    name: IntentName, possible: IntentName, text: str, explained: bool
) -> None:
    assert explains(understood(text, name, "en"), possible) is explained
