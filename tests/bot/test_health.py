"""The health page, the figures for Prometheus and the two answers for a supervisor say the same of the same desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.sight.measuring import measure
from bot.sight.watched import Watched
from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.migrations import unmigrate
from tests.bot import console_desk, unwell_desk
from tests.bot.test_console_pages import Browser

Client = Callable[..., TestClient]


@pytest.fixture(scope="module")
def unwell_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unwell") / "desk.db"
    path.write_bytes(migrated_file.read_bytes())
    made = open_database(f"sqlite:///{path}")
    unwell_desk.full(made)
    made.close()
    return path


@pytest.fixture
def unwell(unwell_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "unwell.db"
    path.write_bytes(unwell_file.read_bytes())
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.close()


def client(database: Database, **changes: Any) -> TestClient:
    return TestClient(console_desk.console(database, watched=unwell_desk.watched(), **changes), follow_redirects=False)


def shown(database: Database) -> str:
    with client(database) as made:
        page = Browser(made, "sam").get("/health").text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def figures(database: Database, **changes: Any) -> dict[str, dict[tuple[str, ...], float]]:
    """metric -> label values, in order of their names -> figure."""
    with client(database, **changes) as made:
        text = made.get("/metrics").text
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(value for _, value in sorted(sample.labels.items()))] = sample.value
    return found


def test_the_page_proves_that_every_message_is_in_one_state(unwell: Database) -> None:
    said = shown(unwell)
    assert "Sum of the states 8 Messages received 8 Different mails kept 8 The sums agree: no mail is missing." in said


def test_a_mail_without_its_bytes_breaks_the_proof_and_is_an_alarm(unwell: Database) -> None:
    with unwell.connection() as connection:
        first = sa.select(tables.raw_messages.c.sha256).limit(1).scalar_subquery()
        connection.execute(sa.delete(tables.raw_messages).where(tables.raw_messages.c.sha256 == first))
    said = shown(unwell)
    assert "The sums do not agree." in said and "mails may be missing (1)" in said
    assert figures(unwell)["o2cbot_messages_add_up"] == {(): 0.0}


def test_the_page_says_what_is_wrong_with_which_mailbox_and_account(unwell: Database) -> None:
    said = shown(unwell)
    for words in (
        "2 alarms", "Mailbox orders could not be polled for 47 minutes.", "Left alone until 16 Mar 2026, 09:36 UTC",
        "Authentication failed for &lt;address&gt;", "5 h ago , 2 had been missed",
        "451 4.7.1 &lt;address&gt;: try later",
        "The disk of mailbox orders (desk-1) has 612 MB left.", "The credential of mailbox orders ends in 9 days.",
        "A message has waited for 71 minutes to be worked.",
    ):  # fmt: skip
        assert words in said.replace("\u202f", " "), words


def test_every_mailbox_and_account_has_its_figures(unwell: Database) -> None:
    found = figures(unwell)
    assert found["o2cbot_mailbox_failing_polls"] == {("auftrag",): 0, ("commandes",): 0, ("orders",): 7}
    assert found["o2cbot_mailbox_lag_seconds"] == {("auftrag",): 0}
    assert found["o2cbot_mailbox_poll_failures_total"][("orders",)] == 19
    assert found["o2cbot_mailbox_reconcile_missed"][("commandes",)] == 2
    assert found["o2cbot_account_letters"][("GB01", "queued")] == 2
    assert found["o2cbot_account_failing_tries"][("GB01",)] == 1
    assert found["o2cbot_disk_free_bytes"][("mailbox orders", "desk-1")] == 612 * 1024 * 1024
    assert found["o2cbot_credential_days"] == {("mailbox orders",): 9}
    assert found["o2cbot_alarms"][("no_good_poll",)] == 1 and found["o2cbot_alarms"][("sums",)] == 0
    assert found["o2cbot_watch_last_look_timestamp_seconds"][()] == unwell_desk.NOW.timestamp() - 30
    assert found["o2cbot_messages_total"][("dispute", "orders", "auto")] == 1


def test_what_the_engine_has_before_it_is_counted_by_queue(unwell: Database) -> None:
    with unwell.connection() as connection:
        row = {"workflow_uuid": "w", "status": "ENQUEUED", "queue_name": "inbound", "created_at": 0, "priority": 0}
        table = sa.table("workflow_status", *(sa.column(name) for name in row))
        connection.execute(sa.insert(table).values(**row))
    found = figures(unwell)
    assert found["o2cbot_queue_depth"] == {("inbound", "enqueued"): 1}
    assert found["o2cbot_queue_oldest_seconds"][("inbound",)] == unwell_desk.NOW.timestamp()


def test_no_figure_names_a_customer_or_an_address(unwell: Database) -> None:
    with client(unwell) as made:
        text = made.get("/metrics").text
    with unwell.read() as snapshot:
        customers = [one.number for one in snapshot.customers.where()]
    assert "@" not in text and not any(number in text for number in customers)


def test_metrics_have_a_help_and_counters_end_in_total(unwell: Database) -> None:
    with client(unwell) as made:
        families = list(text_string_to_metric_families(made.get("/metrics").text))
    assert all(family.documentation and family.name.startswith("o2cbot_") for family in families)
    counters = [sample.name for family in families if family.type == "counter" for sample in family.samples]
    assert counters and all(name.endswith("_total") for name in counters)


def test_a_supervisor_hears_why_a_desk_is_not_ready_and_that_it_lives(unwell: Database) -> None:
    with client(unwell, unready=lambda: "nobody looked after the desk") as made:
        assert (made.get("/readyz").status_code, made.get("/readyz").text) == (503, "nobody looked after the desk\n")
        assert made.get("/healthz").text == "ok\n"
    unmigrate(unwell.url, "0003")
    with client(unwell) as made:
        assert made.get("/readyz").text == "the database has tables of another version\n"


def test_a_database_that_is_away_makes_nobody_restart_us(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    opened.close()
    (tmp_path / "x.db").unlink(missing_ok=True)
    (tmp_path / "x.db").mkdir()
    with client(opened) as made:
        assert (made.get("/readyz").status_code, made.get("/healthz").status_code) == (503, 200)


def test_letters_that_may_leave_and_were_never_tried_are_seen_and_those_that_must_wait_are_not(
    unwell: Database,
) -> None:
    def untried(watched: Watched) -> list[int]:
        return [account.untried for account in measure(unwell, watched, unwell_desk.NOW).sight.accounts]

    assert untried(unwell_desk.watched()) == [2, 0, 0]
    held = unwell_desk.watched(may_leave=lambda uow, now: [sa.false()])
    assert untried(held) == [0, 0, 0]


def test_a_letter_that_must_wait_is_not_the_oldest_that_may_go_out(unwell: Database) -> None:
    def oldest() -> object:
        return measure(unwell, unwell_desk.watched(), unwell_desk.NOW).oldest_letter

    assert oldest() is not None
    with unwell.connection() as connection:
        later = unwell_desk.NOW + unwell_desk.EVERY
        connection.execute(sa.update(tables.letters).values(not_before=later))
    assert oldest() is None
