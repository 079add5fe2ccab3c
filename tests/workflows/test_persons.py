"""Two names that may be one person's never count as four eyes."""

from __future__ import annotations

import pytest

from workflows.persons import same_person


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("anna", "Anna@desk.example", True),
        ("Anna Meyer", "anna.meyer@desk.example", True),
        ("anna_meyer", "Anna-Meyer@desk.example", True),
        ("anna", "ben@desk.example", False),
        ("Ren\u00e9 Roy", "Rene\u0301 Roy", True),
        ("Ren\u00e9 Roy", "Rene Roy", False),
        ("Anna Meyer", "anna.maier@desk.example", False),
    ],
)
def test_names_and_addresses_are_compared_by_their_letters(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same and same_person(other, one) is same
