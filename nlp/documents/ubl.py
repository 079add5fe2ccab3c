"""Orders in UBL 2 (OASIS; Peppol BIS Ordering 3): Order, OrderChange, OrderCancellation, and RemittanceAdvice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from nlp.documents.structured import TOLERANCE, Structured, charged, of_advices, of_order, one_line, refused
from nlp.documents.values import decimal_text, iso_date, negated, price_of_one, total_of
from nlp.opened import LineAction, Paper, Purpose, StructuredLine, StructuredOrder, StructuredPaid, StructuredRemittance
from nlp.reading import Problem

URN = "urn:oasis:names:specification:ubl:schema:xsd:"
NS = {"c": URN + "CommonAggregateComponents-2", "b": URN + "CommonBasicComponents-2"}
# The seller's own number first: it is the one that our catalogue knows.
ITEM_NUMBERS = (
    "c:Item/c:SellersItemIdentification/b:ID",
    "c:Item/c:BuyersItemIdentification/b:ID",
    "c:Item/c:StandardItemIdentification/b:ID",
    "c:Item/c:ManufacturersItemIdentification/b:ID",
    "c:Item/c:CatalogueItemIdentification/b:ID",
)
PERIOD = ("c:RequestedDeliveryPeriod/b:EndDate", "c:RequestedDeliveryPeriod/b:StartDate")
DELIVERY_DATES = (*PERIOD, "b:RequestedDeliveryDate", "b:LatestDeliveryDate")
DELIVERY_PLACES = (
    "c:DeliveryLocation/c:Address",
    "c:DeliveryAddress",
    "c:DeliveryParty/c:PostalAddress",
    "c:DeliveryParty/c:Party/c:PostalAddress",
)
TOTALS = (
    "c:AnticipatedMonetaryTotal/b:TaxExclusiveAmount",
    "c:AnticipatedMonetaryTotal/b:LineExtensionAmount",
    "c:AnticipatedMonetaryTotal/b:PayableAmount",
)
CURRENCIES = ("b:DocumentCurrencyCode", "b:PricingCurrencyCode", "b:RequestedInvoiceCurrencyCode")
SELLER = ("c:Party/c:PartyName/b:Name", "c:Party/c:PartyLegalEntity/b:RegistrationName")
# UNTDID 1229 as Peppol uses it, and the words of OASIS's own code list.
ACTIONS = {
    "1": LineAction.ADDED, "2": LineAction.REMOVED, "3": LineAction.CHANGED, "4": LineAction.KEPT,
    "5": LineAction.KEPT, "added": LineAction.ADDED, "cancelled": LineAction.REMOVED, "canceled": LineAction.REMOVED,
    "disputed": LineAction.STATED, "nostatus": LineAction.STATED, "revised": LineAction.CHANGED,
}  # fmt: skip
ORDINARY = frozenset(
    ("", "105", "220", "224", "227", "228", "230", "402")
)  # UNTDID 1001; 402: Peppol's catalogue order


def first(element: etree._Element, *paths: str) -> str | None:
    for path in paths:
        found = element.findtext(path, namespaces=NS)
        if found is not None and found.strip():
            return str(found).strip()
    return None


def _order_reader(format_name: str, purpose: Purpose, number: str) -> Callable[[etree._Element], Structured]:
    def read(root: etree._Element) -> Structured:
        lines, problems = _lines(root, purpose)
        if not lines and purpose is Purpose.NEW:
            return refused(format_name, "no OrderLine/LineItem")
        if first(root, number) is None:
            problems.append(Problem("no_order_number", f"{format_name}: no {number.replace('b:', '')}"))
        if first(root, "b:CopyIndicator") == "true":
            problems.append(Problem("order_copy", f"{format_name}: CopyIndicator"))
        if _is_charged(root):
            problems.append(charged(format_name, "of the whole order"))
        kind = first(root, "b:OrderTypeCode") or ""
        if kind.isdigit() and kind not in ORDINARY:
            problems.append(Problem("order_kind", f"{format_name}: document of type {kind}"))
        order = StructuredOrder(
            format=format_name,
            po_number=first(root, number),
            order_date=iso_date(first(root, "b:IssueDate")),
            requested_date=_requested(root, problems),
            currency=_currency(root, problems),
            total=decimal_text(first(root, *TOTALS)),
            lines=tuple(lines),
            purpose=purpose,
            seller=_name(root, "c:SellerSupplierParty"),
            delivery_address=_delivery_address(root),
            delivery_country=_delivery_country(root),
        )
        return of_order(order, tuple(problems))

    return read


def _delivery_place(root: etree._Element) -> etree._Element | None:
    """Of the whole order; a line's own delivery is its line's."""
    found = (root.find(f"c:Delivery/{path}", NS) for path in DELIVERY_PLACES)
    return next((one for one in found if one is not None), None)


def _delivery_country(root: etree._Element) -> str:
    address = _delivery_place(root)
    return (first(address, "c:Country/b:IdentificationCode") or "") if address is not None else ""


def _delivery_address(root: etree._Element) -> str:
    address = _delivery_place(root)
    if address is None:
        return ""
    street = [first(address, f"b:{name}") for name in ("StreetName", "BuildingNumber", "AdditionalStreetName")]
    lines = [str(one.text) for one in address.iterfind("c:AddressLine/b:Line", NS) if one.text]
    return one_line([*street, *lines], first(address, "b:PostalZone"), first(address, "b:CityName"))


def _requested(root: etree._Element, problems: list[Problem]) -> str | None:
    days = {day for one in root.iterfind(".//c:Delivery", NS) if (day := iso_date(first(one, *DELIVERY_DATES)))}
    if len(days) > 1:
        problems.append(Problem("several_delivery_dates", ", ".join(sorted(days))[:120]))
    return min(days) if len(days) == 1 else None


def _currency(root: etree._Element, problems: list[Problem]) -> str | None:
    """As stated for the document, else the one currency of its amounts; several currencies are a problem."""
    used = {str(e.get("currencyID")) for e in root.iterfind("c:OrderLine//b:PriceAmount", NS) if e.get("currencyID")}
    stated = first(root, *CURRENCIES)
    if len(used | ({stated} if stated else set())) > 1:
        problems.append(Problem("several_currencies", ", ".join(sorted(used | {stated or ""}))[:60]))
    return stated or (next(iter(used)) if len(used) == 1 else None)


def _name(root: etree._Element, party: str) -> str:
    return first(root, *(f"{party}/{path}" for path in SELLER)) or ""


def _lines(root: etree._Element, purpose: Purpose) -> tuple[list[StructuredLine], list[Problem]]:
    lines: list[StructuredLine] = []
    problems: list[Problem] = []
    for count, item in enumerate(root.iterfind("c:OrderLine/c:LineItem", NS), start=1):
        quantity = decimal_text(first(item, "b:Quantity"))
        status = (first(item, "b:LineStatusCode") or "").lower()
        action = ACTIONS.get(status, LineAction.STATED) if purpose is not Purpose.NEW else LineAction.STATED
        if quantity is None and action is not LineAction.REMOVED:
            problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
        if status and status not in ACTIONS:
            problems.append(Problem("line_status", f"line {count} has status {status}"))
        if _is_charged(item):
            problems.append(charged("ubl", f"of line {count}"))
        price = price_of_one(first(item, "c:Price/b:PriceAmount"), first(item, "c:Price/b:BaseQuantity"))
        problems += _line_problems(item, count, quantity, price)
        numbers = [found for path in ITEM_NUMBERS if (found := first(item, path))]
        lines.append(
            StructuredLine(
                sku=numbers[0] if numbers else None,
                description=first(item, "c:Item/b:Name", "c:Item/b:Description") or "",
                quantity=quantity or "",
                unit_price=price,
                numbers=tuple(numbers[1:]),
                unit=_unit(item),
                action=action,
            )
        )
    return lines, problems


def _is_charged(element: etree._Element) -> bool:
    amounts = (decimal_text(first(one, "b:Amount")) for one in element.iterfind("c:AllowanceCharge", NS))
    return any(amount is None or Decimal(amount) != 0 for amount in amounts)


def _unit(item: etree._Element) -> str:
    quantity = item.find("b:Quantity", NS)
    return str(quantity.get("unitCode") or "") if quantity is not None else ""


def _line_problems(item: etree._Element, count: int, quantity: str | None, price: str | None) -> list[Problem]:
    """A price for another unit than what is ordered, and a line's amount that its own figures do not make."""
    base = item.find("c:Price/b:BaseQuantity", NS)
    if base is not None and base.get("unitCode") and _unit(item) and base.get("unitCode") != _unit(item):
        return [Problem("price_unit", f"line {count}: the price is per {base.get('unitCode')}, not per {_unit(item)}")]
    amount = decimal_text(first(item, "b:LineExtensionAmount"))
    if amount is None or quantity is None or price is None:
        return []
    for charge in item.iterfind("c:AllowanceCharge", NS):
        value = decimal_text(first(charge, "b:Amount"))
        sign = 1 if first(charge, "b:ChargeIndicator") == "true" else -1
        amount = format(Decimal(amount) - sign * Decimal(value or 0), "f")
    if abs(Decimal(quantity) * Decimal(price) - Decimal(amount)) > TOLERANCE:
        return [Problem("line_mismatch", f"line {count} states {amount}")]
    return []


