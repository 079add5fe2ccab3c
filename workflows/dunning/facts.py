"""A dunning letter as plain data: as the command line prints it, and as its templates see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from workflows import late_payment
from workflows.customers import Customer
from workflows.disputes.model import PromiseToPay
from workflows.dunning.composing import PlannedLetter
from workflows.dunning.model import DunnedItem, DunningLetter
from workflows.dunning.policy import pay_within_days
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, plain
from workflows.ports import Company

PENNY_PARTS = Decimal("0.0001")  # of a period in the annex; only an invoice's sum is rounded to pennies


def letter_as_json(letter: DunningLetter) -> dict[str, Any]:
    """One line of `dun --json`: dates in ISO form, money as strings with the currency's digits."""
    currency = letter.currency
    return {
        "customer": letter.customer,
        "company": letter.company,
        "currency": currency,
        "date": letter.date.isoformat(),
        "level": letter.level,
        "language": letter.language,
        "items": [_item_as_json(item, letter.date, currency) for item in letter.items],
        "credit_notes": [
            {"document": note.document, "open_amount": plain(note.open_amount, currency)}
            for note in letter.credit_notes
        ],
        "interest": plain(letter.interest, currency),
        "compensation": plain(letter.compensation, currency),
        "total": plain(letter.total, currency),
        **({"fee": plain(letter.fee, currency)} if letter.fee else {}),
    }


def _item_as_json(item: DunnedItem, day: date, currency: str) -> dict[str, Any]:
    shares = [
        {
            "due_date": share.due_on.isoformat(),
            "days_overdue": (day - share.due_on).days,
            "open_amount": plain(share.amount, currency),
        }
        for share in item.shares
    ]
    return {
        "document": item.document,
        "due_date": item.due_date.isoformat(),
        "days_overdue": item.days_overdue,
        "open_amount": plain(item.open_amount, currency),
        "level": item.level,
        "interest": plain(item.interest, currency),
        "compensation": plain(item.compensation, currency),
        **({"shares": shares} if shares else {}),
    }


def letter_facts(planned: PlannedLetter, company: Company) -> Mapping[str, Any]:
    """What the templates of a dunning letter may say: the printed line, and everything about it computed already."""
    letter, decision = planned.letter, planned.decision
    days = pay_within_days(letter.language, planned.wording)
    sources = {item.document: item for item in (*decision.listed, *decision.credit_notes)}
    printed = letter_as_json(letter)
    return {
        **printed,
        "deadline": (letter.date + timedelta(days=days)).isoformat(),
        "pay_within_days": days,
        "wording": planned.wording,
        "tone": decision.policy.tone.value,
        "broken_promises": [_promise(promise) for promise in planned.broken],
        "registered": bool(planned.registered),
        "customer": _customer(decision.customer),
        "contact": planned.contact,
        "company": _company(company),
        "items": [{**row, **_background(sources[row["document"]], planned)} for row in printed["items"]],
        "credit_notes": [
            {**row, "issue_date": sources[row["document"]].issue_date.isoformat()} for row in printed["credit_notes"]
        ],
        "items_total": _sum_of(letter, [item.open_amount for item in letter.items]),
        "credit_notes_total": _sum_of(letter, [note.open_amount for note in letter.credit_notes]),
        "balance": plain(letter.total - letter.interest - letter.compensation - letter.fee, letter.currency),
        "law": _law(planned),
    }


def _background(item: OpenItem, planned: PlannedLetter) -> dict[str, Any]:
    """Of a listed item: its own dates, the interest sheet, and where it stood before the letter."""
    return {
        "issue_date": item.issue_date.isoformat(),
        "po_number": item.po_number,
        "raised": item.document in planned.decision.raised,
        "level_before": item.dunning_level,
        "level_before_on": item.level_raised_on.isoformat() if item.level_raised_on else "",
        "periods": [
            {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "days": period.days,
                "amount": plain(period.amount, item.currency),
                "percent": f"{period.percent:f}",
                "interest": f"{late_payment.exact((period,)).quantize(PENNY_PARTS):f}",
            }
            for period in planned.charges[item.document].periods
        ],
    }


def _law(planned: PlannedLetter) -> dict[str, Any] | None:
    """The law that the letter's charges rest on, with its rates; None in a letter without charges."""
    law = planned.law
    if law is None or not (planned.letter.interest or planned.letter.compensation):
        return None
    return {
        "country": planned.decision.customer.country,
        "table": law.table,
        "add": f"{law.add:f}",
        "agreed": law.contract_percent is not None,
        "lump_sum": bool(planned.letter.compensation),
        "fixing": law.fixing,
        "rates": _rates(planned),
    }


def _promise(promise: PromiseToPay) -> dict[str, Any]:
    return {
        "invoices": list(promise.invoices),
        "date": promise.pays_on.isoformat(),
        "amount": plain(promise.amount, promise.currency) if promise.amount is not None else "",
    }


def _rates(planned: PlannedLetter) -> list[dict[str, str]]:
    """Every rate that the letter applies, once, with the first and the last day of it."""
    spans: dict[Decimal, tuple[str, str]] = {}
    for charge in planned.charges.values():
        for period in charge.periods:
            first, last = period.first.isoformat(), period.last.isoformat()
            known = spans.get(period.percent, (first, last))
            spans[period.percent] = (min(known[0], first), max(known[1], last))
    return [
        {"percent": f"{percent:f}", "first": first, "last": last}
        for percent, (first, last) in sorted(spans.items(), key=lambda span: span[1])
    ]


def _customer(customer: Customer) -> dict[str, str]:
    names = ("number", "name", "street", "postcode", "city", "country", "vat_id")
    return {name: getattr(customer, name) for name in names}


def _company(company: Company) -> dict[str, str]:
    names = ("code", "name", "street", "postcode", "city", "country", "vat_id", "registration", "iban", "bic", "email")
    return {name: getattr(company, name) for name in names}


def _sum_of(letter: DunningLetter, amounts: list[Decimal]) -> str:
    return plain(sum(amounts, ZERO), letter.currency)
