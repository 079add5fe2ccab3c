"""The values that are read from a desk's mails say where they were read, and the words stand there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.grounding import Coverage, general, readings_of, table
from evaluation.opening import opened_desk

FIRST = 30  # mails: enough for every section, few enough for every run


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    found = Coverage()
    with opened_desk("papyra") as desk:
        for reading in readings_of(replace(desk, mails=desk.mails[:FIRST])):
            found.add(reading)
    return found


def test_nearly_every_value_says_where_it_was_read(coverage: Coverage) -> None:
    assert coverage.stated.total() > FIRST
    assert coverage.share >= 0.99, table([("papyra", coverage)])


def test_no_evidence_points_beside_its_words(coverage: Coverage) -> None:
    assert coverage.false.total() == 0, table([("papyra", coverage)])


def test_fields_are_counted_without_the_numbers_of_lines() -> None:
    assert general("remittance.lines.12.amount") == "remittance.lines.amount"
    assert general("master_data.changes.iban") == "master_data.changes.iban"
