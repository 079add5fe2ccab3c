"""Changes of a placed order as people write them: its lines by their words, its number in any manner, its new day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Found, Source
from nlp.reading import ChangeAction, OrderChange
from tests.nlp import extraction_desk
from tests.nlp.extraction_desk import article, codes

CUSTOMER = CustomerEntry("K9", "X", "Gasthof Post", (), "AT", "de", "EUR", ("a@post.example",), ("post.example",))


def order(number: str, po: str, day: date, *lines: tuple[str, int]) -> OrderEntry:
    return OrderEntry(number, "K9", po, day, tuple(sku for sku, _ in lines), tuple(Decimal(n) for _, n in lines))


BOOK = Snapshot(
    customers=[CUSTOMER],
    articles=[
        article("TBL-140", "Bistro table 140 cm", "Table bistrot 140 cm", "Bistrotisch 140 cm", "189.00", "C62"),
        article("CHR-OAK", "Oak dining chair", "Chaise en chêne", "Eichenstuhl", "79.00", "C62"),
        article("LNT-S", "Garden lantern small", "Lanterne de jardin petite", "Gartenlaterne klein", "24.00", "C62"),
        article("LNT-L", "Garden lantern large", "Lanterne de jardin grande", "Gartenlaterne groß", "34.00", "C62"),
        article("NAP-WH", "Paper napkins white", "Serviettes blanches", "Papierservietten weiß", "6.10", "PK"),
    ],
    orders=[
        order("A-26-071", "GP 26/14", date(2026, 4, 1), ("TBL-140", 6), ("CHR-OAK", 24), ("NAP-WH", 10)),
        order("A-26-072", "GP 26/15", date(2026, 4, 3), ("LNT-S", 12)),
        order("A-26-073", "", date(2026, 4, 6), ("LNT-S", 4), ("LNT-L", 8)),
    ],
)  # fmt: skip


def change(text: str, language: str, subject: str = "GP 26/14", answered_order: str = "") -> Found[OrderChange]:
    said: Context = replace(
        extraction_desk.context(text, language=language),
        subject=Source("subject", subject), book=BOOK, customer=CUSTOMER, answered_order=answered_order,
    )  # fmt: skip
    return read_order_change(said, find_order_numbers(said, find_references(said)))


def lines(found: Found[OrderChange]) -> dict[str | None, int]:
    assert found.value is not None and found.value.action is ChangeAction.CHANGE
    return {line.sku: int(line.quantity) for line in found.value.lines}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Bei den Stühlen bitte 30 statt 24, die Tische bleiben.", {"CHR-OAK": 30}),
        ("de", "Stühle: neue Menge 30 (bisher 24)", {"CHR-OAK": 30}),
        ("fr", "Tout est bon sauf les chaises : mettez-en 30.", {"CHR-OAK": 30}),
        ("fr", "finalement pas 6 mais 8 tables", {"TBL-140": 8}),
        ("de", "Wir brauchen nur noch 20 Stühle.", {"CHR-OAK": 20}),
        ("de", "Bitte noch 4 Stühle dazulegen.", {"CHR-OAK": 28}),
        (
            "fr",
            "pouvez-vous passer à 5 tables et 20 chaises ? On garde les 10 serviettes.",
            {"TBL-140": 5, "CHR-OAK": 20},
        ),
        ("en", "make the chairs 30 and the tables 8 please", {"CHR-OAK": 30, "TBL-140": 8}),
        ("en", "Six tables is too many for the terrace - four will do.", {"TBL-140": 4}),
        ("en", "hold on: make it thirty instead of twenty-four, one guest more", {"CHR-OAK": 30}),
        ("en", "could we have another 4 chairs on that?", {"CHR-OAK": 28}),
        ("en", "we need two fewer tables", {"TBL-140": 4}),
        ("fr", "Il nous faudrait deux tables de moins.", {"TBL-140": 4}),
        ("de", "Position 2 bitte auf 30 ändern.", {"CHR-OAK": 30}),
        ("de", "Es kommen doch acht Gäste an die Tische, nicht sechs.", {"TBL-140": 8}),
    ],
)
def test_a_new_quantity_finds_its_line(language: str, text: str, expected: dict[str, int]) -> None:
    assert lines(change(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die Servietten bitte rausnehmen, die haben wir noch.", {"NAP-WH": 0}),
        ("fr", "les serviettes, ne les mettez plus du tout", {"NAP-WH": 0}),
        ("fr", "Les serviettes (10 paquets), c'était déjà livré, il faut les enlever.", {"NAP-WH": 0}),
        ("en", "Leave the napkins off GP 26/14, somebody gave us some. Chairs as they were.", {"NAP-WH": 0}),
        ("fr", "les chaises : 24, pas de serviettes", {"NAP-WH": 0}),
        ("en", "Line 3: cancel please", {"NAP-WH": 0}),
        ("en", "take 4 of the chairs off please", {"CHR-OAK": 20}),
    ],
)
def test_a_line_that_is_wanted_no_more_has_quantity_0(language: str, text: str, expected: dict[str, int]) -> None:
    assert lines(change(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "die zwölf Laternen brauchen wir doch nicht, bitte alles rausnehmen"),
        ("en", "we found some in the barn, forget the twelve lanterns"),
        ("fr", "merci de ne pas préparer la GP 26/15, double commande"),
        ("de", "Kommando zurück, der Chef war einkaufen."),
    ],
)
def test_an_order_whose_lines_are_all_taken_away_is_cancelled(language: str, text: str) -> None:
    found = change(text, language, subject="GP 26/15")
    assert found.value is not None
    assert (found.value.action, found.value.po_number) == (ChangeAction.CANCEL, "GP 26/15")


@pytest.mark.parametrize(
    ("subject", "answered_order", "text", "number"),
    [
        ("gp26-14", "", "bitte 30 Stühle statt 24", "GP 26/14"),
        ("AW: Auftragsbestätigung A-26-071", "", "bitte 30 Stühle statt 24", "GP 26/14"),
        ("Re:", "A-26-071", "bitte 30 Stühle statt 24", "GP 26/14"),
        ("Bestellung von gestern", "", "bitte 9 große Laternen statt 8", None),
        ("Änderung ABX-7712", "", "bitte 30 Eichenstühle statt 24", "ABX-7712"),
    ],
)
def test_the_order_is_called_by_the_customers_number(
    subject: str, answered_order: str, text: str, number: str | None
) -> None:
    found = change(text, "de", subject, answered_order)
    assert found.value is not None and found.value.po_number == number
    assert found.value.lines and found.value.lines[0].sku in ("CHR-OAK", "LNT-L")


def test_a_sentence_about_a_new_order_changes_nothing_in_the_old_one() -> None:
    text = "1. Bei GP 26/14 bitte 8 Tische statt 6.\n2. Neu unter GP 26/19: 12 Servietten bis 20.4."
    found = change(text, "de")
    assert lines(found) == {"TBL-140": 8}
    assert found.value is not None and found.value.requested_date is None


def test_one_size_comes_in_the_place_of_the_other() -> None:
    found = change("4 große Laternen statt der kleinen Laternen bitte", "de", "Bestellung von gestern")
    assert lines(found) == {"LNT-L": 4, "LNT-S": 0}


def test_an_article_of_two_sizes_without_its_size_is_a_doubt() -> None:
    found = change("bitte 9 Laternen statt 7", "de", "Bestellung von gestern")
    assert "unknown_article" in codes(found.problems) and found.strength < 1.0


def test_remarks_between_the_quoted_lines_are_each_for_the_line_in_its_place() -> None:
    found = change("Hallo,\n\n8\n\nok\n\npasst\n\nDanke\nResi", "de")
    assert lines(found) == {"TBL-140": 8}


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("fr", "Et rien avant le 22, on est en inventaire.", date(2026, 4, 22)),
        ("de", "Mittwoch wäre besser, Donnerstag und Freitag ist Inventur.", date(2026, 4, 8)),
        ("de", "Die Rampe ist vom 16. bis 20. gesperrt. Bitte erst am 22. April anfahren.", date(2026, 4, 22)),
        ("en", "drop it Friday week not this Friday", date(2026, 4, 17)),
        ("en", "We open late, so can it come on the 21st?", date(2026, 4, 21)),
        ("fr", "merci de ne livrer que le lundi 20 avril, quantités inchangées", date(2026, 4, 20)),
    ],
)
def test_the_new_day_is_the_one_on_which_the_goods_shall_come(language: str, text: str, day: date) -> None:
    found = change(text, language)
    assert found.value is not None
    assert (found.value.action, found.value.requested_date) == (ChangeAction.CHANGE, day)


def test_a_day_of_something_else_is_no_new_day() -> None:
    found = change("8 tables au lieu de 6. Les travaux pratiques commencent lundi.", "fr")
    assert found.value is not None and found.value.requested_date is None


SIZED = Snapshot(
    customers=[CUSTOMER],
    articles=[
        article("CRP-26", "Crepe pan 26 cm", "Poêle à crêpes 26 cm", "Crêpepfanne 26 cm", "31.00", "C62"),
        article(
            "CRP-30",
            "Crepe pan 30 cm, boxed",
            "Poêle à crêpes 30 cm, en boîte",
            "Crêpepfanne 30 cm, im Karton",
            "37.00",
            "C62",
        ),
        article("LDL-OV", "Ladle oval", "Louche ovale", "Kelle oval", "9.00", "C62"),
        article("SPN-WD", "Wooden spoon", "Cuillère en bois", "Holzlöffel", "3.00", "C62"),
    ],
    orders=[order("A-26-080", "GP 26/14", date(2026, 4, 1), ("CRP-26", 7), ("LDL-OV", 50))],
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "make it the 30 cm one and not the 26 cm one, count stays", {"CRP-26": 0, "CRP-30": 7}),
        ("de", "Bei den Pfannen die 30er Größe: 30 statt 26, Stückzahl gleich.", {"CRP-26": 0, "CRP-30": 7}),
        ("fr", "les poêles en 30 au lieu de 26 finalement", {"CRP-26": 0, "CRP-30": 7}),
        ("en", "Drop the ladles off that one please", {"LDL-OV": 0}),
        ("de", "Legen Sie noch vier Holzlöffel dazu?", {"SPN-WD": 4}),
    ],
)
def test_a_number_of_a_size_is_no_quantity(language: str, text: str, expected: dict[str, int]) -> None:
    said = replace(
        extraction_desk.context(text, language=language),
        subject=Source("subject", "GP 26/14"), book=SIZED, customer=CUSTOMER,
    )  # fmt: skip
    assert lines(read_order_change(said, find_order_numbers(said, find_references(said)))) == expected


@pytest.mark.parametrize(
    "text", ["Unsere Bestellung GP 26/14 ziehen wir ganz zurück.", "Wir treten von der Bestellung GP 26/14 zurück."]
)
def test_a_verb_in_two_parts_withdraws_an_order(text: str) -> None:
    found = change(text, "de")
    assert found.value is not None and found.value.action is ChangeAction.CANCEL


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ignore the date on GP 26/14, we need it on 22 April."),
        ("en", "Cancel the 15 April delivery slot and give us 22 April instead."),
        ("de", "Termin 15.4. bitte streichen, neu 22.4."),
    ],
)
def test_a_day_that_is_taken_away_withdraws_no_order(language: str, text: str) -> None:
    found = change(text, language)
    assert found.value is not None
    assert (found.value.action, found.value.requested_date) == (ChangeAction.CHANGE, date(2026, 4, 22))


def test_two_new_quantities_of_an_article_are_for_a_person() -> None:
    found = change("30 Stühle bitte. Nein, doch eher 28 Stühle.", "de")
    assert "several_quantities" in codes(found.problems) and found.strength < 1.0
