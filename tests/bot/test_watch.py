"""An alarm begins once and ends once, whatever flickers in between; what is wrong follows from figures alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.values import WatchSettings
from bot.watch import (
    LASTING,
    SURE_AFTER,
    AccountSight,
    Alarm,
    CredentialSight,
    DiskSight,
    Kind,
    MailboxSight,
    Sight,
    Wrong,
    back_off,
    moved,
    wiped,
    wrongs,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CALM = 10 * MINUTE
LIMITS = WatchSettings()
UNCERTAIN = Wrong(Kind.UNCERTAIN_LETTERS, "", 2)
OLD = Wrong(Kind.OLDEST_MESSAGE, "", 70)


def mailbox(**changes: object) -> MailboxSight:
    return replace(MailboxSight("ar", MINUTE, since=NOW - timedelta(days=9), good_at=NOW - MINUTE), **changes)  # type: ignore[arg-type]


def kinds(sight: Sight, limits: WatchSettings = LIMITS, started_at: datetime = NOW - timedelta(days=1)) -> list[str]:
    return [one.kind.value for one in wrongs(sight, limits, NOW, started_at)]


def test_a_desk_that_works_has_nothing_wrong() -> None:
    account = AccountSight("ar@desk.example", "FR01", {}, sent_at=NOW - MINUTE)
    disk, credential = DiskSight("desk-1", "the database", 50_000), CredentialSight("outgoing", date(2027, 5, 1))
    assert kinds(Sight((mailbox(),), (account,), (disk,), (credential,), oldest_received=NOW - MINUTE)) == []


@pytest.mark.parametrize(
    ("sight", "kind"),
    [
        (Sight((mailbox(failures=4, good_at=NOW - 31 * MINUTE),)), Kind.NO_GOOD_POLL),
        (Sight((mailbox(failures=4, good_at=None),)), Kind.NO_GOOD_POLL),
        (Sight((mailbox(good_at=NOW - 31 * MINUTE),)), Kind.NO_GOOD_POLL),
        (Sight((mailbox(lag=45 * MINUTE),)), Kind.NOT_FETCHED),
        (Sight((mailbox(missed=1),)), Kind.MISSED_MAILS),
        (Sight(oldest_received=NOW - 61 * MINUTE), Kind.OLDEST_MESSAGE),
        (Sight(quarantined=10), Kind.QUARANTINED),
        (Sight(missing=1), Kind.SUMS),
        (Sight(accounts=(AccountSight("a@b", "X", {}, failing_since=NOW - 61 * MINUTE),)), Kind.NO_GOOD_SEND),
        (Sight(accounts=(AccountSight("a@b", "X", {}, untried=3, idle_since=NOW - 61 * MINUTE),)), Kind.LEFT_LYING),
        (Sight(uncertain=1), Kind.UNCERTAIN_LETTERS),
        (Sight(failed=1), Kind.FAILED_LETTERS),
        (Sight(disks=(DiskSight("desk-1", "the database", 1023),)), Kind.FREE_DISK),
        (Sight(credentials=(CredentialSight("outgoing", date(2026, 12, 7)),)), Kind.CREDENTIAL),
        (Sight(credentials=(CredentialSight("outgoing", None, "the file is not there"),)), Kind.CREDENTIAL),
        (Sight(stopped="501 automatic answers in 30 minutes", held=7), Kind.ANSWERS_STOPPED),
        (Sight(unsound=2, proof="mime:L1 is gone"), Kind.UNSOUND),
    ],
)
def test_what_is_wrong_is_named(sight: Sight, kind: Kind) -> None:
    (one,) = wrongs(sight, LIMITS, NOW, NOW - timedelta(days=1))
    assert one.kind is kind
    assert "{" not in one.sentence() and str(one.figure) in one.sentence()


def test_every_kind_of_wrong_has_its_case_above() -> None:
    cases = test_what_is_wrong_is_named.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {kind for _, kind in cases} == set(Kind)


def test_a_mailbox_that_is_polled_seldom_is_late_after_three_slots() -> None:
    hourly = mailbox(every=timedelta(hours=1), good_at=NOW - timedelta(hours=2))
    assert kinds(Sight((hourly,))) == []
    assert kinds(Sight((replace(hourly, good_at=NOW - timedelta(hours=4)),))) == ["no_good_poll"]


def test_silence_while_nothing_ran_is_not_held_against_a_mailbox_unless_its_poll_fails() -> None:
    quiet = mailbox(good_at=NOW - timedelta(hours=9))
    assert kinds(Sight((quiet,)), started_at=NOW - MINUTE) == []
    assert kinds(Sight((replace(quiet, failures=1),)), started_at=NOW - MINUTE) == ["no_good_poll"]


def test_a_mailbox_that_is_not_configured_any_more_is_left_in_peace() -> None:
    assert kinds(Sight((mailbox(every=timedelta(), good_at=None, failures=9),))) == []


def test_nobody_hears_of_what_is_set_to_zero() -> None:
    off = WatchSettings(
        no_good_poll_minutes=0, no_good_send_minutes=0, oldest_message_minutes=0, uncertain_letters=0,
        failed_letters=0, quarantined_messages=0, free_disk_mb=0, credential_days=0,
    )  # fmt: skip
    sight = Sight(
        (mailbox(failures=9, good_at=None, lag=CALM * 9),),
        (AccountSight("a@b", "X", {}, failing_since=NOW - timedelta(days=1)),),
        (DiskSight("desk-1", "x", 0),),
        (CredentialSight("outgoing", date(2020, 1, 1)),),
        oldest_received=NOW - timedelta(days=9),
        quarantined=99,
        uncertain=9,
        failed=9,
    )
    assert kinds(sight, off) == []


def test_days_are_those_of_the_business_date_and_minutes_those_of_the_real_time() -> None:
    sight = Sight(credentials=(CredentialSight("outgoing", date(2027, 3, 1)),), oldest_received=NOW - 61 * MINUTE)
    found = {one.kind: one.figure for one in wrongs(sight, LIMITS, NOW, NOW, date(2027, 2, 20))}
    assert found == {Kind.CREDENTIAL: 9, Kind.OLDEST_MESSAGE: 61}
    assert Kind.CREDENTIAL not in {one.kind for one in wrongs(sight, LIMITS, NOW, NOW)}


def run(looks: list[tuple[timedelta, list[Wrong]]]) -> tuple[list[Alarm], list[Alarm], tuple[Alarm, ...]]:
    """(begun, ended, still open) after looks, each so long after the one before."""
    now, open_alarms = NOW, ()  # type: tuple[datetime, tuple[Alarm, ...]]
    begun: list[Alarm] = []
    ended: list[Alarm] = []
    for after, wrong in looks:
        now += after
        change = moved(open_alarms, wrong, now, CALM)
        begun += change.begun
        ended += change.ended
        open_alarms = tuple(alarm for alarm in change.kept if alarm.ended_at is None)
    return begun, ended, open_alarms


def test_an_alarm_is_told_when_it_begins_and_when_it_ends_and_not_in_between() -> None:
    begun, ended, left = run([(MINUTE, [UNCERTAIN])] * 30 + [(MINUTE, [])] * 30)
    assert ([alarm.key for alarm in begun], [alarm.key for alarm in ended], left) == (
        [UNCERTAIN_KEY],
        [UNCERTAIN_KEY],
        (),
    )


UNCERTAIN_KEY = (Kind.UNCERTAIN_LETTERS, "")


def test_what_flickers_is_one_alarm() -> None:
    begun, ended, left = run([(MINUTE, [UNCERTAIN]), (MINUTE, [])] * 100)
    assert (len(begun), len(ended), len(left)) == (1, 0, 1)


def test_it_ends_only_after_ten_calm_minutes() -> None:
    looks = [(MINUTE, [UNCERTAIN]), *[(MINUTE, [])] * 10]
    assert run(looks)[1] == []
    assert len(run([*looks, (MINUTE, [])])[1]) == 1


def test_a_message_that_was_old_for_one_look_is_no_alarm() -> None:
    assert run([(MINUTE, [OLD]), (MINUTE, [])]) == ([], [], ())
    assert len(run([(MINUTE, [OLD])] * 4)[0]) == 1


def test_an_alarm_shows_the_newest_figure() -> None:
    _, _, (alarm,) = run([(MINUTE, [UNCERTAIN]), (MINUTE, [replace(UNCERTAIN, figure=7)])])
    assert alarm.wrong.figure == 7


SOME_KINDS = st.sampled_from([Kind.NO_GOOD_POLL, Kind.OLDEST_MESSAGE, Kind.FREE_DISK])
SOME_WRONG = st.lists(st.builds(Wrong, SOME_KINDS, st.sampled_from("ab"), st.just(1)), max_size=4)
LOOKS = st.lists(
    st.tuples(st.integers(0, 1500).map(lambda seconds: timedelta(seconds=seconds)), SOME_WRONG), max_size=60
)


@given(LOOKS)
def test_each_alarm_begins_once_and_ends_at_most_once_and_they_take_turns(
    looks: list[tuple[timedelta, list[Wrong]]],
) -> None:
    begun, ended, left = run(looks)
    assert len({alarm.id for alarm in begun}) == len(begun)
    assert len({alarm.id for alarm in ended}) == len(ended)
    assert {alarm.id for alarm in ended} | {alarm.id for alarm in left if alarm.begun_at} == {a.id for a in begun}
    for key in {alarm.key for alarm in begun}:
        events = [(alarm.begun_at, "begin") for alarm in begun if alarm.key == key]
        events += [(alarm.ended_at, "end") for alarm in ended if alarm.key == key]
        order = [what for _, what in sorted(events, key=lambda event: (event[0], event[1] == "begin"))]  # type: ignore[arg-type,return-value]
        assert order == (["begin", "end"] * len(events))[: len(events)]


@given(LOOKS)
def test_nothing_lasts_as_an_alarm_after_calm_and_nothing_wrong_is_without_one(
    looks: list[tuple[timedelta, list[Wrong]]],
) -> None:
    wrong = looks[-1][1] if looks else []
    sure = [(SURE_AFTER, wrong)] * 2
    _, _, left = run([*looks, *sure])
    assert {alarm.key for alarm in left if alarm.begun_at} >= {(one.kind, one.subject) for one in wrong}
    assert run([*looks, (MINUTE, []), (CALM, [])])[2] == ()


@given(LOOKS)
def test_between_two_beginnings_of_the_same_alarm_lies_calm(looks: list[tuple[timedelta, list[Wrong]]]) -> None:
    begun, _, _ = run(looks)
    for key in {alarm.key for alarm in begun}:
        moments = sorted(alarm.begun_at for alarm in begun if alarm.key == key and alarm.begun_at)
        assert all(later - earlier >= CALM for earlier, later in pairwise(moments))


def test_two_looks_at_the_same_moment_change_nothing_the_second_time() -> None:
    first = moved((), [UNCERTAIN, OLD], NOW, CALM)
    second = moved(first.kept, [UNCERTAIN, OLD], NOW, CALM)
    assert second.kept == first.kept and second.begun == second.ended == second.dropped == ()
    assert {alarm.wrong.kind for alarm in first.kept if alarm.begun_at is None} <= LASTING


def test_a_failing_mailbox_is_asked_at_its_next_slot_then_ever_more_seldom_up_to_ten_minutes() -> None:
    waits = [back_off(failures, MINUTE) // MINUTE for failures in range(1, 8)]
    assert waits == [0, 2, 4, 8, 10, 10, 10]
    assert back_off(10**9, timedelta(hours=1)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("550 5.1.1 <kunde@firma.example>: User unknown", "550 5.1.1 <<address>>: User unknown"),
        ("login of ar@desk.example failed\r\nTry later", "login of <address> failed Try later"),
        ("no such account FR76 3000 6000 0112 3456 7890 189", "no such account <number>"),
        ("Bearer eyJhbGciOi.J9.x-y refused", "Bearer … refused"),
        ("password=hunter2 is wrong", "password=… is wrong"),
        ("connect to 192.168.100.200:993 timed out", "connect to 192.168.100.200:993 timed out"),
    ],
)
def test_words_of_a_server_are_shown_without_addresses_numbers_and_secrets(words: str, shown: str) -> None:
    assert wiped(words) == shown


@given(st.text(max_size=4000))
def test_words_are_one_short_line_without_an_address(words: str) -> None:
    said = wiped(f"{words} someone@mail.example")
    assert len(said) <= 300 and not set(said) & set("\r\n\t\x00\x85\u2028")
    assert "someone@mail" not in said
