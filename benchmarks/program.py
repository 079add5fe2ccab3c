"""The program around the work: invoices printed, how fast the command line answers, how much it takes to install."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.desk import fresh_desk
from benchmarks.mails import mails
from benchmarks.measuring import Round, Sizes, rate
from bot.documents.einvoice.files import files_of
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from tests.bot.selling import CASES

ROOT = Path(__file__).resolve().parent.parent
PRINTED = CASES["domestic, two rates"]


@contextmanager
def invoices(sizes: Sizes) -> Iterator[Round]:
    """PDF/A-3 with its Factur-X inside."""
    files_of(*PRINTED)
    yield lambda: rate(sizes.invoices, lambda: [files_of(*PRINTED) for _ in range(sizes.invoices)])


@contextmanager
def judged_invoices(sizes: Sizes) -> Iterator[Round]:
    """The same, read back and judged by all rules before; the judging process's time counts."""
    runner = RuleRunner()
    judge = Judge(runner)
    files_of(*PRINTED, judge)
    yield lambda: rate(sizes.invoices, lambda: [files_of(*PRINTED, judge) for _ in range(sizes.invoices)])
    runner.stop()


@contextmanager
def start(sizes: Sizes) -> Iterator[Round]:
    """Milliseconds from starting `o2cbot --help` to its end."""

    def once() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        return (time.perf_counter() - begun) * 1000

    yield lambda: median(once() for _ in range(sizes.starts))


@contextmanager
def read_one(sizes: Sizes) -> Iterator[Round]:
    """Milliseconds from starting `o2cbot read ONE.eml` on a desk that is set up to its end."""
    with fresh_desk() as app:
        folder = app.settings.file.parent
        mail = folder / "one.eml"
        mail.write_bytes(mails(app.desk, 1)[0][1])
        command = [sys.executable, "-m", "bot", "--config", str(folder / "bot.toml"), "read", str(mail)]

        def once() -> float:
            begun = time.perf_counter()
            subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            return (time.perf_counter() - begun) * 1000

        yield lambda: median(once() for _ in range(sizes.starts))


@contextmanager
def installed(_: Sizes) -> Iterator[Round]:
    """Megabytes of all files in this environment's site-packages."""
    places = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    yield lambda: sum(file.stat().st_size for place in places for file in place.rglob("*") if file.is_file()) / 1e6
