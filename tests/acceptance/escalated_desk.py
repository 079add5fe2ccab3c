"""A desk whose cases were escalated, and mails that answer the escalations as the programs of people write them."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot import filing
from bot.app import App, build
from bot.serving import run_once
from bot.settings import load
from nlp.reading import Dispute, DisputeReason
from workflows.commands import RaiseDispute, Source
from workflows.dispatch import handle
from workflows.disputes.model import Case
from workflows.letters import Letter, LetterKind

REPLIES = tomllib.loads((Path(__file__).parent / "escalation_replies.toml").read_text(encoding="utf-8"))
DAY = datetime(2026, 3, 16, 12, tzinfo=UTC)
LONG_AGO = timedelta(days=45)
TEAM, OTHER_TEAM, LEAD = "sales@nordhaus.example", "depot@nordhaus.example", "lead@nordhaus.example"
CUSTOMER = "compta@delorme.example"
AUTHSERV = "mx.nordhaus.example"
CONFIG = """
database = "sqlite:///desk.db"
[companies.DE01]
name = "Nordhaus GmbH"
country = "DE"
vat_id = "DE811569869"
registration = "HRB 4711"
street = "Kai 3"
postcode = "20457"
city = "Hamburg"
iban = "DE02120300000000202051"
bic = "BYLADEM1001"
email = "buchhaltung@nordhaus.example"
language = "LANGUAGE"
invoice_number = "NH-{year}-{number:05d}"
credit_note_number = "NG-{year}-{number:05d}"
known_invoice_numbers = ['NH-\\\\d{4}-\\\\d{5}']
[companies.DE01.escalation]
price = "sales@nordhaus.example"
logistics = "depot@nordhaus.example"
legal = "legal@nordhaus.example"
default = "lead@nordhaus.example"
[security]
authserv_ids = ["mx.nordhaus.example"]
[disputes]
credit_limit = "1000.00"
[mailboxes.box]
company = "DE01"
kind = "maildir"
path = "mail/box"
[outgoing]
kind = "maildir"
path = "mail/out"
"""
CUSTOMERS = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,emails,domains,ibans,payment_days,"
    "currency,credit_limit,dunning_policy,aliases\n"
    "K1,DE01,Delorme SA,FR,fr,,,3 rue Haute,59000,Lille,compta@delorme.example,delorme.example,,30,EUR,,standard,\n"
)
INVOICE_HEAD = "number,customer,company,issue_date,due_date,total,open_amount,currency,po_number,dunning_level\n"


@dataclass(frozen=True)
class Desk:
    """A desk in a folder; every case contests 600.00 EUR of an invoice of its own over 1000.00 EUR."""

    path: Path
    app: App

    def case(self, number: int, *, at: datetime = DAY, reason: str = "price") -> tuple[str, Letter]:
        """A case about invoice number so-and-so, and the letter that escalates it."""
        invoice = f"NH-2025-{number:05d}"
        source = Source("", f"<{number}@delorme.example>", CUSTOMER, invoice, (), "fr", may_answer=False)
        said = Dispute((invoice,), DisputeReason(reason), Decimal("600.00"), "EUR")
        with self.app.database.begin() as uow:
            (case,) = handle(RaiseDispute(source, "K1", said), uow, self.app.desk, at)
            (letter,) = uow.letters.where(case=case, kind=LetterKind.ESCALATION)
        return case, letter

    def sent(self, letter: Letter) -> EmailMessage:
        with self.app.database.read() as uow:
            raw = self.app.rendered(letter, uow)
        found = message_from_bytes(raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def deliver(self, name: str, raw: bytes) -> None:
        box = self.path / "mail" / "box" / "new"
        box.mkdir(parents=True, exist_ok=True)
        for other in ("cur", "tmp"):
            (box.parent / other).mkdir(exist_ok=True)
        (box / f"{len(list(box.iterdir())):010d}.{name}").write_bytes(raw)

    def work(self) -> list[str]:
        return run_once(self.app)

    def found(self, case: str) -> Case:
        with self.app.database.read() as uow:
            kept = uow.cases.get(case)
        assert kept is not None
        return kept

    def credited(self, case: str) -> list[Decimal]:
        with self.app.database.read() as uow:
            return [note.total for note in uow.invoices.where(case=case)]

    def letters(self, case: str, template: str) -> list[Letter]:
        with self.app.database.read() as uow:
            return uow.letters.where(case=case, template=template)


def make_desk(path: Path, language: str = "de", invoices: int = 120) -> Desk:
    (path / "bot.toml").write_text(CONFIG.replace("LANGUAGE", language), encoding="utf-8")
    (path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    rows = (f"NH-2025-{n:05d},K1,DE01,2025-12-01,2025-12-31,1000.00,1000.00,EUR,,0\n" for n in range(1, invoices + 1))
    (path / "invoices.csv").write_text(INVOICE_HEAD + "".join(rows), encoding="utf-8")
    app = build(load(path / "bot.toml"), as_of=DAY.date())
    for kind in ("customers", "invoices"):
        _, refusal = filing.import_file(app, kind, path / f"{kind}.csv")
        assert not refusal
    return Desk(path, app)


def reply(
    original: EmailMessage,
    text: str,
    style: str,
    *,
    name: str,
    sender: str = TEAM,
    proof: str = "pass",
    more: tuple[tuple[str, str], ...] = (),
    answered: str = "",
) -> bytes:
    """The answer to a mail of ours as the programs of people write it; `proof`: what our mail server says of it."""
    mail = EmailMessage(policy=policy.SMTP)
    domain = sender.rpartition("@")[2]
    if proof:
        mail["Authentication-Results"] = f"{AUTHSERV}; dmarc={proof} header.from={domain}"
    mail["From"] = f"Somebody <{sender}>"
    mail["To"] = str(original["Reply-To"] or original["From"])
    mail["Subject"] = f"{PREFIXES.get(style.partition('_')[2], 'Re')}: {original['Subject']}"
    mail["Date"] = "Mon, 16 Mar 2026 10:12:00 +0100"
    mail["Message-ID"] = f"<{name}@{domain}>"
    mail["In-Reply-To"] = mail["References"] = answered or str(original["Message-ID"])
    for header, value in more:
        mail[header] = value
    body = original.get_body(("plain",))
    assert body is not None
    quoted = str(body.get_content()).strip()
    plain, page = STYLES[style.partition("_")[0]](text, quoted, style.partition("_")[2] or "en")
    mail.set_content(plain)
    if page:
        mail.add_alternative(page, subtype="html")
    return bytes(mail)


PREFIXES = {"fr": "RE", "de": "AW", "en": "Re"}
WROTE = {
    "en": "On Mon, 16 Mar 2026 at 09:00, Nordhaus GmbH <buchhaltung@nordhaus.example> wrote:",
    "fr": "Le lun. 16 mars 2026 à 09:00, Nordhaus GmbH <buchhaltung@nordhaus.example> a écrit :",
    "de": "Am Mo., 16. März 2026 um 09:00 Uhr schrieb Nordhaus GmbH <buchhaltung@nordhaus.example>:",
}
HEADS = {
    "en": ("From", "Sent", "To", "Subject", "Monday, 16 March 2026 09:00"),
    "fr": ("De", "Envoyé", "À", "Objet", "lundi 16 mars 2026 09:00"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Montag, 16. März 2026 09:00"),
}


def _gmail(text: str, quoted: str, language: str) -> tuple[str, str]:
    marked = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
    page = (
        f'<div dir="ltr">{_breaks(text)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{html.escape(WROTE[language])}<br></div><blockquote class="gmail_quote">{_breaks(quoted)}</blockquote></div>'
    )
    return f"{text}\n\n{WROTE[language]}\n\n{marked}\n", page


def _outlook(text: str, quoted: str, language: str) -> tuple[str, str]:
    sent_from, sent, to, subject, day = HEADS[language]
    head = (
        f"{sent_from}: Nordhaus GmbH <buchhaltung@nordhaus.example>\n{sent}: {day}\n{to}: Sales\n"
        f"{subject}: Fall DE01-C-2026-00001"
    )
    page = (
        f'<html><body><div>{_breaks(text)}</div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f"<p>{_breaks(head)}</p></div><div>{_breaks(quoted)}</div></body></html>"
    )
    return f"{text}\n\n________________________________\n{head}\n\n{quoted}\n", page


def _iphone(text: str, quoted: str, language: str) -> tuple[str, str]:
    marked = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
    return f"{text}\n\n> {WROTE[language]}\n> \n{marked}\n", ""


def _plain(text: str, quoted: str, language: str) -> tuple[str, str]:
    return f"{text}\n", ""


def _breaks(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


STYLES: dict[str, Any] = {"gmail": _gmail, "outlook": _outlook, "iphone": _iphone, "plain": _plain}


def before(desk: Desk, case: str) -> Case:
    """A case without what a customer's further mail and a passed deadline add: its notes, messages and level."""
    found = desk.found(case)
    return replace(found, notes=(), message_ids=(), level=0)
