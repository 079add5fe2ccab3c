"""What is proven about a sender, and what speaks against it: each reason in words, all of them one level.

Proof comes from our own mail server (RFC 8601) and, where it was asked for, from our own look at the signatures
(RFC 6376); what others claim in headers never counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from authres import AuthenticationResultsHeader, AuthResError

from nlp.organisations import is_registry, same_organisation
from nlp.reading import SENDER_PROBLEMS, Identification, Problem, Speaks, Trust, TrustReason

FIELD = "authentication-results"
LARGEST = 8_000


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature as we checked it ourselves: whose it is, whether it holds, and if not, why."""

    domain: str
    holds: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a sender beside the mail itself; None: nobody looked.

    `seen_before`: a mail of this address came before, and nothing spoke against it. `signatures`: all of the mail's.
    """

    seen_before: bool | None = None
    signatures: tuple[Signature, ...] | None = None


NOBODY_LOOKED = Witness()


@dataclass(frozen=True, slots=True)
class Verdict:
    trust: Trust
    reason: TrustReason
    by_signature_of: str = ""  # the server's verdict rests on this domain's signature alone


def sender_trust(headers: Sequence[tuple[str, str]], sender_email: str, authserv_ids: Collection[str]) -> Trust:
    """VERIFIED: DMARC passed, or a DKIM signature of the sender's own domain; FAILED: DMARC failed; else UNKNOWN.

    Our server adds its field on top of those that came with the mail, so only the topmost field counts, and only if its
    authserv-id is one of `authserv_ids`. A mail with several From fields proves nothing about any of them.
    """
    return server_verdict(headers, sender_email, authserv_ids).trust


def judged_sender(
    headers: Sequence[tuple[str, str]],
    sender_email: str,
    authserv_ids: Collection[str],
    problems: Iterable[Problem] = (),
    identified_by: Identification | None = None,
    witness: Witness = NOBODY_LOOKED,
) -> tuple[Trust, tuple[TrustReason, ...]]:
    """What is proven about the sender, and all reasons; `problems` and `identified_by` are those of the message."""
    found = server_verdict(headers, sender_email, authserv_ids)
    trust, reasons = found.trust, [found.reason]
    if witness.signatures is not None:
        trust, reason = _second_opinion(found, headers, sender_email, witness.signatures)
        reasons.append(reason)
    reasons.append(_standing(identified_by))
    if witness.seen_before is False and sender_email:
        reasons.append(TrustReason("first_seen", "no mail of this address was ever kept before"))
    reasons += [
        TrustReason(problem.code, problem.detail, Speaks.AGAINST)
        for problem in dict.fromkeys(problems)
        if problem.code in SENDER_PROBLEMS
    ]
    return trust, tuple(reasons)


def server_verdict(headers: Sequence[tuple[str, str]], sender_email: str, authserv_ids: Collection[str]) -> Verdict:
    """What our own mail server proved about the From domain."""
    domain = sender_email.rpartition("@")[2].lower()
    field = next((value for name, value in headers if name == FIELD), None)
    if not domain or _several_senders(headers):
        return _nothing("no_one_sender", "there is no one sender whom anything could be proven of")
    if not authserv_ids:
        return _nothing("no_authserv_ids", "no mail server of ours is named whose checks could be believed")
    parsed = _parsed(field) if field is not None else None
    if parsed is None or str(parsed.authserv_id).lower() not in {name.lower() for name in authserv_ids}:
        return _nothing("no_verdict", "no mail server of ours says anything about the sender's domain")
    verdict = _nothing("nothing_proven", "our mail server proved nothing about the sender's domain")
    for result in parsed.results:
        outcome = str(result.result or "").lower()
        if result.method == "dmarc" and outcome == "fail":
            failed = TrustReason("dmarc_fail", f"our mail server says: {domain} did not send it", Speaks.AGAINST)
            return Verdict(Trust.FAILED, failed)
        if result.method == "dmarc" and outcome == "pass" and _said_of(result, "from", domain):
            passed = TrustReason("dmarc_pass", f"our mail server proved that {domain} sent it", Speaks.FOR)
            verdict = Verdict(Trust.VERIFIED, passed)
        signer = _signer(result)
        if result.method == "dkim" and outcome == "pass" and same_organisation(signer, domain):
            signed = TrustReason("dkim_aligned", f"our mail server proved that {signer} signed it", Speaks.FOR)
            verdict = verdict if verdict.trust is Trust.VERIFIED else Verdict(Trust.VERIFIED, signed, signer)
    return verdict


def _nothing(code: str, detail: str) -> Verdict:
    return Verdict(Trust.UNKNOWN, TrustReason(code, detail))


def _several_senders(headers: Sequence[tuple[str, str]]) -> bool:
    return sum(1 for name, _ in headers if name == "from") > 1


def _second_opinion(
    found: Verdict, headers: Sequence[tuple[str, str]], sender_email: str, signatures: Sequence[Signature]
) -> tuple[Trust, TrustReason]:
    """Our own check adds proof where the server was silent; a signature that the server saw must be there for us."""
    domain = sender_email.rpartition("@")[2].lower()
    aligned = [one for one in signatures if same_organisation(one.domain, domain)]
    held = next((one for one in aligned if one.holds), None)
    if held is not None and not _several_senders(headers):
        proven = TrustReason("own_dkim_aligned", f"we checked the signature of {held.domain}: it holds", Speaks.FOR)
        return Trust.VERIFIED if found.trust is Trust.UNKNOWN else found.trust, proven
    why = f"the signature of {aligned[0].domain} does not hold: {aligned[0].why}" if aligned else "there is none"
    if found.by_signature_of:
        differs = f"our mail server saw a signature of {found.by_signature_of} that holds; we looked, and {why}"
        return Trust.UNKNOWN, TrustReason("own_dkim_differs", differs)
    if aligned:
        return found.trust, TrustReason("own_dkim_broken", why)
    return found.trust, TrustReason("own_dkim_none", f"nothing is signed by {domain or 'the sender'}")


def _standing(identified_by: Identification | None) -> TrustReason:
    """What the books know of the address."""
    match identified_by:
        case Identification.ADDRESS:
            return TrustReason("address_known", "the address stands in the customer's record", Speaks.FOR)
        case Identification.DOMAIN:
            return TrustReason("domain_known", "only the domain stands in the customer's record, not the address")
        case _:
            return TrustReason("address_unknown", "the address is no customer's in the books")


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
    return not named or named == domain or (not is_registry(named) and same_organisation(named, domain))


def _signer(result: object) -> str:
    return (_property(result, "d") or _property(result, "i").rpartition("@")[2]).strip('.<>" ')
