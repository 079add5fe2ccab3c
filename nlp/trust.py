"""What is proven about a sender, and what speaks against it: each reason in words, all of them one level.

Proof comes from our own mail server (RFC 8601) and, where it was asked for, from our own look at the signatures
(RFC 6376); what others claim in headers never counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from authres import AuthenticationResultsHeader, AuthResError

from nlp.organisations import is_registry, same_organisation
from nlp.reading import SENDER_PROBLEMS, Identification, Problem, Speaks, Trust, TrustReason

FIELD = "authentication-results"
LARGEST = 8_000
# Exchange Online writes its results without a name before them; this entry of `authserv_ids` says that ours does.
UNNAMED, NO_NAME = "(none)", "unnamed.invalid"
RESULT_FIRST = re.compile(r"\s{0,99}(?:spf|dkim|dmarc)\s?=", re.I)
QUOTED_NAME = re.compile(r'\A"([^\s"\\;]{1,250})"')
SEAL, SEALED_RESULTS = "arc-seal", "arc-authentication-results"
INSTANCE = re.compile(r"(?:^|;)\s{0,20}i\s{0,5}=\s{0,5}(\d{1,2})\s{0,20}(?:;|$)")
SEALER = re.compile(r"(?:^|;)\s{0,20}d\s{0,5}=\s{0,5}([\w.-]{1,253})")


DKIM, ARC = "dkim", "arc"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as we checked it ourselves: whose it is, whether it holds, and if not, why.

    `kind`: DKIM, or ARC for a whole chain of seals (RFC 8617), whose `domain` is that of the last sealer.
    """

    domain: str
    holds: bool
    why: str = ""
    kind: str = DKIM


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a sender beside the mail itself; None: nobody looked.

    `seen_before`: a mail of this address came before, and nothing spoke against it. `signatures`: all of the mail's.
    `chain`: its seals, as we checked them. `trusted_sealers`: domains whose word on who sent a mail is ours.
    """

    seen_before: bool | None = None
    signatures: tuple[Signature, ...] | None = None
    chain: Signature | None = None
    trusted_sealers: tuple[str, ...] = ()


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
    sealed = sealed_word(headers, sender_email, authserv_ids, witness)
    if sealed is not None and sealed.speaks is Speaks.FOR:  # it may mend what forwarding broke, and that alone
        found = replace(found, trust=Trust.VERIFIED, reason=replace(found.reason, speaks=Speaks.NEITHER))
    trust, reasons = found.trust, [found.reason, *([sealed] if sealed is not None else ())]
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
    if not domain or _several_senders(headers):
        return _nothing("no_one_sender", "there is no one sender whom anything could be proven of")
    if not authserv_ids:
        return _nothing("no_authserv_ids", "no mail server of ours is named whose checks could be believed")
    parsed = _our_field(headers, authserv_ids)
    if parsed is None:
        return _nothing("no_verdict", "no mail server of ours says anything about the sender's domain")
    return _verdict_of(parsed, domain)


def _our_field(headers: Sequence[tuple[str, str]], authserv_ids: Collection[str]) -> AuthenticationResultsHeader | None:
    """The topmost field, if a server of ours wrote it."""
    field = next((value for name, value in headers if name == FIELD), None)
    ours = {name.lower() for name in authserv_ids}
    if UNNAMED in ours and RESULT_FIRST.match(field or ""):
        field, ours = f"{NO_NAME}; {field}", {NO_NAME}
    parsed = _parsed(field) if field is not None else None
    if parsed is None or str(parsed.authserv_id).lower() not in ours:
        return None
    return parsed


def _verdict_of(parsed: AuthenticationResultsHeader, domain: str) -> Verdict:
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


def sealed_word(
    headers: Sequence[tuple[str, str]], sender_email: str, authserv_ids: Collection[str], witness: Witness
) -> TrustReason | None:
    """What the last server that sealed the mail says of its sender (RFC 8617); None for a mail without seals.

    A hint, shown among the reasons: it speaks for the sender only where the seals hold, the sealer is one that we are
    configured to trust, and its own checks had proven the From domain before it passed the mail on.
    """
    domain = sender_email.rpartition("@")[2].lower()
    seal = _last_seal(headers)
    if seal is None or not domain or _several_senders(headers):
        return None
    sealer, word = seal
    proven = word is not None and _verdict_of(word, domain).trust is Trust.VERIFIED
    says = f"{sealer} sealed it and says that {domain} {'sent it' if proven else 'is not proven'}"
    holds = _chain_holds(headers, sealer, authserv_ids, witness)
    if holds is None:
        return TrustReason("arc_unchecked", f"{says}; nobody checked the seals")
    if not holds:
        return TrustReason("arc_broken", f"{says}; the seals do not hold")
    if proven and sealer in {name.lower() for name in witness.trusted_sealers}:
        return TrustReason("arc_trusted", f"{says}; the seals hold and we trust it", Speaks.FOR)
    return TrustReason("arc_sealed", f"{says}; the seals hold")


def _last_seal(headers: Sequence[tuple[str, str]]) -> tuple[str, AuthenticationResultsHeader | None] | None:
    """(domain of the last sealer, what it had found out) of the newest instance."""
    seals = [(int(at[1]), d[1].lower()) for name, value in headers if name == SEAL
             if (at := INSTANCE.search(value[:LARGEST])) and (d := SEALER.search(value[:LARGEST]))]  # fmt: skip
    if not seals:
        return None
    instance, sealer = max(seals)
    words = [value[:LARGEST] for name, value in headers if name == SEALED_RESULTS]
    mine = [word for word in words if (at := INSTANCE.match(word)) and int(at[1]) == instance]
    return sealer, _parsed(mine[0].partition(";")[2]) if len(mine) == 1 else None


def _chain_holds(
    headers: Sequence[tuple[str, str]], sealer: str, authserv_ids: Collection[str], witness: Witness
) -> bool | None:
    """By our own check where one was made, else by our server's ("arc=pass", RFC 8617, 10.1); None: nobody looked."""
    if witness.chain is not None:
        return witness.chain.holds and witness.chain.domain == sealer
    ours = _our_field(headers, authserv_ids) if authserv_ids else None
    results = [str(one.result or "").lower() for one in (ours.results if ours else ()) if one.method == ARC]
    return all(result == "pass" for result in results) if results else None


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
    """RFC 8601, 2.2; a semicolon at the end and a quoted name are read too, as servers write them."""
    text = QUOTED_NAME.sub(r"\1", " ".join(field[:LARGEST].split())).rstrip("; ")
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
