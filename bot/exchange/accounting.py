"""`o2cbot export fec | datev`: a company's journal of one financial year as its tax office or adviser takes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.exchange import datev, fec
from bot.exchange.book import Book
from workflows.errors import BadInput
from workflows.ledger.years import Period, financial_year, year_of
from workflows.ports import Company, Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class Form:
    """Of which countries' companies, as what lines, in which encodings (the first unless asked), under which name."""

    countries: tuple[str, ...]
    lines: Callable[[Book, datetime], Iterator[str]]
    encodings: tuple[str, ...]
    name: Callable[[Book], str]
    opening: Callable[[Book, datetime], Iterator[str]] | None = None  # a file of the balances alone, where there is one
    opening_name: Callable[[Book], str] | None = None


BOOKS: Mapping[str, Form] = {
    "fec": Form(("FR",), fec.lines, ("utf-8", "iso-8859-15"), fec.file_name),
    "datev": Form(("DE", "AT"), datev.lines, ("cp1252",), datev.file_name, datev.opening_lines, datev.opening_name),
}


@dataclass(frozen=True, slots=True)
class Written:
    name: str
    data: bytes


def book_of(
    kind: str,
    company: str,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    year: int = 0,
    encoding: str = "",
    period: Period | None = None,
    opening: bool = False,
) -> Written:
    """The book of `company`, or of the only company that keeps one; raises BadInput where that is not clear.

    Of the financial year that ends in `year`, without one of that of the business date; or of a `period` within one.
    `opening`: only the balances that the year begins with, where the form keeps them in a file of their own.
    """
    form = BOOKS[kind]
    seller = _keeper(kind, company, desk)
    if encoding and encoding not in form.encodings:
        raise BadInput("encoding", f"{kind} is not written as {encoding}", todo=f"one of: {', '.join(form.encodings)}")
    whole = financial_year(seller.books, year) if year else year_of(seller.books, now.date())
    book = Book(uow, desk, seller, period or whole, year_of(seller.books, (period or whole).last))
    lines, name = form.lines, form.name
    if opening:
        if form.opening is None or form.opening_name is None:
            raise BadInput("opening", f"a {kind} begins with its opening balances itself", todo="leave --opening out")
        lines, name = form.opening, form.opening_name
    return Written(name(book), _encoded(lines(book, now), encoding or form.encodings[0]))


def _keeper(kind: str, company: str, desk: Desk) -> Company:
    keepers = [code for code, one in desk.companies.items() if one.country in BOOKS[kind].countries]
    if company and company not in keepers:
        raise BadInput("configuration", f"{company} keeps no {kind}", todo=f"one of: {', '.join(keepers) or 'none'}")
    if not company and len(keepers) != 1:
        todo = f"--company, one of: {', '.join(keepers)}" if keepers else "no company of the right country"
        raise BadInput("configuration", f"whose {kind} is not clear", todo=todo)
    return desk.companies[company or keepers[0]]


def _encoded(lines: Iterator[str], encoding: str) -> bytes:
    """Lines end with CR LF; a letter that the encoding lacks loses its marks, or becomes "?"."""
    text = "".join(line + "\r\n" for line in lines)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_writable(letter, encoding) for letter in text).encode(encoding)


def _writable(letter: str, encoding: str) -> str:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            form.encode(encoding)
        except UnicodeEncodeError:
            continue
        return form
    return "?"