def _read_advice(root: etree._Element) -> Structured:
    """RemittanceAdvice 2: each line names an invoice or a credit note; what is paid is its debit less its credit."""
    lines: list[StructuredPaid] = []
    for count, item in enumerate(root.iterfind("c:RemittanceAdviceLine", NS), start=1):
        reference = item.find("c:BillingReference", NS)
        document = first(reference, "c:InvoiceDocumentReference/b:ID") if reference is not None else None
        credit = first(reference, "c:CreditNoteDocumentReference/b:ID") if reference is not None else None
        number = document or credit or first(item, "c:DocumentReference/b:ID")
        if number is None:
            return refused("ubl_remittance", f"RemittanceAdviceLine {count} names no document")
        debit = decimal_text(first(item, "b:DebitLineAmount")) or "0"
        taken = decimal_text(first(item, "b:CreditLineAmount")) or "0"
        value = format(Decimal(debit) - Decimal(taken), "f")
        lines.append(StructuredPaid(number, negated(value) if credit and not document else value))
    if not lines:
        return refused("ubl_remittance", "no RemittanceAdviceLine")
    owed, credited = (decimal_text(first(root, f"b:Total{kind}Amount")) for kind in ("Debit", "Credit"))
    total = decimal_text(first(root, "b:TotalPaymentAmount", "b:PaymentAmount"))
    if total is None and owed is not None:
        total = format(Decimal(owed) - Decimal(credited or 0), "f")
    advice = StructuredRemittance(
        format="ubl_remittance",
        reference=first(root, "b:PaymentOrderReference", "c:PaymentMeans/b:PaymentID", "b:ID"),
        paid_on=iso_date(first(root, "c:PaymentMeans/b:PaymentDueDate", "b:IssueDate")),
        currency=first(root, "b:DocumentCurrencyCode"),
        total=total or total_of([line.amount for line in lines if line.amount is not None]),
        lines=tuple(lines),
        payee=first(root, *(f"c:AccountingSupplierParty/{path}" for path in SELLER)) or _payee(root),
    )
    return of_advices((advice,))


