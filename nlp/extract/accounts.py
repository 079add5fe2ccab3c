"""Bank accounts that a text names: an IBAN counts by its check digits (ISO 13616, mod 97), however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import exceptions, iban

IBAN = re.compile(
    r"(?<!\w)([A-Z]{2}[ \u00a0]?\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0]?[A-Z0-9]{1,3})?)(?!\w)", re.IGNORECASE
)
MOST_BEHIND = 5  # words behind a number that look like parts of it: "… 2277 40 from now on"


def account_of(written: str) -> tuple[str, int] | None:
    """The valid IBAN with which a text begins, in capitals without blanks, and how long it is there; None: none."""
    for _ in range(MOST_BEHIND + 1):
        number = re.sub(r"\W", "", written).upper()
        try:
            iban.validate(number, check_country=False)
        except exceptions.ValidationError:
            written = re.split(r"[ \u00a0](?=\S+$)", written)[0]
            continue
        return number, len(written)
    return None


def accounts_in(text: str) -> Iterator[str]:
    """Every valid IBAN of a text, in capitals without blanks."""
    for match in IBAN.finditer(text):
        found = account_of(match[1])
        if found is not None:
            yield found[0]
