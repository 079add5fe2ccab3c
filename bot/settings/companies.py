"""`[companies.X]`: a selling entity as documents, numbers and letters need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.settings.accounts import books
from bot.settings.branding import brand
from bot.settings.section import Section
from workflows.collections.mandates import creditor_id_is_sound
from workflows.ports import Brand, Company, Country

INVOICE_MOMENTS = ("confirmation", "delivery")
LEGAL_KEYS = (
    "legal_form",
    "capital",
    "register_court",
    "managing_directors",
    "phone",
    "website",
    "contact",
    "tax_number",
    "vat_on_debits",
)


def company(section: Section, code: str, countries: Mapping[str, Country], base: Path) -> Company:
    home = section.text("country")
    country = countries.get(home)
    if country is None and home:
        section.fault(f"country {home!r} has no file in config/countries")
    escalation = section.section("escalation", required=True)
    addresses = escalation.strings()
    if "default" not in addresses:
        escalation.fault("default is missing")
    found = Company(
        code=code,
        name=section.text("name"),
        country=home,
        vat_id=section.text("vat_id"),
        registration=section.text("registration", ""),
        street=section.text("street"),
        postcode=section.text("postcode"),
        city=section.text("city"),
        iban=section.text("iban").replace(" ", ""),
        bic=section.text("bic", ""),
        email=section.text("email"),
        currency=section.text("currency", country.currency if country else "EUR"),
        language=section.text("language", country.language if country else "en"),
        invoice_number=number_pattern(section, "invoice_number"),
        credit_note_number=number_pattern(section, "credit_note_number"),
        known_invoice_numbers=patterns(section, "known_invoice_numbers"),
        escalation=addresses,
        invoice_on=section.text("invoice_on", "confirmation", one_of=INVOICE_MOMENTS),
        legal=legal_mentions(section.section("legal")),
        brand=company_brand(section, base),
        confirmation_pdf=section.flag("confirmation_pdf", False),
        deciders=deciders(section.section("deciders"), addresses),
        books=books(section, country),
        creditor_id=creditor_id(section),
    )
    section.done()
    return found


def creditor_id(section: Section) -> str:
    """The SEPA creditor identifier; its check digits must agree."""
    found = "".join(section.text("creditor_id", "").split()).upper()
    if found and not creditor_id_is_sound(found):
        section.fault(f"creditor_id: the check digits of {found!r} do not agree")
    return found


def deciders(section: Section, escalation: Mapping[str, str]) -> dict[str, str]:
    """Whose own address decides for which team: `"anna@house.example" = "price"`, "default": about every case."""
    found = section.strings()
    for address, team in found.items():
        if team not in escalation:
            section.fault(f"{address}: {team!r} is no key of escalation")
    return {address.casefold(): team for address, team in found.items()}


def company_brand(section: Section, base: Path) -> Brand:
    name = section.text("brand", "")
    return brand(base / name, section.faults) if name else Brand()


def legal_mentions(section: Section) -> dict[str, str]:
    found = {key: section.text(key) for key in LEGAL_KEYS if key in section.table}
    section.done()
    return found


def number_pattern(section: Section, key: str) -> str:
    pattern = section.text(key)
    try:
        if pattern and pattern.format(year=2026, number=1) == pattern.format(year=2026, number=2):
            section.fault(f"{key} must hold {{number}}: two documents would share a number")
    except (KeyError, IndexError, ValueError):
        section.fault(f"{key} may hold {{year}} and {{number:05d}} only, not {pattern!r}")
    return pattern


def patterns(section: Section, key: str) -> tuple[str, ...]:
    found = section.texts(key, [])
    for pattern in found:
        try:
            re.compile(pattern)
        except re.error as error:
            section.fault(f"{key}: {pattern!r} is not a regular expression: {error}")
    return found
