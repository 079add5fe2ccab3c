"""What the next dunning run would write and why the rest waits; campaigns that are approved as a whole."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import sqlalchemy as sa
from starlette.responses import Response

from bot.campaign import Campaign
from bot.campaign_proposal import Proposal
from bot.console import entered
from bot.console.books import find, names
from bot.console.web import Ask, decided, gone, unchanged
from bot.storage.tables import campaign_letters, dunning_campaigns
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.dunning.approval import Approval, CampaignState
from workflows.dunning.campaigns import ApproveCampaign, RejectCampaign, TakeOnCampaign, approve, reject, take_on
from workflows.dunning.model import DunningLetter, Waiting
from workflows.errors import NotFound
from workflows.persons import same_person

MOST_ROWS = 300  # shown; `o2cbot dun --dry-run --why` lists all
ACTIONS = ("approve", "reject")


def overview(ask: Ask) -> Response:
    console = ask.console
    letters: list[DunningLetter] = []
    waiting: list[Waiting] = []
    for plan in Campaign(console.database, console.desk, console.now()).preview():
        letters += plan.letters
        waiting += plan.waiting
        if len(letters) + len(waiting) >= MOST_ROWS:
            break
    with console.database.read() as uow:
        campaigns = find(uow, "dunning_campaigns", order=(dunning_campaigns.c.proposed_at.desc(),), limit=20)
        known = names(uow, [*(one.customer for one in letters), *(one.customer for one in waiting)])
    return ask.page(
        "dunning.html.j2",
        letters=letters[:MOST_ROWS],
        waiting=waiting[:MOST_ROWS],
        whys=Counter(one.why for one in waiting),
        is_cut=len(letters) + len(waiting) >= MOST_ROWS,
        campaigns=campaigns,
        asks=any(policy.approval is not Approval.NONE for policy in console.desk.dunning.values()),
        names=known,
        day=console.now().date(),
    )


def propose(ask: Ask) -> Response:
    console = ask.console
    made = Proposal(console.database, console.desk, console.now()).propose(ask.person.name, signed_in=True)
    return gone(ask, f"/dunning/{made.id}", "campaign_proposed")


def show(ask: Ask) -> Response:
    number = ask.path("id")
    with ask.console.database.read() as uow:
        campaign = uow.dunning_campaigns.get(number)
        if campaign is None:
            raise NotFound("campaign", number)
        rows = find(
            uow,
            "campaign_letters",
            campaign_letters.c.campaign == number,
            order=(campaign_letters.c.level.desc(), campaign_letters.c.amount.desc()),
            limit=MOST_ROWS,
        )
        return ask.page(
            "campaign.html.j2",
            campaign=campaign,
            rows=rows,
            sums=_sums(uow, number),
            names=names(uow, (row.customer for row in rows)),
            trail=uow.audit.where(subject=number),
            is_open=campaign.state is CampaignState.PROPOSED,
            needs_two=campaign.approval is Approval.TWO,
            is_own=same_person(campaign.proposed_by, ask.person.name),
        )


def _sums(uow: SqlUnitOfWork, campaign: str) -> list[tuple[int, str, int, Decimal]]:
    """(level, currency, letters, amount) of the whole campaign."""
    one = campaign_letters.c
    query = (
        sa.select(one.level, one.currency, sa.func.count(), sa.func.sum(one.amount, type_=one.amount.type))
        .where(one.campaign == campaign)
        .group_by(one.level, one.currency)
        .order_by(one.level, one.currency)
    )
    return [tuple(row) for row in uow.connection.execute(query)]


def decide(ask: Ask) -> Response:
    action = ask.path("action")
    if action not in ACTIONS:
        raise NotFound("action", action)
    return _act(ask, action)


def take_on_one(ask: Ask) -> Response:
    """What a command line proposed is a person's from now on."""
    return _act(ask, "take-on")


def _act(ask: Ask, action: str) -> Response:
    number = ask.path("id")

    def change(uow: SqlUnitOfWork) -> str:
        campaign = uow.dunning_campaigns.get(number)
        if campaign is None:
            raise NotFound("campaign", number)
        unchanged(ask, campaign)
        desk, now, name = ask.console.desk, ask.console.now(), ask.person.name
        if action == "approve":
            approve(ApproveCampaign(number, entered.text(ask, "digest"), name, signed_in=True), uow, desk, now)
            return "campaign_approved"
        if action == "take-on":
            take_on(TakeOnCampaign(number, name), uow, desk, now)
            return "campaign_proposed"
        reject(RejectCampaign(number, entered.text(ask, "reason"), name, signed_in=True), uow, desk, now)
        return "campaign_rejected"

    return decided(ask, change, f"/dunning/{number}")
