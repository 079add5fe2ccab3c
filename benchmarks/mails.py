"""Any number of mails of the sample company's customers, of all kinds and languages, the same ones every time."""

from __future__ import annotations

import csv
import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.mails import mail_bytes
from bot.demo.player import demo_folder
from workflows.ports import Desk

FIRST = datetime(2026, 3, 2, 6, 0)
SKUS_IN_ALL_CURRENCIES = ("ER-250", "TT-100")
NOT_KINDS = ("words",)
LINES_OF_TWO_PAGES = 60

Row = dict[str, str]


def mails(desk: Desk, count: int) -> list[tuple[str, bytes]]:
    """(company, mail) of `count` mails, in order of arrival."""
    texts = tomllib.loads(Path(__file__).with_name("mails.toml").read_text(encoding="utf-8"))
    customers, products = rows("customers"), {row["sku"]: row for row in rows("products")}
    invoices = {row["customer"]: row for row in rows("invoices")}
    customers = [row for row in customers if row["number"] in invoices]
    kinds = [name for name, kind in texts.items() if name not in NOT_KINDS for _ in range(kind["share"])]
    chosen = random.Random(20260302)
    made = []
    for number in range(count):
        customer, kind = customers[number % len(customers)], texts[kinds[number % len(kinds)]]
        goods = [(products[sku], chosen.randint(1, 4)) for sku in SKUS_IN_ALL_CURRENCIES]
        mail = written(number, kind, texts["words"], customer, invoices[customer["number"]], goods)
        company = desk.company(customer["company"])
        zone = ZoneInfo(desk.countries[company.country].time_zone)
        made.append((company.code, mail_bytes(mail, company.email, zone, None)))
    return made


def long_orders(desk: Desk, count: int) -> list[tuple[str, bytes]]:
    """(company, mail) of orders whose lines fill two pages of a PDF."""
    texts = tomllib.loads(Path(__file__).with_name("mails.toml").read_text(encoding="utf-8"))
    customers, products = rows("customers"), {row["sku"]: row for row in rows("products")}
    skus = SKUS_IN_ALL_CURRENCIES * (LINES_OF_TWO_PAGES // len(SKUS_IN_ALL_CURRENCIES))
    goods = [(products[sku], quantity) for quantity, sku in enumerate(skus, 1)]
    made = []
    for number in range(count):
        customer = customers[number % len(customers)]
        nothing = {"number": "", "open_amount": "0", "currency": customer["currency"]}
        mail = written(number, texts["order_pdf"], texts["words"], customer, nothing, goods)
        company = desk.company(customer["company"])
        zone = ZoneInfo(desk.countries[company.country].time_zone)
        made.append((company.code, mail_bytes(mail, company.email, zone, None)))
    return made


def rows(name: str) -> list[Row]:
    with (demo_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def prices() -> dict[tuple[str, str, str], str]:
    """(customer or "", article, currency) -> price for one piece."""
    listed = {("", row["sku"], row["currency"]): row["price"] for row in rows("products")}
    agreed = {
        (row["customer"], row["sku"], row["currency"]): row["price"]
        for row in rows("prices")
        if row["min_quantity"] == "1"
    }
    return listed | agreed


def written(
    number: int, kind: dict[str, Any], words: dict[str, Any], customer: Row, invoice: Row, goods: list[tuple[Row, int]]
) -> dict[str, Any]:
    """A mail as the demo's writer takes it."""
    language = customer["language"]
    say, told = words[language], kind[language]
    items = [*priced(customer, say, goods)]
    paid = invoice["open_amount"].replace(".", say["decimal"])
    facts = {
        "po": f"B-{number:05d}",
        "name": customer["name"],
        "invoice": invoice["number"],
        "total": paid,
        "currency": invoice["currency"],
        "lines": "\n".join(say["line"].format(**item, currency=customer["currency"]) for item in items),
    }
    mail = {
        "from": customer["emails"].partition("|")[0],
        "at": FIRST + timedelta(minutes=number),
        "subject": told["subject"].format(**facts),
        "text": told["text"].format(**facts),
        "headers": kind.get("headers", {}),
    }
    if "attachment" not in kind:
        return mail
    tables = {"goods": [[*item.values()] for item in items], "payment": [[invoice["number"], paid]]}
    table = kind["table"]
    sheet = {
        "kind": kind["attachment"],
        "name": f"{facts['po']}.{kind['attachment']}",
        "title": mail["subject"],
        "lines": [customer["name"]],
        "rows": [say[table], *tables[table]],
    }
    return {**mail, "attachments": [sheet]}


def priced(customer: Row, say: dict[str, Any], goods: list[tuple[Row, int]]) -> Iterator[dict[str, str]]:
    known = prices()
    for product, quantity in goods:
        sku, currency = product["sku"], customer["currency"]
        price = Decimal(known.get((customer["number"], sku, currency)) or known[("", sku, currency)])
        yield {
            "sku": sku,
            "article": product[f"name_{customer['language']}"],
            "quantity": str(quantity),
            "price": f"{price:.2f}".replace(".", say["decimal"]),
            "amount": f"{price * quantity:.2f}".replace(".", say["decimal"]),
        }
