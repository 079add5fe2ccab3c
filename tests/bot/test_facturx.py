"""One file for people and programs: an archive page that carries its e-invoice."""

from __future__ import annotations

import io
from dataclasses import replace

import facturx
import pikepdf
import pytest

from bot.documents.einvoice.files import e_invoice, files_of
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.facturx import declared
from tests.bot.selling import CASES, ISSUED_ON
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.invoicing.model import ElectronicTerms


def render_invoice(invoice, context) -> bytes:
    (file,) = files_of(invoice, context)
    return file.bytes


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_invoice(*CASES["domestic, two rates"])


def test_another_program_finds_the_e_invoice_in_the_file(pdf):
    name, xml = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml"
    assert xml == e_invoice(*CASES["domestic, two rates"], PROFILES[EInvoiceProfile.FACTURX])


def test_the_file_declares_what_it_carries(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        attached = file.Root.AF[0]
        assert str(attached.AFRelationship) == "/Alternative"
        assert str(attached.UF) == "factur-x.xml"
        assert str(attached.EF.F.Subtype) == "/text/xml"
        assert str(file.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        with file.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
            assert metadata["{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel"] == "EN 16931"
            assert metadata["{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}DocumentFileName"] == "factur-x.xml"


def test_all_fonts_are_embedded(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert descriptors
        assert all({"/FontFile2", "/FontFile3"} & set(found.keys()) for found in descriptors)


def test_the_schema_is_described_once_in_the_metadata(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.Root.Metadata.read_bytes().decode()
    assert metadata.count("<pdfaExtension:schemas>") == 1
    assert metadata.count("<pdfaSchema:prefix>fx</pdfaSchema:prefix>") == 1


def test_the_metadata_is_plain_text_that_names_the_files_version(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_metadata() as metadata:
        assert metadata["pdf:PDFVersion"] == file.pdf_version
        assert file.Root.Metadata.read_raw_bytes().startswith(b"<?xpacket begin=")


def test_the_same_invoice_is_the_same_file(pdf):
    assert render_invoice(*CASES["domestic, two rates"]) == pdf


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_sale_becomes_a_file(case):
    assert facturx.get_xml_from_pdf(render_invoice(*CASES[case]), check_xsd=True)[0] == "factur-x.xml"


def test_a_file_that_has_its_declaration_is_not_given_a_second(pdf):
    with pytest.raises(ValueError, match="no single place"):
        declared(pdf, "EN 16931")


def test_the_file_is_dated_with_the_day_of_issue(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert f"{ISSUED_ON:%Y%m%d}" in str(file.docinfo.get("/CreationDate"))


@pytest.mark.parametrize(
    ("profile", "suffixes", "level"),
    [
        ("", ["pdf"], "EN 16931"),
        ("facturx", ["pdf"], "EN 16931"),
        ("facturx_extended", ["pdf"], "EXTENDED"),
        ("french_ctc", ["pdf"], "EN 16931"),
        ("xrechnung_cii", ["xml", "pdf"], None),
        ("xrechnung_ubl", ["xml", "pdf"], None),
        ("peppol", ["xml", "pdf"], None),
        ("none", ["pdf"], None),
    ],
)
def test_a_customer_gets_the_files_of_his_profile(profile, suffixes, level):
    document, around = CASES["domestic, two rates"]
    files = files_of(replace(document, electronic=ElectronicTerms(profile)), around)
    assert [file.suffix for file in files] == suffixes
    with pikepdf.open(io.BytesIO(files[-1].bytes)) as file, file.open_metadata() as metadata:
        assert metadata.get("{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel") == level
