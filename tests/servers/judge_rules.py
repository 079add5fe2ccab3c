"""Judges drawn e-invoices by the official rule sets, from archives: `python judge_rules.py ARCHIVES SEED COUNT`.

The rule sets are CEN's (EN 16931 CII and UBL), KoSIT's (XRechnung), OpenPeppol's (BIS Billing 3) and FNFE's (flux 2 and
life-cycle messages), each in its newest release of the archives (jars of Maven artefacts). Every drawn document must
pass without error or warning; every document with a fault must be caught by what is installed alone.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from bot.documents.einvoice.building import build
from bot.documents.einvoice.findings import Finding
from bot.documents.einvoice.lifecycle import write
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from tests.bot.test_lifecycle import cashed, refused
from tests.drawn_invoices import drawn
from tests.mutated_invoices import mutated

# archive, file in it -> what it judges; the release is the group
SETS = (
    ("phive-rules-en16931", r"external/schematron/([\d.]+)/cii/EN16931-CII-validation\.xslt", "cii"),
    ("phive-rules-en16931", r"external/schematron/([\d.]+)/ubl/EN16931-UBL-validation\.xslt", "ubl"),
    ("phive-rules-xrechnung", r"external/schematron/([\d.]+)/XRechnung-CII-validation\.xslt", "xrechnung_cii"),
    ("phive-rules-xrechnung", r"external/schematron/([\d.]+)/XRechnung-UBL-validation\.xslt", "xrechnung_ubl"),
    ("phive-rules-peppol", r"external/schematron/openpeppol/([\d.]+)/xslt/PEPPOL-EN16931-UBL\.xslt", "peppol"),
    ("phive-rules-france", r"external/schematron/ctc/([\d.]+)/xslt/\d+_BR-FR-Flux2-\S+-CII_V\S+\.xslt", "french_ctc"),
    ("phive-rules-france", r"external/schematron/ctc/([\d.]+)/xslt/\d+_BR-FR-CDV-\S+-CDAR_V\S+\.xslt", "cdar"),
)


def unpacked(archives: Path, into: Path) -> dict[str, tuple[Path, ...]]:
    """The newest release of each rule set, by what it judges."""
    found: dict[str, tuple[Path, ...]] = {}
    for name, pattern, judged in SETS:
        archive = sorted(archives.glob(f"{name}-*.jar"))[-1]
        with zipfile.ZipFile(archive) as jar:
            matches = [match for entry in jar.namelist() if (match := re.fullmatch(pattern, entry))]
            newest = max(matches, key=lambda match: tuple(int(part) for part in match[1].split(".")))
            found[judged] = (*found.get(judged, ()), Path(jar.extract(newest.string, into / judged)))
        print(f"  {judged}: {newest[1]} ({archive.name})")
    return found


def main(archives: Path, seed: int, count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        runner = RuleRunner()
        official = Judge(runner, unpacked(archives, Path(folder)))
        broken = _judged(official, seed, count)
        for message in (cashed(), refused()):
            text = write(message).decode().partition("?>")[2]
            broken += [(message.id, found) for found in runner.run(text, official.rule_sets["cdar"][0])]
        runner.stop()  # the second half with what is installed alone
        missed = list(_missed(Judge(runner), seed, count))
        runner.stop()
    for name, found in broken:
        print(f"  {name}: {found.rule} {'error' if found.fatal else 'warning'}: {found.text[:200]}")
    for name in missed:
        print(f"  not caught: {name}")
    errors = sum(found.fatal for _, found in broken)
    print(
        f"  {count} documents: {errors} errors, {len(broken) - errors} warnings; {len(missed)} of {count} faults missed"
    )
    return 1 if broken or missed else 0


def _judged(judge: Judge, seed: int, count: int) -> list[tuple[str, Finding]]:
    profiles: Counter[str] = Counter()
    found = []
    for one in drawn(seed, count):
        profile = PROFILES[one.profile]
        profiles[profile.name] += 1
        document = build(one.invoice, one.context, profile)
        found += [(one.name, finding) for finding in judge.judge(profile.syntax.write(document), profile, document)]
    print("  " + ", ".join(f"{number} {name}" for name, number in sorted(profiles.items())))
    return found


def _missed(judge: Judge, seed: int, count: int) -> list[str]:
    return [
        one.name
        for one in mutated(seed, count)
        if not any(found.fatal for found in judge.judge(one.profile.syntax.write(one.document), one.profile))
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
