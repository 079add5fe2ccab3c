"""Drawn invoices of all regimes and profiles are right; with any fault they do not leave."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from bot.documents.einvoice.building import build
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from tests.drawn_invoices import drawn
from tests.mutated_invoices import FAULTS, mutated

COUNT = 120


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    runner = RuleRunner()
    yield Judge(runner)
    runner.stop()


def test_drawn_documents_break_no_rule(judge: Judge) -> None:
    broken = []
    for one in drawn(seed=7, count=COUNT):
        profile = PROFILES[one.profile]
        document = build(one.invoice, one.context, profile)
        broken += [(one.name, found) for found in judge.judge(profile.syntax.write(document), profile, document)]
    assert broken == []


def test_what_is_written_is_read_back() -> None:
    for one in drawn(seed=8, count=COUNT):
        for profile in PROFILES.values():
            document = build(one.invoice, one.context, profile)
            assert profile.syntax.read(etree.fromstring(profile.syntax.write(document))) == document


def test_every_fault_is_caught_by_rules_alone(judge: Judge) -> None:
    """Without what was intended, and without any rule set but those of the wheel."""
    missed = [
        one.name
        for one in mutated(seed=9, count=2 * len(FAULTS))
        if not any(found.fatal for found in judge.judge(one.profile.syntax.write(one.document), one.profile))
    ]
    assert missed == []
