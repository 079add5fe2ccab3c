"""One rule per intent: the command that it asks for, and everything about it that is not certain, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from nlp.reading import (
    ChangeAction,
    DeductionReason,
    IntentName,
    Promise,
    QueryTopic,
    Reading,
    Remittance,
    RemittanceLine,
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
from workflows.ledger.money import ZERO, is_exact
from workflows.ports import Desk
from workflows.routing_facts import DocumentFact, Known

LONGEST_PROMISE_DAYS = 90
LEAST_PROMISED_SHARE = Decimal("0.5")  # of what is open: dunning of the whole invoice waits for a promise
PAYMENT_WITHIN_DAYS = 31  # of the day of the message that announces it
# What was kept back without a ground that the desk could check.
UNEXPLAINED: dict[DeductionReason | None, str] = {
    None: "{invoice}: why {deduction} was kept back is not said.",
    DeductionReason.OTHER: "{invoice}: why {deduction} was kept back is not clear.",
    DeductionReason.CREDIT_NOTE: "{invoice}: {deduction} was kept back for a credit note that is not named.",
}
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
    doubts = _foreign(known, (line.invoice for line in advice.lines))
    doubts += [doubt for line in advice.lines if (doubt := _line_doubt(line, known.documents.get(line.invoice)))]
    doubts += _payment_day_doubts(advice, (reading.sent_at or now).date())
    paid = _sum_of_lines(advice)
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
    foreign = _foreign(known, said.invoices)
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
    doubts = _foreign(known, said.invoices) + _day_doubts(said, written_on, desk.promise_grace_days)
    facts = [known.documents[number] for number in said.invoices if number in known.documents]
    doubts += [f"Nothing is open on {fact.number}." for fact in facts if fact.open_amount <= ZERO]
    if facts:
        doubts += _amount_doubts(said, facts)
    return Ready(PromisePayment(_within_budget(source, known, desk), known.customer, said, written_on), tuple(doubts))


def query(reading: Reading, known: Known, source: Source, desk: Desk, now: datetime) -> Ready | Unsure:
    """An answer goes out of the house: to a person, about this customer's own things, within the budget."""
    asked = reading.query
    if asked is None or asked.topic is QueryTopic.OTHER:
        return Unsure("The question is none that the books can answer.")
    doubts = _foreign(known, asked.invoices)
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


def _foreign(known: Known, numbers: Iterable[str]) -> list[str]:
    """Documents named that are not this customer's."""
    facts = {number: known.documents.get(number) for number in numbers}
    missing = [f"{number} is no document that we know." for number, fact in facts.items() if fact is None]
    others = [
        f"{n} is not a document of {known.customer}."
        for n, fact in facts.items()
        if fact and fact.customer != known.customer
    ]
    return missing + others


def _line_doubt(line: RemittanceLine, fact: DocumentFact | None) -> str:
    if fact is None or line.amount is None:
        return ""
    if line.amount * fact.total < ZERO:
        return f"{line.invoice}: {line.amount} has the wrong sign."
    if abs(line.amount) > abs(fact.total):
        return f"{line.invoice}: {line.amount} is more than the {fact.total} that it was for."
    if line.deduction is not None and not ZERO <= line.deduction <= abs(line.amount):
        return f"{line.invoice}: a deduction of {line.deduction} from {line.amount} makes no sense."
    if line.deduction and line.reason in UNEXPLAINED:
        return UNEXPLAINED[line.reason].format(invoice=line.invoice, deduction=line.deduction)
    return ""


def _payment_day_doubts(advice: Remittance, written_on: date) -> list[str]:
    """An advice is written about the time of its payment; a day far from it is another date of the same page."""
    day = advice.payment_date
    if day is None or abs((day - written_on).days) <= PAYMENT_WITHIN_DAYS:
        return []
    return [f"The payment's day {day} lies far from the day of the message, {written_on}."]


def _sum_of_lines(advice: Remittance) -> Decimal | None:
    """What the lines come to; None where an amount is not stated."""
    amounts = [line.amount - (line.deduction or ZERO) for line in advice.lines if line.amount is not None]
    return sum(amounts, ZERO) if len(amounts) == len(advice.lines) else None


def _day_doubts(said: Promise, written_on: date, grace_days: int) -> list[str]:
    days = [instalment.date for instalment in said.instalments]
    doubts = [f"The promised day {day} is over." for day in days if day + timedelta(days=grace_days) < written_on]
    doubts += [
        f"The promised day {day} is more than {LONGEST_PROMISE_DAYS} days away."
        for day in days
        if day > written_on + timedelta(days=LONGEST_PROMISE_DAYS)
    ]
    if len(set(days)) < len(days):
        doubts.append("It names a day twice.")
    return doubts


def _amount_doubts(said: Promise, facts: list[DocumentFact]) -> list[str]:
    amounts = [instalment.amount for instalment in said.instalments if instalment.amount is not None]
    unnamed = len(said.instalments) - len(amounts)
    if len({fact.currency for fact in facts}) > 1:
        return ["It promises invoices of several currencies at once."]
    if unnamed > 1 or (unnamed and said.instalments[-1].amount is not None):
        return ["Several days are named, but not what is paid on which."]
    promised, owed = sum(amounts, ZERO), sum((fact.open_amount for fact in facts), ZERO)
    if any(amount <= ZERO or not is_exact(amount, facts[0].currency) for amount in amounts):
        return ["An amount of the promise makes no sense."]
    if promised > owed:
        return [f"It promises {promised}, but only {owed} is open."]
    if not unnamed and promised < owed * LEAST_PROMISED_SHARE:
        return [f"It promises only {promised} of {owed}: whether dunning waits for that is a person's decision."]
    return []


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
