"""Money that nothing may be done with: of settled documents, of strangers, of the desk itself."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from evaluation.payments import wording
from evaluation.payments.book import TODAY, draw_iban
from evaluation.payments.lines import Draw, Line


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
