"""What the transaction codes of a camt entry say it is, and who stands on the other side."""

from __future__ import annotations

import re

from bot.banks.camt_nodes import Context, Node, text_at, text_in, text_of
from bot.banks.transaction_codes import FAMILY_KINDS, GVC_KINDS, SUBFAMILY_KINDS
from bot.banks.values import account_of

GVC = re.compile(r"(?:^|\+)(\d{3})(?:\+|$)")  # German code in a proprietary one such as "NTRF+166+9310"
MAX_KINDS = 1000
MAX_CODES, MAX_CODE = 20, 60  # elements of what is remembered, and characters of each


def kinds_of(context: Context, code: Node) -> tuple[str, ...]:
    """What the codes say, the most special one first; a file has few of them, so each is looked into once."""
    told = tuple([(each.tag, each.text) for each in code.iter()])
    known = context.kinds.get(told)
    if known is None:
        family = context.parts(context.below(code, "Domn", "Fmly"))
        gvc = GVC.search(text_of(context.below(code, "Prtry", "Cd")))
        found = (
            SUBFAMILY_KINDS.get(text_in(family, "SubFmlyCd")),
            FAMILY_KINDS.get(text_in(family, "Cd")),
            GVC_KINDS.get(gvc[1]) if gvc else None,
        )
        known = tuple([kind for kind in found if kind])
        small = len(told) <= MAX_CODES and all(len(text or "") <= MAX_CODE for _, text in told)
        if small and len(context.kinds) < MAX_KINDS:
            context.kinds[told] = known
    return known


def party_of(context: Context, node: Node | None) -> str:
    if node is None:
        return ""
    name = text_of(context.below(node, "Pty", "Nm")) or text_of(context.child(node, "Nm"))
    return name or text_at(node, "Agt/FinInstnId/Nm")


def account_at(context: Context, node: Node | None) -> str:
    found = context.child(node, "Id")
    if found is None:
        return ""
    iban = text_of(context.child(found, "IBAN"))
    return account_of(iban or text_at(found, "Othr/Id", "PrtryAcct/Id", "BBAN"))
