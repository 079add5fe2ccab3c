"""ORDERS and ORDCHG (UN/EDIFACT D.96A to D.11A and later): the values of a line are those of its LIN group."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from nlp.documents.edifact_segments import Message, Segment, day, get, number, party_name
from nlp.documents.structured import TOLERANCE, Structured, charged, of_order, one_line
from nlp.documents.values import price_of_one
from nlp.opened import LineAction, Purpose, StructuredLine, StructuredOrder
from nlp.reading import Problem

KINDS = frozenset({"ORDERS", "ORDCHG"})
PURPOSES = {"1": Purpose.CANCELLATION, "3": Purpose.CANCELLATION, "4": Purpose.CHANGE, "5": Purpose.CHANGE}  # 1225
FORMATS = {Purpose.NEW: "edifact_order", Purpose.CHANGE: "edifact_order_change",
           Purpose.CANCELLATION: "edifact_order_cancellation"}  # fmt: skip
COPIES = {"7": "a duplicate", "31": "a copy"}
ORDINARY = frozenset(("", "105", "220", "224", "227", "228", "230"))  # 1001: order, rush order, consignment, sample
ACTIONS = {"1": LineAction.ADDED, "2": LineAction.REMOVED, "3": LineAction.CHANGED, "4": LineAction.KEPT}  # 1229
# UNTDID 2005: delivery requested, latest, promised for, scheduled, earliest, shipment requested.
REQUESTED = ("2", "63", "69", "76", "64", "10")
ORDERED = ("137", "4", "171")
ITEM_QUALIFIERS = ("SA", "IN", "BP", "EN", "SRV", "UP", "MF")  # UNTDID 7143: the seller's number first
TOTALS = ("125", "79", "128", "86", "9")  # UNTDID 5025
PRICES = ("AAA", "AAB", "CAL", "AAE", "INV")  # net, gross, calculated, information
CHARGES = frozenset(("8", "23", "204"))  # UNTDID 5025: allowance or charge, charge, allowance
LINE_AMOUNT = "203"
DELIVERY = ("DP", "ST", "CN")  # UNTDID 3035: delivery party, ship to, consignee
SUBGROUPS = frozenset("LOC SCC PAC ALC TAX NAD PCD RFF".split())  # QTY below one of these is not the line's


@dataclass(slots=True)
class _Item:
    numbers: dict[str, str] = field(default_factory=dict)
    description: str = ""
    quantity: str | None = None
    unit: str = ""
    price: str | None = None
    price_kind: str = ""
    amount: str | None = None
    action: str = ""
    group: str = "LIN"
    requested: dict[str, str | None] = field(default_factory=dict)


def read_order(message: Message) -> Structured:
    """The order, change or cancellation in a message whose counts are right."""
    head: dict[str, str | None] = {}
    items: list[_Item] = []
    in_lines = True
    charges = False
    for segment in message:
        tag = get(segment, 0)
        if (tag == "MOA" and get(segment, 1) in CHARGES) or tag == "PCD":
            charges = charges or Decimal(number(segment, 1) or 1) != 0
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
    found = _order(message, head, items)
    if found.order is not None and charges:
        return of_order(found.order, (*found.problems, charged("EDIFACT", "in an ALC group")))
    return found


def _order(message: Message, head: dict[str, str | None], items: list[_Item]) -> Structured:
    is_change = get(message[0], 2) == "ORDCHG"
    function = head.get("function") or ""
    purpose = PURPOSES.get(function, Purpose.CHANGE if is_change else Purpose.NEW)
    problems = _kind_problems(head, function)
    lines = [_line(count, item, problems) for count, item in enumerate(items, start=1)]
    if not lines and purpose is Purpose.NEW:
        return Structured(problems=(Problem("edifact_malformed", "EDIFACT: ORDERS without any LIN segment"),))
    order = StructuredOrder(
        format=FORMATS[purpose],
        po_number=(head.get("RFFON") if purpose is not Purpose.NEW else None) or head.get("number") or None,
        order_date=next((head[f"DTM{code}"] for code in ORDERED if head.get(f"DTM{code}")), None),
        requested_date=_requested(head, items, problems),
        currency=head.get("currency"),
        total=next((head[f"MOA{code}"] for code in TOTALS if head.get(f"MOA{code}")), None),
        lines=tuple(lines),
        purpose=purpose,
        seller=head.get("seller") or "",
        delivery_address=head.get("delivery") or "",
        delivery_country=head.get("delivery_country") or "",
    )
    return of_order(order, tuple(problems))


def _kind_problems(head: dict[str, str | None], function: str) -> list[Problem]:
    problems = []
    if function in COPIES:
        problems.append(Problem("order_copy", f"EDIFACT: BGM says that it is {COPIES[function]}"))
    elif function not in ("", "9", *PURPOSES):
        problems.append(Problem("order_kind", f"EDIFACT: message function {function}"))
    if (head.get("kind") or "") not in ORDINARY:
        problems.append(Problem("order_kind", f"EDIFACT: document of type {head['kind']}"))
    return problems


def _line(count: int, item: _Item, problems: list[Problem]) -> StructuredLine:
    if item.quantity is None and item.action != "2":
        problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
    if item.amount and item.price and item.quantity:
        apart = abs(Decimal(item.price) * Decimal(item.quantity) - Decimal(item.amount))
        if apart > TOLERANCE:
            problems.append(Problem("line_mismatch", f"line {count} states {item.amount}"))
    known = [item.numbers[q] for q in ITEM_QUALIFIERS if q in item.numbers]
    return StructuredLine(
        sku=known[0] if known else None,
        description=item.description,
        quantity=item.quantity or "",
        unit_price=item.price,
        numbers=tuple(known[1:]),
        unit=item.unit,
        action=ACTIONS.get(item.action, LineAction.STATED),
    )


def _requested(head: dict[str, str | None], items: list[_Item], problems: list[Problem]) -> str | None:
    stated = next((head[f"DTM{code}"] for code in REQUESTED if head.get(f"DTM{code}")), None)
    days = {d for item in items if (d := next((item.requested[c] for c in REQUESTED if item.requested.get(c)), None))}
    if stated is not None:
        days.add(stated)
    if len(days) > 1:
        problems.append(Problem("several_delivery_dates", ", ".join(sorted(days))[:120]))
        return None
    return days.pop() if days else None


def _head_segment(tag: str, segment: Segment, head: dict[str, str | None]) -> None:
    match tag:
        case "BGM":
            head["kind"] = get(segment, 1)
            head["number"], head["function"] = get(segment, 2), get(segment, 3)
        case "DTM":
            head.setdefault("DTM" + get(segment, 1), day(segment))
        case "RFF":
            head.setdefault("RFF" + get(segment, 1), get(segment, 1, 1))
        case "CUX":
            head.setdefault("currency", get(segment, 1, 1) or None)
        case "MOA":
            head.setdefault("MOA" + get(segment, 1), number(segment, 1))
        case "NAD" if get(segment, 1) in ("SU", "SE"):
            head.setdefault("seller", party_name(segment))
        case "NAD" if get(segment, 1) in DELIVERY:
            head.setdefault(
                "delivery", one_line(segment[5] if len(segment) > 5 else (), get(segment, 8), get(segment, 6))
            )
            head.setdefault("delivery_country", get(segment, 9))


def _line_segment(tag: str, segment: Segment, item: _Item) -> None:
    if tag in SUBGROUPS:
        item.group = tag
    match tag:
        case "PIA":
            for element in range(2, len(segment)):
                if get(segment, element):
                    item.numbers.setdefault(get(segment, element, 1), get(segment, element))
        case "IMD":
            text = "".join(get(segment, 3, part) for part in (3, 4)) or get(segment, 3)
            item.description = f"{item.description} {text}".strip()
        case "QTY" if item.group == "LIN" and get(segment, 1) in ("21", "1") and item.quantity is None:
            item.quantity, item.unit = number(segment, 1), get(segment, 1, 2)
        case "DTM" if item.group == "LIN":
            item.requested.setdefault(get(segment, 1), day(segment))
        case "MOA" if item.group == "LIN" and get(segment, 1) == LINE_AMOUNT:
            item.amount = number(segment, 1)
        case "PRI" if get(segment, 1) in PRICES and (item.price is None or get(segment, 1) == PRICES[0]):
            item.price = price_of_one(str(number(segment, 1)), get(segment, 1, 4).replace(",", ".") or None)
