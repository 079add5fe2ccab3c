"""Orders in UN/EDIFACT (ISO 9735): ORDERS and ORDCHG, with the counts that the message states about itself checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.documents.values import coded_date, decimal_text, price_of_one
from nlp.opened import StructuredLine, StructuredOrder
from nlp.reading import Problem

CHARSETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "iso-8859-1", "UNOD": "iso-8859-2", "UNOE": "iso-8859-5",
            "UNOF": "iso-8859-7", "UNOW": "utf-8", "UNOY": "utf-8"}  # fmt: skip
FORMATS = {
    ("ORDERS", "1"): "edifact_order_cancellation",
    ("ORDERS", "4"): "edifact_order_change",
    ("ORDERS", "5"): "edifact_order_change",
    ("ORDERS", "7"): "edifact_order_duplicate",
    ("ORDERS", "31"): "edifact_order_duplicate",
    ("ORDCHG", "1"): "edifact_order_cancellation",
}
PLAIN_FORMATS = {"ORDERS": "edifact_order", "ORDCHG": "edifact_order_change"}
SEGMENTS = 100_000
REQUESTED = ("2", "64", "63", "76")  # UNTDID 2005: delivery requested, earliest, latest, scheduled
ITEM_QUALIFIERS = ("SA", "IN", "BP", "EN", "SRV")  # UNTDID 7143: the seller's number first
TOTALS = ("125", "79", "128", "86", "9")  # UNTDID 5025

Segment = tuple[tuple[str, ...], ...]


class Malformed(ValueError):
    """The interchange cannot be read: which segment, and why."""


@dataclass(slots=True)
class _Item:
    numbers: dict[str, str] = field(default_factory=dict)
    description: str = ""
    quantity: str | None = None
    price: str | None = None
    action: str = ""


def segments(text: str) -> Iterator[Segment]:
    """Segments as tuples of elements, each a tuple of components; UNA and the release character are respected."""
    component, element, release, terminator = ":", "+", "?", "'"
    start = 0
    if text.startswith("UNA"):
        component, element, _, release, _, terminator = tuple((text[3:9] + " " * 6)[:6])
        start = 9
    current: list[list[str]] = [[""]]
    index, length = start, len(text)
    while index < length:
        character = text[index]
        if character == release and release != " " and index + 1 < length:
            index += 1
            current[-1][-1] += text[index]
        elif character == terminator:
            if current[0][0].strip():
                yield tuple(tuple(part.strip("\r\n") for part in parts) for parts in current)
            current = [[""]]
        elif character == element:
            current.append([""])
        elif character == component:
            current[-1].append("")
        elif character not in "\r\n":
            current[-1][-1] += character
        index += 1
    if "".join(part for parts in current for part in parts).strip():
        raise Malformed("the last segment has no end")


def file_text(data: bytes) -> str:
    """The interchange in the charset of its UNB segment; others than the declared are read as Windows-1252."""
    head = data[:400].decode("ascii", "replace")
    syntax = next((code for code in CHARSETS if code in head), "UNOC")
    for charset in (CHARSETS[syntax], "utf-8", "cp1252"):
        try:
            return data.decode(charset).strip()
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace").strip()


def get(segment: Segment, element: int, component: int = 0) -> str:
    if element < len(segment) and component < len(segment[element]):
        return segment[element][component].strip()
    return ""


def read_order(data: bytes) -> tuple[StructuredOrder | None, str, tuple[Problem, ...]]:
    """The one order of an interchange, its text (a segment a line), and problems.

    Several messages in one interchange, a missing end or wrong counts give no order: to act on half of it is worse.
    """
    text = file_text(data)
    try:
        everything: list[Segment] = []
        for segment in segments(text):
            everything.append(segment)
            if len(everything) > SEGMENTS:
                raise Malformed(f"more than {SEGMENTS} segments")
        shown = "\n".join(" ".join(":".join(parts) for parts in segment) for segment in everything)
        messages = _messages(everything)
    except Malformed as error:
        return None, text, (Problem("edifact_malformed", str(error)),)
    orders = [message for message in messages if get(message[0], 2) in PLAIN_FORMATS]
    if not orders:
        kinds = ", ".join(sorted({get(message[0], 2) for message in messages})) or "none"
        return None, shown, (Problem("edifact_unknown", f"messages that are not read: {kinds}"[:200]),)
    if len(messages) > 1:
        return None, shown, (Problem("several_orders", f"the interchange holds {len(messages)} messages"),)
    order, problems = _order(orders[0])
    wrong = [problem for problem in problems if problem.code == "edifact_counts"]
    return (None if wrong else order), shown, tuple(problems)


def _messages(everything: list[Segment]) -> list[list[Segment]]:
    found: list[list[Segment]] = []
    current: list[Segment] | None = None
    for segment in everything:
        tag = get(segment, 0)
        if tag == "UNH":
            if current is not None:
                raise Malformed("UNH before the UNT of the message before")
            current = [segment]
        elif current is not None:
            current.append(segment)
            if tag == "UNT":
                found.append(current)
                current = None
    if current is not None:
        raise Malformed("a message has no UNT")
    return found


def _order(message: list[Segment]) -> tuple[StructuredOrder, list[Problem]]:
    head: dict[str, str | None] = {}
    items: list[_Item] = []
    in_lines = True
    for segment in message:
        tag = get(segment, 0)
        if tag == "LIN":
            items.append(_Item(action=get(segment, 2)))
            if get(segment, 3):
                items[-1].numbers[get(segment, 3, 1) or "SRV"] = get(segment, 3)
        elif tag == "UNS":
            in_lines = False
        elif items and in_lines:
            _line_segment(tag, segment, items[-1])
        else:
            _head_segment(tag, segment, head)
    problems = _counts(message, items)
    lines = []
    for number, item in enumerate(items, start=1):
        if item.quantity is None:
            problems.append(Problem("line_without_quantity", f"line {number} has no quantity"))
        sku = next((item.numbers[q] for q in ITEM_QUALIFIERS if q in item.numbers), None)
        lines.append(StructuredLine(sku, item.description, item.quantity or "", item.price))
    kind = get(message[0], 2)
    requested = next((head[f"DTM{code}"] for code in REQUESTED if head.get(f"DTM{code}")), None)
    total = next((head[f"MOA{code}"] for code in TOTALS if head.get(f"MOA{code}")), None)
    order = StructuredOrder(
        format=FORMATS.get((kind, head.get("function") or ""), PLAIN_FORMATS[kind]),
        po_number=(head.get("RFFON") if kind == "ORDCHG" else None) or head.get("number") or None,
        order_date=head.get("DTM137"),
        requested_date=requested,
        currency=head.get("currency"),
        total=total,
        lines=tuple(lines),
    )
    return order, problems


def _head_segment(tag: str, segment: Segment, head: dict[str, str | None]) -> None:
    match tag:
        case "BGM":
            head["number"], head["function"] = get(segment, 2), get(segment, 3)
        case "DTM":
            head.setdefault("DTM" + get(segment, 1), coded_date(get(segment, 1, 1), get(segment, 1, 2) or "102"))
        case "RFF":
            head.setdefault("RFF" + get(segment, 1), get(segment, 1, 1))
        case "CUX":
            head.setdefault("currency", get(segment, 1, 1) or None)
        case "MOA":
            head.setdefault("MOA" + get(segment, 1), decimal_text(get(segment, 1, 1).replace(",", ".")))


def _line_segment(tag: str, segment: Segment, item: _Item) -> None:
    match tag:
        case "PIA":
            for element in range(2, len(segment)):
                if get(segment, element):
                    item.numbers.setdefault(get(segment, element, 1), get(segment, element))
        case "IMD":
            text = "".join(get(segment, 3, part) for part in (3, 4)) or get(segment, 3)
            item.description = f"{item.description} {text}".strip()
        case "QTY" if get(segment, 1) in ("21", "1") and item.quantity is None:
            item.quantity = decimal_text(get(segment, 1, 1).replace(",", "."))
        case "PRI" if get(segment, 1) in ("AAA", "AAB", "CAL") and (item.price is None or get(segment, 1) == "AAA"):
            base = get(segment, 1, 4).replace(",", ".") or None
            item.price = price_of_one(get(segment, 1, 1).replace(",", "."), base)


def _counts(message: list[Segment], items: list[_Item]) -> list[Problem]:
    problems = []
    stated = get(message[-1], 1)
    if stated != str(len(message)):
        problems.append(Problem("edifact_counts", f"UNT states {stated or 'no'} segments, there are {len(message)}"))
    for segment in message:
        if get(segment, 0) == "CNT" and get(segment, 1) == "2" and get(segment, 1, 1) != str(len(items)):
            problems.append(Problem("edifact_counts", f"CNT states {get(segment, 1, 1)} lines, there are {len(items)}"))
    if get(message[0], 1) != get(message[-1], 2):
        problems.append(Problem("edifact_counts", "UNH and UNT name different messages"))
    return problems
