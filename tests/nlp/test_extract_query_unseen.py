"""Questions in manners of many senders: what they ask, and of which documents and orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, OrderEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.query import read_query
from nlp.extract.references import find_references
from nlp.reading import Query, QueryTopic
from tests.nlp import extraction_desk

CUSTOMER = CustomerEntry("T9", "X", "Marina Port-Neuf", (), "FR", "fr", "EUR", ("a@port.example",), ("port.example",))


def billed(number: str, issued: date, amount: str, po: str = "") -> DocumentEntry:
    value = Decimal(amount)
    return DocumentEntry(number, "T9", "X", issued, date(2026, 4, 20), value, value, "EUR", po)


BOOK = Snapshot(
    customers=[CUSTOMER],
    documents=[
        billed("VK-00318", date(2026, 1, 12), "900.00", "QUAI 71"),
        billed("VK-00405", date(2026, 2, 26), "742.08", "M-2026-18"),
        billed("VK-00411", date(2026, 3, 2), "1204.50", "BDC-55031"),
        billed("VK-00412", date(2026, 3, 2), "388.00"),
        billed("VK-00413", date(2026, 3, 9), "388.00"),
    ],
    orders=[OrderEntry("S9", "T9", "QUAI 74", date(2026, 4, 2), ())],
    number_patterns=[r"VK-\d{5}"],
)


def query(text: str, language: str = "", subject: str = "", answered: tuple[str, ...] = ()) -> Query:
    said = replace(extraction_desk.context(text, subject, language), book=BOOK, customer=CUSTOMER, answered=answered)
    references = find_references(said)
    numbers = find_order_numbers(said, references)
    found = read_query(said, with_pointers(said, references, numbers), numbers).value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("en", "Thanks for the statement. We do not have VK-00405 here, kindly share a copy.", QueryTopic.INVOICE_COPY),
        ("de", "Danke für den Auszug. Die VK-00405 fehlt uns, schicken Sie die Rechnung?", QueryTopic.INVOICE_COPY),
        ("en", "By when must VK-00405 be paid? The copy we hold is torn at the bottom.", QueryTopic.DUE_DATE),
        ("fr", "Pour quand faut-il payer la VK-00405 ? Notre copie est déchirée.", QueryTopic.DUE_DATE),
        ("de", "Was würden 40 Säcke kosten? Noch nichts schicken, bitte.", QueryTopic.OTHER),
    ],
)  # fmt: skip
def test_the_sentence_that_asks_is_heard_above_those_that_tell(language: str, text: str, topic: QueryTopic) -> None:
    assert query(text, language).topic is topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("¿Nos mandan un extracto de la cuenta al día?", QueryTopic.STATEMENT),
        ("Wanneer moet deze factuur uiterlijk betaald zijn?", QueryTopic.DUE_DATE),
        ("Su quale conto facciamo il bonifico?", QueryTopic.BANK_DETAILS),
        ("Kiedy przyjedzie nasze zamówienie?", QueryTopic.ORDER_STATUS),
        ("Czy dotarł nasz przelew z piątku?", QueryTopic.OTHER),
    ],
)
def test_our_neighbours_ask_the_same(text: str, topic: QueryTopic) -> None:
    assert query(text).topic is topic


@pytest.mark.parametrize(
    ("text", "meant", "number"),
    [
        ("La QUAI 71 ne nous est pas parvenue, pouvez-vous envoyer un duplicata ?", ("VK-00318",), "QUAI 71"),
        ("I have 55031 booked in but no invoice for it, could you send it again?", ("VK-00411",), "55031"),
        ("Il manque la M-2026-18 et celle de 1 204,50 €, à renvoyer.", ("VK-00405", "VK-00411"), "M-2026-18"),
    ],
)  # fmt: skip
def test_the_payer_s_own_number_names_what_is_asked_for(text: str, meant: tuple[str, ...], number: str) -> None:
    found = query(text)
    assert (found.topic, set(found.invoices), found.po_number) == (QueryTopic.INVOICE_COPY, set(meant), number)


def test_an_amount_in_brackets_behind_a_question_belongs_to_it() -> None:
    found = query("VK-00318 est payée.\n\nPouvez-vous me renvoyer aussi la facture de fin février ? (742,08)", "fr")
    assert found.invoices == ("VK-00405",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "les deux de mars à 388 €, pouvez-vous m'envoyer les deux PDF ?"),
        ("de", "Schicken Sie mir bitte die zwei Rechnungen über 388,00 € noch einmal?"),
    ],
)
def test_two_documents_of_one_amount_are_meant_where_two_are_counted(language: str, text: str) -> None:
    assert set(query(text, language).invoices) == {"VK-00412", "VK-00413"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il nous faudrait une copie de chacune des deux factures ci-dessous."),
        ("en", "Could you send a copy of each of the invoices below?"),
        ("de", "Bitte senden Sie uns beide Rechnungen noch einmal als Kopie."),
    ],
)
def test_all_that_our_mail_was_about_is_meant_where_all_are_asked_for(language: str, text: str) -> None:
    found = query(text, language, answered=("VK-00318", "VK-00405"))
    assert (found.topic, set(found.invoices)) == (QueryTopic.INVOICE_COPY, {"VK-00318", "VK-00405"})


def test_copies_may_be_asked_for_beside_a_statement() -> None:
    found = query(
        "Wir benötigen einen Kontoauszug unseres Kundenkontos sowie die Rechnungen 318 und 405 in Kopie.", "de"
    )
    assert (found.topic, set(found.invoices)) == (QueryTopic.STATEMENT, {"VK-00318", "VK-00405"})


def test_an_order_with_a_blank_in_its_number_is_looked_for() -> None:
    assert query("Et les amarres de la QUAI 74, elles sont où ?", "fr").po_number == "QUAI 74"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Could you quote us for 40 deckchairs and 12 parasols? This is not an order."),
        ("en", "What would you charge for 200 mugs with our crest on them?"),
        ("fr", "Merci de nous faire une offre de prix pour 60 bouées, sans engagement."),
        ("de", "Bitte um ein unverbindliches Angebot über 300 Fender. Eine Bestellung ist damit nicht verbunden."),
        ("de", "Wenn ihr noch 5 % geben könnt, nehmen wir zehn davon."),
        ("", "Buongiorno, potete inviarci il listino prezzi per le cime?"),
        ("", "Bom dia, gostaria de saber as condições para revendedores."),
    ],
)
def test_who_asks_for_an_offer_asks_for_no_order_and_no_statement(language: str, text: str) -> None:
    assert query(text, language).topic is QueryTopic.OTHER


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I need VK-00411 again, somebody spilled tea on it."),
        ("fr", "Pouvez-vous me refaire passer VK-00411 ? Elle est illisible."),
        ("de", "Und schickt mir die VK-00411 nochmal, da ist Farbe drauf."),
    ],
)
def test_a_document_that_shall_be_sent_once_more_is_a_copy(language: str, text: str) -> None:
    found = query(text, language)
    assert (found.topic, found.invoices) == (QueryTopic.INVOICE_COPY, ("VK-00411",))


def test_an_account_is_asked_for_the_one_document_of_the_subject() -> None:
    found = query("Our bookkeeper is ill. Which account do I pay this into?", "en", subject="742.08")
    assert (found.topic, found.invoices) == (QueryTopic.BANK_DETAILS, ("VK-00405",))


def test_all_that_our_mail_was_about_is_sent_again_where_both_are_wanted() -> None:
    found = query("Pouvez-vous nous renvoyer les deux ?", "fr", answered=("VK-00318", "VK-00405"))
    assert found.topic is QueryTopic.INVOICE_COPY and set(found.invoices) == {"VK-00318", "VK-00405"}


@pytest.mark.parametrize(
    ("language", "text", "documents"),
    [
        ("en", "The auditors want the PDF of VK-00411, and of 0405 as well.", ("VK-00411", "VK-00405")),
        ("de", "Bitte VK-00411 und 00413 noch einmal als PDF.", ("VK-00411", "VK-00413")),
        ("fr", "Un duplicata de la VK-00411 du 2 mars, 1204,50 EUR, svp.", ("VK-00411",)),
        ("en", "A copy of VK-00411 for our file 7731, please.", ("VK-00411",)),
    ],
)
def test_a_bare_end_behind_a_document_named_in_full_is_a_further_one(
    language: str, text: str, documents: tuple[str, ...]
) -> None:
    assert set(query(text, language).invoices) == set(documents)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Quel jour pouvons-nous compter dessus ?"),
        ("en", "When may we count on the pallets being with us?"),
        ("de", "Mit welchem Tag dürfen wir für die Paletten rechnen?"),
    ],
)
def test_who_wants_to_count_on_a_day_looks_for_an_order(language: str, text: str) -> None:
    assert query(text, language).topic is QueryTopic.ORDER_STATUS
