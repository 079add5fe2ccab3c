"""The semantic model as UBL 2.1 (ISO/IEC 19845): Invoice and CreditNote, which differ in names and order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bot.documents.einvoice.binding import (
    FLAG,
    IDENTIFIER,
    NUMBER,
    Const,
    DayCodec,
    FirstNode,
    Group,
    InAccountingCurrency,
    Leaf,
    Many,
    MoneyCodec,
    Node,
    One,
    Part,
    made,
)
from bot.documents.einvoice.model import (
    Address,
    Contact,
    Delivery,
    DocumentAdjustment,
    EInvoice,
    Line,
    Note,
    Period,
    Preceding,
    TaxBreakdown,
    Totals,
    Trader,
)

CAC_NAME = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC_NAME = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
DOCUMENT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
DAY, MONEY = DayCodec("%Y-%m-%d"), MoneyCodec("currencyID")
CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})
SUBJECT = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)  # BT-21 has no element of its own in UBL


def cbc(name: str) -> str:
    return f"{{{CBC_NAME}}}{name}"


def cac(name: str) -> str:
    return f"{{{CAC_NAME}}}{name}"


def within(path: str, part: Part) -> Part:
    for name in reversed(path.split("/")):
        part = Node(cac(name), (part,))
    return part


class PriceCodec(MoneyCodec):
    """A unit price: all its decimals, and the currency."""

    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        NUMBER.write(value, element, currency)
        element.set(self.currency_attribute, currency)


@dataclass(frozen=True, slots=True)
class Notes:
    """BG-1: the subject before the text, in number signs."""

    tag: str

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        for note in value.notes:
            text = f"#{note.subject}#{note.text}" if note.subject else note.text
            etree.SubElement(parent, self.tag).text = text
        return bool(value.notes)

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        texts = [element.text or "" for element in parent.iterchildren(self.tag)]
        split = [(SUBJECT.fullmatch(text), text) for text in texts]
        if split:
            found["notes"] = tuple(Note(part[2], part[1]) if part else Note(text) for part, text in split)


ADDRESS: tuple[Part, ...] = (
    Leaf(cbc("StreetName"), "line_one"),
    Leaf(cbc("AdditionalStreetName"), "line_two"),
    Leaf(cbc("CityName"), "city"),
    Leaf(cbc("PostalZone"), "postcode"),
    within("AddressLine", Leaf(cbc("Line"), "line_three")),
    within("Country", Leaf(cbc("IdentificationCode"), "country")),
)
PARTY: tuple[Part, ...] = (
    Leaf(cbc("EndpointID"), "endpoint", IDENTIFIER),
    One(cac("PostalAddress"), "address", Address, ADDRESS),
    Node(
        cac("PartyTaxScheme"),
        (Leaf(cbc("CompanyID"), "vat_id"), Node(cac("TaxScheme"), (Const(cbc("ID"), "VAT"),), always=True)),
    ),
    Node(
        cac("PartyTaxScheme"),
        (Leaf(cbc("CompanyID"), "tax_number"), Node(cac("TaxScheme"), (Const(cbc("ID"), "FC"),), always=True)),
    ),
    Node(
        cac("PartyLegalEntity"),
        (
            Leaf(cbc("RegistrationName"), "name"),
            Leaf(cbc("CompanyID"), "legal_id", IDENTIFIER),
            Leaf(cbc("CompanyLegalForm"), "legal_note"),
        ),
    ),
    One(
        cac("Contact"),
        "contact",
        Contact,
        (Leaf(cbc("Name"), "name"), Leaf(cbc("Telephone"), "phone"), Leaf(cbc("ElectronicMail"), "email")),
    ),
)
SCHEME = Node(cac("TaxScheme"), (Const(cbc("ID"), "VAT"),), always=True)
PERIOD: tuple[Part, ...] = (Leaf(cbc("StartDate"), "start", DAY), Leaf(cbc("EndDate"), "end", DAY))
DELIVERY: tuple[Part, ...] = (
    Leaf(cbc("ActualDeliveryDate"), "on", DAY),
    Node(cac("DeliveryLocation"), (One(cac("Address"), "address", Address, ADDRESS),)),
    within("DeliveryParty/PartyName", Leaf(cbc("Name"), "name")),
)
ADJUSTMENT: tuple[Part, ...] = (
    Leaf(cbc("ChargeIndicator"), "is_charge", FLAG, always=True),
    Leaf(cbc("AllowanceChargeReasonCode"), "reason_code"),
    Leaf(cbc("AllowanceChargeReason"), "reason"),
    Leaf(cbc("MultiplierFactorNumeric"), "percent", NUMBER),
    Leaf(cbc("Amount"), "amount", MONEY, always=True),
    Leaf(cbc("BaseAmount"), "base", MONEY),
    Node(cac("TaxCategory"), (Leaf(cbc("ID"), "category"), Leaf(cbc("Percent"), "rate", NUMBER, always=True), SCHEME)),
)
SUBTOTAL: tuple[Part, ...] = (
    Leaf(cbc("TaxableAmount"), "base", MONEY, always=True),
    Leaf(cbc("TaxAmount"), "tax", MONEY, always=True),
    Node(
        cac("TaxCategory"),
        (
            Leaf(cbc("ID"), "category"),
            Leaf(cbc("Percent"), "rate", NUMBER, always=True),
            Leaf(cbc("TaxExemptionReasonCode"), "exemption_code"),
            Leaf(cbc("TaxExemptionReason"), "exemption_reason"),
            SCHEME,
        ),
    ),
)
TOTALS: tuple[Part, ...] = (
    Leaf(cbc("LineExtensionAmount"), "lines", MONEY, always=True),
    Leaf(cbc("TaxExclusiveAmount"), "net", MONEY, always=True),
    Leaf(cbc("TaxInclusiveAmount"), "gross", MONEY, always=True),
    Leaf(cbc("AllowanceTotalAmount"), "allowances", MONEY),
    Leaf(cbc("ChargeTotalAmount"), "charges", MONEY),
    Leaf(cbc("PrepaidAmount"), "prepaid", MONEY),
    Leaf(cbc("PayableAmount"), "payable", MONEY, always=True),
)


def line(quantity: str) -> tuple[Part, ...]:
    return (
        Leaf(cbc("ID"), "id"),
        Leaf(cbc(quantity), "quantity", NUMBER, also={"unitCode": "unit"}, always=True),
        Leaf(cbc("LineExtensionAmount"), "net", MONEY, always=True),
        One(cac("InvoicePeriod"), "period", Period, PERIOD),
        Node(
            cac("Item"),
            (
                Leaf(cbc("Name"), "name"),
                within("BuyersItemIdentification", Leaf(cbc("ID"), "buyer_sku")),
                within("SellersItemIdentification", Leaf(cbc("ID"), "seller_sku")),
                Node(
                    cac("ClassifiedTaxCategory"),
                    (Leaf(cbc("ID"), "category"), Leaf(cbc("Percent"), "rate", NUMBER, always=True), SCHEME),
                ),
            ),
        ),
        within("Price", Leaf(cbc("PriceAmount"), "price", PriceCodec("currencyID"), always=True)),
    )


def means(*due: Part) -> Part:
    return Node(
        cac("PaymentMeans"),
        (
            Leaf(cbc("PaymentMeansCode"), "means_code"),
            *due,
            Leaf(cbc("PaymentID"), "payment_reference"),
            Node(
                cac("PayeeFinancialAccount"),
                (
                    Leaf(cbc("ID"), "account"),
                    Leaf(cbc("Name"), "account_name"),
                    within("FinancialInstitutionBranch", Leaf(cbc("ID"), "bic")),
                ),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """What a UBL document of one kind is called and made of."""

    name: str
    parts: tuple[Part, ...]

    @property
    def namespace(self) -> str:
        return DOCUMENT.format(self.name)

    @property
    def root(self) -> str:
        return f"{{{self.namespace}}}{self.name}"


REFERENCES: tuple[Part, ...] = (
    Leaf(cbc("BuyerReference"), "buyer_reference"),
    Node(
        cac("InvoicePeriod"),
        (Group("period", Period, PERIOD), Leaf(cbc("DescriptionCode"), "tax_point_code")),
    ),
    Node(cac("OrderReference"), (Leaf(cbc("ID"), "purchase_order"), Leaf(cbc("SalesOrderID"), "sales_order"))),
    Many(
        cac("BillingReference"),
        "preceding",
        Preceding,
        (Node(cac("InvoiceDocumentReference"), (Leaf(cbc("ID"), "number"), Leaf(cbc("IssueDate"), "on", DAY))),),
    ),
    within("ContractDocumentReference", Leaf(cbc("ID"), "contract")),
    within("AccountingSupplierParty", One(cac("Party"), "seller", Trader, PARTY)),
    within("AccountingCustomerParty", One(cac("Party"), "buyer", Trader, PARTY)),
    One(cac("Delivery"), "delivery", Delivery, DELIVERY),
)
HEAD: tuple[Part, ...] = (
    Leaf(cbc("CustomizationID"), "specification"),
    Leaf(cbc("ProfileID"), "process"),
    Leaf(cbc("ID"), "number"),
    Leaf(cbc("IssueDate"), "issued_on", DAY),
)
CURRENCY: tuple[Part, ...] = (
    Leaf(cbc("DocumentCurrencyCode"), "currency"),
    Leaf(cbc("TaxCurrencyCode"), "tax_currency"),
)
TERMS = within("PaymentTerms", Leaf(cbc("Note"), "terms"))
SUMS: tuple[Part, ...] = (
    Many(cac("AllowanceCharge"), "adjustments", DocumentAdjustment, ADJUSTMENT),
    FirstNode(
        cac("TaxTotal"),
        (
            Group("totals", Totals, (Leaf(cbc("TaxAmount"), "tax", MONEY, always=True),)),
            Many(cac("TaxSubtotal"), "taxes", TaxBreakdown, SUBTOTAL),
        ),
    ),
    Group("totals", Totals, (InAccountingCurrency(cbc("TaxAmount"), around=cac("TaxTotal")),)),
    Node(cac("LegalMonetaryTotal"), (Group("totals", Totals, TOTALS),)),
)
INVOICE = Kind(
    "Invoice",
    (
        *HEAD,
        Leaf(cbc("DueDate"), "due_on", DAY),
        Leaf(cbc("InvoiceTypeCode"), "type_code"),
        Notes(cbc("Note")),
        *CURRENCY,
        *REFERENCES,
        means(),
        TERMS,
        *SUMS,
        Many(cac("InvoiceLine"), "lines", Line, line("InvoicedQuantity")),
    ),
)
CREDIT_NOTE = Kind(
    "CreditNote",
    (
        *HEAD,
        Leaf(cbc("CreditNoteTypeCode"), "type_code"),
        Notes(cbc("Note")),
        *CURRENCY,
        *REFERENCES,
        means(Leaf(cbc("PaymentDueDate"), "due_on", DAY)),
        TERMS,
        *SUMS,
        Many(cac("CreditNoteLine"), "lines", Line, line("CreditedQuantity")),
    ),
)
KINDS: Mapping[str, Kind] = {kind.root: kind for kind in (INVOICE, CREDIT_NOTE)}


def write(document: EInvoice) -> bytes:
    """The document as XML, UTF-8: a CreditNote where its type code is one of a credit note."""
    kind = CREDIT_NOTE if document.type_code in CREDIT_NOTES else INVOICE
    root = etree.Element(kind.root, nsmap={None: kind.namespace, "cac": CAC_NAME, "cbc": CBC_NAME})
    for part in kind.parts:
        part.write(document, root, document.currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def read(root: etree._Element) -> EInvoice:
    """What of the semantic model stands in a file; nothing for another root. Raises Unreadable."""
    found: dict[str, object] = {}
    for part in KINDS[root.tag].parts if root.tag in KINDS else ():
        part.read(root, found)
    document: EInvoice = made(EInvoice, found)
    return document
