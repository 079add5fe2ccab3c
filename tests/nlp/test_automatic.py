"""Robots are told from people by headers, and bounces name our mail."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic


def mail(subject="Rechnung 4711", sender="eva@kunde.example", text="Guten Tag", **headers) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def kind(raw: bytes) -> Automatic:
    return open_message(raw, Limits()).automatic


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Automatic.NO),
        ({"X_Auto_Response_Suppress": "All"}, Automatic.NO),
        ({"Auto_Submitted": "no"}, Automatic.NO),
        ({"Auto_Submitted": "auto-replied"}, Automatic.AUTO_REPLY),
        ({"Auto_Submitted": "auto-replied (vacation)"}, Automatic.AUTO_REPLY),
        ({"X_Autoreply": "yes"}, Automatic.AUTO_REPLY),
        ({"Precedence": "auto_reply"}, Automatic.AUTO_REPLY),
        ({"X_MS_Exchange_Inbox_Rules_Loop": "eva@kunde.example", "Return_Path": "<>"}, Automatic.AUTO_REPLY),
        ({"X_MS_Exchange_Inbox_Rules_Loop": "eva@kunde.example"}, Automatic.NO),
        ({"Auto_Submitted": "auto-generated"}, Automatic.MACHINE),
        ({"sender": "no-reply@kunde.example"}, Automatic.MACHINE),
        ({"sender": "edi@kunde.example"}, Automatic.MACHINE),
        ({"sender": "edith@kunde.example"}, Automatic.NO),
        ({"List_Id": "<news.example>"}, Automatic.BULK),
        ({"Precedence": "bulk"}, Automatic.BULK),
        ({"X_Failed_Recipients": "a@b.example"}, Automatic.BOUNCE),
        ({"subject": "Abwesenheitsnotiz: Ihre Mahnung"}, Automatic.AUTO_REPLY),
        ({"subject": "Automatic reply: your invoice"}, Automatic.AUTO_REPLY),
        ({"subject": "Réponse automatique : relance"}, Automatic.AUTO_REPLY),
        ({"subject": "RE: Réponse automatique : relance"}, Automatic.NO),
        ({"subject": "Unzustellbar: Ihre Rechnung", "Return_Path": "<>"}, Automatic.BOUNCE),
        ({"subject": "Lieferung nicht zugestellt, bitte Gutschrift"}, Automatic.NO),
    ],
)
def test_headers_tell_who_wrote(headers, expected):
    assert kind(mail(**headers)) is expected


def report(status: str, text: str = "Your mail did not arrive.", headers_only: bool = False) -> bytes:
    returned = "Message-ID: <case-9@us.example>\nFrom: ar@us.example\nTo: Eva <eva@kunde.example>\nSubject: Mahnung\n"
    inner = (
        f"Content-Type: text/rfc822-headers\n\n{returned}"
        if headers_only
        else f"Content-Type: message/rfc822\n\n{returned}\nText\n"
    )
    return (
        "From: Mail System <mailer-daemon@mx.example>\nTo: ar@us.example\nReturn-Path: <>\nSubject: Undelivered\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{status}\n\n"
        f"--b\n{inner}\n--b--\n"
    ).encode()


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_bounce_names_our_mail_and_the_address(headers_only):
    status = "Final-Recipient: rfc822; eva@kunde.example\nAction: failed\nStatus: 5.1.1"
    opened = open_message(report(status, headers_only=headers_only), Limits())
    assert opened.automatic is Automatic.BOUNCE
    assert (opened.bounce.message_id, opened.bounce.recipient) == ("<case-9@us.example>", "eva@kunde.example")
    assert (opened.bounce.status, opened.bounce.permanent) == ("5.1.1", True)
    assert opened.documents == ()


@pytest.mark.parametrize(
    ("status", "text", "permanent"),
    [
        ("Action: failed\nStatus: 5.1.1", "user unknown", True),
        ("Action: delayed\nStatus: 4.4.7", "will retry", False),
        ("Action: failed\nStatus: 5.2.2", "mailbox full", False),
        ("Action: failed\nStatus: 5.0.0", "Postfach voll", False),
        ("Action: failed\nStatus: 5.7.1", "rejected by policy", True),
        ("Action: failed\nStatus: 4.4.2", "gave up after five days", True),
    ],
)
def test_how_final_a_bounce_is(status, text, permanent):
    assert open_message(report(status, text), Limits()).bounce.permanent is permanent


def test_a_bounce_without_status_part_is_read_from_its_text():
    text = (
        "Hi. This is the mail program at mx.example.\n<eva@kunde.example>:\n"
        "550 5.1.1 no such user here\n\n--- Below this line is a copy of the message.\n\n"
        "Message-ID: <case-9@us.example>\nTo: eva@kunde.example\n"
    )
    raw = mail("failure notice", "MAILER-DAEMON@mx.example", text, To="ar@us.example", Return_Path="<>")
    bounce = open_message(raw, Limits()).bounce
    assert bounce.message_id == "<case-9@us.example>"
    assert (bounce.recipient, bounce.status, bounce.permanent) == ("eva@kunde.example", "5.1.1", True)
