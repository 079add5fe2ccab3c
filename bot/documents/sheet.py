"""What every printed sheet of a company shares: letterhead, window address, footer, account, and safe strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.documents.notation import notation, words
from workflows.invoicing.model import Party
from workflows.ports import Company

Facts = dict[str, Any]
"""A JSON object (Any: any JSON)."""

LONGEST_WORD = 28
NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
BREAK_HERE = "\u200b"
# Where the postcode follows the town; elsewhere it stands before it.
PLACE_LINES = dict.fromkeys(("AU", "CA", "GB", "IE", "US"), "{city} {postcode}")


def sheet(language: str, company: Company, seller: Party | None) -> Facts:
    """Letterhead, footer and labels: the same on every document of a company."""
    text = words(language)
    place = seller or company
    label = text["label"]
    legal = company.legal
    columns = [
        [company.name, place.street, place_line(place.postcode, place.city, place.country)],
        [*_pairs(label, phone=legal.get("phone", ""), email=company.email), legal.get("website", "")],
        _pairs(label, vat_id=company.vat_id, registration=company.registration),
        [legal.get(key, "") for key in ("legal_form", "capital", "register_court", "managing_directors")],
    ]
    kept = [[printable(line) for line in column if line] for column in columns]
    return {
        "language": language,
        "region": company.country,
        "words": {"page": label["page"], "of": label["of"], "label": label, "sentence": text["sentence"]},
        "window": text["window"],
        "company": company.name,
        "sender": " · ".join((company.name, place.street, place_line(place.postcode, place.city, place.country))),
        "footer": [column for column in kept if column],
    }


def postal_address(party: Any, from_country: str) -> list[str]:
    """The lines of an address (Any: a Party or a Customer); the country in capitals when the letter goes abroad."""
    lines = [party.name, *str(party.street).split("\n"), place_line(party.postcode, party.city, party.country)]
    if party.country and party.country != from_country:
        lines.append(_country_name(party.country).upper())
    return [printable(line) for line in lines if line.strip()]


def place_line(postcode: str, city: str, country: str) -> str:
    """Postcode and town in the order of the country's post (Universal Postal Union)."""
    return PLACE_LINES.get(country, "{postcode} {city}").format(postcode=postcode, city=city).strip()


def _country_name(code: str) -> str:
    """Universal Postal Union: the country in a language of the sender's or an international one."""
    return str(notation("en").locale.territories.get(code, code))


def printable(text: str) -> str:
    """Text without control characters, with places to break very long words."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", lambda word: word[0] + BREAK_HERE, one_line(text))


def one_line(text: str) -> str:
    """Text without control, format and private characters, on one line."""
    shown = (" " if unicodedata.category(letter) in NOT_SHOWN else letter for letter in text)
    return " ".join("".join(shown).split(" ")).strip()


def account(company: Company, label: Mapping[str, str], reference: str) -> list[Facts]:
    values = {"account_holder": company.name, "iban": _grouped(company.iban), "bic": company.bic}
    pairs = [{"label": label[key], "value": value} for key, value in values.items() if value]
    return [*pairs, {"label": label["reference"], "value": printable(reference)}] if company.iban else []


def _grouped(iban: str) -> str:
    """ISO 13616: printed in groups of four."""
    plain = iban.replace(" ", "")
    return "\u00a0".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _pairs(label: Mapping[str, str], **values: str) -> list[str]:
    return [f"{label[key]} {value}" for key, value in values.items() if value]
