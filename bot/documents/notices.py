"""What a reminder and a statement of account say, as plain strings in their reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from bot.documents.notation import Notation, notation, words
from bot.documents.paying import payment_code
from bot.documents.sheet import Facts, account, printable, sheet
from workflows.ledger.money import digits
from workflows.ports import Company

MOST_DOCUMENTS_QUOTED = 3


def dunning_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A reminder for `dunning.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text, currency = notation(language, company.country), words(language), str(facts["currency"])
    name = f"dunning_{facts.get('wording', facts['level'])}"
    step = text[name]
    law, formal = law_text(facts.get("law") or {}, language), formal_text(facts, company, language)
    filled = {"deadline": say.day(facts["deadline"]), "days": facts["pay_within_days"], "law": law, "formal": formal}
    filled["law"] = f"{law} {text['sentence']['annex']}" if law and (annex := _annex(facts, say, currency)) else law
    paragraphs = [paragraph.format(**filled) for paragraph in step["after"]]
    return {
        **_letter(language, company, address, facts, text["title"][name]),
        "mention": text["label"]["registered"] if facts.get("registered") else "",
        "before": [
            *(paragraph.format(**filled) for paragraph in step["before"]),
            *_told(promise_text(facts, language)),
            *_told(tone_text(facts, language)),
        ],
        "after": [paragraph for paragraph in paragraphs if paragraph],
        "annex": annex if law else [],
        "annex_title": text["label"]["annex"],
        "annex_note": text["sentence"]["annex_note"],
        "charged": bool(law),
        "items": [_dunned(item, say, currency) for item in by_share(facts["items"])],
        "credits": [
            {"document": note["document"], "open_amount": say.amount(note["open_amount"], currency)}
            for note in facts["credit_notes"]
        ],
        "amounts_in": f"{text['label']['amounts_in']} {currency}",
        "parts": _parts(facts, say, text["label"]),
        "total": say.money(facts["total"], currency),
        "payment": account(company, text["label"], _reference(facts)),
        "pay": payment_code(company, Decimal(facts["total"]), currency, text["label"], text=_reference(facts)),
    }


def _reference(facts: Mapping[str, Any]) -> str:
    """What the payer shall quote: the documents where they fit into a transfer, else the customer's number."""
    documents = [str(item["document"]) for item in facts["items"]]
    return ", ".join(documents) if len(documents) <= MOST_DOCUMENTS_QUOTED else str(facts["customer"]["number"])


def _told(text: str) -> list[str]:
    return [text] if text else []


def promise_text(facts: Mapping[str, Any], language: str) -> str:
    """What had been promised since the last letter and was not paid; "" where nothing was (Any: JSON)."""
    say, sentence = notation(language), words(language)["sentence"]
    told = []
    for promise in facts.get("broken_promises", ()):
        amount = say.money(promise["amount"], facts["currency"]) if promise["amount"] else ""
        told.append(
            sentence["promise_broken_of" if amount else "promise_broken"].format(
                documents=", ".join(printable(number) for number in promise["invoices"]),
                day=say.day(promise["date"]),
                amount=amount,
            )
        )
    return " ".join(told)


def tone_text(facts: Mapping[str, Any], language: str) -> str:
    """What the tone of the policy adds to a reminder; "" for the usual one (Any: JSON)."""
    said = words(language)["tone"].get(facts.get("tone", ""))
    return str(said[int(facts["wording"]) - 1]) if said else ""


def formal_text(facts: Mapping[str, Any], company: Company, language: str) -> str:
    """What makes the last letter a formal one, by the seller's country and by the debtor's (Any: JSON)."""
    formal, before_action = words(language)["formal"], words(language)["before_action"]
    debtor = (facts.get("customer") or {}).get("country", "")
    said = (formal.get(company.country, formal["other"]), before_action.get(debtor, before_action["other"]))
    return " ".join(sentence for sentence in said if sentence)


def law_text(law: Mapping[str, Any], language: str) -> str:
    """What entitles us to the charges, with every rate applied; "" where there are none (Any: JSON)."""
    if not law:
        return ""
    say, sentence = notation(language), words(language)["sentence"]
    grounds = words(language)["law" if law.get("lump_sum", True) else "law_interest"]
    ground = grounds["agreed"] if law.get("agreed") else grounds.get(law["country"], grounds["other"])
    rates = "; ".join(
        sentence["rate"].format(
            percent=say.percent(rate["percent"]), first=say.short_day(rate["first"]), last=say.short_day(rate["last"])
        )
        for rate in law.get("rates", ())
    )
    told = sentence["one_rate" if len(law.get("rates", ())) == 1 else "rates"].format(rates=rates)
    return f"{ground} {told}" if rates else str(ground)


