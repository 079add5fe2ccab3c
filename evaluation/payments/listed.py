"""Several documents paid at once: listed, cut off, without a number, with their discounts, less a credit note."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from evaluation.payments import distortion, wording
from evaluation.payments.book import TODAY, Account
from evaluation.payments.kinds import LATE_OR_NOT
from evaluation.payments.lines import NEWEST, ZERO, Draw, Line, Put, full, last_discount_day
from evaluation.payments.partial import discounted
from workflows.ledger.model import OpenItem


def listed(draw: Draw, items: list[OpenItem], name: str, puts: tuple[Put, ...], account: Account, suffix: str = "",
            least: int = 0) -> list[Line]:  # fmt: skip
    total = sum((put.amount for put in puts), ZERO)
    way = draw.rng.random()
    numbers = [item.document for item in items]
    if way < 0.15:
        numbers = [distortion.reformatted(number, draw.rng) for number in numbers]
    elif way < 0.3:
        numbers = [numbers[0], *(_tail(number) for number in numbers[1:])]
    refs = draw.rng.choice((", ", " ", "/", "+", " u. " if account.customer.language == "de" else " ")).join(numbers)
    template = draw.rng.choice(wording.SEVERAL[account.customer.language]) + suffix
    text = draw.fill(template, account, total, items[0].issue_date, refs=refs)
    if least and len(text) <= least:
        return []
    return [Line(draw.entry(account, total, text), name, puts, account.customer.number)]


def _tail(number: str) -> str:
    """Further numbers of a list, shortened to their last digits."""
    return number[-4:] if number[-4:].isdigit() else number


def several(draw: Draw) -> list[Line]:
    found = draw.several()
    if not found:
        return []
    account, items = found
    return listed(draw, items, "several refs", tuple(map(full, items)), account)


def cut(draw: Draw) -> list[Line]:
    """More numbers than 140 characters hold."""
    found = draw.several(9, 16)
    if not found:
        return []
    account, items = found
    template = wording.SEVERAL[account.customer.language][0]
    text = template.format(refs=", ".join(item.document for item in items))
    if len(text) <= 140:
        return []
    amount = sum((item.open_amount for item in items), ZERO)
    return [Line(draw.entry(account, amount, text), "refs cut at 140", tuple(map(full, items)),
                 account.customer.number)]  # fmt: skip


def several_without(draw: Draw) -> list[Line]:
    """No number: the whole balance, all that was due, one month's invoices, or a choice of the payer's own."""
    found = draw.account(2)
    if not found:
        return []
    account, free = found
    language, rng = account.customer.language, draw.rng
    way = rng.random()
    table, when = wording.NOTHING, TODAY
    if way < 0.25:
        items = [item for item in account.items if item.issue_date <= NEWEST]
        table = wording.BALANCE if rng.random() < 0.7 else table
    elif way < 0.5:
        when = TODAY - timedelta(days=rng.randrange(0, 10))
        items = [item for item in free if item.due_date <= when]
    elif way < 0.7:
        months = sorted({(item.issue_date.year, item.issue_date.month) for item in free})
        month = rng.choice(months)
        items = [item for item in free if (item.issue_date.year, item.issue_date.month) == month]
        table = wording.MONTH if rng.random() < 0.7 else table
    else:
        items = rng.sample(free, min(rng.randint(2, 4), len(free)))
    amount = sum((item.open_amount for item in items), ZERO)
    if len(items) < 2 or amount <= 0 or any(item.document in draw.taken for item in items):
        return []
    draw.taken.update(item.document for item in items)
    month_name = wording.MONTHS[language][items[0].issue_date.month - 1]
    text = draw.fill(rng.choice(table[language]), account, amount, TODAY, month=month_name)
    entry = draw.entry(account, amount, text, when=when)
    return [Line(entry, "several without refs", tuple(map(full, items)), account.customer.number)]


def discount_many(draw: Draw) -> list[Line]:
    """Each invoice that is still in time with its own discount, the others in full."""
    for _ in range(40):
        found = draw.several(2, 5)
        if not found:
            return []
        account, items = found
        when = TODAY - timedelta(days=draw.rng.randrange(0, 5))
        puts = tuple(
            discounted(draw, [item])[0]
            if item.discount_percent and item.issue_date <= when <= last_discount_day(item) + LATE_OR_NOT
            else full(item)
            for item in items
        )
        if any(put.discount for put in puts):
            suffix = draw.rng.choice(wording.DISCOUNT[account.customer.language])
            suffix = suffix.format(percent=f"{items[0].discount_percent:f}")
            return [replace(line, entry=line.entry._replace(value_date=when, booking_date=when))
                    for line in listed(draw, items, "skonto many", puts, account, suffix)]  # fmt: skip
        draw.taken.difference_update(item.document for item in items)
    return []


def credit_netted(draw: Draw) -> list[Line]:
    for _ in range(60):
        found = draw.one(least_amount=50)
        if not found:
            return []
        account, item = found
        notes = [
            each
            for each in account.items
            if each.open_amount < 0 and each.document not in draw.taken and -each.open_amount < item.open_amount
        ]
        if not notes:
            draw.taken.discard(item.document)
            continue
        note = draw.rng.choice(notes)
        draw.taken.add(note.document)
        amount = item.open_amount + note.open_amount
        template = draw.rng.choice(wording.CREDIT[account.customer.language])
        template = template if draw.rng.random() < 0.7 else "{ref}"
        text = template.format(ref=item.document, credit=note.document)
        puts = (full(item), full(note))
        return [Line(draw.entry(account, amount, text), "credit note", puts, account.customer.number)]
    return []
