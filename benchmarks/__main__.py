"""`python3 dev.py bench [NAME…] [--rounds N] [--record]`: measures, and shows what has changed since the baseline."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from benchmarks.baseline import Recorded, record, recorded
from benchmarks.catalogue import BENCHMARKS
from benchmarks.measuring import Result, Scale, Sizes, measure

ROUNDS = 3
NOTABLE = 0.10  # a smaller change of a ratio is noise on a busy machine


def main() -> None:
    arguments = parsed()
    screen = Console(highlight=False)
    chosen = [BENCHMARKS[name] for name in arguments.names or BENCHMARKS]
    with screen.status("") as status:
        results = measure(chosen, Sizes(), arguments.rounds, lambda text: status.update(text))
    screen.print(table(results, recorded()))
    if arguments.record:
        record(results, arguments.rounds)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured; the median counts")
    parser.add_argument("--record", action="store_true", help="make these figures the baseline")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in BENCHMARKS]
    if unknown or arguments.rounds < 1:
        parser.error(f"there is no benchmark {', '.join(unknown)}" if unknown else "at least one round")
    return arguments


def table(results: list[Result], baseline: Recorded) -> Table:
    shown = Table(title="Medians; ratio: on a machine that does one reference workload a second")
    for name in ("benchmark", "measured", "", "ratio", "baseline", "change"):
        shown.add_column(name, justify="left" if name in ("benchmark", "") else "right")
    for result in results:
        name, unit = result.benchmark.name, result.benchmark.unit
        if result.skipped:
            shown.add_row(name, "skipped", result.skipped)
            continue
        before = baseline.get(name, {}).get("ratio")
        shown.add_row(
            name,
            figure(result.value),
            unit,
            figure(result.ratio),
            figure(before) if before else "-",
            change(result, before) if before else "-",
        )
    return shown


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def change(result: Result, before: float) -> str:
    """In percent of the baseline's ratio; green is better, red is worse."""
    part = result.ratio / before - 1
    better = part > 0 if result.benchmark.scale is Scale.RATE else part < 0
    text = f"{part:+.0%}"
    return text if abs(part) < NOTABLE else f"[{'green' if better else 'red'}]{text}[/]"


if __name__ == "__main__":
    main()
