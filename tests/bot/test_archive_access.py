"""The archive is asked in the console and from the command line, by whoever may, and wrong questions are refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

import bot.__main__ as program
from bot.commands.archive import cli as archive_cli
from bot.console.archive_pages import _amount
from bot.console.correction import BadEntry
from bot.storage.database import Database
from tests.bot import console_desk
from tests.bot.archived_desk import archived
from tests.bot.test_charts import TOML


@pytest.fixture
def page(database: Database) -> TestClient:
    archived(database)
    console_desk.people(database)
    client = TestClient(console_desk.console(database), base_url="http://desk.example", follow_redirects=False)
    client.headers["origin"] = "http://desk.example"
    assert client.post("/login", data={"name": "vera", "password": console_desk.PASSWORD}).status_code == 303
    return client


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Search by any of these"), ("number=R-2016-00001", "R-2016-00001"), ("amount=238,00", "R-2026-00001"),
        ("customer=S%C3%B6hne", "Kunde &amp; Söhne GmbH"), ("number=none", "Nothing fits"),
        ("from=2016-03-01&to=2016-03-31", "31 Dec 2024"),
    ],
)  # fmt: skip
def test_the_page_finds(page: TestClient, asked: str, said: str) -> None:
    answer = page.get(f"/archive?{asked}")
    assert answer.status_code == 200 and said in answer.text


@pytest.mark.parametrize("asked", ["amount=many", "amount=NaN", "from=yesterday", "to=2026-13-01"])
def test_a_wrong_question_is_refused_in_words(page: TestClient, asked: str) -> None:
    assert page.get(f"/archive?{asked}").status_code == 422


@pytest.mark.parametrize(
    ("text", "amount"), [("", None), ("1 234,50", "1234.50"), ("1.234,50", "1234.50"), ("1234.5", "1234.5")]
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str | None) -> None:
    assert _amount(text) == (Decimal(amount) if amount else None)


def test_no_amount_is_no_amount() -> None:
    with pytest.raises(BadEntry):
        _amount("Infinity")


@pytest.fixture
def config(tmp_path: Path) -> program.Globals:
    file = tmp_path / "bot.toml"
    file.write_text(TOML.format(more="").replace("DE10", "DE01"), encoding="utf-8")
    return program.Globals(file, None, True)


def run(config: program.Globals, *arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(archive_cli, list(arguments), obj=config)
    return answer.exit_code, answer.output


def test_the_commands_find_hold_list_verify_and_export(config: program.Globals, tmp_path: Path) -> None:
    from bot.app import build
    from bot.settings import load

    archived(build(load(config.config)).database)
    code, said = run(config, "find", "R-2016-00001")
    assert code == 0 and [json.loads(line)["what"] for line in said.splitlines()][-1] == "invoice"
    assert run(config, "find", "none")[0] == 1 and run(config, "find")[0] == 2
    code, id = run(config, "hold", "--customer", "K2", "--actor", "Ada", "--reason", "court")
    assert code == 0 and json.loads(run(config, "holds")[1])["id"] == id.strip()
    assert run(config, "lift", id.strip(), "--actor", "Ben", "--reason", "over")[0] == 0
    assert run(config, "verify") == (0, '{"problems": []}\n')
    code, _ = run(config, "export", "--from", "2016-01-01", "--to", "2016-12-31", "--out", str(tmp_path / "a.zip"))
    assert code == 0 and (tmp_path / "a.zip").stat().st_size > 0
    assert len(run(config, "due")[1].splitlines()) == 2  # mails; the invoice is still open
    assert run(config, "release", "--actor", "Ada", "--reason", "years", "--yes")[0] == 0
    assert run(config, "due")[1] == ""
