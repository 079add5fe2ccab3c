"""Only what our own server says on top counts."""

from __future__ import annotations

import pytest

from nlp.reading import Trust
from nlp.trust import sender_trust

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
