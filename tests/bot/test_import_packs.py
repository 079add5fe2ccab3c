"""Packs of an article are imported as units of UN/ECE recommendations with how many of its own they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.exchange.cells import BadCell, packs


def test_packs_are_units_with_numbers() -> None:
    assert packs("CT=12|PX=480") == (("CT", Decimal(12)), ("PX", Decimal(480)))
    assert packs("") == ()


@pytest.mark.parametrize("written", ["CT", "CT=0", "CT=twelve", "carton=12", "CT=12|CT=10"])
def test_what_is_no_pack_is_refused(written: str) -> None:
    with pytest.raises(BadCell):
        packs(written)
