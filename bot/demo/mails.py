"""A mail of the story as the bytes that a customer's program would send."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

import typst
import xlsxwriter

from workflows.letters import Letter

PAGE = """
#set page(paper: "a4", margin: 22mm)
#set text(size: 10pt, font: "Libertinus Serif")
#let doc = json(bytes(sys.inputs.doc))
#text(size: 15pt, weight: "bold")[#doc.title]
#v(4mm)
#for line in doc.lines [#line \\ ]
#v(6mm)
#table(
  columns: doc.rows.at(0).map(_ => auto),
  stroke: 0.4pt + luma(120),
  inset: 5pt,
  ..doc.rows.flatten().map(cell => [#cell]),
)
#v(4mm)
#for line in doc.footer [#line \\ ]
"""

Story = Mapping[str, Any]  # a table of the story's TOML


def mail_bytes(mail: Story, to: str, zone: ZoneInfo, answered: Letter | None) -> bytes:
    """The mail with its attachments; `answered` is the letter of ours that it answers."""
    message = EmailMessage()
    address = parseaddr(mail["from"])[1]
    message["From"], message["To"], message["Subject"] = mail["from"], to, mail["subject"]
    message["Date"] = format_datetime(mail["at"].replace(tzinfo=zone))
    message["Message-ID"] = make_msgid(domain=address.partition("@")[2])
    if answered is not None:
        message["In-Reply-To"] = message["References"] = answered.message_id
    for name, value in mail.get("headers", {}).items():
        message[name] = value
    message.set_content(mail["text"].strip() + "\n")
    if mail.get("html"):
        message.set_content(mail["html"], subtype="html")
    for attachment in mail.get("attachments", []):
        content_type, content = MAKERS[attachment["kind"]](attachment)
        main, _, sub = content_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=attachment["name"])
    return message.as_bytes()


def report_bytes(mail: Story, to: str, zone: ZoneInfo, bounced: Letter) -> bytes:
    """A delivery status notification (RFC 3464) about a letter of ours, as a mail server writes it."""
    recipient = mail["recipient"]
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["To"], report["Subject"] = mail["from"], to, mail["subject"]
    report["Date"] = format_datetime(mail["at"].replace(tzinfo=zone))
    report["Message-ID"] = make_msgid(domain=recipient.partition("@")[2])
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText(mail["text"].strip() + "\n"))
    server, failed, original = Message(), Message(), Message()
    server["Reporting-MTA"] = "dns; " + recipient.partition("@")[2]
    failed["Final-Recipient"], failed["Action"], failed["Status"] = f"rfc822; {recipient}", "failed", "5.1.1"
    status = MIMENonMultipart("message", "delivery-status")
    status.set_payload([server, failed])
    original["Message-ID"], original["To"] = bounced.message_id, recipient
    report.attach(status)
    report.attach(MIMEText(original.as_string(), "rfc822-headers"))
    return report.as_bytes()


def pdf(attachment: Story) -> tuple[str, bytes]:
    sheet = {name: attachment.get(name, []) for name in ("title", "lines", "rows", "footer")}
    inputs = {"doc": json.dumps(sheet, ensure_ascii=False)}
    return "application/pdf", typst.compile(PAGE.encode(), sys_inputs=inputs)


def xlsx(attachment: Story) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(attachment["rows"]):
            sheet.write_row(number, 0, row)
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer.getvalue()


def plain(attachment: Story) -> tuple[str, bytes]:
    return attachment.get("content_type", "text/csv"), attachment["text"].encode()


MAKERS: Mapping[str, Callable[[Story], tuple[str, bytes]]] = {"pdf": pdf, "xlsx": xlsx, "csv": plain, "raw": plain}
