"""A posted invoice as Cross Industry Invoice XML (UN/CEFACT D16B), profile EN 16931 of Factur-X 1.0.

Every element is written in the order of the schema; amounts are those that were posted, nothing is computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from lxml import etree

from bot.documents.invoice import InvoiceContext, discount_terms, mention, sold
from bot.documents.sheet import one_line
from workflows.invoicing.model import Invoice, InvoiceLine, Party, TaxTotal
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import plain

RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
NAMES = {"rsm": RSM, "ram": RAM, "udt": UDT, "qdt": QDT}

GUIDELINE = "urn:cen.eu:en16931:2017"
TYPE_CODES = {DocumentKind.INVOICE: "380", DocumentKind.CREDIT_NOTE: "381"}  # UNTDID 1001
SEPA_TRANSFER, CREDIT_TRANSFER = "58", "30"  # UNTDID 4461
NOT_SUBJECT_TO_VAT = "O"  # BR-O-02 to 05: neither VAT ids nor a rate
INTRA_EU_SUPPLY = "K"
LONGEST_NOTE = 1024

# ISO 6523 scheme of a registration number, EAS scheme of the electronic address made of it, and its length, by country.
REGISTRATION_SCHEMES = {"FR": ("0002", "0225", 9)}
EMAIL_SCHEME = "EM"
# BT-23 where the seller's country asks for a frame: what is sold -> process (FR: XP Z12-012).
PROCESSES: Mapping[str, Mapping[str, str]] = {"FR": {"goods": "B1", "services": "S1", "mixed": "M1"}}
# UNTDID 4451 subjects of statutory sentences (keys of config/countries) where the seller's country asks for them
# (FR: BR-FR-05 wants all three, though one sentence says penalties and indemnity together).
SUBJECTS = {"FR": (("PMT", "late_payment"), ("PMD", "late_payment"), ("AAB", "no_discount"))}
USUAL_SUBJECTS = (("PMD", "late_payment"),)
DISCOUNT_SUBJECT = "AAB"


class _Node:
    """An element that is written child after child."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def into(self, name: str) -> _Node:
        return _Node(etree.SubElement(self.element, _qualified(name)))

    def put(self, name: str, text: str, **attributes: str) -> None:
        """Adds an element with text; nothing where there is no text."""
        if text:
            etree.SubElement(self.element, _qualified(name), attributes).text = text

    def day(self, name: str, day: date | None, kind: str = "udt:DateTimeString") -> None:
        if day is not None:
            self.into(name).put(kind, day.strftime("%Y%m%d"), format="102")


