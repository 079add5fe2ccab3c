"""The sample company's four weeks, played through everything: the books are sound, nothing was doubled or lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy

import pytest

from bot.app import App, build
from bot.demo.player import play
from bot.exchange.accounting import BOOKS, book_of
from bot.exchange.exports import KINDS
from bot.exchange.lines import as_csv_lines, as_json_lines
from bot.serving import run_once
from bot.settings import load
from workflows.integrity import problems
from workflows.letters import LetterKind, LetterStatus
from workflows.messages import END_STATES, MessageStatus

MAILS = 48
NOT_IN_THE_STORY = ("returns", "refunds")  # nothing comes back in it, neither goods nor money


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    place = tmp_path_factory.mktemp("demo")
    play(place, port=None)
    app = build(load(place / "bot.toml"), as_of=date(2026, 3, 26))
    yield app
    app.database.close()


def test_every_mail_ends_in_exactly_one_state(desk: App) -> None:
    with desk.database.read() as uow:
        messages = uow.messages.where()
    assert len(messages) == MAILS
    assert {message.state for message in messages} <= END_STATES


def test_most_mails_are_worked_without_a_person_and_none_is_lost_in_quarantine(desk: App) -> None:
    with desk.database.read() as uow:
        states = Counter(message.state for message in uow.messages.where())
    assert states[MessageStatus.QUARANTINED] == 0
    assert states[MessageStatus.DONE] + states[MessageStatus.IGNORED] > MAILS / 2


def test_the_books_are_sound(desk: App) -> None:
    with desk.database.read() as uow:
        assert problems(uow, desk.desk) == []


def test_every_letter_was_sent_exactly_once(desk: App) -> None:
    with desk.database.read() as uow:
        letters = uow.letters.where()
    out = desk.settings.base() / "mail" / "out"
    sent = Counter(
        message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"]
        for part in ("new", "cur")
        for file in (out / part).iterdir()
    )
    assert {letter.state for letter in letters} <= {LetterStatus.SENT, LetterStatus.BOUNCED, LetterStatus.CANCELLED}
    gone = [letter for letter in letters if letter.state is not LetterStatus.CANCELLED]
    assert sent == Counter(letter.message_id for letter in gone)


def test_the_order_that_was_mailed_twice_is_booked_once(desk: App) -> None:
    with desk.database.read() as uow:
        assert len(uow.orders.where(po_number="4500072310")) == 1


def test_nobody_is_reminded_of_what_is_paid_disputed_or_promised(desk: App) -> None:
    """The brewery disputed TL202500530 on 3 March, before the first run: it stands in no letter."""
    with desk.database.read() as uow:
        reminders = uow.letters.where(kind=LetterKind.DUNNING)
    assert reminders
    assert not any("TL202500530" in letter.documents for letter in reminders)
    assert not any("TL202500518" in letter.documents for letter in reminders)  # paid on 6 March


def test_a_bank_account_by_mail_changes_nothing(desk: App) -> None:
    with desk.database.read() as uow:
        harrow = uow.customers.get("G401")
    assert harrow is not None
    assert "GB29NWBK60161331926819" not in harrow.ibans


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NOT_IN_THE_STORY])
def test_every_export_gives_json_and_csv_of_the_same_rows(desk: App, kind: str) -> None:
    with desk.database.read() as uow:
        rows = [json.loads(line) for line in as_json_lines(KINDS[kind](uow, desk.desk, desk.now().date()))]
        lines = list(as_csv_lines(KINDS[kind](uow, desk.desk, desk.now().date())))
    assert rows
    assert lines[0].split(",") == list(rows[0])


@pytest.mark.parametrize("book", BOOKS)
def test_the_books_for_tax_office_and_adviser_balance(desk: App, book: str) -> None:
    with desk.database.read() as uow:
        assert book_of(book, "", uow, desk.desk, desk.now())


def test_the_letters_lie_there_to_be_looked_at(desk: App) -> None:
    letters = desk.settings.base() / "letters"
    kinds = {file.suffix for file in letters.iterdir()}
    assert {".eml", ".pdf"} <= kinds


def test_running_again_and_a_dry_dunning_run_change_nothing(desk: App) -> None:
    def everything(app: App) -> dict[str, list[str]]:
        with app.database.read() as uow:
            return {kind: list(as_json_lines(KINDS[kind](uow, app.desk, app.now().date()))) for kind in KINDS}

    before = everything(desk)
    assert run_once(desk) == []
    desk.dun(dry_run=True)
    assert everything(desk) == before
