"""What becomes of a statement: each movement booked once, customers' money found, returns undone in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import DAY, IBANS, World, customer, entry, item, statement
from workflows.cash.handlers import book_statement
from workflows.cash.our_accounts import is_account
from workflows.errors import BadInput
from workflows.ledger.model import AccountKind

INVOICE = item("DE-2026-00314", "K1", "500.00")


def paid(amount: str = "500.00", text: str = "DE-2026-00314", **changes: object):  # type: ignore[no-untyped-def]
    return entry(amount, text, **{"payer_name": "Anker Werft GmbH", "payer_iban": "DE11", **changes})


def test_a_payment_with_number_amount_and_payer_settles_the_invoice() -> None:
    world = World(INVOICE)
    (payment,) = world.pay(paid(bank_reference="B1"), file="DE10-a.xml")
    assert (payment.customer, payment.unapplied, payment.source) == ("K1", 0, "bank.xml#B1")
    assert world.rows(payment) == [("DE-2026-00314", "500.00", "0", "0")]
    assert world.open("DE-2026-00314") == 0


def test_a_statement_taken_twice_changes_nothing() -> None:
    world = World(INVOICE)
    assert len(world.pay(paid())) == 1
    assert world.pay(paid(), file="other-name.xml") == []


def test_an_entry_of_another_format_is_the_same_money() -> None:
    world = World(INVOICE)
    world.pay(paid(bank_reference="NHB2026031000001"))
    told_again = paid(text="SVWZ DE-2026-00314", bank_reference="031001", format="mt940", payer_name="ANKER WERFT")
    assert world.pay(told_again, number="77") == []


def test_a_notification_with_its_own_references_tells_the_same_money() -> None:
    world = World(INVOICE)
    world.pay(paid(bank_reference="S-1"))
    assert world.pay(paid(bank_reference="N-9", format="camt.054"), number="2") == []
    both = (paid(bank_reference="N-9", format="camt.052"), paid(bank_reference="N-10", format="camt.052", position=2))
    assert len(world.pay(*both, number="3")) == 1


def test_two_equal_entries_in_one_statement_are_two_payments() -> None:
    world = World(INVOICE)
    first, second = world.pay(paid(), paid(position=2))
    assert (first.unapplied, second.unapplied) == (0, 500)
    assert world.pay(paid(format="mt940"), paid(position=2, format="mt940"), number="2") == []


def test_equal_amounts_with_different_references_of_one_format_are_two_payments() -> None:
    world = World(INVOICE)
    world.pay(paid(bank_reference="A1"))
    assert len(world.pay(paid(bank_reference="A2"), number="2")) == 1


@pytest.mark.parametrize("form", ["camt.052", "csv", "mt940"])
def test_equal_amounts_for_different_invoices_in_two_files_of_one_format_are_two_payments(form: str) -> None:
    world = World(INVOICE, replace(INVOICE, document="DE-2026-00315"))
    world.pay(paid(format=form), number="")
    assert len(world.pay(paid(text="DE-2026-00315", format=form), number="")) == 1
    assert (world.open("DE-2026-00314"), world.open("DE-2026-00315")) == (0, 0)
    both = (paid(text="DE-2026-00315", format="camt.053"), paid(format="camt.053", position=2))
    assert world.pay(*both, number="3") == []


def test_equal_amounts_and_texts_of_two_payers_in_two_files_are_two_payments() -> None:
    world = World(INVOICE)
    text = "RECHNUNG VOM LETZTEN MONAT WIE BESPROCHEN VIELEN DANK"
    world.pay(entry("500.00", text, payer_name="Anker Werft GmbH", format="csv"), number="")
    assert len(world.pay(entry("500.00", text, payer_name="Birke Möbel KG", format="csv"), number="")) == 1


def test_the_invoice_that_another_format_tells_alone_is_not_taken_for_its_equal() -> None:
    world = World(INVOICE, replace(INVOICE, document="DE-2026-00315"))
    world.pay(paid(format="camt.054"))
    both = (paid(text="DE-2026-00315"), paid(position=2))
    assert len(world.pay(*both, number="2")) == 1
    assert (world.open("DE-2026-00314"), world.open("DE-2026-00315")) == (0, 0)


def test_a_batch_told_in_detail_is_one_entry_and_hides_no_receipt_of_its_amount() -> None:
    world = World(INVOICE)
    world.pay(
        entry("200.00", "A", batch_total=Decimal("500.00"), bank_reference="B7", end_to_end_id="e1", format="camt.054"),
        entry("300.00", "B", batch_total=Decimal("500.00"), bank_reference="B7", end_to_end_id="e2", format="camt.054",
              position=2),
    )  # fmt: skip
    day = (entry("500.00", "SAMMLER", bank_reference="X1"), paid(payer_iban="", bank_reference="X2", position=2))
    assert len(world.pay(*day, number="2")) == 1
    assert (world.open("DE-2026-00314"), world.balance(AccountKind.BANK)) == (0, 1000)
    birke = entry("500.00", "X", payer_name="Birke Möbel KG", payer_iban="DE12")
    assert len(world.pay(birke, number="3")) == 1


def test_a_batch_and_its_transactions_are_one_booking_in_either_order() -> None:
    batch = entry("500.00", "SAMMLER", kind="direct_debit", format="mt940", bank_reference="X")
    parts = (
        entry("200.00", "A", batch_total=Decimal("500.00"), bank_reference="B7", end_to_end_id="e1"),
        entry("300.00", "B", batch_total=Decimal("500.00"), bank_reference="B7", end_to_end_id="e2", position=2),
    )
    details_first, sum_first = World(), World()
    assert (len(details_first.pay(*parts)), len(details_first.pay(batch, number="2"))) == (2, 0)
    assert (len(sum_first.pay(batch)), len(sum_first.pay(*parts, number="2"))) == (1, 0)


@pytest.mark.parametrize(
    "other",
    [
        entry("-14.90", "KONTOFUEHRUNG", kind="charge"),
        entry("3.11", "HABENZINSEN", kind="interest"),
        entry("-2380.00", "MIETE", payer_name="Haus GbR"),
        entry("20000.00", "UEBERTRAG VOM TAGESGELD", payer_name="Muster DE10 GmbH"),
        entry("700.00", "INTERCO", payer_iban=IBANS["FR10"], payer_name="Muster FR10 GmbH"),
        entry("812.00", "UST ERSTATTUNG", payer_name="Finanzamt Hamburg"),
        entry("90.00", "UEBERWEISUNG ZURUECK", kind="return"),
    ],
)
def test_what_is_no_customers_money_is_booked_but_no_payment(other) -> None:  # type: ignore[no-untyped-def]
    world = World(INVOICE)
    assert world.pay(other) == []
    assert world.balance(AccountKind.BANK) == other.amount
    assert world.pay(other._replace(format="mt940"), number="2") == []
    assert world.balance(AccountKind.BANK) == other.amount


def test_a_customer_whose_name_begins_as_ours_may_speak_of_a_transfer() -> None:
    world = World(item("DE-2026-00777", "K9", "70.00"))
    world.uow.customers.add(customer("K9", "Muster Bau GmbH", "DE77"))
    world.pay(entry("70.00", "UEBERTRAG", payer_name="Muster Bau GmbH", payer_iban="DE77"))
    assert world.open("DE-2026-00777") == 0


def test_money_of_somebody_unknown_waits_without_a_customer() -> None:
    world = World(INVOICE)
    (payment,) = world.pay(entry("250.00", "J SMITH INV", payer_name="J Smith"))
    assert (payment.customer, payment.unapplied) == ("", 250)
    assert payment.held


def test_a_returned_debit_opens_the_invoice_with_its_former_amount_and_the_fee_stays_apart() -> None:
    world = World(replace(INVOICE, discount_percent=Decimal(2), discount_days=20))
    (first,) = world.pay(paid("490.00", end_to_end_id="E1"))
    back = entry(
        "-493.50", "RUECKLASTSCHRIFT", end_to_end_id="E1", kind="return", charges=Decimal("3.50"), reason="MD06"
    )
    (second,) = world.pay(back._replace(booking_date=date(2026, 3, 12)), number="2")
    assert (second.amount, second.unapplied, second.reverses, second.customer) == (-490, 0, first.id, "K1")
    assert world.rows(second) == [("DE-2026-00314", "-490.00", "-10.00", "0")]
    assert world.open("DE-2026-00314") == 500
    assert world.balance(AccountKind.OTHER) == Decimal("3.50")
    assert world.balance(AccountKind.BANK) == Decimal("-3.50")


def back(**changes: object):  # type: ignore[no-untyped-def]
    return paid(
        "-500.00", **{"text": "RUECKLASTSCHRIFT", "kind": "return", "booking_date": date(2026, 3, 12)} | changes
    )


def test_a_return_that_could_be_of_several_payments_opens_none() -> None:
    world = World(INVOICE, replace(INVOICE, document="DE-2026-00315"))
    world.pay(paid(bank_reference="1"), paid(text="DE-2026-00315", bank_reference="2", position=2))
    (unclear,) = world.pay(back(), number="2")
    assert (unclear.unapplied, unclear.held) == (-500, "taken back by the bank, but it could be several payments")
    assert (world.open("DE-2026-00314"), world.open("DE-2026-00315")) == (0, 0)
    (named,) = world.pay(back(text="RUECKLASTSCHRIFT DE-2026-00314", booking_date=date(2026, 3, 13)), number="3")
    assert world.rows(named) == [("DE-2026-00314", "-500.00", "0", "0")]
    assert (world.payment(unclear.id).unapplied, world.open("DE-2026-00315")) == (0, 500)


def test_a_return_of_a_document_opens_none_whose_number_is_only_a_part_of_its() -> None:
    world = World(item("DE-2026-0031", "K1", "500.00"), replace(INVOICE, customer="K2"))
    birke = entry("500.00", "DE-2026-00314", payer_name="Birke Möbel KG", bank_reference="2")
    world.pay(birke, paid(text="DE-2026-0031", bank_reference="1", position=2))
    (second,) = world.pay(back(text="RUECKLASTSCHRIFT DE-2026-00314", payer_iban="", payer_name=""), number="2")
    assert world.rows(second) == [("DE-2026-00314", "-500.00", "0", "0")]


def test_a_return_with_another_reference_of_the_payer_is_of_another_payment() -> None:
    world = World(INVOICE)
    world.pay(paid(end_to_end_id="E1"))
    (second,) = world.pay(back(end_to_end_id="E9"), number="2")
    assert (second.unapplied, world.open("DE-2026-00314")) == (-500, 0)


def test_a_returned_invoice_can_be_paid_again() -> None:
    world = World(INVOICE)
    back = paid("-500.00", kind="return", booking_date=date(2026, 3, 12), end_to_end_id="E1")
    world.pay(paid(end_to_end_id="E1"), back, paid(booking_date=date(2026, 3, 13), position=3))
    assert world.open("DE-2026-00314") == 0


def test_a_return_that_arrives_before_its_payment_undoes_it_all_the_same() -> None:
    world = World(INVOICE)
    (back,) = world.pay(paid("-500.00", kind="return", booking_date=date(2026, 3, 12), end_to_end_id="E1"))
    assert back.held
    (first,) = world.pay(paid(end_to_end_id="E1"), number="2")
    assert (world.open("DE-2026-00314"), world.payment(back.id).reverses) == (500, first.id)
    assert world.balance(AccountKind.RECEIVABLE) == world.balance(AccountKind.BANK) == 0


def test_a_file_without_an_account_belongs_to_the_company_that_its_name_begins_with() -> None:
    world = World(INVOICE)
    (payment,) = world.pay(paid(), account="", file="FR10-2026-03.csv")
    assert payment.company == "FR10"
    with pytest.raises(BadInput, match="several companies"):
        world.pay(paid(position=2), account="", file="export.csv")


def test_a_reason_code_on_an_ordinary_debit_is_no_return() -> None:
    world = World(INVOICE)
    assert world.pay(entry("-500.00", "RG 77", reason="997", payer_name="Lieferant AG")) == []


def test_money_for_another_company_is_owed_between_the_two() -> None:
    world = World(item("FR-2026-00011", "K1", "80.00", code="FR10"))
    world.pay(paid("80.00", "FR-2026-00011"))
    assert world.open("FR-2026-00011") == 0
    assert world.balance(AccountKind.ON_ACCOUNT, "DE10") == world.balance(AccountKind.ON_ACCOUNT, "FR10") == 0
    assert (world.balance(AccountKind.OTHER, "DE10"), world.balance(AccountKind.OTHER, "FR10")) == (-80, 80)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("DE02120300000000202051", True),
        ("DE02 1203 0000 0000 2020 51", True),
        ("12030000/202051", True),
        ("12030000/0000202051EUR", True),
        ("0000202051", True),
        ("12030000/202052", False),
        ("51", False),
        ("", False),
    ],
)
def test_an_account_is_recognised_in_the_forms_that_banks_write(written: str, same: bool) -> None:
    assert is_account(written, IBANS["DE10"]) is same


def test_the_account_of_no_company_is_refused() -> None:
    world = World(INVOICE)
    with pytest.raises(BadInput, match="no company"):
        book_statement(statement(paid(), account="DE00999"), world.uow, world.desk, DAY)  # type: ignore[arg-type]
    assert not world.uow.payments.where()


CASE = "DE10-C-2026-00314"


@pytest.mark.parametrize("document", ["DE-2026-00314", "202600314"])
@pytest.mark.parametrize("told", [{"text": f"FALL {CASE}"}, {"text": "", "end_to_end_id": "DE10-B-2026-00314"}])
def test_the_figures_of_our_own_ids_name_no_document(document: str, told: dict[str, str]) -> None:
    world = World(item(document, "K1", "500.00"))
    (payment,) = world.pay(paid("300.00", **told))
    assert (payment.unapplied, world.open(document), world.uow.cases.where()) == (300, 500, [])


def test_our_own_id_beside_a_documents_number_disturbs_nothing() -> None:
    world = World(item("DE-2026-00315", "K1", "500.00"), item("DE-2026-00314", "K2", "80.00"))
    (payment,) = world.pay(paid(text=f"DE-2026-00315 {CASE}"))
    assert world.rows(payment) == [("DE-2026-00315", "500.00", "0", "0")]


@pytest.mark.parametrize("document", ["DE10-C-2026-00314", "C-2026-00314"])
def test_a_document_in_the_shape_of_our_own_ids_is_known_by_its_letters(document: str) -> None:
    world = World(item(document, "K1", "500.00"))
    (payment,) = world.pay(paid(text=CASE))
    assert payment.unapplied == 0


def test_two_payments_that_differ_in_our_own_id_alone_are_two() -> None:
    world = World(INVOICE)
    assert len(world.pay(paid("9.00", f"FALL {CASE}"))) == 1
    assert len(world.pay(paid("9.00", "FALL DE10-C-2026-00999"), number="2")) == 1


@pytest.mark.parametrize(("order", "left"), [("AW-P-2026-00314", 0), ("BX-2026-00314", 500)])
def test_an_order_number_in_the_shape_of_our_own_ids_is_known_by_its_letters(order: str, left: int) -> None:
    world = World(item("DE-2026-00777", "K1", "500.00", po_number=order))
    (payment,) = world.pay(paid(text="AW-P-2026-00314"))
    assert payment.unapplied == left
