"""The ledger's promises hold for whatever is done to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import TODAY, company, desk
from workflows.errors import UnbalancedEntry
from workflows.ledger.journal import leg, post, reverse
from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import ZERO, digits, is_exact, plain, rounded

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
NONZERO = AMOUNTS.filter(bool)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.sampled_from(["EUR", "JPY", "TND"]))
def test_rounding_moves_an_amount_by_at_most_half_a_unit(amount: Decimal, currency: str) -> None:
    half = Decimal(1).scaleb(-digits(currency)) / 2
    assert abs(rounded(amount, currency) - amount) <= half
    assert is_exact(rounded(amount, currency), currency) and Decimal(plain(amount, currency)) == rounded(
        amount, currency
    )


@pytest.mark.parametrize(
    ("amount", "shown"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1E+3", "1000.00")]
)
def test_halves_are_rounded_away_from_zero(amount: str, shown: str) -> None:
    assert plain(Decimal(amount), "EUR") == shown


@given(st.lists(NONZERO, min_size=1, max_size=8))
def test_an_entry_exists_only_balanced(amounts: list[Decimal]) -> None:
    lines = tuple(
        JournalLine(AccountKind.OTHER, "1", debit=max(amount, ZERO), credit=max(-amount, ZERO)) for amount in amounts
    )
    if sum(amounts):
        with pytest.raises(UnbalancedEntry):
            JournalEntry("J", TODAY, "DE01", "EUR", "D", "", lines)
    else:
        assert JournalEntry("J", TODAY, "DE01", "EUR", "D", "", lines).lines == lines


@given(NONZERO)
def test_an_entry_and_its_mirror_cancel_out(amount: Decimal) -> None:
    uow, own = FakeUnitOfWork(), desk()
    legs = [leg(own, "DE01", AccountKind.RECEIVABLE, amount), leg(own, "DE01", AccountKind.OTHER, -amount)]
    entry = post(uow, company="DE01", on=TODAY, currency="EUR", document="D", text="", lines=legs)
    mirror = reverse(uow, entry, on=TODAY, why="storno")
    for before, after in zip(entry.lines, mirror.lines, strict=True):
        assert (before.debit, before.credit, before.account) == (after.credit, after.debit, after.account)
    assert mirror.reverses == entry.id


def test_a_leg_falls_back_to_the_account_of_its_kind() -> None:
    own = desk(company("FR01", "FR"))
    assert leg(own, "FR01", AccountKind.TAX, Decimal(-1), account="tax.20").account == "445711"
    assert leg(own, "FR01", AccountKind.TAX, Decimal(-1), account="tax.99").account == "445710"


@pytest.mark.parametrize(("debit", "credit"), [("0", "0"), ("1", "1"), ("-1", "0"), ("0", "-1")])
def test_a_journal_line_has_exactly_one_positive_side(debit: str, credit: str) -> None:
    with pytest.raises(ValueError, match="one positive side"):
        JournalLine(AccountKind.BANK, "1", Decimal(debit), Decimal(credit))


def test_entries_are_numbered_by_company_and_year() -> None:
    uow, own = FakeUnitOfWork(), desk()
    legs = [leg(own, "DE01", AccountKind.BANK, Decimal(1)), leg(own, "DE01", AccountKind.OTHER, Decimal(-1))]
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2))
    ids = [post(uow, company="DE01", on=day, currency="EUR", document="", text="", lines=legs).id for day in days]
    assert ids == ["DE01-J-2025-0000001", "DE01-J-2026-0000001", "DE01-J-2026-0000002"]
