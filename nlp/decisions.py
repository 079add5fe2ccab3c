"""What a person of the house decides about a case in a reply: one clear order, or nothing at all.

An order is understood only where every word of its clause is known; whatever is asked, hedged, negated or said in two
ways is no order. The reader says only what stands there: who may decide, and what follows, is not its business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.decision_words import said, single
from nlp.notation import amounts
from nlp.opened import Automatic, OpenedMessage
from nlp.reading import CaseDecision, Verdict
from nlp.reply_words import folded, words_of
from nlp.signature import signature_start

LETTER = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}\.[0-9a-f]{16}(?![0-9a-z])", re.I)  # the token of one
LONGEST = 4_000  # characters that are read; a decision is short
TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,'’\u00a0\u202f]*|[^\w\s]|_")
SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s|$)|\n")
SEPARATORS = frozenset(":,;()–—-")
WRAPPED = 55  # characters from which a line without an end goes on in the next one
AMOUNT = "\0"  # stands for an amount among the words
CURRENCIES = frozenset("eur euro euros € gbp £ chf usd $".split())
ORDERS = (Verdict.ASK, Verdict.ASSIGN, Verdict.CREDIT, Verdict.REJECT, Verdict.ACCEPT)


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # folded; AMOUNT
    start: int
    end: int
    amount: Decimal | None = None
    currency: str | None = None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    decision: CaseDecision
    of_the_rest: bool = False  # it refuses only what another order leaves


def decided(opened: OpenedMessage) -> CaseDecision | None:
    """What an answer to a letter of ours decides, in its sender's own words; None for mail that is none, that a program
    wrote, or that only passes on another's words."""
    if opened.automatic is not Automatic.NO or opened.passed_on_from:
        return None
    named = (*opened.recipients, *opened.references, opened.in_reply_to or "", *opened.marks)
    return decision_in(opened.new_text) if any(LETTER.search(name[:2000]) for name in named) else None


def decision_in(new_text: str) -> CaseDecision | None:
    """The one thing that a reply decides; None where it decides nothing, or nothing clear."""
    text = new_text[: min(LONGEST, signature_start(new_text))].replace("’", "'").strip()
    orders: list[Order] = []
    doubtful = False
    for start, end in _sentences(text):
        words = _words(text, start, end)
        order = _order(text, words, end)
        if order is None:
            doubtful |= _is_doubtful(words, text[start:end])
            continue
        orders.append(order)
        if order.decision.verdict is Verdict.ASK:
            break  # what follows is what is asked
    return None if doubtful else _one(orders, text)


def _sentences(text: str) -> list[tuple[int, int]]:
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


def _words(text: str, start: int, end: int) -> list[Word]:
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


def _order(text: str, words: list[Word], end: int) -> Order | None:
    """The order of a sentence, with what it says after it as its text."""
    clauses = _clauses(words)
    for number, clause in enumerate(clauses):
        for verdict in ORDERS:
            order = _as(verdict, clause, words, text, end)
            if order is not None:
                before = [word.text for earlier in clauses[:number] for word in earlier]
                is_asked = text[:end].rstrip().endswith("?") and verdict is not Verdict.ASK
                return None if is_asked or set(before) & single("doubts") else order
    return None


def _clauses(words: list[Word]) -> list[list[Word]]:
    """The parts of a sentence between its signs, and before what opens a reason."""
    clauses: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        opens = any(_at(words, index, phrase) for phrase in said("because")) and bool(clauses[-1])
        if word.text in SEPARATORS:
            clauses.append([])
        elif opens and not _is_mere_courtesy(clauses[-1]):
            clauses.append([word])
        elif word.text not in "'.!?\"":
            clauses[-1].append(word)
    return [clause for clause in clauses if clause]


