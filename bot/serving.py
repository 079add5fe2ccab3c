"""What `o2cbot` does with a runtime: work until a signal comes, serve the console, or do one thing and end."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.engine import AlreadyRunning
from bot.runtime import Runtime
from bot.sandbox import BoundedReader
from workflows.errors import BadInput
from workflows.letters import LetterStatus

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.app import App

DISPATCH_SECONDS, RESUME_SECONDS = 2, 60
NOT_LOOKED_AFTER = timedelta(minutes=5)
SERVE_POLL_SECONDS = 1.0  # a desk that runs for ever is mostly idle
log = logging.getLogger(__name__)


def stopped() -> threading.Event:
    """Set when the process is asked to end (SIGTERM, SIGINT)."""
    event = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: event.set())
    return event


def run_once(app: App) -> list[str]:
    """One full pass over mailboxes, messages and outbox; returns what was refused."""
    with Runtime(app) as runtime:
        return runtime.one_pass()


def send_due(app: App) -> None:
    """Sends what waits in the outbox, unless nothing can be sent or a running o2cbot does it already."""
    with app.database.read() as snapshot:
        waits = next(snapshot.letters.columns("id", state=LetterStatus.QUEUED), None) is not None
    if not waits or app.settings.outgoing is None:
        return
    try:
        with Runtime(app) as runtime:
            runtime.send_all()
    except AlreadyRunning:
        log.info("another o2cbot works on this database; it sends the letters")


def replay(app: App, message_id: str) -> list[str]:
    """Works a message again; returns what was refused. Raises NotFound, IllegalTransition."""
    with Runtime(app) as runtime:
        runtime.intake.replay(message_id)
        return runtime.finish_work()


def work_forever(app: App) -> None:
    """One more worker of a fleet; raises BadInput on SQLite, which has one."""
    if app.database.is_sqlite:
        raise BadInput(str(app.settings.file), "workers need a PostgreSQL database", todo="set database")
    serve_forever(app, console=False)


def serve_forever(app: App, *, console: bool) -> None:
    """Works until SIGTERM or SIGINT: the clock, the queues, the outbox, and the console where asked for."""
    stop = stopped()
    with Runtime(app, poll_seconds=SERVE_POLL_SECONDS) as runtime:
        clock = runtime.clock()
        clock.start()
        if console:  # of a fleet one process listens; its workers poll what it enqueues
            runtime.listen(clock)
        runtime.intake.resume()
        server = start_console(app, app.settings.console_port, runtime) if console else None
        try:
            rounds = 0
            while not stop.wait(DISPATCH_SECONDS):
                rounds += 1
                if runtime.outbox is not None:
                    runtime.outbox.dispatch()
                if rounds % (RESUME_SECONDS // DISPATCH_SECONDS) == 0:
                    runtime.intake.resume()
                    runtime.watchman.look()
        finally:
            clock.stop()
            if server is not None:
                server.stop()


def serve_console(app: App, port: int) -> None:
    """The console alone: decisions are kept, whoever works the queues sends the letters."""
    stop = stopped()
    server = start_console(app, port, None)
    stop.wait()
    server.stop()


def start_console(app: App, port: int, runtime: Runtime | None) -> ConsoleServer:
    from bot.console.app import make_console

    def send_due() -> None:
        if runtime is not None and runtime.outbox is not None:
            runtime.outbox.dispatch()

    def replay(message_id: str) -> list[str]:
        if runtime is None:
            return ["nobody works the queues here: replay where `o2cbot run` runs"]
        runtime.intake.replay(message_id)
        return []

    # One of the console's own ends with this process: it has nothing to read once nobody asks.
    reader = runtime.reader if runtime is not None else BoundedReader(app.settings.limits)
    console = make_console(
        database=app.database,
        desk=app.desk,
        now=app.now,
        secure=app.settings.console_secure,
        send_due=send_due,
        replay=replay,
        mailboxes=tuple(one.name for one in app.settings.mailboxes),
        watched=app.watched(),
        unready=(lambda: unready(runtime, datetime.now(UTC))) if runtime is not None else lambda: "",
        shown_html=reader.shown,
        settle=runtime.outbox.decide if runtime is not None and runtime.outbox is not None else None,
    )
    server = ConsoleServer(console, app.settings.console_host, port)
    server.start()
    return server


def unready(runtime: Runtime, now: datetime) -> str:
    """Why a process that works does not get on; "" if it does."""
    seen = runtime.watchman.looked_at or runtime.watchman.started_at
    if now - seen > NOT_LOOKED_AFTER:
        return "nobody looked after the desk for more than 5 minutes"
    return "" if runtime.engine.launched else "the engine does not run"


class ConsoleServer:
    """uvicorn in a thread of its own, so that the main thread hears the signals."""

    def __init__(self, console: Starlette, host: str, port: int) -> None:
        import uvicorn

        self.address = f"http://{host}:{port}/"
        config = uvicorn.Config(console, host=host, port=port, log_level="warning", lifespan="off", server_header=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="o2cbot-console", daemon=True)

    def start(self) -> None:
        self._thread.start()
        log.info("console on %s", self.address)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
