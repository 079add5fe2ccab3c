"""Every letter enters the outbox here: one row per `dedup_key`, its Message-ID fixed before anything is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from workflows.addresses import letter_address
from workflows.commands import Source
from workflows.customers import Customer
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Company, Desk, UnitOfWork
from workflows.reply_tokens import message_id_of

PREFERRED_FALLBACK = "en"
NO_ADDRESS = "no address to write to"
REFERENCES_CHARACTERS = 1500  # of the whole header; some relays refuse mails with more than 4,096 in their head


def language_for(customer: Customer, desk: Desk) -> str:
    """The customer's language where letters exist in it, else English, else the desk's first."""
    return known_language(customer.language, desk)


def known_language(wished: str, desk: Desk) -> str:
    """The wished language where letters exist in it, else English, else the desk's first."""
    return next((name for name in (wished, PREFERRED_FALLBACK) if name in desk.languages), desk.languages[0])


def answer_address(source: Source | None, customer: Customer, uow: UnitOfWork) -> tuple[str, ...]:
    """Where the answer to a message goes: to the person who wrote; without one, to the customer's letter address.

    A program that wrote is never answered, not even where its address is the customer's own: then ().
    """
    if source is None or not source.sender:
        return letter_address(customer, uow)
    if source.may_answer:
        return (source.sender,)
    return tuple(email for email in letter_address(customer, uow) if email.casefold() != source.sender.casefold())


def letter_id(dedup_key: str) -> str:
    """The id of the one letter with this key, whether it was written or not."""
    return hashlib.sha256(dedup_key.encode()).hexdigest()[:32]


def write(
    uow: UnitOfWork,
    now: datetime,
    *,
    kind: LetterKind,
    template: str,
    language: str,
    company: Company,
    customer: str,
    to: tuple[str, ...],
    facts: Mapping[str, Any],
    documents: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
    attach: tuple[str, ...] = (),
    case: str = "",
    source: Source | None,
    dedup_key: str,
) -> Letter | None:
    """Queues a letter; None if one with this `dedup_key` exists already.

    `customer` is its number, "" for a letter to our own people. What is about nothing (no `documents`, `about`, `case`)
    is about what the mail is about that it answers. `facts` holds plain values (Any: any JSON), dates,
    datetimes, enums and Decimals; it is kept as JSON with ISO dates and amounts as strings. The letter answers
    `source` in its thread if it goes to its sender. Without an address it is kept as failed, so that a person sees it.
    """
    digest = letter_id(dedup_key)
    if uow.letters.get(digest) is not None:
        return None
    answered = source if source is not None and source.sender in to else None
    letter = Letter(
        id=digest,
        dedup_key=dedup_key,
        kind=kind,
        template=template,
        language=language,
        company=company.code,
        customer=customer,
        to=to,
        subject="",
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, default=_plain),
        documents=documents,
        attach=attach,
        case=case,
        in_reply_to=_in_reply_to(answered),
        references=_references(answered),
        message_id=message_id_of(digest, company.email.rpartition("@")[2], uow),
        state=LetterStatus.QUEUED if to else LetterStatus.FAILED,
        created_at=now,
        sent_at=None,
        attempts=0,
        why="" if to else NO_ADDRESS,
        attachments=(),
        about=tuple(dict.fromkeys(filter(None, about))),
    )
    uow.letters.add(letter)
    return letter


def write_again(
    letter: Letter, to: tuple[str, ...], uow: UnitOfWork, now: datetime, *, not_before: datetime | None = None
) -> Letter | None:
    """Queues a letter that did not arrive once more, as a letter of its own; None if that was done for this address."""
    key = f"{letter.dedup_key}:again:{','.join(to)}:{not_before.isoformat() if not_before else ''}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    if uow.letters.get(digest) is not None:
        return None
    again = replace(
        letter,
        id=digest,
        dedup_key=key,
        to=to,
        subject="",
        message_id=message_id_of(digest, letter.message_id.rstrip(">").rpartition("@")[2], uow),
        state=LetterStatus.QUEUED,
        created_at=now,
        sent_at=None,
        attempts=0,
        why="",
        attachments=(),
        not_before=not_before,
        released_by="",
    )
    uow.letters.add(again)
    return again


def _in_reply_to(source: Source | None) -> str:
    return source.message_id if source is not None and _is_message_id(source.message_id) else ""


def _references(source: Source | None) -> tuple[str, ...]:
    """RFC 5322, 3.6.4: the parent's references, then the parent; of a long thread its first and its last ones."""
    if source is None:
        return ()
    thread = dict.fromkeys((*source.references, source.message_id))
    return cut_references([name for name in thread if _is_message_id(name)])


def cut_references(names: Sequence[str]) -> tuple[str, ...]:
    """As many Message-IDs as a header of 1,500 characters takes, each on a line: the first, and the newest."""
    left = REFERENCES_CHARACTERS - len("References:") - sum(len(name) + 3 for name in names[:1])
    kept: list[str] = []
    for name in reversed(names[1:]):
        left -= len(name) + 3  # CR, LF and the space before it
        if left < 0:
            break
        kept.append(name)
    return (*names[:1], *reversed(kept))


def _is_message_id(text: str) -> bool:
    """Whether a stranger's Message-ID may stand in a header of ours: one printable word in angle brackets."""
    return len(text) <= 500 and text[:1] == "<" and text[-1:] == ">" and text.isascii() and text.isprintable()


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place in a letter's facts")
