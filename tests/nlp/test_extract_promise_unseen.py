"""Promises in manners of many senders: which documents, which day and which amount, and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.promise import leads_up_to, read_promise
from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.reading import Promise
from tests.nlp import extraction_desk

CUSTOMER = CustomerEntry("T9", "X", "Marina Port-Neuf", (), "FR", "fr", "EUR", ("a@port.example",), ("port.example",))


def owed(number: str, issued: date, amount: str, po: str = "") -> DocumentEntry:
    value = Decimal(amount)
    return DocumentEntry(number, "T9", "X", issued, date(2026, 3, 20), value, value, "EUR", po)


OWED = [
    owed("VK-00318", date(2026, 1, 12), "900.00", "QUAI 71"),
    owed("VK-00405", date(2026, 2, 16), "742.08", "M-2026-18"),
    owed("VK-00411", date(2026, 3, 2), "1204.50", "BDC-55031"),
]


def with_documents(documents: list[DocumentEntry]) -> Snapshot:
    return Snapshot(customers=[CUSTOMER], documents=documents, number_patterns=[r"VK-\d{5}"])


BOOK = with_documents(OWED)
EVERY = ("VK-00318", "VK-00405")


def promise(text: str, language: str = "", answered: tuple[str, ...] = (), subject: str = "") -> Found[Promise]:
    return promise_in(BOOK, text, language, answered, subject)


def promise_in(
    book: Snapshot, text: str, language: str = "", answered: tuple[str, ...] = (), subject: str = ""
) -> Found[Promise]:
    said = replace(
        extraction_desk.context(text, subject, language), book=book, customer=CUSTOMER, answered=answered
    )  # sent on Tuesday, 7 April 2026
    references = find_references(said)
    return read_promise(said, with_pointers(said, references, find_order_numbers(said, references)))


def plan(found: Found[Promise]) -> list[tuple[str, str | None]]:
    assert found.value is not None
    return [(f"{i.date:%d.%m.}", None if i.amount is None else f"{i.amount:.2f}") for i in found.value.instalments]


def invoices(found: Found[Promise]) -> set[str]:
    assert found.value is not None
    return set(found.value.invoices)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die VK-00318 zahlen wir so:\n\n300,- am 15.04.\n300,- am 30.04.\n300,- am 15.05.\n\nSchöne Grüße"),
        ("fr", "Pour la VK-00318 :\n300 € le 15.04.\n300 € le 30.04.\n300 € le 15.05.\n"),
        ("en", "VK-00318 as agreed:\n300.00 on 15.04.2026\n300.00 on 30.04.2026\n300.00 on 15.05.2026\nThanks"),
    ],
)
def test_a_line_that_ends_with_a_day_ends(language: str, text: str) -> None:
    assert plan(promise(text, language)) == [("15.04.", "300.00"), ("30.04.", "300.00"), ("15.05.", "300.00")]


def test_each_row_of_a_table_in_the_mail_is_an_instalment() -> None:
    text = (
        "Please see our plan:\n\nDocument     Amount EUR (net of fees)        Will be paid\n"
        "VK-00405     742,08                          17.04.2026\nVK-00411     1.204,50 (after the check)   24.04.2026"
    )
    found = promise(text, "en")
    assert plan(found) == [("17.04.", "742.08"), ("24.04.", "1204.50")]
    assert invoices(found) == {"VK-00405", "VK-00411"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "half of the 900 goes this friday and the rest friday after"),
        ("fr", "la moitié des 900 vendredi, le reste le vendredi suivant"),
        ("de", "Die Hälfte der 900 geht am Freitag raus, der Rest am Freitag drauf."),
    ],
)
def test_half_of_an_amount_is_half_of_it(language: str, text: str) -> None:
    assert plan(promise(text, language)) == [("10.04.", "450.00"), ("17.04.", "450.00")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Chèque posté samedi pour la 318. La 405 part vendredi."),
        ("de", "Die 318 ist seit Montag weg. Die 405 geht am Freitag raus."),
        ("en", "318 was sent on Saturday. 405 goes on Friday."),
        ("", "Zaterdag hebben we VK-00318 overgemaakt. VK-00405 volgt vrijdag 10 april."),
    ],
)
def test_a_weekday_on_which_the_money_went_is_no_coming_one(language: str, text: str) -> None:
    found = promise(text, language, EVERY)
    assert [day for day, _ in plan(found)] == ["10.04."]
    assert invoices(found) == {"VK-00405"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die 318 wird am Samstag überwiesen."),
        ("en", "318 will be sent on Saturday."),
        ("fr", "La 318 sera virée samedi."),
    ],
)
def test_what_will_be_paid_on_a_weekday_is_promised(language: str, text: str) -> None:
    assert [day for day, _ in plan(promise(text, language, EVERY))] == ["11.04."]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "la 318 et la 405 partent le 21, la 411 reste en attente (sacs crevés)"),
        ("de", "318 und 405 gehen am 21. raus, die 411 bleibt stehen bis zur Gutschrift"),
        ("en", "318 and 405 go on the 21st, 411 is on hold for the credit"),
    ],
)
def test_what_has_to_wait_is_not_promised(language: str, text: str) -> None:
    found = promise(text, language, ("VK-00318", "VK-00405", "VK-00411"))
    assert invoices(found) == {"VK-00318", "VK-00405"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It leaves with the run of 15 April. VK-00405 is in there too."),
        ("fr", "Elle part avec le lot du 15 avril. La VK-00405 aussi."),
        ("de", "Die geht am 15. April raus. Die VK-00405 gleich mit."),
    ],
)
def test_what_is_added_is_paid_beside_what_we_asked_for(language: str, text: str) -> None:
    found = promise(text, language, ("VK-00318",))
    assert plan(found) == [("15.04.", None)]
    assert invoices(found) == {"VK-00318", "VK-00405"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Pour la QUAI 71, virement vendredi 17.", "VK-00318"),
        ("Die M-2026-18 zahlen wir am 17. April.", "VK-00405"),
        ("facture M 2026/18 : on règle le 17 avril", "VK-00405"),
        ("You'll have 55031 on 17 April.", "VK-00411"),
    ],
)
def test_the_payer_s_own_number_names_the_document(text: str, meant: str) -> None:
    assert invoices(promise(text)) == {meant}


@pytest.mark.parametrize(
    "text", ["...405: überweisen wir am Montag.", "…405 überweisen wir am Montag, -318 ist bezahlt."]
)
def test_the_end_of_a_number_may_stand_behind_dots(text: str) -> None:
    assert invoices(promise(text, "de", EVERY)) == {"VK-00405"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("De 742,08 euro gaat op 10 april. De andere op 17 april.", "17.04."),
        ("La 405 la paghiamo il 10 aprile, l'altra il 17 aprile.", "17.04."),
    ],
)
def test_the_other_one_is_what_is_left(text: str, meant: str) -> None:
    found = promise(text, "", EVERY)
    assert invoices(found) == set(EVERY)
    assert plan(found)[-1] == (meant, "900.00")


def test_a_percentage_of_another_clause_is_no_share() -> None:
    found = promise(
        "I pay 318 on the 20th, but check it please, the winch was offered with 10% and is full price", "en"
    )
    assert plan(found) == [("20.04.", None)]


def test_even_parts_tell_the_document_where_another_was_paid() -> None:
    found = promise("La 405 a été virée hier. Les 450 du 30 tiennent toujours.", "fr")
    assert invoices(found) == {"VK-00318"}
    assert plan(found) == [("30.04.", "450.00")]


def test_a_subject_that_is_an_amount_says_it() -> None:
    assert plan(promise("Goes on Friday.", "en", subject="742.08")) == [("10.04.", "742.08")]
    assert plan(promise("VK-00405 goes on Friday.", "en", subject="742.08")) == [("10.04.", None)]
    assert plan(promise("Goes on Friday.", "en", subject="Re: 742.08")) == [("10.04.", None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "samedi je fais la caisse et lundi ça part"),
        ("de", "Am Samstag ist Inventur, am Montag geht es raus"),
        ("en", "stocktake on Saturday so it goes on Monday"),
    ],
)
def test_of_two_days_the_one_on_which_it_goes_is_meant(language: str, text: str) -> None:
    assert plan(promise(text, language, ("VK-00318",))) == [("13.04.", None)]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("The trustees meet on 14 April; the 742.08 leaves the account the following day.", True),
        ("300 on 14 April; the 742.08 leaves the account the following day.", False),
        ("You will be paid on 14 April; the 742.08 leaves the account the following day.", False),
    ],
)
def test_a_day_of_something_else_may_lead_up_to_the_payment(text: str, leads: bool) -> None:
    said = replace(extraction_desk.context(text, "", "en"), book=BOOK, customer=CUSTOMER)
    references = with_pointers(said, find_references(said), ())
    found = read_promise(said, references)
    assert leads_up_to(said, references, found, said.dates(said.body)[0]) is leads


TWO = ("VK-00318", "VK-00405")


def test_half_of_a_document_is_no_second_document_though_one_is_worth_as_much() -> None:
    documents = [*OWED, owed("VK-00420", date(2026, 3, 9), "371.04")]
    found = promise_in(
        with_documents(documents), "La VK-00405 en deux fois : 371,04 € le 15 avril, le reste le 30.", "fr"
    )
    assert invoices(found) == {"VK-00405"} and plan(found) == [("15.04.", "371.04"), ("30.04.", "371.04")]


def test_what_has_its_day_already_is_not_in_all_the_rest() -> None:
    found = promise("The 900 goes on Friday, and all is with you by the 24th.", "en", answered=TWO)
    assert plan(found) == [("10.04.", "900.00"), ("24.04.", "742.08")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The query on VK-00405 has been resolved. We are paying it on Friday."),
        ("fr", "Le litige sur la VK-00405 est levé. Nous la réglons vendredi."),
        ("de", "Die Reklamation zur VK-00405 ist vom Tisch. Wir überweisen sie am Freitag."),
    ],
)
def test_an_objection_that_is_settled_keeps_its_document(language: str, text: str) -> None:
    found = promise(text, language, answered=TWO)
    assert invoices(found) == {"VK-00405"} and plan(found) == [("10.04.", None)]


def test_an_amount_that_was_paid_for_another_document_is_not_promised_again() -> None:
    documents = [*OWED, owed("VK-00421", date(2026, 1, 19), "742.08")]
    text = "VK-00421 was settled on 2 April, 742.08. VK-00405 follows on the 16th."
    found = promise_in(with_documents(documents), text, "en")
    assert invoices(found) == {"VK-00405"} and plan(found) == [("16.04.", None)]


def test_the_weekday_with_its_article_is_the_one_after_the_day_just_named() -> None:
    found = promise(
        "He is back on Monday the 13th and I shall send the 900 on the Tuesday.", "en", answered=("VK-00318",)
    )
    assert plan(found) == [("14.04.", "900.00")]


def test_a_day_beside_an_amount_is_louder_than_a_day_of_rest() -> None:
    text = "Am Mittwoch machen wir zu, am Donnerstag sitze ich am Rechner und überweise die 900,00 Euro."
    assert plan(promise(text, "de", answered=("VK-00318",))) == [("09.04.", "900.00")]


def test_a_copy_that_is_begged_for_is_not_promised_with_the_one_before() -> None:
    found = promise("VK-00318 part vendredi. Merci de me renvoyer aussi la VK-00405, introuvable.", "fr")
    assert invoices(found) == {"VK-00318"}


def test_parts_of_what_our_mail_was_about_are_no_other_document_of_that_amount() -> None:
    book = with_documents([owed("VK-00501", date(2026, 2, 2), "1500.00"), owed("VK-00502", date(2026, 3, 1), "750.00")])
    found = promise_in(
        book, "I can offer 750.00 EUR on 17 April and the other 750.00 EUR on 30 April.", "en", ("VK-00501",)
    )
    assert found.value is not None
    assert found.value.invoices == ("VK-00501",)


def test_then_behind_a_document_leaves_it_to_the_second_day() -> None:
    found = promise("Ich zahle am 15. die 742,08 und die 900,00 dann am 30. April.", "de", EVERY)
    assert found.value is not None
    assert [(i.date.day, i.amount) for i in found.value.instalments] == [
        (15, Decimal("742.08")),
        (30, Decimal("900.00")),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Da der Ersatz für die Taue gestern kam, geben wir die VK-00405 frei. Zahlung geht am Freitag raus."),
        (
            "en",
            "As the replacement ropes were delivered yesterday, we have passed VK-00405. Payment goes out on Friday.",
        ),
        ("fr", "Les cordages ayant été livrés hier, la VK-00405 est validée. Le paiement part vendredi."),
    ],
)
def test_a_past_day_of_goods_beside_a_document_does_not_pay_it(language: str, text: str) -> None:
    found = promise(text, language)
    assert found.value is not None
    assert found.value.invoices == ("VK-00405",)


def test_the_day_on_which_sent_money_arrives_is_not_promised() -> None:
    found = promise(
        "I've just sent 742.08 for VK-00405, you should have it on Thursday. VK-00318 I'll do on the 21st.", "en"
    )
    assert found.value is not None
    assert found.value.invoices == ("VK-00318",)
    assert [i.date.day for i in found.value.instalments] == [21]


def test_a_friday_eight_days_on_is_the_next_one() -> None:
    found = promise("La VK-00405 sera réglée vendredi dans huit jours.", "fr")
    assert found.value is not None
    assert (found.value.instalments[0].date - extraction_desk.SENT_ON).days > 7


def test_so_many_days_are_no_money() -> None:
    found = promise("VK-00405: approved today, 30 days from approval so 7 May.", "en")
    assert found.value is not None
    assert found.value.instalments[0].amount is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "BDC-55031 (1.204,50 EUR): die haben wir am 16.4. im Lauf."),
        ("en", "BDC-55031 (1,204.50 EUR) goes out on 16 April."),
        ("fr", "BDC-55031, soit 1 204,50 EUR : virement le 16 avril."),
    ],
)
def test_the_amount_of_a_document_named_before_it_means_no_second_one_of_as_much(language: str, text: str) -> None:
    book = with_documents([*OWED, owed("VK-00419", date(2026, 3, 9), "1204.50")])
    found = promise_in(book, text, language, answered=("VK-00419",)).value
    assert found is not None and found.invoices == ("VK-00411",)