def statement_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A statement of account for `statement.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text, number = notation(language, company.country), words(language), str(facts["customer"]["number"])
    euro = [Decimal(row["amount"]) for row in facts["balances"] if row["currency"] == "EUR"]
    return {
        **_letter(language, company, address, facts, text["title"]["statement"]),
        "lead": _lead(facts, say, text),
        "empty": text["sentence"]["no_items"],
        "groups": [_account_in(balance, facts, say, text) for balance in facts["balances"]],
        "payment": account(company, text["label"], number) if facts["balances"] else [],
        "pay": payment_code(company, sum(euro, Decimal(0)), "EUR", text["label"], text=number),
    }


def _lead(facts: Mapping[str, Any], say: Notation, text: Mapping[str, Any]) -> str:
    key, first = ("statement_movements", say.day(facts["first"])) if facts.get("first") else ("statement", "")
    return str(text["sentence"][key]).format(day=say.day(facts["date"]), first=first)


def _letter(language: str, company: Company, address: list[str], facts: Mapping[str, Any], title: str) -> Facts:
    label = words(language)["label"]
    return {
        **sheet(language, company, None),
        "title": title,
        "address": address,
        "references": [
            {"label": label["date"], "value": notation(language, company.country).day(facts["date"])},
            {"label": label["customer"], "value": printable(facts["customer"]["number"])},
        ],
    }


def by_share(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a reminder: a row for each overdue share of an invoice; its charges stand beside the first one."""
    rows: list[dict[str, Any]] = []
    for item in items:
        first, *further = item.get("shares") or [{}]
        rows.append({**item, **first})
        rows += ({**item, **share, "interest": "0", "compensation": "0"} for share in further)
    return rows


def _dunned(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(item["days_overdue"]),
        "level": str(item["level"] or "–"),
        "open_amount": say.amount(item["open_amount"], currency),
        "interest": say.amount(item["interest"], currency) if Decimal(item["interest"]) else "–",
        "compensation": say.amount(item["compensation"], currency) if Decimal(item["compensation"]) else "–",
    }


def _annex(facts: Mapping[str, Any], say: Notation, currency: str) -> list[Facts]:
    """Every day that bears interest, by invoice, amount and rate; each invoice ends with its rounded sum."""
    rows: list[Facts] = []
    for item in facts["items"]:
        periods = item.get("periods", ())
        rows += [
            {
                "document": printable(str(item["document"])),
                "from_day": say.short_day(period["first"]),
                "to_day": say.short_day(period["last"]),
                "days": str(period["days"]),
                "charged_on": say.amount(period["amount"], currency),
                "rate": say.percent(period["percent"]),
                "interest": say.decimal(period["interest"], digits(currency) + 2),
                "sum": "",
            }
            for period in periods
        ]
        if periods:
            rows[-1]["sum"] = say.amount(item["interest"], currency)
    return rows


def _parts(facts: Mapping[str, Any], say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """What the total of a reminder is made of, where it is more than the items alone."""
    sums = {
        "open_items": sum((Decimal(item["open_amount"]) for item in facts["items"]), Decimal(0)),
        "credit_notes": sum((Decimal(note["open_amount"]) for note in facts["credit_notes"]), Decimal(0)),
        "interest": Decimal(facts["interest"]),
        "compensation": Decimal(facts["compensation"]),
        "fee": Decimal(facts.get("fee") or "0"),
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
        "movements": movements(facts, currency, say, text),
        "items": [
            _open_item(item, say, currency) | {"so_far": say.amount(sum_of_items, currency)}
            for item, sum_of_items in zip(rows, accumulate(Decimal(item["open_amount"]) for item in rows), strict=True)
        ],
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


def movements(facts: Mapping[str, Any], currency: str, say: Notation, text: Mapping[str, Any]) -> list[Facts]:
    """The lines of a statement of movements in a currency, with the balance before them; [] of open items alone."""
    opening = [row["amount"] for row in facts.get("openings", ()) if row["currency"] == currency]
    if not opening:
        return []
    before = text["label"]["opening_balance"].format(day=say.day(facts["first"]))
    first = {"day": "", "entry": before, "debit": "", "credit": "", "balance": say.amount(opening[0], currency)}
    rows = [row for row in facts["movements"] if row["currency"] == currency]
    return [first, *(_movement(row, say, text) for row in rows)]


def _movement(row: Mapping[str, Any], say: Notation, text: Mapping[str, Any]) -> Facts:
    currency = str(row["currency"])
    return {
        "day": say.short_day(row["date"]),
        "entry": entry_of(row, text),
        "debit": say.amount(row["debit"], currency) if row["debit"] else "",
        "credit": say.amount(row["credit"], currency) if row["credit"] else "",
        "balance": say.amount(row["balance"], currency),
    }


def entry_of(row: Mapping[str, Any], text: Mapping[str, Any]) -> str:
    """What a line of the account is, with its document and what the customer calls it."""
    document, reference = printable(str(row["document"])), printable(str(row["reference"]))
    name = str(text["movement"][row["kind"]])
    told = [name.format(document=document)] if "{document}" in name else [name, document]
    return " ".join(part for part in (*told, f"· {reference}" if reference else "") if part)


def _open_item(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "po_number": printable(str(item.get("po_number", ""))),
        "issue_date": say.short_day(item.get("issue_date")),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(max(0, int(item["days_overdue"])) or "–"),
        "open_amount": say.amount(item["open_amount"], currency),
    }
