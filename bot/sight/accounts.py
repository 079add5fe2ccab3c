"""Whether letters leave: what each sending address has queued, tried and failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.mail.ports import Sending
from bot.sight.counting import rows
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.watch import AccountSight, wiped
from workflows.letters import LetterStatus

ALARM_TEMPLATE = "alarm"  # an alarm is no reason for another one
FAILED_OUTCOMES = (Sending.DEFERRED.value, Sending.UNCERTAIN.value, "lost")


def letters_by_state(connection: sa.Connection, template: str = "") -> dict[str, int]:
    """How many letters are in each state; `template`: only of this one."""
    letter = tables.letters.c
    counted = sa.select(letter.state, sa.func.count()).group_by(letter.state)
    return dict(rows(connection, counted.where(letter.template == template) if template else counted))


def may_go(snapshot: SqlUnitOfWork, watched: Watched, now: datetime, business: datetime) -> sa.ColumnElement[bool]:
    """The condition on letters that may leave now."""
    letter = tables.letters.c
    waits = sa.or_(letter.not_before.is_(None), letter.not_before <= business)
    more = watched.may_leave(snapshot, now) if watched.may_leave is not None else []
    return sa.and_(letter.state == LetterStatus.QUEUED.value, waits, *more)


def oldest_letter(connection: sa.Connection, may_go: sa.ColumnElement[bool]) -> datetime | None:
    return connection.execute(sa.select(sa.func.min(tables.letters.c.created_at)).where(may_go)).scalar()


def accounts_seen(
    connection: sa.Connection, senders: Mapping[str, str], may_go: sa.ColumnElement[bool]
) -> tuple[AccountSight, ...]:
    """Every address that letters are sent from. `may_go`: see the function of this name."""
    letter = tables.letters.c
    counts = rows(
        connection,
        sa.select(letter.company, letter.state, sa.func.count()).group_by(letter.company, letter.state),
    )
    oldest = rows(
        connection,
        sa.select(letter.company, sa.func.min(letter.created_at)).where(may_go).group_by(letter.company),
    )
    untried = dict(
        rows(
            connection,
            sa.select(letter.company, sa.func.count())
            .where(may_go, letter.attempts == 0, letter.template != ALARM_TEMPLATE)
            .group_by(letter.company),
        )
    )
    found = []
    for address in sorted(set(senders.values())):
        companies = {company for company, sender in senders.items() if sender == address}
        by_state = {
            status.value: sum(n for company, state, n in counts if company in companies and state == status.value)
            for status in LetterStatus
        }
        queued = min((since for company, since in oldest if company in companies), default=None)
        new = sum(untried.get(company, 0) for company in companies)
        account = AccountSight(address, "+".join(sorted(companies)), by_state, queued, untried=new)
        found.append(_account(connection, account))
    return tuple(found)


def _account(connection: sa.Connection, account: AccountSight) -> AccountSight:
    tried = tables.send_attempts.c
    mine = tried.account == account.address
    sent = sa.select(sa.func.max(tried.started_at)).where(mine, tried.outcome == Sending.SENT.value)
    sent_at = connection.execute(sent).scalar()
    last_try = connection.execute(sa.select(sa.func.max(tried.started_at)).where(mine)).scalar()
    failed = [mine, tried.outcome.in_(FAILED_OUTCOMES)]
    since = [*failed, tried.started_at > sent_at] if sent_at is not None else failed
    first, count = connection.execute(sa.select(sa.func.min(tried.started_at), sa.func.count()).where(*since)).one()
    words = sa.select(tried.words, tried.started_at).where(mine, tried.outcome.in_((*FAILED_OUTCOMES, "refused")))
    last = connection.execute(words.order_by(tried.started_at.desc()).limit(1)).first()
    return replace(
        account,
        sent_at=sent_at,
        idle_since=last_try,
        failing_since=first if _waits(account) else None,
        failures=count,
        error=wiped(last.words) if last else "",
        error_at=last.started_at if last else None,
    )


def in_real_time(account: AccountSight, ahead: timedelta) -> AccountSight:
    """Letters have the business time, tries the real one: without a try, the oldest letter's is translated."""
    oldest = account.oldest_queued + ahead if account.oldest_queued is not None else None
    return replace(account, oldest_queued=oldest, idle_since=account.idle_since or oldest)


def _waits(account: AccountSight) -> bool:
    """Whether a letter is still to be sent: without one, old failures say nothing."""
    return any(account.by_state[status.value] for status in (LetterStatus.QUEUED, LetterStatus.SENDING))
