"""Cases: what customers contest and what waits for a person's release, with all that is known and the actions on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from starlette.responses import Response

from bot.console.books import count, find, message_ids, names, standing
from bot.console.customer_pages import told
from bot.console.web import Ask, NotYours, decided, unchanged
from bot.storage.tables import Role, cases
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import CaseAction
from workflows.dispatch import act_on_case
from workflows.disputes.actions import ABOUT_INVOICES
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.disputes.policy import credits
from workflows.errors import NotFound
from workflows.ledger.money import ZERO

CREDIT_WITHOUT_LEAD = Decimal("250.00")  # in the invoice's currency; above it a lead signs
ACTIONS = {"assign", "reply", "resolve", "credit", "reject", "escalate"}


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
            teams=sorted(ask.console.desk.company(case.company).escalation),
            limit=CREDIT_WITHOUT_LEAD,
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
        amount = ask.form.get("amount", "").strip().replace(",", ".")
        if action == "credit":
            _require_lead(ask, case, amount, uow)
        command = CaseAction(
            case=case.id,
            action=action,
            actor=ask.person.name,
            text=ask.form.get("text", "").replace("\r\n", "\n").strip(),
            owner=ask.form.get("owner", "").strip()[:200],
            amount=amount,
        )
        act_on_case(command, uow, ask.console.desk, ask.console.now())
        return "acted"

    return decided(ask, change, f"/cases/{ask.path('id')}")


def _require_lead(ask: Ask, case: Case, amount: str, uow: SqlUnitOfWork) -> None:
    """Raises NotYours where more would be credited than the person's role may; a refusal in words is the handler's."""
    items = [item for number in case.invoices if (item := uow.open_items.get(number)) is not None]
    shares = credits(case, amount, items)
    above = not isinstance(shares, str) and sum(shares.values(), ZERO) > CREDIT_WITHOUT_LEAD
    if above and not ask.person.may(Role.LEAD.value):
        raise NotYours(f"credit more than {CREDIT_WITHOUT_LEAD}", Role.LEAD.value)


def _case(ask: Ask, uow: SqlUnitOfWork) -> Case:
    case = uow.cases.get(ask.path("id"))
    if case is None:
        raise NotFound("case", ask.path("id"))
    return case
