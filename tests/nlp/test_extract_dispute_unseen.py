"""Contested amounts and documents as people write them who leave the sign, the number or the label away."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import Snapshot
from nlp.cleaning import split_reply
from nlp.extract.inline import Remark
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.facts import read_facts
from nlp.reading import Dispute
from tests.nlp.extraction_desk import CUSTOMER, codes, context, facts, invoice, sheet


def dispute(said: Context) -> Dispute:
    found = read_facts(said, with_pointers(said, find_references(said), ()), ()).dispute.value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "charged 430 for IN-7020 and no lorry ever came to our gate"),
        ("de", "430 für IN-7020, geliefert wurde bis heute nichts. Bitte stornieren."),
        ("de", "IN-7020 ist doppelt, die 430 hab ich im Januar schon gezahlt."),
        ("fr", "IN-7020 : 430 balles et la palette n'est jamais arrivée chez nous."),
    ],
)
def test_a_whole_number_that_a_contested_document_comes_to_is_its_amount(language: str, text: str) -> None:
    assert dispute(context(text, language=language)).amount == Decimal("430")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7015: you charge 18.40 instead of 16.90. The gap of 127.50 EUR is not ours."),
        ("de", "IN-7015: berechnet 18,40 statt 16,90. Die 127,50 EUR zahlen wir nicht."),
        ("fr", "IN-7015 : 18,40 au lieu de 16,90. La différence de 127,50 EUR n'est pas due."),
    ],
)
def test_so_many_times_the_gap_of_two_prices_is_contested(language: str, text: str) -> None:
    assert dispute(context(text, language=language)).amount == Decimal("127.50")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7015: we hired two fitters, one turned up. Please reduce the invoice by 380."),
        ("de", "IN-7015: zwei Monteure bestellt, einer war da. Bitte reduzieren Sie die Rechnung um 380."),
        ("fr", "IN-7015 : deux monteurs prévus, un seul venu. Réduisez la facture de 380."),
    ],
)
def test_a_number_by_which_a_document_shall_be_lowered_is_contested(language: str, text: str) -> None:
    assert dispute(context(text, language=language)).amount == Decimal("380")


@pytest.mark.parametrize(
    ("heading", "total"), [("Claim EUR", "Total claim"), ("zu viel", "Differenz gesamt"), ("Écart", "Montant réclamé")]
)
def test_what_an_attached_sheet_claims_is_contested(heading: str, total: str) -> None:
    paper = sheet(("Item", "Qty", "Unit", heading), ("mops", "6", "7.00", "42.00"), text=f"IN-7015\n{total} 42.00 EUR")
    assert dispute(context("IN-7015: wrong price, see the sheet.", language="en", documents=(paper,))).amount == 42


def test_an_attachment_with_money_that_nobody_explains_is_for_a_person() -> None:
    paper = sheet(text="IN-7015\nmops 42.00\npads 17.30")
    found = facts(context("IN-7015: six of the mops came torn, see the list.", language="en", documents=(paper,)))
    assert "amount_unclear" in codes(found.dispute.problems)


def test_a_credit_note_that_is_spoken_of_is_not_the_contested_amount() -> None:
    text = "IN-7016 never arrived. From IN-7015 we shall take your credit of 45.00 EUR."
    assert dispute(context(text, language="en")).amount is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 is in the next run (22nd). 7020 we won't touch, three of the jars were broken."),
        ("de", "die IN-7016 geht in Ordnung\nbei 7020 waren drei Gläser kaputt"),
        ("fr", "la IN-7016 est à la signature du directeur\nla 7020 non, trois bocaux étaient cassés"),
    ],
)
def test_what_is_said_of_the_next_document_begins_with_its_number(language: str, text: str) -> None:
    said = replace(context(text, language=language), answered=("IN-7016", "IN-7020"))
    assert dispute(said).invoices == ("IN-7020",)


def test_an_answer_below_a_quoted_line_contests_what_that_line_names() -> None:
    first, second = "ist angewiesen", "davon waren drei Gläser zerbrochen"
    said = context(f"{first}\n{second}", language="de")
    remarks = (Remark(0, 14, "IN-7016  96,50"), Remark(15, 49, "IN-7020  430,00"))
    quoted = replace(said.quoted, text="IN-7016  96,50\nIN-7020  430,00")
    said = replace(said, answered=("IN-7016", "IN-7020"), remarks=remarks, quoted=quoted)
    assert dispute(said).invoices == ("IN-7020",)


def test_a_serial_number_that_looks_like_a_year_is_a_number() -> None:
    book = Snapshot(
        customers=[CUSTOMER], documents=[invoice("RX-2026-2097", "310.00"), invoice("RX-2026-2151", "88.00")]
    )
    text = "2151 will be with you on Friday.\n\n2097 is another story, three of the jars were broken."
    said = replace(context(text, language="en"), book=book, answered=("RX-2026-2097", "RX-2026-2151"))
    assert dispute(said).invoices == ("RX-2026-2097",)


def test_the_order_that_is_wrong_on_a_document_does_not_name_another_one() -> None:
    book = own_book(invoice("IN-7040", "50.00", po="HS/0400"), invoice("IN-7041", "60.00", po="HS/0401"))
    text = "Rejected: the order number HS/0400 on it belongs to something else. Please reissue."
    said = replace(context(text, subject="IN-7041 rejected", language="en"), book=book)
    assert dispute(said).invoices == ("IN-7041",)


def own_book(*documents: object) -> Snapshot:
    return Snapshot(customers=[CUSTOMER], documents=list(documents), number_patterns=[r"IN-\d{4}"])  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["> IN-7016  96,50 EUR", "> IN-7016 - 12.01.2026 - 1.204,00"])
def test_a_single_quoted_line_with_money_is_not_what_the_sender_says(line: str) -> None:
    new, quoted = split_reply(f"Das war nie bei uns bestellt.\nKasse schrieb am 05.10.26:\n{line}")
    assert "IN-7016" not in new
    assert "IN-7016" in quoted


@pytest.mark.parametrize(
    ("subject", "quoted"),
    [
        ("WG: Eimer", "Moin, sechs Eimer fehlen, wir haben nur 24 von 30 gezählt."),
        ("TR: seaux", "Bonjour, il manque six seaux dans le carton, on en a compté 24 sur 30."),
        ("FW: buckets", "Hi, six buckets short again, we counted 24 of 30."),
    ],
)
def test_a_complaint_that_is_handed_on_is_told_and_for_a_person(subject: str, quoted: str) -> None:
    handed = replace(context("IN-7016", subject), quoted=Source("body", quoted, quoted=True))
    found = facts(handed).dispute
    assert found.value is not None
    assert (found.value.invoices, found.value.reason) == (("IN-7016",), "quantity")
    assert "several_reasons" in codes(found.problems)
