"""What a payment covers: from a table of the advice or from the sentences of the mail, our own documents only.

An advice moves no money: it is a statement that cash application checks against the bank.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.extract.payment_months import unclear_months
from nlp.extract.payment_pointers import owed_by, with_payment_pointers
from nlp.extract.references import References
from nlp.extract.remittance.credits import said_by_amount, with_credit_lines
from nlp.extract.remittance.day import payment_date
from nlp.extract.remittance.deductions import explained, signed
from nlp.extract.remittance.file import advice_of_file
from nlp.extract.remittance.heading import DEMANDS, contradicted, currency_of, total_of
from nlp.extract.remittance.number import payment_reference
from nlp.extract.remittance.number_signs import TITLES
from nlp.extract.remittance.prose import Told, told_in
from nlp.extract.remittance.shortfall import with_shortfalls
from nlp.extract.remittance.table import Listed, table_lines
from nlp.extract.remittance.unexplained import left_on_paper
from nlp.extract.sources import Context, Found, Source, near
from nlp.lang import LANGUAGES, expression
from nlp.opened import Paper
from nlp.reading import DeductionReason, Problem, Remittance, RemittanceLine

TITLE = 300  # characters in which a paper says what it is


def read_remittance(context: Context, invoices: References) -> Found[Remittance]:
    """The advice; strength 1.0 only if every line is one of the customer's own documents and the sum is the total."""
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        if document.advices and (found := advice_of_file(context, document, source, invoices)).value is not None:
            return found
    invoices = with_payment_pointers(context, invoices)
    context = _without_our_papers(context, invoices)
    found = _read(context, invoices)
    return found if not _misses(context, found.value) else _filled(found, _read(_in_all_languages(context), invoices))


def _without_our_papers(context: Context, invoices: References) -> Context:
    """Without copies of our own invoices and reminders, where the mail itself tells of the payment of a document."""
    pairs = list(zip(context.documents, context.opened_documents, strict=True))
    kept = [(source, document) for source, document in pairs if not _demands(document.paper, source)]
    if len(kept) == len(pairs) or not told_in(context, context.body, invoices).lines:
        return context
    documents, opened = tuple(source for source, _ in kept), tuple(document for _, document in kept)
    return replace(context, documents=documents, opened_documents=opened)


def _demands(paper: Paper | None, source: Source) -> bool:
    """A reminder, a statement or an invoice asks for money; below the title of an advice its rows are invoices."""
    return paper in DEMANDS and not expression(rf"(?<!\w)(?:{TITLES})(?!\w)").search(source.folded[:TITLE])


def _in_all_languages(context: Context) -> Context:
    return replace(context, languages=LANGUAGES, _worked_out={})


def _misses(context: Context, value: Remittance | None) -> bool:
    """Whether an attached advice leaves something open that the words of another language may say."""
    if len(context.languages) == len(LANGUAGES) or not any(source.text.strip() for source in context.documents):
        return False
    if value is None:
        return True
    unexplained = any(line.reason is DeductionReason.OTHER for line in value.lines)
    return unexplained or None in (value.payment_date, value.total, value.reference)


def _filled(found: Found[Remittance], wider: Found[Remittance]) -> Found[Remittance]:
    """What was read in the mail's language, with what all languages say beside it: of the same lines only."""
    own, other = found.value, wider.value
    if own is None or other is None:
        return wider if own is None else found
    if [(line.invoice, line.amount, line.deduction) for line in own.lines] != [
        (line.invoice, line.amount, line.deduction) for line in other.lines
    ]:
        return found
    value = replace(
        own,
        payment_date=own.payment_date or other.payment_date,
        total=other.total if own.total is None else own.total,
        reference=own.reference or other.reference,
        lines=tuple(
            second if first.reason is DeductionReason.OTHER else first
            for first, second in zip(own.lines, other.lines, strict=True)
        ),
    )
    if value == own:
        return found
    return wider if value == other else replace(found, value=value)


def _read(context: Context, invoices: References) -> Found[Remittance]:
    listed, ground, told = _listed(context, invoices)
    if not listed.lines:
        return Found(None)
    lines = tuple(signed(context, line) for line in listed.lines)
    if told:
        lines = with_credit_lines(context, tuple(explained(context, line) for line in lines))
    else:
        lines = with_shortfalls(context, ground, lines)
    own = sum_of(lines)
    total, total_evidence = (
        (contradicted(context, ground, told.total, own, lines), ())
        if told
        else total_of(context, ground, lines, own, listed.shared)
    )
    lines = _completed(lines, total)
    paid_on, date_evidence = payment_date(context, ground, invoices)
    reference, reference_evidence = payment_reference(context, ground, invoices)
    left_out = [(clause.start, clause.end) for clause in told.left_out] if told and ground is context.body else []
    value = Remittance(paid_on, total, currency_of(context, ground, lines, left_out), reference, lines)
    problems = (*listed.problems, *_problems(context, value, ground), *_beside(context, value, ground, invoices))
    problems += (*_not_an_advice(context, ground), *_meant_credits(context, ground, lines, invoices))
    problems += _unclear(context, value, left_out) if told and ground is context.body else ()
    problems += _unread_number(context, value, ground)
    return Found(
        value,
        1.0 if not problems and (total is not None or own is not None) else 0.6,
        (*listed.evidence, *total_evidence, *date_evidence, *reference_evidence),
        problems,
    )


