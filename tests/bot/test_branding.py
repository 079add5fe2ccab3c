"""A brand file changes how documents look, and is refused with all its faults where they would not print well."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from bot.documents.colours import contrast, lightened
from bot.documents.invoice import invoice_facts
from bot.documents.pdf import render
from bot.settings.branding import UnusableLogo, brand, logo_svg
from tests.bot.selling import context, invoice
from workflows.ports import Brand

AT = datetime(2026, 3, 16, 12, tzinfo=UTC)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3" fill="#a00"/></svg>'
DOT = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def read(tmp_path, text):
    file = tmp_path / "brand.toml"
    file.write_text(text, encoding="utf-8")
    faults: list[str] = []
    return brand(file, faults), faults


def test_a_brand_has_logo_colour_font_footer_and_window(tmp_path):
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "fonts").mkdir()
    found, faults = read(
        tmp_path,
        'logo = "logo.svg"\nlogo_width = 30\naccent = "#7a1f3d"\nfont = "Rubik"\nfonts = "fonts"\n'
        'footer = [["Line one", "Line two"], ["Line three"]]\nwindow = "din_5008_a"\n',
    )
    assert faults == []
    assert (found.accent, found.logo_width_mm, found.font, found.window) == ("#7a1f3d", 30, "Rubik", "din_5008_a")
    assert found.footer == (("Line one", "Line two"), ("Line three",))
    assert "<rect" in found.logo


def test_all_faults_are_named_at_once(tmp_path):
    _, faults = read(
        tmp_path,
        'logo = "none.png"\nlogo_width = 200\naccent = "#ffee00"\nfonts = "nowhere"\n'
        'footer = [1]\nwindow = "C4"\nx = 1\n',
    )
    assert len(faults) == 7
    assert any("1.2 : 1 on white" in fault for fault in faults)


def test_contrast_is_that_of_the_web_guidelines():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast(Brand().accent, "#ffffff") >= 4.5


@pytest.mark.parametrize("accent", ["#1d4e63", "#000000", "#7a1f3d", "#8cc3da"])
def test_a_colour_is_lightened_until_it_can_be_read_in_the_dark(accent):
    assert contrast(lightened(accent, "#182026"), "#182026") >= 4.5
    assert lightened("#8cc3da", "#182026") == "#8cc3da"


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"<html/>",
        SVG.replace(b"<rect", b"<script/><rect"),
        SVG.replace(b"<rect", b'<image href="https://x.example/a.png"/><rect'),
        SVG.replace(b"<rect", b'<image href="file:///etc/passwd"/><rect'),
        SVG.replace(b'fill="#a00"', b'fill="url(https://x.example/a)"'),
        SVG.replace(b"<rect", b'<rect onload="x()"'),
        SVG.replace(b"<rect", b"<style>@import 'x.css'</style><rect"),
        b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + SVG.replace(b"<rect", b"<text>&e;</text><rect"),
        b"\x89PNG\r\n\x1a\n",
        DOT,
        SVG + b" " * 2**20,
    ],
)
def test_a_logo_that_does_more_than_draw_is_refused(content):
    with pytest.raises(UnusableLogo):
        logo_svg(content)


def test_a_document_carries_its_brand():
    logo = logo_svg(SVG)
    own = Brand(accent="#7a1f3d", logo=logo, footer=(("Own footer",),), window="din_5008_a")
    around = context()
    plain = invoice_facts(invoice(), around)
    branded = invoice_facts(invoice(), replace(around, company=replace(around.company, brand=own)))
    assert branded["window"]["address_top"] == plain["window"]["address_top"] - 18
    with pypdfium2.PdfDocument(render("invoice", branded, AT)) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "Own footer" in text and "Amtsgericht" not in text


def test_a_font_that_nobody_has_gives_way_to_ours():
    around = context()
    own = replace(around, company=replace(around.company, brand=Brand(font="No Such Font")))
    assert render("invoice", invoice_facts(invoice(), own), AT).startswith(b"%PDF-")


def test_a_tall_logo_keeps_clear_of_the_address():
    tall = Brand(logo=logo_svg(SVG.replace(b'viewBox="0 0 9 3"', b'viewBox="0 0 9 90"')))
    around = context()
    facts = invoice_facts(invoice(), replace(around, company=replace(around.company, brand=tall)))
    with pypdfium2.PdfDocument(render("invoice", facts, AT)) as pdf:
        page = pdf[0].render(scale=1, fill_color=(255, 255, 255, 255)).to_numpy()
    lowest, sender = (round(millimetres * 72 / 25.4) for millimetres in (39, 57))  # rows of one point
    assert (page[lowest:sender, : page.shape[1] // 2, :3] == 255).all()
