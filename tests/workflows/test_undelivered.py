"""A mail that did not arrive does not count, and a person mends the address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from nlp.bounces import refusal_of
from nlp.reading import Address, Bounce, Reading, Robot, RobotKind, Trust
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, company, desk, message, reading, source
from workflows.addresses import alive, letter_address, note_of
from workflows.commands import CaseAction, RecordBounce
from workflows.correspondence import write
from workflows.customers import Contact
from workflows.dispatch import act_on_case
from workflows.disputes.model import CaseKind
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.messages import MessageStatus
from workflows.triage import work
from workflows.undelivered import not_taken, record_bounce


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


def reported(uow: FakeUnitOfWork, letter: Letter, now: datetime = NOW, **changes: Any) -> tuple[str, ...]:
    bounce = replace(Bounce(letter.message_id, letter.to[0], "5.1.1", permanent=True, gave_up=True), **changes)
    return record_bounce(RecordBounce(source(may_answer=False), bounce), uow, desk(), now)


def with_contact(uow: FakeUnitOfWork, email: str = "chef@delattre.example", role: str = "accounting") -> None:
    uow.contacts.put(Contact(f"K1|{email}", "K1", "Chef", email, role, "fr", ""))


def test_an_invoice_to_a_dead_address_goes_to_another_contact_and_so_do_the_next_ones() -> None:
    uow = books()
    with_contact(uow)
    letter = sent(uow, LetterKind.INVOICE)
    (again,) = reported(uow, letter)
    second = uow.letters.get(again)
    assert (second.to, second.state, second.documents) == (("chef@delattre.example",), LetterStatus.QUEUED, ("R-1",))
    assert second.message_id != letter.message_id and "sent again to chef@" in uow.letters.get(letter.id).why
    assert uow.cases.where() == []
    assert letter_address(uow.customers.get("K1"), uow) == ("chef@delattre.example",)


def test_where_the_other_contact_is_dead_too_a_person_gets_it() -> None:
    uow = books()
    with_contact(uow)
    (again,) = reported(uow, sent(uow, LetterKind.INVOICE))
    (case,) = reported(uow, uow.letters.get(again))
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
    assert letter_address(uow.customers.get("K1"), uow) == ()


def test_a_full_mailbox_is_tried_again_for_72_hours_then_the_address_is_dead() -> None:
    uow, letter, made = books(), None, ()
    letter = sent(uow, LetterKind.INVOICE)
    for hours in (0, 25, 50):
        made = reported(uow, letter, NOW + timedelta(hours=hours), status="5.2.2", permanent=False, passing=True)
        letter = uow.letters.get(made[0])
        assert letter.to == ("factures@delattre.example",)
        assert letter.not_before == NOW + timedelta(hours=hours + 24)
    (case,) = reported(uow, letter, NOW + timedelta(hours=75), status="5.2.2", permanent=False, passing=True)
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
    assert uow.addresses.get("factures@delattre.example").dead_since == NOW + timedelta(hours=75)


def test_what_failed_long_ago_is_another_matter() -> None:
    uow = books()
    for days in (0, 30):
        letter = sent(uow, LetterKind.REPLY)
        uow.letters.put(replace(letter, state=LetterStatus.SENT))
        reported(uow, letter, NOW + timedelta(days=days), permanent=False, passing=True)
        uow.letters.rows.clear()
    assert uow.addresses.get("factures@delattre.example").dead_since is None


def test_what_was_refused_for_its_content_goes_to_a_person_and_the_address_stays_good() -> None:
    uow = books()
    with_contact(uow)
    (case,) = reported(uow, sent(uow, LetterKind.INVOICE), status="5.7.1", permanent=False, passing=False)
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
    assert letter_address(uow.customers.get("K1"), uow) == ("factures@delattre.example",)


def test_a_reminder_is_never_sent_again_by_itself_for_the_next_run_takes_its_step_anew() -> None:
    uow = books()
    with_contact(uow)
    assert reported(uow, dunned(uow)) == ()
    assert uow.open_items.get("R-1").dunning_level == 1
    assert [letter.state for letter in uow.letters.where(kind=LetterKind.DUNNING)] == [LetterStatus.BOUNCED]


def test_a_delay_of_72_hours_is_shown_to_a_person_and_nothing_is_sent_twice() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE)
    assert reported(uow, letter, permanent=False, gave_up=False) == ()
    assert uow.letters.get(letter.id).why.startswith("delayed: ")
    (case,) = reported(uow, letter, NOW + timedelta(hours=73), permanent=False, gave_up=False)
    assert uow.cases.get(case).reason.startswith("delayed for 72 hours")
    assert len(uow.letters.where(kind=LetterKind.INVOICE)) == 1


def test_a_good_mail_from_the_address_makes_it_count_from_the_beginning() -> None:
    uow = books()
    reported(uow, sent(uow, LetterKind.INVOICE))
    assert letter_address(uow.customers.get("K1"), uow) == ()
    good = reading("other", sender=Address("", "Factures@delattre.example"))
    forged = replace(good, trust=Trust.FAILED)
    work(message(1), forged, uow, desk(), NOW)
    assert letter_address(uow.customers.get("K1"), uow) == ()
    work(message(2), replace(good, message_id="<m2@x>"), uow, desk(), NOW)
    assert letter_address(uow.customers.get("K1"), uow) == ("factures@delattre.example",)
    assert uow.addresses.get("factures@delattre.example").failures == 0


def test_a_person_who_closes_the_case_has_mended_the_address() -> None:
    uow = books()
    (case,) = reported(uow, sent(uow, LetterKind.INVOICE))
    act_on_case(CaseAction(case, "resolve", "ann"), uow, desk(), NOW)
    assert letter_address(uow.customers.get("K1"), uow) == ("factures@delattre.example",)


def test_a_report_about_an_address_that_the_letter_did_not_go_to_kills_no_address() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE, {}, "a@delattre.example", "b@delattre.example")
    reported(uow, letter, recipient="chef@elsewhere.example")
    assert uow.addresses.where() == []


def absence(**changes: Any) -> Reading:
    robot = Robot(RobotKind.ABSENCE, returns_on=date(2026, 3, 2))
    return replace(reading("auto_reply"), automatic=True, robot=robot, **changes)


def test_an_absence_is_kept_with_its_return_and_stops_no_clock_and_is_not_answered() -> None:
    uow = books()
    letters = len(uow.letters.where())
    worked = work(message(1), absence(), uow, desk(), NOW)
    note = uow.addresses.get("compta@delattre.example")
    assert (note.customer, note.absent_until, note.absence_said_at) == ("K1", date(2026, 3, 2), NOW)
    assert (worked.route, worked.records, len(uow.letters.where())) == ("ignore", (), letters)
    assert worked.why == "It is an automatic reply: nobody is there before 2026-03-02."
    assert uow.promises.where() == [] and uow.cases.where() == []
    work(message(2), reading("other", message_id="<m2@x>"), uow, desk(), NOW)
    assert uow.addresses.get("compta@delattre.example").absent_until is None


@pytest.mark.parametrize("named", ["factures@delattre.example", None])
def test_who_reported_our_mail_as_abuse_is_written_to_by_persons_only(named: str | None) -> None:
    uow = books()
    with_contact(uow)
    letter = sent(uow, LetterKind.DUNNING)
    robot = Robot(RobotKind.COMPLAINT, message_id=letter.message_id, recipient=named)
    told = replace(reading("auto_reply"), automatic=True, robot=robot, sender=Address("", "abuse@provider.example"))
    worked = work(message(1), replace(told, customer=None, identified_by=None), uow, desk(), NOW)
    (case,) = uow.cases.where()
    assert (worked.route, worked.records) == ("ignore", (case.id,))
    assert uow.addresses.get("factures@delattre.example").complained_at == NOW
    assert letter_address(uow.customers.get("K1"), uow) == ("chef@delattre.example",)
    work(message(2), reading("other", sender=Address("", "factures@delattre.example")), uow, desk(), NOW)
    assert uow.addresses.get("factures@delattre.example").complained_at == NOW


def test_a_complaint_that_names_no_mail_of_ours_silences_nobody_and_a_person_sees_it() -> None:
    uow = books()
    robot = Robot(RobotKind.COMPLAINT, message_id="<guessed@x>", recipient="factures@delattre.example")
    worked = work(message(1), replace(reading("auto_reply"), automatic=True, robot=robot), uow, desk(), NOW)
    assert worked.route == "review" and uow.addresses.where() == []


def test_an_invoice_behind_a_challenge_is_a_task_and_an_answer_behind_one_is_nothing() -> None:
    uow = books()
    for number, kind in enumerate((LetterKind.INVOICE, LetterKind.REPLY), start=1):
        letter = sent(uow, kind)
        held = replace(
            reading("auto_reply", message_id=f"<c{number}@gate>"), automatic=True, robot=Robot(RobotKind.CHALLENGE),
            in_reply_to=letter.message_id,
        )  # fmt: skip
        assert work(message(number), held, uow, desk(), NOW).route == "ignore"
    (case,) = uow.cases.where()
    assert (case.kind, case.invoices) == (CaseKind.UNDELIVERED, ("R-1",)) and "confirms" in case.reason


def refused(uow: FakeUnitOfWork, letter: Letter, state: LetterStatus, words: str) -> tuple[str, ...]:
    settled = replace(letter, state=state, why=words)
    uow.letters.put(settled)
    bounce = refusal_of(words, letter.to)
    return not_taken(settled, bounce, uow, desk(), NOW) if bounce else ()


def test_a_recipient_that_the_relay_refuses_at_once_is_treated_as_one_that_bounced() -> None:
    uow = books()
    with_contact(uow)
    letter = sent(uow, LetterKind.INVOICE)
    words = "factures@delattre.example: 550 5.1.1 user unknown"
    (again,) = refused(uow, letter, LetterStatus.FAILED, words)
    assert uow.letters.get(again).to == ("chef@delattre.example",)
    assert uow.letters.get(letter.id).state is LetterStatus.BOUNCED


@pytest.mark.parametrize(
    "words", ["535 authentication failed", "ar@desk.example: 550 sender refused", "TimeoutError: timed out"]
)
def test_what_a_relay_says_of_us_kills_no_address(words: str) -> None:
    uow = books()
    assert refused(uow, sent(uow, LetterKind.INVOICE), LetterStatus.FAILED, words) == ()
    assert uow.addresses.where() == []


def test_a_relay_that_gives_no_reason_leaves_the_address_alone_and_a_person_looks() -> None:
    uow = books()
    words = "factures@delattre.example: 554 transaction failed"
    (case,) = refused(uow, sent(uow, LetterKind.INVOICE), LetterStatus.FAILED, words)
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
    assert letter_address(uow.customers.get("K1"), uow) == ("factures@delattre.example",)


def test_a_letter_that_one_of_two_recipients_got_is_a_task_and_not_sent_again() -> None:
    uow = books()
    letter = sent(uow, LetterKind.INVOICE, {}, "factures@delattre.example", "chef@delattre.example")
    words = "factures@delattre.example: 550 5.1.1 user unknown"
    (case,) = refused(uow, letter, LetterStatus.SENT, words)
    assert uow.cases.get(case).kind is CaseKind.UNDELIVERED
    assert uow.letters.get(letter.id).state is LetterStatus.SENT
    assert uow.addresses.get("factures@delattre.example").dead_since == NOW
    assert len(uow.letters.where(kind=LetterKind.INVOICE)) == 1


FORGED = [
    ("factures@delattre.example", {}, timedelta(0), "the customer's own address"),
    ("mailer-daemon@delattre.example", {"null_path": False}, timedelta(0), "an address that takes answers"),
    ("mailer-daemon@delattre.example", {"null_path": True}, timedelta(days=11), "more than 10 days after"),
]


@pytest.mark.parametrize(("sender", "changes", "later", "why"), FORGED)
def test_a_report_that_may_be_forged_takes_no_reminder_back_and_a_person_sees_it(
    sender: str, changes: dict[str, Any], later: timedelta, why: str
) -> None:
    uow = books()
    letter = dunned(uow)
    bounce = Bounce(letter.message_id, letter.to[0], "5.1.1", permanent=True, gave_up=True, **changes)
    (case,) = record_bounce(RecordBounce(source(sender=sender, may_answer=False), bounce), uow, desk(), NOW + later)
    assert uow.open_items.get("R-1").dunning_level == 2
    assert uow.letters.get(letter.id).state is LetterStatus.SENT
    assert why in uow.cases.get(case).reason
    assert letter_address(uow.customers.get("K1"), uow) == letter.to


def test_a_second_reminder_that_came_back_from_the_same_address_is_seen_by_a_person() -> None:
    """Else who forges reports could keep reminders away for ever, as long as the address takes other mail."""
    uow = books()
    with_contact(uow)
    first = dunned(uow)
    raised = uow.open_items.get("R-1")
    assert reported(uow, first) == ()  # the next run writes to another address
    uow.addresses.put(alive(note_of("factures@delattre.example", uow)))
    again = replace(first, id="L2", message_id="<L2@x>", state=LetterStatus.SENT)
    uow.letters.put(again)
    uow.open_items.put(raised)
    (case,) = reported(uow, again)
    assert uow.cases.get(case).reason.startswith("again: factures@delattre.example")
    assert uow.open_items.get("R-1").dunning_level == 1


def test_a_report_whose_sender_is_proven_false_is_a_persons() -> None:
    uow = books()
    letter = dunned(uow)
    bounce = Bounce(letter.message_id, letter.to[0], "5.1.1", permanent=True, gave_up=True)
    forged = reading(bounce=bounce, trust=Trust.FAILED, automatic=True, sender=Address("", "mailer-daemon@x.example"))
    worked = work(message(), forged, uow, desk(), NOW)
    assert worked.state is MessageStatus.REVIEW
    assert uow.open_items.get("R-1").dunning_level == 2
