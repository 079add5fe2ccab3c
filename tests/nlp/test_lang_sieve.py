"""A text that is not searched holds no match: the sieve and the look ahead never hide one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.day_words import day_words
from nlp.lang import LANGUAGES, compiled, folded_pattern, lexicon, weight
from nlp.lang.openings import looked_ahead
from nlp.lang.sieve import ANYWHERE, Sieve, fragments_of, sieved

TEXTS = st.text(alphabet="abcd 12?-", max_size=30)
_CLASSES = st.sampled_from([".", r"\w", r"\d", r"[^a]", "[ab]", r"[a-c]", r"\s", r"\b", "^", "$", r"(?<!\w)", "(?=a)"])
_LEAVES = st.text(alphabet="abcd 12", min_size=1, max_size=4) | _CLASSES


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = parts.filter(lambda part: part not in ("^", "$", r"\b")).map(lambda part: f"(?:{part})")
    return (
        st.tuples(parts, parts).map("".join)
        | st.lists(parts, min_size=2, max_size=3).map(lambda branches: f"(?:{'|'.join(branches)})")
        | st.tuples(groups, st.sampled_from(["?", "{0,2}", "{1,2}", "{2}", "??"])).map("".join)
        | parts.map(lambda part: f"({part})")
        | parts.map(lambda part: f"(?!{part})")
    )


EXPRESSIONS = st.recursive(_LEAVES, _grown, max_leaves=6)


@given(EXPRESSIONS, TEXTS)
def test_a_sieved_pattern_finds_what_the_pattern_finds(expression: str, text: str) -> None:
    pattern, known = re.compile(expression), sieved(expression)
    assert [m.span() for m in known.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert _span(known.search(text, 1, 20)) == _span(pattern.search(text, 1, 20))
    assert known.sub("-", text) == pattern.sub("-", text)


@given(EXPRESSIONS, TEXTS)
def test_a_look_ahead_hides_no_match(expression: str, text: str) -> None:
    pattern, ahead = re.compile(expression), re.compile(looked_ahead(expression))
    assert [m.span() for m in ahead.finditer(text)] == [m.span() for m in pattern.finditer(text)]


@given(st.lists(EXPRESSIONS, max_size=5), TEXTS)
def test_a_sieve_lets_every_match_through(expressions: list[str], text: str) -> None:
    sieve = Sieve()
    for expression in expressions:
        sieve.add(expression, fragments_of(expression))
    held = sieve.held(text)
    assert all(held[expression] for expression in expressions if re.search(expression, text))


@pytest.mark.parametrize(
    ("expression", "fragments"),
    [
        (r"\bpaid\b", ("paid",)),
        (r"\bcredit(?: note| memo)?\b|\bcn\b", ("cn", "credit")),
        (r"ue?berweis\w{0,5}", ("uberweis", "ueberweis")),
        (r"\b(?:geht|gehen)\b.{0,40}\b(?:raus|zahlung)", ("raus", "zahlung")),
        (r"(?:x|yz)?w{2,3}", ("w",)),
        (r"\d{2}", ANYWHERE),
        (r"(?:paid)?", ANYWHERE),
        (r"(?i)paid", ANYWHERE),
        (r"(?=paid)\w", ANYWHERE),
    ],
)
def test_the_fragments_of_a_pattern(expression: str, fragments: tuple[str, ...]) -> None:
    assert fragments_of(expression) == fragments


def _weighed() -> Iterator[tuple[float, str]]:
    for code in LANGUAGES:
        pack = lexicon(code)
        for table in (pack.cues, pack.topics, pack.reasons, pack.deductions):
            yield from (pair for pairs in table.values() for pair in pairs)


PAIRS = tuple(dict.fromkeys(_weighed()))
FRAGMENTS = sorted({fragment for _, pattern in PAIRS for fragment in compiled(pattern).fragments} | {"a", "12"})
WORDS = st.lists(st.sampled_from(FRAGMENTS), max_size=8)


@given(st.lists(st.sampled_from(PAIRS), max_size=20), WORDS.map(" ".join))
def test_the_weight_is_that_of_all_patterns_that_match(pairs: list[tuple[float, str]], text: str) -> None:
    total, first = 0.0, -1
    for value, pattern in pairs:
        match = re.search(folded_pattern(pattern), text)
        total += value if match else 0.0
        if match and value > 0:
            first = match.start() if first < 0 else min(first, match.start())
    assert weight(tuple(pairs), text) == (total, first)


@pytest.mark.parametrize("codes", [*((code,) for code in LANGUAGES), LANGUAGES])
def test_days_are_looked_for_only_where_one_may_begin(codes: tuple[str, ...]) -> None:
    assert day_words(codes).pattern.pattern.startswith(r"(?<![\w./-])(?=")


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None
