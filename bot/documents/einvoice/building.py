"""A posted invoice or credit note becomes the semantic model: amounts are those that were posted, nothing is new.

What a profile or a country asks for (notes, identifiers, the form of a cash discount) is put in here; what is missing
is left out, and the rules name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.documents.einvoice import parties
from bot.documents.einvoice.model import (
    AccountingTax,
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
)
from bot.documents.einvoice.profiles import Profile
from bot.documents.einvoice.units import unit_code
from bot.documents.invoice import InvoiceContext, discount_terms, mention, share_terms, sold
from bot.documents.sheet import one_line
from workflows.invoicing.deposited import deposits_taken, is_deposit
from workflows.invoicing.model import Adjustment, Invoice, InvoiceLine, Party, TaxTotal
from workflows.invoicing.policy import supplied_on
from workflows.ledger.creditor_reference import creditor_reference
from workflows.ledger.model import DocumentKind, unpaid
from workflows.ledger.money import ZERO

DEPOSIT_CODE = "386"
TYPE_CODES = {DocumentKind.INVOICE: "380", DocumentKind.CREDIT_NOTE: "381"}  # UNTDID 1001
SEPA_TRANSFER, CREDIT_TRANSFER = "58", "30"  # UNTDID 4461
NOT_SUBJECT_TO_VAT = "O"  # BR-O-02 to 05: neither VAT ids nor a rate
INTRA_EU_SUPPLY = "K"
LONGEST_NOTE = 1024
DISCOUNT_SUBJECT, TREATMENT_SUBJECT = "AAB", "BAR"


def build(invoice: Invoice, context: InvoiceContext, profile: Profile) -> EInvoice:
    """The document in a profile. Raises ValueError for a taken-over document: it has no lines."""
    if invoice.seller is None or invoice.buyer is None or invoice.net is None or invoice.tax is None:
        raise ValueError(f"{invoice.number} was issued by an earlier system and has no e-invoice")
    company = context.company
    taxable = all(total.category != NOT_SUBJECT_TO_VAT for total in invoice.taxes)
    countries = context.countries
    taxes = tuple(_tax(total, context, profile) for total in invoice.taxes)
    reasons = {tax.category: _reason(tax) for tax in taxes} if profile.exempt_lines else {}
    accounting = _accounting(invoice, context, profile)
    is_paid = not profile.process and _is_told_as_paid(invoice, context)
    return EInvoice(
        specification=profile.specification,
        process=profile.process or _frame(invoice, context),
        number=invoice.number,
        type_code=_type_code(invoice, profile),
        issued_on=invoice.issue_date,
        due_on=(invoice.prepaid_on if is_paid else None) or invoice.due_date,
        currency=invoice.currency,
        buyer_reference=one_line(invoice.electronic.buyer_reference or _asked_for(invoice, profile)),
        contract=one_line(invoice.electronic.contract_reference),
        purchase_order=one_line(invoice.po_number),
        sales_order=one_line(invoice.order) if invoice.po_number else "",
        tax_currency=accounting.currency if accounting is not None else "",
        preceding=_preceding(invoice, context),
        notes=_notes(invoice, context, profile),
        seller=parties.seller(invoice.seller, company, countries, contact=profile.seller_contact, taxable=taxable),
        buyer=parties.buyer(invoice.buyer, invoice.electronic, countries, taxable=taxable),
        delivery=_delivery(invoice, context, invoice.buyer),
        tax_point_code="" if profile.syntax.in_breakdown else _point_code(context, profile),
        terms=_terms(invoice, context, profile),
        **_steps(invoice, profile),
        adjustments=tuple(_adjustment(part, reasons.get(part.tax_category, {})) for part in invoice.adjustments),
        taxes=taxes,
        totals=_totals(invoice, invoice.net, invoice.tax, accounting),
        lines=tuple(_line(line, reasons.get(line.tax_category, {})) for line in invoice.lines),
        **_payment(invoice, context),
    )


def _type_code(invoice: Invoice, profile: Profile) -> str:
    """An invoice that is paid in advance is one of its own (UNTDID 1001: 386), where the profile knows it."""
    return DEPOSIT_CODE if profile.knows_deposits and is_deposit(invoice) else TYPE_CODES[invoice.kind]


def _preceding(invoice: Invoice, context: InvoiceContext) -> tuple[Preceding, ...]:
    if invoice.corrects:
        return (Preceding(invoice.corrects, context.corrected_on),)
    return tuple(Preceding(number) for number in deposits_taken(invoice))


def _accounting(invoice: Invoice, context: InvoiceContext, profile: Profile) -> AccountingTax | None:
    """The tax as it was posted in the currency of the books; of no tax nothing, where the profile may do without."""
    home = context.country.currency if context.country is not None else invoice.currency
    stated = [total.accounting_tax for total in invoice.taxes if total.accounting_tax is not None]
    if stated:
        return AccountingTax(sum(stated, ZERO), home)
    is_asked = profile.states_no_tax and invoice.currency != home and not invoice.tax
    return AccountingTax(ZERO, home) if is_asked else None


def _frame(invoice: Invoice, context: InvoiceContext) -> str:
    """BT-23: that an invoice is paid already, or that deposits were asked for before, where the country has a word."""
    frame = context.country.invoice_frame if context.country is not None else {}
    plain = frame.get(sold(invoice), "")
    if _is_told_as_paid(invoice, context):
        return frame[f"{sold(invoice)}_paid"]
    return frame.get(f"{sold(invoice)}_after_deposit", plain) if deposits_taken(invoice) else plain


def _is_told_as_paid(invoice: Invoice, context: InvoiceContext) -> bool:
    """Whether the country's frame says of this invoice that it is paid: then its due date is the day of payment."""
    frame = context.country.invoice_frame if context.country is not None else {}
    return invoice.is_paid_before and f"{sold(invoice)}_paid" in frame and not deposits_taken(invoice)


