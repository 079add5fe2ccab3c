"""A private Dovecot on loopback, with as many users as are wanted; whoever has it starts, stops and restarts it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.mail.imap import ImapAccount
from tests.bot.free_port import free_port, wait_for

HERE = Path(__file__).parent
PLACES = ("/usr/sbin", "/usr/local/sbin")
UNPRIVILEGED = ("nobody", "dovenull")
PASSWORD = "secret"
OAUTH = """introspection_mode = get
introspection_url = {url}
username_attribute = email
active_attribute = active
active_value = true
"""
CAPABILITIES = "IMAP4rev1 SASL-IR LITERAL+ ENABLE IDLE UNSELECT UIDPLUS NAMESPACE SPECIAL-USE MOVE".split()


class NotInstalled(Exception):
    """The machine lacks what the server needs; the text says what."""


class DovecotServer:
    """`separator` and `prefix` of the personal namespace; beside it there is a shared one, "shared/".

    `lacks`: capabilities that it does not offer; `introspection`: where it asks about access tokens (RFC 7662).
    """

    def __init__(
        self,
        folder: Path,
        users: Sequence[str] = ("bot",),
        separator: str = "/",
        prefix: str = "",
        lacks: Sequence[str] = (),
        introspection: str = "",
    ) -> None:
        self.program, self._user = found_program("dovecot"), unprivileged()
        self.folder, self.port = folder, free_port()
        self._server: subprocess.Popen[bytes] | None = None
        for part in ("", "run", "state", "log", "mail", "shared"):
            self._owned(folder / part)
        (folder / "passwd").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}::::::\n" for user in users))
        group = subprocess.run(["id", "-gn", self._user.pw_name], capture_output=True, text=True, check=True).stdout
        values = {"@FOLDER@": folder, "@USER@": self._user.pw_name, "@GROUP@": group.strip(), "@PORT@": self.port,
                  "@SEPARATOR@": separator, "@PREFIX@": prefix}  # fmt: skip
        offered = " ".join(name for name in CAPABILITIES if name not in lacks)
        text = (HERE / "dovecot.conf").read_text() + (f"imap_capability = {offered}\n" if lacks else "")
        if introspection:
            (folder / "oauth2.conf").write_text(OAUTH.format(url=introspection))
            text += f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {folder}/oauth2.conf\n}}\n"
            text = text.replace("auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2")
        for name, value in values.items():
            text = text.replace(name, str(value))
        (folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        runs_as = ["runuser", "-u", self._user.pw_name, "--"] if os.getuid() == 0 else []
        command = [*runs_as, self.program, "-F", "-c", str(self.folder / "dovecot.conf")]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        wait_for(self.port, self._server)

    def stop(self) -> None:
        """Ends it and every connection; its port is free afterwards."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(20)
            self._server = None

    def crash(self) -> None:
        """Ends it and all its processes at once, whatever they are doing, and starts it anew."""
        if self._server is not None:
            for process in descendants(self._server.pid):  # runuser ends with its child
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            if os.getuid() != 0:
                self._server.kill()
            self._server.wait(20)
            (self.folder / "run" / "master.pid").unlink(missing_ok=True)
        self.start()

    def restart(self) -> None:
        self.stop()
        self.start()

    def account(self, user: str = "bot") -> ImapAccount:
        return ImapAccount("127.0.0.1", self.port, user, PASSWORD, tls="none")

    def deliver(self, user: str, raws: Iterator[bytes] | Sequence[bytes]) -> None:
        """Puts mails into a user's inbox past the server, as a delivery agent does."""
        inbox = self.folder / "mail" / user / "Maildir"
        for part in ("..", "", "new", "cur", "tmp"):
            self._owned(inbox / part)
        for number, raw in enumerate(raws):
            file = inbox / "new" / f"1700000000.M{number:06d}.host"
            file.write_bytes(raw)
            if os.getuid() == 0:
                os.chown(file, self._user.pw_uid, self._user.pw_gid)

    def _owned(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)


@contextmanager
def running(server: DovecotServer) -> Iterator[DovecotServer]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def descendants(process: int) -> list[int]:
    """The processes that this one started, and those that they did."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [process]
    while left:
        below = children.get(left.pop(), [])
        found += below
        left += below
    return found


def found_program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))
    if found is None:
        raise NotInstalled(f"{name} is not installed")
    return found


def unprivileged() -> pwd.struct_passwd:
    """Who runs it: ourselves, or where we are root somebody who is not."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return known[name]
    raise NotInstalled(f"none of the users {', '.join(UNPRIVILEGED)} exists")
