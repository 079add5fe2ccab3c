"""An electronic address has the form of its scheme (EAS code list), check digit included where the scheme has one.

Forms: PEPPOL-COMMON-R040 to R057; a scheme that is not listed here is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.documents.einvoice.model import Identifier

VAT_SCHEMES = {
    "9914": "AT", "9920": "ES", "9925": "BE", "9930": "DE", "9931": "EE", "9932": "GB", "9935": "IE", "9937": "LT",
    "9938": "LU", "9939": "LV", "9943": "MT", "9944": "NL", "9945": "PL", "9946": "PT", "9947": "RO", "9949": "SI",
    "9950": "SK", "9957": "FR",
}  # fmt: skip


def gln(number: str) -> bool:
    """GS1: thirteen figures, the last one the check digit (weights 1 and 3)."""
    weighted = sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(number[:12]))
    return len(number) == 13 and (10 - weighted % 10) % 10 == int(number[12])


def luhn(number: str) -> bool:
    """ISO/IEC 7812: every second figure from the right doubled."""
    doubled = (int(figure) * (2 if place % 2 else 1) for place, figure in enumerate(reversed(number)))
    return sum(figure - 9 if figure > 9 else figure for figure in doubled) % 10 == 0


def belgian(number: str) -> bool:
    """Ten figures, of which the last two are 97 less the rest modulo 97."""
    return len(number) == 10 and number[0] in "01" and 97 - int(number[:8]) % 97 == int(number[8:])


FORMS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "0002": (r"\d{9}", luhn),
    "0007": (r"\d{10}", luhn),
    "0088": (r"\d{13}", gln),
    "0106": (r"\d{8}", bool),
    "0184": (r"(DK)?\d{8}", bool),
    "0190": (r"\d{20}", bool),
    "0198": (r"DK\d{8}", bool),
    "0208": (r"\d{10}", belgian),
    "0211": (r"IT\d{11}", lambda number: luhn(number[2:])),
    "0225": (r"[A-Za-z0-9\-_.]{9,125}", bool),
    "EM": (r"[^@\s]{1,64}@[^@\s]{3,255}", bool),
    **{scheme: (rf"{country}[A-Z0-9+*]{{2,13}}", bool) for scheme, country in VAT_SCHEMES.items()},
}


def endpoint_fits(endpoint: Identifier) -> bool:
    """Whether an electronic address has the form of its scheme."""
    form, check = FORMS.get(endpoint.scheme, (r"\S+", bool))
    return re.fullmatch(form, endpoint.value) is not None and check(endpoint.value)
