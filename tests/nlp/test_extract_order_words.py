"""Order lines as people write them: counts in words and packs, articles by the words that tell them apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, OrderEntry, Snapshot
from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.order.lines import Lines
from nlp.extract.order.prose import text_lines
from nlp.extract.order.reader import read_order
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.opened import Document, Table
from nlp.reading import Order
from tests.nlp.extraction_desk import CUSTOMER, codes


def article(sku: str, *names: str, aliases: tuple[str, ...] = ()) -> ArticleEntry:
    return ArticleEntry(sku, names, aliases, Decimal("5.00"), "EUR", "C62")


BOOK = Snapshot(
    customers=[CUSTOMER],
    orders=[OrderEntry("S1", "B1", "GB 26/031", date(2026, 3, 1), ())],
    articles=[
        article("POT-12", "Clay pot 12 cm", "Pot en terre 12 cm", "Tontopf 12 cm"),
        article("POT-20", "Clay pot 20 cm", "Pot en terre 20 cm", "Tontopf 20 cm"),
        article("SEC-L", "Secateurs left-handed", "Sécateur gaucher", "Gartenschere Linkshänder", aliases=("77-104",)),
        article("SEC-R", "Secateurs right-handed", "Sécateur droitier", "Gartenschere Rechtshänder"),
        article("HOS-25", "Garden hose 25 m", "Tuyau d'arrosage 25 m", "Gartenschlauch 25 m"),
        article("RIB-GR", "Plant ribbon green", "Lien vert", "Pflanzband grün"),
        article("RIB-BR", "Plant ribbon brown", "Lien marron", "Pflanzband braun"),
        article("SOI-40", "Potting soil 40 l, bag", "Terreau 40 l, sac", "Blumenerde 40 l, Sack"),
        article("LAB-P", "Plant labels with pen, pack of 50", "Étiquettes avec feutre, lot de 50", "Pflanzschilder mit Stift, 50 Stück"),  # noqa: E501
        article("LAB-N", "Plant labels without pen, pack of 50", "Étiquettes sans feutre, lot de 50", "Pflanzschilder ohne Stift, 50 Stück"),  # noqa: E501
    ],
)  # fmt: skip


def mail(
    text: str, language: str = "", subject: str = "", quoted: str = "", documents: tuple[Document, ...] = ()
) -> Context:
    return Context(
        subject=Source("subject", subject),
        body=Source("body", text),
        documents=tuple(Source(f"attachment:{n}", d.text, d.tables) for n, d in enumerate(documents)),
        opened_documents=documents,
        quoted=Source("body", quoted, quoted=True),
        languages=(language,) if language else ("en", "fr", "de"),
        sent_on=date(2026, 4, 7),
        book=BOOK,
        customer=CUSTOMER,
    )  # fmt: skip


def lines_of(text: str, language: str = "") -> Lines:
    within = mail(text, language)
    return text_lines(within, within.body, catalogue_of(BOOK))


def counted(text: str, language: str = "") -> list[tuple[str | None, int]]:
    return sorted(((line.sku, int(line.quantity)) for line in lines_of(text, language).lines), key=str)


def order_of(within: Context) -> Order:
    found = read_order(within, find_order_numbers(within, find_references(within)))
    assert found.value is not None
    return found.value


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("en", "please send two dozen 12 cm clay pots and half a dozen 20 cm ones", [("POT-12", 24), ("POT-20", 6)]),
        ("en", "1. Garden hose 25 m - 4 pieces\n2. Secateurs left-handed - 10 pieces", [("HOS-25", 4), ("SEC-L", 10)]),
        ("en", "Potting soil 40 l ........ 15\nGarden hose ........ 2", [("HOS-25", 2), ("SOI-40", 15)]),
        ("en", "2 x 6 garden hoses, please", [("HOS-25", 12)]),
        (
            "fr",
            "il nous faudrait une vingtaine de pots en terre de 12 et trois tuyaux",
            [("HOS-25", 3), ("POT-12", 20)],
        ),
        ("fr", "Terreau 40 l, 12 sacs ; sécateur gaucher x 3", [("SEC-L", 3), ("SOI-40", 12)]),
        ("fr", "septante sacs de terreau virgule deux tuyaux d'arrosage", [("HOS-25", 2), ("SOI-40", 70)]),
        ("de", "brauchen: Tontöpfe 20 cm 8 Stück, Blumenerde 40 l 5 Säcke", [("POT-20", 8), ("SOI-40", 5)]),
        ("de", "10 Stk. Gartenschlauch\n3 Stk. Gartenschere Linkshänder", [("HOS-25", 10), ("SEC-L", 3)]),
        ("de", "je 10 Rollen Pflanzband in grün und braun", [("RIB-BR", 10), ("RIB-GR", 10)]),
        ("de", "5 Gartenschläuche und dreißig Tontöpfe 12 cm", [("HOS-25", 5), ("POT-12", 30)]),
        ("", "graag 4 zakken potgrond 40 l en 77-104 x 2", [("SEC-L", 2)]),
    ],
)
def test_counts_and_articles_are_read_as_people_write_them(
    language: str, text: str, lines: list[tuple[str | None, int]]
) -> None:
    assert set(lines) <= set(counted(text, language))


def test_a_colour_alone_is_of_the_article_before() -> None:
    assert counted("12 Pflanzband grün und 4 in braun", "de") == [("RIB-BR", 4), ("RIB-GR", 12)]


def test_the_number_of_a_size_is_no_count() -> None:
    assert counted("3 pots of 20 cm clay", "en") in ([("POT-20", 3)], [(None, 3)])


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("labels without pen", "LAB-N"), ("Pflanzschilder mit Stift", "LAB-P"), ("étiquettes sans feutre", "LAB-N"),
        ("secateurs", None), ("clay pot", None), ("clay pot 30 cm", None), ("Gartenscheren für Linkshänder", "SEC-L"),
        ("tuyau d'arosage", "HOS-25"), ("tubo", "HOS-25"), ("green plant ribbon", "RIB-GR"),
        ("nastro verde", "RIB-GR"), ("nastro", None),
    ],
)  # fmt: skip
def test_words_tell_articles_apart_or_name_none(words: str, sku: str | None) -> None:
    found = Catalogue(BOOK.articles()).resolve(words)
    assert (found.sku if found else None) == sku


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("Rechtshänderschere", "SEC-R"),
        ("Erde", "SOI-40"),
        ("Stauden aus dem Gewächshaus", None),
        ("Kübel braun", None),
    ],
)
def test_words_that_only_one_article_has_mean_it(words: str, sku: str | None) -> None:
    found = catalogue_of(BOOK).by_name(words)
    assert (found.sku if found else None) == sku


def test_an_article_that_is_only_like_the_words_is_for_a_person() -> None:
    assert "near_match" in codes(lines_of("4 tuyaux d'arosage", "fr").problems)


@pytest.mark.parametrize(
    "text",
    [
        "bitte 5 Gartenschläuche, dazu noch Pflanzband grün",
        "bitte 5 Gartenschläuche und ein paar 3pk Erde",
        "bitte 5 Gartenschläuche, und 7 vom Rest",
    ],
)
def test_what_no_line_explains_is_for_a_person(text: str) -> None:
    within = mail(f"{text}\nBestellung GB 26/032", "de")
    found = read_order(within, find_order_numbers(within, find_references(within)))
    assert codes(found.problems) & {"unread_line", "unread_number", "unread_words", "unknown_article", "near_match"}


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "5 Gartenschläuche bis zum 17.4., unsere Messe ist am 24.4.", date(2026, 4, 17)),
        (
            "en",
            "5 garden hoses by the 17th please. The invoice of 42.00 goes out on Friday the 24th.",
            date(2026, 4, 17),
        ),
        ("fr", "5 tuyaux d'arrosage avant le 17 avril, pour la fête du 24 avril", date(2026, 4, 17)),
        ("de", "5 Gartenschläuche. Die 188,02 überweisen wir am 17.4.", None),
        ("de", "5 Gartenschläuche, aber nicht am 17.4.", None),
    ],
)
def test_the_day_that_is_asked_for_is_the_requested_one(language: str, text: str, day: date | None) -> None:
    assert order_of(mail(text, language)).requested_date == day


def test_a_number_formed_like_the_earlier_ones_is_the_order() -> None:
    assert order_of(mail("5 Gartenschläuche, wie besprochen auf GB 26/044", "de")).po_number == "GB 26/044"


def test_the_number_that_the_lines_follow_is_theirs() -> None:
    text = "Wann kommt GB 26/031? Neu unter GB 26/050: 5 Gartenschläuche"
    assert order_of(mail(text, "de")).po_number == "GB 26/050"


def test_a_currency_that_is_not_written_is_none() -> None:
    assert order_of(mail("5 Gartenschläuche zu 19,90", "de")).currency is None


def test_a_colleagues_order_passed_on_is_read_for_a_person() -> None:
    within = mail("please process, GB 26/061", "en", "FW: hoses", "From: Al\nSubject: hoses\n\nwe need 6 garden hoses")
    found = read_order(within, find_order_numbers(within, find_references(within)))
    assert found.value is not None
    assert [(line.sku, line.quantity) for line in found.value.lines] == [("HOS-25", 6)]
    assert "passed_on" in codes(found.problems)


def test_a_picture_of_an_order_is_an_order_without_lines() -> None:
    picture = Document("scan.jpg", "image/jpeg", 10, "")
    assert order_of(mail("our order is attached", "en", documents=(picture,))).lines == ()


def test_dozens_in_a_column_of_units_are_twelve() -> None:
    rows = (("Item", "Qty", "Unit"), ("Clay pot 12 cm", "3", "dozen"))
    document = Document("list.xlsx", "application/x-sheet", 1, "Clay pot 12 cm  3  dozen", (Table(rows, 0),))
    assert order_of(mail("PO GB 26/070", "en", documents=(document,))).lines[0].quantity == 36
