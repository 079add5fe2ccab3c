"""E-invoices with one fault each: every one is a document that must never leave."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bot.documents.einvoice.building import build
from bot.documents.einvoice.model import Address, EInvoice, Identifier, Note
from bot.documents.einvoice.profiles import PROFILES, Profile
from tests.drawn_invoices import drawn

Fault = Callable[[EInvoice, random.Random], EInvoice]
CENT, ONE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True)
class Mutated:
    name: str
    profile: Profile
    document: EInvoice


def mutated(seed: int, count: int) -> Iterator[Mutated]:
    """`count` documents with a fault each; faults take turns, documents are drawn."""
    luck = random.Random(seed)
    waiting: list[str] = []
    for one in drawn(seed, 10 * count):
        profile = PROFILES[one.profile]
        document = build(one.invoice, one.context, profile)
        waiting = waiting or luck.sample(sorted(FAULTS), len(FAULTS))
        fault = next((name for name in waiting if fits(name, document, profile)), None)
        if fault is None:
            continue
        waiting.remove(fault)
        yield Mutated(f"{fault} in {one.name}", profile, FAULTS[fault](document, luck))
        count -= 1
        if not count:
            return


def fits(name: str, document: EInvoice, profile: Profile) -> bool:
    """Whether a fault is one in this document: not every profile asks for everything."""
    return all(condition(document, profile) for part, condition in ONLY.items() if part in name)


def _line(change: Callable[[object], object]) -> Fault:
    def fault(document: EInvoice, luck: random.Random) -> EInvoice:
        place = luck.randrange(len(document.lines))
        lines = list(document.lines)
        lines[place] = change(lines[place])
        return replace(document, lines=tuple(lines))

    return fault


def _tax(change: Callable[[object], object]) -> Fault:
    return lambda document, luck: replace(document, taxes=(change(document.taxes[0]), *document.taxes[1:]))


def _seller(**changes: object) -> Fault:
    return lambda document, luck: replace(document, seller=replace(document.seller, **changes))


def _buyer(**changes: object) -> Fault:
    return lambda document, luck: replace(document, buyer=replace(document.buyer, **changes))


def _totals(name: str, by: Decimal) -> Fault:
    def fault(document: EInvoice, luck: random.Random) -> EInvoice:
        value = (getattr(document.totals, name) or Decimal(0)) + by * luck.choice([1, -1])
        return replace(document, totals=replace(document.totals, **{name: value}))

    return fault


def _said(**changes: object) -> Fault:
    return lambda document, luck: replace(document, **changes)


def _adjusted(document: EInvoice, **changes: object) -> EInvoice:
    first, *others = document.adjustments
    return replace(document, adjustments=(replace(first, **changes), *others))


def _without_note(document: EInvoice, luck: random.Random) -> EInvoice:
    subject = luck.choice(["PMT", "PMD", "AAB", "BAR"])
    return replace(document, notes=tuple(note for note in document.notes if note.subject != subject))


def _wrong_digit(document: EInvoice, luck: random.Random) -> EInvoice:
    last = document.account[-1]
    return replace(document, account=document.account[:-1] + str((int(last) + 1) % 10))


def _foreign_rate(line: object) -> object:
    return replace(line, rate=Decimal("33"), category="S")


FAULTS: dict[str, Fault] = {
    **{f"totals {name} by {by}": _totals(name, by) for name in ("lines", "net", "tax", "gross", "payable", "prepaid")
       for by in (CENT, ONE, Decimal(1000))},
    "line net": _line(lambda line: replace(line, net=line.net + ONE)),
    "line quantity": _line(lambda line: replace(line, quantity=line.quantity + 7)),
    "line price below zero": _line(lambda line: replace(line, price=-line.price, quantity=-line.quantity)),
    "line without a name": _line(lambda line: replace(line, name="")),
    "line without a unit": _line(lambda line: replace(line, unit="")),
    "line of an unknown unit": _line(lambda line: replace(line, unit="QQQ")),
    "line without an id": _line(lambda line: replace(line, id="")),
    "line of another rate": _line(_foreign_rate),
    "line of an unknown category": _line(lambda line: replace(line, category="X")),
    "line with five decimals": _line(lambda line: replace(line, quantity=line.quantity + Decimal("0.77777"))),
    "no lines": _said(lines=()),
    "tax base": _tax(lambda tax: replace(tax, base=tax.base + ONE)),
    "tax amount": _tax(lambda tax: replace(tax, tax=tax.tax + ONE)),
    "tax rate": _tax(lambda tax: replace(tax, rate=(tax.rate or 0) + 1)),
    "tax category": _tax(lambda tax: replace(tax, category="G" if tax.category != "G" else "K")),
    "tax reason dropped, exempt": _tax(lambda tax: replace(tax, exemption_reason="", exemption_code="")),
    "tax reason added, rated": _tax(lambda tax: replace(tax, exemption_reason="weil", exemption_code="VATEX-EU-IC")),
    "tax missing": lambda document, luck: replace(document, taxes=document.taxes[1:]),
    "tax twice": lambda document, luck: replace(document, taxes=(*document.taxes, document.taxes[0])),
    "no number": _said(number=""),
    "no date": _said(issued_on=None),
    "no currency": _said(currency=""),
    "unknown type": _said(type_code="999"),
    "another specification": _said(specification="urn:cen.eu:en16931:2016"),
    "no process, asked for": _said(process=""),
    "another process, asked for": _said(process="Z9"),
    "due before issue": lambda document, luck: replace(document, due_on=document.issued_on - timedelta(days=1)),
    "neither due nor terms, payable": _said(due_on=None, terms="", discount=None),
    "no account": _said(account="", account_name="", bic=""),
    "wrong digit of the account": _wrong_digit,
    "seller without a name": _seller(name=""),
    "seller without an address": _seller(address=Address()),
    "seller of no country": lambda document, luck: replace(
        document, seller=replace(document.seller, address=replace(document.seller.address, country="XX"))
    ),
    "seller without numbers": _seller(legal_id=None, vat_id="", tax_number=""),
    "seller without an endpoint, asked for": _seller(endpoint=None),
    "seller of an unknown scheme": _seller(endpoint=Identifier("4711", "9999")),
    "buyer without a name": _buyer(name=""),
    "buyer without an address": _buyer(address=Address()),
    "buyer without a VAT number, abroad": _buyer(vat_id="", legal_id=None),
    "buyer without an endpoint, asked for": _buyer(endpoint=None),
    "buyer with a broken GLN, network": _buyer(endpoint=Identifier("4000001123450", "0088")),
    "no delivery, goods abroad": _said(delivery=None, period=None),
    "credit note of nothing": _said(preceding=()),
    "adjustment without a reason": lambda document, luck: _adjusted(document, reason="", reason_code=""),
    "adjustment amount": lambda document, luck: _adjusted(document, amount=document.adjustments[0].amount + 1),
    "no reference of the buyer, network": _said(buyer_reference="", purchase_order=""),
    "no contact, xrechnung": _seller(contact=None),
    "no phone, xrechnung": lambda document, luck: replace(
        document, seller=replace(document.seller, contact=replace(document.seller.contact, phone=""))
    ),
    "no town, xrechnung": lambda document, luck: replace(
        document, buyer=replace(document.buyer, address=replace(document.buyer.address, city=""))
    ),
    "skonto in another form, xrechnung": _said(terms="#SKONTO#TAGE=14#PROZENT=2#\n"),
    "two notes, peppol": _said(notes=(Note("one"), Note("two"))),
    "a mail address, peppol": _buyer(endpoint=Identifier("ap@buyer.example", "EM")),
    "a long number, french": _said(number="R-" + "9" * 40),
    "a number with blanks, french": _said(number="R 2026 1"),
    "a note dropped, french": _without_note,
    "no SIREN, french": _seller(legal_id=None),
    "a rate of no French law, french": _tax(lambda tax: replace(tax, rate=Decimal("21"))),
}  # fmt: skip

Condition = Callable[[EInvoice, Profile], bool]
ONLY: dict[str, Condition] = {
    "asked for": lambda document, profile: bool(profile.checks),
    "network": lambda document, profile: bool(profile.process),
    "xrechnung": lambda document, profile: "xrechnung" in profile.checks,
    "peppol": lambda document, profile: "peppol" in profile.checks,
    "french": lambda document, profile: "french" in profile.checks,
    "credit note": lambda document, profile: document.type_code == "381",
    "due": lambda document, profile: document.type_code == "380",
    "payable": lambda document, profile: document.totals.payable > 0,
    "adjustment": lambda document, profile: bool(document.adjustments),
    "exempt": lambda document, profile: bool(document.taxes[0].exemption_reason),
    "rated": lambda document, profile: document.taxes[0].category in ("S", "Z"),
    "abroad": lambda document, profile: document.taxes[0].category in ("K", "AE"),
    "goods abroad": lambda document, profile: document.taxes[0].category == "K",
    "account": lambda document, profile: document.means_code == "58",
    "seller without numbers": lambda document, profile: document.taxes[0].category != "O",
    "quantity": lambda document, profile: all(line.price > CENT for line in document.lines),
    "decimals": lambda document, profile: all(line.price > 1 for line in document.lines),
    "below zero": lambda document, profile: all(line.price > 0 for line in document.lines),
}
