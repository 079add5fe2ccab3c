"""The dispute as a whole: why first, then of which documents that is told, then how much of them."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.extract.dispute.amount import PARTIAL, contested_amount, unexplained
from nlp.extract.dispute.compared import compared
from nlp.extract.dispute.documents import Contested, contested, kept_back
from nlp.extract.dispute.doubts import is_doubted
from nlp.extract.dispute.papers import money_in_papers
from nlp.extract.dispute.plainly import TOLD_FROM
from nlp.extract.dispute.ranking import told_in
from nlp.extract.dispute.words import reason_of
from nlp.extract.references import References
from nlp.extract.sources import Context, Found
from nlp.notation import Amount
from nlp.reading import Dispute, DisputeReason, Evidence, Problem, Remittance

LISTED_FROM = 0.5  # of the likeliest reason's strength: a rival


def read_dispute(context: Context, invoices: References, remittance: Remittance | None) -> Found[Dispute]:
    """The dispute; strength 1.0 only with a reason that is told and documents of the book."""
    told, remittance = told_in(context), kept_back(context, remittance)
    (reason, strongest), (other, _), *_ = told.ranked()
    is_told = strongest >= TOLD_FROM or reason_of(context)[1] > 0
    meant = contested(context, invoices, remittance, told, reason)
    if not is_told and (not meant.numbers or meant.by_trace):
        return Found(None)
    amount, evidence = contested_amount(context, meant, reason, remittance)
    problems = [*_doubts_of_documents(meant)]
    if amount is None and (left := unexplained(context, meant, reason)):
        problems.append(Problem("amount_unclear", ", ".join(f"{each.value}" for each in left), "body"))
    if amount is None and reason in PARTIAL and (papers := money_in_papers(context, meant)):
        problems.append(Problem("amount_unclear", "an attachment may say the amount", papers[0]))
    if is_doubted(context, told) if is_told else not (told.plain or reason in compared(context)):
        problems.append(Problem("several_reasons", f"{reason.value} or {other.value}", "body"))
    value = Dispute(meant.numbers, reason, amount.value if amount else None, _currency(context, meant, amount))
    known = all(context.book.document(number) for number in meant.numbers) and bool(meant.numbers)
    strength = 0.0 if not is_told else 1.0 if known and not meant.by_quote and not meant.by_trace else 0.6
    return Found(value, strength, (*evidence, *_grounds(context, invoices, meant)), tuple(problems))


def _doubts_of_documents(meant: Contested) -> Iterator[Problem]:
    """Documents that nobody named, or that the sender's own words do not name."""
    if not meant.numbers:
        yield Problem("no_invoice", "the contested invoice is not named", "body")
    if meant.by_quote:
        yield Problem("invoice_from_quote", "the invoice is named only in the mail that is answered", "body")
    if meant.by_trace and meant.numbers:
        yield Problem("invoice_by_trace", "nothing names the invoice, a number or a day leads to it", "body")


def _currency(context: Context, meant: Contested, amount: Amount | None) -> str | None:
    """As written, else that of the documents, else the customer's; None without an amount."""
    if amount is None or amount.currency is not None:
        return amount.currency if amount else None
    currencies = {entry.currency for number in meant.numbers if (entry := context.book.document(number))}
    return currencies.pop() if len(currencies) == 1 else context.customer.currency if context.customer else None


def _grounds(context: Context, invoices: References, meant: Contested) -> list[Evidence]:
    """Where the contested documents are named."""
    sources = {source.name: source for source in context.stated}
    return [
        sources[reference.source].evidence(
            f"dispute.invoices.{meant.numbers.index(reference.number)}", reference.start, reference.end
        )
        for reference in (*invoices.invoices, *invoices.pointed)
        if reference.number in meant.numbers and not reference.quoted
    ]


def reasons_of(context: Context) -> tuple[tuple[DisputeReason, float, int], ...]:
    """(reason, strength, where the body tells it) of every reason that is told, the likeliest first."""
    told = told_in(context)
    ranked = told.ranked()
    if ranked[0][1] < TOLD_FROM and reason_of(context)[1] <= 0:
        return ()
    least = max(LISTED_FROM * ranked[0][1], 0.0)
    return tuple((reason, strength, told.place_of(reason)) for reason, strength in ranked if strength >= least)
