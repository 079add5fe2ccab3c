"""The story played: each day its mails, deliveries, statements, decisions and reminders, told as a timeline."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot import deeds, filing
from bot.app import App, build
from bot.demo import bank
from bot.demo.mails import mail_bytes, report_bytes
from bot.mail.maildir import make_maildir
from bot.resources import folder
from bot.runtime import Runtime
from bot.serving import ConsoleServer, start_console, stopped
from bot.settings import load
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import CaseAction, DeliverGoods
from workflows.disputes.model import CaseKind, CaseStatus
from workflows.ledger.money import plain
from workflows.letters import Letter, LetterStatus
from workflows.messages import MessageStatus
from workflows.orders.delivering import deliver_all

IMPORTS = ("customers", "products", "prices", "contracts", "invoices", "rates")
PLACEHOLDER = re.compile(r"<<(invoice|order|total) ([^<>]{1,40})>>")
OPENING_BALANCE = Decimal("25000.00")
USER = "demo"
COLOURS = {
    MessageStatus.DONE: "green",
    MessageStatus.REVIEW: "yellow",
    MessageStatus.IGNORED: "dim",
    MessageStatus.QUARANTINED: "red",
}
ICONS = {
    MessageStatus.DONE: "done",
    MessageStatus.REVIEW: "for a person",
    MessageStatus.IGNORED: "nothing to do",
    MessageStatus.QUARANTINED: "quarantined",
}


@dataclass
class Stage:
    """Where the story is played: the app, its runtime, what was told already."""

    app: App
    runtime: Runtime
    screen: Console
    balances: dict[str, Decimal] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)  # ids of messages
    mails: int = 0


def play(directory: Path | None, port: int | None) -> None:
    """Plays the story in a folder (a temporary one if none is named); serves the console on `port`, if one is given."""
    place = directory or Path(tempfile.mkdtemp(prefix="o2cbot-demo-"))
    screen = Console(highlight=False)
    story = tomllib.loads((demo_folder() / "story.toml").read_text(encoding="utf-8"))
    app = open_desk(place, screen, first_day(story))
    stop = stopped() if port is not None else None
    with Runtime(app) as runtime:
        stage = Stage(app, runtime, screen)
        for day in days_of(story):
            play_day(stage, story, day)
        letters = write_letters(app, place / "letters")
        summarise(stage, place, letters)
        if port is not None and stop is not None:
            server = open_console(stage, port)
            stop.wait()
            server.stop()


def demo_folder() -> Path:
    return Path(str(folder("config"))) / "demo"


def open_desk(place: Path, screen: Console, first: date) -> App:
    """A fresh desk with the sample company's master data and open items."""
    place.mkdir(parents=True, exist_ok=True)
    if (place / "o2cbot.db").exists():
        raise SystemExit(f"{place} holds a desk already; name another folder")
    shutil.copyfile(demo_folder() / "bot.toml", place / "bot.toml")
    settings = load(place / "bot.toml")
    for mailbox in settings.mailboxes:
        if mailbox.path is not None:
            make_maildir(mailbox.path)
    app = build(settings, as_of=first)
    screen.rule("[bold]o2cbot demo: a maker of laboratory glass, three companies, four weeks")
    for kind in IMPORTS:
        rows, refusal = filing.import_file(app, kind, demo_folder() / f"{kind}.csv")
        if refusal:
            raise SystemExit(refusal)
        screen.print(f"  imported {rows:3} {kind}")
    return app


def first_day(story: Mapping[str, Any]) -> date:
    return min(days_of(story))


def days_of(story: Mapping[str, Any]) -> list[date]:
    days = {mail["at"].date() for mail in story["mail"]} | set(story["dunning_days"])
    days |= {row["day"] for kind in ("bank", "delivery", "decision") for row in story[kind]}
    return sorted(days)


def play_day(stage: Stage, story: Mapping[str, Any], day: date) -> None:
    stage.app.as_of = day
    stage.screen.rule(f"[bold]{day:%A %d %B %Y}", align="left", style="dim")
    for mail in (mail for mail in story["mail"] if mail["at"].date() == day):
        deliver(stage, mail)
    stage.runtime.one_pass()
    tell_messages(stage)
    for row in (row for row in story["delivery"] if row["day"] == day):
        ship(stage, row)
    for row in (row for row in story["bank"] if row["day"] == day):
        receive(stage, row)
    for row in (row for row in story["decision"] if row["day"] == day):
        decide(stage, row)
    if day in story["dunning_days"]:
        remind(stage)
    stage.runtime.send_all()


