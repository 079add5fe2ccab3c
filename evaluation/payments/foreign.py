"""Situations that the ordinary mixes lack: other wording, names written otherwise, traps where nothing may be moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from evaluation.payments import distortion
from evaluation.payments.book import TODAY, Account, draw_iban
from evaluation.payments.lines import Draw, Line, Put, discount_of, full, last_discount_day
from evaluation.payments.misnaming import misnamed
from workflows.cash.slips import one_slip_apart
from workflows.ledger.model import OpenItem

Situation = Callable[[Draw], list[Line]]
CENT = Decimal("0.01")
SENTENCES = (
    "{ref}", "Zahlung zu {ref}", "Re.-Nr.: {ref} v. {date}", "RECHN-NR {ref}/KD {customer}", "Rg {ref} {amount} EUR",
    "{ref} Beleg {own}", "Betrifft: {ref} // Danke", "SVWZ+RE {ref} {date}", "EREF+{own} SVWZ+{ref}", "Ihre Rg. {ref}",
    "/INV/{ref} {day}", "/RFB/{own}/ROC/{ref}", "{ref} BETRAG {amount}", "Nr {ref} Lief. {delivery}", "{ref}; {own}",
    "FACTURE N.: {ref}", "N° DE FACTURE {ref} ECH {date}", "Paiement fact. {ref}", "VIR SEPA {ref} {own}",
    "REGLT FACT {ref} DU {date} MT {amount}", "{ref} CDE {po}", "REF CLIENT {customer} FACT {ref}", "MOTIF: {ref}",
    "INV# {ref}", "INVOICE:{ref};DATE:{day}", "BILL PAYMENT {ref}", "{customer} {ref}", "PYMT INV {ref} PO {po}",
    "FPS {ref}", "Your invoice no. {ref}, our ref. {own}", "{ref}-{customer}", "inv.{ref} tel 0{delivery}",
    "{ref} IBAN DE{delivery}00{own}", "PURP+SUPP SVWZ+{ref}", "{own} / {ref} / {amount}", "KW 11 {ref}",
)  # fmt: skip
LISTS = (
    "Rechnungen: {refs}", "RG-NR. {refs}", "{refs} lt. Aufstellung", "SVWZ+{refs}", "Zahlung {refs} KD {customer}",
    "FACT.: {refs}", "PAIEMENT {refs}", "INVS {refs} TOTAL {amount}", "{refs}", "YOUR INVOICES {refs}",
)  # fmt: skip
SILENT = (
    "Zahlung lt. Vereinbarung", "Ueberweisung Kto 4711", "Dauerauftrag", "REGLEMENT FOURNISSEUR", "VIR DU {day}",
    "PAIEMENT", "SUPPLIER PAYMENT", "TRANSFER", "BACS {own}", "Kd. {customer}", "Lieferantenzahlung", "Monat {day}",
    "BGC FROM {customer}", "ONLINE PAYMENT", "EREF+{own}", "PURP+SUPP",
)  # fmt: skip


def _text(draw: Draw, table: tuple[str, ...], account: Account, amount: Decimal, when: object, **values: str) -> str:
    rng = draw.rng
    template = rng.choice(table)
    day = TODAY - timedelta(days=rng.randrange(0, 30))
    given = {"po": "", "day": day.strftime(rng.choice(("%d.%m.%Y", "%y%m%d", "%d/%m", "%d%m%Y", "%m/%y"))), **values}
    return draw.fill(template, account, amount, when, **given)  # type: ignore[arg-type]


def _one(draw: Draw, name: str, reference: Callable[[str], str] = str, **changes: object) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = _text(draw, SENTENCES, account, item.open_amount, item.issue_date, ref=reference(item.document),
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
    text = _text(draw, SILENT, account, item.open_amount, item.issue_date)
    entry = draw.entry(account, item.open_amount, text, payer_name=misnamed(account.customer.name, draw.rng),
                       payer_iban=draw_iban("DE", draw.rng))  # fmt: skip
    return [Line(entry, "misnamed, amount", (full(item),), account.customer.number)]


def silent(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = _text(draw, SILENT, account, item.open_amount, item.issue_date)
    return [Line(draw.entry(account, item.open_amount, text), "silent", (full(item),), account.customer.number)]


# --- lists ------------------------------------------------------------------------------------------------------------


def _list(draw: Draw, name: str, write: Callable[[list[OpenItem], Draw], str], most: int = 6) -> list[Line]:
    found = draw.several(2, most)
    if not found:
        return []
    account, items = found
    total = sum((item.open_amount for item in items), Decimal(0))
    text = _text(draw, LISTS, account, total, items[0].issue_date, refs=write(items, draw))
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
    text = _text(draw, LISTS, account, amount, items[0].issue_date, refs=refs)
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
            text = _text(draw, LISTS, account, amount, when, refs=refs) + " Skonto"
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
                text = _text(draw, LISTS, account, amount, item.issue_date, refs=f"{item.document}, {other.document}")
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
    text = _text(draw, SENTENCES, account, item.open_amount, item.issue_date, ref=item.document, po=item.po_number)
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


# --- nothing may be moved, or not all of it --------------------------------------------------------------------------


def _strange(
    draw: Draw, name: str, amount: Decimal, currency: str, company: str, text: str, **changes: object
) -> list[Line]:
    return [Line(draw.raw(company, amount, currency, texts=(text,), **changes), name, (), "")]


def paid_already_again(draw: Draw) -> list[Line]:
    """A settled invoice is named whole by its customer; the amount is that of an open one, too."""
    found = draw.account(1)
    if not found or not found[0].settled:
        return []
    account, free = found
    former = draw.rng.choice(account.settled)
    amount = draw.rng.choice((abs(former.original), free[0].open_amount))
    text = _text(draw, SENTENCES, account, amount, former.issue_date, ref=former.document)
    entry = draw.entry(account, amount, text)
    return [Line(entry, "settled one named", (), account.customer.number)]


def wages_and_goods(draw: Draw) -> list[Line]:
    """Money of suppliers, insurers, staff and offices, sometimes of an amount that is open, with numbers like ours."""
    rng = draw.rng
    account = rng.choice(draw.book.accounts)
    amount = Decimal(rng.randrange(500, 900_000)) / 100
    if account.items and rng.random() < 0.5:
        amount = abs(account.items[0].open_amount)
    number = rng.choice((f"{rng.randrange(10**4, 10**9)}", draw.own_reference(), f"RE-2026-{rng.randrange(10**6):06d}"))
    text, name = rng.choice((
        (f"GUTSCHRIFT {number} RETOURE", "Stahlhandel Nord AG"), (f"Schaden {number}", "Allgemeine Versicherungs AG"),
        (f"REMBOURSEMENT SINISTRE {number}", "Mutuelle du Rhône"), (f"RENT Q1 UNIT {number}", "Oak Tenant Ltd"),
        (f"Stromabrechnung Guthaben {number}", "Stadtwerke"), (f"LOHNFORTZAHLUNG U1 {number}", "Krankenkasse Nord"),
        (f"REMB TROP PERCU {number}", "EDF Pro"), (f"CARD REFUND {number}", "Travel Card Services"),
    ))  # fmt: skip
    return _strange(draw, "others' money", amount, account.customer.currency, account.customer.company, text,
                    payer_name=name, payer_iban=draw_iban("DE", rng))  # fmt: skip


def payout(draw: Draw) -> list[Line]:
    """A payment provider's net sum for many sales: no invoice by itself, whatever number stands in its text."""
    rng = draw.rng
    account = rng.choice(draw.book.accounts)
    amount = (
        abs(account.items[0].open_amount) if account.items and rng.random() < 0.5 else Decimal(rng.randrange(1, 9999))
    )
    text, name = rng.choice((
        (f"STRIPE PAYOUT po_{rng.randrange(10**8)}", "Stripe Payments Europe"),
        (f"PAYPAL *{rng.randrange(10**10)}", "PayPal"),
        (f"ADYEN BATCH {rng.randrange(10**4)} M{rng.randrange(10**6)}", "Adyen N.V."),
        (f"KARTENUMSATZ TERMINAL {rng.randrange(10**8)}", "Girocard Netz"),
    ))  # fmt: skip
    return _strange(draw, "payout", amount, account.customer.currency, account.customer.company, text, payer_name=name,
                    payer_iban=draw_iban("FR", rng))  # fmt: skip


