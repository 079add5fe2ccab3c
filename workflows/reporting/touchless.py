"""How much the desk does without a person: messages by what they want, orders, money, and what was undone later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.cash.model import Payment
from workflows.ledger.money import ZERO, plain
from workflows.messages import MessageStatus
from workflows.orders.lifecycle import WAITING
from workflows.ports import UnitOfWork
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table, columns, share, shown
from workflows.reporting.window import Window, window

BOT = "o2cbot"
AUTO, NO_INTENT, ALL = "auto", "none", "all"
DEFINITIONS = {
    "messages": "Messages by their main intent that were first worked on a business date in the window (those that "
    "nobody worked yet: that arrived in it). touchless: done by the desk alone; by_person: a "
    "person decided, was given it or dismissed it; ignored: nothing was to do (robots, spam), by the desk alone; "
    "waiting: a person has yet to decide; unworked: not worked yet; quarantined: could not be read safely. "
    "touchless_percent = touchless / (all - ignored).",
    "orders": "Orders dated in the window. touchless: confirmed without a person's word on order or message.",
    "payments": "Customers' money booked in the window (not what the bank took back). identified: the payer is known; "
    "applied: put on documents in full; part: in part; touchless: applied in full without a person; undone: taken off "
    "a document again, though the bank did not take the money back (a wrong application). Percentages are of all "
    "payments; lines counts documents that money was put on, lines_touchless those without a person.",
}


def touchless(uow: UnitOfWork, day: date, first: date | None = None) -> Report:
    """From `first` on, without one of 90 days, up to and including `day`."""
    span = window(day, first)
    trail = tuple(uow.audit.columns("subject", "actor", "at"))
    touched = frozenset(subject for subject, actor, _ in trail if actor != BOT)
    first_on: dict[str, date] = {}
    for subject, _, at in trail:  # in order of their ids, so of time
        first_on.setdefault(subject, at.date())
    return Report(
        kind="touchless",
        as_of=day,
        definitions=DEFINITIONS,
        tables=(_messages(uow, span, first_on), _orders(uow, span, touched), _payments(uow, span, touched)),
    )


OUTCOMES = ("touchless", "by_person", "ignored", "waiting", "unworked", "quarantined")
STATES = {
    MessageStatus.RECEIVED: "unworked",
    MessageStatus.REVIEW: "waiting",
    MessageStatus.QUARANTINED: "quarantined",
    MessageStatus.IGNORED: "ignored",
    MessageStatus.DONE: "touchless",
}


def outcome(state: MessageStatus, route: str, owner: str) -> str:
    """What became of a message; whatever a person had a hand in is by_person once it is over."""
    name = STATES[state]
    is_over = name in ("touchless", "ignored")
    alone = not owner and (name == "ignored" or route == AUTO)
    return "by_person" if is_over and not alone else name


def _messages(uow: UnitOfWork, span: Window, first_on: Mapping[str, date]) -> Table:
    """`first_on`: subject -> the business date on which the audit trail first names it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    fields = ("id", "received_at", "intents", "state", "route", "owner")
    for id, received_at, intents, state, route, owner in uow.messages.columns(*fields):
        if first_on.get(id, received_at.date()) in span:
            for name in (intents[0] if intents else NO_INTENT, ALL):
                counts[name][outcome(state, route, owner)] += 1
    rows: list[Mapping[str, Cell]] = []
    for intent in sorted(counts, key=lambda name: (name == ALL, name)):
        found = counts[intent]
        whole = sum(found.values())
        row: dict[str, Cell] = {"intent": intent, "messages": whole}
        row |= {name: found[name] for name in OUTCOMES}
        rows.append(row | {"touchless_percent": shown(share(found["touchless"], whole - found["ignored"]))})
    heads = (
        Column("intent"),
        *columns(Form.NUMBER, "messages", *OUTCOMES),
        Column("touchless_percent", Form.PERCENT),
    )
    return Table("messages", heads, tuple(rows), Chart("Messages", "intent", OUTCOMES, stacked=True))


