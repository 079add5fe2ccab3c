"""Which mail of ours came back, where it was refused, whether the address is dead and whether the relay gave up.

Half of all bounces carry no RFC 3464 part, and the codes of the other half often contradict the words beside them
(RFC 3463 leaves them to the server): the words of the report decide, then the code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.reading import Bounce
from nlp.reply_words import folded

Headers = Sequence[tuple[str, str]]  # lower-case name, decoded value

BODY_CHARACTERS = 30_000
MAX_RECIPIENTS, ANNOUNCED_LINES = 50, 8
STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-][\w<\[(#])")
EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,190}[A-Za-z0-9]")
DAEMONS = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?delivery|bounces?|mdaemon|double-bounce|mail\.?system"
    r"|microsoftexchange[0-9a-f]{8,40})(?:[+._-]|$|@)"
)
MESSAGE_ID_LINE = re.compile(r"^[ >]{0,4}message-id:\s{0,5}(<[^<>\s]{1,900}>)", re.I | re.M)
RECIPIENT_LINE = re.compile(
    r"^(original|final)-recipient:\s{0,5}(?:[\w-]{1,20}\s{0,3};)?\s{0,5}<?"
    r"([^\s<>;]{1,64}@[^\s<>;]{1,190})>?",
    re.I | re.M,
)
DIAGNOSTIC = re.compile(r"^diagnostic-code:([^\n]{0,600}(?:\n[ \t][^\n]{0,300}){0,12})", re.I | re.M)
ORIGINAL = re.compile(
    r"^(?:[-=_* ]{2,80}[^\n]{0,40}(?:below this line|copy of|original message|message header|returned message|unsent"
    r" message|body of the message|header of|kopie der|copie du|ursprungliche)"
    r"|(?:original )?message (?:headers? )?follows?\b|received: |return-path: )",
    re.M,
)
# Behind these words stands who did not get it; other addresses may stand before them, and in what is returned.
ANNOUNCES = re.compile(
    r"following (?:\w{1,20} )?(?:recipient|address|user|e-?mail)|these recipients|recipient address:|addressed to"
    r"|not delivered to|deliver(?:y|ed|ing)? (?:of )?(?:your|the) (?:e?mail|message) to|not reach"
    r"|folgende\w{0,2} (?:empf|adress)|nicht zugestellt an|nicht an"
    r"|destinataires? (?:ou groupes? )?(?:suivants?)?|adresses? suivantes?|distribue a|parvenu a"
)
# fmt: off
# The relay still tries: nothing is lost yet.
STILL_TRYING = (
    "will be retried", "will continue to try", "will continue to be", "still being retried", "warning message only",
    "do not need to resend", "has not yet been delivered", "delivery attempts will continue", "postponed",
    "will keep trying", "retry for", "attempts will be made", "wird weiter versucht", "weitere zustellversuche",
    "versuche werden fortgesetzt", "noch nicht zugestellt", "verzogert", "sera retentee", "nouvelles tentatives",
    "pas encore ete", "retardee", "delivery is delayed", "has been delayed", "delivery delayed", "temporarily delayed",
    "se reintentara", "verra ritentata", "we will continue to try", "will try again",
)
# The address itself is no good: nobody, nowhere, moved, closed.
DEAD_ADDRESS = (
    "user unknown", "unknown user", "userunknown", "no such user", "no such person", "no such recipient",
    "no such mailbox",
    "no such address", "no such account", "no such email", "no such local user", "no such domain", "unknown recipient",
    "recipient unknown", "unknown address", "address unknown", "unknown account", "unknown mailbox", "unknown local",
    "invalid recipient", "invalid mailbox", "invalid address", "invalid user", "bad destination mailbox",
    "bad address",
    "does not exist", "doesn't exist", "do not exist", "not exist", "no mailbox here", "no mailbox by that name",
    "recipient not found", "user not found", "mailbox not found", "address not found", "account not found",
    "name is not recognized", "recipient name is not recognized", "not our customer", "no longer", "not a known user",
    "not listed in", "not known here", "isn't a valid", "is not a valid", "not a valid mailbox", "no valid recipient",
    "has moved", "account has been disabled", "account disabled", "account is disabled", "account inactive",
    "inactive user",
    "account is inactive", "mailbox disabled", "mailbox is disabled", "mailbox is inactive", "mailbox inactive",
    "user is inactive", "account closed", "account has been closed", "closed account", "deactivated",
    "user doesn't have", "inactivity",
    "host unknown", "unknown host", "host not found", "domain not found", "unknown domain", "domain name not found",
    "name server: host", "nxdomain", "no such host", "unrouteable", "unroutable", "couldn't find any host",
    "could not find any host", "no mx", "null mx", "does not accept mail", "doesn't receive mail", "non-existent",
    "nonexistent", "no user by that name", "unable to find", "recipnotfound", "user is unknown", "not known at this",
    "no mailbox", "no mail box", "mailbox not available", "mailbox unavailable", "bad_recipient", "bad recipient",
    "is disabled", "not an active", "name or service not known", "name server reply", "name service error",
    "konto niedostepne", "does not have an account", "doesn't have a", "no account by that name", "no matches to",
    "not found in",
    "not in directory", "no one by that name", "this user doesn't have", "unbekannt", "existiert nicht",
    "nicht gefunden", "nicht vorhanden", "kein solcher", "keine solche", "ungultige empfanger", "ungultige adresse",
    "nicht eingerichtet", "empfanger nicht", "inconnu", "n'existe pas", "n'existe plus", "introuvable",
    "adresse invalide",
    "destinataire invalide", "n'a pas ete trouve", "plus valide", "non esiste", "inesistente", "sconosciuto",
    "no existe", "desconocid", "nao existe", "onbekend", "bestaat niet", "nie istnieje", "nieznany", "brak takiego",
    "findes ikke", "finns inte", "okand",
)
FULL = (
    "mailbox full", "mailbox is full", "full mailbox", "mailfolder is full", "mailbox size", "space not enough",
    "quota",
    "inbox is full", "storage limit", "exceeded storage", "storage space", "insufficient storage",
    "insufficient system",
    "no space left", "disk full", "disk space", "zuviele mails", "zu viele mails", "postfach voll",
    "postfach ist voll",
    "postfach des empfangers ist voll", "speicherplatz", "kontingent", "boite pleine", "est pleine",
    "boite de reception pleine",
    "mailbox has exceeded", "is out of storage", "casella piena", "buzon lleno", "caixa cheia", "vol is",
    "przepelniona",
    "maildrop full", "account is full", "user has exhausted", "allotted", "too many messages", "space exceeded",
    "mailbox exceeds", "over size", "overquota",
)
# The address may be good: something else stood in the way, that passes by itself: time and network.
PASSING = (
    "greylist", "graylist", "grey-list", "gray-list", "currently unavailable", "try again", "try later", "temporar",
    "timed out", "timeout",
    "delivery time expired", "time expired", "expired", "unable to connect", "connection refused", "could not connect",
    "smtp connection", "unreachable", "been in the queue too long", "in the queue", "too many connections", "too busy",
    "server busy", "server unavailable", "service unavailable", "service not available", "not accepting connections",
    "rate limit", "too many hops", "mail loop", "looping", "loops back", "loop detected", "hop count",
    "maximum delivery attempts", "connection dropped", "lost connection", "no route to host", "connection reset",
    "resources", "retry time", "deferred", "throttl", "zeituberschreitung", "delai depasse", "delai d'attente",
    "voruber", "zeitweise", "momentan", "not responding", "did not respond", "host down", "system error",
    "local error",
    "configuration error", "i/o error", "mail system problem", "command output", "cannot open", "could not open",
)
# The mail was refused for what it is or where it comes from: sent again it would be refused again.
REFUSED = (
    "too large", "too big", "size exceed", "message size", "maximum size", "exceeds size", "size limit",
    "exceeds the max",
    "zu gross", "trop volumineu", "trop gros", "max message", "message length exceeds",
    "spam", "junk", "blocked", "blacklist", "black list", "blocklist", "block list", "blocking list", "rbl", "dnsbl",
    "spamhaus", "spamcop", "reputation", "policy", "policies", "banned", "virus", "malware", "content", "unsolicited",
    "bulk mail", "relay", "rcpthosts", "access denied", "not authorized", "not authorised", "unauthorized",
    "not permitted", "not allowed", "prohibited", "spf", "dkim", "dmarc", "authentication", "starttls", "sender",
    "restricted", "restriction", "refused to accept", "not accepting mail from", "not accepting mail with",
    "permission denied", "security", "attachment", "reverse dns", "ptr record", "helo", "surbl", "uribl", "suspicious",
    "filter", "rejected for", "rejected due", "signature", "denied by", "pre-approved", "whitelist", "challenge",
    "complain", "abuse", "suspended", "too old", "poor", "forbidden", "verweigert", "unerwunscht", "abgelehnt wegen",
    "indesirable", "refuse par", "bloque", "non autorise", "syntax error", "protocol error",
)
ANOTHER_REASON = (*PASSING, *REFUSED)
PASSING_CODES = ("2.2", "3.1", "3.2", "4.1", "4.2", "4.3", "4.5", "4.7")
NOT_THE_ADDRESS_CODES = ("2.2", "2.3", "2.4", "3.", "4.1", "4.2", "4.3", "4.5", "4.6", "4.7", "6.", "7.")
DEAD_ADDRESS_CODES = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1", "4.4")
# fmt: on


@dataclass(frozen=True, slots=True)
class Report:
    """What a bounce carries: the text for people, the machine-readable status, the returned mail or its headers."""

    text: str = ""
    status: str = ""
    returned: str = ""


def bounce_of(headers: Headers, report: Report) -> Bounce:
    """Which mail of ours did not arrive, where, whether the address is dead (`permanent`) and whether it is lost."""
    status_fields = _of_the_failed(report.status[:BODY_CHARACTERS])
    text = report.text[:BODY_CHARACTERS]
    status = _status(status_fields) or _status(text)
    declared = re.search(r"^action:\s{0,5}([a-z]{1,20})", status_fields, re.I | re.M)
    action = declared.group(1).lower() if declared else ""
    said_text, repeated = _parts(text)
    own = MESSAGE_ID_LINE.search(report.returned[:BODY_CHARACTERS]) or MESSAGE_ID_LINE.search(text)
    named = next((value for wanted in ("in-reply-to", "references") for key, value in headers if key == wanted), "")
    references = re.findall(r"<[^<>\s]{1,900}>", named)
    said = _said(text)
    diagnostics = _said("\n".join(DIAGNOSTIC.findall(status_fields)))
    gave_up = _gave_up(status, action, f"{diagnostics} {said}")
    permanent = gave_up and _is_dead(status, diagnostics, said)
    failed = _failed(status_fields)
    recipient = _recipient(headers, said_text, f"{report.returned[:BODY_CHARACTERS]}\n\n{repeated}", failed)
    return Bounce(
        message_id=own.group(1) if own else (references[-1] if references else None),
        recipient=recipient,
        status=status,
        permanent=permanent,
        gave_up=gave_up,
        passing=gave_up and not permanent and _passes(status, diagnostics, said),
        recipients=failed if recipient in failed else tuple(filter(None, (recipient,))),
        null_path=_null_path(headers),
    )


def refusal_of(words: str, recipients: Sequence[str]) -> Bounce | None:
    """What a relay said when it refused a mail for good, as a report; None where it names none of its recipients.

    Only a code or words that blame the address make it dead: a relay refuses for many reasons of its own.
    """
    named = tuple(email for email in recipients if email.lower() in words.lower())
    if not named:
        return None
    found = bounce_of((), Report(text=words))
    code = (found.status or "").partition(".")[2]
    dead = found.permanent and (code in DEAD_ADDRESS_CODES or _blames_address(_said(words)) is True)
    passing = not dead and _passes(found.status, "", _said(words))
    return Bounce(None, named[0], found.status, permanent=dead, gave_up=True, passing=passing, recipients=named)


def _of_the_failed(status: str) -> str:
    """The fields of the recipients that a report says the worst of: of two it may have reached one (RFC 3464, 2.3)."""
    blocks = re.split(r"\n[ \t]{0,9}\n", status)
    for wanted in ("fail", "delay"):
        told = [block for block in blocks if re.search(rf"^action:\s{{0,5}}{wanted}", block, re.I | re.M)]
        if told:
            return "\n\n".join(told)
    return status


def _passes(status: str | None, diagnostics: str, said: str) -> bool:
    """Whether what stood in the way passes; the server's own line decides, then the code, then the words for people."""
    for words in (diagnostics, said):
        if any(reason in words for reason in REFUSED):
            return False
        if any(reason in words for reason in (*FULL, *PASSING)):
            return True
        if status and status.partition(".")[2].startswith(PASSING_CODES):
            return True
    return (status or "").startswith("4")