def advance_paid(draw: Draw) -> list[Line]:
    """Paid ahead for an order that is not invoiced: the amount is nothing's, or an open one's by chance."""
    found = draw.account(1)
    if not found:
        return []
    account, free = found
    amount = free[0].open_amount if draw.rng.random() < 0.3 else Decimal(draw.rng.randrange(100, 9000))
    text = draw.rng.choice(("Anzahlung Auftrag {n}", "VORKASSE {n}", "ACOMPTE COMMANDE {n}", "DEPOSIT ORDER {n}",
                            "Proforma {n}", "PREPAYMENT {n}")).format(n=draw.rng.randrange(10**4, 10**6))  # fmt: skip
    return [Line(draw.entry(account, amount, text), "paid ahead", (), account.customer.number)]


def not_invoiced_here(draw: Draw) -> list[Line]:
    """A number that is no invoice of ours beside the amount of an open one: a supplier's habit, or another branch's."""
    found = draw.account(1)
    if not found or not draw.book.unknown:
        return []
    account, free = found
    amount, number = free[0].open_amount, draw.rng.choice(draw.book.unknown)
    if any(one_slip_apart(number, item.document) for item in account.items):
        return []  # nobody can tell it from a slip of the pen
    text = _text(draw, SENTENCES[:12], account, amount, TODAY, ref=number)
    return [Line(draw.entry(account, amount, text), "unknown number, open amount", (), account.customer.number)]


def internal(draw: Draw) -> list[Line]:
    rng = draw.rng
    account = rng.choice(draw.book.accounts)
    text = rng.choice(("Umbuchung", "CASHPOOL", "Liquiditaetsausgleich", "VIR TRESO", "SWEEP", "Konzernclearing"))
    company = account.customer.company
    other = rng.choice([code for code in ("DE10", "FR10", "GB10") if code != company])
    amount = abs(account.items[0].open_amount) if account.items else Decimal(100)
    kind = rng.choice(("internal", "credit_transfer", "other"))
    return _strange(draw, "own money", amount, account.customer.currency, company, text, kind=kind,
                    payer_name=f"Muster {other} GmbH")  # fmt: skip


def refund_of_ours(draw: Draw) -> list[Line]:
    """We paid a customer back: money that goes out."""
    found = draw.account(1)
    if not found:
        return []
    account, free = found
    item = free[0]
    entry = draw.entry(account, -item.open_amount, f"Rueckzahlung {item.document}")
    return [Line(entry, "our own refund", (), account.customer.number)]


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
    "settled one named": (paid_already_again, 40),
    "others' money": (wages_and_goods, 40),
    "payout": (payout, 25),
    "paid ahead": (advance_paid, 25),
    "unknown number, open amount": (not_invoiced_here, 40),
    "own money": (internal, 15),
    "our own refund": (refund_of_ours, 5),
}
