"""A remittance advice beside the money it announces: whether they are one, and what its lines then pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from workflows.cash.amounts import Line, Receipt, discounts
from workflows.cash.folding import compact
from workflows.cash.likeness import ALIKE
from workflows.cash.model import Advice, AdviceLine
from workflows.cash.payers import KnownBy, Payer
from workflows.cash.proposals import Deduction, Held, Proposal
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.ports import CashPolicy

WINDOW_DAYS = 10
SHORTEST_REFERENCE = 4


class Documents(Protocol):
    def get(self, number: str) -> OpenItem | None:
        """The document with this number, however its letters and separators are written."""
        ...

    def like(self, number: str, customer: str, currency: str, amount: Decimal) -> OpenItem | None:
        """The customer's only document of which this amount is open that a number names in part or with a slip."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    advice: Advice
    by_reference: bool


def announced(
    receipt: Receipt, payer: Payer, advices: Sequence[Advice], likeness: Callable[[str, str], float]
) -> Pair | Held | None:
    """The advice of this receipt: by its reference, else by payer, total and date; several or a contradiction: Held.

    `likeness`: how much of a customer's name (by number) an unknown payer's has.
    """
    told = compact(receipt.text)
    mine = [advice for advice in advices if _may_be(advice, payer)]
    named = [
        advice
        for advice in mine
        if len(compact(advice.reference)) >= SHORTEST_REFERENCE
        and compact(advice.reference) in told
        # a stranger's text may hold the same signs by chance: then the amount must say so, too
        and (advice.customer in payer.customers or _comes_to(advice, receipt))
    ]
    if len(named) > 1:
        named = [advice for advice in named if total_of(advice) == receipt.amount]
        if len(named) != 1:
            return Held("several remittance advices have this reference", payer.customer)
    if named:
        return Pair(named[0], True)
    alike = [
        advice
        for advice in mine
        if (advice.customer in payer.customers or likeness(payer.called, advice.customer) >= ALIKE)
        and total_of(advice) == receipt.amount
        and _near(advice.payment_date, receipt.value_date)
        and advice.currency in ("", receipt.currency)
    ]
    if len(alike) > 1:
        same = {_content(advice) for advice in alike}
        return Pair(alike[0], False) if len(same) == 1 else Held("several advices of this amount", payer.customer)
    return Pair(alike[0], False) if alike else None


def _content(advice: Advice) -> tuple[AdviceLine, ...]:
    return tuple(sorted(advice.lines, key=lambda line: line.invoice))


def _may_be(advice: Advice, payer: Payer) -> bool:
    """Whether the payer may be whose advice it is: of a group, a company that the books do not know by this account."""
    return not payer.customers or advice.customer in payer.customers or payer.known_by is KnownBy.SHARED


def _near(announced_for: date | None, value_date: date) -> bool:
    return announced_for is None or abs((announced_for - value_date).days) <= WINDOW_DAYS


def total_of(advice: Advice) -> Decimal | None:
    """What the advice says is paid: its total, else the sum of its lines; None where it leaves amounts out."""
    if advice.total is not None:
        return advice.total
    amounts = [line.amount - (line.deduction or ZERO) for line in advice.lines if line.amount is not None]
    return sum(amounts, ZERO) if amounts and len(amounts) == len(advice.lines) else None


def _comes_to(advice: Advice, receipt: Receipt) -> bool:
    """Whether the advice's sum is the money, less what the bank kept of it; one that says no sum may be."""
    return total_of(advice) in (None, receipt.amount, receipt.amount + receipt.charges)


