"""Who a sender is, and who only looks like one."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from nlp.book import CustomerEntry, Snapshot
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.parties import PUBLIC_DOMAINS, identify, lookalikes, skeleton
from nlp.reading import Address, Identification


def entry(number: str, domain: str) -> CustomerEntry:
    return CustomerEntry(number, "X", f"Firma {number}", (), "DE", "de", "EUR", (f"a@{domain}",), (domain,))


BOOK = Snapshot(customers=[entry("K1", "stahlbau-meier.example"), entry("K2", "rosen.example")], own_domains=["nordlicht.example"], own_names=["Nordlicht Handels GmbH"])  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    "domain",
    ["stahlbau-maier.example", "stahlbau-miere.example", "stahlbau-meler.example", "stahlbau-meier.com", "nordlcht.example",  # noqa: E501
     "nordlicht-zahlung.example", "n\u043erdlicht.example", "st\u0430hlbau-meier.example", "nord1icht.example"],
)  # fmt: skip
def test_a_domain_that_imitates_a_known_one_is_told(domain: str) -> None:
    assert [problem.code for problem in lookalikes(domain, "", BOOK)] == ["lookalike_domain"]


@pytest.mark.parametrize(
    "domain",
    ["stahlbau-meier.example", "mail.stahlbau-meier.example", "rose.example", "gmx.de", "holzbau-huber.example", ""],
)
def test_other_domains_are_left_alone(domain: str) -> None:
    assert lookalikes(domain, "", BOOK) == ()


def test_a_stranger_under_our_name_is_told() -> None:
    assert [p.code for p in lookalikes("mailer.example", "Nordlicht Handels GmbH", BOOK)] == ["impersonation"]


def test_letters_of_other_scripts_look_as_the_eye_sees_them() -> None:
    assert skeleton("n\u043erdlicht.example") == skeleton("nordlicht.example")


def test_hosts_of_everybody_are_nobodys() -> None:
    assert {"gmail.com", "gmx.de", "orange.fr", "bluewin.ch"} <= PUBLIC_DOMAINS


@pytest.mark.parametrize(
    ("reply_to", "warned"),
    [
        (None, False),
        ("x@kunde.example", False),
        ("x@mail.kunde.example", False),
        ("x@kunde-gruppe.example", False),
        ("x@fastpost.example", True),
    ],
)
def test_an_answer_that_would_go_to_strangers_is_a_warning(reply_to: str | None, warned: bool) -> None:
    customer = CustomerEntry("K1", "X", "Kunde", (), "DE", "de", "EUR", ("a@kunde.example",), ("kunde.example", "kunde-gruppe.example"))  # fmt: skip  # noqa: E501
    opened = OpenedMessage(
        "<1@x>", Address("", "a@kunde.example"), Address("", reply_to) if reply_to else None, (), "", None, None, (),
        (), "", "", "", "", (), (), Automatic.NO, None,
    )  # fmt: skip
    problems = identify(opened, Snapshot(customers=[customer])).problems
    assert ("reply_to_mismatch" in {problem.code for problem in problems}) is warned


def passed_on(sender: str, author: str) -> OpenedMessage:
    head = f"Von: Eva <{author}>\nGesendet: 3. März 2026 09:15\nAn: Desk\nBetreff: Bestellung"
    text = f"Bitte bearbeiten\n\n{head}\n\n5 Stück A-17."
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "desk@nordlicht.example", "WG: Bestellung"
    message.set_content(text)
    return open_message(message.as_bytes(), Limits())


def test_a_colleagues_forward_points_to_its_author_and_proves_nothing() -> None:
    opened = passed_on("max@nordlicht.example", "einkauf@rosen.example")
    party = identify(opened, BOOK)
    assert opened.passed_on_from == "einkauf@rosen.example"
    assert (party.customer and party.customer.number, party.identified_by) == ("K2", Identification.REFERENCE)
    assert party.from_own_domain


def test_a_forward_by_the_customers_staff_is_the_customer_speaking() -> None:
    party = identify(passed_on("tom@rosen.example", "eva@rosen.example"), BOOK)
    assert (party.customer and party.customer.number, party.identified_by) == ("K2", Identification.DOMAIN)


def test_a_colleagues_forward_of_a_strangers_mail_points_to_nobody() -> None:
    assert identify(passed_on("max@nordlicht.example", "eva@fremd.example"), BOOK).customer is None