def _listed(context: Context, invoices: References) -> tuple[Listed, Source, Told | None]:
    """The lines of the first attachment with a table of ours, of a table in the body, or of the words; and where."""
    for source in (*context.documents, context.body):
        listed = _of_tables(context, source, invoices)
        if listed.lines:
            return listed, source, None
    tellings = [(told_in(context, source, invoices), source) for source in (*context.documents, context.body)]
    told, source = max(tellings, key=lambda each: _fullness(each[0]))  # the first of equal ones: attachments
    if told.lines:
        return Listed(told.lines, told.evidence, told.problems), source, told
    return Listed(), context.body, None


def _fullness(told: Told) -> tuple[int, int, int]:
    """How much a text tells: its documents, those with a deduction, those with an amount."""
    lines = told.lines
    return len(lines), sum(1 for line in lines if line.deduction), sum(1 for line in lines if line.amount is not None)


def _of_tables(context: Context, source: Source, invoices: References) -> Listed:
    """The lines of a source's tables: pages of one list; a document that stands in two of them counts once."""
    whole = Listed()
    for table in source.tables:
        more = table_lines(context, source, table, invoices)
        known = {line.invoice for line in whole.lines}
        fresh = tuple(line for line in more.lines if line.invoice not in known)
        if not fresh:
            continue
        whole = Listed(
            (*whole.lines, *fresh),
            (*whole.evidence, *more.evidence),
            (*whole.problems, *more.problems),
            whole.shared or more.shared,
        )
    return whole


def _beside(context: Context, value: Remittance, ground: Source, invoices: References) -> tuple[Problem, ...]:
    """Another attached list with documents that this one does not have: two payments in one mail."""
    paid = {line.invoice for line in value.lines}
    others = [source for source in context.documents if source is not ground]
    return tuple(
        Problem("several_advices", "another attachment lists other documents", source.name)
        for source in others
        if {line.invoice for line in _of_tables(context, source, invoices).lines} - paid
    )


def _not_an_advice(context: Context, ground: Source) -> tuple[Problem, ...]:
    """A list that asks for money tells of no payment."""
    papers = {s.name: d.paper for s, d in zip(context.documents, context.opened_documents, strict=True)}
    paper = papers.get(ground.name)
    if paper is None or not _demands(paper, ground):
        return ()
    return (Problem("not_an_advice", f"the attachment is a {paper.value}", ground.name),)


def _unread_number(context: Context, value: Remittance, ground: Source) -> tuple[Problem, ...]:
    """A number on the attached advice that may be its own, where none was read."""
    if value.reference is not None or ground is context.body:
        return ()
    left = next((n for n in left_on_paper(context, ground, value.lines) if not _is_total(n, value)), None)
    return () if left is None else (Problem("unread_reference", left, ground.name),)


def _is_total(written: str, value: Remittance) -> bool:
    """ "Totaal 1802": what the rows come to, without a sign of money."""
    return written.isdigit() and value.total == Decimal(written)


def _meant_credits(
    context: Context, ground: Source, lines: tuple[RemittanceLine, ...], invoices: References
) -> tuple[Problem, ...]:
    """A credit note that only the sum says was taken: neither its number names it, nor its amount behind the word."""
    named = set(invoices.stated()) | said_by_amount(context, ground)
    taken = (entry for each in lines if (entry := context.book.document(each.invoice)) and entry.total < 0)
    return tuple(Problem("meant_credit_note", entry.number) for entry in taken if entry.number not in named)


def _unclear(context: Context, value: Remittance, left_out: list[tuple[int, int]]) -> tuple[Problem, ...]:
    """ "July and September are paid", where September has two documents and none of them was read."""
    paid = {line.invoice for line in value.lines}
    found = unclear_months(context, context.body, owed_by(context))
    return tuple(
        Problem("unclear_month", context.body.text[start:end], "body")
        for start, end, documents in found
        if (not documents & paid or (documents <= paid and value.total is None))
        and not any(a <= start < b for a, b in left_out)
    )


def _completed(lines: tuple[RemittanceLine, ...], total: Decimal | None) -> tuple[RemittanceLine, ...]:
    """A single document without an amount of its own is paid with the total."""
    if len(lines) == 1 and lines[0].amount is None and total is not None:
        return (replace(lines[0], amount=total),)
    return lines


def sum_of(lines: tuple[RemittanceLine, ...]) -> Decimal | None:
    if any(line.amount is None for line in lines):
        return None
    return sum(((line.amount or Decimal(0)) - (line.deduction or Decimal(0)) for line in lines), Decimal(0))


def _pays_all(context: Context, value: Remittance) -> bool:
    """Whether the total is exactly what is open on the documents named: then each is paid in full."""
    entries = [context.book.document(line.invoice) for line in value.lines]
    return all(entries) and value.total == sum((entry.open_amount for entry in entries if entry), Decimal(0))


def _problems(context: Context, value: Remittance, source: Source) -> tuple[Problem, ...]:
    problems = []
    for line in value.lines:
        entry = context.book.document(line.invoice)
        if entry is None:
            problems.append(Problem("unknown_invoice", line.invoice, source.name))
        if line.amount is None and not _pays_all(context, value):
            problems.append(Problem("no_amount", f"no amount for {line.invoice}", source.name))
    own = sum_of(value.lines)
    if own is not None and value.total is not None and not near(own, value.total):
        problems.append(Problem("total_mismatch", f"lines come to {own}, stated are {value.total}", source.name))
    return tuple(problems)
