"""What a payer's banking app reads from a square: the SEPA credit transfer and the Swiss QR-bill, as their texts.

Sources: EPC069-12 version 2.1 (guidelines for QR codes of SEPA credit transfers) and the Swiss Implementation
Guidelines QR-bill 2.3 of SIX. Pure functions; a code that would not be valid is not made.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stdnum import iban as iban_number

from bot.documents.sheet import one_line
from workflows.ledger.creditor_reference import creditor_reference, qr_reference

SWISS_ACCOUNTS = ("CH", "LI")
SWISS_CURRENCIES = ("CHF", "EUR")
QR_INSTITUTES = range(30000, 32000)  # IIDs of accounts that only take payments with a QR reference (guidelines, 4.3.2)
LARGEST_AMOUNT = Decimal("999999999.99")
LARGEST_SEPA_BYTES = 331
LONGEST_SWISS = 997  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """A party of a Swiss QR-bill by its structured address."""

    name: str
    street: str
    postcode: str
    city: str
    country: str


def sepa_code(*, name: str, iban: str, bic: str, amount: Decimal, reference: str = "", text: str = "") -> str:
    """EPC069-12, version 002: amount in euro, a structured reference (ISO 11649) or a text; "" where it cannot be."""
    account = "".join(iban.split()).upper()
    if not iban_number.is_valid(account) or not Decimal("0.01") <= amount <= LARGEST_AMOUNT:
        return ""
    lines = ["BCD", "002", "1", "SCT", bic, _cut(name, 70), account, f"EUR{amount:.2f}", "", reference]
    code = "\n".join([*lines, "" if reference else _cut(text, 140)]).rstrip("\n")
    return code if len(code.encode()) <= LARGEST_SEPA_BYTES else ""


def swiss_code(
    *, iban: str, creditor: Place, debtor: Place, amount: Decimal, currency: str, number: str, message: str = ""
) -> str:
    """The text of a Swiss QR code, version 0200 with structured addresses; "" where a bill cannot be made of it.

    `number` is the document's, from which the reference is made.
    """
    account = "".join(iban.split()).upper()
    if not takes_swiss_bills(account) or currency not in SWISS_CURRENCIES:
        return ""
    if not Decimal("0.01") <= amount <= LARGEST_AMOUNT or not (_is_complete(creditor) and _is_complete(debtor)):
        return ""
    kind, reference = swiss_reference(account, number)
    if kind == "QRR" and not reference:
        return ""
    lines = ["SPC", "0200", "1", account, *_address(creditor), *[""] * 7, f"{amount:.2f}", currency]
    code = "\n".join([*lines, *_address(debtor), kind, reference, _cut(message, 140), "EPD"])
    return code if len(code) <= LONGEST_SWISS else ""


def takes_swiss_bills(iban: str) -> bool:
    """Whether an account is a valid one in Switzerland or Liechtenstein."""
    return iban.startswith(SWISS_ACCOUNTS) and iban_number.is_valid(iban)


def swiss_reference(iban: str, number: str) -> tuple[str, str]:
    """The kind of reference that the account asks for, and the reference: QRR, SCOR or NON."""
    if int(iban[4:9]) in QR_INSTITUTES:
        return "QRR", qr_reference(number)
    reference = creditor_reference(number)
    return ("SCOR", reference) if reference else ("NON", "")


def grouped(reference: str) -> str:
    """A reference as it is printed: QR references in fives from the right, ISO 11649 in fours from the left."""
    if reference.isdigit():
        head = len(reference) % 5
        groups = [reference[:head], *(reference[at : at + 5] for at in range(head, len(reference), 5))]
    else:
        groups = [reference[at : at + 4] for at in range(0, len(reference), 4)]
    return "\u00a0".join(group for group in groups if group)


def _is_complete(place: Place) -> bool:
    """Whether a structured address has what it must (guidelines, 4.2.2); banks refuse a code without."""
    return all(one_line(part) for part in (place.name, place.postcode, place.city, place.country))


def _address(place: Place) -> list[str]:
    """The house number may stand with its street; its own field stays empty (guidelines, 4.2.2)."""
    return [
        "S",
        _cut(place.name, 70),
        _cut(place.street, 70),
        "",
        _cut(place.postcode, 16),
        _cut(place.city, 35),
        place.country,
    ]


def _cut(text: str, longest: int) -> str:
    return one_line(text)[:longest].strip()
