"""What a customer answers to a question of ours about an order: each thing said, or nothing that may be acted upon.

A clause is understood only where every one of its words is known; whatever is asked, hedged, limited or told beside
makes the answer incomplete. The reader says only what stands there: whether it settles the order is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.answer_clauses import MEANT, TOKEN, Line, Question, said_in
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
DAY_OR_TELEPHONE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|0\d{2,5}[/-]?\d{4,}")
GREETING_WORDS = 6  # beside a greeting no more are names


def answered(opened: OpenedMessage, sent: SentEntry | None, book: Book) -> OrderAnswer | None:
    """What a reply to our question about an order says, in its sender's own words; None for mail that is no such reply,
    that a program wrote, or that only passes on another's words."""
    if sent is None or not sent.asks or opened.automatic is not Automatic.NO or opened.passed_on_from:
        return None
    text = _own_words(opened.new_text).replace("’", "'").strip()
    if not text or len(text) > LONGEST:
        return OrderAnswer(sent.order, (), complete=False)
    own = TOKEN.findall(f"{opened.sender.name} {opened.sender.email.partition('@')[0]}")
    writer = frozenset(folded(token) for token in own if len(token) > 1)
    question = Question(sent, tuple(_lines(sent, book)), catalogue_of(book), book, writer)
    parts, complete = _read(text, question)
    return OrderAnswer(sent.order, parts, complete and bool(parts) and not _is_between(opened, sent))


def _is_between(opened: OpenedMessage, sent: SentEntry) -> bool:
    """Whether it answers below a line of our letter that it quotes: of several questions one may be meant."""
    above = opened.text.partition(opened.new_text)[0] if opened.new_text in opened.text else opened.text
    return len(sent.asked) > 1 and any(line.lstrip().startswith(">") for line in above.split("\n"))


def _own_words(text: str) -> str:
    """All but the names and addresses below the last thanks or regards: what stands between those may limit a yes."""
    start = signature_start(text)
    below = text[start:].split("\n")
    last = max(
        (at for at, line in enumerate(below) if _without_start(line.strip(), "closings") != line.strip()), default=-1
    )
    return text[:start] + "\n".join(below[: last + 1])


def _lines(sent: SentEntry, book: Book) -> Iterator[Line]:
    order = next((row for row in book.orders_of(sent.customer) if row.number == sent.order), None)
    for position, sku in enumerate(order.skus if order is not None else (), start=1):
        article = book.article(sku) if sku else None
        unknown = tuple(p.asked for p in sent.asked if p.position == position and p.code == "unknown_article")
        yield Line(position, sku, article.names if article is not None else unknown)


def _read(text: str, question: Question) -> tuple[tuple[AnswerPart, ...], bool]:
    parts: list[AnswerPart] = []
    complete, looked_at = True, 0
    for number, (start, end) in enumerate(sentences(text)):
        sentence = text[start:end].strip()
        if "?" in sentence:
            complete = False
            continue
        if (number == 0 and _is_salutation(sentence)) or _is_closing(sentence, question):
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


def _is_salutation(sentence: str) -> bool:
    """ "Hallo Frau Klein,": greetings, and besides them nothing but names, which have capitals and say nothing else."""
    rest = _without_start(sentence, "greetings")
    names = TOKEN.findall(rest)[: GREETING_WORDS + 1]
    known = single("around") | single("line") | single("order")
    if rest == sentence or len(names) > GREETING_WORDS or _means(rest):
        return False
    return all(not name.isalnum() or (name[0].isupper() and folded(name) not in known) for name in names)


def _is_closing(sentence: str, question: Question) -> bool:
    """Thanks and regards, and besides them only courtesy and the writer's own name: "thanks but wait" says more."""
    rest = _without_start(sentence, "closings")
    words = {folded(token) for token in TOKEN.findall(rest.replace("'", " ").replace("-", " ")) if token.isalnum()}
    return rest != sentence and words <= single("around") | question.writer and not _means(rest)


def _without_start(sentence: str, field: str) -> str:
    """The sentence without the phrases of a field of the words of replies at its start."""
    start = _starting(field).match(folded(sentence))
    if start is None:
        return sentence
    ends = (at for at in range(len(sentence) + 1) if len(folded(sentence[:at])) >= start.end())  # "ß" is folded to two
    return sentence[next(ends) :]


@cache
def _starting(field: str) -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, reply_words(field)))
    between = rf"(?:\w{{2,4}}\s(?=(?:{phrases})(?!\w)))?"  # "Sir or Madam"
    return re.compile(rf"(?:(?:{phrases})(?!\w)[\s,!.]{{0,5}}{between}){{1,3}}")


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
    if len(found) != 1 or question.catalogue.by_sku(found[0]) is not None or _is_ours(found[0], question):
        return None
    beside = TOKEN.findall(sentence.replace(found[0], " ", 1))
    if any(token[0].isdigit() or token in MEANT - {"#"} for token in beside):
        return None
    rest = [folded(token) for token in beside if token[0].isalpha()]
    announced = any(_stands_in(rest, phrase) for phrase in said("number"))
    known = single("number") | single("around")
    alone = not rest and not DAY_OR_TELEPHONE.fullmatch(found[0])
    if not all(word in known for word in rest) or not (announced or alone):
        return None
    return AnswerPart(AnswerKind.PO_NUMBER, sentence, value=found[0])


def _is_ours(number: str, question: Question) -> bool:
    """Whether a number is that of our order or of a document of ours: quoted from our letter, and none of theirs."""
    return folded(number) == folded(question.sent.order) or question.book.document(number) is not None


def _stands_in(words: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))