def _said(text: str) -> str:
    """What a server says about the mail, folded and on one line, without what it returns of the mail."""
    plain = folded(text[:8_000])
    mark = ORIGINAL.search(plain)
    return " ".join(EMAIL.sub(" ", plain[: mark.start()] if mark else plain).split())


def _gave_up(status: str | None, action: str, words: str) -> bool:
    if action:
        return action.startswith(("fail", "error"))
    if any(reason in words for reason in STILL_TRYING):
        return False
    return status is None or not status.startswith("2")


def _is_dead(status: str | None, diagnostics: str, text: str) -> bool:
    """The server's own line decides, then a code that names the address, then the words for people, then the code."""
    code = status.partition(".")[2] if status else ""
    verdict = _blames_address(diagnostics)
    if verdict is None and code in DEAD_ADDRESS_CODES:
        return True
    if verdict is None:
        verdict = _blames_address(text)
    if verdict is not None:
        return verdict
    return not code.startswith(NOT_THE_ADDRESS_CODES) and not (status or "").startswith("4")


def _blames_address(words: str) -> bool | None:
    """Whether the words blame the address or something else; None if they say neither."""
    if any(reason in words for reason in FULL):
        return False
    if any(reason in words for reason in DEAD_ADDRESS):
        return True
    return False if any(reason in words for reason in ANOTHER_REASON) else None


