"""A debit that fits a file of refunds half: one person says which it pays and what the rest is, another one agrees.

Nothing leaves by it, for the bank has moved the money already; but what it says takes money off customers' accounts, so
that it is asked as much as a release. A refund is paid whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.folding import compact
from workflows.cash.model import Payment
from workflows.cash.open_book import units
from workflows.cash.refund_batches import NAMES_IT
from workflows.cash.refund_booking import paid
from workflows.cash.refunds import OF_A_REFUND, Refund, RefundStatus
from workflows.cash.settlements import Rest, Settlement, SettlementStatus
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound
from workflows.ledger.allocation import charge_off
from workflows.ledger.money import ZERO, plain
from workflows.persons import must_be_a_person, same_person
from workflows.ports import Desk, UnitOfWork

MOST_COMPARED = 40  # refunds of a file whose sums are looked at
MOST_SUMS = 20_000
UNNAMED = "nothing names it"


@dataclass(frozen=True, slots=True)
class ProposeSettlement:
    """By a person who signed in."""

    payment: str
    refunds: tuple[str, ...]
    rest_is: Rest
    actor: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AgreeToSettlement:
    """By another person, signed in."""

    settlement: str
    actor: str


@dataclass(frozen=True, slots=True)
class WithdrawSettlement:
    settlement: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Refunds that a debit may pay, and what speaks for it in words."""

    refunds: tuple[str, ...]
    rest: Decimal
    proof: str


def is_settled_here(payment: Payment) -> bool:
    """Whether a debit waits for somebody to say which refunds it pays."""
    return payment.amount < 0 and payment.unapplied < 0 and payment.held.startswith(OF_A_REFUND)


def waiting_refunds(payment: Payment, uow: UnitOfWork) -> list[Refund]:
    """The refunds of the debit's account and currency that the bank has not booked, by file and number."""
    mine = uow.refunds.where(company=payment.company, currency=payment.currency, state=RefundStatus.ORDERED)
    return sorted(mine, key=lambda refund: (refund.file, refund.id))


def fits(payment: Payment, refunds: Sequence[Refund], most_rest: Decimal) -> list[Fit]:
    """What a debit may be, the surest first: the file that the bank names with a charge, refunds of one file that alone
    come to it. `most_rest`: up to which a rest may be the bank's charge."""
    files: dict[str, list[Refund]] = {}
    for refund in refunds:
        files.setdefault(refund.file, []).append(refund)
    moved, told = -payment.unapplied, compact(payment.text)
    found: list[Fit] = []
    for name, each in files.items():
        total = sum((refund.amount for refund in each), ZERO)
        is_named = compact(name) in told or payment.held.startswith(f"{OF_A_REFUND}{name}: {NAMES_IT}")
        named = "the bank names it" if is_named else UNNAMED
        if ZERO <= moved - total <= most_rest:
            rest = "" if moved == total else f", {plain(moved - total, payment.currency)} more"
            found.append(Fit(_ids(each), moved - total, f"all {len(each)} of {name}{rest}; {named}"))
        chosen = only_sum(each, moved) if total > moved else None
        if chosen:
            proof = f"{len(chosen)} of the {len(each)} of {name}, no others of it come to it; {named}"
            found.append(Fit(_ids(chosen), ZERO, proof))
    return sorted(found, key=lambda fit: (fit.rest > 0, fit.proof.endswith(UNNAMED), fit.refunds))


def only_sum(refunds: Sequence[Refund], amount: Decimal) -> list[Refund] | None:
    """The one choice of refunds that comes to an amount; None where there is none, another one, or too many to tell."""
    if len(refunds) > MOST_COMPARED:
        return None
    wanted = units(amount)
    ways: dict[int, tuple[int, int]] = {0: (1, 0)}  # sum -> (number of ways, one of them as a mask)
    for place, refund in enumerate(refunds):
        for total, (count, mask) in list(ways.items()):
            reached = total + units(refund.amount)
            if reached <= wanted:
                known = ways.get(reached, (0, 0))[0]
                ways[reached] = (known + count, mask | 1 << place)
        if len(ways) > MOST_SUMS:
            return None
    count, mask = ways.get(wanted, (0, 0))
    return [refund for place, refund in enumerate(refunds) if mask >> place & 1] if count == 1 else None


