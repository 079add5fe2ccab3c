"""Whose money it is: by an account that only one customer has, else by a name that fits one customer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from workflows.cash.references import capitals
from workflows.customers import Customer

LEGAL_FORMS = frozenset(
    "GMBH MBH AG KG KGAA OHG GBR EG EK UG SE SARL SAS SASU SA EURL SCI SNC SCA SELARL LTD LIMITED PLC LLP LLC INC CO "
    "COMPANY NV BV BVBA SRL SPRL SPA OY AB AS APS KFT AND UND ET THE".split()
)
SHORTEST_NAME = 8  # letters of a name found inside a text
SHORTEST_CUT = 12  # letters of a name that its bank cut off
FUZZY_RATIO, FUZZY_MARGIN = 0.90, 0.03


class KnownBy(StrEnum):
    ACCOUNT = "account"
    NAME = "name"
    SHARED = "shared"  # several customers use the account or the name
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Payer:
    """`customers`: exactly one for ACCOUNT and NAME, several for SHARED."""

    known_by: KnownBy
    customers: tuple[str, ...] = ()

    @property
    def customer(self) -> str:
        """The one customer, "" where it could be several or nobody."""
        return self.customers[0] if len(self.customers) == 1 else ""


def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name without legal form; AE, OE and UE as A, O and U, since both ways of writing occur."""
    simple = re.sub(r"([AOU])E", r"\1", capitals(name).replace(".", ""))
    every = re.findall(r"[A-Z0-9]+", simple)
    kept = tuple(token for token in every if token not in LEGAL_FORMS)
    return kept or tuple(every)


class Payers:
    """The customers' accounts and names, indexed once per run."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._by_account: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._names_with: dict[str, set[str]] = {}
        for customer in customers:
            for account in customer.ibans:
                self._by_account.setdefault(re.sub(r"\s", "", account).upper(), set()).add(customer.number)
            for name in (customer.name, *customer.aliases):
                tokens = name_tokens(name)
                key = "".join(tokens)
                if len(key) >= 3:
                    self._by_name.setdefault(key, set()).add(customer.number)
                    for token in tokens:
                        self._names_with.setdefault(token, set()).add(key)

    def of(self, account: str, *names: str, text: str = "") -> Payer:
        """The payer by account, then by each name, then by the name that the text begins with."""
        found = self._by_account.get(re.sub(r"\s", "", account).upper(), set()) if account else set()
        if len(found) == 1:
            return Payer(KnownBy.ACCOUNT, tuple(found))
        if found:
            return Payer(KnownBy.SHARED, tuple(sorted(found)))
        for name in names:
            found = self._named(name)
            if found:
                return Payer(KnownBy.NAME if len(found) == 1 else KnownBy.SHARED, tuple(sorted(found)))
        found = self._begins(text) if not any(names) else set()
        if found:
            return Payer(KnownBy.NAME if len(found) == 1 else KnownBy.SHARED, tuple(sorted(found)))
        return Payer(KnownBy.NOBODY)

    def named_in(self, text: str) -> frozenset[str]:
        """Customers whose whole name stands in a text."""
        simple = "".join(name_tokens(text))
        tokens = set(name_tokens(text))
        keys = {key for token in tokens for key in self._names_with.get(token, ())}
        return frozenset(
            number
            for key in keys
            if len(key) >= SHORTEST_NAME and key in simple
            for number in self._by_name[key]
        )  # fmt: skip

    def _named(self, name: str) -> set[str]:
        tokens = name_tokens(name)
        key = "".join(tokens)
        if len(key) < 3:
            return set()
        if key in self._by_name:
            return self._by_name[key]
        known = {candidate for token in tokens for candidate in self._names_with.get(token, ())}
        cut = {candidate for candidate in known if len(key) >= SHORTEST_CUT and candidate.startswith(key)}
        if len(capitals(name)) >= 18 and cut:
            return {number for candidate in cut for number in self._by_name[candidate]}
        return self._alike(key, known)

    def _alike(self, key: str, known: set[str]) -> set[str]:
        scored = sorted(
            ((SequenceMatcher(None, key, candidate).ratio(), candidate) for candidate in known), reverse=True
        )
        if not scored or scored[0][0] < FUZZY_RATIO or len(key) < SHORTEST_NAME:
            return set()
        if len(scored) > 1 and scored[1][0] > scored[0][0] - FUZZY_MARGIN:
            return set()
        return self._by_name[scored[0][1]]

    def _begins(self, text: str) -> set[str]:
        """Statements without a column for the payer put his name, often cut, at the beginning of the text."""
        tokens = name_tokens(text)
        for count in range(min(len(tokens), 8), 0, -1):
            key = "".join(tokens[:count])
            if len(key) >= SHORTEST_NAME and key in self._by_name:
                return self._by_name[key]
            known = self._names_with.get(tokens[0], set())
            cut = {candidate for candidate in known if len(key) >= SHORTEST_CUT and candidate.startswith(key)}
            if cut and count >= 2:
                return {number for candidate in cut for number in self._by_name[candidate]}
        return set()
