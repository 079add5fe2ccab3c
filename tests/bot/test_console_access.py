"""Nobody gets in without a password, nobody does more than their role, and no other site acts through a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.console.access import LOCKED, MAX_FAILS, SESSION, Access, UnknownRole, WeakPassword, add_user
from bot.console.app import routes
from bot.storage import tables
from bot.storage.database import Database
from tests.bot import console_desk as desk

OPEN = {"/login", "/logout", "/healthz", "/readyz", "/metrics"}


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    desk.people(database)
    with TestClient(desk.console(database), follow_redirects=False) as client:
        yield client


def log_in(client: TestClient, name: str, password: str = desk.PASSWORD) -> int:
    return client.post("/login", data={"name": name, "password": password}).status_code


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def paths(method: str) -> list[str]:
    found = [r for r in routes() if isinstance(r, Route) and method in (r.methods or ()) and r.path not in OPEN]
    return [re.sub(r"\{[^}]*\}", "1", r.path) for r in found]


def test_a_person_logs_in_and_out(client: TestClient) -> None:
    assert log_in(client, "sam") == 303 and client.get("/").status_code == 200
    assert client.post("/logout", data={"csrf": "wrong"}).status_code == 403
    assert client.post("/logout", data={"csrf": token(client)}).headers["location"] == "/login"
    assert client.get("/").headers["location"] == "/login"


@pytest.mark.parametrize("name, password", [("sam", "wrong"), ("nobody", desk.PASSWORD), ("", "")])
def test_a_wrong_name_or_password_says_the_same(client: TestClient, name: str, password: str) -> None:
    answer = client.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 401 and "name or the password is wrong" in answer.text


def test_five_wrong_passwords_lock_a_name_for_a_while(database: Database) -> None:
    desk.people(database)
    clock = [desk.NOW]
    access = Access(database, lambda: clock[0])
    for _ in range(MAX_FAILS):
        assert access.log_in("sam", "wrong") is None
    assert access.log_in("sam", desk.PASSWORD) is None
    assert access.log_in("lea", desk.PASSWORD) is not None
    clock[0] += LOCKED + timedelta(seconds=1)
    assert access.log_in("sam", desk.PASSWORD) is not None


def test_a_session_ends_and_its_token_is_not_kept(database: Database) -> None:
    desk.people(database)
    clock = [desk.NOW]
    access = Access(database, lambda: clock[0])
    given = access.log_in("sam", desk.PASSWORD)
    assert given is not None and access.person(given) is not None
    with database.read() as uow:
        kept = uow.connection.execute(sa.select(tables.sessions)).one()
        user = uow.connection.execute(sa.select(tables.users).where(tables.users.c.name == "sam")).one()
    assert given not in tuple(map(str, kept)) and user.hash.startswith("$argon2id$")
    clock[0] += SESSION
    assert access.person(given) is None


def test_a_new_password_ends_the_sessions(database: Database) -> None:
    desk.people(database)
    access = Access(database, lambda: desk.NOW)
    given = access.log_in("sam", desk.PASSWORD) or ""
    with database.connection() as connection:
        add_user(connection, "sam", "specialist", "another long password")
    assert access.person(given) is None and access.log_in("sam", desk.PASSWORD) is None
    with database.connection() as connection, pytest.raises(WeakPassword):
        add_user(connection, "sam", "specialist", "short")
    with database.connection() as connection, pytest.raises(UnknownRole):
        add_user(connection, "sam", "emperor", desk.PASSWORD)


@pytest.mark.parametrize("path", paths("GET") + paths("POST"))
def test_nothing_is_shown_or_done_for_strangers(client: TestClient, path: str) -> None:
    method = "POST" if path in paths("POST") else "GET"
    assert client.request(method, path).headers["location"] == "/login"


@pytest.mark.parametrize("path", paths("POST"))
def test_every_change_needs_the_sessions_token(client: TestClient, path: str) -> None:
    log_in(client, "ada")
    assert client.post(path, data={"csrf": "guessed"}).status_code == 403
    assert client.post(path, data={}).status_code == 403
    own = {"csrf": token(client)}
    for foreign in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        assert client.post(path, data=own, headers=foreign).status_code == 403
    assert client.post(path, data=own, headers={"sec-fetch-site": "same-origin"}).status_code != 403


@pytest.mark.parametrize("path", paths("POST"))
def test_a_viewer_changes_nothing(client: TestClient, path: str) -> None:
    log_in(client, "vera")
    answer = client.post(path, data={"csrf": token(client)})
    assert answer.status_code == 403 and "takes the role" in answer.text


@pytest.mark.parametrize("path", ["/login", "/", "/static/console.css", "/nothing", "/healthz"])
def test_every_answer_tells_the_browser_to_be_strict(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_the_cookie_is_for_the_server_alone(database: Database) -> None:
    desk.people(database)
    with TestClient(desk.console(database, secure=True), base_url="https://testserver") as client:
        answer = client.post("/login", data={"name": "sam", "password": desk.PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" in cookie


def test_a_login_from_another_site_is_refused(client: TestClient) -> None:
    data = {"name": "sam", "password": desk.PASSWORD}
    assert client.post("/login", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/login", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
