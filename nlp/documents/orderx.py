"""UN/CEFACT cross industry messages: orders (Order-X of FNFE-MPE and FeRD); invoices (Factur-X, ZUGFeRD) by name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from nlp.documents.elements import Element, at, below, local, text_at
from nlp.documents.structured import Structured, charged, of_order, one_line, refused
from nlp.documents.values import coded_date, decimal_text, price_of_one
from nlp.opened import LineAction, Paper, Purpose, StructuredLine, StructuredOrder
from nlp.reading import Problem

ORDER_ROOT = "SCRDMCCBDACIOMessageStructure"
PURPOSES = {"220": Purpose.NEW, "230": Purpose.CHANGE}  # UNTDID 1001
RESPONSE = "231"
CANCELS = "1"  # UNTDID 1225, ExchangedDocument/PurposeCode
COPIES = frozenset(("7", "31"))
FORMATS = {Purpose.NEW: "orderx_order", Purpose.CHANGE: "orderx_order_change",
           Purpose.CANCELLATION: "orderx_order_cancellation"}  # fmt: skip
ACTIONS = {"1": LineAction.ADDED, "2": LineAction.REMOVED, "3": LineAction.CHANGED, "4": LineAction.KEPT,
           "5": LineAction.KEPT}  # fmt: skip
TRADE = "SupplyChainTradeTransaction"
AGREEMENT, DELIVERY, SETTLEMENT = (f"ApplicableHeaderTrade{x}" for x in ("Agreement", "Delivery", "Settlement"))
LINE_NUMBERS = ("SellerAssignedID", "BuyerAssignedID", "GlobalID", "ManufacturerAssignedID", "ID")


def _date_at(element: Element | None, *path: str) -> str | None:
    found = at(element, *path)
    return coded_date(found.text, found.get("format", "102")) if found is not None else None


def read_order(root: Element) -> Structured:
    """An order or a change; a response (type 231) is a paper of whoever sells."""
    document, trade = at(root, "ExchangedDocument"), at(root, TRADE)
    kind = text_at(document, "TypeCode") or "220"
    if kind == RESPONSE:
        return Structured(paper=Paper.CONFIRMATION, issuer=_seller(trade))
    if kind not in PURPOSES:
        return Structured(problems=(Problem("xml_unknown", f"Order-X document of type {kind} is no order"),))
    function = text_at(document, "PurposeCode") or ""
    purpose = Purpose.CANCELLATION if function == CANCELS else PURPOSES[kind]
    lines, problems = _lines(trade)
    if not lines and purpose is Purpose.NEW:
        return refused(FORMATS[purpose], "no IncludedSupplyChainTradeLineItem")
    if (text_at(root, "ExchangedDocumentContext", "TestIndicator", "Indicator") or "").lower() in ("true", "1"):
        problems.append(Problem("test_document", "Order-X: TestIndicator"))
    if any(_is_charged(one) for one in below(trade, "SpecifiedTradeAllowanceCharge")):
        problems.append(charged("Order-X", "beside the prices"))
    if function in COPIES or (text_at(document, "CopyIndicator", "Indicator") or "").lower() in ("true", "1"):
        problems.append(Problem("order_copy", "Order-X: a duplicate or a copy"))
    return of_order(_order(document, trade, purpose, lines), tuple(problems))


def _order(
    document: Element | None, trade: Element | None, purpose: Purpose, lines: list[StructuredLine]
) -> StructuredOrder:
    settlement = at(trade, SETTLEMENT)
    sums = at(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    own = text_at(document, "ID")
    agreement = at(trade, AGREEMENT)
    referenced = text_at(agreement, "BuyerOrderReferencedDocument", "IssuerAssignedID") or text_at(
        agreement, "PreviousOrderReferencedDocument", "IssuerAssignedID"
    )
    return StructuredOrder(
        format=FORMATS[purpose],
        po_number=own if purpose is Purpose.NEW else (referenced or own),
        order_date=_date_at(document, "IssueDateTime", "DateTimeString"),
        requested_date=_requested(at(trade, DELIVERY)),
        currency=text_at(settlement, "OrderCurrencyCode"),
        total=decimal_text(text_at(sums, "TaxBasisTotalAmount") or text_at(sums, "LineTotalAmount")),
        lines=tuple(lines),
        purpose=purpose,
        seller=_seller(trade),
        delivery_address=_delivery_address(at(trade, DELIVERY, "ShipToTradeParty", "PostalTradeAddress")),
        delivery_country=text_at(trade, DELIVERY, "ShipToTradeParty", "PostalTradeAddress", "CountryID") or "",
    )


def _is_charged(element: Element) -> bool:
    amount = decimal_text(text_at(element, "ActualAmount"))
    return amount is None or Decimal(amount) != 0


def _seller(trade: Element | None) -> str:
    return text_at(trade, AGREEMENT, "SellerTradeParty", "Name") or ""


def _delivery_address(address: Element | None) -> str:
    street = [text_at(address, name) for name in ("LineOne", "LineTwo", "LineThree")]
    return one_line(street, text_at(address, "PostcodeCode"), text_at(address, "CityName"))


def _requested(delivery: Element | None) -> str | None:
    event = at(delivery, "RequestedDeliverySupplyChainEvent")
    return (
        _date_at(event, "OccurrenceDateTime", "DateTimeString")
        or _date_at(event, "OccurrenceSpecifiedPeriod", "EndDateTime", "DateTimeString")
        or _date_at(event, "OccurrenceSpecifiedPeriod", "StartDateTime", "DateTimeString")
    )


def _lines(trade: Element | None) -> tuple[list[StructuredLine], list[Problem]]:
    lines: list[StructuredLine] = []
    problems: list[Problem] = []
    items = [c for c in (trade if trade is not None else ()) if isinstance(c.tag, str)]
    for count, item in enumerate((i for i in items if local(i) == "IncludedSupplyChainTradeLineItem"), start=1):
        product = at(item, "SpecifiedTradeProduct")
        requested = at(item, "SpecifiedLineTradeDelivery", "RequestedQuantity")
        quantity = decimal_text(requested.text if requested is not None else None)
        action = ACTIONS.get(text_at(item, "AssociatedDocumentLineDocument", "LineStatusCode") or "", LineAction.STATED)
        if quantity is None and action is not LineAction.REMOVED:
            problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
        price = at(item, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice")
        numbers = [found for name in LINE_NUMBERS if (found := text_at(product, name))]
        lines.append(
            StructuredLine(
                sku=numbers[0] if numbers else None,
                description=text_at(product, "Name") or text_at(product, "Description") or "",
                quantity=quantity or "",
                unit_price=price_of_one(text_at(price, "ChargeAmount"), text_at(price, "BasisQuantity")),
                numbers=tuple(numbers[1:]),
                unit=str(requested.get("unitCode") or "") if requested is not None else "",
                action=action,
            )
        )
    return lines, problems


def read_invoice(root: Element) -> Structured:
    """An invoice or credit note (UNTDID 1001: 381, 261, 262, 296, 308, 396, 420, 458, 532): not an order."""
    header = at(root, "ExchangedDocument")
    kind = text_at(header if header is not None else at(root, "HeaderExchangedDocument"), "TypeCode") or ""
    credit = kind in ("381", "261", "262", "296", "308", "396", "420", "458", "532")
    seller = text_at(root, TRADE, "ApplicableHeaderTradeAgreement", "SellerTradeParty", "Name") or text_at(
        root, "SpecifiedSupplyChainTradeTransaction", "ApplicableSupplyChainTradeAgreement", "SellerTradeParty", "Name"
    )
    return Structured(paper=Paper.CREDIT_NOTE if credit else Paper.INVOICE, issuer=seller or "")


# By local name: ZUGFeRD 1 calls the invoice CrossIndustryDocument.
READERS: dict[str, Callable[[Element], Structured]] = {
    ORDER_ROOT: read_order,
    "CrossIndustryInvoice": read_invoice,
    "CrossIndustryDocument": read_invoice,
}
NAMESPACES = ("urn:un:unece:uncefact:", "urn:ferd:CrossIndustryDocument:", "urn:cen.eu:")
