"""Archives and containers made to fill, to hang, to escape or to lie."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from functools import partial

from tests.bot.hostile_mail import Sample, mail, packed, part

ZEROS = b"\0" * 60_000_000


def by_ratio() -> bytes:
    return mail(("bombe.zip", packed([("leer.txt", ZEROS)])))


def by_count() -> bytes:
    return mail(("viele.zip", packed(((f"{number}.txt", b"x") for number in range(20_000)), zipfile.ZIP_STORED)))


def nested(depth: int = 30) -> bytes:
    data = packed([("kern.txt", b"x" * 1000)])
    for _ in range(depth):
        data = packed([("mehr.zip", data)])
    return mail(("tief.zip", data))


def wide_and_nested() -> bytes:
    """Sixteen in each of five layers: a million files from a few kilobytes."""
    data = packed([("kern.txt", b"0" * 100_000)])
    for _ in range(5):
        data = packed((f"{number}.zip", data) for number in range(16))
    return mail(("breit.zip", data))


def overlapping() -> bytes:
    """Every entry of the directory leads to the same packed bytes."""
    data = packed([("a.txt", b"\0" * 5_000_000)])
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    entry = data[start:end]
    directory = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(2_000))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2_000, 2_000, len(directory), start, 0)
    return mail(("uebereinander.zip", data[:start] + directory + tail))


def lying_size() -> bytes:
    data = bytearray(packed([("klein.txt", b"\0" * 30_000_000)]))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(magic) + offset, 10)
    return mail(("klein.zip", bytes(data)))


def traversal() -> bytes:
    names = ("../../../../tmp/geschrieben", "/etc/cron.d/x", "C:\\Windows\\x.dll", "a/../../b", "rechnung\u202efdp.exe")
    return mail(("pfade.zip", packed((name, b"x") for name in names)))


def links() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("bestellung.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return mail(("verweis.zip", held.getvalue()))


def with_password() -> bytes:
    data = bytearray(packed([("geheim.txt", b"x" * 100)]))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return mail(("geheim.zip", bytes(data)))


def cut_off() -> bytes:
    return mail(("halb.zip", packed([("a.txt", bytes(range(256)) * 4_000)])[:500]))


def zipped_stream() -> bytes:
    return mail(("bombe.gz", gzip.compress(ZEROS)), ("bombe.tar.gz", gzip.compress(ZEROS)))


def tnef(*attributes: tuple[int, int, bytes], claimed: int | None = None) -> bytes:
    data = struct.pack("<IH", 0x223E9F78, 1)
    for level, kind, value in attributes:
        size = len(value) if claimed is None else claimed
        data += struct.pack("<BII", level, kind, size) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return data


def broken_tnef() -> bytes:
    good = tnef((1, 0x00089006, b"\0\0\1\0"), (2, 0x00069002, b"\1\0" + b"\0" * 12), (2, 0x0006800F, b"x" * 5000))
    files = (good[:40], tnef((2, 0x0006800F, b"x"), claimed=0xFFFFFFF0), good + b"\xff" * 20_000, good[:6] * 5_000)
    return mail(*(("winmail.dat", data) for data in files))


def many_in_tnef() -> bytes:
    one = ((2, 0x00069002, b"\1\0" + b"\0" * 12), (2, 0x00018010, b"a.txt\0"), (2, 0x0006800F, b"x" * 100))
    return mail(("winmail.dat", tnef(*(one * 3_000))))


def compound(chain: bytes) -> bytes:
    """An OLE file of a header and sectors whose allocation table says whatever `chain` says."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    entry = "__substg1.0_0037001F".encode("utf-16-le").ljust(64, b"\0") + b"\x2c\0\2\1" + b"\1\0\0\0" * 15
    return bytes(header) + chain.ljust(512, b"\xff")[:512] + entry * 40


def endless_outlook() -> bytes:
    loops = (struct.pack("<128I", *([1] * 128)), struct.pack("<128I", *range(1, 128), 0), b"\0" * 512)
    return mail(*((f"{number}.msg", compound(chain)) for number, chain in enumerate(loops)))


def broken_signed() -> bytes:
    data = b"\x30\x82\xff\xff\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\x30\x80" * 20_000
    return part(b'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', data)


SAMPLES: dict[str, Sample] = {
    "zip_by_ratio": by_ratio,
    "zip_by_count": by_count,
    "zip_nested": nested,
    "zip_wide_and_nested": wide_and_nested,
    "zip_overlapping": overlapping,
    "zip_lying_about_its_size": lying_size,
    "zip_names_that_climb": traversal,
    "zip_with_links": links,
    "zip_with_password": with_password,
    "zip_cut_off": cut_off,
    "gzip_bomb": zipped_stream,
    "tnef_broken": broken_tnef,
    "tnef_with_thousands_of_files": many_in_tnef,
    "outlook_file_without_end": endless_outlook,
    "signature_of_nested_lengths": broken_signed,
    "zip_of_a_program_as_pdf": partial(mail, ("rechnung.pdf", b"MZ" + b"\x90" * 5_000), ("a.jpg", b"%PDF-1.4 broken")),
}
