"""Document numbers: no gap, no reuse, a series for each company, kind and year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, desk
from workflows.invoicing.handlers import take_over
from workflows.ledger.numbering import next_document_number, next_id

PATTERN = "R-{year}-{number:05d}"


@given(st.lists(st.tuples(st.sampled_from(["DE01", "FR01"]), st.sampled_from([2025, 2026])), max_size=30))
def test_each_series_counts_from_one_without_a_gap(draws: list[tuple[str, int]]) -> None:
    uow = FakeUnitOfWork()
    drawn: dict[str, list[int]] = {}
    for company, year in draws:
        _, series, sequence = next_document_number(uow, PATTERN, company, "invoice", date(year, 5, 1))
        drawn.setdefault(series, []).append(sequence)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in drawn.values())


def test_numbers_of_the_earlier_system_are_passed_over() -> None:
    uow, own = books(), desk()
    for number in ("R-2026-00001", "R-2026-00002"):
        take_over(
            uow, own, NOW, number=number, customer="K1", company="DE01", issue_date=TODAY, due_date=TODAY,
            total=Decimal(10), open_amount=Decimal(10), currency="EUR",
        )  # fmt: skip
    assert next_document_number(uow, PATTERN, "DE01", "invoice", TODAY)[0] == "R-2026-00003"


def test_ids_name_company_kind_and_year() -> None:
    assert next_id(FakeUnitOfWork(), "DE10", "C", date(2026, 2, 1)) == "DE10-C-2026-00001"
