"""Who writes: whether the customer speaks, and where an answer may go."""

from __future__ import annotations

from nlp.reading import SENDER_PROBLEMS, Identification, Reading, Speaks, Trust, TrustLevel
from workflows.commands import Source
from workflows.correspondence import known_language
from workflows.ports import Desk
from workflows.routing.facts import Known


def source_of(reading: Reading, known: Known, desk: Desk, *, actor: str = "o2cbot") -> Source:
    """Where a command comes from. An automatic answer goes to people only, never on a forged word."""
    doubted = reading.trust_level in (TrustLevel.FAILED, TrustLevel.SUSPECT)
    person = not reading.automatic and not doubted and not known.own_sender and record_knows(reading, known, desk)
    wished = reading.language if reading.language in desk.languages else known.language
    return Source(
        message=known.message,
        message_id=reading.message_id,
        sender=reading.sender.email,
        subject=reading.subject,
        references=tuple(dict.fromkeys((*reading.references, *filter(None, (reading.in_reply_to,))))),
        language=known_language(wished, desk),
        may_answer=person,
        actor=actor,
        possible_case=known.others_case or known.suggested_case,
    )


def record_knows(reading: Reading, known: Known, desk: Desk) -> bool:
    """Whether an answer to the address that wrote stays with the customer: its record has the address, or the domain
    and either proof that the mail came from there, or a desk that does not ask for it. Reply-To is never asked."""
    if known.record_has_sender or reading.identified_by is Identification.ADDRESS:
        return True
    proven = reading.trust_level is TrustLevel.VERIFIED or desk.trust.answer == "domain"
    return reading.identified_by is Identification.DOMAIN and proven


def speaks_for_customer(reading: Reading, known: Known) -> bool:
    return bool(known.customer) and reading.identified_by in (Identification.ADDRESS, Identification.DOMAIN)


def doubtful_sender(reading: Reading, known: Known, desk: Desk) -> str:
    """Why nobody knows that the customer speaks, or not as surely as the desk asks, in words; "" if it does."""
    if reading.trust is Trust.FAILED:
        return "The sender's domain says that it did not send this mail: it may be forged."
    deceiving = [problem.detail for problem in reading.problems if problem.code in SENDER_PROBLEMS]
    deceiving += [reason.detail for reason in reading.trust_reasons if reason.speaks is Speaks.AGAINST]
    if deceiving:
        return f"The sender may not be who it seems to be: {deceiving[0]}"
    if not known.customer:
        return "The sender is nobody in the books."
    if not speaks_for_customer(reading, known):
        return f"Only the text points to customer {known.customer}; the sender's address is unknown."
    if desk.trust.act is TrustLevel.VERIFIED and reading.trust_level is not TrustLevel.VERIFIED:
        return "Nothing proves that the sender's domain sent this mail."
    return ""


def first_seen(reading: Reading, known: Known, desk: Desk) -> tuple[str, ...]:
    if not desk.trust.review_first_seen or known.record_has_sender:
        return ()
    return tuple(f"{r.detail.capitalize()}." for r in reading.trust_reasons if r.code == "first_seen")
