"""What is measured on was written by nobody and in no manner that was learned from."""

from __future__ import annotations

from itertools import combinations

import pytest

from evaluation.harvest import LOOKED_AT, NEWEST, TRAINING
from evaluation.scripts import PLACES, found_at, parsed
from nlp import corpus

DESKS = tuple(sorted(desk.parent.name for desk in PLACES[0].glob("*/bot.toml")))
UNSEEN = ("gravelle", "eschental", "korvenne")
MAILS = {name: [scripted.mail for scripted in parsed(found_at(name)).mails] for name in DESKS}
LEAST_MESSAGES = 2_000
SETS = {"ambrelle", "valcombe"}  # companies with mails as files


@pytest.mark.parametrize(("one", "other"), list(combinations(DESKS, 2)))
def test_two_desks_share_no_author_and_no_family(one: str, other: str) -> None:
    for key in ("author", "family"):
        assert {mail[key] for mail in MAILS[one]} & {mail[key] for mail in MAILS[other]} == set()


@pytest.mark.parametrize("desk", UNSEEN)
def test_the_model_has_learned_nothing_of_what_it_is_measured_on(desk: str) -> None:
    assert desk not in TRAINING
    assert desk not in {text.family for text in corpus.load()}


def test_every_desk_is_either_learned_from_or_measured_on() -> None:
    assert set(DESKS) == {*UNSEEN, *TRAINING} - SETS


def test_a_fresh_desk_is_one_that_is_learned_from() -> None:
    assert set(TRAINING) >= set(LOOKED_AT) > NEWEST


def test_every_desk_speaks_many_voices() -> None:
    for name, mails in MAILS.items():
        assert len({mail["author"] for mail in mails}) >= 90, name


def test_no_message_is_written_twice() -> None:
    texts = [
        (mail.get("subject", ""), mail.get("text") or mail.get("html")) for mails in MAILS.values() for mail in mails
    ]
    texts = [text for text in texts if text[1]]
    assert len(set(texts)) == len(texts) >= LEAST_MESSAGES
