"""One message: the mail beside its reading, what would be done, what the books say; and what a person does with it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from markupsafe import escape
from starlette.responses import HTMLResponse, Response

from bot import shown_html
from bot.console import marking, order_questions
from bot.console.books import standing
from bot.console.correction import PARTS, BadEntry, as_form, corrected, row_count
from bot.console.queue_pages import next_waiting, reading_of
from bot.console.web import Ask, decided, gone, unchanged
from bot.resources import folder
from bot.sandbox import Unreadable
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import IntentName, Reading
from workflows import triage
from workflows.commands import Act, Decision, ForSpecialist, Ignore
from workflows.correspondence import known_language
from workflows.disputes.lifecycle import ACTIVE
from workflows.errors import NotFound, O2CError
from workflows.messages import Message, MessageStatus
from workflows.routing.bounds import threshold

TRUST_WORDS = {
    "failed": "FAILED verification",
    "suspect": "may be somebody else",
    "unverified": "not verified",
    "verified": "verified",
}
KINDS = tuple(name.value for name in IntentName)


def show(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        return ask.page("message.html.j2", **_page(ask, uow, _message(ask, uow)))


def check(ask: Ask) -> Response:
    """What would be done with the form as it stands; changes nothing."""
    with ask.console.database.read() as uow:
        message = _message(ask, uow)
        read = _reading(message)
        proposal, refused = _proposal(ask, uow, message, corrected(read, ask.form))
    return ask.page("_proposal.html.j2", proposal=proposal, refused=refused, checked=True)


def approve(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        message = _decidable(ask, uow)
        read = _reading(message)
        right = corrected(read, ask.form)
        console = ask.console
        triage.approve(
            message.id,
            ask.person.name,
            read,
            uow,
            console.desk,
            console.now(),
            corrected=None if right == read else right,
            call_back=ask.form.get("call_back", "").strip(),
        )
        return "approved"

    return decided(ask, change, _next(ask))


def dismiss(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        why = ask.form.get("why", "").strip()
        if not why:
            raise BadEntry({"why": "say why, in a few words"})
        message = _decidable(ask, uow)
        was = ask.form.get("was", "")
        if was and was not in KINDS:
            raise BadEntry({"was": f"{was} is none of {', '.join(KINDS)}"})
        console = ask.console
        triage.dismiss(
            message.id,
            ask.person.name,
            why,
            uow,
            console.desk,
            console.now(),
            read=reading_of(message),
            was=IntentName(was) if was else None,
        )
        return "dismissed"

    return decided(ask, change, _next(ask))


def reassign(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        message = _decidable(ask, uow)
        owner = ask.form.get("owner", "").strip()[:100]
        triage.reassign(message.id, owner, ask.person.name, uow, ask.console.desk, ask.console.now())
        return "reassigned"

    return decided(ask, change, f"/messages/{ask.path('id')}")


def reply(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        text = ask.form.get("text", "").replace("\r\n", "\n")
        sent = triage.reply(_message(ask, uow).id, ask.person.name, text, uow, ask.console.desk, ask.console.now())
        return "replied" if sent else "repeated"

    return decided(ask, change, f"/messages/{ask.path('id')}")


def replay(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        unchanged(ask, _message(ask, uow))
    refusals = ask.console.replay(ask.path("id"))
    if refusals:
        raise BadEntry({"replay": " ".join(refusals)})
    return gone(ask, f"/messages/{ask.path('id')}", "replayed")


def raw(ask: Ask) -> Response:
    """The bytes as they came, as a file of plain text: nothing of them is ever shown as a page."""
    with ask.console.database.read() as uow:
        message = _message(ask, uow)
        content = uow.raw_messages.get(message.sha256)
    if content is None:
        raise NotFound("raw message", message.id)
    headers = {"content-disposition": f'attachment; filename="{message.sha256[:16]}.eml.txt"'}
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


def html(ask: Ask) -> Response:
    """The mail's HTML for the frame of its page: cleaned, under a policy that lets nothing run or load."""
    with ask.console.database.read() as uow:
        message = _message(ask, uow)
        content = uow.raw_messages.get(message.sha256)
    if content is None or ask.console.shown_html is None:
        raise NotFound("HTML of message", message.id)
    try:
        fragment = ask.console.shown_html(content) or shown_html.NONE
    except Unreadable as error:
        fragment = f"<p>{escape(error.why)}</p>"
    headers = {"content-security-policy": shown_html.POLICY, "x-frame-options": "SAMEORIGIN"}
    return HTMLResponse(shown_html.page(fragment), headers=headers)


def _message(ask: Ask, uow: SqlUnitOfWork) -> Message:
    message = uow.messages.get(ask.path("id"))
    if message is None:
        raise NotFound("message", ask.path("id"))
    return message


