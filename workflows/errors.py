"""Every refusal, as a fact with fields; the text is what a specialist reads.

Expected outcomes (no match, low confidence, credit limit reached) are return values, not errors.
"""

from __future__ import annotations


class O2CError(Exception):
    """Base of all refusals of this program."""


class NotFound(O2CError):
    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"there is no {kind} {key!r}")


class AlreadyExists(O2CError):
    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"{kind} {key!r} exists already")


class IllegalTransition(O2CError):
    def __init__(self, status: str, event: str) -> None:
        self.status, self.event = status, event
        super().__init__(f"{event!r} is not possible in state {status!r}")


class CurrencyMismatch(O2CError):
    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right
        super().__init__(f"amounts in {left} and {right} cannot be added")


class UnbalancedEntry(O2CError):
    def __init__(self, entry: str, difference: str) -> None:
        self.entry, self.difference = entry, difference
        super().__init__(f"journal entry {entry} does not balance: {difference}")


class NotAllowed(O2CError):
    """A person may not do this: wrong role, or the same person twice where two are needed."""

    def __init__(self, actor: str, action: str, why: str) -> None:
        self.actor, self.action, self.why = actor, action, why
        super().__init__(f"{actor} may not {action}: {why}")


class RateUnknown(O2CError):
    """A dated rate is asked for beyond the last published one; nothing is guessed."""

    def __init__(self, table: str, day: str) -> None:
        self.table, self.day = table, day
        super().__init__(f"no published rate in {table} for {day}; add it to config/rates.toml")


class BadInput(O2CError):
    """A file that cannot be taken: which file, where in it, what is wrong, and what to do."""

    def __init__(
        self, file: str, what: str, *, line: int | None = None, column: str | None = None, todo: str = ""
    ) -> None:
        self.file, self.what, self.line, self.column, self.todo = file, what, line, column, todo
        place = file + (f", line {line}" if line is not None else "") + (f", column {column}" if column else "")
        super().__init__(f"{place}: {what}" + (f" ({todo})" if todo else ""))


class BadDecision(O2CError):
    """What a person decided does not fit the records; the text says what does not."""


class Exceeds(O2CError):
    """More is asked for than there is: goods over an order's quantity, a credit over its invoice."""

    def __init__(self, what: str, asked: str, left: str) -> None:
        self.what, self.asked, self.left = what, asked, left
        super().__init__(f"{what}: {asked} is asked for, {left} is left")


class Contradicts(O2CError):
    """A record that is never overwritten is given again with other content."""

    def __init__(self, kind: str, key: str, field: str, kept: str, given: str) -> None:
        self.kind, self.key, self.field, self.kept, self.given = kind, key, field, kept, given
        super().__init__(f"{kind} {key!r} has {field} {kept!r}, not {given!r}; correct it by a document of its own")
