"""camt.052, .053 and .054 in every version, with or without namespace: one entry per transaction, signs as booked.

ISO 20022 bank-to-customer messages. Pending and informational entries are left out; a batch gives either its
transactions or itself, never both. Documents with a DTD are refused, entities and the network are off.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree

from bot.banks.values import MAX_TEXT, BankFile, amount_of, check_sum, day_of, reference_of, statement_of
from workflows.cash.model import BankEntry
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

Node = Any  # lxml's element type has no public name
STATEMENTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
ROOTS = frozenset(name + version for name in MESSAGES for version in ("", "V01"))  # version 1 names itself so
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

# ISO 20022 external bank transaction codes: what the family, or more exactly the sub-family, says.
FAMILY_KINDS = {
    "RCDT": "credit_transfer", "IRCT": "credit_transfer", "RRCT": "credit_transfer", "ICDT": "credit_transfer",
    "IRCP": "credit_transfer", "IDDT": "direct_debit", "RDDT": "direct_debit", "RCHQ": "cheque", "ICHQ": "cheque",
    "MCRD": "card", "CCRD": "card", "CNTR": "other", "CAPL": "internal",
}  # fmt: skip
SUBFAMILY_KINDS = {
    "CHRG": "charge", "COMM": "charge", "FEES": "charge", "COME": "charge", "COMI": "charge", "COMT": "charge",
    "INTR": "interest", "INTE": "interest",
    "UPDD": "return", "PRDD": "return", "RCDD": "return", "UPCQ": "return", "UPCT": "return", "RRTN": "return",
    "RPCR": "return", "ARET": "return", "CAJT": "other", "SWEP": "internal", "TOPG": "internal", "ZABA": "internal",
}  # fmt: skip
# German transaction codes (GVC) in proprietary codes such as "NTRF+166+9310".
GVC = re.compile(r"(?:^|\+)(\d{3})(?:\+|$)")
GVC_KINDS = {
    "109": "return", "108": "return", "159": "return", "166": "credit_transfer", "152": "credit_transfer",
    "153": "credit_transfer", "168": "credit_transfer", "169": "credit_transfer", "171": "direct_debit",
    "174": "direct_debit", "191": "credit_transfer", "192": "direct_debit", "194": "credit_transfer",
    "201": "credit_transfer", "202": "credit_transfer", "805": "interest", "808": "charge", "809": "charge",
}  # fmt: skip


@dataclass(slots=True)
class Collected:
    """What has been read of the statement that is open now."""

    form: str
    node: Node
    header_read: bool = False
    created_on: date | None = None
    account: str = ""
    currency: str = ""
    number: str = ""
    balances: dict[str, Decimal] = field(default_factory=dict)
    movements: list[Decimal] = field(default_factory=list)
    entries: list[BankEntry] = field(default_factory=list)


def read_camt(file: BankFile) -> tuple[BookStatement, ...]:
    """The statements of a camt file; raises BadInput with the line where it cannot be taken."""
    if b"<!DOCTYPE" in file.data.replace(b"\0", b"")[:100_000]:
        raise BadInput(file.name, "a document type declaration is not allowed", line=1)
    try:
        return tuple(_statements(file))
    except etree.XMLSyntaxError as error:
        raise BadInput(file.name, f"not well-formed XML: {error.msg}", line=error.lineno) from error


def _statements(file: BankFile) -> Iterator[BookStatement]:
    seen: Collected | None = None
    root_known, position, given = False, 0, 0
    events = etree.iterparse(
        io.BytesIO(file.data),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in (*ROOTS, *STATEMENTS, "Ntry")],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, node in events:
        name = _name(node)
        if event == "start":
            root_known = root_known or name in ROOTS
            if name in STATEMENTS:
                seen = Collected(STATEMENTS[name], node)
        elif seen is not None and name == "Ntry":
            _read_header(file, seen)
            position = _take(file, seen, node, position)
            _forget(node)
        elif seen is not None and name in STATEMENTS:
            _read_header(file, seen)
            yield _closed(file, seen, node.sourceline)
            seen, given = None, given + 1
            node.clear()
    if not root_known:
        raise BadInput(file.name, "XML, but no camt.052, .053 or .054 message", line=1)
    if not given:
        raise BadInput(file.name, "a camt message without a statement", line=1)


def _forget(node: Node) -> None:
    """Frees an entry that was read, so that memory does not grow with the file."""
    node.clear()
    before = node.getprevious()
    if before is not None and _name(before) == "Ntry":
        node.getparent().remove(before)


def _name(node: Node) -> str:
    return str(node.tag).rpartition("}")[2]


@lru_cache(maxsize=512)
def _anywhere(path: str) -> str:
    """The path in whatever namespace: versions differ in nothing else that matters here."""
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _find(node: Node | None, path: str) -> Node | None:
    return None if node is None else node.find(_anywhere(path))


def _text(node: Node | None, *paths: str) -> str:
    """The text at the first of these paths that has any."""
    for path in paths:
        found = _find(node, path)
        if found is not None and found.text and found.text.strip():
            return str(found.text).strip()[:MAX_TEXT]
    return ""


def _each(node: Node | None, name: str) -> list[Node]:
    return [] if node is None else node.findall(_anywhere(name))


def _read_header(file: BankFile, seen: Collected) -> None:
    """Number, account and balances, once per statement; the schema puts them before the entries."""
    if seen.header_read:
        return
    seen.header_read = True
    seen.number = _text(seen.node, "Id")
    seen.account = _text(seen.node, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id")
    seen.currency = _text(seen.node, "Acct/Ccy")
    created = DATE.match(_text(seen.node, "CreDtTm"))
    if created:
        seen.created_on = day_of(int(created[1]), int(created[2]), int(created[3]), file.name, seen.node.sourceline)
    for balance in _each(seen.node, "Bal"):
        amount, currency = _signed(file, balance)
        seen.currency = seen.currency or currency
        if currency == seen.currency:
            seen.balances.setdefault(_text(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd"), amount)


def _signed(file: BankFile, node: Node, sign_from: Node | None = None) -> tuple[Decimal, str]:
    amount = _find(node, "Amt")
    if amount is None:
        raise BadInput(file.name, f"{_name(node)} without an amount", line=node.sourceline)
    currency = amount.get("Ccy", "")
    value = amount_of(amount.text or "", currency, file.name, amount.sourceline)
    mark = _text(node, "CdtDbtInd") or (_text(sign_from, "CdtDbtInd") if sign_from is not None else "")
    if mark not in ("CRDT", "DBIT"):
        raise BadInput(file.name, f"{mark!r} is neither CRDT nor DBIT", line=node.sourceline)
    return (value if mark == "CRDT" else -value), currency


def _closed(file: BankFile, seen: Collected, line: int) -> BookStatement:
    opening = next((seen.balances[code] for code in OPENING if code in seen.balances), None)
    closing = next((seen.balances[code] for code in CLOSING if code in seen.balances), None)
    if seen.form != "camt.053":
        opening = closing = None
    check_sum(file.name, seen.number, opening, seen.movements, closing, line)
    currency = seen.currency or (seen.entries[0].currency if seen.entries else "")
    return statement_of(
        file,
        account=seen.account,
        statement=seen.number,
        currency=currency,
        opening=opening,
        closing=closing,
        entries=seen.entries,
    )


def _take(file: BankFile, seen: Collected, node: Node, position: int) -> int:
    """Adds the entry's transactions, or the entry itself, unless it is not booked; returns the last position."""
    if _text(node, "Sts/Cd", "Sts") in NOT_BOOKED:
        return position
    total, currency = _signed(file, node)
    if seen.currency and currency != seen.currency:
        raise BadInput(file.name, f"an entry in {currency} on an account in {seen.currency}", line=node.sourceline)
    seen.movements.append(total)
    details = [detail for group in _each(node, "NtryDtls") for detail in _each(group, "TxDtls")]
    amounts = [_detail_amount(file, detail, node, currency) for detail in details]
    split = len(details) > 1 and None not in amounts and sum((a for a in amounts if a is not None), ZERO) == total
    if split:
        parts = [([detail], amount) for detail, amount in zip(details, amounts, strict=True) if amount is not None]
    else:
        parts = [(details, total)]
    for chosen, amount in parts:
        if not amount:
            continue
        position += 1
        seen.entries.append(_entry(file, seen, node, chosen, amount, currency, position, total if split else None))
    return position


