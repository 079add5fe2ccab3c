"""Changes of orders told beside what happened, by what is left over, by "those" and "both", by numbers like others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, OrderEntry, Snapshot
from nlp.extract.change_explained import is_denial_read
from nlp.extract.inline import Remark
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Found, Source
from nlp.reading import ChangeAction, OrderChange
from tests.nlp import extraction_desk
from tests.nlp.extraction_desk import article

CUSTOMER = CustomerEntry("K7", "X", "Velo Hafen", (), "CH", "de", "CHF", ("a@velo.example",), ("velo.example",))
WHEELS, LINERS, BEARINGS, GLOVES, LAMPS, DATED = "VH-3301", "VH-3302", "VH-3303", "VH-3304", "VH-3305", "VH-12/26"
SHOES, MOTOR = "VH-3306", "VH-3307"


def order(po: str, *lines: tuple[str, int]) -> OrderEntry:
    skus, counts = tuple(sku for sku, _ in lines), tuple(Decimal(n) for _, n in lines)
    return OrderEntry(f"SO-{po}", "K7", po, date(2026, 3, 30), skus, counts)


BOOK = Snapshot(
    customers=[CUSTOMER],
    articles=[
        article("RIM-26", "Rim 26 inch", "Jante 26 pouces", "Felge 26 Zoll", "31", "C62"),
        article("SPK-100", "Spokes, pack of 100", "Rayons, lot de 100", "Speichen, 100 Stück", "12", "PK"),
        article("TUB-BU", "Inner tube butyl", "Chambre à air butyle", "Schlauch Butyl", "4", "C62"),
        article("LIN-120", "Bin liners 120 l", "Sacs poubelle 120 l", "Müllsäcke 120 l", "6", "RO"),
        article("SOAP-1", "Hand soap 1 l", "Savon mains 1 l", "Handseife 1 l", "3", "C62"),
        article("BRG-6004-E", "Hub bearing 6004-E", "Roulement 6004-E", "Nabenlager 6004-E", "5", "C62"),
        article("BRG-6004-E-K", "Hub bearing 6004-E-K", "Roulement 6004-E-K", "Nabenlager 6004-E-K", "6", "C62"),
        article("GLV-BLU-M", "Work gloves blue M", "Gants bleus M", "Handschuhe blau M", "8", "C62"),
        article("GLV-BLU-L", "Work gloves blue L", "Gants bleus L", "Handschuhe blau L", "8", "C62"),
        article("GLV-BLK-L", "Work gloves black L", "Gants noirs L", "Handschuhe schwarz L", "8", "C62"),
        article("LMP-47", "Lamp bracket 47 mm", "Support de phare 47 mm", "Lampenhalter 47 mm", "2", "C62"),
        article("SHO-38", "Riding shoe Lago, size 38", "Chaussure Lago, pointure 38", "Schuh Lago, Gr. 38", "60", "PR"),
        article("SHO-39", "Riding shoe Lago, size 39", "Chaussure Lago, pointure 39", "Schuh Lago, Gr. 39", "60", "PR"),
        article("SHO-42", "Riding shoe Lago, size 42", "Chaussure Lago, pointure 42", "Schuh Lago, Gr. 42", "60", "PR"),
        article("MOT-150", "Hub motor 1.5 kW", "Moteur 1,5 kW", "Nabenmotor 1,5 kW", "300", "C62"),
        article("MOT-075", "Hub motor 0.75 kW", "Moteur 0,75 kW", "Nabenmotor 0,75 kW", "200", "C62"),
    ],
    orders=[
        order(WHEELS, ("RIM-26", 8), ("SPK-100", 12), ("TUB-BU", 40)),
        order(LINERS, ("LIN-120", 30), ("SOAP-1", 10)),
        order(BEARINGS, ("BRG-6004-E-K", 6)),
        order(GLOVES, ("GLV-BLU-M", 20)),
        order(LAMPS, ("LMP-47", 200)),
        order(SHOES, ("SHO-38", 6), ("SHO-42", 12)),
        order(MOTOR, ("MOT-150", 2)),
        order(DATED, ("RIM-26", 4)),
    ],
)  # fmt: skip


def found(language: str, text: str, subject: str) -> Found[OrderChange]:
    said = replace(
        extraction_desk.context(text, language=language),
        subject=Source("subject", subject),
        book=BOOK,
        customer=CUSTOMER,
    )
    return read_order_change(said, find_order_numbers(said, find_references(said)))


def change(language: str, text: str, subject: str) -> OrderChange:
    value = found(language, text, subject).value
    assert value is not None
    return value


def quantities(value: OrderChange) -> dict[str | None, int]:
    return {line.sku: int(line.quantity) for line in value.lines}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Make it 20 tubes, not 40, the council cut a lane off the scheme.", {"TUB-BU": 20}),
        ("fr", "Le client a supprimé un étage, donc 6 jantes au lieu de 8.", {"RIM-26": 6}),
        ("en", "We found 3 packs in the attic so 9 packs of spokes will do.", {"SPK-100": 9}),
        ("de", "Zwei Dinge: bitte Schläuche auf 50, und ruft mich an.", {"TUB-BU": 50}),
    ],
)
def test_what_happened_and_what_is_at_hand_changes_no_line(language: str, text: str, expected: dict[str, int]) -> None:
    assert quantities(change(language, text, WHEELS)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "can you double up the bin liners", {"LIN-120": 60}),
        ("en", "Bin the soap, keep the rest.", {"SOAP-1": 0}),
        ("en", "Bin liners still wanted, soap isn't needed.", {"SOAP-1": 0}),
    ],
)
def test_a_verb_inside_of_an_articles_name_takes_nothing_away(
    language: str, text: str, expected: dict[str, int]
) -> None:
    assert quantities(change(language, text, LINERS)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "We won't get rid of that many tubes. Can we do 25 of those please, rest as ordered.", {"TUB-BU": 25}),
        ("de", "Die Felgen gehen schlecht. Machen Sie davon bitte 5 draus.", {"RIM-26": 5}),
        ("en", "Rims: someone miscounted. Could you make it 10 on those?", {"RIM-26": 10}),
        ("en", "tubes 40 to 30 / spokes 12 to 15", {"TUB-BU": 30, "SPK-100": 15}),
        ("de", "bitte 6 von jedem", {"RIM-26": 6, "SPK-100": 6, "TUB-BU": 6}),
        ("de", "Eine Felge können Sie wieder herausnehmen.", {"RIM-26": 7}),
        ("en", "we don't need a single tube", {"TUB-BU": 0}),
    ],
)
def test_a_number_belongs_to_what_was_named_before_to_each_or_to_one(
    language: str, text: str, expected: dict[str, int]
) -> None:
    assert quantities(change(language, text, WHEELS)) == expected


def test_the_one_line_that_nobody_names_is_what_a_strange_word_means_and_a_person_sees_it() -> None:
    said = found("de", "Gummis auf 60, Speichen auf 10, Felgen lassen", WHEELS)
    assert said.value is not None and quantities(said.value) == {"TUB-BU": 60, "SPK-100": 10}
    assert "article_by_elimination" in {problem.code for problem in said.problems}


def test_a_new_quantity_of_nothing_that_is_known_is_a_problem() -> None:
    said = found("de", "Gummis auf 60, Speichen auf 10", WHEELS)
    assert "unread_quantity" in {problem.code for problem in said.problems}


@pytest.mark.parametrize(
    ("number", "language", "text", "expected"),
    [
        (BEARINGS, "de", "Statt der 6004-E-K brauchen wir 6004-E, Menge gleich.", {"BRG-6004-E-K": 0, "BRG-6004-E": 6}),
        (GLOVES, "fr", "les gants en L au lieu de M svp", {"GLV-BLU-M": 0, "GLV-BLU-L": 20}),
        (GLOVES, "de", "Handschuhe bitte in L statt M.", {"GLV-BLU-M": 0, "GLV-BLU-L": 20}),
        (LAMPS, "en", "the brackets 47, we have plenty, please cancel them", {"LMP-47": 0}),
    ],
)
def test_sizes_and_models_are_no_quantities(number: str, language: str, text: str, expected: dict[str, int]) -> None:
    value = change(language, text, number)
    assert {sku: n for sku, n in quantities(value).items() if sku in expected} == expected or (
        value.action is ChangeAction.CANCEL and set(expected.values()) == {0}
    )
    assert 47 not in quantities(value).values()


@pytest.mark.parametrize(
    ("number", "language", "text", "day"),
    [
        (WHEELS, "fr", "on ferme la semaine prochaine, ne livrez rien avant le lundi 27 avril", date(2026, 4, 27)),
        (DATED, "fr", "N'expédiez pas VH-12/26 avant le 27 avril svp", date(2026, 4, 27)),
        (WHEELS, "de", "Bitte am 28.4. liefern, nicht früher, bis 24.4. ist Umbau", date(2026, 4, 28)),
        (WHEELS, "de", "Lieferung bitte am 28.4. zwischen 7 und 9 Uhr", date(2026, 4, 28)),
    ],
)
def test_the_day_before_which_nothing_may_come_is_the_day(number: str, language: str, text: str, day: date) -> None:
    value = change(language, text, number)
    assert value.requested_date == day and not value.lines


@pytest.mark.parametrize(
    ("number", "language", "text", "expected"),
    [
        (SHOES, "fr", "mettez 8 paires en 38 et en 42 on descend à 5", {"SHO-38": 8, "SHO-42": 5}),
        (SHOES, "de", "bitte 42er nur 9, 38er bleibt", {"SHO-42": 9}),
        (SHOES, "en", "We need them in 39, not 38.", {"SHO-38": 0, "SHO-39": 6}),
        (SHOES, "en", "The 6 in 38 have turned up, so only 10 in 42 please.", {"SHO-42": 10}),
        (GLOVES, "en", "12 of the M please, and 8 in L on top", {"GLV-BLU-M": 12, "GLV-BLU-L": 8}),
        (MOTOR, "de", "Wir haben irrtümlich 1,5 kW bestellt, richtig wäre 0,75 kW.", {"MOT-150": 0, "MOT-075": 2}),
        (MOTOR, "en", "By mistake we ordered 2 motors, it should be 20.", {"MOT-150": 20}),
    ],
)
def test_sizes_tell_lines_apart_and_slips_are_mended(
    number: str, language: str, text: str, expected: dict[str, int]
) -> None:
    assert quantities(change(language, text, number)) == expected


@pytest.mark.parametrize("written", ["vh-3301", "VH-3301"])
def test_the_number_stands_as_the_customer_writes_it(written: str) -> None:
    assert change("de", f"{written}: Felgen bitte 10", "Änderung").po_number == written


def test_a_number_made_like_those_of_the_customers_other_orders_names_the_order() -> None:
    value = change("en", "Can we do 30 rather than 60 on the tubes please.", "VH-3390 again")
    assert value.po_number == "VH-3390" and quantities(value) == {"TUB-BU": 30}


def test_the_subject_names_the_article_where_the_text_names_none() -> None:
    assert quantities(change("en", "Sorry, make it 15 please.", f"{WHEELS}: spokes")) == {"SPK-100": 15}


@pytest.mark.parametrize(
    ("language", "text", "reads"),
    [
        ("en", "Make it 60 tubes not 40.", True),
        ("de", "Speichen brauchen wir nicht mehr, bitte streichen.", True),
        ("fr", "ne livrez pas avant le 27 avril", True),
        ("en", "I am not sure that we want 60 tubes.", False),
        ("de", "Bitte 60 Schläuche, aber nicht ohne Rücksprache.", False),
    ],
)
def test_a_negation_that_is_the_change_itself_is_read(language: str, text: str, reads: bool) -> None:
    said = replace(
        extraction_desk.context(text, language=language),
        subject=Source("subject", WHEELS),
        book=BOOK,
        customer=CUSTOMER,
    )
    value = change(language, text, WHEELS)
    assert is_denial_read(said, value, 0, len(text)) is reads


def test_a_feast_that_was_called_off_is_no_unclear_removal() -> None:
    said = found("fr", "Deux courses annulées. Passez les jantes à 6.", WHEELS)
    assert said.value is not None and quantities(said.value) == {"RIM-26": 6}
    assert "unclear_removal" not in {problem.code for problem in said.problems}


@pytest.mark.parametrize(
    ("number", "language", "text", "expected"),
    [
        (WHEELS, "fr", "Enlevez 2 jantes et 10 chambres à air.", {"RIM-26": 6, "TUB-BU": 30}),
        (WHEELS, "en", "Can I add 5 to each line please", {"RIM-26": 13, "SPK-100": 17, "TUB-BU": 45}),
        (WHEELS, "fr", "Merci de supprimer le poste 20 et de porter le poste 10 à 9.", {"SPK-100": 0, "RIM-26": 9}),
        (WHEELS, "de", "Speichen im April?! Das war ein Versehen, bitte rausnehmen.", {"SPK-100": 0}),
        (SHOES, "en", "All shoes in 42 please: 18 pairs, none in 38.", {"SHO-42": 18, "SHO-38": 0}),
        (SHOES, "fr", "3 paires de 42 en moins", {"SHO-42": 9}),
    ],
)
def test_lines_are_taken_added_and_told_apart_in_few_words(
    number: str, language: str, text: str, expected: dict[str, int]
) -> None:
    assert quantities(change(language, text, number)) == expected


def test_a_removal_that_names_nothing_beside_a_new_quantity_is_for_a_person() -> None:
    said = found("de", "Felgen auf 10, Lenkerband weg", WHEELS)
    assert {"several_quantities", "unknown_article"} & {problem.code for problem in said.problems}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "On a reçu 36 chambres à air au lieu de 40."),
        ("de", "Letzte Woche haben wir 10 Speichen statt 12 bekommen, das passt aber."),
        ("de", "Streichen Sie uns bitte aus dem Verteiler."),
        ("en", "Please remove us from your mailing list."),
    ],
)
def test_what_came_and_what_else_is_cancelled_change_no_order(language: str, text: str) -> None:
    value = found(language, text, WHEELS).value
    assert value is None or (value.action is ChangeAction.CHANGE and not value.lines)


def test_what_somebody_withdrew_and_nobody_asks_for_is_for_a_person() -> None:
    said = found("de", "Der Kunde hat die Felgen storniert, wir nehmen sie trotzdem.", WHEELS)
    assert "not_asked_for" in {problem.code for problem in said.problems}


def test_the_number_of_a_point_in_a_list_counts_nothing() -> None:
    value = change("fr", f"1/ {WHEELS} : décalez la livraison au 27 avril\n2/ merci de nous appeler", "deux choses")
    assert value.requested_date == date(2026, 4, 27) and not value.lines


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Unsere Handschuhe bitte nicht in M, sondern in L, alle 20."),
        ("en", "We would like the gloves not in size M but in size L please."),
        ("fr", "Pour les gants bleus, pas en M, mais en L, même quantité."),
    ],
)
def test_not_this_one_but_that_one_is_an_exchange(language: str, text: str) -> None:
    assert quantities(change(language, text, GLOVES)) == {"GLV-BLU-M": 0, "GLV-BLU-L": 20}


def test_not_these_but_those_can_go_exchanges_nothing() -> None:
    value = found("en", "Not the rims but the tubes can be cancelled.", WHEELS).value
    assert value is None or "TUB-BU" not in {line.sku for line in value.lines if line.quantity > 0}


def test_the_letters_of_an_orders_number_name_no_article() -> None:
    """Of an article GLV the number GLV-8 would speak, too."""
    numbered = OrderEntry("SO-8", "K7", "GLV-8", date(2026, 3, 30), ("GLV-BLU-M", "RIM-26"), (Decimal(100), Decimal(4)))
    said = replace(extraction_desk.context("Bei GLV-8 brauchen wir statt 4 nur 3 Felgen.", language="de"),
                   subject=Source("subject", "GLV-8"), book=_with(numbered), customer=CUSTOMER)  # fmt: skip
    value = read_order_change(said, find_order_numbers(said, find_references(said))).value
    assert value is not None and quantities(value) == {"RIM-26": 3}


def _with(order: OrderEntry) -> Snapshot:
    return Snapshot(customers=[CUSTOMER], articles=BOOK.articles(), orders=[order])


def test_one_line_refused_between_others_that_stay_withdraws_no_order() -> None:
    text = "OK\n\ndrop these, we have been given a whole pallet of them by the federation last week\n\nOK"
    above = ("8 Rim 26 inch", "12 Spokes, pack of 100", "40 Inner tube butyl")
    starts = (0, 4, text.rindex("OK"))
    answers = tuple(Remark(a, b, words) for a, b, words in zip(starts, (*starts[1:], len(text)), above, strict=True))
    said = replace(extraction_desk.context(text, language="en"), subject=Source("subject", f"Re: {WHEELS}"),
                   book=BOOK, customer=CUSTOMER, remarks=answers)  # fmt: skip
    value = read_order_change(said, find_order_numbers(said, find_references(said))).value
    assert value is not None
    assert (value.action, quantities(value)) == (ChangeAction.CHANGE, {"SPK-100": 0})
