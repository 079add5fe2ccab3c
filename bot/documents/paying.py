"""How a document asks for its money: the lines of the payment box, the code for a banking app, the Swiss slip."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.documents.notation import words
from bot.documents.payment_codes import (
    SWISS_ACCOUNTS,
    Place,
    grouped,
    sepa_code,
    swiss_code,
    swiss_reference,
)
from bot.documents.sheet import Facts, account, place_line, printable
from bot.documents.squares import square
from workflows.invoicing.model import Party
from workflows.ledger.creditor_reference import creditor_reference
from workflows.ports import Company

NOTHING: Facts = {"code": "", "scan": "", "slip": None}


def payment_rows(company: Company, label: Mapping[str, str], number: str) -> list[Facts]:
    """The account, the document to quote, and its structured reference (ISO 11649) with check digits."""
    rows = account(company, label, number)
    reference = creditor_reference(number)
    if rows and reference and reference[4:] != number:
        rows.append({"label": label["creditor_reference"], "value": grouped(reference)})
    return rows


def payment_code(
    company: Company, amount: Decimal, currency: str, label: Mapping[str, str], *, number: str = "", text: str = ""
) -> Facts:
    """The square of a SEPA transfer with a document's reference or a text; none where the account takes no euro."""
    if currency != "EUR":
        return NOTHING
    code = sepa_code(
        name=company.name,
        iban=company.iban,
        bic=company.bic,
        amount=amount,
        reference=creditor_reference(number) if number else "",
        text=text or number,
    )
    return NOTHING | {"code": square(code), "scan": label["scan_to_pay"] if code else ""}


def ways_to_pay(company: Company, buyer: Party, amount: Decimal, currency: str, number: str, language: str) -> Facts:
    """A Swiss slip where the seller's account and the buyer's country have such, else the square of a SEPA transfer."""
    text = words(language)
    if buyer.country in SWISS_ACCOUNTS or currency == "CHF":
        slip = _slip(company, buyer, amount, number, currency, text["slip"])
        if slip is not None:
            return NOTHING | {"slip": slip}
    return payment_code(company, amount, currency, text["label"], number=number)


def _slip(
    company: Company, buyer: Party, amount: Decimal, number: str, currency: str, term: Mapping[str, str]
) -> Facts | None:
    """Payment part and receipt; None where the account cannot take them."""
    creditor = Place(company.name, company.street, company.postcode, company.city, company.country)
    debtor = Place(buyer.name, _line(buyer.street), buyer.postcode, buyer.city, buyer.country)
    code = swiss_code(
        iban=company.iban,
        creditor=creditor,
        debtor=debtor,
        amount=amount,
        currency=currency,
        number=number,
        message=number,
    )
    if not code:
        return None
    return {
        "term": dict(term),
        "square": square(code),
        "iban": grouped("".join(company.iban.split())),
        "creditor": _shown(creditor),
        "debtor": _shown(debtor),
        "reference": grouped(swiss_reference("".join(company.iban.split()), number)[1]),
        "information": printable(number),
        "currency": currency,
        "amount": _swiss_amount(amount),
    }


def _swiss_amount(amount: Decimal) -> str:
    """ "1 949.75": blanks between thousands, a point, two decimals (guidelines, 3.5.3)."""
    return f"{amount:,.2f}".replace(",", "\u00a0")


def _shown(place: Place) -> list[str]:
    lines = (place.name, place.street, place_line(place.postcode, place.city, place.country))
    return [printable(line) for line in lines if line.strip()]


def _line(street: str) -> str:
    return re.sub(r"\s*\n\s*", ", ", street.strip())
