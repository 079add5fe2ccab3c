"""What a receipt pays: applied only with proof, the rest named; nothing because it is the oldest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import DAY, World, entry, item
from workflows.disputes.model import CaseKind, PromiseStatus, PromiseToPay
from workflows.ledger.creditor_reference import qr_reference

A = item("DE-2026-00314", "K1", "500.00", po_number="PO-74408")
B = item("DE-2026-00390", "K1", "120.00")
C = item("DE-2025-00238", "K2", "75.50", issue_date=date(2025, 12, 1))
LEGACY = item("310004711", "K1", "61.00")
CREDIT = item("GDE-2026-00007", "K1", "-50.00")
WITH_DISCOUNT = replace(A, discount_percent=Decimal(2), discount_days=14, issue_date=date(2026, 2, 23))


def from_anker(amount: str, *texts: str, **changes: object):  # type: ignore[no-untyped-def]
    return entry(amount, *texts, **{"payer_name": "Anker Werft GmbH", "payer_iban": "DE11", **changes})


@pytest.mark.parametrize(
    "text",
    [
        "DE-2026-00314", "de 2026 00314", "DE2026/00314", "RECHNUNG DE-2026-00314 V. 20.02.26", "RE. 314 V. 20.02.26",
        "RG 2026-314", "RE 314/2026", "FACT 314", "INV 00314 KD K1", "DE 314", "RNR 26/314", "BESTELLUNG PO-74408",
        "PO 74408", "2026/00314", "DE-2026-003 14",
    ],
)  # fmt: skip
def test_an_own_number_is_found_in_any_form(text: str) -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("500.00", text))
    assert world.rows(payment) == [("DE-2026-00314", "500.00", "0", "0")]


def test_a_number_wrapped_between_two_pieces_is_one_number() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("120.00", "ZAHLUNG DE-202", "6-00390 DANKE"))
    assert world.rows(payment) == [("DE-2026-00390", "120.00", "0", "0")]


def test_a_structured_creditor_reference_names_its_invoice() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("120.00", structured=("RF61DE202600390",)))
    assert world.rows(payment) == [("DE-2026-00390", "120.00", "0", "0")]


def test_a_swiss_qr_reference_names_the_invoice_that_it_was_made_of() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("120.00", structured=(qr_reference("DE-2026-00390"),)))
    assert world.rows(payment) == [("DE-2026-00390", "120.00", "0", "0")]


@pytest.mark.parametrize("text", ["DE-2026-00314 DE-2026-00390", "RE 314 + 390", "RE 314, 390", "FACT 314 ET 390"])
def test_several_numbers_are_paid_together(text: str) -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("620.00", text))
    assert [row[0] for row in world.rows(payment)] == ["DE-2026-00314", "DE-2026-00390"]


@pytest.mark.parametrize(
    ("value_date", "discount"),
    [(date(2026, 3, 9), "10.00"), (date(2026, 3, 12), "10.00"), (date(2026, 3, 13), "0")],
)
def test_a_discount_counts_by_value_date_with_its_days_of_grace(value_date: date, discount: str) -> None:
    world = World(WITH_DISCOUNT)
    (payment,) = world.pay(from_anker("490.00", "DE-2026-00314 ABZGL SKONTO", value_date=value_date))
    assert world.rows(payment) == [("DE-2026-00314", "490.00", discount, "0")]
    assert world.open("DE-2026-00314") == (0 if discount != "0" else 10)
    assert bool(world.uow.cases.where(kind=CaseKind.SHORT_PAYMENT)) is (discount == "0")


@pytest.mark.parametrize(
    ("amount", "charges", "written_off", "left"),
    [
        ("499.00", "0", "1.00", "0"),
        ("498.99", "0", "0", "1.01"),
        ("475.00", "25", "25.00", "0"),
        ("474.00", "26", "0", "26.00"),
    ],
)  # fmt: skip
def test_small_differences_and_stated_charges_are_written_off_up_to_their_limits(
    amount: str, charges: str, written_off: str, left: str
) -> None:
    world = World(A)
    (payment,) = world.pay(from_anker(amount, "DE-2026-00314", charges=Decimal(charges)))
    assert world.rows(payment) == [("DE-2026-00314", amount, "0", written_off)]
    assert world.open("DE-2026-00314") == Decimal(left)


def test_a_deduction_without_ground_leaves_the_rest_open_and_opens_one_case() -> None:
    world = World(A)
    world.pay(from_anker("450.00", "DE-2026-00314 ABZGL PREISDIFFERENZ 50,00"))
    (case,) = world.uow.cases.where()
    assert (case.kind, case.invoices, case.amount) == (CaseKind.SHORT_PAYMENT, ("DE-2026-00314",), 50)
    assert world.open("DE-2026-00314") == 50


@pytest.mark.parametrize("text", ["TEILZAHLUNG DE-2026-00314", "1ERE ECHEANCE DE-2026-00314", "PART INV 314"])
def test_a_part_payment_that_says_so_opens_no_case(text: str) -> None:
    world = World(A)
    world.pay(from_anker("200.00", text))
    assert (world.open("DE-2026-00314"), world.uow.cases.where()) == (300, [])


def test_more_than_owed_stays_unapplied_with_the_customer() -> None:
    world = World(A)
    (payment,) = world.pay(from_anker("509.00", "DE-2026-00314"))
    assert (payment.unapplied, payment.customer, world.open("DE-2026-00314")) == (9, "K1", 0)


def test_a_credit_note_taken_is_a_negative_row() -> None:
    for text in ("DE-2026-00314 ABZGL GDE-2026-00007", "DE-2026-00314 ABZGL GUTSCHRIFT"):
        world = World(A, CREDIT)
        (payment,) = world.pay(from_anker("450.00", text))
        assert world.rows(payment) == [("DE-2026-00314", "500.00", "0", "0"), ("GDE-2026-00007", "-50.00", "0", "0")]
        assert world.open("GDE-2026-00007") == 0


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (from_anker("500.00", "DE-2026-00099"), "not in the books"),
        (from_anker("777.00", "DANKE"), "no amount fits"),
        (from_anker("120.00", "DE-2026-00314"), "another invoice"),
        (from_anker("500.00", "ANZAHLUNG NEUES PROJEKT"), "not in the books"),
        (from_anker("500.00", "RE 2025-8841"), "not in the books"),
        (from_anker("55.00", "DE-2025-00238"), "belongs to K2"),
        (entry("61.00", "OHNE ANGABE", payer_name="Anker Werft GmbH"), "name alone"),
        (entry("500.00", "RE 314", payer_name="Niemand"), "neither payer"),
        (entry("499.00", "DE-2026-00314 TEIL", payer_name="Niemand"), None),
        (entry("300.00", "DE-2026-00314", payer_name="Niemand"), "do not prove"),
    ],
)
def test_what_is_not_proven_is_not_applied(made, why: str | None) -> None:  # type: ignore[no-untyped-def]
    world = World(A, B, C, LEGACY)
    (payment,) = world.pay(made)
    if why is None:  # a whole number and a difference below the limit: nothing contradicts
        assert payment.unapplied == 0
    else:
        assert (payment.unapplied, world.rows(payment)) == (made.amount, [])
        assert why in payment.held


def test_a_closed_invoice_takes_no_second_payment() -> None:
    world = World(A, item("DE-2026-00315", "K1", "500.00"))
    first, second = world.pay(from_anker("500.00", "DE-2026-00314"), from_anker("500.00", "DE-2026-00314", position=2))
    assert (first.unapplied, second.unapplied, second.customer) == (0, 500, "K1")
    assert world.open("DE-2026-00315") == 500


def test_the_oldest_of_equal_invoices_is_not_taken() -> None:
    world = World(A, replace(A, document="DE-2026-00318", issue_date=date(2026, 1, 2), po_number=""))
    (payment,) = world.pay(from_anker("500.00", "DANKE"))
    assert (payment.unapplied, payment.held) == (500, "no document is named, and several sums fit")


def test_an_amount_without_a_number_needs_the_customers_own_account() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("620.00", "DANKE"))
    assert payment.unapplied == 0


def test_one_slip_in_a_number_that_exists_nowhere_is_seen_through() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("120.00", "DE-2026-00380"))
    assert world.rows(payment) == [("DE-2026-00390", "120.00", "0", "0")]


def test_a_slip_between_equal_amounts_is_not_guessed() -> None:
    world = World(B, replace(B, document="DE-2026-00341"))
    (payment,) = world.pay(from_anker("120.00", "DE-2026-00391"))
    assert payment.unapplied == 120


def test_a_groups_account_proves_nobody_without_a_whole_number() -> None:
    nord = item("DE-2026-00501", "K4", "90.00")
    for text, left in (("DE-2026-00501", 0), ("DANKE", 90)):
        world = World(nord)
        (payment,) = world.pay(entry("90.00", text, payer_iban="FR99", payer_name="CEDRE HOLDING SA"))
        assert payment.unapplied == left
        assert payment.customer == ("K4" if left == 0 else "")


def test_somebody_else_may_pay_with_the_whole_number_and_the_exact_amount() -> None:
    world = World(A, C)
    (payment,) = world.pay(from_anker("75.50", "DE-2025-00238"))
    assert (payment.customer, payment.unapplied) == ("K2", 0)


def test_money_in_another_currency_than_the_invoice_waits() -> None:
    world = World(replace(A, currency="CHF"))
    (payment,) = world.pay(from_anker("500.00", "DE-2026-00314"))
    assert (payment.unapplied, payment.held.partition(";")[0]) == (500, "DE-2026-00314 is in CHF, the money in EUR")


@pytest.mark.parametrize("text", ["1. RATE WIE VEREINBART", "DE-2026-00314", "RE 314 1. RATE"])
def test_a_promised_instalment_is_recognised_and_opens_no_case(text: str) -> None:
    world = World(A, B)
    promise = PromiseToPay(
        "P1", "K1", "DE10", ("DE-2026-00314",), DAY, Decimal("200.00"), "EUR", PromiseStatus.OPEN, "", DAY
    )
    world.uow.promises.add(promise)
    (payment,) = world.pay(from_anker("200.00", text))
    assert world.rows(payment) == [("DE-2026-00314", "200.00", "0", "0")]
    assert world.uow.cases.where() == []


@pytest.mark.parametrize("name", ["BIRKE MOEBEL KG", "Birke Mobel", "Birke Möbel K.G."])
def test_a_payer_without_account_is_known_by_name(name: str) -> None:
    world = World(C)
    (payment,) = world.pay(entry("75.50", "RE 238", payer_name=name))
    assert (payment.customer, payment.unapplied) == ("K2", 0)


def test_a_payer_cut_off_at_the_beginning_of_the_text_is_known() -> None:
    world = World(A, replace(B, customer="K5"))
    world.uow.customers.add(replace(world.uow.customers.get("K2"), number="K5", name="Tannenhof Conveyor Services Ltd"))
    (payment,) = world.pay(entry("120.00", "TANNENHOF CONVEYOR SERVIC DE 390"))
    assert (payment.customer, payment.unapplied) == ("K5", 0)


def test_a_number_of_others_in_another_currency_speaks_against_an_amount() -> None:
    foreign = item("DE-2026-00501", "K2", "99.00", currency="GBP")
    world = World(LEGACY, foreign)
    (payment,) = world.pay(from_anker("61.00", "DE-2026-00501"))
    assert (payment.unapplied, world.open("310004711")) == (61, 61)


def test_figures_that_two_documents_of_others_share_speak_against_an_amount() -> None:
    world = World(LEGACY, item("FA-2026-00501", "K2", "99.00"), item("RG/2026/00501", "K3", "98.00"))
    (payment,) = world.pay(from_anker("61.00", "INV-2026-00501"))
    assert (payment.unapplied, world.open("310004711")) == (61, 61)


def test_a_year_beside_a_serial_that_cannot_be_read_is_no_number() -> None:
    world = World(item("DE-2026-042026", "K1", "61.00"))
    (payment,) = world.pay(from_anker("61.00", "DE-2026/0X9969"))
    assert world.rows(payment) == []


def test_the_end_of_a_number_that_was_torn_is_not_another_ones_end() -> None:
    same = [item(f"DE-2026-{serial}", "K1", "236.08") for serial in ("078068", "084806")]
    world = World(item("DE-2025-022266", "K1", "77.75"), *same)
    (payment,) = world.pay(from_anker("313.83", "RECHNUNGEN DE-2025-022266 806", "8"))
    assert "DE-2026-084806" not in [row[0] for row in world.rows(payment)]


def test_a_treasury_pays_invoices_of_two_companies_of_its_group_where_all_are_written_in_full() -> None:
    ours, theirs = item("DE-2026-00601", "K3", "100.00"), item("DE-2026-00602", "K4", "50.00")
    told = entry("150.00", "DE-2026-00601, DE-2026-00602", payer_name="Cedre Holding SA", payer_iban="FR99")
    world = World(ours, theirs)
    (payment,) = world.pay(told)
    assert [row[0] for row in world.rows(payment)] == ["DE-2026-00601", "DE-2026-00602"]
    for changed in (told._replace(payer_iban="FR98"), told._replace(amount=Decimal("149.00"))):
        world = World(ours, theirs)
        (payment,) = world.pay(changed)
        assert world.rows(payment) == []


def test_a_number_of_an_unknown_payer_is_not_believed_over_the_one_of_the_very_amount() -> None:
    world = World(item("INV0011756", "K1", "432.73"), item("INV0017156", "K2", "432.68"))
    (payment,) = world.pay(entry("432.68", "INV0011756", payer_name="Niemand"))
    assert world.rows(payment) == [] and "INV0017156 has the very amount" in payment.held


@pytest.mark.parametrize("text", ["MONAT 02/26", "VIR DU 11/03", "Miete Monat 2.26"])
def test_a_month_is_no_number(text: str) -> None:
    world = World(LEGACY)
    (payment,) = world.pay(from_anker("61.00", text))
    assert world.rows(payment) == [("310004711", "61.00", "0", "0")]


LONG = [item(f"DE-2026-0{place}{place}{place}11", "K1", f"{100 + place * place}.{place}3") for place in range(1, 10)]


def cut_list(numbers: list[str], amount: Decimal, *more: object):  # type: ignore[no-untyped-def]
    text = ("RE " + ", ".join(numbers))[:140]
    return World(*LONG, *more), from_anker(str(amount), text)  # type: ignore[arg-type]


def test_a_list_that_was_cut_goes_on_with_what_its_torn_number_begins() -> None:
    twins = [item("DE-2026-077788", "K1", "48.90"), item("DE-2025-066600", "K1", "48.90")]
    total = sum((each.open_amount for each in LONG[:8]), Decimal("48.90"))
    world, paid = cut_list([*(each.document for each in LONG[:8]), "DE-2026-077788"], total, *twins)
    (payment,) = world.pay(paid)
    assert "DE-2026-077788" in [row[0] for row in world.rows(payment)] and payment.unapplied == 0


def test_what_a_torn_number_does_not_begin_explains_no_rest() -> None:
    other = item("DE-2025-066600", "K1", "48.90")
    total = sum((each.open_amount for each in LONG[:8]), Decimal("48.90"))
    world, paid = cut_list([*(each.document for each in LONG[:8]), "DE-2026-099988"], total, other)
    (payment,) = world.pay(paid)
    assert world.rows(payment) == []


def test_a_balance_as_the_payer_knew_it_is_paid_without_a_word() -> None:
    known = [
        item(f"DE-2026-00{place}", "K1", f"{place}.11", issue_date=date(2026, 1, place // 10))
        for place in range(110, 290, 10)
    ]
    note = item("GDE-2026-00007", "K1", "-50.00", issue_date=date(2026, 1, 12))
    later = item("DE-2026-00900", "K1", "913.77", issue_date=date(2026, 2, 26))
    total = sum((each.open_amount for each in known), Decimal("-50.00"))
    world = World(*known, note, later)
    (payment,) = world.pay(from_anker(str(total), "KONTOAUSGLEICH"))
    assert (payment.unapplied, len(world.rows(payment)), world.open("DE-2026-00900")) == (0, 19, Decimal("913.77"))


def test_one_invoice_that_costs_what_all_is_worth_is_not_taken_for_all() -> None:
    others = [item("DE-2026-00501", "K1", "611.91"), item("GDE-2026-00008", "K1", "-611.91")]
    world = World(LEGACY, *others)
    (payment,) = world.pay(from_anker("61.00", "KONTOAUSGLEICH"))
    assert (payment.unapplied, world.open("310004711")) == (61, 61)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("DE-2026-00314 14335.26", "1975.77"),  # a number with a point looks like an amount
        ("DE-2026-00314 /90", "620.00"),  # the rest is just another document
        ("DE-2026-00314 /90", "681.00"),  # or two of them
    ],
)
def test_what_is_paid_beyond_a_named_document_is_no_gift_where_something_else_explains_it(
    text: str, amount: str
) -> None:
    world = World(A, B, LEGACY)
    (payment,) = world.pay(from_anker(amount, text))
    assert (payment.unapplied, world.open("DE-2026-00314")) == (Decimal(amount), 500)


def test_the_end_of_a_number_is_not_believed_where_another_of_the_amount_lost_a_figure() -> None:
    world = World(item("21437/26", "K1", "125.92"), item("14372/26", "K1", "125.92"))
    (payment,) = world.pay(from_anker("125.92", "RECHNUNG 14372/6"))
    assert world.rows(payment) == []


@pytest.mark.parametrize(("text", "is_applied"), [("EREF+DE-2026-00314", True), ("EREF+DE-2026-00315", False)])
def test_an_id_that_the_bank_left_in_the_text_may_be_a_number_and_has_no_slips(text: str, is_applied: bool) -> None:
    world = World(A, replace(A, document="DE-2026-00777"))
    world.pay(from_anker("500.00", text))
    assert (world.open("DE-2026-00314") == 0) is is_applied


def test_the_end_of_a_number_may_be_figures_like_a_years() -> None:
    world = World(A, item("DE-2026-082016", "K1", "416.40"), item("DE-2026-092020", "K1", "77.00"))
    (payment,) = world.pay(from_anker("916.40", "RECHNUNGEN DE-2026-00314 2016"))
    assert [row[0] for row in world.rows(payment)] == ["DE-2026-00314", "DE-2026-082016"]


def test_the_rest_of_a_payment_may_be_another_document_less_its_discount() -> None:
    world = World(A, replace(B, discount_percent=Decimal(3), discount_days=30))
    (payment,) = world.pay(from_anker("616.40", "DE-2026-00314"))
    assert (payment.unapplied, world.rows(payment)) == (Decimal("616.40"), [])


def test_a_whole_number_of_one_of_our_series_is_no_slip_of_another_one() -> None:
    world = World(item("XY2026000331", "K1", "357.55"))
    (payment,) = world.pay(from_anker("357.55", "DE-2026-000381"))
    assert world.rows(payment) == []
