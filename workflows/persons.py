"""Whether two names are one person, which four eyes forbid, and up to what a person approves."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from workflows.errors import NotAllowed


class Matter(StrEnum):
    """What a person may approve up to an amount."""

    REFUND = "refund"
    CAMPAIGN = "campaign"  # of reminders, all its letters together
    RELEASE = "release"  # of a reminder that waits for a person, all items of its case together
    DIRECT_DEBIT = "direct_debit"  # all debits of the collections that a person releases on a day


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to what persons approve, in the currency of the company's books.

    `usual` is anybody's; a matter that is not there has no limit. `own` holds what was said of a person, by the
    letters of the name (`letters_of`), and goes before it.
    """

    usual: Mapping[Matter, Decimal] = field(default_factory=lambda: {Matter.REFUND: Decimal("500.00")})
    own: Mapping[str, Mapping[Matter, Decimal]] = field(default_factory=dict)

    def of(self, person: str, matter: Matter) -> Decimal | None:
        """None: no limit."""
        return self.own.get(letters_of(person), {}).get(matter, self.usual.get(matter))

    def of_a_name(self, name: str, matter: Matter) -> Decimal | None:
        """The same where nobody proved the name: never more than anybody's."""
        known = (self.of(name, matter), self.usual.get(matter))
        return min((limit for limit in known if limit is not None), default=None)


ROBOT = "o2cbot"


def must_be_a_person(actor: str, action: str) -> None:
    """Raises NotAllowed for no name, and for ours: only a person decides about money that moves."""
    if not actor.strip() or same_person(actor, ROBOT):
        raise NotAllowed(actor or "nobody", action, "only a person decides about money that moves")


def same_person(one: str, other: str) -> bool:
    """Whether two names of actors may be one person: the console knows a name ("Anna Meyer"), a mail an address
    (anna.meyer@…). What stands between the parts of a name tells nobody from another."""
    return letters_of(one) == letters_of(other)


def letters_of(name: str) -> str:
    """What of a name or an address tells one person from another."""
    written = unicodedata.normalize("NFKC", name).casefold()  # one letter, however its accent is encoded
    return "".join(sign for sign in written.partition("@")[0] if sign.isalnum())
