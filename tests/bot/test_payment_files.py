"""A file for the bank that cannot be written now is named, and can be written later: its order is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from bot.app import built
from bot.commands.payment_files import write
from bot.settings import load
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.acceptance.desk_folder import CONFIG
from workflows.errors import NotFound


@dataclass(frozen=True)
class Written:
    name: str
    bytes: bytes


def some_file(number: str, uow: SqlUnitOfWork) -> Written:
    return Written(f"../{number}.xml", b"<Document/>")


def no_file(number: str, uow: SqlUnitOfWork) -> Written:
    raise NotFound("file of refunds", number)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bot.toml").write_text(CONFIG, encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as app, pytest.raises(typer.Exit):
        write(app, "F-1", tmp_path / "missing", some_file)
    assert "`file F-1` writes it again" in capsys.readouterr().err


def test_a_file_stays_in_its_folder_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "bank").mkdir()
    with built(load(tmp_path / "bot.toml")) as app:
        write(app, "F-1", tmp_path / "bank", some_file)
        with pytest.raises(typer.Exit):
            write(app, "F-2", tmp_path / "bank", no_file)
    assert [path.name for path in (tmp_path / "bank").iterdir()] == ["F-1.xml"]
