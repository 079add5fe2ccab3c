"""Whatever was sent and came is found, proved, exported, held, and deleted only by a person after the law's years."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import etree

from bot.archive import Archive, Found
from bot.archive_export import AuditorsExport
from bot.archive_keeping import Keeping
from bot.storage import tables
from bot.storage.database import Database
from tests.bot.archived_desk import DESK, LATER, PDF, SOLD_AT, XML, archived, settle
from tests.bot.book_readers import read_datev
from tests.bot.records import EXAMPLES
from tests.workflows.selling_desk import company, desk
from workflows.archive import Hold, Item, ItemKind, NoGrounds, Search, kept_until, obstacle
from workflows.disputes.model import CaseStatus
from workflows.errors import NotFound
from workflows.ledger.chart import Books
from workflows.ledger.years import Period
from workflows.letters import LetterKind

DAY = date(2016, 3, 16)
OLD = Item("mime:L1", ItemKind.DOCUMENT, "invoice", "DE01", "K1", DAY, ("R-1",), "aa", "L1")


@pytest.fixture
def kept(database: Database) -> Database:
    archived(database)
    return database


def found(database: Database, search: Search) -> list[Found]:
    with database.read() as uow:
        return Archive(uow, DESK).find(search)


@pytest.mark.parametrize(
    ("search", "what"),
    [
        (Search(number="R-2016-00001"), ["invoice", "letter", "letter", "mail"]),
        (Search(amount=Decimal("238.00")), ["invoice", "letter"]),
        (Search(customer="söhne"), ["invoice", "letter", "letter", "mail", "mail"]),
        (Search(customer="K2"), ["invoice", "letter"]),
        (Search(customer="nobody"), []),
        (Search(first=date(2026, 1, 1)), ["invoice", "letter"]),
        (Search(last=date(2016, 3, 17)), ["invoice", "letter", "mail"]),
        (Search(number="<m2@kunde.example>"), ["mail"]),
        (Search(text="etwas anderes"), ["mail"]),
        (Search(number="R-2016-0%"), []),
        (Search(), []),
    ],
)
def test_it_is_found_by_number_customer_amount_day_and_words(kept: Database, search: Search, what: list[str]) -> None:
    assert sorted(row.what for row in found(kept, search)) == what


def test_what_is_found_says_its_hash_and_how_long_it_is_kept(kept: Database) -> None:
    rows = {row.what: row for row in found(kept, Search(number="R-2016-00001", customer="K1"))}
    with kept.read() as uow:
        content = Archive(uow, DESK).items.content(rows["invoice"].key)
    assert content is not None and rows["invoice"].sha256 == hashlib.sha256(content).hexdigest()
    assert (rows["invoice"].kept_until, rows["mail"].kept_until) == (date(2024, 12, 31), date(2022, 12, 31))
    assert rows["invoice"].state == "kept"


@pytest.mark.parametrize(
    ("country", "document", "letter"),
    [("FR", 2026, 2026), ("DE", 2024, 2022), ("AT", 2023, 2023), ("CH", 2026, 2026), ("BE", 2026, 2026),
     ("LU", 2026, 2026), ("IE", 2022, 2022), ("GB", 2022, 2022)],
)  # fmt: skip
def test_the_years_are_those_of_the_companys_country(country: str, document: int, letter: int) -> None:
    law, seller = DESK.countries[country].archive, DESK.company("DE01")
    assert kept_until(OLD, seller, law) == date(document, 12, 31)
    assert kept_until(replace(OLD, kind=ItemKind.LETTER), seller, law) == date(letter, 12, 31)


def test_years_begin_with_the_end_of_the_later_of_both_years() -> None:
    seller = replace(DESK.company("DE01"), books=Books(year_starts=3))
    law = DESK.countries["GB"].archive
    assert kept_until(OLD, seller, law) == date(2023, 2, 28)
    assert kept_until(replace(OLD, day=date(2016, 1, 5)), seller, law) == date(2022, 12, 31)


HOLD = Hold("H-1", "", "R-1", "court", "Ada", DAY)


@pytest.mark.parametrize(
    ("today", "holds", "still_open", "why"),
    [
        (date(2024, 12, 31), (), (), "kept until 2024-12-31"),
        (date(2025, 1, 1), (), (), ""),
        (date(2025, 1, 1), (HOLD,), (), "held: court"),
        (date(2025, 1, 1), (replace(HOLD, document="", customer="K1"),), (), "held: court"),
        (date(2025, 1, 1), (replace(HOLD, lifted_on=DAY),), (), ""),
        (date(2025, 1, 1), (replace(HOLD, document="R-2"),), (), ""),
        (date(2025, 1, 1), (), ("R-1",), "R-1 is not settled"),
    ],
)
def test_an_item_stays_while_the_law_a_hold_or_an_open_item_keeps_it(
    today: date, holds: tuple[Hold, ...], still_open: tuple[str, ...], why: str
) -> None:
    assert obstacle(OLD, date(2024, 12, 31), holds, still_open, today) == why


def test_a_person_lets_go_of_what_is_due_and_of_nothing_else(kept: Database) -> None:
    settle(kept)
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        newest = [item for item in keeping.items.of_period(date(2026, 1, 1))]
        due = keeping.due(LATER.date())
        assert keeping.release([*due, *newest], "Ada", "years are over", LATER) == len(due) == 4
        assert keeping.due(LATER.date()) == [] and list(keeping.verify()) == []
        assert keeping.items.content(newest[0].key) is not None
        event = uow.audit.where(action="archive.released")[0]
        assert (event.actor, '"items": 4' in event.details) == ("Ada", True)
    rows = found(kept, Search(number="R-2016-00001"))
    assert {row.state for row in rows} == {f"released {LATER.date()}"} and all(row.sha256 for row in rows if row.key)
    with kept.read() as uow:
        assert [one.reading for one in uow.messages.where()] == ["", ""]


def test_a_hold_keeps_a_customers_things_until_it_is_lifted(kept: Database) -> None:
    settle(kept)
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        hold = keeping.hold("K1", "", "Ada", "court", LATER)
        assert keeping.due(LATER.date()) == []
        assert {row.state for row in Archive(uow, DESK).find(Search(customer="K1"))} == {"held: court"}
        keeping.lift(hold.id, "Ben", "it is over", LATER)
        assert len(keeping.due(LATER.date())) == 4
        with pytest.raises(NotFound):
            keeping.lift(hold.id, "Ben", "again", LATER)


def test_mails_and_letters_of_a_case_stay_with_its_invoice(kept: Database) -> None:
    settle(kept)
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        mail = uow.messages.where()[0]
        uow.messages.put(replace(mail, records=("C-1",)))
        uow.letters.put(replace(uow.letters.where(kind=LetterKind.DUNNING)[0], documents=(), case="C-1"))
        ended = replace(EXAMPLES["cases"], id="C-1", invoices=("R-2016-00001",), state=CaseStatus.CLOSED)
        uow.cases.add(ended)
        assert len(keeping.due(LATER.date())) == 4
        uow.cases.put(replace(ended, state=CaseStatus.OPEN))
        assert [item.documents for item in keeping.due(LATER.date())] == [()]
        uow.cases.put(ended)
        keeping.hold("", "R-2016-00001", "Ada", "court", LATER)
        assert [item.documents for item in keeping.due(LATER.date())] == [()]
        assert [row.state for row in Archive(uow, DESK).find(Search(number=mail.message_id))] == ["held: court"]


def test_an_open_invoice_keeps_its_letters(kept: Database) -> None:
    with kept.read() as uow:
        assert {item.kind for item in Keeping(uow, DESK).due(LATER.date())} == {ItemKind.MAIL}


@pytest.mark.parametrize(("actor", "reason"), [("", "why"), ("Ada", " ")])
def test_nothing_goes_and_nothing_is_held_without_a_name_and_a_reason(kept: Database, actor: str, reason: str) -> None:
    with kept.begin() as uow:
        keeping = Keeping(uow, DESK)
        with pytest.raises(NoGrounds):
            keeping.release(keeping.due(LATER.date()), actor, reason, LATER)
        with pytest.raises(NoGrounds):
            keeping.hold("K1", "", actor, reason, LATER)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (sa.update(tables.files).values(bytes=b"another"), "is not as it was sent"),
        (sa.delete(tables.files), "is gone"),
        (sa.update(tables.raw_messages).values(bytes=b"another"), "is not as it came"),
        (sa.delete(tables.raw_messages), "is gone"),
    ],
)
def test_whatever_was_changed_or_taken_is_named(kept: Database, damage: sa.Executable, said: str) -> None:
    with kept.read() as uow:
        assert list(Keeping(uow, DESK).verify()) == []
    with kept.connection() as connection:
        connection.execute(damage)
    with kept.read() as uow:
        problems = list(Keeping(uow, DESK).verify())
    assert problems and all(problem.endswith(said) for problem in problems)


@pytest.fixture
def exported(kept: Database, tmp_path: Path) -> zipfile.ZipFile:
    target = tmp_path / "audit.zip"
    with kept.read() as uow:
        AuditorsExport(uow, DESK, LATER, Period(date(2016, 1, 1), date(2016, 12, 31))).write(target)
    assert [path.name for path in tmp_path.glob("audit*")] == ["audit.zip"]
    return zipfile.ZipFile(target)


def table(exported: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.read(name).decode(), newline="")))


def test_an_auditor_gets_every_document_and_mail_of_the_period_with_its_hash(exported: zipfile.ZipFile) -> None:
    index = table(exported, "index.csv")
    assert [(row["what"], row["origin"]) for row in index] == [
        ("invoice", "as sent"), ("invoice", "as sent"), ("document", "as kept"), ("letter", "as kept"),
        ("mail", "as kept"), ("mail", "as kept"),
    ]  # fmt: skip
    assert [exported.read(row["path"]) for row in index[:2]] == [PDF, XML]
    assert all(hashlib.sha256(exported.read(row["path"])).hexdigest() == row["sha256"] for row in index)
    sums = dict(reversed(line.split("  ")) for line in exported.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(exported.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(exported.read(path)).hexdigest() == sum_ for path, sum_ in sums.items())


def test_no_path_of_an_export_comes_from_an_attachments_name(exported: zipfile.ZipFile) -> None:
    assert "documents/000001-R-2016-00001.pdf" in exported.namelist()
    for path in exported.namelist():
        assert ".." not in path and not path.startswith("/") and "passwd" not in path


def test_the_tables_are_described_for_the_tax_offices_program(exported: zipfile.ZipFile) -> None:
    grammar = etree.DTD(io.BytesIO(exported.read("gdpdu-01-09-2004.dtd")))
    described = etree.fromstring(exported.read("index.xml"), etree.XMLParser(load_dtd=False, no_network=True))
    assert grammar.validate(described), grammar.error_log
    for one in described.iter("Table"):
        header = exported.read(one.findtext("URL")).decode().split("\r\n")[0].split(",")
        assert header == [name.text for name in one.findall("VariableLength/VariableColumn/Name")]
    (row,) = table(exported, "documents.csv")
    assert (row["number"], row["total"], row["issue_date"]) == ("R-2016-00001", "119.00", "2016-03-16")
    assert {row["date"] for row in table(exported, "journal.csv")} == {"2016-03-16"}


def test_who_delivers_is_the_company_whose_books_they_are(kept: Database, tmp_path: Path) -> None:
    both = desk(replace(company("AT01", "DE"), name="Another"), company())
    with kept.read() as uow:
        AuditorsExport(uow, both, LATER, Period(SOLD_AT.date(), SOLD_AT.date()), "DE01").write(tmp_path / "a.zip")
    described = etree.fromstring(zipfile.ZipFile(tmp_path / "a.zip").read("index.xml"))
    assert described.findtext("DataSupplier/Name") == "Muster DE"


def test_the_books_of_the_period_are_with_it(exported: zipfile.ZipFile) -> None:
    batch = read_datev(exported.read("books/DE01/EXTF_Buchungsstapel_DE01_20160101_20161231.csv"))
    assert len(batch.rows) == 2


def test_an_invoice_that_no_letter_carried_is_rendered_and_the_index_says_so(kept: Database, tmp_path: Path) -> None:
    with kept.connection() as connection:
        connection.execute(sa.delete(tables.files).where(tables.files.c.key.startswith("mime:")))
    with kept.read() as uow:
        export = AuditorsExport(uow, DESK, LATER, Period(SOLD_AT.date(), SOLD_AT.date()), "DE01")
        export.write(tmp_path / "a.zip")
    made = zipfile.ZipFile(tmp_path / "a.zip")
    (row,) = [row for row in table(made, "index.csv") if row["what"] == "invoice"]
    assert row["origin"] == "rendered for this export" and made.read(row["path"]).startswith(b"%PDF")
