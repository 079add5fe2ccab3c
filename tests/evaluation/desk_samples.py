"""A small desk on disk: the book of a set, two mails of our own and what happened before them."""

from __future__ import annotations

import shutil
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2] / "evaluation" / "sets" / "valcombe"
HISTORY = """
[[order]]
number = "SO-1"
customer = "V1001"
po_number = "BC-7781"
date = 2026-08-20
lines = [{ sku = "COV-NAV", quantity = "12", unit_price = "46.50" }]

[[sent]]
message_id = "<dun-1@valcombe.example>"
kind = "dunning"
customer = "V1001"
documents = ["VLT2026-00612"]

[[sent]]
message_id = "<oc-1@valcombe.example>"
kind = "order_confirmation"
customer = "V1001"
documents = ["SO-1"]
"""
MAILS = """
day = 2026-09-14

[[mail]]
id = "001"
author = "clinic-accounts"
family = "reminder-answered"
from = "Hervé Aubin <comptabilite@clinique-saint-aubert.example>"
sent = 2026-09-11T08:42:00+02:00
subject = "Re: Rappel"
in_reply_to = "<dun-1@valcombe.example>"
text = "Bonjour, la facture VLT2026-00612 sera payée le 18 septembre 2026."
[mail.says]
language = "fr"
customer = "V1001"
intents = ["promise"]
[mail.says.promise]
invoices = ["VLT2026-00612"]
instalments = [{ date = "2026-09-18" }]

[[mail]]
id = "002"
author = "advertiser"
family = "advertisement"
from = "offers@seo.example"
sent = 2026-09-11T09:00:00+02:00
subject = "Boost your ranking"
text = "Dear Sir, we bring your website to the first page of search engines. Unsubscribe here."
[mail.says]
language = "en"
intents = ["spam"]
by_person = true
"""


def small_desk(place: Path, mails: str = MAILS, history: str = HISTORY) -> Path:
    """A desk's folder called `small` in `place`."""
    folder = place / "small"
    folder.mkdir()
    for file in ("bot.toml", "customers.csv", "products.csv", "prices.csv", "invoices.csv"):
        shutil.copy(BOOK / file, folder)
    (folder / "history.toml").write_text(history, "utf-8")
    (folder / "mails-1.toml").write_text(mails, "utf-8")
    return folder
