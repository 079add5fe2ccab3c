"""Changes of a customer's own data; a signature, a known value or a wrong checksum is none."""

from __future__ import annotations

import pytest

from tests.nlp.extraction_desk import context, facts, sheet


@pytest.mark.parametrize(
    ("language", "text", "changes"),
    [
        ("fr", "À compter du 1er mai, notre nouvelle adresse : 12 avenue du Lac, 73100 Aix-les-Bains.", {"address": "12 avenue du Lac, 73100 Aix-les-Bains"}),  # noqa: E501
        ("de", "unsere neue Anschrift ab 1. Mai: Uferweg 3, 88131 Lindau.", {"address": "Uferweg 3, 88131 Lindau"}),
        ("fr", "À partir de mai merci d'envoyer nos factures à compta@seeblick.example", {"emails": "compta@seeblick.example"}),  # noqa: E501
        ("de", "bitte senden Sie Rechnungen künftig an rechnung@seeblick.example.", {"emails": "rechnung@seeblick.example"}),  # noqa: E501
        ("en", "Please send all invoices to ap@seeblick.example from now on.", {"emails": "ap@seeblick.example"}),
        ("en", "Our new bank account is GB29NWBK60161331926819.", {"iban": "GB29NWBK60161331926819"}),
        ("de", "Neue Ansprechpartnerin ist Frau Karin Moser.", {"contact": "Karin Moser"}),
        ("en", "Our new VAT number is DE136695976.", {"vat_id": "DE136695976"}),
    ],
)  # fmt: skip
def test_the_new_value_is_read(language: str, text: str, changes: dict[str, str]) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is not None
    assert dict(found.value.changes) == changes


@pytest.mark.parametrize(
    ("language", "text", "changes"),
    [
        ("de", "Ab dem 3. Mai sitzen wir am Mühlgraben 12b, 99084 Erfurt, Telefon wie gehabt. Unser Umzug ist geschafft.", {"address": "Mühlgraben 12b, 99084 Erfurt"}),  # noqa: E501
        ("en", "We've outgrown the shed and moved to:\n\nSeeblick GmbH\nUnit 9 Albion Works\nSheffield S3 8AF\n\nThanks", {"address": "Unit 9 Albion Works, Sheffield S3 8AF"}),  # noqa: E501
        ("fr", "on quitte le 4 rue Haute, 67000 Strasbourg pour nos nouveaux bureaux : 27 bis quai des Alpes, 67200 Strasbourg", {"address": "27 bis quai des Alpes, 67200 Strasbourg"}),  # noqa: E501
        ("", "Ons nieuwe adres is Havenkade 8, 3011 TA Rotterdam.", {"address": "Havenkade 8, 3011 TA Rotterdam"}),
        ("en", "Colm Daly takes over from Ruth Kay in purchasing.", {"contact": "Colm Daly"}),
        ("en", "Your bills are now handled by Ms Anna Reed, not Mr Paul Hart.", {"contact": "Anna Reed"}),
        ("fr", "Luc Moreau nous quitte vendredi ; Mme Inès Vidal (i.vidal@seeblick.example) reprend ses dossiers.", {"contact": "Inès Vidal", "emails": "i.vidal@seeblick.example"}),  # noqa: E501
        ("de", "Für Rückfragen zu Rechnungen wenden Sie sich ab Juni an Frau Dr. Jana Roth.", {"contact": "Dr. Jana Roth"}),  # noqa: E501
        ("de", "Seit der Verschmelzung heißen wir Seeblick & Partner AG, alles andere bleibt.", {"name": "Seeblick & Partner AG"}),  # noqa: E501
        ("en", "Since June we trade as Lakeview Catering Group, please use it on your paperwork.", {"name": "Lakeview Catering Group"}),  # noqa: E501
        ("en", "From July we trade as Lakeview Catering Ltd. The VAT number stays.", {"name": "Lakeview Catering Ltd"}),
        ("fr", "Nous nous appellerons « Le Grand Verger » dès juin, le SIREN reste.", {"name": "Le Grand Verger"}),
        ("fr", "notre société s'appelle désormais « Les Jardins du Lac »", {"name": "Les Jardins du Lac"}),
        ("de", "Bitte nicht mehr an die alte a.b@seeblick.example schreiben, sondern an neu@seeblick.example.", {"emails": "neu@seeblick.example"}),  # noqa: E501
        ("de", "Ab Montag ist Ihre neue Ansprechpartnerin Frau Roth.", {"contact": "Frau Roth"}),
        ("", "Il nuovo numero di partita IVA è IT00743110157.", {"vat_id": "IT00743110157"}),
    ],
)  # fmt: skip
def test_a_value_is_found_by_its_form_and_what_stands_around_it(
    language: str, text: str, changes: dict[str, str]
) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is not None
    assert dict(found.value.changes) == changes


def test_a_notice_attached_is_read_where_the_mail_only_points_to_it() -> None:
    notice = sheet(text="Change of address\nFrom 1 May our new address is\n14 Mill Lane\nYork YO1 7EP")
    found = facts(context("We have moved, see attached.", "new address", "en", documents=(notice,))).master_data
    assert found.value is not None
    assert dict(found.value.changes) == {"address": "14 Mill Lane, York YO1 7EP"}


@pytest.mark.parametrize(
    "text",
    [
        "Please deliver to 14 Mill Lane, York YO1 7EP by Friday.",
        "Is your IBAN still GB29NWBK60161331926819?",
        "We ordered 40 mops for Anna Reed.",
    ],
)
def test_what_is_told_in_passing_is_no_change(text: str) -> None:
    assert facts(context(text, language="en")).master_data.value is None


@pytest.mark.parametrize(
    "text",
    [
        "Our new bank account is GB29NWBK60161331926818.",
        "Please send invoices to a@seeblick.example.",
        "Thanks for the delivery.",
    ],
)
def test_a_wrong_checksum_or_a_known_value_changes_nothing(text: str) -> None:
    assert facts(context(text, language="en")).master_data.value is None
