"""The money of a case is right at every moment: contested and uncontested make up what is open, a credit is once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, add_invoice, books, desk, dispute, source
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.model import CaseStatus
from workflows.disputes.money import money
from workflows.errors import IllegalTransition, NotAllowed

DESK = desk()
CENTS = st.integers(1, 120_000).map(lambda cents: Decimal(cents) / 100)


def contested(uow: FakeUnitOfWork, amount: str | None) -> str:
    (case,) = raise_dispute(RaiseDispute(source(may_answer=False), "K1", dispute("R-2", amount=amount)), uow, DESK, NOW)
    return case


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.none(), CENTS), st.lists(CENTS, max_size=3), CENTS)
def test_contested_and_uncontested_make_up_what_is_open(
    amount: Decimal | None, paid: list[Decimal], credit: Decimal
) -> None:
    uow = books()
    case = contested(uow, f"{amount}" if amount is not None else None)
    rest = Decimal("200.00")
    for part in [None, *paid]:
        rest = max(Decimal(0), rest - (part or 0))
        add_invoice(uow, "R-2", "200.00", taken_over=True, open_amount=f"{rest}")
        found = money(uow.cases.get(case), uow)
        assert found.disputed + found.undisputed == found.residual == rest
        assert Decimal(0) <= found.disputed <= rest and (amount is None or found.disputed <= amount)
    try:
        act_on_case(CaseAction(case, "credit", "ada", amount=f"{credit}"), uow, DESK, NOW)
    except NotAllowed:
        assert uow.invoices.where(case=case) == []
        return
    found = money(uow.cases.get(case), uow)
    assert (found.credited, found.disputed, found.residual) == (credit, Decimal(0), rest - credit)


def test_a_closed_case_is_credited_once() -> None:
    uow = books()
    case = contested(uow, "50.00")
    act_on_case(CaseAction(case, "credit", "ada"), uow, DESK, NOW)
    for action in ("credit", "approve", "reject"):
        with pytest.raises((IllegalTransition, NotAllowed)):
            act_on_case(CaseAction(case, action, "ada"), uow, DESK, NOW)
    assert [note.total for note in uow.invoices.where(case=case)] == [Decimal("50.00")]


def test_a_part_that_is_granted_leaves_the_rest_and_says_so() -> None:
    uow = books()
    case = contested(uow, "50.00")
    act_on_case(CaseAction(case, "credit", "ada", amount="30.00", text="Two of three."), uow, DESK, NOW)
    closed = uow.cases.get(case)
    assert (closed.state, closed.outcome, closed.closed_on) == (CaseStatus.CLOSED, "partly_credited", NOW.date())
    (letter,) = uow.letters.where(template="dispute_partly")
    assert '"granted": "30.00"' in letter.facts and '"rest": "20.00"' in letter.facts


def test_what_was_paid_meanwhile_does_not_remain_payable() -> None:
    uow = books()
    case = contested(uow, "50.00")
    add_invoice(uow, "R-2", "200.00", taken_over=True, open_amount="20.00")
    act_on_case(CaseAction(case, "credit", "ada", amount="20.00"), uow, DESK, NOW)
    assert uow.cases.get(case).outcome == "credited"
    assert uow.letters.where(template="dispute_partly") == []


def test_a_credit_over_the_limit_waits_for_another_person() -> None:
    uow = books()
    case = contested(uow, "150.00")
    limit = Decimal("100.00")
    act_on_case(CaseAction(case, "credit", "sam@nordwerk.example", limit=limit), uow, DESK, NOW)
    assert (uow.cases.get(case).state, uow.invoices.where(case=case)) == (CaseStatus.OPEN, [])
    for same in ("sam@nordwerk.example", "Sam", "SAM@elsewhere.example"):
        with pytest.raises(NotAllowed, match="proposed"):
            act_on_case(CaseAction(case, "approve", same), uow, DESK, NOW)
    act_on_case(CaseAction(case, "approve", "lea"), uow, DESK, NOW)
    assert [note.total for note in uow.invoices.where(case=case)] == [Decimal("150.00")]
    assert uow.cases.get(case).proposal is None


def test_a_proposal_that_was_paid_meanwhile_is_not_credited() -> None:
    uow = books()
    case = contested(uow, "150.00")
    act_on_case(CaseAction(case, "credit", "sam", limit=Decimal(0)), uow, DESK, NOW)
    add_invoice(uow, "R-2", "200.00", taken_over=True, open_amount="10.00")
    with pytest.raises(NotAllowed, match="not open any more"):
        act_on_case(CaseAction(case, "approve", "lea"), uow, DESK, NOW)


def test_a_declined_proposal_leaves_the_case_as_it_was() -> None:
    uow = books()
    case = contested(uow, "150.00")
    act_on_case(CaseAction(case, "credit", "sam", limit=Decimal(0)), uow, DESK, NOW)
    act_on_case(CaseAction(case, "decline", "lea", text="too much"), uow, DESK, NOW)
    kept = uow.cases.get(case)
    assert (kept.state, kept.proposal, [note.event for note in kept.notes]) == (
        CaseStatus.OPEN, None, ["proposed", "declined"],
    )  # fmt: skip
