"""Who a sender is, and who only looks like one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import pytest

from nlp.book import CustomerEntry, DocumentEntry, OrderEntry, Snapshot
from nlp.extract.references import Reference, References
from nlp.limits import Limits
from nlp.lookalikes import name_tricks
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.parties import PUBLIC_DOMAINS, by_reference, identify, lookalikes, skeleton
from nlp.reading import Address, Identification


def entry(number: str, domain: str) -> CustomerEntry:
    return CustomerEntry(number, "X", f"Firma {number}", (), "DE", "de", "EUR", (f"a@{domain}",), (domain,))


BOOK = Snapshot(customers=[entry("K1", "stahlbau-meier.example"), entry("K2", "rosen.example")], own_domains=["nordlicht.example"], own_names=["Nordlicht Handels GmbH"])  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    "domain",
    ["stahlbau-maier.example", "stahlbau-miere.example", "stahlbau-meler.example", "stahlbau-meier.com", "nordlcht.example",  # noqa: E501
     "nordlicht-zahlung.example", "n\u043erdlicht.example", "st\u0430hlbau-meier.example", "nord1icht.example",
     "stahlbau-meier-holding.example", "rosen-payments.example", "einkauf-rosen.example",
     "stahlbau-meier.example.verify.example", "rosen-example.com", "stahlbau-me\u0131er.example",
     "\uab93tahlbau-meier.example", "stah\u217cbau-meier.example"],
)  # fmt: skip
def test_a_domain_that_imitates_a_known_one_is_told(domain: str) -> None:
    assert [problem.code for problem in lookalikes(domain, "", BOOK)] == ["lookalike_domain"]


@pytest.mark.parametrize(
    "domain",
    [
        "stahlbau-meier.example",
        "mail.stahlbau-meier.example",
        "rose.example",
        "gmx.de",
        "holzbau-huber.example",
        "rosen-garten.example",
        "",
    ],
)
def test_other_domains_are_left_alone(domain: str) -> None:
    assert lookalikes(domain, "", BOOK) == ()


def test_a_stranger_under_our_name_is_told() -> None:
    assert [p.code for p in lookalikes("mailer.example", "Nordlicht Handels GmbH", BOOK)] == ["impersonation"]


PUBLIC = CustomerEntry("K3", "X", "Zimmerei Anton Obermoser", (), "AT", "de", "EUR", ("a.obermoser@gmx.at",), ())
NAMED = Snapshot(customers=[*BOOK.customers(), PUBLIC], own_domains=["nordlicht.example"])


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("a@rosen.example", "x@fastpost.example", "address_in_name"),
        ("Rosen <a@rosen.example>", "x@gmail.com", "address_in_name"),
        ("a@rosen.example", "a@rosen.example", None),
        ("a@rosen.example", "noreply@tickets.rosen.example", None),
        ("chef@nordlicht.example", "a@rosen.example", "address_in_name"),
        ("Zimmerei Anton Obermoser", "buero123@gmail.com", "name_of_customer"),
        ("Zimmerei Anton Obermoser", "a.obermoser@gmx.at", None),
        ("A. Obermoser", "a.0bermoser@gmx.at", "lookalike_address"),
        ("A. Obermoser", "a.obermoser@outlook.com", "lookalike_address"),
        ("Anna Huber", "anna.huber@gmx.at", None),
        ("", "", None),
    ],
)
def test_what_a_senders_name_pretends_is_told(name: str, email: str, code: str | None) -> None:
    assert [problem.code for problem in name_tricks(Address(name, email), NAMED)] == ([code] if code else [])


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


def written(sender: str, text: str = "", subject: str = "", name: str = "", quoted: str = "") -> OpenedMessage:
    return OpenedMessage(
        "<1@x>", Address(name, sender), None, (), subject, None, None, (), (), f"{text}\n{quoted}", "", text, quoted, (),  # noqa: E501
        (), Automatic.NO, None,
    )  # fmt: skip


def who(opened: OpenedMessage, book: Snapshot, *documents: str) -> tuple[str | None, set[str]]:
    party = identify(opened, book)
    if party.customer is None:
        stated = tuple(Reference(number, "body", 0, 0, True) for number in documents)
        party = by_reference(opened, book, References(stated), party)
    return party.customer.number if party.customer else None, {problem.code for problem in party.problems}


GROUP = [
    CustomerEntry("G1", "X", "Kronberg Holding AG", ("Kronberg",), "DE", "de", "EUR", ("einkauf@kronberg.example",), ("kronberg.example",)),  # noqa: E501
    CustomerEntry("G2", "X", "Kronberg Anlagenbau GmbH", (), "DE", "de", "EUR", ("werk.suhl@kronberg.example",), ("kronberg.example",)),  # noqa: E501
    CustomerEntry("G3", "X", "Fabryka Mebli Nowak Sp. z o.o.", (), "PL", "pl", "EUR", ("a@nowak.example",), ("nowak.example",), "PL8132277406"),  # noqa: E501
]  # fmt: skip
SHARED = Snapshot(
    customers=GROUP,
    documents=[
        DocumentEntry(number, owner, "X", date(2026, 1, 5), date(2026, 2, 5), Decimal(9), Decimal(9), "EUR", po)
        for number, owner, po in (("R-101", "G1", "HO-771-2"), ("R-102", "G2", "AB-440-9"))
    ],
    orders=[OrderEntry("S9", "G2", "AB-441-1", None)],
    own_domains=["wir.example"],
)


@pytest.mark.parametrize(
    ("text", "name", "documents", "customer"),
    [
        ("Zu R-102 fehlt uns der Lieferschein.", "", ("R-102",), "G2"),
        ("Wo bleibt AB-441-1?", "", (), "G2"),
        ("Wann kommt die Ware?\nKronberg Anlagenbau GmbH", "", (), "G2"),
        ("Wann kommt die Ware?", "Werk Suhl", (), "G2"),
        ("Zahlung zu HO-771-2 folgt.", "Anlagenbau", (), "G1"),
        ("Wann kommt die Ware?", "Uwe Roth", (), None),
        ("Zu R-101 und R-102 fehlt uns alles.", "", ("R-101", "R-102"), None),
    ],
)
def test_of_two_customers_with_one_domain_what_is_cited_decides(
    text: str, name: str, documents: tuple[str, ...], customer: str | None
) -> None:
    found, problems = who(written("u.roth@kronberg.example", text, name=name), SHARED, *documents)
    assert found == customer
    assert ("several_customers" in problems) is (customer is None)


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("I keep the books of Fabryka Mebli Nowak, what is open?", "G3"),
        ("Our VAT number is PL 813 227 74 06.", "G3"),
        ("customer no. G3-", None),
        ("What is open?\nMebli Fabryka Novak", None),
        ("See below, please.", None),
        ("Where is order AB-441-1?", "G2"),
        ("Is HO-771-2 on its way, or AB-440-9?", None),
        ("Our meeting of 01.12.2026", None),
        ("Anlagenbau Kronbeg GmbH", "G2"),
    ],
)
def test_a_stranger_writes_for_whom_the_text_names(text: str, customer: str | None) -> None:
    assert who(written("books@fastmail.com", text), SHARED)[0] == customer


def test_documents_of_two_customers_name_nobody() -> None:
    assert who(written("books@fastmail.com", "x"), SHARED, "R-101", "R-102") == (None, {"conflicting_customers"})


def test_a_mail_below_tells_whom_a_colleague_or_stranger_writes_about() -> None:
    below = "From: Jan Nowak <jan@nowak.example>\nPlease send it."
    assert who(written("z@fastmail.com", "Could you look?", quoted=below), SHARED)[0] == "G3"
    assert who(written("sales@wir.example", "Could you look?", quoted=below), SHARED)[0] == "G3"


LISTED = Snapshot(
    customers=[
        CustomerEntry("S1", "X", "Valoria Santé SAS", (), "FR", "fr", "EUR", ("achats@valoria.example",), ("valoria.example",)),  # noqa: E501
        CustomerEntry("S2", "X", "Clinique des Hauts Pins", ("VHP",), "FR", "fr", "EUR", ("pins@valoria.example",), ("valoria.example",)),  # noqa: E501
        CustomerEntry("S3", "X", "Maison Bel Air", (), "FR", "fr", "EUR", ("belair@valoria.example",), ("valoria.example",)),  # noqa: E501
        CustomerEntry("Z1", "X", "Praxis Dr. Ohlendorf", (), "DE", "de", "EUR", ("jutta.ohlendorf@post.example",), ()),
    ],
    documents=[
        DocumentEntry(number, owner, "X", date(2026, 1, 5), date(2026, 2, 5), Decimal(total), Decimal(total), "EUR", po)
        for number, owner, total, po in (
            ("F-201", "S1", "410.00", "VS-8811"), ("F-202", "S2", "733.10", "HP-4410"), ("F-203", "S3", "98.40", ""),
        )
    ],
    own_domains=["wir.example"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "documents", "customer", "doubtful"),
    [
        ("Nous réglons ceci demain.", ("F-202",), "S2", False),
        ("Nous réglons ceci demain.", ("F-201", "F-202"), "S1", False),
        ("Nous réglons ceci demain.", ("F-202", "F-203"), "S1", True),
        ("Bon HP-4410 : où est le colis ?", (), "S2", False),
        ("Bon HP-4502 : 3 cartons.", (), "S2", True),
        ("Virement de 733,10 hier.", (), "S2", True),
        ("À facturer à la Clinique des Hauts Pins, 3 cartons.", (), "S2", True),
        ("Livraison à la Clinique des Hauts Pins, 3 cartons.", (), "S1", False),
        ("Où est le colis ?", (), "S1", False),
    ],
)
def test_a_mailbox_of_one_customer_of_a_group_may_write_for_another(
    text: str, documents: tuple[str, ...], customer: str, doubtful: bool
) -> None:
    opened = written("achats@valoria.example", text)
    stated = tuple(Reference(number, "body", 0, 0, True) for number in documents)
    party = by_reference(opened, LISTED, References(stated), identify(opened, LISTED))
    assert party.customer and party.customer.number == customer and party.speaks
    assert bool(party.problems) is doubtful


@pytest.mark.parametrize(
    ("text", "name", "customer"),
    [
        ("Six cartons, merci.", "VHP Logistique", "S2"),
        ("C'est pour Bel Air, pas pour les Hauts Pins.", "", "S3"),
        ("Bel Air 98,40, Hauts Pins 733,10, un seul virement.", "", None),
        ("98,40 virés ce jour.", "", "S3"),
        ("Commande VS-8990.", "", "S1"),
    ],
)
def test_words_amounts_and_series_tell_customers_of_one_domain_apart(
    text: str, name: str, customer: str | None
) -> None:
    assert who(written("siege@valoria.example", text, name=name), LISTED)[0] == customer


@pytest.mark.parametrize(
    ("text", "name", "customer"),
    [
        ("For Dr Ohlendorf: please send the statement to me.", "", "Z1"),
        ("Ich bestelle drei Kartons.", "Jutta Ohlendorf", "Z1"),
        ("Ich bestelle drei Kartons.\nOhlendorf, Jutta", "", "Z1"),
        ("Ich bestelle drei Kartons.", "Jutta Ohland", None),
        ("Ich bestelle drei Kartons.", "Kai Ohlendorf", None),
    ],
)
def test_a_stranger_is_known_by_the_telling_part_of_a_name_or_by_a_persons_own(
    text: str, name: str, customer: str | None
) -> None:
    assert who(written("post@fastmail.com", text, name=name), LISTED)[0] == customer
