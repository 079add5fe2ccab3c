"""The payment's own number: behind a label, in a column of its own, in a title, or shared by subject, file and text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.book import folded
from nlp.extract.references import References
from nlp.extract.remittance.number_labels import begins_other, beside_label, by_transfer, names_payer
from nlp.extract.remittance.number_signs import BESIDE, DATED, NUMBERED, TITLES
from nlp.extract.remittance.transfer_text import (
    VALUE,
    in_capitals,
    in_quotes,
    order_as_text,
    order_shapes,
    shape,
    structured,
    trimmed,
    with_code,
)
from nlp.extract.remittance.unexplained import is_under, left_in_sentence
from nlp.extract.sources import Context, Source, cells_beside
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold
from nlp.lang.payment_numbers import words
from nlp.notation import date_in_cell
from nlp.reading import Evidence

LEAST_SHARED = 4  # digits of a number in a subject that is the payment's
_MONEY_OR_DAY = re.compile(r"[.,]\d\d?$|^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[.]?$")  # "13-10" is a day
LEAST_END = 3  # digits of a number that is another's end
_PATH = "remittance.reference"
_SHARED = re.compile(r"(?<![\w./-])(?=[^ ]{0,24}\d{2})[A-Za-z0-9]{1,16}(?:[-/_.][A-Za-z0-9]{1,16}){0,4}(?![\w/-])")
# Between a label and its number: "Reference is X", "réf. SEPA : X", "No d'ordre X", "Ref: PL 60417".
_LINK = rf"(?:[ ](?:{words('OF')})[ ][^\W\d_]{{3,14}})?(?:[ ]{{0,2}}(?:{words('IS', 'NETWORKS')}))?[ .:#=]{{0,40}}"
_CHEQUE = re.compile(
    rf"\b(?:{words('CHEQUES')})\b(?:[ ]|[^\n]{{0,50}}?\b(?:{words('SIGNS')})[ .:]{{0,2}})(\d{{4,12}})(?!\w|[.,]\d)"
)


def payment_reference(
    context: Context, source: Source, invoices: References
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The payment's number as it is written, with its ground."""
    other = _others(context, invoices)
    for finding in (_in_cells, _in_column, _behind_label, _in_title, beside_label, _shared):
        for each, written in finding(context, source):
            if written and _is_number(written) and not _is_other(context, written, other):
                own = each is context.subject or (finding is _shared and each is context.body)
                full = _with_code_of_body(context, written) if own else written
                return full, (each.cell(_PATH, written),)
    for place, number in left_in_sentence(context, context.body, invoices):
        written = with_code(context.body.text, place, number)
        if not _is_other(context, number, other):
            return written, ()  # without a ground: only that nothing else explains it speaks for it
    for each, written in _printed(context, source):
        named = sum(1 for word in written.split(" ") if word.isalpha() and len(word) > 2)
        told = named > 1 or not _names_only(written, other) or names_payer(context, written)
        if context.book.document(written) is None and told:
            return written, (each.cell(_PATH, written),)
    for each, written in (*by_transfer(context, source), *order_as_text(context, _sources(context, source))):
        return written, (each.cell(_PATH, written),)
    return None, ()


def _with_code_of_body(context: Context, written: str) -> str:
    """ "Order 2026/1188" in the subject, "under AO 2026/1188" in the mail: the number as the mail writes it."""
    place = context.body.text.find(written)
    return with_code(context.body.text, place, written) if place >= 0 else written


def _is_number(written: str) -> bool:
    """Not a position ("35"), not words with a quantity ("10 ctn écrasées")."""
    plain = [word for word in written.split(" ") if re.fullmatch(r"[^\W\d_]{2,30}", word) and not word.isupper()]
    return re.search(r"\d{2}", written) is not None and len(written) > 2 and len(plain) < 2


