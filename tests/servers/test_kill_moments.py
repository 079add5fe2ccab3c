"""Whatever moment a process is killed in, mails, books and letters end as in a calm run; nobody gets a letter twice.

The short form kills a few times. The whole one, 50 kills in a run of 500 mails:
`O2CBOT_KILLS=50 O2CBOT_MAILS=500 O2CBOT_SEED=1 python -m pytest -m servers -s tests/servers/test_kill_moments.py`
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from benchmarks.desk import fresh_desk
from benchmarks.mails import mails
from bot import filing
from bot.app import App, build
from bot.mail.maildir import make_maildir
from bot.serving import run_once, send_due
from bot.settings import load
from tests.bot.free_port import free_port
from tests.servers.killed_desk import KilledDesk, delivered_into, settled_by_a_person
from tests.servers.same_records import FOLDERS, Sink, config, prepared, records
from workflows.integrity import problems
from workflows.letters import LetterKind, LetterStatus

KILLS = int(os.environ.get("O2CBOT_KILLS", "6"))
MAILS = int(os.environ.get("O2CBOT_MAILS", "60"))
SEED = int(os.environ.get("O2CBOT_SEED", "20261122"))
DAY, DUNNING_DAYS = date(2026, 3, 16), (date(2026, 3, 17), date(2026, 3, 31))
DEBTORS = MAILS // 2  # customers who write nothing and get a reminder in each dunning run
HEAD = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,emails,domains,ibans,payment_days,"
    "currency,credit_limit,dunning_policy,aliases\n"
)
INVOICES = "number,customer,company,issue_date,due_date,total,open_amount,currency,po_number,dunning_level\n"
MORE = "[answers]\nbrake_answers = 100000\n[console]\nport = @PORT@\n"
MAILDIR = 'kind = "maildir"\npath = "mail/@NAME@"\npoll_seconds = 1\n'
PATIENCE_SECONDS = 120 + 20 * KILLS + MAILS


@cache
def written() -> list[tuple[str, bytes]]:
    """The same mails for every desk, their Message-IDs too."""
    with fresh_desk() as app:
        return mails(app.desk, MAILS)


def desk(folder: Path, database: str, outgoing: str) -> tuple[Path, App]:
    """A desk before its mails, which lie in its Maildirs."""
    file = config(folder, database, MAILDIR, outgoing, MORE.replace("@PORT@", str(free_port())))
    app = prepared(file, DAY)
    import_debtors(app, folder)
    for name, company in FOLDERS.items():
        make_maildir(folder / "mail" / name)
        delivered_into(folder / "mail", name, [raw for code, raw in written() if code == company])
    return file, app


def import_debtors(app: App, folder: Path) -> None:
    customers, invoices = HEAD, INVOICES
    for number in range(DEBTORS):
        company, country, language = (("FR01", "FR", "fr"), ("DE01", "DE", "de"))[number % 2]
        domain = f"debtor{number}.example"
        place = f"Debtor {number},{country},{language},,,Weg 1,12345,Ort,ap@{domain},{domain}"
        customers += f"X{number},{company},{place},,30,EUR,,standard,\n"
        invoices += f"OLD-{number:05d},X{number},{company},2026-01-05,2026-02-04,119.00,{80 + number % 39}.00,EUR,,0\n"
    for kind, text in (("customers", customers), ("invoices", invoices)):
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
        assert filing.import_file(app, kind, folder / f"{kind}.csv")[1] == ""


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The records of one undisturbed process on SQLite."""
    folder = tmp_path_factory.mktemp("calm")
    file, app = desk(folder, "sqlite:///desk.db", 'kind = "maildir"\npath = "mail/out"\n')
    assert run_once(app) == []
    app.database.close()
    for day in DUNNING_DAYS:
        app = build(load(file), as_of=day)
        app.dun(dry_run=False)
        send_due(app)
        found = records(app, DUNNING_DAYS[-1])
        app.database.close()
    return found


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    """The relay that counts, and its port."""
    world, port = Sink(slowness=0.06, seed=SEED), free_port()
    controller = Controller(world, hostname="127.0.0.1", port=port)
    controller.start()
    yield world, port
    controller.stop()


def run_with_kills(
    folder: Path, database: str, command: str, workers: int, sink: tuple[Sink, int]
) -> tuple[App, KilledDesk]:
    """A run of mails with six of ten kills in it, and two dunning runs with two each."""
    world, port = sink
    smtp = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nper_minute = 1000000\n'
    file, app = desk(folder, database, smtp)
    killed = KilledDesk(file, workers, command, random.Random(SEED), folder / "workers.log")
    deadline = time.monotonic() + PATIENCE_SECONDS
    dunning = [KILLS // 5, KILLS // 5]
    try:
        killed.work(app, DAY, MAILS, KILLS - sum(dunning), deadline)
        uncertain = [settled_by_a_person(file, DAY, world)]
        for day, kills in zip(DUNNING_DAYS, dunning, strict=True):
            killed.dun(app, day, MAILS, kills, deadline)
            uncertain.append(settled_by_a_person(file, day, world))
    finally:
        killed.close()
    print(f"\n{killed.kills} kills: {dict(killed.moments)}; uncertain, settled as: {uncertain}")
    return app, killed


def check(app: App, sink: Sink, calm: dict[str, list[str]]) -> None:
    booked = records(app, DUNNING_DAYS[-1])
    for kind, rows in calm.items():
        assert booked[kind] == rows, kind
    with app.database.read() as uow:
        assert problems(uow, app.desk) == []
        letters = uow.letters.where()
    expected = {one.message_id for one in letters if one.state is LetterStatus.SENT}
    assert {one.state for one in letters} <= {LetterStatus.SENT, LetterStatus.CANCELLED}
    assert sink.received == Counter(dict.fromkeys(expected, 1))
    kinds = Counter(one.kind for one in letters if one.state is LetterStatus.SENT)
    assert kinds[LetterKind.DUNNING] >= 2 * DEBTORS and kinds[LetterKind.INVOICE]
    out = {kind.value: count for kind, count in sorted(kinds.items())}
    print(f"{len(booked['messages'])} mails, letters out once each: {out}")
    app.database.close()


def test_one_process_on_sqlite_that_is_killed_again_and_again(
    tmp_path: Path, sink: tuple[Sink, int], calm: dict[str, list[str]]
) -> None:
    app, killed = run_with_kills(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}", "run", 1, sink)
    assert killed.kills == KILLS
    check(app, sink[0], calm)


def test_three_workers_on_postgresql_that_are_killed_again_and_again(
    tmp_path: Path, postgresql_url: str, sink: tuple[Sink, int], calm: dict[str, list[str]]
) -> None:
    app, killed = run_with_kills(tmp_path, postgresql_url, "worker", 3, sink)
    assert killed.kills == KILLS
    check(app, sink[0], calm)
