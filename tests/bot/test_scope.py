"""A transaction beside others changes what it has locked and nothing else, and takes its locks in one order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.storage.memory import FEW_ROWS, Memory
from bot.storage.scope import LOCK_OF, BeyondScope, Scope, lock_key, numbers_of
from bot.storage.unit_of_work import RECORDS
from tests.bot.records import EXAMPLES
from workflows.ledger.model import OpenItem

ITEM: OpenItem = EXAMPLES["open_items"]
OWN = f"customer:{ITEM.customer}"


def test_locks_are_taken_once_and_in_order() -> None:
    scope = Scope((OWN,))
    assert [scope.take(subject) for subject in (OWN, "article:A", "article:B", "article:A")] == [
        False,
        True,
        True,
        False,
    ]
    assert [scope.take(subject) for subject in ("numbers:DE10", "numbers:DE10", "article:B")] == [True, False, False]


@pytest.mark.parametrize("late", ["customer:K9", "billing", "account:DE10", "article:A", "article:C", "numbers:CH10"])
def test_a_lock_out_of_order_or_of_another_kind_is_beyond(late: str) -> None:
    scope = Scope((OWN,))
    scope.take("article:B")
    scope.take("numbers:DE10")
    with pytest.raises(BeyondScope):
        scope.take(late)


def test_series_of_a_company_have_one_lock() -> None:
    assert numbers_of("FR01-O-2026") == numbers_of("FR01-invoice-2026") != numbers_of("DE10-O-2026")


@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_a_record_may_be_written_under_its_lock_alone(kind: str) -> None:
    value = EXAMPLES[kind]
    if kind in LOCK_OF:
        Scope((LOCK_OF[kind](value),)).require(kind, value)
    if kind not in ("entries", "audit"):
        with pytest.raises(BeyondScope):
            Scope(("customer:somebody else",)).require(kind, value)


def test_every_kind_of_record_that_is_shared_exists() -> None:
    assert set(LOCK_OF) <= set(RECORDS)


def test_keys_of_locks_fit_postgresql_and_differ() -> None:
    keys = {lock_key(f"customer:K{number}") for number in range(1000)}
    assert len(keys) == 1000
    assert all(-(2**63) <= key < 2**63 for key in keys)


def asked(memory: Memory[OpenItem], found: list[OpenItem], **tests: str) -> int:
    """How often the database is asked, if twice the same is wanted."""
    times: list[int] = []

    def ask() -> list[OpenItem]:
        times.append(1)
        return found

    for _ in range(2):
        assert memory.select({name: ("equal", value) for name, value in tests.items()}, ask) == found
    return len(times)


def memory(*subjects: str, kind: str = "open_items") -> Memory[OpenItem]:
    return Memory(kind, "document", lambda item: item.document, Scope(subjects) if subjects else None)


@pytest.mark.parametrize(
    ("held", "tests", "times"),
    [
        ((OWN,), {"customer": ITEM.customer}, 1),
        ((OWN,), {"document": ITEM.document}, 1),
        ((OWN,), {"po_number": ITEM.po_number}, 2),
        (("customer:K9",), {"customer": ITEM.customer}, 2),
        (("customer:K9",), {"document": ITEM.document}, 2),
        ((), {"po_number": ITEM.po_number}, 1),
    ],
)
def test_only_what_nobody_else_can_change_is_remembered(
    held: tuple[str, ...], tests: dict[str, str], times: int
) -> None:
    assert asked(memory(*held), [ITEM], **tests) == times


def test_what_stays_as_it_is_while_the_database_is_shared_is_remembered() -> None:
    assert asked(memory(OWN, kind="prices"), [ITEM], po_number="1") == 1
    assert asked(memory(OWN, kind="audit"), [ITEM], po_number="1") == 2


def test_a_long_answer_is_not_kept() -> None:
    many = [replace(ITEM, document=f"R-{number}") for number in range(FEW_ROWS + 1)]
    assert asked(memory(), many, customer=ITEM.customer) == 2


def test_what_is_written_counts_from_then_on() -> None:
    kept, changed = memory(OWN), replace(ITEM, dunning_level=9)
    asked(kept, [ITEM], customer=ITEM.customer)
    kept.wrote(changed)
    assert kept.select({"document": ("equal", ITEM.document)}, list) == [changed]
    assert kept.select({"customer": ("equal", ITEM.customer)}, lambda: [changed]) == [changed]
