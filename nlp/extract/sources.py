"""What every extractor works on: the texts of a message in their order of trust, and the book beside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, Generic, TypeVar

from nlp.book import Book, CustomerEntry
from nlp.extract.closings import own_words
from nlp.extract.inline import Remark, remarks
from nlp.lang import LANGUAGES, Lexicon, alternatives, expression, fold, languages_for, lexicon, lexicons
from nlp.lang.ordinals import ORDINAL_NOUNS
from nlp.notation import TEXT_LIMIT, Amount, DateMention, amounts, dates
from nlp.opened import Document, OpenedMessage, Table
from nlp.reading import Evidence, Problem

T = TypeVar("T")
# A full stop before a small letter ends an abbreviation or a German date, not a sentence.
_SENTENCE_END = re.compile(
    r"(?<=[!?;])\s{1,4}|(?<=[.])(?<!\bNr\.)(?<!\bno\.)(?<!\bRe\.)(?<!\bSt\.)(?<! M\.)\s{1,4}(?=[^\da-zà-ÿ\s.,])(?!EUR|CHF|GBP|USD|€|£)|\n\s{0,20}\n"  # noqa: E501
)


_DAY_DOT = re.compile(r"(?<![\d.,])\d{1,2}\.\s{1,4}\Z")


def is_within_day(text: str, place: int) -> bool:
    """ "8. September", "2. Mahnung": the dot before a place is an ordinal's, for a month or a thing that is counted
    so follows.
    """
    if not _DAY_DOT.search(text, max(0, place - 8), place):
        return False
    return _month_name().match(fold(text[place : place + 24])) is not None


@cache
def _month_name() -> re.Pattern[str]:
    names = [name for code in LANGUAGES for name in lexicon(code).months if len(name) > 3]
    nouns = [noun for row in ORDINAL_NOUNS.values() for noun in row]
    return expression(rf"(?:{alternatives([*names, *nouns])})(?!\w)")


@dataclass(frozen=True)
class Source:
    """One text of the message. `offset` is where it stands in the text that Evidence points into."""

    name: str  # "subject", "body", "attachment:N"
    text: str
    tables: tuple[Table, ...] = ()
    offset: int = 0
    whole: str = ""  # the text that Evidence points into, where this one is not a single piece of it
    quoted: bool = False

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def flat(self) -> str:
        """Folded, a wrapped line is one line; offsets stay."""
        return re.sub(r"[\n\r\t]", " ", self.folded)

    def evidence(self, path: str, start: int, end: int) -> Evidence:
        """The words text[start:end] as the ground of the value at `path`."""
        words = self.text[start:end]
        if not self.whole:
            return Evidence(path, self.name, words, start + self.offset, end + self.offset)
        place = self.whole.find(words)
        return Evidence(path, self.name, words, place, place + len(words) if place >= 0 else -1)

    def cell(self, path: str, text: str) -> Evidence:
        """A table's cell as ground: its place in the text where the text shows it."""
        place = (self.whole or self.text).find(text) if text else -1
        return Evidence(path, self.name, text, place, place + len(text) if place >= 0 else -1)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each sentence."""
        ends = (match.end() for match in _SENTENCE_END.finditer(self.text) if not is_within_day(self.text, match.end()))
        cuts = [0, *ends, len(self.text)]
        return tuple((a, b) for a, b in itertools.pairwise(cuts) if self.text[a:b].strip())

    def sentence_at(self, place: int) -> tuple[int, int]:
        return next(((a, b) for a, b in self.sentences if a <= place < b), (0, len(self.text)))


@dataclass(frozen=True)
class Context:
    """A message as the extractors see it: no header, no quote, no signature counts as a statement."""

    subject: Source
    body: Source
    documents: tuple[Source, ...]
    opened_documents: tuple[Document, ...]
    quoted: Source
    languages: tuple[str, ...]
    sent_on: date
    book: Book
    customer: CustomerEntry | None = None
    answered: tuple[str, ...] = ()  # documents of the mail of ours that this one answers
    answered_order: str = ""  # our number of the order that that mail is about
    writer: str = ""  # the name that the mail's head says
    remarks: tuple[Remark, ...] = ()  # answers between quoted lines; places in the body
    _worked_out: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out of this message, worked out when it is first asked for."""
        if key not in self._worked_out:
            self._worked_out[key] = make()
        found: T = self._worked_out[key]
        return found

    @property
    def stated(self) -> tuple[Source, ...]:
        """What the sender says this time: body first, then subject and attachments."""
        return (self.body, self.subject, *self.documents)

    @cached_property
    def lexicons(self) -> tuple[Lexicon, ...]:
        return lexicons(self.languages)

    @cached_property
    def decimal(self) -> str:
        """The decimal sign of the writer's language; Swiss writers use the dot in every language."""
        swiss = self.customer is not None and self.customer.currency == "CHF"
        signs = {pack.decimal for pack in self.lexicons}
        return "." if swiss or signs == {"."} else ","

    def words(self, *names: str) -> str:
        """An expression for the words of these fields of the lexicons, on folded text."""
        return _words(self.languages, names)

    def patterns(self, name: str, key: str) -> tuple[tuple[float, str], ...]:
        return _patterns(self.languages, name, key)

    def dates(self, source: Source) -> tuple[DateMention, ...]:
        key = ("dates", source.name, source.quoted)
        return self.once(key, lambda: dates(source.text, self.sent_on, self.languages))

    def amounts(self, source: Source) -> tuple[Amount, ...]:
        key = ("amounts", source.name, source.quoted)
        return self.once(key, lambda: self._by_book(amounts(source.text, self.decimal, self.dates(source))))

    def _by_book(self, found: tuple[Amount, ...]) -> tuple[Amount, ...]:
        """ "2.360 euro" of a Dutch writer of English is what is open on a document, not two euros and a third."""
        if self.customer is None or not any(amount.ambiguous for amount in found):
            return found
        entries = self.book.documents_of(self.customer.number)
        due = {abs(value) for entry in entries for value in (entry.open_amount, entry.total)}
        return tuple(
            replace(amount, value=amount.value * 1000)
            if amount.ambiguous and abs(amount.value) not in due and abs(amount.value * 1000) in due
            else amount
            for amount in found
        )


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value read out of a message, what it was read from, and whether all of it fits together.

    `strength`: 0.0 nothing, 0.5 a part or without check against the book, 1.0 complete and confirmed by the book.
    """

    value: T | None
    strength: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()


@cache
def _words(languages: tuple[str, ...], names: tuple[str, ...]) -> str:
    return alternatives(word for pack in lexicons(languages) for name in names for word in getattr(pack, name))


@cache
def _patterns(languages: tuple[str, ...], name: str, key: str) -> tuple[tuple[float, str], ...]:
    return tuple(pair for pack in lexicons(languages) for pair in getattr(pack, name).get(key, ()))


def context_of(
    opened: OpenedMessage,
    book: Book,
    language: str,
    *,
    sent_on: date,
    customer: CustomerEntry | None = None,
    answered: tuple[str, ...] = (),
    answered_order: str = "",
) -> Context:
    """The texts of a message as sources. The signature is cut from the body: its numbers are not statements."""
    new = own_words(opened, languages_for(language))
    place = opened.text.find(new) if new else 0
    body = Source("body", new, opened.tables, max(place, 0), "" if place >= 0 else opened.text)
    place = opened.text.find(opened.quoted_text[:TEXT_LIMIT]) if opened.quoted_text else 0
    quoted = opened.quoted_text[:TEXT_LIMIT]
    return Context(
        subject=Source("subject", opened.subject[:500]),
        body=body,
        documents=tuple(
            Source(f"attachment:{n}", document.text[:TEXT_LIMIT], document.tables)
            for n, document in enumerate(opened.documents)
        ),
        opened_documents=opened.documents,
        quoted=Source("body", quoted, (), max(place, 0), "" if place >= 0 else opened.text, quoted=True),
        languages=languages_for(language),
        sent_on=sent_on,
        book=book,
        customer=customer,
        answered=answered,
        answered_order=answered_order,
        writer=opened.sender.name,
        remarks=remarks(opened.text[:TEXT_LIMIT], opened.new_text[:TEXT_LIMIT], len(new)),
    )


def labelled(context: Context, source: Source, names: tuple[str, ...], value: str) -> Iterator[tuple[int, int]]:
    """Places of values (an expression with one group) that stand beside or below one of these labels, best first."""
    pattern = expression(
        rf"(?<![\w])(?:{context.words(*names)})(?!\w)[ \t]{{0,3}}[:.#=°|]{{0,2}}[ \t]{{0,30}}[|:]?[ \t]{{0,10}}(?:{value})"  # noqa: E501
    )
    for match in pattern.finditer(source.folded):
        yield match.start(1), match.end(1)


def cells_beside(source: Source, label: re.Pattern[str], *, headings: bool = False) -> Iterator[str]:
    """Cells right of a cell that is a label, or below it, in the tables of a source.

    `headings`: the column headings of a table of lines count as labels too ("Deliver by").
    """
    for table in source.tables:
        for number, (row, words) in enumerate(zip(table.rows[:60], _folded_rows(table), strict=False)):
            for place, word in enumerate(words):
                if not word or not label.fullmatch(word):
                    continue
                yield from (text for text in row[place + 1 : place + 4] if text.strip())
                if (
                    (headings or number != table.header)
                    and number + 1 < len(table.rows)
                    and place < len(table.rows[number + 1])
                ):
                    yield table.rows[number + 1][place]


@lru_cache(maxsize=64)
def _folded_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows as labels are compared; every label of a message is asked of the same cells."""
    return tuple(tuple(fold(cell.strip().rstrip(" :.")[:60]) for cell in row) for row in table.rows[:60])


def near(value: Decimal, other: Decimal, tolerance: Decimal = Decimal("0.02")) -> bool:
    """Whether two amounts agree but for rounding."""
    return abs(value - other) <= tolerance


def distinct(values: Iterable[T]) -> tuple[T, ...]:
    """Each value once, in order."""
    return tuple(dict.fromkeys(values))
