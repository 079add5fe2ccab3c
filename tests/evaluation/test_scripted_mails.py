"""A script makes the mail that its sender's program would have sent, and a script that cannot says why."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from evaluation.mails import BadScript, Place, mail_bytes
from nlp.limits import Limits
from nlp.mime import open_message

PLACE = Place("desk", "mails-1.toml", "orders@us.example")
SENT = datetime(2026, 9, 11, 8, 42, tzinfo=UTC)
TABLE = {
    "before": ["VIREMENT", "Date : 10.09.2026"],
    "rows": [["Facture", "Échéance", "Montant"], ["LB-1", "01.09.2026", "1 204,50"], ["LB-2", "02.09.2026", "80,00"]],
    "after": ["Total 1 284,50 EUR"],
}


def script(**fields: Any) -> dict[str, Any]:
    mail = {"id": "001", "author": "a", "family": "f", "from": "Ann <ann@them.example>", "sent": SENT, "says": {}}
    return mail | {"text": "Bonjour"} | fields


def built(**fields: Any) -> EmailMessage:
    message = message_from_bytes(mail_bytes(script(**fields), PLACE), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def attached(**attachment: Any) -> Any:
    opened = open_message(mail_bytes(script(attachment=[attachment]), PLACE), Limits())
    (document,) = opened.documents
    return document


def test_a_mail_has_the_head_that_the_script_says() -> None:
    message = built(subject="Dotation été", in_reply_to="<1@us.example>", headers={"Auto-Submitted": "auto-replied"})
    assert (message["Subject"], message["To"]) == ("Dotation été", "orders@us.example")
    assert message["In-Reply-To"] == message["References"] == "<1@us.example>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"].endswith("@them.example>")


def test_a_comma_in_a_name_makes_no_second_sender() -> None:
    assert built(**{"from": "Henkel, Martina <m@them.example>"})["From"].addresses[0].display_name == "Henkel, Martina"


def test_text_and_html_are_alternatives() -> None:
    assert built(html="<p>Bonjour</p>").get_content_type() == "multipart/alternative"
    assert built(html="<p>Bonjour</p>", text="").get_body(("plain",)) is not None


@pytest.mark.parametrize(
    ("kind", "name", "more"),
    [
        ("pdf", "a.pdf", {"style": "ruled"}),
        ("pdf", "a.pdf", {"style": "unruled"}),
        ("pdf", "a.pdf", {"style": "mono"}),
        ("xlsx", "a.xlsx", {"sheet": "Tabelle1", "hidden_rows": [["secret"]]}),
        ("csv", "a.csv", {"delimiter": ";", "encoding": "cp1252"}),
        ("html", "a.html", {}),
        ("text", "a.txt", {}),
    ],
)
def test_a_table_can_be_read_out_of_its_attachment(kind: str, name: str, more: dict[str, Any]) -> None:
    document = attached(kind=kind, name=name, **TABLE, **more)
    assert document.name == name
    assert all(word in document.text for word in ("VIREMENT", "LB-2", "80,00", "Total 1 284,50 EUR"))
    assert "secret" not in document.text


def test_a_long_table_runs_over_two_pages_with_its_header_on_each() -> None:
    rows = [["Facture", "Montant"], *([f"LB-{number}", "10,00"] for number in range(80))]
    document = attached(kind="pdf", name="a.pdf", rows=rows)
    assert "LB-79" in document.text
    assert document.text.count("Facture") in (1, 2)  # a reader may know the second header as a repetition


def test_cells_of_a_sheet_keep_their_type_unless_they_shall_be_text() -> None:
    rows = [["Invoice", "Amount"], ["LB-1", 1204.5]]
    assert "1204.5" in attached(kind="xlsx", name="a.xlsx", rows=rows).text
    assert "1204.5" in attached(kind="xlsx", name="a.xlsx", rows=rows, as_text=True).text


@pytest.mark.parametrize("name", ["scan.png", "scan.pdf"])
def test_a_scanned_page_has_no_text(name: str) -> None:
    assert attached(kind="image", name=name, **TABLE).text == ""


def test_files_with_content_hold_it_as_it_stands() -> None:
    (part,) = built(attachment=[{"kind": "edi", "name": "o.edi", "content": "UNB+UNOC:3'"}]).iter_attachments()
    assert (part.get_content_type(), part.get_content()) == ("application/edifact", b"UNB+UNOC:3'")


def test_mails_and_archives_hold_what_the_script_puts_into_them() -> None:
    inner = {
        "kind": "eml",
        "name": "m.eml",
        "from": "Ö <o@them.example>",
        "sent": SENT,
        "subject": "Früher",
        "text": "ß",
    }
    archive = {"kind": "zip", "name": "z.zip", "holds": [{"kind": "csv", "name": "x.csv", "content": "a;b"}]}
    mail, packed = built(attachment=[inner, archive]).iter_attachments()
    assert mail.get_content()["Subject"] == "Früher"
    assert packed.get_content().startswith(b"PK")


def test_the_same_script_makes_the_same_bytes() -> None:
    attachments = [{"kind": kind, "name": f"a.{kind}", **TABLE} for kind in ("pdf", "xlsx", "csv")]
    attachments.append({"kind": "image", "name": "scan.pdf", **TABLE})
    mail = script(attachment=attachments)
    assert mail_bytes(mail, PLACE) == mail_bytes(mail, PLACE)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"wrong": 1}, "'wrong' is no key"),
        ({"text": 1}, "text is not of type str"),
        ({"from": "nobody"}, "not one address"),
        ({"sent": datetime(2026, 9, 11)}, "no offset"),
        ({"headers": {"Content-Type": "text/plain"}}, "made by the body"),
        ({"attachment": [{"kind": "doc", "name": "a.doc"}]}, "kind 'doc' is none of"),
        ({"attachment": [{"kind": "pdf", "name": "a.pdf", "style": "odd"}]}, "style 'odd'"),
        ({"attachment": [{"kind": "csv", "name": "a.csv", "content": "é", "encoding": "ascii"}]}, "a.csv"),
        ({"attachment": [{"kind": "xml", "name": "a.xml"}]}, "content is missing"),
        ({"attachment": [{"kind": "csv", "name": "a.csv", "content": "x", "rows": [["y"]]}]}, "both content and"),
        ({"attachment": [{"kind": "pdf", "name": "a.pdf", "rows": ["x"]}]}, "list of lists"),
        ({"attachment": [{"kind": "eml", "name": "m.eml", "from": "x@y.example"}]}, "sent, text"),
        ({"attachment": [{"kind": "pdf"}]}, "no name"),
    ],
)
def test_a_script_that_makes_no_mail_is_named_with_desk_file_and_id(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(BadScript) as refused:
        mail_bytes(script(**fields), PLACE)
    assert str(refused.value).startswith("desk/mails-1.toml: mail 001: ")
    assert why in str(refused.value)
