"""No e-invoice leaves unjudged: by its schema, by what it should say, by our own rules and by the published ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from lxml import etree

from bot.documents.einvoice.binding import Unreadable
from bot.documents.einvoice.findings import Finding, RulesUnavailable
from bot.documents.einvoice.model import EInvoice
from bot.documents.einvoice.platform_checks import check
from bot.documents.einvoice.profiles import Profile, of_wheel
from bot.documents.einvoice.rules import RuleRunner

_one_at_a_time = Lock()  # libxml2 neither builds nor asks a schema in two threads, and a schema has one log of errors
RuleSets = Mapping[str, Sequence[Path]]
"""Further stylesheets by the profile or syntax that they are for."""


@dataclass(frozen=True, slots=True)
class Judge:
    """`rule_sets`: what an operator adds to the rules of the wheel ([einvoice] rule_sets)."""

    runner: RuleRunner
    rule_sets: RuleSets = field(default_factory=dict)

    def judge(self, xml: bytes, profile: Profile, intended: EInvoice | None = None) -> tuple[Finding, ...]:
        """What is wrong with a file; () if nothing. `intended`: what it was written from, where that is known.

        What cannot be read, breaks its schema or says something else than intended is not asked further. Raises
        RulesUnavailable.
        """
        try:
            root = etree.fromstring(xml, _parser())
        except etree.XMLSyntaxError as error:
            return (Finding("XML", "", str(error)),)
        if broken := _schema_findings(root, profile):
            return broken
        try:
            said = profile.syntax.read(root)
        except Unreadable as error:
            return (Finding("XML", error.tag, str(error)),)
        if intended is not None and said != intended:
            return (Finding("O2C-SAID", "", "the file does not say what was posted"), *check(said, profile))
        own = check(said, profile)
        return tuple(dict.fromkeys((*own, *self._published(root, profile))))

    def _published(self, root: etree._Element, profile: Profile) -> list[Finding]:
        text = etree.tostring(root, encoding="unicode")
        known = text.replace(f">{profile.specification}<", f">{profile.judged_as or profile.specification}<", 1)
        further = (*self.rule_sets.get(profile.syntax.name, ()), *self.rule_sets.get(profile.name.value, ()))
        found: list[Finding] = []
        for stylesheet, document in [(of_wheel(path), known) for path in profile.rules] + [(s, text) for s in further]:
            if not stylesheet.is_file():
                raise RulesUnavailable(f"there is no rule set {stylesheet}")
            found += self.runner.run(document, stylesheet)
        return found


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@lru_cache
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(of_wheel(path))))


def _schema_findings(root: etree._Element, profile: Profile) -> tuple[Finding, ...]:
    path = profile.syntax.schemas.get(root.tag)
    if path is None:
        return (Finding("XSD", str(root.tag), f"{root.tag} is no document of {profile.syntax.name}"),)
    with _one_at_a_time:
        schema = _schema(path)
        if schema.validate(root):
            return ()
        return tuple(Finding("XSD", f"line {error.line}", error.message) for error in schema.error_log)
