"""VAT numbers of customers are looked at by form, check digit and, where asked, by the register of the Union (VIES).

Nothing here changes how a sale is taxed: a number of the right form is believed there (workflows.tax.policy). What is
doubtful is listed for a person, who asks the customer before the tax office does (Directive 2006/112/EC art. 138).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import httpx
from stdnum import get_cc_module

from workflows.customers import Customer
from workflows.tax.policy import PART_OF, VAT_ID_FORMS, vat_id_fits

VIES_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api"
TIMEOUT = httpx.Timeout(20.0)
SEPARATORS = re.compile(r"[\s.\-]")


class VatIdState(StrEnum):
    MISSING = "missing"
    MALFORMED = "malformed"
    CHECK_DIGIT = "check_digit"  # the form is right, the number cannot be
    NOT_REGISTERED = "not_registered"
    UNANSWERED = "unanswered"  # the register gave no answer
    FITS = "fits"


DOUBTFUL = frozenset({VatIdState.MALFORMED, VatIdState.CHECK_DIGIT, VatIdState.NOT_REGISTERED})


class RegisterUnavailable(Exception):
    """A register of VAT numbers does not answer, or not now."""


class VatRegister(Protocol):
    def knows(self, vat_id: str) -> bool:
        """Whether a number (with its prefix) is registered for trade within the Union. Raises RegisterUnavailable."""
        ...


class Vies:
    """The register of the European Commission, one question a number."""

    def __init__(
        self, url: str = VIES_URL, connect: Callable[[], httpx.Client] = lambda: httpx.Client(timeout=TIMEOUT)
    ) -> None:
        self._url, self._connect = url.rstrip("/"), connect

    def knows(self, vat_id: str) -> bool:
        path = f"{self._url}/ms/{vat_id[:2]}/vat/{vat_id[2:]}"
        try:
            with self._connect() as http:
                answer = http.get(path)
            told = answer.json()
        except (httpx.RequestError, ValueError) as error:
            raise RegisterUnavailable(f"{type(error).__name__}: {error}") from error
        valid = told.get("isValid") if isinstance(told, dict) else None
        if (
            answer.status_code != 200
            or not isinstance(valid, bool)
            or told.get("userError") not in ("VALID", "INVALID")
        ):
            raise RegisterUnavailable(str(told)[:200])
        return valid


@dataclass(frozen=True, slots=True)
class VatIdRow:
    customer: str
    country: str
    vat_id: str
    state: VatIdState
    detail: str = ""


def looked_at(country: str, vat_id: str) -> VatIdState:
    """What form and check digit say of a number; of countries without a rule, nothing is doubted."""
    compact = SEPARATORS.sub("", vat_id[:40]).upper()
    if not compact:
        return VatIdState.MISSING
    home = PART_OF.get(country, country)
    if home in VAT_ID_FORMS and not vat_id_fits(country, vat_id):
        return VatIdState.MALFORMED
    rule = get_cc_module(home.lower(), "vat") if home.isalpha() else None
    if rule is None:
        return VatIdState.FITS
    return VatIdState.FITS if rule.is_valid(compact) else VatIdState.CHECK_DIGIT


def rows(customers: Iterable[Customer], register: VatRegister | None = None) -> Iterator[VatIdRow]:
    """A row for each customer with a number; the register is asked for those of the Union alone that look right."""
    for customer in customers:
        state, detail = looked_at(customer.country, customer.vat_id), ""
        home = PART_OF.get(customer.country, customer.country)
        if state is VatIdState.FITS and register is not None and home in VAT_ID_FORMS:
            try:
                known = register.knows(SEPARATORS.sub("", customer.vat_id).upper())
                state = VatIdState.FITS if known else VatIdState.NOT_REGISTERED
            except RegisterUnavailable as error:
                state, detail = VatIdState.UNANSWERED, str(error)
        if state is not VatIdState.MISSING:
            yield VatIdRow(customer.number, customer.country, customer.vat_id, state, detail)
