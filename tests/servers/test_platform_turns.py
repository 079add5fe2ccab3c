"""Of several processes on one PostgreSQL one tells a platform of money received."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.platforms.flow import FlowPlatform
from bot.platforms.telling import PlatformReceipts
from bot.storage.database import Database, open_database
from tests.bot.flow_server import Tokens, serving
from tests.bot.test_platform_telling import AT, pay, receipts, sold
from workflows.invoicing.electronic import EInvoiceProfile


@dataclass
class Interrupted(FlowPlatform):
    """Another process tells between our question and our message."""

    url: str
    other: PlatformReceipts
    told: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.url, Tokens())

    def find(self, tracking: str) -> bool:
        found = super().find(tracking)
        self.told.append(self.other.tell(AT))
        return found


def test_two_processes_tell_of_money_once(postgresql: Database) -> None:
    second = open_database(postgresql.url)
    with serving() as there:
        pay(postgresql, sold(postgresql), 1, "50.00")
        ours = Interrupted(there.url, receipts(second, there))
        both = replace(receipts(postgresql, there), platforms={EInvoiceProfile.FRENCH_CTC: ("pa", ours)})
        assert (both.tell(AT), ours.told, len(there.flows)) == (1, [0], 1)
        assert receipts(second, there).tell(AT) == 0
    second.close()