def _detail_amount(file: BankFile, detail: Node, entry: Node, currency: str) -> Decimal | None:
    """A transaction's own signed amount in the account's currency, None where it does not say."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        found = _find(detail, path)
        if found is not None and found.get("Ccy", "") == currency:
            value = amount_of(found.text or "", currency, file.name, found.sourceline)
            mark = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
            return value if mark == "CRDT" else -value
    return None


def _day(file: BankFile, node: Node, *names: str) -> date | None:
    for name in names:
        found = DATE.match(_text(node, f"{name}/Dt", f"{name}/DtTm"))
        if found:
            return day_of(int(found[1]), int(found[2]), int(found[3]), file.name, node.sourceline)
    return None


def _kind(node: Node, detail: Node | None) -> str:
    kinds = []
    for place in (detail, node):
        code = _find(place, "BkTxCd")
        kinds.append(SUBFAMILY_KINDS.get(_text(code, "Domn/Fmly/SubFmlyCd"), ""))
        kinds.append(FAMILY_KINDS.get(_text(code, "Domn/Fmly/Cd"), ""))
        national = GVC.search(_text(code, "Prtry/Cd"))
        kinds.append(GVC_KINDS.get(national[1], "") if national else "")
    told = [kind for kind in kinds if kind]
    if _find(detail, "RtrInf") is not None or _text(node, "RvslInd").lower() in ("true", "1") or "return" in told:
        return "return"
    return told[0] if told else "other"


def _entry(
    file: BankFile,
    seen: Collected,
    node: Node,
    details: list[Node],
    amount: Decimal,
    currency: str,
    position: int,
    batch_total: Decimal | None,
) -> BankEntry:
    """One movement: `details` holds one transaction, none, or all those of a batch that gives no amounts."""
    detail = details[0] if len(details) == 1 else None
    booked = _day(file, node, "BookgDt", "ValDt") or seen.created_on
    if booked is None:
        raise BadInput(file.name, "an entry without a date", line=node.sourceline)
    kind = _kind(node, details[0] if details else None)
    name, iban = _counterparty(detail, amount, kind)
    references = [_text(node, "AcctSvcrRef"), _text(detail, "Refs/AcctSvcrRef")]
    if batch_total is not None:
        references.reverse()
    instructed = _find(detail, "AmtDtls/InstdAmt/Amt")
    original, original_currency = _foreign(file, instructed, currency)
    return BankEntry(
        file=file.name,
        position=position,
        line=node.sourceline or 0,
        account=seen.account,
        statement=seen.number,
        booking_date=booked,
        value_date=_day(file, node, "ValDt") or booked,
        amount=amount,
        currency=currency,
        bank_reference=reference_of(references[0] or references[1]),
        end_to_end_id=reference_of(_text(detail, "Refs/EndToEndId")),
        texts=tuple(text for each in details for text in _remittance(each)),
        structured=tuple(text for each in details for text in _structured(each)),
        payer_name=name,
        payer_iban=iban,
        kind=kind,
        instructed_amount=original,
        instructed_currency=original_currency,
        charges=_charges(file, detail, node, currency),
        reason=_text(detail, "RtrInf/Rsn/Cd", "RtrInf/RtrRsn/Cd", "RtrInf/Rsn/Prtry"),
        additional=_text(node, "AddtlNtryInf") or _text(detail, "AddtlTxInf"),
        ultimate_payer=_party(_find(detail, "RltdPties/UltmtDbtr")) if amount > 0 or kind == "return" else "",
        batch_total=batch_total,
        format=seen.form,
    )


def _foreign(file: BankFile, instructed: Node | None, currency: str) -> tuple[Decimal | None, str]:
    """What the payer sent and in which currency, where it is not the account's."""
    if instructed is None or instructed.get("Ccy", currency) == currency:
        return None, ""
    unit = instructed.get("Ccy")
    return amount_of(instructed.text or "", unit, file.name, instructed.sourceline), unit


