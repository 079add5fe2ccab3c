"""The table `[watch]`: who is told when something is wrong with the desk, and from when on it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from bot.settings.oauth import check_encrypted
from bot.settings.section import Section
from bot.settings.values import WatchSettings
from workflows.ports import Company

LANGUAGES = ("en", "fr", "de")


def watch(section: Section, companies: Mapping[str, Company]) -> WatchSettings:
    """The settings; their defaults are those of WatchSettings."""
    default = WatchSettings()
    figures = {
        field.name: section.whole(field.name, getattr(default, field.name))
        for field in fields(WatchSettings)
        if isinstance(getattr(default, field.name), int)
    }
    found = WatchSettings(
        lead=section.text("lead", ""),
        company=section.text("company", next(iter(companies), ""), one_of=tuple(companies)),
        language=section.text("language", "", one_of=LANGUAGES),
        ping=section.text("ping", ""),
        **figures,
    )
    if found.lead and not _is_address(found.lead):
        section.fault(f"lead must be one mail address, not {found.lead!r}")
    check_encrypted(section, "ping", found.ping)
    section.done()
    return found


def _is_address(text: str) -> bool:
    local, at, domain = text.partition("@")
    return bool(local and at and domain) and text.isprintable() and not any(sign in text for sign in ' ,;<>"')
