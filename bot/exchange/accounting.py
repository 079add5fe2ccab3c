"""`o2cbot export fec | datev`: one company's journal in the form that its country's tax office or advisers take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.exchange import datev, fec
from workflows.errors import BadInput
from workflows.ports import Desk, UnitOfWork


def fec_bytes(uow: UnitOfWork, company: str, now: datetime) -> bytes:
    return "".join(line + "\r\n" for line in fec.lines(uow, company)).encode()


def datev_bytes(uow: UnitOfWork, company: str, now: datetime) -> bytes:
    return datev.encoded(datev.lines(uow, company, now))


# Export -> (countries whose companies keep such a book, how it is written).
BOOKS: dict[str, tuple[tuple[str, ...], Callable[[UnitOfWork, str, datetime], bytes]]] = {
    "fec": (("FR",), fec_bytes),
    "datev": (("DE", "AT"), datev_bytes),
}


def book_of(kind: str, company: str, uow: UnitOfWork, desk: Desk, now: datetime) -> bytes:
    """The book of `company`, or of the only company that keeps one; raises BadInput where that is not clear."""
    countries, write = BOOKS[kind]
    keepers = [code for code, one in desk.companies.items() if one.country in countries]
    if company and company not in keepers:
        raise BadInput("configuration", f"{company} keeps no {kind}", todo=f"one of: {', '.join(keepers) or 'none'}")
    if not company and len(keepers) != 1:
        todo = f"--company, one of: {', '.join(keepers)}" if keepers else "no company of the right country"
        raise BadInput("configuration", f"whose {kind} is not clear", todo=todo)
    return write(uow, company or keepers[0], now)
