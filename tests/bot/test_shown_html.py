"""A mail's HTML is shown cleaned, in a frame without rights, under a policy that lets nothing run, load, lead away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.sandbox import BoundedReader
from bot.shown_html import ATTRIBUTES, POLICY, STYLE, TAGS, page, sanitized
from bot.storage.database import Database
from nlp.limits import Limits
from tests.bot import console_desk as desk
from tests.bot.hostile_mail import mail
from tests.bot.hostile_samples import SAMPLES

ID = "orders:1:0000000077"
PIECES = (
    "<script>", "</script>", "<img src=http://x.example/a.gif onerror=alert(1)>", "<a href='javascript:alert(1)'>",
    "<svg><style><img src=x onerror=alert(1)>", "<math><mtext><table><mglyph><style><!--", "<iframe srcdoc='<p>'>",
    "<form action=//x>", "<input>", "<button formaction=//x>", "<meta http-equiv=refresh content='0;url=//x'>",
    "<base href=//x>", "<link rel=stylesheet href=//x>", "<style>@import '//x'</style>",
    "<p style='background:url(//x)'>",
    "<td background=//x>", "<div id=body class=x>", "<object data=//x>", "<template>",
    "<noscript><p title='</noscript>",
    "<video><source src=//x>", "<body onload=alert(1)>", "<!--", "-->", "<![CDATA[", "\0", "&#106;avascript:", "\u202e",
    "<textarea></p>", "<title>", "<x-y is=z>", "text", '"', "'", ">",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[BoundedReader]:
    with BoundedReader(Limits()) as bounded:
        yield bounded


def harmless(fragment: str) -> bool:
    """Only the tags that are allowed, with only the attributes that are allowed to each."""
    for tag, rest in re.findall(r"<([a-zA-Z!?][^\s>/]*)([^>]*)>", fragment):
        names = set(re.findall(r"\s([^\s=\"'>/]+)=", rest))
        if tag.lower() not in TAGS or not names <= ATTRIBUTES.get(tag.lower(), set()):
            return False
    return True


def test_no_attribute_stands_that_no_tag_is_allowed() -> None:
    assert sanitized("<p title='</noscript>' lang=en>a</p>") == "<p>a</p>"


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_whatever_comes_in_only_plain_markup_goes_out(html: str) -> None:
    assert harmless(sanitized(html)), sanitized(html)


def test_words_and_tables_stay_and_all_references_go() -> None:
    fragment = sanitized(
        "<p>Hello <b>there</b> <a href='https://x.example/login'>log in</a>"
        "<img src='https://x.example/p.gif' alt='x'></p>"
        "<table><tr><td colspan=2 style='x' onclick=y>1</td></tr></table><script>alert(1)</script><!-- x -->"
    )
    assert "Hello <b>there</b>" in fragment and '<td colspan="2">1</td>' in fragment and "log in" in fragment
    assert not re.search(r"href|src|style|onclick|alert|x\.example|<!--", fragment)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("html")])
def test_hostile_pages_are_cleaned_in_the_bounded_process(reader: BoundedReader, name: str) -> None:
    assert harmless(reader.shown(SAMPLES[name]()))
    assert reader.shown(mail(html="<p>nachher</p>")) == "<p>nachher</p>\n"


def test_the_policy_allows_one_style_and_nothing_else() -> None:
    rules = dict(rule.strip().partition(" ")[::2] for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'" and rules["style-src"].startswith("'sha256-") and "sandbox" in rules
    assert rules["sandbox"] == "" and "unsafe" not in POLICY and "http" not in POLICY
    assert page("x").count("<style>") == 1 and STYLE in page("x")


@pytest.fixture
def client(database: Database, reader: BoundedReader) -> Iterator[TestClient]:
    desk.people(database)
    with database.begin() as uow:
        kept = desk.receive(uow, 77, desk.reading("Hello", trust=desk.r.Trust.UNKNOWN, trust_reasons=(
            desk.r.TrustReason("first_seen", "no mail of this address was ever kept before"),
            desk.r.TrustReason("reply_to_mismatch", "an answer to <b>us</b> would go elsewhere", desk.r.Speaks.AGAINST),
        )))  # fmt: skip
        sha256 = uow.raw_messages.add(SAMPLES["html_active"]())
        uow.messages.put(desk.replace(kept, sha256=sha256))
    with TestClient(desk.console(database, shown_html=reader.shown), follow_redirects=False) as client:
        client.post("/login", data={"name": "vera", "password": desk.PASSWORD})
        yield client


def test_the_frame_of_a_mail_has_no_rights_and_its_page_no_references(client: TestClient) -> None:
    shown = client.get(f"/messages/{ID}").text
    assert re.search(r'<iframe [^>]*sandbox src="/messages/[^"]+/html"[^>]*referrerpolicy="no-referrer"', shown)
    frame = client.get(f"/messages/{ID}/html")
    assert frame.headers["content-security-policy"] == POLICY and frame.headers["x-frame-options"] == "SAMEORIGIN"
    assert "Guten Tag" in frame.text
    assert not re.search(
        r"127\.0\.0\.1|<script|<img|<form|<iframe|<svg|javascript|passwd|onload|<meta http", frame.text
    )


def test_who_is_not_logged_in_sees_no_mail(database: Database, client: TestClient) -> None:
    client.cookies.clear()
    assert client.get(f"/messages/{ID}/html").status_code == 303


def test_the_senders_level_and_its_reasons_stand_beside_the_mail(client: TestClient) -> None:
    shown = client.get(f"/messages/{ID}").text
    assert "may be somebody else" in shown and "no mail of this address was ever kept before" in shown
    assert "an answer to &lt;b&gt;us&lt;/b&gt; would go elsewhere" in shown
