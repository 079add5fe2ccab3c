"""A whole campaign is shown, approved by a person and then run: nothing goes out that asks for more than was shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from workflows.audit import note
from workflows.dunning.approval import (
    Approval,
    ApprovedItem,
    CampaignLetter,
    CampaignState,
    DunningCampaign,
    campaign_digest,
    letter_digest,
)
from workflows.dunning.decision import Decision
from workflows.dunning.policy import Why
from workflows.dunning.releases import Group
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.limits import keep_within
from workflows.lookup import fetch
from workflows.persons import Matter, must_be_a_person, same_person
from workflows.ports import Desk, Handler, UnitOfWork

STRICTER = (Approval.NONE, Approval.ONE, Approval.TWO)


@dataclass(frozen=True, slots=True)
class ApproveCampaign:
    """`digest`: of the list that the person saw."""

    campaign: str
    digest: str
    actor: str
    signed_in: bool = False  # the console knows who it is; a name on a command line proves nobody


@dataclass(frozen=True, slots=True)
class TakeOnCampaign:
    """A person who signed in makes the proposal of a command line their own."""

    campaign: str
    actor: str


@dataclass(frozen=True, slots=True)
class RejectCampaign:
    campaign: str
    reason: str
    actor: str
    signed_in: bool = False


def approve(command: ApproveCampaign, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where it was decided, NotAllowed for its author, another list, or
    more than the person's limit."""
    campaign = _proposed(command.campaign, uow, "approve")
    if not command.actor.strip():
        raise NotAllowed(command.actor, "approve a campaign", "a name is missing")
    if campaign.approval is Approval.TWO and (why := _is_no_second_person(command, campaign)):
        raise NotAllowed(command.actor, "approve a campaign", why)
    letters = uow.campaign_letters.where(campaign=campaign.id)
    if not command.digest == campaign.digest == campaign_digest(letters):
        raise NotAllowed(command.actor, "approve a campaign", "its letters are not those that were shown")
    sums = [(one.company, one.currency, max(one.amount, ZERO)) for one in letters]
    keep_within(command.actor, Matter.CAMPAIGN, sums, uow, desk, now.date(), signed_in=command.signed_in)
    until = now.date() + timedelta(days=desk.dunning_approval_days)
    return _decided(command, campaign, CampaignState.APPROVED, "", until, uow, now)


