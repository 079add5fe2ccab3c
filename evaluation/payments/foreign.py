"""Situations that the ordinary mixes lack: other wording, names written otherwise, and traps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from evaluation.payments import distortion, traps
from evaluation.payments.book import TODAY, draw_iban
from evaluation.payments.foreign_wording import LISTS, SENTENCES, SILENT, worded
from evaluation.payments.kinds import CENT, Situation
from evaluation.payments.lines import Draw, Line, Put, discount_of, full, last_discount_day
from evaluation.payments.misnaming import misnamed
from workflows.ledger.model import OpenItem


def _one(draw: Draw, name: str, reference: Callable[[str], str] = str, **changes: object) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = worded(draw, SENTENCES, account, item.open_amount, item.issue_date, ref=reference(item.document),
                 po=item.po_number)  # fmt: skip
    if "payer_name" in changes:
        changes["payer_name"] = misnamed(account.customer.name, draw.rng)
    return [Line(draw.entry(account, item.open_amount, text, **changes), name, (full(item),), account.customer.number)]


def other_wording(draw: Draw) -> list[Line]:
    """A whole number in sentences, tags and lists of things that none of our tables was written from."""
    return _one(draw, "other wording")


def other_wording_distorted(draw: Draw) -> list[Line]:
    ways = (distortion.reformatted, distortion.without_prefix, distortion.typo, distortion.lookalike)
    way = draw.rng.choice(ways)
    return _one(draw, "other wording, distorted", lambda number: way(number, draw.rng))


def misnamed_with_number(draw: Draw) -> list[Line]:
    """From an account that nobody knows, under a name written otherwise."""
    iban = draw_iban("DE", draw.rng) if draw.rng.random() < 0.6 else ""
    return _one(draw, "misnamed, number", payer_name="", payer_iban=iban)


def misnamed_with_part(draw: Draw) -> list[Line]:
    """The same with the end of the number, or a slip in it."""
    ways = (distortion.without_prefix, distortion.typo, distortion.swapped, distortion.lost_digit)
    way = draw.rng.choice(ways)
    iban = draw_iban("FR", draw.rng)
    return _one(
        draw, "misnamed, part of a number", lambda number: way(number, draw.rng), payer_name="", payer_iban=iban
    )


def misnamed_alone(draw: Draw) -> list[Line]:
    """A misspelt name and an amount: what is open may be proposed; who it is stays a guess."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = worded(draw, SILENT, account, item.open_amount, item.issue_date)
    entry = draw.entry(account, item.open_amount, text, payer_name=misnamed(account.customer.name, draw.rng),
                       payer_iban=draw_iban("DE", draw.rng))  # fmt: skip
    return [Line(entry, "misnamed, amount", (full(item),), account.customer.number)]


