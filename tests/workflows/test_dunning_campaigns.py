"""Campaigns approved as a whole, and policies by segment: what was not approved as it stands does not go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.dunning_desk import at, books, case, closed, customer, desk, item, policies
from workflows.disputes.model import CaseKind
from workflows.dunning.approval import Approval, CampaignState, DunningCampaign, campaign_digest
from workflows.dunning.campaigns import (
    ApproveCampaign,
    RejectCampaign,
    TakeOnCampaign,
    approve,
    campaign_letters,
    reject,
    strictest,
    take_on,
)
from workflows.dunning.model import Tone
from workflows.dunning.plan import plan
from workflows.dunning.run import run
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.persons import Limits, Matter
from workflows.ports import Desk

DAY = date(2026, 3, 16)
STANDARD = policies()["standard"]


def asking(approval: Approval = Approval.TWO) -> Desk:
    return desk(standard=replace(STANDARD, approval=approval))


def propose(uow: Any, own: Desk, actor: str = "anna", day: date = DAY, *, signed_in: bool = True) -> DunningCampaign:
    decisions = [one.decision for one in plan(uow, own, day, as_if_approved=True).planned]
    rows = list(campaign_letters("C-1", decisions))
    for row in rows:
        uow.campaign_letters.add(row)
    approval = strictest(one.policy.approval for one in decisions)
    campaign = DunningCampaign(
        "C-1",
        (),
        actor,
        at(day),
        len(rows),
        campaign_digest(rows),
        CampaignState.PROPOSED,
        approval,
        is_proven=signed_in,
    )
    uow.dunning_campaigns.add(campaign)
    return campaign


def sent(uow: Any, own: Desk, day: date = DAY) -> tuple[list[str], list[str]]:
    """(customers who are written to, why the others wait)."""
    found = run(uow, own, at(day))
    return [letter.customer for letter in found.letters], [one.why for one in found.waiting]


def due() -> Any:
    both = (customer(), customer("K2"))
    return books(item("F-1", "2026-03-01"), item("F-2", "2026-03-01", customer="K2"), customers=both)


def test_without_an_approval_nothing_goes_out_and_the_run_says_why() -> None:
    uow = due()
    assert sent(uow, asking()) == ([], ["not_approved", "not_approved"])
    propose(uow, asking())
    assert sent(uow, asking()) == ([], ["not_approved", "not_approved"])


def test_an_approved_campaign_is_sent_by_the_next_run_once() -> None:
    uow, own = due(), asking()
    campaign = propose(uow, own)
    approve(ApproveCampaign("C-1", campaign.digest, "ben", signed_in=True), uow, own, at(DAY))
    assert sent(uow, own) == (["K1", "K2"], [])
    assert sent(uow, own)[0] == []
    assert sent(uow, own, DAY + timedelta(days=1))[0] == []


def test_what_changed_since_it_was_shown_waits_and_the_rest_goes() -> None:
    uow, own = due(), asking()
    campaign = propose(uow, own)
    approve(ApproveCampaign("C-1", campaign.digest, "ben", signed_in=True), uow, own, at(DAY))
    more = replace(uow.open_items.get("F-2"), original=Decimal("1400.00"), open_amount=Decimal("1400.00"))
    uow.open_items.put(more)
    assert sent(uow, own) == (["K1"], ["not_approved"])


def test_less_than_was_shown_is_approved() -> None:
    uow, own = due(), asking()
    approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben", signed_in=True), uow, own, at(DAY))
    uow.open_items.put(uow.open_items.get("F-2").with_open(Decimal("400.00")))
    uow.open_items.put(uow.open_items.get("F-1").with_open(Decimal(0)))
    assert sent(uow, own) == (["K2"], [])


def test_an_approved_letter_goes_out_as_it_was_shown_although_something_new_is_overdue() -> None:
    uow, own = due(), asking()
    approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben", signed_in=True), uow, own, at(DAY))
    uow.open_items.add(item("F-3", DAY))  # overdue from tomorrow on
    uow.open_items.add(item("F-4", DAY - timedelta(days=6)))  # due for a letter from tomorrow on
    found = run(uow, own, at(DAY + timedelta(days=1)))
    assert [[one.document for one in letter.items] for letter in found.letters] == [["F-1"], ["F-2"]]
    assert {one.document: one.why for one in found.waiting} == {"F-3": "not_yet", "F-4": "not_approved"}


def test_an_item_that_was_only_listed_is_not_raised_by_the_approval() -> None:
    uow = books(item("F-1", "2026-03-01"), item("F-2", DAY - timedelta(days=6)))
    own = asking()
    approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben", signed_in=True), uow, own, at(DAY))
    (letter,) = run(uow, own, at(DAY + timedelta(days=1))).letters
    assert {one.document: one.level for one in letter.items} == {"F-1": 1, "F-2": 0}


def test_a_release_of_what_no_campaign_covered_is_kept_until_one_does() -> None:
    own = desk(standard=replace(STANDARD, approval=Approval.ONE, release_from=2))
    first = item("F-1", DAY - timedelta(days=30), dunning_level=1, level_raised_on=DAY - timedelta(days=14))
    release = closed(case("C-8", "F-1", kind=CaseKind.DUNNING_RELEASE), "resolved", DAY)
    uow = books(first)
    uow.cases.add(release)
    approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben"), uow, own, at(DAY))
    uow.open_items.add(replace(first, document="F-2"))  # overdue since the campaign was shown, and released, too
    uow.cases.put(replace(release, invoices=("F-1", "F-2")))
    (letter,) = run(uow, own, at(DAY + timedelta(days=1))).letters
    assert [(one.document, one.level) for one in letter.items] == [("F-1", 2)]
    assert not uow.cases.get("C-8").used
    weeks_later = plan(uow, own, DAY + timedelta(days=21), as_if_approved=True)
    assert [dict(one.decision.raised) for one in weeks_later.planned] == [{"F-2": 2}]  # F-1 asks for another release
    assert [dict(decision.proposed) for decision, _ in weeks_later.proposals] == [{"F-1": 3}]
    assert weeks_later.used == (uow.cases.get("C-8"),)


def test_a_credit_note_that_is_gone_raises_the_sum_and_the_letter_waits() -> None:
    uow, own = books(item("F-1", "2026-03-01"), item("G-1", "2026-03-01", "-300")), asking()
    approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben", signed_in=True), uow, own, at(DAY))
    uow.open_items.put(uow.open_items.get("G-1").with_open(Decimal(0)))
    assert sent(uow, own) == ([], ["not_approved"])


@pytest.mark.parametrize(("limit", "allowed"), [("1999.99", False), ("2000", True)])
def test_a_campaign_is_approved_within_the_persons_limit(limit: str, allowed: bool) -> None:
    uow = due()
    own = replace(asking(), limits=Limits({Matter.CAMPAIGN: Decimal(1)}, {"ben": {Matter.CAMPAIGN: Decimal(limit)}}))
    command = ApproveCampaign("C-1", propose(uow, own).digest, "Ben", signed_in=True)
    if allowed:
        assert approve(command, uow, own, at(DAY)) == ("C-1",)
    else:
        with pytest.raises(NotAllowed, match="above the limit"):
            approve(command, uow, own, at(DAY))


def test_an_approval_holds_for_its_days_and_through_what_grows_by_the_day() -> None:
    late, over = DAY + timedelta(days=3), DAY + timedelta(days=4)
    for day, expected in ((late, ["K1", "K2"]), (over, [])):
        uow, own = due(), asking()
        approve(ApproveCampaign("C-1", propose(uow, own).digest, "ben", signed_in=True), uow, own, at(DAY))
        assert sent(uow, own, day)[0] == expected


@pytest.mark.parametrize(
    ("approval", "actor", "allowed"),
    [
        (Approval.TWO, "ben", True),
        (Approval.TWO, "anna", False),
        (Approval.TWO, " Anna ", False),
        (Approval.TWO, "", False),
        (Approval.ONE, "anna", True),
    ],
)
def test_who_proposed_does_not_approve_where_two_are_asked_for(approval: Approval, actor: str, allowed: bool) -> None:
    uow, own = due(), asking(approval)
    command = ApproveCampaign("C-1", propose(uow, own).digest, actor, signed_in=True)
    if allowed:
        assert approve(command, uow, own, at(DAY)) == ("C-1",)
    else:
        with pytest.raises(NotAllowed):
            approve(command, uow, own, at(DAY))


def test_a_policy_that_asks_for_two_persons_by_now_is_not_served_by_the_word_of_one() -> None:
    for actor, expected in (("anna", []), ("ben", ["K1", "K2"])):
        uow = due()
        campaign = propose(uow, asking(Approval.ONE))
        approve(ApproveCampaign("C-1", campaign.digest, actor, signed_in=True), uow, asking(Approval.ONE), at(DAY))
        assert sent(uow, asking(Approval.TWO))[0] == expected


def test_two_persons_are_two_who_signed_in_whoever_a_command_line_names() -> None:
    uow, own = due(), asking()
    digest = propose(uow, own, signed_in=False).digest
    with pytest.raises(NotAllowed, match="takes it on"):
        approve(ApproveCampaign("C-1", digest, "ben", signed_in=True), uow, own, at(DAY))
    take_on(TakeOnCampaign("C-1", "cleo"), uow, own, at(DAY))
    for name, signed_in, why in (("ben", False, "proves nobody"), ("Cleo", True, "proposed it")):
        with pytest.raises(NotAllowed, match=why):
            approve(ApproveCampaign("C-1", digest, name, signed_in=signed_in), uow, own, at(DAY))
    approve(ApproveCampaign("C-1", digest, "ben", signed_in=True), uow, own, at(DAY))
    assert sent(uow, own)[0] == ["K1", "K2"]
    (event,) = uow.audit.where(action="campaign_taken_on")
    assert event.actor == "cleo" and "anna" in event.details


def test_only_a_proposal_of_a_command_line_is_taken_on_and_by_a_person() -> None:
    uow, own = due(), asking()
    digest = propose(uow, own, signed_in=False).digest
    with pytest.raises(NotAllowed):
        take_on(TakeOnCampaign("C-1", " "), uow, own, at(DAY))
    take_on(TakeOnCampaign("C-1", "cleo"), uow, own, at(DAY))
    with pytest.raises(IllegalTransition):
        take_on(TakeOnCampaign("C-1", "ben"), uow, own, at(DAY))
    approve(ApproveCampaign("C-1", digest, "ben", signed_in=True), uow, own, at(DAY))
    with pytest.raises(IllegalTransition):
        take_on(TakeOnCampaign("C-1", "ben"), uow, own, at(DAY))


@pytest.mark.parametrize(("by_console", "decided_there"), [(True, False), (False, True), (False, False)])
def test_what_a_command_line_agreed_to_is_not_enough_once_a_policy_asks_for_two(
    by_console: bool, decided_there: bool
) -> None:
    uow, one = due(), asking(Approval.ONE)
    digest = propose(uow, one, signed_in=by_console).digest
    approve(ApproveCampaign("C-1", digest, "ben", signed_in=decided_there), uow, one, at(DAY))
    assert sent(uow, asking(Approval.TWO))[0] == []
    assert sent(uow, one)[0] == ["K1", "K2"]


def test_only_the_list_that_was_seen_is_approved_and_only_once() -> None:
    uow, own = due(), asking()
    campaign = propose(uow, own)
    with pytest.raises(NotAllowed):
        approve(ApproveCampaign("C-1", "another", "ben", signed_in=True), uow, own, at(DAY))
    with pytest.raises(NotFound):
        approve(ApproveCampaign("C-9", campaign.digest, "ben", signed_in=True), uow, own, at(DAY))
    row = uow.campaign_letters.where()[0]
    uow.campaign_letters.put(replace(row, digest="changed behind our back"))
    with pytest.raises(NotAllowed):
        approve(ApproveCampaign("C-1", campaign.digest, "ben", signed_in=True), uow, own, at(DAY))
    uow.campaign_letters.put(row)
    approve(ApproveCampaign("C-1", campaign.digest, "ben", signed_in=True), uow, own, at(DAY))
    with pytest.raises(IllegalTransition):
        reject(RejectCampaign("C-1", "too late", "ben"), uow, own, at(DAY))


def test_a_rejected_campaign_sends_nothing_and_needs_a_reason() -> None:
    uow, own = due(), asking()
    propose(uow, own)
    with pytest.raises(NotAllowed):
        reject(RejectCampaign("C-1", " ", "ben"), uow, own, at(DAY))
    reject(RejectCampaign("C-1", "fair next week", "ben"), uow, own, at(DAY))
    assert sent(uow, own)[0] == []


def test_policies_that_ask_for_no_approval_go_on_beside_it() -> None:
    own = desk(key_account=replace(STANDARD, name="key_account", approval=Approval.TWO))
    both = (customer(), customer("K2", dunning_policy="key_account"))
    uow = books(item("F-1", "2026-03-01"), item("F-2", "2026-03-01", customer="K2"), customers=both)
    assert sent(uow, own) == (["K1"], ["not_approved"])


def test_the_days_limit_counts_only_what_may_go() -> None:
    own = desk(key_account=replace(STANDARD, name="key_account", approval=Approval.TWO))
    both = (customer(dunning_policy="key_account"), customer("K2"))
    uow = books(item("F-1", "2026-03-01"), item("F-2", "2026-03-01", customer="K2"), customers=both)
    assert [letter.customer for letter in plan(uow, own, DAY, most_letters=1).letters] == ["K2"]


def test_a_segment_has_its_own_policy_before_the_companys_and_the_plain_one() -> None:
    firm, ours = replace(STANDARD, tone=Tone.FIRM), replace(STANDARD, gap_days=7)
    own = desk(**{"standard/high": firm, "standard@FR01": ours, "standard/high@DE01": replace(firm, gap_days=3)})
    assert own.has_segment_policies and not desk().has_segment_policies
    assert own.dunning_policy(customer(), "FR01") is ours
    assert own.dunning_policy(customer(segment="low"), "FR01") is ours
    assert own.dunning_policy(customer(segment="high"), "FR01") is firm
    found = own.dunning_policy(customer(segment="high"), "DE01")
    assert found is not None and (found.tone, found.gap_days) == (Tone.FIRM, 3)
