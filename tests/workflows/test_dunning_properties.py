"""Whatever the books hold and whenever the run is started: levels rise by one, gaps are kept, sums are right."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.dunning_desk import at, books, case, customer, desk, item, payment
from workflows.dunning.model import DunningLetter
from workflows.dunning.run import run

DESK = desk()
DAY = date(2026, 2, 1)

invoices = st.lists(
    st.tuples(
        st.integers(-20, 60), st.decimals("0.01", "3000", places=2), st.integers(0, 3), st.sampled_from(["EUR", "USD"])
    ),
    max_size=6,
)
credit_notes = st.lists(st.decimals("-1500", "-0.01", places=2), max_size=2)
run_days = st.lists(st.integers(0, 80), min_size=1, max_size=12).map(sorted)


def filled(rows: Any, credits_open: Any, policy: str, disputed: bool, unapplied: Decimal) -> Any:
    items = [
        item(f"R{n}", DAY - timedelta(days=late), str(amount), currency=currency, dunning_level=level,
             level_raised_on=DAY if level else None)
        for n, (late, amount, level, currency) in enumerate(rows)
    ]  # fmt: skip
    items += [item(f"A{n}", DAY, str(amount)) for n, amount in enumerate(credits_open)]
    uow = books(*items, customers=(customer(dunning_policy=policy),))
    if disputed:
        uow.cases.add(case("C1", "R0"))
    uow.payments.add(payment("Z1", DAY, str(unapplied), str(unapplied)))
    return uow


@settings(max_examples=150, deadline=None)
@given(
    invoices, credit_notes, st.sampled_from(["standard", "key_account", "public_sector"]), st.booleans(),
    st.decimals("0", "500", places=2), run_days,
)  # fmt: skip
def test_no_history_of_runs_breaks_the_rules(
    rows: Any, credits_open: Any, policy: str, disputed: bool, unapplied: Decimal, days: list[int]
) -> None:
    uow = filled(rows, credits_open, policy, disputed, unapplied)
    letters: dict[tuple[date, str], int] = defaultdict(int)
    before = dict(uow.open_items.rows)
    for offset in days:
        today = DAY + timedelta(days=offset)
        for letter in run(uow, DESK, at(today)).letters:
            letters[today, letter.currency] += 1
            check_sums(letter)
        for number, now in uow.open_items.rows.items():
            was = before[number]
            assert now.dunning_level in (was.dunning_level, was.dunning_level + 1) and now.dunning_level <= 3
            if now.dunning_level > was.dunning_level:
                assert now.level_raised_on == today and now.open_amount >= 5
                assert was.level_raised_on is None or (today - was.level_raised_on).days >= 14
                assert now.days_overdue(today) >= DESK.dunning[policy].days[was.dunning_level]
                assert not (disputed and number == "R0")
                assert (today, now.currency) in letters
        before = dict(uow.open_items.rows)
    assert set(letters.values()) <= {1}


def check_sums(letter: DunningLetter) -> None:
    assert letter.total == sum(
        (row.open_amount + row.interest + row.compensation for row in letter.items), Decimal(0)
    ) + sum((note.open_amount for note in letter.credit_notes), Decimal(0))
    assert letter.total - letter.interest - letter.compensation >= 5
    assert letter.level in {row.level for row in letter.items}
    assert all(row.days_overdue >= 1 and row.open_amount >= 5 for row in letter.items)
    assert letter.level > 1 or letter.interest == letter.compensation == 0
