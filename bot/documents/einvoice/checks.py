"""The decisive rules of EN 16931, told by ourselves: they need no rule set, and hold where a published one lost a rule.

Each check is a generator over the semantic model; ids are those of EN 16931-1 and its published rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from bot.documents.einvoice.findings import Finding
from bot.documents.einvoice.model import Address, EInvoice, Period, TaxBreakdown, Totals
from workflows.ledger.money import ZERO, is_exact, rounded

Check = Callable[[EInvoice], Iterator[Finding]]

CATEGORIES = frozenset({"S", "Z", "E", "AE", "K", "G", "O"})
WITHOUT_RATE = frozenset({"Z", "E", "AE", "K", "G"})
# BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10 want a reason; BR-S-10 and BR-Z-10 forbid one.
NAMES = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}
REASONED = frozenset({"E", "AE", "K", "G", "O"})
BUYER_KNOWN = {"AE": "BR-AE-02", "K": "BR-IC-02"}
CODE = {"currency": re.compile(r"[A-Z]{3}"), "country": re.compile(r"[A-Z]{2}"), "unit": re.compile(r"[A-Z0-9]{1,3}")}
TYPE_CODE = re.compile(r"\d{2,3}")
CENT = Decimal("0.01")
TRANSFERS = frozenset({"30", "58"})


def document(invoice: EInvoice) -> Iterator[Finding]:
    """What every document says of itself (BR-01 to BR-05)."""
    yield from missing("BR-01", "BT-24", invoice.specification, "a specification identifier")
    yield from missing("BR-02", "BT-1", invoice.number, "a number")
    yield from missing("BR-03", "BT-2", invoice.issued_on, "an issue date")
    if not TYPE_CODE.fullmatch(invoice.type_code):
        yield Finding("BR-04", "BT-3", f"a document has a type code, not {invoice.type_code!r}")
    if not CODE["currency"].fullmatch(invoice.currency):
        yield Finding("BR-05", "BT-5", f"a document has a currency of ISO 4217, not {invoice.currency!r}")
    if not invoice.lines:
        yield Finding("BR-16", "BG-25", "a document has at least one line")
    is_early = invoice.due_on and invoice.issued_on and invoice.due_on < invoice.issued_on
    if is_early and invoice.totals.payable:  # of what is paid already it is the day of payment (BR-FR-CO-09)
        yield Finding("O2C-DUE", "BT-9", "the date due lies before the date of issue")


def traders(invoice: EInvoice) -> Iterator[Finding]:
    """Seller and buyer (BR-06 to BR-11, BR-62, BR-63, BR-CO-9, BR-CO-26)."""
    for rules, terms, trader in (
        (("BR-06", "BR-08", "BR-09", "BR-62"), ("BT-27", "BG-5", "BT-40", "BT-34"), invoice.seller),
        (("BR-07", "BR-10", "BR-11", "BR-63"), ("BT-44", "BG-8", "BT-55", "BT-49"), invoice.buyer),
    ):
        yield from missing(rules[0], terms[0], trader.name, "the name of a party")
        if trader.address == Address():
            yield Finding(rules[1], terms[1], "a party has an address")
        elif not CODE["country"].fullmatch(trader.address.country):
            yield Finding(rules[2], terms[2], "an address has a country of ISO 3166-1")
        if trader.endpoint is not None and not trader.endpoint.scheme:
            yield Finding(rules[3], terms[3], "an electronic address has a scheme")
        if trader.vat_id and not CODE["country"].fullmatch(trader.vat_id[:2]):
            yield Finding("BR-CO-09", terms[0], "a VAT number begins with the code of its country")
    if not (invoice.seller.legal_id or invoice.seller.vat_id or invoice.seller.tax_number):
        yield Finding("BR-CO-26", "BG-4", "the seller has a VAT, tax or registration number")


def sums(invoice: EInvoice) -> Iterator[Finding]:
    """Totals are the sums of what they total (BR-CO-10 to BR-CO-16)."""
    total = invoice.totals
    allowances = sum((part.amount for part in invoice.adjustments if not part.is_charge), ZERO)
    charges = sum((part.amount for part in invoice.adjustments if part.is_charge), ZERO)
    yield from equal("BR-CO-10", "BT-106", total.lines, sum((line.net for line in invoice.lines), ZERO))
    yield from equal("BR-CO-11", "BT-107", total.allowances or ZERO, allowances)
    yield from equal("BR-CO-12", "BT-108", total.charges or ZERO, charges)
    yield from equal("BR-CO-13", "BT-109", total.net, total.lines - allowances + charges)
    yield from equal("BR-CO-14", "BT-110", total.tax, sum((part.tax for part in invoice.taxes), ZERO))
    yield from equal("BR-CO-15", "BT-112", total.gross, total.net + total.tax)
    yield from equal("BR-CO-16", "BT-115", total.payable, total.gross - (total.prepaid or ZERO))


def accounting(invoice: EInvoice) -> Iterator[Finding]:
    """The total of tax in another currency is of that currency, exact, and of the same sign (BR-53, PEPPOL R054)."""
    other = invoice.totals.accounting
    if (other.currency if other is not None else "") != invoice.tax_currency:
        yield Finding("BR-53", "BT-111", f"the tax in {invoice.tax_currency or 'no other currency'} is not stated once")
    if other is None:
        return
    if other.currency == invoice.currency:
        yield Finding("PEPPOL-EN16931-R005", "BT-6", f"{other.currency} is the invoice's own currency")
    if not is_exact(other.amount, other.currency):
        yield Finding("BR-DEC-15", "BT-111", f"{other.amount} has more decimals than {other.currency}")
    if other.amount * invoice.totals.tax < 0:
        yield Finding("PEPPOL-EN16931-R055", "BT-111", "the tax has another sign in the other currency")


def decimals(invoice: EInvoice) -> Iterator[Finding]:
    """No amount has more decimals than its currency (BR-DEC-01 to 28)."""
    amounts: list[tuple[str, Decimal | None]] = [
        (f"BG-22 {name}", getattr(invoice.totals, name)) for name in Totals.__slots__ if name != "accounting"
    ]
    amounts += [(f"BG-23 {part.category}", amount) for part in invoice.taxes for amount in (part.base, part.tax)]
    amounts += [("BG-20 BG-21", amount) for part in invoice.adjustments for amount in (part.amount, part.base)]
    amounts += [(f"BT-131 of line {line.id}", line.net) for line in invoice.lines]
    for place, amount in amounts:
        if amount is not None and not is_exact(amount, invoice.currency):
            yield Finding("BR-DEC", place, f"{amount} has more decimals than {invoice.currency}")


def lines(invoice: EInvoice) -> Iterator[Finding]:
    """Every line is whole, and its net is quantity times price (BR-21 to BR-27, PEPPOL-EN16931-R120)."""
    ids = [line.id for line in invoice.lines]
    if len(set(ids)) != len(ids):
        yield Finding("BR-21", "BT-126", "two lines have one identifier")
    for line in invoice.lines:
        place = f"line {line.id}"
        yield from missing("BR-21", place, line.id, "the identifier of a line")
        yield from missing("BR-25", place, line.name, "the name of an item")
        if not CODE["unit"].fullmatch(line.unit):
            yield Finding("BR-23", place, f"a quantity has a unit of UN/ECE recommendation 20, not {line.unit!r}")
        if line.price < 0:
            yield Finding("BR-27", place, "a price is not below zero")
        if line.category not in CATEGORIES:
            yield Finding("BR-CO-04", place, f"a line has a category of VAT, not {line.category!r}")
        if abs(line.quantity * line.price - line.net) > 2 * CENT:
            yield Finding("PEPPOL-EN16931-R120", place, f"{line.quantity} x {line.price} is not {line.net}")
        yield from in_order("BR-30", place, line.period)
    yield from in_order("BR-29", "BG-14", invoice.period)


def taxes(invoice: EInvoice) -> Iterator[Finding]:
    """Each category and rate that is sold has one breakdown, of the right base and tax (BR-CO-17, BR-S-08 …)."""
    if not invoice.taxes:
        yield Finding("BR-CO-18", "BG-23", "a document has at least one breakdown of VAT")
    sold: dict[tuple[str, Decimal | None], Decimal] = {}
    for line in invoice.lines:
        key = (line.category, line.rate)
        sold[key] = sold.get(key, ZERO) + line.net
    for part in invoice.adjustments:
        key = (part.category, part.rate)
        sold[key] = sold.get(key, ZERO) + (part.amount if part.is_charge else -part.amount)
    stated = [rate_of(total) for total in invoice.taxes]
    if len(set(stated)) != len(stated):
        yield Finding("BR-S-08", "BG-23", "a category and rate has two breakdowns")
    for category, rate in sorted(set(sold) - set(stated), key=str):
        yield Finding(f"BR-{NAMES.get(category, category)}-01", "BG-23", f"{category} {rate} has no breakdown")
    for total in invoice.taxes:
        base = sold.get(rate_of(total))
        if base is None:
            yield Finding(f"BR-{NAMES.get(total.category, '?')}-08", "BT-116", f"nothing was sold at {total.rate}")
        else:
            yield from equal(f"BR-{NAMES.get(total.category, '?')}-08", "BT-116", total.base, base)
        due = rounded(total.base * (total.rate or ZERO) / 100, invoice.currency) if invoice.currency else ZERO
        if abs(total.tax - due) > CENT:  # a credit note's last cent is what its invoice left
            yield Finding("BR-CO-17", "BT-117", f"{total.rate} % of {total.base} is {due}, not {total.tax}")


def categories(invoice: EInvoice) -> Iterator[Finding]:
    """What each category asks of rates, reasons and parties (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O)."""
    used = {part.category for part in invoice.taxes} | {line.category for line in invoice.lines}
    for part in invoice.taxes:
        yield from of_category(part)
    for line in invoice.lines:
        if not rate_fits(line.category, line.rate):
            yield Finding(
                f"BR-{NAMES.get(line.category, '?')}-05", f"line {line.id}", f"{line.category} has no rate {line.rate}"
            )
    seller, buyer = invoice.seller, invoice.buyer
    if "O" in used:
        if len(used) > 1:
            yield Finding("BR-O-11", "BG-23", "what is not subject to VAT shares a document with what is")
        if seller.vat_id or buyer.vat_id:
            yield Finding("BR-O-02", "BT-31", "what is not subject to VAT names no VAT numbers")
    elif used and not (seller.vat_id or seller.tax_number):
        yield Finding("BR-S-02", "BT-31", "a seller who states VAT has a VAT or tax number")
    for category, rule in BUYER_KNOWN.items():
        if category in used and not (buyer.vat_id or (category == "AE" and buyer.legal_id)):
            yield Finding(rule, "BT-48", f"{category} needs the buyer's VAT number")
    if {"K", "G"} & used and not seller.vat_id:
        yield Finding("BR-IC-02", "BT-31", "an exempt supply abroad needs the seller's VAT number")
    if "K" in used:
        delivery = invoice.delivery
        if (delivery is None or delivery.on is None) and invoice.period is None:
            yield Finding("BR-IC-11", "BT-72", "an intra-EU supply has a day of delivery")
        if delivery is None or delivery.address is None or not delivery.address.country:
            yield Finding("BR-IC-12", "BT-80", "an intra-EU supply names the country that it went to")


def of_category(part: TaxBreakdown) -> Iterator[Finding]:
    name, reasoned = NAMES.get(part.category, ""), bool(part.exemption_reason or part.exemption_code)
    if not name:
        yield Finding("BR-CO-04", "BT-118", f"there is no category of VAT {part.category!r}")
        return
    if not rate_fits(*rate_of(part)):
        yield Finding(f"BR-{name}-09", "BT-119", f"{part.category} has no rate {part.rate}")
    if part.category != "S" and part.tax:
        yield Finding(f"BR-{name}-09", "BT-117", f"{part.category} bears no tax")
    if reasoned is not (part.category in REASONED):
        wish = "needs" if part.category in REASONED else "has no"
        yield Finding(f"BR-{name}-10", "BT-120", f"{part.category} {wish} reason of exemption")


def rate_of(part: TaxBreakdown) -> tuple[str, Decimal | None]:
    """Category and rate as lines have them: what is not subject to VAT has none, though its breakdown may state 0."""
    return part.category, None if part.category == "O" and not part.rate else part.rate


def rate_fits(category: str, rate: Decimal | None) -> bool:
    if category == "O":
        return rate is None
    return rate is not None and (rate > 0 if category == "S" else rate == 0)


def payment(invoice: EInvoice) -> Iterator[Finding]:
    """How and when to pay (BR-CO-25, which left the published rules with release 1.3.16; BR-49 to BR-61; BR-DE-19)."""
    if invoice.totals.payable > 0 and not (invoice.due_on or invoice.terms):
        yield Finding("BR-CO-25", "BT-9", "neither a due date nor payment terms")
    if invoice.means_code in TRANSFERS and not invoice.account:
        yield Finding("BR-61", "BT-84", "a credit transfer names an account")
    if invoice.means_code == "58" and invoice.account and not iban_fits(invoice.account):
        yield Finding("BR-DE-19", "BT-84", "the IBAN's check digits do not fit")


def references(invoice: EInvoice) -> Iterator[Finding]:
    """A credit note of ours corrects one document, of a known day (BR-55, BR-FR-CO-05)."""
    if any(not one.number for one in invoice.preceding):
        yield Finding("BR-55", "BT-25", "a preceding document has a number")
    if invoice.type_code == "381" and not invoice.preceding:
        yield Finding("O2C-CREDIT", "BT-25", "a credit note names the invoice that it corrects")


def adjustments(invoice: EInvoice) -> Iterator[Finding]:
    """Allowances and charges (BR-32 to BR-38, PEPPOL-EN16931-R040 to R042)."""
    for part in invoice.adjustments:
        rule = "BR-38" if part.is_charge else "BR-33"
        if not (part.reason or part.reason_code):
            yield Finding(rule, "BG-20 BG-21", "an allowance or charge has a reason")
        if part.amount < 0:
            yield Finding("O2C-SIGN", "BT-92 BT-99", "the amount of an allowance or charge is not below zero")
        if (part.base is None) is not (part.percent is None):
            yield Finding("PEPPOL-EN16931-R041", "BT-93 BT-100", "a percentage and its base come together")
        elif part.base is not None and part.percent is not None:
            yield from equal("PEPPOL-EN16931-R040", "BT-92", part.amount, part.base * part.percent / 100, 2 * CENT)


EVERYWHERE: Sequence[Check] = (
    document, traders, sums, accounting, decimals, lines, taxes, categories, payment, references, adjustments,
)  # fmt: skip


def missing(rule: str, place: str, value: object, what: str) -> Iterator[Finding]:
    if not value:
        yield Finding(rule, place, f"{what} is missing")


def equal(rule: str, place: str, stated: Decimal, due: Decimal, slack: Decimal = ZERO) -> Iterator[Finding]:
    if abs(stated - due) > slack:
        yield Finding(rule, place, f"{stated} is stated, {due} is right")


def in_order(rule: str, place: str, period: Period | None) -> Iterator[Finding]:
    if period is not None and period.start and period.end and period.end < period.start:
        yield Finding(rule, place, "a period ends before it begins")


def iban_fits(iban: str) -> bool:
    """ISO 13616: check digits modulo 97."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", iban):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
