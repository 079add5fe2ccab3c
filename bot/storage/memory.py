"""What a transaction has read of one kind of record, kept where nobody else can change it before the transaction ends.

Handlers that know nothing of each other ask for the same customer, article or order many times; each question costs a
way to the server and back, a third of them while others wait for our locks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from bot.storage.scope import Scope
from bot.storage.statements import SEPARATOR

T = TypeVar("T")
FEW_ROWS = 100  # of an answer that is kept
MOST_KEPT = 1_000  # values, and answers: a long transaction is no reason to hold the books in memory
SEVERAL: dict[str, Callable[[Any], list[str]]] = {"one of": list, "any of": lambda joined: joined.split(SEPARATOR)}
Tests = dict[str, tuple[str, Any]]  # field -> how it is compared, and with what. Any: fields have many types


class Memory(Generic[T]):
    """`scope`: the locks of a transaction that others work beside; None for one that has the database for itself."""

    def __init__(self, kind: str, key: str, key_of: Callable[[T], str], scope: Scope | None) -> None:
        self._kind, self._key, self._key_of, self._scope = kind, key, key_of, scope
        self._values: dict[str, T] = {}
        self._answers: dict[Hashable, list[Any]] = {}

    def select(self, tests: Tests, ask: Callable[[], list[T]]) -> list[T]:
        """The values that pass; `ask`: what the database says."""
        how, wanted = tests.get(self._key, ("", None))
        if len(tests) == 1 and how == "equal" and wanted in self._values:
            return [self._values[wanted]]
        if len(tests) == 1 and how in SEVERAL and all(key in self._values for key in SEVERAL[how](wanted)):
            return [self._values[key] for key in sorted(set(SEVERAL[how](wanted)))]
        found = self.answer(tests, (), ask)
        for value in found if len(found) <= FEW_ROWS else ():
            self._remember(value)
        return found

    def answer(self, tests: Tests, fields: tuple[str, ...], ask: Callable[[], list[Any]]) -> list[Any]:
        """The same for some fields alone. Any: tuples of these, of many types; values where no field is named."""
        name = fields, tuple((field, how, tuple(v) if isinstance(v, list) else v) for field, (how, v) in tests.items())
        if name in self._answers:
            return list(self._answers[name])
        found = ask()
        settled = self._scope is None or self._scope.settles(self._kind, tests, none=not found)
        if len(found) <= FEW_ROWS and settled:
            if len(self._answers) >= MOST_KEPT:
                self._answers.clear()
            self._answers[name] = list(found)
        return found

    def knows(self, key: str) -> bool:
        """Whether there is a value under this key, as far as is remembered."""
        return key in self._values

    def wrote(self, value: T) -> None:
        """What this transaction itself writes may belong to any answer."""
        self._answers.clear()
        self._remember(value)

    def forget(self) -> None:
        """After many were written at once."""
        self._answers.clear()
        self._values.clear()

    def _remember(self, value: T) -> None:
        if len(self._values) >= MOST_KEPT:
            self._values.clear()
        if self._scope is None or self._scope.holds(self._kind, value):
            self._values[self._key_of(value)] = value
