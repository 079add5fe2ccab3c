"""What a court or a lawyer asks for about an unpaid claim, out of the last letter and the books; a person files it.

The fields are those of a German Mahnbescheid (ZPO section 690), of a French injonction de payer (code de procédure
civile, article 1407) and of an English claim form: parties, each claim with its ground, interest so far and from now
on, what was done before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.customers import Customer
from workflows.disputes.model import Case, CaseKind, PromiseStatus, PromiseToPay
from workflows.ledger.money import ZERO, plain
from workflows.letters import Letter
from workflows.ports import Company, Country

Sheet = dict[str, Any]
"""A JSON object (Any: any JSON)."""


def claim_sheet(
    letter: Letter,
    company: Company,
    customer: Customer,
    law_country: Country | None,
    reminders: Iterable[Letter],
    cases: Iterable[Case],
    promises: Iterable[PromiseToPay],
    open_now: Mapping[str, Decimal],
) -> Sheet:
    """`letter` is the last dunning letter; `reminders` all of them; cases and promises those of the same documents.

    `open_now`: what is open of them in the books, which may be less than the letter says.
    """
    facts: Mapping[str, Any] = json.loads(letter.facts)
    claimed = [row for row in facts["items"] if row["level"] == facts["level"]]
    return {
        "as_of": facts["date"],
        "currency": facts["currency"],
        "creditor": _creditor(company),
        "debtor": _debtor(customer),
        "claims": [
            _claim(row) | {"open_now": plain(open_now.get(row["document"], ZERO), facts["currency"])} for row in claimed
        ],
        "credit_notes_to_set_off": [dict(row) for row in facts["credit_notes"]],
        "further_interest": _further_interest(facts.get("law"), law_country),
        "reminders": [_reminder(one) for one in sorted(reminders, key=lambda one: one.created_at)],
        "disputes": [_dispute(case) for case in cases if case.kind is CaseKind.DISPUTE],
        "broken_promises": [_promise(one) for one in promises if one.state is PromiseStatus.BROKEN],
        "for_a_person_to_add": ["court", "costs of the proceedings", "kind of the claim in the court's catalogue"],
    }


def _creditor(company: Company) -> Sheet:
    names = ("name", "street", "postcode", "city", "country", "vat_id", "registration", "iban", "bic", "email")
    return {name: getattr(company, name) for name in names} | {"legal": dict(company.legal)}


def _debtor(customer: Customer) -> Sheet:
    names = ("number", "name", "street", "postcode", "city", "country", "vat_id", "registration")
    return {name: getattr(customer, name) for name in names}


def _claim(row: Mapping[str, Any]) -> Sheet:
    """One invoice as it stands in the letter, with the days that bore interest."""
    return {
        "ground": "invoice",
        "document": row["document"],
        "issued_on": row["issue_date"],
        "due_on": row["due_date"],
        "po_number": row["po_number"],
        "principal": row["open_amount"],
        "interest_until_letter": row["interest"],
        "interest_periods": [dict(period) for period in row["periods"]],
        "compensation": row["compensation"],
    }


def _further_interest(applied: Mapping[str, Any] | None, country: Country | None) -> Sheet | None:
    """The rate that goes on running after the letter: the one that a contract agreed (`applied`: the letter's law),
    else points above a reference rate, never a figure of today."""
    if applied and applied["agreed"] and applied["rates"]:
        return {"agreed_percent": applied["rates"][-1]["percent"]}
    law = country.late_payment if country else None
    if law is None:
        return None
    return {"reference_rate": law.table, "points_above": f"{law.add:f}", "fixing": law.fixing}


def _reminder(letter: Letter) -> Sheet:
    facts = json.loads(letter.facts)
    return {
        "level": facts["level"],
        "written_on": facts["date"],
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "to": list(letter.to),
        "message_id": letter.message_id,
        "state": letter.state.value,
        "documents": list(letter.documents),
    }


def _dispute(case: Case) -> Sheet:
    opened: date = case.opened
    return {
        "case": case.id,
        "invoices": list(case.invoices),
        "reason": case.reason,
        "opened": opened.isoformat(),
        "outcome": case.outcome or case.state.value,
    }


def _promise(promise: PromiseToPay) -> Sheet:
    amount = "" if promise.amount is None else plain(promise.amount, promise.currency)
    return {"invoices": list(promise.invoices), "promised_for": promise.pays_on.isoformat(), "amount": amount}
