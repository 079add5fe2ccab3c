"""The semantic model as Cross Industry Invoice (UN/CEFACT D16B and D22B, which agree on all that is used here)."""

from __future__ import annotations

from lxml import etree

from bot.documents.einvoice.binding import (
    FLAG,
    IDENTIFIER,
    NUMBER,
    WHOLE,
    Const,
    DayCodec,
    FirstNode,
    Further,
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
    DiscountTerms,
    DocumentAdjustment,
    EInvoice,
    Line,
    Note,
    PaymentStep,
    Period,
    Preceding,
    TaxBreakdown,
    Totals,
    Trader,
)

NAMES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
ROOT = f"{{{NAMES['rsm']}}}CrossIndustryInvoice"
DAY, MONEY, MONEY_NAMED = DayCodec("%Y%m%d"), MoneyCodec(), MoneyCodec("currencyID")


def rsm(name: str) -> str:
    return f"{{{NAMES['rsm']}}}{name}"


def ram(name: str) -> str:
    return f"{{{NAMES['ram']}}}{name}"


def udt(name: str) -> str:
    return f"{{{NAMES['udt']}}}{name}"


def qdt(name: str) -> str:
    return f"{{{NAMES['qdt']}}}{name}"


def within(path: str, part: Part) -> Part:
    """The part inside elements of ram, "Outer/Inner"."""
    for name in reversed(path.split("/")):
        part = Node(ram(name), (part,))
    return part


def day(path: str, name: str, tag: str = udt("DateTimeString")) -> Part:
    return within(path, Leaf(tag, name, DAY, {"format": "102"}))


