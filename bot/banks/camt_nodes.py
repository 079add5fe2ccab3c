"""Elements by their local names: banks leave out or misname the namespace, the tree is the same."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from bot.banks.values import MAX_TEXT, BankFile, amount_of
from workflows.errors import BadInput

Node = Any  # lxml's element type has no public name
Parts = dict[str, Node]
MAX_NAMES = 4000
SIGNS = {"CRDT": 1, "DBIT": -1}


class _Names(dict[str, str]):
    """Local name by qualified name, each cut once; a file full of invented names does not fill the memory."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < MAX_NAMES:
            self[tag] = name
        return name


def local_names() -> dict[str, str]:
    return _Names()


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
