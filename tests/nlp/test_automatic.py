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


FAILED, DELAYED = "Action: failed\n", "Action: delayed\n"


@pytest.mark.parametrize(
    ("status", "text", "permanent", "gave_up"),
    [
        (FAILED + "Status: 5.1.1", "user unknown", True, True),
        (FAILED + "Status: 5.1.1", "", True, True),
        (FAILED + "Status: 5.4.4", "host not found", True, True),
        (FAILED + "Status: 5.2.1\nDiagnostic-Code: smtp; 550 account is disabled", "see our rules on spam", True, True),
        (FAILED + "Status: 5.7.1\nDiagnostic-Code: smtp; 550 no mailbox here", "", True, True),
        (DELAYED + "Status: 4.4.7", "will retry", False, False),
        (DELAYED + "Status: 5.1.1", "user unknown", False, False),
        (FAILED + "Status: 5.2.2", "mailbox full", False, True),
        (FAILED + "Status: 5.0.0", "Postfach voll", False, True),
        (FAILED + "Status: 5.1.1\nDiagnostic-Code: smtp; 550 over quota", "", False, True),
        (FAILED + "Status: 5.7.1", "rejected by policy", False, True),
        (FAILED + "Status: 5.3.4", "message too large", False, True),
        (FAILED + "Status: 4.4.2", "gave up after five days", False, True),
    ],
)
def test_a_dead_address_is_told_from_a_mail_that_was_lost_for_another_reason(status, text, permanent, gave_up):
    bounce = open_message(report(status, text), Limits()).bounce
    assert (bounce.permanent, bounce.gave_up, bounce.is_final) == (permanent, gave_up, gave_up)


@pytest.mark.parametrize(
    ("sender", "subject", "text", "permanent", "gave_up"),
    [
        ("MAILER-DAEMON@t.example", "failure notice", "<eva@k.example>:\nSorry, no mailbox here by that name. (#5.1.1)", True, True),  # noqa: E501
        ("mailer-daemon@g.example", "Mail delivery failed: returning message to sender", "eva@k.example\n  retry timeout exceeded", False, True),  # noqa: E501
        ("mailer-daemon@g.example", "Warning: message 1x delayed 24 hours", "eva@k.example\nNo action is required. Delivery attempts will continue.", False, False),  # noqa: E501
        ("postmaster@x.example", "Unzustellbar: Rechnung", "eva@k.example\nDie E-Mail-Adresse wurde nicht gefunden.", True, True),  # noqa: E501
        ("postmaster@x.example", "Zustellung verzögert", "Ihre Nachricht an eva@k.example wurde noch nicht zugestellt, weitere Zustellversuche folgen.", False, False),  # noqa: E501
        ("postmaster@o.example", "Non remis : Facture", "Votre message n'a pas pu être remis à eva@k.example : boîte pleine", False, True),  # noqa: E501
        ("postmaster@o.example", "Non remis : Facture", "eva@k.example\nCette adresse n'existe plus.", True, True),
        ("robot@gate.example", "Delivery failed", "Your message could not be delivered to eva@k.example: user unknown", True, True),  # noqa: E501
    ],
)  # fmt: skip
def test_reports_without_a_status_part_are_read_by_their_words(sender, subject, text, permanent, gave_up):
    bounce = open_message(mail(subject, sender, text), Limits()).bounce
    assert bounce is not None
    assert (bounce.permanent, bounce.gave_up, bounce.recipient) == (permanent, gave_up, "eva@k.example")


def test_a_report_that_the_mail_arrived_is_no_bounce():
    opened = open_message(
        report("Final-Recipient: rfc822; eva@kunde.example\nAction: delivered\nStatus: 2.0.0"), Limits()
    )
    assert opened.automatic is Automatic.AUTO_REPLY and opened.bounce is None


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


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag,\nich bin bis zum 12.03. nicht im Büro.\nIn dringenden Fällen wenden Sie sich bitte an Frau Roth.\nViele Grüße\nEva",  # noqa: E501
        "Ich befinde mich im Urlaub. Danke für Ihre Nachricht, ich bin ab Montag wieder erreichbar.",
        "Hello,\nI am out of the office until 12 March with limited access to e-mail.\nFor urgent matters please contact Tom.",  # noqa: E501
        "Bonjour,\nJe suis absente du bureau jusqu'au 12 mars. En cas d'urgence, contactez Paul Roux.\nCordialement",
        "Sono fuori ufficio fino al 12 marzo. Per urgenze: anna@x.example",
        "Estoy fuera de la oficina hasta el lunes. Gracias.",
        "Ik ben afwezig tot en met 12 maart.",
        "Your request #48213 has been received. Our team will get back to you within 2 business days.",
        "Wir haben Ihre Anfrage erhalten. Ihre Ticketnummer lautet 48213. Wir melden uns schnellstmöglich.",
        "Votre demande a bien été enregistrée sous le numéro de dossier 48213. Nous reviendrons vers vous dans les meilleurs délais.",  # noqa: E501
    ],
)  # fmt: skip
def test_absences_and_receipts_are_told_by_their_text_alone(text):
    assert kind(mail("Re: Mahnung", text=text)) is Automatic.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin bis Freitag im Urlaub, die Rechnung 4711 zahlen wir am Montag.",
        "I am out of the office until Monday. Please ship order 4711 without me.",
        "Je suis absente lundi, merci de livrer la commande mardi.",
        "We have received your invoice but the price is wrong.",
        "Vielen Dank für Ihre Nachricht. Bitte stornieren Sie den Auftrag.",
        "Danke, ist bezahlt.",
    ],
)
def test_an_absence_beside_business_is_a_persons_mail(text):
    assert kind(mail("Re: Mahnung", text=text)) is Automatic.NO


@pytest.mark.parametrize("subject", ["Gelesen: Mahnung", "Read: Invoice 4711", "Lu : Relance", "Zugesagt: Abstimmung"])
def test_receipts_of_reading_and_answers_of_calendars_come_from_programs(subject):
    assert kind(mail(subject, text="Ihre Nachricht wurde am 3. März gelesen.")) is Automatic.AUTO_REPLY


def test_a_subject_about_an_absence_above_a_payment_is_a_persons_mail():
    text = "Die Rechnung 4711 über 120,00 EUR bezahlen wir trotzdem am Freitag."
    assert kind(mail("Abwesenheit nächste Woche", text=text)) is Automatic.NO
