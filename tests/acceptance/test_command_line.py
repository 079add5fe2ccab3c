"""The command line as scripts use it: exit status, what goes where, and bad input named with file, line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import CUSTOMERS, DeskFolder, desk_folder, mail


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskFolder:
    return desk_folder(tmp_path_factory.mktemp("desk"))


def test_json_goes_to_standard_output_alone(desk: DeskFolder) -> None:
    result = desk.run("export", "open-items", "--json")
    assert result.status == 0
    assert [json.loads(line)["document"] for line in result.out.splitlines()] == ["LT-2025-00090"]


def test_global_options_may_stand_anywhere(desk: DeskFolder) -> None:
    assert desk.run("--json", "export", "open-items").out == desk.run("export", "--json", "open-items").out


def test_an_unknown_export_is_unusable_and_says_which_there_are(desk: DeskFolder) -> None:
    result = desk.run("export", "nonsense")
    assert (result.status, result.out) == (2, "")
    assert "open-items" in result.err


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ("K2,DE01,X,Germany,de,,,,,,,,,30,EUR,,standard,", "country", "code of 2 letters"),
        ("K2,DE01,X,DE,de,,,,,,not-an-address,,,30,EUR,,standard,", "emails", "email address"),
        ("K2,DE01,X,DE,de,,,,,,,,,thirty,EUR,,standard,", "payment_days", "whole number"),
        ("K2,DE01,X,DE,de,,,,,,,,,30,EUR,12.3.4,standard,", "credit_limit", "amount"),
    ],
)
def test_a_wrong_cell_is_named_by_file_line_and_column(desk: DeskFolder, row: str, column: str, word: str) -> None:
    header = CUSTOMERS.splitlines()[0]
    good = CUSTOMERS.splitlines()[1].replace("K1", "K9")
    result = desk.run("import", "customers", desk.write("wrong.csv", f"{header}\n{good}\n{row}\n"))
    assert result.status == 1
    assert f"wrong.csv, line 3, column {column}" in result.err
    assert word in result.err


def test_a_file_with_one_wrong_row_changes_nothing(desk: DeskFolder) -> None:
    header, row = CUSTOMERS.splitlines()
    desk.run(
        "import",
        "customers",
        desk.write("half.csv", f"{header}\n{row.replace('K1', 'K8')}\n{row.replace('DE01', 'XX')}\n"),
    )
    order = mail("Bestellung", "Bestellung B-1: 2 Stück BO-08", sender="x@nowhere.example")
    desk.write("one.eml", order.decode())
    assert "K8" not in desk.run("export", "open-items").out


def test_an_unknown_column_is_refused_by_name(desk: DeskFolder) -> None:
    result = desk.run(
        "import", "rates", desk.write("rates.csv", "currency,date,rate,colour\nGBP,2026-02-01,0.84,red\n")
    )
    assert result.status == 1
    assert "colour" in result.err


def test_importing_the_same_file_again_changes_nothing(desk: DeskFolder) -> None:
    before = desk.run("export", "journal").out
    assert desk.run("import", "invoices", "invoices.csv").status == 0
    assert desk.run("export", "journal").out == before


def test_a_configuration_with_faults_names_all_of_them(tmp_path: Path) -> None:
    broken = DeskFolder(tmp_path)
    broken.write(
        "bot.toml", 'databse = "x"\n[companies.A]\nname = "A"\n[mailboxes.m]\ncompany = "B"\nkind = "pigeon"\n'
    )
    result = broken.run("check")
    assert result.status == 2
    for word in ("databse", "country is missing", "pigeon"):
        assert word in result.err


def test_check_says_whether_scanned_pages_can_be_recognized(desk: DeskFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(desk.path))  # where no program is
    assert "text recognition" not in desk.run("check").out
    configured = (desk.path / "bot.toml").read_text("utf-8")
    desk.write("bot.toml", f"{configured}\n[security.attachment_limits]\nscanned_pages = 3\n")
    told = desk.run("check").out
    assert "text recognition" in told and "tesseract is not there" in told


MAILBOX_THAT_IS_DOWN = """
[mailboxes.gone]
company = "DE01"
kind = "imap"
host = "127.0.0.1"
port = 9
user = "u"
password = "env:GONE_PASSWORD"
tls = "none"
"""


def test_a_mailbox_that_is_down_is_named_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONE_PASSWORD", "x")
    desk = desk_folder(tmp_path)
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text() + MAILBOX_THAT_IS_DOWN)
    desk.deliver(1, mail("Frage", "Guten Tag, wann ist die Rechnung LT-2025-00090 fällig?"))
    result = desk.run("run", "--once")
    assert result.status == 1
    assert "mailbox gone" in result.err
    assert json.loads(desk.run("export", "messages", "--json").out)["state"] in ("done", "review")


def test_a_missing_secret_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path, imports=())
    desk.write("bot.toml", (tmp_path / "bot.toml").read_text() + MAILBOX_THAT_IS_DOWN)
    result = desk.run("run", "--once")
    assert result.status == 2
    assert "GONE_PASSWORD" in result.err


def test_read_says_what_a_message_says_and_changes_nothing(desk: DeskFolder) -> None:
    desk.write(
        "order.eml",
        mail("Bestellung B-77", "Guten Tag,\n\nwir bestellen unter B-77: 4 Stück BO-08 zu 12,50 EUR.\n").decode(),
    )
    result = desk.run("read", "--json", "order.eml")
    assert result.status == 0, result.err
    reading = json.loads(result.out)
    assert (reading["file"], reading["language"], reading["customer"]) == ("order.eml", "de", "K1")
    assert [line["sku"] for line in reading["order"]["lines"]] == ["BO-08"]
    assert desk.run("export", "messages", "--json").out == ""


def test_a_dry_dunning_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    dry = desk.run("dun", "--dry-run", "--json")
    assert [json.loads(line)["level"] for line in dry.out.splitlines()] == [1]
    assert desk.run("export", "outbox").out == ""
    assert desk.run("dun", "--json").out == dry.out
    assert desk.run("dun", "--json").out == ""
    outbox = [json.loads(line) for line in desk.run("export", "outbox", "--json").out.splitlines()]
    assert [(row["kind"], row["state"], row["documents"]) for row in outbox] == [("dunning", "sent", ["LT-2025-00090"])]


def test_init_writes_a_usable_desk_and_never_overwrites(tmp_path: Path) -> None:
    place = DeskFolder(tmp_path)
    assert place.run("init", ".").status == 0
    place.write("bot.toml", (tmp_path / "bot.toml").read_text().replace("Your Company Ltd", "Mine Ltd"))
    assert place.run("init", ".").status == 0
    assert "Mine Ltd" in (tmp_path / "bot.toml").read_text()
    assert place.run("check").status == 0


def test_a_broken_statement_is_refused_by_line_and_books_nothing(desk: DeskFolder) -> None:
    lines = [":20:X", ":25:12030000/202051", ":28C:1", ":60F:C260101EUR100,00", ":61:2601020102C5x,00NTRFNONREF"]
    text = "\n".join([*lines, ":62F:C260102EUR105,00", "-", ""])
    result = desk.run("bank", desk.write("broken.sta", text))
    assert result.status == 1
    assert "broken.sta" in result.err and "line" in result.err
    assert desk.run("export", "payments").out == ""


def test_the_books_of_a_new_desk_are_sound(desk: DeskFolder) -> None:
    result = desk.run("audit", "verify")
    assert (result.status, result.out.strip()) == (0, "the books are sound")


@pytest.mark.parametrize(
    ("row", "word"),
    [("2026-02-15,BO-08,9", "4 is left"), ("2026-02-15,XX-1,1", "XX-1"), ("2026-02-15,BO-08,none", "not an amount")],
)
def test_a_delivery_that_cannot_be_is_named_by_its_line(tmp_path: Path, row: str, word: str) -> None:
    desk = desk_folder(tmp_path)
    config = (tmp_path / "bot.toml").read_text()
    desk.write("bot.toml", config.replace("known_invoice_numbers", 'invoice_on = "delivery"\nknown_invoice_numbers'))
    desk.deliver(1, mail("Bestellung B-77", "Guten Tag,\n\nwir bestellen unter B-77: 4 Stück BO-08 zu 12,50 EUR.\n"))
    assert desk.run("run", "--once").status == 0
    order = json.loads(desk.run("export", "orders", "--json").out)["number"]
    result = desk.run("import", "deliveries", desk.write("d.csv", f"order,date,sku,quantity\n{order},{row}\n"))
    assert result.status == 1
    assert "d.csv, line 2" in result.err and word in result.err
    good = desk.write("e.csv", f"order,date,sku,quantity\n{order},2026-02-15,BO-08,4\n")
    assert desk.run("import", "deliveries", good).status == 0
    invoices = [json.loads(line) for line in desk.run("export", "invoices", "--json").out.splitlines()]
    assert [(one["order"], one["sent"]) for one in invoices if one["order"]] == [(order, True)]
