"""How articles are packed and what is there of them, as imports say it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.exchange.cells import BadCell, packs
from bot.exchange.imports import import_file
from tests.workflows.selling_desk import NOW, TODAY, books, desk
from workflows.errors import O2CError
from workflows.orders.model import Stock


def test_packs_are_units_with_numbers() -> None:
    assert packs("CT=12|PX=480") == (("CT", Decimal(12)), ("PX", Decimal(480)))
    assert packs("") == ()


@pytest.mark.parametrize("written", ["CT", "CT=0", "CT=twelve", "carton=12", "CT=12|CT=10"])
def test_what_is_no_pack_is_refused(written: str) -> None:
    with pytest.raises(BadCell):
        packs(written)


def test_a_count_sets_all_of_an_article_anew(tmp_path: Path) -> None:
    uow, file = books(), tmp_path / "stock.csv"
    uow.stock.add(Stock("PUMP", Decimal(1), TODAY, None, Decimal(0), reserved=Decimal(7)))
    file.write_text("sku,available,next_arrival,arriving\nPUMP,12,2026-04-10,40\nBOOK,0,,\n")
    assert import_file("stock", file, uow, desk(), NOW) == 2
    assert uow.stock.get("PUMP") == Stock("PUMP", Decimal(12), TODAY, date(2026, 4, 10), Decimal(40))
    assert uow.stock.get("BOOK") == Stock("BOOK", Decimal(0), TODAY)


@pytest.mark.parametrize("row", ["PUMP,-1,,", "NOBODY,1,,", "PUMP,1,soon,", "PUMP,,,"])
def test_a_count_that_makes_no_sense_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "stock.csv"
    file.write_text(f"sku,available,next_arrival,arriving\n{row}\n")
    with pytest.raises(O2CError):
        import_file("stock", file, books(), desk(), NOW)