def _orders(uow: UnitOfWork, span: Window, touched: frozenset[str]) -> Table:
    by_person = frozenset(
        message_id
        for message_id, state, route, owner in uow.messages.columns("message_id", "state", "route", "owner")
        if message_id and outcome(state, route, owner) == "by_person"
    )
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for order in uow.orders.where():
        if order.order_date not in span:
            continue
        waits = order.state in WAITING
        by_hand = order.number in touched or order.message_id in by_person
        counts[order.company, order.currency]["waiting" if waits else "by_person" if by_hand else "touchless"] += 1
    names = ("touchless", "by_person", "waiting")
    rows: list[Mapping[str, Cell]] = []
    for (company, currency), found in sorted(counts.items()):
        whole = sum(found.values())
        row: dict[str, Cell] = {"company": company, "currency": currency, "orders": whole}
        row |= {name: found[name] for name in names}
        rows.append(row | {"touchless_percent": shown(share(found["touchless"], whole))})
    heads = (*columns(Form.TEXT, "company", "currency"), *columns(Form.NUMBER, "orders", *names))
    return Table("orders", (*heads, Column("touchless_percent", Form.PERCENT)), tuple(rows))


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one payment."""

    payment: Payment
    used: Decimal
    lines: int
    undone: bool
    by_person: bool

    @property
    def outcome(self) -> str:
        if not self.used:
            return "on_account"
        return "applied" if self.used == self.payment.amount else "part"


def applied(uow: UnitOfWork, span: Window, touched: frozenset[str]) -> list[Applied]:
    """The payments of the window with what was put on documents of them."""
    payments = [payment for payment in uow.payments.where() if payment.amount > ZERO and payment.booking_date in span]
    rows: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for payment, invoice, amount, paid in uow.allocations.columns("payment", "invoice", "amount", "paid"):
        rows[payment].append((invoice, amount if paid is None else paid))
    found = []
    for payment in payments:
        lines = _sums(rows[payment.id])
        undone = any(not amount for amount in lines.values())
        used = sum(lines.values(), ZERO)
        found.append(Applied(payment, used, sum(map(bool, lines.values())), undone, payment.id in touched))
    return found


def _sums(rows: Iterable[tuple[str, Decimal]]) -> Mapping[str, Decimal]:
    """Document -> what is on it in the end; zero where it was taken off again."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for invoice, amount in rows:
        sums[invoice] += amount
    return sums


def _payments(uow: UnitOfWork, span: Window, touched: frozenset[str]) -> Table:
    groups: dict[tuple[str, str], list[Applied]] = defaultdict(list)
    for one in applied(uow, span, touched):
        groups[one.payment.company, one.payment.currency].append(one)
    rows: list[Mapping[str, Cell]] = []
    for (company, currency), found in sorted(groups.items()):
        alone = [one for one in found if not one.by_person and not one.undone]
        counts: dict[str, int] = {
            "payments": len(found),
            "identified": sum(bool(one.payment.customer) for one in found),
            "applied": sum(one.outcome == "applied" for one in found),
            "part": sum(one.outcome == "part" for one in found),
            "on_account": sum(one.outcome == "on_account" for one in found),
            "touchless": sum(one.outcome == "applied" for one in alone),
            "undone": sum(one.undone for one in found),
            "lines": sum(one.lines for one in found),
            "lines_touchless": sum(one.lines for one in alone),
        }
        amounts = {
            "amount": sum((one.payment.amount for one in found), ZERO),
            "amount_applied": sum((one.used for one in found), ZERO),
        }
        shares = {f"{name}_percent": share(counts[name], len(found)) for name in ("identified", "touchless", "undone")}
        said: dict[str, Cell] = {"company": company, "currency": currency}
        rows.append(
            said
            | counts
            | {name: plain(amount, currency) for name, amount in amounts.items()}
            | {name: shown(figure) for name, figure in shares.items()}
        )
    heads = (
        *columns(Form.TEXT, "company", "currency"),
        *columns(
            Form.NUMBER, "payments", "identified", "applied", "part", "on_account", "touchless", "undone", "lines",
            "lines_touchless",
        ),
        *columns(Form.AMOUNT, "amount", "amount_applied"),
        *columns(Form.PERCENT, "identified_percent", "touchless_percent", "undone_percent"),
    )  # fmt: skip
    chart = Chart("Payments", "company", ("touchless", "applied", "part", "on_account"))
    return Table("payments", heads, tuple(rows), chart)
