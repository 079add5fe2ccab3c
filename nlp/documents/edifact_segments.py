"""What readers of EDIFACT messages ask of a segment: its elements, numbers and dates; a missing one is empty."""

from __future__ import annotations

from nlp.documents.values import coded_date, decimal_text

Segment = tuple[tuple[str, ...], ...]
Message = list[Segment]


def get(segment: Segment, element: int, component: int = 0) -> str:
    if element < len(segment) and component < len(segment[element]):
        return segment[element][component].strip()
    return ""


def number(segment: Segment, element: int, component: int = 1) -> str | None:
    """A figure; its decimal sign is a point or, by UNA or by custom, a comma."""
    return decimal_text(get(segment, element, component).replace(",", "."))


def day(segment: Segment) -> str | None:
    """The day of a DTM segment as ISO text."""
    return coded_date(get(segment, 1, 1), get(segment, 1, 2) or "102")


def party_name(segment: Segment) -> str:
    """The name in a NAD segment: structured, else the first line of the unstructured one."""
    return " ".join(part.strip() for part in (segment[4] if len(segment) > 4 else ()) if part.strip()) or get(
        segment, 3
    )
