"""Every letter is rendered once, kept, and handed to the mail system once; what nobody can know is left to a person.

A letter is claimed (queued -> sending, committed) before its first byte leaves. Failure before the mail system took it
puts it back; an answer settles it; a crash or a lost answer in between is settled by looking, or stays `uncertain`.
One sender at a time works for an account: whoever finds a letter `sending` at the start of its turn knows that its
sender is gone. It may use several lanes at once; letters to one addressee share one and keep their order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from bot.engine import Engine, Queue
from bot.gate import Gate
from bot.mail.ports import Outgoing
from bot.sending.claiming import Claims
from bot.sending.due import DueLetters, in_lanes
from bot.sending.lane import PAUSE_SECONDS, Lane
from bot.sending.rules import Recheck, Render, Rules, Unsent, nothing_follows
from bot.sending.settling import Settling
from bot.storage.database import Database
from bot.storage.shared_commit import SharedCommit
from workflows.letters import Letter

SMTP = Queue("smtp")
FRESH_SECONDS = 1.0


class Outbox:
    """`render`, `recheck`, `unsent`, `refused`, `gate`, `now`, `wire_time`: see bot.sending.rules.

    `per_minute`, `per_domain_minute`: letters of an account, and of these to one recipient's domain.
    `null_return_path`: automatic answers leave as nobody's, where the relay takes them so: then nothing comes back.
    `lanes`: letters of an account that are under way at once, where `outgoing` can take them so.
    """

    def __init__(
        self,
        database: Database,
        engine: Engine,
        outgoing: Outgoing,
        senders: Mapping[str, str],
        *,
        render: Render,
        recheck: Recheck,
        unsent: Unsent = nothing_follows,
        refused: Unsent = nothing_follows,
        gate: Gate | None = None,
        now: Callable[[], datetime],
        per_minute: int | None = None,
        per_domain_minute: int | None = None,
        null_return_path: bool = False,
        lanes: int = 1,
        fresh_seconds: float = FRESH_SECONDS,
        wire_time: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._engine, self._senders = database, engine, senders
        self._per_minute, self._per_domain_minute, self._lanes = per_minute, per_domain_minute, lanes
        rules = Rules(render, recheck, unsent, refused, gate, now, wire_time)
        commit = SharedCommit(database)
        self._due, self.settling = DueLetters(senders, rules), Settling(database, commit, rules, outgoing)
        claims = Claims(database, commit, rules)
        self._lane = Lane(
            outgoing, commit, claims, self.settling, rules, lambda: engine.stopping, null_return_path, fresh_seconds
        )
        engine.queue(SMTP)
        send = engine.step("send")(self.send_all)
        engine.workflow("send")(lambda account: send(account))

    def dispatch(self) -> int:
        """Has everything sent that is due; returns how many letters are. At any time, from any process."""
        count = 0
        for account in sorted(set(self._senders.values())):
            with self._database.begin() as uow:
                due = len(self._due.due(account, uow)) + len(self._due.under_way(account, uow))
                if due and not self._engine.is_waiting(f"send:{account}:"):
                    id = f"send:{account}:{uow.draw(f'send:{account}'):010d}"
                    self._engine.enqueue(uow, "send", SMTP.name, id, account, partition=account)
            count += due
        return count

    def send_all(self, account: str) -> int:
        """Sends what is due from an account, in several lanes at once; returns how many letters were tried."""
        with self._database.read() as snapshot:
            lost = self._due.under_way(account, snapshot)
        self.settling.settle_lost(lost)
        with self._database.read() as snapshot:
            pace = self._due.pace(account, self._per_minute, self._per_domain_minute, snapshot)
        tried = 0
        with ThreadPoolExecutor(self._lanes, thread_name_prefix="o2cbot-send") as pool:
            while not self._engine.stopping:
                with self._database.read() as snapshot:
                    due = self._due.due(account, snapshot)
                if not due:
                    break
                went = sum(pool.map(lambda lane: self._lane.run(lane, account, pace), in_lanes(due, self._lanes)))
                tried += went
                if not went:
                    time.sleep(PAUSE_SECONDS)
        return tried

    def send(self, id: str, account: str) -> None:
        """One try to send a queued letter."""
        self._lane.send([id], account)

    def decide(self, id: str, action: str, actor: str) -> Letter:
        """A person settles an uncertain, failed or bounced letter: "sent", "again" or "cancel".

        Raises NotFound or IllegalTransition.
        """
        return self.settling.decide(id, action, actor)
