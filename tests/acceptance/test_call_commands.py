"""`o2cbot calls` and `o2cbot call`: the worklist with its script, and what a call leads to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.call_sheet import script
from bot.documents.notation import languages
from tests.acceptance.desk_folder import DeskFolder, desk_folder

INVOICE = "LT-2025-00090"


@pytest.fixture
def desk(tmp_path: Path) -> DeskFolder:
    made = desk_folder(tmp_path)
    config = (tmp_path / "bot.toml").read_text(encoding="utf-8")
    low = 'from_points = 0\ncall_from_days_overdue = 21\ngap_days = 14\nminimum = "100.00"\n'
    made.write("bot.toml", config + "[collections.segments.low]\n" + low)
    return made


def test_a_call_is_listed_with_its_script_and_its_outcome_ends_it(desk: DeskFolder) -> None:
    (line,) = desk.run("calls", "--json", "--actor", "Anna Berg").out.splitlines()
    told = json.loads(line)
    assert (told["customer"], told["amount"], told["items"][0]["document"]) == ("K1", "119.00", INVOICE)
    assert told["say"][0].startswith("Guten Tag, hier ist Anna Berg von Lechtal Werkzeuge GmbH.")
    assert INVOICE in told["say"][1] and "31. Dezember 2025" in told["say"][1].replace("\u00a0", " ")
    result = desk.run("call", "K1", "promised", "--document", INVOICE, "--on", "2026-03-01")
    assert (result.status, len(result.out.split())) == (0, 1), result.err
    assert desk.run("calls", "--json").out == ""


@pytest.mark.parametrize(
    "arguments",
    [("K404", "refuses"), ("K1", "angry"), ("K1", "promised"), ("K1", "paid", "--document", "X"),
     ("K1", "promised", "--document", INVOICE, "--on", "2026-03-01", "--amount", "60.005")],
)  # fmt: skip
def test_a_call_that_cannot_be_kept_is_refused(desk: DeskFolder, arguments: tuple[str, ...]) -> None:
    result = desk.run("call", *arguments)
    assert (result.status, result.out) == (1, "") and result.err


def test_every_language_has_the_same_lines() -> None:
    keys = [set(script(language)) for language in languages()]
    assert all(each == keys[0] for each in keys)
