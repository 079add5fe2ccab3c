"""A party of a posted document as the semantic model has it; its identifiers follow the custom of its own country."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.documents.einvoice.model import Address, Contact, Identifier, Trader
from bot.documents.sheet import one_line
from workflows.invoicing.model import ElectronicTerms, Party
from workflows.ports import Company, Country, Identifiers

EMAIL_SCHEME = "EM"
VAT_NUMBER = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
LEGAL_NOTE = ("legal_form", "capital", "register_court", "managing_directors")
NOBODY = Identifiers()


def seller(party: Party, company: Company, countries: Mapping[str, Country], *, contact: bool, taxable: bool) -> Trader:
    """BG-4. `contact`: the profile asks for one; `taxable`: False where nothing is a matter of VAT (BR-O-02)."""
    custom = _custom(party, countries)
    legal = company.legal
    return Trader(
        name=one_line(party.name),
        legal_id=_legal_id(party, custom),
        legal_note=one_line(", ".join(legal[key] for key in LEGAL_NOTE if legal.get(key))),
        vat_id=_vat_id(party) if taxable else "",
        tax_number=one_line(legal.get("tax_number", "")) if taxable else "",
        endpoint=_endpoint(party, custom),
        address=address(party),
        contact=_contact(company) if contact else None,
    )


def buyer(party: Party, terms: ElectronicTerms, countries: Mapping[str, Country], *, taxable: bool) -> Trader:
    """BG-7; what the customer says of his electronic address comes before what is made of his numbers."""
    custom = _custom(party, countries)
    own = Identifier(one_line(terms.endpoint_id), terms.endpoint_scheme or custom.endpoint_scheme)
    return Trader(
        name=one_line(party.name),
        legal_id=_legal_id(party, custom),
        vat_id=_vat_id(party) if taxable else "",
        endpoint=own if terms.endpoint_id else _endpoint(party, custom),
        address=address(party),
    )


def address(party: Party) -> Address:
    """BG-5, BG-8, BG-15: a street of several lines fills the further ones."""
    first, second, *others = [*(one_line(line) for line in party.street.splitlines() if line.strip()), "", ""]
    third = " ".join(line for line in others if line)
    return Address(first, second, third, one_line(party.city), one_line(party.postcode), party.country)


def _custom(party: Party, countries: Mapping[str, Country]) -> Identifiers:
    home = countries.get(party.country)
    return home.identifiers if home is not None else NOBODY


def _contact(company: Company) -> Contact:
    name = company.legal.get("contact") or company.name
    return Contact(one_line(name), one_line(company.legal.get("phone", "")), company.email)


def _vat_id(party: Party) -> str:
    """BT-31, BT-48; what cannot be a VAT number is left out, and the rules say so where one is needed."""
    compact = re.sub(r"[\s.\-]", "", party.vat_id[:40]).upper()
    return compact if VAT_NUMBER.fullmatch(compact) else ""


def _registered(party: Party, custom: Identifiers) -> str:
    """The number of the register that has a code, or "": its first digits, for a branch's number begins with it."""
    figures = re.sub(r"[\s.\-]", "", party.registration[:40])
    fits = custom.registration_digits and figures[: custom.registration_digits].isdigit()
    return figures[: custom.registration_digits] if fits and len(figures) >= custom.registration_digits else ""


def _legal_id(party: Party, custom: Identifiers) -> Identifier | None:
    if number := _registered(party, custom):
        return Identifier(number, custom.registration_scheme)
    return Identifier(one_line(party.registration)) if party.registration.strip() else None


def _endpoint(party: Party, custom: Identifiers) -> Identifier | None:
    found = {"registration": _registered(party, custom), "vat_id": _vat_id(party)}.get(custom.endpoint_of, "")
    if found:
        return Identifier(found, custom.endpoint_scheme)
    return Identifier(one_line(party.email), EMAIL_SCHEME) if party.email else None
