"""What became of a letter, by the mail system's answer, by evidence after a crash, or by a person's word."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from bot.mail.ports import ByAttempt, Outgoing, Sending, Sent
from bot.sending import attempts
from bot.sending.rules import Rules
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.shared_commit import Change, SharedCommit
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.addresses import alive, note_of
from workflows.audit import note
from workflows.errors import IllegalTransition, NotFound
from workflows.letters import Letter, LetterStatus

LOST = "the program stopped while it was being sent: look into the sent mail, then say sent or send again"
MOST_LOSSES = 20  # a letter that so many senders stopped at may be why they stop
AFTER_A_PERSON = {"sent": LetterStatus.SENT, "again": LetterStatus.QUEUED, "cancel": LetterStatus.CANCELLED}
DECIDABLE = (LetterStatus.UNCERTAIN, LetterStatus.FAILED, LetterStatus.BOUNCED)
UNSETTLED = (LetterStatus.SENDING.value, LetterStatus.UNCERTAIN.value)
_LETTER = tables.letters.c
_SETTLE = sa.update(tables.letters).where(
    _LETTER.id == sa.bindparam("of"), _LETTER.attempts == sa.bindparam("number"), _LETTER.state.in_(UNSETTLED)
)

log = logging.getLogger(__name__)


class Settling:
    def __init__(self, database: Database, commit: SharedCommit, rules: Rules, outgoing: Outgoing) -> None:
        self._database, self._commit, self._rules, self._outgoing = database, commit, rules, outgoing

    def settle(self, letter: Letter, sent: Sent, outcome: str = "") -> Change:
        """Settles the letter's last attempt, at once or with the next commit of anybody (see SharedCommit.soon)."""
        return self._commit.soon(partial(self._settled, letter, sent, outcome or sent.outcome.value))

    def _settled(self, letter: Letter, sent: Sent, outcome: str, uow: SqlUnitOfWork) -> None:
        rules, now = self._rules, self._rules.now()
        settled = _after(letter, sent, now, tried_enough=_tried_enough(letter.id, outcome, uow))
        row = {"state": settled.state, "sent_at": settled.sent_at, "why": settled.why}
        this = {"of": letter.id, "number": letter.attempts}
        if uow.connection.execute(_SETTLE, this | row).rowcount != 1:
            return  # somebody else did
        attempts.end(letter.id, letter.attempts, rules.wire_time(), outcome, sent.words, uow)
        if settled.state is LetterStatus.FAILED:
            rules.unsent(letter, uow, now, settled.why)
        if settled.state in (LetterStatus.FAILED, LetterStatus.SENT) and settled.why:
            rules.refused(settled, uow, now, settled.why)

    def settle_lost(self, ids: Iterable[str]) -> None:
        """Letters whose sender is gone, settled by what the mail system can prove."""
        changes = [change for id in ids if (change := self._lost(id)) is not None]
        self._commit.finish(changes)
        for change in changes:
            change.result()

    def _lost(self, id: str) -> Change | None:
        with self._database.read() as snapshot:
            letter = snapshot.letters.get(id)
            if letter is None:
                return None
            may_have_left = attempts.may_have_left(letter, snapshot)
        found = self._found(letter)
        log.warning("letter %s was being sent when its sender stopped; found: %s", id, found)
        if found is None and not may_have_left:
            found = False
        outcome = {True: Sending.SENT, False: Sending.DEFERRED, None: Sending.UNCERTAIN}[found]
        return self.settle(letter, Sent(outcome, "" if found else LOST), attempts.LOST)

    def _found(self, letter: Letter) -> bool | None:
        """Whether the letter's last attempt is in the sent mail; None where nobody can know."""
        try:
            about(self._outgoing, letter)
            return self._outgoing.find(letter.message_id)
        except Exception as error:
            log.warning("nobody can tell whether %s was sent: %s", letter.id, error)
            return None

    def decide(self, id: str, action: str, actor: str) -> Letter:
        """A person settles an uncertain, failed or bounced letter: "sent", "again" or "cancel".

        Raises NotFound or IllegalTransition.
        """
        with self._database.begin() as uow:
            letter, now = uow.letters.get(id), self._rules.now()
            if letter is None:
                raise NotFound("letter", id)
            if letter.state not in DECIDABLE or action not in AFTER_A_PERSON:
                raise IllegalTransition(letter.state.value, action)
            settled = replace(letter, state=AFTER_A_PERSON[action], why="" if action == "again" else letter.why)
            if action == "sent":
                settled = replace(settled, sent_at=now)
            if action == "again":
                settled = replace(settled, released_by=actor)
                for email in letter.to:
                    uow.addresses.put(alive(note_of(email, uow, letter.customer)))
                attempts.begin_anew(id, uow)
            uow.letters.put(settled)
            if action == "cancel":
                self._rules.unsent(letter, uow, now, f"cancelled by {actor}")
            note(uow, now, actor=actor, action=f"letter {action}", subject=id, before=letter.state.value)
        return settled


def about(outgoing: Outgoing, letter: Letter) -> None:
    """What follows is about this attempt: what an earlier one left in the sent mail is no evidence of it."""
    if isinstance(outgoing, ByAttempt):
        outgoing.attempt(letter.message_id, letter.attempts)


def _tried_enough(id: str, outcome: str, uow: SqlUnitOfWork) -> bool:
    """Whether a letter that nobody took now is not tried again; the attempts before this one are counted."""
    if outcome == attempts.LOST:
        return attempts.count(id, (attempts.LOST,), uow) >= MOST_LOSSES
    if outcome in attempts.TRIED_AGAIN:
        return attempts.count(id, attempts.TRIED_AGAIN, uow) >= len(attempts.RETRY_AFTER)
    return False


def _after(letter: Letter, sent: Sent, now: datetime, *, tried_enough: bool) -> Letter:
    if sent.outcome is Sending.SENT:
        return replace(letter, state=LetterStatus.SENT, sent_at=now, why=sent.words)
    if sent.outcome is Sending.DEFERRED and not tried_enough:
        return replace(letter, state=LetterStatus.QUEUED, why=sent.words)
    state = LetterStatus.UNCERTAIN if sent.outcome is Sending.UNCERTAIN else LetterStatus.FAILED
    return replace(letter, state=state, why=sent.words)
