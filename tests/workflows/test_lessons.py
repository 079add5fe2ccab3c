"""A decision is kept as a lesson in the same transaction, and holds no word of the message."""

from dataclasses import replace

import pytest

from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, desk, reading
from tests.workflows.test_triage import message
from workflows import triage
from workflows.errors import NotAllowed
from workflows.lessons import Lesson

SEEN = r.Impression("Bonjour", (), (), {}, {}, {})
DISPUTE = r.Dispute(("R-1",), r.DisputeReason.PRICE, None, None)


def reviewed(uow: FakeUnitOfWork, read: r.Reading) -> str:
    return triage.work(message(1, read), read, uow, desk(), NOW).id


def disputed(**changes: object) -> r.Reading:
    return replace(reading("dispute", confidence=0.5, dispute=DISPUTE, impression=SEEN), **changes)


def approved(read: r.Reading, corrected: r.Reading | None = None) -> Lesson:
    uow = books()
    triage.approve(reviewed(uow, read), "ada", read, uow, desk(), NOW, corrected=corrected)
    (lesson,) = uow.lessons.where()
    return lesson


def dismissed(read: r.Reading, was: r.IntentName | None = None) -> list[Lesson]:
    uow = books()
    triage.dismiss(reviewed(uow, read), "ada", "no", uow, desk(), NOW, read=read, was=was)
    return uow.lessons.where()


def test_what_is_approved_as_it_was_read_was_right() -> None:
    lesson = approved(disputed())
    assert (lesson.actor, lesson.decided_at, lesson.intents, lesson.right) == ("ada", NOW, ("dispute",), True)


def test_what_is_corrected_was_not_right() -> None:
    read = disputed(intents=(r.Intent(r.IntentName.OTHER, 0.5),), dispute=None)
    assert approved(read, disputed()) == replace(approved(disputed()), right=False)


def test_a_corrected_fact_leaves_the_intents_confirmed() -> None:
    lesson = approved(disputed(), disputed(dispute=replace(DISPUTE, reason=r.DisputeReason.DAMAGED)))
    assert (lesson.intents, lesson.right) == (("dispute",), False)


@pytest.mark.parametrize(
    ("intent", "was", "intents", "right"),
    [
        ("dispute", None, (), False),
        ("dispute", r.IntentName.OTHER, ("other",), False),
        ("other", None, ("other",), True),
        ("other", r.IntentName.SPAM, ("spam",), False),
    ],
)
def test_what_is_closed_without_action_asked_for_none(
    intent: str, was: r.IntentName | None, intents: tuple[str, ...], right: bool
) -> None:
    (lesson,) = dismissed(reading(intent, confidence=0.5, impression=SEEN), was)
    assert (lesson.intents, lesson.right) == (intents, right)


def test_a_decision_that_was_refused_teaches_nothing() -> None:
    uow, read = books(), reading("other", confidence=0.5, impression=SEEN)
    with pytest.raises(NotAllowed):
        triage.approve(reviewed(uow, read), "ada", read, uow, desk(), NOW)
    assert uow.lessons.where() == []


def test_a_message_that_the_models_never_saw_teaches_nothing() -> None:
    assert dismissed(reading("other", confidence=0.5)) == []
