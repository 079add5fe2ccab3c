"""One debit of the bank for all refunds of a file: banks that book a batch as a whole, though each transfer was to be
booked by itself (BtchBookg false).

It is taken apart where the bank names our file, or where total and number of transfers are those of exactly one file
that waits to be booked. A debit with a payee is one transfer and no batch. What fits a file half is for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workflows.cash.folding import compact
from workflows.cash.model import BankEntry
from workflows.cash.refunds import Refund
from workflows.ledger.money import ZERO

NAMES_IT = "the bank names this file"


def files(refunds: Iterable[Refund]) -> Mapping[str, tuple[Refund, ...]]:
    """File -> its refunds, of files with several."""
    found: dict[str, list[Refund]] = {}
    for refund in refunds:
        if refund.file:
            found.setdefault(refund.file, []).append(refund)
    return {name: tuple(sorted(each, key=lambda one: one.id)) for name, each in found.items() if len(each) > 1}


def batch_of(entry: BankEntry, waiting: Mapping[str, Sequence[Refund]]) -> tuple[Refund, ...] | str:
    """The refunds that a debit pays together; () if it is none of them, in words why a person must look."""
    if entry.amount >= 0 or entry.kind == "return" or entry.payer_name or entry.payer_iban:
        return ()
    told = compact(" ".join((entry.batch_name, *entry.texts, *entry.structured, entry.additional)))
    named = [name for name in waiting if compact(name) in told]
    fitting = [name for name, refunds in waiting.items() if _is_sum(entry, refunds)]
    if len(named) == 1:
        if named != [name for name in fitting if name in named]:
            return f"{named[0]}: {NAMES_IT}, but moved {entry.amount} {entry.currency}"
        return tuple(waiting[named[0]])
    counted = [name for name in fitting if entry.batch_count == len(waiting[name])]
    if len(fitting) == 1 and counted == fitting and not entry.batch_name:  # under another name it is another's file
        return tuple(waiting[fitting[0]])
    if fitting and entry.batch_count in (None, *(len(waiting[name]) for name in fitting)):
        return f"{', '.join(sorted(fitting))}: the sum fits, but neither name nor number of transfers tell the file"
    return ()


def _is_sum(entry: BankEntry, refunds: Sequence[Refund]) -> bool:
    total = sum((refund.amount for refund in refunds), ZERO)
    return total == -entry.amount and all(_may_be_in(entry, refund) for refund in refunds)


def _may_be_in(entry: BankEntry, refund: Refund) -> bool:
    """No debit pays in another currency, or what nobody had released on its day."""
    return refund.currency == entry.currency and (refund.released_on or entry.booking_date) <= entry.booking_date


def taken_apart(entry: BankEntry, refunds: Sequence[Refund]) -> tuple[BankEntry, ...]:
    """A movement for each refund; together they are the debit, which another file may tell as a whole again."""
    return tuple(
        entry._replace(
            amount=-refund.amount,
            end_to_end_id=refund.reference,
            bank_reference=entry.bank_reference or refund.file,
            payer_name=refund.name,
            payer_iban=refund.iban,
            batch_total=entry.amount,
            batch_name=refund.file,
        )
        for refund in refunds
    )
