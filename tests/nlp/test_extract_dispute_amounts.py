"""How much is contested: thresholds, payments and prices of one are not; sums, rests and numbers in words are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.facts import Facts, read_facts
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7015: delivery is free over 250.00 EUR under our agreement, you charged 19.00 EUR of freight."),
        ("de", "IN-7015: laut Vertrag frei Haus ab 250,00 EUR, berechnet sind 19,00 EUR Fracht."),
        ("fr", "IN-7015 : franco dès 250,00 EUR selon le contrat, vous comptez 19,00 EUR de port."),
    ],
)
def test_what_a_rule_begins_at_is_not_contested(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert found.amount == Decimal("19.00")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "IN-7015: two vases arrived cracked. We keep 60.40 EUR and pay the rest, 2,250.00 EUR, on Friday.",
        ),
        ("de", "IN-7015: zwei Vasen kamen gesprungen an. Wir behalten 60,40 EUR und zahlen den Rest, 2.250,00 EUR."),
        ("fr", "IN-7015 : deux vases fêlés. Nous retenons 60,40 EUR et réglons le reste, 2 250,00 EUR."),
    ],
)
def test_beside_what_is_paid_the_other_part_of_the_total_is_contested(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert found.amount == Decimal("60.40")


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("en", "IN-7015: we shook hands on 11.50 a box, you charge 14. With 30 boxes that is 75.00 over.", "75.00"),
        ("de", "IN-7015: ausgemacht waren 11,50, berechnet 14. Bei 30 Kartons macht das 75,00.", "75.00"),
        ("fr", "IN-7015 : convenu à 11,50, facturé 14. Sur trente cartons cela fait 75,00.", "75.00"),
        ("en", "IN-7015: the quote says 4.10 and the bill 4.60, on eighty pots that's forty euros.", "40"),
        ("de", "IN-7015: Angebot 4,10, Rechnung 4,60, bei achtzig Töpfen sind das vierzig Euro.", "40"),
        ("fr", "IN-7015 : devis 4,10, facture 4,60, sur quatre-vingts pots ça fait quarante euros.", "40"),
    ],
)
def test_a_sum_is_worked_out_of_plain_prices_and_numbers_in_words(language: str, text: str, amount: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Sur IN-7015 vous comptez le ruban 36 € le carton, le devis disait 33."),
        ("de", "Auf IN-7015 kostet das Band 36 € der Karton, im Angebot stand 33."),
    ],
)
def test_the_price_of_one_pack_is_not_contested(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert (found.reason, found.amount) == ("price", None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The finish on IN-7015 peels off. We hold back 310 until somebody has been here."),
        ("de", "Bei IN-7015 blättert der Lack ab. So lange behalten wir 310 ein."),
        ("fr", "Sur IN-7015 la peinture s'écaille. Nous retenons 310 tant que personne n'est venu."),
    ],
)
def test_a_bare_number_that_is_held_back_is_money(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert found.amount == Decimal(310)


def test_a_document_that_is_held_back_is_no_money() -> None:
    found = told(
        "The lids of AQ-030378 were cracked, I'm holding 378 until you've looked.", language="en"
    ).dispute.value
    assert found is not None
    assert found.amount is None


def test_a_colloquial_amount_is_in_the_currency_of_the_document() -> None:
    text = "The lids of AQ-030378 were cracked and our client knocked 150 bucks off, which we want back."
    found = told(text, language="en").dispute.value
    assert found is not None
    assert (found.amount, found.currency) == (Decimal(150), "CAD")


def test_the_whole_amount_that_stays_unpaid_is_contested() -> None:
    text = "Not a cent for IN-7020 till the cracked ones are swapped, the 430.00 stays where it is."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.amount == Decimal("430.00")


def test_pieces_that_are_taken_off_are_no_money() -> None:
    found = facts(context("IN-7015: 38 jars came and not 50, take 12 off the bill.", language="en")).dispute.value
    assert found is not None
    assert (found.reason, found.amount) == ("quantity", None)


def test_the_total_beside_a_smaller_amount_only_says_which_document_is_meant() -> None:
    text = "Open on IN-7020 is 430.00 EUR. The rebate of 3 % from our framework (21.50 EUR) has not been credited."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.amount == Decimal("21.50")


def test_an_amount_that_nothing_explains_is_for_a_person() -> None:
    text = "IN-7015: three of the jars were broken. The pallet weighs 412.50 EUR or 380.00 EUR, who knows."
    found = facts(context(text, language="en")).dispute
    assert found.value is not None
    assert found.value.amount is None
    assert "amount_unclear" in codes(found.problems)


def test_two_prices_need_no_person_for_their_amounts() -> None:
    found = facts(context("IN-7015: the quote says 4.10 a pot and the bill 4.60.", language="en")).dispute
    assert found.value is not None
    assert found.value.amount is None
    assert "amount_unclear" not in codes(found.problems)


OWNER = CustomerEntry("K1", "X", "Érablière Tremblay", (), "CA", "fr", "CAD", (), ())


def bill(number: str, day: date, total: str, po: str = "") -> DocumentEntry:
    return DocumentEntry(number, "K1", "X", day, day, Decimal(total), Decimal(total), "CAD", po)


LEDGER = Snapshot(
    customers=[OWNER],
    documents=[
        bill("AQ-030311", date(2026, 1, 8), "515.00", "T-2026-07"),
        bill("AQ-030378", date(2026, 2, 4), "620.00"),
        bill("AQ-030402", date(2026, 2, 26), "260.00"),
        bill("AQ-030455", date(2026, 3, 24), "744.00"),
    ],
)


def told(text: str, subject: str = "", language: str = "fr", answered: tuple[str, ...] = ()) -> Facts:
    within = replace(context(text, subject=subject, language=language), book=LEDGER, customer=OWNER, answered=answered)
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    return read_facts(within, with_pointers(within, invoices, numbers), numbers)


def test_a_dollar_is_that_of_the_document() -> None:
    found = told("Sur AQ-030378 il y a 31,10 $ de trop, la taxe n'est pas due.").dispute.value
    assert found is not None
    assert (found.amount, found.currency) == (Decimal("31.10"), "CAD")


@pytest.mark.parametrize(
    ("text", "subject", "answered"),
    [
        ("C'est la même livraison que AQ-030378, déjà facturée une fois.", "", ("AQ-030455",)),
        ("Déjà facturé exactement pareil sur AQ-030378, une des deux est en trop.", "AQ 30455", ()),
        ("La 378 et la 455, c'est la même livraison facturée deux fois.", "", ("AQ-030378", "AQ-030455")),
    ],
)
def test_of_two_bills_the_newer_is_contested_wherever_it_is_named(
    text: str, subject: str, answered: tuple[str, ...]
) -> None:
    found = told(text, subject, answered=answered).dispute.value
    assert found is not None
    assert (found.reason, found.invoices) == ("duplicate", ("AQ-030455",))


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fr", "Les pots de début février étaient fêlés, six à la poubelle.", "AQ-030378"),
        ("de", "Bei der Ware von Ende Februar waren sechs Töpfe gesprungen.", "AQ-030402"),
        ("en", "Six pots of the January delivery were cracked.", "AQ-030311"),
        ("fr", "Six pots de la dernière livraison étaient fêlés.", "AQ-030455"),
        ("de", "Bei der letzten Lieferung waren sechs Töpfe gesprungen.", "AQ-030455"),
        ("en", "Six pots of your last delivery were cracked.", "AQ-030455"),
        ("", "Van de laatste levering waren zes potten gebroken.", "AQ-030455"),
        ("", "Nell'ultima consegna sei vasi erano rotti.", "AQ-030455"),
    ],
)
def test_a_month_or_the_last_one_leads_to_a_document_for_a_person(language: str, text: str, number: str) -> None:
    found = told(text, language=language).dispute
    assert found.value is not None
    assert found.value.invoices == (number,)
    assert "invoice_by_trace" in codes(found.problems) or language == "en"


@pytest.mark.parametrize("text", ["Facture T-2026-07 : deux seaux fêlés.", "Auf 311 waren zwei Eimer gesprungen."])
def test_an_order_called_an_invoice_and_the_last_digits_lead_to_the_document(text: str) -> None:
    found = told(text).dispute.value
    assert found is not None
    assert found.invoices == ("AQ-030311",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7020: you sent navy, we had asked for bottle green. Please correct the invoice of 430.00 EUR."),
        ("de", "IN-7020: geliefert wurde blau statt grün. Bitte die Rechnung über 430,00 EUR berichtigen."),
        ("fr", "IN-7020 : vous avez livré du bleu au lieu du vert. Merci de corriger la facture de 430,00 €."),
    ],
)
def test_what_only_names_the_invoice_of_a_wrong_article_is_not_contested(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert (found.reason, found.amount) == ("wrong_item", None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On IN-7020 the mop stands with 9.80 EUR. Agreed were 8.90 EUR."),
        ("de", "Auf IN-7020 steht der Wischmopp mit 9,80. Ausgemacht sind 8,90. Bitte um Korrektur."),
        ("fr", "Je ne règle pas IN-7020 : on m'avait promis le lot à 390 et je vois 430."),
    ],
)
def test_of_two_prices_none_is_contested(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute.value
    assert found is not None
    assert (found.reason, found.amount) == ("price", None)
