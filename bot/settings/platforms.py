"""The tables `[platforms.NAME]`: who delivers e-invoices of which profiles in place of a mail."""

from __future__ import annotations

from bot.settings.oauth import check_encrypted, oauth
from bot.settings.section import Section
from bot.settings.values import PlatformSettings
from workflows.invoicing.electronic import EInvoiceProfile

KINDS = ("flow",)  # the AFNOR Flow Service


def platforms(section: Section) -> tuple[PlatformSettings, ...]:
    """All platforms; a profile has one."""
    found: list[PlatformSettings] = []
    for name in section.table:
        one = platform(section.section(name), name)
        for profile in one.profiles if one else ():
            if any(profile in other.profiles for other in found):
                section.fault(f"two platforms deliver {profile}")
        found += [one] if one else []
    section.done()
    return tuple(found)


def platform(section: Section, name: str) -> PlatformSettings | None:
    section.text("kind", one_of=KINDS)
    url = section.text("url").rstrip("/")
    check_encrypted(section, "url", url)
    known = [str(profile) for profile in EInvoiceProfile if profile is not EInvoiceProfile.NONE]
    wanted = section.texts("profiles")
    for profile in wanted:
        if profile not in known:
            section.fault(f"profiles: {profile!r} is none of {', '.join(known)}")
    signing_in = oauth(section, "flow")
    if signing_in is None:
        section.fault(f"the table [{section.name('oauth')}] is missing")
    section.done()
    if signing_in is None:
        return None
    return PlatformSettings(name, url, tuple(EInvoiceProfile(one) for one in wanted if one in known), signing_in)
