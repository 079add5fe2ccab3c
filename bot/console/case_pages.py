"""Cases: what customers contest and what waits for a person's release, with all that is known and the actions on it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from bot.console.books import count, find, message_ids, names, standing
from bot.console.correction import BadEntry
from bot.console.correction import money as money_of
from bot.console.customer_pages import told
from bot.console.web import Ask, NotYours, decided, unchanged
from bot.documents.case_file import case_file
from bot.documents.pdf import render
from bot.documents.wording import complete
from bot.rendering import file_name
from bot.storage.tables import Role, cases
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import CaseAction
from workflows.correspondence import known_language
from workflows.dispatch import act_on_case
from workflows.disputes.evidence import gather
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.disputes.money import money
from workflows.disputes.telling import ABOUT_INVOICES, BOT, case_facts
from workflows.errors import NotFound
from workflows.ledger.money import ZERO

ACTIONS = {"assign", "reply", "ask", "resolve", "credit", "approve", "decline", "correct", "reject", "escalate"}


def listing(ask: Ask) -> Response:
    state, kind, owner = ask.query("state") or "active", ask.query("kind"), ask.query("owner")
    conditions: list[Any] = []  # SQL expressions
    if state == "active":
        conditions.append(cases.c.state.in_([status.value for status in ACTIVE]))
    elif state != "all":
        conditions.append(cases.c.state == state)
    if kind:
        conditions.append(cases.c.kind == kind)
    if owner:
        conditions.append(cases.c.owner == (ask.person.name if owner == "mine" else owner))
    with ask.console.database.read() as uow:
        rows = find(uow, "cases", *conditions, order=(cases.c.due.is_(None), cases.c.due))
        known = names(uow, (case.customer for case in rows))
        total = count(uow, "cases", *conditions)
    return ask.page(
        "cases.html.j2",
        rows=rows,
        names=known,
        total=total,
        chosen={"state": state, "kind": kind, "owner": owner},
        kinds=[kind.value for kind in CaseKind],
        states=["active", *(status.value for status in CaseStatus), "all"],
        today=ask.console.now().date(),
    )


def show(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        case = _case(ask, uow)
        items = [item for number in case.invoices if (item := uow.open_items.get(number)) is not None]
        return ask.page(
            "case.html.j2",
            case=case,
            items=items,
            open_amount=sum((item.open_amount for item in items), ZERO),
            books=standing(uow, ask.console.desk, case.customer, ask.console.now().date()),
            letters=uow.letters.where(case=case.id),
            mails=message_ids(uow, case.message_ids),
            addresses=told(uow.addresses.where(customer=case.customer), ask.console.now().date()),
            trail=uow.audit.where(subject=case.id),
            active=case.state in ACTIVE,
            about_invoices=case.kind in ABOUT_INVOICES,
            money=money(case, uow) if case.kind in ABOUT_INVOICES else None,
            file=gather(case, uow, ask.console.desk) if case.kind in ABOUT_INVOICES else None,
            acceptance=ask.console.desk.disputes.of(case.reason).accept.value,
            may_approve=_may_approve(ask, case),
            teams=sorted(ask.console.desk.company(case.company).escalation),
            limit=ask.console.desk.disputes.limit(case.reason),
            today=ask.console.now().date(),
        )


def act(ask: Ask) -> Response:
    action = ask.path("action")
    if action not in ACTIONS:
        raise NotFound("action", action)

    def change(uow: SqlUnitOfWork) -> str:
        case = _case(ask, uow)
        uow.lock(f"customer:{case.customer}")
        case = _case(ask, uow)
        unchanged(ask, case)
        amount = _amount(ask)
        if action == "approve" and case.proposal is not None and not _may_approve(ask, case):
            raise NotYours(f"approve a credit of {case.proposal.total}", Role.LEAD.value)
        command = CaseAction(
            case=case.id,
            action=action,
            actor=ask.person.name,
            text=ask.form.get("text", "").replace("\r\n", "\n").strip(),
            owner=ask.form.get("owner", "").strip()[:200],
            amount=amount,
            limit=ask.console.desk.disputes.limit(case.reason),
        )
        act_on_case(command, uow, ask.console.desk, ask.console.now())
        after = _case(ask, uow)
        return "proposed" if action in ("credit", "approve") and after.proposal is not None else "acted"

    return decided(ask, change, f"/cases/{ask.path('id')}")


def _amount(ask: Ask) -> str:
    """The amount of a credit; "" where none was entered. Raises BadEntry."""
    text = ask.form.get("amount", "").strip()
    amount = money_of(text) if text else None
    if text and amount is None:
        raise BadEntry({"amount": "write an amount like 1250.00"})
    return f"{amount:f}" if amount is not None else ""


def printed(ask: Ask) -> Response:
    """The case file as PDF, in the company's language, as the books stand now."""
    with ask.console.database.read() as uow:
        case = _case(ask, uow)
        company = ask.console.desk.company(case.company)
        language = known_language(company.language, ask.console.desk)
        facts = case_file(complete("escalation", case_facts(case, uow, ask.console.desk)), company, language)
    page = render("case", facts, ask.console.now())
    name = file_name(str(facts["title"]), case.id, "pdf")
    return Response(page, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'})


def _may_approve(ask: Ask, case: Case) -> bool:
    """Whether this person's role lets them approve the credit that waits: a lead, or anybody for a small one that the
    books proposed. That they are not the proposer is the handler's to check."""
    if case.proposal is None:
        return False
    small = case.proposal.total <= ask.console.desk.disputes.limit(case.reason)
    return ask.person.may(Role.LEAD.value) or (small and case.proposal.actor == BOT)


def _case(ask: Ask, uow: SqlUnitOfWork) -> Case:
    case = uow.cases.get(ask.path("id"))
    if case is None:
        raise NotFound("case", ask.path("id"))
    return case