def _asked_for(invoice: Invoice, profile: Profile) -> str:
    """BR-DE-15, DE-R-015: without a Leitweg-ID any reference of the buyer will do."""
    return invoice.po_number if profile.checks and profile.process else ""


def _notes(invoice: Invoice, context: InvoiceContext, profile: Profile) -> tuple[Note, ...]:
    found = tuple(Note(text[:LONGEST_NOTE], subject) for subject, text in _sentences(invoice, context, profile))
    if profile.one_note and found:  # PEPPOL-EN16931-R002
        return (Note(" ".join(dict.fromkeys(note.text for note in found))[:LONGEST_NOTE]),)
    return found


def _sentences(invoice: Invoice, context: InvoiceContext, profile: Profile) -> Iterator[tuple[str, str]]:
    discount = "" if profile.discount == "skonto" else discount_terms(invoice, context.language)
    for subject, key in context.country.note_subjects if context.country is not None else ():
        text = mention(context.country, key, context.language) if context.country is not None else ""
        if text and not (discount and subject == DISCOUNT_SUBJECT):
            yield subject, text
    if discount and not profile.one_note:
        yield DISCOUNT_SUBJECT, discount
    if profile.treatment_note and invoice.seller is not None and invoice.buyer is not None:
        yield TREATMENT_SUBJECT, "B2B" if invoice.buyer.country == invoice.seller.country else "B2BINT"


def _delivery(invoice: Invoice, context: InvoiceContext, buyer: Party) -> Delivery | None:
    """BR-IC-11 and 12: an intra-EU supply names the day and the country it went to.

    An invoice without a day of its own was supplied on the day of issue, as it says in words, unless its lines name
    their days; what a credit note takes back was supplied when the corrected invoice says.
    """
    intra_eu = any(total.category == INTRA_EU_SUPPLY for total in invoice.taxes)
    place = invoice.ship_to or (buyer if intra_eu else None)
    issued = context.corrected_on if invoice.corrects else invoice.issue_date
    day = invoice.delivery_date or (issued if supplied_on(invoice) else None)
    if intra_eu:
        day = day or issued or invoice.issue_date
    if day is None and place is None:
        return None
    return Delivery(day, one_line(place.name) if place else "", parties.address(place) if place else None)


def _terms(invoice: Invoice, context: InvoiceContext, profile: Profile) -> str:
    shares = share_terms(invoice, context.language)
    if profile.discount != "skonto":
        return " ".join(text for text in (shares, discount_terms(invoice, context.language)) if text)
    steps = [f"#SKONTO#TAGE={step.days}#PROZENT={step.percent:.2f}#" for step in invoice.discounts]  # BR-DE-18
    return "".join(f"{line}\n" for line in ([shares] if shares and steps else []) + steps) or shares


