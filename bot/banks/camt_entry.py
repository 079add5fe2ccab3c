"""One camt entry becomes its transactions or itself, never both; signs as booked, pending ones marked.

A batch whose transactions add up to its amount is given transaction by transaction; charges that the bank took from
the sum are then a movement of their own. If they do not add up, nobody guesses: it stays one movement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.banks.camt_amounts import charges_in, instructed, own_amount
from bot.banks.camt_nodes import NOWHERE, Context, Node, Parts, node_at, signed, text_at, text_in, text_of
from bot.banks.camt_parties import account_at, kinds_of, party_of
from bot.banks.camt_remittance import remittance_of
from bot.banks.values import iso_day, reference_of
from workflows.cash.model import BankEntry
from workflows.errors import BadInput
from workflows.ledger.money import ZERO

NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
MAX_NAME, MAX_FIGURES = 35, 15  # of a file's name and of a count (ISO 20022 Max35Text, Max15NumericText)


def entries_of(node: Node, context: Context, position: int) -> Sequence[BankEntry]:
    """The movements of an entry, numbered on from `position`; raises BadInput with its line."""
    parts = context.parts(node)
    line = node.sourceline or 0
    mark = text_of(parts.get("CdtDbtInd"))
    total, currency = signed(context.file, parts.get("Amt"), mark, line)
    if not total:
        return ()
    details = _details(node, parts, context)
    entry = _Entry(context, parts, line, currency)
    shares = _shares(context, details, mark, total, currency, parts) if len(details) > 1 else None
    if shares is None:
        return (entry.movement(details, total, position + 1, None),)
    told = [(detail, amount) for detail, amount in shares if amount]
    return [
        entry.movement([] if detail is None else [detail], amount, number, total)
        for number, (detail, amount) in enumerate(told, position + 1)
    ]


def _details(node: Node, parts: Parts, context: Context) -> list[Parts]:
    """The transactions of an entry; version 1 has them without NtryDtls around."""
    names = context.names
    if len(parts) == len(node) and "TxDtls" not in parts:  # nothing stands twice
        found = parts.get("NtryDtls", ())
    else:
        found = [child for group in node if names[group.tag] == "NtryDtls" for child in group] + list(node)
    return [_transaction(context, child) for child in found if names[child.tag] == "TxDtls"]


def _transaction(context: Context, node: Node) -> Parts:
    parts = context.parts(node)
    if len(parts) < len(node) and "RmtInf" in parts:  # something stands twice: what it is for, all of it
        first, *others = [child for child in node if context.names[child.tag] == "RmtInf"]
        for other in others:
            first.extend(list(other))
        parts["RmtInf"] = first
    return parts


def _shares(
    context: Context, details: list[Parts], mark: str, total: Decimal, currency: str, entry: Parts
) -> list[tuple[Parts | None, Decimal]] | None:
    """Each transaction with its own amount if together they are the entry's, less the charges that it states."""
    shares: list[tuple[Parts | None, Decimal]] = []
    for detail in details:
        amount = own_amount(context, detail, mark, currency)
        if amount is None:
            return None
        shares.append((detail, amount))
    rest = total - sum((amount for _, amount in shares), ZERO)
    if not rest:
        return shares
    if rest == -charges_in(context, entry.get("Chrgs"), currency):
        return [*shares, (None, rest)]
    return None


@dataclass(slots=True)
class _Entry:
    context: Context
    parts: Parts
    line: int
    currency: str

    def movement(self, details: list[Parts], amount: Decimal, position: int, batch_total: Decimal | None) -> BankEntry:
        """One movement of the entry: `details` holds one transaction, none, or all of a batch without amounts."""
        context, parts, file = self.context, self.parts, self.context.file
        alone = len(details) == 1
        told = details[0] if alone else NOWHERE
        refs = context.parts(told["Refs"]) if "Refs" in told else NOWHERE
        value_date = self._day("ValDt")
        booked = self._day("BookgDt") or value_date or context.created_on
        if booked is None:
            raise BadInput(file.name, "an entry without a date", line=self.line)
        kind = self._kind(told, details) if details or batch_total is None else "charge"
        returned = kind == "return"
        incoming = (amount > ZERO) != returned
        texts, structured, remitted = remittance_of(file, context.names, details, self.currency)
        additional = text_in(parts, "AddtlNtryInf") or text_in(told, "AddtlTxInf")
        if additional and not texts and not structured:
            texts = (text_in(told, "AddtlTxInf") or additional,)
        references = (text_in(parts, "AcctSvcrRef"), text_in(refs, "AcctSvcrRef"))
        reference = references[batch_total is not None] or references[batch_total is None]
        parties = context.parts(told["RltdPties"]) if "RltdPties" in told else NOWHERE
        name, account = self._counterparty(parties, incoming, returned)
        sent = instructed(context, told.get("AmtDtls", parts.get("AmtDtls")), self.currency, amount, returned)
        return BankEntry(
            file.name,
            position,
            self.line,
            context.account,
            context.statement,
            booked,
            value_date or booked,
            amount,
            self.currency,
            reference_of(reference),
            reference_of(text_in(refs, "EndToEndId")),
            texts,
            structured,
            name,
            account,
            kind,
            sent.amount,
            sent.currency,
            self._charges(told, batch_total is None),
            self._reason(told),
            additional,
            party_of(context, parties["UltmtDbtr"]) if incoming and "UltmtDbtr" in parties else "",
            batch_total,
            context.form,
            self._pending(),
            remitted,
            sent.rate,
            reference_of(text_in(refs, "MndtId")),
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

    def _kind(self, told: Parts, details: list[Parts]) -> str:
        """By the transaction's code, then the entry's; anything that says "return" is one."""
        kinds: tuple[str, ...] = ()
        if "BkTxCd" in told:
            kinds = kinds_of(self.context, told["BkTxCd"])
        if "BkTxCd" in self.parts:
            kinds += kinds_of(self.context, self.parts["BkTxCd"])
        if "RtrInf" in told or "return" in kinds or text_of(self.parts.get("RvslInd")).lower() in ("true", "1"):
            return "return"
        if len(details) > 1 and any("RtrInf" in detail for detail in details):
            return "return"
        return kinds[0] if kinds else "other"

    def _counterparty(self, parties: Parts, incoming: bool, returned: bool) -> tuple[str, str]:
        """Name and account of the other side; a return keeps the roles of the payment that comes back."""
        first, second = ("Dbtr", "Cdtr") if incoming else ("Cdtr", "Dbtr")
        for role in (first, second) if returned else (first,):
            name = party_of(self.context, parties.get(role))
            account = account_at(self.context, parties.get(f"{role}Acct"))
            if name or account:
                return name[:140], account
        return "", ""

    def _charges(self, told: Parts, alone: bool) -> Decimal:
        """The transaction's own charges; those of the entry where it has but one."""
        block = told.get("Chrgs", self.parts.get("Chrgs") if alone else None)
        return ZERO if block is None else charges_in(self.context, block, self.currency)

    def _pending(self) -> bool:
        """Status as text (to version 03), or as a code below it."""
        status = self.parts.get("Sts")
        if status is None:
            return False
        return text_of(status[0] if len(status) else status) in NOT_BOOKED

    def _reason(self, told: Parts) -> str:
        return text_at(told["RtrInf"], "Rsn/Cd", "RtrRsn/Cd", "Rsn/Prtry") if "RtrInf" in told else ""
