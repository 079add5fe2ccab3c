"""What the books say about one message: gathered once, under the customer's lock, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from nlp.reading import Identification, Reading
from workflows.disputes.lifecycle import ACTIVE
from workflows.letters import Letter, LetterKind
from workflows.messages import Message, MessageStatus
from workflows.ports import Desk, UnitOfWork
from workflows.routing_facts import DocumentFact, Known
from workflows.threads import said
from workflows.undelivered import letter_of

# Letters that a person wrote are no automatic answers, nor are confirmations of orders: each has an order behind it.
BY_PERSONS = frozenset({"free_reply", "case_reply", "dispute_resolved", "dispute_rejected", "change_refused"})
BUDGET_SPAN = timedelta(hours=3)
WORKED = (MessageStatus.DONE, MessageStatus.REVIEW)


def facts(message: Message, reading: Reading, uow: UnitOfWork, desk: Desk, now: datetime) -> Known:
    """Everything that `routing.decide` may want to know of the books about this message."""
    customer = uow.customers.get(reading.customer or "")
    thread = tuple(dict.fromkeys((*reading.references, *filter(None, (reading.in_reply_to,)))))
    number = customer.number if customer else ""
    same, other = _twins(message, reading, uow)
    in_thread, to_sender = _answers(reading, number, thread, uow, now)
    bounced = letter_of(reading.bounce.message_id, uow) if reading.bounce else None
    company = desk.companies.get(message.company)
    return Known(
        message=message.id,
        customer=number,
        language=customer.language if customer else (company.language if company else ""),
        documents=_documents(_named(reading), uow),
        record_has_sender=_record_has(reading.sender.email, number, uow),
        own_sender=_is_own(reading, desk),
        is_our_letter=letter_of(reading.message_id, uow) is not None,
        same_mail=same,
        same_message_id=other,
        bounced_letter=bounced.id if bounced else "",
        bounced_customer="" if bounced else _written_to(reading, uow),
        thread_case=_thread_case(number, thread, uow),
        answers_in_thread=in_thread,
        answers_to_sender=to_sender,
    )


def _named(reading: Reading) -> tuple[str, ...]:
    numbers: list[str] = []
    for part in (reading.dispute, reading.promise, reading.query):
        numbers += part.invoices if part else ()
    numbers += [line.invoice for line in reading.remittance.lines] if reading.remittance else []
    return tuple(dict.fromkeys(numbers))


def _documents(numbers: Iterable[str], uow: UnitOfWork) -> dict[str, DocumentFact]:
    found = {}
    for number in numbers:
        item, document = uow.open_items.get(number), uow.invoices.get(number)
        if item is None:
            continue
        total = abs(document.total) if document else abs(item.original)
        found[number] = DocumentFact(
            number=number,
            customer=item.customer,
            total=-total if item.original < 0 else total,
            open_amount=item.open_amount,
            currency=item.currency,
        )
    return found


def _record_has(email: str, number: str, uow: UnitOfWork) -> bool:
    customer = uow.customers.get(number) if number and email else None
    if customer is None:
        return False
    known = (*customer.emails, *(contact.email for contact in uow.contacts.where(customer=number)))
    return email.casefold() in {address.casefold() for address in known}


def _is_own(reading: Reading, desk: Desk) -> bool:
    """From an address of ours; a customer that shares our domain (an affiliate) is known by its record."""
    own = {company.email.casefold() for company in desk.companies.values()}
    sender = reading.sender.email.casefold()
    if sender in own:
        return True
    if reading.identified_by in (Identification.ADDRESS, Identification.DOMAIN):
        return False
    return sender.rpartition("@")[2] in {address.rpartition("@")[2] for address in own}


def _twins(message: Message, reading: Reading, uow: UnitOfWork) -> tuple[str, str]:
    """(id of the same mail delivered before, id of another mail with its Message-ID).

    A mail to two of our mailboxes arrives twice with other bytes, for each relay adds its own lines.
    """
    if not reading.message_id:
        return "", ""
    others = [
        row
        for row in uow.messages.where(message_id=reading.message_id, state=WORKED)
        if row.id != message.id and row.reading
    ]
    for row in others:
        if _content(said(row)) == _words(reading):
            return row.id, ""
    return "", others[0].id if others else ""


def _words(reading: Reading) -> tuple[object, ...]:
    attached = tuple((part.name, part.size) for part in reading.attachments)
    return reading.sender.email, reading.subject, reading.text, attached


def _content(read: dict[str, object]) -> tuple[object, ...]:
    sender, attachments = read.get("sender"), read.get("attachments")
    parts = [part for part in attachments if isinstance(part, dict)] if isinstance(attachments, list) else []
    return (
        sender.get("email") if isinstance(sender, dict) else None,
        read.get("subject"),
        read.get("text"),
        tuple((part.get("name"), part.get("size")) for part in parts),
    )


def _written_to(reading: Reading, uow: UnitOfWork) -> str:
    """The customer to whose address we wrote, of a final report that does not say which mail it is about."""
    recipient = (reading.bounce.recipient or "").casefold() if reading.bounce and reading.bounce.is_final else ""
    if not recipient:
        return ""
    for customer in uow.customers.where():
        if recipient in {email.casefold() for email in customer.emails} and any(
            recipient in {address.casefold() for address in letter.to}
            for letter in uow.letters.where(customer=customer.number)
        ):
            return customer.number
    return ""


def _thread_case(customer: str, thread: tuple[str, ...], uow: UnitOfWork) -> str:
    """The customer's open case in whose thread the message stands; a subject or a stranger never joins one."""
    if not customer or not thread:
        return ""
    active = {case.id: case for case in uow.cases.where(customer=customer, state=ACTIVE)}
    named = {letter.case for letter in uow.letters.where(customer=customer, message_id=thread)}
    found = [case.id for case in active.values() if case.id in named or set(case.message_ids) & set(thread)]
    return max(found, default="")


def _answers(
    reading: Reading, customer: str, thread: tuple[str, ...], uow: UnitOfWork, now: datetime
) -> tuple[int, int]:
    """(automatic answers in this thread today, to this sender in the last three hours)."""
    if not customer:
        return 0, 0
    sender = reading.sender.email
    answers = [
        letter
        for letter in uow.letters.where(customer=customer, kind=(LetterKind.REPLY, LetterKind.STATEMENT))
        if letter.template not in BY_PERSONS and sender in letter.to and letter.in_reply_to
    ]
    in_thread = [
        letter
        for letter in answers
        if letter.created_at.astimezone(now.tzinfo).date() == now.date() and _shares(letter, thread)
    ]
    recent = [letter for letter in answers if now - letter.created_at < BUDGET_SPAN]
    return len(in_thread), len(recent)


def _shares(letter: Letter, thread: tuple[str, ...]) -> bool:
    return bool({letter.message_id, letter.in_reply_to, *letter.references} & set(thread))
