"""A reply's text as sentences, clauses and folded words with their places: what orders are looked for in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.decision_words import said, single
from nlp.notation import amounts
from nlp.reply_words import folded

TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,'’\u00a0\u202f]*|[^\w\s]|_")
SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s|$)|\n")
SEPARATORS = frozenset(":,;()–—-")
WRAPPED = 55  # characters from which a line without an end goes on in the next one
AMOUNT = "\0"  # stands for an amount among the words


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign with its place; an amount of money is one word, whatever its signs and gaps."""

    text: str  # folded; AMOUNT
    start: int
    end: int
    amount: Decimal | None = None
    currency: str | None = None
    capital: bool = False


def sentences(text: str) -> list[tuple[int, int]]:
    """Places of the sentences; a line that was only wrapped goes on in the next one."""
    found, start = [], 0
    for match in SENTENCE_END.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if match.group() == "\n" and len(line) >= WRAPPED and line[-1:] not in ".!?:" and after not in ("", "\n"):
            continue
        if text[start : match.start()].strip():
            found.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words and signs of a part of a text; an amount with two readings stays a word that nobody knows."""
    sentence = text[start:end]
    money = {amount.start: amount for amount in amounts(sentence) if not amount.ambiguous}
    words: list[Word] = []
    at = 0
    while match := TOKEN.search(sentence, at):
        amount = money.get(match.start())
        if amount is not None and amount.end > match.start():
            words.append(Word(AMOUNT, start + amount.start, start + amount.end, amount.value, amount.currency))
            at = amount.end
            continue
        token = match.group()
        words.append(Word(folded(token), start + match.start(), start + match.end(), capital=token[0].isupper()))
        at = match.end()
    return words


def clauses(words: list[Word]) -> list[list[Word]]:
    """The parts of a sentence between its signs, and before what opens a reason."""
    found: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        opens = any(stands_at(words, index, phrase) for phrase in said("because")) and bool(found[-1])
        if word.text in SEPARATORS:
            found.append([])
        elif opens and not is_mere_courtesy(found[-1]):
            found.append([word])
        elif word.text not in "'.!?\"":
            found[-1].append(word)
    return [clause for clause in found if clause]


def is_mere_courtesy(clause: list[Word]) -> bool:
    """Whether nothing is said but "please", "ok", "we" and the like."""
    return all(word.text in single("polite") for word in clause)


def stands_at(words: list[Word], index: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands word by word at a place."""
    return tuple(word.text for word in words[index : index + len(phrase)]) == phrase


def without(clause: list[Word], field: str) -> list[Word] | None:
    """The clause without the words of the longest phrase of a field; None if it has none."""
    for phrase in said(field):
        places, at = [], 0
        for part in phrase:
            found = next((k for k in range(at, len(clause)) if clause[k].text == part), None)
            if found is None:
                break
            places.append(found)
            at = found + 1
        if len(places) == len(phrase):
            return [word for index, word in enumerate(clause) if index not in places]
    return None


def all_known(words: list[Word], known: frozenset[str]) -> bool:
    """Whether every word is one of these."""
    return all(word.text in known for word in words)


def limits(words: list[Word]) -> bool:
    """Whether a condition stands among these words."""
    return any(stands_at(words, index, phrase) for index in range(len(words)) for phrase in said("conditions"))
