"""One rule per intent: the command that it asks for, and everything about it that is not certain, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from nlp.reading import (
    ChangeAction,
    IntentName,
    QueryTopic,
    Reading,
    Trust,
    TrustLevel,
)
from workflows.commands import (
    AdviseRemittance,
    AnswerQuery,
    ChangeOrder,
    Command,
    PlaceOrder,
    PromisePayment,
    RaiseDispute,
    RequestMasterDataChange,
    Source,
)
from workflows.ledger.money import ZERO
from workflows.ports import Desk
from workflows.routing.checks import (
    amount_doubts,
    day_doubts,
    foreign_documents,
    line_doubt,
    payment_day_doubts,
    sum_of_lines,
)
from workflows.routing.facts import Known

# Reasons of trust that say nothing against a sender alone, but much where a bank account is to be changed.
LOOK_TWICE = frozenset({"first_seen", "own_dkim_broken", "own_dkim_differs"})


@dataclass(frozen=True, slots=True)
class Ready:
    """A command that could be done; certain if there are no doubts. `hold`: what of it keeps dunning away meanwhile."""

    command: Command
    doubts: tuple[str, ...] = ()
    hold: RaiseDispute | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """No command can be made of it."""

    why: str

    @property
    def doubts(self) -> tuple[str, ...]:
        return (self.why,)


TRUSTS_VERIFIED = "verified"  # of TrustPolicy.delivery
Rule = Callable[[Reading, Known, Source, Desk, datetime], Ready | Unsure]


def order(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """Every line resolved and countable; price, credit and duplicates are the order desk's own checks."""
    if reading.order is None or not reading.order.lines:
        return Unsure("It seems to be an order, but no lines could be read.")
    doubts = []
    for number, line in enumerate(reading.order.lines, start=1):
        if line.sku is None:
            doubts.append(f"Line {number}: no article could be found for {line.description!r}.")
        if not line.quantity.is_finite() or line.quantity <= ZERO:
            doubts.append(f"Line {number}: the quantity {line.quantity} makes no sense.")
    command = PlaceOrder(
        source,
        known.customer,
        reading.order,
        delivery_address=reading.delivery_address or "",
        place_is_trusted=_may_name_places(reading, known, desk),
        delivery_country=reading.delivery_country or "",
    )
    return Ready(command, tuple(doubts))


def _may_name_places(reading: Reading, known: Known, desk: Desk) -> bool:
    """Whether this sender's word is enough for another delivery address, for this one order."""
    asked = desk.trust.delivery == TRUSTS_VERIFIED
    return asked and reading.trust_level is TrustLevel.VERIFIED and known.record_has_sender


