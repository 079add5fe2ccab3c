"""A structured creditor reference (ISO 11649) carries check digits: a bank's form refuses a typing error."""

from __future__ import annotations

LONGEST = 21  # signs of the reference proper
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a letter counts as its place: A is 10


def creditor_reference(number: str) -> str:
    """ "RF", check digits (modulo 97, ISO 7064), the letters and figures of a number; "" if they are too many."""
    proper = "".join(sign for sign in number.upper() if sign in ALPHABET)
    if not 0 < len(proper) <= LONGEST:
        return ""
    rest = int("".join(str(ALPHABET.index(sign)) for sign in f"{proper}RF00")) % 97
    return f"RF{98 - rest:02d}{proper}"
