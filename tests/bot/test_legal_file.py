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
from workflows.letters import LetterStatus

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


def test_a_claim_says_what_is_still_open_by_now(registered: Any, tmp_path: Path) -> None:
    database, _ = registered
    with database.begin() as uow:
        kept = uow.open_items.get("V-1")
        uow.open_items.put(replace(kept, open_amount=Decimal("200.00")))
    (claim,) = json.loads(papers(registered, tmp_path)[0].read_text(encoding="utf-8"))["claims"]
    assert (claim["principal"], claim["open_now"]) == ("1200.00", "200.00")


def test_a_reminder_that_came_back_is_no_proof(registered: Any, tmp_path: Path) -> None:
    database, _ = registered
    with database.begin() as uow:
        first = min(uow.letters.where(), key=lambda letter: letter.created_at)
        uow.letters.put(replace(first, state=LetterStatus.BOUNCED))
    sheet = json.loads(papers(registered, tmp_path)[0].read_text(encoding="utf-8"))
    assert [one["level"] for one in sheet["reminders"]] == [2, 3]


def test_an_agreed_rate_goes_on_as_it_was_agreed(registered: Any, tmp_path: Path) -> None:
    database, case_id = registered
    with database.begin() as uow:
        last = next(letter for letter in uow.letters.where() if letter.case == case_id)
        facts = json.loads(last.facts)
        facts["law"] |= {"agreed": True, "rates": [{"percent": "12.00", "first": "2026-03-10", "last": "2026-04-13"}]}
        uow.letters.put(replace(last, facts=json.dumps(facts)))
    sheet = json.loads(papers(registered, tmp_path)[0].read_text(encoding="utf-8"))
    assert sheet["further_interest"] == {"agreed_percent": "12.00"}