def order_change(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """It must say which order and what; whether that order can still be changed is the order desk's own check."""
    change = reading.order_change
    if change is None:
        return Unsure("It seems to change an order, but not how.")
    doubts = []
    if not change.po_number:
        doubts.append("It is not said which order is to be changed.")
    says_something = change.lines or change.requested_date is not None or reading.delivery_address
    if change.action is ChangeAction.CHANGE and not says_something:
        doubts.append("It is not said what is to be changed.")
    doubts += [f"No article could be found for {line.description!r}." for line in change.lines if line.sku is None]
    command = ChangeOrder(
        source,
        known.customer,
        change,
        delivery_address=reading.delivery_address or "",
        delivery_country=reading.delivery_country or "",
    )
    return Ready(command, tuple(doubts))


def remittance(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """Keeping an advice moves no money by itself; still only what fits the books is kept without a person."""
    advice = reading.remittance
    if advice is None or not advice.lines:
        return Unsure("It seems to announce a payment, but does not say for which invoices.")
    doubts = foreign_documents(known, (line.invoice for line in advice.lines))
    doubts += [doubt for line in advice.lines if (doubt := line_doubt(line, known.documents.get(line.invoice)))]
    doubts += payment_day_doubts(advice, (reading.sent_at or now).date())
    paid = sum_of_lines(advice)
    if advice.total is not None and paid is not None and paid != advice.total:
        doubts.append(f"Its lines come to {paid}, its total is {advice.total}.")
    if paid is None and advice.total is None:
        doubts.append("Neither its total nor the amount of every line is stated.")
    if len({line.invoice for line in advice.lines}) < len(advice.lines):
        doubts.append("It lists an invoice twice.")
    currencies = {fact.currency for line in advice.lines if (fact := known.documents.get(line.invoice))}
    if advice.currency and currencies - {advice.currency}:
        doubts.append(f"It pays in {advice.currency} what is owed in {', '.join(sorted(currencies))}.")
    return Ready(AdviseRemittance(_within_budget(source, known, desk), known.customer, advice), tuple(doubts))


def dispute(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """A case is safe to open, for it only holds dunning; it must be about this customer's own invoices."""
    said = reading.dispute
    if said is None or not said.invoices:
        return Unsure("It seems to dispute something, but it is not clear which invoice.")
    foreign = foreign_documents(known, said.invoices)
    doubts: list[str] = []
    facts = [known.documents[number] for number in said.invoices if number in known.documents]
    total = sum((abs(fact.total) for fact in facts), ZERO)
    if said.amount is not None and not ZERO < said.amount <= total:
        doubts.append(f"The disputed amount {said.amount} does not fit invoices of {total} in all.")
    if said.currency and {fact.currency for fact in facts} - {said.currency}:
        doubts.append(f"The dispute is in {said.currency}, its invoices are not.")
    command = RaiseDispute(_within_budget(source, known, desk), known.customer, said)
    hold = replace(command, dispute=replace(said, amount=None, currency=None)) if not foreign else None
    return Ready(command, (*foreign, *doubts), hold)


def promise(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """A promise stops dunning until its day: the day must be near, the amounts must fit what is open.

    The days count from when it was written: read late, it is kept or broken by what the books say, and stops nothing.
    """
    said = reading.promise
    if said is None or not said.instalments:
        return Unsure("It seems to promise a payment, but names no day.")
    if not said.invoices:
        return Unsure("It promises a payment, but it is not clear for which invoice.")
    written_on = min(reading.sent_at or now, now).date()
    doubts = foreign_documents(known, said.invoices) + day_doubts(said, written_on, desk.promise_grace_days)
    facts = [known.documents[number] for number in said.invoices if number in known.documents]
    doubts += [f"Nothing is open on {fact.number}." for fact in facts if fact.open_amount <= ZERO]
    if facts:
        doubts += amount_doubts(said, facts)
    return Ready(PromisePayment(_within_budget(source, known, desk), known.customer, said, written_on), tuple(doubts))


def query(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """An answer goes out of the house: to a person, about this customer's own things, within the budget."""
    asked = reading.query
    if asked is None or asked.topic is QueryTopic.OTHER:
        return Unsure("The question is none that the books can answer.")
    doubts = foreign_documents(known, asked.invoices)
    if reading.automatic:
        doubts.append("A program asks: it is never answered by a program.")
    elif not source.may_answer:
        doubts.append("The address that asks is not one that may be answered: nothing proves whose it is.")
    if _budget_spent(known, desk):
        doubts.append("This sender got enough automatic answers for now: perhaps two programs talk to each other.")
    return Ready(AnswerQuery(source, known.customer, asked), tuple(doubts))


def master_data(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """Never acted upon by a mail alone: the request waits for a call-back and a second person."""
    change = reading.master_data
    if change is None or not change.changes:
        return Unsure("It seems to change the customer's data, but the new value could not be read.")
    fields = [field for field, _ in change.changes]
    why = ["Data of a customer change only after a second person agreed."]
    if "iban" in fields:
        why = ["Bank details: call back on a number known before this mail; a second person applies the change."]
    if "delivery_address" in fields:
        why.append("Goods would go elsewhere from now on: call back on a number known before this mail.")
    warnings = [] if reading.trust is Trust.VERIFIED else ["Nothing proves that the sender's domain sent this mail."]
    warnings += [f"{reason.detail.capitalize()}." for reason in reading.trust_reasons if reason.code in LOOK_TWICE]
    warnings += [problem.detail for problem in reading.problems]
    command = RequestMasterDataChange(_within_budget(source, known, desk), known.customer, change, tuple(warnings))
    return Ready(command, tuple(why))


RULES: dict[IntentName, Rule] = {
    IntentName.REMITTANCE: remittance,
    IntentName.DISPUTE: dispute,
    IntentName.PROMISE: promise,
    IntentName.ORDER: order,
    IntentName.ORDER_CHANGE: order_change,
    IntentName.QUERY: query,
    IntentName.MASTER_DATA: master_data,
}
BUSINESS = frozenset(RULES)


def _budget_spent(known: Known, desk: Desk) -> bool:
    most = desk.answers
    return (
        known.answers_in_thread >= most.in_thread_a_day
        or known.answers_to_sender >= most.to_sender
        or known.answers_to_sender_today >= most.to_sender_a_day
        or known.answers_to_customer >= most.to_customer
    )


def _within_budget(source: Source, known: Known, desk: Desk) -> Source:
    """The act is done in any case; only its acknowledgement is left out when the sender had enough of them."""
    return replace(source, may_answer=False) if _budget_spent(known, desk) else source
