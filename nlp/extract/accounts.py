"""Bank accounts that a text names: an IBAN counts by its check digits (ISO 13616, mod 97), however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import exceptions, iban

IBAN = re.compile(
    r"(?<!\w)([A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0]?[A-Z0-9]{1,3})?)(?!\w)", re.IGNORECASE
)


def accounts_in(text: str) -> Iterator[str]:
    """Every valid IBAN of a text, in capitals without blanks; a word behind it that looks like a part is left out."""
    for match in IBAN.finditer(text):
        for cut in (match[1], match[1].rsplit(" ", 1)[0]):
            number = re.sub(r"\W", "", cut).upper()
            try:
                iban.validate(number, check_country=False)
            except exceptions.ValidationError:
                continue
            yield number
            break
