"""Printed documents: what they say, that it fits, and that no text of a customer is a command."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest

from bot.documents.invoice import invoice_facts
from bot.documents.notation import languages, notation, words
from bot.documents.notices import dunning_facts, statement_facts
from bot.documents.pdf import render
from bot.documents.sheet import postal_address, printable
from tests.bot.selling import BUYERS, CASES, company, context, invoice

AT = datetime(2026, 3, 16, 12, tzinfo=UTC)
SPACES = str.maketrans("\u00a0\u202f", "  ")


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().translate(SPACES) for page in document]


def printed(document, around) -> list[str]:
    return pages_of(render("invoice", invoice_facts(document, around), AT))


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("domestic, two rates", ["Rechnung R-2026-00042", "USt. 19 %", "USt. 7 %", "15. April 2026", "4500123987"]),
        ("French, three rates", ["Facture R-2026-00042", "TVA 5,5 %", "RCS Lyon 123456824", "Pas d’escompte"]),
        ("British", ["Invoice R-2026-00042", "VAT 20%", "£", "Manchester M1 2AB"]),
        ("goods to another member state", ["Exonération", "FR83404833048", "DE811907980", "FRANCE"]),
        ("services to another member state", ["Steuerschuldnerschaft des Leistungsempfängers"]),
        ("credit note", ["Rechnungskorrektur K-2026-00007", "Rechnung R-2026-00040 vom 3. Februar 2026"]),
        ("with a discount for early payment", ["30. März 2026", "2 % Skonto"]),
    ],
)
def test_an_invoice_says_what_the_law_asks_for(case, said):
    text = " ".join("\n".join(printed(*CASES[case])).split())
    assert [phrase for phrase in said if phrase not in text] == []


def test_a_credit_note_is_never_called_gutschrift():
    assert "gutschrift" not in "".join(printed(*CASES["credit note"])).casefold()


def test_a_long_invoice_repeats_its_heading_and_counts_its_pages():
    pages = printed(invoice(lines=60), context())
    assert len(pages) == 3
    assert all("Bezeichnung" in page for page in pages[:2])
    assert [f"Seite {number} von 3" in page for number, page in enumerate(pages, start=1)] == [True] * 3
    assert sum(page.count("A-1060") for page in pages) == 1


def test_text_of_a_customer_is_not_a_command_of_the_layout():
    document = invoice(lines=1)
    hostile = '#read("/etc/passwd") *bold* $x$ @ref <label> // gone\\'
    document = replace(document, lines=(replace(document.lines[0], description=hostile),))
    text = "".join(printed(document, context())[0].split())
    assert '#read("/etc/passwd")' in text.replace("\u200b", "")


@pytest.mark.parametrize("name", ["漢字 Trading", "Ελλάς 😀 Ltd", "Łódź Świętokrzyska", "\x00\u202eevil"])
def test_a_name_in_another_script_does_not_stop_the_document(name):
    document = replace(invoice(lines=1), buyer=replace(BUYERS["DE"], name=name))
    assert printed(document, context())


def test_a_word_without_end_gets_places_to_break():
    assert max(map(len, printable("x" * 200).split("\u200b"))) <= 28


def test_the_same_facts_give_the_same_bytes_in_any_thread():
    facts = invoice_facts(*CASES["domestic, two rates"])
    files: list[bytes] = []
    threads = [threading.Thread(target=lambda: files.append(render("invoice", facts, AT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files) == 4
    assert len(set(files)) == 1


def reminder(level: int, law: dict[str, object] | None) -> dict[str, object]:
    item = {"document": "R-1", "due_date": "2026-02-01", "days_overdue": 43, "open_amount": "1000.00", "level": level}
    charges = {"interest": "7.99", "compensation": "40.00"} if law else {"interest": "0.00", "compensation": "0.00"}
    return {
        "level": level,
        "date": "2026-03-16",
        "deadline": "2026-03-24",
        "pay_within_days": 8,
        "currency": "EUR",
        "items": [item | charges],
        "credit_notes": [{"document": "K-9", "open_amount": "-200.00"}],
        **charges,
        "total": "847.99" if law else "800.00",
        "law": law,
        "customer": {"number": "K1007"},
    }


LAW = {"country": "FR", "rates": [{"percent": "12.15", "first": "2026-02-02", "last": "2026-03-16"}]}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_reminder_states_its_items_and_only_from_the_second_on_the_law(language, level):
    law = LAW if level > 1 else None
    address = postal_address(BUYERS["FR"], "DE")
    facts = dunning_facts(reminder(level, law), company(), address, language)
    (page,) = pages_of(render("dunning", facts, AT))
    assert words(language)["title"][f"dunning_{level}"] in page
    assert ("L441-10" in page) == (level > 1)
    assert notation(language).amount("1000", "EUR").replace("\u00a0", " ") in page
    assert "{" not in page


@pytest.mark.parametrize("language", languages())
def test_a_statement_shows_every_item_its_age_and_money_not_yet_applied(language):
    items = [
        {"document": f"R-{days}", "issue_date": "2026-01-01", "due_date": "2026-02-01", "days_overdue": days}
        | {"open_amount": "100.00", "currency": "EUR", "po_number": ""}
        for days in (0, 1, 30, 31, 60, 61, 90, 91)
    ]
    facts = {
        "date": "2026-03-16",
        "customer": {"number": "K1007"},
        "items": items,
        "payments": [{"date": "2026-03-10", "amount": "50.00", "currency": "EUR"}],
        "balances": [{"currency": "EUR", "amount": "750.00"}],
    }
    shown = statement_facts(facts, company(), [], language)
    assert [row["value"] for row in shown["groups"][0]["ages"]] == [
        notation(language).amount(amount, "EUR") for amount in (100, 200, 200, 200, 100)
    ]
    (page,) = pages_of(render("statement", shown, AT))
    assert all(item["document"] in page for item in items)
    assert notation(language).money("750", "EUR").replace("\u00a0", " ") in page


def test_a_statement_without_items_says_so():
    facts = {"date": "2026-03-16", "customer": {"number": "K1"}, "items": [], "balances": [], "payments": []}
    (page,) = pages_of(render("statement", statement_facts(facts, company(), [], "en"), AT))
    assert "no open items" in page


@pytest.mark.parametrize(
    ("language", "amount", "quantity", "percent", "day"),
    [
        ("de", "1.234,50 €", "1.250,5", "5,5 %", "1. März 2026"),
        ("fr", "1 234,50 €", "1 250,5", "5,5 %", "1er mars 2026"),
        ("en", "€1,234.50", "1,250.5", "5.5%", "1 March 2026"),
    ],
)
def test_figures_are_written_as_their_readers_write_them(language, amount, quantity, percent, day):
    say = notation(language)
    said = (
        say.money("1234.50", "EUR"),
        say.quantity(Decimal("1250.50")),
        say.percent("5.5"),
        say.day(date(2026, 3, 1)),
    )
    assert tuple(text.replace("\u00a0", " ") for text in said) == (amount, quantity, percent, day)


@pytest.mark.parametrize(("currency", "written"), [("JPY", "1,234"), ("EUR", "1,234.00"), ("TND", "1,234.000")])
def test_an_amount_has_the_digits_of_its_currency(currency, written):
    assert notation("en").amount("1234", currency) == written


def test_the_price_of_a_unit_of_usage_is_shown_as_it_is_billed():
    document = invoice(lines=1)
    document = replace(document, lines=(replace(document.lines[0], unit_price=Decimal("0.000125")),))
    (line,) = invoice_facts(document, context())["lines"]
    assert line["unit_price"] == "0,000125"


@pytest.mark.parametrize(("price", "written"), [("12.3525", "12,3525 €"), ("12.5", "12,50 €"), ("100", "100,00 €")])
def test_a_unit_price_may_be_finer_than_its_currency(price, written):
    assert notation("de").unit_price(price, "EUR") == written.replace(" ", "\u00a0")


def shape(value: object) -> object:
    return {key: shape(part) for key, part in value.items()} if isinstance(value, dict) else type(value).__name__


def test_the_words_of_all_languages_have_equal_keys():
    shapes = [shape(dict(words(language))) for language in languages()]
    assert shapes[0] == shapes[1] == shapes[2]
