"""Reports of what stands behind one line of the bank: providers' payouts, deposited cheques, returned collections.

Their layouts are data in config/banks/reports.toml. A report is taken only if its rows add up to what it pays out.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.csv_profiles import DELIMITERS, day_in, first_lines, folded, unquoted
from bot.banks.csv_rows import rows_below
from bot.banks.figures import decimal_mark, figure_of
from bot.banks.pain002 import StatusReport
from bot.banks.values import MAX_TEXT, BankFile, account_of, reference_of, text_of, with_newlines
from bot.resources import folder
from workflows.cash.sources import ReceiptSource, Share, SourceKind, receipt_source
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

KINDS = {"refund": "other", "return": "return", "fee": "charge"}  # of a share, by the row's class; a receipt: `share`
MONEY = ("gross", "net", "net_out", "fee")


@dataclass(frozen=True, slots=True)
class Layout:
    """A report's layout, and where its columns are in this file."""

    told: Mapping[str, Any]
    delimiter: str
    header_line: int
    columns: Mapping[str, tuple[int, ...]]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportRow:
    line: int
    on: date
    kind: str  # receipt, refund, return, fee or payout
    currency: str
    group: str
    gross: Decimal
    fee: Decimal  # >= 0 where it was taken
    payer: str
    account: str
    reference: str
    texts: tuple[str, ...]

    @property
    def net(self) -> Decimal:
        return self.gross - self.fee


@cache
def _layouts() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads((folder("config") / "banks" / "reports.toml").read_text("utf-8"))["reports"])


def report_layout(text: str) -> Layout | None:
    """The layout of a report, known by headings that stand together in one line; None if it is no report."""
    for number, line in enumerate(first_lines(text), 1):
        for delimiter in DELIMITERS:
            if delimiter not in line:
                continue
            cells = [folded(unquoted(cell)) for cell in next(csv.reader([line], delimiter=delimiter), [])]
            for told in _layouts():
                if set(told["when"]) <= set(cells):
                    return Layout(told, delimiter, number, _places(told, cells), _types(told))
    return None


def _places(told: Mapping[str, Any], cells: list[str]) -> dict[str, tuple[int, ...]]:
    return {
        role: tuple(index for word in words for index, cell in enumerate(cells) if cell == word)
        for role, words in told["columns"].items()
    }


def _types(told: Mapping[str, Any]) -> dict[str, str]:
    return {folded(word): kind for kind, words in told["types"].items() for word in words}


def read_report(file: BankFile) -> tuple[ReceiptSource, ...]:
    """The sums that the report explains, one source each; raises BadInput with the line where it cannot be taken."""
    text = with_newlines(text_of(file))
    layout = report_layout(text)
    if layout is None:
        raise BadInput(file.name, "no known report of receipts", line=1, todo="add its layout to config/banks")
    rows = Reader(file, layout, text).rows()
    sources = []
    for group in _groups(rows):
        source = _source(file, layout, group)
        if source is not None:
            sources.append(source)
    if not sources:
        raise BadInput(file.name, "the report pays nothing out", line=layout.header_line)
    return tuple(sources)


class Reader:
    """One report's rows in its layout."""

    def __init__(self, file: BankFile, layout: Layout, text: str) -> None:
        self.file, self.layout = file, layout
        self.cells = list(rows_below(file, text, layout.header_line, layout.delimiter))
        places = [index for role in MONEY for index in layout.columns.get(role, ())]
        self.decimal = decimal_mark([cells for _, cells in self.cells], places, layout.told["decimal"])
        self.forms = self._forms()

    def rows(self) -> list[ReportRow]:
        return [row for line, cells in self.cells if (row := self._row(line, cells)) is not None]

    def _forms(self) -> tuple[str, ...]:
        """The one form of dates that fits every row; raises BadInput if two fit that mean different days."""
        days = [(line, day) for line, cells in self.cells if (day := self._cell(cells, "on"))]
        forms = [form for form in self.layout.told["dates"] if all(day_in(day, (form,)) for _, day in days)]
        for line, day in days:
            if len({day_in(day, (form,)) for form in forms}) > 1:
                raise BadInput(self.file.name, f"{day!r} may be two different days", line=line)
        return tuple(forms[:1]) or tuple(self.layout.told["dates"])

    def _cell(self, cells: Sequence[str], role: str) -> str:
        for index in self.layout.columns.get(role, ()):
            if index < len(cells) and (text := unquoted(cells[index])):
                return text[:MAX_TEXT]
        return ""

    def _sum(self, line: int, cells: Sequence[str], role: str, currency: str) -> Decimal | None:
        """All columns of the role together; None if none of them says anything."""
        figures = [
            figure_of(unquoted(cells[index]), self.decimal, currency, self.file.name, line)
            for index in self.layout.columns.get(role, ())
            if index < len(cells)
        ]
        told = [figure for figure in figures if figure is not None]
        return sum(told, ZERO) if told else None

    def _row(self, line: int, cells: Sequence[str]) -> ReportRow | None:
        told = self.layout.told
        status = folded(self._cell(cells, "status"))
        if told["done"] and status and status not in told["done"]:
            return None
        word = folded(self._cell(cells, "type"))
        kind = self.layout.types.get(word, told["default_type"] if not word else "")
        if kind == "none":
            return None
        if not kind:
            raise BadInput(self.file.name, f"a row of the unknown type {word!r}", line=line)
        currency = self._cell(cells, "currency").upper() or "EUR"
        gross, fee = self._amounts(line, cells, currency)
        day = day_in(self._cell(cells, "on"), self.forms)
        if day is None:
            raise BadInput(self.file.name, f"{self._cell(cells, 'on')[:40]!r} is no date", line=line)
        texts = [unquoted(cells[index])[:MAX_TEXT] for index in self.layout.columns["texts"] if index < len(cells)]
        return ReportRow(
            line=line,
            on=day,
            kind=kind,
            currency=currency,
            group=self._cell(cells, "group"),
            gross=gross,
            fee=fee,
            payer=self._cell(cells, "payer")[:140],
            account=account_of(self._cell(cells, "account")),
            reference=reference_of(self._cell(cells, "reference")),
            texts=tuple(text for text in texts if text),
        )

    def _amounts(self, line: int, cells: Sequence[str], currency: str) -> tuple[Decimal, Decimal]:
        """(gross, fee) of the row; where gross, fee and net are all told they must agree."""
        gross = self._sum(line, cells, "gross", currency)
        net = self._sum(line, cells, "net", currency)
        out = self._sum(line, cells, "net_out", currency)
        fee = self._sum(line, cells, "fee", currency) or ZERO
        if out is not None:
            net = (net or ZERO) - out
        if gross is None and net is None:
            raise BadInput(self.file.name, "a row without an amount", line=line)
        if gross is None:
            assert net is not None
            return net + abs(fee), abs(fee)
        if net is None or net == gross - fee:
            return gross, fee
        if net == gross + fee:  # some providers write the fee as what it changes
            return gross, -fee
        raise BadInput(self.file.name, f"{gross} less the fee {fee} is not {net}", line=line)