def _status(text: str) -> str | None:
    declared = re.search(r"^status:\s{0,5}([245]\.\d{1,3}\.\d{1,3})", text, re.I | re.M)
    if declared:
        return str(declared.group(1))
    if match := STATUS.search(text):
        return match.group()
    code = REPLY_CODE.search(text)
    return f"{code.group()[0]}.0.0" if code else None


def _plain(address: str) -> str:
    return address.strip("<>'\"").lower()


def _failed(status_fields: str) -> tuple[str, ...]:
    """The addresses of a delivery status: as we wrote them, then as a server rewrote them (RFC 3464, 2.3.1)."""
    named = sorted(RECIPIENT_LINE.findall(status_fields), key=lambda line: line[0].lower() != "original")
    return tuple(dict.fromkeys(_plain(address) for _, address in named))[:MAX_RECIPIENTS]


def _recipient(headers: Headers, said: str, returned: str, failed: Sequence[str]) -> str | None:
    if told := EMAIL.search(_first(headers, "x-failed-recipients")):
        return told.group().lower()
    if failed:
        return failed[0]
    returned_to = re.search(r"^[ >]{0,4}(?:to|x-original-to):([^\n]{0,300})", returned, re.I | re.M)
    wanted = [email.lower() for email in EMAIL.findall(returned_to.group(1))] if returned_to else []
    ours = {email.lower() for email in EMAIL.findall(_first(headers, "to"))}
    announced = _others(_announced(said), ours)
    others = _others(said, ours)
    named = [email for email in (*announced, *others) if email in wanted]
    return next(iter(announced[:1] or named or others or wanted), None)


def _others(text: str, ours: Collection[str]) -> list[str]:
    """The addresses in a text that are neither ours nor a mail system's."""
    found = (email.lower() for email in EMAIL.findall(text))
    return [email for email in found if email not in ours and not DAEMONS.match(email)]


def _announced(said: str) -> str:
    """The lines that say whose mail it was, from the words that announce them on."""
    lines = said.splitlines()
    for number, line in enumerate(lines):
        if ANNOUNCES.search(folded(line)):
            return "\n".join(lines[number : number + ANNOUNCED_LINES])
    return ""


def _parts(text: str) -> tuple[str, str]:
    """What the report says, and what it repeats of our mail below that."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if ORIGINAL.match(folded(line)):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def _null_path(headers: Headers) -> bool | None:
    told = [value.strip().strip("<>").strip().lower() for key, value in headers if key == "return-path"]
    return (not told[0] or bool(DAEMONS.match(told[0]))) if told else None


def _first(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key == name), "")
