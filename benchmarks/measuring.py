"""A benchmark is a prepared round of work; rounds of all benchmarks alternate, each between two reference workloads.

A machine that is busy or slow slows the reference too: the ratio of both compares runs on different days and machines,
the rate alone does not.
"""

from __future__ import annotations

import gc
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

REFERENCE_LOOPS = 100
REFERENCE_WORKLOADS = 5

Round = Callable[[], float]  # does the work once; returns what was measured, in the benchmark's unit


class Skipped(Exception):
    """The machine lacks what the benchmark needs; the text says what."""


class Scale(Enum):
    """How a figure follows the speed of the machine."""

    RATE = "rate"  # grows with it: more is better
    DURATION = "duration"  # shrinks with it: less is better
    FIXED = "fixed"  # does not: less is better


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much work a round is."""

    messages: int = 200
    waiting: int = 10_000  # mails in a mailbox
    mailboxes: int = 100
    staged: int = 60  # messages, for each stage of reading by itself
    hostile: int = 15_000  # characters of a text
    master_data: int = 5_000  # customers, and as many articles, where a large desk is meant
    read_in_large: int = 20  # messages
    entries: int = 5_000
    open_items: int = 10_000
    lines: int = 1_000  # bank lines compared with the open items
    booked: int = 300  # bank lines booked in a database
    customers: int = 20_000
    invoices: int = 40
    starts: int = 7


SMALL = Sizes(
    messages=6,
    waiting=20,
    mailboxes=3,
    staged=3,
    hostile=300,
    master_data=20,
    read_in_large=3,
    entries=20,
    open_items=40,
    lines=10,
    booked=5,
    customers=20,
    invoices=2,
    starts=1,
)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`prepare` makes everything that is not measured, once, and clears it away at the end. It may raise Skipped."""

    name: str
    unit: str
    prepare: Callable[[Sizes], AbstractContextManager[Round]]
    scale: Scale = Scale.RATE


@dataclass(slots=True)
class Result:
    benchmark: Benchmark
    values: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    skipped: str = ""

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def ratio(self) -> float:
        return median(self.ratios)


def measure(
    benchmarks: Iterable[Benchmark], sizes: Sizes, rounds: int, tell: Callable[[str], object] = lambda _: None
) -> list[Result]:
    """Every benchmark once a round; `tell` hears what comes next."""
    results = [Result(benchmark) for benchmark in benchmarks]
    with ExitStack() as stack:
        prepared: list[tuple[Result, Round]] = []
        for result in results:
            tell(f"preparing {result.benchmark.name}")
            try:
                prepared.append((result, stack.enter_context(result.benchmark.prepare(sizes))))
            except Skipped as why:
                result.skipped = str(why)
        gc.collect()
        gc.freeze()  # what one benchmark has prepared is no work for the garbage collector in another's round
        for number, (result, work) in alternating(prepared, rounds):
            tell(f"round {number} of {rounds}: {result.benchmark.name}")
            before = reference()
            value = work()
            speed = (before + reference()) / 2
            result.values.append(value)
            result.ratios.append(ratio(value, speed, result.benchmark.scale))
        gc.unfreeze()
    return results


def alternating(prepared: list[tuple[Result, Round]], rounds: int) -> Iterator[tuple[int, tuple[Result, Round]]]:
    for number in range(1, rounds + 1):
        for each in prepared:
            yield number, each


def ratio(value: float, speed: float, scale: Scale) -> float:
    """The figure as if the machine did one reference workload a second."""
    return {Scale.RATE: value / speed, Scale.DURATION: value * speed, Scale.FIXED: value}[scale]


def rate(count: int, work: Callable[[], object]) -> float:
    """How many of `count` things a second."""
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def reference() -> float:
    """Fixed work of the kinds that the desk does (JSON, hashes, dictionaries, loops): workloads a second."""
    row = {"number": "DE10-R-00001", "lines": [{"sku": f"A-{n}", "price": f"{n}.50"} for n in range(40)]}

    def work() -> None:
        for number in range(REFERENCE_LOOPS * REFERENCE_WORKLOADS):
            text = json.dumps({**row, "n": number})
            hashlib.sha256(text.encode() * 20).hexdigest()
            words: dict[str, int] = {}
            for line in json.loads(text)["lines"]:
                for sign in f"{line['sku']} {line['price']}".casefold():
                    words[sign] = words.get(sign, 0) + 1

    return rate(REFERENCE_WORKLOADS, work)
