"""What is kept and for how long: until the law's years are over, nobody holds it, and a person lets it go.

An item is a letter as it was sent, with everything attached to it, or a mail as it came. Nothing is ever deleted by
itself: `obstacle` says why an item has to stay, and only what has none is offered to the person who releases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.errors import O2CError
from workflows.ledger.years import year_of
from workflows.ports import Company, Retention


class ItemKind(StrEnum):
    """What an item is, as retention sees it."""

    DOCUMENT = "document"  # a letter that carries an invoice or a credit note
    LETTER = "letter"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the archive. `sha256`: of its bytes when they were kept; "" where they were kept before hashes."""

    key: str  # "mime:<letter id>" or "mail:<sha256>"
    kind: ItemKind
    subject: str  # "invoice", "dunning" …; of a mail what it was about
    company: str
    customer: str
    day: date
    documents: tuple[str, ...]  # numbers that it is about
    sha256: str
    id: str  # of the letter or of the message
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: everything of a customer, or what is about one document or order, stays until a person lifts it."""

    id: str
    customer: str
    document: str  # "": everything of the customer
    reason: str
    set_by: str
    set_on: date
    lifted_by: str = ""
    lifted_on: date | None = None

    def holds(self, item: Item) -> bool:
        if self.lifted_on is not None:
            return False
        return self.document in item.documents if self.document else self.customer == item.customer


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; what is empty does not matter. `number`: of a document, an order, a case, or a Message-ID."""

    number: str = ""
    customer: str = ""  # its number, or part of its name
    amount: Decimal | None = None  # total of a document
    first: date | None = None
    last: date | None = None
    company: str = ""
    text: str = ""  # in mails as they were read
    limit: int = 200

    @property
    def is_empty(self) -> bool:
        return not (self.number or self.customer or self.text or self.first or self.last) and self.amount is None


class NoGrounds(O2CError):
    """A person did not say who they are, or why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} takes a person's name (--actor) and a reason (--reason)")


def kept_until(item: Item, company: Company, law: Retention) -> date:
    """The last day of the years that an item is kept, counted from the end of its calendar or financial year."""
    years = law.documents if item.kind is ItemKind.DOCUMENT else law.letters
    end = max(date(item.day.year, 12, 31), year_of(company.books, item.day).last)
    return _years_later(end, years)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def obstacle(item: Item, until: date, holds: Iterable[Hold], still_open: Collection[str], today: date) -> str:
    """Why an item has to stay, in words; "" if a person may let it go.

    `still_open`: numbers of documents that are not settled, and of those that an open case is about.
    """
    if today <= until:
        return f"kept until {until}"
    held = next((hold for hold in holds if hold.holds(item)), None)
    if held is not None:
        return f"held: {held.reason}"
    waiting = [number for number in item.documents if number in still_open]
    return f"{waiting[0]} is not settled" if waiting else ""


def named(actor: str, reason: str, what: str) -> None:
    """Raises NoGrounds."""
    if not actor.strip() or not reason.strip():
        raise NoGrounds(what)
