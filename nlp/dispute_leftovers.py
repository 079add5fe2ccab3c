"""What a complaint says of money beside its facts: the sum of its document, or a sheet that reckons, unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp.book import folded
from nlp.extract.dispute.money import is_payment, names_invoice
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression
from nlp.lang.contesting import said as words_for
from nlp.leftovers import Understood
from nlp.notation import Amount
from nlp.reading import DisputeReason, IntentName, Problem

AHEAD = 40  # characters in front of an amount
TWICE = 2  # how much more than the other one of two prices may be
LEAST_PRICE = 10  # below, a number without a currency counts pieces


def contested_amounts(said: Understood) -> Iterator[Problem]:
    """What may be the amount of a dispute for which none was read: the sum of its document, or a sheet that reckons."""
    dispute = said.facts.dispute.value
    if IntentName.DISPUTE not in said.names or dispute is None or dispute.amount is not None:
        return
    context, priced = said.context, dispute.reason is DisputeReason.PRICE
    entries = [entry for number in dispute.invoices if (entry := context.book.document(number))]
    sums = {abs(value) for entry in entries for value in (entry.total, entry.open_amount)}
    money = context.amounts(context.body)
    for amount in money:
        if any(near(abs(amount.value), value) for value in sums) and not _only_names(context, amount, money, priced):
            yield Problem("unread_amount", context.body.text[amount.start : amount.end], "body")
            return
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        is_own = any(folded(entry.number) in folded(source.text) for entry in entries)
        if document.tables and not is_own and not _is_told(said, source, priced):
            yield Problem("unread_amount", document.name, source.name)


def _only_names(context: Context, amount: Amount, money: Iterable[Amount], priced: bool) -> bool:
    """Whether the sum of a document only says which one is meant, what is paid of it, or is held against a price."""
    if names_invoice(context, amount) or is_payment(context, amount) or (priced and _is_price(amount, money)):
        return True
    flat = context.body.flat
    if expression(rf"(?<!\w)(?:{words_for('BILLED')})[ ]$").search(flat[max(0, amount.start - AHEAD) : amount.start]):
        return True  # "a delivery billed at 1433.52": a part of it is missing
    written = flat[amount.start : amount.end]
    return flat[: amount.start].endswith("(") or written.startswith("(") or flat[amount.end :].startswith(")")


def _is_price(amount: Amount, money: Iterable[Amount]) -> bool:
    """ "Quoted 650 for both, billed 725.00": beside it stands another price, and neither is the contested amount."""
    rivals = [abs(other.value) for other in money if other.value >= LEAST_PRICE and other.value != amount.value]
    return any(value <= TWICE * abs(amount.value) <= TWICE * TWICE * value for value in rivals)


def _is_told(said: Understood, source: Source, priced: bool) -> bool:
    """A paper that reckons nothing: without money, read for another fact, or with the price that the mail names."""
    context, names, facts = said.context, said.names, said.facts
    stated = {amount.value for amount in context.amounts(source) if amount.marked and amount.value}
    named = {a.value for a in context.amounts(context.body) if a.marked or a.value >= LEAST_PRICE}
    if not stated or (priced and stated & named):
        return True
    others = ((IntentName.ORDER, facts.order), (IntentName.REMITTANCE, facts.remittance))
    return any(name in names and source.name in {e.source for e in fact.evidence} for name, fact in others)