def propose(command: ProposeSettlement, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps what a person says of a debit; nothing is booked. Raises NotFound, NotAllowed, IllegalTransition,
    BadDecision."""
    must_be_a_person(command.actor, "settle a debit of refunds")
    payment = _debit(command.payment, uow)
    if any(one.state is SettlementStatus.PROPOSED for one in uow.refund_settlements.where(payment=payment.id)):
        raise IllegalTransition("proposed", "propose")
    refunds = _chosen(command.refunds, payment, uow)
    rest = -payment.unapplied - sum((refund.amount for refund in refunds), ZERO)
    _check_rest(rest, command.rest_is, payment, desk)
    settlement = Settlement(
        id=f"{payment.id}-S{len(uow.refund_settlements.where(payment=payment.id)) + 1}",
        company=payment.company,
        payment=payment.id,
        refunds=_ids(refunds),
        rest=rest,
        currency=payment.currency,
        rest_is=command.rest_is,
        proof=_proof(payment, refunds, rest, command, uow, desk),
        state=SettlementStatus.PROPOSED,
        proposed_by=command.actor,
        proposed_on=now.date(),
    )
    uow.refund_settlements.add(settlement)
    note(
        uow, now, actor=command.actor, action="refund_debit_explained", subject=payment.id, settlement=settlement.id,
        refunds=list(settlement.refunds), rest=plain(rest, payment.currency), rest_is=command.rest_is.value,
        proof=settlement.proof,
    )  # fmt: skip
    return (settlement.id,)


def agree(command: AgreeToSettlement, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Books it: each refund is paid by the debit, its customer is told, a charge is an expense. All is asked anew.

    The refunds' ids. Raises NotFound, NotAllowed, IllegalTransition, BadDecision.
    """
    must_be_a_person(command.actor, "settle a debit of refunds")
    settlement, payment = _locked(command.settlement, "agree", uow)
    if same_person(command.actor, settlement.proposed_by):
        raise NotAllowed(command.actor, "agree to it", "a second person must do that")
    refunds = _chosen(settlement.refunds, payment, uow)
    if -payment.unapplied - sum((refund.amount for refund in refunds), ZERO) != settlement.rest:
        raise BadDecision(f"{payment.id} has another rest by now: withdraw this and say it anew")
    _check_rest(settlement.rest, settlement.rest_is, payment, desk)
    uow.refund_settlements.put(
        replace(settlement, state=SettlementStatus.SETTLED, decided_by=command.actor, decided_on=now.date())
    )
    missing = [why for refund in refunds if (why := paid(refund, payment, uow, desk, now, by=settlement.proof))]
    if settlement.rest_is is Rest.CHARGE:
        proof = f"{settlement.proof}; agreed to by {command.actor}"
        charge_off(uow, desk, payment=payment.id, amount=settlement.rest, on=payment.booking_date, proof=proof)
    _close(payment.id, settlement, missing, uow)
    note(
        uow, now, actor=command.actor, action="refund_debit_settled", subject=payment.id, settlement=settlement.id,
        proposed_by=settlement.proposed_by, refunds=list(settlement.refunds), proof=settlement.proof,
    )  # fmt: skip
    return settlement.refunds


def withdraw(command: WithdrawSettlement, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """Gives a proposal up; the debit waits as before. Raises NotFound, NotAllowed, IllegalTransition, BadDecision."""
    must_be_a_person(command.actor, "withdraw it")
    settlement, payment = _locked(command.settlement, "withdraw", uow)
    if not command.text:
        raise BadDecision("say why, in a few words")
    uow.refund_settlements.put(
        replace(
            settlement, state=SettlementStatus.WITHDRAWN, decided_by=command.actor, decided_on=now.date(),
            why=command.text,
        )
    )  # fmt: skip
    note(
        uow, now, actor=command.actor, action="refund_debit_withdrawn", subject=payment.id, settlement=settlement.id,
        text=command.text,
    )  # fmt: skip
    return (settlement.id,)


def _close(number: str, settlement: Settlement, missing: Iterable[str], uow: UnitOfWork) -> None:
    """Keeps why the debit still waits, if it does."""
    payment = uow.payments.get(number)
    if payment is None:
        raise NotFound("payment", number)
    why = list(missing)
    if settlement.rest_is is Rest.OPEN:
        why.append(f"{plain(settlement.rest, settlement.currency)} of it is on no refund: {settlement.proof}")
    uow.payments.put(replace(payment, held=f"{OF_A_REFUND}{'; '.join(why)}" if payment.unapplied else ""))


def _debit(number: str, uow: UnitOfWork) -> Payment:
    """The held debit, its account locked."""
    payment = uow.payments.get(number)
    if payment is None:
        raise NotFound("payment", number)
    uow.lock(f"account:{payment.company}")
    payment = uow.payments.get(number) or payment
    if not is_settled_here(payment):
        raise IllegalTransition("settled" if payment.amount < 0 else "received", "settle")
    return payment


def _locked(number: str, action: str, uow: UnitOfWork) -> tuple[Settlement, Payment]:
    settlement = uow.refund_settlements.get(number)
    if settlement is None:
        raise NotFound("settlement", number)
    uow.lock(f"account:{settlement.company}")
    settlement = uow.refund_settlements.get(number) or settlement
    if settlement.state is not SettlementStatus.PROPOSED:
        raise IllegalTransition(settlement.state.value, action)
    payment = uow.payments.get(settlement.payment)
    if payment is None:
        raise NotFound("payment", settlement.payment)
    return settlement, payment


def _chosen(numbers: Sequence[str], payment: Payment, uow: UnitOfWork) -> list[Refund]:
    """The refunds, their customers locked: ordered, not booked, of the debit's account and currency."""
    if not numbers or len(set(numbers)) != len(numbers):
        raise BadDecision("name the refunds that it pays, each once")
    found = []
    for number in numbers:
        refund = uow.refunds.get(number)
        if refund is None:
            raise NotFound("refund", number)
        uow.lock(f"customer:{refund.customer}")
        refund = uow.refunds.get(number) or refund
        if refund.state is not RefundStatus.ORDERED:
            raise BadDecision(f"{number} is {refund.state.value}, not ordered")
        if (refund.company, refund.currency) != (payment.company, payment.currency):
            raise BadDecision(f"{number} was ordered from another account or in another currency")
        found.append(refund)
    total = sum((refund.amount for refund in found), ZERO)
    if total > -payment.unapplied:
        raise BadDecision(f"the refunds come to {total}, the bank moved {-payment.unapplied} {payment.currency}")
    return found


def _check_rest(rest: Decimal, rest_is: Rest, payment: Payment, desk: Desk) -> None:
    if (rest == ZERO) != (rest_is is Rest.NONE):
        raise BadDecision(f"say what the rest of {plain(rest, payment.currency)} is" if rest else "there is no rest")
    if rest_is is Rest.CHARGE and rest > desk.cash.bank_charges_limit:
        raise BadDecision(f"a charge of {rest} is above bank_charges_limit: leave it open and ask the bank")


def _proof(
    payment: Payment, refunds: Sequence[Refund], rest: Decimal, command: ProposeSettlement, uow: UnitOfWork, desk: Desk
) -> str:
    """What speaks for it: as the desk sees it among all that waits, if at all, and what the person says."""
    possible = fits(payment, waiting_refunds(payment, uow), desk.cash.bank_charges_limit)
    seen: Mapping[frozenset[str], str] = {frozenset(fit.refunds): fit.proof for fit in possible}
    told = [seen.get(frozenset(_ids(refunds)), f"{len(refunds)} refunds"), command.text]
    if rest:
        told.append(f"the rest of {plain(rest, payment.currency)}: {command.rest_is.value}")
    return "; ".join((*filter(None, told), f"said by {command.actor}"))


def _ids(refunds: Iterable[Refund]) -> tuple[str, ...]:
    return tuple(sorted(refund.id for refund in refunds))
