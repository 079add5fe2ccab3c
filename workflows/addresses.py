"""What our mails and theirs taught us about an address: whether it takes mail, and whether it wants any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from workflows.customers import AddressNote, Customer
from workflows.ports import UnitOfWork

SOFT_SPAN = timedelta(hours=72)  # what fails for longer than this is as good as dead
ROLES = ("accounting", "management", "other", "purchasing")  # who gets a letter that its addressee cannot get


def note_of(email: str, uow: UnitOfWork, customer: str = "") -> AddressNote:
    """What is known of an address; nothing yet: an empty note."""
    return uow.addresses.get(email.casefold()) or AddressNote(email.casefold(), customer)


def usable(emails: Iterable[str], uow: UnitOfWork) -> tuple[str, ...]:
    """Those that neither fail for good nor complained, in their order."""
    return tuple(email for email in emails if note_of(email, uow).takes_letters)


def letter_address(customer: Customer, uow: UnitOfWork) -> tuple[str, ...]:
    """Where letters to a customer go: the first address of its record that takes them, else a contact's; () if none."""
    first = usable(customer.emails[:1], uow)
    return first or usable(known_addresses(customer, uow), uow)[:1]


def known_addresses(customer: Customer, uow: UnitOfWork) -> tuple[str, ...]:
    """Every address of the customer's record and contacts, accounting first."""
    contacts = sorted(uow.contacts.where(customer=customer.number), key=lambda one: (_rank(one.role), one.id))
    by_folded = {email.casefold(): email for email in reversed((*customer.emails, *(one.email for one in contacts)))}
    return tuple(reversed(by_folded.values()))


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def failed(note: AddressNote, now: datetime, why: str, *, dead: bool) -> AddressNote:
    """After a report that a mail did not arrive. `dead`: nobody is there; else only what failed for 72 hours is."""
    since = note.failing_since or now
    dead = dead or now - since >= SOFT_SPAN
    return replace(
        note,
        failures=note.failures + 1,
        failing_since=since,
        dead_since=note.dead_since or (now if dead else None),
        why=why,
    )


def alive(note: AddressNote) -> AddressNote:
    """After a mail from it, or when a person has mended it: it counts from the beginning. A complaint stays."""
    return replace(note, failures=0, failing_since=None, dead_since=None, why=note.why if note.complained_at else "")


def heard_from(email: str, uow: UnitOfWork) -> None:
    """A good mail came from this address: its failures are over."""
    note = uow.addresses.get(email.casefold())
    if note is not None and note.failing_since is not None:
        uow.addresses.put(alive(note))


def mended(customer: str, uow: UnitOfWork) -> None:
    """A person says that the customer's addresses are in order."""
    for note in uow.addresses.where(customer=customer):
        if note.failing_since is not None:
            uow.addresses.put(alive(note))
