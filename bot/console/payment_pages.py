"""Money that waits for a person: ranked proposals with their proof, one key to accept, and every other decision."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

import sqlalchemy as sa
from starlette.responses import Response

from bot.console.books import count, find, names, standing
from bot.console.correction import BadEntry, money
from bot.console.web import Ask, Stale, decided, unchanged, version
from bot.question_text import shown_draft
from bot.storage.tables import Role, advices, payments
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.cash.amounts import Line
from workflows.cash.asking import draft, questions
from workflows.cash.combining import combine
from workflows.cash.deciding import ACTIONS, decide_payment
from workflows.cash.mirroring import cleared_by
from workflows.cash.model import AdviceStatus, Payment
from workflows.cash.proposals import Suggestion
from workflows.cash.refund_settling import is_settled_here
from workflows.cash.refundable import under_way
from workflows.cash.worklist import suggestions, suggestions_of
from workflows.commands import CombinePayments, DecidePayment
from workflows.errors import BadDecision, IllegalTransition, NotFound
from workflows.ledger.money import ZERO
from workflows.ports import Not

SAID = {"apply": "put_on_documents", "keep": "kept_on_account", "undo": "taken_back", "ask": "payer_asked"}
MOST_OTHERS = 20  # payments that may be put together with one, the oldest first
LONGEST_WORDS = 2000  # of a person, in a letter or a note
MOST_CANDIDATES = 120  # open items that the form of a split offers, the oldest first


def listing(ask: Ask) -> Response:
    unapplied = payments.c.unapplied != 0
    with ask.console.database.read() as uow:
        rows = find(uow, "payments", unapplied, order=(payments.c.value_date,))
        known = names(uow, (payment.customer for payment in rows))
        total = count(uow, "payments", unapplied)
        waiting = find(uow, "advices", advices.c.state != AdviceStatus.PAIRED.value, order=(advices.c.id.desc(),))
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for payment in rows:
            sums[payment.currency] += payment.unapplied
        moving = len(under_way(uow))
        proposed = suggestions_of(
            (payment.id for payment in rows if payment.unapplied > 0), uow, ask.console.now().date()
        )
        known |= names(uow, (advice.customer for advice in waiting))
        known |= names(uow, (each.customer for found in proposed.values() for each in found))
    return ask.page(
        "payments.html.j2", rows=rows, names=known, total=total, sums=dict(sums), advices=waiting, proposed=proposed,
        refunds=moving,
    )  # fmt: skip


def show(ask: Ask) -> Response:
    today = ask.console.now().date()
    with ask.console.database.read() as uow:
        payment = _payment(ask, uow)
        customer = ask.query("customer") or payment.customer
        proposed = suggestions(payment.id, uow, today) if payment.unapplied > 0 else ()
        items = uow.open_items.where(customer=customer, currency=payment.currency) if customer else []
        candidates = sorted(
            (each for each in items if each.open_amount), key=lambda each: (each.due_date, each.document)
        )
        back = uow.payments.where(reverses=payment.id)
        return ask.page(
            "payment.html.j2",
            payment=payment,
            proposed=proposed,
            customer=customer,
            candidates=candidates[:MOST_CANDIDATES],
            others=_others(payment, customer, uow),
            left_out=max(0, len(candidates) - MOST_CANDIDATES),
            cleared=cleared_by(payment.id, uow),
            rows=uow.allocations.where(payment=payment.id),
            returned=[(each, _told(each, uow)) for each in back],
            advices=uow.advices.where(payment=payment.id),
            refunds=uow.refunds.where(source=payment.id),
            habits=sorted(uow.habits.where(customer=customer), key=lambda each: each.id) if customer else [],
            pays_for=[each for each in uow.payer_relations.where(customer=customer) if each.holds(today)],
            today=today,
            letters=questions(payment, tuple({payment.customer, customer} - {""}), uow),
            books=standing(uow, ask.console.desk, customer, today) if customer else None,
            names=names(uow, (payment.customer, customer, *(each.customer for each in proposed))),
            trail=uow.audit.where(subject=payment.id),
            decidable=payment.amount > 0 and not back,
            of_refunds=is_settled_here(payment),
            limit=ask.console.desk.cash.person_limit,
        )


def _told(returned: Payment, uow: SqlUnitOfWork) -> dict[str, str]:
    """What was noted of a return: its reason, and what follows for mandate, retry and customer."""
    events = uow.audit.where(subject=returned.id, action="payment_returned")
    return dict(json.loads(events[-1].details)) if events else {}


def question(ask: Ask) -> Response:
    """The question to the payer as it would be sent now: nothing is kept or sent by looking at it."""
    with ask.console.database.read() as uow:
        payment = _payment(ask, uow)
        if payment.unapplied <= 0:
            raise IllegalTransition("applied", "ask")
        number = _wanted(ask, "customer", 100) or payment.customer
        customer = uow.customers.get(number)
        if customer is None:
            raise BadDecision("whose money is it? name the customer")
        now, text = ask.console.now(), _words(_wanted(ask, "text", LONGEST_WORDS))
        drafted = draft(payment, customer, text, uow, ask.console.desk, now.date())
        company = ask.console.desk.company(drafted.company)
        subject, body = shown_draft(drafted, company, customer, now)
        asked = questions(payment, (customer.number,), uow)
    return ask.page(
        "question.html.j2", payment=payment, customer=customer, draft=drafted, subject=subject, body=body, asked=asked,
    )  # fmt: skip


def _wanted(ask: Ask, name: str, most: int) -> str:
    """A value of the form, or of the address where the page is opened."""
    return ask.form.get(name, ask.query(name))[:most].strip()


def _words(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:LONGEST_WORDS]


def act(ask: Ask) -> Response:
    action = ask.path("action")
    if action not in ACTIONS:
        raise NotFound("action", action)
    following = _following(ask)

    def change(uow: SqlUnitOfWork) -> str:
        payment = _payment(ask, uow)
        uow.lock(f"account:{payment.company}")
        payment = _payment(ask, uow)
        unchanged(ask, payment)
        chosen = _chosen(ask, payment, uow)
        text = _words(ask.form.get("text", "")) or (chosen.proof if chosen else "")
        lines = chosen.lines if chosen else _lines(ask)
        limit = None if ask.person.may(Role.LEAD.value) else ask.console.desk.cash.person_limit
        more = _with(ask)
        if action == "apply" and more and not chosen:
            together = CombinePayments((payment.id, *more), ask.person.name, lines, text, limit)
            combine(together, uow, ask.console.desk, ask.console.now())
            return SAID[action]
        command = DecidePayment(
            payment=payment.id,
            action=action,
            actor=ask.person.name,
            lines=lines,
            customer=ask.form.get("customer", "").strip()[:100],
            text=text,
            limit=limit,
            read=ask.form.get("read", ""),
        )
        decide_payment(command, uow, ask.console.desk, ask.console.now())
        return SAID[action]

    return decided(ask, change, following)


def _following(ask: Ask) -> str:
    """Where a decision leads: undoing to the payment again, all else to the list, at the next one that waits."""
    number = ask.path("id")
    if ask.path("action") == "undo":
        return f"/payments/{number}"
    with ask.console.database.read() as uow:
        payment = _payment(ask, uow)
        later = sa.tuple_(payments.c.value_date, payments.c.id) > sa.tuple_(payment.value_date, payment.id)
        rows = find(uow, "payments", payments.c.unapplied != 0, later, order=(payments.c.value_date,), limit=1)
    return f"/payments?at={rows[0].id}" if rows else "/payments"


def _chosen(ask: Ask, payment: Payment, uow: SqlUnitOfWork) -> Suggestion | None:
    """The proposal that the form names by its content; Stale if it does not hold any more."""
    wanted, today = ask.form.get("proposal", ""), ask.console.now().date()
    if not wanted:
        return None
    found = next((each for each in suggestions(payment.id, uow, today) if version(each) == wanted), None)
    if found is None:
        raise Stale
    return found


def _lines(ask: Ask) -> tuple[Line, ...]:
    """The rows of a split that have an amount."""
    faults: dict[str, str] = {}
    lines = []
    for name in ask.form:
        kind, separator, document = name.partition(":")
        if kind != "amount" or not separator:
            continue
        parts = [_amount(f"{part}:{document}", ask, faults) for part in ("amount", "discount", "write_off")]
        if any(parts):
            lines.append(Line(document, *parts))
    if faults:
        raise BadEntry(faults)
    return tuple(lines)


def _with(ask: Ask) -> tuple[str, ...]:
    """The other payments that the form puts together with this one."""
    marked = (name.partition(":") for name in ask.form)
    return tuple(number for kind, separator, number in marked if kind == "with" and separator)


def _others(payment: Payment, customer: str, uow: SqlUnitOfWork) -> list[Payment]:
    """Other money of the customer in this currency that a person could put on the same documents, the oldest first."""
    if not customer or payment.unapplied <= 0:
        return []
    found = uow.payments.where(customer=customer, currency=payment.currency, unapplied=Not(ZERO))
    waiting = [each for each in found if each.id != payment.id and each.unapplied > 0]
    return sorted(waiting, key=lambda each: (each.value_date, each.id))[:MOST_OTHERS]


def _amount(name: str, ask: Ask, faults: dict[str, str]) -> Decimal:
    text = ask.form.get(name, "").strip()
    amount = money(text) if text else ZERO
    if amount is None:
        faults[name] = "write an amount like 1250.00"
    return amount or ZERO


def _payment(ask: Ask, uow: SqlUnitOfWork) -> Payment:
    payment = uow.payments.get(ask.path("id"))
    if payment is None:
        raise NotFound("payment", ask.path("id"))
    return payment
