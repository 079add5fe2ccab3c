"""What to look at twice before a customer's record is changed, and what a change makes of the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from workflows.customers import Contact, Customer
from workflows.places import STANDING, is_known

ADDRESS = re.compile(
    r"^(?P<street>[^,|;\n]{3,80})[,|;\n]\s*(?P<postcode>[0-9A-Z][0-9A-Z -]{2,9}?)[\s,|;]+(?P<city>\D{2,60})$"
)
ADDRESS_POSTCODE_LAST = re.compile(
    r"^(?P<street>[^,|;\n]{3,80})[,|;\n]\s*(?P<city>[^,|;\n\d]{2,60}?)[\s,|;]+"
    r"(?P<postcode>[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2})$"
)
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
DIGITS = re.compile(r"\d+")
MAX_TEXT = 400


def old_value(customer: Customer, field: str) -> str:
    """What the record says today, as text."""
    return {
        "name": customer.name,
        "address": ", ".join(filter(None, (customer.street, f"{customer.postcode} {customer.city}".strip()))),
        "emails": ", ".join(customer.emails),
        "contact": "",
        "vat_id": customer.vat_id,
        "iban": ", ".join(customer.ibans),
        "delivery_address": "; ".join(customer.delivery_addresses),
    }[field]


def compact(number: str) -> str:
    """An IBAN or VAT number without the spaces, dots and dashes that people write into it."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def iban_is_sound(iban: str) -> bool:
    """Whether the check digits agree (ISO 13616, mod 97-10 of ISO 7064)."""
    number = compact(iban)
    if not 15 <= len(number) <= 34 or not number[:2].isalpha() or not number[2:4].isdigit():
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def is_same_written_anew(field: str, asked: str, written: str) -> bool:
    """Whether a text only says better what was asked for and called back on: no number or address stands in it that did
    not stand there, and a number that is the whole value is the same."""
    if field in ("iban", "vat_id"):
        return compact(written) == compact(asked)

    def told(text: str) -> set[str]:
        return {*EMAIL.findall(text.lower()), *DIGITS.findall(text)}

    return told(written) <= told(asked)


def masked(field: str, value: str) -> str:
    """A new value as a letter may repeat it: of a bank account only its country and its end."""
    if field != "iban":
        return value
    number = compact(value)
    return f"{number[:2]} … {number[-4:]}" if len(number) > 8 else "…"


def is_unchanged(customer: Customer, field: str, new: str) -> bool:
    """Whether the record says so already."""
    if field == "iban":
        return compact(new) in customer.ibans
    if field == "delivery_address":
        return is_known(new, customer)
    return field != "contact" and new.strip().casefold() == old_value(customer, field).casefold()


def warnings(field: str, new: str, customer: Customer, sender: str) -> tuple[str, ...]:
    """Why one should look twice at one field, in words."""
    found = []
    domain = sender.rpartition("@")[2].casefold()
    known = {email.rpartition("@")[2].casefold() for email in customer.emails} | {
        d.casefold() for d in customer.domains
    }
    if domain and domain not in known:
        found.append(f"This customer never wrote from {domain} before.")
    if field == "iban":
        country = compact(new)[:2]
        if not iban_is_sound(new):
            found.append("The check digits of the bank account are wrong.")
        if country != customer.country:
            found.append(f"The bank account is in {country}, the customer in {customer.country}.")
        found.append("Bank account: call back on a number known before this message, never on one given in it.")
    if field == "emails" and any(email.rpartition("@")[2].casefold() not in known for email in EMAIL.findall(new)):
        found.append("The new address lies outside the domains of this customer.")
    return tuple(found)


def applied(customer: Customer, field: str, new: str) -> Customer | Contact | str:
    """The changed record or the new contact, or why the text cannot be taken, in words."""
    text = new.strip()
    if not text or len(text) > MAX_TEXT:
        return "there is no value, or far too long a one"
    return CHANGES[field](customer, text)


def _name(customer: Customer, new: str) -> Customer:
    return replace(customer, name=new, aliases=tuple(dict.fromkeys((*customer.aliases, customer.name))))


def _address(customer: Customer, new: str) -> Customer | str:
    found = ADDRESS_POSTCODE_LAST.match(new) or ADDRESS.match(new)
    if found is None:
        return "write it as: street, postcode city"
    return replace(
        customer,
        street=found["street"].strip(),
        postcode=found["postcode"].strip(),
        city=found["city"].strip(" ,|;\n"),
    )


def _emails(customer: Customer, new: str) -> Customer | str:
    """New addresses come first, so that letters go there; the former ones still tell who writes."""
    found = [email.lower() for email in EMAIL.findall(new)]
    return replace(customer, emails=tuple(dict.fromkeys((*found, *customer.emails)))) if found else "no address in it"


def _contact(customer: Customer, new: str) -> Contact | str:
    found = EMAIL.search(new)
    if found is None:
        return "a contact needs a mail address"
    email = found.group().lower()
    name = new.replace(found.group(), "").strip(" ,;:<>()|-\n")
    return Contact(
        id=f"{customer.number}|{email}",
        customer=customer.number,
        name=name,
        email=email,
        role="other",
        language=customer.language,
        phone="",
    )


def _vat_id(customer: Customer, new: str) -> Customer:
    return replace(customer, vat_id=compact(new))


def _iban(customer: Customer, new: str) -> Customer | str:
    """Payments from the former account are still recognised: the new one is added in front."""
    if not iban_is_sound(new):
        return "the check digits of the bank account are wrong"
    return replace(customer, ibans=tuple(dict.fromkeys((compact(new), *customer.ibans))))


def _delivery_address(customer: Customer, new: str) -> Customer | str:
    """Goods may go there from now on besides; addresses before it stay."""
    found = ADDRESS_POSTCODE_LAST.match(new) or ADDRESS.match(new)
    if found is None:
        return "write it as: street, postcode city"
    city = found["city"].strip(" ,|;\n")
    standing = f"{found['street'].strip()}, {found['postcode'].strip().upper()} {city}"
    if not STANDING.fullmatch(standing):
        return "write it as: street, postcode city"
    return replace(customer, delivery_addresses=tuple(dict.fromkeys((standing, *customer.delivery_addresses))))


CHANGES: dict[str, Callable[[Customer, str], Customer | Contact | str]] = {
    "name": _name,
    "address": _address,
    "emails": _emails,
    "contact": _contact,
    "vat_id": _vat_id,
    "iban": _iban,
    "delivery_address": _delivery_address,
}
