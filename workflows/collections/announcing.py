"""An announcement of debits goes out only while they are still to be ordered, and early enough to count."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from workflows.collections.mandates import Collection, CollectionStatus, Mandate
from workflows.letters import Letter
from workflows.ports import Desk, UnitOfWork

NOTICE = "debit_notice"


def notice_key(collection: str, mandate: str) -> str:
    """One announcement of each collection for each mandate."""
    return f"{NOTICE}:{collection}:{mandate}"


def called_off(letter: Letter, uow: UnitOfWork, desk: Desk, now: datetime) -> str | None:
    """Why a queued letter announces what will not be collected; None for one that may go, and for any other letter."""
    if letter.template != NOTICE:
        return None
    number = letter.dedup_key.split(":")[1]
    collection = uow.debit_collections.get(number)
    if collection is None or collection.state is not CollectionStatus.RELEASED:
        return f"nothing of {number} is to be announced any more"
    mandate = uow.mandates.get(json.loads(letter.facts)["mandate"])
    latest = latest_notice_on(collection, mandate, desk)
    return f"{number} was to be announced until {latest}" if now.date() > latest else None


def latest_notice_on(collection: Collection, mandate: Mandate | None, desk: Desk) -> date:
    """The last day on which an announcement leaves the debtor the days that are agreed."""
    usual = desk.debit_notice_days
    return collection.collected_on - timedelta(days=mandate.told_before(usual) if mandate is not None else usual)
