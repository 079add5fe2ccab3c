"""An invoice as one file for people and programs: a PDF/A-3b page with its e-invoice inside (Factur-X)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import pikepdf

from bot.documents.invoice import InvoiceContext, invoice_facts
from bot.documents.pdf import render
from workflows.invoicing.model import Invoice

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
SCHEMAS_END = "</rdf:Bag></pdfaExtension:schemas>"
RDF_END = "</rdf:RDF>"
PROPERTIES = (
    ("DocumentType", "INVOICE", "the type of the document"),
    ("DocumentFileName", "factur-x.xml", "the name of the embedded XML file"),
    ("Version", "1.0", "the version of the standard"),
    ("ConformanceLevel", "", "the profile of the standard"),
)


def page(invoice: Invoice, context: InvoiceContext, xml: bytes = b"", level: str = "") -> bytes:
    """The PDF/A-3b of a posted invoice or credit note, with `xml` inside as factur-x.xml; the same bytes every time.

    `level` is the profile of Factur-X ("EN 16931", "EXTENDED"). Raises ValueError for a document taken over from an
    earlier system: it has no lines.
    """
    issued_at = datetime.combine(invoice.issue_date, time(12), UTC)
    pdf = render("invoice", invoice_facts(invoice, context), issued_at, xml.decode())
    return declared(pdf, level) if xml else pdf


def declared(pdf: bytes, level: str) -> bytes:
    """The file with Factur-X declared in its metadata.

    ISO 19005-3 wants the properties of a foreign schema described, in the one bag of schemas that the file already
    has: a second bag makes the metadata invalid.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.Root.Metadata.read_bytes().decode()
        if metadata.count(SCHEMAS_END) != 1 or metadata.count(RDF_END) != 1 or FX in metadata:
            raise ValueError("the page's metadata have no single place for the declaration of Factur-X")
        metadata = metadata.replace(SCHEMAS_END, _schema() + SCHEMAS_END).replace(RDF_END, _values(level) + RDF_END)
        file.Root.Metadata.write(metadata.encode())
        out = io.BytesIO()
        file.save(
            out,
            linearize=False,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            fix_metadata_version=False,  # typst wrote it there; to read it again takes longer than all else here
        )
    return out.getvalue()


def _schema() -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description>"
        "</rdf:li>"
        for name, _, description in PROPERTIES
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li>"
    )


def _values(level: str) -> str:
    values = "".join(f"<fx:{name}>{value or level}</fx:{name}>" for name, value, _ in PROPERTIES)
    return f'<rdf:Description rdf:about="" xmlns:fx="{FX}">{values}</rdf:Description>'
