"""Shares and several discounts in e-invoices: in words everywhere, in figures where the profile has elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from bot.documents.einvoice.building import build
from bot.documents.einvoice.profiles import PROFILES, EInvoiceProfile
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from bot.documents.invoice import discount_terms, invoice_facts, share_terms
from tests.bot.selling import context, invoice
from workflows.ledger.model import DiscountStep, DueShare

D = Decimal
WHOLE = invoice()
SHARES = (DueShare(WHOLE.issue_date, D(100)), DueShare(date(2026, 12, 1), WHOLE.total - 100))
PARTED = replace(WHOLE, due_date=SHARES[0].due_on, shares=SHARES)
STEPS = replace(WHOLE, discount_percent=D(3), discount_days=8, later_discounts=(DiscountStep(D(2), 14),))


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    runner = RuleRunner()
    yield Judge(runner)
    runner.stop()


@pytest.mark.parametrize("document", [PARTED, STEPS], ids=["shares", "discounts"])
@pytest.mark.parametrize("name", [EInvoiceProfile.FACTURX, EInvoiceProfile.FACTURX_EXTENDED,
                                  EInvoiceProfile.XRECHNUNG_CII, EInvoiceProfile.XRECHNUNG_UBL])  # fmt: skip
def test_no_rule_is_broken_and_what_is_written_is_read_back(name: EInvoiceProfile, document, judge: Judge) -> None:  # type: ignore[no-untyped-def]
    profile = PROFILES[name]
    built = build(document, context(), profile)
    written = profile.syntax.write(built)
    assert profile.syntax.read(etree.fromstring(written)) == built
    assert [found for found in judge.judge(written, profile, built) if found.fatal] == []


def test_the_first_due_date_is_the_documents_and_the_words_name_all() -> None:
    built = build(PARTED, context(), PROFILES[EInvoiceProfile.FACTURX])
    assert built.due_on == SHARES[0].due_on and built.further_terms == ()
    assert "2 Teilbeträgen" in built.terms and "Dezember 2026" in built.terms


def test_the_extended_profile_has_each_share_in_figures() -> None:
    built = build(PARTED, context(), PROFILES[EInvoiceProfile.FACTURX_EXTENDED])
    assert [built.partial, *(step.partial for step in built.further_terms)] == [100, WHOLE.total - 100]
    assert sum([built.partial or 0, *(step.partial or 0 for step in built.further_terms)]) == built.totals.payable


def test_xrechnung_has_a_line_for_each_discount() -> None:
    built = build(STEPS, context(), PROFILES[EInvoiceProfile.XRECHNUNG_CII])
    assert built.terms == "#SKONTO#TAGE=8#PROZENT=3.00#\n#SKONTO#TAGE=14#PROZENT=2.00#\n"


def test_both_discounts_are_offered_in_words() -> None:
    for language in ("de", "en", "fr"):
        text = discount_terms(STEPS, language)
        assert "3" in text and "2" in text and len(text.split("%")) == 3


def test_the_sheet_names_every_share_and_its_code_asks_for_the_first() -> None:
    facts = invoice_facts(PARTED, context())
    rows = [row["value"] for row in facts["payment"]]
    assert any("100,00" in row for row in rows[:2]) and facts["total"] != rows[0]
    assert share_terms(WHOLE, "de") == ""
