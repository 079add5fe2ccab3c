"""What may be collected on a day, and why the rest may not: due by then, held by nobody, under a mandate that holds."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.calendar import ONE_DAY
from workflows.collections.mandates import (
    RETURNED,
    CollectionStatus,
    DirectDebit,
    Mandate,
    reference_is_sound,
)
from workflows.dunning.holds import HoldFacts, facts_of, hold_of
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.master_data.policy import iban_is_sound
from workflows.ports import Desk, Not, UnitOfWork

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice with what is due of it by the day, and the mandate that it may be collected under."""

    item: OpenItem
    mandate: Mandate

    @property
    def amount(self) -> Decimal:
        return self.item.open_amount


@dataclass(frozen=True, slots=True)
class Found:
    """`left_out`: document -> why it is not collected."""

    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scene:
    today: date
    day: date
    holds: HoldFacts
    mandates: Mapping[str, Mandate]  # by customer
    under_way: AnyOf[str]  # documents that another collection has
    returned: AnyOf[str]  # documents whose debit came back
    wanted: AnyOf[str]  # what a person named
    credited: AnyOf[str]  # customers with a credit note or money on account, which is set off first
    usual_notice: int | None  # days, where the debtors are still to be told


def candidates(
    uow: UnitOfWork,
    desk: Desk,
    company: str,
    day: date,
    today: date,
    *,
    wanted: AnyOf[str] = (),
    besides: str = "",
    to_be_told: bool = False,
) -> Found:
    """Of a company's invoices in euro that are due by `day`. `wanted` (): all; `besides`: the collection that asks;
    `to_be_told`: only of debtors who can still be told in time."""
    mandates = _mandates(uow, company, day)
    items = fetch(uow.open_items, "customer", sorted(mandates), company=company, currency=EURO, open_amount=Not(ZERO))
    due = [item.in_arrears(day + ONE_DAY) for item in items if _is_due(item, day, wanted)]
    scene = _scene(uow, desk, day, today, mandates, items, wanted, besides)
    scene = replace(scene, usual_notice=desk.debit_notice_days if to_be_told else None)
    found: dict[str, Candidate] = {}
    left_out: dict[str, str] = {}
    used: set[str] = set()
    for item in sorted(due, key=lambda item: (item.due_date, item.document)):
        mandate = mandates[item.customer]
        why = _obstacle(item, mandate, scene, used)
        if why:
            left_out[item.document] = why
        else:
            found[item.document] = Candidate(item, mandate)
            used.add(mandate.reference)
    missing = {number: "no open invoice in euro that is due by then, under a mandate" for number in wanted}
    return Found(found, {**{n: w for n, w in missing.items() if n not in found}, **left_out})


def _is_due(item: OpenItem, day: date, wanted: AnyOf[str]) -> bool:
    asked = not wanted or item.document in wanted
    return asked and item.kind is DocumentKind.INVOICE and item.open_amount > ZERO and item.due_date <= day


def _mandates(uow: UnitOfWork, company: str, day: date) -> dict[str, Mandate]:
    """Customer -> the mandate to use on a day: of several valid ones that which was signed last."""
    found: dict[str, Mandate] = {}
    for mandate in sorted(uow.mandates.where(company=company), key=lambda one: (one.signed_on, one.reference)):
        if mandate.is_valid(day):
            found[mandate.customer] = mandate
    return found


def _scene(
    uow: UnitOfWork,
    desk: Desk,
    day: date,
    today: date,
    mandates: Mapping[str, Mandate],
    items: Iterable[OpenItem],
    wanted: AnyOf[str],
    besides: str,
) -> _Scene:
    customers = tuple(sorted(mandates))
    debits = fetch(uow.direct_debits, "customer", customers)
    own = {debit.document for debit in debits if debit.collection and debit.collection == besides}
    facts = facts_of(uow, desk, customers, today)
    on_account = {customer for (customer, currency), money in facts.unapplied.items() if currency == EURO and money > 0}
    return _Scene(
        today=today,
        day=day,
        holds=replace(facts, with_bank=facts.with_bank - own),
        mandates=mandates,
        under_way=_under_way(uow, debits, besides),
        returned={debit.document for debit in debits if debit.ended_how.startswith(RETURNED)},
        wanted=wanted,
        credited={item.customer for item in items if item.open_amount < ZERO} | on_account,
        usual_notice=None,
    )


def _under_way(uow: UnitOfWork, debits: Iterable[DirectDebit], besides: str) -> frozenset[str]:
    """Documents in another proposal, or in a debit whose end nobody has told yet."""
    proposed = uow.debit_collections.where(state=CollectionStatus.PROPOSED)
    found = {line.document for one in proposed if one.id != besides for line in one.lines}
    return frozenset(found | {one.document for one in debits if one.ended_on is None and one.collection != besides})


def _obstacle(item: OpenItem, mandate: Mandate, scene: _Scene, used: AnyOf[str]) -> str:
    """Why an invoice is not collected; "" if it may be."""
    hold = hold_of(item, scene.holds, scene.today)
    grounds = (
        (hold is not None, f"on hold: {hold.value if hold is not None else ''}"),
        (item.document in scene.under_way, "another collection has it"),
        (item.document in scene.returned and item.document not in scene.wanted, "its debit came back: name it"),
        (item.customer in scene.credited, "a credit note or money on account is to be set off first"),
        (not iban_is_sound(mandate.iban), "the account's check digits do not agree"),
        (not reference_is_sound(mandate.reference), "no bank takes its mandate's reference"),
        (mandate.one_off and mandate.reference in used, "its mandate is for one debit"),
    )
    return next((why for is_one, why in grounds if is_one), "") or _too_soon(mandate, scene)


def _too_soon(mandate: Mandate, scene: _Scene) -> str:
    if scene.usual_notice is None:
        return ""
    days = mandate.told_before(scene.usual_notice)
    is_late = scene.day < scene.today + timedelta(days=days)
    return f"{scene.day} is too soon: its debtor is told {days} days before" if is_late else ""
