"""Letters enter the outbox once, with a Message-ID that is fixed, in the thread of the person who wrote."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, company, customer, desk, source
from workflows.correspondence import answer_address, language_for, write
from workflows.letters import Letter, LetterKind, LetterStatus


def written(uow: FakeUnitOfWork, **given: Any) -> Letter | None:
    facts: dict[str, Any] = {
        "kind": LetterKind.REPLY, "template": "free_reply", "language": "de", "company": company(), "customer": "K1",
        "to": ("frau.maier@kunde.example",), "facts": {}, "source": source(), "dedup_key": "reply:1",
    }  # fmt: skip
    return write(uow, NOW, **{**facts, **given})


def test_the_same_key_is_never_written_twice() -> None:
    uow = FakeUnitOfWork()
    assert written(uow) is not None and written(uow) is None
    assert len(uow.letters.where()) == 1


def test_the_message_id_follows_from_the_key_alone() -> None:
    first, second = written(FakeUnitOfWork()), written(FakeUnitOfWork(), to=("other@kunde.example",))
    assert first is not None and second is not None
    assert first.message_id == second.message_id
    assert first.message_id.startswith(f"<o2cbot.{first.id}.") and first.message_id.endswith("@muster.example>")


def test_an_answer_stands_in_the_thread_of_its_sender_only() -> None:
    asked = source(references=("<0@kunde.example>",))
    answer = written(FakeUnitOfWork(), source=asked)
    assert answer is not None and answer.references == ("<0@kunde.example>", "<1@kunde.example>")
    other = written(FakeUnitOfWork(), source=asked, to=("einkauf@kunde.example",))
    assert other is not None and (other.in_reply_to, other.references) == ("", ())


@pytest.mark.parametrize("forged", ["<a@b>\r\nBcc: all@kunde.example", "a@b", "<a\x00@b>", "<" + "a" * 600 + ">"])
def test_a_forged_message_id_does_not_reach_our_headers(forged: str) -> None:
    answer = written(FakeUnitOfWork(), source=source(message_id=forged, references=(forged,)))
    assert answer is not None and (answer.in_reply_to, answer.references) == ("", ())


def test_facts_are_plain_and_anything_else_is_refused() -> None:
    answer = written(FakeUnitOfWork(), facts={"on": date(2026, 3, 1), "amount": Decimal("1E+2")})
    assert answer is not None and json.loads(answer.facts) == {"on": "2026-03-01", "amount": "100"}
    with pytest.raises(TypeError):
        written(FakeUnitOfWork(), facts={"what": object()})


def test_without_an_address_a_person_sees_it() -> None:
    letter = written(FakeUnitOfWork(), to=())
    assert letter is not None and letter.state is LetterStatus.FAILED


@pytest.mark.parametrize(
    ("given", "to"),
    [
        ({}, ("frau.maier@kunde.example",)),
        ({"sender": ""}, ("einkauf@kunde.example",)),
        ({"may_answer": False}, ("einkauf@kunde.example",)),
        ({"may_answer": False, "sender": "EINKAUF@kunde.example"}, ()),
    ],
)
def test_a_person_is_answered_and_a_program_never(given: dict[str, Any], to: tuple[str, ...]) -> None:
    assert answer_address(source(**given), customer(), FakeUnitOfWork()) == to


@pytest.mark.parametrize(("own", "ours"), [("de", "de"), ("it", "en"), ("", "en")])
def test_a_customer_whose_language_we_have_not_is_written_to_in_english(own: str, ours: str) -> None:
    assert language_for(customer(language=own), desk()) == ours
