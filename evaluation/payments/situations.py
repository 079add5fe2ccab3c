"""The situations that bank lines come from: each draws its lines with what ought to become of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from evaluation.payments import distortion, wording
from evaluation.payments.book import TODAY, Account, draw_iban
from evaluation.payments.lines import NEWEST, ZERO, Draw, Line, Put, discount_of, full, last_discount_day
from workflows.ledger.model import OpenItem

CENT = Decimal("0.01")
GRACE_DAYS = 3
Words = Mapping[str, tuple[str, ...]]
Situation = Callable[[Draw], list[Line]]
LATE_OR_NOT = timedelta(days=GRACE_DAYS)


def _single(
    draw: Draw, account: Account, item: OpenItem, reference: str, name: str,
    amount: Decimal | None = None, truth: tuple[Put, ...] | None = None, table: Words | None = None,
    suffix: str = "", **changes: object,
) -> list[Line]:  # fmt: skip
    amount = item.open_amount if amount is None else amount
    template = draw.rng.choice((table or wording.SINGLE)[account.customer.language]) + suffix
    values = {"ref": reference, "po": item.po_number, "credit": "", "nth": "2"}
    text = draw.fill(template, account, amount, item.issue_date, **values)
    entry = draw.entry(account, amount, text, **changes)
    return [Line(entry, name, (full(item),) if truth is None else truth, account.customer.number)]


def _written(name: str, write: Callable[[str, object], str]) -> Situation:
    def situation(draw: Draw) -> list[Line]:
        found = draw.one()
        return _single(draw, *found, write(found[1].document, draw.rng), name) if found else []  # type: ignore[arg-type]

    return situation


def glued(draw: Draw) -> list[Line]:
    """A blank of the wrap at 27 characters stands inside the number."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    number = item.document
    place = draw.rng.randrange(2, len(number) - 1)
    lines = _single(draw, account, item, f"{number[:place]} {number[place:]}", "wrapped")
    return lines


