"""What platforms say of an invoice, and what a seller tells them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.documents.einvoice.lifecycle import Actor, LifecycleMessage, Reason, Status, check, paid, read, write
from bot.documents.einvoice.model import Identifier

SELLER = Actor("SE", Identifier("123456824", "0002"), Identifier("123456824", "0225"))
BUYER = Actor("BY", Identifier("404833048", "0002"), Identifier("404833048", "0225"))
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def cashed() -> LifecycleMessage:
    amounts = {Decimal(20): Decimal("1200.00"), Decimal("5.5"): Decimal("105.50")}
    return paid("F-2026-00042", date(2026, 10, 1), amounts, seller=SELLER, buyer=BUYER, at=AT)


def refused() -> LifecycleMessage:
    reasons = (Reason("TX_TVA_ERR", "Taux de TVA erroné"),)
    return replace(cashed(), status=Status.REFUSED, sender=BUYER, issuer=BUYER, recipient=SELLER, reasons=reasons)


@pytest.mark.parametrize("message", [cashed(), refused()])
def test_what_is_written_is_read_back_and_keeps_the_rules(message: LifecycleMessage) -> None:
    assert read(write(message)) == message
    assert check(message) == ()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"invoice": ""}, "BR-FR-CDV-10"),
        ({"status": "299"}, "BR-FR-CDV-CL-06"),
        ({"reasons": ()}, "BR-FR-CDV-14"),
        ({"status": Status.REJECTED}, "BR-FR-CDV-15"),
        ({"phase": "1"}, "BR-FR-CDV-09"),
        ({"recipient": Actor("BY")}, "BR-FR-CDV-08"),
        ({"seller": Actor("SE")}, "BR-FR-CDV-13"),
        ({"invoiced_on": None}, "BR-FR-CDV-11"),
    ],
)
def test_what_is_missing_is_named_by_its_rule(changes: dict[str, object], rule: str) -> None:
    assert rule in {finding.rule for finding in check(replace(cashed(), **changes))}


@pytest.mark.parametrize("xml", [b"", b"<no", b"<x/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<x>" * 400_000])
def test_what_is_no_message_is_refused(xml: bytes) -> None:
    with pytest.raises(ValueError):
        read(xml)
