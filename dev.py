#!/usr/bin/env python3
"""Sets up this checkout and runs it: `python3 dev.py demo | test | check | bench | o2cbot ARGS…`.

Standard library only. Makes `.venv` from `requirements.lock` (pinned versions with hashes) when it is missing or the
lock has changed; needs Python 3.11 or later, a package index, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "lock.sha256"
LOCKS = ("requirements.lock", "pyproject.toml")


def run(*command: str | Path, **environment: str) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}).returncode


def set_up() -> None:
    """Makes the environment unless it already matches the lock; a broken one is replaced."""
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in LOCKS)).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    print("setting up .venv (once) …", file=sys.stderr, flush=True)
    venv.create(VENV, with_pip=True, clear=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    if run(*pip, "--require-hashes", "-r", "requirements.lock") or run(
        *pip, "--no-deps", "--no-build-isolation", "--editable", "."
    ):
        raise SystemExit("dev.py: the environment could not be set up; see the lines above")
    STAMP.write_text(wanted)


def test(arguments: list[str]) -> int:
    """The plain tests: no server, no network, in parallel."""
    return run(
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--dist",
        "loadfile",
        *(arguments or ["tests", "--ignore=tests/servers"]),
        OPENBLAS_NUM_THREADS="1",  # the tests are what runs side by side
    )


def check(_: list[str]) -> int:
    """Style, types and architecture."""
    return (
        run(PYTHON, "-m", "ruff", "check", ".")
        or run(PYTHON, "-m", "ruff", "format", "--check", ".")
        or run(PYTHON, "-m", "mypy")
    )


def bench(arguments: list[str]) -> int:
    return run(PYTHON, "-m", "benchmarks", *arguments)


def demo(arguments: list[str]) -> int:
    return run(PYTHON, "-m", "bot", "demo", *arguments)


def o2cbot(arguments: list[str]) -> int:
    return run(PYTHON, "-m", "bot", *arguments)


COMMANDS = {"demo": demo, "test": test, "check": check, "bench": bench, "o2cbot": o2cbot}

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        raise SystemExit("dev.py: Python 3.11 or later is needed")
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(__doc__)
    set_up()
    raise SystemExit(COMMANDS[sys.argv[1]](sys.argv[2:]))
