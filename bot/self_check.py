"""`o2cbot check`: one row each for what the desk needs, reached or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from bot.mail.ports import Mailbox, MailError, Outgoing
from bot.models import shown
from workflows.errors import BadInput, O2CError

if TYPE_CHECKING:
    from bot.app import App

Row = dict[str, str]  # what, state ("ok", "warning", "failed"), detail


def check(app: App) -> list[Row]:
    """Configuration, database, model, every mailbox and credential, the relay, and who is told of alarms."""
    rows = [{"what": "configuration", "state": "ok", "detail": str(app.settings.file)}]
    rows += [_probe("database", partial(_database, app)), _probe("model", partial(_model, app))]
    if app.settings.limits.scanned_pages:
        rows.append(_probe("text recognition", _recognition))
    for one in app.settings.mailboxes:
        rows.append(_probe(f"mailbox {one.name}", lambda one=one: reach(app.peers.mailbox(one))))  # type: ignore[misc]
    return [*rows, *_credentials(app), _outgoing(app), _alarms(app)]


def reach(peer: Mailbox | Outgoing) -> str:
    """Raises MailError where it cannot be spoken to."""
    try:
        peer.check()
    finally:
        peer.close()
    return "reached"


def _probe(what: str, ask: Callable[[], str]) -> Row:
    try:
        return {"what": what, "state": "ok", "detail": ask()}
    except (MailError, O2CError) as error:
        return {"what": what, "state": "failed", "detail": str(error)}


def _database(app: App) -> str:
    with app.database.read() as snapshot:
        return f"{len(snapshot.customers.where())} customers"


def _model(app: App) -> str:
    name = app.models.current()
    return f"{shown(name)}, {app.models.load(name).meta.texts} texts"


def _recognition() -> str:
    from bot.recognition import PROGRAM, installed_recognizer

    if installed_recognizer() is None:
        raise BadInput("scanned_pages", f"the program {PROGRAM} is not there, or knows none of our languages")
    return PROGRAM


def _credentials(app: App) -> Iterator[Row]:
    """Those whose last day is known: of what is used to ask for access tokens."""
    from bot.mail.tokens import credential_state

    for oauth, names in app.peers.oauth_users().items():
        found = credential_state(app.peers.tokens(oauth), app.now().date())
        if found is not None:
            yield {"what": f"credential of {', '.join(names)}", "state": found[0], "detail": found[1]}


def _outgoing(app: App) -> Row:
    relay = app.settings.outgoing
    if relay is None:
        return {"what": "outgoing", "state": "failed", "detail": "there is no [outgoing]: nothing can be sent"}
    return _probe("outgoing", lambda: reach(app.peers.outgoing(relay)))


def _alarms(app: App) -> Row:
    lead = app.settings.watch.lead
    if lead and app.settings.outgoing is not None:
        return {"what": "alarms", "state": "ok", "detail": f"are written to {lead}"}
    detail = "nobody is written to, but for answers that are stopped: see the log and the health page ([watch] lead)"
    return {"what": "alarms", "state": "warning", "detail": detail}
