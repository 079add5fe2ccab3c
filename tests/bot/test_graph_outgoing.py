"""Microsoft 365 as outgoing mail, against a Graph in memory: once, or uncertain, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.mail.graph_outgoing import KEY, GraphOutgoing
from bot.mail.graph_parts import lightened
from bot.mail.graph_service import GraphService
from bot.mail.ports import ByAttempt, MailError, Outgoing, Sending
from tests.bot.free_port import free_port
from tests.bot.graph_desk import Time, service, tokens
from tests.bot.graph_server import Box, GraphServer
from tests.bot.outgoing_contract import CUSTOMER, DESK, OutgoingContract, letter, sent

ID = "<1@desk.example>"
FAULTS: tuple[dict[str, object], ...] = (
    {"status": 429, "headers": {"Retry-After": "3"}, "times": 2},
    {"status": 503},
    {"status": 500, "done": True},
    {"status": 401},
    {"cut": "before"},
    {"cut": "after"},
    {"cut": "body"},
)


class GraphPost:
    def __init__(self, server: GraphServer, base: Path) -> None:
        self.server, self.box, self.time = server, server.box(DESK), Time()
        self.outgoing: Outgoing = GraphOutgoing(service(server, base, self.time), (DESK,))
        nobody = GraphService(f"http://127.0.0.1:{free_port()}", tokens(server, base), self.time.pause, self.time)
        self.away: Outgoing = GraphOutgoing(nobody, (DESK,))

    def arrived(self) -> list[bytes]:
        return [raw for _, raw in self.server.wire]

    def drafts(self) -> list[bytes]:
        return [item.raw for item in self.box.inside("drafts-id")]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[GraphPost]:
    server = GraphServer()
    made = GraphPost(server, tmp_path)
    yield made
    made.outgoing.close()
    server.stop()


class TestGraphOutgoing(OutgoingContract):
    pass


def test_no_draft_stays_behind(post: GraphPost) -> None:
    sent(post.outgoing)
    assert post.drafts() == [] and post.outgoing.find(ID) is True


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_lost_answer_to_sending_is_settled_by_looking(post: GraphPost, cut: str) -> None:
    post.server.sent_copy_after = 1  # the copy is not there at once
    post.server.fail("POST", "/send$", cut=cut)
    told = sent(post.outgoing)
    assert told.outcome is (Sending.SENT if cut == "after" else Sending.DEFERRED)
    assert len(post.arrived()) == (cut == "after") and post.drafts() == []


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("status", [500, 503, 504])
def test_a_failure_of_the_server_while_sending_is_settled_by_looking(post: GraphPost, status: int, done: bool) -> None:
    post.server.fail("POST", "/send$", status, done=done)
    assert sent(post.outgoing).outcome is (Sending.SENT if done else Sending.DEFERRED)
    assert len(post.arrived()) == done and post.drafts() == []


@pytest.mark.parametrize("keeps_id", [True, False])
@pytest.mark.parametrize("header", [True, False])
def test_a_copy_is_found_whatever_exchange_did_to_its_ids(post: GraphPost, keeps_id: bool, header: bool) -> None:
    post.server.sent_copy_keeps_id = keeps_id
    post.server.keeps_message_ids = post.server.takes_message_ids = header
    told = sent(post.outgoing)
    assert told.outcome is Sending.SENT and ("exchange.example" in told.words) is not header
    assert post.outgoing.find(ID) is True


def test_our_message_id_is_put_back_where_exchange_took_another(post: GraphPost) -> None:
    post.server.keeps_message_ids = False
    assert sent(post.outgoing).words == ""
    assert [item.message_id for item in post.box.inside("sentitems-id")] == [ID]


def test_after_a_crash_a_draft_that_still_lies_there_was_not_sent_and_is_removed(post: GraphPost) -> None:
    post.box.put(letter(), "drafts-id", draft=True)
    assert post.outgoing.find(ID) is False
    assert post.drafts() == [] and post.arrived() == []


def test_a_cloud_without_permanent_delete_has_its_drafts_deleted(post: GraphPost) -> None:
    post.server.has_permanent_delete = False
    post.box.put(letter(), "drafts-id", draft=True)
    assert post.outgoing.find(ID) is False and post.drafts() == []


def test_a_draft_that_cannot_be_removed_stays_uncertain(post: GraphPost) -> None:
    post.box.put(letter(), "drafts-id", draft=True)
    post.server.fail("POST", "permanentDelete", 403, times=9)
    post.server.fail("DELETE", "/messages/", 403, times=9)
    assert post.outgoing.find(ID) is None


def test_after_a_crash_what_lies_nowhere_is_uncertain(post: GraphPost) -> None:
    assert post.outgoing.find(ID) is None
    assert 10 < post.time.now < 60


def test_a_copy_that_comes_some_seconds_later_is_waited_for(post: GraphPost) -> None:
    post.server.sent_copy_after = 3
    sent(post.outgoing)
    assert post.outgoing.find(ID) is True


def test_a_draft_of_an_attempt_that_crashed_is_removed_by_the_next_one(post: GraphPost) -> None:
    left = post.box.put(letter(), "drafts-id", draft=True)
    left.message_id, left.properties = "<other@exchange.example>", {KEY: "letter-1"}  # before it could be marked
    assert sent(post.outgoing).outcome is Sending.SENT
    assert post.drafts() == [] and len(post.arrived()) == 1


@pytest.mark.parametrize("path", ["/messages$", "/messages/[^/]+$"])
@pytest.mark.parametrize("cut", ["before", "after"])
def test_what_fails_before_sending_is_tried_later_and_leaves_no_two_letters(
    post: GraphPost, path: str, cut: str
) -> None:
    post.server.fail("POST" if path.endswith("messages$") else "PATCH", path, cut=cut, times=6)
    assert sent(post.outgoing).outcome is Sending.DEFERRED
    post.server.faults.clear()
    assert sent(post.outgoing).outcome is Sending.SENT
    assert len(post.arrived()) == 1 and post.drafts() == []


def test_throttled_sending_waits_and_sends_once(post: GraphPost) -> None:
    post.server.fail("POST", "/send$", 429, headers={"Retry-After": "9"}, times=2)
    assert sent(post.outgoing).outcome is Sending.SENT
    assert post.time.waits == [9, 9] and len(post.arrived()) == 1


def test_throttled_for_long_the_letter_waits_in_the_outbox(post: GraphPost) -> None:
    post.server.fail("POST", "/send$", 429, headers={"Retry-After": "900"})
    told = sent(post.outgoing)
    assert told.outcome is Sending.DEFERRED and "throttles" in told.words
    assert post.arrived() == []
    post.time.now += 901
    assert sent(post.outgoing).outcome is Sending.SENT
    assert len(post.arrived()) == 1 and post.drafts() == []


@pytest.mark.parametrize(
    ("status", "code", "outcome", "words"),
    [
        (400, "ErrorInvalidRecipients", Sending.REFUSED, "ErrorInvalidRecipients"),
        (413, "ErrorMessageSizeExceeded", Sending.REFUSED, "too big"),
        (403, "ErrorSendAsDenied", Sending.DEFERRED, "Mail.Send"),
    ],
)
def test_what_graph_refuses_nobody_has(post: GraphPost, status: int, code: str, outcome: Sending, words: str) -> None:
    post.server.fail("POST", "/send$", status, code=code)
    told = sent(post.outgoing)
    assert told.outcome is outcome and words in told.words
    assert post.drafts() == [] and post.arrived() == []


def test_the_sender_has_a_mailbox_of_its_own_or_the_first_one_sends(post: GraphPost, tmp_path: Path) -> None:
    users = ("first@desk.example", DESK)
    post.server.box(users[0])
    outgoing = GraphOutgoing(service(post.server, tmp_path, post.time), users)
    for sender in (DESK.upper(), "other@desk.example"):
        outgoing.send(letter(), ID, sender, (CUSTOMER,))
    assert [user for user, _ in post.server.wire] == [DESK, users[0]]
    outgoing.close()


@pytest.mark.parametrize("to", [("a@b\r\nBcc: x@y",), ("<a@b>",), ("a b@c",), ("ä@b",), (), ("other@kunde.example",)])
def test_nobody_gets_it_but_who_stands_in_the_headers(post: GraphPost, to: tuple[str, ...]) -> None:
    assert post.outgoing.send(letter(), ID, DESK, to).outcome is Sending.REFUSED
    assert post.server.requests == []


def big(*sizes: int, original: bytes = b"") -> bytes:
    made = EmailMessage(policy=policy.SMTP)
    made["Message-ID"], made["From"], made["To"] = ID, DESK, CUSTOMER
    made.set_content("Guten Tag, anbei die Rechnung.\n")
    for number, size in enumerate(sizes):
        made.add_attachment(
            bytes([65 + number]) * size, maintype="application", subtype="pdf", filename=f"é{number}.pdf"
        )
    if original:
        made.add_attachment(message_from_bytes(original, policy=policy.SMTP), filename="original.eml")
    return made.as_bytes()


def test_a_big_letters_attachments_travel_by_themselves(post: GraphPost) -> None:
    raw = big(2_000_000, 5_000_000, 900_000, original=letter(7))
    assert post.outgoing.send(raw, ID, DESK, (CUSTOMER,)).outcome is Sending.SENT
    (copy,) = post.box.inside("sentitems-id")
    inside = {part.get_filename(): part.get_payload(decode=True) for part in message_from_bytes(
        copy.raw, policy=policy.default).iter_attachments()}  # fmt: skip
    for name, content_type, content in copy.attachments:
        assert content_type == "application/pdf"
        inside[name] = content
    assert {name: content for name, content in inside.items() if str(name).endswith("pdf")} == {
        "é0.pdf": b"A" * 2_000_000,
        "é1.pdf": b"B" * 5_000_000,
        "é2.pdf": b"C" * 900_000,
    }
    assert len(copy.raw) < 3_000_000 and b"Guten Tag, anbei" in copy.raw and b"original.eml" in copy.raw


def test_an_original_that_travels_by_itself_keeps_its_bytes() -> None:
    original = b"From: a@b.example\r\nX-Odd:   two  spaces\r\n\r\n" + b"x" * 70 + b"\r\n" + b"end\r\n"
    piece = (
        b'Content-Type: multipart/mixed; boundary="=_1"\r\n\r\n--=_1\r\nContent-Type: text/plain\r\n\r\nHallo\r\n'
        b"--=_1\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=o.eml\r\n\r\n"
        + original
        + b"\r\n--=_1--\r\n"
    )
    rest, (loose,) = lightened(piece, limit=len(piece) - 10)
    assert (loose.name, loose.content_type, loose.bytes) == ("o.eml", "message/rfc822", original)
    assert rest == piece.replace(piece[piece.index(b"\r\n--=_1\r\nContent-Type: message") : -11], b"")


def test_a_letter_whose_text_alone_is_too_big_is_refused_in_words(post: GraphPost) -> None:
    told = post.outgoing.send(letter(1, "x" * 76 + "\r\n" * 3_100_000), ID, DESK, (CUSTOMER,))
    assert told.outcome is Sending.REFUSED and "too big for Microsoft Graph" in told.words


def test_an_upload_never_takes_the_token_elsewhere(post: GraphPost) -> None:
    assert post.outgoing.send(big(4_000_000), ID, DESK, (CUSTOMER,)).outcome is Sending.SENT
    uploads = [headers for _, there, headers in post.server.requests if there.startswith("/upload/")]
    assert len(uploads) == 2 and not any("authorization" in {name.lower() for name in one} for one in uploads)


def test_what_cannot_be_looked_up_is_said(post: GraphPost) -> None:
    post.server.fail("GET", "/mailFolders/sentitems/messages", 403, times=9)
    with pytest.raises(MailError, match="access is denied"):
        post.outgoing.find(ID)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_whatever_request_fails_the_letter_goes_out_once_and_its_outcome_is_true(
    post: GraphPost, fault: dict[str, object]
) -> None:
    for number in range(12):
        post.box = post.server.boxes[DESK] = Box()
        post.server.wire.clear()
        post.server.faults.clear()
        post.server.fail(".*", "/v1.0/", **{"status": 0, **fault}, passed=number)  # type: ignore[arg-type]
        told = sent(post.outgoing)
        assert told.outcome in (Sending.SENT, Sending.DEFERRED)
        assert len(post.arrived()) == (told.outcome is Sending.SENT)
        post.server.faults.clear()
        if told.outcome is Sending.DEFERRED:  # the outbox tries again
            assert sent(post.outgoing).outcome is Sending.SENT
        assert post.arrived() == [letter()] and post.drafts() == [] and post.outgoing.find(ID) is True


def test_without_a_token_at_the_last_moment_nobody_has_the_letter(post: GraphPost) -> None:
    def lose_the_token() -> None:
        post.server.tokens.clear()
        post.server.refuse_grants = {"error": "invalid_client", "error_description": "AADSTS7000222"}

    told = post.outgoing.send(letter(), ID, DESK, (CUSTOMER,), lose_the_token)
    assert told.outcome is Sending.DEFERRED and "client secret has expired" in told.words


def test_after_again_a_lost_sending_is_not_settled_by_the_first_ones_copy(post: GraphPost) -> None:
    assert sent(post.outgoing).outcome is Sending.SENT
    assert isinstance(post.outgoing, ByAttempt)
    post.outgoing.attempt(ID, 2)
    post.server.fail("POST", "/send$", 500, times=9)
    told = sent(post.outgoing)
    assert (told.outcome, len(post.arrived()), post.drafts()) == (Sending.DEFERRED, 1, [])


def test_a_copy_that_came_late_of_an_attempt_before_is_not_the_new_ones(post: GraphPost) -> None:
    post.server.sent_copy_after = 3  # searches
    assert sent(post.outgoing).outcome is Sending.SENT
    assert isinstance(post.outgoing, ByAttempt)
    post.outgoing.attempt(ID, 2)
    assert [post.outgoing.find(ID) for _ in range(2)] == [None, None]
