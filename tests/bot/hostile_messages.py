"""Messages whose own form is the weapon: headers, addresses, names, nesting, boundaries, charsets, dates, text."""

from __future__ import annotations

import base64
from functools import partial

from tests.bot.hostile_mail import HEAD, Sample, mail, part, raw

PLAIN = b"Guten Tag\r\n"


def nested_messages(depth: int = 30) -> bytes:
    inner = HEAD + b"\r\nGuten Tag\r\n"
    for _ in range(depth):
        inner = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner
    return inner


def nested_parts(depth: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)]
    return HEAD + b"".join(lines) + b"\r\n" + PLAIN


def colliding_boundaries() -> bytes:
    """Each boundary begins with the one before it."""
    lines = [
        b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n--%b\r\n' % (b"b" * n, b"b" * n) for n in range(1, 39)
    ]
    return HEAD + b"".join(lines) + b"\r\n--b\r\n" * 20_000


def many_parts() -> bytes:
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000 + b"--b--\r\n"
    return part(b"multipart/mixed; boundary=b", body)


def endless_parameters() -> bytes:
    name = b"".join(b'; filename*%d*="%%41%%2e%%2e%%2f"' % n for n in range(20_000))
    return part(b"application/pdf", b"x", b"Content-Disposition: attachment" + name + b"\r\n")


def climbing_names() -> bytes:
    names = ("../../../../tmp/geschrieben.pdf", "/etc/passwd", "a\u202efdp.exe", "x\u0000y.pdf", "\u001b[2J.pdf",
             "." * 300,
             "con.pdf", "C:\\x\\..\\y.csv", "%2e%2e%2fx", "a\nBcc: b@x.example")  # fmt: skip
    parts = b"".join(
        b'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="=?utf-8?b?%b?="'
        b"\r\n\r\nx\r\n" % base64.b64encode(name.encode())
        for name in names
    )
    return part(b"multipart/mixed; boundary=b", parts + b"--b--\r\n")


def addresses() -> bytes:
    many = b",\r\n ".join(b'"A B %d" <a%d@x.example>' % (n, n) for n in range(50_000))
    return raw(b"Cc: " + many + b"\r\nReply-To: " + many[:200_000] + b"\r\n", PLAIN)


def encoded_words() -> bytes:
    words = b" ".join(b"=?utf-8?q?=41=0d=0aBcc:_x?=" for _ in range(30_000))
    return raw(b"X-Words: " + words + b"\r\nSubject: " + words[:90_000] + b"\r\n", PLAIN)


def report() -> bytes:
    fields = b"".join(
        b"Final-Recipient: rfc822; a%d@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" % n for n in range(30_000)
    )
    body = b"--b\r\n\r\nUndelivered\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" + fields + b"--b--\r\n"
    return part(b"multipart/report; report-type=delivery-status; boundary=b", body)


def unknown_charsets() -> bytes:
    names = (
        b"X-UNKNOWN",
        b"utf-9",
        b"idna",
        b"punycode",
        b"rot13",
        b"zlib",
        b"unicode_escape",
        b"undefined",
        b"a" * 9_000,
    )
    parts = b"".join(
        b'--b\r\nContent-Type: text/plain; charset="%b"\r\n\r\n\xff\xfe\xe4 %b\r\n' % (n, n[:20]) for n in names
    )
    return part(b"multipart/mixed; boundary=b", parts + b"--b--\r\n")


def quotes() -> bytes:
    lines = "\n".join(
        ">" * (number % 500) + " Am 1.1.2026 um 08:00 schrieb A <a@x.example>:" for number in range(4_000)
    )
    return mail(text="Guten Tag\n" + lines)


def text_of(sample: str) -> Sample:
    return lambda: mail(text=sample)


BEFORE = HEAD.replace(b"Date: Mon, 16 Feb 2026 08:00:00 +0100\r\n", b"")
DATES = (
    b"Fri, 31 Dec 9999 23:59:59 -2359", b"Mon, 1 Jan 0001 00:00:00 +2359", b"Mon, 99 Foo 99999999999 99:99:99 +9999",
    b"1e308", b"Mon, 16 Feb 2026 08:00:00 " + b"(" * 5_000, b"Date: Date: " * 5_000,
)  # fmt: skip


def dates() -> bytes:
    inner = b"".join(
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + BEFORE + b"Date: " + d + b"\r\n\r\nx\r\n" for d in DATES
    )
    head = b"Date: " + DATES[0] + b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return BEFORE + head + inner + b"--b--\r\n"


