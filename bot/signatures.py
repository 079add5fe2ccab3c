"""DKIM signatures of a mail (RFC 6376): under which names their keys lie, and whether they hold with these keys.

Nothing here asks anybody. `checked` takes as long as a mail makes it: it runs in the bounded reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from nlp.trust import Signature

MOST = 5  # signatures of a message that are looked at
LARGEST_HEADER = 262_144
LEAST_BITS = 1_024
FIELD = re.compile(rb"^dkim-signature[ \t]{0,9}:((?:[^\r\n]|\r?\n[ \t]){0,8000})", re.I | re.M)
TAGS = {tag: re.compile(rb"(?:^|;)\s{0,20}%b\s{0,20}=\s{0,20}([\w.-]{1,253})" % tag) for tag in (b"d", b"s")}


def key_names(raw: bytes) -> tuple[str, ...]:
    """The names under which the keys of a message's signatures lie, the topmost signature first."""
    end = re.search(rb"\r?\n\r?\n", raw[:LARGEST_HEADER])
    header = raw[: end.start() + 1 if end else LARGEST_HEADER]
    names = []
    for field in list(FIELD.finditer(header))[:MOST]:
        found = {tag: pattern.search(field[1]) for tag, pattern in TAGS.items()}
        domain, selector = found[b"d"], found[b"s"]
        if domain is not None and selector is not None:
            name = f"{selector[1].decode('latin-1')}._domainkey.{domain[1].decode('latin-1')}".lower()
            names += [name] if len(name) <= 253 and name.isascii() else []
    return tuple(dict.fromkeys(names))


def checked(raw: bytes, keys: Mapping[str, bytes]) -> tuple[Signature, ...]:
    """Each signature of a message with these keys. Runs in the bounded reader: it takes as long as mail makes it."""
    import dkim

    message = dkim.DKIM(raw, minkey=LEAST_BITS)
    count = sum(1 for name, _ in message.headers if name.lower() == b"dkim-signature")
    return tuple(_one(message, number, keys) for number in range(min(count, MOST)))


def _one(message: object, number: int, keys: Mapping[str, bytes]) -> Signature:
    def key(name: bytes, timeout: float = 0) -> bytes | None:
        return keys.get(name.decode("latin-1").rstrip(".").lower())

    domain = ""
    try:
        holds = bool(message.verify(idx=number, dnsfunc=key))  # type: ignore[attr-defined]
        why = "" if holds else "it was changed, or its key is not there"
    except Exception as error:  # the library raises whatever a broken signature leads it to
        holds, why = False, f"{type(error).__name__}: {error}"[:200]
    fields = getattr(message, "signature_fields", None) or {}
    domain = bytes(fields.get(b"d", b"")).decode("latin-1").lower()[:253]
    if holds and b"l" in fields:
        holds, why = False, "it covers only the beginning of the mail"
    if holds and b"from" not in getattr(message, "include_headers", ()):
        holds, why = False, "it does not cover the sender"
    return Signature(domain, holds, why)


def as_text(signatures: tuple[Signature, ...]) -> str:
    return json.dumps([[one.domain, one.holds, one.why] for one in signatures])


def from_text(text: str) -> tuple[Signature, ...]:
    return tuple(Signature(str(domain), bool(holds), str(why)) for domain, holds, why in json.loads(text))
