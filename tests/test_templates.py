"""Letters only say: they neither decide nor compute, and all languages say the same with the same facts."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from jinja2 import meta, nodes

from bot.documents import wording
from bot.documents.notation import languages
from bot.rendering import facts_of
from bot.resources import folder
from bot.watch import Kind
from nlp.reading import DeductionReason, DisputeReason
from tests.bot.selling import company
from tests.letter_samples import SAMPLES, letter
from workflows.disputes.model import CaseKind
from workflows.master_data.policy import CHANGES
from workflows.orders.model import OrderStatus
from workflows.orders.policy import Finding

MAIL = folder("templates") / "mail"
LANGUAGES = languages()
LETTERS = sorted(wording.declared())
PARTS = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
EVERY_LETTER_KNOWS = {"company", "customer", "language", "date"}
DECIDING = (
    nodes.Compare,
    nodes.Call,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.CallBlock,
    nodes.BinExpr,
    nodes.Not,
    nodes.Neg,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Test,
    nodes.Import,
    nodes.FromImport,
)
# Known to us alone: limits, suspicions, and what no confirmed order can have.
OURS_ALONE = {
    "delivery_address",
    "delivery_country",
    "no_lines",
    "tax_unclear",
    "contract_quantity",
    "contract_bills",
    "insolvency",
    "export_country",
    "export_article",
    "export_licence",
    "credit_limit",
    "credit_unknown",
    "credit_hold",
}


def parsed(path):
    return wording.environment("en", html=False).parse(path.read_text(encoding="utf-8"))


def found_in(language, part):
    """A language's own part, else the one that all share."""
    own = MAIL / language / part
    return own if own.exists() else MAIL / part


def asked(language, name):
    """The facts that a letter in a language asks for, those of the parts that it includes among them."""
    found, waiting = set(), [MAIL / language / name / part for part in PARTS]
    while waiting:
        tree = parsed(waiting.pop())
        found |= meta.find_undeclared_variables(tree)
        waiting += [found_in(language, part) for part in meta.find_referenced_templates(tree)]
    return found


def rendered(name, language):
    ours = company({"de": "DE", "fr": "FR", "en": "GB"}[language])
    facts = facts_of(letter(name, language), ours, None)
    return (
        wording.subject(name, language, facts),
        wording.text(name, language, facts),
        wording.html(name, language, facts),
    )


def test_each_language_has_the_same_letters():
    for language in LANGUAGES:
        assert sorted(path.name for path in (MAIL / language).iterdir() if path.is_dir()) == LETTERS
    assert sorted(SAMPLES) == LETTERS


@pytest.mark.parametrize("path", sorted(MAIL.rglob("*.j2")), ids=lambda path: str(path.relative_to(MAIL)))
def test_no_letter_decides_or_computes(path):
    assert list(parsed(path).find_all(DECIDING)) == []


@pytest.mark.parametrize("name", LETTERS)
def test_every_language_asks_for_the_same_facts(name):
    facts = [asked(language, name) for language in LANGUAGES]
    assert facts[0] == facts[1] == facts[2]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_asks_only_for_facts_that_are_declared(name):
    declared = {fact.rstrip("?").partition(".")[0] for fact in wording.declared()[name]}
    assert asked("en", name) - EVERY_LETTER_KNOWS <= declared


@pytest.mark.parametrize(("name", "language"), list(itertools.product(LETTERS, LANGUAGES)))
def test_every_letter_can_be_written_with_all_its_facts_and_with_the_necessary_ones(name, language):
    necessary = {fact for fact in wording.declared()[name] if not fact.endswith("?") and "." not in fact}
    for facts in (SAMPLES[name], {key: SAMPLES[name][key] for key in necessary}):
        complete = facts_of(letter(name, language, facts=json.dumps(facts)), company(), None)
        text = wording.text(name, language, complete)
        assert len(wording.subject(name, language, complete)) > 5
        assert not re.search(r"\{[{%]|None|Undefined", text)


