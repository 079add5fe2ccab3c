"""Which program wrote a message, if one did, and which mail of ours came back undelivered.

Headers decide (RFC 3834, RFC 3464, List-*, Precedence); subjects and daemon texts count where headers are silent.
X-Auto-Response-Suppress alone proves nothing: Exchange sets it on people's mail too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.opened import Automatic
from nlp.reading import Bounce
from nlp.reply_words import folded

Headers = Sequence[tuple[str, str]]  # lower-case name, decoded value

AUTO_REPLY_HEADERS = frozenset(
    "x-autoreply x-autorespond x-autoreply-from x-mail-autoreply x-auto-reply x-autoresponder x-vacation "
    "x-ms-exchange-generated-message-source-autoreply x-amazon-auto-reply x-cron-env".split()
)
# fmt: off
LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "x-mailchimp-id", "x-campaign")
AUTO_REPLY_SUBJECTS = (
    "automatic reply", "auto reply", "autoreply", "auto-reply", "auto response", "autoresponse", "out of office",
    "out of the office", "away from my", "on vacation", "on annual leave", "i am out of", "on leave", "absence notice",
    "automatische antwort", "abwesenheitsnotiz", "abwesenheit", "abwesend", "abwesenheitsmeldung", "nicht im buro",
    "nicht im haus", "eingangsbestatigung", "automatische eingangsbestatigung", "ich bin im urlaub", "ausser haus",
    "reponse automatique", "absence du bureau", "absent du bureau", "absent(e)", "notification d'absence",
    "message d'absence", "en conges", "je suis absent", "accuse de reception automatique", "absence :", "absence jusqu",
    "automatisch antwoord", "afwezig", "afwezigheid", "risposta automatica", "fuori sede", "fuori ufficio",
    "respuesta automatica", "fuera de la oficina", "fuera de oficina", "resposta automatica", "ausencia temporaria",
    "autosvar", "automatiskt svar", "automatyczna odpowiedz", "poza biurem", "nieobecnosc",
)
BOUNCE_SUBJECTS = (
    "undeliverable", "undelivered mail", "delivery status notification", "delivery failure", "mail delivery failed",
    "mail delivery failure", "returned mail", "failure notice", "delivery has failed", "could not be delivered",
    "delivery notification", "message undeliverable", "mail system error", "delivery problem",
    "warning: could not send",
    "delayed mail", "delivery delayed", "unzustellbar", "nicht zugestellt", "zustellung fehlgeschlagen",
    "nachricht nicht zustellbar", "unzustellbare", "ihre nachricht konnte nicht", "non remis", "non distribue",
    "echec de la remise", "echec de remise", "message non delivre", "courrier non remis", "notification d'echec",
    "notification de non-remise", "onbestelbaar", "mancato recapito", "non recapitabile", "no se puede entregar",
    "no entregado", "nao entregue", "niedostarczon", "rejected", "nondeliverable", "mail returned",
    "returned to sender",
    "user unknown", "failed mail", "delivery report", "message status", "delivery error", "undeliver",
)
# No person begins a subject so: these need no daemon as sender.
CERTAIN_BOUNCE_SUBJECTS = (
    "undeliverable:", "undelivered mail returned", "mail delivery failed", "delivery status notification (failure)",
    "returned mail:", "returned mail -", "failure notice", "delivery failure", "mail could not be delivered",
    "unzustellbar:", "nicht zugestellt:", "non remis :", "non remis:", "echec de la remise", "mail delivery failure",
)
DAEMONS = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?delivery|bounces?|mdaemon|double-bounce|mail\.?system"
    r"|microsoftexchange[0-9a-f]{8,40})(?:[+._-]|$|@)"
)
ROBOTS = re.compile(
    r"(?:no-?_?reply|do-?_?not-?_?reply|ne-?pas-?repondre|pas-?de-?reponse|keine-?antwort|nicht-?antworten|noreponse"
    r"|edi|x400|as2|robot|automat|notifications?|system|batch|workflow|mailer)(?:[+._-]|@)"
)
STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-][\w<\[(#])")
EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,190}[A-Za-z0-9]")
MESSAGE_ID_LINE = re.compile(r"^[ >]{0,4}message-id:\s{0,5}(<[^<>\s]{1,900}>)", re.I | re.M)
RECIPIENT_LINE = re.compile(
    r"^(?:original|final)-recipient:\s{0,5}(?:[\w-]{1,20}\s{0,3};)?\s{0,5}<?"
    r"([^\s<>;]{1,64}@[^\s<>;]{1,190})>?",
    re.I | re.M,
)
# Reasons that pass by themselves, whatever code stands beside them.
TEMPORARY = (
    "mailbox full", "mailbox is full", "over quota", "quota exceeded", "exceeded storage", "storage limit", "greylist",
    "try again later", "temporarily", "temporary", "will be retried", "will continue to try", "still being retried",
    "delayed", "has not yet been delivered", "postfach voll", "postfach ist voll", "boite pleine",
    "boite aux lettres pleine",
    "warning message only", "you do not need to resend", "4.2.2", "5.2.2", "inbox is full", "disk quota", "quota",
    "connection timed out", "connection refused", "wird weiter versucht", "verzogert", "retardee",
)
FULL = ("mailbox full", "mailbox is full", "over quota", "quota exceeded", "postfach voll", "boite pleine", "greylist")
FINAL = (
    "user unknown", "unknown user", "no such user", "does not exist", "doesn't exist", "no mailbox here", "not found",
    "unknown recipient", "recipient rejected", "invalid recipient", "address rejected", "no such recipient",
    "giving up",
    "permanent", "unbekannt", "existiert nicht", "n'existe pas", "inconnu", "mailbox unavailable", "not listed",
    "address unknown", "no longer", "account disabled", "5.1.1", "5.1.10", "host unknown", "unrouteable", "unroutable",
)
BODY_CHARACTERS = 30_000
# fmt: on


@dataclass(frozen=True, slots=True)
class Report:
    """What a bounce carries: the text for people, the machine-readable status, the returned mail or its headers."""

    text: str = ""
    status: str = ""
    returned: str = ""


def values(headers: Headers, name: str) -> list[str]:
    return [value for key, value in headers if key == name]


def first(headers: Headers, name: str) -> str:
    return next(iter(values(headers, name)), "")


def written_by(headers: Headers, sender_email: str, subject: str, *, is_report: bool, has_status: bool) -> Automatic:
    """Which program wrote it. `is_report`: Content-Type multipart/report; `has_status`: it holds a delivery status."""
    plain_subject = folded(subject)
    null_path = first(headers, "return-path").strip() in ("<>", "< >")
    daemon = bool(DAEMONS.match(sender_email)) or (null_path and not sender_email)
    auto = re.split(r"[;(\s]", first(headers, "auto-submitted").lower().strip())[0]
    from_daemon = sender_email.startswith(("mailer-daemon", "mailerdaemon"))
    if has_status or from_daemon or values(headers, "x-failed-recipients"):
        return Automatic.BOUNCE
    if plain_subject.startswith(CERTAIN_BOUNCE_SUBJECTS):
        return Automatic.BOUNCE
    if _is_bounce_by_subject(plain_subject, daemon=daemon, null_path=null_path or is_report):
        return Automatic.BOUNCE
    if is_report and "disposition-notification" in first(headers, "content-type").lower():
        return Automatic.AUTO_REPLY
    if _is_auto_reply(headers, auto, plain_subject, null_path=null_path):
        return Automatic.AUTO_REPLY
    if daemon and null_path:
        return Automatic.BOUNCE
    precedence = first(headers, "precedence").lower().strip()
    if any(values(headers, name) for name in LIST_HEADERS) or precedence in ("bulk", "list", "junk"):
        return Automatic.BULK
    if auto not in ("", "no") or null_path or ROBOTS.match(sender_email) or values(headers, "x-loop"):
        return Automatic.MACHINE
    return Automatic.NO


def _is_bounce_by_subject(subject: str, *, daemon: bool, null_path: bool) -> bool:
    return (daemon or null_path) and any(words in subject for words in BOUNCE_SUBJECTS)


def _is_auto_reply(headers: Headers, auto: str, subject: str, *, null_path: bool) -> bool:
    if auto == "auto-replied" or any(name in AUTO_REPLY_HEADERS for name, _ in headers):
        return True
    if values(headers, "x-ms-exchange-inbox-rules-loop") and (auto not in ("", "no") or null_path):
        return True
    if first(headers, "precedence").lower().strip() in ("auto_reply", "auto-reply", "vacation"):
        return True
    # Somebody who answers our "Automatic reply" quotes the words behind "Re:"; a program begins with them.
    return subject.startswith(AUTO_REPLY_SUBJECTS) or (
        (null_path or auto not in ("", "no")) and any(words in subject for words in AUTO_REPLY_SUBJECTS)
    )


def bounce_of(headers: Headers, report: Report) -> Bounce:
    """Which mail of ours did not arrive, where, and whether for good.

    The status counts, corrected by the words beside it: "mailbox full" is temporary even as 5.2.2, and codes without
    RFC 3463 classes are read from the text (half of all bounces carry no status part).
    """
    status_fields = report.status[:BODY_CHARACTERS]
    text = report.text[:BODY_CHARACTERS]
    status = _status(status_fields) or _status(text)
    action = re.search(r"^action:\s{0,5}([a-z]{1,20})", status_fields, re.I | re.M)
    own = MESSAGE_ID_LINE.search(report.returned[:BODY_CHARACTERS]) or MESSAGE_ID_LINE.search(text)
    references = re.findall(r"<[^<>\s]{1,900}>", first(headers, "in-reply-to") or first(headers, "references"))
    return Bounce(
        message_id=own.group(1) if own else (references[-1] if references else None),
        recipient=_recipient(headers, report),
        status=status,
        permanent=_is_permanent(status, action.group(1).lower() if action else "", folded(f"{status_fields}\n{text}")),
    )


def _status(text: str) -> str | None:
    declared = re.search(r"^status:\s{0,5}([245]\.\d{1,3}\.\d{1,3})", text, re.I | re.M)
    if declared:
        return str(declared.group(1))
    if match := STATUS.search(text):
        return match.group()
    code = REPLY_CODE.search(text)
    return f"{code.group()[0]}.0.0" if code else None


def _is_permanent(status: str | None, action: str, words: str) -> bool:
    if action in ("delayed", "delivered", "relayed", "expanded"):
        return False
    if status is not None and status.startswith(("4", "2")) and action != "failed":
        return False
    if status is not None and status.startswith("5") and action == "failed":
        return status != "5.2.2" and not any(reason in words for reason in FULL)
    final = any(reason in words for reason in FINAL)
    if any(reason in words for reason in TEMPORARY) and not final:
        return False
    return True if status is None or status.startswith("5") else final or action == "failed"


def _recipient(headers: Headers, report: Report) -> str | None:
    if failed := EMAIL.search(first(headers, "x-failed-recipients")):
        return failed.group().lower()
    found = RECIPIENT_LINE.findall(report.status[:BODY_CHARACTERS])
    if found:
        return str(found[0]).strip("<>'\"").lower()
    returned_to = re.search(r"^(?:to|x-original-to):([^\n]{0,300})", report.returned[:BODY_CHARACTERS], re.I | re.M)
    wanted = {email.lower() for email in EMAIL.findall(returned_to.group(1))} if returned_to else set()
    ours = {email.lower() for email in EMAIL.findall(first(headers, "to"))}
    in_text = [email.lower() for email in EMAIL.findall(report.text[:BODY_CHARACTERS])]
    others = [email for email in in_text if email not in ours and not DAEMONS.match(email)]
    named = [email for email in others if email in wanted]
    return next(iter(named or others or sorted(wanted)), None)
