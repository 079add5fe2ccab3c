"""One document named and another amount: discounts, deductions, parts, charges, roundings, too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from evaluation.payments import wording
from evaluation.payments.book import TODAY
from evaluation.payments.kinds import CENT, GRACE_DAYS, Situation, Words
from evaluation.payments.lines import ZERO, Draw, Line, Put, discount_of, last_discount_day
from evaluation.payments.single import single
from workflows.ledger.model import OpenItem


def discounted(draw: Draw, items: list[OpenItem]) -> tuple[Put, ...]:
    return tuple(Put(item.document, item.open_amount - discount_of(item), discount_of(item)) for item in items)


def discount_one(draw: Draw) -> list[Line]:
    return _discount(draw, "skonto one", -draw.rng.randrange(0, 8) + GRACE_DAYS)


def discount_late(draw: Draw) -> list[Line]:
    return _discount(draw, "skonto late", GRACE_DAYS + draw.rng.randrange(1, 12))


def _discount(draw: Draw, name: str, days_after: int) -> list[Line]:
    for _ in range(40):
        found = draw.one(least_amount=100)
        if not found:
            return []
        account, item = found
        when = last_discount_day(item) + timedelta(days=days_after)
        if item.discount_percent and item.issue_date <= when <= TODAY:
            late = days_after > GRACE_DAYS
            put = discounted(draw, [item])[0]
            put = replace(put, discount=ZERO) if late else put
            suffix = draw.rng.choice(wording.DISCOUNT[account.customer.language])
            suffix = suffix.format(percent=f"{item.discount_percent:f}")
            return single(draw, account, item, item.document, name, put.amount, (put,), suffix=suffix, when=when)
        draw.taken.discard(item.document)
    return []


def short(name: str, table: Words, share: tuple[float, float]) -> Situation:
    """Pays a share of the invoice; what is missing stays open."""

    def situation(draw: Draw) -> list[Line]:
        found = draw.one(least_amount=60)
        if not found:
            return []
        account, item = found
        part = Decimal(str(draw.rng.uniform(*share)))
        amount = (item.open_amount * part).quantize(CENT)
        if draw.rng.random() < 0.4:
            amount = amount.quantize(Decimal(10)) or amount
        amount = min(amount, item.open_amount - 2)
        return single(draw, account, item, item.document, name, amount, (Put(item.document, amount),), table)

    return situation


def instalments(draw: Draw) -> list[Line]:
    """Two equal instalments of one invoice, each a line of its own."""
    found = draw.one(least_amount=100)
    if not found:
        return []
    account, item = found
    amount = (item.open_amount / 3).quantize(CENT)
    lines: list[Line] = []
    for nth in (1, 2):
        template = draw.rng.choice(wording.INSTALMENT[account.customer.language])
        text = template.format(nth=nth, ref=item.document)
        entry = draw.entry(account, amount, text, when=TODAY - timedelta(days=9 - 5 * nth + 2))
        lines.append(Line(entry, "instalment", (Put(item.document, amount),), account.customer.number))
    return lines


def overpaid(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    way = draw.rng.random()
    if way < 0.4:
        extra = Decimal(draw.rng.randrange(1, 100)) / 100
    elif way < 0.7:
        extra = Decimal(draw.rng.randrange(100, 5000)) / 100
    else:
        extra = item.open_amount
    return single(draw, account, item, item.document, "overpay", item.open_amount + extra)


def paid_twice(draw: Draw) -> list[Line]:
    """The same invoice by two lines: the second one is nobody's."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    first = single(draw, account, item, item.document, "double payment, first")[0]
    changes = {"bank_reference": first.entry.bank_reference + "X", "payer_name": first.entry.payer_name}
    later = first.entry.value_date + timedelta(days=draw.rng.randrange(0, 4))
    entry = first.entry._replace(value_date=later, booking_date=later, **changes)
    return [first, Line(entry, "double payment, second", (), account.customer.number)]


def charges_stated(draw: Draw) -> list[Line]:
    found = draw.one(least_amount=200)
    if not found:
        return []
    account, item = found
    fee = Decimal(draw.rng.choice(("7.50", "12.00", "15.00", "20.00", "3.40")))
    amount = item.open_amount - fee
    put = Put(item.document, amount, write_off=fee)
    return single(draw, account, item, item.document, "charges stated", amount, (put,), charges=fee)


def charges_silent(draw: Draw) -> list[Line]:
    """Nobody says why some euros are missing: they stay open."""
    found = draw.one(least_amount=200)
    if not found:
        return []
    account, item = found
    amount = item.open_amount - Decimal(draw.rng.choice(("7.50", "12.00", "15.00", "20.00", "3.40")))
    return single(draw, account, item, item.document, "charges silent", amount, (Put(item.document, amount),))


def rounding(draw: Draw) -> list[Line]:
    found = draw.one(least_amount=100)
    if not found:
        return []
    account, item = found
    gap = Decimal(draw.rng.randrange(1, 100)) / 100
    put = Put(item.document, item.open_amount - gap, write_off=gap)
    return single(draw, account, item, item.document, "rounding", put.amount, (put,))
