"""The folders of data that ship with the program: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder `templates` or `config`. Raises FileNotFoundError if the installation is incomplete."""
    package = Path(str(files("bot")))
    for place in (package / "_shipped" / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {name!r} is missing from this installation of o2cbot")
