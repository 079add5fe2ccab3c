"""A payer's name written otherwise: it counts beside a document and its very amount, and never alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import World, customer, entry, item
from workflows.cash.likeness import ALIKE, FAINT, same_word
from workflows.cash.payers import KnownBy, Payers, name_tokens

A = item("DE-2026-004711", "K1", "538.17")
B = item("DE-2026-004999", "K2", "210.40")
PAYERS = Payers(
    [customer("K1", "Anker Werft GmbH"), customer("K2", "Birke Möbel KG"), customer("K9", "Birke Werft AG")]
)


@pytest.mark.parametrize(
    "written",
    [
        "ANKER WERTF GMBH",
        "Werft Anker",
        "ANKERWERFT",
        "ANKFR WERFT",
        "Fa. Anker Werft Nord",
        "ANK ER WERFT",
        "Anker Werf.",
    ],
)
def test_a_name_is_known_however_it_was_written(written: str) -> None:
    assert PAYERS.likeness(written, "K1") >= ALIKE > PAYERS.likeness(written, "K2")


@pytest.mark.parametrize("written", ["Stahlhandel Nord AG", "Moser Werft", "", "GmbH"])
def test_a_word_of_the_trade_is_no_likeness(written: str) -> None:
    assert PAYERS.likeness(written, "K1") < ALIKE


@given(st.text("ABCDEFGHIJ0158", min_size=1, max_size=14))
def test_a_word_is_itself_and_likeness_stays_between_none_and_all(word: str) -> None:
    assert same_word(word, word) == 1
    assert 0 <= PAYERS.likeness(word, "K1") <= 1


def test_a_name_that_is_nearly_ones_own_is_told_apart_from_the_name_itself() -> None:
    assert PAYERS.of("", "ANKER WERFT GMBH").known_by is KnownBy.NAME
    assert PAYERS.of("", "ANKER WERTF GMBH").known_by is KnownBy.ALIKE
    assert PAYERS.of("", "Stahlhandel Nord AG").called == "Stahlhandel Nord AG"
    assert name_tokens("Anker Werft GmbH") == ("ANKER", "WERFT")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RE 4711", "ANKFR WERFT"),  # the end of the number
        ("RE 26/4711 DANKE", "Werft, Anker"),  # year and serial
        ("DE-2026-004771", "ANKER WEFT"),  # one slip
    ],
)
def test_amount_document_and_likeness_together_are_proof(text: str, name: str) -> None:
    world = World(A, B)
    (payment,) = world.pay(entry("538.17", text, payer_name=name, payer_iban="AT611904300234573201"))
    assert world.rows(payment) == [("DE-2026-004711", "538.17", "0", "0")]
    (row,) = world.uow.allocations.where(payment=payment.id)
    assert "nearly the customer's" in row.proof


@pytest.mark.parametrize(
    ("amount", "text", "name"),
    [
        ("538.17", "DANKE", "ANKER WERTF"),  # no document
        ("538.18", "RE 4711", "ANKFR WERFT"),  # another amount
        ("538.17", "RE 4711", "Stahlhandel Nord AG"),  # another name
        ("538.17", "RE 4711", ""),
        ("210.40", "RE 4711", "ANKFR WERFT"),  # another's amount
    ],
)
def test_two_of_the_three_are_a_proposal_at_most(amount: str, text: str, name: str) -> None:
    world = World(A, B)
    (payment,) = world.pay(entry(amount, text, payer_name=name, payer_iban="AT611904300234573201"))
    assert (payment.unapplied, world.rows(payment)) == (payment.amount, [])


def test_a_slip_in_name_and_number_is_not_believed_where_two_documents_have_the_amount() -> None:
    world = World(A, item("DE-2026-004800", "K1", "538.17"))
    (payment,) = world.pay(entry("538.17", "DE-2026-004771", payer_name="ANKER WEFT", payer_iban="AT61190430"))
    assert world.rows(payment) == []


def test_what_is_proposed_for_an_unknown_payer_says_why() -> None:
    world = World(A, B)
    (payment,) = world.pay(entry("538.17", "DANKE", payer_name="Anker Schiffe", payer_iban="AT611904300234573201"))
    assert FAINT <= PAYERS.likeness("Anker Schiffe", "K1") < ALIKE
    (event,) = world.uow.audit.where(subject=payment.id, action="payment_held")
    assert "a little like the customer's" in event.details and "DE-2026-004711" in event.details


@pytest.mark.parametrize("text", ["RE 4711", "RE 26/4711 DANKE", "DE-2026-004771"])
@pytest.mark.parametrize("name", ["Spedition Nordhafen, Bremen", "Bremen Nordhafen Spedition"])
def test_a_name_that_is_rather_a_sisters_proves_nothing(text: str, name: str) -> None:
    world = World(A, item("DE-2026-004999", "K8", "538.17"))
    world.uow.customers.put(customer("K1", "Nordhafen Spedition Hamburg GmbH"))
    world.uow.customers.put(customer("K8", "Nordhafen Spedition Bremen GmbH"))
    (payment,) = world.pay(entry("538.17", text, payer_name=name))
    assert world.open("DE-2026-004711") == payment.unapplied == A.open_amount