def deliver(stage: Stage, mail: Mapping[str, Any]) -> None:
    """Lays the mail into the mailbox of its company, as a mail server would."""
    app, company = stage.app, stage.app.desk.company(mail["to"])
    zone = ZoneInfo(app.desk.countries[company.country].time_zone)
    with app.database.read() as uow:
        told = {name: filled(value, uow) for name, value in mail.items() if isinstance(value, str)}
        known = {**mail, **told}
        answered = latest(uow, mail["answers"]) if mail.get("answers") else None
        bounced = latest(uow, mail["bounce_of"]) if mail.get("bounce_of") else None
    raw = (
        report_bytes(known, company.email, zone, bounced)
        if bounced
        else mail_bytes(known, company.email, zone, answered)
    )
    box = next(one for one in app.settings.mailboxes if one.company == mail["to"])
    assert box.path is not None
    stage.mails += 1
    arrived = mail["at"].replace(tzinfo=zone).timestamp()
    file = box.path / "new" / f"{int(arrived)}.M{stage.mails:06d}.demo"
    file.write_bytes(raw)
    os.utime(file, (arrived, arrived))


def filled(text: str, uow: SqlUnitOfWork) -> str:
    """Placeholders replaced by the numbers and totals that the books have by now."""

    def value(match: re.Match[str]) -> str:
        kind, po_number = match[1], match[2]
        order = uow.orders.where(po_number=po_number)[0]
        if kind == "order":
            return order.number
        invoice = uow.invoices.where(order=order.number)[0]
        return invoice.number if kind == "invoice" else plain(invoice.total, invoice.currency)

    return PLACEHOLDER.sub(value, text)


def latest(uow: SqlUnitOfWork, wanted: str) -> Letter | None:
    """Our newest letter of a kind to a customer: "dunning F204"."""
    kind, customer = wanted.split()
    letters = [one for one in uow.letters.where(customer=customer, kind=kind) if one.state is LetterStatus.SENT]
    return max(letters, key=lambda one: one.created_at, default=None)


def tell_messages(stage: Stage) -> None:
    """One line for each message of the day: who, about what, and what became of it."""
    with stage.app.database.read() as uow:
        for message in (one for one in uow.messages.where() if one.id not in stage.told):
            outcome = ", ".join(message.records) if message.state is MessageStatus.DONE else message.why
            style = COLOURS[message.state]
            intents = " + ".join(message.intents) or "?"
            stage.screen.print(
                f"  [cyan]{message.company}[/] {message.customer or '-':5} {intents:24} "
                f"[{style}]{ICONS[message.state]}[/]  {outcome}"
            )
            stage.told.add(message.id)


def ship(stage: Stage, row: Mapping[str, Any]) -> None:
    with stage.app.database.begin() as uow:
        commands = []
        for po_number, sku, quantity in row["rows"]:
            order = uow.orders.where(po_number=po_number)[0]
            left = sum((line.quantity - line.delivered for line in order.lines if line.sku == sku), Decimal(0))
            shipped = str(left) if quantity == "rest" else quantity
            commands.append(DeliverGoods(order=order.number, date=row["day"], sku=sku, quantity=shipped))
        made = deliver_all(commands, uow, stage.app.desk, stage.app.now())
    stage.screen.print(f"  delivered {len(commands)} lines: {', '.join(made)}")


