"""What the documents say is there: every command, every export, every import column, every shipped setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import Context
from typer.main import get_command

from bot.__main__ import cli
from bot.exchange.accounting import BOOKS
from bot.exchange.exports import KINDS as EXPORTS
from bot.exchange.imports import KINDS as IMPORTS
from bot.settings import load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [path.name for path in ROOT.glob("*.md")]


def command_names() -> list[str]:
    return sorted(get_command(cli).list_commands(Context(get_command(cli))))


@pytest.mark.parametrize("name", command_names())
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`(?:[^`]*[ ,/])?{re.escape(name)}\b|dev\.py {name}\b", README)


@pytest.mark.parametrize("kind", [*EXPORTS, *BOOKS])
def test_every_export_is_in_the_readme(kind: str) -> None:
    assert kind in README


@pytest.mark.parametrize("kind", IMPORTS)
def test_every_column_of_an_import_is_in_the_readme(kind: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| {kind} |"))
    missing = [column for column in IMPORTS[kind].columns if column not in row]
    assert missing == []


def test_the_example_configuration_can_be_used() -> None:
    settings = load(ROOT / "config" / "bot.example.toml")
    assert [mailbox.kind for mailbox in settings.mailboxes] == ["maildir"]


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
