"""What people of the house answer to an escalation acts once; what others send to be taken for them acts never."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.acceptance.escalated_desk import (
    CUSTOMER,
    DAY,
    LONG_AGO,
    OTHER_TEAM,
    REPLIES,
    Desk,
    before,
    make_desk,
    reply,
)
from workflows.disputes.model import Case, CaseStatus

TEAMS = {"logistics": "depot@nordhaus.example", "legal": "legal@nordhaus.example"}
Written = tuple[Desk, dict[str, str], dict[str, Case]]


def forged(desk: Desk, row: dict[str, str], original: EmailMessage, number: int) -> bytes:
    """A mail by one of the tricks of the list."""
    text, style, name = row["text"], row["style"], row["id"]
    token = str(original["Message-ID"])
    tricks: dict[str, Callable[[], bytes]] = {
        "other_sender": lambda: reply(original, text, style, name=name, sender="sales@thief.example"),
        "other_team": lambda: reply(original, text, style, name=name, sender=OTHER_TEAM),
        "no_proof": lambda: reply(original, text, style, name=name, proof=""),
        "dmarc_fail": lambda: reply(original, text, style, name=name, proof="fail"),
        "other_case": lambda: reply(original, text, style, name=name, sender=OTHER_TEAM),
        "expired": lambda: reply(original, text, style, name=name),
        "replayed": lambda: reply(original, text, style, name=f"{name}-again"),
        "customer": lambda: reply(original, text, style, name=name, sender=CUSTOMER),
        "wrong_signature": lambda: reply(original, text, style, name=name, answered=_bent(token)),
        "robot": lambda: reply(original, text, style, name=name, more=(("Auto-Submitted", "auto-replied"),)),
        "lookalike": lambda: reply(original, text, style, name=name, sender="sales@n0rdhaus.example"),
        "two_senders": lambda: b"From: Boss <boss@other.example>\r\n" + reply(original, text, style, name=name),
    }
    return tricks[row["trick"]]()


def _bent(token: str) -> str:
    """The same token with another last digit of its signature."""
    head, at, tail = token.partition("@")
    return head[:-1] + ("0" if head[-1] != "0" else "1") + at + tail


@pytest.fixture(scope="module", params=["de"])
def worked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Every reply of the list, delivered and worked in one pass: the desk, its cases by reply, as they were before."""
    desk = make_desk(tmp_path_factory.mktemp("desk"), request.param)
    cases: dict[str, str] = {}
    for number, row in enumerate([*REPLIES["reply"], *REPLIES["forged"]], start=1):
        trick = row.get("trick", "")
        at = DAY - LONG_AGO if trick == "expired" else DAY
        case, letter = desk.case(number, at=at)
        cases[row["id"]] = case
        original = desk.sent(letter)
        if trick == "replayed":
            desk.deliver(f"{row['id']}-first", reply(original, row["text"], row["style"], name=row["id"]))
        raw = (
            forged(desk, row, original, number) if trick else reply(original, row["text"], row["style"], name=row["id"])
        )
        desk.deliver(row["id"], raw)
    earlier = {id: before(desk, case) for id, case in cases.items()}
    assert desk.work() == []
    return desk, cases, earlier


@pytest.mark.parametrize("row", REPLIES["reply"], ids=lambda row: row["id"])
def test_a_genuine_reply_acts_once(row: dict[str, str], worked: Written) -> None:
    desk, cases, earlier = worked
    case = desk.found(cases[row["id"]])
    done = [json.loads(letter.facts)["did"] for letter in desk.letters(case.id, "case_decided")]
    forms = desk.letters(case.id, "case_form")
    if not row["does"]:
        assert (done, len(forms)) == ([], 1)
        assert before(desk, case.id) == earlier[row["id"]]
        return
    assert (done, forms) == ([{"accept": "credit"}.get(row["does"], row["does"])], [])
    credited = {"accept": [Decimal("600.00")], "credit": [Decimal(row.get("amount", "0"))]}
    assert desk.credited(case.id) == credited.get(row["does"], [])
    state = {"ask": CaseStatus.WAITING, "assign": CaseStatus.OPEN}.get(row["does"], CaseStatus.CLOSED)
    assert case.state is state
    assert case.owner == TEAMS.get(row.get("to", ""), earlier[row["id"]].owner)
    assert row.get("says", "").casefold() in "".join(note.text for note in case.notes).casefold()


@pytest.mark.parametrize("row", REPLIES["forged"], ids=lambda row: f"{row['id']}-{row['trick']}")
def test_no_forged_reply_acts(row: dict[str, str], worked: Written) -> None:
    desk, cases, earlier = worked
    case = cases[row["id"]]
    if row["trick"] == "replayed":
        assert desk.credited(case) == [Decimal("100.00")]
        assert len(desk.letters(case, "case_decided")) == 1
        return
    assert before(desk, case) == earlier[row["id"]]
    assert desk.credited(case) == desk.letters(case, "case_decided") == []


def test_nobody_but_our_own_people_gets_a_form_or_a_confirmation(worked: Written) -> None:
    desk, cases, _ = worked
    told = {
        address
        for case in cases.values()
        for template in ("case_form", "case_decided")
        for letter in desk.letters(case, template)
        for address in letter.to
    }
    assert {address.rpartition("@")[2] for address in told} == {"nordhaus.example"}


def test_what_was_worked_again_repeats_nothing(worked: Written, tmp_path: Path) -> None:
    desk, cases, _ = worked
    count = {case: (desk.credited(case), len(desk.letters(case, "case_decided"))) for case in cases.values()}
    assert desk.work() == []
    assert count == {case: (desk.credited(case), len(desk.letters(case, "case_decided"))) for case in cases.values()}
