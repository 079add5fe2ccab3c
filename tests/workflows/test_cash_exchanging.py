"""Money in another currency clears what it names by the bank's word or the day's published rate, else a person does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading
from tests.workflows.cash_builders import DAY, NOW, World, entry, item
from workflows.cash.amounts import Line
from workflows.cash.deciding import decide_payment
from workflows.cash.exchanging import PublishedRates
from workflows.cash.handlers import advise_remittance
from workflows.cash.model import Payment
from workflows.cash.worklist import suggestions
from workflows.catalogue import ExchangeRate
from workflows.commands import AdviseRemittance, DecidePayment, Source
from workflows.errors import BadDecision
from workflows.integrity import on_account, open_items, payments
from workflows.ledger.chart import Chart
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind
from workflows.ledger.valuation import Rates, settled_with, valued
from workflows.statements.account import account

D = Decimal
ONE, TWO = "DE-2026-00301", "DE-2026-00302"
ISSUED = date(2026, 2, 20)


def world(*items: Any, rates: tuple[tuple[str, date, str], ...] = ()) -> World:
    """Documents with their postings, and rates in units for one euro."""
    made = World(*items)
    for currency, on, rate in rates:
        made.uow.rates.put(ExchangeRate(f"{currency}|{on}", currency, on, D(rate)))
    for each in items:
        legs = [(AccountKind.RECEIVABLE, each.original), (AccountKind.REVENUE, -each.original)]
        post(
            made.uow, company=each.company, on=each.issue_date, currency=each.currency, document=each.document,
            text="invoice", lines=[leg(made.desk, each.company, kind, value) for kind, value in legs],
        )  # fmt: skip
    return made


def usd(document: str = ONE, amount: str = "110.00") -> Any:
    return item(document, "K1", amount, currency="USD")


RATES = (("USD", ISSUED, "1.1"), ("USD", DAY, "1.11"))


def pay(made: World, amount: str, *texts: str, **more: Any) -> Payment:
    (payment,) = made.pay(entry(amount, *texts, payer_iban="DE11", payer_name="Anker Werft", **more))
    return made.payment(payment.id)


def sound(made: World) -> bool:
    rows = made.uow.allocations.where()
    return not [*on_account(made.uow), *payments(made.uow, rows), *open_items(made.uow, rows)]


def in_euros(made: World) -> dict[AccountKind, Decimal]:
    """The balances of the books in their own currency."""
    found: dict[AccountKind, Decimal] = {}
    entries = made.uow.entries.where(company="DE10")
    for each in valued(entries, "EUR", Rates(made.uow), Chart(), settled_with(made.uow)):
        for line in each.lines:
            found[line.line.kind] = found.get(line.line.kind, D(0)) + line.debit - line.credit
    return {kind: amount for kind, amount in found.items() if amount}


def test_what_the_bank_says_was_sent_clears_the_document_and_leaves_the_realised_loss() -> None:
    made = world(usd(), rates=RATES)
    payment = pay(made, "99.10", ONE, instructed_amount=D("110.00"), instructed_currency="USD")
    assert (made.open(ONE), payment.unapplied) == (0, 0)
    (row,) = made.uow.allocations.where(payment=payment.id)
    assert (row.amount, row.currency, row.paid, row.rule) == (110, "USD", D("99.10"), "reference_exchanged")
    assert "110.00 USD sent" in row.proof and "exchange difference -0.90 EUR" in row.proof
    assert in_euros(made) == {
        AccountKind.BANK: D("99.10"), AccountKind.REVENUE: D("-100.00"), AccountKind.FX: D("0.90"),
    }  # fmt: skip
    assert sound(made)


def test_a_gain_is_on_the_account_of_gains() -> None:
    made = world(usd(), rates=RATES)
    pay(made, "101.50", ONE, instructed_amount=D("110.00"), instructed_currency="USD")
    assert in_euros(made)[AccountKind.FX] == D("-1.50")
    keys = {line.account for each in made.uow.entries.where() for line in each.lines if line.kind is AccountKind.FX}
    assert keys == {"fx"}  # a chart without accounts of exchange names the kind
    assert sound(made)


def test_the_days_rate_proves_it_within_the_tolerance() -> None:
    made = world(usd(), rates=RATES)
    payment = pay(made, "98.80", ONE)
    assert (made.open(ONE), payment.unapplied) == (0, 0)
    assert "by the rate of 2026-03-10" in made.uow.allocations.where(payment=payment.id)[0].proof
    assert in_euros(made)[AccountKind.FX] == D("1.20")


def test_foreign_money_on_a_document_at_home() -> None:
    made = world(item(ONE, "K1", "100.00"), rates=RATES)
    (payment,) = made.pay(
        entry("111.00", ONE, payer_iban="DE11", currency="USD"), number="9"
    )  # fmt: skip
    payment = made.payment(payment.id)
    assert (made.open(ONE), payment.unapplied) == (0, 0)
    assert in_euros(made) == {AccountKind.BANK: 100, AccountKind.REVENUE: -100}
    assert sound(made)


@pytest.mark.parametrize(
    ("amount", "text", "more", "rates"),
    [
        ("99.10", ONE, {}, ()),  # no rate
        ("99.10", ONE, {}, (("USD", date(2026, 3, 5), "1.11"),)),  # a rate of another week
        ("99.10", ONE, {}, (("USD", date(2026, 3, 11), "1.11"),)),  # a later rate
        ("97.00", ONE, {}, RATES),  # too little
        ("101.00", ONE, {}, RATES),  # too much
        ("99.10", "DANKE", {}, RATES),  # names nothing
        ("99.10", f"{ONE} DE-2026-09999", {}, RATES),  # names something unknown besides
        ("99.10", ONE, {"instructed_amount": D("109.00"), "instructed_currency": "USD"}, RATES),
    ],
)
def test_anything_unclear_waits_for_a_person(amount: str, text: str, more: Any, rates: Any) -> None:
    made = world(usd(), rates=rates)
    payment = pay(made, amount, text, **more)
    assert (made.open(ONE), payment.unapplied) == (110, D(amount))
    assert payment.held


def test_a_stranger_and_a_name_alone_prove_no_exchange() -> None:
    made = world(usd(), rates=RATES)
    (payment,) = made.pay(entry("99.10", ONE, payer_name="Nobody Ltd", payer_iban="XX1"))
    assert made.payment(payment.id).unapplied == D("99.10")


def test_an_amount_that_is_due_in_the_moneys_own_currency_makes_it_doubtful() -> None:
    made = world(usd(), item(TWO, "K1", "99.10"), rates=RATES)
    assert pay(made, "99.10", ONE).unapplied == D("99.10")


def test_several_documents_share_the_money_to_the_cent() -> None:
    made = world(usd(), usd(TWO, "55.55"), rates=RATES)
    payment = pay(made, "149.00", f"{ONE} {TWO}", instructed_amount=D("165.55"), instructed_currency="USD")
    rows = made.uow.allocations.where(payment=payment.id)
    assert sum(row.money for row in rows) == D("149.00") and payment.unapplied == 0
    assert (made.open(ONE), made.open(TWO)) == (0, 0)
    assert sound(made)


def test_a_return_opens_it_again_in_both_currencies() -> None:
    made = world(usd(), rates=RATES)
    pay(made, "99.10", ONE, instructed_amount=D("110.00"), instructed_currency="USD")
    (taken,) = made.pay(entry("-99.10", ONE, kind="return", payer_iban="DE11"), number="2")
    assert (made.open(ONE), made.payment(taken.id).unapplied) == (110, 0)
    assert in_euros(made)[AccountKind.RECEIVABLE] == D("99.10")  # it was lost once; now it is owed at the day's rate
    assert sound(made)


def test_a_person_accepts_what_waits_with_both_amounts_said() -> None:
    made = world(usd(), rates=RATES)
    payment = pay(made, "97.00", ONE)
    (proposed,) = suggestions(payment.id, made.uow, DAY)
    assert proposed.lines == (Line(ONE, D("107.67"), paid=D("97.00")),)
    with pytest.raises(BadDecision, match="say both"):
        decide(made, payment, Line(ONE, D("97.00")))
    decide(made, payment, *proposed.lines)
    assert (made.open(ONE), made.payment(payment.id).unapplied) == (D("2.33"), 0)
    assert sound(made)


def decide(made: World, payment: Payment, *lines: Line) -> None:
    decide_payment(DecidePayment(payment.id, "apply", "sam", lines), made.uow, made.desk, NOW)


@pytest.mark.parametrize("line", [Line(ONE, D("110"), paid=D("99.101")), Line(ONE, D("110"), paid=D("-1"))])
def test_an_amount_that_does_not_exist_is_put_on_nothing(line: Line) -> None:
    made = world(usd(), rates=RATES)
    payment = pay(made, "97.00", ONE)
    with pytest.raises(BadDecision):
        decide(made, payment, line)


def test_the_customers_account_balances_in_each_currency() -> None:
    made = world(usd(), rates=RATES)
    pay(made, "99.10", ONE, instructed_amount=D("110.00"), instructed_currency="USD")
    found = account(made.uow, "K1", "DE10").movements()
    assert {currency: lines[-1].balance for currency, lines in found.items()} == {"USD": 0, "EUR": 0}


@pytest.mark.parametrize(("sent", "applied"), [("165.55", True), ("165.00", False)])
def test_an_advice_in_the_documents_currency_shares_what_the_bank_says_was_sent(sent: str, applied: bool) -> None:
    made = world(usd(), usd(TWO, "55.55"), rates=RATES)
    advise(made, ((ONE, "110.00"), (TWO, "55.55")), "USD")
    payment = pay(made, "149.00", "AVIS-77123", instructed_amount=D(sent), instructed_currency="USD")
    rows = made.uow.allocations.where(payment=payment.id)
    assert (sum(row.money for row in rows) == D("149.00"), made.open(ONE) == 0) == (applied, applied)
    assert {row.rule for row in rows} == ({"advice_exchanged"} if applied else set())
    assert sound(made)


def test_money_of_which_the_bank_says_that_nothing_was_sent_is_shared_among_nothing() -> None:
    made = world(usd(), usd(TWO, "-110.00"), rates=RATES)
    advise(made, ((ONE, "110.00"), (TWO, "-110.00")), "USD")
    payment = pay(made, "149.00", "AVIS-77123", instructed_amount=D("0.00"), instructed_currency="USD")
    assert payment.unapplied == D("149.00") and made.open(ONE) == 110
    assert sound(made)


def advise(made: World, lines: tuple[tuple[str, str], ...], currency: str) -> None:
    told = reading.Remittance(
        payment_date=DAY, total=sum((D(amount) for _, amount in lines), D(0)), currency=currency,
        reference="AVIS-77123",
        lines=tuple(reading.RemittanceLine(name, D(amount), None, None) for name, amount in lines),
    )  # fmt: skip
    source = Source("m1", "<m1@x.example>", "ap@k1.example", "Avis", (), "de", True)
    advise_remittance(AdviseRemittance(source, "K1", told), made.uow, made.desk, NOW)


def test_rates_between_two_foreign_currencies_go_over_the_euro() -> None:
    made = world(rates=(("USD", DAY, "1.1"), ("CHF", DAY, "0.99")))
    assert PublishedRates(made.uow).between("USD", "CHF", DAY) == D("0.99") / D("1.1")
    assert replace(usd()).currency == "USD"
