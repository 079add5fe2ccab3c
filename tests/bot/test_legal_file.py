"""The papers of a registered letter: every reminder as it was sent, the invoices, and the claim field by field."""

import json
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.legal_file import write_legal_file
from bot.settings.law import load_countries
from bot.storage.database import Database
from tests.workflows.dunning_desk import at, case, closed, customer, desk, item
from workflows.disputes.model import CaseKind
from workflows.dunning.run import run
from workflows.errors import NotFound

DAY = date(2026, 3, 16)
DESK = replace(desk(), countries=load_countries())


@pytest.fixture
def registered(database: Database) -> tuple[Database, str]:
    """Three reminders later: (database, id of the case)."""
    with database.begin() as uow:
        uow.customers.add(customer(name="../Morel & Fils"))
        uow.open_items.add(
            item("V-1", DAY - timedelta(days=7), "1200.00", issue_date=date(2026, 2, 1), po_number="PO 7")
        )
        uow.cases.add(closed(case("D1", "V-1", reason="price"), "rejected", DAY))
        for weeks in (0, 2, 4):
            run(uow, DESK, at(DAY + timedelta(weeks=weeks)).replace(tzinfo=UTC))
        (found,) = uow.cases.where(kind=CaseKind.REGISTERED_LETTER)
    return database, found.id


def papers(registered: tuple[Database, str], folder: Path) -> list[Path]:
    database, case_id = registered
    with database.read() as snapshot:
        return write_legal_file(case_id, snapshot, DESK, folder)


def test_all_three_letters_lie_in_the_folder(registered: Any, tmp_path: Path) -> None:
    names = [path.name for path in papers(registered, tmp_path / "papers")]
    assert (names[0], names[-1]) == ("claim.json", "cover.pdf") and len(set(names)) == 5
    assert {name.rpartition("-K1-")[0] for name in names[1:-1]} == {"Relance", "Deuxieme-relance", "Mise-en-demeure"}
    assert all(path.parent == tmp_path / "papers" for path in (tmp_path / "papers").iterdir())


def test_the_claim_says_what_a_court_asks(registered: Any, tmp_path: Path) -> None:
    sheet = json.loads(papers(registered, tmp_path)[0].read_text(encoding="utf-8"))
    (claim,) = sheet["claims"]
    assert (claim["document"], claim["principal"], claim["due_on"]) == ("V-1", "1200.00", "2026-03-09")
    assert (claim["compensation"], claim["po_number"], claim["issued_on"]) == ("40.00", "PO 7", "2026-02-01")
    interest = sum(Decimal(period["interest"]) for period in claim["interest_periods"])
    assert round(interest, 2) == Decimal(claim["interest_until_letter"]) > 0
    assert sheet["further_interest"]["points_above"] == "10.00"
    assert [one["level"] for one in sheet["reminders"]] == [1, 2, 3]
    assert sheet["disputes"][0]["outcome"] == "rejected" and "court" in sheet["for_a_person_to_add"]


def test_a_case_without_such_a_letter_has_no_papers(registered: Any, tmp_path: Path) -> None:
    database, _ = registered
    with database.read() as snapshot, pytest.raises(NotFound):
        write_legal_file("D1", snapshot, DESK, tmp_path)
