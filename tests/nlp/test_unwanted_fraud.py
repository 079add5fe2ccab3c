"""Who writes in a customer's name from elsewhere about money, and wants nobody to ask back, is a fraud."""

from __future__ import annotations

import pytest

from nlp.book import CustomerEntry, Snapshot
from nlp.opened import Automatic, OpenedMessage
from nlp.reader import read
from nlp.reading import Address

BOOK = Snapshot(
    customers=[CustomerEntry("K1", "X", "Holzbau Winterstein GmbH", (), "DE", "de", "EUR", ("kasse@winterstein.example",), ("winterstein.example",))],  # noqa: E501
    own_domains=["wir.example"],
)  # fmt: skip


def intents(sender: str, text: str, name: str = "") -> tuple[set[str], str | None]:
    opened = OpenedMessage(
        "<1@x>", Address(name, sender), None, ("ar@wir.example",), "Holzbau Winterstein", None, None, (), (), text, "",
        text, "", (), (), Automatic.NO, None,
    )  # fmt: skip
    reading = read(opened, BOOK)
    return {intent.name.value for intent in reading.intents}, reading.customer


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("zahlung@buero-post.example", "Unsere Bankverbindung hat sich geändert, Erstattungen nur noch auf das neue Konto, IBAN folgt. Rückrufe sind derzeit nicht möglich.\nHolzbau Winterstein GmbH"),  # noqa: E501
        ("pay@remit-desk.example", "Our bank account has changed, use the new IBAN for refunds. Don't call, the phones are down.\nHolzbau Winterstein GmbH"),  # noqa: E501
        ("compta@poste-libre.example", "Nos coordonnées bancaires ont changé, voici le nouveau RIB. Merci de ne pas nous appeler, le standard est en panne.\nHolzbau Winterstein GmbH"),  # noqa: E501
        ("kasse@winterstein-holding.example", "Please ship 60 drills to our new warehouse at the docks on net 60. Do not contact the office."),  # noqa: E501
    ],
)  # fmt: skip
def test_money_led_elsewhere_in_a_customers_name_is_unwanted_and_nobodys(sender: str, text: str) -> None:
    assert intents(sender, text) == ({"spam"}, None)


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("kasse@winterstein.example", "Unsere Bankverbindung hat sich geändert. Telefonisch sind wir heute nicht erreichbar."),  # noqa: E501
        ("buch@kanzlei-roth.example", "Für Holzbau Winterstein GmbH: Die Bankverbindung hat sich geändert, bitte Stammdaten anpassen."),  # noqa: E501
        ("kollege@wir.example", "Ist das echt? Holzbau Winterstein GmbH schreibt, die Bankverbindung sei neu und Rückrufe nicht möglich."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_customer_an_accountant_a_colleague_are_heard(sender: str, text: str) -> None:
    assert "spam" not in intents(sender, text)[0]
