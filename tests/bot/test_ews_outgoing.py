"""Letters sent by Exchange, against a server that speaks EWS over HTTP and fails in the middle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.mail.ews_outgoing import EwsOutgoing
from bot.mail.ews_wire import Connection, EwsAccount
from bot.mail.ports import MailError, Outgoing, Sending
from tests.bot.ews_server import EwsServer, Item, Store
from tests.bot.free_port import free_port
from tests.bot.outgoing_contract import OutgoingContract

DESK, CUSTOMER, NAME = "ar@desk.example", "a@kunde.example", "<1@desk.example>"
RAW = f"Message-ID: {NAME}\r\nFrom: {DESK}\r\nTo: A <{CUSTOMER}>\r\nX-O2cbot-Key: L1\r\n\r\nGuten Tag\r\n".encode()


@pytest.fixture
def server() -> Iterator[EwsServer]:
    made = EwsServer()
    made.add(DESK)
    yield made
    made.stop()


@pytest.fixture
def outgoing(server: EwsServer) -> Iterator[EwsOutgoing]:
    made = new_outgoing(server)
    yield made
    made.close()


def new_outgoing(server: EwsServer, *mailboxes: str) -> EwsOutgoing:
    accounts = [EwsAccount(server.endpoint, "desk", one, "secret", "basic") for one in mailboxes or (DESK,)]
    return EwsOutgoing(*(Connection(one, patience_seconds=0.5, first_wait_seconds=0.01) for one in accounts))


class EwsPost:
    def __init__(self, server: EwsServer) -> None:
        self.server = server
        self.outgoing: Outgoing = new_outgoing(server)
        away = EwsAccount(f"http://127.0.0.1:{free_port()}/EWS/Exchange.asmx", "desk", DESK, "secret", "basic")
        self.away: Outgoing = EwsOutgoing(Connection(away))

    def arrived(self) -> list[bytes]:
        return self.server.sent


class TestEws(OutgoingContract):
    @pytest.fixture
    def post(self, server: EwsServer) -> Iterator[EwsPost]:
        made = EwsPost(server)
        yield made
        made.outgoing.close()


def send(outgoing: EwsOutgoing, raw: bytes = RAW, *to: str) -> tuple[Sending, str]:
    sent = outgoing.send(raw, NAME, DESK, to or (CUSTOMER,))
    return sent.outcome, sent.words


def drafts(server: EwsServer) -> list[bytes]:
    return server.mimes(DESK, "Drafts")


def store_of(server: EwsServer) -> Store:
    return server.stores[DESK]


def draft_of(server: EwsServer) -> Item:
    store = store_of(server)
    return next(item for item in store.items.values() if item.folder == store.known["drafts"])


def crash_while_sending(outgoing: EwsOutgoing, server: EwsServer) -> None:
    """The program ends between handing over and the request to send: nothing tidies up."""

    def end() -> None:
        server.fail("FindItem", *["dropped"] * 9)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outgoing.send(RAW, NAME, DESK, [CUSTOMER], end)
    server.faults.clear()


def test_a_letter_goes_out_as_it_is_and_its_copy_lies_in_sent_items(outgoing: EwsOutgoing, server: EwsServer) -> None:
    noted: list[int] = []
    assert outgoing.send(RAW, NAME, DESK, [CUSTOMER], lambda: noted.append(len(server.sent))).outcome is Sending.SENT
    assert server.sent == server.mimes(DESK, "Sent Items") == [RAW] and noted == [0]
    assert drafts(server) == [] and outgoing.find(NAME) is True
    assert server.calls[:4] == ["ConvertId", "FindItem", "CreateItem", "SendItem"]


def test_a_letter_that_was_never_there_is_not_known(outgoing: EwsOutgoing) -> None:
    assert outgoing.find("<other@desk.example>") is None


@pytest.mark.parametrize("fault", ["503", "502", "busy:10", "dropped", "nonsense", "401", "ErrorSendAsDenied"])
def test_a_letter_that_was_not_sent_is_withdrawn_and_sent_later(
    outgoing: EwsOutgoing, server: EwsServer, fault: str
) -> None:
    server.fail("SendItem", fault)
    assert send(outgoing)[0] is Sending.DEFERRED
    assert server.sent == [] and drafts(server) == []
    assert server.calls.count("SendItem") == 1
    assert send(outgoing)[0] is Sending.SENT
    assert server.sent == [RAW]


@pytest.mark.parametrize("fault", ["lost", "cut", "half"])
def test_an_answer_lost_after_the_letter_was_sent_is_settled_by_sent_items(
    outgoing: EwsOutgoing, server: EwsServer, fault: str
) -> None:
    server.fail("SendItem", fault)
    assert send(outgoing)[0] is Sending.SENT
    assert server.sent == [RAW] and server.calls.count("SendItem") == 1


def test_where_nobody_can_look_it_is_uncertain(outgoing: EwsOutgoing, server: EwsServer) -> None:
    server.fail("SendItem", "lost")
    server.fail("FindItem", "", *["dropped"] * 4)
    assert send(outgoing)[0] is Sending.UNCERTAIN
    assert new_outgoing(server).find(NAME) is True


def test_a_letter_that_somebody_moved_out_of_sent_items_is_uncertain(outgoing: EwsOutgoing, server: EwsServer) -> None:
    server.fail("SendItem", "lost")
    server.fail("FindItem", "", *["dropped"] * 4)
    send(outgoing)
    store_of(server).items.clear()
    assert new_outgoing(server).find(NAME) is None


@pytest.mark.parametrize("operation", ["FindItem", "CreateItem"])
@pytest.mark.parametrize("fault", ["dropped", "lost", "busy:2000", "403"])
def test_what_fails_before_the_letter_is_handed_over_is_tried_later(
    outgoing: EwsOutgoing, server: EwsServer, operation: str, fault: str
) -> None:
    server.fail(operation, fault)
    noted: list[bool] = []
    sent = outgoing.send(RAW, NAME, DESK, [CUSTOMER], lambda: noted.append(True))
    assert sent.outcome is Sending.DEFERRED and noted == [] and server.sent == []
    again = new_outgoing(server)
    assert send(again)[0] is Sending.SENT
    assert server.sent == [RAW] and drafts(server) == []


def test_after_a_crash_before_sending_the_draft_proves_that_nobody_got_it(
    outgoing: EwsOutgoing, server: EwsServer
) -> None:
    crash_while_sending(outgoing, server)
    assert len(drafts(server)) == 1
    other = new_outgoing(server)
    assert other.find(NAME) is False and drafts(server) == []
    assert send(other)[0] is Sending.SENT and server.sent == [RAW]


def test_a_request_to_send_that_comes_late_finds_its_draft_withdrawn(outgoing: EwsOutgoing, server: EwsServer) -> None:
    """The old process's request is on its way while the new one looks: it is never both."""
    crash_while_sending(outgoing, server)
    late, key = draft_of(server), draft_of(server).change_key
    server.fail("DeleteItem", *["403"] * 4)  # only the change is done
    with pytest.raises(MailError):
        new_outgoing(server).find(NAME)
    assert late.change_key != key  # so that SendItem with the old key is refused
    assert new_outgoing(server).find(NAME) is False


