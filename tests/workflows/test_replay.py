"""A message that is replayed does nothing a second time, whatever it wanted and wherever it had ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, advice, books, desk, dispute, message, promise, query, reading
from workflows import triage
from workflows.messages import MessageStatus

WANTS: dict[str, dict[str, Any]] = {
    "dispute": {"dispute": dispute("R-1")},
    "promise": {"promise": promise("R-1")},
    "remittance": {"remittance": advice(("R-1", "1000.00"), total="1000.00")},
    "query": {"query": query("invoice_copy", "R-1")},
    "master_data": {"master_data": r.MasterDataChange((("iban", "FR76 3000 6000 0112 3456 7890 189"),))},
}
KEPT = (
    "cases", "promises", "advices", "changes", "letters", "payments", "allocations", "entries", "orders", "invoices",
    "open_items", "customers",
)  # fmt: skip


def records(uow: FakeUnitOfWork) -> dict[str, list[Any]]:
    return {name: sorted(getattr(uow, name).where(), key=repr) for name in KEPT}


def replayed(uow: FakeUnitOfWork, read: r.Reading) -> None:
    """As `Intake.replay` has it worked again."""
    (row,) = uow.messages.where()
    uow.messages.put(replace(row, state=MessageStatus.RECEIVED, attempts=0, why=""))
    triage.work(uow.messages.where()[0], read, uow, desk(), NOW)


@pytest.mark.parametrize("confidence", [0.99, 0.5], ids=["sure", "unsure"])
@pytest.mark.parametrize("intent", WANTS)
def test_a_replay_repeats_no_effect(intent: str, confidence: float) -> None:
    uow, read = books(), reading(intent, confidence=confidence, **WANTS[intent])
    triage.work(message(), read, uow, desk(), NOW)
    before, state = records(uow), uow.messages.where()[0].state
    for _ in range(2):
        replayed(uow, read)
    assert records(uow) == before and uow.messages.where()[0].state is state


@pytest.mark.parametrize("intent", WANTS)
def test_a_replay_after_a_reader_was_mended_does_what_was_missing_once(intent: str) -> None:
    uow = books()
    triage.work(message(), reading("other"), uow, desk(), NOW)
    right = reading(intent, **WANTS[intent])
    replayed(uow, right)
    after = records(uow)
    replayed(uow, right)
    assert records(uow) == after


@pytest.mark.parametrize("intent", WANTS)
def test_what_a_person_approved_is_not_done_again_by_a_replay(intent: str) -> None:
    uow, read = books(), reading(intent, confidence=0.5, **WANTS[intent])
    triage.work(message(), read, uow, desk(), NOW)
    triage.approve(message().id, "ada", read, uow, desk(), NOW)
    before = records(uow)
    replayed(uow, read)
    assert records(uow) == before