def _decidable(ask: Ask, uow: SqlUnitOfWork) -> Message:
    """The message, nobody else's until the transaction ends, as the page showed it."""
    uow.lock(f"message:{ask.path('id')}")
    message = _message(ask, uow)
    unchanged(ask, message)
    return message


def _reading(message: Message) -> Reading:
    read = reading_of(message)
    if read is None:
        raise NotFound("reading of message", message.id)
    return read


def _next(ask: Ask) -> str:
    with ask.console.database.read() as uow:
        found = next_waiting(uow, _message(ask, uow))
    return f"/?at={found}" if found else "/"


def _page(ask: Ask, uow: SqlUnitOfWork, message: Message) -> dict[str, Any]:
    desk, read = ask.console.desk, reading_of(message)
    number = message.customer or (read.customer or "" if read else "")
    books = standing(uow, desk, number, ask.console.now().date())
    proposal, refused = (None, "")
    if read and message.state in triage.DECIDABLE:
        proposal, refused = _proposal(ask, uow, message, read)
    language = books.customer.language if books else message.language
    offered = _drafts(ask, uow, message, proposal, known_language(language, desk))
    marks = marking.marked(read) if read else None
    return {
        "message": message,
        "reading": read,
        "body": marks.body if marks else (),
        "subject": marks.subject if marks else (),
        "attached": list(zip(read.attachments, marks.attachments, strict=True)) if read and marks else [],
        "grounds": marks.grounds if marks else {},
        "form": as_form(read) if read else {},
        "parts": PARTS,
        "trust_words": TRUST_WORDS,
        "kinds": KINDS,
        "main_parts": read is not None and any(getattr(read, part.name) for part in PARTS),
        "row_count": row_count,
        "section": "/" if message.state in triage.DECIDABLE else "/messages",
        "thresholds": {i.name.value: threshold(i.name, desk) for i in read.intents} if read else {},
        "proposal": proposal,
        "refused": refused,
        "checked": False,
        "books": books,
        "orders": uow.orders.where(customer=number)[-5:][::-1] if number else [],
        "cases": uow.cases.where(customer=number, state=ACTIVE) if number else [],
        "named": _named(read),
        "trail": uow.audit.where(subject=message.id),
        "decidable": message.state in triage.DECIDABLE,
        "answerable": message.state in triage.ANSWERABLE and read is not None,
        "editable": read is not None and message.state in triage.DECIDABLE and ask.person.may("specialist"),
        "has_html": ask.console.shown_html is not None and read is not None,
        "quarantined": message.state is MessageStatus.QUARANTINED,
        "drafts": offered,
        "draft_language": known_language(language, desk),
        "draft": offered.get(ask.query("draft"), {}).get("text", ""),
    }


def _drafts(
    ask: Ask, uow: SqlUnitOfWork, message: Message, proposal: dict[str, Any] | None, language: str
) -> dict[str, Any]:
    """Answers to begin with; of an order that deviates, first the question about it (Any: TOML)."""
    desk, commands = ask.console.desk, proposal["commands"] if proposal else ()
    country = desk.company(message.company).country if message.company in desk.companies else ""
    points = order_questions.draft(commands, uow, desk, ask.console.now(), language, country)
    return order_questions.with_question(drafts(language), points)


def _proposal(ask: Ask, uow: SqlUnitOfWork, message: Message, read: Reading) -> tuple[dict[str, Any] | None, str]:
    """(the commands that approval would issue and what was in doubt, why nothing can be told)."""
    try:
        decision = triage.preview(message, read, uow, ask.console.desk, ask.console.now())
    except O2CError as error:
        return None, str(error)
    return _told(decision), ""


def _told(decision: Decision) -> dict[str, Any]:
    match decision:
        case Act(commands):
            return {"commands": commands, "why": "", "certain": ()}
        case ForSpecialist(why, proposed, certain):
            return {"commands": proposed, "why": why, "certain": certain}
        case Ignore(why, commands):
            return {"commands": commands, "why": why, "certain": ()}


def _named(read: Reading | None) -> frozenset[str]:
    """Documents that the reading speaks of, to be found among the open items."""
    if read is None:
        return frozenset()
    numbers: list[str] = [line.invoice for line in read.remittance.lines] if read.remittance else []
    for fact in (read.dispute, read.promise, read.query):
        numbers += fact.invoices if fact else ()
    return frozenset(numbers)


@cache
def _all_drafts() -> dict[str, Any]:
    return tomllib.loads((folder("templates") / "console" / "drafts.toml").read_text(encoding="utf-8"))


def drafts(language: str) -> dict[str, Any]:
    """Answers to begin with, in a language: key -> title, text."""
    found: dict[str, Any] = _all_drafts()
    return dict(found.get(language) or found["en"])
