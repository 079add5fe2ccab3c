"""What a complaint alone, or a question alone, says by itself of another intent that was heard in it."""

from __future__ import annotations

import pytest

from nlp.explained import is_asked, says_itself
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context
from nlp.facts import read_facts
from nlp.leftovers import Understood
from nlp.opened import Document, Table
from nlp.reading import Intent, IntentName
from tests.nlp.extraction_desk import context, sheet

QUERY, DISPUTE, ORDER = IntentName.QUERY, IntentName.DISPUTE, IntentName.ORDER
REMITTANCE, MASTER_DATA = IntentName.REMITTANCE, IntentName.MASTER_DATA


def understood(within: Context, only: IntentName, possible: IntentName, heard: float = 0.01) -> Understood:
    invoices = find_references(within)
    facts = read_facts(within, invoices, find_order_numbers(within, invoices))
    loud = {possible: heard}
    return Understood(within, facts, invoices, (Intent(only, 0.99),), {}, loud, "en", loud)


def explained(text: str, language: str, only: IntentName, possible: IntentName, *papers: Document) -> bool:
    return says_itself(understood(context(text, "", language, papers), only, possible), possible)


MISSED = [
    ("en", "IN-7016 never arrived here, could you send it again please?"),
    ("de", "Die IN-7016 fehlt uns im Ordner. Bitte als PDF nachreichen."),
    ("fr", "La facture IN-7016 ne nous est pas parvenue. Pourriez-vous la renvoyer ?"),
]


@pytest.mark.parametrize(("language", "text"), MISSED)
def test_a_paper_that_never_came_is_no_complaint(language: str, text: str) -> None:
    assert explained(text, language, QUERY, DISPUTE)


def test_goods_that_never_came_beside_it_are_one() -> None:
    text = "Could you send me a copy of IN-7016 please? Three of the vases arrived smashed to bits."
    assert not explained(text, "en", QUERY, DISPUTE)


@pytest.mark.parametrize(("language", "text"), MISSED)
def test_what_the_model_or_the_judge_hears_stays_for_a_person(language: str, text: str) -> None:
    assert not says_itself(understood(context(text, language=language), QUERY, DISPUTE, heard=0.4), DISPUTE)


LEDGER = sheet(("Invoice", "Amount"), ("IN-7015", "2310.40"), ("IN-7016", "96.50"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Could you send us your statement so that we can compare? Our list is attached."),
        ("de", "Wir bräuchten einen Kontoauszug zum Abgleich. Unsere Liste hängt an."),
        ("fr", "Pourriez-vous nous adresser un relevé de compte ? Le nôtre est joint."),
    ],
)
def test_a_list_of_open_items_beside_the_wish_for_a_statement_is_no_advice(language: str, text: str) -> None:
    assert explained(text, language, QUERY, REMITTANCE, LEDGER)


def test_a_list_beside_words_that_money_went_may_be_one() -> None:
    text = "We transferred the attached yesterday. Could you send us a statement?"
    assert not explained(text, "en", QUERY, REMITTANCE, LEDGER)


def test_a_list_of_the_contested_document_alone_is_no_advice_and_one_of_others_may_be() -> None:
    text = "Four mops of IN-7016 are missing, see the list."
    one = sheet(("Invoice", "Amount", "Short"), ("IN-7016", "96.50", "4"))
    assert explained(text, "en", DISPUTE, REMITTANCE, one)
    assert not explained(text, "en", DISPUTE, REMITTANCE, LEDGER)


def test_goods_that_a_sentence_complains_of_are_not_ordered() -> None:
    assert explained("Only 16 microfibre mop 40 cm were in the box, not 20 (IN-7016).", "en", DISPUTE, ORDER)


def test_goods_of_another_sentence_may_be() -> None:
    text = "Four jars of IN-7016 came broken. 12 microfibre mop 40 cm for Friday as well."
    assert not explained(text, "en", DISPUTE, ORDER)


@pytest.mark.parametrize(("head", "is_explained"), [("Order HS/0207", True), ("Order HS/0999", False)])
def test_the_paper_of_a_known_order_orders_nothing_again(head: str, is_explained: bool) -> None:
    rows = (("Article", "Quantity"), ("Microfibre mop 40 cm", "20"))
    paper = Document("po.xlsx", "application/x-sheet", 1, f"{head}\nMicrofibre mop 40 cm  20", (Table(rows, 0),))
    text = "IN-7016 bills 9.90 for the mop, agreed was 8.90."
    assert explained(text, "en", DISPUTE, ORDER, paper) is is_explained


def test_whom_an_invoice_should_be_made_out_to_is_no_new_address() -> None:
    text = (
        "IN-7016 is made out to the wrong company. Please reissue it to Seeblick Trading GmbH, Elbweg 4, 20095 Hamburg."
    )
    assert explained(text, "en", DISPUTE, MASTER_DATA)


def test_a_vat_number_in_a_signature_is_no_new_one() -> None:
    text = "Four mops of IN-7016 are missing.\nKind regards\nAnna Roth\nUfer 3, 78462 Konstanz | VAT DE136695976"
    assert explained(text, "en", DISPUTE, MASTER_DATA)


def test_an_account_beside_it_is_never_explained() -> None:
    text = (
        "IN-7016 is made out to the wrong company, Seeblick Trading GmbH, Hauptstr. 4, 20095 Hamburg is right. "
        "Our new bank account: IBAN DE89370400440532013000."
    )
    assert not explained(text, "en", DISPUTE, MASTER_DATA)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Uns fehlen die PDFs zu IN-7016 und IN-7020."),
        ("en", "For the auditors please: IN-7016, and IN-7020 as well, as PDF copies."),
        ("fr", "Renvoyez-moi la IN-7016 s'il vous plaît, elle n'est jamais arrivée."),
        ("en", "What we need is your statement of account as at 31 March, please send it over."),
    ],
)
def test_a_question_is_shown_by_what_the_book_has_and_the_score_hears(language: str, text: str) -> None:
    said = understood(context(text, language=language), QUERY, QUERY, heard=0.9)
    assert is_asked(said)
    assert not is_asked(understood(context(text, language=language), QUERY, QUERY, heard=0.2))


@pytest.mark.parametrize("text", ["Our statement lies in front of me.", "A copy of IN-1234 please.", "Is it you?"])
def test_what_the_book_has_not_and_what_asks_nothing_is_not_shown(text: str) -> None:
    assert not is_asked(understood(context(text, language="en"), QUERY, QUERY, heard=0.9))
