"""Each mistake of a desk is named with its file and mail; hand-written desks have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.checks import faults_of_desk
from evaluation.desks import main
from evaluation.scripts import PLACES, BadDesk, found_at, parsed
from tests.evaluation.desk_samples import HISTORY, MAILS, small_desk

WRITTEN = sorted(folder.name for folder in PLACES[0].iterdir() if list(folder.glob("mails-*.toml")))


def faults(folder: Path, *, warnings: bool = False) -> list[str]:
    return [str(fault) for fault in faults_of_desk(parsed(folder)) if fault.warning is warnings]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_desk_of_ours_has_no_mistakes(name: str) -> None:
    assert faults(PLACES[0] / name) == []


def test_a_sound_desk_has_neither_mistakes_nor_warnings(tmp_path: Path) -> None:
    folder = small_desk(tmp_path)
    assert faults(folder) == faults(folder, warnings=True) == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('language = "fr"', 'language = "French"', "no ISO 639-1 code"),
        ('customer = "V1001"', 'customer = "V9"', "there is no customer 'V9'"),
        ('intents = ["promise"]', 'intents = ["promises"]', "there is no intent 'promises'"),
        ('intents = ["promise"]', 'intents = ["promise", "query"]', "says.query is missing"),
        ('intents = ["promise"]', 'intents = ["other"]', "promise is not among the intents"),
        ('intents = ["promise"]', 'intents = ["promise", "promise"]', "stands there twice"),
        ('date = "2026-09-18"', 'date = "18.09.2026"', "is not a day"),
        ('date = "2026-09-18"', 'date = "2026-09-18", amount = 12.5', "is not an amount as text"),
        ('date = "2026-09-18"', 'amount = "12.50"', "promise.instalments.date is missing"),
        ('invoices = ["VLT2026-00612"]', 'invoices = "VLT2026-00612"', "is not a list of numbers"),
        ('id = "002"', 'id = "001"', "stands in the desk 2 times"),
        ('text = "Bonjour', 'txt = "Bonjour', "'txt' is no key of a mail"),
        ("by_person = true", 'by_person = "yes"', "by_person is not true or false"),
        ("by_person = true", "odd = true", "says.odd is no key"),
        ("day = 2026-09-14", "", "day is missing"),
    ],
)
def test_a_mistake_of_a_mail_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    found = faults(small_desk(tmp_path, MAILS.replace(old, new, 1)))
    assert any(named in fault and fault.startswith("mails-1.toml") for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('["VLT2026-00612"]', '["VLT2026-99999"]', "'VLT2026-99999' is not in the book"),
        ('date = "2026-09-18"', 'date = "2026-08-18"', "lies before the mail's own day"),
        ("<dun-1@", "<dun-9@", "is not in history.toml"),
        ("2026-09-11T09", "2026-09-19T09", "after the day 2026-09-14"),
    ],
)
def test_what_may_be_meant_is_a_warning(tmp_path: Path, old: str, new: str, named: str) -> None:
    folder = small_desk(tmp_path, MAILS.replace(old, new, 1))
    assert any(named in fault for fault in faults(folder, warnings=True))
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("says", "named"),
    [
        (
            '[mail.says.order]\ntotal = "9.00"\nlines = [{ sku = "COV-NAV", description = "x", quantity = 2, '
            'unit_price = "4.00" }]',
            "the lines come to 8.00",
        ),
        (
            '[mail.says.remittance]\ntotal = "90.00"\nlines = [{ invoice = "VLT2026-00612", amount = "100.00", '
            'deduction = "5.00", reason = "discount" }]',
            "the lines less deductions come to 95.00",
        ),
        ('[mail.says.dispute]\ninvoices = []\nreason = "price"\namount = "4.00"', "amount and currency stand together"),
    ],
)
def test_sums_that_do_not_add_up_are_warned_of(tmp_path: Path, says: str, named: str) -> None:
    section = says.partition("]")[0].rpartition(".")[2]
    head, _, tail = MAILS.partition("[mail.says.promise]")
    mails = (
        head.replace('intents = ["promise"]', f'intents = ["{section}"]')
        + says
        + "\n\n[[mail]]"
        + tail.partition("[[mail]]")[2]
    )
    found = faults(small_desk(tmp_path, mails), warnings=True)
    assert any(named in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('kind = "dunning"', 'kind = "reminder"', "kind 'reminder'"),
        ('sku = "COV-NAV"', 'sku = "NO"', "there is no article 'NO'"),
        ('quantity = "12"', 'quantity = "a dozen"', "is no number"),
        ("date = 2026-08-20", 'date = "2026-08-20"', "is no TOML date"),
        ('customer = "V1001"', 'customer = "V9"', "there is no customer 'V9'"),
        ("<oc-1@", "<dun-1@", "stands there twice"),
    ],
)
def test_a_mistake_of_the_history_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    found = faults(small_desk(tmp_path, history=HISTORY.replace(old, new, 1)))
    assert any(named in fault and fault.startswith("history.toml") for fault in found), found


def test_a_book_that_cannot_be_imported_is_named(tmp_path: Path) -> None:
    folder = small_desk(tmp_path)
    with (folder / "invoices.csv").open("a", encoding="utf-8") as file:
        file.write("X-1,V9,FR30,2026-01-01,2026-02-01,1.00,1.00,EUR,,0,,\n")
    assert any("V9" in fault for fault in faults(folder))


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDesk, match=r"small/mails-1\.toml"):
        parsed(small_desk(tmp_path, "day = "))


def test_a_desk_that_is_not_there_is_named() -> None:
    with pytest.raises(BadDesk, match="nowhere"):
        found_at("nowhere")


def test_the_command_counts_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(small_desk(tmp_path))]) == 0
    assert "small: 2 mails\npromise 1, spam 1" in capsys.readouterr().out


def test_the_command_writes_mails_and_labels(tmp_path: Path) -> None:
    assert main(["write", str(small_desk(tmp_path)), str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["001.eml", "002.eml", "labels.jsonl"]
