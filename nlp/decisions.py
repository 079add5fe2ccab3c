"""What a person of the house decides about a case in a reply: one clear order, or nothing at all.

An order is understood only where every word of its clause is known; whatever is asked, hedged, negated or said in two
ways is no order. The reader says only what stands there: who may decide, and what follows, is not its business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.decision_text import AMOUNT, Word, all_known, clauses, is_mere_courtesy, limits, sentences, without, words_in
from nlp.decision_words import said, single
from nlp.opened import Automatic, OpenedMessage
from nlp.reading import CaseDecision, Verdict
from nlp.reply_words import folded, words_of
from nlp.signature import signature_start

LETTER = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}\.[0-9a-f]{16}(?![0-9a-z])", re.I)  # the token of one
LONGEST = 4_000  # characters that are read; a decision is short
CURRENCIES = frozenset("eur euro euros € gbp £ chf usd $".split())
# What only joins a reason to an order, longest first; "wegen der Rundung" needs its first word.
CONJUNCTIONS = ("because of ", "parce que ", "parce qu'", "because ", "denn ", "weil ", "car ", "da ")
# How verbs end that are parted in their sentence ("schreiben … gut").
ENDS = frozenset(phrase[-1] for name in ("accept", "reject", "credit", "assign") for phrase in said(name) if phrase[1:])
ORDERS = (Verdict.ASK, Verdict.ASSIGN, Verdict.CREDIT, Verdict.REJECT, Verdict.ACCEPT)


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
    for start, end in sentences(text):
        words = words_in(text, start, end)
        order = _order(text, words, end)
        if order is None:
            doubtful |= _is_doubtful(words, text[start:end])
            continue
        orders.append(order)
        if order.decision.verdict is Verdict.ASK:
            break  # what follows is what is asked
    return None if doubtful else _one(orders, text)


def _order(text: str, words: list[Word], end: int) -> Order | None:
    """The order of a sentence, with what it says after it as its text."""
    parts = clauses(words)
    for number, clause in enumerate(parts):
        for verdict in ORDERS:
            order = _as(verdict, clause, words, text, end)
            if order is not None:
                before = [word.text for earlier in parts[:number] for word in earlier]
                is_asked = text[:end].rstrip().endswith("?") and verdict is not Verdict.ASK
                hedged = verdict is not Verdict.ASSIGN and set(before) & single("doubts")
                return None if is_asked or hedged else order
    return None


def _as(verdict: Verdict, clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    makers = {Verdict.ASK: _asking, Verdict.ASSIGN: _assigning, Verdict.CREDIT: _crediting}
    maker = makers.get(verdict)
    if maker is not None:
        return maker(clause, words, text, end)
    return _plain(verdict, clause, text, end)


def _plain(verdict: Verdict, clause: list[Word], text: str, end: int) -> Order | None:
    """Accepting or rejecting: nothing but the order, courtesies and what it is about."""
    left = without(clause, verdict.value)
    if left is None or any(word.text in single("others") for word in clause):
        return None
    of_the_rest = any(word.text in single("rest") for word in left)
    known = single("polite") | single("matter") | single("whole") | single("rest")
    if any(word.text not in known for word in left) or (of_the_rest and verdict is Verdict.ACCEPT):
        return None
    return Order(CaseDecision(verdict, text=_after(clause, text, end)), of_the_rest)


def _crediting(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """An amount that is credited; without one, only where all of it is said."""
    part = _part(clause)
    left = without(part, Verdict.CREDIT.value)
    if left is None or _is_anothers(part):
        return None
    money = [word for word in left if word.amount is not None]
    known = single("polite") | single("matter") | CURRENCIES | {AMOUNT}
    reason = _after(clause, text, end)
    if not money and any(word.text in single("whole") for word in left):
        return Order(CaseDecision(Verdict.ACCEPT, text=reason)) if all_known(left, known | single("whole")) else None
    if len(money) != 1 or not all_known(left, known):
        return None
    return Order(CaseDecision(Verdict.CREDIT, money[0].amount, money[0].currency, reason))


def _part(clause: list[Word]) -> list[Word]:
    """A clause without what an amount is a part of ("200 of the 600 they want"); a verb's last word stays."""
    if sum(1 for word in clause if word.amount is not None) < 2:
        return clause
    for index, word in enumerate(clause):
        before = any(earlier.amount is not None for earlier in clause[:index])
        after = next((k for k in range(index, len(clause)) if clause[k].amount is not None), None)
        if word.text in single("of_which") and before and after is not None:
            return [*clause[:index], *(later for later in clause[after + 1 :] if later.text in ENDS)]
    return clause


def _is_anothers(clause: list[Word]) -> bool:
    """Whether somebody else stands before a credit: what the customer wants or has is no order ("… a un avoir de")."""
    verb = next((k for k, word in enumerate(clause) if word.text in single("credit") - single("polite")), 0)
    before = [word.text for word in clause[:verb]]
    first = next((k for k, text in enumerate(before) if text in single("others")), None)
    return first is not None and not any(word.amount is not None for word in clause[:first])


