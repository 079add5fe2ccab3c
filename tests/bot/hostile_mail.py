"""How hostile samples are made: a mail of a known customer around whatever is meant to harm, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from email.message import EmailMessage

SENDER = "info@schreinerei-brandl.example"
HEAD = (
    b"From: Brandl <info@schreinerei-brandl.example>\r\nTo: auftrag@lechtal.example\r\nSubject: Unterlagen\r\n"
    b"Date: Mon, 16 Feb 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)
TEXT = "Guten Tag,\n\nanbei die Unterlagen.\n\nFreundliche Grüße\nJosef Brandl\n"
Sample = Callable[[], bytes]


def mail(*files: tuple[str, bytes], html: str = "", text: str = TEXT, **headers: str) -> bytes:
    """A mail with these files; `headers` are added, "_" for "-"."""
    message = EmailMessage()
    message["From"], message["To"] = f"Brandl <{SENDER}>", "auftrag@lechtal.example"
    message["Subject"], message["Date"] = headers.pop("subject", "Unterlagen"), "Mon, 16 Feb 2026 08:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def raw(head: bytes, body: bytes = b"") -> bytes:
    """A mail written by hand: more header lines and a body."""
    return HEAD + head + b"\r\n" + body


def part(content_type: bytes, body: bytes, more: bytes = b"") -> bytes:
    return raw(b"Content-Type: " + content_type + b"\r\n" + more, body)


def packed(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members, whatever their names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return held.getvalue()


CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b'
    b"</Relationships>"
)
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%b"' % OFFICE


def relation(number: int, kind: bytes, target: bytes, more: bytes = b"") -> bytes:
    return b'<Relationship Id="rId%d" Type="%b/%b" Target="%b" %b/>' % (number, OFFICE, kind, target, more)


def workbook(
    sheet: bytes, *, doctype: bytes = b"", strings: bytes = b"", more: dict[str, bytes] | None = None
) -> bytes:
    """An XLSX whose first sheet is this XML."""
    start = b'<?xml version="1.0"?>' + doctype
    book = b'<workbook %b><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>' % MAIN
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS % relation(1, b"officeDocument", b"xl/workbook.xml"),
        "xl/workbook.xml": start + book,
        "xl/_rels/workbook.xml.rels": RELATIONS
        % (relation(1, b"worksheet", b"worksheets/sheet1.xml") + relation(2, b"sharedStrings", b"sharedStrings.xml")),
        "xl/worksheets/sheet1.xml": start + b"<worksheet %b>%b</worksheet>" % (MAIN, sheet),
        "xl/sharedStrings.xml": start + b"<sst %b><si><t>%b</t></si></sst>" % (MAIN, strings),
    }
    return packed((members | (more or {})).items())


def word(body: bytes, doctype: bytes = b"") -> bytes:
    """A DOCX whose body is this XML."""
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = b'<?xml version="1.0"?>%b<w:document xmlns:w="%b"><w:body>%b</w:body></w:document>'
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS % relation(1, b"officeDocument", b"word/document.xml"),
        "word/document.xml": document % (doctype, space, body),
    }
    return packed(members.items())


def laughs(element: bytes = b"x", levels: int = 10) -> bytes:
    """A document type whose entity &l9; stands for a thousand million words."""
    entities = b"".join(
        b'<!ENTITY l%d "%b">' % (n, b"lol" if n == 0 else b"&l%d;" % (n - 1) * 10) for n in range(levels)
    )
    return b"<!DOCTYPE %b [%b]>" % (element, entities)
