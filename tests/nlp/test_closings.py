"""Answers between marked lines stand below a signature, too; a sum of a foreign hand is what the book says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.book import Snapshot
from nlp.cleaning import split_reply
from nlp.extract.closings import own_words
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.notation import amounts
from tests.nlp.extraction_desk import CUSTOMER, context, facts, invoice

HEADS = [
    "> -----Original Message-----\n> From: desk@us.example\n> Subject: Reminder\n>",
    "> Von: kasse@wir.example\n> Gesendet: Montag, 2. März 2026 09:12\n> An: otto@kunde.example\n> Betreff: Mahnung\n>",
]
ANSWERED = (
    "> IN-7015  2.310,40\n\ngoes out on Thursday\n\n> IN-7016  96,50\n\nwe wait for the other box\n\n> Kind regards"
)


@pytest.mark.parametrize("head", HEADS)
def test_answers_below_a_head_that_is_marked_are_new(head: str) -> None:
    new, quoted = split_reply(f"Please see my answers below.\nRegards, Jo\n\n{head}\n{ANSWERED}")
    assert "goes out on Thursday" in new and "we wait for the other box" in new
    assert "IN-7015" not in new and "IN-7015" in quoted


def test_a_quote_without_marks_has_no_answers_in_it() -> None:
    new, _ = split_reply(
        "Fine.\n\n-----Original Message-----\nFrom: desk@us.example\nSubject: X\n\nIt is due on Thursday."
    )
    assert new == "Fine."


def test_answers_below_a_signature_are_the_senders_words_and_the_signature_is_not() -> None:
    text = f"Please see my answers below.\nKind regards\nJo Miller, extension 4711\n\n{HEADS[0]}\n{ANSWERED}"
    opened = open_message(f"From: a@b.example\nSubject: Re: Reminder\n\n{text}".encode(), Limits())
    words = own_words(opened, ("en",))
    assert "goes out on Thursday" in words and "we wait for the other box" in words
    assert "4711" not in words


@pytest.mark.parametrize(("language", "text"), [("en", "2.310 EUR"), ("de", "2,310 EUR"), ("fr", "2.310 EUR")])
def test_a_thousand_in_a_foreign_hand_stays_doubtful_without_the_book(language: str, text: str) -> None:
    assert amounts(text, "." if language == "en" else ",")[0].ambiguous


@pytest.mark.parametrize(("text", "decimal"), [("1.000 EUR", "."), ("1,000 EUR", ","), ("1.000 EUR", ",")])
def test_three_noughts_behind_a_sign_are_thousands_in_every_language(text: str, decimal: str) -> None:
    assert amounts(text, decimal)[0].value == Decimal(1000)


def test_three_noughts_of_goods_may_be_decimals() -> None:
    assert amounts("1.000 kg", ".")[0].value == Decimal(1)


def test_a_thousand_in_a_foreign_hand_is_what_is_open() -> None:
    book = Snapshot(customers=[CUSTOMER], documents=[invoice("IN-7030", "1240.00")], number_patterns=[r"IN-\d{4}"])
    within = replace(context("We will transfer 1.240 euro on 20 April for IN-7030.", language="en"), book=book)
    promise = facts(within).promise.value
    assert promise is not None and promise.instalments[0].amount == Decimal(1240)


def test_what_is_left_is_the_balance_in_montreal_too() -> None:
    text = "Pour IN-7020 : 200 $ le 25 avril, 100 $ le 9 mai et la balance le 23 mai."
    promise = facts(context(text, language="fr")).promise.value
    assert promise is not None
    assert [each.amount for each in promise.instalments] == [Decimal(200), Decimal(100), Decimal(130)]