def _payee(root: etree._Element) -> str:
    return first(root, "c:PayeeParty/c:PartyName/b:Name") or ""


def _paper_reader(paper: Paper, issuer: str) -> Callable[[etree._Element], Structured]:
    """A paper that is known and not read: who wrote it tells ours from a supplier's."""

    def read(root: etree._Element) -> Structured:
        return Structured(paper=paper, issuer=_name(root, issuer))

    return read


def _root(name: str) -> str:
    return f"{{{URN}{name}-2}}{name}"


_ORDERED = "c:OrderReference/b:ID"
READERS: dict[str, Callable[[etree._Element], Structured]] = {
    _root("Order"): _order_reader("ubl_order", Purpose.NEW, "b:ID"),
    _root("OrderChange"): _order_reader("ubl_order_change", Purpose.CHANGE, _ORDERED),
    _root("OrderCancellation"): _order_reader("ubl_order_cancellation", Purpose.CANCELLATION, _ORDERED),
    _root("RemittanceAdvice"): _read_advice,
    _root("Invoice"): _paper_reader(Paper.INVOICE, "c:AccountingSupplierParty"),
    _root("CreditNote"): _paper_reader(Paper.CREDIT_NOTE, "c:AccountingSupplierParty"),
    _root("Reminder"): _paper_reader(Paper.REMINDER, "c:AccountingSupplierParty"),
    _root("Statement"): _paper_reader(Paper.STATEMENT, "c:AccountingSupplierParty"),
    _root("DespatchAdvice"): _paper_reader(Paper.DELIVERY_NOTE, "c:DespatchSupplierParty"),
    _root("OrderResponse"): _paper_reader(Paper.CONFIRMATION, "c:SellerSupplierParty"),
    _root("OrderResponseSimple"): _paper_reader(Paper.CONFIRMATION, "c:SellerSupplierParty"),
    _root("Quotation"): _paper_reader(Paper.QUOTE, "c:SellerSupplierParty"),
}
