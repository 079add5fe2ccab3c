"""What of a payment, a promise or a list of documents does not fit the books, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from nlp.reading import DeductionReason, Promise, Remittance, RemittanceLine
from workflows.ledger.money import ZERO, is_exact
from workflows.routing.facts import DocumentFact, Known

PAYMENT_WITHIN_DAYS = 31  # of the day of the message that announces it
LONGEST_PROMISE_DAYS = 90
LEAST_PROMISED_SHARE = Decimal("0.5")  # of what is open: dunning of the whole invoice waits for a promise
# What was kept back without a ground that the desk could check.
UNEXPLAINED: dict[DeductionReason | None, str] = {
    None: "{invoice}: why {deduction} was kept back is not said.",
    DeductionReason.OTHER: "{invoice}: why {deduction} was kept back is not clear.",
    DeductionReason.CREDIT_NOTE: "{invoice}: {deduction} was kept back for a credit note that is not named.",
}


def foreign_documents(known: Known, numbers: Iterable[str]) -> list[str]:
    """Documents named that are not this customer's."""
    facts = {number: known.documents.get(number) for number in numbers}
    missing = [f"{number} is no document that we know." for number, fact in facts.items() if fact is None]
    others = [
        f"{n} is not a document of {known.customer}."
        for n, fact in facts.items()
        if fact and fact.customer != known.customer
    ]
    return missing + others


def line_doubt(line: RemittanceLine, fact: DocumentFact | None) -> str:
    """What of an advised line does not fit its document, in words; "" if nothing."""
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


def payment_day_doubts(advice: Remittance, written_on: date) -> list[str]:
    """An advice is written about the time of its payment; a day far from it is another date of the same page."""
    day = advice.payment_date
    if day is None or abs((day - written_on).days) <= PAYMENT_WITHIN_DAYS:
        return []
    return [f"The payment's day {day} lies far from the day of the message, {written_on}."]


def sum_of_lines(advice: Remittance) -> Decimal | None:
    """What the lines come to; None where an amount is not stated."""
    amounts = [line.amount - (line.deduction or ZERO) for line in advice.lines if line.amount is not None]
    return sum(amounts, ZERO) if len(amounts) == len(advice.lines) else None


def day_doubts(said: Promise, written_on: date, grace_days: int) -> list[str]:
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


def amount_doubts(said: Promise, facts: list[DocumentFact]) -> list[str]:
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
