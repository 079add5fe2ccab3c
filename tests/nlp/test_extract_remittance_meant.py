"""Payments that say little: a credit note without its number, a bare amount, a month, the end of an order's number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.remittance.reader import read_remittance
from nlp.extract.sources import Context
from nlp.notation import amounts
from nlp.opened import Paper
from nlp.reading import DeductionReason, Remittance, RemittanceLine
from tests.nlp.extraction_desk import CUSTOMER, context, invoice, sheet

MARCH = replace(invoice("IN-7101", "512.00", po="WERK 2026-061"), issue_date=date(2026, 3, 3))
ALSO_MARCH = replace(invoice("IN-7102", "77.25", po="ARD-551"), issue_date=date(2026, 3, 17))
FEBRUARY = replace(invoice("IN-7103", "512.00"), issue_date=date(2026, 2, 9))


def desk(text: str, language: str, *more: DocumentEntry) -> Context:
    within: Context = context(text, language=language)
    book = Snapshot(customers=[CUSTOMER], documents=list(more), number_patterns=[r"IN-\d{4}"])
    return replace(within, book=book) if more else within


def told(text: str, language: str, *more: DocumentEntry) -> Remittance:
    within = desk(text, language, *more)
    invoices = find_references(within)
    invoices = with_pointers(within, invoices, find_order_numbers(within, invoices))
    value = read_remittance(within, invoices).value
    assert value is not None, text
    return value


def doubts(text: str, *more: DocumentEntry) -> set[str]:
    within = desk(text, "en", *more)
    invoices = find_references(within)
    found = read_remittance(within, with_pointers(within, invoices, find_order_numbers(within, invoices)))
    return {problem.code for problem in found.problems}


def numbers(value: Remittance) -> list[str]:
    return [line.invoice for line in value.lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "EUR 385.00 sent today for IN-7020 less the credit note."),
        ("fr", "IN-7020 réglée ce jour, 385,00 €. Nous avons repris votre avoir."),
        ("de", "Heute 385,00 EUR überwiesen: IN-7020 abzüglich der Gutschrift."),
        ("en", "Your reminder leaves our credit note out. Paid yesterday: 385.00 for IN-7020."),
        ("fr", "Virement de ce jour, 385,00 €, avoir déduit."),
        ("de", "385,00 heute raus, Gutschrift ist verrechnet"),
    ],
)
def test_a_credit_note_without_its_number_is_what_the_sum_lacks(language: str, text: str) -> None:
    value = told(text, language)
    assert sorted(value.lines, key=lambda line: line.invoice) == [
        RemittanceLine("IN-7020", None),
        RemittanceLine("IN-9001", None),
    ]
    assert value.total == Decimal("385.00")


@pytest.mark.parametrize(
    "text",
    [
        "IN-7020 paid today. We still await your credit note for the mop.",
        "IN-7020 paid today, net of your credit note.",
    ],
)
def test_a_credit_note_without_number_and_amount_is_no_line(text: str) -> None:
    assert numbers(told(text, "en")) == ["IN-7020"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "heute 300 überwiesen auf die IN-7020"),
        ("de", "von der IN-7020 hab ich heut 300 überwiesen"),
        ("fr", "IN-7020 : versé 300 ce matin"),
        ("en", "paid 300 off IN-7020 today"),
        ("en", "300 went this morning for IN-7020"),
    ],
)
def test_a_bare_number_beside_the_word_for_paying_is_what_was_paid(language: str, text: str) -> None:
    value = told(text, language)
    assert value.total == Decimal("300")
    assert value.lines == (RemittanceLine("IN-7020", Decimal("300")),)


@pytest.mark.parametrize(
    "text", ["IN-7020 paid. 24 boxes sent back today.", "IN-7020 is paid today, posted 60 gloves back to you"]
)
def test_a_number_that_counts_things_is_no_money(text: str) -> None:
    assert told(text, "en").total is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The March ones went this morning."),
        ("fr", "Les factures de mars sont parties ce matin."),
        ("de", "Die Märzrechnungen sind heute raus."),
        ("fr", "celles de mars payées hier"),
    ],
)
def test_several_of_a_month_are_all_of_it(language: str, text: str) -> None:
    assert numbers(told(text, language, MARCH, ALSO_MARCH, FEBRUARY)) == ["IN-7101", "IN-7102"]


def test_a_day_of_a_month_counts_no_documents() -> None:
    assert numbers(told("La facture du 3 mars est réglée.", "fr", MARCH, ALSO_MARCH, FEBRUARY)) == ["IN-7101"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Viré ce jour 512,00 € : c'est pour celle de février, pas celle de mars qui attend encore."),
        ("en", "512.00 sent today, that is the February one."),
        ("de", "512,00 heute überwiesen, das ist die aus Februar"),
    ],
)
def test_of_equal_amounts_the_month_tells_which(language: str, text: str) -> None:
    assert numbers(told(text, language, MARCH, ALSO_MARCH, FEBRUARY)) == ["IN-7103"]


@pytest.mark.parametrize("text", ["Bon 2026-061 réglé hier.", "Réglé hier : WERK/2026/061"])
def test_the_end_of_an_orders_number_means_its_document(text: str) -> None:
    assert numbers(told(text, "fr", MARCH, ALSO_MARCH, FEBRUARY)) == ["IN-7101"]


def test_the_last_digits_of_an_order_mean_its_document() -> None:
    assert numbers(told("paid yesterday: 551", "en", MARCH, ALSO_MARCH, FEBRUARY)) == ["IN-7102"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Versé hier 368,00 € sur IN-7020, soit les 430,00 moins 62 € pour les seaux jamais arrivés."),
        ("de", "368,00 gestern für IN-7020, also 430,00 weniger 62 für die Eimer, die nie kamen."),
        ("en", "Paid 368.00 yesterday on IN-7020, i.e. 430.00 minus 62 for the buckets that never came."),
    ],
)
def test_what_was_kept_back_may_stand_in_a_denied_piece(language: str, text: str) -> None:
    line = RemittanceLine("IN-7020", Decimal("430.00"), Decimal("62"), DeductionReason.DISPUTE)
    assert told(text, language).lines == (line,)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("fr", "415,00 € virés hier pour IN-7020. La banque nous prend 15 € de frais.", DeductionReason.BANK_CHARGE),
        ("de", "361,34 heute für IN-7020, die 68,66 Umsatzsteuer haben wir einbehalten.", DeductionReason.DISPUTE),
        ("en", "361.34 sent today for IN-7020, VAT of 68.66 withheld.", DeductionReason.DISPUTE),
        (
            "",
            "Gisteren 400,00 overgemaakt voor IN-7020, 30 euro ingehouden: drie dozen kapot.",
            DeductionReason.DISPUTE,
        ),
    ],
)
def test_why_less_was_paid(language: str, text: str, reason: DeductionReason) -> None:
    line = told(text, language).lines[0]
    assert (line.amount, line.reason) == (Decimal("430.00"), reason)


def test_a_number_with_the_day_of_the_payment_is_its_reference() -> None:
    assert told("IN-7020 : mandat 4471 du 2 avril.", "fr").reference == "4471"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les deux à 512,00 sont parties ce matin."),
        ("de", "Beide zu 512,00 sind heute raus."),
        ("en", "Both at 512.00 went this morning."),
    ],
)
def test_so_many_of_one_amount_are_all_of_them(language: str, text: str) -> None:
    lines = told(text, language, MARCH, ALSO_MARCH, FEBRUARY).lines
    assert sorted((line.invoice, line.amount) for line in lines) == [
        ("IN-7101", Decimal("512.00")),
        ("IN-7103", Decimal("512.00")),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "IN-7020 virée ce matin moins 36,80 pour la brosse cassée."),
        ("de", "IN-7020 heute überwiesen, abzüglich 36,80 für die kaputte Bürste."),
        ("en", "IN-7020 paid today less 36.80 for the broken brush."),
    ],
)
def test_what_was_kept_back_may_be_all_that_is_written(language: str, text: str) -> None:
    value = told(text, language)
    line = RemittanceLine("IN-7020", Decimal("430.00"), Decimal("36.80"), DeductionReason.DISPUTE)
    assert (value.lines, value.total) == ((line,), None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "heute überwiesen: 96,50 und 410 statt 430, ein Eimer war offen"),
        ("fr", "virés ce jour : 96,50 et 410 au lieu de 430, un seau était ouvert"),
        ("en", "sent today: 96.50 and 410 instead of 430, one bucket was open"),
    ],
)
def test_less_instead_of_what_is_open_was_kept_back(language: str, text: str) -> None:
    assert told(text, language).lines == (
        RemittanceLine("IN-7016", Decimal("96.50")),
        RemittanceLine("IN-7020", Decimal("430.00"), Decimal("20.00"), DeductionReason.DISPUTE),
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "385 sent today, IN-7020 430 less the 45 you credited"),
        ("fr", "385,00 € virés hier : IN-7020 430,00 moins 45,00 repris par vous"),
    ],
)
def test_what_was_kept_back_is_the_credit_note_that_comes_to_it(language: str, text: str) -> None:
    lines = told(text, language).lines
    assert lines == (RemittanceLine("IN-7020", Decimal("430")), RemittanceLine("IN-9001", Decimal("-45.00")))


def test_a_credit_note_that_the_sum_alone_shows_is_looked_at_by_a_person() -> None:
    assert "meant_credit_note" in doubts("IN-7020 paid today, EUR 385.00, credit note taken.")
    assert "meant_credit_note" not in doubts("IN-7020 paid today, EUR 385.00, less credit IN-9001.")
    assert "meant_credit_note" not in doubts("IN-7020 paid today, EUR 385.00, less your credit of 45.00.")


def test_a_month_of_several_documents_says_which_of_them_to_nobody() -> None:
    assert "unclear_month" in doubts("February and March paid today.", MARCH, ALSO_MARCH, FEBRUARY)
    assert "unclear_month" not in doubts("The March ones were paid today.", MARCH, ALSO_MARCH, FEBRUARY)
    assert "unclear_month" not in doubts("February paid today.", MARCH, ALSO_MARCH, FEBRUARY)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("IN-7020 réglée : mandat 2291, bordereau 84, le 2 avril.", "2291"),
        ("IN-7020 payée hier, libellé IN7020.", None),
        ("IN-7020 payée hier, communication 7020", None),
        ("IN-7020 payée hier, virement 430", None),
    ],
)
def test_a_reference_is_the_payments_own_number(text: str, reference: str | None) -> None:
    assert told(text, "fr").reference == reference


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("de", "IN-7015 heute raus, Verwendungszweck HS/0192.", "HS/0192"),
        ("fr", "IN-7015 virée ce jour, libellé « HS/0192 »", "HS/0192"),
        ("", "Ayer pagada la IN-7015. Concepto: HS/0192", "HS/0192"),
        ("de", "IN-7015 heute raus, Verwendungszweck HS/0192 abz. Gutschrift", None),
        ("de", "Bestellung HS/0192, also IN-7015, ist heute raus.", None),
        ("de", "Zahlungsanweisung Nr. 1883 vom 2.4.2026: IN-7015", "1883"),
    ],
)
def test_an_order_is_a_reference_only_as_what_the_transfer_says(
    language: str, text: str, reference: str | None
) -> None:
    assert told(text, language).reference == reference


def test_an_order_of_the_usual_form_in_the_subject_is_no_payment() -> None:
    within = context("IN-7015 paid yesterday.", subject="HS/0311", language="en")
    value = read_remittance(within, find_references(within)).value
    assert value is not None and value.reference is None


def test_tax_withheld_for_the_state_is_no_complaint() -> None:
    line = told("IN-7020 paid today: 430.00 less 86.00 withholding tax, 344.00.", "en").lines[0]
    assert (line.deduction, line.reason) == (Decimal("86.00"), DeductionReason.OTHER)


def listed(*rows: tuple[str, ...], text: str = "", language: str = "en") -> Remittance:
    shown = "\n".join("  ".join(row) for row in rows) + ("\n" + text if text else "")
    within = context(language=language, documents=(sheet(*rows, text=shown),))
    value = read_remittance(within, find_references(within)).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Adj 7020: short delivery, 6 of 20 buckets", DeductionReason.DISPUTE),
        ("Adj 7020 wrong size sent", DeductionReason.DISPUTE),
        ("Adj per credit IN-9001", DeductionReason.CREDIT_NOTE),
        ("Adj 7020: bonus first half", DeductionReason.OTHER),
    ],
)
def test_a_note_below_the_list_says_why(note: str, reason: DeductionReason) -> None:
    rows = (("Invoice", "Gross", "Adj", "Net"), ("IN-7016", "96.50", "0.00", "96.50"), ("IN-7020", "430.00", "-43.00", "387.00"))  # fmt: skip  # noqa: E501
    assert listed(*rows, text=note).lines[1].reason is reason


def test_rows_may_name_the_orders_and_whole_amounts() -> None:
    rows = (("Our contract", "Sum"), ("HS/0192", "2310.40"), ("IN-7020", "430"), ("Total", "2740.40"))
    assert listed(*rows).lines == (
        RemittanceLine("IN-7015", Decimal("2310.40")),
        RemittanceLine("IN-7020", Decimal("430")),
    )


def test_each_line_of_a_mail_may_be_a_payment_of_its_own() -> None:
    text = (
        "7016: paid yesterday, 96.50\n7020: less credit 9001, so 385.00, yesterday too\n7015: we wait for the engineer"
    )
    value = told(text, "en")
    assert value.lines == (
        RemittanceLine("IN-7016", Decimal("96.50")),
        RemittanceLine("IN-7020", Decimal("430.00")),
        RemittanceLine("IN-9001", Decimal("-45.00")),
    )


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Mandat collectif n° 26-3381 du 2 avril : IN-7020", "26-3381"),
        ("Relevé de virements BL-4410 du 02/04/2026 : IN-7020", "BL-4410"),
        ("IN-7020, dépôt direct 55120, fait le 2 avril", "55120"),
    ],
)
def test_what_a_paper_of_a_payment_calls_itself_leads_its_number(text: str, reference: str) -> None:
    assert told(text, "fr").reference == reference


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Habe soeben 1.101,25 überwiesen, damit ist alles beglichen."),
        ("fr", "Je viens de virer 1 101,25 € en une fois."),
        ("en", "1,101.25 sent this morning, that should be us straight."),
        ("de", "alle drei heute bezahlt lg"),
        ("fr", "les trois sont payées ce matin"),
        ("en", "all three paid this morning"),
    ],
)
def test_all_that_is_open_is_meant_by_its_sum_or_its_count(language: str, text: str) -> None:
    assert sorted(numbers(told(text, language, MARCH, ALSO_MARCH, FEBRUARY))) == ["IN-7101", "IN-7102", "IN-7103"]


@pytest.mark.parametrize("text", ["All three were wrong.", "You ask for 1,101.25 and I owe nothing."])
def test_a_sum_that_nobody_paid_means_no_documents(text: str) -> None:
    within = desk(text, "en", MARCH, ALSO_MARCH, FEBRUARY)
    assert read_remittance(within, find_references(within)).value is None


def test_two_months_joined_are_all_their_documents_and_a_doubt() -> None:
    text = "February and March paid today."
    assert sorted(numbers(told(text, "en", MARCH, ALSO_MARCH, FEBRUARY))) == ["IN-7101", "IN-7102", "IN-7103"]


@pytest.mark.parametrize(
    ("language", "text", "kept", "reason"),
    [
        ("de", "Heute IN-7020 unter Abzug von 3% Skonto (12,90) angewiesen.", "12.90", DeductionReason.DISCOUNT),
        (
            "en",
            "IN-7016 paid today at 96.50 and IN-7020 at 390.00 (EUR 40 missing, two buckets were empty)",
            "40",
            DeductionReason.DISPUTE,
        ),
    ],
)
def test_the_invoices_own_amount_stands_before_what_was_kept_back(
    language: str, text: str, kept: str, reason: DeductionReason
) -> None:
    line = next(line for line in told(text, language).lines if line.invoice == "IN-7020")
    assert line == RemittanceLine("IN-7020", Decimal("430.00"), Decimal(kept), reason)


def test_a_small_whole_number_joined_to_money_is_money() -> None:
    small = replace(invoice("IN-7104", "96.00"), issue_date=date(2026, 3, 20))
    value = told("paye hier 77.25 + 96 en especes", "fr", MARCH, ALSO_MARCH, small)
    assert [(line.invoice, line.amount) for line in value.lines] == [
        ("IN-7102", Decimal("77.25")),
        ("IN-7104", Decimal("96")),
    ]


def test_a_number_may_stand_right_behind_its_sign() -> None:
    assert told("IN-7020 mandatée le 2 avril, mandat n°1187.", "fr").reference == "1187"


def test_a_day_with_a_dot_of_its_own_is_no_money() -> None:
    assert [a.value for a in amounts("valeur 05.10., 44,50 payés")] == [Decimal("44.50")]


def test_a_list_of_invoices_below_the_title_of_an_advice_is_one() -> None:
    rows = (("Invoice", "Gross", "Net"), ("IN-7020", "430.00", "430.00"))
    text = "ELECTRONIC FUNDS TRANSFER\n" + "\n".join("  ".join(row) for row in rows)
    for title, expected in (("", True), (text, False)):
        paper = replace(sheet(*rows, text=title), paper=Paper.INVOICE)
        within = context("See attached.", language="en", documents=(paper,))
        codes = {problem.code for problem in read_remittance(within, find_references(within)).problems}
        assert ("not_an_advice" in codes) is expected


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("en", "IN-7020 was paid by card today, they gave me 55018 as auth code.", "55018"),
        ("fr", "IN-7020 payée hier, VIR PV-2026-7802.", "PV-2026-7802"),
        ("de", "IN-7020 wurde gestern unter Beleg Z-10448 überwiesen.", "Z-10448"),
        ("fr", "IN-7020 réglée hier, communication ***811/0042/17702***", "***811/0042/17702***"),
        ("", "Wczoraj przelew za IN-7020. Nr operacji 2611130447", "2611130447"),
        ("en", "IN-7020 was paid today by 1500 in cash.", None),
        ("en", "IN-7020 was not paid, your BX-99120 is wrong.", None),
        ("de", "IN-7020 gestern bezahlt, Tel. 0711 55018", None),
        ("de", "IN-7020 und HS/0311 gestern bezahlt", None),
    ],
)
def test_a_number_that_nothing_else_explains_is_the_payments(language: str, text: str, reference: str | None) -> None:
    assert told(text, language).reference == reference


def test_the_day_of_a_coming_payment_is_not_that_of_one_that_was_made() -> None:
    text = "IN-7016 - paid 2 April\nIN-7020 - approved, will be paid on 22 April"
    value = told(text, "en")
    assert (value.payment_date, numbers(value)) == (date(2026, 4, 2), ["IN-7016"])


def test_a_copy_of_our_own_invoice_says_nothing_of_what_was_paid() -> None:
    rows = (("Article", "Sum"), ("Mop", "400.00"), ("IN-7020", "430.00"))
    copy = replace(sheet(*rows), paper=Paper.INVOICE)
    within = context("IN-7020 was paid on 2 April, the invoice is attached.", language="en", documents=(copy,))
    value = read_remittance(within, find_references(within)).value
    assert value is not None
    assert (value.total, value.currency, value.lines) == (None, None, (RemittanceLine("IN-7020", None),))
