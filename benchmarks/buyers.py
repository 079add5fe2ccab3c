"""As many customers as a benchmark needs: made up, each with its own name, address, register number and credit."""

from __future__ import annotations

import csv
import tempfile
from itertools import islice, product
from pathlib import Path

from benchmarks.mails import Row, rows
from bot import filing
from bot.app import App

LIKE = "F201"  # the sample company's customer whose terms they have
TRADES = (
    "Brasserie", "Chimie", "Clinique", "Cosmétiques", "Droguerie", "Fonderie", "Imprimerie", "Laboratoire",
    "Laiterie", "Minoterie", "Papeterie", "Pharmacie", "Savonnerie", "Scierie", "Tannerie", "Teinturerie",
)  # fmt: skip
PLACES = (
    "Aubépin", "Bréval", "Cormeray", "Douvaine", "Estrablin", "Fontclair", "Gresse", "Hauteluce", "Izeron", "Jarsy",
    "Larringes", "Marcellaz", "Novalaise", "Orliénas", "Pontcharra", "Queige", "Rencurel", "Sillingy", "Taninges",
    "Ugine", "Valbonnais", "Yenne",
)  # fmt: skip
PLAIN = str.maketrans("éêè", "eee")


def take_on(app: App, count: int) -> list[Row]:
    """Imports so many customers; their rows. Raises ValueError for more than there are names."""
    like = next(row for row in rows("customers") if row["number"] == LIKE)
    names = list(islice(product(PLACES, TRADES), count))
    if len(names) < count:
        raise ValueError(f"there are names for {len(names)} customers")
    made = [_row(like, number, f"{trade} {place}") for number, (place, trade) in enumerate(names)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(like))
            writer.writeheader()
            writer.writerows(made)
        _, refusal = filing.import_file(app, "customers", path)
    if refusal:
        raise ValueError(refusal)
    return made


def _row(like: Row, number: int, name: str) -> Row:
    domain = f"{name.translate(PLAIN).lower().replace(' ', '-')}.example"
    siren = _with_luhn(f"8{number:07d}")
    return {
        **like,
        "number": f"F{5000 + number}",
        "name": name,
        "registration": siren,
        "vat_id": f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}",  # the key that the French tax office computes
        "street": f"{number + 1} rue des Ateliers",
        "emails": f"achats@{domain}",
        "domains": domain,
        "ibans": "",
        "aliases": "",
    }


def _with_luhn(digits: str) -> str:
    """Digits with the check digit of ISO/IEC 7812-1."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{digits}{-total % 10}"
