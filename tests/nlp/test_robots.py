"""What automatic answers say: an absence with its return, a receipt, a challenge, a complaint; in ten languages."""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from dataclasses import fields
from datetime import date
from email.message import EmailMessage

import pytest

from nlp.absences import returns_on
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.reading import RobotKind
from nlp.robot_words import ROBOT_WORDS
from tests.steps import grows_with_its_length

WRITTEN = date(2026, 8, 3)
ABSENCES = [
    ("en", "Out of office", "I am out of the office until 14 August 2026. In urgent cases please contact my colleague.", 15),
    ("en", "Automatic reply", "I am on annual leave. I will be back on Monday, 17 August.", 17),
    ("en", "Automatic reply", "I am on annual leave from 3 August to 14 August and have limited access.", 15),
    ("fr", "Réponse automatique", "Je suis absent du 3 au 14 août 2026. De retour le 17 août 2026.", 17),
    ("fr", "Absence du bureau", "Je suis en congés jusqu'au 14 août inclus.", 15),
    ("de", "Abwesenheitsnotiz", "Ich bin bis zum 14.08.2026 nicht im Büro. Ab dem 17.08.2026 bin ich wieder erreichbar.", 17),
    ("de", "Automatische Antwort", "Ich befinde mich vom 03.08. bis einschließlich 14.08. im Urlaub.", 15),
    ("it", "Risposta automatica", "Sono assente fino al 14 agosto 2026. Rientro il 17 agosto.", 17),
    ("es", "Respuesta automática", "Estoy de vacaciones hasta el 14 de agosto de 2026.", 15),
    ("es", "Fuera de la oficina", "Estaré ausente. Estaré de vuelta el 17 de agosto.", 17),
    ("nl", "Automatisch antwoord", "Ik ben afwezig tot en met 14 augustus 2026. Vanaf 17 augustus ben ik weer bereikbaar.", 17),
    ("pt", "Resposta automática", "Estou ausente até 14 de agosto de 2026. Regresso dia 17 de agosto.", 17),
    ("pl", "Automatyczna odpowiedź", "Jestem na urlopie do 14 sierpnia 2026. Wracam 17 sierpnia.", 17),
    ("sv", "Autosvar", "Jag är på semester till och med 14 augusti 2026. Jag är tillbaka den 17 augusti.", 17),
    ("da", "Autosvar", "Jeg er på ferie til og med 14. august 2026. Jeg er tilbage den 17. august.", 17),
]  # fmt: skip


def opened(subject: str, text: str, **headers: str) -> OpenedMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "eva@kunde.example", "ar@us.example", subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return open_message(mail.as_bytes(), Limits())


@pytest.mark.parametrize(("language", "subject", "text", "day"), ABSENCES)
def test_an_absence_is_known_in_ten_languages_with_the_day_of_the_return(
    language: str, subject: str, text: str, day: int
) -> None:
    with_headers = opened(subject, text, Auto_Submitted="auto-replied")
    without = opened(subject, text)
    for mail in (with_headers, without):
        assert mail.automatic is Automatic.AUTO_REPLY
        assert mail.robot is not None and mail.robot.kind is RobotKind.ABSENCE
    assert returns_on(text, WRITTEN) == date(2026, 8, day)


def test_every_language_of_robots_has_the_same_fields_filled() -> None:
    assert set(ROBOT_WORDS) == {language for language, *_ in ABSENCES}
    for words in ROBOT_WORDS.values():
        assert all(getattr(words, field.name) for field in fields(words))


@pytest.mark.parametrize(
    "text",
    ["I am away from my desk.", "I was on leave until 14 July 2026.", "I am away until further notice, call 14 08 99."],
)
def test_no_day_ahead_is_no_return(text: str) -> None:
    assert returns_on(text, WRITTEN) is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Invoice", "Please confirm that you are a human: https://gate.example/c/1. Until then it stays here."),
        ("Confirm your message", "Your mail is held. Open https://gate.example/c/1 to release it."),
        ("Votre facture", "Votre message est en attente tant que vous ne vous serez pas authentifié."),
        ("Rechnung", "Bitte klicken Sie auf https://gate.example, damit Ihre Nachricht zugestellt werden kann."),
    ],
)
def test_a_challenge_is_an_automatic_answer_and_no_mail_of_a_person(subject: str, text: str) -> None:
    mail = opened(subject, text, In_Reply_To="<o2cbot.1@us.example>")
    assert (mail.automatic, mail.robot and mail.robot.kind) == (Automatic.AUTO_REPLY, RobotKind.CHALLENGE)


