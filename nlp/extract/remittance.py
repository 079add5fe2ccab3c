"""What a payment covers: from a table of the advice or from the sentences of the mail, our own documents only.

An advice moves no money: it is a statement that cash application checks against the bank.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from nlp.book import folded
from nlp.documents.vocabulary import column_roles
from nlp.extract.dispute import reason_of
from nlp.extract.references import Ledger, Reference, References
from nlp.extract.sources import Context, Found, Source, cells_beside, distinct, near
from nlp.lang import fold, weight
from nlp.notation import currency_in, date_in_cell, decimal_sign, number_in_cell
from nlp.opened import Table
from nlp.reading import DeductionReason, Evidence, Problem, Remittance, RemittanceLine

_REFERENCE = r"([a-z0-9][a-z0-9]{0,15}(?:[-/_. ][a-z0-9]{1,14}){0,4})"


def read_remittance(context: Context, invoices: References) -> Found[Remittance]:
    """The advice; strength 1.0 only if every line is one of the customer's own documents and the sum is the total."""
    lines: tuple[RemittanceLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    ground = context.body
    shared = False
    for source in (*context.documents, context.body):
        for table in source.tables:
            lines, evidence, shared = table_lines(context, source, table, invoices)
            if lines:
                ground = source
                break
        if lines:
            break
    if not lines:
        for source in (*context.documents, context.body):
            lines, evidence = text_lines(context, source, invoices)
            if lines:
                ground = source
                break
    if not lines:
        return Found(None)
    lines = tuple(_explained(context, _signed(context, line)) for line in lines)
    own = _sum(lines)
    total, total_evidence = _total(context, ground, own, shared)
    lines = _completed(context, lines, total)
    paid_on, date_evidence = _payment_date(context, ground)
    reference, reference_evidence = _payment_reference(context, ground, invoices)
    value = Remittance(paid_on, total, _currency(context, ground, lines), reference, lines)
    problems = _problems(context, value, ground)
    return Found(
        value,
        1.0 if not problems and total is not None else 0.6,
        (*evidence, *total_evidence, *date_evidence, *reference_evidence),
        problems,
    )


def table_lines(
    context: Context, source: Source, table: Table, invoices: References
) -> tuple[tuple[RemittanceLine, ...], tuple[Evidence, ...], bool]:
    """The rows that name a document of ours, and whether other rows name somebody else's."""
    roles: dict[str, int] = {}
    for column, role in column_roles(table).items():
        roles.setdefault(role, column)
    if "quantity" in roles and "unit_price" in roles:
        return (), (), False  # an order
    rows = table.rows[max(table.header + 1, 0) :][:2000]
    money = [
        role
        for role in ("invoice_amount", "amount", "balance", "net_paid", "net", "line_total", "deduction", "discount")
        if role in roles
    ]
    if not money and table.header >= 0 and not roles:
        return (), (), False
    signs = {role: decimal_sign(tuple(_cell(row, roles[role]) for row in rows), context.decimal) for role in money}
    lines: list[RemittanceLine] = []
    evidence: list[Evidence] = []
    others = False
    for row in rows:
        number = _document_in(context, row, roles, invoices)
        values: dict[str, Decimal | None] = {
            role: number_in_cell(_cell(row, roles[role]), signs[role]) for role in money
        }
        if number is None:
            others = others or _is_foreign(row, roles, values)
            if lines:
                lines[-1] = _with_deduction_row(context, lines[-1], row, values)
            continue
        amount, deduction = _amount_and_deduction(values, row, context.decimal, bool(money))
        if any(line.invoice == number for line in lines):
            lines = [_more_deducted(context, line, row, amount) if line.invoice == number else line for line in lines]
            continue
        reason = (
            _reason(context, " ".join(row), "discount" in values and bool(values["discount"])) if deduction else None
        )
        path = f"remittance.lines.{len(lines)}"
        evidence.append(source.cell(f"{path}.invoice", next((c for c in row if c and number[-3:] in c), number)))
        lines.append(RemittanceLine(number, amount, deduction, reason))
    return tuple(lines), tuple(evidence), others


def _cell(row: tuple[str, ...], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _document_in(context: Context, row: tuple[str, ...], roles: dict[str, int], invoices: References) -> str | None:
    """The document that a row is about: its invoice column first, else any cell that is a number of ours."""
    ordered = [_cell(row, roles[role]) for role in ("invoice", "reference") if role in roles]
    for text in (*ordered, *row):
        if not 2 <= len(text.strip()) <= 60:
            continue
        if (entry := context.book.document(text)) is not None:
            return entry.number
    for text in (*ordered, *row):
        inside = [r.number for r in invoices.invoices if not r.quoted and r.known and _names(text, r, context)]
        if len(set(inside)) == 1:
            return inside[0]
    if "invoice" in roles and context.customer is not None:
        text = _cell(row, roles["invoice"])
        own = (
            Ledger(context.book.documents_of(context.customer.number)).resolve(text)
            if re.search(r"\d{2}", text)
            else None
        )
        if own is not None:
            return own.number
    for text in (*ordered, *row):
        for pattern in context.book.number_patterns():
            match = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text[:80], re.IGNORECASE)
            if match:
                return match.group()
    return None


def _names(text: str, reference: Reference, context: Context) -> bool:
    sources = {source.name: source for source in context.stated}
    written = sources[reference.source].text[reference.start : reference.end]
    return len(folded(written)) >= 5 and folded(written) in folded(text)


def _is_foreign(row: tuple[str, ...], roles: dict[str, int], values: dict[str, Decimal | None]) -> bool:
    """A row with a document's number and money that is not ours: the list goes to several suppliers."""
    text = _cell(row, roles["invoice"]) if "invoice" in roles else ""
    return bool(re.search(r"\d{3}", text)) and any(value is not None for value in values.values())


def _amount_and_deduction(
    values: dict[str, Decimal | None], row: tuple[str, ...], decimal: str, headed: bool
) -> tuple[Decimal | None, Decimal | None]:
    """(amount of the document as listed, what was kept back) from whichever of gross, deduction and net are there."""
    if not headed:
        found = [
            v
            for cell in row
            if re.search(r"[.,]\d\d\D{0,4}$", cell.strip())
            and (v := number_in_cell(cell, decimal_sign((cell,), decimal))) is not None
        ]
        return (found[0] if found else None), None
    gross = next((values[r] for r in ("invoice_amount", "amount", "balance") if values.get(r) is not None), None)
    paid = next((values[r] for r in ("net_paid", "net", "line_total") if values.get(r) is not None), None)
    kept = [abs(values[r] or Decimal(0)) for r in ("deduction", "discount") if values.get(r)]
    deduction = sum(kept, Decimal(0)) or None
    if gross is None and paid is not None:
        gross = paid + deduction if deduction and paid > 0 else paid
    elif gross is not None and paid is not None and deduction is None and gross > 0 and paid != gross and paid > 0:
        deduction = gross - paid if gross > paid else None
    elif gross is not None and paid is not None and deduction is not None and near(gross, paid) and gross > 0:
        gross = paid  # the column headed "amount" holds what was paid
    return gross, deduction


def _with_deduction_row(
    context: Context, line: RemittanceLine, row: tuple[str, ...], values: dict[str, Decimal | None]
) -> RemittanceLine:
    """A negative row without a document below one with it says what was kept back of that one."""
    negative = [value for value in values.values() if value is not None and value < 0]
    reason = _reason(context, " ".join(row), False)
    if not negative or line.amount is None or line.amount <= 0 or line.deduction or reason is DeductionReason.OTHER:
        return line
    return replace(line, deduction=-negative[-1], reason=reason)


def _more_deducted(
    context: Context, line: RemittanceLine, row: tuple[str, ...], amount: Decimal | None
) -> RemittanceLine:
    """A second row for the same document: negative is a deduction, positive a further part of it."""
    if amount is None or line.amount is None:
        return line
    if amount < 0 < line.amount:
        return replace(
            line, deduction=(line.deduction or Decimal(0)) - amount, reason=_reason(context, " ".join(row), False)
        )
    return replace(line, amount=line.amount + amount)


def _reason(context: Context, text: str, discount: bool) -> DeductionReason:
    if discount:
        return DeductionReason.DISCOUNT
    scores = {reason: weight(context.patterns("deductions", reason), fold(text))[0] for reason in DeductionReason}
    best = max(scores, key=lambda reason: scores[reason])
    return best if scores[best] > 0 else DeductionReason.OTHER


def text_lines(
    context: Context, source: Source, invoices: References
) -> tuple[tuple[RemittanceLine, ...], tuple[Evidence, ...]]:
    """Documents in sentences or untabled lines, each with the amount that stands with it."""
    references = [
        r
        for r in invoices.invoices
        if r.source == source.name and not r.quoted and (r.known or source is not context.body)
    ]
    spans: dict[str, tuple[int, int]] = {}
    for reference in references:
        spans.setdefault(reference.number, (reference.start, reference.end))
    money = [a for a in context.amounts(source) if a.marked]
    lines: list[RemittanceLine] = []
    evidence: list[Evidence] = []
    for number, (start, end) in spans.items():
        line_start, line_end = _line_around(source, start)
        alone = len([1 for a, _ in spans.values() if line_start <= a < line_end]) == 1
        on_line = [a for a in money if line_start <= a.start < line_end] if alone else []
        entry = context.book.document(number)
        expected = {abs(entry.open_amount), abs(entry.total)} if entry else set()
        exact = [a for a in money if abs(a.value) in expected]
        after = [a for a in on_line if a.start >= end]
        chosen = (([a for a in exact if a in on_line] or exact or after or on_line) + [None])[0]
        amount = chosen.value if chosen else None
        if amount is None and len(spans) == 1 and len(money) == 1:
            amount, chosen = money[0].value, money[0]
        path = f"remittance.lines.{len(lines)}"
        evidence.append(source.evidence(f"{path}.invoice", start, end))
        if chosen:
            evidence.append(source.evidence(f"{path}.amount", chosen.start, chosen.end))
        lines.append(
            _with_stated_deduction(context, source, RemittanceLine(number, amount), (line_start, line_end), alone)
        )
    return tuple(lines), tuple(evidence)


def _line_around(source: Source, place: int) -> tuple[int, int]:
    start = source.text.rfind("\n", 0, place) + 1
    end = source.text.find("\n", place)
    return start, end if end >= 0 else len(source.text)


def _with_stated_deduction(
    context: Context, source: Source, line: RemittanceLine, span: tuple[int, int], alone: bool
) -> RemittanceLine:
    """ "less 2 % discount 12.40" on the line of the document."""
    text = source.folded[span[0] : span[1]]
    reason = _reason(context, text, False)
    if not alone or reason is DeductionReason.OTHER or reason is DeductionReason.CREDIT_NOTE or line.amount is None:
        return line
    words = [
        m.end() + span[0]
        for pack in context.lexicons
        for m in re.finditer("|".join(p for _, p in pack.deductions[reason]), text)
    ]
    for amount in context.amounts(source):
        if amount.marked and any(0 <= amount.start - w <= 30 for w in words) and amount.value != line.amount:
            return replace(line, deduction=abs(amount.value), reason=reason)
    return line


def _explained(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A deduction that the list leaves unexplained is what the mail complains of."""
    if line.reason is DeductionReason.OTHER and reason_of(context)[1] >= 0.8:
        return replace(line, reason=DeductionReason.DISPUTE)
    return line


def _signed(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A credit note of ours is taken with a negative amount, however the customer wrote it."""
    entry = context.book.document(line.invoice)
    credit = entry is not None and entry.total < 0
    if credit and line.amount is not None and line.amount > 0:
        return replace(line, amount=-line.amount)
    return line


def _completed(
    context: Context, lines: tuple[RemittanceLine, ...], total: Decimal | None
) -> tuple[RemittanceLine, ...]:
    """A single document without an amount of its own is paid with the total."""
    if len(lines) == 1 and lines[0].amount is None and total is not None:
        return (replace(lines[0], amount=total),)
    return lines


def _sum(lines: tuple[RemittanceLine, ...]) -> Decimal | None:
    if any(line.amount is None for line in lines):
        return None
    return sum(((line.amount or Decimal(0)) - (line.deduction or Decimal(0)) for line in lines), Decimal(0))


def _total(
    context: Context, source: Source, own: Decimal | None, shared: bool
) -> tuple[Decimal | None, tuple[Evidence, ...]]:
    """The stated total if our lines add up to it or it is the only one; our own sum of a list for many suppliers."""
    stated: list[tuple[Decimal, Evidence]] = []
    for each in dict.fromkeys((source, context.body)):
        label = re.compile(rf"(?<!\w)(?:{context.words('total_words')})(?!\w)")
        for match in label.finditer(each.folded):
            end = each.text.find("\n", match.end())
            limit = min(match.end() + 80, end if end >= 0 else len(each.text))
            stated += [
                (a.value, each.evidence("remittance.total", a.start, a.end))
                for a in context.amounts(each)
                if match.end() <= a.start < limit and a.marked
            ]
        for cell in cells_beside(each, re.compile(rf"(?:{context.words('total_words')})(?:[ :(/].{{0,40}})?")):
            value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
            if value is not None:
                stated.append((value, each.cell("remittance.total", cell)))
    if own is not None:
        for value, ground in stated:
            if near(value, own):
                return value, (ground,)
        everywhere = [a for s in context.stated for a in context.amounts(s) if a.marked and near(a.value, own)]
        if shared or everywhere or not stated:
            return own, ()
    if not stated:
        spoken = [
            a for a in context.amounts(context.body) if a.marked and _speaks_of_payment(context, context.body, a.start)
        ]
        if len({a.value for a in spoken}) == 1:
            return spoken[0].value, (context.body.evidence("remittance.total", spoken[0].start, spoken[0].end),)
    return (stated[-1][0], (stated[-1][1],)) if stated else (own, ())


def _payment_date(context: Context, source: Source) -> tuple[date | None, tuple[Evidence, ...]]:
    """The labelled day, else the day in the sentence that says so, else today's if the mail says the money just went."""  # noqa: E501
    words = sorted(context.words("payment_date_words").split("|"), key=len, reverse=True)
    for word in words:  # "date of payment" before the bare word "date"
        for cell in cells_beside(source, re.compile(rf"{word}(?:[ /:(].{{0,20}})?")):
            if (day := date_in_cell(cell, context.sent_on, context.languages)) is not None:
                return day, (source.cell("remittance.payment_date", cell),)
        for each in dict.fromkeys((source, context.body, context.subject)):
            for match in re.finditer(rf"(?<!\w){word}(?!\w)", each.folded):
                for mention in context.dates(each):
                    if 0 <= mention.start - match.end() <= 25 and (mention.earlier - context.sent_on).days <= 45:
                        return mention.earlier, (each.evidence("remittance.payment_date", mention.start, mention.end),)
    if _just_paid(context):
        return context.sent_on, ()
    for each in dict.fromkeys((context.body, context.subject, source)):
        days = [m for m in context.dates(each) if -45 <= (m.earlier - context.sent_on).days <= 14]
        spoken = [m for m in days if _speaks_of_payment(context, each, m.start)]
        for mention in spoken or (days if each is not context.body and len({d.value for d in days}) == 1 else []):
            return mention.earlier, (each.evidence("remittance.payment_date", mention.start, mention.end),)
    if source is not context.body:
        # An advice in a language without labels here: the one day near the mail's that its heading names.
        head = min(
            (
                source.folded.find(fold(cell))
                for table in source.tables
                for row in table.rows[table.header :][:1]
                for cell in row
                if cell
            ),
            default=-1,
        )
        days = [
            m
            for m in context.dates(source)
            if abs((m.value - context.sent_on).days) <= 7 and (head < 0 or m.start < head)
        ]
        if len({m.value for m in days}) == 1:
            return days[0].value, (source.evidence("remittance.payment_date", days[0].start, days[0].end),)
    return None, ()


def _speaks_of_payment(context: Context, source: Source, place: int) -> bool:
    start, end = source.sentence_at(place)
    return weight(tuple(p for pack in context.lexicons for p in pack.cues["remittance"]), source.flat[start:end])[0] > 0


def _just_paid(context: Context) -> bool:
    """ "Nous venons de virer": said on the day that it happened."""
    return bool(
        re.search(
            r"\bvenons de (?:vous )?(?:virer|regler|payer)|\bje viens de|\bhave just (?:paid|sent|transferred)|\bsoeben (?:uberwiesen|bezahlt)|\bgerade (?:uberwiesen|bezahlt)",  # noqa: E501
            context.body.flat,
        )
    )


def _payment_reference(
    context: Context, source: Source, invoices: References
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The payment's own number: labelled in the advice or the mail, else the subject's or file's number of that shape."""  # noqa: E501
    ours = {r.number for r in invoices.invoices}
    words = sorted(context.words("payment_reference_words").split("|"), key=len, reverse=True)
    for each in dict.fromkeys((source, context.body, context.subject)):
        for cell in cells_beside(each, re.compile("|".join(words))):
            if re.search(r"\d{2}", cell) and len(cell) <= 35 and not _is_other(cell, ours, context):
                return cell.strip(), (each.cell("remittance.reference", cell),)
        for word in words:
            for match in re.finditer(
                rf"(?<!\w){word}(?!\w)[ .:#]{{0,4}}(?:(?:{context.words('number_signs')})[ .:]{{1,3}})?{_REFERENCE}",
                each.folded,
            ):
                written = _trimmed(each.text[match.start(1) : match.end(1)])
                if re.search(r"\d{2}", written) and not _is_other(written, ours, context):
                    at = each.text.find(written, match.start(1))
                    return written, (each.evidence("remittance.reference", at, at + len(written)),)
    for written in _named_numbers(context, source):
        if not _is_other(written, ours, context):
            at = context.subject.text.find(written)
            return written, (
                context.subject.evidence("remittance.reference", at, at + len(written)),
            ) if at >= 0 else ()
    return None, ()


def _named_numbers(context: Context, source: Source) -> list[str]:
    """Numbers with letters that the subject or the attachment's name shares with the advice, or that the subject has."""  # noqa: E501
    shape = re.compile(
        r"(?<![\w])(?=[A-Za-z]{1,8}[-/_. ]?[A-Z0-9])(?=[^ ]{0,20}\d{2})[A-Za-z0-9]{1,12}(?:[-/_.][A-Za-z0-9]{1,12}){1,4}(?![\w])"  # noqa: E501
    )
    titles = [context.subject.text]
    if source.name.startswith("attachment:"):
        titles.append(context.opened_documents[int(source.name[11:])].name.rpartition(".")[0])
    found = [match.group() for title in titles for match in shape.finditer(title)]
    return [number for number in found if number in source.text] or [n for n in found if n in context.subject.text]


def _trimmed(written: str) -> str:
    """A reference ends with its last word that holds a digit or is all capitals: prose after it is not part of it."""
    parts = written.split(" ")
    while len(parts) > 1 and not (re.search(r"\d", parts[0]) or parts[0].isupper()):
        parts.pop(0)
    kept: list[str] = []
    for part in parts:
        if any(re.search(r"\d", before) for before in kept) and not re.fullmatch(r"\d{4}|[A-Z]?\d{1,3}", part):
            break
        if kept and not (re.search(r"\d", part) or part.isupper()):
            break
        kept.append(part)
    return " ".join(kept).strip(" .-/_")


def _is_other(written: str, ours: set[str], context: Context) -> bool:
    """Whether a labelled value is a date, an amount or a document of ours rather than a payment's number."""
    if context.book.document(written) is not None or written in ours:
        return True
    return bool(
        re.fullmatch(r"[\d .,'/-]{1,14}", written)
        and (re.search(r"[.,]\d\d$", written) or date_in_cell(written, context.sent_on, context.languages))
    )


def _currency(context: Context, source: Source, lines: tuple[RemittanceLine, ...]) -> str | None:
    known = distinct(entry.currency for line in lines if (entry := context.book.document(line.invoice)))
    return known[0] if len(known) == 1 else currency_in(source.text) or currency_in(context.body.text)


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
    own = _sum(value.lines)
    if own is not None and value.total is not None and not near(own, value.total):
        problems.append(Problem("total_mismatch", f"lines come to {own}, stated are {value.total}", source.name))
    return tuple(problems)