def _groups(rows: list[ReportRow]) -> list[list[ReportRow]]:
    """The rows of each payout: by its number, or, where rows carry none, all those up to the payout in time."""
    if any(row.group for row in rows):
        named: dict[tuple[str, str], list[ReportRow]] = {}
        for row in rows:
            if row.group:
                named.setdefault((row.group, row.currency), []).append(row)
        return list(named.values())
    groups: list[list[ReportRow]] = []
    for currency in sorted({row.currency for row in rows}):
        mine = [row for row in rows if row.currency == currency]
        if mine[0].on > mine[-1].on:
            mine.reverse()
        if not any(row.kind == "payout" for row in mine):
            groups.append(mine)
            continue
        current: list[ReportRow] = []
        for row in mine:
            current.append(row)
            if row.kind == "payout":
                groups.append(current)
                current = []  # what follows the last payout is not paid out yet
    return groups


def _source(file: BankFile, layout: Layout, rows: list[ReportRow]) -> ReceiptSource | None:
    """One payout with its shares; None for a group that is not paid out yet."""
    told = layout.told
    shares = [row for row in rows if row.kind != "payout"]
    payouts = [row for row in rows if row.kind == "payout"]
    total = sum((row.net for row in shares), ZERO)
    if payouts and abs(sum((row.net for row in payouts), ZERO)) != total:
        paid = abs(sum((row.net for row in payouts), ZERO))
        raise BadInput(file.name, f"the rows come to {total}, the payout is {paid}", line=payouts[-1].line)
    if not shares or not total or (told["types"]["payout"] and not payouts and not rows[0].group):
        return None
    last = (payouts or shares)[-1]
    return receipt_source(
        kind=SourceKind(told["kind"]),
        name=told["name"].partition(" ")[0],
        file=file.name,
        sha256=file.sha256,
        reference=last.group or (last.reference if payouts else ""),
        currency=last.currency,
        on=max(row.on for row in rows),
        shares=tuple(share for row in shares for share in _shares(row, told["share"])),
    )


def _shares(row: ReportRow, receipt: str) -> list[Share]:
    """The row's money, and the fee on it as a share of its own."""
    kind = receipt if row.kind == "receipt" else KINDS[row.kind]
    whole = Share(row.line, row.on, row.gross, kind, row.payer, row.account, row.reference, row.texts)
    fee = Share(row.line, row.on, -row.fee, "charge", "", "", "", ())
    return [share for share in (whole, fee) if share.amount]


def returned_collections(file: BankFile, report: StatusReport) -> ReceiptSource | None:
    """Our direct debits that a status report says came back: what stands behind one debit of the bank, or None."""
    on = report.created_on
    back = [each for each in report.statuses if each.collection and each.refused and each.level == "transaction"]
    known = [(each, each.amount) for each in back if each.amount is not None]
    if not back or len(known) < len(back) or len({each.currency for each in back}) > 1:
        return None
    shares = tuple(
        Share(
            each.line, on, -amount, "return", each.name, each.account, each.end_to_end_id,
            tuple(text for text in (each.mandate, each.additional) if text), (), each.reason,
        )
        for each, amount in known
    )  # fmt: skip
    return receipt_source(
        kind=SourceKind.RETURNS,
        name="pain.002",
        file=file.name,
        sha256=file.sha256,
        reference=back[0].original_message,
        currency=back[0].currency,
        on=on,
        shares=shares,
    )
