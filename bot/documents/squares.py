"""A text as a QR code, drawn as an SVG that a layout places."""

from __future__ import annotations

import io

import segno

from bot.documents.masking import best_mask

# EPC069-12, 5 and the Swiss guidelines, 5.2 ask for level M; the Swiss cross covers what it can restore.
CORRECTION = "m"


def square(text: str) -> str:
    """The code as SVG without a margin; "" for no text. Level of correction M, UTF-8."""
    if not text:
        return ""
    drawn = io.BytesIO()
    _code(text, best_mask(_code(text, 0))).save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def _code(text: str, mask: int) -> segno.QRCode:
    return segno.make_qr(text, error=CORRECTION, boost_error=False, encoding="utf-8", mask=mask)
