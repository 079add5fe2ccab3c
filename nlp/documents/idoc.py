"""SAP IDoc ORDERS05 as XML: message types ORDERS and ORDCHG."""

from __future__ import annotations

from nlp.documents.elements import Element, at, every, text_at
from nlp.documents.structured import Structured, of_order, one_line, refused
from nlp.documents.values import coded_date, decimal_text, price_of_one
from nlp.opened import LineAction, Purpose, StructuredLine, StructuredOrder
from nlp.reading import Problem

ROOTS = ("ORDERS05", "ORDERS04", "ORDERS03", "ORDERS02")
ORDER_NUMBER, VENDOR, SHIP_TO = "001", "LF", "WE"
ITEM_NUMBERS = ("002", "001", "003")  # vendor's, customer's, EAN
REQUESTED, ISSUED = ("002", "001"), ("012", "022")  # IDDAT: requested delivery; document, order
TOTAL = "002"  # SUMID: net value
ACTIONS = {"001": LineAction.ADDED, "002": LineAction.CHANGED, "003": LineAction.REMOVED}


def read(root: Element) -> Structured:
    """The order in the one IDOC of a file."""
    documents = every(root, "IDOC")
    if len(documents) != 1:
        return refused("idoc", f"the file holds {len(documents)} IDOC elements")
    idoc = documents[0]
    kind = text_at(idoc, "EDI_DC40", "MESTYP") or "ORDERS"
    if kind not in ("ORDERS", "ORDCHG"):
        return Structured(problems=(Problem("xml_unknown", f"IDoc of type {kind}"),))
    head = at(idoc, "E1EDK01")
    number = _qualified(idoc, "E1EDK02", "QUALF", (ORDER_NUMBER,), "BELNR") or text_at(head, "BELNR")
    items = every(idoc, "E1EDP01")
    if number is None or not items:
        return refused("idoc", "no order number or no E1EDP01")
    problems: list[Problem] = []
    if text_at(idoc, "EDI_DC40", "TEST"):
        problems.append(Problem("test_document", "IDoc: TEST"))
    purpose = Purpose.CHANGE if kind == "ORDCHG" else Purpose.NEW
    order = StructuredOrder(
        format="idoc_order" if purpose is Purpose.NEW else "idoc_order_change",
        po_number=number,
        order_date=coded_date(_qualified(idoc, "E1EDK03", "IDDAT", ISSUED, "DATUM"), "102"),
        requested_date=coded_date(_qualified(idoc, "E1EDK03", "IDDAT", REQUESTED, "DATUM"), "102"),
        currency=text_at(head, "CURCY"),
        total=decimal_text(_qualified(idoc, "E1EDS01", "SUMID", (TOTAL,), "SUMME")),
        lines=tuple(_line(count, item, problems) for count, item in enumerate(items, start=1)),
        purpose=purpose,
        seller=next((text_at(p, "NAME1") or "" for p in every(idoc, "E1EDKA1") if text_at(p, "PARVW") == VENDOR), ""),
        delivery_address=next((_address(p) for p in every(idoc, "E1EDKA1") if text_at(p, "PARVW") == SHIP_TO), ""),
        delivery_country=next(
            (text_at(p, "LAND1") or "" for p in every(idoc, "E1EDKA1") if text_at(p, "PARVW") == SHIP_TO), ""
        ),
    )
    return of_order(order, tuple(problems))


def _address(party: Element) -> str:
    return one_line(
        [text_at(party, "STRAS"), text_at(party, "STRS2")], text_at(party, "PSTLZ"), text_at(party, "ORT01")
    )


def _qualified(parent: Element, name: str, qualifier: str, wanted: tuple[str, ...], value: str) -> str | None:
    """The value of the first segment of this name with one of these qualifiers, the first of them first."""
    found = {text_at(one, qualifier): text_at(one, value) for one in reversed(every(parent, name))}
    return next((text for code in wanted if (text := found.get(code))), None)


def _line(count: int, item: Element, problems: list[Problem]) -> StructuredLine:
    quantity = decimal_text(text_at(item, "MENGE"))
    if quantity is None:
        problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
    named = {text_at(one, "QUALF"): one for one in every(item, "E1EDP19")}
    numbers = [text for code in ITEM_NUMBERS if code in named and (text := text_at(named[code], "IDTNR"))]
    description = next((text for one in named.values() if (text := text_at(one, "KTEXT"))), "")
    return StructuredLine(
        sku=numbers[0] if numbers else None,
        description=description,
        quantity=quantity or "",
        unit_price=price_of_one(text_at(item, "VPREI"), text_at(item, "PEINH")),
        numbers=tuple(numbers[1:]),
        unit=text_at(item, "MENEE") or "",
        action=ACTIONS.get(text_at(item, "ACTION") or "", LineAction.STATED),
    )
