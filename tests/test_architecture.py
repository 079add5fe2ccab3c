"""The architecture is a test that fails: who may import whom, what deciders never touch, what a start never loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EFFECTS = {"imaplib", "smtplib", "socket", "sqlite3", "subprocess", "urllib", "http", "ssl", "multiprocessing"}
STANDARD = tuple(sorted(sys.stdlib_module_names - EFFECTS))
FORMAT_READERS = (
    "thinc numpy murmurhash langdetect lxml pypdfium2 python_calamine selectolax charset_normalizer tnefparse "
    "rapidfuzz stdnum authres confusable_homoglyphs pikepdf"
).split()
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "nlp": ("nlp", *FORMAT_READERS),
    "workflows": ("workflows", "nlp.reading"),
    "workflows/ledger": ("workflows.ledger", "workflows.errors", "workflows.ports"),
}
STAGES = (
    "orders",
    "billing",
    "revenue",
    "invoicing",
    "cash",
    "disputes",
    "dunning",
    "queries",
    "master_data",
    "reporting",
    "statements",
    "collections",
)
COMPOSE_STAGES = {"dispatch.py", "triage.py"}  # the two places where one message becomes work of several stages
OUR_OWN = ("bot", "nlp", "workflows", "evaluation", "benchmarks", "tests")

TESTED_VALUES = {"language", "country", "country_code", "lang"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == part or name.startswith(part + ".") for part in allowed)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    allowed = MAY_IMPORT[package] + STANDARD + ("__future__",)
    breaches = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imports(path)
        if not within(name, allowed)
    ]
    assert breaches == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_never_calls_another_stages_handlers(stage: str) -> None:
    others = tuple(f"workflows.{other}.handlers" for other in STAGES if other != stage)
    breaches = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "workflows" / stage).rglob("*.py")
        for name in imports(path)
        if within(name, others)
    ]
    assert breaches == []


def test_deciders_never_ask_for_the_time() -> None:
    asked = ("today", "now", "utcnow")
    breaches = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("nlp", "workflows")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asked
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("date", "datetime", "dt", "time")
    ]
    assert breaches == []


def test_no_branch_on_a_language_or_a_country() -> None:
    """Languages and countries are data of equal shape: `if language == "fr"` is a table that is missing."""
    breaches = []
    for package in ("nlp", "workflows", "bot"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Compare) and compares_with_a_code(node):
                    breaches.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert breaches == []


def compares_with_a_code(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    names = {
        side.id if isinstance(side, ast.Name) else side.attr
        for side in sides
        if isinstance(side, (ast.Name, ast.Attribute))
    }
    codes = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
    return bool(names & TESTED_VALUES) and any(len(code) == 2 and code.isalpha() for code in codes)


@pytest.mark.parametrize("heavy", ["thinc", "numpy", "sqlalchemy", "dbos", "typst", "lxml", "exchangelib"])
def test_the_command_line_starts_without_heavy_imports(heavy: str) -> None:
    program = f"import sys, bot.__main__, nlp.reading; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


def test_every_module_says_what_is_true_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in ("nlp", "workflows", "bot", "tests")
        for path in (ROOT / package).rglob("*.py")
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_library_that_is_imported_is_asked_for_by_name() -> None:
    """What only happens to lie on a machine is not there on the next one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<=>]", name)[0] for name in project["dependencies"]}
    origins = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)} imports {top}"
        for package in ("bot", "nlp", "workflows", "evaluation")
        for path in (ROOT / package).rglob("*.py")
        for top in {name.split(".")[0] for name in imports(path)}
        if top not in (*OUR_OWN, *sys.stdlib_module_names)
        and not asked & {origin.lower().replace("_", "-") for origin in origins.get(top, (top,))}
    }
    assert sorted(missing) == []
