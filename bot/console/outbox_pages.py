"""The outbox: every letter with its state, what is or will be sent, and what a person settles of it."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from bot.console.books import find, names
from bot.console.web import Ask, decided, gone, unchanged
from bot.gate import release, stopped
from bot.rendering import render_letter
from bot.sending.settling import DECIDABLE
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.errors import NotFound
from workflows.letters import Letter, LetterKind, LetterStatus

ACTIONS = {"sent", "again", "cancel"}
# A browser shows a PDF in a viewer of its own, which needs its style; nothing else may load or run.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def listing(ask: Ask) -> Response:
    state, kind = ask.query("state"), ask.query("kind")
    table = tables.letters
    conditions = [column == wanted for column, wanted in ((table.c.state, state), (table.c.kind, kind)) if wanted]
    with ask.console.database.read() as uow:
        rows = find(uow, "letters", *conditions, order=(table.c.created_at.desc(),))
        by_state = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
        counts = {row[0]: row[1] for row in uow.connection.execute(by_state)}
        known = names(uow, (letter.customer for letter in rows))
        brake = stopped(uow)
    return ask.page(
        "outbox.html.j2",
        rows=rows,
        names=known,
        counts=counts,
        chosen={"state": state, "kind": kind},
        brake=brake,
        states=[status.value for status in LetterStatus],
        kinds=[kind.value for kind in LetterKind],
    )


def show(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        letter = _letter(ask, uow)
        mail, problem = _mail(ask, uow, letter)
        table = tables.send_attempts
        tries = uow.connection.execute(sa.select(table).where(table.c.letter == letter.id).order_by(table.c.attempt))
        return ask.page(
            "letter.html.j2",
            letter=letter,
            subject=str(mail["Subject"]) if mail else "",
            body=_text(mail) if mail else "",
            files=[(n, part.get_filename() or "file", part.get_content_type()) for n, part in _files(mail)],
            kept=uow.files.get(f"mime:{letter.id}") is not None,
            problem=problem,
            attempts=[row._mapping for row in tries],
            settles=letter.state in DECIDABLE and ask.console.settle is not None,
            uncertain=letter.state is LetterStatus.UNCERTAIN,
        )


def attachment(ask: Ask) -> Response:
    """A file of the letter as it was sent: PDFs to look at, everything else to save."""
    with ask.console.database.read() as uow:
        letter = _letter(ask, uow)
        mail, _ = _mail(ask, uow, letter)
    found = dict(_files(mail)).get(int(ask.path("number")))
    if found is None:
        raise NotFound("file", ask.path("number"))
    content = found.get_payload(decode=True)
    if not isinstance(content, bytes):
        content = found.get_payload(0).as_bytes() if found.is_multipart() else b""
    pdf = found.get_content_type() == "application/pdf" and content.startswith(b"%PDF")
    name = f"{letter.id[:12]}-{ask.path('number')}.{'pdf' if pdf else 'bin'}"
    headers = {"content-disposition": f'{"inline" if pdf else "attachment"}; filename="{name}"'}
    if pdf:
        headers["content-security-policy"] = PDF_POLICY
    return Response(content, media_type="application/pdf" if pdf else "application/octet-stream", headers=headers)


def settle(ask: Ask) -> Response:
    action = ask.path("action")
    if action not in ACTIONS or ask.console.settle is None:
        raise NotFound("action", action)
    with ask.console.database.read() as uow:
        unchanged(ask, _letter(ask, uow))
    ask.console.settle(ask.path("id"), action, ask.person.name)
    return gone(ask, f"/outbox/{ask.path('id')}", "settled", send=True)


def release_answers(ask: Ask) -> Response:
    """A lead lets the automatic answers go again that the desk stopped by itself."""

    def change(uow: SqlUnitOfWork) -> str:
        unchanged(ask, stopped(uow))
        release(uow, ask.person.name, ask.console.now(), ask.console.clock())
        return "acted"

    return decided(ask, change, "/outbox")


def _letter(ask: Ask, uow: SqlUnitOfWork) -> Letter:
    letter = uow.letters.get(ask.path("id"))
    if letter is None:
        raise NotFound("letter", ask.path("id"))
    return letter


def _mail(ask: Ask, uow: SqlUnitOfWork, letter: Letter) -> tuple[EmailMessage | None, str]:
    """(the mail as it was rendered, or as it would be today without its files; why there is none)."""
    kept = uow.files.get(f"mime:{letter.id}")
    if kept is not None:
        return message_from_bytes(kept.bytes, _class=EmailMessage, policy=policy.default), ""
    try:
        company, customer = ask.console.desk.company(letter.company), uow.customers.get(letter.customer)
        raw = render_letter(letter, company=company, customer=customer, now=ask.console.now())
    except Exception as error:  # whatever a page of words lacks: the letter is shown all the same
        return None, f"{type(error).__name__}: {error}"
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default), ""


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part is not None else ""


def _files(mail: EmailMessage | None) -> Iterator[tuple[int, Any]]:  # MIME parts
    if mail is not None:
        yield from enumerate(part for part in mail.walk() if part.get_content_disposition() == "attachment")
