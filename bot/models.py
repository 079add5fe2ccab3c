"""A desk's own models in a folder: the last few, one of them current, each known by the digest of its bytes.

A model is written whole beside the others before the pointer names it, so that a reader finds the old one or the new
one. What does not agree with its digest is never used: the shipped model reads instead, and that is said.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from workflows.errors import BadInput

if TYPE_CHECKING:
    from nlp.intents.checking import Outcome
    from nlp.intents.model import IntentModel

SHIPPED = ""  # the name of the model that came with the program
POINTER, OUTCOMES = "current", "outcomes.json"
KEPT = 3
NAME = re.compile(r"\d{6}-[0-9a-f]{16}")
FAULTS = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile)
log = logging.getLogger(__name__)


class UnusableModel(BadInput):
    """A model of the desk cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, f"{why}; the shipped model reads instead", todo="o2cbot train")


class DamagedModel(UnusableModel):
    """Its bytes are not those of a model that was written here."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, f"the model is damaged ({why})")


class OutdatedModel(UnusableModel):
    """It was learned beside an older shipped model: what its weights stand for may have changed since."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "the model was learned by another version of the program")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    path: Path

    def names(self) -> list[str]:
        """The models that are kept, oldest first."""
        if not self.path.is_dir():
            return []
        return sorted(found.name for found in self.path.iterdir() if NAME.fullmatch(found.name))

    def current(self) -> str:
        """The name of the model that reads; SHIPPED where the desk has none."""
        try:
            return (self.path / POINTER).read_text("utf-8").strip()
        except FileNotFoundError:
            return SHIPPED

    def load(self, name: str) -> IntentModel:
        """Raises DamagedModel, OutdatedModel."""
        from nlp.intents.model import IntentModel, Meta

        if name == SHIPPED:
            return IntentModel.load()
        if not NAME.fullmatch(name):
            raise DamagedModel(str(self.path / POINTER), "it names no model")
        folder = self.path / name
        try:
            if not name.endswith(digest(folder)):
                raise DamagedModel(str(folder), "its bytes are not those that were written")
            if Meta.load(folder).messages != Meta.load().messages:
                raise OutdatedModel(str(folder))
            return IntentModel.load(folder)
        except FAULTS as error:
            raise DamagedModel(str(folder), f"{type(error).__name__}: {error}") from error

    def usable(self) -> tuple[str, IntentModel]:
        """(name, model) of what reads: the current one, or the shipped one where it is not usable, which is logged."""
        name = self.current()
        try:
            return name, self.load(name)
        except UnusableModel as unusable:
            log.error("%s", unusable)
            return SHIPPED, self.load(SHIPPED)

    def keep(self, model: IntentModel, outcomes: Mapping[str, Outcome]) -> str:
        """Writes a model and makes it the current one; of the older ones the last few stay. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=self.path))
        try:
            model.save(new)
            rows = {name: asdict(outcome) for name, outcome in outcomes.items()}
            (new / OUTCOMES).write_text(json.dumps(rows, indent=0) + "\n", "utf-8")
            known, current = self.names(), self.current()
            last = max((int(name.partition("-")[0]) for name in known), default=0)
            name = f"{last + 1:06d}-{digest(new)}"
            new.rename(self.path / name)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        self.point(name)
        back = [old for old in known if old > current]  # rolled back: nobody shall come back to them
        for old in {*back, *[one for one in self.names() if one not in back][:-KEPT]}:
            shutil.rmtree(self.path / old)
        return name

    def outcomes(self, name: str) -> dict[str, Outcome]:
        """What a kept model was measured by; {} for the shipped one and where it cannot be read."""
        from nlp.intents.checking import Outcome
        from nlp.reading import IntentName

        try:
            rows = json.loads((self.path / name / OUTCOMES).read_text("utf-8")) if name != SHIPPED else {}
            return {key: Outcome(**(row | {"main": IntentName(row["main"])})) for key, row in rows.items()}
        except FAULTS as error:
            log.warning("%s: %s", self.path / name / OUTCOMES, error)
            return {}

    def roll_back(self) -> str:
        """Makes the model before the current one the current one, at last the shipped one; returns its name.

        Raises BadInput where the shipped model reads already.
        """
        current = self.current()
        if current == SHIPPED:
            raise BadInput(str(self.path), "the shipped model reads: there is none before it")
        before = [name for name in self.names() if name < current]
        self.point(before[-1] if before else SHIPPED)
        return self.current()

    def point(self, name: str) -> None:
        """Names the current model. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        beside = self.path / f".{POINTER}"
        beside.write_text(f"{name}\n", "utf-8")
        beside.replace(self.path / POINTER)


def digest(folder: Path) -> str:
    """Of all files of a model, by name. Raises OSError."""
    whole = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        whole.update(f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def shown(name: str) -> str:
    return name or "the shipped model"
