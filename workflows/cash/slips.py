"""One slip of a hand: a digit typed wrong, lost or doubled, or two neighbours swapped."""

from __future__ import annotations

from workflows.cash.folding import compact


def one_slip_apart(left: str, right: str) -> bool:
    """Whether two numbers differ by one digit typed wrong, lost, doubled, or by two neighbours swapped."""
    return apart(left, right) if left.isdigit() and right.isdigit() else apart(compact(left), compact(right))


def apart(a: str, b: str) -> bool:
    """The same of two texts of figures alone."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    most = min(len(a), len(b))
    half = (most - 2) // 2
    if half > 0 and a[:half] != b[:half] and a[-half:] != b[-half:]:  # one slip leaves an end as it is
        return False
    start = 0
    while start < most and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        if a[start + 1 :] == b[start + 1 :]:
            return True
        return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return short[start:] == long[start + 1 :]
