"""Only what our own server says on top counts."""

from __future__ import annotations

import pytest

from nlp.organisations import same_organisation
from nlp.reading import Address, Problem, Reading, Trust
from nlp.trust import UNNAMED, Signature, Witness, judged_sender, sender_trust

OURS = ["mx.us.example"]
SENDER = "eva@kunde.example"


def trust(*fields, sender=SENDER):
    return sender_trust([("authentication-results", field) for field in fields], sender, OURS)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("mx.us.example; dmarc=pass (p=reject) header.from=kunde.example", Trust.VERIFIED),
        ("mx.us.example; dkim=pass header.d=kunde.example; spf=fail smtp.mailfrom=x.example", Trust.VERIFIED),
        ("mx.us.example; dkim=pass header.i=@mail.kunde.example", Trust.VERIFIED),
        ("mx.us.example; dkim=pass header.d=mailer.example", Trust.UNKNOWN),
        ("mx.us.example; dkim=pass header.d=example", Trust.UNKNOWN),
        ("mx.us.example; spf=pass smtp.mailfrom=eva@kunde.example", Trust.UNKNOWN),
        ("mx.us.example; dkim=pass header.d=kunde.example; dmarc=fail header.from=kunde.example", Trust.FAILED),
        ("mx.us.example; dmarc=pass header.from=other.example", Trust.UNKNOWN),
        ("mx.us.example; none", Trust.UNKNOWN),
        ("mx.evil.example; dmarc=pass header.from=kunde.example", Trust.UNKNOWN),
        ("mx.us.example.evil.example; dmarc=pass header.from=kunde.example", Trust.UNKNOWN),
        ("(((((", Trust.UNKNOWN),
        ("", Trust.UNKNOWN),
    ],
)
def test_a_verdict_counts_if_our_server_said_it_about_this_domain(field, expected):
    assert trust(field) is expected


WRITTEN = [
    ("mx.us.example 1; dmarc=pass header.from=kunde.example", Trust.VERIFIED),
    ("MX.US.Example; DMARC=Pass header.From=Kunde.Example;", Trust.VERIFIED),
    (
        "mx.us.example (a (nested \\) comment) of ours); dmarc=pass (p=reject dis=none) header.from=kunde.example",
        Trust.VERIFIED,
    ),
    ('"mx.us.example"; dmarc=pass header.from=kunde.example', Trust.VERIFIED),
    ('mx.us.example; dkim/1=pass reason="good; signature" header.i=@kunde.example header.b="abc=+/"', Trust.VERIFIED),
    ("mx.us.example; dkim = pass (good signature) header.i = @kunde.example", Trust.VERIFIED),
    ('mx.us.example; spf=pass smtp.mailfrom="eva b"@x.example; dmarc=pass header.from=kunde.example', Trust.VERIFIED),
    ("mx.us.example; dkim=fail header.d=other.example; dkim=pass header.d=kunde.example header.s=s1", Trust.VERIFIED),
    ("mx.us.example; iprev=pass policy.iprev=192.0.2.200; dmarc=pass header.from=kunde.example", Trust.VERIFIED),
    ("mx.us.example; arc=pass (i=1 spf=pass dkim=pass); dmarc=pass header.from=kunde.example", Trust.VERIFIED),
    ("mx.us.example; dmarc=pass action=none header.from=kunde.example;compauth=pass reason=100", Trust.VERIFIED),
    (
        "mx.us.example; x-own=pass header.d=kunde.example; dmarc=pass polrec.p=reject header.from=kunde.example",
        Trust.VERIFIED,
    ),
    # what stands in comments and quotes is nobody's verdict
    ("mx.us.example; dmarc=pass header.from=kunde.example (dmarc=fail header.from=kunde.example)", Trust.VERIFIED),
    ("mx.us.example; dmarc=fail (dmarc=pass header.from=kunde.example) header.from=kunde.example", Trust.FAILED),
    ("mx.us.example; none (dmarc=pass header.from=kunde.example)", Trust.UNKNOWN),
    ('mx.us.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=kunde.example"', Trust.UNKNOWN),
    ("(mx.us.example;) mx.evil.example; dmarc=pass header.from=kunde.example", Trust.UNKNOWN),
    ('"mx.us.example; x"; dmarc=pass header.from=kunde.example', Trust.UNKNOWN),
    # no pass of what counts
    ("mx.us.example; auth=pass smtp.auth=eva@kunde.example; sender-id=pass header.from=kunde.example", Trust.UNKNOWN),
    ("mx.us.example; dkim=neutral (body hash did not verify) header.i=@kunde.example", Trust.UNKNOWN),
    (
        "mx.us.example; dkim=temperror header.d=kunde.example; dmarc=bestguesspass header.from=kunde.example",
        Trust.UNKNOWN,
    ),
    ("i=1; mx.us.example; dmarc=pass header.from=kunde.example", Trust.UNKNOWN),
]


@pytest.mark.parametrize(("field", "expected"), WRITTEN)
def test_a_field_is_read_however_it_is_written(field, expected):
    """Forms of RFC 8601, appendix B, and of what servers make of them."""
    assert trust(field) is expected


