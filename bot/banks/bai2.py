"""BAI2 cash management reports: logical records, whatever lines they stand on; amounts in the smallest unit.

Cash Management Balance Reporting Specifications, version 2 (BAI, 1987; ASC X9.121): a slash ends a record, 88
continues one, the type code tells the direction. Record counts are often wrong in practice; sums are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.banks.stream import MAX_ENTRIES, Closed, Event, Opened, too_much
from bot.banks.transaction_codes import BAI_KINDS
from bot.banks.values import MAX_TEXT, BankFile, day_of, reference_of, text_of
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, digits

START = re.compile(r"(?:^|/[ \t]+)(?=(?:01|02|03|16|49|88|98|99),)")
AMOUNT = re.compile(r"[+-]?\d{1,18}")
LABELLED = re.compile(r"([A-Z]{4}):\s?(.*)", re.S)
EXTRA_FIELDS = {"S": 3, "V": 2}  # after the funds type; D is followed by pairs
OPENING, CLOSING = "010", "015"


@dataclass(slots=True)
class Record:
    line: int
    code: str
    pieces: list[list[str]]  # its own text, then that of each continuation (88), as lines break it
    fields: list[str] = field(default_factory=list)
    continued: list[str] = field(default_factory=list)

    def join(self) -> None:
        own, *others = ["".join(each).rstrip().removesuffix("/") for each in self.pieces]
        self.fields, self.continued, self.pieces = own.split(","), others, []


@dataclass(slots=True)
class Account:
    line: int
    number: str
    currency: str
    summary: dict[str, Decimal] = field(default_factory=dict)
    control: int = 0
    entries: list[BankEntry] = field(default_factory=list)


def read_bai2(file: BankFile) -> Iterator[Event]:
    """The accounts of a BAI2 file, one statement each; raises BadInput with the line where it cannot be taken."""
    account: Account | None = None
    currency, as_of, number, closed, position = "USD", None, "", False, 0
    for record in _records(file):
        if record.code == "01":
            number = "-".join(_at(record, index) for index in (2, 4))
        elif record.code == "02":
            as_of = _date(file, record, _at(record, 4))
            currency = _at(record, 6) or "USD"
        elif record.code == "03":
            if account is not None:
                raise BadInput(file.name, "an account (03) before the trailer (49) of the last", line=record.line)
            account = _account(file, record, currency)
        elif record.code in ("16", "49") and account is None:
            raise BadInput(file.name, f"a record {record.code} outside an account", line=record.line)
        elif record.code == "16" and account is not None and as_of is not None:
            position += 1
            _take(file, account, record, as_of, number, position)
        elif record.code == "49" and account is not None:
            yield from _closed(file, account, record, f"{number}-{as_of}")
            account = None
        closed = record.code == "99"
    if not closed or account is not None:
        raise BadInput(file.name, "the file ends before its trailer (99)")


def _at(record: Record, index: int) -> str:
    return record.fields[index].strip() if index < len(record.fields) else ""


def _records(file: BankFile) -> Iterator[Record]:
    """Logical records: several may stand on a line, one may go on over lines; 88 goes with the one before."""
    found: list[Record] = []
    for number, line in enumerate(text_of(file).replace("\r", "").split("\n"), 1):
        pieces = [piece for piece in START.split(line.strip()) if piece.strip()]
        for index, piece in enumerate(pieces):
            text = piece.strip()
            if re.match(r"\d\d,", text) and (index or START.match(line.strip())):
                if text[:2] == "88":
                    if not found:
                        raise BadInput(file.name, "a continuation (88) of nothing", line=number)
                    found[-1].pieces.append([text[3:]])
                    continue
                found.append(Record(number, text[:2], [[text]]))
                if len(found) > MAX_ENTRIES:
                    raise too_much(file, number)
            elif not found:
                raise BadInput(file.name, f"{text[:40]!r} is no BAI2 record", line=number)
            else:
                found[-1].pieces[-1].append(text)
    for record in found:
        record.join()
        yield record


def _date(file: BankFile, record: Record, text: str) -> date:
    if not re.fullmatch(r"\d{6}", text):
        raise BadInput(file.name, f"{text!r} is no date", line=record.line)
    return _day(file, record, text)


def _day(file: BankFile, record: Record, text: str) -> date:
    return day_of(int(text[:2]), int(text[2:4]), int(text[4:]), file.name, record.line)


def _minor(file: BankFile, record: Record, text: str) -> int:
    if not AMOUNT.fullmatch(text.strip()):
        raise BadInput(file.name, f"{text.strip()[:40]!r} is no amount", line=record.line)
    return int(text)


def _account(file: BankFile, record: Record, group_currency: str) -> Account:
    account = Account(record.line, _at(record, 1), _at(record, 2) or group_currency)
    fields = record.fields[3:] + [part for text in record.continued for part in text.split(",")]
    index = 0
    while index + 1 < len(fields):
        kind, amount = fields[index].strip(), fields[index + 1].strip()
        if amount:
            value = _minor(file, record, amount)
            account.control += value
            account.summary.setdefault(kind, Decimal(value).scaleb(-digits(account.currency)))
        funds = fields[index + 3].strip().upper() if index + 3 < len(fields) else ""
        index += 4 + _extra(fields, index + 3, funds)
    return account


def _extra(fields: list[str], index: int, funds: str) -> int:
    if funds == "D" and index + 1 < len(fields) and fields[index + 1].strip().isdigit():
        return 1 + 2 * min(int(fields[index + 1]), 50)
    return EXTRA_FIELDS.get(funds, 0)


def _sign(code: str) -> int:
    """The direction that a type code means; 0 for what moves no money on the account (7xx loans, 890)."""
    number = int(code) if code.isdigit() else 0
    if 100 <= number < 400 or 920 <= number < 960:
        return 1
    return -1 if 400 <= number < 700 or 960 <= number < 1000 else 0


def _take(file: BankFile, account: Account, record: Record, as_of: date, number: str, position: int) -> None:
    code, funds = _at(record, 1), _at(record, 3).upper()
    value = _minor(file, record, _at(record, 2))
    account.control += value
    rest = 4 + _extra(record.fields, 3, funds)
    value_text = _at(record, 4) if funds == "V" else ""
    labels = {found[1]: found[2].strip() for text in record.continued if (found := LABELLED.fullmatch(text.strip()))}
    free = [text.strip() for text in record.continued if not LABELLED.fullmatch(text.strip())]
    text = ",".join(record.fields[rest + 2 :]).strip()
    amount = Decimal(_sign(code) * value).scaleb(-digits(account.currency))
    if not amount:
        return
    account.entries.append(
        BankEntry(
            file=file.name,
            position=position,
            line=record.line,
            account=account.number,
            statement=f"{number}-{as_of}",
            booking_date=as_of,
            value_date=_day(file, record, value_text) if re.fullmatch(r"\d{6}", value_text) else as_of,
            amount=amount,
            currency=account.currency,
            bank_reference=reference_of(_at(record, rest)),
            end_to_end_id=reference_of(labels.get("EREF") or _at(record, rest + 1)),
            texts=tuple(each[:MAX_TEXT] for each in (text, labels.get("REMI", ""), *free) if each),
            structured=(),
            payer_name=labels.get("DBNM" if amount > 0 else "CRNM", ""),
            payer_iban=labels.get("DACT" if amount > 0 else "CACT", ""),
            kind=BAI_KINDS.get(code, "other"),
            instructed_amount=None,
            instructed_currency="",
            charges=ZERO,
            reason="",
            additional=f"BAI {code}",
            format="bai2",
        )
    )


def _closed(file: BankFile, account: Account, trailer: Record, statement: str) -> Iterator[Event]:
    """Details may be a selection that the bank made: then the trailer's control total proves that nothing was lost."""
    opening, closing = account.summary.get(OPENING), account.summary.get(CLOSING)
    moved = sum((entry.amount for entry in account.entries), ZERO)
    whole = opening is not None and closing is not None and opening + moved == closing
    wrong = _minor(file, trailer, _at(trailer, 1)) != account.control and not whole
    yield Opened(account.line, account.number, statement, account.currency, opening if whole else None)
    yield from account.entries
    yield Closed(trailer.line, closing, f"the control total of account {account.number} is wrong" if wrong else "")
