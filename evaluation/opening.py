"""A desk opened: its book in a database of its own, which is gone when the block ends, and its mails beside it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import filing
from evaluation.attachments import Script
from evaluation.scripts import HOME, BadDesk, DeskFolder, Label, found_at, label_of, labels_in, parsed, toml

if TYPE_CHECKING:
    from bot.app import App
    from bot.storage.unit_of_work import SqlUnitOfWork

IMPORTS = ("customers", "contacts", "products", "prices", "contracts", "invoices", "rates")
SET_DAYS = HOME / "sets" / "days.toml"  # the business dates of the sets, which have no scripts to name them


@dataclass(frozen=True, slots=True)
class LabelledMail:
    """One message, what is true of it, and the business date on which it is read; who wrote it, in which manner."""

    name: str
    raw: bytes
    label: Label
    day: date
    author: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk at work: `app` with its book, `mails` with their labels; `refusals`: rows of the book not taken."""

    name: str
    app: App
    mails: tuple[LabelledMail, ...]
    refusals: tuple[str, ...]


@contextmanager
def opened_desk(name: str | Path, as_of: date | None = None) -> Iterator[Desk]:
    """The desk of a name or path: a folder with scripts, or with bot.toml, import files and `mail/*.eml`.

    Scripts name their business date; for other folders it is `as_of`, else the recorded one, else the newest mail's.

    Raises BadDesk, BadScript, OSError for a missing file.
    """
    path = found_at(name)
    if path.name == "mail" and not (path / "bot.toml").is_file():
        path = path.parent
    with tempfile.TemporaryDirectory(prefix="desk-") as place:
        if list(path.glob("mails-*.toml")):
            folder = parsed(path)
            app, refusals = opened_book(path, Path(place), day_of(folder))
            mails = scripted_mails(folder)
            take_history(app, folder.history)
        else:
            mails = stored_mails(path / "mail", as_of or recorded_day(path.name))
            app, refusals = opened_book(path, Path(place), max(mail.day for mail in mails))
        try:
            yield Desk(path.name, app, mails, tuple(refusals))
        finally:
            app.database.close()


def opened_book(path: Path, place: Path, day: date) -> tuple[App, list[str]]:
    """The app over a fresh database in `place` with the folder's import files, and what of them was refused."""
    from bot.app import build
    from bot.settings import load

    shutil.copyfile(path / "bot.toml", place / "bot.toml")
    app = build(load(place / "bot.toml"), as_of=day)
    files = [(kind, path / f"{kind}.csv") for kind in IMPORTS]
    taken = [filing.import_file(app, kind, file) for kind, file in files if file.is_file()]
    return app, [refusal for _, refusal in taken if refusal]


def day_of(folder: DeskFolder) -> date:
    days = [scripted.day for scripted in folder.mails if scripted.day]
    if not days:
        raise BadDesk(f"{folder.name}: no mails file names its day")
    return max(days)


def scripted_mails(folder: DeskFolder) -> tuple[LabelledMail, ...]:
    last = day_of(folder)
    return tuple(
        LabelledMail(
            name=f"{scripted.id}.eml",
            raw=folder.raw(scripted),
            label=label_of(folder, scripted),
            day=scripted.day or last,
            author=scripted.mail["author"],
            family=scripted.mail["family"],
        )
        for scripted in folder.mails
    )


def stored_mails(folder: Path, day: date | None) -> tuple[LabelledMail, ...]:
    """Mails beside a labels.jsonl; without a known business date the day of the newest of them."""
    labels = {label["file"]: label for label in labels_in(folder)}
    if not labels:
        raise BadDesk(f"{folder}/labels.jsonl: has no labels")
    raws = {name: (folder / name).read_bytes() for name in labels if (folder / name).is_file()}
    if day is None:
        day = max((sent_on(raw) for raw in raws.values()), default=date.today())
    return tuple(LabelledMail(name, raw, labels[name], day) for name, raw in raws.items())


def recorded_day(name: str) -> date | None:
    day = toml(SET_DAYS).get(name) if SET_DAYS.is_file() else None
    return day if isinstance(day, date) else None


def sent_on(raw: bytes) -> date:
    from email import message_from_bytes
    from email.utils import parsedate_to_datetime

    stated = message_from_bytes(raw)["Date"]
    try:
        return parsedate_to_datetime(stated).date()
    except (TypeError, ValueError):
        return date.min


def take_history(app: App, history: Script) -> None:
    """Earlier orders and mails of ours, put where a later mail's reader looks for them."""
    with app.database.begin() as uow:
        orders = {order["number"]: stored_order(uow, order) for order in history.get("order", ())}
        for order in orders.values():
            uow.orders.put(order)
        for number, sent in enumerate(history.get("sent", ())):
            uow.letters.put(stored_letter(uow, sent, number, app.now(), orders))


def stored_order(uow: SqlUnitOfWork, order: Script) -> Any:
    from workflows.orders.model import Order, OrderStatus

    customer = customer_of(uow, order)
    lines = tuple(stored_line(uow, position, line) for position, line in enumerate(order.get("lines", ()), 1))
    return Order(
        number=order["number"],
        customer=customer.number,
        company=customer.company,
        po_number=order.get("po_number", ""),
        order_date=order["date"],
        requested_date=None,
        currency=customer.currency,
        total=sum((line.net for line in lines), Decimal(0)),
        state=OrderStatus(order.get("state", "confirmed")),
        lines=lines,
        deviations=(),
        message_id="",
        ordered_by=customer.emails[0] if customer.emails else "",
    )


def stored_line(uow: SqlUnitOfWork, position: int, line: Script) -> Any:
    from workflows.orders.model import OrderLine

    product = uow.products.get(line["sku"])
    if product is None:
        raise BadDesk(f"history.toml: there is no article {line['sku']!r}")
    quantity, price = Decimal(str(line["quantity"])), Decimal(str(line.get("unit_price", product.price)))
    return OrderLine(
        position=position,
        sku=product.sku,
        description=next((name for _, name in product.names), product.sku),
        quantity=quantity,
        unit=product.unit,
        unit_price=price,
        net=quantity * price,
    )


def stored_letter(uow: SqlUnitOfWork, sent: Script, number: int, now: datetime, orders: Mapping[str, Any]) -> Any:
    """A row of the outbox as the program writes it: invoices are its documents, an order stands in its facts."""
    from workflows.letters import Letter, LetterKind, LetterStatus

    customer = customer_of(uow, sent)
    named = sent.get("documents", ())
    order = next((orders[name] for name in named if name in orders), None)
    facts = {"order": order.number, "po_number": order.po_number} if order else {}
    at = datetime.combine(sent["date"], time(9), tzinfo=UTC) if "date" in sent else now
    return Letter(
        id=f"history-{number}",
        dedup_key=f"history:{number}",
        kind=LetterKind(sent["kind"]),
        template=sent["kind"],
        language=customer.language,
        company=customer.company,
        customer=customer.number,
        to=customer.emails[:1],
        subject=sent.get("subject", ""),
        facts=json.dumps(facts),
        documents=tuple(name for name in named if name not in orders),
        attach=(),
        case="",
        in_reply_to="",
        references=(),
        message_id=sent["message_id"],
        state=LetterStatus.SENT,
        created_at=at,
        sent_at=at,
        attempts=1,
        why="",
        attachments=(),
    )


def customer_of(uow: SqlUnitOfWork, row: Script) -> Any:
    customer = uow.customers.get(row["customer"])
    if customer is None:
        raise BadDesk(f"history.toml: there is no customer {row['customer']!r}")
    return customer
