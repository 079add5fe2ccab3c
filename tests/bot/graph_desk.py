"""A desk's way to the Graph in memory: settings, tokens by msal, a service that notes its waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.mail.graph_service import GraphService
from bot.mail.tokens import TokenSource, token_source
from bot.settings import OAuthSettings
from tests.bot.graph_server import CLIENT, SECRET, TENANT, GraphServer

APPLICATION = OAuthSettings(
    provider="microsoft",
    tenant=TENANT,
    client_id=CLIENT,
    client_secret="file:client.secret",
    certificate="",
    refresh_token="",
    token_url="",
    authority="https://login.microsoftonline.com",
    scope="https://graph.microsoft.com/.default",
    user="",
    expires_on=None,
)


def tokens(server: GraphServer, base: Path, settings: OAuthSettings = APPLICATION, **changes: object) -> TokenSource:
    (base / "client.secret").write_text(SECRET + "\n", encoding="utf-8")
    return token_source(replace(settings, **changes), base, server.connect)  # type: ignore[arg-type]


class Time:
    """A clock that passes by being waited for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def service(server: GraphServer, base: Path, time: Time) -> GraphService:
    return GraphService(server.url, tokens(server, base), pause=time.pause, clock=time)
