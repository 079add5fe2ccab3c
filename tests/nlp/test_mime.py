"""A message is taken apart, however broken it is."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.limits import LimitExceeded, Limits
from nlp.mime import open_message
from tests.steps import grows_with_its_length

LIMITS = Limits()


def mail(text="Guten Tag", **headers) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Eva Kunde <Eva@Kunde.example>")
    message["To"] = "AR@us.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def opened(message, limits=LIMITS):
    return open_message(message if isinstance(message, bytes) else message.as_bytes(), limits)


def codes(message):
    return [problem.code for problem in message.problems]


def test_headers_are_decoded_and_addresses_lower_case():
    raw = (
        b"From: =?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_Gro=C3=9F?= <J@KUNDE.example>\nDelivered-To: desk@us.example\n"
        b"To: AR@us.example, desk@us.example\nSubject: =?iso-8859-1?Q?=DCberweisung?=\n =?utf-8?B?IDQ3MTE=?=\n"
        b"Date: Tue, 3 Mar 2026 09:15:00 +0100\nMessage-ID: <1@k.example>\nIn-Reply-To: <0@us.example>\n\nHallo"
    )
    message = opened(raw)
    assert (message.sender.name, message.sender.email) == ("Jürgen Groß", "j@kunde.example")
    assert message.subject == "Überweisung 4711"
    assert message.recipients == ("desk@us.example", "ar@us.example")
    assert message.sent_at.isoformat() == "2026-03-03T08:15:00+00:00"
    assert (message.message_id, message.in_reply_to) == ("<1@k.example>", "<0@us.example>")


def test_raw_bytes_in_headers_are_read():
    assert (
        opened("Subject: Règlement déjà émis\nFrom: a@b.example\n\nx".encode("cp1252")).subject == "Règlement déjà émis"
    )


def test_blanks_between_a_fields_name_and_its_colon_do_not_end_the_header():
    message = opened(b"From : a@b.example\r\nSubject     : Order 4711\r\n\r\nTo : be read as text")
    assert (message.sender.email, message.subject) == ("a@b.example", "Order 4711")
    assert message.text == "To : be read as text"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_files_name_in_bare_bytes_is_read(charset):
    head = (
        "From: a@b.example\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=Größe-déjà.pdf\n\n"
    )
    (document,) = opened(head.encode(charset) + b"%PDF-1.4").documents
    assert document.name == "Größe-déjà.pdf"


def test_a_missing_message_id_is_made_of_the_content():
    message = opened(b"From: a@b.example\n\nx")
    assert message.message_id.startswith("<sha256-") and message.message_id.endswith("@missing.invalid>")
    assert codes(message) == ["missing_message_id"]
    assert opened(b"From: a@b.example\n\ny").message_id != message.message_id


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("us-ascii", "cp1252"), ("x-none", "utf-8")]
)
def test_a_wrong_charset_is_repaired(charset, encoding):
    head = f'From: a@b.example\nContent-Type: text/plain; charset="{charset}"\n\n'.encode()
    assert opened(head + "Größe à 5 €".encode(encoding)).text == "Größe à 5 €"


def test_html_alone_is_rendered_with_its_table():
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(
        "<p>Paid:</p><table><tr><th>Invoice</th><th>Amount</th></tr><tr><td>R-1</td><td>10.00</td></tr></table>"
        "<div style='display:none'>R-999</div>",
        subtype="html",
    )
    found = opened(message)
    assert found.text == "Paid:\n\nInvoice  Amount\nR-1      10.00"
    assert found.tables[0].rows == (("Invoice", "Amount"), ("R-1", "10.00"))


def test_a_table_in_the_quote_is_no_table_of_the_new_text():
    message = mail("Danke, zahlen wir.")
    message.add_alternative(
        "<p>Danke, zahlen wir.</p><blockquote type='cite'><table><tr><td>Rechnung</td><td>Betrag</td></tr>"
        "<tr><td>R-1</td><td>10,00</td></tr></table></blockquote>",
        subtype="html",
    )
    found = opened(message)
    assert (found.new_text, found.tables) == ("Danke, zahlen wir.", ())
    assert "R-1" in found.quoted_text


def test_a_stub_of_plain_text_gives_way_to_html():
    message = mail("View in browser")
    message.add_alternative("<p>" + "Wir zahlen die Rechnung am Freitag vollständig. " * 10 + "</p>", subtype="html")
    assert "am Freitag" in opened(message).new_text


def test_alternatives_that_say_different_things_are_a_problem():
    message = mail(" ".join(f"alpha{n}" for n in range(30)))
    message.add_alternative("<p>" + " ".join(f"beta{n}" for n in range(30)) + "</p>", subtype="html")
    assert "alternatives_differ" in codes(opened(message))


def test_attachments_are_typed_by_content_and_named_without_path():
    message = mail()
    message.add_attachment(
        b"Rechnung;Betrag\nR-1;10,00\n", maintype="application", subtype="pdf", filename="../../x.csv"
    )
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="invoice.pdf")
    csv, program = opened(message).documents
    assert (csv.name, csv.content_type) == ("x.csv", "text/csv")
    assert csv.tables[0].rows[1] == ("R-1", "10,00")
    assert {problem.code for problem in program.problems} == {"unreadable_type", "type_mismatch"}


def test_a_picture_under_another_kind_of_picture_s_name_deceives_nobody():
    message = mail()
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(40), maintype="image", subtype="jpeg", filename="karton.jpg")
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n" + bytes(40), maintype="application", subtype="pdf", filename="beleg.pdf"
    )
    picture, paper = opened(message).documents
    assert "type_mismatch" not in {problem.code for problem in picture.problems}
    assert "type_mismatch" in {problem.code for problem in paper.problems}


def test_inline_images_signatures_and_calendars_are_no_documents():
    message = mail()
    message.add_alternative("<img src='cid:logo'>Guten Tag", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="invite.ics")
    message.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="damage.jpg")
    assert [document.name for document in opened(message).documents] == ["damage.jpg"]


def test_a_forwarded_message_without_own_words_is_the_statement():
    inner = mail("Bitte stornieren Sie die 4711.", sender="Otto <otto@kunde.example>", Subject="Storno")
    outer = mail("zur Bearbeitung", sender="sales@us.example", Subject="Storno")
    outer.add_attachment(inner)
    found = opened(outer)
    assert found.new_text == "Bitte stornieren Sie die 4711."
    assert "otto@kunde.example" in found.quoted_text and found.new_text in found.text
    assert found.sender.email == "sales@us.example" and found.documents == ()


def test_a_forwarded_message_below_own_words_is_a_document():
    inner = mail("Bitte stornieren Sie die 4711.", Subject="Storno")
    inner.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename="list.csv")
    outer = mail("Wir haben das schon am 3. März geschrieben und warten auf Ihre Gutschrift.")
    outer.add_attachment(inner)
    found = opened(outer)
    assert found.new_text.startswith("Wir haben")
    assert [document.name for document in found.documents] == ["Storno.eml", "list.csv"]


def test_an_archive_gives_its_members_and_a_bomb_gives_a_problem():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/list.csv", "Facture;Montant\nF-1;10,00\n")
        archive.writestr("deep/inner.zip", b"PK\x05\x06" + b"\x00" * 18)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0" * 3_000_000)
    message = mail()
    message.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="a.zip")
    message.add_attachment(bomb.getvalue(), maintype="application", subtype="zip", filename="b.zip")
    first, second = opened(message).documents
    assert first.name == "list.csv" and first.tables[0].rows[1] == ("F-1", "10,00")
    assert (second.name, second.problems[0].code) == ("b.zip", "attachment_limit")


def tnef(name: str, data: bytes) -> bytes:
    """A winmail.dat with one file: rendering data, title, content, each with its checksum."""

    def attribute(number: int, content: bytes) -> bytes:
        checksum = struct.pack("<H", sum(content) & 0xFFFF)
        return b"\x02" + struct.pack("<II", number, len(content)) + content + checksum

    title = name.encode() + b"\x00"
    parts = attribute(0x00069002, b"\x00" * 14) + attribute(0x00018010, title) + attribute(0x0006800F, data)
    return struct.pack("<IH", 0x223E9F78, 1) + parts


def test_winmail_dat_gives_the_files_inside():
    message = mail()
    data = tnef("list.csv", b"Rechnung;Betrag\nR-1;10,00\n")
    message.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    (document,) = opened(message).documents
    assert document.name == "list.csv" and document.tables[0].rows[1] == ("R-1", "10,00")


def test_archives_in_archives_end_at_the_depth():
    data = b"a;b\n1;2\n"
    for _ in range(8):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("x.zip", data)
        data = packed.getvalue()
    message = mail()
    message.add_attachment(data, maintype="application", subtype="zip", filename="x.zip")
    assert [p.code for d in opened(message).documents for p in d.problems] == ["attachment_limit"]


@pytest.mark.parametrize(
    ("limits", "what"), [(Limits(bytes=100), "bytes"), (Limits(parts=2), "parts")], ids=["bytes", "parts"]
)
def test_a_limit_on_the_whole_message_raises(limits, what):
    message = mail("x" * 200)
    for _ in range(4):
        message.add_attachment("y", filename="y.txt")
    with pytest.raises(LimitExceeded) as refusal:
        opened(message, limits)
    assert refusal.value.what == what


def test_several_from_fields_are_a_problem():
    assert "several_from_headers" in codes(opened(b"From: a@b.example\nFrom: c@d.example\n\nx"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 100,
        b"no header at all",
        b"From: \nTo: <>\nDate: never\nMessage-ID: <>\n\n",
        b"From: " + b"(" * 3000 + b"\nDate: " + b"(" * 3000 + b"\n\nx",
        b"From: Group:;\nSubject: =?x?Q?=ZZ?= =?utf-8?B?!!!?=\n\n",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n",
        b"Content-Type: text/plain; charset*=x''\xff\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYUBi",
        b"Content-Disposition: attachment; filename*=bad''%ff%zz\nContent-Type: application/pdf\n\n%PDF-1.7 broken",
        b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22broken",
        b"Content-Type: message/partial; id=x\n\nx",
    ],
)
def test_malformed_mail_never_raises(raw):
    opened(raw)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"]),
)
def test_no_bytes_raise(tail, head):
    opened(head + tail)


@pytest.mark.parametrize(
    "html", ["<pre>" + " " * 200_000, "<b>" * 30_000, "<div>" * 10_000, "<blockquote type=cite>" * 5_000]
)
def test_hostile_html_costs_no_more_than_its_length(html):
    head = b"From: a@b.example\nContent-Type: text/html\n\n"
    assert grows_with_its_length(lambda text: opened(head + text.encode()), html)


def test_parts_behind_a_boundary_that_the_header_does_not_name_are_found():
    raw = (
        b"From: eva@kunde.example\nSubject: x\nContent-Type: multipart/mixed; boundary=other\n\n"
        b"--real\nContent-Type: text/plain\n\nBitte 5 Kartons.\n--real\nContent-Type: text/csv; name=a.csv\n"
        b"Content-Disposition: attachment; filename=a.csv\n\na;b\n1;2\n--real--\n"
    )
    opened = open_message(raw, Limits())
    assert opened.text.strip() == "Bitte 5 Kartons."
    assert [document.name for document in opened.documents] == ["a.csv"]
    assert "boundary_repaired" in {problem.code for problem in opened.problems}


def test_a_multipart_without_any_boundary_is_text():
    opened = open_message(b"From: a@b.example\nContent-Type: multipart/mixed\n\nNur Text.\n", Limits())
    assert opened.text.strip() == "Nur Text."


PICTURES = [
    ("scan0001.jpg", 9_000, True),
    ("IMG_4711.JPG", 90_000, True),
    ("image001.png", 9_000, False),
    ("firmen-logo.png", 9_000, False),
    ("", 9_000, False),
    ("x.gif", 43, False),
]


@pytest.mark.parametrize(("name", "size", "kept"), PICTURES)
def test_a_picture_shown_in_the_text_is_a_document_unless_it_is_an_ornament(name, size, kept):
    message = EmailMessage()
    message["From"] = "eva@kunde.example"
    message.set_content("Siehe Foto.")
    extra = {"filename": name} if name else {}
    message.add_attachment(b"\xff\xd8\xff\xe0" + b"x" * size, "image", "jpeg", disposition="inline", **extra)
    assert bool(open_message(message.as_bytes(), Limits()).documents) is kept


def test_a_quoted_local_part_is_an_address():
    opened = open_message(b'From: "System Administrator"@kunde.example\n\nx', Limits())
    assert opened.sender.email == '"system administrator"@kunde.example'


def test_utf_7_is_not_taken_for_ascii():
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=utf-7\n\n+AD4 5 St+APw-ck\n"
    assert "5 Stück" in open_message(raw, Limits()).text


@pytest.mark.parametrize("kind", ["text/enriched", "text/x-amp-html", "text/watch-html"])
def test_the_same_text_for_another_kind_of_program_is_read_once(kind):
    message = mail("Bitte liefern Sie 3 Stück.")
    message.add_alternative("<p>Bitte liefern Sie 3 Stück.</p>", subtype="html")
    message.add_alternative("<bold>Bitte liefern Sie 3 Stück.</bold>", subtype=kind.partition("/")[2])
    assert opened(message).text.strip() == "Bitte liefern Sie 3 Stück."


def test_a_file_among_the_alternatives_is_a_document():
    message = mail("Anbei.")
    message.make_alternative()
    message.add_attachment("sku;quantity\nA-1;3\n", subtype="csv", filename="order.csv")
    message.replace_header("Content-Type", message["Content-Type"].replace("multipart/mixed", "multipart/alternative"))
    assert [document.name for document in opened(message).documents] == ["order.csv"]


def test_a_picture_is_named_by_its_location_where_it_has_no_other_name():
    raw = (
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nx\n"
        b"--b\nContent-Type: image/jpeg\nContent-Location: %s\nContent-Disposition: inline\n\n\xff\xd8\xff%s\n--b--\n"
    )
    assert [one.name for one in opened(raw % (b"scans/Photo25.jpg", b"x" * 50_000)).documents] == ["Photo25.jpg"]
    assert opened(raw % (b"http://x.example/Photo25.jpg", b"x" * 50_000)).documents == ()


@pytest.mark.parametrize("charset", ["x-unknown", "unknown-8bit", "default"])
def test_an_unnamed_charset_is_the_one_that_reads_the_bytes(charset):
    for codec in ("utf-8", "cp1252"):
        raw = (
            f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
            + "Règlement déjà émis".encode(codec)
        )
        assert opened(raw).text == "Règlement déjà émis"
