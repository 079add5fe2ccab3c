"""A folder of Microsoft 365 as mailbox, against a Graph in memory that fails where the test wants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.mail.graph import GraphMailbox
from bot.mail.graph_service import CONCURRENT, PIECE_BYTES, is_cut
from bot.mail.ports import Cursor, Listing, Mailbox, MailError
from tests.bot.graph_desk import Time, service
from tests.bot.graph_server import EPOCH, Box, GraphServer
from tests.bot.mailbox_contract import MailboxContract, fetched, giant, mail

USER = "ar@desk.example"


class GraphBox:
    """A mailbox of Microsoft 365 as another mail program has it."""

    def __init__(self, server: GraphServer, base: Path) -> None:
        self.server, self.box, self.time = server, server.box(USER), Time()
        self.service = service(server, base, self.time)
        self.mailbox: Mailbox = GraphMailbox(self.service, USER)

    def limited(self, largest_bytes: int) -> Mailbox:
        return GraphMailbox(self.service, USER, largest_bytes=largest_bytes)

    def deliver(self, *raws: bytes) -> None:
        for raw in raws:
            self.box.put(raw)

    def folder(self, name: str) -> list[bytes]:
        return [item.raw for item in self.box.inside(self.box.by_path(name))]

    def seen(self) -> int:
        return sum(item.seen for item in self.box.items.values())

    def cursor(self) -> Cursor:
        """Of everything that is there now."""
        return [batch.cursor for batch in self.mailbox.fetch(None)][-1]


@pytest.fixture
def server() -> Iterator[GraphServer]:
    made = GraphServer()
    yield made
    made.stop()


@pytest.fixture
def box(server: GraphServer, tmp_path: Path) -> Iterator[GraphBox]:
    made = GraphBox(server, tmp_path)
    yield made
    made.mailbox.close()


class TestGraph(MailboxContract):
    pass


def test_every_request_asks_for_ids_that_survive_a_move(box: GraphBox) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
    asked = [headers for _, there, headers in box.server.requests if there.startswith("/v1.0")]
    assert asked and all('IdType="ImmutableId"' in headers["Prefer"] for headers in asked)


def test_a_stop_in_the_middle_of_a_long_list_loses_nothing(box: GraphBox) -> None:
    box.deliver(*(mail(number) for number in range(120)))
    box.server.page = 7
    first = next(iter(box.mailbox.fetch(None)))
    again = GraphMailbox(box.service, USER)
    got = [one.raw for batch in again.fetch(first.cursor) for one in batch.mails]
    assert set(got) | {one.raw for one in first.mails} == {mail(number) for number in range(120)}


def test_only_what_changed_since_the_cursor_is_fetched(box: GraphBox) -> None:
    box.deliver(*(mail(number) for number in range(30)))
    cursor = box.cursor()
    box.deliver(mail(31))
    before = box.server.asked("GET", r"/\$value$")
    assert [one.raw for one in fetched(box, cursor)] == [mail(31)]
    assert box.server.asked("GET", r"/\$value$") == before + 1


def test_a_poll_with_nothing_new_is_one_request(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    before = len(box.server.requests)
    assert fetched(box, cursor) == []
    assert len(box.server.requests) == before + 1


def test_a_mail_that_was_read_by_a_person_is_not_fetched_again(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    (item,) = box.box.inside("inbox-id")
    box.box.changes.append(("inbox-id", item.id))
    assert fetched(box, cursor) == []


def test_a_mail_that_a_person_puts_back_is_fetched_again(box: GraphBox) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
    box.box.move(box.box.items[batch.mails[0].uid], "inbox-id")
    (again,) = fetched(box, batch.cursor)
    assert (again.uid, again.lasting_uid) == (batch.mails[0].uid, True)


def test_an_expired_link_fetches_the_whole_folder(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    box.deliver(mail(2))
    box.server.expired_links = True
    assert [one.raw for one in fetched(box, cursor)] == [mail(1), mail(2)]


def test_a_folder_made_anew_is_another_generation(box: GraphBox) -> None:
    box.box.folders["f1"] = ("", "Orders")
    mailbox = GraphMailbox(box.service, USER, "Orders")
    box.box.put(mail(1), "f1")
    (batch,) = mailbox.fetch(None)
    box.box.remove(box.box.items[batch.mails[0].uid])
    del box.box.folders["f1"]
    box.box.folders["f2"] = ("", "Orders")
    box.box.put(mail(2), "f2")
    with pytest.raises(MailError):  # the poll that finds out
        list(mailbox.fetch(batch.cursor))
    (again,) = mailbox.fetch(batch.cursor)
    assert again.generation != batch.generation and [one.raw for one in again.mails] == [mail(2)]


def test_a_mail_deleted_meanwhile_is_passed_over(box: GraphBox) -> None:
    box.deliver(mail(1), mail(2), mail(3))
    gone = box.box.inside("inbox-id")[1]
    box.server.fail("GET", gone.id + r"/\$value", 404, code="ErrorItemNotFound")
    assert [one.raw for one in fetched(box)] == [mail(1), mail(3)]


def test_where_the_whole_mailbox_is_gone_no_mail_is_passed_over(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    box.deliver(mail(2))
    box.server.fail("GET", r"/\$value", 404, code="ErrorInvalidUser")
    with pytest.raises(MailError, match="no such mailbox"):
        list(box.mailbox.fetch(cursor))
    assert [one.raw for one in fetched(box, cursor)] == [mail(2)]


def test_mails_of_the_same_second_keep_their_order(box: GraphBox) -> None:
    box.deliver(*(mail(number) for number in range(30)))
    for item in box.box.items.values():
        item.received = EPOCH
    assert [one.raw for one in fetched(box)] == [mail(number) for number in range(30)]


def test_a_mail_that_graph_cannot_give_is_named_and_holds_up_no_other(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    box.deliver(mail(2), mail(3))
    bad = box.box.inside("inbox-id")[1]
    box.server.fail("GET", bad.id + r"/\$value", 500, code="ErrorMimeContentConversionFailed", times=6)
    got = []
    with pytest.raises(MailError, match=r"1 mails cannot be fetched.*ErrorMimeContentConversionFailed"):
        for batch in box.mailbox.fetch(cursor):
            got += [one.raw for one in batch.mails]
            cursor = batch.cursor
    assert got == [mail(3)]
    assert [one.raw for one in fetched(box, cursor)] == [mail(2)]  # asked for again until it can be given


@pytest.mark.parametrize("where", ["/delta", r"/\$value$"])
@pytest.mark.parametrize("cut", ["before", "body", "after"])
def test_a_connection_that_is_cut_is_made_anew(box: GraphBox, where: str, cut: str) -> None:
    box.deliver(mail(1), mail(2))
    box.server.fail("GET", where, cut=cut)
    assert [one.raw for one in fetched(box)] == [mail(1), mail(2)]


def test_throttling_waits_as_long_as_graph_says(box: GraphBox) -> None:
    box.deliver(mail(1))
    box.server.fail("GET", "/delta", 429, headers={"Retry-After": "17"})
    assert len(fetched(box)) == 1
    assert box.time.waits == [17]


def test_throttling_without_a_time_waits_longer_each_time(box: GraphBox) -> None:
    box.deliver(mail(1))
    box.server.fail("GET", "/delta", 503, times=4)
    assert len(fetched(box)) == 1
    assert [2**number <= wait <= 1.5 * 2**number for number, wait in enumerate(box.time.waits)] == [True] * 4


def test_a_long_pause_ends_the_poll_and_is_kept_by_the_next_ones(box: GraphBox) -> None:
    box.server.fail("GET", "/delta", 429, headers={"Retry-After": "600"}, code="ApplicationThrottled")
    with pytest.raises(MailError, match="ApplicationThrottled"):
        list(box.mailbox.fetch(None))
    before = len(box.server.requests)
    with pytest.raises(MailError, match="600 s more"):
        list(box.mailbox.fetch(None))
    assert len(box.server.requests) == before and box.time.waits == []
    box.time.now += 601
    assert fetched(box) == []


def test_a_service_that_stays_down_is_given_up_after_some_tries(box: GraphBox) -> None:
    box.server.fail("GET", "/delta", 503, times=100)
    with pytest.raises(MailError, match="503"):
        list(box.mailbox.fetch(None))
    assert box.server.asked("GET", "/delta") <= 6


def test_a_token_that_ran_out_is_renewed_once(box: GraphBox) -> None:
    box.deliver(mail(1))
    box.mailbox.check()
    box.server.tokens.clear()
    assert len(fetched(box)) == 1
    assert len(box.server.grants) == 2


def test_a_token_that_is_never_taken_is_no_endless_loop(box: GraphBox) -> None:
    box.server.fail("GET", "/mailFolders", 401, times=100)
    with pytest.raises(MailError, match="compare tenant and scope"):
        box.mailbox.check()
    assert len(box.server.grants) == 2


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "ErrorAccessDenied", "grant the application Mail.ReadWrite"),
        (404, "ErrorInvalidUser", "no such mailbox"),
        (404, "MailboxNotEnabledForRESTAPI", "no such mailbox"),
    ],
)
def test_what_an_administrator_must_do_is_said(box: GraphBox, status: int, code: str, words: str) -> None:
    box.server.fail("GET", "/mailFolders", status, code=code)
    with pytest.raises(MailError, match=words):
        box.mailbox.check()


def test_folders_are_found_by_path_and_by_the_names_that_every_language_has(box: GraphBox) -> None:
    box.deliver(*(mail(number) for number in range(3)))
    (batch,) = box.mailbox.fetch(None)
    for one, folder in zip(batch.mails, ["Done/2026's", "INBOX/Fertig", "Archive"], strict=True):
        box.mailbox.move(batch.generation, [one.uid], folder)
    assert box.folder("Done/2026's") == [mail(0)]
    assert box.folder("inbox/Fertig") == [mail(1)]
    assert box.folder("archive") == [mail(2)]
    with pytest.raises(MailError, match="no folder 'Missing'"):
        GraphMailbox(box.service, USER, "Missing").check()


def test_a_folder_that_somebody_else_makes_at_the_same_time_is_used(box: GraphBox) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    box.server.fail("POST", "/mailFolders$", 409, code="ErrorFolderExists", done=True)
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
    assert box.folder("Processed") == [mail(1)]


def test_where_a_person_put_a_mail_it_stays(box: GraphBox) -> None:
    box.deliver(mail(1))
    (batch,) = box.mailbox.fetch(None)
    box.box.move(box.box.items[batch.mails[0].uid], "archive-id")
    box.mailbox.move(batch.generation, [batch.mails[0].uid], "Processed")
    assert box.folder("archive") == [mail(1)] and box.folder("Processed") == []


def test_a_link_that_leads_elsewhere_is_not_followed(box: GraphBox) -> None:
    box.deliver(mail(1))
    cursor = box.cursor()
    with pytest.raises(MailError, match="leads elsewhere"):
        list(box.mailbox.fetch(Cursor(cursor.generation, "http://127.0.0.1:1/v1.0/delta")))


def test_four_requests_at_a_time_and_no_more(box: GraphBox) -> None:
    box.deliver(*(mail(number) for number in range(40)))
    box.server.gate = threading.Barrier(CONCURRENT)  # nobody gets on before four are there
    assert len(fetched(box)) == 40
    assert box.server.busiest == CONCURRENT


def test_a_shared_mailbox_is_named_by_its_user(box: GraphBox) -> None:
    box.server.box("Factures-FR@desk.example").put(mail(7))
    shared = GraphMailbox(box.service, "Factures-FR@desk.example")
    assert [one.raw for batch in shared.fetch(None) for one in batch.mails] == [mail(7)]


FAULTS: tuple[dict[str, object], ...] = (
    {"status": 429, "headers": {"Retry-After": "3"}, "times": 2},
    {"status": 429},
    {"status": 503},
    {"status": 504, "done": True},
    {"status": 401},
    {"cut": "before"},
    {"cut": "after"},
    {"cut": "body"},
)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_whatever_request_fails_everything_is_fetched_and_moved_once(box: GraphBox, fault: dict[str, object]) -> None:
    box.server.page = 2
    for number in range(40):
        box.box = box.server.boxes[USER] = Box()
        box.mailbox = GraphMailbox(box.service, USER)
        box.deliver(*(mail(one) for one in range(5)))
        box.server.faults.clear()
        box.server.fail(".*", "/v1.0/", **{"status": 0, **fault}, passed=number)  # type: ignore[arg-type]
        (batch,) = box.mailbox.fetch(None)
        box.mailbox.move(batch.generation, [one.uid for one in batch.mails], "Done/2026")
        assert [one.raw for one in batch.mails] == [mail(one) for one in range(5)]
        assert sorted(box.folder("Done/2026")) == sorted(mail(one) for one in range(5))
        assert box.box.inside("inbox-id") == [] and fetched(box, batch.cursor) == []
        if box.server.faults[0].passed >= 0:
            break  # there are no more requests that could fail
    assert 20 < number < 39


def test_a_mail_that_turns_out_heavy_comes_by_itself_and_in_its_place(
    box: GraphBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mail.graph.LIGHT_BYTES", 1_000)
    heavy = b"Subject: heavy\r\n\r\n" + b"x" * 5_000
    box.deliver(mail(1), mail(2), heavy, mail(4))
    batches = [[one.raw for one in batch.mails] for batch in box.mailbox.fetch(None)]
    assert batches == [[mail(1), mail(2)], [heavy], [mail(4)]]


def test_what_graph_cannot_give_is_named_by_the_comparison(box: GraphBox) -> None:
    box.deliver(mail(1), mail(2))
    assert isinstance(box.mailbox, Listing)
    generation, uids = box.mailbox.listed(date(2026, 1, 1))
    box.server.fail("GET", r"/\$value", 500, times=9)
    batches = list(box.mailbox.pick(generation, uids[:1]))
    assert [(batch.mails, batch.not_given) for batch in batches] == [((), (uids[0],))]


def test_an_answer_without_end_is_cut_off(box: GraphBox) -> None:
    box.deliver(giant(1))
    id = next(iter(box.box.items))
    answer = box.service.ask(USER, "GET", f"/messages/{id}/$value", most_bytes=1_000)
    assert is_cut(answer) == len(giant(1)) and len(answer.content) <= 1_000 + PIECE_BYTES