def _as(verdict: Verdict, clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    makers = {Verdict.ASK: _asking, Verdict.ASSIGN: _assigning, Verdict.CREDIT: _crediting}
    maker = makers.get(verdict)
    if maker is not None:
        return maker(clause, words, text, end)
    return _plain(verdict, clause, text, end)


def _plain(verdict: Verdict, clause: list[Word], text: str, end: int) -> Order | None:
    """Accepting or rejecting: nothing but the order, courtesies and what it is about."""
    left = _without(clause, verdict.value)
    if left is None:
        return None
    of_the_rest = any(word.text in single("rest") for word in left)
    known = single("polite") | single("matter") | single("whole") | single("rest")
    if any(word.text not in known for word in left) or (of_the_rest and verdict is Verdict.ACCEPT):
        return None
    return Order(CaseDecision(verdict, text=_after(clause, text, end)), of_the_rest)


def _crediting(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """An amount that is credited; without one, only where all of it is said."""
    part = _part(clause)
    left = _without(part, Verdict.CREDIT.value)
    if left is None:
        return None
    money = [word for word in left if word.amount is not None]
    known = single("polite") | single("matter") | CURRENCIES | {AMOUNT}
    reason = _after(clause, text, end)
    if not money and any(word.text in single("whole") for word in left):
        return Order(CaseDecision(Verdict.ACCEPT, text=reason)) if _all_known(left, known | single("whole")) else None
    if len(money) != 1 or not _all_known(left, known):
        return None
    return Order(CaseDecision(Verdict.CREDIT, money[0].amount, money[0].currency, reason))


def _part(clause: list[Word]) -> list[Word]:
    """A clause without what an amount is a part of ("200 of the 600 they want"); a verb's last word stays."""
    for index, word in enumerate(clause):
        before = any(earlier.amount is not None for earlier in clause[:index])
        after = next((k for k in range(index, len(clause)) if clause[k].amount is not None), None)
        if word.text in single("of_which") and before and after is not None:
            return [*clause[:index], *(later for later in clause[after + 1 :] if later.text in _ENDS)]
    return clause


def _asking(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """A question to the customer: the order first, then the customer or what is asked."""
    opening = [word for word in clause if word.text not in single("polite") - single("customer")]
    phrase = next((phrase for phrase in said("ask") if opening and opening[0].text == phrase[0]), None)
    if phrase is None or any(word.text in single("doubts") - single("asked") for word in clause[:2]):
        return None
    verb = clause.index(opening[0])
    if any(word.text not in single("polite") for word in clause[:verb]):
        return None
    at = _skipped(clause, verb + 1)
    following = clause[at] if at < len(clause) else None
    named = at > verb + 1  # the customer, or a courtesy, was named
    clear = following is None or named or following.text in single("asked") or not following.capital
    start = following.start if following is not None else clause[-1].end
    question = text[start:].lstrip(" \n:,;-–—.")
    return Order(CaseDecision(Verdict.ASK, text=question.strip())) if clear else None


def _skipped(clause: list[Word], at: int) -> int:
    """Behind the words that name the customer, courtesies, and the rest of the verb ("fragen … nach")."""
    skipped = single("customer") | single("polite")
    endings = {phrase[-1] for phrase in said("ask") if len(phrase) > 1}
    while at < len(clause) and clause[at].text in skipped and clause[at].text not in single("asked") - skipped:
        at += 1
    return at + 1 if at == len(clause) - 1 and clause[at].text in endings else at


def _assigning(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """Giving a case to somebody; to whom is for those to tell who know the teams."""
    left = _without(clause, Verdict.ASSIGN.value)
    if left is None or any(word.text in single("doubts") or word.amount is not None for word in left):
        return None
    return Order(CaseDecision(Verdict.ASSIGN, text=text[words[0].start : end].strip()))


def _without(clause: list[Word], field: str) -> list[Word] | None:
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


_ENDS = frozenset(
    phrase[-1] for name in ("accept", "reject", "credit", "assign") for phrase in said(name) if phrase[1:]
)


def _after(clause: list[Word], text: str, end: int) -> str:
    """What a sentence says after an order, without the words that open a reason."""
    rest = text[clause[-1].end : end].strip(" \n:,;.!-–—()")
    for phrase in sorted(("because", "car", "parce que", "parce qu'", "weil", "denn"), key=len, reverse=True):
        if rest.lower().startswith((phrase + " ", phrase)) and phrase.endswith("'"):
            return rest[len(phrase) :].strip()
        if rest.lower().startswith(phrase + " "):
            return rest[len(phrase) :].strip(" :,")
    return rest


def _at(words: list[Word], index: int, phrase: tuple[str, ...]) -> bool:
    return tuple(word.text for word in words[index : index + len(phrase)]) == phrase


def _is_mere_courtesy(clause: list[Word]) -> bool:
    return all(word.text in single("polite") for word in clause)


def _all_known(words: list[Word], known: frozenset[str]) -> bool:
    return all(word.text in known for word in words)


def _is_doubtful(words: list[Word], sentence: str) -> bool:
    """Whether a sentence that is no order still speaks about one: as a question, with doubts, or with an amount."""
    texts = {word.text for word in words}
    if any(_without(words, name.value) is not None for name in ORDERS):
        hedged = texts & single("doubts") or sentence.rstrip().endswith("?")
        return bool(hedged) or (any(word.amount is not None for word in words) and bool(texts & single("credit")))
    return bool(texts & single("excepts") & single("doubts")) or sentence.rstrip().endswith("?")


def _one(orders: list[Order], text: str) -> CaseDecision | None:
    """What several sentences order together, where that is one thing."""
    credited = [order for order in orders if order.decision.verdict is Verdict.CREDIT]
    if credited:  # what is refused or accepted beside an amount is said by the amount
        orders = [order for order in orders if not order.of_the_rest and order.decision.verdict is not Verdict.ACCEPT]
    if not orders or len({(order.decision.verdict, order.decision.amount) for order in orders}) > 1:
        return None
    decision = orders[0].decision
    if _takes_back(decision.text):
        return None
    if decision.verdict in (Verdict.REJECT, Verdict.ACCEPT, Verdict.CREDIT) and not decision.text:
        return replace(decision, text=_grounds(text))
    return decision


def _takes_back(reason: str) -> bool:
    """Whether what stands behind an order limits it, or orders something else."""
    words = _words(reason, 0, len(reason))
    if any(_without(words, "excepts") is not None for _ in (1,)):
        return True
    money = any(word.amount is not None for word in words)
    return money and any(word.text in single("credit") for word in words)


def _grounds(text: str) -> str:
    """The sentences besides the order: its reason, where it names none itself."""
    kept = []
    for start, end in _sentences(text):
        words = _words(text, start, end)
        sentence = text[start:end].strip()
        greets = folded(sentence).startswith(words_of("greetings")) and len(words) <= 6
        if not greets and _order(text, words, end) is None and not _is_mere_courtesy(words):
            kept.append(sentence)
    return " ".join(kept)
