"""A cash discount lessens what the tax was charged on: its tax goes back to the tax accounts, the rest is the discount.

Directive 2006/112/EC art. 90 with art. 79(a); Germany § 17 UStG, France art. 267 II-1° CGI, Great Britain VATA 1994
schedule 6, paragraph 4. Only for invoices of ours, whose rates are known; of a balance taken over nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from workflows.ledger.money import ZERO, rounded


class Taxed(Protocol):
    """What a document charges at one rate (percent): net and tax."""

    @property
    def rate(self) -> Decimal: ...
    @property
    def base(self) -> Decimal: ...
    @property
    def tax(self) -> Decimal: ...


def tax_of(discount: Decimal, taxes: Sequence[Taxed], currency: str) -> dict[Decimal, Decimal]:
    """Rate -> the tax in a discount (gross, any sign) that is spread over the document's rates by their gross share."""
    total = sum((each.base + each.tax for each in taxes), ZERO)
    found: dict[Decimal, Decimal] = {}
    for each in taxes:
        if total and each.tax:
            part = rounded(discount * each.tax / total, currency)
            found[each.rate] = found.get(each.rate, ZERO) + part
    return {rate: part for rate, part in found.items() if part}


def shares(discount: Decimal, taxes: Sequence[Taxed], currency: str) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Rate -> (net, tax) of a discount (gross, any sign), in the shares of the document's gross; they sum to it.

    Of a document whose taxes are not known all of it is net, at no rate.
    """
    gross: dict[Decimal, Decimal] = {}
    for each in taxes:
        gross[each.rate] = gross.get(each.rate, ZERO) + each.base + each.tax
    total = sum(gross.values(), ZERO)
    if not total:
        return {ZERO: (discount, ZERO)}
    tax, rates = tax_of(discount, taxes, currency), sorted(gross)
    parts = {rate: rounded(discount * gross[rate] / total, currency) for rate in rates[:-1]}
    parts[rates[-1]] = discount - sum(parts.values(), ZERO)
    return {rate: (part - tax.get(rate, ZERO), tax.get(rate, ZERO)) for rate, part in parts.items()}


def corrected(
    before: Decimal, discount: Decimal, taxes: Sequence[Taxed], currency: str
) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Rate -> (net, tax) of one more discount on a document that `before` was granted on already.

    Differences of rounded sums, so that whatever is granted bit by bit and taken back comes to nothing exactly.
    """
    earlier, now = shares(before, taxes, currency), shares(before + discount, taxes, currency)
    parts = {rate: (net - earlier[rate][0], tax - earlier[rate][1]) for rate, (net, tax) in now.items()}
    return {rate: part for rate, part in parts.items() if any(part)}
