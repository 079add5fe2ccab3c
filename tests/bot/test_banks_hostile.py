"""A bank's file that would fill the memory, or never end, is refused; the large one of an honest bank is not."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from bot.banks import csv_rows, read_contents, stream, values, xml_source
from bot.banks.detect import events_of
from bot.banks.stream import Opened
from bot.banks.values import BankFile
from tests.bot.test_banks_camt import camt, ntry, tx
from tests.bot.test_banks_mt940 import mt
from tests.bot.test_banks_others import FILE
from workflows.errors import BadInput

CSV = b"Buchungstag;Verwendungszweck;Betrag\n"
BAI = b"01,A,B,260310,1200,1,80,1,2/\n02,A,B,1,260310,1200,EUR,2/\n03,1,EUR,010,1,,/\n16,142,1,0,,\n"
MT = mt(":61:260310C50,00NTRFNONREF")
PAIN = b"<Document><CstmrPmtStsRpt>%b</CstmrPmtStsRpt></Document>"


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The limits at a hundredth of their size, so that a test need not write two hundred megabytes."""
    monkeypatch.setattr(xml_source, "MAX_MARKUP", 40_000)
    monkeypatch.setattr(values, "MAX_TEXT_BYTES", 640_000)
    monkeypatch.setattr(values, "MAX_LINES", 40_000)
    monkeypatch.setattr(stream, "MAX_STATEMENTS", 500)
    for module in ("stream", "csv_rows", "mt940", "bai2", "detect"):
        monkeypatch.setattr(f"bot.banks.{module}.MAX_ENTRIES", 5_000)
    yield


def archive(*members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for number, data in enumerate(members):
            file.writestr(f"{number}.sta", data)
    return written.getvalue()


HOSTILE = {
    "elements outside entries": camt().replace(b"<GrpHdr/>", b"<GrpHdr>" + b"<a/>" * 50_000 + b"</GrpHdr>"),
    "elements in an entry": camt(ntry("50.00", "<a/>" * 50_000)),
    "attributes": camt(
        ntry("50.00", f"<a {' '.join(f'b{number}=_' for number in range(90))}/>".replace("_", "''") * 300)
    ),
    "depth": camt(ntry("50.00", "<a>" * 50_000)),
    "camt statements": b"<BkToCstmrStmt>" + b"<Stmt/>" * 600 + b"</BkToCstmrStmt>",
    "camt entries": camt(*[ntry("0.01")] * 5_001),
    "a status report": PAIN % (b"<a/>" * 50_000),
    "a line of MT940": MT.replace(b"NONREF", b"NONREF\r\n:86:" + b"x" * 700_000),
    "lines of MT940": MT.replace(b"NONREF", b"NONREF\r\n:86:" + b"\n" * 90_000),
    "movements": mt(*[":61:260310C0,01NTRF"] * 5_001),
    "MT940 statements": MT * 600,
    "records of CFONB": ("\n".join(FILE) + "\n").encode() * 1_800,
    "BAI2 records": BAI + b"16,142,1,0,,/\n" * 5_001,
    "BAI2 continuations": BAI + b"88,x\n" * 90_000,
    "a line of CSV": CSV + b"x" * 250_000,
    "cells of CSV": CSV + b";" * 250_000,
    "headings": b"Buchungstag;Betrag;" + b";" * 600_000,
    "rows of CSV": CSV + b"10.03.2026;RE 7;1,00\n" * 5_001,
    "a quotation mark": CSV + b'10.03.2026;"' + b"x\n" * 30_000,
    "members": archive(*[b"<a/>"] * 600),
    "a bomb": archive(b"0" * 3_000_000),
    "entries of several members": archive(*[mt(*[":61:260310C50,00NTRF"] * 3_000, closing="C260310EUR150100,00")] * 2),
    "an archive that lost some bytes": archive(MT)[:40] + archive(MT)[60:],
    "a damaged archive": archive(MT)[:-12] + b"\xff\xff\xff\x7f" * 2 + b"\0\0\0\0",
}


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("what", HOSTILE)
def test_what_would_fill_the_memory_is_refused_in_time(what: str) -> None:
    begun = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(BadInput):
            read_contents("x", HOSTILE[what])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (peak < 20_000_000, time.process_time() - begun < 10) == (True, True)


def test_the_limits_are_those_of_large_honest_files() -> None:
    assert (stream.MAX_ENTRIES, csv_rows.MAX_ENTRIES, stream.MAX_STATEMENTS) == (500_000, 500_000, 50_000)


@pytest.mark.usefixtures("small_limits")
def test_a_file_of_any_length_is_read_as_long_as_each_entry_is_small() -> None:
    data = camt(*[ntry("50.00", tx("50.00"))] * 2_000)
    assert data.count(b"<") > xml_source.MAX_MARKUP
    told = list(events_of(BankFile.of("x", data)))
    assert len([each for each in told if not isinstance(each, Opened)]) == 2_001
