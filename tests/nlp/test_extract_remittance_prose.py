"""Advices in sentences: which documents, which amount is whose, what was kept back and why, which day, which number."""

# ruff: noqa: E501  # a case is one line of a table

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.remittance.reader import read_remittance
from nlp.extract.sources import Context, Found, Source
from nlp.lang import LANGUAGES
from nlp.opened import Document, Table
from nlp.reading import Remittance
from tests.nlp.extraction_desk import codes

SENT_ON = date(2026, 9, 16)  # a Wednesday
CUSTOMER = CustomerEntry("K1", "X", "Gasthof Linde", (), "DE", "de", "EUR", (), ())


def document(number: str, amount: str, issued: date, po: str = "", currency: str = "EUR") -> DocumentEntry:
    due = Decimal(amount)
    return DocumentEntry(number, "K1", "X", issued, date(2026, 9, 30), due, due, currency, po)


DOCUMENTS = [
    document("R26-10412", "1280.00", date(2026, 7, 6), "EK-771"),
    document("R26-10455", "642.50", date(2026, 7, 21), "EK-780"),
    document("R26-10501", "2310.75", date(2026, 8, 4), "EK-799"),
    document("R26-10533", "89.90", date(2026, 8, 18), "EK-804"),
    document("R26-10570", "415.20", date(2026, 8, 31), "EK-812"),
    document("R26-10602", "1500.00", date(2026, 9, 8), "EK-820"),
    document("G26-0031", "-120.00", date(2026, 8, 20)),
    document("G26-0035", "-64.25", date(2026, 9, 2)),
]
BOOK = Snapshot(customers=[CUSTOMER], documents=DOCUMENTS, number_patterns=[r"R26-\d{5}", r"G26-\d{4}"])


def context(
    text: str, language: str, subject: str = "", answers: tuple[str, ...] = (), documents: tuple[Document, ...] = ()
) -> Context:
    return Context(
        subject=Source("subject", subject),
        body=Source("body", text),
        documents=tuple(Source(f"attachment:{n}", d.text, d.tables) for n, d in enumerate(documents)),
        opened_documents=documents,
        quoted=Source("body", "", quoted=True),
        languages=(language,) if language in LANGUAGES else LANGUAGES,
        sent_on=SENT_ON,
        book=BOOK,
        customer=CUSTOMER,
        answered=answers,
    )


def found(within: Context) -> Found[Remittance]:
    references = find_references(within)
    numbers = find_order_numbers(within, references)
    return read_remittance(within, with_pointers(within, references, numbers))


def advice(
    text: str, language: str, subject: str = "", answers: tuple[str, ...] = (), documents: tuple[Document, ...] = ()
) -> Remittance:
    value = found(context(text, language, subject, answers, documents)).value
    assert value is not None
    return value


def lines(value: Remittance) -> list[str]:
    """ "10412 1280.00 -25.60 discount": a line as one string, in order of the numbers."""
    shown = []
    for line in value.lines:
        parts = [line.invoice[-5:], line.amount and f"{line.amount:.2f}", line.deduction and f"-{line.deduction:.2f}"]
        shown.append(" ".join(str(part) for part in (*parts, line.reason and line.reason.value) if part))
    return sorted(shown)


@pytest.mark.parametrize(
    ("language", "text", "total", "wanted"),
    [
        ("fr", "C'est viré hier : la 10412 en entier et la 10501 moins votre avoir de 120 €, soit 3 470,75 €.", "3470.75", ["-0031 -120.00", "10412", "10501"]),
        ("en", "Just sent €2,190.75, that is 10501 less the credit of 120.00.", "2190.75", ["-0031 -120.00", "10501 2310.75"]),
        ("de", "heute raus: R26-10501 abzüglich Gutschrift G26-0035 (64,25), also 2.246,50 €", "2246.50", ["-0035 -64.25", "10501 2310.75"]),
    ],
)  # fmt: skip
def test_a_credit_note_is_named_by_its_amount_or_number(
    language: str, text: str, total: str, wanted: list[str]
) -> None:
    read = advice(text, language)
    assert (read.total, lines(read)) == (Decimal(total), wanted)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "La 10455 a été payée le 10/09, la 10501 attend votre avoir.", ["10455"]),
        ("de", "10412 ist seit 11.9. bezahlt, 10455 kommt nächste Woche.", ["10412"]),
        ("en", "R26-10533 (89.90) went yesterday. R26-10501 is on hold until the credit is here.", ["10533 89.90"]),
        ("de", "Die 89,90 sind gestern raus. Die andere, 415,20, bleibt gesperrt.", ["10533 89.90"]),
        ("en", "Everything except 10602 left yesterday: 10412, 10455. Sum 1,922.50.", ["10412", "10455"]),
    ],
)
def test_what_a_sentence_leaves_out_is_not_paid(language: str, text: str, wanted: list[str]) -> None:
    assert lines(advice(text, language)) == wanted