def structured(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    reference = distortion.creditor_reference(item.document)
    if draw.rng.random() < 0.5:
        return [Line(draw.entry(account, item.open_amount, "", structured=(reference,)), "rf", (full(item),),
                     account.customer.number)]  # fmt: skip
    shown = reference if draw.rng.random() < 0.5 else distortion.grouped(reference)
    return [Line(draw.entry(account, item.open_amount, shown), "rf", (full(item),), account.customer.number)]


def structured_wrong(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    reference = distortion.typo(distortion.creditor_reference(item.document), draw.rng)
    return [Line(draw.entry(account, item.open_amount, reference), "rf wrong digit", (full(item),),
                 account.customer.number)]  # fmt: skip


def purchase(draw: Draw) -> list[Line]:
    for _ in range(20):
        found = draw.one()
        if found and found[1].po_number:
            return _single(draw, *found, "", "po only", table=wording.PURCHASE)
    return []


def end_to_end(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = draw.rng.choice(wording.NOTHING[account.customer.language])
    entry = draw.entry(account, item.open_amount, draw.fill(text, account, item.open_amount, item.issue_date),
                       end_to_end_id=item.document)  # fmt: skip
    return [Line(entry, "end-to-end id", (full(item),), account.customer.number)]


def name_only(draw: Draw) -> list[Line]:
    found = draw.one()
    return _single(draw, *found, "", "name only", table=wording.NOTHING) if found else []


def _listed(draw: Draw, items: list[OpenItem], name: str, puts: tuple[Put, ...], account: Account, suffix: str = "",
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
    return _listed(draw, items, "several refs", tuple(map(full, items)), account)


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


def group_payer(draw: Draw) -> list[Line]:
    """Another company of the group pays: its account, and mostly its name."""
    for _ in range(50):
        found = draw.one()
        if not found:
            return []
        account, item = found
        if account.group:
            sister = draw.rng.choice(draw.book.groups[account.group])
            name = wording.as_bank_name(sister.customer.name, draw.rng)
            return _single(draw, account, item, item.document, "group payer", payer_name=name)
        draw.taken.discard(item.document)
    return []


def _discounted(draw: Draw, items: list[OpenItem]) -> tuple[Put, ...]:
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
            put = _discounted(draw, [item])[0]
            put = replace(put, discount=ZERO) if late else put
            suffix = draw.rng.choice(wording.DISCOUNT[account.customer.language])
            suffix = suffix.format(percent=f"{item.discount_percent:f}")
            return _single(draw, account, item, item.document, name, put.amount, (put,), suffix=suffix, when=when)
        draw.taken.discard(item.document)
    return []


def discount_many(draw: Draw) -> list[Line]:
    """Each invoice that is still in time with its own discount, the others in full."""
    for _ in range(40):
        found = draw.several(2, 5)
        if not found:
            return []
        account, items = found
        when = TODAY - timedelta(days=draw.rng.randrange(0, 5))
        puts = tuple(
            _discounted(draw, [item])[0]
            if item.discount_percent and item.issue_date <= when <= last_discount_day(item) + LATE_OR_NOT
            else full(item)
            for item in items
        )
        if any(put.discount for put in puts):
            suffix = draw.rng.choice(wording.DISCOUNT[account.customer.language])
            suffix = suffix.format(percent=f"{items[0].discount_percent:f}")
            return [replace(line, entry=line.entry._replace(value_date=when, booking_date=when))
                    for line in _listed(draw, items, "skonto many", puts, account, suffix)]  # fmt: skip
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


def _short(name: str, table: Words, share: tuple[float, float]) -> Situation:
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
        return _single(draw, account, item, item.document, name, amount, (Put(item.document, amount),), table)

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
    return _single(draw, account, item, item.document, "overpay", item.open_amount + extra)


def paid_twice(draw: Draw) -> list[Line]:
    """The same invoice by two lines: the second one is nobody's."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    first = _single(draw, account, item, item.document, "double payment, first")[0]
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
    return _single(draw, account, item, item.document, "charges stated", amount, (put,), charges=fee)


def charges_silent(draw: Draw) -> list[Line]:
    """Nobody says why some euros are missing: they stay open."""
    found = draw.one(least_amount=200)
    if not found:
        return []
    account, item = found
    amount = item.open_amount - Decimal(draw.rng.choice(("7.50", "12.00", "15.00", "20.00", "3.40")))
    return _single(draw, account, item, item.document, "charges silent", amount, (Put(item.document, amount),))


def rounding(draw: Draw) -> list[Line]:
    found = draw.one(least_amount=100)
    if not found:
        return []
    account, item = found
    gap = Decimal(draw.rng.randrange(1, 100)) / 100
    put = Put(item.document, item.open_amount - gap, write_off=gap)
    return _single(draw, account, item, item.document, "rounding", put.amount, (put,))


def already_paid(draw: Draw) -> list[Line]:
    """For an invoice that is settled in the book, or that the book does not have."""
    found = draw.account(0)
    if not found or not draw.book.unknown:
        return []
    account, _ = found
    amount = Decimal(int(draw.rng.lognormvariate(6.5, 1.3) * 100) + 300) / 100
    number = draw.rng.choice(draw.book.unknown)
    if account.settled and draw.rng.random() < 0.8:
        former = draw.rng.choice(account.settled)
        number, amount = former.document, abs(former.original)  # subscriptions cost the same each month
    template = draw.rng.choice(wording.SINGLE[account.customer.language])
    text = draw.fill(template, account, amount, TODAY - timedelta(days=50), ref=number)
    return [Line(draw.entry(account, amount, text), "already paid", (), account.customer.number)]


def stranger(draw: Draw) -> list[Line]:
    rng = draw.rng
    amount = Decimal(int(rng.lognormvariate(5, 1) * 100) + 100) / 100
    account = rng.choice(draw.book.accounts)
    if rng.random() < 0.5 and account.items:  # chance has it that the amount is one of ours
        amount = abs(account.items[0].open_amount)
    text = rng.choice((*wording.STRANGER, "RE 2026-1177", "FACTURE 4410021", "INVOICE 90112"))
    name = (
        f"{rng.choice(('Jean', 'Petra', 'Susan', 'Ali', 'Olga'))} {rng.choice(('Martin', 'Vogt', 'Baker', 'Yilmaz'))}"
    )
    entry = draw.raw(
        account.customer.company, amount, account.customer.currency, texts=(text,), payer_name=name,
        payer_iban=draw_iban("DE", rng),
    )  # fmt: skip
    return [Line(entry, "stranger", (), "")]


def not_a_payment(draw: Draw) -> list[Line]:
    """Own transfers, interest, taxes refunded, money going out: never a customer's."""
    rng = draw.rng
    account = rng.choice(draw.book.accounts)
    company, currency = account.customer.company, account.customer.currency
    amount = Decimal(rng.randrange(500, 900_000)) / 100
    if account.items and rng.random() < 0.4:
        amount = abs(account.items[0].open_amount)
    text, name, sign, kind = rng.choice((
        ("UEBERTRAG VOM TAGESGELD", "Muster {company} GmbH", 1, "internal"),
        ("HABENZINSEN Q1", "", 1, "interest"),
        ("UMSATZSTEUER ERSTATTUNG", "Finanzamt Hamburg", 1, "credit_transfer"),
        ("REMBOURSEMENT TVA", "DGFIP", 1, "credit_transfer"),
        ("SALAIRE MARS", "Jean Martin", -1, "credit_transfer"),
        ("GEHALT 03/2026", "Petra Vogt", -1, "credit_transfer"),
        ("RG 88120 LIEFERANT", "Stahlhandel Nord AG", -1, "credit_transfer"),
        ("KONTOFUEHRUNG", "", -1, "charge"),
    ))  # fmt: skip
    entry = draw.raw(
        company, amount * sign, currency, texts=(text,), kind=kind, payer_name=name.format(company=company)
    )
    return [Line(entry, "not a payment", (), "")]


WRITTEN: dict[str, Situation] = {
    name: _written(name, write)  # type: ignore[arg-type]
    for name, write in (
        ("exact ref", lambda number, rng: number),
        ("reformatted", distortion.reformatted),
        ("lost prefix", distortion.without_prefix),
        ("digit typo", distortion.typo),
        ("swapped", distortion.swapped),
        ("lost digit", distortion.lost_digit),
        ("ocr", distortion.lookalike),
    )
}
SITUATIONS: dict[str, Situation] = {
    **WRITTEN,
    "wrapped": glued,
    "rf": structured,
    "rf wrong digit": structured_wrong,
    "po only": purchase,
    "end-to-end id": end_to_end,
    "name only": name_only,
    "several refs": several,
    "refs cut at 140": cut,
    "several without refs": several_without,
    "group payer": group_payer,
    "skonto one": discount_one,
    "skonto late": discount_late,
    "skonto many": discount_many,
    "credit note": credit_netted,
    "deduction": _short("deduction", wording.DEDUCTION, (0.7, 0.97)),
    "part payment": _short("part payment", wording.PART, (0.2, 0.8)),
    "instalment": instalments,
    "overpay": overpaid,
    "double payment": paid_twice,
    "charges stated": charges_stated,
    "charges silent": charges_silent,
    "rounding": rounding,
    "already paid": already_paid,
    "stranger": stranger,
    "not a payment": not_a_payment,
}
