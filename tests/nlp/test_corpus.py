"""The corpus is varied, equally shaped in its languages, and apart from what it is measured on."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from evaluation.measure import held_out
from nlp import corpus
from nlp.corpus import LANGUAGES, LabelledText
from nlp.intents.fitting import BUSINESS
from nlp.reader import IntentScorer
from nlp.reading import IntentName

TEXTS = corpus.load()
FAMILIES = {text.family for text in TEXTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(IntentName))
def test_every_intent_is_said_often_enough_in_every_language(language: str, name: IntentName) -> None:
    said = sum(text.language == language and name in text.intents for text in TEXTS)
    assert said >= (35 if name in BUSINESS else 20)


def test_no_text_stands_there_twice() -> None:
    seen = Counter((text.subject.lower(), text.text.lower()) for text in TEXTS if text.text)
    assert [text for text, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_one_language_are_not_each_other_with_a_word_changed(language: str) -> None:
    single = [text for text in TEXTS if text.language == language and not text.author.startswith(text.family)]
    longer = [text.text.lower() for text in single if len(text.text) > 60]  # a desk's robots may repeat themselves
    pairs = [(a, b) for a, b in combinations(sorted(longer), 2) if a[:12] == b[:12]]
    assert [pair for pair in pairs if SequenceMatcher(None, *pair).ratio() > 0.9] == []


def test_context_tokens_are_those_that_the_reader_gives() -> None:
    described = IntentScorer.__doc__ or ""
    kinds = ("xxanswers_",)
    used = {token for text in TEXTS for token in text.context}
    assert {token for token in used if token not in described and not token.startswith(kinds)} == set()


def test_held_out_families_are_never_trained_on() -> None:
    assert {text.family for text in held_out()} & FAMILIES == set()


def test_held_out_texts_cover_every_intent_in_every_language() -> None:
    covered = {(text.language, name) for text in held_out() for name in text.intents}
    assert covered == {(language, name) for language in LANGUAGES for name in IntentName}


def test_a_line_with_an_unknown_intent_is_refused() -> None:
    line = '{"author": "a", "family": "f", "intents": ["wish"], "subject": "", "text": "", "context": []}'
    with pytest.raises(ValueError, match="wish"):
        corpus.parse(line, "en")


def test_the_fingerprint_changes_with_a_label() -> None:
    text = LabelledText("en", "a", "f", (IntentName.ORDER,), "s", "t", ())
    other = LabelledText("en", "a", "f", (IntentName.OTHER,), "s", "t", ())
    assert corpus.fingerprint([text]) != corpus.fingerprint([other])
