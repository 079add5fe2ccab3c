"""Readers of accounting files, written from the texts that prescribe them and from nothing of ours.

FEC: arrêté du 29 juillet 2013, LPF art. A47 A-1. DATEV: the published description of the EXTF format, version 700,
category 21, format 13.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

FEC_FIELDS = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
]  # fmt: skip
ALWAYS = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "PieceRef", "PieceDate",
    "EcritureLib", "Debit", "Credit", "ValidDate",
]  # fmt: skip
TOGETHER = [("CompAuxNum", "CompAuxLib"), ("EcritureLet", "DateLet"), ("Montantdevise", "Idevise")]
DAYS = ["EcritureDate", "PieceDate", "DateLet", "ValidDate"]


def read_fec(name: str, data: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    """The rows of a FEC; an AssertionError names what the law does not allow."""
    told = re.fullmatch(r"(\d{9})FEC(\d{8})\.txt", name)
    assert told, name
    closing = _fec_day(told[2])
    text = data.decode(encoding)
    assert text.endswith("\r\n"), "the last line has no end"
    head, *rows = text[:-2].split("\r\n")
    assert head.split("\t") == FEC_FIELDS
    assert "|" not in text and '"' not in head
    found = [dict(zip(FEC_FIELDS, _eighteen(row), strict=True)) for row in rows]
    for row in found:
        _fec_row(row, closing)
    _balanced(found)
    opening = [row for row in found if row["JournalCode"] == "AN"]
    assert opening == found[: len(opening)], "balances brought forward come first"
    assert len({row["EcritureDate"] for row in opening}) <= 1 and all(row["CompteNum"][0] in "12345" for row in opening)
    numbers = list(dict.fromkeys(row["EcritureNum"] for row in found))
    assert numbers == sorted(numbers), "entries are not in order"
    return found


def _eighteen(row: str) -> list[str]:
    cells = row.split("\t")
    assert len(cells) == 18, row
    assert all(cell == cell.strip() and not re.search(r"[\x00-\x1f]", cell) for cell in cells), row
    return cells


def _fec_row(row: dict[str, str], closing: date) -> None:
    assert all(row[field] for field in ALWAYS), row
    assert all(bool(row[one]) == bool(other_filled(row, other)) for one, other in TOGETHER), row
    for field in DAYS:
        if row[field]:
            assert _fec_day(row[field]) <= closing, row
    assert re.fullmatch(r"[0-9]{3}[0-9A-Za-z]*", row["CompteNum"]), row
    debit, credit = (fec_amount(row[side]) for side in ("Debit", "Credit"))
    assert (debit == 0) != (credit == 0) and debit >= 0 and credit >= 0, row
    if row["Montantdevise"]:
        assert re.fullmatch(r"[A-Z]{3}", row["Idevise"]) and row["Idevise"] != "EUR", row
        assert (fec_amount(row["Montantdevise"]) > 0) == (debit > 0), row


def other_filled(row: dict[str, str], field: str) -> str:
    return row[field]


def fec_amount(cell: str) -> Decimal:
    assert re.fullmatch(r"-?\d+(,\d{1,3})?", cell), cell
    return Decimal(cell.replace(",", "."))


def _fec_day(cell: str) -> date:
    return datetime.strptime(cell, "%Y%m%d").date()


def _balanced(rows: list[dict[str, str]]) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    days: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sums[row["EcritureNum"]] += fec_amount(row["Debit"]) - fec_amount(row["Credit"])
        days[row["EcritureNum"]].add(row["EcritureDate"])
    assert not {number for number, rest in sums.items() if rest}, "entries that do not balance"
    assert all(len(found) == 1 for found in days.values())


@dataclass(frozen=True)
class Batch:
    head: list[str]
    rows: list[dict[int, str]]  # 1-based column -> cell without quotation marks


HEAD_TEXT = {1, 4, 8, 9, 10, 17, 18, 22, 24, 27, 31}
TEXT_COLUMNS = {2, 3, 6, 9, 11, 12, 14, 16, 20, *range(21, 39), 40, 42, 45, *range(48, 88), 95, 96}
ACCOUNT = r"\d{4,9}"


def read_datev(data: bytes) -> Batch:
    """A booking batch; an AssertionError names what its importer would refuse."""
    text = data.decode("cp1252")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    head_line, names, *lines = text[:-2].split("\r\n")
    head = _cells(head_line)
    _head(head)
    assert len(names.split(";")) == 125 and names.split(";")[-1] == "Abw. Skontokonto"
    rows = [_row(_cells(line), head) for line in lines]
    return Batch([cell.strip('"') for cell in head], rows)


def _cells(line: str) -> list[str]:
    found = re.findall(r'(?:^|;)("(?:[^"]|"")*"|[^;"]*)', line)
    assert ";".join(found) == line, line
    return found


def _head(head: list[str]) -> None:
    assert len(head) == 31
    assert head[:5] == ['"EXTF"', "700", "21", '"Buchungsstapel"', "13"]
    assert re.fullmatch(r"\d{17}", head[5]) and head[6] == ""
    assert all(re.fullmatch(r'"[^"]*"', head[place - 1]) for place in HEAD_TEXT)
    assert 1001 <= int(head[10]) <= 9999999 and 1 <= int(head[11]) <= 99999
    starts, first, last = (datetime.strptime(head[place], "%Y%m%d").date() for place in (12, 14, 15))
    assert starts <= first <= last and (last - starts).days < 366
    assert 4 <= int(head[13]) <= 8 and head[18:21] == ["1", "0", "1"] and len(head[16]) <= 32


def _row(cells: list[str], head: list[str]) -> dict[int, str]:
    assert len(cells) == 125, len(cells)
    row = {}
    for column, cell in enumerate(cells, start=1):
        assert not cell or cell.startswith('"') == (column in TEXT_COLUMNS), (column, cell)
        row[column] = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    assert re.fullmatch(r"\d{1,10},\d{2}", row[1]) and row[1] != "0,00", row
    assert row[2] in ("S", "H") and row[3] == head[21].strip('"')
    digits = int(head[13])
    assert all(re.fullmatch(ACCOUNT, row[side]) and len(row[side]) <= digits + 1 for side in (7, 8)), row
    assert row[7] != row[8], row
    day = datetime.strptime(row[10] + head[14][:4], "%d%m%Y")
    assert head[14] <= day.strftime("%Y%m%d") <= head[15], row
    assert re.fullmatch(r"[A-Za-z0-9$&%*+\-/]{0,36}", row[11]) and len(row[14]) <= 60
    assert row[9] in ("", "40") and row[114] == "1"
    assert bool(row[115]) == bool(row[116])
    return row


def datev_balances(batch: Batch) -> dict[str, Decimal]:
    """Account -> debit less credit."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in batch.rows:
        amount = Decimal(row[1].replace(",", ".")) * (1 if row[2] == "S" else -1)
        sums[row[7]] += amount
        sums[row[8]] -= amount
    return {account: rest for account, rest in sums.items() if rest}
