"""What our own mail server proved about the sender's domain (RFC 8601); what others claim in headers never counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from authres import AuthenticationResultsHeader, AuthResError

from nlp.reading import Trust

FIELD = "authentication-results"
LARGEST = 8_000
# Registries under which the organisation's name stands one label deeper ("co.uk").
SECOND_LEVEL = frozenset("co com org net ac gov edu asso gouv ltd plc".split())


def sender_trust(headers: Sequence[tuple[str, str]], sender_email: str, authserv_ids: Collection[str]) -> Trust:
    """VERIFIED: DMARC passed, or a DKIM signature of the sender's own domain; FAILED: DMARC failed; else UNKNOWN.

    Our server adds its field on top of those that came with the mail, so only the topmost field counts, and only if its
    authserv-id is one of `authserv_ids`. A mail with several From fields proves nothing about any of them.
    """
    domain = sender_email.rpartition("@")[2].lower()
    field = next((value for name, value in headers if name == FIELD), None)
    if not domain or field is None or sum(1 for name, _ in headers if name == "from") > 1:
        return Trust.UNKNOWN
    parsed = _parsed(field)
    if parsed is None or str(parsed.authserv_id).lower() not in {name.lower() for name in authserv_ids}:
        return Trust.UNKNOWN
    verdict = Trust.UNKNOWN
    for result in parsed.results:
        outcome = str(result.result or "").lower()
        if result.method == "dmarc" and outcome == "fail":
            return Trust.FAILED
        if result.method == "dmarc" and outcome == "pass" and _said_of(result, "from", domain):
            verdict = Trust.VERIFIED
        if result.method == "dkim" and outcome == "pass" and _is_aligned(_signer(result), domain):
            verdict = Trust.VERIFIED
    return verdict


def _parsed(field: str) -> AuthenticationResultsHeader | None:
    text = " ".join(field[:LARGEST].split())
    try:
        return AuthenticationResultsHeader.parse_value(text)
    except (AuthResError, ValueError, IndexError, RecursionError):
        return None


def _property(result: object, wanted: str) -> str:
    for item in getattr(result, "properties", ()):
        if str(item.type).lower() == "header" and str(item.name).lower() == wanted:
            return str(item.value or "").lower()
    return ""


def _said_of(result: object, wanted: str, domain: str) -> bool:
    """Whether the verdict names the sender's domain; one that names none is about the From field by definition."""
    named = _property(result, wanted).rpartition("@")[2]
    return not named or named == domain or _is_aligned(named, domain)


def _signer(result: object) -> str:
    return _property(result, "d") or _property(result, "i").rpartition("@")[2]


def _is_aligned(signer: str, domain: str) -> bool:
    """Same organisation (relaxed alignment, RFC 7489 3.1.1): equal, or one below the other, but never a registry."""
    signer, domain = signer.strip('.<>" '), domain.strip(".")
    if not signer or "." not in signer or _is_registry(signer):
        return False
    return (
        signer == domain
        or domain.endswith("." + signer)
        or (signer.endswith("." + domain) and not _is_registry(domain))
    )


def _is_registry(name: str) -> bool:
    labels = name.split(".")
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in SECOND_LEVEL and len(labels[1]) == 2)
