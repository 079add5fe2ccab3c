"""Whether an order has come before: the same number, a version of it, the same goods, or nearly so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from nlp import reading
from workflows.orders.findings import Finding, found
from workflows.orders.known import EarlierOrder, OrderFacts
from workflows.orders.model import Deviation, Order, OrderLine

LONGEST_PO = 100  # characters that are looked at
LEAST_SHARED_LINES = 2  # and two thirds of all: nearly the same goods
LEAST_SIGNS = 5  # of a number in which two may have changed places
_BETWEEN = re.compile(r"[\s_./-]")
_REVISION = re.compile(
    r"(?:[\s_./-]{1,3}(?:v|r|amd|index)|[\s_./-]{0,3}(?:rev|revision|version|nachtrag|avenant))[\s_.:-]{0,3}(\d{1,3})$",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"[\s_./-]{0,3}(?:\(\d\)|\(?(?:bis|ter|copy|copie|kopie|duplicata|duplicate|duplikat|resent|reminder|rappel)\)?)$",
    re.IGNORECASE,
)
# Signs that are taken for one another where a number is typed from paper.
_ALIKE = str.maketrans("oiljsbz", "0111582")


def duplicates(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    """The strongest of what speaks for an order that we have already; none for the first of its kind."""
    strongest = _by_number(order, facts) or _by_goods(order, facts)
    if strongest is not None:
        yield strongest


def _by_number(order: reading.Order, facts: OrderFacts) -> Deviation | None:
    if order.po_number is None:
        return None
    asked = _forms(order.po_number)
    known = [(row, _forms(row.po_number)) for row in facts.earlier if row.po_number]
    same = next((row.number for row, forms in known if forms.normal == asked.normal), None)
    first = same or facts.invoiced_po_numbers.get(asked.normal)
    if first is not None:
        return found(Finding.DUPLICATE_PO, 0, order.po_number, first)
    version = version_of(order.po_number, facts.earlier)
    if version is not None:
        newer = revision(order.po_number) > revision(version.po_number)
        return found(Finding.AMENDS_PO if newer else Finding.OLDER_VERSION, 0, order.po_number, version.number)
    for row, forms in known:
        if not _is_alike(forms, asked):
            continue
        earlier = facts.orders.get(row.number)
        if forms.plain == asked.plain or (earlier is not None and _goods(earlier.lines) == _goods(order.lines)):
            return found(Finding.SIMILAR_ORDER, 0, order.po_number, row.number, row.po_number)
    return None


def _by_goods(order: reading.Order, facts: OrderFacts) -> Deviation | None:
    ordered_on, wanted = order.order_date or facts.today, _goods(order.lines)
    window = timedelta(days=facts.policy.same_order_days)
    near = [
        row
        for row in facts.orders.values()
        if abs(row.order_date - ordered_on) <= window and not _other_date(row.requested_date, order.requested_date)
    ]
    for row in near:
        if _goods(row.lines) == wanted:
            return found(Finding.SAME_GOODS, 0, row.order_date.isoformat(), row.number)
    for row in near if order.po_number is None else ():
        if _nearly(_goods(row.lines), wanted):
            return found(Finding.SIMILAR_ORDER, 0, row.order_date.isoformat(), row.number)
    return None


def version_of(po_number: str, earlier: Iterable[EarlierOrder]) -> EarlierOrder | None:
    """The order that a number with or without "-rev2" and the like is another version of: of several the newest."""
    asked = _forms(po_number)
    versions = (
        row
        for row in earlier
        if row.po_number and (forms := _forms(row.po_number)).root == asked.root and forms.normal != asked.normal
    )
    return max(versions, key=lambda row: revision(row.po_number), default=None)


def revision(po_number: str) -> int:
    """Which version a number says it is: 0 for the first one, that says nothing."""
    said = _REVISION.search(po_number.strip()[:LONGEST_PO])
    return int(said[1]) if said else 0


def normal_po(number: str) -> str:
    """A purchase order number without what people vary in it: case, spaces, and signs between the parts."""
    return _BETWEEN.sub("", number).casefold()


def may_be_alike(left: str, right: str) -> bool:
    """Whether two numbers are worth a look at their goods."""
    if not (left and right):
        return False
    one, other = _forms(left), _forms(right)
    return one.root == other.root or _is_alike(one, other)


@dataclass(frozen=True, slots=True)
class _Forms:
    """A number as it is compared."""

    normal: str
    root: str  # without "-rev2" and the like; of a number without such a suffix itself
    plain: str  # without a word like "copy"
    folded: str  # `plain` with one sign for those that look alike
    signs: str  # those of `plain` in order: equal where only places changed


@lru_cache(maxsize=65_536)  # each order of a customer is compared with all its earlier ones
def _forms(number: str) -> _Forms:
    short = number.strip()[:LONGEST_PO]
    plain = normal_po(_COPY.sub("", short))
    root = normal_po(_REVISION.sub("", short))
    return _Forms(normal_po(number), root, plain, plain.translate(_ALIKE), "".join(sorted(plain)))


def _is_alike(one: _Forms, other: _Forms) -> bool:
    """Equal but for a word like "copy", signs that look alike, or two neighbours that changed places."""
    if one.folded == other.folded:
        return True
    if one.signs != other.signs or len(one.plain) < LEAST_SIGNS:
        return False
    differs = [place for place, (a, b) in enumerate(zip(one.plain, other.plain, strict=True)) if a != b]
    return len(differs) == 2 and differs[1] == differs[0] + 1


def _goods(lines: Iterable[reading.OrderLine | OrderLine]) -> Counter[tuple[str, Decimal]]:
    return Counter((line.sku or line.description, line.quantity) for line in lines)


def _nearly(left: Counter[tuple[str, Decimal]], right: Counter[tuple[str, Decimal]]) -> bool:
    shared = (left & right).total()
    return shared >= LEAST_SHARED_LINES and shared * 3 >= max(left.total(), right.total()) * 2


def _other_date(left: date | None, right: date | None) -> bool:
    """Whether both name a date and it is not the same: a call-off of its own."""
    return left is not None and right is not None and left != right


def recent_enough(row: EarlierOrder | Order, order: reading.Order, today: date, days: int) -> bool:
    """Whether an earlier order is near enough in time to be this one."""
    return abs(row.order_date - (order.order_date or today)) <= timedelta(days=days)
