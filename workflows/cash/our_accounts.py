"""Whose account a file is about, in whatever form the bank writes it."""

from __future__ import annotations

import re

from workflows.cash.folding import compact
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ports import Company, Desk

SHORTEST_ACCOUNT = 6


def owner_of(statement: BookStatement, desk: Desk) -> Company:
    """The company whose account it is, in whatever form the file writes it; raises BadInput if it is nobody's.

    A file without an account (many CSV) belongs to the company whose code its name begins with, else to the only
    company with its currency.
    """
    companies = list(desk.companies.values())
    if statement.account.strip():
        found = [company for company in companies if is_account(statement.account, company.iban)]
    else:
        name = statement.file.upper()
        found = [each for each in companies if re.match(rf"{re.escape(each.code.upper())}(?![A-Z0-9])", name)]
        found = found or [company for company in companies if company.currency == statement.currency]
    if len(found) == 1:
        return found[0]
    account = statement.account or "(none in the file)"
    raise BadInput(
        statement.file,
        f"account {account} is {'of several companies' if found else 'no company’s'}",
        todo="the account must be the iban of one of [companies]; begin the file's name with the company's code",
    )


def is_account(written: str, iban: str) -> bool:
    """Whether an account as a bank writes it (IBAN; bank code and number; number alone) is this IBAN."""
    wanted = compact(iban)
    if not wanted:
        return False
    whole = compact(written)
    if whole == wanted or (len(whole) > len(wanted) and whole.removesuffix(whole[-3:]) == wanted):
        return True
    position, letters = 4, 0
    for part in re.split(r"[/\s-]+", re.sub(r"(?<=\d)[A-Z]{3}$", "", written.strip().upper())):
        figures = compact(part).lstrip("0")
        if not figures:
            continue
        place = wanted.find(figures, position)
        if place < 0:
            return False
        position, letters = place + len(figures), letters + len(figures)
    return letters >= SHORTEST_ACCOUNT
