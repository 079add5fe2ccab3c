"""What of the bank's movements is or may be a customer's money, and what the bank takes back."""

from __future__ import annotations

from collections.abc import Callable

from workflows.cash.booking import words_of
from workflows.cash.folding import capitals, compact
from workflows.cash.model import BankEntry
from workflows.cash.payers import Payers, account_key, folded_name, name_tokens
from workflows.cash.words import says
from workflows.ports import Desk

NOT_FROM_CUSTOMERS = frozenset({"charge", "interest", "internal", "return"})


class OwnSide:
    """Our companies as the other side of a movement: their accounts and names, looked up once a run."""

    def __init__(self, desk: Desk) -> None:
        companies = desk.companies.values()
        self._accounts = frozenset(compact(company.iban) for company in companies)
        self._names = frozenset(name_tokens(company.name) for company in companies)
        self._beginnings = frozenset(name[0] for name in self._names if name)

    def is_other_side(self, entry: BankEntry) -> bool:
        """Whether money was moved between our own accounts: our account or our name on the other side."""
        if entry.payer_iban and account_key(entry.payer_iban) in self._accounts:
            return True
        return self._is_spoken_of(entry.payer_name) and name_tokens(entry.payer_name) in self._names

    def may_be_other_side(self, entry: BankEntry, text: str) -> bool:
        """A name that begins as ours does, and a word for moving money; a customer's may begin so, too."""
        name = entry.payer_name or words_of(entry)
        return self._is_spoken_of(name) and name_tokens(name)[0] in self._beginnings and says(text, "internal")

    def _is_spoken_of(self, name: str) -> bool:
        """Whether a word that one of our names begins with is in it at all: most payers need no closer look."""
        folded = folded_name(name)
        return any(word in folded for word in self._beginnings)


def is_receipt(entry: BankEntry, own: OwnSide, payers: Payers, names_document: Callable[[], bool]) -> bool:
    """Whether money that came in is or may be a customer's: not the bank's, an office's or our own."""
    if entry.amount <= 0 or entry.kind in NOT_FROM_CUSTOMERS or own.is_other_side(entry):
        return False
    text = capitals(words_of(entry))
    is_others = says(text, "tax_office") or (entry.kind == "other" and says(text, "interest"))
    if not is_others and not own.may_be_other_side(entry, text):
        return True
    known = payers.of(entry.payer_iban, entry.payer_name, entry.ultimate_payer, text=text).customers
    return bool(known) or names_document()


def is_return(entry: BankEntry) -> bool:
    """Whether the bank took a customer's payment back."""
    return entry.amount < 0 and entry.kind == "return"
