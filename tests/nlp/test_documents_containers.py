"""What mails carry inside other files: saved by Outlook, wrapped by a signature, recognized from a picture."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from email.message import EmailMessage

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.attachments import Attached, Budget
from nlp.documents import scan
from nlp.documents.compound import BrokenCompound, read_compound
from nlp.documents.lines import lines_of
from nlp.documents.pdf import page_of
from nlp.documents.reader import read_document
from nlp.documents.signed import DATA, SIGNED_DATA, NotSigned, signed_content
from nlp.limits import Limits
from nlp.mime import open_message

LIMITS = Limits()
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors without short streams: every stream is padded to the cutoff of 0."""
    entries: list[list] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    content: list[bytes] = []

    def child(parent: int, name: str, kind: int) -> int:
        number, at = len(entries), entries[parent][4]
        if at == FREE:
            entries[parent][4] = number
        else:
            while entries[at][3] != FREE:
                at = entries[at][3]
            entries[at][3] = number
        entries.append([name, kind, FREE, FREE, FREE, END, 0])
        return number

    places = {"": 0}
    for path, data in streams.items():
        parent = 0
        *folders, name = path.split("/")
        for depth, folder in enumerate(folders):
            key = "/".join(folders[: depth + 1])
            if key not in places:
                places[key] = child(parent, folder, 1)
            parent = places[key]
        number = child(parent, name, 2)
        entries[number][5:] = [sum(len(c) // 512 for c in content), len(data)]
        content.append(data + bytes(-len(data) % 512))
    body = b"".join(content)
    count = len(body) // 512
    table = [FREE] * count
    for entry in entries[1:]:
        if entry[1] == 2 and entry[6]:
            sectors = -(-entry[6] // 512)
            for n in range(sectors):
                table[entry[5] + n] = entry[5] + n + 1 if n + 1 < sectors else END
    raw = b"".join(_entry(*entry) for entry in entries)
    raw += bytes(-len(raw) % 512)
    directory = count
    table += [directory + n + 1 for n in range(len(raw) // 512 - 1)] + [END]
    fat_sectors = -(-(len(table) + 2) // 128)
    first_fat = len(table)
    table += [FAT] * fat_sectors
    table += [FREE] * (fat_sectors * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory, 0, 0, END, 0, END, 0)
    header += struct.pack("<109I", *[first_fat + n if n < fat_sectors else FREE for n in range(109)])
    return header + body + raw + struct.pack(f"<{len(table)}I", *table)


def _entry(name, kind, left, right, below, start, size) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    head = written.ljust(64, b"\x00") + struct.pack("<HBB3I", len(written), kind, 1, left, right, below)
    return head + bytes(36) + struct.pack("<IIi", start, size, 0)


def saved_mail(prefix: str = "", subject: str = "Bestellung") -> dict[str, bytes]:
    def text(tag):
        return f"{prefix}__substg1.0_{tag}001F"

    return {
        text("0037"): subject.encode("utf-16-le"),
        text("1000"): "Bitte liefern wie anbei.".encode("utf-16-le"),
        text("0C1A"): "Eva Kunde".encode("utf-16-le"),
        text("5D01"): "eva@kunde.example".encode("utf-16-le"),
        text("007D"): "Date: Mon, 2 Mar 2026 09:00:00 +0100\r\nTo: x@us.example\r\n".encode("utf-16-le"),
    }


def carrying(name: str, data: bytes, subtype: str = "octet-stream"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@kunde.example", "x@us.example", "WG"
    message["Message-ID"] = "<1@kunde.example>"
    message.set_content("")
    message.add_attachment(data, maintype="application", subtype=subtype, filename=name)
    return open_message(message.as_bytes(), LIMITS)


def test_a_compound_file_gives_its_streams():
    streams = {"a": b"x" * 700, "folder/b": b"y" * 5, "folder/deep/c": b"z" * 1024}
    assert read_compound(compound(streams), 10_000).streams == streams


def test_a_mail_saved_by_outlook_is_opened_with_its_attachments():
    place = "__attach_version1.0_#00000000/"
    streams = saved_mail() | {
        f"{place}__substg1.0_37010102": b"Artikel;Menge\nPumpe;2\n",
        f"{place}__substg1.0_3707001F": "order.csv".encode("utf-16-le"),
    }
    opened = carrying("mail.msg", compound(streams))
    assert "Bitte liefern wie anbei." in opened.new_text
    assert [(d.name, d.content_type) for d in opened.documents] == [("order.csv", "text/csv")]


def test_a_mail_inside_a_saved_mail_is_opened_too():
    inner = saved_mail("__attach_version1.0_#00000000/__substg1.0_3701000D/", "Innen")
    opened = carrying("mail.msg", compound(saved_mail() | inner))
    assert "Subject: Innen" in opened.text + "".join(document.text for document in opened.documents)


def test_a_circle_of_sectors_is_refused():
    data = bytearray(compound({"a": b"x" * 1500}))
    table = len(data) - 512
    data[table : table + 4] = struct.pack("<I", 0)
    with pytest.raises(BrokenCompound):
        read_compound(bytes(data), 10_000)
    assert carrying("m.msg", bytes(data)).documents[0].problems


@given(st.binary(max_size=600), st.integers(0, 3000))
def test_no_compound_file_breaks_the_reader(junk, place):
    data = bytearray(compound({"a": b"x" * 1500, "b/c": b"y"}))
    data[place : place + len(junk)] = junk
    try:
        read_compound(bytes(data), 100_000)
    except BrokenCompound as error:
        assert isinstance(error, ValueError)


def der(tag: int, *parts: bytes, indefinite: bool = False) -> bytes:
    content = b"".join(parts)
    if indefinite:
        return bytes([tag, 0x80]) + content + b"\x00\x00"
    length = len(content)
    size = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
    return bytes([tag]) + size + content


def wrapped(content: bytes, indefinite: bool = False) -> bytes:
    whole = der(0x24, der(4, content[:5]), der(4, content[5:]), indefinite=True) if indefinite else der(4, content)
    inner = der(0x30, DATA, der(0xA0, whole, indefinite=indefinite), indefinite=indefinite)
    signed = der(0x30, der(2, b"\x01"), der(0x31, b""), inner, der(0x31, b""), indefinite=indefinite)
    return der(0x30, SIGNED_DATA, der(0xA0, signed, indefinite=indefinite), indefinite=indefinite)


SIGNED_TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nBitte 3 Pumpen liefern. " + b"x" * 200


@pytest.mark.parametrize("indefinite", [False, True])
def test_what_an_opaque_signature_wraps_is_read(indefinite):
    assert signed_content(wrapped(SIGNED_TEXT, indefinite)) == SIGNED_TEXT
    opened = carrying("smime.p7m", wrapped(SIGNED_TEXT, indefinite), "pkcs7-mime")
    assert "Bitte 3 Pumpen liefern." in opened.new_text and not opened.documents


def test_an_encrypted_part_is_a_problem_and_a_signature_beside_its_text_is_none():
    enveloped = der(0x30, bytes.fromhex("06092a864886f70d010703"), der(0xA0, b"\x30\x00"))
    (document,) = carrying("smime.p7m", enveloped, "pkcs7-mime").documents
    assert [problem.code for problem in document.problems] == ["encrypted"]
    detached = der(0x30, der(2, b"\x01"), der(0x31, b""), der(0x30, DATA), der(0x31, b"x" * 200))
    assert not carrying("smime.p7s", der(0x30, SIGNED_DATA, der(0xA0, detached))).documents


@given(st.binary(max_size=200))
def test_no_structure_breaks_the_reader_of_signatures(junk):
    for data in (junk, SIGNED_DATA + junk, der(0x30, SIGNED_DATA, junk[:100])):
        try:
            signed_content(data)
        except NotSigned:
            continue


def scanned_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    picture = pdf.make_stream(b"\x00" * 16)
    picture.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 4, "/Height": 4})
    picture.update({"/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8})
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    pdf.pages[0].Contents = pdf.make_stream(b"q 500 0 0 700 20 20 cm /I Do Q")
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def test_a_scanned_page_is_told():
    (problem,) = read_document("a.pdf", "", scanned_pdf(), LIMITS).problems
    assert problem.code == "scanned_page"


TOLD = "\n".join(
    "\t".join(cells)
    for cells in (
        "level page_num block_num par_num line_num word_num left top width height conf text".split(),
        ["4", "1", "1", "1", "1", "0", "100", "50", "300", "30", "-1", ""],
        "5 1 1 1 1 1 100 50 90 20 96.1 Artikel".split(),
        "5 1 1 1 1 2 600 52 80 22 95.0 Menge".split(),
        "5 1 1 1 2 1 100 90 90 20 93.2 GM-1104".split(),
        "5 1 1 1 2 2 300 88 4 30 93.2 |".split(),
        "5 1 1 1 2 3 600 90 20 20 91.0 3".split(),
    )
)


def test_recognized_words_stand_where_they_are_on_the_page_and_frames_are_none():
    words = scan.words_in(TOLD)
    assert [word.text for word in words] == ["Artikel", "Menge", "GM-1104", "3"]
    assert words[0].left == pytest.approx(36.0)  # points, of 200 dots an inch
    assert words[0].baseline == words[1].baseline > words[2].baseline


def test_a_recognized_table_is_a_table():
    text, (table,) = page_of(lines_of(scan.words_in(TOLD)))
    assert table.rows == (("Artikel", "Menge"), ("GM-1104", "3"))
    assert "GM-1104" in text


def scanned(pages: int, recognizer=None, most: int = 3):
    """As many scanned pages, given to a recognizer."""
    with pypdfium2.PdfDocument(scanned_pdf()) as document:
        return scan.read_pages([document[0]] * pages, recognizer, most)


def test_what_was_recognized_is_told_with_the_pages_that_were_not():
    seen = []
    found, problem = scanned(4, lambda picture: seen.append(picture) or scan.words_in(TOLD))
    assert (len(found), problem.code) == (3, "scanned_page")
    assert "1 not" in problem.detail
    assert all(picture.startswith(b"P5\n") for picture in seen)


def test_without_the_program_or_the_wish_nothing_is_recognized():
    assert scanned(1)[0] == scanned(1, lambda _: scan.words_in(TOLD), most=0)[0] == ()


@pytest.mark.parametrize(
    ("error", "told"),
    [(RuntimeError("it took too long"), "too long"), (OSError("no picture"), "no picture")],
)
def test_a_recognizer_that_fails_is_told(error, told):
    def failing(_):
        raise error

    assert told in scanned(1, failing)[1].detail


def test_a_message_has_no_more_pages_recognized_than_its_limit():
    asked = []
    budget = Budget(replace(LIMITS, scanned_pages=2), lambda picture: asked.append(picture) or [])
    for number in range(4):
        budget.read(Attached(f"{number}.jpg", "", b"\xff\xd8\xff" + bytes(90)), f"{number}.jpg")
    assert len(asked) == 2


def test_a_fax_is_told_and_a_photo_is_not():
    assert [p.code for p in read_document("a", "", b"II*\x00" + bytes(90), LIMITS).problems] == ["scanned_page"]
    assert read_document("a.jpg", "", b"\xff\xd8\xff" + bytes(90), LIMITS).problems == ()
