"""`[limits]`: up to what persons approve refunds, campaigns, releases and direct debits, in the company's currency."""

from __future__ import annotations

from decimal import Decimal

from bot.settings.section import Section
from workflows.persons import Limits, Matter, letters_of


def person_limits(section: Section, cash: Section) -> Limits:
    """`[limits]` and `[limits.persons.NAME]`; limits of refunds may stand in `[cash]` as well, where they once were."""
    usual = {Matter.REFUND: cash.decimal("refund_limit", "500.00")} | _amounts(section)
    own: dict[str, dict[Matter, Decimal]] = {}
    older = cash.section("refund_limits")
    for name in older.table:
        own[letters_of(name)] = {Matter.REFUND: older.decimal(name)}
    older.done()
    persons = section.section("persons")
    for name in persons.table:
        said = persons.section(name)
        if not letters_of(name):
            said.fault("a person has a name")
        own[letters_of(name)] = {**own.get(letters_of(name), {}), **_amounts(said)}
        said.done()
    persons.done()
    section.done()
    return Limits(usual, own)


def _amounts(section: Section) -> dict[Matter, Decimal]:
    return {matter: section.decimal(matter.value) for matter in Matter if matter.value in section.table}
