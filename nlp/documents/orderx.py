"""Orders in UN/CEFACT Cross Industry Order (Order-X, FNFE-MPE and FeRD): order and order change."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from nlp.documents.values import coded_date, decimal_text, price_of_one
from nlp.opened import StructuredLine, StructuredOrder
from nlp.reading import Problem

MESSAGE = "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:"
ENTITY = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:"
UNQUALIFIED = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:"
VERSIONS = ("100", "128", "103")
FORMATS = {"220": "orderx_order", "230": "orderx_order_change"}  # UNTDID 1001
TRADE = "SupplyChainTradeTransaction"
AGREEMENT, DELIVERY, SETTLEMENT = (f"ApplicableHeaderTrade{x}" for x in ("Agreement", "Delivery", "Settlement"))
LINE_NUMBERS = ("SellerAssignedID", "BuyerAssignedID", "GlobalID")

Result = tuple[StructuredOrder | None, tuple[Problem, ...]]


def at(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element at a path of local names; versions of the schema differ only in their namespaces."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if isinstance(child.tag, str) and _local(child) == name), None)
    return element


def text_at(element: etree._Element | None, *path: str) -> str | None:
    found = at(element, *path)
    return found.text.strip() if found is not None and found.text and found.text.strip() else None


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _date_at(element: etree._Element | None, *path: str) -> str | None:
    found = at(element, *path)
    return coded_date(found.text, found.get("format", "102")) if found is not None else None


def read(root: etree._Element) -> Result:
    document, trade = at(root, "ExchangedDocument"), at(root, TRADE)
    kind = text_at(document, "TypeCode") or "220"
    if kind not in FORMATS:
        return None, (Problem("xml_unknown", f"Order-X document of type {kind} is no order"),)
    settlement = at(trade, SETTLEMENT)
    sums = at(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    lines, problems = _lines(trade)
    own = text_at(document, "ID")
    order_reference = text_at(trade, AGREEMENT, "BuyerOrderReferencedDocument", "IssuerAssignedID")
    order = StructuredOrder(
        format=FORMATS[kind],
        po_number=(order_reference or own) if kind == "230" else own,
        order_date=_date_at(document, "IssueDateTime", "DateTimeString"),
        requested_date=_requested(at(trade, DELIVERY)),
        currency=text_at(settlement, "OrderCurrencyCode"),
        total=decimal_text(text_at(sums, "TaxBasisTotalAmount") or text_at(sums, "LineTotalAmount")),
        lines=tuple(lines),
    )
    return order, tuple(problems)


def _requested(delivery: etree._Element | None) -> str | None:
    event = at(delivery, "RequestedDeliverySupplyChainEvent")
    return (
        _date_at(event, "OccurrenceDateTime", "DateTimeString")
        or _date_at(event, "OccurrenceSpecifiedPeriod", "EndDateTime", "DateTimeString")
        or _date_at(event, "OccurrenceSpecifiedPeriod", "StartDateTime", "DateTimeString")
    )


def _lines(trade: etree._Element | None) -> tuple[list[StructuredLine], list[Problem]]:
    lines: list[StructuredLine] = []
    problems: list[Problem] = []
    items = [c for c in (trade if trade is not None else ()) if isinstance(c.tag, str)]
    for number, item in enumerate((i for i in items if _local(i) == "IncludedSupplyChainTradeLineItem"), start=1):
        product = at(item, "SpecifiedTradeProduct")
        quantity = decimal_text(text_at(item, "SpecifiedLineTradeDelivery", "RequestedQuantity"))
        if quantity is None:
            problems.append(Problem("line_without_quantity", f"line {number} has no quantity"))
        price = at(item, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice")
        lines.append(
            StructuredLine(
                sku=next((found for name in LINE_NUMBERS if (found := text_at(product, name))), None),
                description=text_at(product, "Name") or text_at(product, "Description") or "",
                quantity=quantity or "",
                unit_price=price_of_one(text_at(price, "ChargeAmount"), text_at(price, "BasisQuantity")),
            )
        )
    return lines, problems


READERS: dict[str, Callable[[etree._Element], Result]] = {
    f"{{{MESSAGE}{version}}}SCRDMCCBDACIOMessageStructure": read for version in VERSIONS
}