def receive(stage: Stage, row: Mapping[str, Any]) -> None:
    company = stage.app.desk.company(row["company"])
    with stage.app.database.read() as uow:
        customers = {one.number: one for one in uow.customers.where()}
        entries = [
            {name: filled(value, uow) if isinstance(value, str) else value for name, value in entry.items()}
            for entry in row["entries"]
        ]
    opening = stage.balances.get(company.code, OPENING_BALANCE)
    data, stage.balances[company.code] = bank.statement(company, row["day"], opening, entries, customers)
    file = stage.app.settings.base() / "bank" / f"{company.code}-{row['day']}.camt053.xml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    summary, refusal = filing.bank_file(stage.app, file)
    stage.screen.print(f"  [magenta]bank[/] {company.code}: {summary or refusal}")
    with stage.app.database.read() as uow:
        ours = [one for one in uow.payments.where(booking_date=row["day"], company=company.code)]
        for payment in ours:
            rows = uow.allocations.where(payment=payment.id)
            on = (
                ", ".join(f"{one.invoice} ({one.rule})" for one in rows) or f"unapplied: {payment.held or 'on account'}"
            )
            stage.screen.print(f"       {payment.amount:>10} {payment.currency} {payment.payer_name[:28]:28} {on}")


def decide(stage: Stage, row: Mapping[str, Any]) -> None:
    """A person closes the customer's oldest open dispute."""
    with stage.app.database.read() as uow:
        open_states = (CaseStatus.OPEN, CaseStatus.WAITING)
        case = uow.cases.where(customer=row["customer"], kind=CaseKind.DISPUTE, state=open_states)[0]
    action = CaseAction(case=case.id, action=row["action"], actor=row["actor"], text=row["text"])
    refusal = deeds.act(stage.app, action)
    stage.screen.print(f"  {row['actor']} decides {case.id}: {row['action']}" + (f": {refusal}" if refusal else ""))


def remind(stage: Stage) -> None:
    letters, refusals = stage.app.dun(dry_run=False)
    for letter in letters:
        documents = ", ".join(item["document"] for item in letter["items"])
        stage.screen.print(
            f"  [red]reminder[/] {letter['company']} {letter['customer']} level {letter['level']}: {documents}, "
            f"{letter['total']} {letter['currency']}"
        )
    for refusal in refusals:
        stage.screen.print(f"  not reminded: {refusal}")


def write_letters(app: App, place: Path) -> int:
    """Every sent letter as a file to look at: the mail, its text, its attachments."""
    place.mkdir(parents=True, exist_ok=True)
    with app.database.read() as uow:
        letters = sorted(uow.letters.where(state=LetterStatus.SENT), key=lambda one: (one.created_at, one.id))
        for number, letter in enumerate(letters, 1):
            kept = uow.files.get(f"mime:{letter.id}")
            if kept is None:
                continue
            stem = f"{number:03d}-{letter.language}-{letter.template}-{letter.customer or 'internal'}"
            (place / f"{stem}.eml").write_bytes(kept.bytes)
            mail = message_from_bytes(kept.bytes, policy=policy.default)
            for count, part in enumerate(mail.iter_attachments(), 1):
                name = part.get_filename() or "message.eml"
                (place / f"{stem}-{count}{Path(name).suffix}").write_bytes(attached_bytes(part))
    return len(letters)


def attached_bytes(part: EmailMessage) -> bytes:
    """An attachment as a file: an attached message as its own source."""
    inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
    if isinstance(inner, Message):
        return inner.as_bytes()
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def summarise(stage: Stage, place: Path, letters: int) -> None:
    with stage.app.database.read() as uow:
        messages = uow.messages.where()
        table = Table(title="What became of the mails", title_justify="left", show_edge=False)
        table.add_column("end state")
        table.add_column("mails", justify="right")
        for state in MessageStatus:
            count = sum(one.state is state for one in messages)
            if count:
                table.add_row(state.value, str(count))
        cases = [one for one in uow.cases.where() if one.state is not CaseStatus.CLOSED]
        unapplied = [one for one in uow.payments.where() if one.unapplied]
    stage.screen.print()
    stage.screen.print(table)
    stage.screen.print(f"{letters} letters sent, {len(cases)} cases open, {len(unapplied)} payments wait for a person")
    stage.screen.print(f"letters and documents to look at: {place / 'letters'}")
    stage.screen.print(f"the desk: o2cbot --config {place / 'bot.toml'} --as-of {stage.app.as_of} export open-items")


def open_console(stage: Stage, port: int) -> ConsoleServer:
    password = secrets.token_urlsafe(9)
    deeds.add_user(stage.app, USER, "admin", password)
    server = start_console(stage.app, port, stage.runtime)
    stage.screen.print(f"\nconsole: {server.address}  name: {USER}  password: {password}  (Ctrl-C ends)")
    return server
