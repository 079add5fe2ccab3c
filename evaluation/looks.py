"""What was read of desks before anybody mended by them: they say how far certainty may be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "first_looks"


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What spoke for a Reading when its desk was met (`nlp.certainty`), and whether all of it was right."""

    certainty: Mapping[str, float]
    right: bool


def file_of(desk: str) -> Path:
    return FOLDER / f"{desk}.npz"


def save(looks: Mapping[str, FirstLook], file: Path) -> None:
    names = sorted({name for look in looks.values() for name in look.certainty})
    rows = [[look.certainty.get(name, 0.0) for name in names] for look in looks.values()]
    arrays = {
        "mails": np.array(list(looks)),
        "names": np.array(names),
        "certainty": np.array(rows, np.float16),
        "right": np.array([look.right for look in looks.values()]),
    }
    file.parent.mkdir(exist_ok=True)
    np.savez_compressed(file, allow_pickle=False, **arrays)


def load(file: Path) -> dict[str, FirstLook]:
    """Raises OSError, ValueError for a file that is none of ours."""
    with np.load(file, allow_pickle=False) as arrays:
        names = arrays["names"].tolist()
        return {
            str(mail): FirstLook({n: float(v) for n, v in zip(names, row, strict=True) if v}, bool(right))
            for mail, row, right in zip(arrays["mails"], arrays["certainty"], arrays["right"], strict=True)
        }