@pytest.mark.parametrize(
    ("language", "text", "line", "total"),
    [
        ("de", "gestern 400,20 EUR für R26-10570, 15,00 EUR wegen Glasbruch abgezogen", "10570 415.20 -15.00 dispute", "400.20"),
        ("fr", "R26-10501 virée hier, 2 264,54 € escompte de 2 % déduit.", "10501 2310.75 -46.21 discount", "2264.54"),
        ("en", "BACS of €2,305.75 today for R26-10501, less €5.00 bank fee.", "10501 2310.75 -5.00 bank_charge", "2305.75"),
        ("fr", "Virement de 1 264,00 € hier pour R26-10412, la banque a gardé sa commission.", "10412 1280.00 -16.00 bank_charge", "1264.00"),
        ("en", "We deducted 10% (€150.00) from R26-10602 for late delivery and paid €1,350.00 on Monday.", "10602 1500.00 -150.00 other", "1350.00"),
        ("de", "heute 500 € als Anzahlung auf die R26-10602, der Rest folgt am 30.9.", "10602 500.00", "500.00"),
    ],
)  # fmt: skip
def test_the_amounts_together_say_what_was_kept_back(language: str, text: str, line: str, total: str) -> None:
    read = advice(text, language)
    assert (lines(read), read.total) == ([line], Decimal(total))


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Heute: R26-10412 1.280,00 und R26-10455 642,50, abzüglich 2 % Skonto = 1.884,05 EUR.", ["10412 1280.00 -25.60 discount", "10455 642.50 -12.85 discount"]),
        ("fr", "Viré hier 1 884,05 € pour R26-10412 et R26-10455, escompte 2 % déduit.", ["10412 1280.00 -25.60 discount", "10455 642.50 -12.85 discount"]),
        ("en", "Paid 1,907.50 today for R26-10412 (1,280.00) and R26-10455 (642.50), the bank kept 15.00.", ["10412 1280.00", "10455 642.50 -15.00 bank_charge"]),
        ("de", "Bezahlt 14.9.\nBeleg  Betrag  Skonto  gezahlt\nR26-10412 1.280,00 25,60 1.254,40\nR26-10533 89,90 0,00 89,90\nSumme 1.344,30", ["10412 1280.00 -25.60 discount", "10533 89.90"]),
        ("fr", "Réglé hier 1230 sur la R26-10412, moins 50 de casse.", ["10412 1280.00 -50.00 dispute"]),
    ],
)  # fmt: skip
def test_what_a_total_lacks_was_kept_back_of_its_documents(language: str, text: str, wanted: list[str]) -> None:
    assert lines(advice(text, language)) == wanted


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "Ihre Mahnung vom 14.09. hat sich überschnitten: R26-10455 wurde am 11.09. bezahlt.", date(2026, 9, 11)),
        ("en", "Re your reminder dated 14 September: R26-10570 was paid on the 9th.", date(2026, 9, 9)),
        ("fr", "Livrés le 2 septembre, nous avons payé la R26-10570 le 9.", date(2026, 9, 9)),
        ("en", "R26-10570 is going today, not Friday.", SENT_ON),
        ("de", "R26-10570 ist seit heute Morgen überwiesen.", SENT_ON),
        ("nl", "Gisteren hebben wij € 642,50 overgemaakt voor factuur R26-10455.", date(2026, 9, 15)),
        ("it", "Bonifico eseguito il 14 settembre per la fattura 10412.", date(2026, 9, 14)),
        ("es", "Ayer no, hoy ha salido la transferencia de 642,50 € de R26-10455.", SENT_ON),
    ],
)
def test_the_payments_day_is_none_of_a_letter_or_of_goods(language: str, text: str, day: date) -> None:
    assert advice(text, language).payment_date == day


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("en", "R26-10455 paid today, ref HV 20988.", "HV 20988"),
        ("fr", "R26-10455 payée ce jour, communication +++090/9337/55493+++.", "+++090/9337/55493+++"),
        ("de", "R26-10455 heute angewiesen, Kassenzeichen 7012-4471", "7012-4471"),
        ("en", "Cheque for 642.50 posted today second class, no. 000412, R26-10455", "000412"),
        ("it", "Pagata oggi la fattura 10412, CRO 77120044.", "77120044"),
        ("de", "Zahlung 1.280 heute, EUR 1.280,- für EK-771", None),
        ("de", "R26-10455 heute gezahlt, Referenz EK-780", None),
    ],
)
def test_the_payments_number_stands_under_any_heading(language: str, text: str, reference: str | None) -> None:
    assert advice(text, language).reference == reference


