"""The first refresh token: a person signs in at a token server in memory, and its file is all that is left of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import httpx
import pytest

from bot.__main__ import cli
from bot.mail.authorizing import GOOGLE_SCOPE, Answered, authorize
from bot.mail.browser_answers import LoopbackAnswer, PastedAnswer
from bot.mail.tokens import TokenError
from bot.settings import OAuthSettings, SettingsError, secret
from tests.bot.graph_desk import APPLICATION
from tests.bot.graph_server import SECRET, GraphServer
from tests.bot.test_oauth_settings import GOOGLE, IMAP, loaded

MICROSOFT = replace(APPLICATION, client_secret="", refresh_token="file:refresh")
OTHER = replace(MICROSOFT, provider="custom", authority="", scope="mail", client_secret="file:client.secret")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GraphServer]:
    (tmp_path / "client.secret").write_text(SECRET)
    made = GraphServer()
    yield made
    made.stop()


class Person:
    """Reads what they are told, and signs in: `come_back` gets the parameters of the page, and gives the answer's."""

    def __init__(self, server: GraphServer, come_back: Callable[[dict[str, str]], dict[str, str]]) -> None:
        self.server, self.come_back, self.told = server, come_back, [""]
        self.asked: dict[str, str] = {}
        self.threads: list[threading.Thread] = []

    def hear(self, words: str) -> None:
        self.told.append(words)
        url = next(word for word in words.split() if word.startswith("http"))
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.server.challenge = self.asked.get("code_challenge", "")
        if "redirect_uri" in self.asked:
            self.threads.append(threading.Thread(target=self.browse))
            self.threads[-1].start()

    def browse(self) -> None:
        """Something else asks at the port first, as browsers do for their little pictures."""
        back = self.asked["redirect_uri"].replace("localhost", "127.0.0.1")
        assert httpx.get(f"{back}favicon.ico").status_code == 404
        with urlopen(f"{back}?{urlencode(self.come_back(self.asked))}", timeout=10) as page:
            self.page, self.page_headers = page.read().decode(), page.headers


def good(asked: dict[str, str]) -> dict[str, str]:
    return {"code": "code-1", "state": asked["state"]}


def signed_in(
    server: GraphServer, base: Path, settings: OAuthSettings, person: Person, browser: Callable[[], Answered]
) -> str:
    try:
        return authorize(settings, base, lambda name: secret(name, base), person.hear, browser, server.connect)
    finally:
        for thread in person.threads:
            thread.join(10)


def loopback() -> LoopbackAnswer:
    return LoopbackAnswer(patience_seconds=10)


def other(server: GraphServer) -> OAuthSettings:
    return replace(OTHER, token_url=f"{server.base}/token", authorize_url="https://id.example/authorize")


def test_a_code_typed_anywhere_gives_microsofts_token_which_only_its_owner_can_read(
    server: GraphServer, tmp_path: Path
) -> None:
    server.undecided = 2
    person = Person(server, good)
    kept = signed_in(server, tmp_path, MICROSOFT, person, loopback)
    assert person.told[-1] == "Open https://login.example/device on any machine, type ABCD-1234, and sign in."
    assert (tmp_path / "refresh").read_text() == "refresh-0\n" and kept == str((tmp_path / "refresh").resolve())
    assert (tmp_path / "refresh").stat().st_mode & 0o777 == 0o600
    assert len(server.grants) == 3


def test_a_browser_on_this_machine_brings_the_code_and_only_who_asked_can_use_it(
    server: GraphServer, tmp_path: Path
) -> None:
    person = Person(server, good)
    signed_in(server, tmp_path, other(server), person, loopback)
    assert (tmp_path / "refresh").read_text() == "refresh-0\n"
    (grant,) = server.grants
    assert (grant["code"], grant["client_secret"], person.asked["code_challenge_method"]) == ("code-1", SECRET, "S256")
    assert person.page_headers["Cache-Control"] == "no-store" and "code-1" not in person.page


def test_an_application_of_microsoft_with_a_secret_is_signed_in_to_by_browser(
    server: GraphServer, tmp_path: Path
) -> None:
    person = Person(server, good)
    signed_in(server, tmp_path, replace(MICROSOFT, client_secret="file:client.secret"), person, loopback)
    assert "https://login.microsoftonline.com/tenant.example/oauth2/v2.0/authorize?" in person.told[-1]
    assert (
        person.asked["scope"].endswith(" offline_access") and person.asked["redirect_uri"][:17] == "http://localhost:"
    )
    assert (tmp_path / "refresh").exists()


