"""What can deviate in an order, and who decides about it where a desk has not said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from workflows.orders.model import Deviation


class Finding(StrEnum):
    """Codes of deviations; templates and the console word them."""

    NO_LINES = "no_lines"
    UNKNOWN_ARTICLE = "unknown_article"
    REPLACED_ARTICLE = "replaced_article"
    ARTICLE_ENDED = "article_ended"
    BAD_QUANTITY = "bad_quantity"
    PACK_SIZE = "pack_size"
    LEAST_QUANTITY = "least_quantity"
    UNIT = "unit"
    UNIT_COUNTED = "unit_counted"
    UNIT_OTHER = "unit_other"
    BACK_ORDER = "back_order"
    NO_STOCK = "no_stock"
    NO_PRICE = "no_price"
    PRICE_LOWER = "price_lower"
    PRICE_TOLERATED = "price_tolerated"
    PRICE_BREAK = "price_break"
    PRICE_OUTDATED = "price_outdated"
    PRICE_HIGHER = "price_higher"
    PRICE_FAR_ABOVE = "price_far_above"
    TAX_UNCLEAR = "tax_unclear"
    CURRENCY = "currency"
    TOTAL = "total"
    BELOW_MINIMUM = "below_minimum"
    NO_PO_NUMBER = "no_po_number"
    PO_REQUIRED = "po_required"
    CONTRACT_QUANTITY = "contract_quantity"
    CONTRACT_BILLS = "contract_bills"
    DUPLICATE_PO = "duplicate_po"
    OLDER_VERSION = "older_version"
    AMENDS_PO = "amends_po"
    SAME_GOODS = "same_goods"
    SIMILAR_ORDER = "similar_order"
    CREDIT_LIMIT = "credit_limit"
    CREDIT_UNKNOWN = "credit_unknown"
    CREDIT_HOLD = "credit_hold"
    INSOLVENCY = "insolvency"
    REQUESTED_IN_THE_PAST = "requested_in_the_past"
    NO_WORKING_DAY = "no_working_day"
    LEAD_TIME = "lead_time"
    DELIVERY_ADDRESS = "delivery_address"
    DELIVERY_COUNTRY = "delivery_country"
    EXPORT_COUNTRY = "export_country"
    EXPORT_ARTICLE = "export_article"
    EXPORT_LICENCE = "export_licence"


class Outcome(StrEnum):
    """Who decides about a deviation."""

    AUTO = "auto"  # nobody: our side of it is confirmed, and the difference is named
    ASK = "ask"  # the customer, in a letter of our own accord
    SPECIALIST = "specialist"  # a person, before anything is written


# Of everything that is not named here a specialist decides.
USUALLY_AUTO = frozenset(
    {
        Finding.UNIT_COUNTED,
        Finding.BACK_ORDER,
        Finding.PRICE_HIGHER,
        Finding.PRICE_TOLERATED,
        Finding.NO_PO_NUMBER,
        Finding.CONTRACT_QUANTITY,
        Finding.CONTRACT_BILLS,
        Finding.REQUESTED_IN_THE_PAST,
        Finding.NO_WORKING_DAY,
        Finding.LEAD_TIME,
    }
)

# What nobody can release: without these facts there is nothing to confirm.
NEEDS_CORRECTION = frozenset(
    {
        Finding.NO_LINES,
        Finding.UNKNOWN_ARTICLE,
        Finding.BAD_QUANTITY,
        Finding.NO_PRICE,
        Finding.DELIVERY_COUNTRY,
    }
)

# What is between us and our books, or a suspicion: the customer is neither told of it nor asked about it.
INTERNAL = frozenset(
    {
        Finding.NO_LINES,
        Finding.TAX_UNCLEAR,
        Finding.CONTRACT_QUANTITY,
        Finding.CONTRACT_BILLS,
        Finding.CREDIT_LIMIT,
        Finding.CREDIT_UNKNOWN,
        Finding.CREDIT_HOLD,
        Finding.INSOLVENCY,
        Finding.DELIVERY_ADDRESS,
        Finding.DELIVERY_COUNTRY,
        Finding.EXPORT_COUNTRY,
        Finding.EXPORT_ARTICLE,
        Finding.EXPORT_LICENCE,
    }
)

# Whether it is an order at all, and not one that came before: a question to the customer, never one to be confirmed.
DOUBLES = frozenset(
    {Finding.DUPLICATE_PO, Finding.OLDER_VERSION, Finding.AMENDS_PO, Finding.SAME_GOODS, Finding.SIMILAR_ORDER}
)

# What no configuration lets pass without a person: fraud, law, money already owed, and what cannot be supplied.
# A new version of an order is no double where a desk lets changes be made alone.
NEVER_AUTO = (
    NEEDS_CORRECTION
    | (INTERNAL - USUALLY_AUTO)
    | (DOUBLES - {Finding.AMENDS_PO})
    | {Finding.ARTICLE_ENDED, Finding.UNIT, Finding.UNIT_OTHER, Finding.CURRENCY, Finding.PO_REQUIRED}
)


def usual(code: str) -> Outcome:
    return Outcome.AUTO if code in USUALLY_AUTO else Outcome.SPECIALIST


def outcome_of(deviation: Deviation, configured: Mapping[str, Outcome]) -> Outcome:
    """Who decides about a deviation that its rules have weighed already."""
    if not deviation.blocking:
        return Outcome.AUTO
    return configured.get(deviation.code, Outcome.SPECIALIST)


def as_configured(deviation: Deviation, configured: Mapping[str, Outcome]) -> Deviation:
    """The deviation as a desk wants it treated; one that it says nothing of stays as its rule gave it."""
    outcome = configured.get(deviation.code)
    return deviation if outcome is None else replace(deviation, blocking=outcome is not Outcome.AUTO)


def found(code: Finding, position: int = 0, asked: str = "", ours: str = "", about: str = "") -> Deviation:
    """A deviation as the usual outcome has it."""
    return Deviation(code.value, position, asked, ours, usual(code) is not Outcome.AUTO, about)
