"""Elements by their local names: banks leave out or misname the namespace, the tree is the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.values import MAX_TEXT, BankFile, amount_of
from workflows.errors import BadInput

Node = Any  # lxml's element type has no public name
Parts = dict[str, Node]
MAX_NAMES, MAX_NAME = 1000, 300
SIGNS = {"CRDT": 1, "DBIT": -1}


NOWHERE: Parts = {}


class _Names(dict[str, str]):
    """Local name by qualified name, each cut once; a file full of invented names does not fill the memory."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < MAX_NAMES and len(tag) <= MAX_NAME:
            self[tag] = name
        return name


def local_names() -> dict[str, str]:
    return _Names()


@dataclass(frozen=True, slots=True)
class Context:
    """What all entries of a statement share."""

    file: BankFile
    form: str
    account: str
    statement: str
    currency: str
    created_on: date | None
    names: dict[str, str]
    kinds: dict[tuple[tuple[str, str | None], ...], tuple[str, ...]] = field(default_factory=dict)

    def parts(self, node: Node | None) -> Parts:
        """The children by local name, the last of equal ones."""
        if node is None:
            return NOWHERE
        names = self.names
        return {names[child.tag]: child for child in node}

    def child(self, node: Node | None, name: str) -> Node | None:
        """The first child of this local name."""
        if node is not None:
            names = self.names
            for child in node:
                if names[child.tag] == name:
                    return child
        return None

    def below(self, node: Node | None, *names: str) -> Node | None:
        """The element at a path of first children."""
        for name in names:
            node = self.child(node, name)
        return node


@cache
def _anywhere(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def node_at(node: Node | None, path: str) -> Node | None:
    """The element at a path of local names. For what stands in few entries; what stands in all is taken from parts."""
    return None if node is None else node.find(_anywhere(path))


def nodes_at(node: Node | None, path: str) -> list[Node]:
    return [] if node is None else node.findall(_anywhere(path))


def text_of(node: Node | None) -> str:
    if node is None:
        return ""
    text = node.text
    return text.strip()[:MAX_TEXT] if text else ""


def text_in(parts: Parts, name: str) -> str:
    """The text of one of the children."""
    return text_of(parts[name]) if name in parts else ""


def text_at(node: Node | None, *paths: str) -> str:
    """The text at the first of these paths that has any."""
    for path in paths:
        text = text_of(node_at(node, path))
        if text:
            return text
    return ""


def signed(file: BankFile, amount: Node | None, mark: str, line: int) -> tuple[Decimal, str]:
    """An amount with its sign, and its currency; raises BadInput for a missing or garbled one."""
    if amount is None:
        raise BadInput(file.name, "a balance or an entry without an amount", line=line)
    if mark not in SIGNS:
        raise BadInput(file.name, f"{mark!r} is neither CRDT nor DBIT", line=line)
    value, currency = stated(file, amount)
    return (value if mark == "CRDT" else -value), currency


def stated(file: BankFile, amount: Node) -> tuple[Decimal, str]:
    """An amount without its sign, and its currency."""
    currency = amount.get("Ccy", "")
    return amount_of(amount.text or "", currency, file.name, amount.sourceline or 0), currency
