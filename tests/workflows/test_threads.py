"""A reply joins its case by what nobody can guess; subjects and numbers only suggest; another customer never joins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, company, desk, dispute, message, reading, source
from workflows.commands import Act, CaseAction, ForSpecialist, RaiseDispute
from workflows.correspondence import cut_references, write
from workflows.disputes.actions import act
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.model import CaseStatus
from workflows.letters import Letter, LetterKind
from workflows.message_facts import facts
from workflows.reply_tokens import letters_named, token_of
from workflows.routing.deciding import decide
from workflows.triage import work


def disputed(uow: FakeUnitOfWork) -> tuple[str, Letter]:
    """(the case of K1 about R-1, our letter about it), with the case waiting for an answer."""
    (case,) = raise_dispute(RaiseDispute(source(), "K1", dispute("R-1")), uow, desk(), NOW)
    (letter,) = uow.letters.where(case=case, kind=LetterKind.REPLY)
    act(CaseAction(case, "reply", "ann", text="Which price was agreed?"), uow, desk(), NOW, credit=lambda *_: "")
    return case, letter


def reply(**changes: Any) -> r.Reading:
    return reading("other", **({"message_id": "<m2@delattre.example>", "subject": "x"} | changes))


def carried(letter: Letter, uow: FakeUnitOfWork, how: str) -> dict[str, Any]:
    token = token_of(letter.id, uow)
    return {
        "address": {"recipients": ("ar@nordwerk.example", f"ar+{token}@nordwerk.example")},
        "references": {"references": ("<else@x>", letter.message_id)},
        "in_reply_to": {"in_reply_to": letter.message_id},
        "mark": {"marks": (token,)},
        "lost domain": {"in_reply_to": f"<o2cbot.{token.upper()}@relay.example>"},
    }[how]


@pytest.mark.parametrize("how", ["address", "references", "in_reply_to", "mark", "lost domain"])
def test_a_reply_joins_its_case_and_wakes_its_owner(how: str) -> None:
    uow = books()
    case, letter = disputed(uow)
    before = len(uow.letters.where(case=case, kind=LetterKind.ESCALATION))
    assert uow.cases.get(case).state is CaseStatus.WAITING
    worked = work(message(2), reply(**carried(letter, uow, how)), uow, desk(), NOW)
    joined = uow.cases.get(case)
    assert (worked.route, joined.state) == ("auto", CaseStatus.OPEN)
    assert joined.message_ids[-1] == "<m2@delattre.example>"
    assert len(uow.letters.where(case=case, kind=LetterKind.ESCALATION)) == before + 1


@pytest.mark.parametrize("how", ["address", "references", "mark"])
def test_a_reply_of_another_customer_never_joins_and_names_the_case(how: str) -> None:
    uow = books()
    case, letter = disputed(uow)
    foreign = reply(
        customer="K2", sender=r.Address("", "x@mueller.example"), identified_by=r.Identification.ADDRESS,
        **carried(letter, uow, how),
    )  # fmt: skip
    worked = work(message(2), foreign, uow, desk(), NOW)
    assert worked.route == "review" and case in worked.why
    assert uow.cases.get(case).state is CaseStatus.WAITING
    assert "<m2@delattre.example>" not in uow.cases.get(case).message_ids


def test_what_another_customer_disputes_in_the_thread_becomes_a_case_of_its_own_that_names_the_possible_one() -> None:
    uow = books()
    case, _ = disputed(uow)
    theirs = replace(source(), sender="x@mueller.example", message_id="<m9@mueller.example>", possible_case=case)
    (other,) = raise_dispute(RaiseDispute(theirs, "K2", dispute("R-9")), uow, desk(), NOW)
    assert other != case
    assert [(said.event, said.text) for said in uow.cases.get(other).notes] == [("possible", case)]


def test_a_strangers_reply_never_joins() -> None:
    uow = books()
    case, letter = disputed(uow)
    stranger = reply(customer=None, identified_by=None, sender=r.Address("", "who@else.example"))
    worked = work(message(2), replace(stranger, in_reply_to=letter.message_id), uow, desk(), NOW)
    assert worked.route == "review" and f"It may belong to case {case}." in worked.why
    assert uow.cases.get(case).state is CaseStatus.WAITING


@pytest.mark.parametrize("changes", [{"subject": "Re: case {case}"}, {"new_text": "About {case}: no."}])
def test_a_number_only_suggests(changes: dict[str, str]) -> None:
    uow = books()
    case, _ = disputed(uow)
    named = reply(**{name: text.format(case=case) for name, text in changes.items()})
    known = facts(message(2), named, uow, desk(), NOW)
    assert (known.thread_case, known.suggested_case) == ("", case)
    decision = decide(named, known, desk(), NOW)
    assert isinstance(decision, ForSpecialist) and f"It may belong to case {case}." in decision.why


def test_the_same_subject_joins_nothing() -> None:
    uow = books()
    disputed(uow)
    known = facts(message(2), reply(subject="Re: Facture R-1"), uow, desk(), NOW)
    assert (known.thread_case, known.others_case, known.suggested_case) == ("", "", "")


def test_a_closed_case_is_not_joined_but_suggested() -> None:
    uow = books()
    case, letter = disputed(uow)
    uow.cases.put(replace(uow.cases.get(case), state=CaseStatus.CLOSED))
    known = facts(message(2), reply(in_reply_to=letter.message_id), uow, desk(), NOW)
    assert (known.thread_case, known.suggested_case) == ("", case)


def test_a_token_that_we_did_not_sign_names_nothing() -> None:
    uow = books()
    _, letter = disputed(uow)
    good = token_of(letter.id, uow)
    forged = f"{letter.id}.{'0' * 16}"
    assert [one.id for one in letters_named([f"<o2cbot.{good}@x>"], uow)] == [letter.id]
    assert letters_named([forged, f"a{good}", f"{good}b", letter.id, "x" * 5000], uow) == []
    assert len(letters_named([f"{letter.id}.{number:016x}" for number in range(5000)] + [good], uow)) <= 1


def test_long_references_keep_the_first_and_the_newest_in_fewer_than_1500_characters() -> None:
    names = [f"<{number:04d}.{'x' * 60}@kunde.example>" for number in range(200)]
    kept = cut_references(names)
    header = "References: " + "\r\n ".join(kept)
    assert len(header) < 1500 < len(header) + len(names[0]) + 3
    assert (kept[0], kept[-1]) == (names[0], names[-1]) and list(kept[1:]) == names[-len(kept) + 1 :]
    assert cut_references(names[:3]) == tuple(names[:3]) and cut_references([]) == ()


def answered(uow: FakeUnitOfWork, number: int, sender: str = "compta@delattre.example", **changes: Any) -> Letter:
    asked = source(message_id=f"<q{number}@delattre.example>", sender=sender, references=())
    letter = write(
        uow, NOW, kind=LetterKind.REPLY, template="dispute_received", language="fr", company=company(), customer="K1",
        to=(sender,), facts={}, source=asked, dedup_key=f"answer:{number}",
    )  # fmt: skip
    assert letter is not None
    uow.letters.put(replace(letter, **changes))
    return letter


def test_two_programs_that_change_their_headers_still_share_a_thread_by_our_subject() -> None:
    uow = books()
    answered(uow, 1, subject="Votre réclamation R-1")
    for subject in ("Re: Votre réclamation R-1", "AW: RE[2]: votre réclamation  R-1"):
        assert facts(message(2), reply(subject=subject), uow, desk(), NOW).answers_in_thread == 1
    assert facts(message(2), reply(subject="Facture R-2"), uow, desk(), NOW).answers_in_thread == 0


def test_tags_of_an_address_are_the_same_sender_and_all_senders_of_a_customer_have_one_budget() -> None:
    uow = books()
    for number in range(12):
        answered(uow, number, f"compta+{number}@delattre.example")
    known = facts(message(2), reply(), uow, desk(), NOW)
    assert (known.answers_to_sender, known.answers_to_sender_today, known.answers_to_customer) == (12, 12, 12)
    other = reply(sender=r.Address("", "chef@delattre.example"))
    assert facts(message(2), other, uow, desk(), NOW).answers_to_sender == 0


def test_a_second_dispute_in_the_thread_is_done_and_not_acknowledged_twice_a_day() -> None:
    uow = books()
    first = answered(uow, 1)
    again = reading("dispute", dispute=dispute("R-1"), in_reply_to=first.message_id, message_id="<m3@delattre.example>")
    decision = decide(again, facts(message(2), again, uow, desk(), NOW), desk(), NOW)
    assert isinstance(decision, Act) and not decision.commands[0].source.may_answer