def test_where_the_browser_runs_elsewhere_its_last_address_is_pasted(server: GraphServer, tmp_path: Path) -> None:
    person = Person(server, good)
    person.browse = lambda: None  # type: ignore[method-assign]
    pasted = PastedAnswer(lambda: f" http://127.0.0.1:8021/?state={person.asked['state']}&code=code-1\n")
    signed_in(server, tmp_path, other(server), person, lambda: pasted)
    assert (tmp_path / "refresh").exists()


@pytest.mark.parametrize(
    ("come_back", "why"),
    [
        (lambda asked: {"code": "code-1", "state": "a stranger's"}, "access was denied"),
        (lambda asked: {"error": "access_denied", "state": asked["state"]}, "access was denied"),
    ],
)
def test_a_code_of_another_request_or_a_refusal_is_no_sign_in(
    server: GraphServer, tmp_path: Path, come_back: Callable[[dict[str, str]], dict[str, str]], why: str
) -> None:
    with pytest.raises(TokenError, match=why):
        signed_in(server, tmp_path, other(server), Person(server, come_back), loopback)
    assert not (tmp_path / "refresh").exists() and server.grants == []


def test_nobody_is_troubled_where_the_token_could_not_be_kept(server: GraphServer, tmp_path: Path) -> None:
    for reference in ("env:REFRESH", "file:no/such/folder/refresh", ""):
        person = Person(server, good)
        with pytest.raises(TokenError, match=r"cannot be written|there it will be kept"):
            signed_in(server, tmp_path, replace(MICROSOFT, refresh_token=reference), person, loopback)
        assert person.told == [""]


def test_a_server_that_gives_no_refresh_token_is_said(server: GraphServer, tmp_path: Path) -> None:
    server.gives_refresh_tokens = False
    with pytest.raises(TokenError, match="no refresh token: compare scope"):
        signed_in(server, tmp_path, MICROSOFT, Person(server, good), loopback)


def test_nobody_who_comes_is_waited_for_no_longer_than_said(server: GraphServer, tmp_path: Path) -> None:
    person = Person(server, good)
    person.browse = lambda: None  # type: ignore[method-assign]
    with pytest.raises(TokenError, match="nobody signed in"):
        signed_in(server, tmp_path, other(server), person, lambda: LoopbackAnswer(patience_seconds=0.05))


def test_no_token_and_no_code_is_logged_or_told(
    server: GraphServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    person = Person(server, good)
    signed_in(server, tmp_path, other(server), person, loopback)
    said = caplog.text + " ".join(person.told)
    assert not any(word in said for word in ("refresh-0", "code-1", "token-1", SECRET))


def test_google_asks_for_mail_and_for_a_token_that_lasts(tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, IMAP, GOOGLE).mailboxes
    assert one.oauth is not None and one.oauth.authorize_url.startswith("https://accounts.google.com/")
    told: list[str] = []
    (tmp_path / "s").write_text("x")
    nobody = PastedAnswer(lambda: "http://127.0.0.1:8021/?error=access_denied")
    with pytest.raises(TokenError):
        authorize(one.oauth, tmp_path, lambda name: secret(name, tmp_path), told.append, lambda: nobody)
    asked = parse_qs(urlsplit(told[0].split()[-1]).query)
    assert (asked["scope"], asked["access_type"], asked["prompt"]) == ([GOOGLE_SCOPE], ["offline"], ["consent"])


def test_where_one_signs_in_must_be_encrypted(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="authorize_url must be a URL with https"):
        loaded(tmp_path, IMAP, GOOGLE + 'authorize_url = "http://accounts.example/"\n')


def test_an_account_without_the_table_is_unusable_and_those_with_it_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded(tmp_path, IMAP, GOOGLE)
    with pytest.raises(SystemExit) as ended:
        cli(["--config", str(tmp_path / "bot.toml"), "authorize", "nobody"], standalone_mode=False)
    assert ended.value.code == 2 and "there are: m" in capsys.readouterr().err
