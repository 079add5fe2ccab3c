"""Orders in UBL 2 (OASIS; Peppol BIS Order): Order, OrderChange and OrderCancellation."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from nlp.documents.values import decimal_text, iso_date, price_of_one
from nlp.opened import StructuredLine, StructuredOrder
from nlp.reading import Problem

URN = "urn:oasis:names:specification:ubl:schema:xsd:"
NS = {"c": URN + "CommonAggregateComponents-2", "b": URN + "CommonBasicComponents-2"}
# The seller's own number first: it is the one that our catalogue knows.
ITEM_NUMBERS = (
    "c:Item/c:SellersItemIdentification/b:ID",
    "c:Item/c:BuyersItemIdentification/b:ID",
    "c:Item/c:StandardItemIdentification/b:ID",
)
PERIOD = ("c:RequestedDeliveryPeriod/b:EndDate", "c:RequestedDeliveryPeriod/b:StartDate")
TOTALS = (
    "c:AnticipatedMonetaryTotal/b:TaxExclusiveAmount",
    "c:AnticipatedMonetaryTotal/b:LineExtensionAmount",
    "c:AnticipatedMonetaryTotal/b:PayableAmount",
)

Result = tuple[StructuredOrder | None, tuple[Problem, ...]]


def first(element: etree._Element, *paths: str) -> str | None:
    for path in paths:
        found = element.findtext(path, namespaces=NS)
        if found is not None and found.strip():
            return str(found).strip()
    return None


def _reader(format_name: str, number: str) -> Callable[[etree._Element], Result]:
    def read(root: etree._Element) -> Result:
        lines, problems = _lines(root)
        days = {day for day in (iso_date(first(d, *PERIOD)) for d in root.iterfind(".//c:Delivery", NS)) if day}
        if len(days) > 1:
            problems.append(Problem("several_delivery_dates", ", ".join(sorted(days))))
        order = StructuredOrder(
            format=format_name,
            po_number=first(root, number),
            order_date=iso_date(first(root, "b:IssueDate")),
            requested_date=min(days) if len(days) == 1 else None,
            currency=first(root, "b:DocumentCurrencyCode"),
            total=decimal_text(first(root, *TOTALS)),
            lines=tuple(lines),
        )
        return order, tuple(problems)

    return read


def _lines(root: etree._Element) -> tuple[list[StructuredLine], list[Problem]]:
    lines: list[StructuredLine] = []
    problems: list[Problem] = []
    for number, item in enumerate(root.iterfind("c:OrderLine/c:LineItem", NS), start=1):
        quantity = decimal_text(first(item, "b:Quantity"))
        if quantity is None:
            problems.append(Problem("line_without_quantity", f"line {number} has no quantity"))
        lines.append(
            StructuredLine(
                sku=first(item, *ITEM_NUMBERS),
                description=first(item, "c:Item/b:Name", "c:Item/b:Description") or "",
                quantity=quantity or "",
                unit_price=price_of_one(first(item, "c:Price/b:PriceAmount"), first(item, "c:Price/b:BaseQuantity")),
            )
        )
        if (status := first(item, "b:LineStatusCode")) not in (None, "1"):
            problems.append(Problem("line_status", f"line {number} has status {status}"))
    return lines, problems


READERS: dict[str, Callable[[etree._Element], Result]] = {
    f"{{{URN}Order-2}}Order": _reader("ubl_order", "b:ID"),
    f"{{{URN}OrderChange-2}}OrderChange": _reader("ubl_order_change", "c:OrderReference/b:ID"),
    f"{{{URN}OrderCancellation-2}}OrderCancellation": _reader("ubl_order_cancellation", "c:OrderReference/b:ID"),
}
