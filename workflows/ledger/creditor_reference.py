"""Structured references of payments carry check digits, so that a bank's form refuses a typing error.

The creditor reference of ISO 11649, and the QR reference of Swiss bills (SIX, guidelines QR-bill 2.3, annex B).
"""

from __future__ import annotations

LONGEST = 21  # signs of the reference proper
QR_DIGITS = 26  # and one to check them
CARRY = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)  # modulo 10, recursive
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a letter counts as its place: A is 10


def creditor_reference(number: str) -> str:
    """ "RF", check digits (modulo 97, ISO 7064), the letters and figures of a number; "" if they are too many."""
    proper = "".join(sign for sign in number.upper() if sign in ALPHABET)
    if not 0 < len(proper) <= LONGEST:
        return ""
    rest = int("".join(str(ALPHABET.index(sign)) for sign in f"{proper}RF00")) % 97
    return f"RF{98 - rest:02d}{proper}"


def qr_reference(number: str) -> str:
    """The figures of a number as a QR reference of 27 digits; "" for a number without figures."""
    figures = "".join(sign for sign in number if sign in ALPHABET[:10])[-QR_DIGITS:].zfill(QR_DIGITS)
    return f"{figures}{_check_digit(figures)}" if figures.strip("0") else ""


def figures_of_qr_reference(reference: str) -> str:
    """The figures that a QR reference was made of; "" for what is none."""
    digits = "".join(reference.split())
    if len(digits) != QR_DIGITS + 1 or not (digits.isascii() and digits.isdigit()):
        return ""
    return digits[:-1].lstrip("0") if _check_digit(digits[:-1]) == int(digits[-1]) else ""


def _check_digit(figures: str) -> int:
    carry = 0
    for figure in figures:
        carry = CARRY[(carry + int(figure)) % 10]
    return (10 - carry) % 10
