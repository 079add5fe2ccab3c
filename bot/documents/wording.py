"""The words of letters: templates in a language, filled with facts; they can neither decide nor reach out."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.documents.notation import Notation, notation
from bot.documents.notation import words as document_words
from bot.documents.sheet import one_line
from bot.documents.spelling import base, spelled
from bot.resources import folder
from workflows.errors import O2CError

Facts = dict[str, Any]
"""A JSON object (Any: any JSON)."""

LINE_LENGTH = 78
LONGEST_SUBJECT = 200
# Of a deviation's code: what its two values are, so that they are written like the rest of the letter.
VALUES = {
    "price_lower": "price",
    "price_higher": "price",
    "price_rises": "price",
    "price_tolerated": "price",
    "price_break": "price",
    "price_outdated": "price",
    "price_far_above": "price",
    "unit": "price",
    "total": "money",
    "below_minimum": "money",
    "pack_size": "quantity",
    "least_quantity": "quantity",
    "requested_in_the_past": "day",
    "no_working_day": "day",
    "lead_time": "day",
    "back_order": "quantity",
    "no_stock": "quantity",
    "unit_counted": "counted",
    "unit_other": "counted",
    "agreed_price": "price",
    "agreed_day": "day",
    "agreed_total": "money",
    "agreed_quantity": "quantity",
}
# The same of the customer's value alone, and of what else a difference turns on.
ASKED = {"same_goods": "day"}
ABOUT = {"back_order": "day", "price_break": "quantity", "price_outdated": "day", "unit": "quantity"}


class FactsMissing(O2CError):
    """A letter cannot be written: what it has to say is not there. Nothing is sent in its place."""

    def __init__(self, template: str, names: list[str]) -> None:
        self.template, self.names = template, names
        super().__init__(f"the letter {template!r} lacks {', '.join(names)}")


@lru_cache
def declared() -> Mapping[str, tuple[str, ...]]:
    """letter -> the facts that it may use (templates/mail/facts.toml)."""
    text = (_folder() / "facts.toml").read_text(encoding="utf-8")
    return {name: tuple(facts) for name, facts in tomllib.loads(text).items()}


@lru_cache
def words(language: str) -> Mapping[str, Mapping[str, str]]:
    """What codes are called in a language's letters."""
    return tomllib.loads(spelled((_folder() / base(language) / "words.toml").read_text(encoding="utf-8"), language))


def complete(template: str, facts: Mapping[str, Any]) -> Facts:
    """The facts with every optional one that is missing set to ""; raises FactsMissing for the others."""
    if template not in declared():
        raise FactsMissing(template, ["a template of this name"])
    filled = dict(facts)
    missing = []
    for name in declared()[template]:
        group, _, field = name.rstrip("?").rpartition(".")
        rows = [dict(row) for row in filled.get(group) or []] if group else [filled]
        for row in rows:
            if row.get(field) is None:
                missing += [] if name.endswith("?") else [name]
                row[field] = ""
        if group:
            filled[group] = rows
    if missing:
        raise FactsMissing(template, sorted(set(missing)))
    return filled


def told(deviations: Any, language: str) -> list[Facts]:
    """The deviations of an order that are the customer's business (Any: JSON); our limits and suspicions are not."""
    return [dict(row) for row in deviations or [] if row["code"] in words(language)["deviation"]]


def subject(template: str, language: str, facts: Mapping[str, Any]) -> str:
    """One line without control characters, whatever a customer's number holds."""
    text = _template(template, "subject.txt.j2", language, facts).render(facts)
    return " ".join(one_line(text).split(" "))[:LONGEST_SUBJECT].strip()


def text(template: str, language: str, facts: Mapping[str, Any]) -> str:
    """The letter as plain text, folded for readers without a window."""
    plain = _template(template, "body.txt.j2", language, facts).render(facts)
    folded = (_folded(line) for line in re.sub(r"\n{3,}", "\n\n", plain).split("\n"))
    return "\n".join(folded).strip("\n") + "\n"


def html(template: str, language: str, facts: Mapping[str, Any]) -> str:
    """The letter as HTML; every fact escaped."""
    return _template(template, "body.html.j2", language, facts).render(facts)


def _folded(line: str) -> str:
    if len(line) <= LINE_LENGTH:
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.fill(
        line.strip(),
        LINE_LENGTH,
        initial_indent=indent,
        subsequent_indent=indent + ("  " if indent else ""),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _template(name: str, part: str, language: str, facts: Mapping[str, Any]) -> Template:
    """A part of a letter, with figures as the sender's country writes them."""
    home = str((facts.get("company") or {}).get("country", ""))
    return environment(language, html=".html." in part, country=home).get_template(f"{name}/{part}")


def _folder() -> Path:
    return folder("templates") / "mail"


class _Spelled(FileSystemLoader):
    """The templates of a language as its readers spell them; what they are filled with stays as it is."""

    def __init__(self, language: str) -> None:
        super().__init__([_folder() / base(language), _folder()])
        self._language = language

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_current = super().get_source(environment, template)
        return spelled(source, self._language), path, is_current


@lru_cache
def environment(language: str, *, html: bool, country: str = "") -> ImmutableSandboxedEnvironment:
    """What a language's templates may use: its words and the country's figures, and no attribute of anything else."""
    environment = ImmutableSandboxedEnvironment(
        loader=_Spelled(language),
        autoescape=html,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters(language, country)
    return environment


def _filters(language: str, country: str) -> Facts:
    say, called = notation(language, country), words(language)
    return {
        "money": say.money,
        "price": say.unit_price,
        "day": say.day,
        "percent": say.percent,
        "quantity": say.quantity,
        "unit": lambda code: _unit(code, language),
        "iban": lambda number: " ".join(re.findall(r".{1,4}", str(number).replace(" ", ""))),
        "lines": lambda text: str(text).splitlines(),
        "word": lambda code, group: called[group].get(str(code), str(code).replace("_", " ")),
        "deviation": lambda row, currency: deviation_text(row, currency, language, country),
        "alarm": lambda row: called["alarm"][row["kind"]].format(subject=row["subject"], figure=row["figure"]),
    }


def deviation_text(row: Mapping[str, Any], currency: str, language: str, country: str = "") -> str:
    """One difference of an order as a sentence (Any: JSON)."""
    phrase, sentence = words(language)["phrase"], words(language)["deviation"][row["code"]]
    article = phrase["article"].format(article=row["article"]) if row.get("article") else ""
    line = phrase["line"].format(position=row["position"], article=article) if row["position"] else ""
    say = notation(language, country)
    kind = VALUES.get(row["code"])
    said = {
        "asked": _value(str(row["asked"]), kind or ASKED.get(row["code"]), currency, say, language),
        "ours": _value(str(row["ours"]), kind, currency, say, language),
    }
    about = _value(str(row.get("about") or ""), ABOUT.get(row["code"]), currency, say, language)
    return sentence.format(line=line, about=about, **said)


def _unit(code: str, language: str) -> str:
    """What a unit's code is called in letters."""
    units = document_words(language)["units"]
    return str(units.get(code) or units.get(f"X{code}") or code)


def _value(value: str, kind: str | None, currency: str, say: Notation, language: str) -> str:
    match kind if value else None:
        case "price":
            return say.unit_price(value, currency)
        case "money":
            return say.money(value, currency)
        case "quantity":
            return say.quantity(value)
        case "day":
            return say.day(value)
        case "counted":  # "3 XCT", or a unit alone
            number, _, unit = value.rpartition(" ")
            return f"{say.quantity(number)} {_unit(unit, language)}" if number else _unit(unit, language)
        case _:
            return value
