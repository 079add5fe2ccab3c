"""Every language's data has the same shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from itertools import combinations

import pytest

from nlp.lang import LANGUAGES, Lexicon, compiled, fold, lexicon
from nlp.reading import DeductionReason, DisputeReason, QueryTopic

NAMES = {item.name.upper() for item in fields(Lexicon)} - {"CODE"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_all_the_names_and_no_others(code: str) -> None:
    module = import_module(f"nlp.lang.{code}")
    assert {name for name in vars(module) if name.isupper()} == NAMES


@pytest.mark.parametrize(("left", "right"), list(combinations(LANGUAGES, 2)))
def test_two_languages_speak_of_the_same_things(left: str, right: str) -> None:
    for name in ("cues", "topics", "reasons", "deductions"):
        assert getattr(lexicon(left), name).keys() == getattr(lexicon(right), name).keys()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_knows_every_topic_reason_and_month(code: str) -> None:
    words = lexicon(code)
    assert set(words.topics) == set(QueryTopic)
    assert set(words.reasons) == set(DisputeReason)
    assert set(words.deductions) == set(DeductionReason)
    assert set(words.months.values()) == set(range(1, 13))
    assert set(words.weekdays.values()) == set(range(7))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_pattern_compiles_and_repeats_within_bounds(code: str) -> None:
    words = lexicon(code)
    tables = [
        *words.cues.values(),
        *words.topics.values(),
        *words.reasons.values(),
        *words.deductions.values(),
    ]
    for _, pattern in (pair for table in tables for pair in table):
        compiled(pattern)
        assert not re.search(r"(?<!\\)\.[*+]|\{\d+,\}|\)\+", pattern), pattern


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_field_is_empty(code: str) -> None:
    for item in fields(Lexicon):
        value = getattr(lexicon(code), item.name)
        assert value, item.name
        assert not isinstance(value, Mapping) or all(str(key).strip() for key in value)


def test_folding_keeps_every_place() -> None:
    text = "Straße, Œuvre, GRÖSSE, l’été\u202f1"
    assert len(fold(text)) == len(text)
    assert fold(text) == "strase, ouvre, grosse, l'ete 1"


@pytest.mark.parametrize("written", ["überweisen", "ueberweisen", "UBERWEISEN", "Überweisen"])
def test_umlauts_are_read_in_every_spelling(written: str) -> None:
    assert compiled(r"\büberweisen\b").search(fold(written))
