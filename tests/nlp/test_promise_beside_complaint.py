"""A promise of several documents beside a complaint about one of them is for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.facts import read_facts
from nlp.leftovers import Understood
from nlp.payment_leftovers import promised_and_contested
from nlp.reading import Dispute, DisputeReason, Instalment, Intent, IntentName, Promise
from tests.nlp.extraction_desk import context


@pytest.mark.parametrize(
    ("promised", "told"),
    [(("IN-7015", "IN-7016"), ["IN-7016"]), (("IN-7016",), []), (("IN-7015", "IN-7020"), [])],
)
def test_one_of_several_promised_documents_is_not_contested(promised: tuple[str, ...], told: list[str]) -> None:
    said = context("IN-7015 goes out on 24 April. IN-7016 came torn.", language="en")
    invoices = find_references(said)
    facts = replace(
        read_facts(said, invoices, ()),
        promise=Found(Promise(promised, (Instalment(date(2026, 4, 24), None),)), 1.0),
        dispute=Found(Dispute(("IN-7016",), DisputeReason.DAMAGED, None, None), 1.0),
    )
    intents = (Intent(IntentName.PROMISE, 0.9), Intent(IntentName.DISPUTE, 0.9))
    found = promised_and_contested(Understood(said, facts, invoices, intents, {}, None, "en"))
    assert [problem.detail for problem in found] == told
