"""`python -m evaluation.payments.advised --seed 1`: payments of several invoices with an advice by mail.

Each payer pays 2 to 15 invoices at once and mails what it pays, before or after the money: with discounts, credit
notes, short payments, numbers in part, a total or none, a reference that the bank line has or has not. Everything runs
through the handlers on a database, and an allocation counts if every document and amount is the truth's.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.storage.database import open_database
from bot.storage.gathering import gathered
from bot.storage.migrations import migrate
from evaluation.payments import distortion
from evaluation.payments.book import TODAY, Account, Book, draw_book
from evaluation.payments.lines import ZERO, Draw, Put, discount_of, full, last_discount_day
from evaluation.payments.measuring import desk, wilson
from evaluation.payments.misnaming import misnamed
from evaluation.payments.mixes import MANNERS
from nlp.reading import DeductionReason, Remittance, RemittanceLine
from workflows.cash.handlers import advise_remittance, book_statements
from workflows.cash.model import BankEntry
from workflows.commands import AdviseRemittance, BookStatement, Source
from workflows.ledger.model import OpenItem
from workflows.ports import Desk, UnitOfWork

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
ON_ACCOUNT_WORDS = ("lt. Avis {own}", "Avis {own}", "SUIVANT AVIS", "AVIS {own}", "AS PER REMITTANCE {own}", "Sammler")
WAYS = ("plain", "plain", "plain", "discounts", "credit note", "short", "parts of numbers", "no amounts")
Truth = frozenset[tuple[str, Decimal, Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Advised:
    """A payment, what was mailed of it, and what ought to become of both."""

    entry: BankEntry
    customer: str
    told: Remittance
    truth: tuple[Put, ...]
    way: str
    is_first: bool  # the mail comes before the money


def draw_advised(draw: Draw) -> Advised | None:
    found = draw.several(2, draw.rng.choice((3, 6, 15)))
    if found is None:
        return None
    account, items = found
    way = draw.rng.choice(WAYS)
    when = TODAY - timedelta(days=draw.rng.randrange(1, 8))
    puts, lines = _told(draw, account, items, way, when)
    paid = sum((put.amount for put in puts), ZERO)
    if paid <= 0:
        return None
    own = f"{draw.rng.choice(('ZA', 'AV', 'P', '4'))}{draw.rng.randrange(10**5, 10**8)}"
    entry = draw.entry(account, paid, _text(draw, own, items), when=when)
    if draw.rng.random() < 0.1:
        entry = entry._replace(payer_name=misnamed(account.customer.name, draw.rng))
    return Advised(
        entry=entry,
        customer=account.customer.number,
        told=Remittance(
            payment_date=when - timedelta(days=draw.rng.randrange(0, 4)) if draw.rng.random() < 0.9 else None,
            total=paid if draw.rng.random() < 0.8 or way == "no amounts" else None,
            currency=account.customer.currency if draw.rng.random() < 0.8 else None,
            reference=own if draw.rng.random() < 0.6 else None,
            lines=tuple(lines),
        ),
        truth=tuple(puts),
        way=way,
        is_first=draw.rng.random() < 0.6,
    )


def _text(draw: Draw, own: str, items: list[OpenItem]) -> str:
    chance = draw.rng.random()
    if chance < 0.6:
        return draw.rng.choice(ON_ACCOUNT_WORDS).format(own=own)
    if chance < 0.8:
        return draw.rng.choice(("Zahlung", "VIREMENT", "PAYMENT", ""))
    return f"RE {', '.join(item.document for item in items)}"[:140]


def _told(
    draw: Draw, account: Account, items: list[OpenItem], way: str, when: object
) -> tuple[list[Put], list[RemittanceLine]]:
    puts, lines = [], []
    for place, item in enumerate(items):
        number = distortion.without_prefix(item.document, draw.rng) if way == "parts of numbers" else item.document
        put, deduction, reason = full(item), None, None
        in_time = item.discount_percent and item.issue_date <= when <= last_discount_day(item)  # type: ignore[operator]
        if way == "discounts" and in_time:
            put = Put(item.document, item.open_amount - discount_of(item), discount_of(item))
            deduction, reason = discount_of(item), DeductionReason.DISCOUNT
        elif way == "short" and place == 0 and item.open_amount > 60:
            short = (item.open_amount / 4).quantize(Decimal("0.01"))
            put, deduction, reason = Put(item.document, item.open_amount - short), short, DeductionReason.DISPUTE
        puts.append(put)
        amount = None if way == "no amounts" else item.open_amount
        lines.append(RemittanceLine(number, amount, deduction, reason))
    if way == "credit note":
        notes = [each for each in account.items if each.open_amount < 0 and each.document not in draw.taken]
        if notes:
            draw.taken.add(notes[0].document)
            puts.append(full(notes[0]))
            lines.append(RemittanceLine(notes[0].document, notes[0].open_amount, None, None))
    return puts, lines


def fill(uow: UnitOfWork, book: Book) -> None:
    for account in book.accounts:
        uow.customers.add(replace(account.customer, emails=("ap@payer.example",)))
        for item in (*account.items, *account.settled):
            uow.open_items.add(item)


def statement(entries: list[BankEntry], number: str) -> list[BookStatement]:
    """One statement for each account of ours."""
    return [
        BookStatement("bank", "", account, number, entries[0].currency, None, None,
                      tuple(each for each in entries if each.account == account))
        for account in sorted({each.account for each in entries})
    ]  # fmt: skip


def play(uow: UnitOfWork, drawn: list[Advised], office: Desk) -> dict[str, Truth]:
    """Bank reference -> what was applied of the payment."""

    def mail(each: Advised) -> None:
        source = Source("", f"<{each.entry.bank_reference}@x.example>", "", "", (), "de", False)
        advise_remittance(AdviseRemittance(source, each.customer, each.told), uow, office, NOW)

    for each in drawn:
        if each.is_first:
            mail(each)
    book_statements(statement([each.entry for each in drawn], "1"), uow, office, NOW)
    for each in drawn:
        if not each.is_first:
            mail(each)
    found: dict[str, Truth] = {}
    for payment in uow.payments.where():
        rows = uow.allocations.where(payment=payment.id)
        found[payment.source.rpartition("#")[2]] = frozenset(
            (row.invoice, row.amount, row.discount, row.write_off) for row in rows
        )
    return found


def measure(items: int, payments: int, seed: int) -> tuple[list[Advised], dict[str, Truth], dict[str, str]]:
    """What was drawn, what was applied, and why the rest waits."""
    rng = random.Random(f"advised/{items}/{payments}/{seed}")
    book = draw_book(items, MANNERS["base"].ibans_known, rng)
    draw = Draw(book, MANNERS["base"], rng)
    drawn = [one for _ in range(payments * 2) if (one := draw_advised(draw)) is not None][:payments]
    drawn = [
        replace(one, entry=one.entry._replace(position=place, line=place, bank_reference=f"R{place}"))
        for place, one in enumerate(drawn, 1)
    ]
    with tempfile.TemporaryDirectory(prefix="advised-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        migrate(url)
        database = open_database(url)
        with database.begin() as plain, gathered(plain) as uow:
            fill(uow, book)
        with database.begin() as uow:
            applied = play(uow, drawn, desk())
            held = {each.source.rpartition("#")[2]: each.held for each in uow.payments.where()}
        database.close()
    return drawn, applied, held


def truth_of(one: Advised) -> Truth:
    return frozenset((put.document, put.amount, put.discount, put.write_off) for put in one.truth)


def main() -> None:
    parser = argparse.ArgumentParser(prog="evaluation.payments.advised", description=__doc__)
    parser.add_argument("--items", type=int, default=8_000)
    parser.add_argument("--payments", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    chosen = parser.parse_args()
    drawn, applied, held = measure(chosen.items, chosen.payments, chosen.seed)
    report(drawn, applied, held, chosen.show)


def report(drawn: list[Advised], applied: dict[str, Truth], held: dict[str, str], show: int) -> None:
    answered = {one.entry.bank_reference: applied.get(one.entry.bank_reference, frozenset()) for one in drawn}
    is_right: Callable[[Advised], bool] = lambda one: answered[one.entry.bank_reference] == truth_of(one)  # noqa: E731
    right = sum(map(is_right, drawn))
    automatic = sum(bool(answered[one.entry.bank_reference]) for one in drawn)
    print(
        f"{len(drawn)} payments with an advice: {right} right = {right / len(drawn):.4f} (from "
        f"{wilson(right, len(drawn)):.4f}), {automatic - right} wrong of {automatic}"
    )
    for way in sorted(set(WAYS)):
        mine = [one for one in drawn if one.way == way]
        print(f"  {way:18} {sum(map(is_right, mine)):4} of {len(mine)}")
    reasons = Counter(held.get(one.entry.bank_reference, "")[:60] for one in drawn if not is_right(one))
    for why, count in reasons.most_common(12):
        print(f"  {count:4} {why}")
    for one in [each for each in drawn if not is_right(each)][:show]:
        reference = one.entry.bank_reference
        print(one.way, one.is_first, held.get(reference), one.entry.texts, one.entry.payer_name, one.entry.amount)
        print("   told", one.told)
        print("   truth", sorted(truth_of(one)), "applied", sorted(answered[reference]))


if __name__ == "__main__":
    main()
