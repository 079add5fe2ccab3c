"""A private PostgreSQL on loopback for as long as a benchmark runs; nothing of it stays."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.measuring import Skipped
from tests.bot.free_port import free_port

PLACES = tuple(str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin")))
START_SECONDS = 30
UNPRIVILEGED = ("postgres", "nobody")  # a server does not run as root


@contextmanager
def private_cluster() -> Iterator[Callable[[], str]]:
    """Gives a function that makes an empty database and returns its URL. Raises Skipped where there are no programs."""
    initdb, postgres = program("initdb"), program("postgres")
    with tempfile.TemporaryDirectory(prefix="o2c-", ignore_cleanup_errors=True) as name:
        place, port = Path(name), free_port()
        as_user = handed_over(place)
        data = place / "data"
        subprocess.run(
            [*as_user, initdb, "-D", str(data), "-U", "o2c", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True, stdout=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        command = [postgres, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", name,
                   "-c", "max_connections=200"]  # fmt: skip
        server = subprocess.Popen([*as_user, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        try:
            address = f"postgresql+psycopg://o2c@127.0.0.1:{port}"
            wait_until_ready(address, server)
            yield databases(address)
        finally:
            server.terminate()
            server.wait(20)


def program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))
    if found is None:
        raise Skipped(f"{name} is not installed")
    return found


def handed_over(place: Path) -> list[str]:
    """Words before a command that run it as the folder's owner, who is not root."""
    if os.getuid() != 0:
        return []
    known = {user.pw_name: user for user in pwd.getpwall()}
    name = next((name for name in UNPRIVILEGED if name in known), None)
    if name is None:
        raise Skipped(f"none of the users {', '.join(UNPRIVILEGED)} exists")
    os.chown(place, known[name].pw_uid, known[name].pw_gid)
    return ["runuser", "-u", name, "--"]


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """A port that listens is not enough: the server still refuses while it starts."""
    engine, deadline = sa.create_engine(f"{address}/postgres"), time.monotonic() + START_SECONDS
    while True:
        try:
            engine.connect().close()
            break
        except sa.exc.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    engine.dispose()


def databases(server: str) -> Callable[[], str]:
    made: list[str] = []

    def new() -> str:
        made.append(f"desk_{len(made)}")
        admin = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {made[-1]}")
        admin.dispose()
        return f"{server}/{made[-1]}"

    return new
