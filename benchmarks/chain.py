"""From the bytes of an order mail to the invoice that goes out, judged and in its mail: processor time of one core."""

from __future__ import annotations

import hashlib
import os
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.desk import DAY, classifier, fresh_desk
from benchmarks.mails import Row, rows, written
from benchmarks.measuring import Benchmark, Round, Scale, Sizes, Skipped
from bot.app import App
from bot.demo.mails import mail_bytes
from bot.documents.einvoice.rules import RuleRunner
from bot.documents.einvoice.validation import Judge
from bot.intake import scope_of
from bot.rendering import attachments_of, render_letter
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.reader import read
from workflows.letters import LetterKind
from workflows.messages import Message, MessageStatus, received
from workflows.orders.placing import ON_CONFIRMATION
from workflows.ports import Desk
from workflows.triage import work

WARM_UP = 3  # orders; the first ones load what the later ones use
GOODS = ("CY-100", "ST-500")  # sold in euro
CURRENCY = "EUR"
STEPS = ("read", "post", "send")


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of processor time of one order, by step; those of the judging process are in `send`."""

    read: float
    post: float
    send: float

    @property
    def whole(self) -> float:
        return self.read + self.post + self.send


def order_mails(app: App, count: int, customers: Sequence[Row] = ()) -> list[tuple[str, bytes]]:
    """(company, mail) of orders at our prices, each of a customer in turn, the next time for more.

    `customers`: of companies that invoice at once, whose credit is enough; without any, the sample company's own.
    """
    texts = tomllib.loads(Path(__file__).with_name("mails.toml").read_text(encoding="utf-8"))
    at_once = {code for code, company in app.desk.companies.items() if company.invoice_on == ON_CONFIRMATION}
    customers = customers or [
        row for row in rows("customers") if row["currency"] == CURRENCY and row["company"] in at_once
    ]
    products = {row["sku"]: row for row in rows("products")}
    made = []
    for number in range(count):
        customer = customers[number % len(customers)]
        goods = [(products[sku], number // len(customers) + place) for place, sku in enumerate(GOODS, 1)]
        nothing = {"number": "", "open_amount": "0", "currency": customer["currency"]}
        mail = written(number, texts["order"], texts["words"], customer, nothing, goods)
        company = app.desk.company(customer["company"])
        made.append((company.code, mail_bytes(mail, company.email, ZoneInfo("Europe/Paris"), None)))
    return made


def spent(
    app: App, model: Any, judge: Judge, runner: RuleRunner, number: int, company: str, raw: bytes
) -> Spent | None:
    """The way of one order; None where a person would have to see it: then there is no invoice to measure."""
    begun = time.process_time()
    with app.database.read() as snapshot:
        reading = read(open_message(raw, Limits()), app.book(snapshot), model, (), model)
    read_at = time.process_time()
    now = datetime.combine(DAY, datetime.min.time(), ZoneInfo("Europe/Paris"))
    message = _message(number, company, raw, now)
    about = scope_of(message, reading)
    worked = app.database.do(lambda uow: work(message, reading, uow, app.desk, now), *about)
    posted_at = time.process_time()
    if worked.state is not MessageStatus.DONE or not any("-O-" in record for record in worked.records):
        return None
    before = judging_time(runner)
    with app.database.read() as snapshot:
        for letter in snapshot.letters.where(customer=worked.customer, kind=LetterKind.INVOICE):
            if letter.documents[0] not in worked.records:
                continue
            customer, seller = snapshot.customers.get(letter.customer), app.desk.company(company)
            files = attachments_of(letter, snapshot, app.desk, lambda _: None, judge)
            render_letter(letter, company=seller, customer=customer, attachments=files, now=now)
    sent_at, judged = time.process_time(), judging_time(runner) - before
    times = (read_at - begun, posted_at - read_at, sent_at - posted_at + judged)
    return Spent(*(1000 * seconds for seconds in times))


def judging_time(runner: RuleRunner) -> float:
    """Seconds of processor time of the process that runs the rules (proc(5), fields 14 and 15 of stat)."""
    process = runner._process
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def chain(step: str) -> Any:
    """A benchmark of one step, or of the whole way."""

    @contextmanager
    def prepare(sizes: Sizes) -> Iterator[Round]:
        model = classifier()
        if model is None:
            raise Skipped("no classifier was trained in this checkout: o2cbot train")
        runner = RuleRunner()
        yield lambda: measured(model, runner, sizes.invoices, step)
        runner.stop()

    made: AbstractContextManager[Round] = prepare  # type: ignore[assignment]
    return made


def measured(model: Any, runner: RuleRunner, count: int, step: str) -> float:
    """Milliseconds an order, on average of those that need no person."""
    with fresh_desk() as app:
        app.settings = replace(app.settings, desk=bold(app.desk))
        mails, judge = order_mails(app, count + WARM_UP), Judge(runner)
        found = [spent(app, model, judge, runner, number, *mail) for number, mail in enumerate(mails)]
    done = [one for one in found[WARM_UP:] if one is not None]
    if len(done) < count // 2:
        raise RuntimeError(f"only {len(done)} of {count} orders needed no person")
    return sum(float(getattr(one, step)) for one in done) / len(done)


def bold(desk: Desk) -> Desk:
    """A desk that acts on whatever has no problem: what is measured is the way, not how sure the reader is."""
    return replace(desk, routing=replace(desk.routing, certainty={"default": 0.0}))


def _message(number: int, company: str, raw: bytes, now: datetime) -> Message:
    return received(
        id=f"chain:1:{number:010d}",
        mailbox="chain",
        company=company,
        generation="1",
        uid=str(number),
        sha256=hashlib.sha256(raw).hexdigest(),
        received_at=now,
    )


BENCHMARKS = (
    Benchmark("order-to-invoice", "ms of CPU", chain("whole"), Scale.DURATION),
    *(Benchmark(f"order-to-invoice-{step}", "ms of CPU", chain(step), Scale.DURATION) for step in STEPS),
)
