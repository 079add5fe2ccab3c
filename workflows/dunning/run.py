"""A dunning run: promises are settled, what is due rises by one level, one letter a day per customer and currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from workflows import audit
from workflows.calendar import add_business_days
from workflows.correspondence import write
from workflows.disputes.model import Case, CaseKind, CaseNote, CaseStatus
from workflows.dunning.booking import book_charges
from workflows.dunning.composing import PlannedLetter
from workflows.dunning.decision import Decision
from workflows.dunning.facts import letter_as_json, letter_facts
from workflows.dunning.plan import NO_LIMIT, Plan, dedup_key, plan
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import CASE, next_id
from workflows.letters import LetterKind
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork
from workflows.promises import settle

ACTOR = "o2cbot"
DAYS_TO_DECIDE = 3  # business days in which a release is decided and a registered letter is sent
SETTLED = "settled"  # outcome of a release case that nobody needs to decide any more


def run(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    customers: tuple[str, ...] = (),
    *,
    companies: tuple[str, ...] = (),
    most_letters: int = NO_LIMIT,
) -> Plan:
    """Carries out the plan of `now.date()` for these customers and companies (none named: for all) and returns it.

    A second run on the same date finds the letters of the first and sends none. What could not be written stands in
    `refused`; nothing has changed there.
    """
    uow.lock("dunning")
    for number in customers:
        uow.lock(f"customer:{number}")
    settle(uow, desk, now, customers)
    planned = plan(uow, desk, now.date(), customers, companies=companies, most_letters=most_letters)
    for letter in planned.planned:
        _send(uow, desk, now, letter)
    for decision, open_case in planned.proposals:
        _propose(uow, desk, now, decision, open_case)
    for case in planned.used:
        uow.cases.put(replace(case, used=True))
    for case in planned.settled_cases:
        done = _note(now, "settled", "every invoice named is paid")
        uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome=SETTLED, notes=(*case.notes, done)))
    return planned


def _send(uow: UnitOfWork, desk: Desk, now: datetime, planned: PlannedLetter) -> None:
    letter, decision, today = planned.letter, planned.decision, now.date()
    case = _registered_case(uow, desk, now, planned) if planned.registered else ""
    queued = write(
        uow,
        now,
        kind=LetterKind.DUNNING,
        template=f"dunning_{planned.wording}",
        language=letter.language,
        company=desk.company(letter.company),
        customer=letter.customer,
        to=planned.to,
        facts=letter_facts(planned, desk.company(letter.company)),
        documents=(*(row.document for row in letter.items), *(row.document for row in letter.credit_notes)),
        attach=("dunning",),
        case=case,
        source=None,
        dedup_key=dedup_key(decision.group, today),
    )
    for item in fetch(uow.open_items, "document", list(decision.raised)):  # whole, where a part of it was contested
        uow.open_items.put(replace(item, dunning_level=decision.raised[item.document], level_raised_on=today))
    book_charges(uow, desk, planned, queued.id if queued else "", today)
    audit.note(
        uow,
        now,
        actor=ACTOR,
        action="dunned",
        subject=letter.customer,
        letter=queued.id if queued else "",
        raised=dict(decision.raised),
        figures=letter_as_json(letter),
    )


def _registered_case(uow: UnitOfWork, desk: Desk, now: datetime, planned: PlannedLetter) -> str:
    """The task to send the letter by registered post as well: no program can."""
    levels = {document: planned.decision.raised[document] for document in planned.registered}
    return _open_case(uow, desk, now, CaseKind.REGISTERED_LETTER, planned.decision, levels)


def _propose(uow: UnitOfWork, desk: Desk, now: datetime, decision: Decision, open_case: Case | None) -> None:
    """Puts the items into the group's open release case, or opens one."""
    if open_case is None:
        _open_case(uow, desk, now, CaseKind.DUNNING_RELEASE, decision, decision.proposed)
        return
    joined = tuple(number for number in decision.proposed if number not in open_case.invoices)
    amount = sum((item.open_amount for item in decision.listed if item.document in joined), ZERO)
    text = ", ".join(f"{number} for level {decision.proposed[number]}" for number in joined)
    uow.cases.put(
        replace(
            open_case,
            invoices=(*open_case.invoices, *joined),
            amount=(open_case.amount or ZERO) + amount,
            notes=(*open_case.notes, _note(now, "joined", text)),
        )
    )


def _open_case(
    uow: UnitOfWork, desk: Desk, now: datetime, kind: CaseKind, decision: Decision, levels: Mapping[str, int]
) -> str:
    customer, company, currency = decision.group
    escalation = desk.company(company).escalation
    case = Case(
        id=next_id(uow, company, CASE, now.date()),
        kind=kind,
        customer=customer,
        company=company,
        invoices=tuple(levels),
        reason=f"level {max(levels.values())}",
        amount=sum((item.open_amount for item in decision.listed if item.document in levels), ZERO),
        currency=currency,
        state=CaseStatus.OPEN,
        owner=escalation.get("dunning") or escalation["default"],
        opened=now.date(),
        due=add_business_days(now.date(), DAYS_TO_DECIDE, desk.company(company).country, desk.holidays),
        message_ids=(),
        outcome="",
        used=False,
        notes=(_note(now, "opened", ", ".join(f"{number} for level {level}" for number, level in levels.items())),),
    )
    uow.cases.add(case)
    audit.note(uow, now, actor=ACTOR, action=f"{kind.value}_opened", subject=case.id, invoices=case.invoices)
    return case.id


def _note(now: datetime, event: str, text: str) -> CaseNote:
    return CaseNote(at=now, actor=ACTOR, event=event, text=text)
