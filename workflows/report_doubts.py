"""A report that a reminder did not arrive takes its step back, so it is asked first whether it can be what it says.

Whoever got a reminder holds all that a report would repeat of it, Message-ID and token included: no secret tells a
forged report from one of the addressee's own server. What is left is who sent it, how, and when; and that a person sees
it from the second time on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nlp.reading import Bounce
from workflows.addresses import known_addresses
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import UnitOfWork

LATEST = timedelta(days=10)  # servers give up after 4 to 5 days (RFC 5321, 4.5.4.1), some after a week


def doubt(letter: Letter, bounce: Bounce, sender: str, uow: UnitOfWork, now: datetime) -> str:
    """Why a final report about a reminder is not believed without a person; "" if it is. `sender`: who reports."""
    if letter.kind is not LetterKind.DUNNING or not bounce.is_final:
        return ""
    customer = uow.customers.get(letter.customer) if letter.customer else None
    theirs = (*letter.to, *(known_addresses(customer, uow) if customer else ()))
    if sender.casefold() in {email.casefold() for email in theirs}:
        return "it was sent from the customer's own address, not by a mail system"
    if bounce.null_path is False:
        return "it came from an address that takes answers, as a report of a mail system does not"
    if now - (letter.sent_at or letter.created_at) > LATEST:
        return f"it came more than {LATEST.days} days after the letter"
    return ""


def reported_before(letter: Letter, uow: UnitOfWork) -> bool:
    """Whether a reminder to one of the same addresses was taken back for such a report before."""
    to = {email.casefold() for email in letter.to}
    before = uow.letters.where(customer=letter.customer, kind=LetterKind.DUNNING, state=LetterStatus.BOUNCED)
    return any(to & {email.casefold() for email in other.to} for other in before if other.id != letter.id)
