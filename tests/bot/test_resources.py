"""The data that ships with the program is found, and a broken installation says so."""

from __future__ import annotations

import pytest

from bot.resources import folder


@pytest.mark.parametrize(
    ("name", "file"),
    [("templates", "documents/invoice.typ"), ("templates", "mail/facts.toml"), ("config", "countries/FR.toml")],
)
def test_the_shipped_data_is_there(name, file):
    assert (folder(name) / file).is_file()


def test_a_missing_folder_is_named():
    with pytest.raises(FileNotFoundError, match="nowhere"):
        folder("nowhere")
