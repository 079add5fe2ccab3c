"""`[collections]`: points of risk and the strategy of each segment, over config/collections.toml."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bot.resources import folder
from bot.settings.section import Section, load_toml
from workflows.collections.credit import CreditLevel, CreditPolicy
from workflows.collections.model import CollectionPolicy, Segment, Sign


def collection_policy(section: Section) -> CollectionPolicy:
    shipped = Section(load_toml(Path(str(folder("config") / "collections.toml"))), "collections.toml", section.faults)
    segments = {name: _segment(shipped.section("segments"), name) for name in shipped.table["segments"]}
    own = section.section("segments")
    segments |= {name: _segment(own, name) for name in own.table}
    found = CollectionPolicy(
        points=_figures(shipped.section("points"), section.section("points")),
        full=_figures(shipped.section("full"), section.section("full")),
        segments=tuple(sorted(segments.values(), key=lambda one: one.from_points)),
        credit=_credit(shipped.section("credit"), section.section("credit")),
    )
    if len({one.from_points for one in found.segments}) < len(found.segments):
        section.fault("two segments begin at the same points")
    if min(found.full.values()) <= 0 or min(found.points.values()) < 0:
        section.fault("points must not be below zero, and full figures must be above")
    section.done()
    return found


def _credit(shipped: Section, own: Section) -> CreditPolicy:
    """`[collections.credit]`; a level of the desk's own replaces the shipped one of its number."""
    levels = {**_levels(shipped), **_levels(own)}
    found = CreditPolicy(
        levels=tuple(levels[number] for number in sorted(levels)),
        hold_from=own.whole("hold_from", shipped.whole("hold_from")),
        may_release=own.texts("may_release", []),
        longest_release_days=own.whole("longest_release_days", shipped.whole("longest_release_days"), least=1),
    )
    if found.hold_from and found.hold_from not in levels:
        own.fault(f"hold_from: there is no level {found.hold_from}")
    own.done()
    return found


def _levels(section: Section) -> dict[int, CreditLevel]:
    found = {}
    levels = section.section("levels")
    for name in levels.table:
        table = levels.section(name)
        if not name.isdecimal() or int(name) < 1:
            table.fault("a level is a number from 1 on")
            continue
        found[int(name)] = CreditLevel(
            int(name),
            table.decimal("points", "0"),
            table.whole("days_overdue", 0),
            table.whole("dunning_level", 0),
            table.decimal("minimum", "0"),
        )
        table.done()
    return found


def _figures(shipped: Section, own: Section) -> dict[Sign, Decimal]:
    found = {sign: own.decimal(sign.value, str(shipped.decimal(sign.value))) for sign in Sign}
    own.done()
    return found


def _segment(section: Section, name: str) -> Segment:
    table = section.section(name)
    found = Segment(
        name=name,
        from_points=table.whole("from_points"),
        call_from_days_overdue=table.whole("call_from_days_overdue"),
        gap_days=table.whole("gap_days", least=1),
        minimum=table.decimal("minimum"),
    )
    table.done()
    return found