def take_on(command: TakeOnCampaign, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Somebody else may approve it then. Raises NotFound, IllegalTransition, NotAllowed."""
    campaign = _proposed(command.campaign, uow, "take on")
    must_be_a_person(command.actor, "take on a campaign")
    if campaign.is_proven:
        raise IllegalTransition("proposed by a person", "take on")
    uow.dunning_campaigns.put(replace(campaign, proposed_by=command.actor, is_proven=True))
    note(uow, now, actor=command.actor, action="campaign_taken_on", subject=campaign.id, before=campaign.proposed_by)
    return (campaign.id,)


def reject(command: RejectCampaign, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where it was decided, NotAllowed without a reason."""
    campaign = _proposed(command.campaign, uow, "reject")
    if not command.reason.strip():
        raise NotAllowed(command.actor, "reject a campaign", "a reason is missing")
    return _decided(command, campaign, CampaignState.REJECTED, command.reason.strip(), None, uow, now)


HANDLERS: Mapping[type, Handler] = MappingProxyType(
    {ApproveCampaign: approve, RejectCampaign: reject, TakeOnCampaign: take_on}
)


def _is_no_second_person(command: ApproveCampaign, campaign: DunningCampaign) -> str:
    """Why this approval is not the word of a second person, "" where it is."""
    if not command.signed_in:
        return "a name on a command line proves nobody: a second person approves it in the console"
    if not campaign.is_proven:
        return (
            "a command line proposed it, where a name proves nobody: a person takes it on first, another one approves"
        )
    return "whoever proposed it does not approve it" if same_person(command.actor, campaign.proposed_by) else ""


def _proposed(number: str, uow: UnitOfWork, action: str) -> DunningCampaign:
    uow.lock(f"campaign:{number}")
    campaign = uow.dunning_campaigns.get(number)
    if campaign is None:
        raise NotFound("campaign", number)
    if campaign.state is not CampaignState.PROPOSED:
        raise IllegalTransition(campaign.state.value, action)
    return campaign


def _decided(
    command: ApproveCampaign | RejectCampaign,
    campaign: DunningCampaign,
    state: CampaignState,
    reason: str,
    until: date | None,
    uow: UnitOfWork,
    now: datetime,
) -> tuple[str, ...]:
    uow.dunning_campaigns.put(
        replace(
            campaign,
            state=state,
            decided_by=command.actor,
            decided_at=now,
            reason=reason,
            until=until,
            is_decision_proven=command.signed_in,
        )
    )
    note(
        uow,
        now,
        actor=command.actor,
        action=f"campaign_{state.value}",
        subject=campaign.id,
        reason=reason,
        digest=campaign.digest,
        letters=campaign.letters,
        signed_in=command.signed_in,
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
                asked=tuple(
                    ApprovedItem(item.document, item.open_amount, decision.level_of(item)) for item in decision.listed
                ),
            )


def digest_of(decision: Decision) -> str:
    levels = [(item, decision.level_of(item)) for item in decision.listed]
    return letter_digest(decision.group, decision.level, levels, decision.credit_notes)


def strictest(found: Iterable[Approval]) -> Approval:
    return max(found, key=STRICTER.index, default=Approval.NONE)


def as_approved(uow: UnitOfWork, decisions: Iterable[Decision], today: date) -> Iterator[Decision]:
    """The decisions as they may be carried out today: of a policy that wants approval only what an approved campaign
    covers, and nothing (level 0) where none does.

    What was approved is not lost because something new falls overdue beside it: the letter goes out as it was shown,
    and what is new waits for the next campaign. What asks for less than was shown is covered, too: a person who
    agreed to ask for 1000 agreed to 400. More is never asked for: neither another item, nor a higher level or amount,
    nor a higher sum because a credit note is gone.
    """
    every = list(decisions)
    asking = [one for one in every if one.policy.approval is not Approval.NONE and one.level]
    approved = uow.dunning_campaigns.where(state=CampaignState.APPROVED) if asking else []
    standing = {one.id: _persons(one) for one in approved if one.until is not None and today <= one.until}
    said: dict[tuple[Group, Approval], list[CampaignLetter]] = {}
    for row in fetch(uow.campaign_letters, "customer", sorted({one.group[0] for one in asking})):
        for enough in standing.get(row.campaign, ()):
            said.setdefault(((row.customer, row.company, row.currency), enough), []).append(row)
    for decision in every:
        if decision.policy.approval is Approval.NONE or not decision.level:
            yield decision
            continue
        covered = (_covered(decision, row) for row in said.get((decision.group, decision.policy.approval), ()))
        best = max(covered, key=lambda one: (one.level, len(one.raised)), default=_withheld(decision))
        yield best if best.level else _withheld(decision)


def _covered(decision: Decision, approved: CampaignLetter) -> Decision:
    """As much of a decision as an approved letter says; nothing is raised where the rest would ask for more."""
    known = {one.document: one for one in approved.asked}
    listed = tuple(
        item
        for item in decision.listed
        if (one := known.get(item.document)) is not None
        and item.open_amount <= one.amount
        and one.level in (item.dunning_level, decision.level_of(item))
    )
    raised = {
        item.document: decision.raised[item.document]
        for item in listed
        if decision.raised.get(item.document) == known[item.document].level
    }
    total = sum((item.open_amount for item in (*listed, *decision.credit_notes)), ZERO)
    if not raised or total > approved.amount or total < decision.policy.minimum:
        return _withheld(decision)
    return _with(decision, listed, raised)


def _withheld(decision: Decision) -> Decision:
    return _with(decision, decision.listed, {})


def _with(decision: Decision, listed: tuple[OpenItem, ...], raised: Mapping[str, int]) -> Decision:
    new = {number: Why.NOT_APPROVED for number in decision.raised if number not in raised}
    return replace(decision, listed=listed, raised=raised, waits={**decision.waits, **new})


def _persons(approved: DunningCampaign) -> tuple[Approval, ...]:
    """The approvals that an approved campaign is enough for: a policy may ask for more since it was proposed."""
    are_proven = approved.is_proven and approved.is_decision_proven
    is_one = not are_proven or same_person(approved.decided_by, approved.proposed_by)
    return (Approval.ONE,) if is_one else (Approval.ONE, Approval.TWO)
