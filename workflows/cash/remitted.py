"""What a payer says field by field of each document that he pays (ISO 20022 RfrdDocInf), as his bank passes it on.

It counts like an advice that came with the money: only if every document is open, all are the payer's, and the amounts
come to the money; else the numbers are read like any other text.
"""

from __future__ import annotations

from workflows.cash.advising import Documents, Pair, by_advice
from workflows.cash.amounts import Receipt
from workflows.cash.model import Advice, AdviceLine, AdviceStatus, RemittedDocument
from workflows.cash.payers import Payer
from workflows.cash.proposals import Proposal
from workflows.ledger.money import ZERO
from workflows.ports import CashPolicy

RULE = "remitted_documents"


def by_remitted(receipt: Receipt, payer: Payer, documents: Documents, policy: CashPolicy) -> Proposal | None:
    """The documents with the amounts that were told for them; None where anything does not fit."""
    told = receipt.remitted
    if not told or any(each.amount is None for each in told):
        return None
    items = [documents.get(each.number) for each in told]
    owners = {item.customer if item is not None else "" for item in items}
    if len(owners) != 1 or not owners <= set(payer.customers):
        return None
    advice = Advice(
        id="", customer=owners.pop(), company="", message_id="", payment_date=None, total=None,
        currency=receipt.currency, reference="", lines=tuple(map(_line, told)), state=AdviceStatus.WAITING, payment="",
    )  # fmt: skip
    found = by_advice(receipt, Pair(advice, by_reference=True), documents, policy)
    if not isinstance(found, Proposal) or found.deductions:
        return None
    numbers = ", ".join(line.invoice for line in found.lines)
    proof = f"{numbers}: each amount told by the payer's bank, they come to the money, {payer.words}"
    return Proposal(found.customer, found.lines, RULE, proof, 1)


def _line(told: RemittedDocument) -> AdviceLine:
    """An advice's amount is before its deduction, the bank's is what was paid."""
    discount = told.discount or ZERO
    amount = (told.amount or ZERO) + discount
    return AdviceLine(told.number, amount, discount or None, "discount" if discount else "")
