"""An Exchange mailbox from bot.toml: what must be said, what is refused, and that `check` reaches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import built
from bot.self_check import check
from bot.settings import Settings, SettingsError, load
from bot.settings.values import EwsSettings
from tests.bot.ews_server import EwsServer

COMPANY = """
[companies.DE10]
name = "Beispiel GmbH"
country = "DE"
vat_id = "DE123456788"
street = "Weg 1"
postcode = "50667"
city = "Köln"
iban = "DE89370400440532013000"
email = "ar@desk.example"
invoice_number = "B-{year}-{number:05d}"
credit_note_number = "G-{year}-{number:05d}"
escalation = { default = "lead@desk.example" }
"""
ENDPOINT = "https://mail.desk.example/EWS/Exchange.asmx"
LOGIN = 'user = "DESK\\\\svc"\npassword = "env:EWS_PASSWORD"\n'
OAUTH = """[mailboxes.ar.oauth]
provider = "microsoft"
tenant = "desk.example"
client_id = "1"
client_secret = "env:SECRET"
"""


@pytest.fixture
def server() -> Iterator[EwsServer]:
    made = EwsServer()
    yield made
    made.stop()


def settings(folder: Path, mailbox: str, outgoing: str = "") -> Settings:
    file = folder / "bot.toml"
    ways_out = f'[outgoing]\nkind = "ews"\n{outgoing}' if outgoing else ""
    file.write_text(f'{COMPANY}[mailboxes.ar]\ncompany = "DE10"\nkind = "ews"\n{mailbox}\n{ways_out}', encoding="utf-8")
    return load(file)


def test_a_host_a_login_and_a_mailbox_are_enough(tmp_path: Path) -> None:
    (found,) = settings(tmp_path, f'host = "mail.desk.example"\nmailbox = "ar@desk.example"\n{LOGIN}').mailboxes
    assert found.ews is not None
    assert (found.url, found.ews.auth, found.ews.access) == (ENDPOINT, "ntlm", "delegate")
    (found,) = settings(tmp_path, f'endpoint = "{ENDPOINT}"\nuser = "ar@desk.example"\npassword = "env:X"').mailboxes
    assert found.ews is not None and found.ews.mailbox == "ar@desk.example"


def test_tokens_are_asked_for_the_server_that_they_are_shown_to(tmp_path: Path) -> None:
    text = f'endpoint = "{ENDPOINT}"\nmailbox = "ar@desk.example"\naccess = "impersonation"\n{OAUTH}'
    (found,) = settings(tmp_path, text).mailboxes
    assert found.oauth is not None and found.oauth.scope == "https://mail.desk.example/.default"
    assert found.ews is not None and found.ews.auth == "oauth"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'mailbox = "a@b.example"\n{LOGIN}', "endpoint is missing"),
        (f'endpoint = "http://mail.desk.example/EWS/"\nmailbox = "a@b.example"\n{LOGIN}', "must be a URL with https"),
        (f'endpoint = "{ENDPOINT}"\n{LOGIN}', "mailbox must be the address"),
        (f'endpoint = "{ENDPOINT}"\nmailbox = "a@b.example"', "user and password"),
        (f'endpoint = "{ENDPOINT}"\nmailbox = "a@b.example"\nauth = "oauth"\n{LOGIN}', "belong together"),
        (f'endpoint = "{ENDPOINT}"\nmailbox = "a@b.example"\nauth = "basic"\n{OAUTH}', "belong together"),
        (f'endpoint = "{ENDPOINT}"\nmailbox = "a@b.example"\naccess = "owner"\n{LOGIN}', "access must be one of"),
        (f'url = "x"\nendpoint = "{ENDPOINT}"\nmailbox = "a@b.example"\n{LOGIN}', "url is not a known setting"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        settings(tmp_path, text)


def test_the_example_in_the_readme_can_be_used(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = [block for block in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL) if 'kind = "ews"' in block]
    (tmp_path / "bot.toml").write_text(COMPANY + example, encoding="utf-8")
    found = load(tmp_path / "bot.toml")
    assert found.outgoing is not None and found.outgoing.ews == EwsSettings("ntlm", "delegate", "")
    assert found.mailboxes[0].user == "COMPANY\\svc-o2cbot"


def test_check_reaches_both_ways(tmp_path: Path, server: EwsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EWS_PASSWORD", "secret")
    server.add("ar@desk.example")
    text = f'endpoint = "{server.endpoint}"\nauth = "basic"\nuser = "desk"\npassword = "env:EWS_PASSWORD"\n'
    with built(settings(tmp_path, text + 'mailbox = "ar@desk.example"', text)) as app:
        rows = {row["what"]: row for row in check(app)}
        assert rows["mailbox ar"]["state"] == rows["outgoing"]["state"] == "ok"
        server.full_access.clear()
        rows = {row["what"]: row for row in check(app)}
        assert "may not open ar@desk.example" in rows["mailbox ar"]["detail"] and rows["outgoing"]["state"] == "failed"


def test_an_exchange_mailbox_is_reached_in_clear_on_loopback_alone(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="https"):
        settings(tmp_path, f'endpoint = "http://10.0.0.1/EWS/Exchange.asmx"\nmailbox = "a@b.example"\n{LOGIN}')
