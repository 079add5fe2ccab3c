"""What a payment plan and the cover of a registered letter say, as plain strings in their reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.documents.notation import labels, notation, words
from bot.documents.paying import NOTHING
from bot.documents.sheet import Facts, account, printable, sheet
from workflows.ports import Company


class OpenEnded(ValueError):
    """A plan whose instalments do not all name their amounts cannot be written down."""


def plan_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A payment plan for `plan.typ`.

    `facts` (Any: JSON): date, customer, currency, invoices (numbers), instalments (date, amount). Raises OpenEnded.
    """
    say, text, currency = notation(language, company.country), words(language), str(facts["currency"])
    label = labels(language, company.country)
    amounts = [_amount(part) for part in facts["instalments"]]
    rows, left = [], sum(amounts, Decimal(0))
    total = left
    for number, (part, amount) in enumerate(zip(facts["instalments"], amounts, strict=True), start=1):
        left -= amount
        rows.append(
            {
                "number": str(number),
                "day": say.day(part["date"]),
                "amount": say.amount(amount, currency),
                "left": say.amount(left, currency),
            }
        )
    documents = ", ".join(printable(str(number)) for number in facts.get("invoices") or ())
    return {
        **_letter(facts, company, address, language, "payment_plan"),
        "lead": text["sentence"]["plan_before"],
        "documents": text["sentence"]["plan_documents"].format(documents=documents) if documents else "",
        "amounts_in": f"{label['amounts_in']} {currency}",
        "instalments": rows,
        "total": say.money(total, currency),
        "after": text["sentence"]["plan_after"],
        "payment": account(company, label, documents or str(facts["customer"]["number"])),
        "pay": NOTHING,
    }


def cover_facts(
    facts: Mapping[str, Any], enclosures: Sequence[str], company: Company, address: list[str], language: str
) -> Facts:
    """The first sheet of a registered letter for `cover.typ`: whom it goes to, how, and what lies behind it.

    `facts` (Any: JSON): date, customer.
    """
    return {
        **_letter(facts, company, address, language, "cover"),
        "lead": words(language)["sentence"]["cover_before"],
        "enclosures": [printable(name) for name in enclosures],
    }


def _letter(facts: Mapping[str, Any], company: Company, address: list[str], language: str, title: str) -> Facts:
    label = labels(language, company.country)
    return {
        **sheet(language, company, None),
        "title": words(language)["title"][title],
        "address": address,
        "references": [
            {"label": label["date"], "value": notation(language, company.country).day(facts["date"])},
            {"label": label["customer"], "value": printable(str(facts["customer"]["number"]))},
        ],
    }


def _amount(part: Mapping[str, Any]) -> Decimal:
    if not part.get("amount"):
        raise OpenEnded(f"the instalment of {part['date']} names no amount")
    return Decimal(part["amount"])
