"""One clause of a customer's answer about an order: what it says, if every one of its words is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import category

from nlp.answer_words import said, single
from nlp.book import Book, SentEntry
from nlp.extract.article_words import MEASURES
from nlp.extract.catalogue import Catalogue, words_of
from nlp.extract.order.units import is_confused, level_of
from nlp.reading import AnswerKind, AnswerPart
from nlp.reply_words import folded

ARTICLES = frozenset({"unknown_article", "article_ended"})  # what another article answers
TOKEN = re.compile(r"[^\W\d_]+|\d{1,6}(?:[.,]\d{1,3})?(?![\d.,]*\d)|\d[\d.,]*|[^\w\s]|_")
MEANT = frozenset("€$£%@#&+=/<>~^|\\")  # signs that change what stands beside them
KIND_SIGNS = frozenset("👍👌🙏🙂😊😀😃😉✅✔☺🤝👏💪🎉")  # any other picture may say the opposite of its words
MEASURED = re.compile(rf"\d\s?(?:{'|'.join(sorted(map(re.escape, MEASURES), key=len, reverse=True))})(?![\w'])", re.I)
MATTERS = ("price", "article", "day", "total")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order as an answer may name it."""

    position: int
    sku: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, with all that is needed to tell which line a word means."""

    sent: SentEntry
    lines: tuple[Line, ...]
    catalogue: Catalogue
    book: Book
    writer: frozenset[str]  # the words of the sender's name

    def asks_for(self, codes: frozenset[str]) -> bool:
        return any(point.code in codes for point in self.sent.asked)


def said_in(clause: str, question: Question) -> tuple[AnswerPart, ...] | None:
    """What a clause says; () for mere courtesy, None where a word of it is not understood."""
    rest, article = _without_article(clause, question)
    tokens = TOKEN.findall(rest.replace("'", " ").replace("-", " "))
    if any(category(token[0]) == "So" and token not in KIND_SIGNS for token in tokens):
        return None
    words = [folded(token) for token in tokens if token.isalnum() or token[0].isdigit() or token in MEANT]
    position, words = _position(words, question)
    kinds, words = _kinds(words)
    numbers = [word for word in words if word[0].isdigit()]
    words = [word for word in words if not word[0].isdigit()]
    named = next((line.position for line in question.lines if article and line.sku == article), None)
    if article and named is None:
        return (
            None
            if numbers or kinds - {AnswerKind.AGREE}
            else _other_article(clause, article, words, position, question)
        )
    if position is not None and named is not None and position != named:
        return None
    place = position if position is not None else named
    if place is not None and not (kinds or numbers or words):
        return None  # a line is named, and nothing said of it
    return _said(clause, kinds, numbers, words, place, question)


def _other_article(
    clause: str, article: str, words: list[str], position: int | None, question: Question
) -> tuple[AnswerPart, ...] | None:
    """An article that the order does not have: named instead of one that was asked about, by nothing but its number and
    its own name."""
    entry = question.book.article(article)
    if entry is None or not question.asks_for(ARTICLES):
        return None
    left = " ".join(word for word in words if word not in single("around") | single("article") | single("line"))
    if left and not _is_of(left, entry.names):
        return None
    return (AnswerPart(AnswerKind.ARTICLE, clause, position=position, value=article),)


def _said(
    clause: str,
    kinds: frozenset[AnswerKind],
    numbers: list[str],
    words: list[str],
    place: int | None,
    question: Question,
) -> tuple[AnswerPart, ...] | None:
    if not kinds and not numbers and (set(words) <= question.writer or set(words) <= single("around")):
        return ()
    if AnswerKind.CANCEL in kinds or AnswerKind.LEAVE_OUT in kinds:
        return _taken_back(clause, kinds, numbers, words, place, question)
    if numbers and question.asks_for(ARTICLES) and (found := _described(clause, place, question)) is not None:
        return found
    if numbers:
        return _counted(clause, kinds, numbers, words, place, question)
    matters = [name for name in MATTERS if any(word in single(name) for word in words)]
    known = single("around") | single("line") | single("order") | frozenset(w for name in MATTERS for w in single(name))
    left = [word for word in words if word not in known]
    if matters and set(folded(clause).split()) & single("agree_alone"):
        return None
    if left and place is None and kinds:
        place, left = _line_named(left, question)
    if left and not kinds and question.asks_for(ARTICLES):
        return _described(clause, place, question)
    if left or len(matters) > 1 or len(kinds) != 1:
        return None
    if place is None and len(question.sent.asked) > 1 and set(words) & single("some_of"):
        return None
    return (AnswerPart(next(iter(kinds)), clause, position=place, matter=matters[0] if matters else ""),)


def _taken_back(
    clause: str,
    kinds: frozenset[AnswerKind],
    numbers: list[str],
    words: list[str],
    place: int | None,
    question: Question,
) -> tuple[AnswerPart, ...] | None:
    """The order cancelled, or a line of it left out: which of both is told by what it names."""
    if numbers or AnswerKind.AGREE in kinds:
        return None
    of_the_order = any(word in single("order") for word in words)
    known = single("around") | single("order") | single("line") | single("article")
    left = [word for word in words if word not in known]
    if left and place is None:
        place, left = _line_named(left, question)
    if left or (of_the_order and place is not None):
        return None
    of_a_line = place is not None or any(word in single("line") for word in words)
    if AnswerKind.CANCEL in kinds and not of_a_line:
        return (AnswerPart(AnswerKind.CANCEL, clause, matter="order" if of_the_order else ""),)
    return None if of_the_order else (AnswerPart(AnswerKind.LEAVE_OUT, clause, position=place),)


def _counted(
    clause: str,
    kinds: frozenset[AnswerKind],
    numbers: list[str],
    words: list[str],
    place: int | None,
    question: Question,
) -> tuple[AnswerPart, ...] | None:
    """One number as a quantity, of the line that the clause names, in the unit in which its article is sold."""
    if len(numbers) != 1 or kinds - {AnswerKind.AGREE} or not re.fullmatch(r"\d{1,6}", numbers[0]):
        return None
    if MEASURED.search(clause) or _is_of_another(numbers[0], clause, question):
        return None
    units = [word for word in words if level_of(word) is not None]
    known = single("around") | single("line")
    left = [word for word in words if word not in known and word not in units]
    if left and place is None:
        place, left = _line_named(left, question)
    if left or len(units) > 1:
        return None
    meant = place or _only_asked(question)
    entry = next((question.book.article(line.sku) for line in question.lines if line.position == meant), None)
    if units and (entry is None or is_confused(units[0], "", entry)):
        return None
    agrees = tuple(AnswerPart(kind, clause) for kind in kinds)
    return (*agrees, AnswerPart(AnswerKind.QUANTITY, clause, position=place, quantity=Decimal(numbers[0])))


def _is_of_another(number: str, clause: str, question: Question) -> bool:
    """Whether what stands before a number makes it a price or a day ("le 24"), a part of a name ("PUMP2"), or names a
    line by it ("line 24", "lines 1 and 2")."""
    if re.search(rf"[^\W\d_]{number}(?!\d)", clause):
        return True
    tokens = [folded(token) for token in TOKEN.findall(clause.replace("'", " ")) if token != "."]
    lines, is_a_line = single("line"), any(f"{line.position}" == number for line in question.lines)
    for at in (at for at, token in enumerate(tokens) if token == number):
        before = tokens[max(at - 3, 0) : at]
        spoken = [token for token in before if token != ":"][-1:]
        if set(spoken) & (lines | single("before_number")):
            return True
        if is_a_line and ":" not in before and any(one.isdigit() for one in before) and set(before) & lines:
            return True
    return False


def _only_asked(question: Question) -> int | None:
    positions = {point.position for point in question.sent.asked if point.position}
    return next(iter(positions)) if len(positions) == 1 else None


def _described(clause: str, place: int | None, question: Question) -> tuple[AnswerPart, ...] | None:
    """ "The 25 l one": the only article that has all of these words, of those that fit what was ordered if any do."""
    points = [p for p in question.sent.asked if p.code == "unknown_article" and place in (None, p.position)]
    telling = _telling(clause)
    if len(points) != 1 or not any(token.isalpha() for token in TOKEN.findall(telling)):
        return None
    ordered = [article for article in question.book.articles() if _is_of(points[0].asked, article.names)]
    meant = [article for article in ordered or question.book.articles() if _is_of(telling, article.names)]
    if len(meant) != 1:
        return None
    return (AnswerPart(AnswerKind.ARTICLE, clause, position=points[0].position, value=meant[0].sku),)


def _telling(clause: str) -> str:
    """The words that describe an article; what stands behind a number is its measure."""
    kept: list[str] = []
    idle, before = single("around") | single("line") | single("article"), ""
    for token in TOKEN.findall(clause.replace("'", " ").replace("-", " ")):
        if before[:1].isdigit() or folded(token) not in idle:
            kept.append(token)
        before = token
    return " ".join(kept)


def _is_of(text: str, names: tuple[str, ...]) -> bool:
    """Whether a name has every word of a text."""
    if not all(words_of(word) for word in text.split() if word.isalpha() and len(word) > 2):
        return False  # a word that no article is told by ("more")
    wanted = set(words_of(text))
    return bool(wanted) and any(wanted <= set(words_of(name)) for name in names)


def _line_named(left: list[str], question: Question) -> tuple[int | None, list[str]]:
    """The one line whose name has all the words that are left; what is left without it."""
    text = " ".join(left)
    fits = [line.position for line in question.lines if _is_of(text, line.names)]
    return (fits[0], []) if len(fits) == 1 else (None, left)


def _without_article(clause: str, question: Question) -> tuple[str, str]:
    """The clause without the one article number in it, and that article; ("", more than one: left where they stand)."""
    found = question.catalogue.numbers_in(clause)
    if len(found) != 1:
        return clause, ""
    start, end, article = found[0]
    return clause[:start] + " " + clause[end:], article.sku


def _position(words: list[str], question: Question) -> tuple[int | None, list[str]]:
    """ "line 2": the place of a line of the order, and the words without it."""
    for at, word in enumerate(words[:-1]):
        if word in single("line") and words[at + 1].isdigit() and len(words[at + 1]) <= 3:
            position = int(words[at + 1])
            if any(line.position == position for line in question.lines):
                return position, [*words[:at], *words[at + 2 :]]
    return None, words


def _kinds(words: list[str]) -> tuple[frozenset[AnswerKind], list[str]]:
    """What the words of a clause say, and the words besides; longer phrases first."""
    kinds: set[AnswerKind] = set()
    left = words
    for kind in (AnswerKind.LEAVE_OUT, AnswerKind.CANCEL, AnswerKind.AGREE, AnswerKind.DECLINE):
        fields = (kind.value, "agree_alone") if kind is AnswerKind.AGREE else (kind.value,)
        for phrase in (phrase for field in fields for phrase in said(field)):
            together = kind in (AnswerKind.AGREE, AnswerKind.DECLINE)
            while (places := _places(left, phrase, together)) is not None:
                left = [word for at, word in enumerate(left) if at not in places]
                kinds.add(kind)
    return frozenset(kinds), left


def _places(words: list[str], phrase: tuple[str, ...], together: bool) -> frozenset[int] | None:
    if together:
        start = next((at for at in range(len(words)) if tuple(words[at : at + len(phrase)]) == phrase), None)
        return None if start is None else frozenset(range(start, start + len(phrase)))
    places, at = [], 0
    for part in phrase:
        found = next((k for k in range(at, len(words)) if words[k] == part), None)
        if found is None:
            return None
        places.append(found)
        at = found + 1
    return frozenset(places)