def _party(node: Node | None) -> str:
    return _text(node, "Pty/Nm", "Nm")


def _counterparty(detail: Node | None, amount: Decimal, kind: str) -> tuple[str, str]:
    """Name and account of the other side; a return keeps the roles of the payment that comes back."""
    parties = _find(detail, "RltdPties")
    debtor = _party(_find(parties, "Dbtr")), _text(parties, "DbtrAcct/Id/IBAN", "DbtrAcct/Id/Othr/Id")
    creditor = _party(_find(parties, "Cdtr")), _text(parties, "CdtrAcct/Id/IBAN", "CdtrAcct/Id/Othr/Id")
    first, second = (debtor, creditor) if amount > 0 or kind == "return" else (creditor, debtor)
    if kind == "return" and amount > 0:
        first, second = creditor, debtor
    name, account = first if any(first) else (second if kind == "return" else ("", ""))
    return name[:140], re.sub(r"\s", "", account).upper()[:34]


def _remittance(detail: Node) -> list[str]:
    block = _find(detail, "RmtInf")
    texts = [(node.text or "").strip() for node in _each(block, "Ustrd")]
    texts += [(node.text or "").strip() for strd in _each(block, "Strd") for node in _each(strd, "AddtlRmtInf")]
    return [text[:MAX_TEXT] for text in texts if text]


def _structured(detail: Node) -> list[str]:
    found = []
    for block in _each(_find(detail, "RmtInf"), "Strd"):
        found.append(_text(block, "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef"))
        found += [_text(document, "Nb", "RfrdDocNb") for document in _each(block, "RfrdDocInf")]
    return [text for text in found if text]


def _charges(file: BankFile, detail: Node | None, node: Node, currency: str) -> Decimal:
    """What the bank kept back of the amount, in the account's currency."""
    block = _find(detail, "Chrgs")
    if block is None:
        block = _find(node, "Chrgs")
    if block is None:
        return ZERO
    records = [record for record in _each(block, "Rcrd") if _text(record, "CdtDbtInd") != "CRDT"] or [block]
    sums = [_find(record, "TtlChrgsAndTaxAmt") if record is block else _find(record, "Amt") for record in records]
    if sums == [None]:
        sums = [_find(block, "Amt")]
    stated = [found for found in sums if found is not None and found.get("Ccy", currency) == currency]
    return sum((amount_of(found.text or "", currency, file.name, found.sourceline) for found in stated), ZERO)
