"""A number of ours with a slip of the pen: two digits in each other's place or one digit wrong, and the book tells.

"W2026/0976 of 22 September": the customer has no such document, but one whose number is a slip away, and the day or the
amount beside it is that document's. Without such a witness the number stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from nlp.book import DocumentEntry, folded
from nlp.extract.sources import Context, Source


def meant_instead(
    context: Context, source: Source, documents: Iterable[DocumentEntry], start: int, end: int
) -> DocumentEntry | None:
    """The one document of the customer that an unknown number is a slip for, by its day or amount in the same text."""
    written = folded(source.text[start:end])
    alike = [entry for entry in documents if _is_slip(folded(entry.number), written)]
    days = {day for mention in context.dates(source) for day in (mention.value, mention.earlier)} if alike else set()
    money = {abs(amount.value) for amount in context.amounts(source) if amount.marked} if alike else set()
    shown = [e for e in alike if e.issue_date in days or {abs(e.total), abs(e.open_amount)} & money]
    return shown[0] if len(shown) == 1 else None


def _is_slip(number: str, written: str) -> bool:
    """Whether two numbers differ by one digit, or by two digits next to each other in each other's place."""
    if len(number) != len(written):
        return False
    other = [place for place, (own, sign) in enumerate(zip(number, written, strict=True)) if own != sign]
    if not other or len(other) > 2 or not all(number[place].isdigit() and written[place].isdigit() for place in other):
        return False
    first, last = other[0], other[-1]
    return first == last or (last == first + 1 and number[first] == written[last] and number[last] == written[first])
