"""Which program wrote a message, if one did.

Headers decide (RFC 3834, RFC 3464, List-*, Precedence); subjects and daemon texts count where headers are silent.
X-Auto-Response-Suppress alone proves nothing: Exchange sets it on people's mail too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.bounces import BODY_CHARACTERS, DAEMONS, EMAIL, MESSAGE_ID_LINE, Headers
from nlp.opened import Automatic
from nlp.reading import Robot, RobotKind
from nlp.reply_words import folded
from nlp.robot_text import (
    challenges,
    is_written_by_nobody,
    names_business,
    reports_failed_delivery,
    says_absence,
    says_receipt,
)
from nlp.robot_words import every

AUTO_REPLY_HEADERS = frozenset(
    "x-autoreply x-autorespond x-autoreply-from x-mail-autoreply x-auto-reply x-autoresponder x-vacation "
    "x-ms-exchange-generated-message-source-autoreply x-amazon-auto-reply x-cron-env".split()
)
# fmt: off
LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "x-mailchimp-id", "x-campaign")
AUTO_REPLY_SUBJECTS = (*every("subjects"), *every("away_subjects"))
BOUNCE_SUBJECTS = (
    "undeliverable", "undelivered mail", "delivery status notification", "delivery failure", "mail delivery failed",
    "mail delivery failure", "returned mail", "failure notice", "delivery has failed", "could not be delivered",
    "delivery notification", "message undeliverable", "mail system error", "delivery problem",
    "warning: could not send", "mail delivery warning", "mail delivery problem", "non-delivery", "undelivered",
    "delivery failed", "mail error", "nicht zustellbar", "zustellproblem", "zustellung verzogert", "mail failure",
    "zustellbericht", "mail zuruck", "delivery incomplete", "not delivered", "non delivre", "remise retardee",
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
    "undeliverable:", "non-delivery:", "mail delivery warning", "mail delivery problem", "email delivery failure",
    "[postmaster] email delivery failure", "delivery notification: delivery has failed", "undelivered mail",
    "delayed mail (", "warning: message delayed", "delivery status notification (delay)", "delivery delayed:",
    "message undeliverable", "mail system error - returned mail", "mail undeliverable", "undeliverable mail",
    "undelivered mail returned", "mail delivery failed", "delivery status notification (failure)",
    "returned mail:", "returned mail -", "failure notice", "delivery failure", "mail could not be delivered",
    "unzustellbar:", "nicht zugestellt:", "non remis :", "non remis:", "echec de la remise", "mail delivery failure",
)
# A mail that is held until its sender proves to be a person.
CHALLENGE_SUBJECTS = (
    "confirm your message", "confirm your email", "verify your message", "verify your email", "message held",
    "please confirm your", "please verify your", "action required: confirm", "bestatigen sie ihre nachricht",
    "confirmez votre message", "confirmez votre envoi", "validez votre message", "[mailinblack]",
)
# Receipts of reading and answers of calendars.
READ_SUBJECTS = (
    "read:", "not read:", "read receipt", "return receipt (", "disposition notification", "gelesen:",
    "ungelesen geloscht:", "nicht gelesen:", "lesebestatigung", "lu :", "lu:", "non lu :", "accuse de lecture",
    "confirmation de lecture",
    "letto:", "leido:", "gelezen:", "lido:", "przeczytano:", "last:", "laest:", "accepted:", "declined:", "tentative:",
    "zugesagt:", "abgelehnt:", "mit vorbehalt:", "abgesagt:", "accepte :", "refuse :", "provisoire :", "annule :",
    "accettato:", "rifiutato:", "aceptado:", "rechazado:", "geaccepteerd:", "geweigerd:",
)
ROBOTS = re.compile(
    r"(?:no-?_?reply|do-?_?not-?_?reply|ne-?pas-?repondre|pas-?de-?reponse|keine-?antwort|nicht-?antworten|noreponse"
    r"|edi|x400|as2|robot|automat|notifications?|system|batch|workflow|mailer)(?:[+._-]|@)"
)
MARK = re.compile(r"o2cbot:([0-9a-f]{32}\.[0-9a-f]{16})(?![0-9a-z])", re.I)
MAX_MARKS = 20
REPORTED = re.compile(
    r"^original-(?:rcpt-to|recipient):[ \t]{0,5}(?:rfc822;)?[ \t]{0,5}<?([^\s<>;]{1,64}@[^\s<>;]{1,190})", re.I | re.M
)
ACTION = re.compile(r"^action:\s{0,5}([a-z]{1,20})", re.I | re.M)
# fmt: on


def values(headers: Headers, name: str) -> list[str]:
    return [value for key, value in headers if key == name]


def first(headers: Headers, name: str) -> str:
    return next(iter(values(headers, name)), "")


@dataclass(frozen=True, slots=True)
class Signs:
    """What beside the headers tells a program: the delivery status of the report, the text, a reply of a calendar."""

    status: str = ""
    text: str = ""
    new_text: str = ""
    answers_invitation: bool = False


def written_by(headers: Headers, sender_email: str, subject: str, signs: Signs) -> Automatic:
    """Which program wrote it, if one did."""
    plain_subject = folded(subject)
    null_path = first(headers, "return-path").strip() in ("<>", "< >")
    auto = re.split(r"[;(\s]", first(headers, "auto-submitted").lower().strip())[0]
    content_type = first(headers, "content-type").lower()
    if "report-type=feedback-report" in content_type.replace(" ", "").replace('"', ""):
        return Automatic.AUTO_REPLY
    if _is_bounce(headers, sender_email, plain_subject, signs, null_path=null_path):
        return Automatic.BOUNCE
    if "disposition-notification" in content_type or signs.status or signs.answers_invitation:
        return Automatic.AUTO_REPLY
    if _is_auto_reply(headers, auto, plain_subject, signs.new_text, null_path=null_path):
        return Automatic.AUTO_REPLY
    if null_path and (DAEMONS.match(sender_email) or not sender_email):
        return Automatic.BOUNCE
    precedence = first(headers, "precedence").lower().strip()
    if any(values(headers, name) for name in LIST_HEADERS) or precedence in ("bulk", "list", "junk"):
        return Automatic.BULK
    if auto not in ("", "no") or null_path or ROBOTS.match(sender_email) or values(headers, "x-loop"):
        return Automatic.MACHINE
    return Automatic.NO


@dataclass(frozen=True, slots=True)
class Answer:
    """What tells what an automatic answer says: the new text, the fields of an abuse report, what was returned."""

    new_text: str = ""
    feedback: str = ""
    returned: str = ""


def robot_of(headers: Headers, subject: str, machine: Automatic, answer: Answer) -> Robot | None:
    """What kind of automatic answer it is; None for people's mail, bounces, circulars."""
    if answer.feedback:
        return _complaint(answer)
    if machine is not Automatic.AUTO_REPLY:
        return None
    plain_subject, content_type = folded(subject), first(headers, "content-type").lower()
    if "disposition-notification" in content_type or plain_subject.startswith(READ_SUBJECTS):
        return Robot(RobotKind.READ_RECEIPT)
    if _challenges(headers, plain_subject, answer.new_text):
        return Robot(RobotKind.CHALLENGE)
    if says_absence(f"{subject}\n{answer.new_text}"):
        return Robot(RobotKind.ABSENCE)
    return Robot(RobotKind.RECEIPT if says_receipt(answer.new_text) else RobotKind.OTHER)


