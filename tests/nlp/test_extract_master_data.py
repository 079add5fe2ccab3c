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
    ("language", "text", "place"),
    [
        ("de", "Bitte liefern Sie ab sofort immer an unser neues Lager: Hafenstraße 12, 20457 Hamburg. Die Rechnungsadresse bleibt.", "Hafenstraße 12, 20457 Hamburg"),  # noqa: E501
        ("de", "unsere neue Lieferadresse ab 1. Mai lautet: Hafenstraße 12, 20457 Hamburg.", "Hafenstraße 12, 20457 Hamburg"),  # noqa: E501
        ("en", "From now on please deliver all orders to: 14 Mill Lane, Totnes TQ9 5AB. Our billing address stays.", "14 Mill Lane, Totnes TQ9 5AB"),  # noqa: E501
        ("en", "Our delivery address has changed. New delivery address: 14 Mill Lane, Totnes TQ9 5AB", "14 Mill Lane, Totnes TQ9 5AB"),  # noqa: E501
        ("fr", "À compter du 1er mai, notre nouvelle adresse de livraison : 12 avenue du Lac, 73100 Aix-les-Bains.", "12 avenue du Lac, 73100 Aix-les-Bains"),  # noqa: E501
        ("fr", "Merci de livrer désormais à l'adresse suivante : 12 avenue du Lac, 73100 Aix-les-Bains.", "12 avenue du Lac, 73100 Aix-les-Bains"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_place_that_goods_go_to_from_now_on_is_no_change_of_the_customers_own_address(
    language: str, text: str, place: str
) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is not None
    assert dict(found.value.changes) == {"delivery_address": place}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "12 x GL-5 diesmal bitte an unsere neue Lieferadresse: Hafenstraße 12, 20457 Hamburg"),
        ("en", "12 x GL-5 please. Delivery address for this order only: 14 Mill Lane, Totnes TQ9 5AB"),
        ("fr", "12 x GL-5, exceptionnellement livrer à l'adresse suivante : 12 avenue du Lac, 73100 Aix-les-Bains"),
    ],
)
def test_where_one_order_goes_changes_no_record(language: str, text: str) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is None or "delivery_address" not in dict(found.value.changes)


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


