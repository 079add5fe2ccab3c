"""One camt entry becomes its transactions or itself, never both; signs as booked, pending ones marked.

A batch whose transactions add up to its amount is given transaction by transaction; charges that the bank took from
the sum are then a movement of their own. If they do not add up, nobody guesses: it stays one movement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.banks.camt_nodes import SIGNS, Node, Parts, node_at, nodes_at, signed, stated, text_at, text_of
from bot.banks.camt_remittance import remittance_of
from bot.banks.transaction_codes import FAMILY_KINDS, GVC_KINDS, SUBFAMILY_KINDS
from bot.banks.values import BankFile, account_of, iso_day, reference_of
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
GVC = re.compile(r"(?:^|\+)(\d{3})(?:\+|$)")  # German code in a proprietary one such as "NTRF+166+9310"
NOWHERE: Parts = {}
MAX_NAME, MAX_FIGURES = 35, 15  # of a file's name and of a count (ISO 20022 Max35Text, Max15NumericText)


@dataclass(frozen=True, slots=True)
class Context:
    """What all entries of a statement share."""

    file: BankFile
    form: str
    account: str
    statement: str
    currency: str
    created_on: date | None
    names: dict[str, str]

    def parts(self, node: Node | None) -> Parts:
        """The children by local name, the last of equal ones."""
        if node is None:
            return NOWHERE
        names = self.names
        return {names[child.tag]: child for child in node}


def entries_of(node: Node, context: Context, position: int) -> Iterator[BankEntry]:
    """The movements of an entry, numbered on from `position`; raises BadInput with its line."""
    parts = context.parts(node)
    line = node.sourceline or 0
    mark = text_of(parts.get("CdtDbtInd"))
    total, currency = signed(context.file, parts.get("Amt"), mark, line)
    if not total:
        return
    details = [child for name in ("NtryDtls", "TxDtls") if name in parts for child in _details(node, name, context)]
    entry = _Entry(context, node, parts, line, total, currency)
    shares = _shares(context, details, mark, total, currency, parts) if len(details) > 1 else None
    if shares is None:
        yield entry.movement(details, total, position + 1, None)
        return
    for detail, amount in shares:
        if amount:
            position += 1
            chosen = [detail] if detail is not None else []
            yield entry.movement(chosen, amount, position, total)


def _details(node: Node, name: str, context: Context) -> list[Node]:
    """The transactions of an entry; version 1 has them without NtryDtls around."""
    if name == "TxDtls":
        return list(node.iterchildren("{*}TxDtls"))
    return [detail for group in node.iterchildren("{*}NtryDtls") for detail in group.iterchildren("{*}TxDtls")]


def _shares(
    context: Context, details: list[Node], mark: str, total: Decimal, currency: str, entry: Parts
) -> list[tuple[Node | None, Decimal]] | None:
    """Each transaction with its own amount if together they are the entry's, less the charges that it states."""
    shares: list[tuple[Node | None, Decimal]] = []
    for detail in details:
        amount = _own_amount(context, detail, mark, currency)
        if amount is None:
            return None
        shares.append((detail, amount))
    rest = total - sum((amount for _, amount in shares), ZERO)
    if not rest:
        return shares
    if rest == -_charges(context, entry.get("Chrgs"), currency):
        return [*shares, (None, rest)]
    return None