@pytest.mark.parametrize(("name", "language"), list(itertools.product(LETTERS, LANGUAGES)))
def test_the_plain_text_and_the_page_say_the_same_figures(name, language):
    _, text, page = rendered(name, language)
    figures = re.compile(r"\d[\d.,\u00a0]*\d")
    shown = re.sub(r"<style.*?</style>|<[^>]+>", " ", page)
    missing = set(figures.findall(text)) - set(figures.findall(shown))
    assert {figure for figure in missing if figure not in shown} == set()


@pytest.mark.parametrize("name", LETTERS)
def test_french_keeps_its_high_punctuation_with_the_word_before(name):
    subject, text, page = rendered(name, "fr")
    shown = re.sub(r"&[a-z#0-9]+;", "", re.sub(r"<[^>]+>", "", page.partition("<body")[2].partition(">")[2]))
    for said in (subject, text, shown):
        assert re.findall(r"\w* [:;!?»€%]", said) == []
        assert re.findall(r"[^\W\d][;!?»€]", said) == []


@pytest.mark.parametrize("name", LETTERS)
def test_german_goes_on_in_lower_case_after_the_salutation(name):
    body = rendered(name, "de")[1].split(",\n\n", 1)[1]
    first = body.split()[0]
    assert first[0].islower() or name in ("free_reply", "case_reply")


@pytest.mark.parametrize(("name", "language"), list(itertools.product(LETTERS, LANGUAGES)))
def test_the_page_loads_nothing_from_elsewhere(name, language):
    page = rendered(name, language)[2]
    assert re.findall(r"(?i)https?:|<img|<script|<link|url\(", page) == []


def test_the_words_of_all_languages_have_equal_keys():
    keys = [{group: set(names) for group, names in wording.words(language).items()} for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]


def test_a_credit_note_is_never_called_gutschrift():
    words = [path.read_text(encoding="utf-8").casefold() for path in (MAIL / "de").rglob("*") if path.is_file()]
    assert not any("gutschrift" in text for text in words)


def test_every_deviation_of_an_order_is_worded_or_ours_alone():
    codes = {finding.value for finding in Finding}
    assert codes <= set(wording.words("en")["deviation"]) | OURS_ALONE
    assert not OURS_ALONE & set(wording.words("en")["deviation"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_never_reads_of_its_credit_limit(language):
    _, text, page = rendered("order_confirmation", language)
    assert not any(figure in said for said in (text, page) for figure in ("99999", "99.999", "50.000", "50,000"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "charged"), [("dunning_1", False), ("dunning_2", True), ("dunning_3", True)])
def test_only_a_letter_with_charges_names_the_law(language, name, charged):
    text = rendered(name, language)[1]
    assert ("L441-10" in text) is charged
    assert ("7,99" in text or "7.99" in text) is charged


def test_every_letter_that_the_handlers_write_exists():
    sources = (folder("templates").parent / "workflows").rglob("*.py")
    written = {name for path in sources for name in re.findall(r'template="(\w+)"', path.read_text(encoding="utf-8"))}
    assert written
    assert written <= set(LETTERS)


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("reason", DisputeReason),
        ("deduction", DeductionReason),
        ("state", OrderStatus),
        ("case_kind", CaseKind),
        ("field", CHANGES),
        ("alarm", Kind),
    ],
)
def test_every_code_that_a_letter_may_say_has_a_word(group, codes):
    assert {str(code) for code in codes} <= set(wording.words("en")[group])


@pytest.mark.parametrize("name", LETTERS)
def test_every_row_of_a_plain_letter_stands_on_a_line_of_its_own(name):
    """A tag at the end of a line swallows the line's end, unless it says otherwise or an empty line follows."""
    for language in LANGUAGES:
        rows = (MAIL / language / name / "body.txt.j2").read_text(encoding="utf-8").splitlines()
        for row, following in itertools.pairwise((*rows, "")):
            said = re.sub(r"\{%[^%]*%\}", "", row).strip()
            assert not (said and following) or not row.endswith("%}") or row.endswith("+%}"), row
