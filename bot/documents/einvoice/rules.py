"""Published rules (Schematron compiled to XSLT 2) are run by one process that keeps them compiled."""

from __future__ import annotations

import json
import re
import select
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

from lxml import etree

from bot.documents.einvoice.findings import Finding, RulesUnavailable

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
NOTICES = frozenset({"warning", "information", "info"})
RULE_ID = re.compile(r"\[(?P<id>[A-Z]{2,6}(?:-[A-Z0-9]{1,8}){1,5})\]")
RUNS_BEFORE_RENEWAL = 2000  # the process's memory grows by some kilobytes a run
SECONDS = 180  # a machine that is busy compiles the rules slowly
COMMAND = (sys.executable, "-m", "bot.documents.einvoice.judge")
HOME = Path(__file__).resolve().parents[3]  # where the package `bot` lies


class RuleRunner:
    """`command`: what is started; it answers lines as bot.documents.einvoice.judge does."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._runs = 0

    def run(self, document: str, stylesheet: Path) -> tuple[Finding, ...]:
        """What a stylesheet finds. A process that died is replaced once; then raises RulesUnavailable."""
        question = json.dumps({"document": document, "stylesheet": str(stylesheet)})
        with self._lock:
            try:
                answer = self._asked(question)
            except (OSError, ValueError, TimeoutError):
                try:
                    answer = self._asked(question)
                except (OSError, ValueError, TimeoutError) as error:
                    raise RulesUnavailable(f"{stylesheet.name} could not be run: {error}") from error
        if "report" not in answer:
            raise RulesUnavailable(f"{stylesheet.name} could not be run: {answer.get('error', '')}")
        return findings(answer["report"])

    def stop(self) -> None:
        """Ends the process; the next run starts another."""
        with self._lock:
            self._stop()

    def _asked(self, question: str) -> dict[str, str]:
        if self._process is None or self._runs >= RUNS_BEFORE_RENEWAL:
            self._stop()
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=HOME
            )
            self._runs = 0
        self._runs += 1
        entry, exit_ = self._process.stdin, self._process.stdout
        assert entry is not None and exit_ is not None  # pipes, as asked for
        try:
            entry.write(question + "\n")
            entry.flush()
            if not select.select([exit_], [], [], SECONDS)[0]:
                raise TimeoutError(f"no answer within {SECONDS} seconds")
            answer: dict[str, str] = json.loads(exit_.readline())
        except BaseException:  # whatever it was: an answer that nobody read would be taken for the next one's
            self._stop()
            raise
        return answer

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@cache
def shared_runner() -> RuleRunner:
    """The one of this process: rules take some hundred megabytes once they are compiled."""
    return RuleRunner()


def findings(report: str) -> tuple[Finding, ...]:
    """What a report (SVRL) names."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(report.encode(), parser)
    return tuple(_finding(failed) for failed in root.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"))


def _finding(failed: etree._Element) -> Finding:
    text = " ".join("".join(failed.itertext()).split())
    named = RULE_ID.search(text)
    rule = failed.get("id") or (named["id"] if named else "")
    return Finding(rule, failed.get("location", ""), text, failed.get("flag", "fatal") not in NOTICES)
