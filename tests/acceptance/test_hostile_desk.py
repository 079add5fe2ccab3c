"""A desk that gets every hostile message of ours at once goes on: nothing booked, nothing answered, nothing lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.storage.database import open_database
from tests.acceptance.desk_folder import DeskFolder, desk_folder, mail
from tests.bot.hostile_samples import SAMPLES
from workflows.messages import Message, MessageStatus

GOOD = "Guten Tag, bitte liefern Sie auf Bestellung B-1 10 Stück BO-08 zu 12,50 EUR. Danke, Josef Brandl"
FRAUDS: dict[str, tuple[str, dict[str, str]]] = {
    "lookalike": ("info@schreinerei-brandi.example", {}),
    "letters_of_another_script": ("info@schreinerei-br\u0430ndl.example", {}),
    "name_from_a_public_host": ("Schreinerei Brandl <brandl.holz@gmail.com>", {}),
    "address_in_the_name": ('"info@schreinerei-brandl.example" <x@fastpost.example>', {}),
    "answer_elsewhere": ("info@schreinerei-brandl.example", {"Reply-To": "brandl@fastpost.example"}),
    "two_senders": ("info@schreinerei-brandl.example, boss@lechtal.example", {}),
    "our_own_name": ("Lechtal Werkzeuge GmbH <pay@lechtal-zahlung.example>", {}),
    "dmarc_failed": ("info@schreinerei-brandl.example", {"Authentication-Results": "mx.lechtal.example; dmarc=fail"}),
}


RECORDS = ("orders", "invoices", "open_items", "allocations", "entries", "payments", "advices", "cases", "promises",
           "changes", "letters", "customers", "contacts")  # fmt: skip


@dataclass(frozen=True)
class Worked:
    """A desk that has worked all of it: what its books held before and after, and its messages."""

    folder: DeskFolder
    before: dict[str, list[object]]
    after: dict[str, list[object]]
    messages: list[Message]


def books(desk: DeskFolder) -> dict[str, list[object]]:
    database = open_database(f"sqlite:///{desk.path / 'desk.db'}")
    with database.read() as uow:
        found = {name: list(getattr(uow, name).where()) for name in (*RECORDS, "messages")}
    database.close()
    return found


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    desk = desk_folder(tmp_path_factory.mktemp("hostile"))
    text = (desk.path / "bot.toml").read_text(encoding="utf-8")
    desk.write("bot.toml", text + '[security]\nauthserv_ids = ["mx.lechtal.example"]\n')
    for number, make in enumerate(SAMPLES.values()):
        desk.deliver(number, make())
    for number, (sender, headers) in enumerate(FRAUDS.values(), start=1_000):
        raw = mail("Bestellung B-1", GOOD, sender=sender, number=number).decode()
        desk.deliver(number, ("".join(f"{name}: {value}\n" for name, value in headers.items()) + raw).encode())
    before = books(desk)
    result = desk.run("run", "--once")
    assert result.status in (0, 1) and "Traceback" not in result.err, result.err
    after = books(desk)
    return Worked(desk, before, after, after.pop("messages"))  # type: ignore[arg-type]


def test_every_message_ends_in_one_state_and_none_is_acted_upon(worked: Worked) -> None:
    states = Counter(message.state for message in worked.messages)
    assert sum(states.values()) == len(SAMPLES) + len(FRAUDS)
    assert set(states) <= {MessageStatus.REVIEW, MessageStatus.QUARANTINED, MessageStatus.IGNORED}
    assert [message.records for message in worked.messages if message.records] == []


@pytest.mark.parametrize("kind", RECORDS)
def test_nothing_is_booked_changed_answered_or_sent(worked: Worked, kind: str) -> None:
    assert worked.after[kind] == worked.before[kind]
    assert list((worked.folder.path / "mail" / "out" / "new").glob("*")) == []


def test_what_is_quarantined_says_why(worked: Worked) -> None:
    quarantined = [message for message in worked.messages if message.state is MessageStatus.QUARANTINED]
    assert 5 <= len(quarantined) <= 12
    assert all("cannot be read safely: " in message.why for message in quarantined)


def test_whoever_only_seems_to_be_a_customer_is_not_acted_for(worked: Worked) -> None:
    frauds = [message for message in worked.messages if int(message.uid.split(".")[0]) >= 1_770_001_000]
    assert len(frauds) == len(FRAUDS)
    for message in frauds:
        assert '"trust_reasons"' in message.reading and '"against"' in message.reading, message.why


def test_no_file_was_written_beside_the_desk(worked: Worked) -> None:
    written = {
        path.relative_to(worked.folder.path).parts[0] for path in worked.folder.path.rglob("*") if path.is_file()
    }
    others = {name for name in written if not name.startswith(("desk.", "mail", "bot.toml"))}
    assert others <= {"customers.csv", "products.csv", "invoices.csv"}
    assert not Path("/tmp/geschrieben").exists()
