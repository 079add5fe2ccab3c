"""How every page is asked for and answered: who asks, may they, is it our own form, and refusals as pages."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console import words
from bot.console.access import Access, Person, carries_token, from_our_pages
from bot.console.correction import BadEntry
from bot.resources import folder
from bot.sight.watched import Watched
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import IllegalTransition, NotFound, O2CError
from workflows.letters import Letter
from workflows.ports import Desk

COOKIE = "o2cbot_session"
MAX_FORM_BYTES = 2_000_000
MAX_FIELDS = 5000
log = logging.getLogger(__name__)

# What a redirect may say on the page that it leads to.
SAID = {
    "set_aside": "Set aside: the order's next invoice states it as paid before.",
    "given_free": "Given free; the money stays on account.",
    "approved": "Approved and done.",
    "dismissed": "Closed without further action.",
    "reassigned": "Given to its new owner.",
    "replied": "Your answer is in the outbox.",
    "repeated": "The same words were sent before; nothing was sent again.",
    "replayed": "It is being worked again.",
    "acted": "Done.",
    "proposed": "It waits for a second person; nothing is posted yet.",
    "released": "Released and confirmed to the customer.",
    "asked": "The question to the customer is in the outbox; the order waits.",
    "rejected": "Rejected; the customer is told.",
    "verified": "The call-back is noted. A second person approves.",
    "applied": "The record is changed.",
    "refused": "Refused; the customer is told at the known address.",
    "settled": "Settled.",
    "put_on_documents": "The money is put on its documents.",
    "kept_on_account": "It stays on account; the desk leaves it alone.",
    "taken_back": "Taken back: the documents are open again.",
    "payer_asked": "The question to the payer is in the outbox.",
    "stopped": "Nobody duns it any more.",
    "resumed": "Dunning goes on where it was.",
    "credit_held": "New orders of this customer wait for a person.",
    "credit_released": "Orders pass again.",
    "call_kept": "The call is kept, with what follows from it.",
    "promise_kept": "The promise is kept; dunning waits for it.",
    "statement_queued": "The statement is in the outbox.",
    "statement_repeated": "This customer had its statement of today; nothing was sent again.",
    "campaign_proposed": "Kept as it is shown. It waits for an approval.",
    "campaign_approved": "Approved: the next run sends what still says the same.",
    "campaign_rejected": "Rejected: nothing of it goes out.",
    "debits_released": "Released: the debtors are told, and nobody reminds them meanwhile.",
    "debits_cancelled": "Given up; nothing is collected.",
    "debits_ended": "Ended: their invoices are open as before, and their mandates as little used.",
    "debits_ordered": "The file is made. Fetch it and hand it to the bank.",
    "refund_released": "Released: it goes into the next file for the bank.",
    "refund_cancelled": "Given up; the money is free again.",
    "refunds_ordered": "The files are made. Fetch each one and hand it to the bank.",
    "debit_settled": "Booked: the refunds are paid, and their customers are told.",
    "debit_word_withdrawn": "Withdrawn; the debit waits as before.",
    "nothing_to_order": "Nothing could be ordered; the list says why.",
}


class Stale(O2CError):
    """The page that was decided on shows an older state than the record has."""

    def __init__(self) -> None:
        super().__init__("somebody changed this record while you were looking at it")


class NotYours(O2CError):
    """A role may not do this."""

    def __init__(self, action: str, role: str) -> None:
        self.action, self.role = action, role
        super().__init__(f"to {action} takes the role {role}")


@dataclass(frozen=True, slots=True)
class Console:
    """Everything that a page may use. `settle` decides about a letter: (id, "sent" | "again" | "cancel", actor).

    `unready`: why the process that serves the console does not get on with its work; "" if it does, or has none.
    """

    database: Database
    desk: Desk
    now: Callable[[], datetime]
    clock: Callable[[], datetime]
    secure: bool
    send_due: Callable[[], None]
    replay: Callable[[str], list[str]]
    settle: Callable[[str, str, str], Letter] | None
    mailboxes: tuple[str, ...]
    watched: Watched
    unready: Callable[[], str]
    access: Access
    templates: Environment
    shown_html: Callable[[bytes], str] | None = None  # a mail's HTML, cleaned in the bounded reader


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a person who is logged in."""

    console: Console
    person: Person
    request: Request
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def htmx(self) -> bool:
        return self.request.headers.get("hx-request") == "true"

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        return self.request.query_params.get(name, "")[:200].replace("\0", "")

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """A rendered page. Any: templates take values of every kind."""
        common = {
            "person": self.person,
            "now": self.console.now(),
            "said": SAID.get(self.query("said"), ""),
            "section": self.request.url.path,
        }
        return HTMLResponse(self.console.templates.get_template(template).render(common | values), status)


