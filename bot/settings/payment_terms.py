"""`[payment_terms]`: due dates on which nobody works, and the longest lawful terms, by the debtor's country."""

from __future__ import annotations

from pathlib import Path

from bot.resources import folder
from bot.settings.section import Section, load_toml
from workflows.payment_terms.model import Ceiling, OnHoliday, TermsPolicy


def terms_policy(section: Section) -> TermsPolicy:
    """config/payment-terms.toml, and the desk's own words over it."""
    file = Path(str(folder("config") / "payment-terms.toml"))
    shipped = Section(load_toml(file), "payment-terms.toml", section.faults)
    found = TermsPolicy(
        on_holiday={**_on_holiday(shipped.section("on_holiday")), **_on_holiday(section.section("on_holiday"))},
        ceilings={**_ceilings(shipped.section("ceilings")), **_ceilings(section.section("ceilings"))},
    )
    section.done()
    return found


def _on_holiday(section: Section) -> dict[str, OnHoliday]:
    known = {code: value for code, value in section.strings().items() if value in set(OnHoliday)}
    for code in sorted(set(section.table) - set(known)):
        section.fault(f"{code} must be one of {', '.join(OnHoliday)}")
    return {code: OnHoliday(value) for code, value in known.items()}


def _ceilings(section: Section) -> dict[str, Ceiling]:
    found = {}
    for code in section.table:
        table = section.section(code)
        found[code] = Ceiling(table.whole("days", least=1), table.whole("month_end_days", 0), table.text("law"))
        table.done()
    return found
