"""Who may decide a case by mail: the address that has it, the lead, or a person named for one of their teams."""

from __future__ import annotations

from workflows.disputes.model import Case
from workflows.disputes.rules import DEFAULT
from workflows.disputes.telling import APPROVERS
from workflows.persons import same_person
from workflows.ports import Company, Desk


def decides_anything(sender: str, desk: Desk) -> bool:
    """Whether an address belongs to a team or a decider of any company."""
    return any(
        sender in {address.casefold() for address in company.escalation.values()} or sender in company.deciders
        for company in desk.companies.values()
    )


def may_decide(sender: str, case: Case, company: Company) -> bool:
    """Whether this address (casefolded) may decide this case."""
    allowed = {case.owner.casefold(), company.escalation[DEFAULT].casefold()} - {""}
    return sender in allowed or _speaks_for(sender, company) in allowed


def may_approve(sender: str, case: Case, company: Company, alone_up_to_limit: bool) -> bool:
    """Whether this address may approve the credit that another one, or the books, proposed.

    What a command line proposed is a person's first, in the console. `alone_up_to_limit`: the proposal is the books'
    own and small enough for one person: then who decides also approves.
    """
    if case.proposal is None or not case.proposal.is_proven or same_person(sender, case.proposal.actor):
        return False
    leads = {company.escalation[key].casefold() for key in APPROVERS if key in company.escalation}
    lead = sender in leads or company.deciders.get(sender) == DEFAULT
    return lead or (alone_up_to_limit and may_decide(sender, case, company))


def _speaks_for(sender: str, company: Company) -> str:
    team = company.deciders.get(sender, "")
    return company.escalation.get(team, "").casefold() if team else ""
