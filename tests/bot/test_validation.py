"""What the official rules say of our e-invoices, and that they notice what is wrong."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.einvoice import rules
from bot.documents.einvoice.files import e_invoice, files_of
from bot.documents.einvoice.findings import InvoiceRefused, RulesUnavailable
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.einvoice.rules import RuleRunner, shared_runner
from bot.documents.einvoice.validation import Judge, _schema
from tests.bot.selling import CASES, context, invoice
from workflows.invoicing.electronic import EInvoiceProfile

FACTURX = PROFILES[EInvoiceProfile.FACTURX]


@pytest.fixture(scope="module", autouse=True)
def judge():
    yield
    shared_runner().stop()


def write_invoice(document, around) -> bytes:
    return e_invoice(document, around, FACTURX)


def validate_invoice(xml: bytes):
    return Judge(shared_runner()).judge(xml, FACTURX)


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


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit(3)",
        "print('no JSON', flush=True); input()",
        'import sys; sys.stdin.readline(); print(\'{"error": "out of memory"}\')',
    ],
)
def test_rules_that_cannot_run_are_no_verdict(program):
    runner = RuleRunner((sys.executable, "-c", program))
    with pytest.raises(RulesUnavailable):
        Judge(runner).judge(write_invoice(invoice(), context()), FACTURX)
    runner.stop()


def test_a_process_that_died_between_two_invoices_is_replaced():
    runner = RuleRunner()
    xml = write_invoice(invoice(), context())
    assert Judge(runner).judge(xml, FACTURX) == ()
    runner._process.kill()
    assert Judge(runner).judge(xml, FACTURX) == ()
    runner.stop()


TELLS_WHAT_IT_WAS_ASKED = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)["document"]
    report = f'<o xmlns="http://purl.oclc.org/dsdl/svrl"><failed-assert id="{asked}"/></o>'
    print(json.dumps({"report": report}), flush=True)
"""


def test_an_interrupted_question_leaves_its_answer_to_no_other_invoice(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    runner = RuleRunner((sys.executable, "-c", TELLS_WHAT_IT_WAS_ASKED))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(rules.select, "select", interrupted)
        runner.run("first", Path("rules.xslt"))
    assert [finding.rule for finding in runner.run("second", Path("rules.xslt"))] == ["second"]
    runner.stop()


def test_a_rule_set_that_is_not_there_is_no_verdict(tmp_path):
    judge = Judge(shared_runner(), {"cii": (tmp_path / "rules.xslt",)})
    with pytest.raises(RulesUnavailable):
        judge.judge(write_invoice(invoice(), context()), FACTURX)


def test_an_invoice_that_breaks_a_rule_does_not_leave_and_the_rule_is_told():
    document = replace(invoice(), total=invoice().total + 1)
    with pytest.raises(InvoiceRefused, match="BR-CO-15"):
        files_of(document, context(), Judge(shared_runner()))


def test_letters_that_are_written_side_by_side_are_judged_alike():
    """Each lane of the outbox judges in a thread of its own, the first ones at once: all ask for the schema."""
    xml = write_invoice(*CASES["domestic, two rates"])
    for _ in range(5):
        _schema.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(validate_invoice, [xml] * 8)) == [()] * 8
