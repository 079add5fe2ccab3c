"""Who may do what: passwords as argon2id, sessions as the sha256 of a random token, roles, and the same-origin rule.

Times here are the real ones, never the business date: a lock-out must end although `--as-of` stands still.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.storage.tables import Role
from workflows.errors import O2CError

SESSION = timedelta(hours=10)
MAX_FAILS = 5
LOCKED = timedelta(minutes=15)
LONGEST_PASSWORD = 1024
LEAST_PASSWORD = 10
RANK: Mapping[str, int] = {role.value: rank for rank, role in enumerate(Role)}
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106's second recommendation
_AT_ONCE = threading.BoundedSemaphore(4)  # each check takes 64 MiB: a flood of logins must not take the machine
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))  # an unknown name takes as long as a wrong password


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, and the token that each of this session's changing requests must carry."""

    name: str
    role: str
    csrf: str

    def may(self, role: str) -> bool:
        return RANK[self.role] >= RANK[role]


class WeakPassword(O2CError):
    def __init__(self) -> None:
        super().__init__(f"a password has at least {LEAST_PASSWORD} characters and at most {LONGEST_PASSWORD}")


class UnknownRole(O2CError):
    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"there is no role {role!r}; there are: {', '.join(Role)}")


def add_user(connection: sa.Connection, name: str, role: str, password: str) -> None:
    """Adds a person, or gives them this role and password; their sessions end. Raises WeakPassword, UnknownRole."""
    if role not in RANK:
        raise UnknownRole(role)
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword
    values = {"hash": _HASHER.hash(password), "role": role, "fails": 0, "locked_until": None}
    insert = upsert(connection, tables.users).values(name=name, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.user == name))


class Access:
    """Sessions of one database; `clock` gives the real time in UTC."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def log_in(self, name: str, password: str) -> str | None:
        """A new session's token; None for a wrong name or password, and for a locked name whatever the password."""
        users, now = tables.users, self._clock()
        with self._database.read() as snapshot:
            user = snapshot.connection.execute(sa.select(users).where(users.c.name == name)).first()
        right = _matches(user.hash if user else _NOBODY, password[:LONGEST_PASSWORD]) and user is not None
        if user is None:
            return None
        with self._database.connection() as connection:
            row = connection.execute(
                sa.select(users.c.fails, users.c.locked_until, users.c.hash)
                .where(users.c.name == name)
                .with_for_update()
            ).first()
            if row is None or row.hash != user.hash or (row.locked_until is not None and row.locked_until > now):
                return None
            mine = sa.update(users).where(users.c.name == name)
            if not right:
                locks = row.fails + 1 >= MAX_FAILS
                connection.execute(
                    mine.values(fails=0 if locks else row.fails + 1, locked_until=now + LOCKED if locks else None)
                )
                return None
            connection.execute(mine.values(fails=0, locked_until=None))
            token = secrets.token_urlsafe(32)
            connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.expires <= now))
            connection.execute(
                sa.insert(tables.sessions).values(
                    token=_digest(token),
                    user=name,
                    csrf=secrets.token_urlsafe(32),
                    created_at=now,
                    expires=now + SESSION,
                )
            )
        return token

    def person(self, token: str) -> Person | None:
        """Whose session this is; None if it ended."""
        users, sessions = tables.users.c, tables.sessions.c
        query = (
            sa.select(users.name, users.role, sessions.csrf)
            .select_from(tables.sessions.join(tables.users, users.name == sessions.user))
            .where(sessions.token == _digest(token), sessions.expires > self._clock())
        )
        with self._database.read() as snapshot:
            row = snapshot.connection.execute(query).first()
        return Person(row.name, str(row.role), row.csrf) if row else None

    def log_out(self, token: str) -> None:
        with self._database.connection() as connection:
            connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.token == _digest(token)))


def from_our_pages(headers: Mapping[str, str]) -> bool:
    """Whether a changing request comes from a page of ours (Fetch Metadata; older browsers: Origin against Host)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def carries_token(person: Person, given: str) -> bool:
    return secrets.compare_digest(person.csrf.encode(), given.encode())


def _matches(hash: str, password: str) -> bool:
    try:
        with _AT_ONCE:
            return _HASHER.verify(hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
