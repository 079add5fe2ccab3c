"""Mandates and debits by import: shown with what they allow, held from dunning, revoked."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.desk_folder import desk_folder

MANDATES = "reference,customer,signed_on,iban\nM-1,K1,2025-05-02,DE75512108001245126199\n"
DEBITS = "id,mandate,document,amount,collected_on\nE2E-1,M-1,LT-2025-00090,119.00,2026-02-18\n"


def test_an_invoice_that_is_being_collected_gets_no_reminder(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    assert desk.run("import", "mandates", desk.write("m.csv", MANDATES)).status == 0
    assert json.loads(desk.run("mandate", "list", "--json").out)["sequence"] == "FRST"
    assert desk.run("import", "direct-debits", desk.write("d.csv", DEBITS)).status == 0
    waits = json.loads(desk.run("dun", "--dry-run", "--why", "--json").out)
    assert waits["waits"]["why"] == "direct_debit"
    assert desk.run("mandate", "revoke", "M-1", "--reason", "by letter").status == 0
    assert "not to be used" in desk.run("mandate", "list").out
    refused = desk.run("import", "direct-debits", desk.write("e.csv", DEBITS.replace("E2E-1", "E2E-2")))
    assert refused.status == 1 and "may not be used" in refused.err
    assert len(desk.run("dun", "--dry-run", "--json", as_of="2026-02-24").out.splitlines()) == 1


def test_a_debtors_own_notice_is_imported_within_its_limits(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    rows = "reference,customer,signed_on,iban,notice_days\nM-1,K1,2026-01-02,DE75512108001245126199,{}\n"
    assert "1 to 90 days" in desk.run("import", "mandates", desk.write("m.csv", rows.format(91))).err
    assert desk.run("import", "mandates", desk.write("m.csv", rows.format(5))).status == 0
    assert json.loads(desk.run("mandate", "list", "--json").out)["notice_days"] == 5
