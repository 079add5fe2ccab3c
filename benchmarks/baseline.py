"""The recorded figures: ratios to compare with, the rates seen, and on what class of machine; never whose it was."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import Result

FILE = Path(__file__).with_name("baseline.json")

Recorded = Mapping[str, Mapping[str, Any]]  # name -> {"value", "unit", "ratio"}


def recorded(file: Path = FILE) -> Recorded:
    """Empty where nothing was recorded yet."""
    if not file.exists():
        return {}
    figures: Recorded = json.loads(file.read_text(encoding="utf-8"))["benchmarks"]
    return figures


def record(results: Iterable[Result], rounds: int, file: Path = FILE) -> None:
    """Puts these results in place of the older ones; those of other benchmarks stay."""
    fresh = {
        result.benchmark.name: {
            "value": significant(result.value),
            "unit": result.benchmark.unit,
            "ratio": significant(result.ratio),
            "rounds": rounds,
            "machine": machine(),
        }
        for result in results
        if not result.skipped
    }
    figures = {"benchmarks": {**recorded(file), **fresh}}
    file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def machine() -> str:
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory_gb:.0f} GB, "
        f"Python {platform.python_version()}"
    )


def significant(value: float) -> float:
    """Four digits: more would be noise."""
    return float(f"{value:.4g}")
