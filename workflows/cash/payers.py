"""Whose money it is: by an account that only one customer has, else by a name that fits one customer."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from workflows.cash.folding import capitals, compact
from workflows.cash.likeness import likeness
from workflows.customers import Customer

LEGAL_FORMS = frozenset(
    "GMBH MBH AG KG KGAA OHG GBR EG EK UG SE SARL SAS SASU SA EURL SCI SNC SCA SELARL LTD LIMITED PLC LLP LLC INC CO "
    "COMPANY NV BV BVBA SRL SPRL SPA OY AB AS APS KFT AND UND ET THE".split()
)
SHORTEST_NAME = 8  # letters of a name found inside a text
SHORTEST_CUT = 12  # letters of a name that its bank cut off
CUT_FROM = 18  # characters of a payer's name that may have been cut
MOST_SHARING = 300  # names with one word in common that are still looked through
MOST_COMPARED = 60
FUZZY_RATIO, FUZZY_MARGIN = 0.90, 0.03


class KnownBy(StrEnum):
    ACCOUNT = "account"
    LEARNED = "learned"  # the account is not in the master data, but earlier payments came from it
    RELATED = "related"  # a factor, or a company of the group, that pays for this one customer alone
    NAME = "name"
    NUMBER = "number"  # the name, or a shared account, and our number of the customer in the text
    ALIKE = "alike"  # a name written otherwise, which proves nothing without a document and its amount
    SHARED = "shared"  # several customers use the account
    NAMESAKES = "namesakes"  # several customers have the name
    NOBODY = "nobody"


class Payer(NamedTuple):
    """`customers`: several for SHARED and NAMESAKES, none for NOBODY, exactly one for all others."""

    known_by: KnownBy
    customers: tuple[str, ...] = ()
    likely: str = ""  # of several who share an account, the one with the payer's name
    called: str = ""  # of NOBODY and SHARED, the name that stands there

    @property
    def customer(self) -> str:
        """The one customer, "" where it could be several or nobody."""
        return self.customers[0] if len(self.customers) == 1 else ""

    @property
    def is_one_of_several(self) -> bool:
        return len(self.customers) > 1

    @property
    def words(self) -> str:
        return _WORDS[self.known_by]

    @property
    def is_sure(self) -> bool:
        """Whether more than a name says who it is."""
        return self.known_by in SURE


SURE = (KnownBy.ACCOUNT, KnownBy.LEARNED, KnownBy.NUMBER)
_WORDS = {
    KnownBy.ACCOUNT: "paid from the customer's account",
    KnownBy.LEARNED: "paid from an account that earlier payments of the customer came from",
    KnownBy.RELATED: "paid by who pays for the customer",
    KnownBy.NAME: "the payer's name is the customer's",
    KnownBy.NUMBER: "the payer is the customer by name and by our number of it in the text",
    KnownBy.ALIKE: "the payer's name is nearly the customer's",
    KnownBy.SHARED: "paid from an account of the customer's group",
    KnownBy.NAMESAKES: "the payer's name is one of several customers'",
    KnownBy.NOBODY: "payer unknown",
}
_TOKEN = re.compile(r"[A-Z0-9]+")


def folded_name(name: str) -> str:
    """Capitals, AE, OE and UE as A, O and U."""
    return capitals(name).replace(".", "").replace("AE", "A").replace("OE", "O").replace("UE", "U")


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name without legal form; AE, OE and UE as A, O and U, since both ways of writing occur."""
    every = _TOKEN.findall(folded_name(name))
    return tuple([token for token in every if token not in LEGAL_FORMS] or every)


class Named(NamedTuple):
    """A customer as far as payments tell him: number, accounts, names."""

    number: str
    ibans: tuple[str, ...]
    names: tuple[str, ...]


