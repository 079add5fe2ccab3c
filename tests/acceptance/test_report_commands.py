"""`o2cbot report`: every kind as JSON, CSV and workbook, for the business date, with the sums of the open items."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import DeskFolder, desk_folder
from workflows.reporting.kinds import REPORTS


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskFolder:
    return desk_folder(tmp_path_factory.mktemp("desk"))


def test_aging_is_what_the_open_items_come_to(desk: DeskFolder) -> None:
    told = json.loads(desk.run("report", "aging", "--json").out)
    items = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
    total = sum(Decimal(item["open_amount"]) for item in items)
    assert Decimal(told["totals"][0]["total"]) == total == Decimal("119.00")
    assert (told["as_of"], told["totals"][0]["31_60"], told["differences"]) == ("2026-02-16", "119.00", [])


@pytest.mark.parametrize("kind", REPORTS)
def test_every_report_is_written_in_every_form(desk: DeskFolder, kind: str, tmp_path: Path) -> None:
    assert json.loads(desk.run("report", kind, "--json").out)["report"] == kind
    assert desk.run("report", kind, "--out", str(tmp_path / "r.xlsx")).status == 0
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert next(csv.reader(desk.run("report", kind).out.splitlines()))


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("aging", "--ages", "30,20"), ("aging", "--out", "x.pdf"), ("dso", "--from", "2027-01-01")],
)
def test_what_cannot_be_reported_is_refused_in_a_sentence(desk: DeskFolder, arguments: tuple[str, ...]) -> None:
    result = desk.run("report", *arguments)
    assert (result.status, result.out) == (2, "") and result.err
