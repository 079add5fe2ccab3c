"""Each held-out set is a desk that loads, and every mail in it has one label in the contract's form."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from bot import filing
from bot.app import App, build
from bot.settings import load
from evaluation.scoring import SECTIONS
from nlp.reading import ChangeAction, DeductionReason, DisputeReason, IntentName, QueryTopic

SETS = Path(__file__).resolve().parents[2] / "evaluation" / "sets"
NAMES = sorted(folder.name for folder in SETS.iterdir() if (folder / "bot.toml").is_file())
KINDS = ("customers", "products", "prices", "invoices", "rates")
FIELDS = {
    "order": {"po_number", "order_date", "requested_date", "currency", "total", "lines"},
    "order_change": {"po_number", "action", "lines", "requested_date"},
    "remittance": {"payment_date", "total", "currency", "reference", "lines"},
    "dispute": {"invoices", "reason", "amount", "currency"},
    "promise": {"invoices", "instalments"},
    "query": {"topic", "invoices", "po_number"},
    "master_data": {"changes"},
}
ORDER_LINE = {"sku", "description", "quantity", "unit_price"}
LINES = {
    "order": ORDER_LINE,
    "order_change": ORDER_LINE,
    "remittance": {"invoice", "amount", "deduction", "reason"},
    "promise": {"date", "amount"},
}
WORDS = {
    ("order_change", "action"): set(ChangeAction),
    ("dispute", "reason"): set(DisputeReason),
    ("query", "topic"): set(QueryTopic),
}
CHANGES = {"name", "address", "emails", "contact", "vat_id", "iban"}
HEAD = {"file", "message_id", "language", "customer", "intents", *SECTIONS, "tags"}

Label = dict[str, Any]


def labels(name: str) -> list[Label]:
    return [json.loads(line) for line in (SETS / name / "mail" / "labels.jsonl").read_text("utf-8").splitlines()]


ALL = [pytest.param(name, label, id=f"{name}-{label['file']}") for name in NAMES for label in labels(name)]


@pytest.fixture(params=NAMES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, App]:
    shutil.copy(SETS / request.param / "bot.toml", tmp_path)
    return request.param, build(load(tmp_path / "bot.toml"), as_of=date(2026, 5, 18))


def test_every_import_file_of_a_set_is_taken_whole(desk: tuple[str, App]) -> None:
    name, app = desk
    taken = {kind: filing.import_file(app, kind, SETS / name / f"{kind}.csv") for kind in KINDS}
    assert [refusal for _, refusal in taken.values() if refusal] == []
    assert all(rows > 0 for rows, _ in taken.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_has_one_label_and_every_label_a_mail(name: str) -> None:
    mails = sorted(file.name for file in (SETS / name / "mail").glob("*.eml"))
    assert sorted(label["file"] for label in labels(name)) == mails


@pytest.mark.parametrize(("name", "label"), ALL)
def test_a_label_names_its_mail_by_message_id(name: str, label: Label) -> None:
    raw = (SETS / name / "mail" / label["file"]).read_bytes()
    assert (message_from_bytes(raw, policy=policy.default)["Message-ID"] or "") == label["message_id"]


@pytest.mark.parametrize(("name", "label"), ALL)
def test_a_label_has_the_form_of_the_contract(name: str, label: Label) -> None:
    assert set(label) == HEAD
    assert label["intents"] and set(label["intents"]) <= set(IntentName)
    stated = [section for section in SECTIONS if label[section] is not None]
    assert set(stated) == {intent for intent in label["intents"] if intent in SECTIONS}
    for section in stated:
        check_section(section, label[section])


def check_section(section: str, facts: Label) -> None:
    assert set(facts) == FIELDS[section]
    rows = facts.get("lines", []) + facts.get("instalments", [])
    assert all(set(row) == LINES[section] for row in rows)
    assert all(facts[key] in words for (owner, key), words in WORDS.items() if owner == section)
    assert {row.get("reason") for row in rows} <= {None, *DeductionReason}
    assert set(facts.get("changes", {})) <= CHANGES
    for holder in (facts, *rows):
        check_values(holder)


def check_values(holder: Label) -> None:
    for key in {"order_date", "requested_date", "payment_date", "date"} & set(holder):
        assert holder[key] is None or date.fromisoformat(holder[key])
    for key in {"total", "amount", "deduction", "unit_price"} & set(holder):
        assert holder[key] is None or f"{Decimal(holder[key]):.2f}" == holder[key]


@pytest.mark.parametrize("name", NAMES)
def test_every_customer_of_a_label_is_in_the_master_data(name: str) -> None:
    known = {line.split(",")[0] for line in (SETS / name / "customers.csv").read_text("utf-8").splitlines()[1:]}
    assert {label["customer"] for label in labels(name)} - {None} <= known