SAMPLES: dict[str, Sample] = {
    "header_of_a_megabyte": lambda: raw(
        b"X-Long: " + b"a" * 1_000_000 + b"\r\nSubject: " + b"b " * 500_000 + b"\r\n", PLAIN
    ),
    "headers_a_hundred_thousand": lambda: raw(b"".join(b"X-%d: 1\r\n" % n for n in range(100_000)), PLAIN),
    "headers_folded_nuls": lambda: raw(
        b"Subject: a\0b\r\n \0\r\n\t\0\r\nX\0Y: \0" + b"\r\n \0" * 20_000 + b"\r\n", b"\0" * 9_999
    ),
    "addresses_fifty_thousand": addresses,
    "addresses_nested_comments": lambda: raw(b"From: " + b"(" * 50_000 + b"\r\nTo: " + b'"' * 50_000 + b"\r\n", PLAIN),
    "identifiers_without_end": lambda: raw(
        b"References: " + b"<a@b> " * 100_000 + b"\r\nMessage-ID: <" + b"x" * 900_000 + b">\r\n", PLAIN
    ),
    "results_that_others_wrote": lambda: raw(
        b"Authentication-Results: mx.lechtal.example; dmarc=pass\r\n" * 20_000, PLAIN
    ),
    "received_without_end": lambda: raw(b"Received: from a by b; Mon, 1 Jan 2026 00:00:00 +0000\r\n" * 50_000, PLAIN),
    "signatures_without_end": lambda: raw(
        b"DKIM-Signature: v=1; d=x.example; s=s;" + b" b=\r\n\t" * 90_000 + b"\r\n", PLAIN
    ),
    "parameters_continued_without_end": endless_parameters,
    "names_that_climb": climbing_names,
    "words_encoded_with_line_ends": encoded_words,
    "messages_nested_thirty_deep": nested_messages,
    "messages_nested_two_thousand_deep": partial(nested_messages, 2_000),
    "parts_nested": partial(nested_parts, 39),
    "parts_nested_two_thousand_deep": partial(nested_parts, 2_000),
    "parts_twenty_thousand": many_parts,
    "boundary_of_nothing": lambda: part(b'multipart/mixed; boundary=""', b"--\r\n\r\nx\r\n--\r\n" * 30_000),
    "boundary_missing": lambda: part(b"multipart/mixed", b"--q\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5_000),
    "boundaries_that_collide": colliding_boundaries,
    "charsets_unknown": unknown_charsets,
    "encoding_that_lies": lambda: part(
        b"text/plain", b"=" * 3_000_000, b"Content-Transfer-Encoding: quoted-printable\r\n"
    ),
    "encoding_of_noise": lambda: part(
        b"application/pdf", b"\xff\0" * 900_000, b"Content-Transfer-Encoding: base64\r\n"
    ),
    "uuencoded": lambda: part(
        b"text/plain", b"begin 644 ../../x\n" + b"M" * 2_000_000, b"Content-Transfer-Encoding: x-uuencode\r\n"
    ),
    "external_body": lambda: part(b'message/external-body; access-type=URL; URL="http://127.0.0.1:9/"', b"\r\n"),
    "partial_body": lambda: part(b'message/partial; id="a"; number=1; total=9999999', PLAIN),
    "report_of_thousands": report,
    "dates_out_of_time": dates,
    "nothing_at_all": lambda: b"",
    "nothing_but_nuls": lambda: b"\0" * 2_000_000,
    "nothing_but_noise": lambda: bytes((n * 7919) % 251 for n in range(500_000)),
    "nothing_but_line_ends": lambda: b"\r\n" * 1_000_000,
    "no_header": lambda: b"Guten Tag, wir bestellen 500 Bohrer.\r\n",
    "text_of_one_line": text_of("a" * 9_000_000),
    "text_of_blanks": text_of("Guten Tag" + " " * 3_000_000 + "x"),
    "text_of_quotes": quotes,
    "text_of_digits": text_of("1" * 190_000),
    "text_of_amounts": text_of("1.234,50 EUR LT-2025-00090 am 16.02.2026 " * 4_000),
    "text_of_accounts": text_of("DE02 1203 0000 0000 2020 51 " * 7_000),
    "text_of_accents": text_of("e" + "\u0301" * 190_000),
    "text_of_addresses": text_of("a@" * 60_000 + " " + "a." * 30_000 + "@x"),
    "text_of_links": text_of("http://" * 25_000),
    "text_right_to_left": text_of("\u202e\u2066\u200f" * 60_000 + "neue IBAN DE02120300000000202051"),
    "subject_of_answers": lambda: mail(subject="Re: " * 20_000, text="AW: WG: TR: " * 15_000),
}