VAT = Const(ram("TypeCode"), "VAT")
ADDRESS: tuple[Part, ...] = (
    Leaf(ram("PostcodeCode"), "postcode"),
    Leaf(ram("LineOne"), "line_one"),
    Leaf(ram("LineTwo"), "line_two"),
    Leaf(ram("LineThree"), "line_three"),
    Leaf(ram("CityName"), "city"),
    Leaf(ram("CountryID"), "country"),
)
TRADER: tuple[Part, ...] = (
    Leaf(ram("Name"), "name"),
    Leaf(ram("Description"), "legal_note"),
    within("SpecifiedLegalOrganization", Leaf(ram("ID"), "legal_id", IDENTIFIER)),
    One(
        ram("DefinedTradeContact"),
        "contact",
        Contact,
        (
            Leaf(ram("PersonName"), "name"),
            within("TelephoneUniversalCommunication", Leaf(ram("CompleteNumber"), "phone")),
            within("EmailURIUniversalCommunication", Leaf(ram("URIID"), "email")),
        ),
    ),
    One(ram("PostalTradeAddress"), "address", Address, ADDRESS),
    within("URIUniversalCommunication", Leaf(ram("URIID"), "endpoint", IDENTIFIER)),
    within("SpecifiedTaxRegistration", Leaf(ram("ID"), "vat_id", fixed={"schemeID": "VA"})),
    within("SpecifiedTaxRegistration", Leaf(ram("ID"), "tax_number", fixed={"schemeID": "FC"})),
)
TAX_KIND = Node(
    ram("ApplicableTradeTax"),
    (
        VAT,
        Leaf(ram("ExemptionReason"), "exemption_reason"),
        Leaf(ram("CategoryCode"), "category"),
        Leaf(ram("ExemptionReasonCode"), "exemption_code"),
        Leaf(ram("RateApplicablePercent"), "rate", NUMBER, always=True),
    ),
)
LINE: tuple[Part, ...] = (
    within("AssociatedDocumentLineDocument", Leaf(ram("LineID"), "id")),
    Node(
        ram("SpecifiedTradeProduct"),
        (
            Leaf(ram("SellerAssignedID"), "seller_sku"),
            Leaf(ram("BuyerAssignedID"), "buyer_sku"),
            Leaf(ram("Name"), "name"),
        ),
    ),
    within(
        "SpecifiedLineTradeAgreement/NetPriceProductTradePrice",
        Leaf(ram("ChargeAmount"), "price", NUMBER, always=True),
    ),
    within(
        "SpecifiedLineTradeDelivery",
        Leaf(ram("BilledQuantity"), "quantity", NUMBER, also={"unitCode": "unit"}, always=True),
    ),
    Node(
        ram("SpecifiedLineTradeSettlement"),
        (
            TAX_KIND,
            One(
                ram("BillingSpecifiedPeriod"),
                "period",
                Period,
                (day("StartDateTime", "start"), day("EndDateTime", "end")),
            ),
            within(
                "SpecifiedTradeSettlementLineMonetarySummation", Leaf(ram("LineTotalAmount"), "net", MONEY, always=True)
            ),
        ),
    ),
)
ADJUSTMENT: tuple[Part, ...] = (
    within("ChargeIndicator", Leaf(udt("Indicator"), "is_charge", FLAG, always=True)),
    Leaf(ram("CalculationPercent"), "percent", NUMBER),
    Leaf(ram("BasisAmount"), "base", MONEY),
    Leaf(ram("ActualAmount"), "amount", MONEY, always=True),
    Leaf(ram("ReasonCode"), "reason_code"),
    Leaf(ram("Reason"), "reason"),
    Node(ram("CategoryTradeTax"), TAX_KIND.parts),
)
TAX: tuple[Part, ...] = (
    Leaf(ram("CalculatedAmount"), "tax", MONEY, always=True),
    VAT,
    Leaf(ram("ExemptionReason"), "exemption_reason"),
    Leaf(ram("BasisAmount"), "base", MONEY, always=True),
    Leaf(ram("CategoryCode"), "category"),
    Leaf(ram("ExemptionReasonCode"), "exemption_code"),
    Leaf(ram("DueDateTypeCode"), "point_code"),
    Leaf(ram("RateApplicablePercent"), "rate", NUMBER, always=True),
)
DISCOUNT: tuple[Part, ...] = (
    Leaf(ram("BasisPeriodMeasure"), "days", WHOLE, {"unitCode": "DAY"}),
    Leaf(ram("CalculationPercent"), "percent", NUMBER),
)
STEP: tuple[Part, ...] = (
    day("DueDateDateTime", "due_on"),
    Leaf(ram("PartialPaymentAmount"), "partial", MONEY),
    One(ram("ApplicableTradePaymentDiscountTerms"), "discount", DiscountTerms, DISCOUNT),
)
TOTALS: tuple[Part, ...] = (
    Leaf(ram("LineTotalAmount"), "lines", MONEY, always=True),
    Leaf(ram("ChargeTotalAmount"), "charges", MONEY),
    Leaf(ram("AllowanceTotalAmount"), "allowances", MONEY),
    Leaf(ram("TaxBasisTotalAmount"), "net", MONEY, always=True),
    Leaf(ram("TaxTotalAmount"), "tax", MONEY_NAMED, always=True),
    InAccountingCurrency(ram("TaxTotalAmount")),
    Leaf(ram("GrandTotalAmount"), "gross", MONEY, always=True),
    Leaf(ram("TotalPrepaidAmount"), "prepaid", MONEY),
    Leaf(ram("DuePayableAmount"), "payable", MONEY, always=True),
)
SETTLEMENT: tuple[Part, ...] = (
    Leaf(ram("PaymentReference"), "payment_reference"),
    Leaf(ram("TaxCurrencyCode"), "tax_currency"),
    Leaf(ram("InvoiceCurrencyCode"), "currency"),
    Node(
        ram("SpecifiedTradeSettlementPaymentMeans"),
        (
            Leaf(ram("TypeCode"), "means_code"),
            Node(
                ram("PayeePartyCreditorFinancialAccount"),
                (Leaf(ram("IBANID"), "account"), Leaf(ram("AccountName"), "account_name")),
            ),
            within("PayeeSpecifiedCreditorFinancialInstitution", Leaf(ram("BICID"), "bic")),
        ),
    ),
    Many(ram("ApplicableTradeTax"), "taxes", TaxBreakdown, TAX),
    One(ram("BillingSpecifiedPeriod"), "period", Period, (day("StartDateTime", "start"), day("EndDateTime", "end"))),
    Many(ram("SpecifiedTradeAllowanceCharge"), "adjustments", DocumentAdjustment, ADJUSTMENT),
    FirstNode(ram("SpecifiedTradePaymentTerms"), (Leaf(ram("Description"), "terms"), *STEP)),
    Further(ram("SpecifiedTradePaymentTerms"), "further_terms", PaymentStep, STEP),
    One(ram("SpecifiedTradeSettlementHeaderMonetarySummation"), "totals", Totals, TOTALS),
    Many(
        ram("InvoiceReferencedDocument"),
        "preceding",
        Preceding,
        (Leaf(ram("IssuerAssignedID"), "number"), day("FormattedIssueDateTime", "on", qdt("DateTimeString"))),
    ),
)
INVOICE: tuple[Part, ...] = (
    Node(
        rsm("ExchangedDocumentContext"),
        (
            within("BusinessProcessSpecifiedDocumentContextParameter", Leaf(ram("ID"), "process")),
            within("GuidelineSpecifiedDocumentContextParameter", Leaf(ram("ID"), "specification")),
        ),
    ),
    Node(
        rsm("ExchangedDocument"),
        (
            Leaf(ram("ID"), "number"),
            Leaf(ram("TypeCode"), "type_code"),
            day("IssueDateTime", "issued_on"),
            Many(
                ram("IncludedNote"), "notes", Note, (Leaf(ram("Content"), "text"), Leaf(ram("SubjectCode"), "subject"))
            ),
        ),
    ),
    Node(
        rsm("SupplyChainTradeTransaction"),
        (
            Many(ram("IncludedSupplyChainTradeLineItem"), "lines", Line, LINE),
            Node(
                ram("ApplicableHeaderTradeAgreement"),
                (
                    Leaf(ram("BuyerReference"), "buyer_reference"),
                    One(ram("SellerTradeParty"), "seller", Trader, TRADER),
                    One(ram("BuyerTradeParty"), "buyer", Trader, TRADER),
                    within("SellerOrderReferencedDocument", Leaf(ram("IssuerAssignedID"), "sales_order")),
                    within("BuyerOrderReferencedDocument", Leaf(ram("IssuerAssignedID"), "purchase_order")),
                    within("ContractReferencedDocument", Leaf(ram("IssuerAssignedID"), "contract")),
                ),
            ),
            Node(
                ram("ApplicableHeaderTradeDelivery"),
                (
                    Group(
                        "delivery",
                        Delivery,
                        (
                            Node(
                                ram("ShipToTradeParty"),
                                (
                                    Leaf(ram("Name"), "name"),
                                    One(ram("PostalTradeAddress"), "address", Address, ADDRESS),
                                ),
                            ),
                            day("ActualDeliverySupplyChainEvent/OccurrenceDateTime", "on"),
                        ),
                    ),
                ),
                always=True,
            ),
            Node(ram("ApplicableHeaderTradeSettlement"), SETTLEMENT),
        ),
    ),
)


def write(document: EInvoice) -> bytes:
    """The document as XML, UTF-8."""
    root = etree.Element(ROOT, nsmap=NAMES)
    for part in INVOICE:
        part.write(document, root, document.currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def read(root: etree._Element) -> EInvoice:
    """What of the semantic model stands in a file. Raises Unreadable."""
    found: dict[str, object] = {}
    for part in INVOICE:
        part.read(root, found)
    document: EInvoice = made(EInvoice, found)
    return document
