"""IDLE (RFC 2177) as a hint: a mailbox's thread hears that mail came and has the mailbox polled at once.

Never the truth: what is heard only wakes a poll, which looks for itself, and polls come by the clock besides. Servers
and what lies between drop idle lines without a word (RFC 2177 warns of half an hour): IDLE is begun anew every 9
minutes, a line that breaks is made again after a growing pause, and a server that has no IDLE is left to the clock.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
import time
from collections.abc import Callable

from imapclient import IMAPClient  # type: ignore[import-untyped]

from bot.mail.imap_folders import Folders
from bot.mail.imap_session import FAILURES, ImapAccount, leave, said, signed_in
from bot.mail.ports import MailError

RENEW_SECONDS = 540.0
QUIET_SECONDS = 1.0  # after a hint: what comes meanwhile is one hint more
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 300.0
NEWS = (b"EXISTS", b"RECENT")

log = logging.getLogger(__name__)


class IdleWatch:
    """One connection and one thread, from `start` to `stop`. `wake` is called when mail may have come; what it raises
    is logged, and ends nothing."""

    def __init__(
        self,
        account: ImapAccount,
        folder: str,
        wake: Callable[[], object],
        *,
        renew_seconds: float = RENEW_SECONDS,
        first_pause_seconds: float = FIRST_PAUSE_SECONDS,
    ) -> None:
        self._account, self._folder, self._wake = account, folder, wake
        self._where = f"{account.user}@{account.host}:{account.port}/{folder}"
        self._renew_seconds, self._first_pause = renew_seconds, first_pause_seconds
        self._stop = threading.Event()
        self._ours, self._theirs = socket.socketpair()  # a byte in it ends a wait
        self._thread = threading.Thread(target=self._run, name=f"o2cbot-idle-{account.user}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Ends the thread; one that hangs in a server's answer is left behind (it is a daemon)."""
        self._stop.set()
        self._ours.send(b".")
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        pause = self._first_pause
        while not self._stop.is_set():
            begun = time.monotonic()
            try:
                if not self._watch():
                    return
            except (*FAILURES, MailError) as error:
                log.info("%s: IDLE ended: %s", self._where, said(error))
            if time.monotonic() - begun > LONGEST_PAUSE_SECONDS:  # it was good for a while
                pause = self._first_pause
            self._stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _watch(self) -> bool:
        """Listens until something breaks (raises) or the watch is stopped; False if there is no use in going on."""
        client = signed_in(self._account)
        try:
            if not client.has_capability("IDLE"):
                log.info("%s: the server has no IDLE; the clock polls", self._where)
                return False
            client.select_folder(Folders(self._where).name(client, self._folder), readonly=True)
            self._hint()  # what came while nobody listened
            while not self._stop.is_set():
                if self._heard(client):
                    self._hint()
                    self._stop.wait(QUIET_SECONDS)
            return False
        finally:
            leave(client)

    def _heard(self, client: IMAPClient) -> bool:
        """One round of IDLE; whether it told of mail."""
        client.idle()
        told = []
        if self._readable(client, self._renew_seconds):
            told = client.idle_check(timeout=0)
        _, rest = client.idle_done()  # raises where the line is dead
        return any(NEWS[0] in line or NEWS[1] in line for line in [*told, *rest])

    def _readable(self, client: IMAPClient, seconds: float) -> bool:
        poller = select.poll()  # no limit on the number of the descriptor, which select() has
        for end in (client.socket(), self._theirs):
            poller.register(end, select.POLLIN)
        return any(descriptor != self._theirs.fileno() for descriptor, _ in poller.poll(seconds * 1000))

    def _hint(self) -> None:
        try:
            self._wake()
        except Exception as error:  # a database that is away must not end the watch
            log.warning("%s: its poll could not be hastened: %s", self._where, said(error))