@pytest.mark.parametrize(
    ("language", "text", "answers", "wanted"),
    [
        ("de", "Die offene Rechnung ist am Montag abgegangen.", ("R26-10533",), ["10533"]),
        ("en", "All cleared on the 10th, 2,012.40.", ("R26-10412", "R26-10455", "R26-10533"), ["10412", "10455", "10533"]),
        ("fr", "Payé hier, 2 012,40 €, pour celle-ci, la 10412 et la 10455.", ("R26-10533",), ["10412", "10455", "10533"]),
        ("en", "Both of the July invoices were paid yesterday, 1,922.50.", (), ["10412", "10455"]),
        ("de", "Ich habe gestern die beiden Rechnungen aus Juli bezahlt.", (), ["10412", "10455"]),
        ("fr", "Viré ce jour 415,20.", (), ["10570 415.20"]),
        ("de", "Unsere Bestellung EK-799 haben wir am Freitag bezahlt.", (), ["10501"]),
    ],
)  # fmt: skip
def test_documents_are_meant_without_their_numbers(
    language: str, text: str, answers: tuple[str, ...], wanted: list[str]
) -> None:
    assert lines(advice(text, language, answers=answers)) == wanted


def test_a_mistyped_number_is_the_document_of_that_amount_and_a_problem() -> None:
    said = context("Gestern 415,20 auf R26-10750 überwiesen.", "de")
    read = found(said)
    assert read.value is not None and lines(read.value) == ["10570 415.20"]
    assert "near_match" in codes(find_references(said).problems)


def test_a_currency_that_nobody_writes_is_not_said() -> None:
    assert advice("Gruß Fr. Kaya: 10455 heute bezahlt, 642,50", "de").currency is None
    assert advice("10455 heute bezahlt, 642,50 €", "de").currency == "EUR"


def test_a_dollar_is_that_of_the_document() -> None:
    canadian = replace(DOCUMENTS[0], currency="CAD")
    book = Snapshot(customers=[CUSTOMER], documents=[canadian, *DOCUMENTS[1:]], number_patterns=[r"R26-\d{5}"])
    read = found(replace(context("R26-10412 virée hier, 1 280,00 $", "fr"), book=book))
    assert read.value is not None and read.value.currency == "CAD"


def table(*rows: tuple[str, ...], above: str = "", below: str = "") -> Document:
    text = "\n".join([above, *("  ".join(row) for row in rows), below])
    return Document("list.pdf", "application/pdf", 1, text, (Table(rows, 0),))


@pytest.mark.parametrize(
    ("heading", "cells", "below", "line"),
    [
        ("Retenue", "115,54", "Retenue : pénalités de retard", "10501 2310.75 -115.54 other"),
        ("Abzug", "46,21", "Abzug: 2 % Skonto", "10501 2310.75 -46.21 discount"),
        ("Frais", "8,00", "", "10501 2310.75 -8.00 bank_charge"),
        ("Retenue", "115,54 casse", "", "10501 2310.75 -115.54 dispute"),
        ("Kürzung", "69,32 Bonus 3 %", "", "10501 2310.75 -69.32 other"),
    ],
)
def test_a_list_says_why_in_row_heading_or_note(heading: str, cells: str, below: str, line: str) -> None:
    kept = Decimal(cells.split()[0].replace(",", "."))
    paid = f"{Decimal('2310.75') - kept:.2f}".replace(".", ",")
    rows = (("Facture", "Montant", heading, "Payé"), ("R26-10501", "2310,75", cells, paid))
    assert lines(advice("", "", documents=(table(*rows, below=below),))) == [line]


def test_columns_without_a_known_heading_prove_themselves() -> None:
    rows = (("Your ref", "Gross", "Settl.", "Cleared"), ("R26-10570", "415.20", "8.30", "406.90"), ("R26-10533", "89.90", "", "89.90"))  # fmt: skip
    read = advice("", "en", documents=(table(*rows),))
    assert lines(read) == ["10533 89.90", "10570 415.20 -8.30 discount"]


def test_rows_name_the_customers_own_orders() -> None:
    rows = (("Bestellung", "Betrag"), ("EK-771", "1280,00"), ("EK-780", "642,50"), ("Summe", "1922,50"))
    read = advice("", "de", documents=(table(*rows, above="Valuta 15.09.2026"),))
    assert (lines(read), read.payment_date) == (["10412 1280.00", "10455 642.50"], date(2026, 9, 15))


def test_a_debit_of_the_payers_bank_is_a_payment() -> None:
    rows = (("Datum", "Omschrijving", "Bedrag"), ("15-09-2026", "R26-10455", "-642,50"))
    assert lines(advice("", "nl", documents=(table(*rows),))) == ["10455 642.50"]


def test_columns_say_day_and_number_of_the_payment_in_every_row() -> None:
    rows = (("Payment", "Value date", "Invoice", "Paid"), ("0000771", "2026-09-15", "R26-10455", "642.50"), ("0000771", "2026-09-15", "R26-10533", "89.90"))  # fmt: skip
    read = advice("", "en", documents=(table(*rows),))
    assert (read.payment_date, read.reference, lines(read)) == (date(2026, 9, 15), "0000771", ["10455 642.50", "10533 89.90"])  # fmt: skip
