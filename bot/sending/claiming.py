"""Letters are taken for sending, several in one commit: each rendered before, checked once more in that commit.

A claimed letter has not left: who finds it after a crash without the note of handing over may send it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email import policy
from functools import partial

import sqlalchemy as sa

from bot.documents.einvoice.findings import RulesUnavailable
from bot.mail.compose import attached_names, head_of
from bot.sending import attempts
from bot.sending.rules import Rules
from bot.storage.database import Database, DatabaseFailed
from bot.storage.files import File
from bot.storage.repositories import SqlRepository
from bot.storage.shared_commit import SharedCommit
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import O2CError
from workflows.letters import Letter, LetterStatus

MAY_PASS = (RulesUnavailable, DatabaseFailed)  # of our own refusals; all others say what is wrong with the letter
ONE_OF_EACH = ("From", "To", "Subject", "Message-ID")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter as it would be sent, and how that describes itself."""

    id: str
    file: File
    subject: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is ours to send, with the bytes that will be sent; `since`: monotonic seconds."""

    letter: Letter
    raw: bytes
    since: float


class Claims:
    def __init__(self, database: Database, commit: SharedCommit, rules: Rules) -> None:
        self._database, self._commit, self._rules = database, commit, rules

    def claim(self, ids: Sequence[str], account: str) -> list[Claimed]:
        """Takes queued letters for sending, in one commit; those that are not to be sent (any more) are left out."""
        rendered, failed = self._rendered(ids)
        for id, error in failed:  # what cannot be rendered must not keep the letters behind it
            self._not_rendered(id, account, error)
        try:
            claimed: list[Claimed] = self._commit.do(partial(self._taken, rendered, account))
        except Exception:
            claimed = [taken for one in rendered for taken in self._alone(one, account)]
        return claimed

    def _alone(self, rendered: Rendered, account: str) -> list[Claimed]:
        try:
            claimed: list[Claimed] = self._commit.do(partial(self._taken, [rendered], account))
        except Exception as error:
            self._not_rendered(rendered.id, account, error)
            return []
        return claimed

    def give_back(self, claimed: Sequence[Claimed]) -> None:
        """Letters whose turn does not come: queued as they were."""
        self._commit.finish([self._commit.later(partial(self._given_back, one.letter)) for one in claimed])

    def _given_back(self, letter: Letter, uow: SqlUnitOfWork) -> None:
        if attempts.undo(letter, uow):
            uow.letters.put(replace(letter, state=LetterStatus.QUEUED, attempts=letter.attempts - 1))

    def _rendered(self, ids: Sequence[str]) -> tuple[list[Rendered], list[tuple[str, Exception]]]:
        """Those of the letters that are still queued, as mails, and those that cannot be rendered."""
        rendered, failed = [], []
        with self._database.read() as snapshot:
            for letter in _queued(ids, snapshot):
                try:
                    rendered.append(self._as_mail(letter, snapshot))
                except Exception as error:
                    failed.append((letter.id, error))
                    if isinstance(error, sa.exc.DBAPIError):
                        break  # PostgreSQL answers nothing more in this snapshot; the others stay queued
        return rendered, failed

    def _as_mail(self, letter: Letter, snapshot: SqlUnitOfWork) -> Rendered:
        key = f"mime:{letter.id}"
        kept = snapshot.files.get(key) if letter.attempts else None  # kept with the first that left
        raw = kept.bytes if kept else self._rules.render(letter, snapshot)
        subject, attachments = described(raw, letter)
        return Rendered(letter.id, File(key, f"{letter.id}.eml", "message/rfc822", raw), subject, attachments)

    def _taken(self, rendered: Sequence[Rendered], account: str, uow: SqlUnitOfWork) -> list[Claimed]:
        """Queued -> sending, with the bytes that will be sent; without those that may not go (any more)."""
        mails = {one.id: one for one in rendered}
        going = []
        for letter in _queued(list(mails), uow):
            if self._may_go(letter, uow):
                mail, number = mails[letter.id], letter.attempts + 1
                # Before the next letter is looked at: the brake of answers counts attempts.
                attempts.begin(letter.id, number, account, self._rules.wire_time(), uow)
                taken = replace(letter, state=LetterStatus.SENDING, attempts=number)
                going.append(replace(taken, subject=mail.subject, attachments=mail.attachments))
        if not going:
            return []
        letters = uow.letters
        assert isinstance(letters, SqlRepository)  # the port does not know of many at once
        letters.put_all(going)
        kept, since = uow.files.add_all_once([mails[letter.id].file for letter in going]), time.monotonic()
        return [Claimed(letter, file.bytes, since) for letter, file in zip(going, kept, strict=True)]

    def _may_go(self, letter: Letter, uow: SqlUnitOfWork) -> bool:
        """Whether the letter may leave now; what must not leave at all is ended."""
        rules, now = self._rules, self._rules.now()
        if why := rules.recheck(letter, uow, now):
            rules.end(replace(letter, state=LetterStatus.CANCELLED, why=why), "letter cancelled", uow, now)
            return False
        if rules.gate is None:
            return True
        if why := rules.gate.refuses(letter, uow):
            rules.end(replace(letter, state=LetterStatus.FAILED, why=why), "letter held back", uow, now)
            return False
        return not rules.gate.stops(letter, uow, now)

    def _not_rendered(self, id: str, account: str, error: Exception) -> None:
        """What we refuse ourselves fails at once; what may pass (memory, a file being replaced) is tried again."""
        why = f"cannot be rendered: {type(error).__name__}: {error}"
        log.warning("letter %s %s", id, why)
        with self._database.begin() as uow:
            letter, at = uow.letters.get(id), self._rules.wire_time()
            if letter is None or letter.state is not LetterStatus.QUEUED:
                return
            tried = replace(letter, attempts=letter.attempts + 1, why=why)
            attempts.begin(id, tried.attempts, account, at, uow)
            attempts.end(id, tried.attempts, at, attempts.NOT_RENDERED, why, uow)
            if _lasts(error) or attempts.count(id, attempts.TRIED_AGAIN, uow) > len(attempts.RETRY_AFTER):
                failed = replace(tried, state=LetterStatus.FAILED)
                self._rules.end(failed, "letter not rendered", uow, self._rules.now())
            else:
                uow.letters.put(tried)


def _queued(ids: Sequence[str], uow: SqlUnitOfWork) -> list[Letter]:
    """Those that are queued, in this order."""
    found = {letter.id: letter for letter in uow.letters.where(id=ids, state=LetterStatus.QUEUED)}
    return [found[id] for id in ids if id in found]


def described(raw: bytes, letter: Letter) -> tuple[str, tuple[str, ...]]:
    """(subject, names of attachments) of a rendered letter; raises ValueError if it is not this letter's mail."""
    head = head_of(raw)
    for header in ONE_OF_EACH:
        if len(head.get_all(header, [])) != 1:
            raise ValueError(f"the rendered mail does not have one {header}")
    if str(head["Message-ID"]).strip() != letter.message_id:
        raise ValueError(f"the rendered mail has the Message-ID {head['Message-ID']}, not {letter.message_id}")
    return str(policy.default.header_fetch_parse("Subject", head["Subject"])), attached_names(raw)


def _lasts(error: Exception) -> bool:
    return isinstance(error, O2CError) and not isinstance(error, MAY_PASS)
