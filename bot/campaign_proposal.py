"""A campaign is worked out page by page and kept as it is shown; without its last row it was never proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.storage.database import Database
from workflows.audit import note
from workflows.dunning.approval import Approval, CampaignLetter, CampaignState, DunningCampaign, campaign_digest
from workflows.dunning.campaign import concerned, pages
from workflows.dunning.campaigns import campaign_letters, strictest
from workflows.dunning.plan import plan
from workflows.errors import NotAllowed
from workflows.ledger.numbering import CAMPAIGN, next_id
from workflows.ports import Desk


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that a run of `now` would write and that a policy wants approved; `companies` (): of all."""

    database: Database
    desk: Desk
    now: datetime
    companies: tuple[str, ...] = ()

    def propose(self, actor: str, *, signed_in: bool = False) -> DunningCampaign:
        """Raises NotAllowed where nothing is to be approved, or nobody proposes. A name on a command line (not
        `signed_in`) is kept, and counts for nobody."""
        if not actor.strip():
            raise NotAllowed(actor, "propose a campaign", "a name is missing")
        letters, approval = self._letters()
        if not letters:
            raise NotAllowed(actor, "propose a campaign", "no letter of today waits for an approval")
        with self.database.begin() as uow:
            company = self.companies[0] if self.companies else next(iter(self.desk.companies))
            campaign = DunningCampaign(
                id=next_id(uow, company, CAMPAIGN, self.now.date()),
                companies=self.companies,
                proposed_by=actor,
                proposed_at=self.now,
                letters=len(letters),
                digest=campaign_digest(letters),
                state=CampaignState.PROPOSED,
                approval=approval,
                is_proven=signed_in,
            )
            for letter in letters:
                uow.campaign_letters.add(_named(letter, campaign.id))
            uow.dunning_campaigns.add(campaign)
            note(
                uow, self.now, actor=actor, action="campaign_proposed", subject=campaign.id,
                letters=campaign.letters, digest=campaign.digest, signed_in=signed_in,
            )  # fmt: skip
        return campaign

    def _letters(self) -> tuple[list[CampaignLetter], Approval]:
        """The letters, small rows all of them, and the strictest approval that their policies ask for."""
        today = self.now.date()
        letters: list[CampaignLetter] = []
        found = Approval.NONE
        with self.database.read() as snapshot:
            for customers in pages(concerned(snapshot, today)):
                planned = plan(snapshot, self.desk, today, customers, companies=self.companies, as_if_approved=True)
                decisions = [one.decision for one in planned.planned]
                letters += campaign_letters("", decisions)
                found = strictest([found, *(one.policy.approval for one in decisions)])
        return letters, found


def _named(letter: CampaignLetter, campaign: str) -> CampaignLetter:
    return replace(letter, id=f"{campaign}{letter.id}", campaign=campaign)