def _asking(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """A question to the customer: who is asked is said, or what is asked follows at once; never to a colleague."""
    around = single("polite") | single("customer_first")
    verbs = {phrase[0] for phrase in said("ask")}
    verb = next((k for k, word in enumerate(clause) if word.text in verbs), None)
    if verb is None or any(word.text not in around for word in clause[:verb]):
        return None
    at = _skipped(clause, verb + 1)
    who = (*clause[:verb], *clause[verb + 1 : at])
    named = any(word.text in (single("customer") | single("customer_first")) - single("polite") for word in who)
    following = clause[at] if at < len(clause) else None
    if following is not None and not named:
        begins = following.text in single("asked")
        if not begins and (following.capital or verb or following.text in single("colleague")):
            return None
    question = text[following.start if following is not None else clause[-1].end :]
    return Order(CaseDecision(Verdict.ASK, text=question.strip(" \n:,;-–—.").strip()))


def _skipped(clause: list[Word], at: int) -> int:
    """Behind the words that name the customer, courtesies, and the rest of the verb ("fragen … nach")."""
    skipped = single("customer") | single("polite")
    endings = {phrase[-1] for phrase in said("ask") if len(phrase) > 1}
    while at < len(clause) and clause[at].text in skipped and clause[at].text not in single("asked") - skipped:
        at += 1
    return at + 1 if at == len(clause) - 1 and clause[at].text in endings else at


def _assigning(clause: list[Word], words: list[Word], text: str, end: int) -> Order | None:
    """Giving a case to somebody; to whom is for those to tell who know the teams."""
    left = without(clause, Verdict.ASSIGN.value)
    if left is None or any(word.text in single("doubts") or word.amount is not None for word in left):
        return None
    return Order(CaseDecision(Verdict.ASSIGN, text=text[words[0].start : end].strip()))


def _after(clause: list[Word], text: str, end: int) -> str:
    """What a sentence says after an order, without the conjunction that opens a reason; a lone word says nothing."""
    rest = text[clause[-1].end : end].strip(" \n:,;.!-–—()")
    for opening in CONJUNCTIONS:
        if rest.lower().startswith(opening):
            rest = rest[len(opening) :].strip(" :,")
            break
    return rest if len(rest.split()) > 1 else ""


def _is_doubtful(words: list[Word], sentence: str) -> bool:
    """Whether a sentence that is no order still speaks about one: as a question, with doubts, conditions or amounts."""
    texts = {word.text for word in words}
    asks = sentence.rstrip().endswith("?")
    if any(without(words, name.value) is not None for name in ORDERS):
        money = any(word.amount is not None for word in words) and bool(texts & single("credit"))
        return asks or money or bool(texts & single("doubts"))
    return asks or limits(words)


def _one(orders: list[Order], text: str) -> CaseDecision | None:
    """What several sentences order together, where that is one thing."""
    credited = [order for order in orders if order.decision.verdict is Verdict.CREDIT]
    if credited:  # what is refused or accepted beside an amount is said by the amount
        orders = [order for order in orders if not order.of_the_rest and order.decision.verdict is not Verdict.ACCEPT]
    if not orders or len({(order.decision.verdict, order.decision.amount) for order in orders}) > 1:
        return None
    decision = orders[0].decision
    if decision.verdict not in (Verdict.ASK, Verdict.ASSIGN) and _takes_back(decision.verdict, decision.text):
        return None
    if decision.verdict in (Verdict.REJECT, Verdict.ACCEPT, Verdict.CREDIT) and not decision.text:
        return replace(decision, text=_grounds(text))
    return decision


def _takes_back(verdict: Verdict, reason: str) -> bool:
    """Whether what stands behind an order limits it, or orders something else.

    A reason for the customer may hold an "if" in its middle; what grants something may not.
    """
    words = words_in(reason, 0, len(reason))
    money = any(word.amount is not None for word in words)
    if money and any(word.text in single("credit") for word in words):
        return True
    if verdict is Verdict.REJECT:
        return any(limits(clause[:2]) for clause in clauses(words))
    return limits(words)


def _grounds(text: str) -> str:
    """The sentences besides the order: its reason, where it names none itself; no greeting, no name at the end."""
    kept = []
    for start, end in sentences(text):
        words = words_in(text, start, end)
        sentence = text[start:end].strip()
        greets = folded(sentence).startswith(words_of("greetings")) and len(words) <= 6
        is_name = len(words) <= 3 and all(word.capital for word in words if word.text.isalpha())
        if not greets and not is_name and _order(text, words, end) is None and not is_mere_courtesy(words):
            kept.append(sentence)
    return " ".join(kept)
