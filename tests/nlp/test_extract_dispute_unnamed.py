"""Complaints about documents that nobody numbers, and amounts that are refused, blocked or a share of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import DocumentEntry, Snapshot
from nlp.extract.dispute.grounds import families_of, masked
from nlp.extract.dispute.pieces import in_twos, pieces_of
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.reading import Dispute
from tests.nlp.extraction_desk import CUSTOMER, codes, context


def _document(number: str, day: date, total: str, po: str = "") -> DocumentEntry:
    return DocumentEntry(number, "B1", "X", day, day, Decimal(total), Decimal(total), "EUR", po)


SHELF = Snapshot(
    customers=[CUSTOMER],
    documents=[
        _document("IN-7101", date(2026, 2, 3), "612.00", "K/79"),
        _document("IN-7102", date(2026, 2, 17), "1480.00", "Turnfest Lindau"),
        _document("IN-7103", date(2026, 3, 5), "259.20", "GT-4410"),
        _document("IN-7104", date(2026, 3, 26), "259.20", "GT-4432"),
    ],
    number_patterns=[r"IN-\d{4}"],
)


def _read(text: str, subject: str = "", language: str = "") -> tuple[Dispute, set[str]]:
    within = replace(context(text, subject, language), book=SHELF)
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    found = read_facts(within, with_pointers(within, invoices, numbers), numbers).dispute
    assert found.value is not None
    return found.value, codes(found.problems)


@pytest.mark.parametrize(
    ("language", "subject", "text", "number"),
    [
        ("en", "K/79", "two of the jars came broken", "IN-7101"),
        ("de", "K/79", "zwei der Gläser kamen zerbrochen an", "IN-7101"),
        ("fr", "Bon K/79", "deux bocaux sont arrivés cassés", "IN-7101"),
        ("de", "", "Die Gläser vom Turnfest Lindau kamen zerbrochen an.", "IN-7102"),
        ("fr", "", "Sur GT 4410 deux bocaux étaient cassés.", "IN-7103"),
    ],
)
def test_an_order_that_one_document_was_made_for_names_it(language: str, subject: str, text: str, number: str) -> None:
    found, _ = _read(text, subject, language)
    assert found.invoices == (number,)


def test_the_whole_number_of_an_order_leaves_nothing_to_confirm() -> None:
    assert "invoice_by_trace" not in _read("GT 4410: two of the jars came broken.", language="en")[1]
    assert "invoice_by_trace" not in _read("Looked at 7102 again: two of the jars came broken.", language="en")[1]
    assert "invoice_by_trace" in _read("The jars that came in early February were broken.", language="en")[1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The 612.00 left us on Monday. The 1480 we are not paying, two crates came in smashed and leaking."),
        ("de", "Die 612,00 sind am Montag raus. Die 1480 zahlen wir nicht, zwei Kisten kamen zerbrochen an."),
        ("fr", "Les 612,00 sont partis lundi. Les 1480 non, deux caisses sont arrivées cassées et trempées."),
    ],
)
def test_an_amount_in_the_sentence_that_complains_says_which_document(language: str, text: str) -> None:
    assert _read(text, language=language)[0].invoices == ("IN-7102",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two bills of EUR 259.20 here for the very same delivery. It came once, cancel the duplicate."),
        ("de", "Zwei Rechnungen über 259,20 EUR für dieselbe Lieferung, doppelt berechnet. Eine bitte stornieren."),
        ("fr", "Deux factures de 259,20 EUR pour la même livraison, c'est un doublon, annulez-en une."),
    ],
)
def test_of_two_documents_with_the_amount_that_is_named_the_newer_repeats(language: str, text: str) -> None:
    found, _ = _read(text, language=language)
    assert (found.reason, found.invoices) == ("duplicate", ("IN-7104",))


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("en", "IN-7102: three of the jars came broken. We are not paying the 1,480.00 EUR until they are replaced.", "1480.00"),  # noqa: E501
        ("de", "IN-7102: Die 1.480,00 EUR bleiben wegen der zerbrochenen Gläser gesperrt.", "1480.00"),
        ("fr", "IN-7102 : les 1 480,00 EUR restent bloqués à cause des bocaux cassés.", "1480.00"),
        ("de", "IN-7102: drei Gläser kamen zerbrochen an, sonst zahle ich die 1.480,00 EUR nicht.", "1480.00"),
        ("de", "IN-7102 über 1.480,00 EUR: drei Gläser kamen zerbrochen an.", None),
        ("fr", "IN-7101  612,00 EUR  bloquée, deux bocaux cassés\nIN-7102  1 480,00 EUR  virement vendredi", None),
        ("fr", "IN-7102 : sur mon bon signé le prix est de 1 310,00 EUR, pas 1 480,00 EUR.", None),
        ("en", "IN-7101 has twelve jars on it, we took ten off your van, two were missing. It's 102 over.", "102"),
        ("de", "IN-7101: berechnet sind 12 Gläser, gekommen sind 10. Da fehlen zwei, macht 102 weniger.", "102"),
    ],
)  # fmt: skip
def test_what_is_refused_or_blocked_or_missing_is_contested(language: str, text: str, amount: str | None) -> None:
    found, _ = _read(text, language=language)
    assert found.amount == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have had this twice, the same goods are already on IN-7104. Please cancel the duplicate."),
        ("de", "Das haben wir doppelt bekommen, dieselbe Ware steht schon auf IN-7104. Bitte stornieren."),
        ("fr", "Nous l'avons reçue deux fois, la même marchandise est déjà sur IN-7104. Merci d'annuler le doublon."),
    ],
)
def test_what_is_already_on_another_document_is_that_of_the_mail_that_is_answered(language: str, text: str) -> None:
    within = replace(context(text, language=language), book=SHELF, answered=("IN-7103",))
    invoices = find_references(within)
    found = read_facts(within, with_pointers(within, invoices, ()), ()).dispute.value
    assert found is not None
    assert found.invoices == ("IN-7103",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7101 will be paid next Friday. IN-7102 however is not right, you billed 45 pairs instead of 40."),
        ("de", "IN-7101 überweisen wir am Freitag. Bei IN-7102 stimmt was nicht, da stehen 45 statt 40 Paar drauf."),
        ("fr", "IN-7101 sera réglée vendredi. Par contre IN-7102 ne va pas, vous comptez 45 paires au lieu de 40."),
    ],
)
def test_what_goes_out_is_not_what_is_contested_beside_it(language: str, text: str) -> None:
    found, _ = _read(text, language=language)
    assert (found.reason, found.invoices) == ("quantity", ("IN-7102",))


def test_the_end_of_a_number_counts_before_what_the_sentence_before_names() -> None:
    text = "IN-7101 geht am Freitag raus.\n\nBei 7102 stimmt was nicht, da stehen 45 statt 40 Paar drauf."
    assert _read(text, language="de")[0].invoices == ("IN-7102",)


def test_colours_and_lines_of_one_sentence_count_together() -> None:
    assert "COLOUR+" in set(families_of(masked("We asked for green and got brown.")))
    assert "LINE+" in set(families_of(masked("It is on line 2 and on line 5 too.")))


def test_sentences_are_read_one_by_one_and_learned_in_twos_as_well() -> None:
    within = context("The box was open. Two jars were missing. Please credit them.", language="en")
    assert in_twos(within)[0] == "The box was open. Two jars were missing. "
    assert in_twos(within)[0] not in {piece.text for piece in pieces_of(within)}
