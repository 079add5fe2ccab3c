"""A case moves as its table says and in no other way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from tests.workflows.mail_desk import add_invoice, books, company, desk
from workflows.disputes.lifecycle import TRANSITIONS, after
from workflows.disputes.model import Case, CaseEvent, CaseKind, CaseStatus
from workflows.disputes.policy import credits, owner_and_due
from workflows.errors import IllegalTransition


@pytest.mark.parametrize("status, event", list(product(CaseStatus, CaseEvent)))
def test_every_step_of_a_case_is_in_the_table_or_refused(status: CaseStatus, event: CaseEvent) -> None:
    if (status, event) in TRANSITIONS:
        assert after(status, event) is TRANSITIONS[status, event]
    else:
        with pytest.raises(IllegalTransition):
            after(status, event)


@pytest.mark.parametrize("event", CaseEvent)
def test_a_closed_case_stays_closed(event: CaseEvent) -> None:
    assert (CaseStatus.CLOSED, event) not in TRANSITIONS


@pytest.mark.parametrize(
    "reason, owner, due",
    [
        ("price", "sales@nordwerk.example", date(2026, 2, 20)),
        ("damaged", "lead@nordwerk.example", date(2026, 2, 20)),
        ("invoice_form", "lead@nordwerk.example", date(2026, 2, 17)),
        ("of a kind nobody knows", "lead@nordwerk.example", date(2026, 2, 20)),
    ],
)
def test_a_reason_has_an_owner_and_working_days(reason: str, owner: str, due: date) -> None:
    assert owner_and_due(reason, company(), desk(), date(2026, 2, 13)) == (owner, due)


@pytest.mark.parametrize(
    "amount, disputed, open_amounts, wanted",
    [
        ("", "50.00", ("100.00",), {"R-0": Decimal("50.00")}),
        ("", None, ("100.00",), {"R-0": Decimal("100.00")}),
        ("100.00", "50.00", ("100.00",), {"R-0": Decimal("100.00")}),
        ("100.01", None, ("100.00",), "more than"),
        ("0", None, ("100.00",), "no amount"),
        ("-1.00", None, ("100.00",), "no amount"),
        ("1.005", None, ("100.00",), "no amount"),
        ("NaN", None, ("100.00",), "no amount"),
        ("ten", None, ("100.00",), "no amount"),
        ("300.00", None, ("100.00", "200.00"), {"R-0": Decimal("100.00"), "R-1": Decimal("200.00")}),
        ("50.00", None, ("100.00", "200.00"), "several invoices"),
    ],
)
def test_a_credit_is_for_an_invoice_without_guessing(
    amount: str, disputed: str | None, open_amounts: tuple[str, ...], wanted: object
) -> None:
    items = [add_invoice(books(), f"R-{n}", value) for n, value in enumerate(open_amounts)]
    case = Case(
        "C1", CaseKind.DISPUTE, "K1", "DE10", (), "price", Decimal(disputed) if disputed else None, "EUR",
        CaseStatus.OPEN, "", date(2026, 2, 16), None, (), "", False, (),
    )  # fmt: skip
    found = credits(case, amount, items)
    assert wanted in found if isinstance(wanted, str) and isinstance(found, str) else found == wanted