@pytest.mark.parametrize(
    ("language", "text", "changes"),
    [
        ("en", "We are now at Unit 4B, Canal Wharf, Leeds LS11 5BQ.", {"address": "Unit 4B, Canal Wharf, Leeds LS11 5BQ"}),  # noqa: E501
        ("en", "Our new address is The Old Forge, High Street, Wickham Market, Suffolk IP13 0HE.", {"address": "The Old Forge, High Street, Wickham Market, Suffolk IP13 0HE"}),  # noqa: E501
        ("fr", "Notre nouvelle adresse : 12 rue du 8 Mai 1945, bâtiment C, 57000 Metz.", {"address": "12 rue du 8 Mai 1945, bâtiment C, 57000 Metz"}),  # noqa: E501
        ("fr", "Le bureau, c'est désormais : chaussée de Wavre 1015 bte 6, 1040 Etterbeek.", {"address": "chaussée de Wavre 1015 bte 6, 1040 Etterbeek"}),  # noqa: E501
        ("de", "Wir sitzen nun am Bahnhofplatz 2, 3. OG, 6020 Innsbruck.", {"address": "Bahnhofplatz 2, 3. OG, 6020 Innsbruck"}),  # noqa: E501
        ("de", "Unsere neue Anschrift: Am Alten Markt 5, 06108 Halle (Saale).", {"address": "Am Alten Markt 5, 06108 Halle (Saale)"}),  # noqa: E501
        ("de", "Rechnungen bitte künftig an:\n\nSeeblick GmbH\nc/o Treuhand Moll AG\nGasse 5\n8002 Zürich\n", {"address": "Seeblick GmbH, c/o Treuhand Moll AG, Gasse 5, 8002 Zürich"}),  # noqa: E501
        ("de", "Die Anschrift lautet ab sofort: Seeblick GmbH, Zentraler Einkauf, Postfach 17, 37083 Leine.", {"address": "Seeblick GmbH, Zentraler Einkauf, Postfach 17, 37083 Leine"}),  # noqa: E501
        ("", "Wij zijn een deur verhuisd, stuur de post naar Kerkstraat 70.", {"address": "Kerkstraat 70"}),
        ("", "Il nuovo indirizzo è Via Garibaldi 15, 20121 Milano.", {"address": "Via Garibaldi 15, 20121 Milano"}),
        ("", "Facturen voortaan naar boek@seeblick.example, t.a.v. Pim Bakker.", {"emails": "boek@seeblick.example", "contact": "Pim Bakker"}),  # noqa: E501
        ("en", "Chasers should go to credit@seeblick.example rather than the office.", {"emails": "credit@seeblick.example"}),  # noqa: E501
        ("de", "Alles zu den Rechnungen macht dann Frau Ida Wolf, Tel. 0512 33 44.", {"contact": "Ida Wolf"}),
        ("en", "Sheila retires on Friday. Tom Okafor takes her desk.", {"contact": "Tom Okafor"}),
        ("fr", "La personne qui suivra nos factures est Mme Lia Renard.", {"contact": "Lia Renard"}),
        ("de", "Aus der KG wird die Holzbau Krämer GmbH & Co. KG.", {"name": "Holzbau Krämer GmbH & Co. KG"}),
        ("de", "Ab 1.1. heißt der Betrieb Landtechnik Rita Moser.", {"name": "Landtechnik Rita Moser"}),
        ("en", "Please show us as \"Lakeview School Trust Ltd\" from now on.", {"name": "Lakeview School Trust Ltd"}),
        ("fr", "On a déménagé au 14 rue Basse à Caen (14000).", {"address": "14 rue Basse, 14000 Caen"}),
        ("en", "Our new place is 7 Fore Street in Totnes, TQ9 5DA.", {"address": "7 Fore Street, Totnes, TQ9 5DA"}),
        ("de", "Wir sind jetzt im neuen Haus, Werkstraße 8 in 3100 St. Pölten.", {"address": "Werkstraße 8, 3100 St. Pölten"}),  # noqa: E501
        ("fr", "Mme Petit quitte l'entreprise. Adressez vos courriers à M. Yann Le Goff.", {"contact": "Yann Le Goff"}),
        ("fr", "Facturez désormais la SCI du Moulin Neuf, pas l'EARL.", {"name": "SCI du Moulin Neuf"}),
        ("de", "wir heissen jetzt anders: Bäckerei Sonnleitner OG, sonst alles gleich", {"name": "Bäckerei Sonnleitner OG"}),  # noqa: E501
        ("fr", "Le mail de la compta change : nouvelle.compta@seeblick.example (l'ancien x.compta@seeblick.example ferme).", {"emails": "nouvelle.compta@seeblick.example"}),  # noqa: E501
        ("de", "Die alte Mailadresse gibt es nicht mehr, neue ist eingang@seeblick.example", {"emails": "eingang@seeblick.example"}),  # noqa: E501
        ("de", "Wir firmieren jetzt als Praxis Dr. Uhl & Dr. Petri.", {"name": "Praxis Dr. Uhl & Dr. Petri"}),
    ],
)  # fmt: skip
def test_a_value_is_read_whole_and_nothing_beside_it(language: str, text: str, changes: dict[str, str]) -> None:
    found = facts(context(text, language=language)).master_data
    assert found.value is not None
    assert dict(found.value.changes) == changes


def test_an_account_written_over_and_over_is_no_change() -> None:
    account = "DE02 1203 0000 0000 2020 51 "
    assert facts(context(f"neue Bankverbindung: {account}", language="de")).master_data.value
    assert facts(context(f"neue Bankverbindung: {account * 9}", language="de")).master_data.value is None


def test_the_subject_may_say_what_a_bare_value_is() -> None:
    named = facts(context("seit 1.10. gilt DE136695976", "neue UID", "de")).master_data
    assert named.value and dict(named.value.changes) == {"vat_id": "DE136695976"}
    called = facts(context("es ist nun die Krämer Handels GmbH.", "Umfirmierung", "de")).master_data
    assert called.value and dict(called.value.changes) == {"name": "Krämer Handels GmbH"}


def test_a_notice_is_read_where_only_the_subject_tells_of_a_change() -> None:
    notice = sheet(text="With effect from 1 May our VAT registration number is DE136695976.")
    found = facts(context("See attached, please.", "Change of VAT registration", "en", documents=(notice,))).master_data
    assert found.value and dict(found.value.changes) == {"vat_id": "DE136695976"} and found.strength == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Our account is now GB29 NWBK 6016 1331 9268 19.",
        "Bitte ab sofort an Uferweg 3, 88131 Lindau liefern.",
        "Bitte liefern Sie an Frau Anna Reed, Uferweg 3, 88131 Lindau.",
    ],
)
def test_an_account_is_no_name_and_a_place_of_delivery_no_address(text: str) -> None:
    value = facts(context(text, language="de" if "Bitte" in text else "en")).master_data.value
    assert not value or not {"name", "address", "vat_id"} & set(dict(value.changes))
