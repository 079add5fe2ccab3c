"""What a person or the clock has the desk do with its records: each deed is one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.errors import O2CError

if TYPE_CHECKING:
    from bot.app import App
    from workflows.collections.credit_holds import HoldCredit, ReleaseCredit
    from workflows.collections.outcomes import RecordCall
    from workflows.commands import CaseAction, Command, ResumeDunning, Source, WaiveCharges
    from workflows.dunning.approval import DunningCampaign
    from workflows.dunning.campaigns import ApproveCampaign, RejectCampaign
    from workflows.ports import Handler

    Word = Command | ResumeDunning | WaiveCharges | ApproveCampaign | RejectCampaign | HoldCredit | ReleaseCredit


def decide(app: App, word: Word) -> tuple[str, ...]:
    """Carries out a person's word: ids of the records that it made or touched. Raises O2CError."""
    from workflows.dispatch import handle

    own = _handlers().get(type(word), handle)
    with app.database.begin() as uow:
        return own(word, uow, app.desk, app.now())


def _handlers() -> Mapping[type, Handler]:
    """Of the words that no message can be: only a person says them."""
    from workflows.collections import credit_holds
    from workflows.dunning import campaigns, handlers

    return {**handlers.HANDLERS, **campaigns.HANDLERS, **credit_holds.HANDLERS}


def record_call(app: App, call: RecordCall, source: Source) -> tuple[str, ...]:
    """Keeps what a call came to: ids of what was made of it. Raises O2CError."""
    from workflows.dispatch import record_call as keep_call

    with app.database.begin() as uow:
        return keep_call(call, source, uow, app.desk, app.now())


def act(app: App, action: CaseAction) -> str:
    """Does a person's action on a case; "" or why it was refused."""
    from workflows.dispatch import act_on_case

    try:
        with app.database.begin() as uow:
            act_on_case(action, uow, app.desk, app.now())
    except O2CError as refusal:
        return str(refusal)
    return ""


def propose_campaign(app: App, actor: str, companies: tuple[str, ...] = ()) -> DunningCampaign:
    """Keeps what a dunning run of the business date would write, for a person to approve. Raises NotAllowed."""
    from bot.campaign_proposal import Proposal

    return Proposal(app.database, app.desk, app.now(), companies).propose(actor)


def assign_segments(app: App) -> int:
    """Looks at all customers' risk and keeps their segments; how many changed."""
    from workflows.collections.segmenting import changed, keep

    with app.database.read() as snapshot:
        found = changed(snapshot, app.desk, app.now().date())
    if not found:
        return 0
    with app.database.begin() as uow:
        return keep(found, uow, app.now())


def review_credit(app: App) -> tuple[str, ...]:
    """Credit holds as the accounts stand on the business date: ids of those that changed."""
    from workflows.collections.credit_holds import keep, review

    with app.database.read() as snapshot:
        found = review(snapshot, app.desk, app.now().date())
    if not found.changes:
        return ()
    with app.database.begin() as uow:
        return keep(review(uow, app.desk, app.now().date()), uow, app.now())


def revise_revenue(app: App, schedule: str, last_day: date, reason: str, actor: str) -> None:
    """A person's new estimate of when a service ends. Raises O2CError."""
    from workflows.revenue.handlers import revise

    with app.database.begin() as uow:
        revise(uow, app.now(), schedule=schedule, last_day=last_day, actor=actor, reason=reason)


def invoice_deposit(app: App, order: str, percent: Decimal) -> str:
    """Invoices a percentage of an order before it is delivered: the invoice's number. Raises O2CError."""
    from workflows.billing import deposits

    with app.database.begin() as uow:
        return deposits.invoice_deposit(uow, app.desk, app.now(), order=order, percent=percent).number


def answers_stopped(app: App) -> str:
    """Why automatic answers are stopped; "" if they go out."""
    from bot.gate import stopped

    with app.database.read() as snapshot:
        brake = stopped(snapshot)
    return f"{brake.why}, since {brake.stopped_at:%Y-%m-%d %H:%M} UTC" if brake else ""


def release_answers(app: App, actor: str) -> None:
    """Automatic answers go out again from now on."""
    from bot.gate import release

    with app.database.begin() as uow:
        release(uow, actor, app.now(), datetime.now(UTC))


def add_user(app: App, name: str, role: str, password: str) -> list[str]:
    """A user of the console; why it was refused, [] if it was not."""
    from bot.console import access

    try:
        with app.database.begin() as uow:
            access.add_user(uow.connection, name, role, password)
    except O2CError as refusal:
        return [str(refusal)]
    return []