def _own_amount(context: Context, detail: Node, mark: str, currency: str) -> Decimal | None:
    """A transaction's own signed amount in the account's currency, None where it does not say."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        found = node_at(detail, path)
        if found is not None and found.get("Ccy", "") == currency:
            own = text_at(detail, "CdtDbtInd") or mark
            return signed(context.file, found, own, found.sourceline or 0)[0]
    return None


@dataclass(slots=True)
class _Entry:
    context: Context
    node: Node
    parts: Parts
    line: int
    total: Decimal
    currency: str

    def movement(self, details: list[Node], amount: Decimal, position: int, batch_total: Decimal | None) -> BankEntry:
        """One movement of the entry: `details` holds one transaction, none, or all of a batch without amounts."""
        context, parts, file = self.context, self.parts, self.context.file
        alone = len(details) == 1
        told = context.parts(details[0]) if alone else NOWHERE
        refs = context.parts(told.get("Refs"))
        booked = self._day("BookgDt") or self._day("ValDt") or context.created_on
        if booked is None:
            raise BadInput(file.name, "an entry without a date", line=self.line)
        charge_alone = batch_total is not None and not details
        kind = "charge" if charge_alone else self._kind(told, details)
        incoming = (amount > 0) != (kind == "return")
        texts, structured, remitted = remittance_of(file, context.names, details, self.currency)
        additional = text_of(parts.get("AddtlNtryInf")) or text_of(told.get("AddtlTxInf"))
        if not texts and not structured and additional:
            texts = (text_of(told.get("AddtlTxInf")) or additional,)
        references = (text_of(parts.get("AcctSvcrRef")), text_of(refs.get("AcctSvcrRef")))
        reference = references[batch_total is not None] or references[batch_total is None]
        parties = context.parts(told.get("RltdPties"))
        name, account = self._counterparty(parties, incoming, kind)
        original, original_currency, rate = self._instructed(told, amount, kind)
        ultimate = _party(parties.get("UltmtDbtr")) if incoming else ""
        return BankEntry(
            file.name,
            position,
            self.line,
            context.account,
            context.statement,
            booked,
            self._day("ValDt") or booked,
            amount,
            self.currency,
            reference_of(reference),
            reference_of(text_of(refs.get("EndToEndId"))),
            texts,
            structured,
            name,
            account,
            kind,
            original,
            original_currency,
            self._charges(told, batch_total is None),
            self._reason(told),
            additional,
            ultimate,
            batch_total,
            context.form,
            self._pending(),
            remitted,
            rate,
            reference_of(text_of(refs.get("MndtId"))),
            *(("", None) if alone else self._batch()),
        )

    def _batch(self) -> tuple[str, int | None]:
        """(our name of the file, number of transfers) of what the bank booked as a whole."""
        batch = node_at(self.parts.get("NtryDtls"), "Btch")
        if batch is None:
            return "", None
        count = text_at(batch, "NbOfTxs")
        named = text_at(batch, "PmtInfId", "MsgId")[:MAX_NAME]
        return named, int(count) if count.isdecimal() and len(count) <= MAX_FIGURES else None

    def _day(self, name: str) -> date | None:
        node = self.parts.get(name)
        if node is None or not len(node):
            return None
        return iso_day(node[0].text or "", self.context.file.name, self.line)

    def _kind(self, told: Parts, details: list[Node]) -> str:
        """By the transaction's code, then the entry's; anything that says "return" is one."""
        kinds: list[str] = []
        for code in (told.get("BkTxCd"), self.parts.get("BkTxCd")):
            if code is not None:
                kinds += self._kinds(code)
        if "RtrInf" in told or text_of(self.parts.get("RvslInd")).lower() in ("true", "1") or "return" in kinds:
            return "return"
        if not told and details and any(node_at(detail, "RtrInf") is not None for detail in details):
            return "return"
        return kinds[0] if kinds else "other"

    def _kinds(self, code: Node) -> list[str]:
        parts = self.context.parts(code)
        family = self.context.parts(self.context.parts(parts.get("Domn")).get("Fmly"))
        found = [
            SUBFAMILY_KINDS.get(text_of(family.get("SubFmlyCd")), ""),
            FAMILY_KINDS.get(text_of(family.get("Cd")), ""),
        ]
        if "Prtry" in parts:
            national = GVC.search(text_at(parts["Prtry"], "Cd"))
            found.append(GVC_KINDS.get(national[1], "") if national else "")
        return [kind for kind in found if kind]

    def _counterparty(self, parties: Parts, incoming: bool, kind: str) -> tuple[str, str]:
        """Name and account of the other side; a return keeps the roles of the payment that comes back."""
        first, second = ("Dbtr", "Cdtr") if incoming else ("Cdtr", "Dbtr")
        for role in (first, second) if kind == "return" else (first,):
            name, account = _party(parties.get(role)), _account(parties.get(f"{role}Acct"))
            if name or account:
                return name[:140], account
        return "", ""

    def _instructed(self, told: Parts, amount: Decimal, kind: str) -> tuple[Decimal | None, str, Decimal | None]:
        """(what the payer sent, its currency, rate) where it is another currency, or the original of a return."""
        block = told.get("AmtDtls")
        if block is None:
            block = self.parts.get("AmtDtls")
        sent = node_at(block, "InstdAmt/Amt")
        if sent is None:
            return None, "", None
        value, unit = stated(self.context.file, sent)
        if unit == self.currency and (kind != "return" or value == abs(amount)):
            return None, "", None
        return value, unit, _rate(text_at(block, "InstdAmt/CcyXchg/XchgRate", "TxAmt/CcyXchg/XchgRate",
                                          "CntrValAmt/CcyXchg/XchgRate"))  # fmt: skip

    def _charges(self, told: Parts, alone: bool) -> Decimal:
        """The transaction's own charges; those of the entry where it has but one."""
        block = told.get("Chrgs")
        if block is None and alone:
            block = self.parts.get("Chrgs")
        return _charges(self.context, block, self.currency)

    def _pending(self) -> bool:
        """Status as text (to version 03), or as a code below it."""
        status = self.parts.get("Sts")
        if status is None:
            return False
        return text_of(status[0] if len(status) else status) in NOT_BOOKED

    def _reason(self, told: Parts) -> str:
        return text_at(told["RtrInf"], "Rsn/Cd", "RtrRsn/Cd", "Rsn/Prtry") if "RtrInf" in told else ""


def _party(node: Node | None) -> str:
    return "" if node is None else text_at(node, "Pty/Nm", "Nm", "Agt/FinInstnId/Nm")


def _account(node: Node | None) -> str:
    return "" if node is None else account_of(text_at(node, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN"))


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text) if text and len(text) <= 24 else None
    except InvalidOperation:
        return None
    return rate if rate is not None and rate.is_finite() and rate > 0 else None


def _charges(context: Context, block: Node | None, currency: str) -> Decimal:
    """What the bank kept back of the amount, in the account's currency."""
    if block is None:
        return ZERO
    records = [record for record in nodes_at(block, "Rcrd") if SIGNS.get(text_at(record, "CdtDbtInd"), -1) < 0]
    amounts = [node_at(record, "Amt") for record in records]
    if not records:
        whole = node_at(block, "TtlChrgsAndTaxAmt")
        amounts = [whole if whole is not None else node_at(block, "Amt")]
    told = [stated(context.file, amount) for amount in amounts if amount is not None]
    return sum((value for value, unit in told if unit in (currency, "")), ZERO)
