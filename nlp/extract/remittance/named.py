"""The documents that a text names or means, and the customer's own order numbers that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.book import DocumentEntry, folded
from nlp.extract.ledger import Ledger
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context, Source, near
from nlp.lang import LANGUAGES, abroad, alternatives, expression
from nlp.parties import distance

_PART = re.compile(r"(?<![\w@])[A-Za-z0-9]{1,16}(?![\w@])")
_JOINTS = frozenset("-/_. ")
_DIGIT = re.compile(r"\d")
MOST_JOINTS = 4  # between the words of a number
_ENDING = re.compile(r"(?<![\w@.,/'’-])\d{4,8}(?![\w@%€£$]|[.,:/'’-]\d)")
_NEXT_MONEY = re.compile(r"[ \t:]{1,8}(?:EUR|CHF|GBP|USD|CAD|€|£|\$)[ \t]{0,4}-?\d[\d.,'’ ]{0,12}[.,]\d\d(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
POINTED_BY_WORDS = ("number", "order", "day", "month", "place", "remark")


@dataclass(frozen=True, slots=True)
class Named:
    """A document where a text names it. `entry` is None for one that the book does not know."""

    number: str
    start: int
    end: int
    entry: DocumentEntry | None

    @property
    def due(self) -> frozenset[Decimal]:
        """What may be paid of it: what is open, or its whole amount, without the sign of a credit note."""
        return (
            frozenset({abs(self.entry.open_amount), abs(self.entry.total)} - {Decimal(0)})
            if self.entry
            else frozenset()
        )

    @property
    def is_credit(self) -> bool:
        return self.entry is not None and self.entry.total < 0

    def is_for(self, value: Decimal) -> bool:
        return any(near(abs(value), amount) for amount in self.due)


def named_in(context: Context, source: Source, invoices: References) -> tuple[Named, ...]:
    """Each document once, where it first stands: by number, by the customer's order, by day, month or place."""
    found = [r for r in invoices.invoices if r.source == source.name and not r.quoted and _counts(context, r, source)]
    found += [r for r in invoices.pointed if r.source == source.name and r.how in POINTED_BY_WORDS]
    spans = [(r.number, r.start, r.end) for r in found]
    for number, start, end in (*_by_own_number(context, source), *_by_ending(context, source)):
        if not any(start < b and a < end for _, a, b in spans):
            spans.append((number, start, end))
    ordered = sorted(spans, key=lambda span: span[1])
    first: dict[str, Named] = {}
    for number, start, end in ordered:
        first.setdefault(number, Named(number, start, end, context.book.document(number)))
    return tuple(first.values())


def _counts(context: Context, reference: Reference, source: Source) -> bool:
    """Known, or in a form of our own numbers; a loose number that is part of a day is none ("facture du 31 août")."""
    if any(m.start < reference.end and reference.start < m.end for m in context.dates(source)):
        return False
    written = source.text[reference.start : reference.end]
    return reference.known or any(
        expression(pattern, re.IGNORECASE).fullmatch(written) for pattern in context.book.number_patterns()
    )


def own_numbers(context: Context) -> dict[str, tuple[DocumentEntry, ...]]:
    """The customer's order numbers as numbers are compared, with the documents made for each."""
    if context.customer is None:
        return {}
    found: dict[str, tuple[DocumentEntry, ...]] = {}
    for entry in context.book.documents_of(context.customer.number):
        key = folded(entry.po_number)
        if len(key) >= 3:
            found[key] = (*found.get(key, ()), entry)
    return found


def by_own_number(
    numbers: dict[str, tuple[DocumentEntry, ...]], written: str, amounts: frozenset[Decimal]
) -> DocumentEntry | None:
    """The one document of an order; of several the one that an amount beside it fits, or that alone is open."""
    entries = [entry for entry in numbers.get(folded(written), ()) if entry.total > 0]
    fitting = [
        e for e in entries if any(near(abs(value), due) for value in amounts for due in (e.open_amount, e.total))
    ]
    still_open = [entry for entry in entries if entry.open_amount]
    return next((choice[0] for choice in (entries, fitting, still_open) if len(choice) == 1), None)


def _by_own_number(context: Context, source: Source) -> Iterator[tuple[str, int, int]]:
    numbers = own_numbers(context)
    if not numbers:
        return
    for start, end in _stretches(source.text, min(map(len, numbers)), max(map(len, numbers)) + MOST_JOINTS):
        written = source.text[start:end]
        if folded(written) not in numbers:
            continue
        line = source.text[start : end + 60].partition("\n")[0]
        values = frozenset(a.value for a in context.amounts(source) if end <= a.start < start + len(line))
        entry = by_own_number(numbers, written, values)
        if entry is not None:
            yield entry.number, start, end


def _stretches(text: str, shortest: int, longest: int) -> Iterator[tuple[int, int]]:
    """(start, end) of a few words with a digit among them that may be one number of this length, the longest first."""
    words = [(match.start(), match.end()) for match in _PART.finditer(text)]
    for first, (start, _) in enumerate(words):
        last = first
        while last + 1 < len(words) and last - first < MOST_JOINTS and words[last + 1][1] - start <= longest:
            if text[words[last][1] : words[last + 1][0]] not in _JOINTS:
                break
            last += 1
        for _, end in reversed(words[first : last + 1]):
            if shortest <= end - start <= longest and _DIGIT.search(text, start, end):
                yield start, end


def _by_ending(context: Context, source: Source) -> Iterator[tuple[str, int, int]]:
    """ "0748", "03871": the end of one number of the customer's; any of it behind a word for invoice."""
    if context.customer is None:
        return
    entries = context.book.documents_of(context.customer.number)
    numbers = [(folded(entry.number), entry.number) for entry in entries]
    for match in _ENDING.finditer(source.text):
        fitting = [number for key, number in numbers if key.endswith(match.group())]
        if len(fitting) == 1 and not _YEAR.fullmatch(match.group()) and _is_free(context, source, *match.span()):
            yield fitting[0], match.start(), match.end()
    if len(context.languages) == len(LANGUAGES):
        ledger = Ledger(entries)
        words = alternatives(abroad.INVOICE_WORDS)
        pattern = rf"(?<!\w)(?:{words})[ .:]{{1,2}}(?:n[.r°o]{{0,2}} ?)?(\d{{2,9}})(?![\w%]|[.,]\d)"
        for match in expression(pattern).finditer(source.flat):
            document = ledger.resolve(match[1])
            if document is not None:
                yield document.number, match.start(1), match.end(1)


def _is_free(context: Context, source: Source, start: int, end: int) -> bool:
    """Whether a number is no part of a day or of money."""
    taken = [(mention.start, mention.end) for mention in context.dates(source)]
    taken += [(amount.start, amount.end) for amount in context.amounts(source) if amount.marked]
    return _is_before_money(source.text, end) or not any(start < b and a < end for a, b in taken)


def _is_before_money(text: str, end: int) -> bool:
    """ "7012 EUR -64,18": the currency behind a number is that of the next one."""
    return _NEXT_MONEY.match(text, end) is not None


def mistyped(context: Context, written: str, value: Decimal) -> DocumentEntry | None:
    """The customer's one document with this amount, if the number beside it is its own but for two signs."""
    if context.customer is None:
        return None
    entries = [e for e in context.book.documents_of(context.customer.number) if value in (e.open_amount, e.total)]
    key = folded(written)
    if len(entries) != 1 or context.book.document(written) is not None:
        return None
    number = folded(entries[0].number)
    return entries[0] if number[-len(key) :] != key and distance(key, number, 2) <= 2 else None
