"""A mail that did not arrive does not count, and a person mends the address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from nlp.reading import Bounce
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, company, desk, source
from workflows.commands import RecordBounce
from workflows.correspondence import write
from workflows.disputes.model import CaseKind
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.undelivered import record_bounce


def sent(uow: FakeUnitOfWork, kind: LetterKind, facts: dict[str, Any] | None = None, *to: str) -> Letter:
    letter = write(
        uow, NOW, kind=kind, template="x", language="fr", company=company(), customer="K1",
        to=to or ("factures@delattre.example",), facts=facts or {}, documents=("R-1",), source=None,
        dedup_key=f"{kind}:R-1",
    )  # fmt: skip
    assert letter is not None
    uow.letters.put(replace(letter, state=LetterStatus.SENT))
    return letter


def bounced(uow: FakeUnitOfWork, message_id: str, permanent: bool = True) -> tuple[str, ...]:
    bounce = Bounce(message_id, "factures@delattre.example", "5.1.1", permanent)
    return record_bounce(RecordBounce(source(may_answer=False), bounce), uow, desk(), NOW)


def dunned(uow: FakeUnitOfWork) -> Letter:
    row = {"document": "R-1", "raised": True, "level": 2, "level_before": 1, "level_before_on": "2026-01-20"}
    item = uow.open_items.get("R-1")
    uow.open_items.put(replace(item, dunning_level=2, level_raised_on=NOW.date()))
    return sent(uow, LetterKind.DUNNING, {"date": NOW.date().isoformat(), "items": [row], "credit_notes": []})


def test_an_invoice_that_bounced_is_a_task() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE)
    (case,) = bounced(uow, letter.message_id)
    assert uow.letters.get(letter.id).state is LetterStatus.BOUNCED
    assert (uow.cases.get(case).kind, uow.cases.get(case).invoices) == (CaseKind.UNDELIVERED, ("R-1",))


def test_a_dunning_letter_that_bounced_does_not_count() -> None:
    uow = books()
    bounced(uow, dunned(uow).message_id)
    item = uow.open_items.get("R-1")
    assert (item.dunning_level, item.level_raised_on) == (1, date(2026, 1, 20))


def test_a_delay_is_only_noted() -> None:
    uow = books()
    letter = dunned(uow)
    assert bounced(uow, letter.message_id, permanent=False) == ()
    assert uow.letters.get(letter.id).state is LetterStatus.SENT
    assert uow.open_items.get("R-1").dunning_level == 2
    assert [event.action for event in uow.audit.where()] == ["mail_delayed"]


def test_the_same_report_twice_is_one_task() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE)
    bounced(uow, letter.message_id)
    assert bounced(uow, letter.message_id) == ()
    assert len(uow.cases.where()) == 1


def test_a_report_about_a_strangers_mail_changes_nothing() -> None:
    uow = books()
    assert bounced(uow, "<not-ours@x>") == ()
    assert uow.cases.where() == [] and uow.audit.where() == []


def test_an_answer_that_bounced_is_marked_and_no_task() -> None:
    uow = books()
    letter = sent(uow, LetterKind.REPLY)
    assert bounced(uow, letter.message_id) == ()
    assert json.loads(uow.audit.where()[0].details)["kind"] == "reply"
    assert uow.letters.get(letter.id).state is LetterStatus.BOUNCED


def test_a_letter_that_reached_another_address_still_counts() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE, {}, "factures@delattre.example", "chef@delattre.example")
    (case,) = bounced(uow, letter.message_id)
    assert uow.letters.get(letter.id).state is LetterStatus.SENT
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
