"""A billing run writes what was planned, in the transaction that notes the periods as billed: both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows import audit, correspondence
from workflows.billing.approvals import APPROVAL, reason_of
from workflows.billing.model import BilledPeriod
from workflows.billing.planning import BillingPlan, Held, HoldReason, Part, PlannedInvoice, period_id, plan
from workflows.billing.wording import described
from workflows.calendar import add_business_days
from workflows.catalogue import Product
from workflows.customers import Customer
from workflows.disputes.model import Case, CaseKind, CaseNote, CaseStatus
from workflows.errors import NotFound
from workflows.invoicing.issuing import issue
from workflows.invoicing.policy import Draft, draft_of
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import CASE, next_id
from workflows.ports import Desk, UnitOfWork

ACTOR = "o2cbot"
DAYS_TO_DECIDE = 3  # business days
DAYS_TO_REPORT = timedelta(days=10)  # usage comes by itself within so many days after its period
NEEDS_A_PERSON = (
    HoldReason.PO_MISSING,
    HoldReason.INDEX_UNKNOWN,
    HoldReason.TAX_UNCLEAR,
    HoldReason.RATE_MISSING,
    HoldReason.ARRANGEMENT_CHANGED,
)


@dataclass(frozen=True, slots=True)
class BillingDone:
    """What a run found and wrote: the invoices' numbers in the order of `plan.invoices`."""

    plan: BillingPlan
    numbers: tuple[str, ...]


def run(uow: UnitOfWork, desk: Desk, now: datetime, customers: Sequence[str]) -> BillingDone:
    """Bills these customers what is due on `now.date()`; a second run on the same day finds nothing more to bill.

    A period's key is added, never put: were it there already, the whole transaction would fail and write nothing.
    """
    uow.lock("billing")
    for number in customers:
        uow.lock(f"customer:{number}")
    planned = plan(uow, desk, now.date(), customers)
    numbers = tuple(_write(uow, desk, now, invoice) for invoice in planned.invoices)
    for part in planned.empty:
        uow.billed_periods.add(_billed(part, now, invoice="", month=""))
    _ask(uow, desk, now, planned)
    return BillingDone(planned, numbers)


def _write(uow: UnitOfWork, desk: Desk, now: datetime, planned: PlannedInvoice) -> str:
    customer = uow.customers.get(planned.customer)
    if customer is None:
        raise NotFound("customer", planned.customer)
    contracts = {part.contract.number for part in planned.parts}
    if len(contracts) == 1 and not customer.contract_reference:  # BT-12
        customer = replace(customer, contract_reference=next(iter(contracts)))
    invoice = issue(
        uow,
        desk,
        now,
        company=desk.company(planned.company),
        customer=customer,
        currency=planned.currency,
        drafts=[draft for part in planned.parts for draft in _drafts(uow, desk, customer, part)],
        po_number=planned.po_number,
        contracts=sorted(contracts),
    )
    for part in planned.parts:
        uow.billed_periods.add(_billed(part, now, invoice=invoice.number, month=planned.month))
    audit.note(
        uow,
        now,
        actor=ACTOR,
        action="billed",
        subject=invoice.number,
        periods=[[part.id, part.period.last.isoformat()] for part in planned.parts],
        month=planned.month,
    )
    return invoice.number


def _drafts(uow: UnitOfWork, desk: Desk, customer: Customer, part: Part) -> list[Draft]:
    """The lines of a period, each with the days that it is about."""
    product = uow.products.get(part.contract.sku)
    if product is None:
        raise NotFound("product", part.contract.sku)
    language = correspondence.language_for(customer, desk)
    return [_draft(product, language, part, place) for place in range(len(part.charges))]


def _draft(product: Product, language: str, part: Part, place: int) -> Draft:
    charge = part.charges[place]
    text = described(product, language, part.contract, part.period, charge)
    drafted = draft_of(product, language, charge.quantity, charge.unit_price, text)
    return replace(
        drafted,
        unit=charge.unit or drafted.unit,
        period_start=part.period.first,
        period_end=part.period.last,
        arrangement=part.arrangement,
    )


def _billed(part: Part, now: datetime, *, invoice: str, month: str) -> BilledPeriod:
    contract, period = part.contract, part.period
    return BilledPeriod(
        id=period_id(contract.number, period.first),
        contract=contract.number,
        customer=contract.customer,
        first_day=period.first,
        last_day=period.last,
        net=sum((charge.net for charge in part.charges), ZERO),
        currency=contract.currency,
        invoice=invoice,
        month=month,
        billed_on=now.date(),
    )


def _ask(uow: UnitOfWork, desk: Desk, now: datetime, planned: BillingPlan) -> None:
    """Tells a person, once for each period and reason, of what only a person can settle."""
    for invoice in planned.to_approve:
        first = invoice.parts[0]
        company, text = invoice.company, ", ".join(part.id for part in invoice.parts)
        _open(uow, desk, now, first.contract.customer, company, reason_of(APPROVAL, first.id), text, invoice.net)
    for held in planned.held:
        reason = reason_of(held.why.value, period_id(held.contract, held.period.first))
        if _needs_a_person(held, now.date()) and not uow.cases.where(customer=held.customer, reason=reason):
            _open(uow, desk, now, held.customer, _seller(uow, held), reason, held.why.value, None)


def _needs_a_person(held: Held, today: date) -> bool:
    late = held.why is HoldReason.USAGE_MISSING and today - held.period.last > DAYS_TO_REPORT
    return late or held.why in NEEDS_A_PERSON


def _seller(uow: UnitOfWork, held: Held) -> str:
    contract, customer = uow.contracts.get(held.contract), uow.customers.get(held.customer)
    assert contract is not None and customer is not None  # or it were held for that
    return contract.terms.company or customer.company


def _open(
    uow: UnitOfWork, desk: Desk, now: datetime, customer: str, company: str, reason: str, text: str, net: Decimal | None
) -> None:
    home = desk.company(company)
    contract = uow.contracts.get(reason.partition(":")[2].rpartition("|")[0])
    case = Case(
        id=next_id(uow, company, CASE, now.date()),
        kind=CaseKind.BILLING,
        customer=customer,
        company=company,
        invoices=(),
        reason=reason,
        amount=net,
        currency=contract.currency if contract else home.currency,
        state=CaseStatus.OPEN,
        owner=home.escalation.get("billing") or home.escalation["default"],
        opened=now.date(),
        due=add_business_days(now.date(), DAYS_TO_DECIDE, home.country, desk.holidays),
        message_ids=(),
        outcome="",
        used=False,
        notes=(CaseNote(at=now, actor=ACTOR, event="opened", text=text),),
    )
    uow.cases.add(case)
    audit.note(uow, now, actor=ACTOR, action="billing_case_opened", subject=case.id, reason=reason)