class Payers:
    """The customers' accounts, numbers and names, indexed once per run."""

    def __init__(self, customers: Iterable[Customer] = ()) -> None:
        self._by_account: dict[str, str | tuple[str, ...]] = {}
        self._learned: dict[str, str] = {}
        self._by_name: dict[str, str | tuple[str, ...]] = {}
        self._by_number: dict[str, str] = {}
        self._for_others: dict[str, str | tuple[str, ...]] = {}  # account, or folded name, of who pays for customers
        self._names: list[str] = []
        self._called: dict[str, str | tuple[str, ...]] = {}  # customer -> its names, the words apart
        self._sorted: list[str] = []
        self._with_token: dict[str, array[int]] = {}
        for customer in customers:
            self.add(Named(customer.number, customer.ibans, (customer.name, *customer.aliases)))

    def add(self, customer: Named) -> None:
        self._by_number[compact(customer.number)] = customer.number
        for account in customer.ibans:
            _join(self._by_account, account_key(account), customer.number)
        for name in customer.names:
            tokens = name_tokens(name)
            key = "".join(tokens)
            if len(key) < 3:
                continue
            if key not in self._by_name:
                place = len(self._names)
                self._names.append(key)
                for token in tokens:
                    if token not in self._with_token:
                        self._with_token[token] = array("I")
                    self._with_token[token].append(place)
            _join(self._by_name, key, customer.number)
            _join(self._called, customer.number, " ".join(tokens))

    def of(self, account: str, *names: str, text: str = "") -> Payer:
        """The payer by account, then by each name, then by the name that the text begins with."""
        own = _several(self._by_account.get(account_key(account))) if account else ()
        related = _several(self._for_others.get(account_key(account))) if account and self._for_others else ()
        found = tuple(sorted({*own, *related})) if related else own
        if len(found) == 1:
            return Payer(KnownBy.ACCOUNT if own else KnownBy.RELATED, found)
        if found:
            called = {number for name in names for number in self._named(name)} & set(found)
            likely = called.pop() if len(called) == 1 else ""
            return Payer(KnownBy.SHARED, found, likely, next(filter(None, names), ""))
        if account and (learned := self._learned.get(account_key(account))):
            return Payer(KnownBy.LEARNED, (learned,))
        for name in names:
            related = _several(self._for_others.get("".join(name_tokens(name)))) if self._for_others else ()
            if related:
                return Payer(KnownBy.RELATED if len(related) == 1 else KnownBy.SHARED, related)
            found = self._named(name) if name else ()
            if found:
                return Payer(KnownBy.NAME if len(found) == 1 else KnownBy.NAMESAKES, found)
        for name in names:
            found = self._alike(name) if name else ()
            if found:
                return Payer(KnownBy.ALIKE if len(found) == 1 else KnownBy.NAMESAKES, found)
        found = self._begins(text) if text and not any(names) else ()
        if found:
            return Payer(KnownBy.NAME if len(found) == 1 else KnownBy.NAMESAKES, found)
        return Payer(KnownBy.NOBODY, called=next(filter(None, names), ""))

    def numbered(self, number: str) -> str:
        """The customer with this number, "" if there is none."""
        return self._by_number.get(compact(number), "")

    def forget(self) -> None:
        """Leaves the master data alone: what was learned and related is told anew."""
        self._learned, self._for_others = {}, {}

    def learn(self, account: str, customer: str) -> None:
        """An account that confirmed payments came from; the master's own word stands before it."""
        if not self.is_known(account):
            self._learned[account_key(account)] = customer

    def relate(self, account: str, name: str, customer: str) -> None:
        """Who pays for a customer, by the account, the name or both."""
        for key in filter(None, (account_key(account), "".join(name_tokens(name)) if name else "")):
            _join(self._for_others, key, customer)

    def is_known(self, account: str) -> bool:
        """Whether the master data has the account."""
        return account_key(account) in self._by_account or account_key(account) in self._for_others

    def named_in(self, text: str) -> frozenset[str]:
        """Customers whose whole name stands in a text."""
        tokens = name_tokens(text)
        simple = "".join(tokens)
        return frozenset(
            number
            for key in self._sharing(tokens)
            if len(key) >= SHORTEST_NAME and key in simple
            for number in _several(self._by_name[key])
        )

    def _sharing(self, tokens: Iterable[str]) -> set[str]:
        """Names that share a word which few names have."""
        found: set[str] = set()
        for token in set(tokens):
            places = self._with_token.get(token)
            if places is not None and len(places) <= MOST_SHARING:
                found.update(self._names[place] for place in places)
        return found

    def _named(self, name: str) -> tuple[str, ...]:
        tokens = name_tokens(name)
        key = "".join(tokens)
        if len(key) < 3:
            return ()
        exact = self._by_name.get(key)
        if exact is not None:
            return _several(exact)
        if len(name) >= CUT_FROM and len(key) >= SHORTEST_CUT:
            cut = self._starting(key)
            if cut:
                return tuple(sorted({number for each in cut for number in _several(self._by_name[each])}))
        for count in range(len(tokens) - 1, 1, -1):  # "… Buchhaltung", "… Accounts"
            shorter = "".join(tokens[:count])
            if len(shorter) >= SHORTEST_CUT and shorter in self._by_name:
                return _several(self._by_name[shorter])
        return ()

    def _starting(self, key: str) -> list[str]:
        if len(self._sorted) != len(self._names):
            self._sorted = sorted(self._names)
        place = bisect_left(self._sorted, key)
        found = []
        while place < len(self._sorted) and self._sorted[place].startswith(key):
            found.append(self._sorted[place])
            place += 1
        return found

    def likeness(self, written: str, customer: str) -> float:
        """How much of one of the customer's names a payer's name has: 0 to 1."""
        words = name_tokens(written)
        names = _several(self._called.get(customer))
        return max((likeness(words, tuple(name.split()), self._names_with) for name in names), default=0.0)

    def has_likelier(self, written: str, customer: str) -> bool:
        """Whether a name of another customer and a payer's name have more of each other than this customer's."""
        words = name_tokens(written)
        others = {number for key in self._sharing(words) for number in _several(self._by_name[key])} - {customer}
        own = self._mutual(words, customer)
        return any(self._mutual(words, other) > own for other in others)

    def _mutual(self, words: tuple[str, ...], customer: str) -> float:
        names = [tuple(name.split()) for name in _several(self._called.get(customer))]
        both = (min(likeness(words, name, self._names_with), likeness(name, words, self._names_with)) for name in names)
        return max(both, default=0.0)

    def _names_with(self, word: str) -> int:
        places = self._with_token.get(word)
        return len(places) if places is not None else 0

    def _alike(self, name: str) -> tuple[str, ...]:
        """The customers of the one name that is nearly the payer's, all words of it; () where two come near."""
        tokens = name_tokens(name)
        key = "".join(tokens)
        if len(key) < SHORTEST_NAME:
            return ()
        near = [each for each in self._sharing(tokens) if abs(len(each) - len(key)) <= len(key) // 8]
        scored = sorted(
            ((SequenceMatcher(None, key, each).ratio(), each) for each in near[:MOST_COMPARED]), reverse=True
        )
        if not scored or scored[0][0] < FUZZY_RATIO:
            return ()
        if len(scored) > 1 and scored[1][0] > scored[0][0] - FUZZY_MARGIN:
            return ()
        return _several(self._by_name[scored[0][1]])

    def _begins(self, text: str) -> tuple[str, ...]:
        """Statements without a column for the payer put his name, often cut, at the beginning of the text."""
        tokens = name_tokens(text)
        for count in range(min(len(tokens), 8), 0, -1):
            key = "".join(tokens[:count])
            if len(key) >= SHORTEST_NAME and key in self._by_name:
                return _several(self._by_name[key])
            cut = self._starting(key) if count >= 2 and len(key) >= SHORTEST_CUT else []
            if cut:
                return tuple(sorted({number for each in cut for number in _several(self._by_name[each])}))
        return ()


def account_key(account: str) -> str:
    return account.replace(" ", "").upper()


def _join(table: dict[str, str | tuple[str, ...]], key: str, number: str) -> None:
    """Most keys have one customer: a tuple is made where a second comes."""
    known = table.get(key)
    if known is None:
        table[key] = number
    elif number not in _several(known):
        table[key] = tuple(sorted((*_several(known), number)))


def _several(found: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    return (found,) if isinstance(found, str) else found
