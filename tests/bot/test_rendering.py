"""A letter becomes mail: safe headers, both bodies, the files it asks for, the same bytes every time."""

from __future__ import annotations

import email
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.wording import FactsMissing
from bot.mail.compose import Attachment
from bot.rendering import NothingToAttach, UnusableAddress, attachments_of, file_name, render_letter
from nlp.limits import Limits
from nlp.mime import open_message
from tests.bot.selling import CASES, company, context
from tests.fakes import FakeUnitOfWork
from tests.letter_samples import SAMPLES, letter
from workflows.customers import Customer
from workflows.errors import NotFound
from workflows.ports import CashPolicy, Desk, DisputePolicy, RoutingPolicy

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
RAW = b"From: a@b.example\r\nSubject: x\r\n\r\nGood morning\r\n"


def customer() -> Customer:
    return Customer(
        "K1007",
        "DE10",
        "Müller & Söhne GmbH",
        "DE",
        "de",
        "DE136695976",
        "",
        "Industriestraße 14",
        "70565",
        "Stuttgart",
        ("buyer@kunde.example",),
        (),
        (),
        30,
        "EUR",
        None,
        "standard",
        (),
    )


def desk() -> Desk:
    around = context()
    return Desk(
        {"DE10": company()},
        {"DE": around.country},
        {},
        3,
        CashPolicy(3, 0, 0),
        DisputePolicy({}, {}),
        RoutingPolicy({}, {}),
        ("en", "de", "fr"),
    )


def sent(written, *attachments):
    raw = render_letter(written, company=company(), customer=customer(), attachments=attachments, now=NOW)
    return email.message_from_bytes(raw, policy=policy.default)


def test_a_letter_has_both_bodies_and_the_headers_of_a_program():
    mail = sent(letter("order_confirmation", "de"))
    assert mail["From"] == "Ostufer Technik GmbH <rechnung@ostufer.example>"
    assert mail["To"] == "buyer@kunde.example"
    assert mail["Message-ID"] == "<o2cbot.0123456789abcdef@ostufer.example>"
    assert mail["Date"].datetime == NOW
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert mail["Subject"] == "Auftragsbestätigung DE10-O-2026-00031 zu Ihrer Bestellung 4500123987"
    assert "Ableiter <Typ 2> & Zubehör" in mail.get_body(("plain",)).get_content()
    assert "Ableiter &lt;Typ 2&gt; &amp; Zubehör" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(("template", "automatic"), [("dispute_received", "auto-replied"), ("free_reply", None)])
def test_an_answer_stands_in_its_thread_and_says_whether_a_program_replied(template, automatic):
    thread = {"in_reply_to": "<b@kunde.example>", "references": ("<a@kunde.example>", "<b@kunde.example>")}
    mail = sent(letter(template, **thread))
    assert mail["In-Reply-To"] == "<b@kunde.example>"
    assert mail["References"].split() == ["<a@kunde.example>", "<b@kunde.example>"]
    assert mail["Auto-Submitted"] == automatic
    assert mail["X-Auto-Response-Suppress"] == ("All" if automatic else None)
    assert mail["List-Unsubscribe"] is None and mail["Precedence"] is None


def test_the_reply_token_stands_in_reply_to_at_the_end_of_the_text_and_hidden_on_the_page():
    token = "0" * 32 + "." + "a" * 16
    raw = render_letter(
        letter("free_reply"), company=company(), customer=None, now=NOW, reply_to=f"ar+{token}@ostufer.example",
        mark=f"o2cbot:{token}",
    )  # fmt: skip
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert mail["Reply-To"] == f"ar+{token}@ostufer.example"
    assert mail.get_body(("plain",)).get_content().splitlines()[-1] == f"o2cbot:{token}"
    page = mail.get_body(("html",)).get_content()
    assert page.index("display:none") < page.index(f"o2cbot:{token}") < page.index("</body>")
    assert open_message(raw, Limits()).marks == (token,)


@pytest.mark.parametrize(
    "hostile", ["4711\r\nBcc: thief@evil.example", "4711\nX: 1", "4711\x00\u2028Bcc: x", "A" * 5000]
)
def test_a_customers_number_adds_no_header(hostile):
    mail = sent(letter("order_cancelled", facts=json.dumps({"order": "O-1", "po_number": hostile})))
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert "\n" not in mail["Subject"]
    assert len(mail["Subject"]) <= 200


@pytest.mark.parametrize("hostile", ["<a@b>\r\nBcc: thief@evil.example", "no id", "<>", "<ä@b>"])
def test_a_strange_message_id_is_not_repeated(hostile):
    mail = sent(letter("free_reply", in_reply_to=hostile, references=(hostile,)))
    assert (mail["In-Reply-To"], mail["References"], mail["Bcc"]) == (None, None, None)


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b.example\r\nBcc: c@d.example", "a@b@", "ü@b.example", "@", "a b@c.d"]
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(UnusableAddress):
        sent(letter("free_reply", to=(address,)))


def test_a_domain_in_another_script_is_written_in_ascii():
    assert sent(letter("free_reply", to=("kauf@müller.example",)))["To"] == "kauf@xn--mller-kva.example"


def test_the_name_of_the_outgoing_mailbox_may_differ():
    raw = render_letter(letter("free_reply"), company=company(), customer=None, now=NOW, sender="post@ostufer.example")
    assert email.message_from_bytes(raw, policy=policy.default)["From"].addresses[0].addr_spec == "post@ostufer.example"


