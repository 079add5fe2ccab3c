"""What a sender's level of trust allows: who is acted for alone, who is answered where, and what always takes two."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nlp import reading as r
from nlp.reading import Identification, Query, QueryTopic, Speaks, Trust, TrustLevel, TrustReason
from tests.workflows.mail_desk import KNOWN_SENDER, NOW, books, desk, known, message, reading
from workflows import triage
from workflows.commands import Act, DecideChange, ForSpecialist
from workflows.errors import NotAllowed
from workflows.master_data.handlers import decide as decide_change
from workflows.master_data.model import ChangeStatus
from workflows.ports import TrustPolicy
from workflows.routing.deciding import decide
from workflows.routing.senders import source_of

RECORD = "factures@delattre.example"
COPY = Query(QueryTopic.INVOICE_COPY, ("R-1",), None)
BANK = r.MasterDataChange((("iban", "FR76 3000 6000 0112 3456 7890 189"),))
DECEIVES = TrustReason("reply_to_mismatch", "an answer would go elsewhere", Speaks.AGAINST)
NEW = TrustReason("first_seen", "no mail of this address was ever kept before")


def asks(**changes: Any) -> r.Reading:
    return reading("query", query=COPY, **changes)


def desk_with(**policy: Any) -> Any:
    return replace(desk(), trust=TrustPolicy(**policy))


@pytest.mark.parametrize(
    ("policy", "changes", "acts"),
    [
        ({}, {}, True),
        ({}, {"trust": Trust.UNKNOWN}, True),
        ({}, {"trust": Trust.FAILED}, False),
        ({}, {"trust_reasons": (DECEIVES,)}, False),
        ({}, {"problems": (r.Problem("name_of_customer", "from gmail.com"),)}, False),
        ({}, {"problems": (r.Problem("address_in_name", "another"),)}, False),
        ({}, {"problems": (r.Problem("lookalike_address", "another"),)}, False),
        ({"act": TrustLevel.VERIFIED}, {"trust": Trust.UNKNOWN}, False),
        ({"act": TrustLevel.VERIFIED}, {}, True),
        ({"review_first_seen": True}, {"trust_reasons": (NEW,)}, False),
        ({}, {"trust_reasons": (NEW,)}, True),
    ],
)
def test_what_a_level_allows_is_configured_with_safe_defaults(
    policy: dict[str, Any], changes: dict[str, Any], acts: bool
) -> None:
    decision = decide(asks(**changes), known(), desk_with(**policy), NOW)
    assert isinstance(decision, Act if acts else ForSpecialist)


@pytest.mark.parametrize(
    ("policy", "changes", "answered"),
    [
        ({}, {"trust": Trust.UNKNOWN, "identified_by": Identification.ADDRESS}, True),
        ({}, {"trust": Trust.UNKNOWN, "identified_by": Identification.DOMAIN}, True),
        ({"answer": "address"}, {"trust": Trust.UNKNOWN, "identified_by": Identification.DOMAIN}, False),
        ({"answer": "address"}, {"trust": Trust.VERIFIED, "identified_by": Identification.DOMAIN}, True),
        ({}, {"trust": Trust.VERIFIED, "identified_by": Identification.REFERENCE}, False),
        ({}, {"trust": Trust.FAILED, "identified_by": Identification.ADDRESS}, False),
        ({}, {"trust_reasons": (DECEIVES,), "identified_by": Identification.ADDRESS}, False),
    ],
)
def test_an_unverified_sender_is_answered_only_where_the_record_knows_it(
    policy: dict[str, Any], changes: dict[str, Any], answered: bool
) -> None:
    assert source_of(asks(**changes), known(), desk_with(**policy)).may_answer is answered


def test_a_question_that_may_not_be_answered_there_waits_for_a_person() -> None:
    decision = decide(asks(trust=Trust.UNKNOWN), known(), desk_with(answer="address"), NOW)
    assert isinstance(decision, ForSpecialist) and "may be answered" in decision.why


@pytest.mark.parametrize(
    ("changes", "to"),
    [
        ({"identified_by": Identification.REFERENCE, "sender": r.Address("", "x@gmail.com")}, RECORD),
        ({"identified_by": Identification.DOMAIN}, KNOWN_SENDER),
        ({"identified_by": Identification.REFERENCE, "sender": r.Address("", RECORD)}, RECORD),
    ],
)
def test_what_a_person_approves_is_answered_to_an_address_of_the_record(changes: dict[str, Any], to: str) -> None:
    uow = books()
    read = asks(confidence=0.5, **changes)
    triage.work(message(), read, uow, desk(), NOW)
    triage.approve(message().id, "ada", read, uow, desk(), NOW)
    (letter,) = uow.letters.where()
    assert letter.to == (to,)


def test_a_customer_that_a_specialist_names_is_not_spoken_for_by_the_sender_of_another() -> None:
    uow = books()
    read = asks(confidence=0.5, customer="K2", identified_by=Identification.ADDRESS)
    triage.work(message(), read, uow, desk(), NOW)
    triage.approve(message().id, "ada", read, uow, desk(), NOW, corrected=replace(read, customer="K1"))
    assert [letter.to for letter in uow.letters.where()] == [(RECORD,)]


def test_each_decision_keeps_the_level_and_its_reasons() -> None:
    uow = books()
    read = asks(confidence=0.5, trust_reasons=(NEW,))
    triage.work(message(), read, uow, desk(), NOW)
    triage.approve(message().id, "ada", read, uow, desk(), NOW)
    events = [json.loads(event.details) for event in uow.audit.where(subject=message().id)]
    assert [(event["trust_level"], event["trust_reasons"][0]["code"]) for event in events] == [
        ("verified", "first_seen"),
        ("verified", "first_seen"),
    ]


@pytest.mark.parametrize("policy", [{}, {"act": TrustLevel.UNVERIFIED, "answer": "domain"}])
@pytest.mark.parametrize("field", ["iban", "address", "emails", "contact", "name", "vat_id"])
def test_accounts_recipients_and_addresses_always_take_a_note_and_two_persons(
    field: str, policy: dict[str, Any]
) -> None:
    new = {"iban": BANK.changes[0][1], "address": "4 rue B, 59000 Lille", "contact": "Eva eva@delattre.example"}
    wanted = r.MasterDataChange(((field, new.get(field, "neu@delattre.example")),))
    uow, trusted = books(), desk_with(**policy)
    before = uow.customers.get("K1")
    triage.work(message(), reading("master_data", master_data=wanted), uow, trusted, NOW)
    (change,) = uow.changes.where()
    for text in ("", "  "):
        with pytest.raises(NotAllowed, match="note"):
            decide_change(DecideChange(change.id, "verify", "ada", text), uow, trusted, NOW)
    decide_change(DecideChange(change.id, "verify", "ada", "Mme Roux, number of the contract"), uow, trusted, NOW)
    with pytest.raises(NotAllowed, match="second person"):
        decide_change(DecideChange(change.id, "apply", "ada"), uow, trusted, NOW)
    assert uow.customers.get("K1") == before and uow.contacts.where() == []
    decide_change(DecideChange(change.id, "apply", "bob"), uow, trusted, NOW)
    assert uow.changes.get(change.id).state is ChangeStatus.APPLIED


def test_a_first_mail_that_changes_an_account_says_so_to_those_who_decide() -> None:
    uow = books()
    read = reading("master_data", master_data=BANK, trust=Trust.UNKNOWN, trust_reasons=(NEW,))
    triage.work(message(), read, uow, desk(), NOW)
    (change,) = uow.changes.where()
    assert {"Nothing proves that the sender's domain sent this mail.", "No mail of this address was ever kept before."} <= set(change.warnings)  # fmt: skip  # noqa: E501
