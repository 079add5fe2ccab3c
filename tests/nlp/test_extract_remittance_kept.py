"""What was kept back of a payment and why: the bank, a credit that was there, one that is wished for; denied bills."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.reading import DeductionReason, Remittance
from tests.nlp.extraction_desk import context, facts


def told(text: str, language: str) -> Remittance:
    value = facts(context(text, language=language)).remittance.value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "IN-7020 payée hier. La caisse a pris 12 € de frais, vous verrez donc 418,00 sur les 430,00."),
        ("fr", "Virement d'hier pour IN-7020 : 418,00 €, soit 430,00 et 12 € de frais au passage."),
        ("en", "IN-7020 paid yesterday, 418.00 should land, the correspondent kept 12.00 of it."),
        ("en", "430.00 sent for IN-7020 yesterday, 12 EUR in fees went off on the way, so you get 418.00."),
        ("de", "IN-7020 gestern überwiesen, 12 Euro Spesen gehen ab, bei Ihnen kommen 418,00 an."),
        ("", "Wczoraj zapłaciliśmy IN-7020, bank pobrał 12,00 EUR, więc dostaną Państwo 418,00 EUR."),
        ("", "Abbiamo pagato ieri la IN-7020: la banca ha trattenuto 12,00 EUR, riceverete 418,00 EUR."),
        ("", "Gisteren betaald IN-7020, de bank heeft 12,00 EUR ingehouden, u ontvangt 418,00 EUR."),
        ("", "Ayer pagamos IN-7020, el banco nos cobró 12,00 EUR, les llegan 418,00 EUR."),
    ],
)
def test_what_a_bank_takes_on_the_way_is_its_charge(language: str, text: str) -> None:
    (line,) = told(text, language).lines
    assert (line.amount, line.deduction, line.reason) == (
        Decimal("430.00"),
        Decimal("12.00"),
        DeductionReason.BANK_CHARGE,
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "IN-7020 payée hier, 418,00 sur 430,00 : 12 € de frais de port non convenus retirés."),
        ("fr", "IN-7020 réglée hier, 390,00, 40,00 retenus pour la casse, nous attendons votre avoir."),
        ("de", "IN-7020: 40,00 wegen Bruch abgezogen, 390,00 gestern überwiesen, bitte Gutschrift."),
        ("en", "We kept 40.00 back from IN-7020 for torn bags, 390.00 went yesterday. Please send a credit note."),
    ],
)
def test_a_credit_that_is_wished_for_is_a_dispute(language: str, text: str) -> None:
    (line,) = told(text, language).lines
    assert line.reason is DeductionReason.DISPUTE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Votre avoir pour la casse (40,00) est déduit de la IN-7020, 390,00 virés hier."),
        ("de", "Die Gutschrift für den Bruch (40,00) ist bei IN-7020 abgezogen, 390,00 gingen gestern raus."),
        ("en", "The credit for the broken pump (40.00) has been deducted from IN-7020, 390.00 went yesterday."),
    ],
)
def test_a_credit_for_damaged_goods_that_was_taken_is_a_credit(language: str, text: str) -> None:
    (line,) = told(text, language).lines
    assert (line.deduction, line.reason) == (Decimal("40.00"), DeductionReason.CREDIT_NOTE)


def test_a_discount_is_the_one_that_is_written_to_the_cent() -> None:
    text = "Für IN-7016 gestern 50,53 überwiesen, abzüglich Gutschrift IN-9001 (45,00) und 1 % Skonto (0,97)."
    value = told(text, "de")
    assert value.total == Decimal("50.53")
    assert [line.deduction for line in value.lines] == [Decimal("0.97"), None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7020 ist seit gestern mit 430,00 bezahlt. Bei IN-7016 (96,50, Einsatz) weiß keiner von uns, worum es geht, eingeschickt wurde nichts."),  # noqa: E501
        ("en", "IN-7020 was paid yesterday with 430.00. As to IN-7016 (96.50, call-out) nobody here has seen an engineer, we never sent anything in."),  # noqa: E501
        ("fr", "IN-7020 payée hier, 430,00. Pour IN-7016 (96,50, dépannage), personne ici n'a rien demandé et nous n'avons rien envoyé."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_bill_that_nobody_knows_of_is_no_part_of_the_payment_beside_it(language: str, text: str) -> None:
    value = told(text, language)
    assert [(line.invoice, line.amount) for line in value.lines] == [("IN-7020", Decimal("430.00"))]
    assert value.total == Decimal("430.00")