def test_the_same_letter_is_the_same_bytes():
    files = [Attachment("R-1.pdf", "application/pdf", b"%PDF-"), Attachment("m.eml", "message/rfc822", RAW)]
    first, second = (
        render_letter(letter("invoice", "fr"), company=company(), customer=customer(), attachments=files, now=NOW)
        for _ in range(2)
    )
    assert first == second


def test_every_line_of_a_mail_can_travel():
    text = "word " * 3000 + "x" * 3000 + " ünd"
    raw = render_letter(letter(facts=json.dumps({"text": text})), company=company(), customer=None, now=NOW)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_a_letter_without_its_facts_is_not_written():
    with pytest.raises(FactsMissing) as refused:
        sent(letter("invoice", facts=json.dumps({"number": "R-1", "issue_date": "2026-03-01"})))
    assert refused.value.names == ["currency", "due_date", "total"]


def test_an_unknown_letter_is_not_written():
    with pytest.raises(FactsMissing):
        sent(replace(letter("free_reply"), template="../../etc/passwd"))


def test_a_language_without_letters_is_answered_in_english():
    assert sent(letter("bank_details", language="it"))["Subject"] == "Our bank details"


def files_of(written, *, uow=None, raw=RAW):
    books = uow or FakeUnitOfWork()
    books.customers.put(customer())
    document = replace(CASES["domestic, two rates"][0], company="DE10")
    books.invoices.put(document)
    books.invoices.put(replace(document, number="T-1", taken_over=True))
    return attachments_of(written, books, desk(), {"f" * 64: raw}.get)


def test_an_invoice_is_attached_as_an_archive_page_with_its_data():
    (file,) = files_of(letter("invoice", "de", attach=("invoice:R-2026-00042",)))
    assert (file.name, file.content_type) == ("Rechnung-R-2026-00042.pdf", "application/pdf")
    assert b"factur-x.xml" in file.bytes


@pytest.mark.parametrize(("template", "wanted"), [("dunning_2", "dunning"), ("statement", "statement")])
def test_a_page_is_made_of_the_letters_own_facts(template, wanted):
    written = letter(template, "fr", attach=(wanted,))
    first, second = files_of(written), files_of(written)
    assert first == second
    assert first[0].bytes.startswith(b"%PDF-")
    assert first[0].name.endswith("K1007-2026-03-16.pdf")


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ("invoice:unknown", NotFound),
        ("invoice:T-1", NothingToAttach),
        ("raw:" + "0" * 64, NothingToAttach),
        ("spell:1", NothingToAttach),
    ],
)
def test_a_letter_does_not_go_without_a_file_that_it_promises(wanted, refusal):
    with pytest.raises(refusal):
        files_of(letter("free_reply", attach=(wanted,)))


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (RAW, "message/rfc822"),
        ("Subject: ü\r\n\r\nGrüße".encode(), "application/octet-stream"),
        (b"Subject: x\r\n\r\n" + b"y" * 5000, "application/octet-stream"),
    ],
)
def test_an_original_message_is_evidence_to_the_byte(raw, content_type):
    written = letter("escalation", attach=("raw:" + "f" * 64,))
    whole = render_letter(written, company=company(), customer=None, attachments=files_of(written, raw=raw), now=NOW)
    (part,) = email.message_from_bytes(whole, policy=policy.default).iter_attachments()
    assert part.get_content_type() == content_type
    assert part.get_filename() == "message-ffffffffffff.eml"
    assert raw in whole if content_type == "message/rfc822" else part.get_content() == raw


@pytest.mark.parametrize(
    ("number", "name"),
    [("R/2026/1", "Rechnung-R-2026-1.pdf"), ("../../x", "Rechnung-..-..-x.pdf"), ('"\r\n;x', "Rechnung-x.pdf")],
)
def test_a_file_has_a_name_that_hurts_nobody(number, name):
    assert file_name("Rechnung", number, "pdf") == name


def test_a_first_reminder_is_not_called_a_dunning_letter():
    names = [files_of(letter("dunning_1", language, attach=("dunning",)))[0].name for language in ("de", "fr")]
    assert names == ["Zahlungserinnerung-K1007-2026-03-16.pdf", "Relance-K1007-2026-03-16.pdf"]
    assert file_name("Deuxième relance", "Größe", "pdf") == "Deuxieme-relance-Gro-e.pdf"


def test_two_files_of_one_name_are_told_apart():
    written = letter("invoice", "de", attach=("invoice:R-2026-00042", "invoice:R-2026-00042"))
    assert [file.name for file in files_of(written)] == ["Rechnung-R-2026-00042.pdf", "Rechnung-R-2026-00042-2.pdf"]


def test_every_sample_becomes_a_mail():
    assert all(sent(letter(template, language))["Subject"] for template in SAMPLES for language in ("en", "fr", "de"))


@settings(deadline=None)  # the first letter compiles its templates
@given(st.text(max_size=300))
def test_no_text_breaks_a_subject_or_a_file_name(text):
    mail = sent(letter("order_cancelled", facts=json.dumps({"order": "O-1", "po_number": text})))
    assert len(mail.get_all("Subject")) == len(mail.get_all("To")) == len(mail.get_all("Message-ID")) == 1
    assert not set("\r\n\0") & set(mail["Subject"])
    assert re.fullmatch(r"[A-Za-z0-9._-]+\.pdf", file_name("Rechnung", text, "pdf"))
