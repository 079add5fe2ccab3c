"""`[dunning]`: when letters go out by themselves, and the policies that say when an item rises to which level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.resources import folder
from bot.settings.section import Section, load_toml
from bot.settings.values import DunningSchedule
from workflows.dunning.approval import Approval
from workflows.dunning.model import DisputeHold, DunningPolicy, Tone

E = TypeVar("E", bound=StrEnum)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDINGS = (1, 2, 3)  # letters that are written: reminder, formal reminder, last notice
# Keys of [dunning] beside its policies and its schedule.
ABOUT_RUNS = frozenset(
    "promise_grace_days letters_a_day approval_days debit_days debit_notice_days debit_lead_days".split()
)


def shipped(faults: list[str]) -> Section:
    """config/dunning.toml."""
    return Section(load_toml(Path(str(folder("config") / "dunning.toml"))), "dunning.toml", faults).section("dunning")


def dunning_policies(
    section: Section, companies: Sequence[str] = (), segments: Sequence[str] = ()
) -> dict[str, DunningPolicy]:
    """Every table of `[dunning]`; "NAME/SEGMENT@COMPANY" is the policy NAME for one segment, as one company has it."""
    found = {}
    for name in [key for key, value in section.table.items() if isinstance(value, dict)]:
        table = section.section(name)
        plain, _, company = name.partition("@")
        segment = plain.partition("/")[2]
        if company and company not in companies:
            table.fault(f"there is no company {company!r}")
        if segment and segment not in segments:
            table.fault(f"there is no segment {segment!r} in [collections.segments]: {', '.join(segments)}")
        found[name] = _policy(table, name)
        table.done()
    return found


def _policy(table: Section, name: str) -> DunningPolicy:
    days = table.wholes("days")
    gaps = _gaps(table, len(days))
    found = DunningPolicy(
        name=name,
        days=days,
        gap_days=gaps[0] if gaps else 0,
        minimum=table.decimal("minimum"),
        release_from=table.whole("release_from", 0),
        interest_from=table.whole("interest_from", 2),
        registered_letter=table.whole("registered_letter", 3),
        gaps=gaps if len(set(gaps)) > 1 else (),
        level_minimums=_amounts(table, "level_minimum", len(days)),
        fees=_amounts(table, "fee", len(days)),
        wordings=_by_level(table, "wording", len(days), WORDINGS),
        charge_accounts=_accounts(table),
        contract_percent=table.decimal("contract_rate") if "contract_rate" in table.table else None,
        dispute_holds=_chosen(table, "dispute_holds", DisputeHold.ITEM),
        unread_mail_holds=table.flag("unread_mail_holds", False),
        return_hold_days=table.whole("return_hold_days", 0),
        tone=_chosen(table, "tone", Tone.USUAL),
        approval=_chosen(table, "campaign_approval", Approval.NONE),
    )
    if not days or list(days) != sorted(set(days)):
        table.fault("days must be rising numbers, one for each level")
    elif len(days) > len(WORDINGS) and not found.wordings:
        table.fault(f"wording must say for each of the {len(days)} levels which letter it is: 1, 2 or 3")
    return found


def _gaps(table: Section, levels: int) -> tuple[int, ...]:
    """Least days before each level; a single number holds for all of them."""
    if not isinstance(table.table.get("gap_days"), list):
        return (table.whole("gap_days"),)
    found = table.wholes("gap_days")
    if len(found) != levels:
        table.fault(f"gap_days must be one number, or {levels}: one for each level")
    return found


def _by_level(table: Section, key: str, levels: int, known: Sequence[Any]) -> tuple[Any, ...]:
    """One of `known` for each level, or () where the key is missing (Any: texts or numbers of TOML)."""
    values = table.take(key, list, [])
    if values and len(values) != levels:
        table.fault(f"{key} must have {levels} entries, one for each level")
    wrong = [value for value in values if value not in known]
    if wrong:
        table.fault(f"{key}: {wrong[0]!r} is none of {', '.join(map(str, known))}")
        return ()
    return tuple(values)


def _accounts(table: Section) -> tuple[str, ...]:
    """Where interest and lump sums are booked, beside the receivable; without the key they are a memo."""
    found = table.texts("charge_accounts", [])
    if found and (len(found) != 2 or not all(found) or len(set(found)) != 2):
        table.fault("charge_accounts must be two accounts: what is claimed, and the income")
    return found


def _chosen(table: Section, key: str, usual: E) -> E:
    """The member that a key names; the usual one where it is missing or names none, which is then a fault."""
    kind = type(usual)
    value = table.text(key, usual.value, one_of=tuple(kind))
    return kind(value) if value in tuple(kind) else usual


def _amounts(table: Section, key: str, levels: int) -> tuple[Decimal, ...]:
    texts = table.texts(key, [])
    if texts and len(texts) != levels:
        table.fault(f"{key} must have {levels} amounts, one for each level")
    try:
        return tuple(Decimal(text) for text in texts)
    except InvalidOperation:
        table.fault(f'{key} must be amounts in quotes like "5.00"')
        return ()


def dunning_schedule(section: Section) -> DunningSchedule:
    section.known |= {key for key, value in section.table.items() if isinstance(value, dict)} | ABOUT_RUNS
    value = section.table.get("schedule", "manual")
    section.known.add("schedule")
    days: tuple[str, ...] = ()
    if isinstance(value, list):
        days = tuple(str(day).lower() for day in value)
    if value != "manual" and (not days or not set(days) <= set(WEEKDAYS)):
        section.fault('schedule must be "manual" or a list of weekdays like ["tue", "fri"]')
    hour = section.whole("hour", 9)
    section.done()
    return DunningSchedule(days=days, hour=hour)
