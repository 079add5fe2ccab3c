"""A whole campaign is shown, approved by a person and then run: what differs from what was shown waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from workflows.audit import note
from workflows.dunning.approval import (
    Approval,
    CampaignLetter,
    CampaignState,
    DunningCampaign,
    campaign_digest,
    letter_digest,
)
from workflows.dunning.decision import Decision
from workflows.dunning.releases import Group
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.persons import same_person
from workflows.ports import Desk, Handler, UnitOfWork

STRICTER = (Approval.NONE, Approval.ONE, Approval.TWO)


@dataclass(frozen=True, slots=True)
class ApproveCampaign:
    """`digest`: of the list that the person saw."""

    campaign: str
    digest: str
    actor: str


@dataclass(frozen=True, slots=True)
class RejectCampaign:
    campaign: str
    reason: str
    actor: str


def approve(command: ApproveCampaign, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where it was decided, NotAllowed for its author or another list."""
    campaign = _proposed(command.campaign, uow, "approve")
    if not command.actor.strip():
        raise NotAllowed(command.actor, "approve a campaign", "a name is missing")
    if campaign.approval is Approval.TWO and same_person(command.actor, campaign.proposed_by):
        raise NotAllowed(command.actor, "approve a campaign", "whoever proposed it does not approve it")
    letters = uow.campaign_letters.where(campaign=campaign.id)
    if not command.digest == campaign.digest == campaign_digest(letters):
        raise NotAllowed(command.actor, "approve a campaign", "its letters are not those that were shown")
    until = now.date() + timedelta(days=desk.dunning_approval_days)
    return _decided(campaign, CampaignState.APPROVED, command.actor, "", until, uow, now)


def reject(command: RejectCampaign, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where it was decided, NotAllowed without a reason."""
    campaign = _proposed(command.campaign, uow, "reject")
    if not command.reason.strip():
        raise NotAllowed(command.actor, "reject a campaign", "a reason is missing")
    return _decided(campaign, CampaignState.REJECTED, command.actor, command.reason.strip(), None, uow, now)


HANDLERS: Mapping[type, Handler] = MappingProxyType({ApproveCampaign: approve, RejectCampaign: reject})


def _proposed(number: str, uow: UnitOfWork, action: str) -> DunningCampaign:
    uow.lock(f"campaign:{number}")
    campaign = uow.dunning_campaigns.get(number)
    if campaign is None:
        raise NotFound("campaign", number)
    if campaign.state is not CampaignState.PROPOSED:
        raise IllegalTransition(campaign.state.value, action)
    return campaign


def _decided(
    campaign: DunningCampaign,
    state: CampaignState,
    actor: str,
    reason: str,
    until: date | None,
    uow: UnitOfWork,
    now: datetime,
) -> tuple[str, ...]:
    uow.dunning_campaigns.put(
        replace(campaign, state=state, decided_by=actor, decided_at=now, reason=reason, until=until)
    )
    note(
        uow,
        now,
        actor=actor,
        action=f"campaign_{state.value}",
        subject=campaign.id,
        reason=reason,
        digest=campaign.digest,
        letters=campaign.letters,
    )
    return (campaign.id,)


def campaign_letters(campaign: str, decisions: Iterable[Decision]) -> Iterator[CampaignLetter]:
    """The letters of these decisions that a policy wants approved, as rows of a campaign."""
    for decision in decisions:
        if decision.policy.approval is not Approval.NONE and decision.level:
            customer, company, currency = decision.group
            yield CampaignLetter(
                id="|".join((campaign, *decision.group)),
                campaign=campaign,
                customer=customer,
                company=company,
                currency=currency,
                level=decision.level,
                items=len(decision.listed),
                amount=sum((item.open_amount for item in (*decision.listed, *decision.credit_notes)), ZERO),
                digest=digest_of(decision),
            )


def digest_of(decision: Decision) -> str:
    levels = [(item, decision.level_of(item)) for item in decision.listed]
    return letter_digest(decision.group, decision.level, levels, decision.credit_notes)


def strictest(found: Iterable[Approval]) -> Approval:
    return max(found, key=STRICTER.index, default=Approval.NONE)


def unapproved(uow: UnitOfWork, decisions: Iterable[Decision], today: date) -> set[Group]:
    """The groups whose letter needs an approved campaign and stands in none as it would be written today."""
    asked = {
        decision.group: (digest_of(decision), decision.policy.approval)
        for decision in decisions
        if decision.policy.approval is not Approval.NONE and decision.level
    }
    if not asked:
        return set()
    approved = uow.dunning_campaigns.where(state=CampaignState.APPROVED)
    standing = {one.id: _persons(one) for one in approved if one.until is not None and today <= one.until}
    said = {
        ((row.customer, row.company, row.currency), row.digest, enough)
        for row in fetch(uow.campaign_letters, "customer", sorted({group[0] for group in asked}))
        for enough in standing.get(row.campaign, ())
    }
    return {group for group, wanted in asked.items() if (group, *wanted) not in said}


def _persons(approved: DunningCampaign) -> tuple[Approval, ...]:
    """The approvals that an approved campaign is enough for: a policy may ask for more since it was proposed."""
    is_own = same_person(approved.decided_by, approved.proposed_by)
    return (Approval.ONE,) if is_own else (Approval.ONE, Approval.TWO)
