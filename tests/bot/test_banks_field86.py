"""Field 86 of MT940: the quick looks at what is usual find what the thorough ones find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.banks.field86 import field86
from bot.banks.keywords86 import KEYWORDS, anywhere, by_starts
from bot.banks.values import with_newlines

WORDS = st.sampled_from([*sorted(KEYWORDS), "+", ": ", ":", " ", "RE 7", "ANKER", "A+B", "SV", "WZ", "É", ""])
PIECES = st.lists(st.lists(WORDS, max_size=4).map("".join).filter(bool), max_size=6)
NUMBERS = st.lists(
    st.sampled_from(["00", "10", *map(str, range(20, 30)), "30", "31", "32", "33", "34", "38", "60", "61"]),
    unique=True,
    min_size=2,
)


@given(PIECES)
def test_keywords_at_the_beginning_of_sub_fields_say_what_keywords_anywhere_say(pieces: list[str]) -> None:
    quick = by_starts(list(pieces))
    assert quick is None or quick == anywhere(list(pieces))


@given(NUMBERS.map(sorted), st.sampled_from("?>@~|"), st.data())
def test_sub_fields_mean_the_same_in_any_order(numbers: list[str], separator: str, data: st.DataObject) -> None:
    parts = [separator + number + "".join(data.draw(st.lists(WORDS, max_size=3))) for number in numbers]
    purpose = [part for part in parts if part[1] in "26"]
    moved = [*(part for part in parts if part not in purpose), *purpose]
    assert field86("166" + "".join(parts)) == field86("166" + "".join(moved))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("166?00GUT?20RE 7 ?20DANKE?32ANKER", ["RE 7 DANKE"]),  # what stands twice goes on
        ("166?00GUT?20RE 7??21DANKE?x?32ANKER", ["RE 7?", "DANKE?x"]),  # the separator in the text
        ("166?00GUT?60MEHR?20RE 7?32ANKER", ["MEHR", "RE 7"]),
    ],
)
def test_unusual_sub_fields_are_read(text: str, pieces: list[str]) -> None:
    assert (field86(text).pieces, field86(text).name) == (pieces, "ANKER")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\n\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert with_newlines(f"a{end}b") == f"a{end}b".replace("\r\n", "\n").replace("\r", "\n")
