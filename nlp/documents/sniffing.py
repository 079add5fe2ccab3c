"""What a file is, by its content: a name or a declared type is believed only where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from nlp.charsets import bare_utf16
from nlp.documents.signed import SIGNED_DATA

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
OUTLOOK = "application/vnd.ms-outlook"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
TNEF = "application/ms-tnef"
EDIFACT = "application/edifact"
XML = "application/xml"
HTML = "text/html"
CSV = "text/csv"
PLAIN = "text/plain"
RTF = "application/rtf"
CALENDAR = "text/calendar"
MESSAGE = "message/rfc822"
SIGNED = "application/pkcs7-mime"
UNKNOWN = "application/octet-stream"

SPREADSHEETS = frozenset({XLSX, XLSB, XLS, ODS})
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"{\\rtf", RTF),
)
# The types that a name's ending promises; a file that is something else is told to a person.
PICTURE = "image/"
ENDINGS: dict[str, frozenset[str]] = {
    ".pdf": frozenset({PDF}),
    ".xlsx": frozenset({XLSX, XLSB}),
    ".xlsm": frozenset({XLSX}),
    ".ods": frozenset({ODS}),
    ".docx": frozenset({DOCX}),
    ".zip": frozenset({ZIP}),
    ".png": frozenset({"image/png"}),
    ".jpg": frozenset({"image/jpeg"}),
    ".jpeg": frozenset({"image/jpeg"}),
}
MAIL_HEADER = re.compile(
    rb"\A(?:(?:return-path|received|from|mime-version|message-id|delivered-to|x-[\w-]{1,40}|date|to|subject):"
    rb"[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){2,}",
    re.I,
)
# Service strings say which signs separate; UNA stands alone, UNB and UNH are followed by one.
INTERCHANGE = re.compile(r"UNA.{6}\s{0,4}UN[BGH]|UNB.UNO[A-Z].\d|UNH.[\w-]{1,14}.[A-Z]{6}.[A-Z0-9]", re.DOTALL)
HTML_START = re.compile(r"<(?:!doctype html|html|head|body|table|div|p)\b", re.I)
XML_START = re.compile(r"<\?xml\b|<!DOCTYPE\b|<(?:[\w.-]{1,40}:)?[A-Za-z][\w.-]{0,80}(?:\s[^<>]{0,2000})?/?>")


def ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def content_type(data: bytes, name: str = "", declared: str = "") -> str:
    """The media type of `data`; of text the name and the declared type may say which kind."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_ole(data)
    if data.startswith((b"\x30\x80", b"\x30\x82", b"\x30\x83")) and SIGNED_DATA in data[:30]:
        return SIGNED
    if data[4:8] == b"ftyp":
        return "image/heic" if data[8:12] in (b"heic", b"heix", b"mif1") else "video/mp4"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:  # readers allow for something before it; another format's own beginning is none
        return PDF
    return _of_text(data, name, declared)


def contradicts_name(kind: str, name: str) -> bool:
    """Whether a name's ending promises something else than the file is ("invoice.pdf" that is a program).

    Phones and scanners give a picture of one kind the name of another: that deceives nobody.
    """
    promised = ENDINGS.get(ending(name))
    if promised is None or kind in promised:
        return False
    return not (kind.startswith(PICTURE) and all(each.startswith(PICTURE) for each in promised))


def _of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ZIP
    if "xl/workbook.bin" in names:
        return XLSB
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return XLSX
    return DOCX if "word/document.xml" in names else ZIP


def _of_ole(data: bytes) -> str:
    """By the stream names of the compound file's directory, which stand there in UTF-16."""
    for stream, kind in (("Workbook", XLS), ("Book", XLS), ("WordDocument", DOC), ("__substg1.0_", OUTLOOK)):
        if stream.encode("utf-16-le") in data:
            return kind
    return OLE


def _of_text(data: bytes, name: str, declared: str) -> str:
    head = data[:8192]
    wide = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else bare_utf16(head)
    if b"\x00" in head and wide is None:
        return UNKNOWN
    text = head.decode(wide or "utf-8-sig", "replace").lstrip()
    while text.startswith("<!--") and "-->" in text:
        text = text.partition("-->")[2].lstrip()
    if INTERCHANGE.match(text):
        return EDIFACT
    if text.startswith("BEGIN:VCALENDAR"):
        return CALENDAR
    if HTML_START.match(text) or (text.startswith("<?xml") and "<html" in text[:500].lower()):
        return HTML
    if XML_START.match(text):
        return HTML if HTML_START.search(text[:500]) else XML
    if MAIL_HEADER.match(head) and (declared == MESSAGE or ending(name) == ".eml" or b"\nMIME-Version:" in head):
        return MESSAGE
    if ending(name) in (".csv", ".tsv") or declared in (CSV, "text/comma-separated-values", "application/csv"):
        return CSV
    if "html" in declared:
        return HTML
    readable = sum(1 for character in text if character.isprintable() or character in "\r\n\t")
    return PLAIN if text == "" or readable / len(text) > 0.9 else UNKNOWN
