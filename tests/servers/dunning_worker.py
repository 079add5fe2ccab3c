"""One campaign in a process of its own, which says after each committed page how many letters it had."""

from __future__ import annotations

import sys
from datetime import UTC, date

from bot.campaign import Campaign
from bot.storage.database import open_database
from tests.workflows.dunning_desk import at, desk

DAY = date(2026, 3, 16)
NOW = at(DAY).replace(tzinfo=UTC)


def main(url: str) -> None:
    for plan in Campaign(open_database(url), desk(), NOW).carry_out():
        if plan.letters:
            print(len(plan.letters), flush=True)
    print(0, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
