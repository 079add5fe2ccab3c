"""The table `[einvoice]`: rule sets of an operator's own, run besides those that are installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.settings.section import Section
from workflows.invoicing.electronic import EInvoiceProfile

SYNTAXES = ("cii", "ubl")


def rule_sets(section: Section, base: Path) -> Mapping[str, tuple[Path, ...]]:
    """Stylesheets (Schematron compiled to XSLT) by the profile or syntax that they judge; paths from `base`."""
    table = section.section("rule_sets")
    found = {}
    for name in (*SYNTAXES, *EInvoiceProfile):
        if name in table.table:
            found[str(name)] = tuple(base / path for path in table.texts(name))
    for path in (path for paths in found.values() for path in paths):
        if not path.is_file():
            table.fault(f"there is no file {path}")
    table.done()
    section.done()
    return found
