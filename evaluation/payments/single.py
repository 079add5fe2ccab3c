"""One document paid in full, however its number is written and whoever pays: by number, order, reference or name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from evaluation.payments import distortion, wording
from evaluation.payments.book import Account
from evaluation.payments.kinds import Situation, Words
from evaluation.payments.lines import Draw, Line, Put, full
from workflows.ledger.model import OpenItem


def single(
    draw: Draw, account: Account, item: OpenItem, reference: str, name: str,
    amount: Decimal | None = None, truth: tuple[Put, ...] | None = None, table: Words | None = None,
    suffix: str = "", **changes: object,
) -> list[Line]:  # fmt: skip
    amount = item.open_amount if amount is None else amount
    template = draw.rng.choice((table or wording.SINGLE)[account.customer.language]) + suffix
    values = {"ref": reference, "po": item.po_number, "credit": "", "nth": "2"}
    text = draw.fill(template, account, amount, item.issue_date, **values)
    entry = draw.entry(account, amount, text, **changes)
    return [Line(entry, name, (full(item),) if truth is None else truth, account.customer.number)]


def written(name: str, write: Callable[[str, object], str]) -> Situation:
    def situation(draw: Draw) -> list[Line]:
        found = draw.one()
        return single(draw, *found, write(found[1].document, draw.rng), name) if found else []  # type: ignore[arg-type]

    return situation


def glued(draw: Draw) -> list[Line]:
    """A blank of the wrap at 27 characters stands inside the number."""
    found = draw.one()
    if not found:
        return []
    account, item = found
    number = item.document
    place = draw.rng.randrange(2, len(number) - 1)
    lines = single(draw, account, item, f"{number[:place]} {number[place:]}", "wrapped")
    return lines


def structured(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    reference = distortion.creditor_reference(item.document)
    if draw.rng.random() < 0.5:
        return [Line(draw.entry(account, item.open_amount, "", structured=(reference,)), "rf", (full(item),),
                     account.customer.number)]  # fmt: skip
    shown = reference if draw.rng.random() < 0.5 else distortion.grouped(reference)
    return [Line(draw.entry(account, item.open_amount, shown), "rf", (full(item),), account.customer.number)]


def structured_wrong(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    reference = distortion.typo(distortion.creditor_reference(item.document), draw.rng)
    return [Line(draw.entry(account, item.open_amount, reference), "rf wrong digit", (full(item),),
                 account.customer.number)]  # fmt: skip


def purchase(draw: Draw) -> list[Line]:
    for _ in range(20):
        found = draw.one()
        if found and found[1].po_number:
            return single(draw, *found, "", "po only", table=wording.PURCHASE)
    return []


def end_to_end(draw: Draw) -> list[Line]:
    found = draw.one()
    if not found:
        return []
    account, item = found
    text = draw.rng.choice(wording.NOTHING[account.customer.language])
    entry = draw.entry(account, item.open_amount, draw.fill(text, account, item.open_amount, item.issue_date),
                       end_to_end_id=item.document)  # fmt: skip
    return [Line(entry, "end-to-end id", (full(item),), account.customer.number)]


def name_only(draw: Draw) -> list[Line]:
    found = draw.one()
    return single(draw, *found, "", "name only", table=wording.NOTHING) if found else []


def group_payer(draw: Draw) -> list[Line]:
    """Another company of the group pays: its account, and mostly its name."""
    for _ in range(50):
        found = draw.one()
        if not found:
            return []
        account, item = found
        if account.group:
            sister = draw.rng.choice(draw.book.groups[account.group])
            name = wording.as_bank_name(sister.customer.name, draw.rng)
            return single(draw, account, item, item.document, "group payer", payer_name=name)
        draw.taken.discard(item.document)
    return []
