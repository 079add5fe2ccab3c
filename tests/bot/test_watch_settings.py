"""`[watch]` of bot.toml: safe without being written, refused with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.resources import folder
from bot.settings import Settings, SettingsError, load
from bot.settings.values import WatchSettings


def loaded(path: Path, table: str) -> Settings:
    path.write_text((folder("config") / "demo" / "bot.toml").read_text(encoding="utf-8") + f"\n[watch]\n{table}\n")
    return load(path)


def test_without_the_table_everything_is_watched_and_nobody_written_to() -> None:
    assert load(folder("config") / "demo" / "bot.toml").watch == WatchSettings(company="FR01")


def test_the_lead_and_the_limits_are_taken(tmp_path: Path) -> None:
    found = loaded(tmp_path / "bot.toml", 'lead = "lead@desk.example"\nlanguage = "de"\nno_good_poll_minutes = 10')
    assert (found.watch.lead, found.watch.language, found.watch.no_good_poll_minutes) == ("lead@desk.example", "de", 10)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('lead = "somebody"', "lead must be one mail address"),
        ('lead = "a@b.example, c@d.example"', "lead must be one mail address"),
        ('company = "XX99"', "company must be one of"),
        ('language = "it"', "language must be one of"),
        ("no_good_poll_minutes = -1", "must be at least 0"),
        ('uncertain_letters = "2"', "must be int"),
        ('ping = "http://watch.example/"', "ping must be a URL with https"),
        ("no_good_poll = 3", "is not a known setting"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, table: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        loaded(tmp_path / "bot.toml", table)