def test_a_request_to_send_that_was_quicker_is_seen(outgoing: EwsOutgoing, server: EwsServer) -> None:
    crash_while_sending(outgoing, server)
    store, draft = store_of(server), draft_of(server)

    def sent_meanwhile() -> None:
        server.remove(store, draft)
        server.put(store, store.known["sentitems"], draft.mime)

    server.before["UpdateItem"] = sent_meanwhile
    assert new_outgoing(server).find(NAME) is True


def test_a_draft_that_is_gone_in_the_moment_of_looking_leaves_doubt(outgoing: EwsOutgoing, server: EwsServer) -> None:
    crash_while_sending(outgoing, server)
    server.before["UpdateItem"] = lambda: server.remove(store_of(server), draft_of(server))
    assert send(new_outgoing(server))[0] is Sending.UNCERTAIN
    assert server.sent == []


@pytest.mark.parametrize("place", ["drafts", "outbox"])
def test_what_is_submitted_was_handed_over_wherever_it_lies(
    outgoing: EwsOutgoing, server: EwsServer, place: str
) -> None:
    store = store_of(server)
    server.put(store, store.known[place], RAW, draft=True, submitted=True)
    assert outgoing.find(NAME) is True


def test_a_letter_is_found_though_the_server_gave_it_another_message_id(
    outgoing: EwsOutgoing, server: EwsServer
) -> None:
    server.renames_letters = True
    assert send(outgoing)[0] is Sending.SENT
    assert NAME.encode() not in server.mimes(DESK, "Sent Items")[0] and outgoing.find(NAME) is True


@pytest.mark.parametrize(
    ("operation", "code", "outcome"),
    [
        ("CreateItem", "ErrorMimeContentInvalid", Sending.REFUSED),
        ("CreateItem", "ErrorQuotaExceeded", Sending.DEFERRED),
        ("SendItem", "ErrorInvalidRecipients", Sending.REFUSED),
        ("SendItem", "ErrorMessageSizeExceeded", Sending.REFUSED),
    ],
)
def test_the_servers_answer_is_understood(
    outgoing: EwsOutgoing, server: EwsServer, operation: str, code: str, outcome: Sending
) -> None:
    server.fail(operation, code)
    assert send(outgoing)[0] is outcome
    assert server.sent == [] and drafts(server) == []


@pytest.mark.parametrize("to", [("b@kunde.example",), (CUSTOMER, "b@kunde.example")])
def test_nobody_gets_a_letter_who_is_not_meant(outgoing: EwsOutgoing, server: EwsServer, to: tuple[str, ...]) -> None:
    assert send(outgoing, RAW, *to)[0] is Sending.REFUSED
    assert outgoing.send(RAW, NAME, DESK, []).outcome is Sending.REFUSED
    assert server.calls == []


def test_a_letter_that_was_not_let_go_leaves_no_draft(outgoing: EwsOutgoing, server: EwsServer) -> None:
    def refuse() -> None:
        raise LookupError("not ours any more")

    with pytest.raises(LookupError):
        outgoing.send(RAW, NAME, DESK, [CUSTOMER], refuse)
    assert drafts(server) == [] and server.sent == []


def test_check_reaches_the_folders_and_sends_nothing(outgoing: EwsOutgoing, server: EwsServer) -> None:
    outgoing.check()
    server.full_access.clear()
    with pytest.raises(MailError, match="may not open"):
        outgoing.check()
    assert server.sent == []


def test_each_sender_writes_from_its_own_mailbox_and_all_are_looked_through(server: EwsServer) -> None:
    server.add("billing@desk.example")
    both = new_outgoing(server, DESK, "billing@desk.example")
    assert both.send(RAW, NAME, "Billing@desk.example", [CUSTOMER]).outcome is Sending.SENT
    assert server.mimes("billing@desk.example", "Sent Items") == [RAW] and server.mimes(DESK, "Sent Items") == []
    assert both.find(NAME) is True
    assert both.send(RAW, NAME, "somebody@desk.example", [CUSTOMER]).outcome is Sending.SENT
    assert server.mimes(DESK, "Sent Items") == [RAW]
