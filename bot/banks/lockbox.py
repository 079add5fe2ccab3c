"""BAI lockbox files: the cheques that a bank opened for us, with the invoices that came with them; totals must agree.

Records of 80 characters: 5 a deposit, 6 a cheque, 4 its invoices, 7 and 8 totals. Columns are data
(config/banks/lockbox.toml), because banks move them; a layout that does not fit fails its totals.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.cfonb import records
from bot.banks.values import BankFile, amount_of, day_of
from bot.resources import folder
from workflows.cash.sources import ReceiptSource, Share, SourceKind, receipt_source
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

LENGTH = 80
MAX_INVOICES = 10_000
START = re.compile(r"1[0-9A-Z ]{10,79}(?:\n|$)", re.ASCII)
RECORD = re.compile(r"[1-9]")


@dataclass(slots=True)
class Deposit:
    line: int
    number: str
    on: date
    shares: list[Share] = field(default_factory=list)
    batch: Decimal = ZERO
    total: Decimal = ZERO


@cache
def _layout() -> dict[str, Any]:
    return tomllib.loads((folder("config") / "banks" / "lockbox.toml").read_text("utf-8"))


def looks_like_lockbox(text: str) -> bool:
    """Whether every line is a lockbox record: a header first, then digits 2 to 9."""
    lines = [line.rstrip() for line in text[:20_000].replace("\r", "").split("\n") if line.strip()][:20]
    if len(lines) < 3 or lines[0][:1] != "1" or any(len(line) > LENGTH for line in lines):
        return False
    firsts = "".join(line[0] for line in lines)
    return bool(re.fullmatch(r"12?(?:5[67849]*)+", firsts)) and START.match(lines[0] + "\n") is not None


def read_lockbox(file: BankFile) -> tuple[ReceiptSource, ...]:
    """One source a deposit; raises BadInput with the line where it cannot be taken."""
    codes = _layout()["records"]
    deposit: Deposit | None = None
    found: list[Deposit] = []
    ended = False
    for line, record in records(file, LENGTH):
        code = record[:1]
        if code == codes["deposit"]:
            deposit = _deposit(file, line, record)
            found.append(deposit)
        elif code in (codes["cheque"], codes["overflow"], codes["batch"], codes["lockbox"]):
            if deposit is None:
                raise BadInput(file.name, f"a record {code} outside a deposit (5)", line=line)
            _take(file, line, record, deposit, codes)
        ended = code == codes["trailer"]
    if not ended:
        raise BadInput(file.name, "the file ends before its trailer (9)", line=found[-1].line if found else 1)
    return tuple(_source(file, each) for each in found if each.shares)


def _take(file: BankFile, line: int, record: str, deposit: Deposit, codes: dict[str, str]) -> None:
    code = record[:1]
    if code == codes["cheque"]:
        share = _cheque(file, line, record, deposit.on)
        deposit.shares.append(share)
        deposit.batch += share.amount
        deposit.total += share.amount
    elif code == codes["overflow"]:
        if not deposit.shares:
            raise BadInput(file.name, "invoices (4) without their cheque (6)", line=line)
        if len(deposit.shares[-1].structured) >= MAX_INVOICES:
            raise BadInput(file.name, f"more than {MAX_INVOICES} invoices on one cheque", line=line)
        deposit.shares[-1] = _with_invoice(deposit.shares[-1], _cut(record, "overflow", "invoice"))
    elif code == codes["batch"]:
        _agrees(file, line, record, "batch", deposit.batch)
        deposit.batch = ZERO
    else:
        _agrees(file, line, record, "lockbox", deposit.total)


def _cut(record: str, kind: str, name: str) -> str:
    first, last = _layout()[kind][name]
    return record[first - 1 : last].strip()


def _amount(file: BankFile, line: int, record: str, kind: str) -> Decimal:
    figures = _cut(record, kind, "amount")
    first, last = _layout()[kind]["amount"]
    if not (figures.isdecimal() and figures.isascii()):
        raise BadInput(file.name, f"{figures!r} is no amount", line=line, column=f"{first}-{last}")
    written = f"{Decimal(int(figures)).scaleb(-_layout()['decimals']):f}"
    return amount_of(written, _layout()["currency"], file.name, line)


def _agrees(file: BankFile, line: int, record: str, kind: str, reached: Decimal) -> None:
    said = _amount(file, line, record, kind)
    if said != reached:
        raise BadInput(file.name, f"the cheques come to {reached}, the {kind} total says {said}", line=line)


def _deposit(file: BankFile, line: int, record: str) -> Deposit:
    day = _cut(record, "deposit", "date")
    if not re.fullmatch(r"\d{6}", day, re.ASCII):
        raise BadInput(file.name, f"{day!r} is no date", line=line)
    on = day_of(int(day[:2]), int(day[2:4]), int(day[4:]), file.name, line)
    return Deposit(line, _cut(record, "deposit", "lockbox"), on)


def _cheque(file: BankFile, line: int, record: str, on: date) -> Share:
    return Share(
        line=line,
        on=on,
        amount=_amount(file, line, record, "cheque"),
        kind="cheque",
        payer_name=_cut(record, "cheque", "name"),
        payer_account=_cut(record, "cheque", "account"),
        reference=_cut(record, "cheque", "number"),
        texts=(),
    )


def _with_invoice(share: Share, invoice: str) -> Share:
    return Share(
        share.line, share.on, share.amount, share.kind, share.payer_name, share.payer_account, share.reference,
        share.texts, (*share.structured, invoice) if invoice else share.structured,
    )  # fmt: skip


def _source(file: BankFile, deposit: Deposit) -> ReceiptSource:
    if deposit.batch:
        raise BadInput(file.name, "cheques behind the last batch total (7)", line=deposit.shares[-1].line)
    return receipt_source(
        kind=SourceKind.LOCKBOX,
        name="lockbox",
        file=file.name,
        sha256=file.sha256,
        reference=deposit.number,
        currency=_layout()["currency"],
        on=deposit.on,
        shares=tuple(deposit.shares),
    )
