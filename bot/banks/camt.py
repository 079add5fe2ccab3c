"""camt.052, .053 and .054 in every version, with or without namespace: a stream of statements and their entries.

ISO 20022 bank-to-customer messages, versions 01 to 13. Documents with a DTD are refused; entities and the network
are off. Each entry is read and freed before the next, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from bot.banks.camt_entry import entries_of
from bot.banks.camt_nodes import Context, Node, Parts, local_names, node_at, signed, text_at
from bot.banks.stream import Closed, Event, Opened
from bot.banks.values import BankFile, iso_day
from bot.banks.xml_source import XmlSource
from workflows.errors import BadInput

STATEMENTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
ROOTS = frozenset(name + version for name in MESSAGES for version in ("", "V01"))  # version 1 names itself so
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
PROVING = frozenset({"camt.053"})  # a report or a notification may name balances without telling every movement


@dataclass(slots=True)
class Collected:
    """The statement that is open now."""

    form: str
    node: Node
    context: Context | None = None
    closing: tuple[int, Decimal] | None = None
    balances: dict[str, tuple[int, Decimal]] = field(default_factory=dict)


def read_camt(file: BankFile) -> Iterator[Event]:
    """The statements of a camt file; raises BadInput with the line where it cannot be taken."""
    try:
        yield from _events(file)
    except etree.XMLSyntaxError as error:
        raise BadInput(file.name, f"not well-formed XML: {error.msg}", line=error.lineno) from error


def _events(file: BankFile) -> Iterator[Event]:
    seen: Collected | None = None
    root_known, given, position = False, 0, 0
    names = local_names()
    source = XmlSource(file)
    for _, node in _elements(source):
        name = names[node.tag]
        if name == "Ntry":
            seen = seen or _statement_around(node, names)
            if seen is None:
                continue
            if seen.context is None:
                yield _opened(file, seen, names)
            assert seen.context is not None
            for entry in entries_of(node, seen.context, position):
                position = entry.position
                yield entry
            _forget(node)
            source.freed()
        elif name in STATEMENTS:
            seen = seen or Collected(STATEMENTS[name], node)
            if seen.context is None:
                yield _opened(file, seen, names)
            line, closing = seen.closing or (node.sourceline or 0, None)
            yield Closed(line, closing)
            seen, given = None, given + 1
            _forget(node)
            source.freed()
        else:
            root_known = True
    if not root_known:
        raise BadInput(file.name, "XML, but no camt.052, .053 or .054 message", line=1)
    if not given:
        raise BadInput(file.name, "a camt message without a statement", line=1)


def _elements(source: XmlSource) -> Any:
    """The entries, statements and messages, each when it ends. Any: lxml's own kind of iterator."""
    return etree.iterparse(
        source,
        events=("end",),
        tag=[f"{{*}}{name}" for name in (*ROOTS, *STATEMENTS, "Ntry")],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )


def _statement_around(node: Node, names: dict[str, str]) -> Collected | None:
    """The statement that an entry, its first one, stands in."""
    for outer in node.iterancestors():
        form = STATEMENTS.get(names[outer.tag])
        if form:
            return Collected(form, outer)
    return None


def _forget(node: Node) -> None:
    """Frees what was read and what stands before it, so that memory does not grow with the file."""
    node.clear()
    while (before := node.getprevious()) is not None:
        before.getparent().remove(before)


def _opened(file: BankFile, seen: Collected, names: Parts) -> Opened:
    """Number, account and balances, once per statement; the schema puts them before the entries."""
    node = seen.node
    line = node.sourceline or 0
    number = text_at(node, "Id")
    account = text_at(node, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN")
    currency = text_at(node, "Acct/Ccy")
    for balance in node.iterchildren("{*}Bal"):
        place = balance.sourceline or line
        amount, unit = signed(file, node_at(balance, "Amt"), text_at(balance, "CdtDbtInd"), place)
        currency = currency or unit
        if unit == currency:
            code = text_at(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
            seen.balances.setdefault(code, (place, amount))
    proving = seen.form in PROVING
    opening = next((seen.balances[code][1] for code in OPENING if code in seen.balances), None) if proving else None
    seen.closing = next((seen.balances[code] for code in CLOSING if code in seen.balances), None) if proving else None
    created: date | None = iso_day(text_at(node, "CreDtTm"), file.name, line)
    seen.context = Context(file, seen.form, account, number, currency, created, names)
    return Opened(line, account, number, currency, opening)
