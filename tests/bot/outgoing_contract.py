"""What every way out must do; a subclass gives a `post`: the adapter, and what arrived where it sends to."""

from __future__ import annotations

from typing import Protocol

import pytest

from bot.mail.ports import ByAttempt, MailError, Outgoing, Sending, Sent

DESK, CUSTOMER = "ar@desk.example", "a@kunde.example"


class Post(Protocol):
    outgoing: Outgoing
    away: Outgoing  # the same to a place that cannot be reached

    def arrived(self) -> list[bytes]: ...


def letter(number: int = 1, body: str = ".Guten Tag\r\n") -> bytes:
    return (
        f"Message-ID: <{number}@desk.example>\r\nFrom: {DESK}\r\nTo: {CUSTOMER}\r\nSubject: {number}\r\n"
        f"X-O2cbot-Key: letter-{number}\r\n\r\n{body}"
    ).encode()


def sent(outgoing: Outgoing, number: int = 1) -> Sent:
    return outgoing.send(letter(number), f"<{number}@desk.example>", DESK, (CUSTOMER,))


class OutgoingContract:
    def test_letters_arrive_whole_and_once(self, post: Post) -> None:
        for number in range(3):
            assert sent(post.outgoing, number).outcome is Sending.SENT
        assert sorted(post.arrived()) == [letter(number) for number in range(3)]

    def test_handing_over_is_told_once_before_anybody_has_the_letter(self, post: Post) -> None:
        had: list[int] = []
        told = post.outgoing.send(
            letter(), "<1@desk.example>", DESK, (CUSTOMER,), lambda: had.append(len(post.arrived()))
        )
        assert (told.outcome, had, len(post.arrived())) == (Sending.SENT, [0], 1)

    def test_a_letter_that_was_not_let_go_never_arrives_and_the_next_one_does(self, post: Post) -> None:
        def refuse() -> None:
            raise LookupError("not ours any more")

        with pytest.raises(LookupError):
            post.outgoing.send(letter(1), "<1@desk.example>", DESK, (CUSTOMER,), refuse)
        assert post.arrived() == []
        assert sent(post.outgoing, 2).outcome is Sending.SENT
        assert post.arrived() == [letter(2)]
        assert not post.outgoing.find("<1@desk.example>")

    def test_what_is_found_was_sent_and_what_was_not_sent_is_not_found(self, post: Post) -> None:
        assert not post.outgoing.find("<1@desk.example>")
        sent(post.outgoing, 1)
        assert post.outgoing.find("<1@desk.example>") is not False
        assert not post.outgoing.find("<2@desk.example>")

    def test_a_check_sends_nothing(self, post: Post) -> None:
        post.outgoing.check()
        assert post.arrived() == []

    def test_after_a_close_it_goes_on(self, post: Post) -> None:
        sent(post.outgoing, 1)
        post.outgoing.close()
        assert sent(post.outgoing, 2).outcome is Sending.SENT
        assert len(post.arrived()) == 2

    def test_what_cannot_be_reached_defers_the_letter_and_fails_the_check(self, post: Post) -> None:
        told = sent(post.away)
        assert told.outcome is Sending.DEFERRED and told.words
        with pytest.raises(MailError):
            post.away.check()

    def test_what_an_earlier_attempt_left_proves_nothing_of_the_next_one(self, post: Post) -> None:
        """A person had it sent again: the copy in the sent mail is the first one's."""
        if not isinstance(post.outgoing, ByAttempt):
            pytest.skip("it keeps no copies that could be mistaken")
        name = "<1@desk.example>"
        post.outgoing.attempt(name, 1)
        assert sent(post.outgoing).outcome is Sending.SENT and post.outgoing.find(name)
        post.outgoing.attempt(name, 2)
        assert not post.outgoing.find(name)
        assert sent(post.outgoing).outcome is Sending.SENT and len(post.arrived()) == 2
        assert post.outgoing.find(name)
