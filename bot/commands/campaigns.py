"""`o2cbot campaign …`: reminders that a person approves as a whole before a run sends them.

Where a policy asks for two persons both act in the console, where they sign in: what is proposed here counts for nobody
until a person takes it on there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import deeds
from bot.commands.asking import app_of

if TYPE_CHECKING:
    from workflows.dunning.approval import DunningCampaign

cli = typer.Typer(
    help="Campaigns of reminders that somebody approves as a whole: propose, list, show, approve, reject.",
    no_args_is_help=True,
)
Actor = Annotated[str, typer.Option(help="Who decides (default: $USER)")]
USER = os.environ.get("USER", "script")


def _told(context: typer.Context, do: Callable[[], Any]) -> Any:
    """What `do` gives; its refusal on standard error."""
    from workflows.errors import O2CError

    try:
        return do()
    except O2CError as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from None


def _print(context: typer.Context, campaign: DunningCampaign) -> None:
    row = {
        "id": campaign.id,
        "state": campaign.state.value,
        "approval": campaign.approval.value,
        "letters": campaign.letters,
        "digest": campaign.digest,
        "proposed_by": campaign.proposed_by,
        "proposer_signed_in": campaign.is_proven,
        "decided_by": campaign.decided_by,
        "decider_signed_in": campaign.is_decision_proven,
        "until": campaign.until.isoformat() if campaign.until else "",
    }
    plain = f"{campaign.id} {campaign.state.value}, {campaign.letters} letters, digest {campaign.digest}"
    print(json.dumps(row) if context.obj.json else plain)


@cli.command()
def propose(
    context: typer.Context,
    company: Annotated[list[str] | None, typer.Option(help="Only for this company; may be given again")] = None,
    actor: Actor = USER,
) -> None:
    """Keep the letters of the business date that wait for an approval, and print the campaign with its digest."""
    app, companies = app_of(context), tuple(company or ())
    unknown = sorted(set(companies) - set(app.desk.companies))
    if unknown:
        raise typer.BadParameter(f"there is no company {', '.join(unknown)}")
    if app.desk.has_segment_policies:
        deeds.assign_segments(app)
    _print(context, _told(context, lambda: deeds.propose_campaign(app, actor, companies)))


@cli.command("list")
def list_(context: typer.Context) -> None:
    """All campaigns, the newest last."""
    with app_of(context).database.read() as uow:
        campaigns = sorted(uow.dunning_campaigns.where(), key=lambda one: one.proposed_at)
    for campaign in campaigns:
        _print(context, campaign)


@cli.command()
def show(context: typer.Context, campaign: str) -> None:
    """The letters of a campaign: customer, company, level, items, amount."""
    with app_of(context).database.read() as uow:
        letters = uow.campaign_letters.where(campaign=campaign)
    for one in letters:
        names = ("customer", "company", "currency", "level", "items")
        row = {name: getattr(one, name) for name in names} | {"amount": f"{one.amount:f}"}
        plain = "{customer} {company} level {level}, {amount} {currency}: {items} items".format(**row)
        print(json.dumps(row) if context.obj.json else plain)


@cli.command()
def approve(
    context: typer.Context,
    campaign: str,
    digest: Annotated[str, typer.Option(help="As `propose` and `list` print it: of the list that was looked at")],
    actor: Actor = USER,
) -> None:
    """The next runs may send what the campaign says, as long as each letter would still say the same. Where a policy
    asks for two persons, they say so in the console: a name on a command line proves nobody."""
    from workflows.dunning.campaigns import ApproveCampaign

    app = app_of(context)
    print(*_told(context, lambda: deeds.decide(app, ApproveCampaign(campaign, digest, actor, signed_in=False))))


@cli.command()
def reject(
    context: typer.Context,
    campaign: str,
    reason: Annotated[str, typer.Option(help="Why nothing of it goes out")],
    actor: Actor = USER,
) -> None:
    """Nothing of the campaign goes out; the next proposal lists what is due then."""
    from workflows.dunning.campaigns import RejectCampaign

    app = app_of(context)
    print(*_told(context, lambda: deeds.decide(app, RejectCampaign(campaign, reason, actor))))