def test_a_server_that_gives_no_name_counts_where_the_desk_says_that_ours_does_not():
    field = "spf=pass (sender IP is 192.0.2.4) smtp.mailfrom=kunde.example; dmarc=pass header.from=kunde.example"
    assert trust(field) is Trust.UNKNOWN
    headers = [("authentication-results", field)]
    assert sender_trust(headers, SENDER, [UNNAMED]) is Trust.VERIFIED
    named = [("authentication-results", f"unnamed.invalid; {field}")]
    assert (
        sender_trust([("authentication-results", "mx.evil.example; none"), *headers], SENDER, [UNNAMED])
        is Trust.UNKNOWN
    )
    assert sender_trust(named, SENDER, [UNNAMED]) is Trust.UNKNOWN


def test_the_chain_of_another_server_is_no_verdict_of_ours():
    chain = [("arc-authentication-results", "i=1; mx.us.example; dmarc=pass header.from=kunde.example")]
    assert sender_trust(chain, SENDER, OURS) is Trust.UNKNOWN


def test_a_forged_field_below_ours_does_not_count():
    forged = "mx.us.example; dmarc=pass header.from=kunde.example"
    assert trust("mx.us.example; dmarc=none", forged) is Trust.UNKNOWN
    assert trust("relay.example; spf=pass", forged) is Trust.UNKNOWN


def test_two_from_fields_prove_nothing():
    headers = [
        ("authentication-results", "mx.us.example; dmarc=pass header.from=kunde.example"),
        ("from", SENDER),
        ("from", "boss@us.example"),
    ]
    assert sender_trust(headers, SENDER, OURS) is Trust.UNKNOWN


def test_a_registry_is_nobodys_organisation():
    assert trust("mx.us.example; dkim=pass header.d=co.uk", sender="a@shop.co.uk") is Trust.UNKNOWN


def test_without_a_field_nothing_is_known():
    assert sender_trust([], SENDER, OURS) is Trust.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("kunde.example", "kunde.example", True),
        ("mail.kunde.example", "news.kunde.example", True),
        ("mail.kunde.co.uk", "kunde.co.uk", True),
        ("kunde.co.uk", "other.co.uk", False),
        ("a.com.fr", "b.com.fr", False),
        ("kunde.onmicrosoft.com", "other.onmicrosoft.com", False),
        ("kunde.de.com", "other.de.com", False),
        ("mail.kunde.se", "kunde.se", True),
        ("mail.kunde.se", "news.kunde.se", False),  # nothing is known of this ending's registries
        ("co.uk", "kunde.co.uk", False),
        ("or.jp", "kunde.or.jp", False),
        ("de", "kunde.de", False),
        ("", "", False),
    ],
)
def test_domains_are_one_organisations_only_where_that_is_sure(left, right, same):
    assert same_organisation(left, right) is same_organisation(right, left) is same


FORGED_FIELD = "mx.us.example; dkim=pass header.d=kunde.example"


@pytest.mark.parametrize(
    ("field", "signatures", "expected", "code"),
    [
        ("", [Signature("kunde.example", True)], Trust.VERIFIED, "own_dkim_aligned"),
        ("", [Signature("mailer.example", True)], Trust.UNKNOWN, "own_dkim_none"),
        ("", [Signature("kunde.example", False, "it was changed")], Trust.UNKNOWN, "own_dkim_broken"),
        ("", [], Trust.UNKNOWN, "own_dkim_none"),
        (FORGED_FIELD, [], Trust.UNKNOWN, "own_dkim_differs"),
        (FORGED_FIELD, [Signature("kunde.example", True)], Trust.VERIFIED, "own_dkim_aligned"),
        ("mx.us.example; dmarc=fail", [Signature("kunde.example", True)], Trust.FAILED, "own_dkim_aligned"),
        ("mx.us.example; dmarc=pass", [], Trust.VERIFIED, "own_dkim_none"),
    ],
)
def test_our_own_look_at_the_signatures_is_a_second_opinion(field, signatures, expected, code):
    headers = [("authentication-results", field)]
    found, reasons = judged_sender(headers, SENDER, OURS, witness=Witness(signatures=tuple(signatures)))
    assert found is expected and code in {reason.code for reason in reasons}


def test_a_first_mail_and_what_deceives_are_reasons():
    problem = Problem("reply_to_mismatch", "an answer to kunde.example would go to x.example", "sender")
    _, reasons = judged_sender([], SENDER, OURS, [problem, Problem("text_cut", "")], None, Witness(seen_before=False))
    assert [(reason.code, reason.speaks.value) for reason in reasons] == [
        ("no_verdict", "neither"), ("address_unknown", "neither"), ("first_seen", "neither"),
        ("reply_to_mismatch", "against"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trust_found", "problems", "level"),
    [
        (Trust.VERIFIED, (), "verified"),
        (Trust.UNKNOWN, (), "unverified"),
        (Trust.VERIFIED, ("address_in_name",), "suspect"),
        (Trust.FAILED, ("address_in_name",), "failed"),
        (Trust.UNKNOWN, ("text_cut",), "unverified"),
    ],
)
def test_the_worst_that_is_known_is_the_level(trust_found, problems, level):
    said = Reading("<1@x>", Address("", SENDER), (), "", None, None, (), "", "", "de", None, None, trust_found, False,
                   (), problems=tuple(Problem(code, "") for code in problems))  # fmt: skip
    assert said.trust_level.value == level
