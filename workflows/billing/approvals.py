"""An invoice that a person must see first is asked about once, by a case that names its first period and amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.disputes.model import Case, CaseStatus

APPROVAL = "approval"
GRANTED_OUTCOME = "resolved"


class Verdict(StrEnum):
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GRANTED = "granted"
    REJECTED = "rejected"


def reason_of(why: str, period: str) -> str:
    """What a case of billing is about: "approval:V-1|2026-03-01"."""
    return f"{why}:{period}"


@dataclass(frozen=True, slots=True)
class Approvals:
    """The cases of billing by their reason; an approval holds for the amount that was asked about alone."""

    cases: dict[str, list[Case]]

    @classmethod
    def of_cases(cls, cases: Iterable[Case]) -> Approvals:
        found: dict[str, list[Case]] = {}
        for case in cases:
            found.setdefault(case.reason, []).append(case)
        return cls(found)

    def of(self, period: str, net: Decimal) -> Verdict:
        asked = [case for case in self.cases.get(reason_of(APPROVAL, period), ()) if case.amount == net]
        if not asked:
            return Verdict.NOT_ASKED
        if asked[-1].state is not CaseStatus.CLOSED:
            return Verdict.ASKED
        return Verdict.GRANTED if asked[-1].outcome == GRANTED_OUTCOME else Verdict.REJECTED

    def asked_about(self, period: str) -> bool:
        """Whether a person was told of an invoice or a doubt that begins with this period."""
        return any(reason.partition(":")[2] == period for reason in self.cases)