def _others(context: Context, invoices: References) -> frozenset[str]:
    """Numbers that are something else: our documents, the customer's orders, the customer itself.

    "Payment document 1500077120": what nobody knows and the words call a payment's is no invoice of ours.
    """
    patterns = (NUMBERED, BESIDE, DATED)
    labels = {s.name: [_span(m) for p in patterns for m in p.finditer(s.folded)] for s in context.stated}
    numbers = {
        r.number
        for r in invoices.invoices
        if r.known or r.quoted or not any(a < r.end and r.start < b for a, b in labels.get(r.source, ()))
    }
    body = context.body
    numbers -= {
        r.number for r in invoices.invoices if not r.known and r.source == body.name and is_under(body, r.start)
    }
    numbers |= {r.number for r in invoices.pointed}
    if context.customer is not None:
        own = context.customer.number
        numbers |= {own, *(entry.po_number for entry in context.book.documents_of(own))}
        numbers |= {order.po_number for order in context.book.orders_of(own)}
        numbers |= {folded(iban) for iban in context.customer.ibans}
    return frozenset(folded(number) for number in numbers if number)


def _is_other(context: Context, written: str, other: frozenset[str]) -> bool:
    """Whether a labelled value is a date, money, an account or a number of something else."""
    key = folded(written)
    if (
        context.book.document(written) is not None
        or key in other
        or any(k.endswith(key) and len(key) >= LEAST_END for k in other)
        or any(context.book.document(word) is not None for word in written.split(" "))
        or begins_other(written, other)
        or _names_only(written, other)
    ):
        return True
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", key) or re.fullmatch(r"(?:\d{1,2}/)?20\d\d", written):
        return True
    if re.fullmatch(r"\d{1,3}(?:[.,'’ ]\d{3})+(?:[.,]\d\d)?", written) and not re.fullmatch(r"[\d ]+", written):
        return True
    if re.fullmatch(r"[\d .,'/-]{1,14}", written):
        return bool(_MONEY_OR_DAY.search(written) or _is_day(context, written))
    return _is_day(context, written) or bool(re.match(r"\d{1,2}[. ]?[^\W\d_]{3,9}(?:[ .]?(?:20)?\d\d)?$", written))


def _names_only(written: str, other: frozenset[str]) -> bool:
    """ "FV 4299", "352": all its numbers are ends of what is named otherwise."""
    groups = [group for group in re.findall(r"\d{1,20}", written) if len(group) >= LEAST_END]
    return bool(groups) and all(any(key.endswith(group) for key in other) for group in groups)


def _is_day(context: Context, written: str) -> bool:
    return len(written) <= 14 and date_in_cell(written, context.sent_on, context.languages) is not None


def _words(context: Context) -> str:
    known = context.words("payment_reference_words").split("|")
    if len(context.languages) == len(LANGUAGES):
        known += alternatives(abroad.PAYMENT_REFERENCE_WORDS).split("|")
    return "|".join(sorted(known, key=len, reverse=True))


def _sources(context: Context, source: Source) -> Iterator[Source]:
    yield from dict.fromkeys((source, context.body, context.subject, *context.documents))


