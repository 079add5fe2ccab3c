"""A promise that is taken back in the same mail holds no reminder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import desk_folder, mail

PROMISED = (
    "Guten Tag,\n\ndie Rechnung LT-2025-00090 wird am 27. Februar 2026 bezahlt.{}\n\nMit freundlichen Grüßen\nBrandl"
)


@pytest.mark.parametrize(
    ("behind", "promises", "letters"),
    [("", 1, 0), (" Ach nein, vergessen Sie das bitte, das klappt nicht.", 0, 1)],
)
def test_a_reminder_waits_for_a_promise_and_not_for_one_taken_back(
    tmp_path: Path, behind: str, promises: int, letters: int
) -> None:
    desk = desk_folder(tmp_path)
    desk.deliver(1, mail("Rechnung LT-2025-00090", PROMISED.format(behind)))
    assert desk.run("run", "--once").status == 0
    assert len(desk.run("export", "promises", "--json").out.splitlines()) == promises
    (item,) = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
    assert item["on_hold"] == ("promise" if promises else None)
    assert len(desk.run("dun", "--json").out.splitlines()) == letters
