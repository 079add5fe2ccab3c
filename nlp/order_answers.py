"""What a customer answers to a question of ours about an order: each thing said, or nothing that may be acted upon.

A clause is understood only where every one of its words is known; whatever is asked, hedged, limited or told beside
makes the answer incomplete. The reader says only what stands there: whether it settles the order is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.answer_clauses import TOKEN, Line, Question, said_in
from nlp.answer_words import said, single
from nlp.book import Book, SentEntry
from nlp.decision_text import sentences
from nlp.extract.catalogue import catalogue_of
from nlp.opened import Automatic, OpenedMessage
from nlp.reading import AnswerKind, AnswerPart, OrderAnswer
from nlp.reply_words import folded
from nlp.reply_words import words_of as reply_words
from nlp.signature import signature_start

LONGEST = 1_500  # characters that are read; an answer is short
MOST_CLAUSES = 30
NUMBERS = frozenset({"po_required", "no_po_number"})  # what a customer's own number answers
CLAUSE_END = re.compile(r"[,;()!.]+(?=\s|$)|\s[-–—]+\s|\n")
OWN_NUMBER = re.compile(r"(?<![\w-])(?=[A-Z0-9/._-]{0,29}\d)[A-Z0-9][A-Z0-9/._-]{2,29}(?![\w-])", re.I)
GREETING_WORDS = 6  # a sentence of no more that begins with a greeting is one


def answered(opened: OpenedMessage, sent: SentEntry | None, book: Book) -> OrderAnswer | None:
    """What a reply to our question about an order says, in its sender's own words; None for mail that is no such reply,
    that a program wrote, or that only passes on another's words."""
    if sent is None or not sent.asks or opened.automatic is not Automatic.NO or opened.passed_on_from:
        return None
    text = opened.new_text[: signature_start(opened.new_text)].replace("’", "'").strip()
    if not text or len(text) > LONGEST:
        return OrderAnswer(sent.order, (), complete=False)
    own = TOKEN.findall(f"{opened.sender.name} {opened.sender.email.partition('@')[0]}")
    writer = frozenset(folded(token) for token in own if len(token) > 1)
    question = Question(sent, tuple(_lines(sent, book)), catalogue_of(book), book, writer)
    parts, complete = _read(text, question)
    return OrderAnswer(sent.order, parts, complete and bool(parts))


def _lines(sent: SentEntry, book: Book) -> Iterator[Line]:
    order = next((row for row in book.orders_of(sent.customer) if row.number == sent.order), None)
    for position, sku in enumerate(order.skus if order is not None else (), start=1):
        article = book.article(sku) if sku else None
        unknown = tuple(p.asked for p in sent.asked if p.position == position and p.code == "unknown_article")
        yield Line(position, sku, article.names if article is not None else unknown)


def _read(text: str, question: Question) -> tuple[tuple[AnswerPart, ...], bool]:
    parts: list[AnswerPart] = []
    complete, looked_at = True, 0
    for start, end in sentences(text):
        sentence = text[start:end].strip()
        if _is_greeting(sentence):
            continue
        if sentence.endswith("?"):
            complete = False
            continue
        own = _own_number(sentence, question)
        if own is not None:
            parts.append(own)
            continue
        for clause in _clauses(sentence):
            looked_at += 1
            found = said_in(clause, question) if looked_at <= MOST_CLAUSES else None
            complete = complete and found is not None
            parts += found or ()
    return tuple(dict.fromkeys(parts)), complete


def _is_greeting(sentence: str) -> bool:
    greets = folded(sentence).startswith((*reply_words("greetings"), *reply_words("closings")))
    return (
        greets and len(sentence.split()) <= GREETING_WORDS and not re.search(r"\d", sentence) and not _means(sentence)
    )


def _means(sentence: str) -> bool:
    """Whether a short sentence holds an answer behind its greeting ("Hello, yes")."""
    words = [folded(token) for token in TOKEN.findall(sentence)]
    kinds = single("agree") | single("decline") | single("cancel") | single("leave_out")
    return bool(set(words) & (kinds - single("around") - {"good", "all", "gut", "bon", "bonne"}))


def _clauses(sentence: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in CLAUSE_END.finditer(sentence):
        found.append(sentence[start : match.start()])
        start = match.end()
    return [part.strip() for part in (*found, sentence[start:]) if part.strip(" .!\"'*>•·")]


def _own_number(sentence: str, question: Question) -> AnswerPart | None:
    """The customer's own order number, where it was asked for: announced by its words, or all that is said."""
    if not question.asks_for(NUMBERS):
        return None
    found = [match.group().strip("./_-") for match in OWN_NUMBER.finditer(sentence)]
    if len(found) != 1 or question.catalogue.by_sku(found[0]) is not None:
        return None
    rest = [folded(token) for token in TOKEN.findall(sentence.replace(found[0], " ", 1)) if token[0].isalpha()]
    announced = any(_stands_in(rest, phrase) for phrase in said("number"))
    known = single("number") | single("around")
    if not all(word in known for word in rest) or not (announced or not rest):
        return None
    return AnswerPart(AnswerKind.PO_NUMBER, sentence, value=found[0])


def _stands_in(words: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))