def _in_cells(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    label = expression(
        rf"(?:{_words(context)})(?:[ /](?:{words('NETWORKS')}))?|(?:{TITLES})(?: (?:{words('HEADING_ENDS')}))?\.?"
    )
    for each in (source, *context.documents):
        for cell in cells_beside(each, label):
            if len(cell.strip()) <= 35 and re.search(r"\d{2}", cell):
                yield each, cell.strip()


def _in_column(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """A column that says the same number in every row of a list is the payment's."""
    label = expression(rf"(?:{_words(context)}|{TITLES}|{words('HEADINGS')})(?: (?:{words('HEADING_ENDS')}))?\.?")
    for table in source.tables:
        if not 0 <= table.header < len(table.rows):
            continue
        for column, heading in enumerate(table.rows[table.header]):
            if not label.fullmatch(re.sub(r"_", " ", fold(heading.strip()))):
                continue
            cells = [row[column].strip() for row in table.rows[table.header + 1 :] if column < len(row)]
            values = {cell for cell in cells if re.search(r"\d{2}", cell)}
            if len(values) == 1:
                yield source, values.pop()


def _behind_label(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    sign = rf"(?:(?:{context.words('number_signs')})[ .:]{{1,3}})?"
    pattern = expression(rf"(?<!\w)(?:{_words(context)})(?!\w){_LINK}{sign}(?<![a-z0-9]){VALUE}")
    for each in _sources(context, source):
        for match in (*pattern.finditer(each.folded), *_CHEQUE.finditer(each.folded)):
            written = each.text[match.start(1) : match.end(1)]
            yield each, written if written.startswith(("+", "*")) else trimmed(written)
        for match in (m for p in (NUMBERED, BESIDE, DATED) for m in p.finditer(each.folded)):
            yield each, each.text[slice(*_span(match))].rstrip("-/")


def _printed(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """What a bank prints: a structured communication, or words in capitals behind a label."""
    labels = f"{_words(context)}|{context.words('transfer_text_words')}"
    label = expression(rf"(?<!\w)(?:{labels})(?!\w)(?:[ ]{{0,2}}(?:{words('IS', 'WAS')}))?[ .:#=]{{1,4}}")
    for each in _sources(context, source):
        yield from ((each, written) for written in structured(each))
        for match in label.finditer(each.folded):
            if written := in_capitals(each.text, match.end()) or in_quotes(each.text, match.end()):
                yield each, written


def _span(match: re.Match[str]) -> tuple[int, int]:
    """The place of the number in whichever part of a pattern matched."""
    return match.span(match.lastindex or 0)


def _in_title(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """ "Zahlungsavis Nr. 4471", "Run P2637 paid": the first number behind what the paper calls itself."""
    sign = rf"(?:(?:{context.words('number_signs')})[ .:]{{1,3}})?"
    pattern = expression(
        rf"(?<!\w)(?:{TITLES})[ :]{{1,3}}{sign}"
        r"([a-z]{0,8}[-/]?\d[a-z0-9]{0,20}(?:[-/][a-z0-9]{1,20}){0,4})(?!\w)"
    )
    for each in dict.fromkeys(
        (*([source] if source is not context.body else []), context.subject, *context.documents, context.body)
    ):
        for match in pattern.finditer(each.folded[:600]):
            if re.search(r"[a-z]\d|\d{3}|-\d", match[1]):
                yield each, each.text[match.start(1) : match.end(1)]


def _shared(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """A number of the subject or the file's name that the advice has too, or one with letters in the subject alone."""
    titles = [context.subject.text, *(d.name.rpartition(".")[0] for d in context.opened_documents)]
    bodies = [each for each in (source, context.body, *context.documents)]
    tokens = [match.group() for title in titles for match in _SHARED.finditer(title)]
    for written in tokens:
        if len(re.findall(r"\d", written)) >= 4:
            yield from ((each, written) for each in bodies if written in each.text)
    yield from _titled_run(context, source)
    shapes = order_shapes(context)
    for match in _SHARED.finditer(context.subject.text):
        written = match.group()
        lettered = re.search(r"[A-Za-z]", written) and re.search(r"[-/_.]", written)
        if lettered and len(re.findall(r"\d", written)) >= LEAST_SHARED and shape(written) not in shapes:
            yield context.subject, written


def _titled_run(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """ "TCS run 41": words with a number that begin the subject and stand in the advice's heading, as written there."""
    match = re.match(r"([a-z]{2,12} (?:[a-z]{2,12} )?\d{1,8})(?![\w/.]| [a-z]{3})", context.subject.flat)
    place = source.flat[:200].find(match[1]) if match and source is not context.body else -1
    if match is None or place < 0 or any(m.start < match.end() for m in context.dates(context.subject)):
        return
    yield source, source.text[place : place + len(match[1])]
