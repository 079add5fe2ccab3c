"""`o2cbot promise`: what a customer promised by phone holds dunning as a mail does, and is confirmed if asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import DeskFolder, desk_folder

INVOICE = "LT-2025-00090"


@pytest.fixture
def desk(tmp_path: Path) -> DeskFolder:
    return desk_folder(tmp_path)


def exported(desk: DeskFolder, kind: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in desk.run("export", kind, "--json").out.splitlines()]


def test_a_plan_holds_dunning_and_is_confirmed_with_its_page(desk: DeskFolder) -> None:
    parts = ("--pay", "2026-03-01=60.00", "--pay", "2026-04-01=59.00")
    result = desk.run("promise", "K1", INVOICE, *parts, "--tell", "--actor", "anna")
    assert (result.status, len(result.out.split())) == (0, 2), result.err
    assert [(row["date"], row["amount"], row["state"]) for row in exported(desk, "promises")] == [
        ("2026-03-01", "60.00", "open"), ("2026-04-01", "59.00", "open"),
    ]  # fmt: skip
    assert exported(desk, "open-items")[0]["on_hold"] == "promise"
    (letter,) = exported(desk, "outbox")
    assert (letter["kind"], letter["state"]) == ("reply", "sent")
    assert [str(name).rpartition(".")[2] for name in letter["attachments"]] == ["pdf"]  # type: ignore[attr-defined]


def test_a_new_promise_takes_the_place_of_the_old_and_nobody_is_written_to_unasked(desk: DeskFolder) -> None:
    for day in ("2026-03-01", "2026-03-20"):
        assert desk.run("promise", "K1", INVOICE, "--pay", day).status == 0
    assert [(row["date"], row["state"]) for row in exported(desk, "promises")] == [("2026-03-20", "open")]
    assert exported(desk, "outbox") == []


@pytest.mark.parametrize(
    "arguments",
    [("K404", INVOICE, "--pay", "2026-03-01"), ("K1", "X", "--pay", "2026-03-01"), ("K1", INVOICE, "--pay", "soon"),
     ("K1", INVOICE, "--pay", "2026-03-01=-5"), ("K1", INVOICE, "--pay", "2026-03-01=60.005")],
)  # fmt: skip
def test_what_is_no_promise_is_refused(desk: DeskFolder, arguments: tuple[str, ...]) -> None:
    result = desk.run("promise", *arguments)
    assert (result.status, exported(desk, "promises")) == (1, []) and result.err
