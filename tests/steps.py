"""What work costs in steps: the functions that it calls, of Python and of C. The same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

SLACK = 3_000  # steps that anything may cost, however short


def steps(work: Callable[[], object]) -> int:
    """The second time, when what is worked out once and kept is there."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    work()
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def grows_with_its_length(work: Callable[[str], object], text: str) -> bool:
    """Whether twice as much of a text takes little more than twice the steps. An expression that backtracks without
    end takes no steps: it never comes back.
    """
    half = text[: len(text) // 2]
    return steps(lambda: work(text)) <= 3 * steps(lambda: work(half)) + SLACK
