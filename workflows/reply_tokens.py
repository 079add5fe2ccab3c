"""A letter is known again by a token that nobody can guess: in its Message-ID, its Reply-To, and a mark in its text."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from workflows.letters import Letter
from workflows.ports import UnitOfWork

TOKEN_CHARACTERS = 49  # 32 of the letter's id, a dot, 16 of the signature
TOKEN = re.compile(r"(?<![0-9a-z])([0-9a-f]{32})\.([0-9a-f]{16})(?![0-9a-z])", re.I)
MAX_TOKENS = 50  # that one message may bring
MARK = "o2cbot:"


def token_of(letter_id: str, uow: UnitOfWork) -> str:
    """`<letter>.<signature>`: 32 and 16 hexadecimal digits, so that a relay may change their case."""
    return f"{letter_id}.{uow.sign(letter_id)}"


def message_id_of(letter_id: str, domain: str, uow: UnitOfWork) -> str:
    return f"<o2cbot.{token_of(letter_id, uow)}@{domain}>"


def letters_named(texts: Iterable[str], uow: UnitOfWork) -> list[Letter]:
    """Our letters whose tokens stand in these texts, in their order; a token that we did not sign names nothing."""
    named = dict.fromkeys(match.groups() for text in texts for match in TOKEN.finditer(text[:2000]))
    ours = [
        id.lower()
        for id, signature in list(named)[:MAX_TOKENS]
        if hmac.compare_digest(signature.lower(), uow.sign(id.lower()))
    ]
    return [letter for id in dict.fromkeys(ours) if (letter := uow.letters.get(id)) is not None]