Handler = Callable[[Ask], Response]


def environment() -> Environment:
    """Templates with the console's own words; everything is escaped, a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(folder("templates") / "console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("money", "number", "day", "moment", "age", "label", "place", "told", "page_of", "in_fours"):
        made.filters[name] = getattr(words, name)
    made.filters["version"] = version
    made.filters["seg"] = lambda text: quote(str(text), safe="")
    return made


def version(record: object) -> str:
    """Names the state of a record: a decision is only taken on the state that was shown."""
    return hashlib.sha256(repr(record).encode()).hexdigest()[:24]


def unchanged(ask: Ask, record: object) -> None:
    """Raises Stale if the record is not as the page showed it."""
    if ask.form.get("seen") != version(record):
        raise Stale


def route(path: str, handler: Handler, *, role: str = "viewer", changes: bool = False) -> Route:
    """A page for a role and those above it; one that changes something takes POST with the session's token."""

    async def answer(request: Request) -> Response:
        console: Console = request.app.state.console
        token = request.cookies.get(COOKIE, "")
        person = await run_in_threadpool(console.access.person, token) if token else None
        if person is None:
            return _to_login(request)
        form = await _form(request) if changes else {}
        if changes and not (from_our_pages(request.headers) and carries_token(person, form.get("csrf", ""))):
            raise HTTPException(403, "This request did not come from a page of this console.")
        ask = Ask(console, person, request, form)
        if not person.may(role):
            return refusal(ask, NotYours("do this", role), 403)
        return await run_in_threadpool(_answered, handler, ask)

    return Route(path, answer, methods=["POST"] if changes else ["GET"])


def _answered(handler: Handler, ask: Ask) -> Response:
    try:
        return handler(ask)
    except (IllegalTransition, Stale) as error:
        return refusal(ask, error, 409)
    except NotFound as error:
        return refusal(ask, error, 404)
    except NotYours as error:
        return refusal(ask, error, 403)
    except (O2CError, BadEntry) as error:
        return refusal(ask, error, 422)


def refusal(ask: Ask, error: Exception, status: int) -> Response:
    """What was not done, and why: a fragment for htmx, a whole page without it."""
    faults = error.faults if isinstance(error, BadEntry) else {}
    back = ask.request.headers.get("referer", "")
    here = back if back.startswith(str(ask.request.base_url)) else "/"
    template = "_refusal.html.j2" if ask.htmx else "refusal.html.j2"
    return ask.page(template, status, error=error, status=status, faults=faults, back=here)


def decided(ask: Ask, change: Callable[[SqlUnitOfWork], str], to: str) -> Response:
    """Does a change in one transaction, sends what it wrote, and goes on; `change` names what to say about it."""
    with ask.console.database.begin() as uow:
        said = change(uow)
    return gone(ask, to, said, send=True)


def gone(ask: Ask, to: str, said: str = "", *, send: bool = False) -> Response:
    """Leads to another page; htmx is told by a header."""
    url = f"{to}{'&' if '?' in to else '?'}{urlencode({'said': said})}" if said else to
    after = BackgroundTask(_send, ask.console.send_due) if send else None
    if ask.htmx:
        return Response(status_code=204, headers={"HX-Redirect": url}, background=after)
    return RedirectResponse(url, 303, background=after)


def _send(send_due: Callable[[], None]) -> None:
    try:
        send_due()
    except Exception as error:  # the decision stands; the next pass sends
        log.warning("what was decided is kept, but not sent yet: %s", error)


async def _form(request: Request) -> dict[str, str]:
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MAX_FORM_BYTES:
        raise HTTPException(413, "This form is too large.")
    form: FormData = await request.form(max_files=0, max_fields=MAX_FIELDS)
    return {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}


def _to_login(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": "/login"})
    return RedirectResponse("/login", 303)
