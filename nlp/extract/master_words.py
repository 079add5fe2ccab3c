"""Whether a piece of text says that something holds from now on, and not only this once, or that it stays.

The words stand by language in `nlp.lang.records`.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.lang.records import everywhere, told

BETWEEN = 25  # characters between "new" and what is new


@cache
def _changed() -> re.Pattern[str]:
    change, datum = (rf"(?<!\w)(?:{everywhere(name)})(?!\w)" for name in ("CHANGED", "DATUM"))
    return re.compile(rf"{change}[^.!?@]{{0,{BETWEEN}}}?{datum}|{datum}[^.!?@]{{0,{BETWEEN}}}?{change}")


@cache
def _from_now_on() -> re.Pattern[str]:
    return re.compile(rf"{told('FROM_NOW_ON').pattern}|(?<!\w)ab \d{{1,2}}\.")


def from_now_on(flat: str) -> bool:
    """Of folded text in one line."""
    return _from_now_on().search(flat) is not None


def names_a_change(flat: str) -> bool:
    """Whether folded text names something of a customer's data and that it is new or changes, or what changes it."""
    return _changed().search(flat) is not None or told("HAPPENED").search(flat) is not None


def stays(flat: str) -> bool:
    """Whether folded text says that something is as it was."""
    return told("STAYS").search(flat) is not None
