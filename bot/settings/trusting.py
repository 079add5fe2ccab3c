"""The table `[security.trust]`: what a sender's level of trust allows. Nothing in it loosens what takes two persons."""

from __future__ import annotations

from bot.settings.section import Section
from nlp.reading import TrustLevel
from workflows.ports import TrustPolicy

ANSWERED, NAMES_PLACES = ("domain", "address"), ("known", "verified")


def trust_policy(section: Section) -> TrustPolicy:
    """The policy; its defaults are those of TrustPolicy."""
    default = TrustPolicy()
    levels = (TrustLevel.UNVERIFIED.value, TrustLevel.VERIFIED.value)  # below these nobody is ever acted for alone
    act = section.text("act", default.act.value, one_of=levels)
    found = TrustPolicy(
        act=TrustLevel(act) if act in levels else default.act,
        answer=section.text("answer", default.answer, one_of=ANSWERED),
        review_first_seen=section.flag("review_first_seen", default.review_first_seen),
        delivery=section.text("delivery", default.delivery, one_of=NAMES_PLACES),
    )
    section.done()
    return found