def silent(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = worded(draw, SILENT, account, item.open_amount, item.issue_date)
    return [Line(draw.entry(account, item.open_amount, text), "silent", (full(item),), account.customer.number)]


# --- lists ------------------------------------------------------------------------------------------------------------


def _list(draw: Draw, name: str, write: Callable[[list[OpenItem], Draw], str], most: int = 6) -> list[Line]:
    found = draw.several(2, most)
    if not found:
        return []
    account, items = found
    total = sum((item.open_amount for item in items), Decimal(0))
    text = worded(draw, LISTS, account, total, items[0].issue_date, refs=write(items, draw))
    return [Line(draw.entry(account, total, text), name, tuple(map(full, items)), account.customer.number)]


def with_amounts(draw: Draw) -> list[Line]:
    """Each number with its own amount."""
    sign = draw.rng.choice((" ", ":", "=", " EUR "))

    def write(items: list[OpenItem], draw: Draw) -> str:
        return draw.rng.choice(("; ", ", ", " + ")).join(
            f"{item.document}{sign}{item.open_amount:.2f}".replace(".", ",") for item in items
        )

    return _list(draw, "list with amounts", write)


def shared_beginning(draw: Draw) -> list[Line]:
    """The first number whole, of the others what is different: "RE-2026-000123/124/131"."""

    def write(items: list[OpenItem], draw: Draw) -> str:
        numbers = sorted(item.document for item in items)
        kept = draw.rng.choice((3, 4))
        return draw.rng.choice(("/", "+", ",", "-", " u ")).join((numbers[0], *(each[-kept:] for each in numbers[1:])))

    return _list(draw, "list, shared beginning", write, 4)


def other_list(draw: Draw) -> list[Line]:
    def write(items: list[OpenItem], draw: Draw) -> str:
        joint = draw.rng.choice((";", " ", "//", ", ", " und ", " et ", "\t", "  ", "|"))
        return joint.join(item.document for item in items)

    return _list(draw, "list, other wording", write)


def list_with_credit(draw: Draw) -> list[Line]:
    """Several invoices less a credit note that is named like them, or not at all."""
    found = draw.several(2, 4)
    if not found:
        return []
    account, items = found
    notes = [each for each in account.items if each.open_amount < 0 and each.document not in draw.taken]
    total = sum((item.open_amount for item in items), Decimal(0))
    notes = [each for each in notes if -each.open_amount < total]
    if not notes:
        draw.taken.difference_update(item.document for item in items)
        return []
    note = draw.rng.choice(notes)
    draw.taken.add(note.document)
    named = [*items, note] if draw.rng.random() < 0.7 else items
    draw.rng.shuffle(named)
    refs = draw.rng.choice((", ", " ", "/ ")).join(item.document for item in named)
    amount = total + note.open_amount
    text = worded(draw, LISTS, account, amount, items[0].issue_date, refs=refs)
    puts = tuple(map(full, (*items, note)))
    return [Line(draw.entry(account, amount, text), "list with a credit note", puts, account.customer.number)]


def cut_list(draw: Draw) -> list[Line]:
    """A list that 140 characters cut, inside a number, too; the payer took any of his invoices."""
    found = draw.several(8, 15)
    if not found:
        return []
    account, items = found
    refs = draw.rng.choice((" ", ",", ", ", "/")).join(item.document for item in items)
    if len(refs) < 141:
        draw.taken.difference_update(item.document for item in items)
        return []
    amount = sum((item.open_amount for item in items), Decimal(0))
    return [Line(draw.entry(account, amount, refs), "list, cut", tuple(map(full, items)), account.customer.number)]


def discounts_rounded_together(draw: Draw) -> list[Line]:
    """Several invoices, the discount taken of their sum: some cents beside the discounts of each."""
    for _ in range(40):
        found = draw.several(2, 4)
        if not found:
            return []
        account, items = found
        when = TODAY - timedelta(days=draw.rng.randrange(0, 4))
        if all(i.discount_percent and i.issue_date <= when <= last_discount_day(i) for i in items):
            total = sum((i.open_amount for i in items), Decimal(0))
            amount = total - (total * items[0].discount_percent / 100).quantize(CENT)
            each = [discount_of(item) for item in items]
            if total - sum(each) != amount:
                draw.taken.difference_update(i.document for i in items)
                continue
            puts = tuple(Put(i.document, i.open_amount - d, d) for i, d in zip(items, each, strict=True))
            refs = ", ".join(i.document for i in items)
            text = worded(draw, LISTS, account, amount, when, refs=refs) + " Skonto"
            entry = draw.entry(account, amount, text, when=when)
            return [Line(entry, "discounts of a list", puts, account.customer.number)]
        draw.taken.difference_update(i.document for i in items)
    return []


# --- who pays ---------------------------------------------------------------------------------------------------------


def sisters(draw: Draw) -> list[Line]:
    """A treasury pays invoices of two companies of its group at once."""
    for _ in range(30):
        found = draw.one()
        if not found:
            return []
        account, item = found
        for sister in draw.book.groups.get(account.group, ()):
            free = [each for each in sister.items if draw.payable(each)]
            if sister is not account and free and sister.customer.currency == account.customer.currency:
                other = draw.rng.choice(free)
                draw.taken.add(other.document)
                amount = item.open_amount + other.open_amount
                text = worded(draw, LISTS, account, amount, item.issue_date, refs=f"{item.document}, {other.document}")
                entry = draw.entry(account, amount, text, payer_iban=account.paying_ibans[0])
                return [Line(entry, "two of a group", (full(item), full(other)), account.customer.number)]
        draw.taken.discard(item.document)
    return []


def third_party(draw: Draw) -> list[Line]:
    """Somebody whom the books do not know pays a customer's invoice that he names in full."""
    name = draw.rng.choice(("Insolvenzverwaltung Dr. Kern", "Stadtkasse", "Versicherung AG", "Notaire Me Blanc"))
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = worded(draw, SENTENCES, account, item.open_amount, item.issue_date, ref=item.document, po=item.po_number)
    entry = draw.entry(account, item.open_amount, text, payer_name=name, payer_iban=draw_iban("DE", draw.rng))
    return [Line(entry, "third party", (full(item),), account.customer.number)]


def namesake(draw: Draw) -> list[Line]:
    """Two customers of one name owe the same: from an unknown account nobody can tell."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    twins = [each for each in draw.book.accounts if each.customer.name == account.customer.name and each is not account]
    for twin in twins:
        for position, other in enumerate(twin.items):
            if draw.payable(other):
                twin.items[position] = replace(other, open_amount=item.open_amount, original=item.open_amount)
                draw.taken.add(other.document)
                text = draw.rng.choice(("Zahlung", "VIREMENT", "PAYMENT"))
                iban = draw_iban("DE", draw.rng)
                entry = draw.entry(account, item.open_amount, text, payer_name=account.customer.name, payer_iban=iban)
                return [Line(entry, "namesakes, one amount", (), "")]
    draw.taken.discard(item.document)
    return []


SITUATIONS: dict[str, tuple[Situation, int]] = {  # and how often, of a thousand lines
    "other wording": (other_wording, 260),
    "other wording, distorted": (other_wording_distorted, 130),
    "misnamed, number": (misnamed_with_number, 80),
    "misnamed, part of a number": (misnamed_with_part, 60),
    "misnamed, amount": (misnamed_alone, 30),
    "silent": (silent, 50),
    "list with amounts": (with_amounts, 35),
    "list, shared beginning": (shared_beginning, 35),
    "list, other wording": (other_list, 50),
    "list with a credit note": (list_with_credit, 15),
    "list, cut": (cut_list, 12),
    "discounts of a list": (discounts_rounded_together, 10),
    "two of a group": (sisters, 12),
    "third party": (third_party, 25),
    "namesakes, one amount": (namesake, 6),
    "settled one named": (traps.paid_already_again, 40),
    "others' money": (traps.wages_and_goods, 40),
    "payout": (traps.payout, 25),
    "paid ahead": (traps.advance_paid, 25),
    "unknown number, open amount": (traps.not_invoiced_here, 40),
    "own money": (traps.internal, 15),
    "our own refund": (traps.refund_of_ours, 5),
}
