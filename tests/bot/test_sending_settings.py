"""What bot.toml says about letters and answers is refused whole, each fault by its name."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.app import build
from bot.settings import SettingsError, load
from bot.settings.values import Settings
from tests.acceptance.desk_folder import CONFIG
from workflows.ports import AnswerPolicy
from workflows.sending_hours import SendingHours

SMTP = CONFIG.replace('kind = "maildir"\npath = "mail/out"', 'kind = "smtp"\nhost = "127.0.0.1"\ntls = "none"')


def loaded(tmp_path: Path, more: str = "", config: str = CONFIG) -> Settings:
    (tmp_path / "bot.toml").write_text(f"{config}{more}")
    return load(tmp_path / "bot.toml")


def test_without_a_word_letters_leave_at_any_time_and_budgets_hold(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    out = settings.outgoing
    assert out is not None and out.hours.always and out.reply_to == {}
    assert (out.per_minute, out.per_domain_minute, out.reply_mark, out.null_return_path) == (600, 300, False, False)
    assert settings.desk.answers == AnswerPolicy() and settings.reply_secret == ""


@pytest.mark.parametrize(
    ("login", "pace"),
    [
        ("", (12_000, 6_000, 4)),
        ('user = "ar"\npassword = "env:X"\n', (600, 300, 1)),
        ("connections = 2\n", (12_000, 6_000, 2)),
    ],
)
def test_ones_own_relay_is_given_all_at_once_and_a_provider_is_not(
    tmp_path: Path, login: str, pace: tuple[int, int, int]
) -> None:
    out = loaded(tmp_path, login, SMTP).outgoing
    assert out is not None and (out.per_minute, out.per_domain_minute, out.connections) == pace


def test_everything_can_be_said(tmp_path: Path) -> None:
    more = (
        'per_minute = 60\nper_domain_minute = 20\nreply_to = "ar+{token}@lechtal.example"\nreply_mark = true\n'
        'null_return_path = true\nquiet_hours = "19:00-07:00"\nbusiness_days = true\n'
        '[security]\nreply_secret = "env:X"\n[answers]\nin_thread_a_day = 2\nbrake_answers = 50\n'
    )
    settings = loaded(tmp_path, more, SMTP)
    out = settings.outgoing
    assert out is not None and out.reply_to == {"DE01": "ar+{token}@lechtal.example"}
    assert out.hours == SendingHours(time(19), time(7), business_days=True)
    assert (out.per_domain_minute, out.reply_mark, out.null_return_path) == (20, True, True)
    assert (settings.desk.answers.in_thread_a_day, settings.desk.answers.brake_answers) == (2, 50)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('reply_to = "ar@lechtal.example"', "reply_to must be an address like"),
        ('reply_to = "ar@{token}.example"', "reply_to must be an address like"),
        ('reply_to = "accounts-receivable+{token}@lechtal.example"', "at most 15 characters"),
        ('reply_to = { XX = "ar+{token}@x.example" }', "the company 'XX'"),
        ('quiet_hours = "7-19"', 'quiet_hours must be written "19:00-07:00"'),
        ('quiet_hours = "07:00-07:00"', "begin and end at the same time"),
        ("null_return_path = true", 'for kind = "smtp" only'),
        ("connections = 2", 'for kind = "smtp" only'),
        ("per_domain_minute = 0", "must be at least 1"),
        ('[security]\nreply_secret = "open sesame"', "never in clear"),
        ("[answers]\nbrake_answers = 0", "must be at least 1"),
        ("[answers]\nper_day = 1", "per_day is not a known setting"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, more: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault.replace("(", r"\(")):
        loaded(tmp_path, more)


def test_the_secret_of_the_tokens_is_made_with_the_database_or_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLY_SECRET", "kept elsewhere")
    signed = []
    for more in ("", "", '[security]\nreply_secret = "env:REPLY_SECRET"\n'):
        app = build(loaded(tmp_path, more))
        with app.database.read() as uow:
            signed.append(uow.sign("letter"))
        app.database.close()
    other = tmp_path / "other"
    other.mkdir()
    app = build(loaded(other))
    with app.database.read() as uow:
        signed.append(uow.sign("letter"))
    app.database.close()
    assert signed[0] == signed[1] and len(set(signed)) == 3 and all(len(each) == 16 for each in signed)
