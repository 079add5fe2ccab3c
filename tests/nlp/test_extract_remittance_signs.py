"""References as banks print them, deductions that say why in their own cell, and days that a column says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.notation import amounts
from nlp.reading import DeductionReason, Remittance
from tests.nlp.extraction_desk import context, facts, sheet


def advice(text: str, language: str = "en", subject: str = "") -> Remittance:
    found = facts(context(text, subject=subject, language=language)).remittance.value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("en", "We sent 96.50 EUR for IN-7016 this morning, ref HARBOUR CAFE, hope it lands.", "HARBOUR CAFE"),
        (
            "de",
            "IN-7016 haben wir heute überwiesen, Verwendungszweck MAIER BAU 12/04, bitte prüfen.",
            "MAIER BAU 12/04",
        ),
        ("de", "Heute 96,50 für IN-7016 raus, Zweck KFZ HUBER.", "KFZ HUBER"),
        ("fr", "IN-7016 virée ce matin, référence DUPIN TOITURE, merci de vérifier.", "DUPIN TOITURE"),
        ("fr", "IN-7016 virée ce matin avec la communication +++031/2044/10188+++ merci.", "+++031/2044/10188+++"),
    ],
)
def test_what_a_bank_prints_is_the_reference(language: str, text: str, reference: str) -> None:
    assert advice(text, language).reference == reference


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "HELLO. IN-7016 WAS PAID THIS MORNING, REF PLEASE SEE YOUR BANK."),
        ("de", "IN-7016 haben wir heute überwiesen. Die Referenz ist mir gerade nicht bekannt."),
        ("fr", "IN-7016 virée ce matin, référence à venir."),
    ],
)
def test_words_that_are_no_capitals_among_others_are_no_reference(language: str, text: str) -> None:
    assert advice(text, language).reference is None


@pytest.mark.parametrize("kept", ["-15.40 torn sacks", "15.40 torn sacks", "torn sacks 15.40"])
def test_a_cell_with_what_was_kept_back_and_why_is_read(kept: str) -> None:
    rows = (
        ("Doc", "Gross", "Cr/adj", "Net"),
        ("IN-7016", "96.50", kept, "81.10"),
        ("IN-7020", "430.00", "0.00", "430.00"),
    )
    found = facts(context("Advice attached.", language="en", documents=(sheet(*rows),))).remittance.value
    assert found is not None
    assert [(line.amount, line.deduction) for line in found.lines] == [
        (Decimal("96.50"), Decimal("15.40")),
        (Decimal("430.00"), None),
    ]


def test_the_day_that_every_row_says_is_the_payments() -> None:
    rows = (("Stuk", "Bedrag", "Geboekt op"), ("IN-7016", "96.50", "02-04-2026"), ("IN-7020", "430.00", "02-04-2026"))
    found = facts(context("Bijgaand.", language="", documents=(sheet(*rows),))).remittance.value
    assert found is not None
    assert found.payment_date == date(2026, 4, 2)


def test_the_day_of_the_documents_is_none_of_a_payment() -> None:
    rows = (("Stuk", "Bedrag", "Van"), ("IN-7016", "96.50", "11-02-2026"), ("IN-7020", "430.00", "11-02-2026"))
    found = facts(context("Bijgaand.", language="", documents=(sheet(*rows),))).remittance.value
    assert found is not None
    assert found.payment_date is None


def test_a_day_without_its_year_is_no_reference() -> None:
    rows = (("Factuur", "Bedrag"), ("IN-7016", "96.50"), ("IN-7020", "430.00"))
    said = context("Zie bijlage.", subject="Betaalspecificatie 02-04", language="", documents=(sheet(*rows),))
    found = facts(said).remittance.value
    assert found is not None
    assert found.reference is None


def test_a_bank_that_kept_its_fee_is_a_bank_charge_in_other_languages() -> None:
    text = "Idag har vi betalat 96,50 EUR för IN-7016 minus vår banks avgift på 6,50 EUR, alltså 90,00 EUR."
    assert advice(text, "").lines[0].reason is DeductionReason.BANK_CHARGE


def test_money_in_words_of_whole_numbers_is_the_documents_currency() -> None:
    assert advice("bank transfer done last night, 430 quid for IN-7020", "en").currency == "EUR"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("186 euros 75. Merci", "186.75"),
        ("for the 344 euro 40", "344.40"),
        ("50 euros 12 pièces", "50"),
        ("9 € 50", "9.50"),
    ],
)
def test_cents_behind_the_currency_are_part_of_the_amount(text: str, value: str) -> None:
    assert amounts(text)[0].value == Decimal(value)


def reason_of_row(rows: tuple[tuple[str, ...], ...], text: str = "", language: str = "en") -> DeductionReason | None:
    found = facts(context("", language=language, documents=(sheet(*rows, text=text),))).remittance.value
    assert found is not None
    return next(line.reason for line in found.lines if line.deduction)


def test_a_credit_note_with_a_row_of_its_own_explains_no_other_rows_deduction() -> None:
    rows = (
        ("Rechnung", "Brutto", "Abzug", "Grund", "Zahlbetrag"),
        ("IN-7020", "430,00", "30,00", "Transportschaden 1 Sack", "400,00"),
        ("IN-9001", "-45,00", "0,00", "Gutschrift", "-45,00"),
    )
    assert reason_of_row(rows, language="de") is DeductionReason.DISPUTE


def test_a_heading_alone_contests_nothing() -> None:
    rows = (("Invoice", "Gross", "Deduction", "Net"), ("IN-7020", "430.00", "30.00", "400.00"))
    assert reason_of_row(rows) is DeductionReason.OTHER


def test_a_note_says_what_a_retention_is_for() -> None:
    rows = (("Order", "Invoice", "Total", "Retention", "Transferred"), ("T-9", "IN-7020", "430.00", "30.00", "400.00"))
    text = "\n".join("  ".join(row) for row in rows) + "\n\nRetention until the missing drums are found"
    assert reason_of_row(rows, text) is DeductionReason.DISPUTE


@pytest.mark.parametrize(
    "text",
    [
        "Vandaag betaald: 400,00 EUR voor IN-7020 (430,00 min 30,00 voor de kapotte flessen, zoals afgesproken).",
        "Oggi pagati 400,00 EUR per IN-7020 (430,00 meno 30,00 per le bottiglie rotte, come concordato con voi).",
    ],
)
def test_what_was_agreed_upon_is_contested_no_more_in_other_languages(text: str) -> None:
    found = advice(text, "")
    assert [line.reason for line in found.lines] == [DeductionReason.OTHER]


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("fr", "Virement fait ce matin pour IN-7016, communication « Seeblick avril ».", "Seeblick avril"),
        ("de", 'IN-7016 heute überwiesen, Verwendungszweck "Rolf Mai Vorschuss".', "Rolf Mai Vorschuss"),
        ("fr", "Dépôt effectué le 3 avril 2026 pour IN-7016, no DX-40917.", "DX-40917"),
        ("fr", "Les 96,50 € de IN-7016 sont partis le 2 avril, virement LBP 771-0210.", "LBP 771-0210"),
    ],
)
def test_what_the_transfer_says_and_what_a_bank_numbers_is_the_reference(
    language: str, text: str, reference: str
) -> None:
    assert advice(text, language).reference == reference


def test_a_number_of_the_subject_has_the_letters_that_the_mail_gives_it() -> None:
    text = "Unter AO 2026/3371 haben wir 96,50 für IN-7016 angewiesen."
    found = advice(text, "de", "Anordnung 2026/3371")
    assert found.reference == advice(text, "de", "Zahlungsanweisung 2026/3371").reference == "AO 2026/3371"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "Die 96,50 der IN-7016 habe ich am 26. Januar unter Abzug bezahlt.", date(2026, 1, 26)),
        ("en", "I've just sent you 96.50 for IN-7016, you should have it Thursday.", date(2026, 4, 7)),
        ("", "Informujemy, że w dniu dzisiejszym przelaliśmy 96,50 EUR za fakturę IN-7016.", date(2026, 4, 7)),
    ],
)
def test_the_day_is_that_on_which_the_money_went(language: str, text: str, day: date) -> None:
    assert advice(text, language).payment_date == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 haben wir am Donnerstag überwiesen. Wegen der 7020 (430,00) muss ich erst mit dem Hof reden."),
        ("en", "IN-7016 was paid on Thursday. About 7020 (430.00) I need to speak to the yard."),
        ("fr", "IN-7016 a été virée jeudi. Pour la 7020 (430,00) je dois d'abord en parler au dépôt."),
    ],
)
def test_what_has_to_be_talked_about_first_is_not_paid(language: str, text: str) -> None:
    assert [line.invoice for line in advice(text, language).lines] == ["IN-7016"]


def test_words_in_the_column_for_the_reason_are_a_complaint_where_they_have_no_name() -> None:
    rows = (
        ("Rechnung", "Brutto", "Kürzung", "Grund", "Auszahlung"),
        ("IN-7020", "430,00", "30,00", "andere Sorte gekommen", "400,00"),
    )
    assert reason_of_row(rows, language="de") is DeductionReason.DISPUTE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hi, just did the transfer for IN-7020."),
        ("de", "IN-7020 hab ich grade eben per Echtzeitüberweisung rausgelassen."),
    ],
)
def test_what_went_this_minute_went_today(language: str, text: str) -> None:
    assert advice(text, language).payment_date == date(2026, 4, 7)
