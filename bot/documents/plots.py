"""Pictures of figures: a typst layout and a JSON object in, a PNG out, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import typst

from bot.resources import folder

PPI = 144.0


def plot(template: str, document: Mapping[str, Any]) -> bytes:
    """A PNG of templates/documents/<template>.typ; `document` is what it shows (Any: any JSON)."""
    home = folder("templates") / "documents"
    picture = typst.compile(
        home / f"{template}.typ",
        root=home,
        font_paths=[home / "fonts"],
        format="png",
        ppi=PPI,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
    )
    if isinstance(picture, list):
        return picture[0]
    assert isinstance(picture, bytes)
    return picture
