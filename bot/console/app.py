"""The console as an ASGI application: its pages, its headers; it decides nothing that a handler decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console import (
    archive_pages,
    arrangement_pages,
    billing_pages,
    call_pages,
    campaign_pages,
    case_pages,
    change_pages,
    credit_pages,
    customer_pages,
    debit_pages,
    health,
    message_pages,
    metrics,
    order_pages,
    outbox_pages,
    payment_pages,
    prepayment_pages,
    promise_pages,
    queue_pages,
    refund_pages,
    return_pages,
    settlement_pages,
    statement_pages,
    stop_pages,
)
from bot.console.access import SESSION, Access, carries_token, from_our_pages
from bot.console.web import COOKIE, MAX_FORM_BYTES, Console, environment, route
from bot.sight.watched import Watched
from bot.storage.database import Database
from workflows.letters import Letter
from workflows.ports import Desk

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def make_console(
    *,
    database: Database,
    desk: Desk,
    now: Callable[[], datetime],
    secure: bool,
    send_due: Callable[[], None],
    replay: Callable[[str], list[str]],
    mailboxes: tuple[str, ...],
    settle: Callable[[str, str, str], Letter] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    shown_html: Callable[[bytes], str] | None = None,
    watched: Watched | None = None,
    unready: Callable[[], str] = lambda: "",
) -> Starlette:
    """The application. `now`: the business time of decisions; `clock`: the real time of sessions.

    `secure`: cookies only over https. `send_due`: has letters sent, after each decision. `replay`: works a message
    again, gives refusals. `settle`: `Outbox.decide`; without it uncertain letters are shown and not decided.
    `shown_html`: `BoundedReader.shown`; without it mails are shown as text alone.
    `watched`: what the health page expects to see; without it the mailboxes, each polled every minute.
    """
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Headers, secure=secure)],
        exception_handlers={HTTPException: _failed, Exception: _broken},
    )
    access, templates = Access(database, clock), environment()
    watched = watched or Watched({name: timedelta(minutes=1) for name in mailboxes})
    app.state.console = Console(
        database,
        desk,
        now,
        clock,
        secure,
        send_due,
        replay,
        settle,
        mailboxes,
        watched,
        unready,
        access,
        templates,
        shown_html,
    )
    return app


def routes() -> list[Route | Mount]:
    def post(path: str, handler: Callable[..., Response], role: str = "specialist") -> Route:
        return route(path, handler, role=role, changes=True)

    return [
        Route("/login", login_form),
        Route("/login", log_in, methods=["POST"]),
        Route("/logout", log_out, methods=["POST"]),
        route("/", queue_pages.queue),
        route("/messages", queue_pages.all_messages),
        route("/messages/{id:path}/raw", message_pages.raw),
        route("/messages/{id:path}/html", message_pages.html),
        route("/messages/{id:path}", message_pages.show),
        post("/messages/{id:path}/check", message_pages.check),
        post("/messages/{id:path}/approve", message_pages.approve),
        post("/messages/{id:path}/dismiss", message_pages.dismiss),
        post("/messages/{id:path}/reassign", message_pages.reassign),
        post("/messages/{id:path}/reply", message_pages.reply),
        post("/messages/{id:path}/replay", message_pages.replay),
        route("/cases", case_pages.listing),
        route("/cases/{id}/file.pdf", case_pages.printed),
        route("/cases/{id}", case_pages.show),
        post("/cases/{id}/{action}", case_pages.act),
        route("/orders", order_pages.listing),
        route("/orders/{id}", order_pages.show),
        post("/orders/{id}/release", order_pages.release),
        post("/orders/{id}/reject", order_pages.reject),
        post("/orders/{id}/ask", order_pages.ask_customer),
        post("/orders/{id}/dates", order_pages.confirm_dates),
        post("/orders/{id}/end", order_pages.end_rest),
        post("/orders/{id}/return", return_pages.announce),
        post("/returns/{id}/{action}", return_pages.act),
        route("/changes", change_pages.listing),
        post("/changes/{id}/{action}", change_pages.decide),
        route("/customers", customer_pages.listing),
        route("/customers/options", customer_pages.options),
        route("/customers/{number:path}", customer_pages.show),
        route("/outbox", outbox_pages.listing),
        post("/answers/release", outbox_pages.release_answers, "lead"),
        route("/outbox/{id}", outbox_pages.show),
        route("/outbox/{id}/files/{number:int}", outbox_pages.attachment),
        post("/outbox/{id}/{action}", outbox_pages.settle, "lead"),
        route("/billing", billing_pages.preview),
        route("/billing/revenue", arrangement_pages.overview),
        route("/billing/prepayments", prepayment_pages.listing),
        post("/billing/prepayments", prepayment_pages.set_aside),
        post("/billing/prepayments/{id}/withdraw", prepayment_pages.withdraw),
        route("/dunning", campaign_pages.overview),
        post("/dunning/propose", campaign_pages.propose),
        route("/dunning/stops", stop_pages.listing),
        post("/dunning/stops", stop_pages.stop),
        post("/dunning/stops/{id}/lift", stop_pages.lift),
        route("/dunning/credit", credit_pages.listing),
        post("/dunning/credit", credit_pages.hold),
        post("/dunning/credit/{id}/release", credit_pages.release, "lead"),
        route("/dunning/calls", call_pages.listing),
        route("/dunning/calls/{company}/{currency}/{customer:path}", call_pages.show),
        post("/dunning/calls/{company}/{currency}/{customer:path}", call_pages.record),
        route("/dunning/promises", promise_pages.listing),
        post("/dunning/promises", promise_pages.promise),
        route("/dunning/statements", statement_pages.form),
        post("/dunning/statements", statement_pages.send),
        route("/dunning/{id}", campaign_pages.show),
        post("/dunning/{id}/take-on", campaign_pages.take_on_one),
        post("/dunning/{id}/{action}", campaign_pages.decide, "lead"),
        route("/archive", archive_pages.search),
        route("/debits", debit_pages.listing),
        route("/debits/files/{id}", debit_pages.file, role="specialist"),
        post("/debits/propose", debit_pages.propose_one),
        post("/debits/{id}/{action}", debit_pages.act),
        route("/refunds", refund_pages.listing),
        route("/refunds/files/{id}", refund_pages.file, role="specialist"),
        post("/refunds/propose", refund_pages.propose_one),
        post("/refunds/order", refund_pages.order),
        route("/refunds/debits/{id}", settlement_pages.show),
        post("/refunds/debits/{id}/explain", settlement_pages.explain),
        post("/refunds/settlements/{id}/{action}", settlement_pages.act),
        post("/refunds/{id}/{action}", refund_pages.act),
        route("/payments", payment_pages.listing),
        route("/payments/{id}", payment_pages.show),
        route("/payments/{id}/question", payment_pages.question, role="specialist"),
        post("/payments/{id}/question", payment_pages.question),
        post("/payments/{id}/{action}", payment_pages.act),
        route("/health", health.page),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", metrics.page),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


async def login_form(request: Request) -> Response:
    return _login_page(request)


async def log_in(request: Request) -> Response:
    console: Console = request.app.state.console
    length = request.headers.get("content-length", "")
    if not from_our_pages(request.headers) or not length.isdigit() or int(length) > MAX_FORM_BYTES:
        raise HTTPException(403, "This request did not come from a page of this console.")
    form = await request.form(max_files=0, max_fields=10)
    name, password = str(form.get("name", "")).replace("\0", "").strip(), str(form.get("password", ""))
    token = await run_in_threadpool(console.access.log_in, name, password)
    if token is None:
        return _login_page(request, name=name, wrong=True, status=401)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        COOKIE, token, max_age=int(SESSION.total_seconds()), httponly=True, samesite="lax", secure=console.secure
    )
    return answer


async def log_out(request: Request) -> Response:
    console: Console = request.app.state.console
    token = request.cookies.get(COOKIE, "")
    person = await run_in_threadpool(console.access.person, token) if token else None
    if person is not None:
        form = await request.form(max_files=0, max_fields=10)
        if not from_our_pages(request.headers) or not carries_token(person, str(form.get("csrf", ""))):
            raise HTTPException(403, "This request did not come from a page of this console.")
        await run_in_threadpool(console.access.log_out, token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _login_page(request: Request, *, name: str = "", wrong: bool = False, status: int = 200) -> Response:
    template = request.app.state.console.templates.get_template("login.html.j2")
    return HTMLResponse(template.render(name=name, wrong=wrong), status)


async def _failed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    what = str(error.detail) if isinstance(error, HTTPException) else ""
    return _plain_page(request, status, what)


async def _broken(request: Request, error: Exception) -> Response:
    """What went wrong is in the log, never on the page."""
    answer = _plain_page(request, 500, "Something went wrong. Nothing was changed; the log says more.")
    answer.headers.update(HEADERS)  # this one is made outside of the middleware
    return answer


def _plain_page(request: Request, status: int, what: str) -> Response:
    template = request.app.state.console.templates.get_template("failed.html.j2")
    return HTMLResponse(template.render(status=status, what=what), status)


class Headers:
    """Every answer says what a browser may do with it; only our own style, script and fonts may be kept."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        more = {"strict-transport-security": "max-age=31536000"} if secure else {}
        self._headers = [(name.encode(), value.encode()) for name, value in (HEADERS | more).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = b"no-cache" if scope.get("path", "").startswith("/static/") else b"no-store"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                more = [header for header in (*self._headers, (b"cache-control", kept)) if header[0] not in own]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self._app(scope, receive, with_headers)
