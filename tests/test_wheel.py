"""The wheel holds everything that runs: templates, configuration, the trained model, the console's files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = (
    "bot/_shipped/templates/mail/fr/dunning_3/body.txt.j2",
    "bot/_shipped/templates/documents/invoice.typ",
    "bot/_shipped/templates/documents/fonts/Inter-Regular.otf",
    "bot/_shipped/templates/documents/words/forms/fr.toml",
    "bot/_shipped/templates/mail/_frame.html.j2",
    "bot/_shipped/config/documents.toml",
    "bot/_shipped/templates/console/message.html.j2",
    "bot/_shipped/config/countries/DE.toml",
    "bot/_shipped/config/bot.example.toml",
    "bot/_shipped/config/demo/story.toml",
    "bot/console/static/htmx.min.js",
    "bot/storage/migrations/versions/0001_first_tables.py",
    "nlp/intents/model/meta.json",
    "nlp/corpus/de.jsonl",
    "evaluation/held_out/de.jsonl",
)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_wheel_holds(names: list[str], name: str) -> None:
    assert name in names


def test_the_wheel_leaves_labelled_sets_at_home(names: list[str]) -> None:
    assert not any(name.startswith(("evaluation/sets", "evaluation/desks/")) for name in names)


def test_the_wheel_puts_nothing_beside_its_packages(names: list[str]) -> None:
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {
        "bot",
        "nlp",
        "workflows",
        "evaluation",
    }
