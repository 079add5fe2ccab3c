"""Why a bank takes money back (ISO 20022 external codes), and what follows for mandate, retry and customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mandate(StrEnum):
    KEEP = "keep"
    STOP = "stop"  # nothing more is collected under it


class Retry(StrEnum):
    ONCE = "once"
    FIXED = "fixed"  # after the data was corrected
    NO = "no"


class NextStep(StrEnum):
    CHASE = "chase"  # the dunning runs on
    CONTACT = "contact"  # the customer is asked for correct data
    DISPUTE = "dispute"
    PERSON = "person"
    BANK = "bank"  # our own error: repaired and sent again


@dataclass(frozen=True, slots=True)
class ReturnReason:
    code: str
    meaning: str
    mandate: Mandate
    retry: Retry
    next_step: NextStep


def explained(code: str, reasons: Mapping[str, ReturnReason]) -> str:
    """ "AM04, insufficient funds"; a code that is not listed as it came, "" for none.

    German banks tell MS03 (no reason) where AM04 or MD07 is meant, for privacy: nothing is concluded from it.
    """
    reason = reasons.get(code)
    return f"{code}, {reason.meaning}" if reason else code
