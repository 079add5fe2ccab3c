"""However a bank's file is damaged: it is read or refused as a whole, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.banks import read_bank_file
from tests.bot.test_banks_camt import camt, ntry, tx
from tests.bot.test_banks_mt940 import GERMAN, mt
from tests.bot.test_banks_others import BAI2, BRITISH, FILE
from tests.bot.test_banks_others import GERMAN as GERMAN_CSV
from workflows.errors import BadInput

SAMPLES = [
    camt(ntry("50.00", tx("20.00") + tx("30.00")), closing="150.00"),
    mt(GERMAN),
    "\n".join(FILE).encode(),
    BAI2.encode(),
    BRITISH.encode(),
    GERMAN_CSV.encode(),
]
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([b"", b"\n", b"9", b"x", b"\xff", b"-", b",", b'"', b"<", b":"])),
    max_size=4,
)


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(EDITS, st.floats(0, 1))
def test_a_damaged_file_is_read_or_refused(sample: bytes, edits: list[tuple[float, bytes]], cut: float) -> None:
    data = sample[: len(sample) if cut < 0.7 else int(cut * len(sample))]
    for place, new in edits:
        index = int(place * len(data))
        data = data[:index] + new + data[index + 1 :]
    try:
        statements = read_bank_file("x", data)
    except BadInput:
        return
    assert all(entry.amount for statement in statements for entry in statement.entries)
