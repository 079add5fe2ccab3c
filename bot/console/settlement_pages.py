"""A debit that fits a file of refunds half: one person says which it pays and what the rest is, another one agrees."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.books import names
from bot.console.web import Ask, decided, unchanged
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.cash.model import Payment
from workflows.cash.refund_settling import (
    AgreeToSettlement,
    Fit,
    ProposeSettlement,
    WithdrawSettlement,
    agree,
    fits,
    is_settled_here,
    propose,
    waiting_refunds,
    withdraw,
)
from workflows.cash.settlements import Rest, SettlementStatus
from workflows.errors import BadDecision, NotFound
from workflows.persons import same_person

SAID = {"agree": "debit_settled", "withdraw": "debit_word_withdrawn"}


def show(ask: Ask) -> Response:
    """The debit, the refunds that wait for the bank, what they may be to each other, and what was said before."""
    desk = ask.console.desk
    with ask.console.database.read() as uow:
        debit = _debit(ask, uow)
        waiting = waiting_refunds(debit, uow)
        proposed = fits(debit, waiting, desk.cash.bank_charges_limit)
        said = uow.refund_settlements.where(payment=debit.id)
        return ask.page(
            "settlement.html.j2",
            debit=debit,
            waiting=waiting,
            fits=proposed,
            marked=_marked(ask, proposed),
            said_before=said,
            open_word=next((one for one in said if one.state is SettlementStatus.PROPOSED), None),
            own={one.id for one in said if same_person(one.proposed_by, ask.person.name)},
            decidable=is_settled_here(debit),
            names=names(uow, sorted({refund.customer for refund in waiting})),
            trail=uow.audit.where(subject=debit.id),
            limit=desk.cash.bank_charges_limit,
        )


def _marked(ask: Ask, proposed: list[Fit]) -> frozenset[str]:
    """The refunds that the form shows marked: those of the proposal that was chosen, by its place."""
    chosen = ask.query("fit")
    place = int(chosen) - 1 if chosen.isdecimal() and len(chosen) < 3 else -1
    return frozenset(proposed[place].refunds) if 0 <= place < len(proposed) else frozenset()


def explain(ask: Ask) -> Response:
    """Keeps what a person says of the debit, on the state that the page showed."""
    rest_is = ask.form.get("rest_is", Rest.NONE.value)
    if rest_is not in {each.value for each in Rest}:
        raise BadDecision(f"a rest is {', '.join(each.value for each in Rest)}")
    chosen = tuple(sorted(name.partition(":")[2] for name in ask.form if name.startswith("refund:")))
    text = ask.form.get("text", "").strip()[:500]
    command = ProposeSettlement(ask.path("id"), chosen, Rest(rest_is), ask.person.name, text)

    def change(uow: SqlUnitOfWork) -> str:
        unchanged(ask, _debit(ask, uow))
        propose(command, uow, ask.console.desk, ask.console.now())
        return "proposed"

    return decided(ask, change, f"/refunds/debits/{ask.path('id')}")


def act(ask: Ask) -> Response:
    """Another person agrees, or somebody withdraws what was said."""
    number, action = ask.path("id"), ask.path("action")
    if action not in SAID:
        raise NotFound("action", action)

    def change(uow: SqlUnitOfWork) -> str:
        settlement = uow.refund_settlements.get(number)
        if settlement is None:
            raise NotFound("settlement", number)
        unchanged(ask, settlement)
        desk, now, name = ask.console.desk, ask.console.now(), ask.person.name
        if action == "agree":
            agree(AgreeToSettlement(number, name), uow, desk, now)
        else:
            text = ask.form.get("text", "").strip()[:500]
            withdraw(WithdrawSettlement(number, name, text), uow, now)
        return SAID[action]

    return decided(ask, change, "/refunds")


def _debit(ask: Ask, uow: SqlUnitOfWork) -> Payment:
    payment = uow.payments.get(ask.path("id"))
    if payment is None or payment.amount >= 0:
        raise NotFound("debit", ask.path("id"))
    return payment