def _complaint(answer: Answer) -> Robot:
    """An abuse report (RFC 5965): which mail, and who complained; the recipient is often left out on purpose."""
    returned = answer.returned[:BODY_CHARACTERS]
    own = MESSAGE_ID_LINE.search(returned)
    told = REPORTED.search(answer.feedback[:BODY_CHARACTERS])
    written_to = re.search(r"^to:([^\n]{0,300})", returned, re.I | re.M)
    recipient = told.group(1) if told else next(iter(EMAIL.findall(written_to.group(1))), None) if written_to else None
    return Robot(
        RobotKind.COMPLAINT,
        message_id=own.group(1) if own else None,
        recipient=recipient.lower() if recipient else None,
    )


def marks(*texts: str) -> tuple[str, ...]:
    """The reply tokens that stand in the text or its source, in their order."""
    found = dict.fromkeys(match.group(1).lower() for text in texts for match in MARK.finditer(text[-100_000:]))
    return tuple(found)[:MAX_MARKS]


def _challenges(headers: Headers, subject: str, new_text: str) -> bool:
    """Whether a program wants a proof that a person wrote; without a sign that it answers us a swindler does."""
    answers = any(values(headers, name) for name in ("in-reply-to", "references", "x-boxbe", "x-mailinblack"))
    auto = first(headers, "auto-submitted").lower().strip() not in ("", "no")
    announced = any(words in subject for words in CHALLENGE_SUBJECTS)
    return (answers or auto) and (challenges(new_text) or (announced and "http" in new_text.lower()))


def _is_bounce(headers: Headers, sender_email: str, subject: str, signs: Signs, *, null_path: bool) -> bool:
    if signs.status:
        return not _only_says_that_it_arrived(signs.status)
    if sender_email.startswith(("mailer-daemon", "mailerdaemon")) or values(headers, "x-failed-recipients"):
        return True
    if subject.startswith(CERTAIN_BOUNCE_SUBJECTS):
        return True
    daemon = bool(DAEMONS.match(sender_email)) or (null_path and not sender_email)
    is_report = "multipart/report" in first(headers, "content-type").lower()
    if (daemon or null_path or is_report) and any(words in subject for words in BOUNCE_SUBJECTS):
        return True
    announced = daemon or null_path or any(words in subject for words in BOUNCE_SUBJECTS)
    return announced and reports_failed_delivery(signs.text)


def _only_says_that_it_arrived(status: str) -> bool:
    actions = {action.lower() for action in ACTION.findall(status)}
    return bool(actions) and actions <= {"delivered", "relayed", "expanded"}


def _is_auto_reply(headers: Headers, auto: str, subject: str, new_text: str, *, null_path: bool) -> bool:
    if auto == "auto-replied" or any(name in AUTO_REPLY_HEADERS for name, _ in headers):
        return True
    if values(headers, "x-ms-exchange-inbox-rules-loop") and (auto not in ("", "no") or null_path):
        return True
    if first(headers, "precedence").lower().strip() in ("auto_reply", "auto-reply", "vacation"):
        return True
    if subject.startswith(READ_SUBJECTS) and len(new_text.split()) < 80 and not names_business(new_text):
        return True
    if _challenges(headers, subject, new_text) and not names_business(new_text):
        return True
    # Somebody who answers our "Automatic reply" quotes the words behind "Re:"; a program begins with them.
    if subject.startswith(AUTO_REPLY_SUBJECTS) and not names_business(new_text):
        return True
    if (null_path or auto not in ("", "no")) and any(words in subject for words in AUTO_REPLY_SUBJECTS):
        return True
    return is_written_by_nobody(new_text)
