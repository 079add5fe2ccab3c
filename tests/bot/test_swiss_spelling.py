"""German for readers in Switzerland and Liechtenstein has no ß in our own words, and keeps that of names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bot.documents import wording
from bot.documents.notation import labels, words
from bot.documents.pdf import render
from bot.documents.spelling import base, spelled, spelled_in
from bot.rendering import PAGES, facts_of, language_of, subject_of, text_of
from bot.resources import folder
from tests.letter_samples import CREATED, SAMPLES, letter
from tests.workflows.selling_desk import company, customer
from workflows.letters import LetterKind

TEMPLATES = Path(str(folder("templates")))
THERE = ("CH", "LI")


def reader(country: str) -> Any:
    return customer(country=country, name="Strauß & Söhne AG")


@pytest.mark.parametrize("country", THERE)
@pytest.mark.parametrize("template", sorted(SAMPLES))
def test_no_letter_to_them_has_one_of_ours(template: str, country: str) -> None:
    found = replace(letter(template), language="de")
    home, buyer = company(), reader(country)
    said = subject_of(found, company=home, customer=buyer) + text_of(found, company=home, customer=buyer)
    page = wording.html(found.template, language_of(found, home, buyer), facts_of(found, home, buyer))
    assert "ß" not in (said + page).replace("Strauß", "")
    assert f'lang="de-{country}"' in page


def test_elsewhere_it_is_written() -> None:
    found = replace(letter("order_confirmation"), language="de")
    for country, closing in (("DE", "Mit freundlichen Grüßen"), ("CH", "Mit freundlichen Grüssen")):
        assert closing in text_of(found, company=company(), customer=reader(country))


def test_a_letter_to_our_own_people_is_spelled_as_at_home() -> None:
    found = replace(letter("escalation"), language="de")
    swiss = replace(company(), country="CH")
    assert (language_of(found, swiss, None), language_of(found, company(), None)) == ("de-CH", "de")


@pytest.mark.parametrize("country", THERE)
def test_no_word_of_documents_and_letters_has_one(country: str) -> None:
    language = spelled_in("de", country)
    assert language == f"de-{country}"
    for told in (words(language), dict(labels(language, country)), wording.words(language)):
        assert "ß" not in json.dumps(told, ensure_ascii=False)
    assert "ß" in json.dumps(words("de"), ensure_ascii=False)


def test_what_no_country_spells_otherwise_stays_one_language() -> None:
    assert [spelled_in(*pair) for pair in (("de", "AT"), ("fr", "CH"), ("de", ""), ("en", "LI"))] == [
        "de", "fr", "de", "en",
    ]  # fmt: skip
    assert (base("de-CH"), spelled("Straße GROẞ", "de-CH"), spelled("Straße", "de")) == (
        "de",
        "Strasse GROSS",
        "Straße",
    )


def test_german_that_is_not_spelled_for_its_reader_needs_no_spelling() -> None:
    """Scripts of calls and drafts of the console are shown to our own people; figures of the law stand in config."""
    others = [TEMPLATES / "calls" / "de.toml", TEMPLATES / "console" / "drafts.toml"]
    others += sorted((TEMPLATES / "documents").glob("*.typ"))
    assert [path.name for path in others if "ß" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("kind", "template"),
    [("dunning", "dunning_3"), ("statement", "statement"), ("order", "order_confirmation"), ("plan", "plan_accepted")],
)
def test_pages_are_spelled_so_too_and_set_as_german(kind: str, template: str) -> None:
    found, buyer = replace(letter(template), language="de", kind=LetterKind.DUNNING), reader("CH")
    found = found if kind == "dunning" else replace(found, kind=LetterKind.REPLY)
    own = facts_of(found, company(), buyer)
    page = PAGES[kind](own, company(), ["Weg 1"], language_of(found, company(), buyer))
    assert page["language"] == "de" and "ß" not in json.dumps(page, ensure_ascii=False).replace("Strauß", "")


@pytest.mark.parametrize(("country", "closing"), [("CH", "Grüssen"), ("DE", "Grüßen")])
def test_a_page_is_printed_in_the_spelling_of_its_reader(country: str, closing: str) -> None:
    found, buyer = replace(letter("plan_accepted"), language="de"), reader(country)
    page = PAGES["plan"](facts_of(found, company(), buyer), company(), ["Weg 1"], language_of(found, company(), buyer))
    with pypdfium2.PdfDocument(render("plan", page, CREATED)) as pdf:
        assert closing in pdf[0].get_textpage().get_text_bounded()
