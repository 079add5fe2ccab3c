"""Real servers on loopback, private to a test session: PostgreSQL, Dovecot, Postfix. Skipped where not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.mail.imap import ImapAccount
from bot.storage.database import Database, open_database
from bot.storage.migrations import migrate
from tests.bot.free_port import free_port, wait_for
from tests.servers.dovecot_server import DovecotServer, NotInstalled, running

HERE = Path(__file__).parent
PLACES = ("/usr/sbin", "/usr/local/sbin", *(str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"))))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.servers)


def program(name: str) -> str:
    """The program's path; skips the test where it is not installed."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def unprivileged(*names: str) -> pwd.struct_passwd:
    """Who runs a server: ourselves, or the first of these users where we are root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip(f"none of the users {', '.join(names)} exists")


def as_user(user: pwd.struct_passwd, *command: str) -> list[str]:
    return [*(["runuser", "-u", user.pw_name, "--"] if os.getuid() == 0 else []), *command]


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A short path that other users may enter (socket paths are limited to about 100 bytes)."""
    folder = Path(tempfile.mkdtemp(prefix="o2c-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def owned(folder: Path, user: pwd.struct_passwd) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


@pytest.fixture(scope="session")
def postgresql_server(server_folder: Path) -> Iterator[str]:
    """URL of a private cluster's maintenance database."""
    initdb, postgres = program("initdb"), program("postgres")
    user, port = unprivileged("postgres", "nobody"), free_port()
    data = owned(server_folder / "pg", user) / "data"
    subprocess.run(
        as_user(user, initdb, "-D", str(data), "-U", "o2c", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"),
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    command = [postgres, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data.parent), "-F",
               "-c", "max_connections=300"]  # fmt: skip
    with (server_folder / "pg.log").open("wb") as log:
        server = subprocess.Popen(as_user(user, *command), stdout=log, stderr=log, cwd="/")
    try:
        wait_for(port, server)
        url = f"postgresql+psycopg://o2c@127.0.0.1:{port}/postgres"
        _wait_until_started(url)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _wait_until_started(url: str, seconds: float = 30) -> None:
    """It listens before it answers: "the database system is starting up"."""
    engine, deadline = sa.create_engine(url), time.monotonic() + seconds
    while True:
        try:
            engine.connect().close()
            break
        except sa.exc.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A migrated database of its own."""
    name = f"desk_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = postgresql_server.rpartition("/")[0] + f"/{name}"
    migrate(url)
    yield url
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    opened = open_database(postgresql_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def dovecot(server_folder: Path) -> Iterator[ImapAccount]:
    """A private Dovecot with one user; Maildirs below its folder."""
    with running(installed(lambda: DovecotServer(server_folder / "dovecot"))) as server:
        yield server.account()


@pytest.fixture
def new_dovecot(server_folder: Path) -> Iterator[Callable[..., DovecotServer]]:
    """Makes a Dovecot of the test's own, running."""
    with ExitStack() as stack:

        def new(**options: Any) -> DovecotServer:  # Any: as DovecotServer takes them
            folder = server_folder / uuid.uuid4().hex[:8]
            return stack.enter_context(running(installed(lambda: DovecotServer(folder, **options))))

        yield new


def installed(make: Callable[[], DovecotServer]) -> DovecotServer:
    try:
        return make()
    except NotInstalled as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def postfix(server_folder: Path) -> Iterator[tuple[int, int]]:
    """(port of a private Postfix relay, port to which it relays everything)."""
    postfix = program("postfix")
    if os.getuid() != 0:
        pytest.skip("postfix needs to be started by root")
    port, relay_port, folder = free_port(), free_port(), server_folder / "postfix"
    for part in ("etc", "spool", "data"):
        (folder / part).mkdir(parents=True)
    owned(folder / "data", pwd.getpwnam("postfix"))
    for name in ("main.cf", "master.cf"):
        text = (HERE / f"postfix-{name}").read_text()
        for placeholder, value in {"@FOLDER@": folder, "@PORT@": port, "@RELAY_PORT@": relay_port}.items():
            text = text.replace(placeholder, str(value))
        (folder / "etc" / name).write_text(text)
    etc = str(folder / "etc")
    subprocess.run([postfix, "-c", etc, "set-permissions"], capture_output=True, check=False)
    server = subprocess.Popen([postfix, "-c", etc, "start-fg"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield port, relay_port
    finally:
        subprocess.run([postfix, "-c", etc, "stop"], capture_output=True, check=False)
        server.wait(30)
