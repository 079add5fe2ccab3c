"""What the official rules say of our e-invoices, and that they notice what is wrong."""

from __future__ import annotations

import pytest

from bot.documents import validation
from bot.documents.cii import write_invoice
from bot.documents.validation import RulesUnavailable, validate_invoice
from tests.bot.selling import CASES, context, invoice


@pytest.fixture(scope="module", autouse=True)
def judge():
    yield
    validation.stop()


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_sale_passes_schema_and_rules(case):
    assert validate_invoice(write_invoice(*CASES[case])) == ()


def spoiled(before: str, after: str, case: str = "domestic, two rates") -> bytes:
    xml = write_invoice(*CASES[case]).decode()
    assert before in xml
    return xml.replace(before, after, 1).encode()


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (spoiled("<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode>999</ram:TypeCode>"), "FX-SCH-A-"),
        (spoiled("<ram:CategoryCode>S</ram:CategoryCode>", "<ram:CategoryCode>Z</ram:CategoryCode>"), "BR-"),
        (spoiled("<ram:ID>R-2026-00042</ram:ID>", ""), "XSD"),
        (spoiled(' schemeID="VA">FR83404833048', ' schemeID="VA">', "goods to another member state"), "BR-"),
        (
            spoiled("<ram:CountryID>FR</ram:CountryID>", "<ram:CountryID>XX</ram:CountryID>", "French, three rates"),
            "FX-SCH-A-",
        ),
        (b"<not closed", "XML"),
    ],
)
def test_what_is_wrong_is_named_by_its_rule(xml, rule):
    findings = validate_invoice(xml)
    assert any(finding.rule.startswith(rule) and finding.fatal for finding in findings)


def test_a_claim_without_a_date_due_is_refused():
    xml = write_invoice(invoice(), context()).decode()
    start, end = xml.index("<ram:SpecifiedTradePaymentTerms>"), xml.index("</ram:SpecifiedTradePaymentTerms>")
    without = xml[:start] + xml[end + len("</ram:SpecifiedTradePaymentTerms>") :]
    assert "BR-CO-25" in {finding.rule for finding in validate_invoice(without.encode())}


def test_an_entity_in_a_file_is_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'.encode()
    assert "secret words" not in repr(validate_invoice(xml))


def test_rules_that_cannot_run_are_no_verdict(monkeypatch):
    def broken(*_):
        raise RuntimeError("no worker")

    monkeypatch.setattr(validation, "_worker", broken)
    with pytest.raises(RulesUnavailable):
        validate_invoice(write_invoice(invoice(), context()))
