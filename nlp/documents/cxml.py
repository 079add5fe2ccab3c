"""cXML 1.2: an OrderRequest that is new, an update or a deletion of an order."""

from __future__ import annotations

from decimal import Decimal

from nlp.documents.elements import Element, at, below, children, every, local, text_at, text_of
from nlp.documents.structured import Structured, of_order, one_line, refused
from nlp.documents.values import decimal_text, iso_date, price_of_one
from nlp.opened import Paper, Purpose, StructuredLine, StructuredOrder
from nlp.reading import Problem

PURPOSES = {"new": Purpose.NEW, "update": Purpose.CHANGE, "delete": Purpose.CANCELLATION}
FORMATS = {Purpose.NEW: "cxml_order", Purpose.CHANGE: "cxml_order_change",
           Purpose.CANCELLATION: "cxml_order_cancellation"}  # fmt: skip
PAPERS = {"ConfirmationRequest": Paper.CONFIRMATION, "InvoiceDetailRequest": Paper.INVOICE,
          "ShipNoticeRequest": Paper.DELIVERY_NOTE, "QuoteMessage": Paper.QUOTE}  # fmt: skip


def read(root: Element) -> Structured:
    request = at(root, "Request")
    order = at(request, "OrderRequest")
    header = at(order, "OrderRequestHeader")
    if order is None:
        found = [local(one) for one in children(request if request is not None else root)]
        paper = next((PAPERS[name] for name in found if name in PAPERS), Paper.UNKNOWN)
        if paper is not Paper.UNKNOWN:
            return Structured(paper=paper)
        return Structured(problems=(Problem("xml_unknown", f"cXML that is not read: {', '.join(found)[:80]}"),))
    if request is None or header is None or not header.get("orderID"):
        return refused("cxml", "no OrderRequestHeader/@orderID")
    stated = header.get("type") or "new"
    if stated not in PURPOSES:
        return refused("cxml", f"OrderRequest of type {stated}")
    problems: list[Problem] = []
    if "test" in (str(root.get("deploymentMode") or ""), str(request.get("deploymentMode") or "")):
        problems.append(Problem("test_document", "cXML: deploymentMode is test"))
    items = every(order, "ItemOut")
    if not items and PURPOSES[stated] is Purpose.NEW:
        return refused("cxml", "no ItemOut")
    lines = tuple(_line(count, item, problems) for count, item in enumerate(items, start=1))
    money = next(below(at(header, "Total"), "Money"), None)
    purpose = PURPOSES[stated]
    days = {iso_date(one.get("requestedDeliveryDate")) for one in (header, *items)} - {None}
    if len(days) > 1:
        problems.append(Problem("several_delivery_dates", ", ".join(sorted(map(str, days)))[:120]))
    value = StructuredOrder(
        format=FORMATS[purpose],
        po_number=str(header.get("orderID")),
        order_date=iso_date(header.get("orderDate")),
        requested_date=days.pop() if len(days) == 1 else None,
        currency=(money.get("currency") if money is not None else None) or _currency(items),
        total=_amount(money),
        lines=lines,
        purpose=purpose,
        delivery_address=_delivery_address(at(header, "ShipTo", "Address", "PostalAddress")),
        delivery_country=_delivery_country(at(header, "ShipTo", "Address", "PostalAddress", "Country")),
    )
    return of_order(value, tuple(problems))


def _delivery_address(address: Element | None) -> str:
    street = [text_of(one) for one in every(address, "Street")]
    return one_line(street, text_at(address, "PostalCode"), text_at(address, "City"))


def _delivery_country(country: Element | None) -> str:
    return str(country.get("isoCountryCode") or "") if country is not None else ""


def _currency(items: list[Element]) -> str | None:
    used = {str(money.get("currency")) for item in items for money in below(at(item, "ItemDetail"), "Money")}
    return used.pop() if len(used) == 1 else None


def _amount(money: Element | None) -> str | None:
    return decimal_text((text_of(money) or "").replace(",", ""))


def _line(count: int, item: Element, problems: list[Problem]) -> StructuredLine:
    detail = at(item, "ItemDetail")
    quantity = decimal_text(item.get("quantity"))
    if quantity is None:
        problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
    basis = at(detail, "PriceBasisQuantity")
    per = None if basis is None else decimal_text(basis.get("quantity"))
    factor = None if basis is None else decimal_text(basis.get("conversionFactor"))
    if factor is not None and Decimal(factor) != 1:
        problems.append(Problem("price_unit", f"line {count}: the price is per another unit (factor {factor})"))
    numbers = [t for name in ("SupplierPartID", "BuyerPartID") if (t := text_at(item, "ItemID", name))]
    words = next(iter(every(detail, "Description")), None)
    description = (
        " ".join("".join(t for t in words.itertext() if isinstance(t, str)).split()) if words is not None else ""
    )
    price = price_of_one(_amount(next(below(at(detail, "UnitPrice"), "Money"), None)), per)
    return StructuredLine(numbers[0] if numbers else None, description, quantity or "", price, tuple(numbers[1:]),
                          text_at(detail, "UnitOfMeasure") or "")  # fmt: skip
