"""In which form a customer gets his invoices: chosen by data, kept on each document as it stood on the day of issue."""

from __future__ import annotations

from enum import StrEnum

from workflows.customers import Customer
from workflows.invoicing.model import ElectronicTerms, Invoice


class EInvoiceProfile(StrEnum):
    NONE = "none"  # a page alone
    FACTURX = "facturx"  # Factur-X / ZUGFeRD, EN 16931
    FACTURX_EXTENDED = "facturx_extended"
    XRECHNUNG_CII = "xrechnung_cii"
    XRECHNUNG_UBL = "xrechnung_ubl"
    PEPPOL = "peppol"  # Peppol BIS Billing 3
    FRENCH_CTC = "french_ctc"  # Factur-X by the rules of the French reform, flux 2


USUAL = EInvoiceProfile.FACTURX


def profile_of(invoice: Invoice) -> EInvoiceProfile:
    """The profile that a posted document is written in."""
    return EInvoiceProfile(invoice.electronic.profile or USUAL)


def electronic_terms(customer: Customer) -> ElectronicTerms:
    """What a document that is posted today says of its form."""
    return ElectronicTerms(
        profile=customer.e_invoice,
        endpoint_id=customer.endpoint_id,
        endpoint_scheme=customer.endpoint_scheme,
        buyer_reference=customer.buyer_reference,
        contract_reference=customer.contract_reference,
    )
