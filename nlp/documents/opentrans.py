"""openTRANS 1.0 and 2.1: ORDER, ORDERCHANGE and REMITTANCEADVICE; the other papers by name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from nlp.documents.elements import Element, at, below, children, every, local, text_at, text_below, text_of
from nlp.documents.structured import TOLERANCE, Structured, charged, of_advices, of_order, one_line, refused
from nlp.documents.values import decimal_text, difference, iso_date, price_of_one, total_of
from nlp.opened import Paper, Purpose, StructuredLine, StructuredOrder, StructuredPaid, StructuredRemittance
from nlp.reading import Problem

NAMESPACE = "http://www.opentrans.org/"
# Names of 1.0 (AID: article) and 2.1 (PID: product); the supplier's number first.
NUMBERS = ("SUPPLIER_PID", "SUPPLIER_AID", "BUYER_PID", "BUYER_AID", "INTERNATIONAL_PID", "INTERNATIONAL_AID",
           "MANUFACTURER_PID", "MANUFACTURER_AID")  # fmt: skip
DESCRIPTIONS = ("DESCRIPTION_SHORT", "DESCRIPTION_LONG")
DELIVERY_ROLES = ("delivery", "final_delivery", "ship_to")
DAYS = ("DELIVERY_END_DATE", "DELIVERY_START_DATE")
BASES = ("PRICE_UNIT_VALUE", "PRICE_QUANTITY")


def _order_reader(format_name: str, purpose: Purpose) -> Callable[[Element], Structured]:
    def read(root: Element) -> Structured:
        name = local(root)
        info = at(root, f"{name}_HEADER", f"{name}_INFO")
        number = text_at(info, "ORDER_ID")
        if info is None or number is None:
            return refused(format_name, f"no {name}_INFO/ORDER_ID")
        items = [item for item in children(at(root, f"{name}_ITEM_LIST")) if local(item).endswith("_ITEM")]
        problems: list[Problem] = []
        lines = tuple(_line(count, item, problems) for count, item in enumerate(items, start=1))
        stated = text_below(at(root, f"{name}_SUMMARY"), "TOTAL_ITEM_NUM")
        if stated and stated.isdigit() and int(stated) != len(lines):
            return refused(format_name, f"TOTAL_ITEM_NUM states {stated} lines, there are {len(lines)}")
        if not lines:
            return refused(format_name, "no item")
        if next(below(root, "ALLOW_OR_CHARGE"), None) is not None:
            problems.append(charged(format_name, "beside the prices"))
        order = StructuredOrder(
            format=format_name,
            po_number=number,
            order_date=iso_date(text_at(info, "ORDER_DATE")),
            requested_date=_requested(info, items, problems),
            currency=text_below(info, "PRICE_CURRENCY", "CURRENCY"),
            total=decimal_text(text_below(at(root, f"{name}_SUMMARY"), "TOTAL_AMOUNT")),
            lines=lines,
            purpose=purpose,
            delivery_address=_delivery_place(info)[0],
            delivery_country=_delivery_place(info)[1],
        )
        return of_order(order, tuple(problems))

    return read


def _line(count: int, item: Element, problems: list[Problem]) -> StructuredLine:
    """The numbers are those of the product itself, not of its components (bills of materials)."""
    product = next((e for name in ("PRODUCT_ID", "ARTICLE_ID") if (e := at(item, name)) is not None), None)
    price = next((e for n in ("PRODUCT_PRICE_FIX", "ARTICLE_PRICE") if (e := at(item, n)) is not None), None)
    quantity = decimal_text(text_at(item, "QUANTITY"))
    if quantity is None:
        problems.append(Problem("line_without_quantity", f"line {count} has no quantity"))
    numbers = list(dict.fromkeys(text for name in NUMBERS if (text := text_below(product, name))))
    unit_price = price_of_one(text_below(price, "PRICE_AMOUNT"), text_below(price, *BASES))
    amount = decimal_text(text_at(item, "PRICE_LINE_AMOUNT") or text_below(price, "PRICE_LINE_AMOUNT"))
    stated = quantity and unit_price and amount
    if stated and abs(Decimal(quantity or 0) * Decimal(unit_price or 0) - Decimal(amount or 0)) > TOLERANCE:
        problems.append(Problem("line_mismatch", f"line {count} states {amount}"))
    description = text_below(product, *DESCRIPTIONS) or text_below(item, *DESCRIPTIONS) or ""
    unit = text_at(item, "ORDER_UNIT") or ""
    return StructuredLine(numbers[0] if numbers else None, description, quantity or "", unit_price,
                          tuple(numbers[1:]), unit)  # fmt: skip


def _requested(info: Element, items: list[Element], problems: list[Problem]) -> str | None:
    days = {day for holder in (info, *items) for one in below(holder, "DELIVERY_DATE")
            if (day := iso_date(text_below(one, *DAYS)))}  # fmt: skip
    if len(days) > 1:
        problems.append(Problem("several_delivery_dates", ", ".join(sorted(days))[:120]))
    return days.pop() if len(days) == 1 else None


def _delivery_place(info: Element) -> tuple[str, str]:
    """Address and country of the party in the role of delivery (openTRANS 2.1), or of DELIVERY_PARTY (1.0)."""
    parties = [one for one in below(info, "PARTY") if text_below(one, "PARTY_ROLE") in DELIVERY_ROLES]
    for party in (*parties, *below(info, "DELIVERY_PARTY")):
        address = next(below(party, "ADDRESS"), None)
        street, zip_code, city = (text_below(address, name) for name in ("STREET", "ZIP", "CITY"))
        if found := one_line([street], zip_code, city):
            return found, text_below(address, "COUNTRY_CODED") or ""
    return "", ""


def _read_advice(root: Element) -> Structured:
    """Each item is what one payee gets, and lists the invoices that it settles."""
    info = at(root, "REMITTANCEADVICE_HEADER", "REMITTANCEADVICE_INFO")
    items = every(at(root, "REMITTANCEADVICE_ITEM_LIST"), "REMITTANCEADVICE_ITEM")
    if info is None or not items:
        return refused("opentrans_remittance", "no REMITTANCEADVICE_INFO or no item")
    advices = []
    for item in items:
        lines = tuple(_paid(one) for one in below(item, "RA_INVOICE_LIST_ITEM"))
        if not lines or any(not line.document for line in lines):
            return refused("opentrans_remittance", "an item without INVOICE_ID")
        amounts = [line.amount for line in lines if line.amount is not None]
        advices.append(
            StructuredRemittance(
                format="opentrans_remittance",
                reference=text_at(info, "REMITTANCEADVICE_ID"),
                paid_on=iso_date(text_below(info, "PAYMENT_DATE", "VALUE_DATE", "REMITTANCEADVICE_DATE")),
                currency=text_below(info, "CURRENCY", "PRICE_CURRENCY"),
                total=decimal_text(text_at(item, "TOTAL_AMOUNT")) or total_of(amounts),
                lines=lines,
                payee=_party(info, text_at(item, "INVOICE_ISSUER_IDREF") or ""),
            )
        )
    return of_advices(tuple(advices))


def _paid(item: Element) -> StructuredPaid:
    def amount(name: str) -> str | None:
        return decimal_text(text_below(next(below(item, name), None), "TOTAL_AMOUNT"))

    original, adjusted = amount("ORIGINAL_INVOICE_SUMMARY"), amount("ADJUSTED_INVOICE_SUMMARY")
    due = original if original is not None else adjusted or decimal_text(text_at(item, "TOTAL_AMOUNT"))
    deduction = difference(original, adjusted)
    return StructuredPaid(text_below(item, "INVOICE_ID") or "", due, deduction, "other" if deduction else "")


def _party(info: Element, identifier: str) -> str:
    """The name of the party with this identifier, "" if nobody has it."""
    for party in below(info, "PARTY"):
        if identifier and any(text_of(one) == identifier for one in below(party, "PARTY_ID")):
            return text_below(party, "NAME") or ""
    return ""


def _paper(paper: Paper) -> Callable[[Element], Structured]:
    return lambda root: Structured(paper=paper)


READERS: dict[str, Callable[[Element], Structured]] = {
    "ORDER": _order_reader("opentrans_order", Purpose.NEW),
    "ORDERCHANGE": _order_reader("opentrans_order_change", Purpose.CHANGE),
    "REMITTANCEADVICE": _read_advice,
    "INVOICE": _paper(Paper.INVOICE),
    "ORDERRESPONSE": _paper(Paper.CONFIRMATION),
    "DISPATCHNOTIFICATION": _paper(Paper.DELIVERY_NOTE),
    "QUOTATION": _paper(Paper.QUOTE),
}
