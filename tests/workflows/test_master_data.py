"""A customer's record changes only after a call-back and by a second person, whatever a mail says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from nlp.reading import MasterDataChange
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, customer, desk, source
from workflows.commands import DecideChange, RequestMasterDataChange
from workflows.errors import IllegalTransition, NotAllowed
from workflows.master_data import policy
from workflows.master_data.handlers import decide, request_change
from workflows.master_data.lifecycle import TRANSITIONS, ChangeEvent, after
from workflows.master_data.model import ChangeStatus

FR_IBAN = "FR76 3000 6000 0112 3456 7890 189"
COMPACT = "FR7630006000011234567890189"


def asked(uow: FakeUnitOfWork, *changes: tuple[str, str], **of_source: Any) -> tuple[str, ...]:
    command = RequestMasterDataChange(source(**of_source), "K1", MasterDataChange(changes), ("unproven sender",))
    return request_change(command, uow, desk(), NOW)


def act(uow: FakeUnitOfWork, change: str, action: str, actor: str, text: str = "") -> None:
    if action == "verify":
        text = text or "spoke to Mme Roux on the number of the contract"
    decide(DecideChange(change, action, actor, text), uow, desk(), NOW)


@pytest.mark.parametrize("status, event", list(product(ChangeStatus, ChangeEvent)))
def test_every_step_of_a_change_is_in_the_table_or_refused(status: ChangeStatus, event: ChangeEvent) -> None:
    if (status, event) in TRANSITIONS:
        assert after(status, event) is TRANSITIONS[status, event]
    else:
        with pytest.raises(IllegalTransition):
            after(status, event)


def test_a_mail_changes_nothing_but_asks() -> None:
    uow = books()
    before = uow.customers.get("K1")
    (iban, vat) = asked(uow, ("iban", FR_IBAN), ("vat_id", "FR 99 999999999"))
    assert uow.customers.get("K1") == before
    assert [uow.changes.get(change).state for change in (iban, vat)] == [ChangeStatus.REQUESTED] * 2
    assert "unproven sender" in uow.changes.get(iban).warnings


def test_the_record_changes_after_a_call_back_and_by_a_second_person() -> None:
    uow = books()
    (change,) = asked(uow, ("iban", FR_IBAN))
    act(uow, change, "verify", "ada")
    act(uow, change, "apply", "bob")
    assert uow.customers.get("K1").ibans == (COMPACT,)
    kept = uow.changes.get(change)
    assert (kept.state, kept.verified_by, kept.approved_by) == (ChangeStatus.APPLIED, "ada", "bob")


def test_goods_go_elsewhere_for_good_after_a_call_back_and_by_a_second_person() -> None:
    uow, place = books(), "12 avenue du Lac, 73100 Aix-les-Bains"
    (change,) = asked(uow, ("delivery_address", place))
    with pytest.raises(IllegalTransition):
        act(uow, change, "apply", "bob")
    act(uow, change, "verify", "ada")
    with pytest.raises(NotAllowed):
        act(uow, change, "apply", "ada")
    act(uow, change, "apply", "bob")
    assert place in uow.customers.get("K1").delivery_addresses


@pytest.mark.parametrize("actor", ["ada", "Ada", "ada@desk.example", "eve", "o2cbot", ""])
def test_who_asked_or_called_back_does_not_apply(actor: str) -> None:
    uow = books()
    (change,) = asked(uow, ("iban", FR_IBAN), actor="eve")
    act(uow, change, "verify", "ada")
    with pytest.raises(NotAllowed):
        act(uow, change, "apply", actor)
    assert uow.customers.get("K1").ibans == ()


def test_nothing_is_applied_without_a_call_back() -> None:
    uow = books()
    (change,) = asked(uow, ("iban", FR_IBAN))
    with pytest.raises(IllegalTransition):
        act(uow, change, "apply", "bob")


def test_a_wrong_account_number_is_never_applied() -> None:
    uow = books()
    (change,) = asked(uow, ("iban", "FR7630006000011234567890180"))
    assert any("check digits" in warning for warning in uow.changes.get(change).warnings)
    act(uow, change, "verify", "ada")
    with pytest.raises(NotAllowed, match="check digits"):
        act(uow, change, "apply", "bob", text=FR_IBAN)


@pytest.mark.parametrize(
    "field, value, text, taken",
    [
        ("emails", "please use new@delattre.example", "New@delattre.example", True),
        ("emails", "new@delattre.example", "eve@evil.example", False),
        ("emails", "new@delattre.example", "new@delattre.example, eve@evil.example", False),
        ("contact", "Jane, jane@delattre.example", "Jane Roe <jane@delattre.example>", True),
        ("vat_id", "FR 40 303 265 046", "FR40303265046", True),
        ("vat_id", "FR40303265046", "FR40303265047", False),
        ("address", "we moved to 8 rue Neuve in 69003 Lyon", "8 rue Neuve, 69003 Lyon", True),
        ("address", "8 rue Neuve, 69003 Lyon", "9 rue Neuve, 69003 Lyon", False),
        ("name", "Delattre Freres", "Delattre Frères SAS", True),
    ],
)
def test_who_applies_may_write_it_better_but_nothing_else(field: str, value: str, text: str, taken: bool) -> None:
    uow = books()
    (change,) = asked(uow, (field, value))
    act(uow, change, "verify", "ada")
    if taken:
        act(uow, change, "apply", "bob", text=text)
        assert uow.changes.get(change).new == text
        return
    with pytest.raises(NotAllowed, match="not what was asked for"):
        act(uow, change, "apply", "bob", text=text)


def test_a_record_that_moved_on_is_not_overwritten() -> None:
    uow = books()
    (change,) = asked(uow, ("name", "Delattre Frères SAS"))
    act(uow, change, "verify", "ada")
    uow.customers.put(customer(name="Delattre et Fils"))
    with pytest.raises(NotAllowed, match="changed since"):
        act(uow, change, "apply", "bob")


def test_no_letter_repeats_the_new_account_and_the_known_address_hears_of_it() -> None:
    uow = books()
    asked(uow, ("iban", FR_IBAN))
    letters = uow.letters.where(template="change_received")
    assert {letter.to for letter in letters} == {("compta@delattre.example",), ("factures@delattre.example",)}
    assert all("0189" in letter.facts and "1234567890" not in letter.facts for letter in letters)


def test_the_known_address_hears_of_an_account_that_is_asked_for_beside_an_older_wish() -> None:
    uow = books()
    asked(uow, ("name", "Delattre Frères SAS"))
    asked(uow, ("name", "Delattre Frères SAS"), ("iban", FR_IBAN), message_id="<m2@x>")
    told = [
        letter.facts for letter in uow.letters.where(template="change_received", to=[("factures@delattre.example",)])
    ]
    assert len(told) == 2 and sum('"iban"' in facts for facts in told) == 1


def test_the_known_address_hears_of_it_where_a_mail_in_its_name_is_not_answered() -> None:
    uow = books()
    asked(uow, ("iban", FR_IBAN), sender="Factures@delattre.example", may_answer=False)
    assert [letter.to for letter in uow.letters.where()] == [("factures@delattre.example",)]


@pytest.mark.parametrize("action", ["refuse", "apply"])
def test_what_was_decided_is_not_asked_again_by_approving_its_mail(action: str) -> None:
    uow = books()
    (change,) = asked(uow, ("contact", "Jean Roux, roux@delattre.example"))
    if action == "apply":
        act(uow, change, "verify", "ada")
    act(uow, change, action, "bob")
    written = len(uow.letters.where())
    assert asked(uow, ("contact", "Jean Roux, roux@delattre.example"), actor="ada") == (change,)
    assert len(uow.changes.where()) == 1 and len(uow.letters.where()) == written


def test_a_refusal_is_told_to_the_known_address_alone() -> None:
    uow = books()
    (change,) = asked(uow, ("iban", FR_IBAN), sender="compta@delattre-sas.example")
    act(uow, change, "refuse", "ada", text="nobody there knows of it")
    (letter,) = uow.letters.where(template="change_refused")
    assert letter.to == ("factures@delattre.example",) and "1234567890" not in letter.facts


def test_asked_twice_is_one_request_and_what_is_so_already_is_none() -> None:
    uow = books()
    assert asked(uow, ("iban", FR_IBAN)) == asked(uow, ("iban", FR_IBAN), message_id="<m2@x>")
    assert asked(uow, ("name", "DELATTRE SAS"), ("vat_id", "FR40303265045")) == ()


@pytest.mark.parametrize(
    "field, new, sender, words",
    [
        ("iban", "DE89370400440532013000", "a@delattre.example", "in DE, the customer in FR"),
        ("iban", FR_IBAN, "a@delattre-sas.example", "never wrote from delattre-sas.example"),
        ("iban", FR_IBAN, "a@delattre.example", "call back"),
        ("emails", "x@elsewhere.example", "a@delattre.example", "outside the domains"),
    ],
)
def test_what_one_should_look_at_twice(field: str, new: str, sender: str, words: str) -> None:
    assert any(words in warning for warning in policy.warnings(field, new, customer(), sender))


@pytest.mark.parametrize(
    "iban, sound",
    [(FR_IBAN, True), ("DE89370400440532013000", True), ("GB82 WEST 1234 5698 7654 32", True), ("DE8937", False),
     ("DE88370400440532013000", False), ("", False), ("1234567890123456", False)],
)  # fmt: skip
def test_check_digits(iban: str, sound: bool) -> None:
    assert policy.iban_is_sound(iban) is sound


@pytest.mark.parametrize(
    "text, street, postcode, city",
    [
        ("8 rue Neuve, 69003 Lyon", "8 rue Neuve", "69003", "Lyon"),
        ("Kaispeicher 4\n20457 Hamburg", "Kaispeicher 4", "20457", "Hamburg"),
        ("2 Dock Street, Hull, HU1 3DZ", "2 Dock Street", "HU1 3DZ", "Hull"),
        ("2 Dock Street | HU1 3DZ | Hull", "2 Dock Street", "HU1 3DZ", "Hull"),
    ],
)
def test_an_address_is_taken_apart(text: str, street: str, postcode: str, city: str) -> None:
    changed = policy.applied(customer(), "address", text)
    assert changed == replace(customer(), street=street, postcode=postcode, city=city)


def test_what_is_no_address_is_asked_back() -> None:
    assert isinstance(policy.applied(customer(), "address", "we moved"), str)
    assert isinstance(policy.applied(customer(), "contact", "Frau Meier"), str)
    assert isinstance(policy.applied(customer(), "name", "x" * 500), str)


def test_a_new_contact_and_a_new_address_for_letters() -> None:
    uow = books()
    contact, emails = asked(uow, ("contact", "Jane Roe <jane@delattre.example>"), ("emails", "new@delattre.example"))
    for change in (contact, emails):
        act(uow, change, "verify", "ada")
        act(uow, change, "apply", "bob")
    assert uow.contacts.get("K1|jane@delattre.example").name == "Jane Roe"
    assert uow.customers.get("K1").emails == ("new@delattre.example", "factures@delattre.example")
