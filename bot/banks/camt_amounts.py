"""Amounts of a camt entry beside its own: of one of its transactions, what the payer sent, what the bank kept."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from bot.banks.camt_nodes import SIGNS, Context, Node, Parts, node_at, nodes_at, signed, stated, text_at, text_in
from workflows.ledger.money import ZERO


class Instructed(NamedTuple):
    """What a payer sent in another currency, and at which rate the bank exchanged it."""

    amount: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None


NOT_INSTRUCTED = Instructed()


def own_amount(context: Context, detail: Parts, mark: str, currency: str) -> Decimal | None:
    """A transaction's own signed amount in the account's currency, None where it does not say."""
    found = detail.get("Amt")
    for name in ("TxAmt", "InstdAmt"):
        if found is not None and found.get("Ccy", "") == currency:
            break
        found = context.below(detail.get("AmtDtls"), name, "Amt")
    if found is None or found.get("Ccy", "") != currency:
        return None
    own = text_in(detail, "CdtDbtInd") or mark
    return signed(context.file, found, own, found.sourceline or 0)[0]


def instructed(context: Context, block: Node | None, currency: str, amount: Decimal, returned: bool) -> Instructed:
    """What the payer sent where it is another currency than the account's, or the original of a return."""
    sent = context.below(block, "InstdAmt", "Amt")
    if sent is None:
        return NOT_INSTRUCTED
    value, unit = stated(context.file, sent)
    if unit == currency and (not returned or value == abs(amount)):
        return NOT_INSTRUCTED
    rate = text_at(block, "InstdAmt/CcyXchg/XchgRate", "TxAmt/CcyXchg/XchgRate", "CntrValAmt/CcyXchg/XchgRate")
    return Instructed(value, unit, _rate(rate))


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text) if text and len(text) <= 24 else None
    except InvalidOperation:
        return None
    return rate if rate is not None and rate.is_finite() and rate > 0 else None


def charges_in(context: Context, block: Node | None, currency: str) -> Decimal:
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
