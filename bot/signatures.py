"""Signatures of a mail, DKIM (RFC 6376) and ARC (RFC 8617): where their keys lie, and whether they hold with them.

Nothing here asks anybody. `checked` takes as long as a mail makes it: it runs in the bounded reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from nlp.trust import ARC, DKIM, Signature

MOST = 5  # signatures of a message that are looked at, and instances of a chain
LARGEST_HEADER = 262_144
LEAST_BITS = 1_024
VALUE = rb"[ \t]{0,9}:((?:[^\r\n]|\r?\n[ \t]){0,8000})"
FIELDS = {
    DKIM: (re.compile(rb"^dkim-signature" + VALUE, re.I | re.M), MOST),
    ARC: (re.compile(rb"^arc-(?:seal|message-signature)" + VALUE, re.I | re.M), 2 * MOST),
}
TAGS = {tag: re.compile(rb"(?:^|;)\s{0,20}%b\s{0,20}=\s{0,20}([\w.-]{1,253})" % tag) for tag in (b"d", b"s")}
SIGNED_FIELDS = re.compile(rb"(?:^|;)\s{0,20}h\s{0,20}=([^;]{1,4000})")
LENGTH = re.compile(rb"(?:^|;)\s{0,20}l\s{0,20}=")


def key_names(raw: bytes, kinds: Collection[str] = (DKIM,)) -> tuple[str, ...]:
    """The names under which the keys of a message's signatures of these kinds lie, the topmost signature first."""
    end = re.search(rb"\r?\n\r?\n", raw[:LARGEST_HEADER])
    header = raw[: end.start() + 1 if end else LARGEST_HEADER]
    names = []
    for field in (one for kind in kinds for one in list(FIELDS[kind][0].finditer(header))[: FIELDS[kind][1]]):
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
    signatures = tuple(_one(message, number, keys) for number in range(min(count, MOST)))
    sealed = set(key_names(raw, (ARC,)))
    return (*signatures, _chain(raw, keys)) if sealed and sealed & set(keys) else signatures


def _chain(raw: bytes, keys: Mapping[str, bytes]) -> Signature:
    """All seals of a message as one signature of the last sealer."""
    import dkim

    def key(name: bytes, timeout: float = 0) -> bytes | None:
        return keys.get(name.decode("latin-1").rstrip(".").lower())

    sealer = ""
    try:
        message = dkim.ARC(raw, minkey=LEAST_BITS)
        instances, fields = message.sorted_arc_headers()
        if instances > MOST:
            return Signature(sealer, False, f"it was sealed {instances} times", ARC)
        newest = {field[0].lower(): field[1] for at, field in fields if at == instances}
        seal, signature = newest[b"arc-seal"], newest[b"arc-message-signature"]
        owners = [_tag(b"d", one) for one in (seal, signature)]
        sealer = owners[0]
        outcome, _, why = message.verify(dnsfunc=key)
        holds, why = outcome == dkim.CV_Pass, "" if outcome == dkim.CV_Pass else str(why)[:200]
    except Exception as error:  # as above: whatever a broken seal leads the library to
        return Signature(sealer, False, f"{type(error).__name__}: {error}"[:200], ARC)
    covered = SIGNED_FIELDS.search(signature)
    names = {name.strip().lower() for name in covered[1].split(b":")} if covered else set()
    if holds and (owners[0] != owners[1] or b"from" not in names or LENGTH.search(signature)):
        holds, why = False, "the last seal does not cover the sender and all of the mail"
    return Signature(sealer, holds, why, ARC)


def _tag(tag: bytes, field: bytes) -> str:
    found = TAGS[tag].search(field)
    return found[1].decode("latin-1").lower() if found else ""


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
    return json.dumps([[one.domain, one.holds, one.why, one.kind] for one in signatures])


def from_text(text: str) -> tuple[Signature, ...]:
    """What `as_text` wrote; before there were kinds, all were DKIM."""
    return tuple(Signature(str(row[0]), bool(row[1]), str(row[2]), *map(str, row[3:4])) for row in json.loads(text))
