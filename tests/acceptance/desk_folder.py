"""A small desk in a folder, driven by the command line as a user drives it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CONFIG = """
database = "sqlite:///desk.db"
[companies.DE01]
name = "Lechtal Werkzeuge GmbH"
country = "DE"
vat_id = "DE811569869"
registration = "HRB 1234"
street = "Am Lech 1"
postcode = "86150"
city = "Augsburg"
iban = "DE02120300000000202051"
bic = "BYLADEM1001"
email = "auftrag@lechtal.example"
invoice_number = "LT-{year}-{number:05d}"
credit_note_number = "LK-{year}-{number:05d}"
known_invoice_numbers = ['LT-\\d{4}-\\d{5}']
escalation = { default = "forderungen@lechtal.example" }
[routing.certainty]
order = 0.6  # these stories are not about how sure the reader is of an order without a number
[mailboxes.auftrag]
company = "DE01"
kind = "maildir"
path = "mail/auftrag"
[outgoing]
kind = "maildir"
path = "mail/out"
"""
CUSTOMERS = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,emails,domains,ibans,payment_days,"
    "currency,credit_limit,dunning_policy,aliases\n"
    "K1,DE01,Schreinerei Brandl,DE,de,,,Holzweg 2,87600,Kaufbeuren,info@schreinerei-brandl.example,"
    "schreinerei-brandl.example,DE75512108001245126199,30,EUR,20000.00,standard,\n"
)
PRODUCTS = (
    "sku,name_en,name_fr,name_de,unit,price,currency,vat_rate_class,aliases,revenue\n"
    "BO-08,Drill 8 mm,Foret 8 mm,Bohrer 8 mm,C62,12.50,EUR,standard,,goods\n"
)
INVOICES = (
    "number,customer,company,issue_date,due_date,total,open_amount,currency,po_number,dunning_level\n"
    "LT-2025-00090,K1,DE01,2025-12-01,2025-12-31,119.00,119.00,EUR,,0\n"
)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class DeskFolder:
    path: Path

    def run(self, *arguments: str, as_of: str = "2026-02-16") -> Result:
        command = [sys.executable, "-m", "bot", "--as-of", as_of, *arguments]
        done = subprocess.run(
            command, cwd=self.path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, text: str) -> str:
        (self.path / name).write_text(text, encoding="utf-8")
        return name

    def deliver(self, number: int, raw: bytes, mailbox: str = "auftrag") -> None:
        folder = self.path / "mail" / mailbox
        for part in ("new", "cur", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "new" / f"{1_770_000_000 + number}.M{number:06d}.test").write_bytes(raw)


def desk_folder(path: Path, *, imports: Iterable[str] = ("customers", "products", "invoices")) -> DeskFolder:
    """A desk with its configuration, and the named master data imported."""
    desk = DeskFolder(path)
    desk.write("bot.toml", CONFIG)
    texts = {"customers": CUSTOMERS, "products": PRODUCTS, "invoices": INVOICES}
    for kind in imports:
        desk.write(f"{kind}.csv", texts[kind])
        result = desk.run("import", kind, f"{kind}.csv")
        assert result.status == 0, result.err
    return desk


def mail(subject: str, text: str, *, sender: str = "info@schreinerei-brandl.example", number: int = 1) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "auftrag@lechtal.example", subject
    message["Date"] = "Mon, 16 Feb 2026 08:00:00 +0100"
    message["Message-ID"] = f"<{number}@schreinerei-brandl.example>"
    message.set_content(text)
    return message.as_bytes()
