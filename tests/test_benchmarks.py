"""Every benchmark does its work at a small size; how fast is nobody's business here."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.baseline import record, recorded
from benchmarks.catalogue import BENCHMARKS
from benchmarks.measuring import SMALL, Benchmark, Result, Scale, measure, ratio


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs(name: str) -> None:
    (result,) = measure([BENCHMARKS[name]], SMALL, rounds=1)
    if result.skipped:
        pytest.skip(result.skipped)
    assert result.value > 0 and result.ratio > 0


def test_a_machine_twice_as_fast_has_the_same_ratios() -> None:
    assert ratio(100.0, 50.0, Scale.RATE) == ratio(200.0, 100.0, Scale.RATE)
    assert ratio(30.0, 50.0, Scale.DURATION) == ratio(15.0, 100.0, Scale.DURATION)
    assert ratio(450.0, 50.0, Scale.FIXED) == ratio(450.0, 100.0, Scale.FIXED)


def test_recording_replaces_what_was_measured_and_keeps_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    for name, value in (("a", 1.0), ("b", 2.0), ("a", 3.0)):
        record([Result(Benchmark(name, "x/s", BENCHMARKS["camt"].prepare), [value], [value])], 1, file)
    assert {name: row["ratio"] for name, row in recorded(file).items()} == {"a": 3.0, "b": 2.0}
