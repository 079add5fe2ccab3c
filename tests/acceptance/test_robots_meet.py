"""Two desks wired to each other over Maildirs, and robots of other makers: at most one automatic answer a thread a day.

The postman carries what each desk puts into its outgoing Maildir to whom it is addressed, as a relay does. A bad relay
takes away every header by which programs know each other and their threads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.exchange.imports import import_file
from bot.mail.maildir import make_maildir
from bot.runtime import Runtime
from bot.settings import load
from tests.acceptance.desk_folder import CONFIG
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.threads import bare_subject

LECHTAL, BRANDL = "auftrag@lechtal.example", "buero@brandl.example"
KNOWN_AS_ROBOTS = ("Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path")
THREAD = ("In-Reply-To", "References")
DAYS = (date(2026, 2, 16), date(2026, 2, 17))
ROUNDS = 5  # of a day
HEAD = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,emails,domains,ibans,payment_days,"
    "currency,credit_limit,dunning_policy,aliases\n"
)


def desk(folder: Path, own: str, name: str, other: str, others_name: str) -> App:
    """A desk whose one customer is the other desk; both know the invoice LT-2025-00090."""
    folder.mkdir()
    config = CONFIG.replace("auftrag@lechtal.example", own).replace("Lechtal Werkzeuge GmbH", name)
    (folder / "bot.toml").write_text(config.replace("forderungen@lechtal.example", f"lead@{own.partition('@')[2]}"))
    domain = other.partition("@")[2]
    tables = {
        "customers": f"{HEAD}K1,DE01,{others_name},DE,de,,,Weg 2,87600,Ort,{other},{domain},,30,EUR,900.00,standard,\n",
        "invoices": "number,customer,company,issue_date,due_date,total,open_amount,currency,po_number,dunning_level\n"
        "LT-2025-00090,K1,DE01,2025-12-01,2025-12-31,119.00,119.00,EUR,,0\n",
    }  # fmt: skip
    app = build(load(folder / "bot.toml"))
    make_maildir(folder / "mail" / "auftrag")
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_text(text)
        with app.database.begin() as uow:
            import_file(kind, folder / f"{kind}.csv", uow, app.desk, app.now())
    return app


def mail(text: str, subject: str, sender: str, to: str, number: int, day: date, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = f"{day:%a, %d %b %Y} 08:00:00 +0100"
    made["Message-ID"] = f"<{number}.{day:%m%d}@{sender.partition('@')[2]}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


Peer = Callable[[EmailMessage, int, date], "EmailMessage | None"]


@dataclass
class Postman:
    """`strip`: headers that get lost on the way; `peer`: a robot that lives at BRANDL instead of a desk."""

    desks: dict[str, App]
    strip: tuple[str, ...] = ()
    peer: Peer | None = None
    carried: int = 0
    seen: set[Path] = field(default_factory=set)

    def drop(self, raw: bytes, app: App) -> None:
        box = app.settings.mailboxes[0].path
        assert box is not None
        self.carried += 1
        (box / "new" / f"{1_770_000_000 + self.carried}.M{self.carried:06d}.post").write_bytes(raw)

    def walk(self, day: date) -> int:
        """Carries what waits; returns how many mails reached a desk or the robot."""
        before = self.carried
        for app in list(self.desks.values()):
            assert app.settings.outgoing is not None and app.settings.outgoing.path is not None
            new = app.settings.outgoing.path / "new"
            for file in sorted(new.iterdir()) if new.is_dir() else []:
                if file not in self.seen:
                    self.seen.add(file)
                    self.carry(file.read_bytes(), day)
        return self.carried - before

    def carry(self, raw: bytes, day: date) -> None:
        letter: Any = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
        for name in self.strip:
            del letter[name]
        to = str(letter["To"])
        for address, app in self.desks.items():
            if address in to:
                self.drop(letter.as_bytes(), app)
        if self.peer is not None and BRANDL in to:
            answer = self.peer(letter, self.carried, day)
            if answer is not None:
                self.drop(answer.as_bytes(), self.desks[LECHTAL])


def live(postman: Postman, day: date) -> None:
    """A day of at most so many rounds; it ends when nobody has anything to say any more."""
    for _ in range(ROUNDS):
        for app in postman.desks.values():
            app.as_of = day
            with Runtime(app) as runtime:
                assert runtime.one_pass() == []
        if not postman.walk(day):
            return


def automatic_answers(app: App) -> list[Letter]:
    with app.database.read() as uow:
        return [letter for letter in uow.letters.where() if letter.is_automatic_answer and letter.sent_at is not None]


def most_in_a_thread_a_day(app: App) -> int:
    """The most automatic answers of a day that stand in one thread, by its first Message-ID or by subject."""
    answers = automatic_answers(app)
    by_root = Counter((letter.created_at.date(), (*letter.references, letter.in_reply_to)[0]) for letter in answers)
    by_subject = Counter((letter.created_at.date(), bare_subject(letter.subject), letter.to) for letter in answers)
    return max((*by_root.values(), *by_subject.values()), default=0)


@pytest.fixture
def lechtal(tmp_path: Path) -> Iterator[App]:
    app = desk(tmp_path / "lechtal", LECHTAL, "Lechtal Werkzeuge GmbH", BRANDL, "Schreinerei Brandl GmbH")
    yield app
    app.database.close()


@pytest.fixture
def brandl(tmp_path: Path, lechtal: App) -> Iterator[App]:
    app = desk(tmp_path / "brandl", BRANDL, "Schreinerei Brandl GmbH", LECHTAL, "Lechtal Werkzeuge GmbH")
    app.scorer = lechtal.scorer
    yield app
    app.database.close()


QUESTION = "Guten Tag,\n\nbitte senden Sie uns einen aktuellen Kontoauszug.\n\nMit freundlichen Grüßen\nEva Brandl\n"
COMPLAINT = (
    "Guten Tag,\n\nauf der Rechnung LT-2025-00090 stimmt der Preis nicht, vereinbart waren 90,00 EUR.\n\n"
    "Mit freundlichen Grüßen\nEva Brandl\n"
)


@pytest.mark.parametrize("strip", [(), KNOWN_AS_ROBOTS, (*KNOWN_AS_ROBOTS, *THREAD)], ids=["fair", "bad", "worst"])
def test_two_desks_that_answer_each_other_fall_silent(lechtal: App, brandl: App, strip: tuple[str, ...]) -> None:
    postman = Postman({LECHTAL: lechtal, BRANDL: brandl}, strip)
    for number, day in enumerate(DAYS):
        postman.drop(mail(QUESTION, "Kontoauszug", BRANDL, LECHTAL, 2 * number, day).as_bytes(), lechtal)
        postman.drop(mail(COMPLAINT, "LT-2025-00090", LECHTAL, BRANDL, 2 * number + 1, day).as_bytes(), brandl)
        live(postman, day)
    assert automatic_answers(lechtal), "nobody answered: the test proves nothing"
    assert most_in_a_thread_a_day(lechtal) <= 1 and most_in_a_thread_a_day(brandl) <= 1
    assert postman.walk(DAYS[-1]) == 0


def chatterer(letter: EmailMessage, number: int, day: date) -> EmailMessage:
    """Asks again whatever it gets, in the thread, without a word that it is a program."""
    thread = {"In_Reply_To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])}
    return mail(QUESTION, f"Re: {letter['Subject']}", BRANDL, LECHTAL, 100 + number, day, **thread)


def forgetful(letter: EmailMessage, number: int, day: date) -> EmailMessage:
    """The same without the headers of a thread."""
    return mail(QUESTION, f"AW: {letter['Subject']}", BRANDL, LECHTAL, 100 + number, day)


def away(letter: EmailMessage, number: int, day: date) -> EmailMessage:
    """An out-of-office of a program that sets no header."""
    text = (
        "Guten Tag,\n\nich bin bis zum 27.02.2026 nicht im Büro und beantworte Ihre Nachricht danach.\n\nEva Brandl\n"
    )
    return mail(text, f"Abwesenheitsnotiz: {letter['Subject']}", BRANDL, LECHTAL, 100 + number, day)


@pytest.mark.parametrize("peer", [chatterer, forgetful, away])
def test_a_robot_of_another_maker_gets_one_answer_a_thread_a_day(lechtal: App, peer: Peer) -> None:
    postman = Postman({LECHTAL: lechtal}, peer=peer)
    for number, day in enumerate(DAYS):
        postman.drop(mail(QUESTION, "Kontoauszug", BRANDL, LECHTAL, number, day).as_bytes(), lechtal)
        live(postman, day)
    assert len(automatic_answers(lechtal)) == len(DAYS)
    assert most_in_a_thread_a_day(lechtal) == 1


def test_an_absence_is_kept_with_its_day_and_the_clock_of_dunning_runs_on(lechtal: App) -> None:
    postman = Postman({LECHTAL: lechtal}, peer=away)
    lechtal.as_of = DAYS[0]
    letters, refused = lechtal.dun(dry_run=False)
    assert len(letters) == 1 and refused == []
    live(postman, DAYS[0])
    live(postman, DAYS[0])
    with lechtal.database.read() as uow:
        note = uow.addresses.get(BRANDL)
        item = uow.open_items.get("LT-2025-00090")
        assert note is not None and note.absent_until == date(2026, 2, 28)
        assert item is not None and item.dunning_level == 1
    assert automatic_answers(lechtal) == []


def test_a_robot_that_begins_a_new_thread_each_time_meets_the_senders_budget(lechtal: App) -> None:
    def inventive(letter: EmailMessage, number: int, day: date) -> EmailMessage:
        return mail(QUESTION, f"Anliegen {number}", f"buero+{number}@brandl.example", LECHTAL, 100 + number, day)

    postman = Postman({LECHTAL: lechtal}, peer=inventive)
    for number in range(14):
        first = mail(QUESTION, f"Frage {number}", BRANDL, LECHTAL, number, DAYS[0])
        postman.drop(first.as_bytes(), lechtal)
    live(postman, DAYS[0])
    assert len(automatic_answers(lechtal)) == lechtal.desk.answers.to_sender


def undeliverable(letter: Letter, address: str) -> bytes:
    return (
        f"From: Mail System <mailer-daemon@relay.example>\nTo: {LECHTAL}\nReturn-Path: <>\nSubject: Undelivered Mail\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
        "Message-ID: <dsn@relay.example>\n\n"
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {letter.message_id}\nTo: {address}\n\n--b--\n"
    ).encode()


def test_a_reminder_that_came_back_does_not_count_and_the_next_run_writes_to_another_address(lechtal: App) -> None:
    postman = Postman({LECHTAL: lechtal})
    with lechtal.database.begin() as uow:
        known = uow.customers.get("K1")
        assert known is not None
        uow.customers.put(replace(known, emails=(BRANDL, "chef@brandl.example")))
    lechtal.as_of = DAYS[0]
    lechtal.dun(dry_run=False)
    live(postman, DAYS[0])
    with lechtal.database.read() as uow:
        (first,) = uow.letters.where(kind=LetterKind.DUNNING)
    assert (first.state, first.to) == (LetterStatus.SENT, (BRANDL,))
    postman.drop(undeliverable(first, BRANDL), lechtal)
    live(postman, DAYS[0])
    with lechtal.database.read() as uow:
        item = uow.open_items.get("LT-2025-00090")
        assert item is not None and item.dunning_level == 0
    lechtal.as_of = DAYS[1]
    lechtal.dun(dry_run=False)
    live(postman, DAYS[1])
    with lechtal.database.read() as uow:
        letters = {letter.to: letter.state for letter in uow.letters.where(kind=LetterKind.DUNNING)}
        assert letters == {(BRANDL,): LetterStatus.BOUNCED, ("chef@brandl.example",): LetterStatus.SENT}
        assert uow.cases.where() == []
