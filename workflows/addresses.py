"""What our mails and theirs taught us about an address: whether it takes mail, and whether it wants any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from nlp.reading import Reading, RobotKind, Trust
from workflows.customers import AddressNote, Customer
from workflows.ports import UnitOfWork

SOFT_SPAN = timedelta(hours=72)  # what fails for longer than this is as good as dead
GOOD_AFTER = timedelta(days=7)  # without a report: what failed before was another matter
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
    over = note.failed_at is not None and now - note.failed_at > GOOD_AFTER
    since = now if over else note.failing_since or now
    dead = dead or now - since >= SOFT_SPAN
    return replace(
        note,
        failures=1 if over else note.failures + 1,
        failing_since=since,
        failed_at=now,
        dead_since=note.dead_since or (now if dead else None),
        why=why,
    )


def alive(note: AddressNote) -> AddressNote:
    """After a mail from it, or when a person has mended it: it counts from the beginning. A complaint stays."""
    return replace(note, failures=0, failing_since=None, dead_since=None, why=note.why if note.complained_at else "")


def heard(reading: Reading, customer: str, uow: UnitOfWork, now: datetime) -> None:
    """What a mail says of its sender's address: its failures are over; a person who is away says until when.

    Reports and complaints come from elsewhere, a challenge proves nobody, and a forged mail nothing.
    """
    email, robot = reading.sender.email, reading.robot
    if not email or reading.bounce is not None or reading.trust is Trust.FAILED:
        return
    if robot is not None and robot.kind in (RobotKind.COMPLAINT, RobotKind.CHALLENGE):
        return
    before = note_of(email, uow, customer)
    after = alive(before) if before.failing_since is not None else before
    if robot is not None and robot.kind is RobotKind.ABSENCE and customer:
        after = replace(after, absent_until=robot.returns_on, absence_said_at=now)
    elif not reading.automatic:
        after = replace(after, absent_until=None, absence_said_at=None)
    if after != before:
        uow.addresses.put(after)


def mended(customer: str, uow: UnitOfWork) -> None:
    """A person says that the customer's addresses are in order."""
    for note in uow.addresses.where(customer=customer):
        if note.failing_since is not None:
            uow.addresses.put(alive(note))
