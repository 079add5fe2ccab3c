"""Numbers of documents in the forms that customers give them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.book import CustomerEntry, DocumentEntry, OrderEntry, Snapshot
from nlp.extract.ledger import key_of
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import Taken, find_references
from nlp.extract.sources import Context, Source

CUSTOMER = CustomerEntry("K1", "X", "Meier", (), "DE", "de", "EUR", ("a@meier.example",), ("meier.example",))


def document(number: str, owner: str = "K1") -> DocumentEntry:
    return DocumentEntry(number, owner, "X", date(2025, 1, 1), date(2025, 2, 1), Decimal(10), Decimal(10), "EUR")


BOOK = Snapshot(
    customers=[CUSTOMER],
    documents=[document("R-2025-00314"), document("F2025-00390"), document("ND202500220"), document("ND202500233"), document("R-2026-00314", "K2"), document("310045667")],  # noqa: E501
    orders=[OrderEntry("S1", "K1", "PO-4711", None)],
    number_patterns=[r"R-\d{4}-\d{5}"],
)  # fmt: skip


def context(text: str, quoted: str = "") -> Context:
    return Context(Source("subject", ""), Source("body", text), (), (), Source("body", quoted, quoted=True), ("en", "fr", "de"), date(2026, 2, 3), BOOK, CUSTOMER)  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("R-2025-00314", "R-2025-00314"), ("R 2025/314", "R-2025-00314"), ("r202500314", "R-2025-00314"), ("Re. 314", "R-2025-00314"),  # noqa: E501
        ("Rechnung Nr. 314", "R-2025-00314"), ("facture n° 390", "F2025-00390"), ("F 2025 00390", "F2025-00390"), ("solde de la 390", "F2025-00390"),  # noqa: E501
        ("ND 2025 220", "ND202500220"), ("ND-2025-220", "ND202500220"), ("your 233 of May", "ND202500233"), ("invoice no. 310045667", "310045667"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_number_is_found_in_its_distorted_form(text: str, number: str) -> None:
    assert find_references(context(f"Hello, {text} please")).stated() == (number,)


def test_a_list_of_loose_numbers_is_read_to_its_end() -> None:
    assert find_references(context("invoices 220, 233 and 390")).stated() == (
        "ND202500220",
        "ND202500233",
        "F2025-00390",
    )


@pytest.mark.parametrize("text", ["220 boxes", "we owe 390 EUR", "the year 2025", "call 314 159", "facture 999"])
def test_other_numbers_name_nothing(text: str) -> None:
    assert find_references(context(text)).stated() == ()


def test_an_unknown_number_of_our_shape_stays_as_written() -> None:
    (found,) = find_references(context("R-2024-99999")).invoices
    assert (found.number, found.known) == ("R-2024-99999", False)


def test_a_quoted_number_is_not_stated() -> None:
    references = find_references(context("merci", "> R-2025-00314"))
    assert (references.stated(), references.quoted()) == ((), ("R-2025-00314",))


def test_another_customers_number_is_a_problem() -> None:
    assert [p.code for p in find_references(context("R-2026-00314")).problems] == ["foreign_reference"]


@pytest.mark.parametrize(
    "text", ["PO 4512", "our order AB-2026-7", "Bestellung 4500123", "commande n° CD-26-0118", "BC 5513"]
)
def test_a_purchase_order_is_found_by_its_label(text: str) -> None:
    (found,) = find_order_numbers(context(text), find_references(context(text)))
    assert found.number in text


def test_a_known_order_is_found_without_a_label() -> None:
    (found,) = find_order_numbers(context("about po-4711 again"), find_references(context("about po-4711 again")))
    assert (found.number, found.known) == ("PO-4711", True)


def test_prefix_year_and_serial_make_the_key() -> None:
    assert key_of("R-2025-00314") == key_of("r 2025/314") == ("R", (2025, 314))
    assert key_of("ND202500220") == ("ND", (2025, 220))


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(SPANS, max_size=12), SPANS)
def test_what_overlaps_one_stretch_overlaps_the_taken_ones(
    spans: list[tuple[int, int]], other: tuple[int, int]
) -> None:
    taken = Taken()
    for start, end in spans:
        taken.add(start, end)
    assert taken.overlaps(*other) == any(start < other[1] and other[0] < end for start, end in spans)
