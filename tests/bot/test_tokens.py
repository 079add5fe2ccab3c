"""Access tokens from token servers in memory, by the real msal and by plain OAuth 2."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.mail.tokens import Grant, KeptTokens, TokenError, TokenSource, certificate_end, credential_state, token_source
from tests.bot.free_port import free_port
from tests.bot.graph_desk import APPLICATION, Time, tokens
from tests.bot.graph_server import CLIENT, SECRET, GraphServer

ENDS = date(2027, 3, 1)


@pytest.fixture
def server() -> Iterator[GraphServer]:
    made = GraphServer()
    yield made
    made.stop()


def plain(server: GraphServer, base: Path, **changes: Any) -> TokenSource:
    (base / "client.secret").write_text(SECRET, encoding="utf-8")
    settings = replace(APPLICATION, provider="custom", authority="", scope="", token_url=f"{server.base}/token")
    return token_source(replace(settings, **changes), base)


def certificate(path: Path) -> None:
    """A PEM with key and certificate that holds until ENDS."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "o2cbot")])
    end = datetime.combine(ENDS, datetime.min.time(), UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(end - timedelta(days=800)).not_valid_after(end)
    made = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))


def test_an_application_gets_a_token_and_keeps_it(server: GraphServer, tmp_path: Path) -> None:
    source = tokens(server, tmp_path)
    assert [source(), source()] == ["token-1", "token-1"]
    (grant,) = server.grants
    assert (grant["grant_type"], grant["scope"]) == ("client_credentials", APPLICATION.scope)


def test_an_application_signs_in_by_certificate_and_its_end_is_known(server: GraphServer, tmp_path: Path) -> None:
    certificate(tmp_path / "bot.pem")
    source = tokens(server, tmp_path, client_secret="", certificate="file:bot.pem")
    assert source() == "token-1" and "client_secret" not in server.grants[0]
    assert source.expires_on() == ENDS == certificate_end((tmp_path / "bot.pem").read_text())
    assert tokens(server, tmp_path, certificate="file:bot.pem", expires_on=date(2026, 1, 1)).expires_on() == date(
        2026, 1, 1
    )


