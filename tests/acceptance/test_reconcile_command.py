"""`o2cbot reconcile`: agreement, or status 1 and the rows that differ; `o2cbot payment`: a person's word on money."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.acceptance.desk_folder import DeskFolder, desk_folder

STATEMENT = """:20:STARTUMSE
:25:DE02120300000000202051
:28C:0000{number}/001
:60F:C2602{day}EUR{opening}
:61:2602{day}02{day}C{amount}N166NONREF//B{number}
:86:166?00GUTSCHRIFT?20SVWZ+UNBEKANNT {number}?30BYLADEM1001?31DE89370400440532013000?32TREUHAND NORD
:62F:C2602{day}EUR{closing}
-
"""


def file(folder: Path, number: int, day: str, opening: str, amount: str, closing: str) -> str:
    path = folder / f"{number}.sta"
    path.write_text(STATEMENT.format(number=number, day=day, opening=opening, amount=amount, closing=closing))
    return str(path)


@pytest.fixture
def desk(tmp_path: Path) -> DeskFolder:
    return desk_folder(tmp_path)


def test_agreement_is_told_with_the_balance_and_what_waits(desk: DeskFolder, tmp_path: Path) -> None:
    assert desk.run("bank", file(tmp_path, 1, "10", "100,00", "19,50", "119,50")).status == 0
    result = desk.run("reconcile", "--out", str(tmp_path / "r.xlsx"))
    assert (result.status, result.out.splitlines()) == (
        0,
        [
            "DE01  DE02120300000000202051  2026-02-10  119.50 EUR  ties",
            "unapplied, 0-7 days: 19.50 EUR",
            "everything ties",
        ],
    )
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"


def test_a_missing_statement_is_named_with_status_1(desk: DeskFolder, tmp_path: Path) -> None:
    desk.run("bank", file(tmp_path, 1, "10", "100,00", "19,50", "119,50"))
    desk.run("bank", file(tmp_path, 3, "12", "150,00", "1,00", "151,00"))
    result = desk.run("reconcile", "--json")
    told = json.loads(result.out)
    assert (result.status, told["ties"], [gap["amount"] for gap in told["gaps"]]) == (1, False, ["30.50"])
    assert "a statement is missing between 2026-02-10 and 2026-02-12" in result.err


def test_an_unknown_form_is_refused(desk: DeskFolder) -> None:
    assert desk.run("reconcile", "--out", "r.pdf").status == 2


def test_a_person_puts_money_on_an_invoice_takes_it_back_and_keeps_it(desk: DeskFolder, tmp_path: Path) -> None:
    desk.run("bank", file(tmp_path, 1, "10", "100,00", "19,50", "119,50"))
    (item, *_) = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
    (money, *_) = [json.loads(line) for line in desk.run("export", "payments", "--json").out.splitlines()]
    document = item["document"]
    assert desk.run("payment", money["id"], "apply", "--line", f"{document}=9.50", "--text", "by phone").status == 0
    assert open_amount(desk, document) == Decimal(item["open_amount"]) - Decimal("9.50")
    assert desk.run("payment", money["id"], "undo").status == 1  # nobody said why
    assert desk.run("payment", money["id"], "undo", "--text", "wrong one").status == 0
    assert open_amount(desk, document) == Decimal(item["open_amount"])
    assert desk.run("reconcile").status == 0


@pytest.mark.parametrize("arguments", [("PM-1", "burn"), ("PM-1", "apply", "--line", "X=many")])
def test_what_cannot_be_understood_is_refused(desk: DeskFolder, arguments: tuple[str, ...]) -> None:
    assert desk.run("payment", *arguments).status == 2


def open_amount(desk: DeskFolder, document: str) -> Decimal:
    items = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
    return next(Decimal(each["open_amount"]) for each in items if each["document"] == document)


def test_the_question_to_a_payer_is_shown_and_only_what_was_shown_is_sent(desk: DeskFolder, tmp_path: Path) -> None:
    desk.run("bank", file(tmp_path, 1, "10", "100,00", "19,50", "119,50"))
    (payment,) = json.loads(f"[{desk.run('export', 'payments', '--json').out}]")
    ask = ("payment", payment["id"], "ask", "--customer", "K1", "--text", "Welche Lieferung?")
    shown = desk.run(*ask)
    assert shown.status == 0 and "To: info@schreinerei-brandl.example" in shown.out and "Welche Lieferung?" in shown.out
    assert desk.run("export", "outbox", "--json").out.strip() == ""
    read = shown.out.split()[-1]
    other = desk.run("payment", payment["id"], "ask", "--customer", "K1", "--text", "Anderes?", "--read", read)
    assert other.status == 1 and "read it once more" in other.err
    assert desk.run(*ask, "--read", read).status == 0
    (letter,) = json.loads(f"[{desk.run('export', 'outbox', '--json').out}]")
    assert letter["to"] == ["info@schreinerei-brandl.example"]
