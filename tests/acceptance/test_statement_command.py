"""`o2cbot statement`: sent once a day with page and workbook, or written to a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import DeskFolder, desk_folder, mail


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskFolder:
    return desk_folder(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("kind", ["open", "movements"])
def test_a_statement_is_written_as_page_and_workbook(desk: DeskFolder, kind: str, tmp_path: Path) -> None:
    result = desk.run("statement", "K1", "--kind", kind, "--out", str(tmp_path))
    assert result.status == 0, result.err
    names = sorted(Path(line).name for line in result.out.splitlines())
    assert names == ["Kontoauszug-K1-DE01-2026-02-16.pdf", "Kontoauszug-K1-DE01-2026-02-16.xlsx"]
    assert [(tmp_path / name).read_bytes()[:2] for name in names] == [b"%P", b"PK"]


def test_all_get_theirs_once_a_day(desk: DeskFolder) -> None:
    for _ in range(2):
        result = desk.run("statement", "--all")
        assert result.status == 0, result.err
    (letter,) = [json.loads(line) for line in desk.run("export", "outbox", "--json").out.splitlines()]
    assert (letter["kind"], letter["state"], letter["documents"]) == ("statement", "sent", ["LT-2025-00090"])
    assert [name.rpartition(".")[2] for name in letter["attachments"]] == ["pdf", "xlsx"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 2), (("K1", "--all"), 2), (("K1", "--kind", "all"), 2), (("K404",), 1), (("K404", "--out", "x"), 1)],
)
def test_what_cannot_be_stated_is_refused(desk: DeskFolder, arguments: tuple[str, ...], status: int) -> None:
    result = desk.run("statement", *arguments)
    assert (result.status, result.out) == (status, "") and result.err


def test_once_a_month_they_go_out_by_themselves(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    desk.deliver(1, mail("Frohe Ostern", "Wir wünschen Ihnen schöne Feiertage."))
    config = (tmp_path / "bot.toml").read_text(encoding="utf-8")
    desk.write("bot.toml", config + "[statements]\nday = 28\n")
    sent = []
    for day in ("2026-02-27", "2026-03-02", "2026-03-02", "2026-03-30"):  # 28 February and 28 March are Saturdays
        assert desk.run("run", "--once", as_of=day).status == 0
        letters = [json.loads(line) for line in desk.run("export", "outbox", "--json").out.splitlines()]
        sent.append([letter["kind"] for letter in letters].count("statement"))
    assert sent == [0, 1, 1, 2]
