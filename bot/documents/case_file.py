"""The file of a case as a printed page, in the language of the company's own people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.documents import wording
from bot.documents.notation import Notation, notation
from bot.documents.sheet import Facts, printable, sheet
from workflows.ports import Company

LONGEST_WORDS = 400  # of a note or a mail's subject on the page; the mail itself lies beside it
PLACES = {"references_left": 120, "references_top": 28, "text_top": 58}  # millimetres: it has no window for an address


def case_file(facts: Mapping[str, Any], company: Company, language: str) -> Facts:
    """A case for `case.typ`; `facts` are those of `workflows.disputes.telling.case_facts` (Any: JSON)."""
    say, words = notation(language), wording.words(language)
    said = words["case_file"]
    common = sheet(language, company, None)
    customer = facts["customer"]
    references = {
        "customer": f"{customer['name']} ({customer['number']})",
        "kind": _word(words, "case_kind", facts["kind"]),
        "reason": _word(words, "reason", facts["reason"]),
        "due": say.day(facts["due"]),
    }
    return {
        **common,
        "window": {**common["window"], **PLACES},
        "sender": "",
        "address": [],
        "title": said["title"],
        "number": printable(str(facts["case"])),
        "said": dict(said),
        "references": [{"label": said[key], "value": printable(text)} for key, text in references.items() if text],
        "money": _money(facts, said, say),
        "invoices": [
            {
                "document": printable(str(row["document"])),
                "due_date": say.short_day(row["due_date"]),
                "open_amount": say.money(row["open_amount"], row["currency"]),
            }
            for row in facts.get("invoices") or ()
        ],
        "evidence": [_piece(row, words, say) for row in facts.get("evidence") or ()],
        "missing": [_word(words, "evidence", row["kind"]) for row in facts.get("missing") or ()],
        "notes": [
            {
                "at": say.short_day(str(row["at"])[:10]),
                "actor": printable(str(row["actor"])),
                "event": _word(words, "event", row["event"]),
                "text": _short(row["text"]),
            }
            for row in facts.get("notes") or ()
        ],
    }


def _money(facts: Mapping[str, Any], said: Mapping[str, str], say: Notation) -> list[Facts]:
    books = str(facts.get("books_currency") or facts.get("currency") or "")
    rows = (
        ("claimed", facts.get("amount"), str(facts.get("currency") or books)),
        ("contested", facts.get("disputed"), books),
        ("undisputed", facts.get("undisputed"), books),
        ("credited", facts.get("credited"), books),
        ("proposed", facts.get("proposed"), str(facts.get("currency") or books)),
    )
    return [{"label": said[key], "value": say.money(amount, currency)} for key, amount, currency in rows if amount]


def _piece(row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]], say: Notation) -> Facts:
    return {
        "kind": _word(words, "evidence", row["kind"]),
        "document": _short(row["document"]),
        "date": say.short_day(row["date"] or None),
        "amount": say.money(row["amount"], row["currency"]) if row["amount"] else "",
        "text": _short(row["text"]),
    }


def _word(words: Mapping[str, Mapping[str, str]], group: str, code: object) -> str:
    return words[group].get(str(code), str(code).replace("_", " "))


def _short(text: object) -> str:
    shown = " ".join(str(text).split())
    return printable(shown if len(shown) <= LONGEST_WORDS else f"{shown[:LONGEST_WORDS]} …")