def write_invoice(invoice: Invoice, context: InvoiceContext) -> bytes:
    """The XML of a posted invoice or credit note, UTF-8. Raises ValueError for a taken-over document."""
    if invoice.seller is None or invoice.buyer is None or invoice.net is None or invoice.tax is None:
        raise ValueError(f"{invoice.number} was issued by an earlier system and has no e-invoice")
    root = _Node(etree.Element(f"{{{RSM}}}CrossIndustryInvoice", nsmap=NAMES))
    _context(root, invoice)
    _document(root, invoice, context)
    deal = root.into("rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        _line(deal, line, invoice.currency)
    _agreement(deal, invoice, invoice.seller, invoice.buyer)
    _delivery(deal, invoice, invoice.buyer)
    _settlement(deal, invoice, context)
    return bytes(etree.tostring(root.element, xml_declaration=True, encoding="UTF-8"))


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _context(root: _Node, invoice: Invoice) -> None:
    node = root.into("rsm:ExchangedDocumentContext")
    processes = PROCESSES.get(invoice.seller.country if invoice.seller else "", {})
    if processes:
        process = node.into("ram:BusinessProcessSpecifiedDocumentContextParameter")
        process.put("ram:ID", processes[sold(invoice)])
    node.into("ram:GuidelineSpecifiedDocumentContextParameter").put("ram:ID", GUIDELINE)


def _document(root: _Node, invoice: Invoice, context: InvoiceContext) -> None:
    node = root.into("rsm:ExchangedDocument")
    node.put("ram:ID", invoice.number)
    node.put("ram:TypeCode", TYPE_CODES[invoice.kind])
    node.day("ram:IssueDateTime", invoice.issue_date)
    for subject, text in _notes(invoice, context):
        note = node.into("ram:IncludedNote")
        note.put("ram:Content", text[:LONGEST_NOTE])
        note.put("ram:SubjectCode", subject)


def _notes(invoice: Invoice, context: InvoiceContext) -> Iterator[tuple[str, str]]:
    if context.country is None:
        return
    discount = discount_terms(invoice, context.language)
    for subject, key in SUBJECTS.get(context.country.code, USUAL_SUBJECTS):
        text = mention(context.country, key, context.language)
        if text and not (discount and subject == DISCOUNT_SUBJECT):
            yield subject, text
    if discount:
        yield DISCOUNT_SUBJECT, discount


def _line(deal: _Node, line: InvoiceLine, currency: str) -> None:
    node = deal.into("ram:IncludedSupplyChainTradeLineItem")
    node.into("ram:AssociatedDocumentLineDocument").put("ram:LineID", str(line.position))
    product = node.into("ram:SpecifiedTradeProduct")
    product.put("ram:SellerAssignedID", one_line(line.sku))
    product.put("ram:Name", one_line(line.description) or one_line(line.sku))
    price = node.into("ram:SpecifiedLineTradeAgreement").into("ram:NetPriceProductTradePrice")
    price.put("ram:ChargeAmount", _figure(line.unit_price))
    delivered = node.into("ram:SpecifiedLineTradeDelivery")
    delivered.put("ram:BilledQuantity", _figure(line.quantity), unitCode=line.unit)
    settled = node.into("ram:SpecifiedLineTradeSettlement")
    _tax_kind(settled.into("ram:ApplicableTradeTax"), line.tax_category, line.tax_rate)
    total = settled.into("ram:SpecifiedTradeSettlementLineMonetarySummation")
    total.put("ram:LineTotalAmount", plain(line.net, currency))


def _tax_kind(tax: _Node, category: str, rate: Decimal) -> None:
    tax.put("ram:TypeCode", "VAT")
    tax.put("ram:CategoryCode", category)
    if category != NOT_SUBJECT_TO_VAT:
        tax.put("ram:RateApplicablePercent", _figure(rate))


def _agreement(deal: _Node, invoice: Invoice, seller: Party, buyer: Party) -> None:
    node = deal.into("ram:ApplicableHeaderTradeAgreement")
    taxable = all(total.category != NOT_SUBJECT_TO_VAT for total in invoice.taxes)
    _party(node.into("ram:SellerTradeParty"), seller, with_vat_id=taxable)
    _party(node.into("ram:BuyerTradeParty"), buyer, with_vat_id=taxable)
    if invoice.order:
        node.into("ram:SellerOrderReferencedDocument").put("ram:IssuerAssignedID", invoice.order)
    if invoice.po_number:
        node.into("ram:BuyerOrderReferencedDocument").put("ram:IssuerAssignedID", one_line(invoice.po_number))


def _party(node: _Node, party: Party, *, with_vat_id: bool) -> None:
    legal, electronic, length = REGISTRATION_SCHEMES.get(party.country, ("", "", 0))
    registration = "".join(party.registration.split())
    in_register = bool(legal) and registration[:length].isdigit() and len(registration) >= length
    node.put("ram:Name", one_line(party.name))
    if in_register:
        node.into("ram:SpecifiedLegalOrganization").put("ram:ID", registration[:length], schemeID=legal)
    elif registration:
        node.into("ram:SpecifiedLegalOrganization").put("ram:ID", one_line(party.registration))
    _address(node, party)
    if in_register:
        node.into("ram:URIUniversalCommunication").put("ram:URIID", registration[:length], schemeID=electronic)
    elif party.email:
        node.into("ram:URIUniversalCommunication").put("ram:URIID", party.email, schemeID=EMAIL_SCHEME)
    if with_vat_id and party.vat_id:
        node.into("ram:SpecifiedTaxRegistration").put("ram:ID", "".join(party.vat_id.split()), schemeID="VA")


def _address(node: _Node, party: Party) -> None:
    address = node.into("ram:PostalTradeAddress")
    address.put("ram:PostcodeCode", one_line(party.postcode))
    address.put("ram:LineOne", one_line(party.street))
    address.put("ram:CityName", one_line(party.city))
    address.put("ram:CountryID", party.country)


def _delivery(deal: _Node, invoice: Invoice, buyer: Party) -> None:
    """BR-IC-11 and 12: an intra-EU supply names the day and the country it went to.

    An invoice without a day of its own was supplied on the day of issue, as it says in words.
    """
    node = deal.into("ram:ApplicableHeaderTradeDelivery")
    intra_eu = any(total.category == INTRA_EU_SUPPLY for total in invoice.taxes)
    if intra_eu:
        place = node.into("ram:ShipToTradeParty")
        place.put("ram:Name", one_line(buyer.name))
        _address(place, buyer)
    delivered_on = invoice.delivery_date
    if delivered_on is None and (intra_eu or invoice.kind is DocumentKind.INVOICE):
        delivered_on = invoice.issue_date
    if delivered_on is not None:
        node.into("ram:ActualDeliverySupplyChainEvent").day("ram:OccurrenceDateTime", delivered_on)


def _settlement(deal: _Node, invoice: Invoice, context: InvoiceContext) -> None:
    node = deal.into("ram:ApplicableHeaderTradeSettlement")
    node.put("ram:PaymentReference", invoice.number)
    node.put("ram:InvoiceCurrencyCode", invoice.currency)
    _payment_means(node, invoice, context)
    for total in invoice.taxes:
        _tax_total(node, total, invoice.currency, context)
    terms = node.into("ram:SpecifiedTradePaymentTerms")
    terms.put("ram:Description", discount_terms(invoice, context.language))
    terms.day("ram:DueDateDateTime", invoice.due_date)
    _summation(node, invoice)
    if invoice.corrects:
        earlier = node.into("ram:InvoiceReferencedDocument")
        earlier.put("ram:IssuerAssignedID", invoice.corrects)
        earlier.day("ram:FormattedIssueDateTime", context.corrected_on, "qdt:DateTimeString")


def _payment_means(node: _Node, invoice: Invoice, context: InvoiceContext) -> None:
    company = context.company
    if not company.iban:
        return
    means = node.into("ram:SpecifiedTradeSettlementPaymentMeans")
    means.put("ram:TypeCode", SEPA_TRANSFER if invoice.currency == "EUR" else CREDIT_TRANSFER)
    account = means.into("ram:PayeePartyCreditorFinancialAccount")
    account.put("ram:IBANID", "".join(company.iban.split()))
    account.put("ram:AccountName", one_line(company.name))
    if company.bic:
        means.into("ram:PayeeSpecifiedCreditorFinancialInstitution").put("ram:BICID", company.bic)


def _tax_total(node: _Node, total: TaxTotal, currency: str, context: InvoiceContext) -> None:
    tax = node.into("ram:ApplicableTradeTax")
    tax.put("ram:CalculatedAmount", plain(total.tax, currency))
    tax.put("ram:TypeCode", "VAT")
    if total.exemption_key and context.country is not None:
        tax.put("ram:ExemptionReason", mention(context.country, total.exemption_key, context.language))
    tax.put("ram:BasisAmount", plain(total.base, currency))
    tax.put("ram:CategoryCode", total.category)
    tax.put("ram:ExemptionReasonCode", total.exemption_code)
    if total.category != NOT_SUBJECT_TO_VAT:
        tax.put("ram:RateApplicablePercent", _figure(total.rate))


def _summation(node: _Node, invoice: Invoice) -> None:
    assert invoice.net is not None and invoice.tax is not None  # checked by write_invoice
    currency, sums = invoice.currency, node.into("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    sums.put("ram:LineTotalAmount", plain(invoice.net, currency))
    sums.put("ram:TaxBasisTotalAmount", plain(invoice.net, currency))
    sums.put("ram:TaxTotalAmount", plain(invoice.tax, currency), currencyID=currency)
    sums.put("ram:GrandTotalAmount", plain(invoice.total, currency))
    sums.put("ram:DuePayableAmount", plain(invoice.total, currency))


def _figure(number: Decimal) -> str:
    """As many decimals as there are, never an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
