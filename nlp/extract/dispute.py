"""What a customer contests: which documents, why, and how much of them."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.sources import Context, Found, Source
from nlp.lang import compiled, weight
from nlp.notation import Amount
from nlp.reading import Dispute, DisputeReason, Evidence, Problem, Remittance

WHOLE_DOCUMENT = frozenset(
    {DisputeReason.DUPLICATE, DisputeReason.NOT_ORDERED, DisputeReason.ALREADY_PAID, DisputeReason.NOT_DELIVERED}
)
"""Reasons that contest all of a document: an amount that is the document's is then the contested one."""


def read_dispute(context: Context, invoices: References, remittance: Remittance | None) -> Found[Dispute]:
    """The dispute; strength 1.0 only with a reason of its own and documents of the book."""
    reason, score, place = reason_of(context)
    numbers, by_quote = disputed_documents(context, invoices, remittance)
    if score <= 0 and not numbers:
        return Found(None)
    amount, evidence = _amount(context, numbers, reason, place, remittance)
    currencies = {entry.currency for number in numbers if (entry := context.book.document(number))}
    currency = amount.currency if amount else None
    if amount and currency is None:
        currency = currencies.pop() if len(currencies) == 1 else context.customer.currency if context.customer else None
    problems = [] if numbers else [Problem("no_invoice", "the contested invoice is not named", "body")]
    if by_quote:
        problems.append(Problem("invoice_from_quote", "the invoice is named only in the mail that is answered", "body"))
    grounds = list(evidence)
    for reference in (*invoices.invoices, *invoices.pointed):
        if reference.number in numbers and not reference.quoted:
            sources = {source.name: source for source in context.stated}
            path = f"dispute.invoices.{numbers.index(reference.number)}"
            grounds.append(sources[reference.source].evidence(path, reference.start, reference.end))
    value = Dispute(numbers, reason, amount.value if amount else None, currency)
    known = all(context.book.document(number) for number in numbers) and bool(numbers)
    strength = 0.0 if score <= 0 else 1.0 if known and not by_quote else 0.6
    return Found(value, strength, tuple(grounds), tuple(problems))


def reason_of(context: Context) -> tuple[DisputeReason, float, int]:
    """(the reason that most words speak for, their weight, where in the body the first of them stands)."""
    ranked = reasons_of(context)
    return ranked[0] if ranked else (DisputeReason.OTHER, 0.0, -1)


def reasons_of(context: Context) -> tuple[tuple[DisputeReason, float, int], ...]:
    """Every reason that words speak for, the likeliest first."""
    found = []
    body = complaints_only(context)
    for reason in DisputeReason:
        patterns = context.patterns("reasons", reason)
        score, place = weight(patterns, body)
        score += 0.7 * weight(patterns, context.subject.flat)[0]
        score += 0.5 * max((weight(patterns, s.flat[:3000])[0] for s in context.documents), default=0.0)
        if score > 0:
            found.append((reason, score, place))
    return tuple(sorted(found, key=lambda each: -round(each[1], 6)))


def complaints_only(context: Context) -> str:
    """The body, folded, without sentences that miss a paper, thank for one or only inquire: they contest nothing."""
    flat = context.body.flat
    patterns = [p for pack in context.lexicons for kind in ("paper", "inquired") for p in pack.unsaid[kind]]
    for start, end in context.body.sentences:
        if any(compiled(pattern).search(flat[start:end]) for pattern in patterns):
            flat = flat[:start] + " " * (end - start) + flat[end:]
    return flat


def disputed_documents(
    context: Context, invoices: References, remittance: Remittance | None
) -> tuple[tuple[str, ...], bool]:
    """The documents contested, and whether only the quoted mail names them."""
    body = invoices.within("body")
    if remittance is not None:
        deducted = tuple(line.invoice for line in remittance.lines if line.deduction)
        named = tuple(number for number in body if number in deducted)
        return named or deducted or body, False
    stated = body or invoices.within("subject") or invoices.meant("body") or invoices.meant("subject")
    if stated:
        return stated, False
    attached = tuple(n for n in invoices.stated() if context.book.document(n))
    if len(attached) == 1:
        return attached, False
    for numbers in (invoices.quoted(), context.answered):
        if len(numbers) == 1:
            return numbers, True
    return (), False


def _amount(
    context: Context, numbers: tuple[str, ...], reason: DisputeReason, place: int, remittance: Remittance | None
) -> tuple[Amount | None, tuple[Evidence, ...]]:
    """The contested amount: beside words like "too much", else the whole document's, else the only one."""
    kept = [line for line in remittance.lines if line.deduction] if remittance else []
    if len(kept) == 1 and kept[0].deduction is not None:
        assert remittance is not None
        return Amount(kept[0].deduction, remittance.currency, 0, 0, True, False), ()
    money = [amount for amount in context.amounts(context.body) if amount.marked and amount.value > 0]
    chosen = _beside_complaint(context, money) or _of_document(context, money, numbers, reason)
    if chosen is None and len({amount.value for amount in money}) == 1 and reason is not DisputeReason.INVOICE_FORM:
        chosen = money[0]
    if chosen is None:
        return None, ()
    return chosen, (context.body.evidence("dispute.amount", chosen.start, chosen.end),)


def _beside_complaint(context: Context, money: list[Amount]) -> Amount | None:
    """The amount nearest to a word for excess or shortage in its own sentence, if one is clearly nearest."""
    words = [m for m in re.finditer(rf"(?<!\w)(?:{context.words('too_much')})(?!\w)", context.body.flat)]
    ranked: list[tuple[int, int]] = []
    for index, amount in enumerate(money):
        start, end = context.body.sentence_at(amount.start)
        gaps = [
            min(abs(w.start() - amount.end), abs(amount.start - w.end())) for w in words if start <= w.start() < end
        ]
        if gaps and min(gaps) <= 60:
            ranked.append((min(gaps), index))
    ranked.sort()
    return money[ranked[0][1]] if ranked else None


def _of_document(
    context: Context, money: list[Amount], numbers: tuple[str, ...], reason: DisputeReason
) -> Amount | None:
    expected: set[Decimal] = set()
    for number in numbers:
        if (entry := context.book.document(number)) is not None:
            expected |= {abs(entry.total), abs(entry.open_amount)}
    exact = [amount for amount in money if amount.value in expected]
    return exact[0] if exact and (reason in WHOLE_DOCUMENT or len(money) == 1) else None


def complaint_in(source: Source, context: Context) -> float:
    """How strongly a source speaks of a reason to contest."""
    return max((weight(context.patterns("reasons", reason), source.flat)[0] for reason in DisputeReason), default=0.0)