def test_a_refused_token_is_asked_anew_once_however_many_ask(server: GraphServer, tmp_path: Path) -> None:
    source = tokens(server, tmp_path)
    refused, got = source(), []
    threads = [threading.Thread(target=lambda: got.append(source.renewed(refused))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-2"] * 8 and len(server.grants) == 2


def test_a_secret_put_into_its_file_works_without_a_restart(server: GraphServer, tmp_path: Path) -> None:
    source = tokens(server, tmp_path)
    (tmp_path / "client.secret").write_text("old")
    with pytest.raises(TokenError, match="client secret is wrong"):
        source()
    (tmp_path / "client.secret").write_text(SECRET)
    assert source() == "token-1"


@pytest.mark.parametrize("provider", ["microsoft", "custom"])
def test_a_rotated_refresh_token_is_kept_where_the_first_one_came_from(
    server: GraphServer, tmp_path: Path, provider: str
) -> None:
    make = tokens if provider == "microsoft" else plain
    (tmp_path / "refresh").write_text("refresh-0\n")
    source = make(server, tmp_path, refresh_token="file:refresh")
    first = source()
    assert (tmp_path / "refresh").read_text() == "refresh-1\n"
    assert (tmp_path / "refresh").stat().st_mode & 0o077 == 0
    assert source.renewed(first) == "token-2"
    assert make(server, tmp_path, refresh_token="file:refresh")() == "token-3"  # after a restart
    assert {path.name for path in tmp_path.iterdir()} == {"client.secret", "refresh"}


def test_a_refresh_token_of_the_environment_is_renewed_in_memory_and_said(
    server: GraphServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("REFRESH", "refresh-0")
    source = plain(server, tmp_path, refresh_token="env:REFRESH")
    assert source.renewed(source()) == "token-2"
    assert caplog.text.count("cannot be kept") == 1 and "refresh-1" not in caplog.text


def test_a_refresh_token_that_another_process_renewed_meanwhile_is_read_anew(
    server: GraphServer, tmp_path: Path
) -> None:
    (tmp_path / "refresh").write_text("refresh-0")

    def renewed_elsewhere() -> None:
        server.refresh_token = "refresh-9"
        (tmp_path / "refresh").write_text("refresh-9")

    server.before_grants.append(renewed_elsewhere)
    assert plain(server, tmp_path, refresh_token="file:refresh")() == "token-1"
    assert [grant["refresh_token"] for grant in server.grants] == ["refresh-0", "refresh-9"]


def test_a_client_has_credentials_of_its_own_where_there_is_no_refresh_token(
    server: GraphServer, tmp_path: Path
) -> None:
    assert plain(server, tmp_path, scope="mail")() == "token-1"
    assert server.grants[0] == {
        "grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "scope": "mail",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "invalid_client", "error_description": "AADSTS7000222: expired."}, "client secret has expired"),
        ({"error": "invalid_grant", "error_description": "AADSTS65001: x"}, "consent is missing"),
        ({"error": "invalid_grant", "error_description": "AADSTS50173: x"}, "password was changed"),
        ({"error": "invalid_grant"}, "refresh token is expired or revoked"),
        ({"error": "invalid_scope"}, "compare scope"),
        ({"error": "what is this?"}, "unknown error"),
        ({"error": "temporarily_unavailable"}, "tried again later"),
    ],
)
@pytest.mark.parametrize("make", [tokens, plain])
def test_a_refusal_says_what_to_do_and_names_nobody(
    server: GraphServer, tmp_path: Path, make: Any, answer: dict[str, str], words: str
) -> None:
    server.refuse_grants = {**answer, "trace_id": "anna@desk.example"}
    with pytest.raises(TokenError, match=words) as told:
        make(server, tmp_path)()
    assert "anna" not in str(told.value) and SECRET not in str(told.value)


@pytest.mark.parametrize("make", [tokens, plain])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_token_server_is_no_fault_of_ours(server: GraphServer, tmp_path: Path, make: Any, status: int) -> None:
    server.fail("POST", "/token$", status, headers={"Retry-After": "5"})
    source = make(server, tmp_path)
    with pytest.raises(TokenError, match="tried again later") as told:
        source()
    assert told.value.passing and source() == "token-1"


def test_a_token_server_that_is_away_is_named(tmp_path: Path) -> None:
    settings = replace(APPLICATION, provider="custom", token_url=f"http://127.0.0.1:{free_port()}/token", authority="")
    (tmp_path / "client.secret").write_text("x")
    with pytest.raises(TokenError, match=r"sign-in at 127\.0\.0\.1: cannot be reached"):
        token_source(settings, tmp_path)()


def test_a_tenant_that_is_none_is_said(server: GraphServer, tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="tenant"):
        tokens(server, tmp_path, tenant="nobody.example")()


@pytest.mark.parametrize("content", ["no certificate", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----"])
def test_a_certificate_that_cannot_be_used_is_said(server: GraphServer, tmp_path: Path, content: str) -> None:
    (tmp_path / "bot.pem").write_text(content)
    with pytest.raises(TokenError, match="private key and the certificate"):
        tokens(server, tmp_path, client_secret="", certificate="file:bot.pem")()


def test_a_secret_that_is_not_there_is_said(server: GraphServer, tmp_path: Path) -> None:
    source = tokens(server, tmp_path)
    (tmp_path / "client.secret").unlink()
    with pytest.raises(TokenError, match="client_secret cannot be read"):
        source()


class Asked:
    """Grants of an hour; fails as told."""

    def __init__(self) -> None:
        self.count, self.failure = 0, None  # type: int, TokenError | None

    def __call__(self) -> Grant:
        if self.failure is not None:
            raise self.failure
        self.count += 1
        return Grant(f"token-{self.count}", 3600)


def test_a_token_is_renewed_minutes_before_its_end() -> None:
    asked, time = Asked(), Time()
    source = KeptTokens(asked, clock=time)
    for now, token in ((0, "token-1"), (3299, "token-1"), (3301, "token-2"), (6600, "token-2"), (6602, "token-3")):
        time.now = now
        assert source() == token


def test_while_the_token_server_is_away_the_old_token_serves_until_its_end() -> None:
    asked, time = Asked(), Time()
    source = KeptTokens(asked, clock=time)
    source()
    asked.failure = TokenError("sign-in", "away", passing=True)
    time.now = 3500
    assert source() == "token-1"
    time.now = 3601
    with pytest.raises(TokenError):
        source()


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        (date(2027, 1, 29), "ok", "holds until 2027-03-01, 31 days more"),
        (date(2027, 1, 30), "warning", "30 days more"),
        (date(2027, 3, 1), "warning", "0 days more"),
        (date(2027, 3, 2), "failed", "expired on 2027-03-01"),
    ],
)
def test_the_last_day_of_a_credential_is_told_a_month_before(
    server: GraphServer, tmp_path: Path, today: date, state: str, words: str
) -> None:
    found = credential_state(tokens(server, tmp_path, expires_on=ENDS), today)
    assert found is not None and found[0] == state and words in found[1]
    assert credential_state(tokens(server, tmp_path), today) is None


def test_a_running_desk_is_warned_once_a_day(
    server: GraphServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = tokens(server, tmp_path, expires_on=date.today() + timedelta(days=20))
    with caplog.at_level(logging.WARNING):
        source.renewed(source())
    assert caplog.text.count("make another one") == 1