def test_a_swindler_who_answers_nothing_is_no_robot() -> None:
    mail = opened("Mailbox", "Your message is held until you verify your password at https://evil.example.")
    assert (mail.automatic, mail.robot) == (Automatic.NO, None)


def test_a_receipt_and_a_read_receipt_are_told_apart() -> None:
    receipt = opened(
        "Ticket 77", "Thank you for your message. We will reply within 2 days.", Auto_Submitted="auto-replied"
    )
    read = opened("Read: your invoice", "Your message was read on Monday.")
    assert receipt.robot is not None and receipt.robot.kind is RobotKind.RECEIPT
    assert read.robot is not None and read.robot.kind is RobotKind.READ_RECEIPT


COMPLAINT = (
    b"From: <abuse@provider.example>\nTo: ar@us.example\nSubject: FW: Reminder\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
    b"--b\nContent-Type: text/plain\n\nThis is an email abuse report for a message received on Monday.\n\n"
    b"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\n"
    b"%s\n--b\nContent-Type: message/rfc822\n\nFrom: ar@us.example\nTo: <eva@kunde.example>\n"
    b"Message-ID: <o2cbot.9@us.example>\nSubject: Reminder\n\nInvoice R-1, 100.00 EUR\n\n--b--\n"
)


@pytest.mark.parametrize("told", [b"Original-Rcpt-To: <Eva@kunde.example>\n", b""])
def test_an_abuse_report_names_our_mail_and_who_complained(told: bytes) -> None:
    mail = open_message(COMPLAINT % told, Limits())
    assert mail.automatic is Automatic.AUTO_REPLY and mail.documents == ()
    assert mail.robot is not None
    assert (mail.robot.kind, mail.robot.message_id, mail.robot.recipient) == (
        RobotKind.COMPLAINT, "<o2cbot.9@us.example>", "eva@kunde.example"
    )  # fmt: skip


def test_reply_marks_are_found_in_text_and_in_hidden_html() -> None:
    token = "a" * 32 + "." + "b" * 16
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "eva@kunde.example", "Re: Invoice"
    mail.set_content("Yes.")
    mail.add_alternative(f'<p>Yes.</p><div style="display:none">o2cbot:{token}</div>', subtype="html")
    assert open_message(mail.as_bytes(), Limits()).marks == (token,)
    assert opened("Re: Invoice", f"Yes.\n> o2cbot:{token}\n> o2cbot:{token}").marks == (token,)
    assert opened("Re: Invoice", "o2cbot:short").marks == ()


@pytest.mark.parametrize("part", ["back on ", "until ", "2026-08-14 - ", "confirm that you are held until you "])
def test_a_long_answer_costs_no_more_than_its_length(part: str) -> None:
    assert grows_with_its_length(lambda text: returns_on(text, WRITTEN), part * 300)
    assert grows_with_its_length(lambda text: opened("Automatic reply", text), part * 300)


def report(status: str, text: str = "Your mail did not arrive.") -> OpenedMessage:
    raw = (
        "From: Mail System <mailer-daemon@mx.example>\nTo: ar@us.example\nReturn-Path: <>\nSubject: Undelivered\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\n{status}\n\n--b--\n"
    )
    return open_message(raw.encode(), Limits())


def test_of_a_report_about_several_addresses_the_failed_ones_count() -> None:
    blocks = [
        "Final-Recipient: rfc822; a@k.example\nAction: delivered\nStatus: 2.0.0",
        "Final-Recipient: rfc822; b@k.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown",
        "Final-Recipient: rfc822; c@k.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown",
    ]
    bounce = report("\n\n".join(blocks)).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.recipients) == ("b@k.example", ("b@k.example", "c@k.example"))
    assert (bounce.permanent, bounce.gave_up, bounce.status) == (True, True, "5.1.1")


@pytest.mark.parametrize(
    ("status", "text", "passing"),
    [
        ("Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full", "", True),
        ("Action: failed\nStatus: 4.4.1\nDiagnostic-Code: smtp; connection timed out", "", True),
        ("Action: failed\nStatus: 4.4.7", "gave up after five days", True),
        ("Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 message refused as spam", "", False),
        ("Action: failed\nStatus: 5.3.4\nDiagnostic-Code: smtp; 552 message size exceeds the limit", "", False),
        ("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown", "", False),
        ("Action: delayed\nStatus: 4.4.7", "will retry", False),
    ],
)
def test_what_passes_by_itself_is_told_from_what_would_be_refused_again(status: str, text: str, passing: bool) -> None:
    bounce = report(f"Final-Recipient: rfc822; eva@k.example\n{status}", text).bounce
    assert bounce is not None and bounce.passing is passing
