"""Amounts are Decimals beside an ISO 4217 currency, exact to its smallest unit; rounding is named where it happens."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

# ISO 4217: minor-unit digits where they are not 2.
MINOR_DIGITS: dict[str, int] = {
    "BHD": 3, "BIF": 0, "CLF": 4, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0,
    "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "UYW": 4, "VND": 0,
    "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip

ZERO = Decimal(0)


def digits(currency: str) -> int:
    """How many decimals an amount in this currency has."""
    return MINOR_DIGITS.get(currency, 2)


WAYS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def rounded(amount: Decimal, currency: str, way: str = "half_up") -> Decimal:
    """Rounded to the currency's smallest unit: half up, unless a country's invoices are rounded another `way`."""
    return amount.quantize(Decimal(1).scaleb(-digits(currency)), rounding=WAYS[way]) + ZERO  # never "-0.00"


def is_exact(amount: Decimal, currency: str) -> bool:
    """Whether the amount has no more decimals than its currency."""
    return amount == rounded(amount, currency)


def plain(amount: Decimal, currency: str) -> str:
    """The amount as the contract writes it: "1234.50", never an exponent, always the currency's digits."""
    return f"{rounded(amount, currency):f}"
