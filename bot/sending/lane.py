"""A lane sends letters one after the other: some claimed ahead, each noted before its last byte, settled after it.

What came of a letter is committed at once where nobody else commits just then, else with what comes next, the note of
the following letter at the latest: a crash leaves at most the letter under way and the one before it to evidence.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.mail.ports import NOBODY, Outgoing, Sending, Sent
from bot.pacing import AccountPace, May
from bot.sending import attempts
from bot.sending.claiming import Claimed, Claims
from bot.sending.due import Due
from bot.sending.rules import Rules
from bot.sending.settling import Settling, about
from bot.storage.shared_commit import Change, SharedCommit
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import O2CError
from workflows.letters import Letter, LetterStatus

CLAIMED_AHEAD = 8  # letters of a lane in one commit
PAUSE_SECONDS = 0.2


class NotOurs(O2CError):
    """The letter must not be sent by us any more: `why`, in the moment of handing over."""

    def __init__(self, letter: str, why: str) -> None:
        self.letter, self.why = letter, why
        super().__init__(f"letter {letter} is not ours to send any more: {why}")


@dataclass(frozen=True, slots=True)
class Lane:
    """`stopping`: whether the program wants to end. `null_return_path`: automatic answers leave as nobody's.

    `fresh_seconds`: a letter that was claimed longer ago is checked once more before its last byte leaves.
    """

    outgoing: Outgoing
    commit: SharedCommit
    claims: Claims
    settling: Settling
    rules: Rules
    stopping: Callable[[], bool]
    null_return_path: bool
    fresh_seconds: float

    def run(self, due: Sequence[Due], account: str, pace: AccountPace) -> int:
        """Sends letters in their order, as the pace allows; returns how many were tried."""
        waiting, went = deque(due), 0
        while ids := self._allowed(waiting, pace):
            went += len(ids)
            self.send(ids, account)
        return went

    def _allowed(self, waiting: deque[Due], pace: AccountPace) -> list[str]:
        """The next letters that may leave now; waits until there is one."""
        allowed: list[str] = []
        while waiting and len(allowed) < CLAIMED_AHEAD and not self.stopping():
            id, recipients = waiting[0]
            may = pace.start(recipients, self.rules.wire_time())
            if may is May.WAIT:
                if allowed:
                    break
                time.sleep(PAUSE_SECONDS)
                continue
            waiting.popleft()
            if may is May.NOW:  # letters to other domains need not wait for one that has had enough
                allowed.append(id)
        return allowed

    def send(self, ids: Sequence[str], account: str) -> None:
        """One try to send queued letters."""
        claimed = deque(self.claims.claim(ids, account))
        settled: list[Change] = []
        try:
            while claimed and not self.stopping():
                settled.append(self._send(claimed.popleft(), account))
        finally:
            self.commit.finish(settled)
        self.claims.give_back(claimed)
        for change in settled:
            change.result()

    def _send(self, claimed: Claimed, account: str) -> Change:
        letter, noted = claimed.letter, False

        def handing_over() -> None:
            nonlocal noted
            if why := self.commit.do(lambda uow: self._note(claimed, uow)):
                raise NotOurs(letter.id, why)
            noted = True

        try:
            about(self.outgoing, letter)
            sent = self._handed(claimed.raw, letter, account, handing_over)
        except Exception as error:  # before the note nobody can have got it; after it nobody knows how far it came
            sent = Sent(Sending.UNCERTAIN if noted else Sending.DEFERRED, f"{type(error).__name__}: {error}")
        return self.settling.settle(letter, sent)

    def _handed(self, raw: bytes, letter: Letter, account: str, handing_over: Callable[[], None]) -> Sent:
        """Hands a letter over; an acknowledgement as nobody's where that is configured and the relay takes it."""
        if self.null_return_path and letter.is_automatic_answer:
            sent = self.outgoing.send(raw, letter.message_id, NOBODY, letter.to, handing_over)
            if sent.outcome is not Sending.REFUSED:  # refused, nobody has got it
                return sent
        return self.outgoing.send(raw, letter.message_id, account, letter.to, handing_over)

    def _note(self, claimed: Claimed, uow: SqlUnitOfWork) -> str:
        """Committed just before the last byte leaves: without it nobody can have got the letter. "" or why it must
        not leave: who slept so long that it was taken from us, or that it was paid for, must not send."""
        letter, now = claimed.letter, self.rules.now()
        if not attempts.note_handing_over(letter, uow):
            return "it was settled or taken meanwhile"
        if time.monotonic() - claimed.since <= self.fresh_seconds:
            return ""
        why = self.rules.recheck(letter, uow, now)
        if why:
            self.rules.end(replace(letter, state=LetterStatus.CANCELLED, why=why), "letter cancelled", uow, now)
            attempts.end(letter.id, letter.attempts, self.rules.wire_time(), attempts.CANCELLED, why, uow)
        return why or ""
