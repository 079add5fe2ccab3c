"""A month's statements go out also where the clock stood still on their day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.app import built
from bot.runtime import Runtime
from bot.settings import load
from tests.acceptance.desk_folder import CONFIG
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import add_invoice, customer


def test_statements_of_a_day_that_is_over_are_sent_once_when_they_are_made_up_for(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text(CONFIG + "[statements]\nday = 5\n", encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as app:
        kept = FakeUnitOfWork()
        item = add_invoice(kept, "R-1", "100.00")
        with app.database.begin() as uow:
            uow.customers.put(customer(company="DE01"))
            uow.open_items.put(replace(item, company="DE01"))
        duties = Runtime(app).duties
        assert duties.state_of_slot("DE01", "20260204T070000Z") == 0
        assert duties.state_of_slot("DE01", "20260205T070000Z") == 1
        assert duties.state_of_slot("DE01", "20260205T070000Z") == 0
