"""What a customer gets for a posted document: a page with the e-invoice inside or beside it, judged before."""

from __future__ import annotations

from dataclasses import dataclass

from bot.documents.einvoice.building import build
from bot.documents.einvoice.findings import InvoiceRefused
from bot.documents.einvoice.profiles import Profile, profile_named
from bot.documents.einvoice.validation import Judge
from bot.documents.facturx import page
from bot.documents.invoice import InvoiceContext
from workflows.invoicing.electronic import profile_of
from workflows.invoicing.model import Invoice

PDF, XML = "application/pdf", "application/xml"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    suffix: str
    content_type: str
    bytes: bytes
    profile: str = ""  # of the e-invoice that it is or holds


def files_of(invoice: Invoice, context: InvoiceContext, judge: Judge | None = None) -> tuple[DocumentFile, ...]:
    """The files of a document in its customer's profile, the e-invoice first; the same bytes every time.

    Raises InvoiceRefused where it breaks a rule that forbids sending, RulesUnavailable where it could not be judged,
    ValueError for a document taken over from an earlier system. Without a `judge` nothing is judged.
    """
    profile = profile_named(profile_of(invoice))
    if profile is None:
        return (DocumentFile("pdf", PDF, page(invoice, context)),)
    xml = e_invoice(invoice, context, profile, judge)
    if profile.level:
        return (DocumentFile("pdf", PDF, page(invoice, context, xml, profile.level), profile.name),)
    return DocumentFile("xml", XML, xml, profile.name), DocumentFile("pdf", PDF, page(invoice, context))


def e_invoice(invoice: Invoice, context: InvoiceContext, profile: Profile, judge: Judge | None = None) -> bytes:
    """The XML of a document in a profile; raises as `files_of` does."""
    document = build(invoice, context, profile)
    xml = profile.syntax.write(document)
    if judge is not None:
        broken = tuple(finding for finding in judge.judge(xml, profile, document) if finding.fatal)
        if broken:
            raise InvoiceRefused(invoice.number, broken)
    return xml
