"""`[collections]`: points of risk and the strategy of each segment, over config/collections.toml."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bot.resources import folder
from bot.settings.section import Section, load_toml
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
    )
    if len({one.from_points for one in found.segments}) < len(found.segments):
        section.fault("two segments begin at the same points")
    if min(found.full.values()) <= 0 or min(found.points.values()) < 0:
        section.fault("points must not be below zero, and full figures must be above")
    section.done()
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
