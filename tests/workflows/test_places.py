"""Two ways of writing one address are one place; what differs where it counts is another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bot.records import customer
from workflows.places import is_known, is_same

HAMBURG = ("Hafenstraße 12", "20457", "Hamburg")
LYON = ("8 rue des Lilas", "69003", "Lyon")
TOTNES = ("Unit 6, Mill Lane", "TQ9 5AB", "Totnes")


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ("Hafenstr. 12, 20457 Hamburg", HAMBURG),
        ("HAFENSTRASSE 12, D-20457 HAMBURG", HAMBURG),
        ("Lager Süd, Hafenstraße 12, Tor 5, 20457 Hamburg", HAMBURG),
        ("8, Rue des Lilas, 69003 LYON CEDEX 03", LYON),
        ("8 r. des Lilas, Bâtiment B, 69003 Lyon", ("8 r. des Lilas", "69003", "Lyon")),
        ("Unit 6, Mill Ln, Totnes, TQ9 5AB", TOTNES),
        ("Unit 6, Mill Lane, Totnes TQ95AB", TOTNES),
        ("Boulevard Victor-Hugo 5, 1204 Genève", ("Bd Victor Hugo 5", "1204", "Genève")),
        ("Hafenstraße 12a, 20457 Hamburg", ("Hafenstr. 12 a", "20457", "Hamburg")),
    ],
)
def test_what_people_vary_is_the_same_place(stated: str, place: tuple[str, str, str]) -> None:
    assert is_same(stated, *place)


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ("Hafenstraße 13, 20457 Hamburg", HAMBURG),
        ("Hafenstraße 12, 20459 Hamburg", HAMBURG),
        ("Werftstraße 12, 20457 Hamburg", HAMBURG),
        ("Hafenstraße, 20457 Hamburg", HAMBURG),
        ("c/o Schulz, Hafenstraße 12, 20457 Hamburg", HAMBURG),
        ("Avenue des Lilas 8, 69003 Lyon", LYON),
        ("Unit 9, Mill Lane, Totnes TQ9 5AB", TOTNES),
        ("20457 Hamburg", HAMBURG),
        ("Hafenstraße 12, 20457 Hamburg", ("", "20457", "Hamburg")),
        ("Hafenstraße 12, 20457 Hamburg", ("Hafenstraße 12", "", "Hamburg")),
    ],
)
def test_what_differs_where_it_counts_is_another_place(stated: str, place: tuple[str, str, str]) -> None:
    assert not is_same(stated, *place)


def test_the_record_knows_its_own_address_and_its_standing_ones() -> None:
    one = replace(
        customer(), street=HAMBURG[0], postcode=HAMBURG[1], city=HAMBURG[2],
        delivery_addresses=("8 rue des Lilas, 69003 Lyon",),
    )  # fmt: skip
    assert [is_known(stated, one) for stated in ("Hafenstr. 12, 20457 Hamburg", "rue des Lilas 8, 69003 Lyon", "Am Kai 1, 20457 Hamburg")] == [True, True, False]  # fmt: skip  # noqa: E501
