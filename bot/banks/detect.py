"""A bank's file is recognised by what is in it, never by its name."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.banks.bai2 import read_bai2
from bot.banks.camt import read_camt
from bot.banks.cfonb import looks_like_cfonb, read_cfonb
from bot.banks.cfonb240 import looks_like_cfonb240, read_cfonb240
from bot.banks.csv_reader import read_csv
from bot.banks.lockbox import looks_like_lockbox, read_lockbox
from bot.banks.mt940 import read_mt940
from bot.banks.pain002 import PaymentStatus, looks_like_pain002, read_pain002
from bot.banks.reports import read_report, report_layout, returned_collections
from bot.banks.stream import MAX_ENTRIES, Event, Reader, gathered, too_much
from bot.banks.values import BankFile, decoded, text_of, with_newlines
from workflows.cash.sources import ReceiptSource
from workflows.commands import BookStatement
from workflows.errors import BadInput

MAX_FILE_BYTES = 200_000_000
MAX_MEMBERS = 500
MAX_RATIO = 200
# What zipfile raises for damaged archives, ValueError for places before the file's beginning among them.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, RuntimeError, EOFError, OSError,
)  # fmt: skip
MT_START = re.compile(r"(?:^|\n|\{4:\s{0,2})\s{0,4}:(?:20|25|28C?|60[FM]):")
BAI2_START = re.compile(r"\s{0,10}01,[^,\n]{0,40},[^,\n]{0,40},\d{6},")


def read_bank_file(name: str, data: bytes) -> tuple[BookStatement, ...]:
    """The booked movements in a bank's file: camt.052/053/054, MT940/942, CFONB120, BAI2, CSV, or a ZIP of these.

    Raises BadInput(file, what, line) for anything that cannot be taken whole: nothing of a bad file is given.
    """
    files = bank_files(name, data)
    return tuple(each for one in _limited(files, _statements) for each in one.statements)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file from the bank or a provider may hold."""

    statements: tuple[BookStatement, ...] = ()
    sources: tuple[ReceiptSource, ...] = ()
    statuses: tuple[PaymentStatus, ...] = ()


def read_contents(name: str, data: bytes) -> Contents:
    """Statements, reports of what stands behind their lines, and status reports; raises BadInput, all or nothing."""
    told = _limited(bank_files(name, data), _contents)
    return Contents(
        statements=tuple(each for one in told for each in one.statements),
        sources=tuple(each for one in told for each in one.sources),
        statuses=tuple(each for one in told for each in one.statuses),
    )


def _limited(files: Iterator[BankFile], read: Callable[[BankFile], Contents]) -> list[Contents]:
    """What the files hold; raises BadInput where those of one archive hold too much together."""
    told, entries = [], 0
    for file in files:
        one = read(file)
        entries += sum(len(each.entries) for each in one.statements) + sum(len(each.shares) for each in one.sources)
        if entries > MAX_ENTRIES:
            raise too_much(file)
        told.append(one)
    return told


def _statements(file: BankFile) -> Contents:
    return Contents(statements=gathered(file, events_of(file)))


def _contents(file: BankFile) -> Contents:
    if looks_like_pain002(file.data):
        report = read_pain002(file)
        returned = returned_collections(file, report)
        return Contents(sources=(returned,) if returned else (), statuses=report.statuses)
    reader = _reader(file)
    if reader is read_csv:
        text = with_newlines(text_of(file))
        if looks_like_lockbox(text):
            return Contents(sources=read_lockbox(file))
        if report_layout(text) is not None:
            return Contents(sources=read_report(file))
    return Contents(statements=gathered(file, reader(file)))


def bank_files(name: str, data: bytes) -> Iterator[BankFile]:
    """The file itself, or those in its archive; raises BadInput for what is empty, too large or a bomb."""
    file = BankFile.of(name, data)
    if len(data) > MAX_FILE_BYTES:
        raise BadInput(file.name, f"more than {MAX_FILE_BYTES} bytes")
    if not data or data.isspace():
        raise BadInput(file.name, "the file is empty", line=1)
    if data.startswith(b"PK\x03\x04"):
        yield from _members(file)
    else:
        yield file


def events_of(file: BankFile) -> Iterator[Event]:
    """Everything that the file tells, pending movements too, one at a time; balances are not proved here."""
    return _reader(file)(file)


def _reader(file: BankFile) -> Reader:
    text = decoded(file.data[:20_000]).lstrip("\ufeff")
    if text.lstrip().startswith("<"):
        return read_camt
    if MT_START.search(text[:4000].replace("\r", "")):
        return read_mt940
    if looks_like_cfonb(text):
        return read_cfonb
    if looks_like_cfonb240(text):
        return read_cfonb240
    if BAI2_START.match(text):
        return read_bai2
    if "\0" in text:
        raise BadInput(file.name, "no known statement format", line=1)
    return read_csv


def _members(file: BankFile) -> Iterator[BankFile]:
    """The files of an archive within the caps; their names are labels, never paths."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            total = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or total > min(MAX_FILE_BYTES, MAX_RATIO * len(file.data) + 1_000_000):
                raise BadInput(file.name, "the archive holds too much")
            if not members:
                raise BadInput(file.name, "the archive is empty", line=1)
            for member in sorted(members, key=lambda each: each.filename):
                if member.flag_bits & 1:
                    raise BadInput(file.name, f"{member.filename!r} is encrypted")
                with archive.open(member) as opened:
                    content = opened.read(member.file_size + 1)
                yield BankFile.of(member.filename, content)
    except UNREADABLE as error:
        raise BadInput(file.name, f"no readable archive: {error}") from error
