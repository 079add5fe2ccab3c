"""New data of customers told in passing: names with small words, roles, the writer, what stays, departments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.extract.master_data import read_master_data
from tests.nlp.extraction_desk import CUSTOMER, context


def changes(language: str, text: str, subject: str = "", writer: str = "") -> dict[str, str]:
    said = replace(context(text, subject, language), writer=writer)
    found = read_master_data(said).value
    return dict(found.changes) if found is not None else {}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Dès mars nous devenons Les Fils Tremblay, toiture inc. Même courriel.", "Les Fils Tremblay, toiture inc."),  # noqa: E501
        ("fr", "Notre société s'appelle désormais Bois & Charpentes, S.à r.l. Le reste ne change pas.", "Bois & Charpentes, S.à r.l."),  # noqa: E501
        ("de", "Aus der Moll KG wird zum 1. Juni Moll Umwelttechnik GmbH.", "Moll Umwelttechnik GmbH"),
        ("de", "Die Moll Logistik GmbH firmiert ab sofort als Moll Frachten GmbH.", "Moll Frachten GmbH"),
        ("en", "The inn has been taken over by Old Heron Inns Ltd, please note.", "Old Heron Inns Ltd"),
    ],
)  # fmt: skip
def test_a_new_name_is_read_whole(language: str, text: str, name: str) -> None:
    assert changes(language, text) == {"name": name}


@pytest.mark.parametrize(
    ("language", "text", "contact"),
    [
        ("fr", "Notre nouvelle comptable s'appelle Inès Vidal, elle commence lundi.", "Inès Vidal"),
        ("fr", "Mme Léa Morin a pris la direction, c'est elle qui valide les factures.", "Léa Morin"),
        ("de", "Unser neuer Buchhalter heißt Jan Petersen.", "Jan Petersen"),
        ("en", "I'm the new manager, Aoife Nolan. Please use me from now on.", "Aoife Nolan"),
    ],
)
def test_who_has_a_role_from_now_on_is_the_contact_and_no_company(language: str, text: str, contact: str) -> None:
    assert changes(language, text) == {"contact": contact}


def test_whoever_writes_instead_of_somebody_is_the_contact_with_the_new_address() -> None:
    text = "While Noreen is out send your invoices to me rather than her: p.daly@seeblick.example"
    assert changes("en", text, writer="Paul Daly") == {"contact": "Paul Daly", "emails": "p.daly@seeblick.example"}


def test_who_only_wants_mail_at_a_new_address_is_no_new_contact() -> None:
    text = "Schreiben Sie künftig bitte direkt an mich: kasse@seeblick.example"
    assert changes("de", text, writer="Ute Kranz") == {"emails": "kasse@seeblick.example"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "From July send invoices to ap2@seeblick.example. Our VAT number DE136695976 stays the same.", {"emails": "ap2@seeblick.example"}),  # noqa: E501
        ("fr", "Nous devenons « Le Grand Lac ». Le numéro de TVA (DE136695976) ne change pas.", {"name": "Le Grand Lac"}),  # noqa: E501
        ("de", "Ich gehe in den Ruhestand. Ab Juli ist Herr Cem Arslan für Sie da, gleiche Adresse.\n\nUferweg 3, 88131 Lindau", {"contact": "Cem Arslan"}),  # noqa: E501
        ("de", "Unsere USt-IdNr. lautet neu DE136695976, die Straße bleibt.", {"vat_id": "DE136695976"}),
    ],
)  # fmt: skip
def test_what_stays_is_repeated_and_not_new(language: str, text: str, expected: dict[str, str]) -> None:
    assert changes(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        ("fr", "Nouvelle adresse de facturation : Pôle technique, 8 rue des Forges, 25000 Besançon", "Pôle technique, 8 rue des Forges, 25000 Besançon"),  # noqa: E501
        ("en", "From May our address will be:\n\nReed Castings Ltd\nBlock C, Foundry Drive\nFalkirk FK2 7XB", "Block C, Foundry Drive, Falkirk FK2 7XB"),  # noqa: E501
        ("fr", "Envoyez tout à : 5 rue des Houblons, 25000 Besançon, et plus à l'ancienne adresse.", "5 rue des Houblons, 25000 Besançon"),  # noqa: E501
    ],
)  # fmt: skip
def test_an_address_is_read_with_its_building_and_department(language: str, text: str, address: str) -> None:
    assert changes(language, text) == {"address": address}


def test_a_new_person_for_questions_of_payment_brings_a_new_address() -> None:
    text = "Für Zahlungsfragen ist neu Frau Silvia Arnold zuständig, s.arnold@seeblick.example."
    assert changes("de", text) == {"contact": "Silvia Arnold", "emails": "s.arnold@seeblick.example"}


def test_a_number_that_is_taken_back_gives_way_to_the_next() -> None:
    text = "Unsere neue USt-IdNr. lautet DE136695976, Entschuldigung, Tippfehler: DE129273398."
    assert changes("de", text) == {"vat_id": "DE129273398"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Please note that Ken Dodd retired on Friday. Your contact is now Tessa Birch.", {"contact": "Tessa Birch"}),  # noqa: E501
        ("en", "I finish on the 30th, from then it's Orla Quinn you want, orla@seeblick.example.", {"contact": "Orla Quinn", "emails": "orla@seeblick.example"}),  # noqa: E501
        ("fr", "depuis le 1er on s appelle Domaine des Trois Sources, pensez y", {"name": "Domaine des Trois Sources"}),
        ("", "Desde el 1 de mayo nuestra dirección es Paseo de la Ribera 14, 46021 Valencia.", {"address": "Paseo de la Ribera 14, 46021 Valencia"}),  # noqa: E501
        ("", "Desde mayo nuestra dirección es Calle del Pozo 7, 28012 Madrid.", {"address": "Calle del Pozo 7, 28012 Madrid"}),  # noqa: E501
    ],
)  # fmt: skip
def test_new_data_is_read_whole_however_it_is_typed(language: str, text: str, expected: dict[str, str]) -> None:
    assert changes(language, text) == expected


def test_a_vat_number_beside_the_present_name_in_a_signature_is_not_new() -> None:
    text = "Our account moved to IBAN IE29 AIBK 9311 5212 3456 78.\n\nKim\nSeeblick GmbH, VAT IE6388047V"
    assert changes("en", text) == {"iban": "IE29AIBK93115212345678"}
    assert changes("en", text.replace("Our", "Our VAT number and our"))["vat_id"] == "IE6388047V"


def test_whoever_moves_house_in_swiss_german_has_a_new_address() -> None:
    text = "Per 1. Juni sind wir an der Lindenstrasse 7, 8008 Zürich. Bitte künftige Rechnungen dorthin."
    assert changes("de", text, subject="wir zügeln") == {"address": "Lindenstrasse 7, 8008 Zürich"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our bank has changed: IE29 AIBK 9311 5212 3456 78 as of today, please use it for refunds."),
        ("de", "Neues Konto: IE29 AIBK 9311 5212 3456 78 ab dem ersten Mai, alles andere bleibt."),
        ("", "Nowy rachunek: IE 29 AIBK 9311 5212 3456 78. Pismo w zalaczeniu."),
    ],
)
def test_words_behind_an_account_are_no_part_of_it(language: str, text: str) -> None:
    assert changes(language, text) == {"iban": "IE29AIBK93115212345678"}


def test_the_day_of_a_move_is_no_part_of_the_street() -> None:
    text = "Wir sitzen ab 1.11. in der Hafengasse 3, 20457 Hamburg."
    assert changes("de", text, subject="neue Anschrift") == {"address": "Hafengasse 3, 20457 Hamburg"}


def test_a_company_may_have_its_branch_in_brackets() -> None:
    text = "Please amend our name on your ledger to Reed Hotels (South Coast) Ltd. The rest stays."
    assert changes("en", text) == {"name": "Reed Hotels (South Coast) Ltd"}


def test_who_says_to_be_in_charge_of_deliveries_is_the_contact() -> None:
    text = "Je remplace Paul Hamon depuis lundi. Pour les livraisons, c'est moi : Lise Garnier, lg@seeblick.example."
    assert changes("fr", text)["contact"] == "Lise Garnier"


@pytest.mark.parametrize(
    ("own", "number"),
    [("CHE108442170", "CHE314220851"), ("CHE108442170MWST", "CHE314220851MWST"), ("", "CHE314220851MWST")],
)
def test_a_swiss_number_is_written_as_the_record_has_it(own: str, number: str) -> None:
    within = context("Unsere MWST-Nummer ist neu CHE-314.220.851 MWST.", language="de")
    swiss = replace(within, customer=replace(CUSTOMER, country="CH", vat_id=own))
    found = read_master_data(swiss)
    assert found.value is not None
    assert dict(found.value.changes)["vat_id"] == number
    assert not found.problems


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        ("en", "Our new address is\n\nSeeblick GmbH\n8 Mill Lane\nTotnes\nTQ9 5AB\n", "8 Mill Lane, Totnes, TQ9 5AB"),
        ("de", "Ab Mai übersiedelt unser Labor in das Ärztehaus, Uferweg 3, 88131 Lindau.", "Uferweg 3, 88131 Lindau"),
        ("de", "Neue Anschrift: In der Au 3, 88131 Lindau.", "In der Au 3, 88131 Lindau"),
    ],
)
def test_lines_of_an_address_are_joined_and_what_moves_there_is_none_of_it(
    language: str, text: str, address: str
) -> None:
    assert changes(language, text)["address"] == address


def test_whoever_signs_below_something_that_ends_is_no_new_contact() -> None:
    text = "Unsere USt-IdNr. lautet ab Mai DE136695976. Die alte gilt nicht mehr.\n\nGruß\nKarin Moser\nStammdaten"
    assert changes("de", text, writer="Karin Moser") == {"vat_id": "DE136695976"}
