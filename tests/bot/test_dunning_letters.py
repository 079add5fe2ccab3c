"""What a letter says beside its figures: broken promises, the law and its annex, fees, the wording of its level."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.documents.notices import dunning_facts, formal_text, law_text, promise_text, tone_text
from tests.workflows.dunning_desk import COMPANY, at, books, desk, item, policies, promise
from workflows.disputes.model import PromiseStatus
from workflows.dunning.composing import PlannedLetter
from workflows.dunning.facts import letter_as_json, letter_facts
from workflows.dunning.model import Tone
from workflows.dunning.plan import plan
from workflows.dunning.run import run

DAY = date(2026, 3, 16)
RAISED = DAY - timedelta(days=20)
STANDARD = policies()["standard"]


def second(**changed: Any) -> Any:
    facts = {"dunning_level": 1, "level_raised_on": RAISED} | changed
    return item("R1", DAY - timedelta(days=40), "1000.00", **facts)


def planned(uow: Any, **changed: Any) -> PlannedLetter:
    (letter,) = plan(uow, desk(**changed), DAY).planned
    return letter


def said(letter: PlannedLetter, language: str = "en") -> dict[str, Any]:
    facts = {"date": DAY.isoformat(), **letter_facts(letter, COMPANY)}
    return dunning_facts(facts, COMPANY, [], language)


def test_a_letter_after_a_broken_promise_says_so() -> None:
    uow = books(second())
    made = RAISED + timedelta(days=2)
    uow.promises.add(promise("P1", "R1", pays_on=DAY - timedelta(days=8), made_on=made, amount=Decimal("600.00")))
    run(uow, desk(), at(DAY))  # the run itself finds that the promise is broken
    assert uow.promises.get("P1").state is PromiseStatus.BROKEN
    (letter,) = uow.letters.where()
    assert '"amount": "600.00"' in letter.facts and '"date": "2026-03-08"' in letter.facts


@pytest.mark.parametrize(
    ("state", "made_on"),
    [(PromiseStatus.KEPT, DAY), (PromiseStatus.BROKEN, RAISED - timedelta(days=1)), (PromiseStatus.REPLACED, DAY)],
)
def test_what_was_kept_replaced_or_answered_by_an_earlier_letter_is_not_held_against_anybody(
    state: PromiseStatus, made_on: date
) -> None:
    uow = books(second())
    uow.promises.add(promise("P1", "R1", pays_on=DAY - timedelta(days=8), made_on=made_on, state=state))
    assert planned(uow).broken == ()


@pytest.mark.parametrize(("language", "words"), [("fr", "8 mars 2026"), ("de", "8. März 2026"), ("en", "8 March 2026")])
def test_the_sentence_names_invoice_day_and_amount(language: str, words: str) -> None:
    row = {"invoices": ["R1"], "date": "2026-03-08", "amount": "600.00"}
    text = promise_text({"currency": "EUR", "broken_promises": [row]}, language)
    assert words in text.replace("\u00a0", " ") and "R1" in text and "600" in text
    assert "600" not in promise_text({"currency": "EUR", "broken_promises": [row | {"amount": ""}]}, language)


def test_the_annex_counts_every_day_and_ends_each_invoice_with_its_rounded_sum() -> None:
    page = said(planned(books(second())))
    (row,) = page["annex"]
    assert (row["days"], row["charged_on"], row["interest"], row["sum"]) == ("40", "1,000.00", "13.3151", "13.32")


def test_a_first_reminder_has_neither_law_nor_annex() -> None:
    page = said(planned(books(item("R1", DAY - timedelta(days=8)))))
    assert page["annex"] == [] and not page["charged"]


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ({"country": "FR", "lump_sum": True}, "articles L441-10 and D441-5"),
        ({"country": "FR", "lump_sum": False}, "Under article L441-10"),
        ({"country": "CH", "lump_sum": False}, "article 104 of the Swiss"),
        ({"country": "FR", "lump_sum": True, "agreed": True}, "agreed between us"),
        ({"country": "AT", "lump_sum": True}, "sections 456 and 458"),
    ],
)
def test_the_ground_is_that_of_the_debtors_law_and_claims_no_sum_that_is_not_there(law: Any, words: str) -> None:
    text = law_text(law, "en")
    assert words in text and ("lump sum" in text or "compensation" in text) == law["lump_sum"]


def test_the_last_letter_is_formal_by_the_sellers_law_and_a_letter_before_action_by_the_debtors() -> None:
    assert "1344" in formal_text({"customer": {"country": "FR"}}, COMPANY, "fr")
    german = replace(COMPANY, country="DE")
    assert "1344" not in formal_text({"customer": {"country": "FR"}}, german, "fr")
    assert "letter before action" in formal_text({"customer": {"country": "GB"}}, german, "en")
    assert formal_text({"customer": {"country": "IE"}}, german, "en") == ""


def test_a_fee_stands_by_itself_and_in_the_total_only_in_the_companys_currency() -> None:
    policy = replace(STANDARD, fees=(Decimal(0), Decimal("5.00"), Decimal(10)))
    euros = planned(books(second()), standard=policy).letter
    assert letter_as_json(euros)["fee"] == "5.00" and euros.total == Decimal("1058.32")
    dollars = planned(books(second(currency="USD")), standard=policy).letter
    assert dollars.fee == 0 and "fee" not in letter_as_json(dollars)


def test_a_level_may_be_worded_as_another() -> None:
    policy = replace(STANDARD, wordings=(1, 1, 2))
    uow = books(second())
    run(uow, desk(standard=policy), at(DAY))
    (letter,) = uow.letters.where()
    assert letter.template == "dunning_1" and '"level": 2' in letter.facts


def test_an_agreed_rate_takes_the_laws_place_but_not_below_its_floor() -> None:
    low = planned(books(second()), standard=replace(STANDARD, contract_percent=Decimal("6.00"))).letter
    assert low.interest == Decimal("6.58")  # the test's French law has no floor


@pytest.mark.parametrize(
    ("language", "gentle", "firm"),
    [
        ("fr", "solution amiable", "suspendre toute nouvelle livraison"),
        ("de", "einvernehmliche Lösung", "weitere Lieferungen"),
        ("en", "settle the matter with you directly", "suspend further deliveries"),
    ],
)
def test_the_tone_of_a_policy_adds_a_sentence_and_changes_nothing_else(language: str, gentle: str, firm: str) -> None:
    last = second(dunning_level=2, level_raised_on=RAISED)
    usual = said(planned(books(last)), language)
    for tone, words in ((Tone.GENTLE, gentle), (Tone.FIRM, firm)):
        page = said(planned(books(last), standard=replace(STANDARD, tone=tone)), language)
        assert words in page["before"][-1] and page["before"][:-1] == usual["before"]
        assert {**page, "before": usual["before"]} == usual


def test_every_wording_has_its_sentence_in_each_tone_and_language() -> None:
    told = {
        (language, tone, wording): tone_text({"tone": tone, "wording": wording}, language)
        for language in ("fr", "de", "en")
        for tone in ("gentle", "firm")
        for wording in (1, 2, 3)
    }
    assert all(told.values()) and len(set(told.values())) == len(told)
    assert tone_text({"tone": "usual", "wording": 1}, "en") == tone_text({"level": 1}, "en") == ""
