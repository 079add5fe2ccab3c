"""How letters leave: where answers go, when nobody is to be disturbed, how fast; and how many answers there may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.settings.section import Section
from workflows.ports import AnswerPolicy, Company
from workflows.reply_tokens import TOKEN_CHARACTERS
from workflows.sending_hours import SendingHours

LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
PLACE = "{token}"
# A relay that asks for no login is one's own: it queues, and keeps the pace of each receiver. Providers count.
OWN_RELAY_A_MINUTE, OWN_RELAY_CONNECTIONS = 12_000, 4
LETTERS_A_MINUTE = {"graph": 30}  # Microsoft's limit of a mailbox; elsewhere:
ANYWHERE_A_MINUTE = 600
MOST_CONNECTIONS = 20  # Postfix takes 50 of one client


def sending(section: Section, kind: str, per_minute: int, companies: Mapping[str, Company]) -> dict[str, Any]:
    """The fields of OutgoingSettings that say how letters leave."""
    null_return_path = section.flag("null_return_path", False)
    if null_return_path and kind != "smtp":
        section.fault('null_return_path is for kind = "smtp" only')
    return {
        "per_domain_minute": section.whole("per_domain_minute", max(1, per_minute // 2), least=1),
        "reply_to": reply_to(section, companies),
        "reply_mark": section.flag("reply_mark", False),
        "null_return_path": null_return_path,
        "hours": hours(section),
    }


def letters_a_minute(kind: str, *, own_relay: bool) -> int:
    """How many letters of an account leave in a minute where nothing else is said."""
    return OWN_RELAY_A_MINUTE if own_relay else LETTERS_A_MINUTE.get(kind, ANYWHERE_A_MINUTE)


def connections(section: Section, kind: str, *, own_relay: bool) -> int:
    """How many connections to the relay there may be at once."""
    count = section.whole("connections", OWN_RELAY_CONNECTIONS if own_relay else 1, least=1)
    if count > 1 and kind != "smtp":
        section.fault('connections is for kind = "smtp" only')
    elif count > MOST_CONNECTIONS:
        section.fault(f"connections: at most {MOST_CONNECTIONS}, not {count}")
    return count


def reply_to(section: Section, companies: Mapping[str, Company]) -> dict[str, str]:
    """company -> the address that answers go to, with a place for the reply token; one text is for all companies."""
    value = section.table.get("reply_to", {})
    if isinstance(value, str):
        section.known.add("reply_to")
        found = dict.fromkeys(companies, value)
    else:
        found = section.section("reply_to").strings()
    for code, address in found.items():
        local = address.rpartition("@")[0].replace(PLACE, "x" * TOKEN_CHARACTERS)
        if code not in companies:
            section.fault(f"reply_to names the company {code!r}, which there is not")
        if address.count("@") != 1 or address.count(PLACE) != 1 or PLACE not in address.partition("@")[0]:
            section.fault(f'reply_to must be an address like "ar+{PLACE}@company.example", not {address!r}')
        elif len(local) > LONGEST_LOCAL_PART:
            room = LONGEST_LOCAL_PART - TOKEN_CHARACTERS
            section.fault(f"reply_to: at most {room} characters may stand beside {PLACE} before the @: {address!r}")
    return found


def hours(section: Section) -> SendingHours:
    text, business_days = section.text("quiet_hours", ""), section.flag("business_days", False)
    match = HOURS.fullmatch(text)
    if not match:
        if text:
            section.fault(f'quiet_hours must be written "19:00-07:00", not {text!r}')
        return SendingHours(business_days=business_days)
    first, last = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if first == last:
        section.fault("quiet_hours begin and end at the same time")
    return SendingHours(first, last, business_days)


def answers(section: Section) -> AnswerPolicy:
    """The table [answers]."""
    default = AnswerPolicy()
    found = AnswerPolicy(
        in_thread_a_day=section.whole("in_thread_a_day", default.in_thread_a_day),
        to_sender=section.whole("to_sender", default.to_sender),
        to_sender_a_day=section.whole("to_sender_a_day", default.to_sender_a_day),
        to_customer=section.whole("to_customer", default.to_customer),
        brake_answers=section.whole("brake_answers", default.brake_answers, least=1),
        brake_minutes=section.whole("brake_minutes", default.brake_minutes, least=1),
    )
    section.done()
    return found
