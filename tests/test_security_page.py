"""The page on security promises nothing that no test proves: every threat names tests, and every named test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^\s{0,8}def (test_\w+)\(", file.read_text(encoding="utf-8"), re.M)
}
THREATS = [
    line
    for table in re.findall(r"^\| threat \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", PAGE, re.M)
    for line in table.splitlines()
]


def named(line: str) -> list[str]:
    """Tests and files of tests that a line names."""
    return re.findall(r"`(test_\w+|tests/[\w/]+\.py)`", line)


def test_there_is_a_threat_model() -> None:
    assert len(THREATS) >= 20


@pytest.mark.parametrize("line", THREATS, ids=lambda line: line.strip("| ")[:40])
def test_every_threat_names_what_proves_that_it_is_stopped(line: str) -> None:
    assert named(line), line
    missing = [name for name in named(line) if name not in TESTS and not (ROOT / name).is_file()]
    assert missing == []


@pytest.mark.parametrize("name", sorted(set(named(PAGE))))
def test_every_test_that_the_page_names_exists(name: str) -> None:
    assert name in TESTS or (ROOT / name).is_file()
