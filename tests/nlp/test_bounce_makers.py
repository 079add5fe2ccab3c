"""Whatever program says that our mail did not arrive, we know which mail, which address, and whether it is lost."""

from __future__ import annotations

import pytest

from nlp.limits import Limits
from nlp.mime import open_message
from nlp.reading import Bounce
from tests.nlp.bounce_makers import LETTER, NONE, TO, Sample, bytes_of, samples

SAMPLES = samples()
NAMES = [f"{number}-{sample.maker}-{sample.what}" for number, sample in enumerate(SAMPLES)]


def kind(bounce: Bounce | None) -> str:
    if bounce is None:
        return NONE
    if not bounce.gave_up:
        return "delayed"
    return "dead" if bounce.permanent else "passing" if bounce.passing else "refused"


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_report_is_understood(sample: Sample) -> None:
    found = open_message(bytes_of(sample), Limits()).bounce
    assert kind(found) == sample.what
    assert found is None or (found.recipient, found.message_id) == (TO, LETTER)


@pytest.mark.parametrize(
    ("path", "null"),
    [
        ("", None),
        ("<>", True),
        (" ", True),
        ("<MAILER-DAEMON@mx.example>", True),
        ("<eva@x.example>", False),
    ],
)
def test_whether_a_report_came_from_nobody_is_known_where_the_server_says_it(path: str, null: bool | None) -> None:
    plain = bytes_of(SAMPLES[0]).removeprefix(b"Return-Path: <>\n")
    found = open_message((f"Return-Path: {path}\n".encode() if path else b"") + plain, Limits()).bounce
    assert found is not None and found.null_path is null
