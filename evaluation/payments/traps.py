"""Traps: money that looks like a customer's payment of a document, and is none."""

from __future__ import annotations

from decimal import Decimal

from evaluation.payments.book import TODAY, draw_iban
from evaluation.payments.foreign_wording import SENTENCES, worded
from evaluation.payments.lines import Draw, Line
from workflows.cash.slips import one_slip_apart


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
    text = worded(draw, SENTENCES, account, amount, former.issue_date, ref=former.document)
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
    text = worded(draw, SENTENCES[:12], account, amount, TODAY, ref=number)
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
