"""Payments told beside other matters: what is contested, what comes later, what the quoted letter lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.remittance.telling import tells_when
from nlp.extract.sources import Context, Source
from nlp.facts import read_facts
from nlp.reading import DeductionReason, Remittance
from tests.nlp.extraction_desk import BOOK, codes, context, facts, sheet


def advice(within: Context) -> Remittance:
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    value = read_facts(within, with_pointers(within, invoices, numbers), numbers).remittance.value
    assert value is not None
    return value


def paid(value: Remittance) -> list[tuple[str, Decimal | None]]:
    return [(line.invoice, line.amount) for line in value.lines]


def answering(text: str, quoted: str, *documents: str, language: str) -> Context:
    return replace(context(text, language=language), quoted=Source("body", quoted, quoted=True), answered=documents)


LETTER = "IN-7015  12.01.2026  2.310,40 EUR\nIN-7016  12.01.2026  96,50 EUR"


def test_a_total_alone_says_no_documents_amount_though_our_quoted_letter_lists_it() -> None:
    text = "Gestern beide überwiesen, zusammen 2.406,90."
    told = advice(answering(text, LETTER, "IN-7015", "IN-7016", language="de"))
    assert sorted(paid(told)) == [("IN-7015", None), ("IN-7016", None)]
    assert told.total == Decimal("2406.90")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Gestern überwiesen: IN-7020 abzüglich Ihrer Gutschrift von 45, macht 385,00."),
        ("fr", "Virement d'hier : IN-7020 moins l'avoir de 45, soit 385,00."),
        ("en", "Sent yesterday: IN-7020 less the credit of 45, 385.00."),
        ("en", "Sent yesterday: IN-7020, 430.00, less credit 9001, so 385.00."),
    ],
)
def test_the_one_amount_that_all_others_leave_is_written_by_them(language: str, text: str) -> None:
    told = advice(context(text, language=language))
    assert sorted(paid(told)) == [("IN-7020", Decimal("430.00")), ("IN-9001", Decimal("-45.00"))]
    assert told.total == Decimal("385.00")


@pytest.mark.parametrize(
    ("language", "text", "amounts"),
    [
        ("de", "Gestern überwiesen: IN-7020 abzüglich Gutschrift 9001, 385,00.", [None, None]),
        ("en", "Both went yesterday less your credit of 45, EUR 2,695.40: IN-7015, IN-7020.", [None, None, "-45.00"]),
        ("fr", "Parti hier : IN-7015 et IN-7020 moins votre avoir 9001, 2 695,40 € en tout.", [None, None, None]),
    ],
)
def test_what_two_documents_share_of_a_total_is_no_documents_amount(
    language: str, text: str, amounts: list[str | None]
) -> None:
    found = facts(context(text, language=language)).remittance
    assert found.value is not None
    assert [amount for _, amount in sorted(paid(found.value))] == [None if a is None else Decimal(a) for a in amounts]
    assert "no_amount" not in codes(found.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 ging gestern mit 96,50 raus. Bei IN-7015 sind 40,00 EUR zu viel berechnet."),
        ("fr", "IN-7016 payée hier, 96,50. Sur IN-7015 vous comptez 40,00 EUR de trop."),
        ("en", "We paid IN-7016 yesterday, 96.50. On IN-7015 you overcharged us by 40.00 EUR."),
    ],
)
def test_a_sentence_that_contests_another_document_is_no_part_of_the_payment(language: str, text: str) -> None:
    told = advice(context(text, language=language))
    assert paid(told) == [("IN-7016", Decimal("96.50"))]
    assert (told.total, told.currency) == (Decimal("96.50"), None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7020 gestern mit 418,00 bezahlt. Die Bank hat 12,00 einbehalten, nicht wundern."),
        ("fr", "IN-7020 virée hier, 418,00. La banque a pris 12,00 de frais, ne les cherchez pas."),
        ("en", "IN-7020 paid yesterday, 418.00. The bank charged 12.00, so don't look for it."),
    ],
)
def test_what_the_bank_kept_explains_the_payment_though_something_is_denied(language: str, text: str) -> None:
    (line,) = advice(context(text, language=language)).lines
    assert (line.amount, line.deduction, line.reason) == (
        Decimal("430.00"), Decimal("12.00"), DeductionReason.BANK_CHARGE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 ist gestern raus. IN-7020 überweisen wir am 22."),
        ("fr", "IN-7016 est partie hier. IN-7020, je la règle le 22."),
        ("en", "IN-7016 went yesterday. IN-7020 we will pay on the 22nd."),
    ],
)
def test_a_document_that_is_paid_on_a_day_to_come_is_none_of_todays_payment(language: str, text: str) -> None:
    told = advice(context(text, language=language))
    assert ([line.invoice for line in told.lines], told.payment_date) == (["IN-7016"], date(2026, 4, 6))


@pytest.mark.parametrize("text", ["Parti hier : les deux de janvier.", "Yesterday we paid the two January ones."])
def test_a_months_documents_are_meant_by_how_many_there_are(text: str) -> None:
    book = [d for d in BOOK.documents_of("B1") if d.number in ("IN-7015", "IN-7016")]
    within = context(text)
    within = replace(within, book=type(BOOK)(customers=[], documents=book, orders=[], articles=[], number_patterns=[]))
    assert sorted(line.invoice for line in advice(within).lines) == ["IN-7015", "IN-7016"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Invoice IN-7016 was settled today. Payment document 1500044120.", "1500044120"),
        ("Payment notification 1500044121: IN-7016 96.50 EUR", "1500044121"),
        ("Zahlungsmitteilung 88-2041: IN-7016, 96,50 EUR", "88-2041"),
    ],
)
def test_a_number_that_is_called_a_payments_is_no_unknown_invoice(text: str, number: str) -> None:
    assert advice(context(text)).reference == number


def test_an_amount_below_a_heading_for_payments_is_not_their_number() -> None:
    document = sheet(("Ihr Beleg", "Brutto", "Kürzung", "Zahlung"), ("IN-7020", "430", "10.5", "419.5"))
    assert advice(context("Anbei das Avis.", language="de", documents=(document,))).reference is None


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("de", "IN-7020 mit 2 % Skonto = 421,40 und IN-7016 ohne Abzug, beide gestern.", "8.60"),
        ("fr", "Payées hier : IN-7020 escompte 2 % déduit, 421,40, et IN-7016 sans retenue.", "8.60"),
        ("en", "Paid yesterday: IN-7020 less 2% discount, 421.40, and IN-7016 without any.", "8.60"),
    ],
)
def test_of_two_documents_the_one_with_a_named_discount_is_paid_short(language: str, text: str, kept: str) -> None:
    told = advice(context(text, language=language))
    by_number = {line.invoice: line for line in told.lines}
    assert (by_number["IN-7020"].amount, by_number["IN-7020"].deduction) == (Decimal("430.00"), Decimal(kept))
    assert by_number["IN-7016"].deduction is None


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("de", "IN-7020 gestern mit 415,00 bezahlt, 15,00 Abzug wegen verbogener Stange.", DeductionReason.DISPUTE),
        ("fr", "IN-7020 payée hier, 415,00 ; 15,00 gardés pour le couvercle tordu.", DeductionReason.DISPUTE),
        ("en", "IN-7020 paid yesterday, 415.00, with 15.00 kept for the bent rail.", DeductionReason.DISPUTE),
        ("de", "IN-7020 gestern mit 415,00 bezahlt, 15,00 Abzug für Anfahrt wie vereinbart.", DeductionReason.OTHER),
        ("fr", "IN-7020 payée hier, 415,00 ; 15,00 gardés pour le trajet, convenu avec vous.", DeductionReason.OTHER),
        ("en", "IN-7020 paid yesterday, 415.00, 15.00 kept for the trip as agreed.", DeductionReason.OTHER),
    ],
)  # fmt: skip
def test_what_is_kept_for_something_is_contested_unless_it_was_agreed(
    language: str, text: str, reason: DeductionReason
) -> None:
    (line,) = advice(context(text, language=language)).lines
    assert (line.deduction, line.reason) == (Decimal("15.00"), reason)


def test_a_payment_and_what_was_kept_of_it_mean_the_document_that_they_come_to() -> None:
    text = "Our bank sent you 2,298.40 on 2 April, the other 12.00 were its charges."
    (line,) = advice(context(text, language="en")).lines
    assert (line.invoice, line.deduction, line.reason) == ("IN-7015", Decimal("12.00"), DeductionReason.BANK_CHARGE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Je viens de faire le virement pour IN-7016."),
        ("fr", "Ordre passé tout à l'heure pour IN-7016."),
        ("de", "Vor zehn Minuten habe ich IN-7016 überwiesen."),
        ("en", "A couple of minutes ago I sent you the money for IN-7016."),
    ],
)
def test_what_has_just_happened_happened_today(language: str, text: str) -> None:
    assert advice(context(text, language=language)).payment_date == date(2026, 4, 7)


def test_a_cheque_is_known_by_the_number_behind_it() -> None:
    assert advice(context("Cheque 200417 for 96.50 posted today for IN-7016.", language="en")).reference == "200417"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 mit 96,50 gestern überwiesen. Können Sie mir IN-7020 noch einmal schicken?"),
        ("fr", "IN-7016 réglée hier, 96,50. Pouvez-vous me renvoyer IN-7020 ?"),
        ("en", "1. IN-7016 was paid yesterday, 96.50.\n2. I need a copy of IN-7020."),
    ],
)
def test_a_document_that_somebody_asks_for_is_not_paid(language: str, text: str) -> None:
    assert paid(advice(context(text, language=language))) == [("IN-7016", Decimal("96.50"))]


@pytest.mark.parametrize("text", ["IN-7016 96,50\nIN-7020 430,00\nÜberwiesen gestern: 520,00 EUR"])
def test_a_total_that_does_not_add_up_is_read_and_named(text: str) -> None:
    within = context(text, language="de")
    told = advice(within)
    assert told.total == Decimal("520.00")
    found = read_facts(within, find_references(within), ()).remittance
    assert "total_mismatch" in {problem.code for problem in found.problems}


def test_the_last_row_of_a_file_may_hold_its_total_behind_other_separators() -> None:
    rows = (("Doc", "Gross", "Net"), ("IN-7016", "96.50", "96.50"), ("IN-7020", "430.00", "430.00"))
    text = "\n".join(";".join(row) for row in rows) + "\nTotal,,526.50 EUR"
    document = sheet(*rows, text=text)
    assert advice(context("Attached.", language="en", documents=(document,))).total == Decimal("526.50")


@pytest.mark.parametrize(
    ("heading", "note"),
    [
        ("Abzug", "Abzug IN-7020: Fehlmenge"),
        ("Retenue", "Retenue 25,00 : deux seaux tachés"),
        ("Deducted", "Deducted IN-7020: short by two"),
    ],
)
def test_a_note_below_a_list_says_what_was_kept_back_for(heading: str, note: str) -> None:
    rows = (("Invoice", "Amount", heading, "Paid"), ("IN-7020", "430.00", "25.00", "405.00"))
    document = sheet(*rows, text="\n".join("  ".join(row) for row in rows) + f"\n{note}")
    (line,) = advice(context("", documents=(document,))).lines
    assert (line.deduction, line.reason) == (Decimal("25.00"), DeductionReason.DISPUTE)


def test_a_column_of_document_days_is_not_the_day_of_the_payment() -> None:
    rows = (
        ("No facture", "Date facture", "Montant", "Date du dépôt"),
        ("IN-7020", "2026-03-12", "430,00", "2026-04-07"),
    )
    document = sheet(*rows)
    assert advice(context("Ci-joint.", language="fr", documents=(document,))).payment_date == date(2026, 4, 7)


@pytest.mark.parametrize("written", ["HS 0192", "hs-0192", "HS/0192"])
def test_the_customers_own_number_is_found_between_other_words(written: str) -> None:
    assert paid(advice(context(f"Réglé hier, il solde {written} et rien de plus.", language="fr"))) == [
        ("IN-7015", None)
    ]


def test_an_attachment_in_another_language_than_its_mail_is_read_in_its_own() -> None:
    rows = (("Rechnung", "Brutto", "Abzug", "Netto"), ("IN-7020", "430,00", "25,00", "405,00"))
    text = "\n".join("  ".join(row) for row in rows)
    document = sheet(*rows, text=f"Valuta: 07.04.2026\n{text}\nAbzug IN-7020: Fehlmenge laut Wareneingang")
    told = advice(context("Please see the attached.", language="en", documents=(document,)))
    assert told.payment_date == date(2026, 4, 7)
    assert told.lines[0].reason is DeductionReason.DISPUTE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016 am 2. April beglichen. Die nächste, IN-7020, ist für den 20. eingeplant."),
        ("fr", "IN-7016 soldée le 2 avril. La suivante, IN-7020, est au planning du 20."),
        ("en", "IN-7016 was settled on 2 April. The next one, IN-7020, is scheduled for the 20th."),
    ],
)
def test_what_is_only_planned_is_not_paid(language: str, text: str) -> None:
    told = advice(context(text, language=language))
    assert ([line.invoice for line in told.lines], told.payment_date) == (["IN-7016"], date(2026, 4, 2))


def test_a_question_goes_on_in_the_brackets_behind_it() -> None:
    text = "IN-7016 payée hier, 96,50. Pouvez-vous me renvoyer celle de mars ? (430,00)"
    assert paid(advice(context(text, language="fr"))) == [("IN-7016", Decimal("96.50"))]


@pytest.mark.parametrize("text", ["IN-7016 EUR 96,50\nGS 9001 EUR -45,00\nSumme EUR 51,50, gestern überwiesen"])
def test_a_currency_may_stand_before_its_amount_and_behind_a_number(text: str) -> None:
    assert sorted(paid(advice(context(text, language="de")))) == [
        ("IN-7016", Decimal("96.50")),
        ("IN-9001", Decimal("-45.00")),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IN-7016 (96,50) ging am 2. April raus.", True),
        ("IN-7016 (96,50) ging am 2. April nicht raus.", False),
        ("Ging IN-7016 (96,50) am 2. April bei Ihnen ein?", False),
        ("Wenn IN-7016 (96,50) am 2. April rausging, ist alles gut.", False),
    ],
)
def test_a_past_day_in_a_plain_sentence_tells_of_a_payment(text: str, told: bool) -> None:
    within = context(text, language="de")
    found = read_facts(within, find_references(within), ()).remittance
    assert tells_when(within, found) is told
