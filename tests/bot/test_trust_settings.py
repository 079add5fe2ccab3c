"""What trust allows is configured in `[security]`; a value that would loosen too much is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.resources import folder
from bot.settings import SettingsError, load
from nlp.reading import TrustLevel
from workflows.ports import TrustPolicy

EXAMPLE = (folder("config") / "bot.example.toml").read_text(encoding="utf-8")


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "bot.toml"
    path.write_text(EXAMPLE.replace("[security]\n", f"[security]\n{more}\n", 1), encoding="utf-8")
    return path


def test_without_a_word_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ""))
    assert (settings.dkim, settings.desk.trust) == (False, TrustPolicy())


def test_all_of_it_can_be_said(tmp_path: Path) -> None:
    said = 'dkim = true\ntrust = { act = "verified", answer = "address", review_first_seen = true }'
    settings = load(written(tmp_path, said))
    assert settings.dkim
    assert settings.desk.trust == TrustPolicy(TrustLevel.VERIFIED, "address", True)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('trust = { act = "suspect" }', "act must be one of unverified, verified"),
        ('trust = { answer = "reply_to" }', "answer must be one of domain, address"),
        ("trust = { review_first_seen = 1 }", "review_first_seen must be bool"),
        ('trust = { bank_details = "auto" }', "bank_details is not a known setting"),
        ('dkim = "yes"', "dkim must be bool"),
    ],
)
def test_what_would_loosen_too_much_or_is_unknown_is_a_fault(tmp_path: Path, said: str, fault: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(tmp_path, said))
    assert any(fault in each for each in refused.value.faults)
