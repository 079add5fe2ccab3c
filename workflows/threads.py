"""To which letter and case of ours a message belongs, who wrote a kept one and how it is answered.

The signed token of a letter counts first, then its Message-ID; then nothing: a subject or a number only suggests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nlp.reading import Reading
from workflows.commands import Source
from workflows.correspondence import known_language
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case
from workflows.letters import Letter
from workflows.messages import Message
from workflows.ports import Desk, UnitOfWork
from workflows.reply_tokens import letters_named

PREFIXES = re.compile(
    r"(?:\s{0,3}(?:re|aw|wg|fwd?|tr|rv|antw|sv|vs|odp|ref|rif|res)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:){1,20}", re.I
)
CASE_NUMBER = re.compile(r"(?<![\w-])[A-Z0-9]{1,20}-C-\d{4}-\d{1,9}(?![\w-])")
LOOKED_AT = 2000  # characters of the new text


@dataclass(frozen=True, slots=True)
class Belongs:
    """Ids of cases, "" for none. `joined`: this customer's open one; `others`: another customer's; `suggested`: this
    customer's, but nothing proves that it is meant."""

    joined: str = ""
    others: str = ""
    suggested: str = ""


def answered_letters(reading: Reading, thread: tuple[str, ...], uow: UnitOfWork) -> list[Letter]:
    """Our letters that a message answers: those whose tokens it carries, then those whose Message-IDs it names."""
    tokens = (*reading.recipients, *reversed(thread), *reading.marks)
    known = uow.letters.where(message_id=thread) if thread else []
    return list({letter.id: letter for letter in (*letters_named(tokens, uow), *known)}.values())


def cases_of(
    answered: Iterable[Letter], customer: str, thread: tuple[str, ...], reading: Reading, uow: UnitOfWork
) -> Belongs:
    """Which cases a message may belong to. A reply of another customer never joins, nor does one of a stranger."""
    named = {letter.case for letter in answered if letter.case}
    found = [case for id in sorted(named) if (case := uow.cases.get(id)) is not None]
    mine: list[Case] = uow.cases.where(customer=customer) if customer else []
    in_thread = [case for case in mine if case.id in named or set(case.message_ids) & set(thread)]
    numbers = case_numbers(reading)
    suggested = [case.id for case in mine if case.id in numbers or (case in in_thread and case.state not in ACTIVE)]
    return Belongs(
        joined=max((case.id for case in in_thread if case.state in ACTIVE), default=""),
        others=max((case.id for case in found if case.customer != customer), default=""),
        suggested=max(suggested, default=""),
    )


def case_numbers(reading: Reading) -> set[str]:
    """The numbers of cases that stand in a message's subject and own words."""
    return set(CASE_NUMBER.findall(f"{reading.subject}\n{reading.new_text[:LOOKED_AT]}"))


def bare_subject(subject: str) -> str:
    """A subject without what programs put before it when they answer, folded."""
    return " ".join(PREFIXES.sub("", subject, count=1).split()).casefold()


def said(message: Message) -> dict[str, Any]:
    """The kept Reading as its JSON object; {} where the message was never read. Any: a JSON object of many types."""
    try:
        read = json.loads(message.reading or "{}")
    except json.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def answer_to(message: Message, desk: Desk, *, actor: str) -> Source | None:
    """The source of an answer that a person writes to a kept message; None where nobody knows who wrote it.

    A person's answer may go to a program's address too: only automatic answers to automatic mail are forbidden.
    """
    read = said(message)
    sender = str((read.get("sender") or {}).get("email") or "")
    if not sender:
        return None
    thread = (*(read.get("references") or ()), *filter(None, (read.get("in_reply_to"),)))
    return Source(
        message=message.id,
        message_id=message.message_id,
        sender=sender,
        subject=str(read.get("subject") or ""),
        references=tuple(dict.fromkeys(str(name) for name in thread)),
        language=known_language(message.language, desk),
        may_answer=True,
        actor=actor,
    )
