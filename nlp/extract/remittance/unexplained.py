"""A number in the sentence of a payment that is nothing else, neither ours, nor money, day or order, is its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.book import folded
from nlp.extract.accounts import IBAN
from nlp.extract.catalogue import catalogue_of
from nlp.extract.promise_words import tells_gone
from nlp.extract.references import References
from nlp.extract.remittance.clauses import clauses
from nlp.extract.remittance.transfer_text import order_shapes, shape, with_code
from nlp.extract.sources import Context, Source
from nlp.lang import compiled, expression
from nlp.lang.payment_numbers import words
from nlp.reading import RemittanceLine

_TOKEN = re.compile(
    r"(?<![\w@./+-])(?=[^\s]{0,24}\d{3})[A-Za-z0-9]{1,12}(?:[-/_][A-Za-z0-9]{1,14}){0,4}(?![\w@%€£$]|[.,/-]\d)"
)
_LABEL = re.compile(rf"(?<!\w)(?:{words('OTHER_LABELS')})[ .:°n]{{0,6}}(?:[+(]?\d[\d /()-]{{0,16}})?$")
_UNDER = re.compile(rf"(?<!\w)(?:{words('UNDER')})[ ](?:[^\W\d_]{{1,12}}[ .:]{{1,3}}){{0,2}}$")
_NONE = re.compile(rf"(?:{words('NO_STEMS')})")  # "Supplier no. 40771"
_OF_YEAR = re.compile(r"(?:\d{1,2}/)?20\d\d")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}")
_TOWN = re.compile(r"[ ][A-ZÀ-Ý][^\W\d_]")  # behind a postal code
_YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_DIGITS = 4


def left_in_sentence(context: Context, source: Source, invoices: References) -> Iterator[tuple[int, str]]:
    """(its place, the one number) of a sentence that tells of the payment that nothing else explains."""
    named = [r for r in (*invoices.invoices, *invoices.pointed) if r.source == source.name and not r.quoted]
    spans = [(r.start, r.end) for r in named if r.known or not is_under(source, r.start)]
    spans += [(mention.start, mention.end) for mention in context.dates(source)]
    spans += [(amount.start, amount.end) for amount in context.amounts(source) if amount.marked]
    left_out = [(clause.start, clause.end) for clause in clauses(context, source) if clause.left_out]
    shapes, articles = order_shapes(context), catalogue_of(context.book)
    owed, ends = _owed(context), _Ends(context)
    for start, end in source.sentences:
        if not _tells(context, source, start, end):
            continue
        found = [
            match
            for match in _TOKEN.finditer(source.text, start, end)
            if not any(a < match.end() and match.start() < b for a, b in spans)
            and not any(a <= match.start() < b for a, b in left_out)
            and (_may_be_one(match.group(), owed) or _has_code(source.text, match))
            and shape(match.group()) not in shapes
            and articles.by_sku(match.group()) is None
            and folded(match.group()) not in ends
            and not _LABEL.search(source.flat[max(0, match.start() - 24) : match.start()])
        ]
        if len({match.group() for match in found}) == 1:
            yield found[0].start(), found[0].group()


def left_on_paper(context: Context, source: Source, lines: tuple[RemittanceLine, ...]) -> Iterator[str]:
    """Numbers of an attached advice, beside the rows of its documents, that nothing explains: one may be its own."""
    taken = [(mention.start, mention.end) for mention in context.dates(source)]
    money = [a.start for a in context.amounts(source) if a.marked or not source.text[a.start : a.end].isdigit()]
    ends, shapes = _Ends(context), order_shapes(context)
    ours = {folded(line.invoice) for line in lines}
    place = 0
    for row in source.text.split("\n"):
        start, place = place, place + len(row) + 1
        key = folded(row)
        is_listed = any(number in key for number in ours) or any(start <= at < place for at in money)
        if is_listed or IBAN.search(row):
            continue
        for match in _TOKEN.finditer(source.text, start, start + len(row)):
            written, before = match.group(), source.flat[max(start, match.start() - 24) : match.start()]
            if len(re.findall(r"\d", written)) < LEAST_DIGITS or _OF_YEAR.fullmatch(written):
                continue
            if shape(written) in shapes or folded(written) in ends or _LABEL.search(before) or _NONE.search(before):
                continue
            if _POSTCODE.fullmatch(written) and _TOWN.match(source.text, match.end()):
                continue
            if not any(a < match.end() and match.start() < b for a, b in taken):
                yield written


class _Ends:
    """Whatever the number of a document of the customer, or of its order, ends with."""

    def __init__(self, context: Context) -> None:
        documents = context.book.documents_of(context.customer.number) if context.customer else ()
        self._numbers = [folded(number) for entry in documents for number in (entry.number, entry.po_number)]
        self._numbers += [context.customer.number] if context.customer else []

    def __contains__(self, key: str) -> bool:
        return any(number.endswith(key) for number in self._numbers)


def is_under(source: Source, place: int) -> bool:
    """ "Unter Beleg Z-10448 überwiesen": what nobody knows is the paper of the payment that was made under it."""
    return _UNDER.search(source.flat[max(0, place - 24) : place]) is not None


def _has_code(text: str, match: re.Match[str]) -> bool:
    """ "BPGO 771-0210": figures with a bank's letters before them are neither money nor a day."""
    digits = len(re.findall(r"\d", match.group()))
    return digits > LEAST_DIGITS and with_code(text, match.start(), match.group()) != match.group()


def _may_be_one(written: str, owed: Decimal) -> bool:
    """Letters and digits, or digits that are more than anybody owes: less may be money without a sign."""
    digits = re.sub(r"\D", "", written)
    if _YEAR.fullmatch(written) or re.fullmatch(r"\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?", written):
        return False
    if written.isdigit():
        return len(digits) >= LEAST_DIGITS and (written.startswith("0") or Decimal(written) > owed)
    return len(digits) >= LEAST_DIGITS and written.upper() == written and len(folded(written)) > LEAST_DIGITS


def _owed(context: Context) -> Decimal:
    if context.customer is None:
        return Decimal(0)
    documents = context.book.documents_of(context.customer.number)
    return sum((abs(entry.total) for entry in documents), Decimal(0))


def _tells(context: Context, source: Source, start: int, end: int) -> bool:
    """Whether a sentence says that money went, and denies nothing."""
    words = source.flat[start:end]
    paid = any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)
    denied = expression(rf"(?<!\w)(?:{context.words('denials')})(?!\w)")
    return (paid or tells_gone(source, start, end)) and not denied.search(words)
