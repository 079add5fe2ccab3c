"""The tables `oauth` of bot.toml: each provider's keys, every fault named, no secret in clear."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load
from bot.settings.values import keep_secret, secret

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
COMPANY = (Path(__file__).resolve().parents[2] / "config" / "bot.example.toml").read_text("utf-8")
COMPANY = COMPANY.partition("[mailboxes.orders]")[0]
GRAPH = 'kind = "graph"\nuser = "ar@desk.example"\n'
IMAP = 'kind = "imap"\nhost = "outlook.office365.com"\nuser = "ar@desk.example"\n'
APPLICATION = 'provider = "microsoft"\ntenant = "t.example"\nclient_id = "c"\nclient_secret = "env:S"\n'
GOOGLE = 'provider = "google"\nclient_id = "c"\nclient_secret = "file:s"\nrefresh_token = "file:r"\n'


def loaded(base: Path, mailbox: str, oauth: str = "", outgoing: str = "") -> Settings:
    table = f"[mailboxes.m.oauth]\n{oauth}" if oauth else ""
    text = f'{COMPANY}\n[mailboxes.m]\ncompany = "MAIN"\n{mailbox}\n{table}\n{outgoing}'
    (base / "bot.toml").write_text(text, encoding="utf-8")
    return load(base / "bot.toml")


def test_an_application_of_microsoft_needs_little(tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, GRAPH, APPLICATION + 'expires_on = "2027-03-01"\n').mailboxes
    assert one.url == "https://graph.microsoft.com/v1.0" and one.oauth is not None
    assert one.oauth.scope == "https://graph.microsoft.com/.default"
    assert one.oauth.expires_on == date(2027, 3, 1)


def test_the_scope_follows_the_cloud_and_the_service(tmp_path: Path) -> None:
    china = 'url = "https://microsoftgraph.chinacloudapi.cn/v1.0/"\n'
    (one,) = loaded(tmp_path, GRAPH + china, APPLICATION).mailboxes
    assert one.oauth is not None and one.oauth.scope == "https://microsoftgraph.chinacloudapi.cn/.default"
    (one,) = loaded(tmp_path, IMAP, APPLICATION).mailboxes
    assert one.oauth is not None and one.oauth.scope == "https://outlook.office365.com/.default"


def test_google_and_others_have_their_token_url(tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, IMAP, GOOGLE).mailboxes
    assert one.oauth is not None and one.oauth.token_url == "https://oauth2.googleapis.com/token"
    custom = 'provider = "custom"\ntoken_url = "https://id.example/token"\nclient_id = "c"\nclient_secret = "env:S"\n'
    (one,) = loaded(tmp_path, IMAP, custom).mailboxes
    assert one.oauth is not None and one.oauth.token_url == "https://id.example/token"


def test_letters_go_out_with_a_token_too(tmp_path: Path) -> None:
    sending = f'[outgoing]\nkind = "graph"\n[outgoing.oauth]\n{APPLICATION}'
    settings = loaded(tmp_path, GRAPH, APPLICATION, sending)
    assert settings.outgoing is not None and settings.outgoing.oauth == settings.mailboxes[0].oauth
    assert settings.outgoing.per_minute == 30  # what Microsoft lets a mailbox send


@pytest.mark.parametrize(
    ("mailbox", "oauth", "fault"),
    [
        (GRAPH, "", "the table [mailboxes.m.oauth] is missing"),
        (GRAPH, GOOGLE, 'provider must be "microsoft"'),
        (GRAPH, APPLICATION.replace("env:S", "s3cret"), "never in clear"),
        (GRAPH, APPLICATION.replace('client_secret = "env:S"\n', ""), "one of client_secret, certificate"),
        (GRAPH, APPLICATION + 'certificate = "file:c.pem"\n', "exclude each other"),
        (GRAPH, APPLICATION + 'expires_on = "March"\n', "must be a day"),
        (GRAPH, APPLICATION + 'colour = "red"\n', "colour is not a known setting"),
        (GRAPH, APPLICATION + 'authority = "http://login.example"\n', "authority must be a URL with https"),
        (GRAPH + 'url = "http://graph.example/v1.0"\n', APPLICATION, "url must be a URL with https"),
        (GRAPH + 'url = "https://[x"\n', APPLICATION, "url must be a URL with https"),
        (GRAPH.replace('user = "ar@desk.example"\n', ""), APPLICATION, "user is missing"),
        (IMAP, "", "password is missing"),
        (IMAP + 'password = "env:P"\n', APPLICATION, "password and oauth exclude each other"),
        (IMAP, GOOGLE.replace('refresh_token = "file:r"\n', ""), "Google wants"),
        (IMAP, 'provider = "custom"\ntoken_url = "http://id.example"\nclient_id = "c"\nrefresh_token = "env:R"\n',
         "token_url must be a URL with https"),
    ],
)  # fmt: skip
def test_every_fault_is_named_and_no_secret_is_shown(tmp_path: Path, mailbox: str, oauth: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(fault)) as told:
        loaded(tmp_path, mailbox, oauth)
    assert "s3cret" not in str(told.value)


def test_a_relay_with_a_token_needs_somebody_who_signs_in(tmp_path: Path) -> None:
    sending = f'[outgoing]\nkind = "smtp"\nhost = "smtp.office365.com"\n[outgoing.oauth]\n{APPLICATION}'
    with pytest.raises(SettingsError, match="user is missing: who signs in"):
        loaded(tmp_path, GRAPH, APPLICATION, sending)
    assert loaded(tmp_path, GRAPH, APPLICATION, sending + 'user = "ar@desk.example"\n')


def test_a_secret_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_secret("file:r", tmp_path, "new") and secret("file:r", tmp_path) == "new"
    monkeypatch.setenv("R", "old")
    assert not keep_secret("env:R", tmp_path, "new") and secret("env:R", tmp_path) == "old"
    assert not keep_secret("file:no/such/folder/r", tmp_path, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


@pytest.mark.parametrize("heading", ["### Microsoft 365", "### Signing in by OAuth elsewhere"])
def test_the_examples_of_the_readme_work(tmp_path: Path, heading: str) -> None:
    example = README.partition(heading)[2].partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "bot.toml").write_text(f"{COMPANY}\n{example}", encoding="utf-8")
    settings = load(tmp_path / "bot.toml")
    assert settings.outgoing is not None and None not in (settings.mailboxes[0].oauth, settings.outgoing.oauth)