def _steps(invoice: Invoice, profile: Profile) -> dict[str, Any]:
    """Shares and discounts as figures, where the profile has elements for them (Any: fields of the model).

    The first one stands beside the terms in words, each further one in an element of its own.
    """
    if profile.discount != "figures":
        return {}
    discounts = [DiscountTerms(step.days, step.percent) for step in invoice.discounts]
    shares = unpaid(invoice.shares, invoice.total - invoice.prepaid)
    further = [PaymentStep(due_on=share.due_on, partial=share.amount) for share in shares[1:]]
    further += [PaymentStep(discount=step) for step in discounts[1:]]
    return {
        "partial": shares[0].amount if len(shares) > 1 else None,
        "discount": discounts[0] if discounts else None,
        "further_terms": tuple(further),
    }


def _payment(invoice: Invoice, context: InvoiceContext) -> dict[str, Any]:
    """BG-16 by the names of its fields (Any: texts)."""
    company = context.company
    if not company.iban:
        return {}
    return {
        "means_code": SEPA_TRANSFER if invoice.currency == "EUR" else CREDIT_TRANSFER,
        "payment_reference": creditor_reference(invoice.number) or invoice.number,
        "account": "".join(company.iban.split()),
        "account_name": one_line(company.name),
        "bic": company.bic,
    }


def _point_code(context: InvoiceContext, profile: Profile) -> str:
    return profile.syntax.on_debits if context.company.legal.get("vat_on_debits") else ""


def _reason(tax: TaxBreakdown) -> dict[str, str]:
    return {"exemption_reason": tax.exemption_reason, "exemption_code": tax.exemption_code}


def _adjustment(part: Adjustment, reason: dict[str, str]) -> DocumentAdjustment:
    return DocumentAdjustment(
        is_charge=part.is_charge,
        amount=part.amount,
        base=part.base or None,
        percent=part.percent or None,
        reason=one_line(part.reason),
        reason_code=part.reason_code,
        category=part.tax_category,
        rate=_rate(part.tax_category, part.tax_rate),
        **reason,
    )


def _rate(category: str, rate: Decimal) -> Decimal | None:
    return None if category == NOT_SUBJECT_TO_VAT else rate


def _tax(total: TaxTotal, context: InvoiceContext, profile: Profile) -> TaxBreakdown:
    stated = total.exemption_key and context.country is not None
    return TaxBreakdown(
        base=total.base,
        tax=total.tax,
        category=total.category,
        rate=total.rate if profile.every_rate else _rate(total.category, total.rate),
        exemption_reason=mention(context.country, total.exemption_key, context.language)
        if stated and context.country is not None
        else "",
        exemption_code=total.exemption_code,
        point_code=_point_code(context, profile) if profile.syntax.in_breakdown else "",
    )


def _totals(invoice: Invoice, net: Decimal, tax: Decimal, accounting: AccountingTax | None) -> Totals:
    allowances = sum((part.amount for part in invoice.adjustments if not part.is_charge), ZERO)
    charges = sum((part.amount for part in invoice.adjustments if part.is_charge), ZERO)
    return Totals(
        lines=sum((line.net for line in invoice.lines), ZERO),
        allowances=allowances or None,
        charges=charges or None,
        net=net,
        tax=tax,
        gross=invoice.total,
        accounting=accounting,
        prepaid=invoice.prepaid or None,
        payable=invoice.total - invoice.prepaid,
    )


def _line(line: InvoiceLine, reason: dict[str, str]) -> Line:
    """BR-27: a price is never below zero, so what is taken back has a quantity below zero."""
    flip = -1 if line.unit_price < 0 else 1
    dated = line.period_start is not None or line.period_end is not None
    return Line(
        id=str(line.position),
        name=one_line(line.description) or one_line(line.sku),
        seller_sku=one_line(line.sku),
        buyer_sku=one_line(line.buyer_sku),
        quantity=line.quantity * flip,
        unit=unit_code(line.unit),
        price=line.unit_price * flip,
        net=line.net,
        category=line.tax_category,
        rate=_rate(line.tax_category, line.tax_rate),
        period=Period(line.period_start, line.period_end) if dated else None,
        **reason,
    )
