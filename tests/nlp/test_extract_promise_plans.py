"""Plans of payment: whose day has which documents and which amount, from the words, the calendar and the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.promise import read_promise
from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.opened import Document
from nlp.reading import Promise
from tests.nlp import extraction_desk
from tests.nlp.extraction_desk import codes, sheet

CUSTOMER = CustomerEntry("K7", "X", "Atelier Roche", (), "FR", "fr", "EUR", ("a@roche.example",), ("roche.example",))


def owed(number: str, issued: date, amount: str, po: str = "") -> DocumentEntry:
    value = Decimal(amount)
    return DocumentEntry(number, "K7", "X", issued, date(2026, 3, 20), value, value, "EUR", po)


BOOK = Snapshot(
    customers=[CUSTOMER],
    documents=[
        owed("VK-00318", date(2026, 2, 2), "318.24", "Halle Nord"),
        owed("VK-00405", date(2026, 2, 16), "742.08", "Halle Süd"),
        owed("VK-00411", date(2026, 2, 27), "1204.50", "Villa Rosenau"),
        owed("VK-00420", date(2026, 3, 4), "640.00", "Villa Rosenau"),
        owed("VG-00012", date(2026, 3, 5), "-90.00"),
    ],
    number_patterns=[r"V[KG]-\d{5}"],
)


def promise(
    text: str, language: str, answered: tuple[str, ...] = (), documents: tuple[Document, ...] = ()
) -> Found[Promise]:
    said = replace(
        extraction_desk.context(text, language=language, documents=documents), book=BOOK, customer=CUSTOMER, answered=answered  # noqa: E501
    )  # fmt: skip
    references = find_references(said)
    return read_promise(said, with_pointers(said, references, find_order_numbers(said, references)))


def plan(found: Found[Promise]) -> list[tuple[str, str | None]]:
    assert found.value is not None
    return [
        (i.date.strftime("%d.%m."), None if i.amount is None else f"{i.amount:.2f}") for i in found.value.instalments
    ]


def invoices(found: Found[Promise]) -> set[str]:
    assert found.value is not None
    return {number[-3:] for number in found.value.invoices}


@pytest.mark.parametrize(
    ("language", "text", "numbers", "expected"),
    [
        ("fr", "la 318 je la vire jeudi, la 405 à la fin du mois", {"318", "405"}, [("09.04.", "318.24"), ("30.04.", "742.08")]),  # noqa: E501
        ("de", "Die 318 kommt am Freitag, die 742 dann Ende April.", {"318", "405"}, [("10.04.", "318.24"), ("30.04.", "742.08")]),  # noqa: E501
        ("en", "I'll settle 00318 on Thursday, and the 640 one the week after on the 16th.", {"318", "420"}, [("09.04.", "318.24"), ("16.04.", "640.00")]),  # noqa: E501
    ],
)  # fmt: skip
def test_documents_that_are_paid_on_different_days_have_what_is_open_on_them(
    language: str, text: str, numbers: set[str], expected: list[tuple[str, str]]
) -> None:
    found = promise(text, language, ("VK-00318", "VK-00405", "VK-00420"))
    assert (invoices(found), plan(found)) == (numbers, expected)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "For VK-00420 we can do half on Friday and the rest on the 30th.", [("10.04.", "320.00"), ("30.04.", "320.00")]),  # noqa: E501
        ("de", "VK-00420: die Hälfte am 15. April, den Rest am 15. Mai.", [("15.04.", "320.00"), ("15.05.", "320.00")]),
        ("fr", "Pour VK-00420, 400 le 15 avril et le solde un mois plus tard.", [("15.04.", "400.00"), ("15.05.", "240.00")]),  # noqa: E501
        ("de", "VK-00411: ein Drittel, 401,50 EUR, am 10. April, ein weiteres am 24. April, der Rest am 8. Mai.", [("10.04.", "401.50"), ("24.04.", "401.50"), ("08.05.", "401.50")]),  # noqa: E501
        ("en", "VK-00420: £300 this Friday and the other £340 the Friday after.", [("10.04.", "300.00"), ("17.04.", "340.00")]),  # noqa: E501
        ("en", "VK-00420: I can get 0.5k over on Friday, what is left on 30 April", [("10.04.", "500.00"), ("30.04.", "140.00")]),  # noqa: E501
    ],
)  # fmt: skip
def test_shares_and_the_rest_are_reckoned_from_what_is_open(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert plan(promise(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "VK-00420 at 200.00 a month starting 1 May please", ["200.00", "200.00", "200.00", "40.00"]),
        ("de", "VK-00420 bitte in vier gleichen Monatsraten ab dem 1. Mai", ["160.00", "160.00", "160.00", "160.00"]),
        ("fr", "VK-00420 en quatre mensualités à partir du 1er mai", ["160.00", "160.00", "160.00", "160.00"]),
    ],
)
def test_a_monthly_plan_ends_when_all_is_paid(language: str, text: str, expected: list[str]) -> None:
    months = ["01.05.", "01.06.", "01.07.", "01.08."]
    assert plan(promise(text, language)) == list(zip(months, expected, strict=True))


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("fr", "VK-00420 : le mandat part au siège le 13, le paiement vous parviendra le 20.", "20.04."),
        ("en", "VK-00420: the committee meets on Monday and it'll go out the morning after.", "14.04."),
        ("de", "VK-00420: am Montag ist Inventur, überwiesen wird am Mittwoch.", "08.04."),
    ],
)
def test_of_several_days_that_of_the_payment_counts(language: str, text: str, day: str) -> None:
    assert plan(promise(text, language)) == [(day, None)]


@pytest.mark.parametrize(
    ("language", "text", "numbers", "expected"),
    [
        ("de", "die beiden von der Rosenau gehen mit dem Lauf vom 17. raus", {"411", "420"}, [("17.04.", None)]),
        ("en", "The 640 goes out tomorrow.", {"420"}, [("08.04.", "640.00")]),
        ("de", "Die Rechnung vom 16. Februar überweisen wir am 20. April.", {"405"}, [("20.04.", None)]),
        ("fr", "Nous avons la VG-00012 ; la 405 part le 20 avril.", {"405"}, [("20.04.", None)]),
    ],
)
def test_the_documents_are_those_that_the_payer_means(
    language: str, text: str, numbers: set[str], expected: list[tuple[str, str | None]]
) -> None:
    found = promise(text, language, ("VK-00405",) if "405" in text else ())
    assert (invoices(found), plan(found)) == (numbers, expected)


def test_an_amount_of_another_matter_is_not_promised() -> None:
    found = promise("VK-00420 will be paid on 20 April, the van cost me £900 last week.", "en")
    assert plan(found) == [("20.04.", None)]


def test_what_was_paid_before_is_not_promised() -> None:
    found = promise("Die 318 ging gestern raus, die 405 folgt am 20. April.", "de", ("VK-00318", "VK-00405"))
    assert (invoices(found), plan(found)) == ({"405"}, [("20.04.", None)])


def test_a_plan_in_a_sheet_is_read() -> None:
    plan_sheet = sheet(
        ("Date", "Amount"), ("2026-04-20", "300.00"), ("2026-05-20", "340.00"), text="Payment plan VK-00420"
    )
    found = promise("Our payment plan is attached.", "en", documents=(plan_sheet,))
    assert (invoices(found), plan(found)) == ({"420"}, [("20.04.", "300.00"), ("20.05.", "340.00")])


def test_two_days_of_equal_weight_are_a_doubt() -> None:
    assert "unclear_day" in codes(promise("VK-00420: 20 April, 27 April.", "en").problems)


def test_a_document_paid_together_with_another_joins_the_one_that_our_mail_was_about() -> None:
    for text, language in (
        ("Geht am 28. Mai raus, zusammen mit der VK-00405.", "de"),
        ("It goes out on 28 May together with VK-00405.", "en"),
        ("Elle part le 28 mai, en même temps que la VK-00405.", "fr"),
    ):
        assert invoices(promise(text, language, ("VK-00318",))) == {"318", "405"}


def test_documents_with_a_day_each_are_paid_in_full_though_the_manner_is_the_same() -> None:
    found = promise("On nous paie en deux fois, nous ferons pareil : VK-00318 le 28 mai et VK-00405 le 28 juin.", "fr")
    assert plan(found) == [("28.05.", "318.24"), ("28.06.", "742.08")]


@pytest.mark.parametrize(
    "text",
    [
        "VK-00420: we betalen 200 EUR op 28 mei en de rest op 28 juni.",
        "VK-00420: paghiamo 200 EUR il 28 maggio e il resto il 28 giugno.",
        "VK-00420: zapłacimy 200 EUR 28 maja, a resztę 28 czerwca.",
    ],
)
def test_the_rest_is_understood_in_neighbouring_languages(text: str) -> None:
    assert plan(promise(text, "")) == [("28.05.", "200.00"), ("28.06.", "440.00")]
