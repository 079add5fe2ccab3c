"""What a reminder and a statement of account say, as plain strings in their reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.documents.notation import Notation, notation, words
from bot.documents.sheet import Facts, account, printable, sheet
from workflows.ports import Company

MOST_DOCUMENTS_QUOTED = 3


def dunning_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A reminder for `dunning.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text, currency = notation(language), words(language), str(facts["currency"])
    step = text[f"dunning_{facts['level']}"]
    law = law_text(facts.get("law") or {}, language)
    filled = {"deadline": say.day(facts["deadline"]), "days": facts["pay_within_days"], "law": law}
    return {
        **_letter(language, company, address, facts, text["title"][f"dunning_{facts['level']}"]),
        "before": [paragraph.format(**filled) for paragraph in step["before"]],
        "after": [paragraph.format(**filled) for paragraph in step["after"] if law or "{law}" not in paragraph],
        "charged": bool(law),
        "items": [_dunned(item, say, currency) for item in facts["items"]],
        "credits": [
            {"document": note["document"], "open_amount": say.amount(note["open_amount"], currency)}
            for note in facts["credit_notes"]
        ],
        "amounts_in": f"{text['label']['amounts_in']} {currency}",
        "parts": _parts(facts, say, text["label"]),
        "total": say.money(facts["total"], currency),
        "payment": account(company, text["label"], _reference(facts)),
    }


def _reference(facts: Mapping[str, Any]) -> str:
    """What the payer shall quote: the documents where they fit into a transfer, else the customer's number."""
    documents = [str(item["document"]) for item in facts["items"]]
    return ", ".join(documents) if len(documents) <= MOST_DOCUMENTS_QUOTED else str(facts["customer"]["number"])


def law_text(law: Mapping[str, Any], language: str) -> str:
    """What entitles us to the charges, with every rate applied; "" where there are none (Any: JSON)."""
    if not law:
        return ""
    say, sentence = notation(language), words(language)["sentence"]
    ground = words(language)["law"].get(law["country"], words(language)["law"]["other"])
    rates = "; ".join(
        sentence["rate"].format(
            percent=say.percent(rate["percent"]), first=say.short_day(rate["first"]), last=say.short_day(rate["last"])
        )
        for rate in law.get("rates", ())
    )
    return f"{ground} {sentence['rates'].format(rates=rates)}" if rates else str(ground)


def statement_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A statement of account for `statement.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text = notation(language), words(language)
    return {
        **_letter(language, company, address, facts, text["title"]["statement"]),
        "lead": text["sentence"]["statement"].format(day=say.day(facts["date"])),
        "empty": text["sentence"]["no_items"],
        "groups": [_account_in(balance, facts, say, text) for balance in facts["balances"]],
        "payment": account(company, text["label"], facts["customer"]["number"]),
    }


def _letter(language: str, company: Company, address: list[str], facts: Mapping[str, Any], title: str) -> Facts:
    label = words(language)["label"]
    return {
        **sheet(language, company, None),
        "start": "letter_top",
        "title": title,
        "address": address,
        "references": [
            {"label": label["date"], "value": notation(language).day(facts["date"])},
            {"label": label["customer"], "value": printable(facts["customer"]["number"])},
        ],
    }


def _dunned(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(item["days_overdue"]),
        "level": str(item["level"]),
        "open_amount": say.amount(item["open_amount"], currency),
        "interest": say.amount(item["interest"], currency),
        "compensation": say.amount(item["compensation"], currency),
    }


def _parts(facts: Mapping[str, Any], say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """What the total of a reminder is made of, where it is more than the items alone."""
    sums = {
        "open_items": sum((Decimal(item["open_amount"]) for item in facts["items"]), Decimal(0)),
        "credit_notes": sum((Decimal(note["open_amount"]) for note in facts["credit_notes"]), Decimal(0)),
        "interest": Decimal(facts["interest"]),
        "compensation": Decimal(facts["compensation"]),
    }
    rows = [
        {"label": label[key], "value": say.amount(amount, facts["currency"])} for key, amount in sums.items() if amount
    ]
    return rows if len(rows) > 1 else []


def _account_in(balance: Mapping[str, Any], facts: Mapping[str, Any], say: Notation, text: Mapping[str, Any]) -> Facts:
    """The open items of one currency with their ageing by thirty days, and money that is not yet applied."""
    currency = str(balance["currency"])
    rows = [item for item in facts["items"] if item["currency"] == currency]
    sums = [Decimal(0)] * len(text["label"]["ages"])
    for item in rows:
        overdue = int(item["days_overdue"])
        sums[0 if overdue <= 0 else min(1 + (overdue - 1) // 30, len(sums) - 1)] += Decimal(item["open_amount"])
    return {
        "amounts_in": f"{text['label']['amounts_in']} {currency}",
        "items": [_open_item(item, say, currency) for item in rows],
        "payments": [
            {
                "label": text["sentence"]["payment_of"].format(day=say.short_day(paid["date"])),
                "value": say.amount(-Decimal(paid["amount"]), currency),
            }
            for paid in facts.get("payments", ())
            if paid["currency"] == currency
        ],
        "ages": [
            {"label": label, "value": say.amount(amount, currency)}
            for label, amount in zip(text["label"]["ages"], sums, strict=True)
        ],
        "balance": say.money(balance["amount"], currency),
    }


def _open_item(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "po_number": printable(str(item.get("po_number", ""))),
        "issue_date": say.short_day(item.get("issue_date")),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(max(0, int(item["days_overdue"])) or "–"),
        "open_amount": say.amount(item["open_amount"], currency),
    }
