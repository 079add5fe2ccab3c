"""Invoices and credit notes: sums to the cent, tax by group, open items, entries, letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, company, customer, desk, product, receivable
from workflows.catalogue import RevenueKind
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.handlers import issue, issue_credit_note, take_over
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import draft_of, mention_keys, share, supplied_on
from workflows.ledger.model import AccountKind
from workflows.letters import LetterKind, LetterStatus
from workflows.ports import Desk


def invoiced(uow: FakeUnitOfWork, own: Desk, *goods: tuple[str, str, str], buyer: str = "K1") -> Invoice:
    """An invoice of (sku, quantity, price)."""
    row = uow.customers.get(buyer)
    drafts = [
        draft_of(uow.products.get(sku), "de", Decimal(quantity), Decimal(price)) for sku, quantity, price in goods
    ]
    return issue(uow, own, NOW, company=own.company("DE01"), customer=row, currency=row.currency, drafts=drafts)


def taken(uow: FakeUnitOfWork, own: Desk, **given: object) -> Invoice | None:
    facts: dict[str, object] = {
        "number": "ALT-1", "customer": "K1", "company": "DE01", "issue_date": date(2026, 1, 1),
        "due_date": date(2026, 1, 31), "total": Decimal("119.00"), "open_amount": Decimal("119.00"), "currency": "EUR",
    }  # fmt: skip
    return take_over(uow, own, NOW, **{**facts, **given})  # type: ignore[arg-type]


def test_lines_are_rounded_half_up_and_tax_once_for_each_rate() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "3", "0.335"), ("PUMP", "1", "0.01"), ("BOOK", "1", "10.00"))
    assert [line.net for line in invoice.lines] == [Decimal("1.01"), Decimal("0.01"), Decimal("10.00")]
    assert [(total.rate, total.base, total.tax) for total in invoice.taxes] == [
        (Decimal(7), Decimal("10.00"), Decimal("0.70")), (Decimal(19), Decimal("1.02"), Decimal("0.19")),
    ]  # fmt: skip
    assert (invoice.net, invoice.tax, invoice.total) == (Decimal("11.02"), Decimal("0.89"), Decimal("11.91"))


def test_an_invoice_is_due_after_the_customers_terms_and_is_sent_to_its_first_address() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    item = uow.open_items.get(invoice.number)
    assert (item.original, item.open_amount, item.due_date) == (Decimal(119), Decimal(119), TODAY + timedelta(days=30))
    (letter,) = uow.letters.where(kind=LetterKind.INVOICE)
    assert letter.to == ("einkauf@kunde.example",) and letter.attach == (f"invoice:{invoice.number}",)


def test_a_customer_without_an_address_gets_an_invoice_that_waits_for_a_person() -> None:
    uow, own = books(customer(emails=())), desk()
    invoiced(uow, own, ("PUMP", "1", "100.00"))
    (letter,) = uow.letters.where()
    assert letter.state is LetterStatus.FAILED and letter.why


def test_revenue_stands_on_the_finest_account_that_the_chart_has() -> None:
    uow, own = books(customer(country="FR", vat_id="FR24226238574")), desk()
    invoiced(uow, own, ("PUMP", "1", "100.00"))
    (entry,) = uow.entries.where()
    assert [(line.kind, line.account) for line in entry.lines] == [
        (AccountKind.RECEIVABLE, "1400"), (AccountKind.REVENUE, "8125"),
    ]  # fmt: skip


def test_an_invoice_of_nothing_is_posted_without_an_entry() -> None:
    uow, own = books(), desk()
    assert invoiced(uow, own, ("PUMP", "1", "0.00")).total == 0
    assert uow.entries.where() == []


def test_the_sentences_of_an_invoice_are_named() -> None:
    uow, own = books(customer(country="FR", vat_id="FR24226238574")), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    assert mention_keys(invoice) == ("intra_eu_goods", "supply_on_issue_date", "no_discount", "late_payment")
    assert "supply_on_issue_date" not in mention_keys(replace(invoice, delivery_date=date(2026, 3, 1)))


def test_an_invoice_states_the_day_of_issue_as_that_of_supply_only_where_nothing_else_says_when() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    (line,) = invoice.lines
    for known in ({"period_start": date(2026, 1, 1), "period_end": date(2026, 1, 31)}, {"revenue": DEPOSIT}):
        without = replace(invoice, lines=(replace(line, **known),))
        assert supplied_on(without) is None and "supply_on_issue_date" not in mention_keys(without)
    assert supplied_on(invoice) == NOW.date()
    assert supplied_on(replace(invoice, delivery_date=date(2026, 3, 1))) == date(2026, 3, 1)


def test_a_credit_note_of_everything_is_the_invoices_mirror_and_closes_it() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "3", "33.33"), ("BOOK", "7", "1.99"))
    note = issue_credit_note(uow, own, NOW, invoice=invoice, reason="wrong_item", actor="anna")
    assert (note.lines, note.taxes, note.total) == (invoice.lines, invoice.taxes, invoice.total)
    assert uow.open_items.get(invoice.number).open_amount == uow.open_items.get(note.number).open_amount == 0
    assert receivable(uow, "K1") == 0


def test_a_credit_by_amount_takes_the_rates_in_proportion() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"), ("BOOK", "10", "10.00"))  # 119.00 and 107.00
    note = issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal("22.60"), reason="price", actor="a")
    assert [(total.rate, total.base + total.tax) for total in note.taxes] == [
        (Decimal(7), Decimal("10.70")), (Decimal(19), Decimal("11.90")),
    ]  # fmt: skip
    assert uow.open_items.get(invoice.number).open_amount == Decimal("203.40")


def test_a_credit_of_quantities_keeps_the_price() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "5", "100.00"))
    note = issue_credit_note(uow, own, NOW, invoice=invoice, lines=((1, Decimal(2)),), reason="quantity", actor="anna")
    assert (note.lines[0].quantity, note.lines[0].unit_price, note.total) == (2, 100, Decimal("238.00"))


@pytest.mark.parametrize("amount", ["119.01", "200.00"])
def test_never_more_is_credited_than_is_left(amount: str) -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    with pytest.raises(Exceeds):
        issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal(amount), reason="price", actor="anna")
    issue_credit_note(uow, own, NOW, invoice=invoice, reason="price", actor="anna")
    with pytest.raises(Exceeds):
        issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal("0.01"), reason="price", actor="anna")


@pytest.mark.parametrize("amount", ["0", "-1", "1.001"])
def test_an_impossible_amount_is_refused(amount: str) -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    with pytest.raises(ValueError, match="cannot be credited"):
        issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal(amount), reason="price", actor="anna")


def test_a_credit_on_a_paid_invoice_stays_the_customers() -> None:
    uow, own = books(), desk()
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"))
    uow.open_items.put(replace(uow.open_items.get(invoice.number), open_amount=Decimal("9.00")))
    note = issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal("19.00"), reason="price", actor="a")
    assert uow.open_items.get(invoice.number).open_amount == 0
    assert uow.open_items.get(note.number).open_amount == Decimal("-10.00")


def test_a_credit_note_is_not_credited() -> None:
    uow, own = books(), desk()
    note = issue_credit_note(
        uow, own, NOW, invoice=invoiced(uow, own, ("PUMP", "1", "100.00")), reason="price", actor="anna"
    )
    with pytest.raises(Contradicts):
        issue_credit_note(uow, own, NOW, invoice=note, reason="price", actor="anna")


def test_a_taken_over_invoice_is_credited_with_the_tax_it_must_have_borne() -> None:
    uow, own = books(), desk()
    invoice = taken(uow, own)
    assert invoice is not None
    note = issue_credit_note(uow, own, NOW, invoice=invoice, gross_amount=Decimal("11.90"), reason="price", actor="a")
    assert (note.net, note.tax, note.corrects) == (Decimal("10.00"), Decimal("1.90"), "ALT-1")
    assert uow.open_items.get("ALT-1").open_amount == Decimal("107.10")


def test_taking_over_the_same_document_again_changes_nothing() -> None:
    uow, own = books(), desk()
    assert taken(uow, own, dunning_level=1) is not None
    uow.open_items.put(replace(uow.open_items.get("ALT-1"), open_amount=Decimal("1.00"), dunning_level=2))
    assert taken(uow, own, dunning_level=1) is None
    assert uow.open_items.get("ALT-1").open_amount == 1 and len(uow.entries.where()) == 1


@pytest.mark.parametrize(
    "given", [{"open_amount": Decimal("100.00")}, {"total": Decimal("120.00")}, {"due_date": date(2026, 2, 1)}]
)
def test_taking_it_over_with_other_content_is_refused(given: dict[str, object]) -> None:
    uow, own = books(), desk()
    taken(uow, own)
    with pytest.raises(Contradicts):
        taken(uow, own, **given)


def test_a_dunned_item_counts_as_raised_on_the_day_of_its_import() -> None:
    uow, own = books(), desk()
    taken(uow, own, dunning_level=2)
    taken(uow, own, number="ALT-2")
    assert uow.open_items.get("ALT-1").level_raised_on == TODAY
    assert uow.open_items.get("ALT-2").level_raised_on is None


def test_a_credit_note_taken_over_is_owed_to_the_customer() -> None:
    uow, own = books(), desk()
    taken(uow, own, total=Decimal("-50.00"), open_amount=Decimal("-20.00"))
    assert uow.open_items.get("ALT-1").open_amount == receivable(uow, "K1") == Decimal("-20.00")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"customer": "K9"}, NotFound),
        ({"company": "XX"}, NotFound),
        ({"open_amount": Decimal("119.01")}, Exceeds),
        ({"open_amount": Decimal("-1")}, Exceeds),
        ({"open_amount": Decimal("1.001")}, Exceeds),
        ({"dunning_level": 4}, Exceeds),
    ],
)
def test_a_document_that_cannot_be_is_not_taken_over(given: dict[str, object], error: type[Exception]) -> None:
    uow, own = books(), desk()
    with pytest.raises(error):
        taken(uow, own, **given)
    assert uow.invoices.where() == uow.entries.where() == []


def test_services_and_goods_to_a_member_state_stand_in_two_tax_groups() -> None:
    uow, own = books(customer(country="FR", vat_id="FR24226238574")), desk(company())
    uow.products.add(product("DAY", "800.00", revenue=RevenueKind.SERVICE))
    invoice = invoiced(uow, own, ("PUMP", "1", "100.00"), ("DAY", "1", "800.00"))
    assert [(total.category, total.exemption_code) for total in invoice.taxes] == [
        ("AE", "VATEX-EU-AE"), ("K", "VATEX-EU-IC"),
    ]  # fmt: skip


def test_shares_are_exact_to_the_cent() -> None:
    assert share(Decimal("0.10"), [Decimal(1)] * 3, "EUR") == (Decimal("0.04"), Decimal("0.03"), Decimal("0.03"))
