"""A report is the same figures in every form: text, table, sheet with charts, picture."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from bot.exchange.reports import KINDS, Report, as_bytes
from tests.workflows.mail_desk import NOW, books, desk, dispute, source
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.handlers import raise_dispute
from workflows.errors import BadInput


def report() -> Report:
    uow = books()
    for invoice, reason in (("R-1", "price"), ("R-2", "=cmd|' /C calc'!A0")):
        said = dispute(invoice, amount="50.00")
        (case,) = raise_dispute(RaiseDispute(source(may_answer=False), "K1", said), uow, desk(), NOW)
        if invoice == "R-2":
            act_on_case(CaseAction(case, "credit", "ada", amount="20.00"), uow, desk(), NOW)
            uow.cases.put(replace(uow.cases.get(case), reason=reason))
    return KINDS["disputes"](uow, desk(), date(2026, 1, 1), NOW.date())


def test_json_keeps_amounts_exact_and_csv_says_the_same() -> None:
    made = report()
    said = json.loads(as_bytes(made, ".json"))
    assert (said["report"], said["from"], said["to"]) == ("disputes", "2026-01-01", "2026-02-16")
    rows = list(csv.DictReader(io.StringIO(as_bytes(made, ".csv").decode())))
    assert [row["contested"] for row in rows] == [row["contested"] for row in said["rows"]]
    assert {row["dimension"] for row in rows} == {"reason", "article", "customer", "team", "company"}


def test_a_sheet_holds_numbers_as_numbers_and_no_formula() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_bytes(report(), ".xlsx")))
    assert book.sheet_names == ["reason", "article", "customer", "team", "company"]
    header, *rows = book.get_sheet_by_name("reason").to_python()
    reasons = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert reasons["price"]["contested"] == 50.0
    assert "=cmd|' /C calc'!A0" in reasons  # a text, not a formula


def test_a_picture_is_drawn_and_drawn_the_same_again() -> None:
    made = report()
    assert as_bytes(made, ".png") == as_bytes(made, ".png") and as_bytes(made, ".png").startswith(b"\x89PNG")


@pytest.mark.parametrize("suffix", ["", ".exe", ".html"])
def test_another_form_is_refused(suffix: str) -> None:
    with pytest.raises(BadInput):
        as_bytes(report(), suffix)


def test_the_figures_are_those_of_the_books() -> None:
    rows = [row for row in report().rows if row["dimension"] == "customer"]
    assert [(row["key"], Decimal(row["contested"]), Decimal(row["credited"])) for row in rows] == [
        ("K1", Decimal("100.00"), Decimal("20.00"))
    ]
