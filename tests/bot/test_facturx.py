"""One file for people and programs: an archive page that carries its e-invoice."""

from __future__ import annotations

import io

import facturx
import pikepdf
import pytest

from bot.documents.cii import write_invoice
from bot.documents.facturx import declared, render_invoice
from tests.bot.selling import CASES, ISSUED_ON


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_invoice(*CASES["domestic, two rates"])


def test_another_program_finds_the_e_invoice_in_the_file(pdf):
    name, xml = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml"
    assert xml == write_invoice(*CASES["domestic, two rates"])


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


def test_the_same_invoice_is_the_same_file(pdf):
    assert render_invoice(*CASES["domestic, two rates"]) == pdf


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_sale_becomes_a_file(case):
    assert facturx.get_xml_from_pdf(render_invoice(*CASES[case]), check_xsd=True)[0] == "factur-x.xml"


def test_a_file_that_has_its_declaration_is_not_given_a_second(pdf):
    with pytest.raises(ValueError, match="no single place"):
        declared(pdf)


def test_the_file_is_dated_with_the_day_of_issue(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert f"{ISSUED_ON:%Y%m%d}" in str(file.docinfo.get("/CreationDate"))
