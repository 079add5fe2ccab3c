"""What the books say about one message: gathered once, under the customer's lock, before anything is decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from nlp.reading import Identification, Reading
from workflows.disputes.replies import team_reply
from workflows.letters import ANSWERS, Letter
from workflows.messages import Message, MessageStatus
from workflows.orders.asking import QUESTIONS
from workflows.ports import Desk, UnitOfWork
from workflows.routing.facts import AskedOrder, DocumentFact, Known
from workflows.threads import answered_letters, bare_subject, case_numbers, cases_of, said
from workflows.undelivered import letter_of

BUDGET_SPAN = timedelta(hours=3)
WORKED = (MessageStatus.DONE, MessageStatus.REVIEW)


def facts(message: Message, reading: Reading, uow: UnitOfWork, desk: Desk, now: datetime) -> Known:
    """Everything that `routing.decide` may want to know of the books about this message."""
    customer = uow.customers.get(reading.customer or "")
    thread = tuple(dict.fromkeys((*reading.references, *filter(None, (reading.in_reply_to,)))))
    number = customer.number if customer else ""
    same, other = _twins(message, reading, uow)
    answered = answered_letters(reading, thread, uow)
    reported = next(iter(answered), None)  # a report without the mail's own headers may hold its reply token
    bounced = letter_of(reading.bounce.message_id, uow) or reported if reading.bounce else None
    about = letter_of(reading.robot.message_id, uow) if reading.robot else None
    belongs = cases_of(answered, number, thread, reading, uow)
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
        robot_letter=next((letter.id for letter in (about, *answered) if letter is not None), ""),
        thread_case=belongs.joined,
        others_case=belongs.others,
        suggested_case=belongs.suggested,
        question=_question(answered, reading),
        team_reply=team_reply(answered, reading, case_numbers(reading), desk),
        **_answers(reading, number, thread, uow, now),
    )


def _question(answered: Iterable[Letter], reading: Reading) -> AskedOrder | None:
    """The newest question about an order whose token the message carries, or whose Message-ID it names."""
    asked = [letter for letter in answered if letter.template in QUESTIONS]
    if not asked:
        return None
    newest = max(asked, key=lambda letter: letter.created_at)
    to = {address.casefold() for address in newest.to}
    return AskedOrder(
        order=str(json.loads(newest.facts).get("order") or ""),
        letter=newest.id,
        customer=newest.customer,
        subject=newest.subject,
        was_asked=reading.sender.email.casefold() in to,
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


def _answers(
    reading: Reading, customer: str, thread: tuple[str, ...], uow: UnitOfWork, now: datetime
) -> dict[str, int]:
    """The automatic answers so far, as `Known` has them: in this thread today, to this sender, to this customer.

    A program that answers with headers of its own still repeats our subject; tags of an address are the same sender.
    """
    if not customer:
        return {}
    letters = uow.letters.where(customer=customer, kind=tuple(ANSWERS))
    answers = [letter for letter in letters if letter.is_automatic_answer]
    today = [letter for letter in answers if letter.created_at.astimezone(now.tzinfo).date() == now.date()]
    recent = [letter for letter in answers if now - letter.created_at < BUDGET_SPAN]
    sender, subject = _untagged(reading.sender.email), bare_subject(reading.subject)

    def to_sender(letter: Letter) -> bool:
        return sender in {_untagged(address) for address in letter.to}

    def in_thread(letter: Letter) -> bool:
        repeated = bool(subject) and bare_subject(letter.subject) == subject and to_sender(letter)
        return repeated or _shares(letter, thread)

    return {
        "answers_in_thread": sum(map(in_thread, today)),
        "answers_to_sender": sum(map(to_sender, recent)),
        "answers_to_sender_today": sum(map(to_sender, today)),
        "answers_to_customer": len(recent),
    }


def _untagged(address: str) -> str:
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _shares(letter: Letter, thread: tuple[str, ...]) -> bool:
    return bool({letter.message_id, letter.in_reply_to, *letter.references} & set(thread))
