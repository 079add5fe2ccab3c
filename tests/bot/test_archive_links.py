"""Every kind of letter says what it is about: a search finds it by order or customer, and a legal hold keeps it."""

from __future__ import annotations

import ast
import importlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import workflows
from bot.archive import Archive
from bot.archive_keeping import Keeping
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.bot.archived_desk import DESK, LATER, SOLD_AT, archived, keep, settle
from tests.bot.records import EXAMPLES, letter
from workflows.archive import Search
from workflows.disputes.model import CaseStatus
from workflows.letters import LetterKind

ORDER, PURCHASE = "DE01-O-2016-00001", "PO-4711"
# Each kind of letter that an order, its question, its return or its case can cause.
KINDS: dict[str, dict[str, Any]] = {
    "confirmation": {"kind": LetterKind.ORDER_CONFIRMATION, "about": (ORDER,)},
    "question": {"kind": LetterKind.REPLY, "about": (ORDER,)},
    "status": {"kind": LetterKind.REPLY, "about": (ORDER,), "in_reply_to": "<asked@kunde.example>"},
    "return": {"kind": LetterKind.REPLY, "about": (ORDER, "RET-1")},
    "of_the_return": {"kind": LetterKind.REPLY, "about": ("RET-1",)},
    "own_words": {"kind": LetterKind.REPLY, "in_reply_to": "<ordered@kunde.example>"},
    "invoice": {"kind": LetterKind.INVOICE, "documents": ("R-2016-00001",)},
    "receipt": {"kind": LetterKind.RECEIPT, "documents": ("R-2016-00001",)},
    "statement": {"kind": LetterKind.STATEMENT, "documents": ("R-2016-00001",)},
    "dunning": {"kind": LetterKind.DUNNING, "documents": ("R-2016-00001",)},
    "to_our_people": {"kind": LetterKind.ESCALATION, "case": "C-1", "documents": ("R-2016-00001",), "customer": ""},
}


@pytest.fixture
def kept(database: Database) -> Database:
    fill(database)
    return database


def fill(database: Database) -> None:
    """An order of 2016 that was invoiced, with one letter of each kind; all of it is settled and past its years."""
    archived(database, ORDER)
    with database.begin() as uow:
        for old in uow.letters.where(customer="K1"):
            uow.letters.put(replace(old, documents=(), about=("elsewhere",)))
        order = replace(EXAMPLES["orders"], number=ORDER, po_number=PURCHASE, customer="K1", company="DE01")
        uow.orders.add(order)
        uow.returns.add(replace(EXAMPLES["returns"], id="RET-1", order=ORDER, customer="K1", company="DE01"))
        uow.cases.add(
            replace(EXAMPLES["cases"], id="C-1", customer="K1", invoices=("R-2016-00001",), state=CaseStatus.CLOSED)
        )
        mail = uow.messages.where()[0]
        uow.messages.put(replace(mail, message_id="<ordered@kunde.example>", records=(ORDER,)))
        for name, said in KINDS.items():
            values = {"documents": (), "customer": "K1", "company": "DE01", "created_at": SOLD_AT} | said
            uow.letters.add(letter(name, **values))
            keep(uow, name, SOLD_AT + timedelta(days=1))
    settle(database)


def letters_found(uow: SqlUnitOfWork, search: Search) -> set[str]:
    return {row.number for row in Archive(uow, DESK).find(search) if row.what == "letter"} & set(KINDS)


@pytest.mark.parametrize("search", [Search(number=ORDER), Search(number=PURCHASE), Search(customer="K1")])
def test_a_search_by_order_or_customer_finds_every_kind(kept: Database, search: Search) -> None:
    with kept.read() as uow:
        assert letters_found(uow, search) == set(KINDS)


@pytest.mark.parametrize(("customer", "document"), [("", ORDER), ("K1", "")])
def test_a_hold_keeps_every_kind_and_the_mail(kept: Database, customer: str, document: str) -> None:
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        free = {item.id for item in keeping.due(LATER.date())}
        assert free >= set(KINDS)
        keeping.hold(customer, document, "Ada", "court", LATER)
        left = {item.id for item in keeping.due(LATER.date())}
        assert not left & set(KINDS) and "box:0:1" not in left
        rows = Archive(uow, DESK).find(Search(number=ORDER))
        assert {row.state for row in rows if row.what != "invoice"} == {"held: court"}


def test_a_hold_of_an_invoice_keeps_what_its_order_and_its_mails_were_told(kept: Database) -> None:
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        keeping.hold("", "R-2016-00001", "Ada", "court", LATER)
        assert not {item.id for item in keeping.due(LATER.date())} & set(KINDS)


def calls_of_write() -> list[tuple[str, ast.Call]]:
    found = []
    for path in sorted(Path(workflows.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            is_write = (isinstance(name, ast.Name) and name.id == "write") or (
                isinstance(name, ast.Attribute) and ast.unparse(name) == "correspondence.write"
            )
            if isinstance(node, ast.Call) and is_write:
                found.append((path.name, node))
    return found


def test_whatever_writes_a_letter_says_what_it_is_about() -> None:
    calls = calls_of_write()
    assert len(calls) > 15
    silent = [name for name, call in calls if not {one.arg for one in call.keywords} & {"documents", "about", "case"}]
    assert silent == ["triage.py"]  # a person's own words, which are about what the mail is about


@pytest.mark.parametrize(
    ("key", "facts", "about"),
    [
        ("order_confirmation:DE01-O-1", {"order": "DE01-O-1"}, ["DE01-O-1"]),
        ("return_expected:DE01-O-1:RET-1", {"order": "DE01-O-1", "return": "RET-1"}, ["DE01-O-1", "RET-1"]),
        ("order_status:m1:order_status", {"order": "DE01-O-1"}, ["DE01-O-1"]),
        ("refund_paid:DE01-RF-1", {"document": ""}, ["DE01-RF-1"]),
        ("change_received:DE01-M-1:a@b.example", {"changes": []}, ["DE01-M-1"]),
        ("debit_notice:DE01-DC-1:M-7", {"mandate": "M-7"}, ["M-7", "DE01-DC-1"]),
        ("alarm:abc", {"begun": []}, []),
        ("dunning:K1:DE01:EUR:2026-03-16", {"order": None}, []),
    ],
)
def test_letters_of_before_are_about_what_they_hold(key: str, facts: dict[str, Any], about: list[str]) -> None:
    migration = importlib.import_module("bot.storage.migrations.versions.0037_about_letters")
    row = type("Row", (), {"dedup_key": key, "facts": json.dumps(facts)})()
    assert migration.about(row) == about