def by_advice(receipt: Receipt, pair: Pair, documents: Documents, policy: CashPolicy) -> Proposal | Held:
    """What the advice's lines pay with this money; Held names every contradiction."""
    advice = pair.advice
    if not _comes_to(advice, receipt):
        return Held(
            f"the advice says {total_of(advice)}, the bank {receipt.amount}", advice.customer, contradiction=True
        )
    if advice.currency not in ("", receipt.currency):
        why = f"the advice is in {advice.currency}, the money in {receipt.currency}"
        return Held(why, advice.customer, contradiction=True)
    if not advice.lines:
        return Held("the advice names no document", advice.customer)
    lines: list[Line] = []
    cleared: dict[str, Decimal] = {}
    deductions: list[Deduction] = []
    missing_credit = ZERO
    for told in advice.lines:
        item = documents.get(told.invoice)
        if item is None and told.amount is not None:
            item = documents.like(told.invoice, advice.customer, receipt.currency, told.amount)
        if item is None and told.amount is not None and told.amount < 0:
            missing_credit += told.amount
            continue
        line = _line(receipt, told, item, advice, policy, deductions)
        if isinstance(line, Held):
            return line
        lines.append(line)
        cleared[line.invoice] = cleared.get(line.invoice, ZERO) + line.amount + line.discount + line.write_off
        if item is not None and abs(cleared[line.invoice]) > abs(item.open_amount):
            return Held(f"the advice names {item.document} twice, together more than is open", advice.customer)
    return _summed(receipt, pair, lines, deductions, missing_credit, policy)


def _line(
    receipt: Receipt,
    told: AdviceLine,
    item: OpenItem | None,
    advice: Advice,
    policy: CashPolicy,
    deductions: list[Deduction],
) -> Line | Held:
    if item is None or not item.open_amount:
        state = "not in the books" if item is None else "closed"
        return Held(f"{told.invoice} of the advice: {state}", advice.customer)
    if item.currency != receipt.currency or item.customer != advice.customer:
        return Held(f"{told.invoice} of the advice is another customer's or in another currency", advice.customer)
    amount = item.open_amount if told.amount is None else told.amount
    deduction = told.deduction or ZERO
    paid = amount - deduction
    if paid * item.original <= 0 or abs(paid) > abs(item.open_amount):
        return Held(f"the advice puts {paid} on {told.invoice}, {item.open_amount} is open", advice.customer)
    granted = discounts(item, receipt.value_date, policy)
    short = item.open_amount - paid
    if short and granted and ZERO < short <= granted[0] and told.reason in ("", "discount", "other"):
        return Line(item.document, paid, discount=short)
    if ZERO < short <= policy.write_off_limit and told.reason not in ("dispute",):
        return Line(item.document, paid, write_off=short)
    if deduction > 0:
        reason = "contract_terms" if told.reason == "discount" else "other"
        deductions.append(Deduction(item.document, deduction, reason))
    return Line(item.document, paid)


def _summed(
    receipt: Receipt,
    pair: Pair,
    lines: list[Line],
    deductions: list[Deduction],
    missing_credit: Decimal,
    policy: CashPolicy,
) -> Proposal | Held:
    """Lines that come to the money; a credit note we do not know shortens the only invoice, the bank's charges too."""
    advice = pair.advice
    invoices = [index for index, line in enumerate(lines) if line.amount > 0]
    over = sum((line.amount for line in lines), ZERO) + missing_credit - receipt.amount
    if missing_credit:
        if len(invoices) != 1 or lines[invoices[0]].amount + missing_credit <= 0:
            return Held("the advice takes a credit note that is not in the books", advice.customer)
        line = lines[invoices[0]]
        lines[invoices[0]] = Line(line.invoice, line.amount + missing_credit)
        deductions.append(Deduction(line.invoice, -missing_credit, "other"))
    if over and over == receipt.charges <= policy.bank_charges_limit and invoices:
        index = max(invoices, key=lambda each: lines[each].amount)
        line = lines[index]
        lines[index] = Line(line.invoice, line.amount - over, line.discount, line.write_off + over)
        over = ZERO
    if over:
        return Held(f"the advice's lines differ from the money by {over}", advice.customer, contradiction=True)
    how = f"its reference {advice.reference}" if pair.by_reference else "payer, total and date"
    return Proposal(
        advice.customer,
        tuple(sorted(lines, key=lambda line: (line.amount < 0, line.invoice))),
        "advice_reference" if pair.by_reference else "advice_total",
        f"remittance advice {advice.id}, paired by {how}",
        1,
        deductions=tuple(deductions),
    )
