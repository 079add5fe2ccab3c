"""What every printed sheet of a company shares: letterhead, window address, footer, account, and safe strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.documents.customs import custom, window
from bot.documents.notation import labels, notation, words
from bot.documents.spelling import base
from workflows.invoicing.model import Party
from workflows.ports import Company

Facts = dict[str, Any]
"""A JSON object (Any: any JSON)."""

LONGEST_WORD = 28
NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
BREAK_HERE = "\u200b"


def sheet(language: str, company: Company, seller: Party | None) -> Facts:
    """Letterhead, footer and labels: the same on every document of a company."""
    text, brand = words(language), company.brand
    place = seller or company
    label = labels(language, company.country)
    return {
        "language": base(language),
        "region": company.country,
        "words": {"page": label["page"], "of": label["of"], "label": label, "sentence": text["sentence"]},
        "window": asdict(window(brand.window or custom(company.country).window)),
        "brand": {
            "accent": brand.accent,
            "logo": brand.logo,
            "logo_width": brand.logo_width_mm,
            "font": brand.font,
            "fonts_folder": brand.fonts_folder,
        },
        "company": company.name,
        "sender": " · ".join((company.name, place.street, place_line(place.postcode, place.city, place.country))),
        "footer": [[printable(line) for line in column] for column in brand.footer] or _footer(company, place, label),
    }


def _footer(company: Company, place: Party | Company, label: Mapping[str, str]) -> list[list[str]]:
    """Who writes, how to reach it, and what company law wants on letters (Directive (EU) 2017/1132, article 26)."""
    legal = company.legal
    columns = [
        [company.name, place.street, place_line(place.postcode, place.city, place.country)],
        [*_pairs(label, phone=legal.get("phone", ""), email=company.email), legal.get("website", "")],
        registrations(company, label),
        owners(company, label),
    ]
    kept = [[printable(line) for line in column if line.strip()] for column in columns]
    return [column for column in kept if column]


def registrations(company: Company, label: Mapping[str, str]) -> list[str]:
    """Numbers under which authorities know the company, each with its name in the reader's language."""
    court = company.legal.get("register_court", "")
    register = (
        [f"{court} {company.registration}".strip()] if court else _pairs(label, registration=company.registration)
    )
    return [*_pairs(label, vat_id=company.vat_id, tax_number=company.legal.get("tax_number", "")), *register]


def owners(company: Company, label: Mapping[str, str]) -> list[str]:
    """What the company is, and who leads it."""
    directors = _pairs(label, managing_directors=company.legal.get("managing_directors", ""))
    return [line for line in (legal_form(company, label), *directors) if line]


def legal_form(company: Company, label: Mapping[str, str]) -> str:
    """Legal form and capital as the country joins them ("SAS au capital de 120 000 €"); "" without either."""
    form, capital = company.legal.get("legal_form", ""), company.legal.get("capital", "")
    if not capital or not capital[0].isdigit():
        return " · ".join(part for part in (form, capital) if part)
    if form and custom(company.country).joined_capital:
        return label["legal_form_and_capital"].format(legal_form=form, capital=capital)
    return " · ".join(part for part in (form, label["capital"].format(capital=capital)) if part)


def postal_address(party: Any, from_country: str) -> list[str]:
    """The lines of an address (Any: a Party or a Customer); the country in capitals when the letter goes abroad."""
    place = custom(party.country).place.format(postcode=party.postcode, city=party.city, CITY=party.city.upper())
    lines = [party.name, *str(party.street).split("\n"), *place.split("\n")]
    if party.country and party.country != from_country:
        lines.append(_country_name(party.country).upper())
    return [printable(line) for line in lines if line.strip()]


def place_line(postcode: str, city: str, country: str) -> str:
    """Postcode and town in the order of the country's post (Universal Postal Union), on one line."""
    place = custom(country).place.replace("CITY", "city").format(postcode=postcode, city=city)
    return " ".join(place.split("\n")).strip()


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
