"""What is wrong with an e-invoice is said by the id of the rule that it breaks and in the rule's words."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.errors import O2CError


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a document breaks: its id ("BR-CO-15", "XSD"), where, its words, and whether it forbids sending."""

    rule: str
    place: str
    text: str
    fatal: bool = True


class RulesUnavailable(O2CError):
    """The rules could not be run; an invoice that was not judged is never called valid."""


class InvoiceRefused(O2CError):
    """An e-invoice breaks rules: it waits for a person instead of being sent."""

    def __init__(self, number: str, findings: tuple[Finding, ...]) -> None:
        self.number, self.findings = number, findings
        words = "; ".join(f"{finding.rule}: {finding.text}" for finding in findings)
        super().__init__(f"the e-invoice {number} breaks {len(findings)} rules: {words}")
