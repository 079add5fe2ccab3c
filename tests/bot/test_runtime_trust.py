"""A running desk knows who wrote before and what their signatures prove, and keeps both with each message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import dkim
import pytest

from bot.app import App, built
from bot.runtime import Runtime
from bot.settings import load
from bot.signature_check import SignatureCheck
from tests.acceptance.desk_folder import CONFIG, DeskFolder
from tests.bot.test_signatures import PRIVATE, Names

HEAD = b"From: Eva <eva@kunde.example>\r\nTo: auftrag@lechtal.example\r\nSubject: Frage\r\n"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "bot.toml").write_text(CONFIG + "[security]\ndkim = true\n", encoding="utf-8")
    with built(load(tmp_path / "bot.toml")) as made:
        made.scorer = None
        yield made


def worked(app: App, names: Names, *raws: bytes) -> list[dict[str, object]]:
    """The readings of mails that one pass worked."""
    folder = DeskFolder(app.settings.base())
    for number, raw in enumerate(raws):
        folder.deliver(number, raw)
    with Runtime(app) as runtime:
        assert runtime.signatures is not None
        runtime.signatures = SignatureCheck(app.database, runtime.reader.signatures, names, now=app.now)
        runtime.one_pass()
    with app.database.read() as uow:
        return [json.loads(message.reading) for message in uow.messages.where()]


def codes(reading: dict[str, object]) -> set[str]:
    return {reason["code"] for reason in reading["trust_reasons"]}  # type: ignore[attr-defined,index]


def mail(number: int) -> bytes:
    return HEAD + b"Message-ID: <%d@kunde.example>\r\n\r\nWann kommt die Ware %d?\r\n" % (number, number)


def test_a_signature_that_holds_verifies_the_sender_and_one_that_is_missing_does_not(app: App) -> None:
    plain = mail(1)
    signed = dkim.sign(mail(2), b"s1", b"kunde.example", PRIVATE) + mail(2)
    names = Names()
    first, second = worked(app, names, plain, signed)
    assert (first["trust"], second["trust"]) == ("unknown", "verified")
    assert "own_dkim_none" in codes(first) and "own_dkim_aligned" in codes(second) and len(names.asked) == 1


def test_only_the_first_mail_of_an_address_is_the_first(app: App) -> None:
    readings = worked(app, Names(), mail(1), mail(2))
    assert ["first_seen" in codes(reading) for reading in readings] == [True, False]


def test_where_the_dns_is_away_the_mail_is_worked_all_the_same(app: App) -> None:
    names = Names()
    names.down = True
    (reading,) = worked(app, names, dkim.sign(mail(2), b"s1", b"kunde.example", PRIVATE) + mail(2))
    assert reading["trust"] == "unknown" and not any(code.startswith("own_dkim") for code in codes(reading))
