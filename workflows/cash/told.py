"""What a payment's text tells: its runs of figures in order, each with what stands before it and what it surely is.

Nothing here knows the books. A run is a customer's number, a delivery note, the payer's own reference, a date or an
amount where its surroundings say so; all others may be numbers of documents, together with their neighbours, because
banks and people put blanks, wraps and separators into numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from workflows.cash.folding import capitals
from workflows.cash.words import WORDS
from workflows.ledger.creditor_reference import figures_of_qr_reference
from workflows.ledger.numbering import TOLD_TO_CUSTOMERS

GROUP = re.compile(r"[A-Z]+|[0-9]+")
DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|20\d\d-\d\d-\d\d|\d\d-\d\d-20\d\d)(?!\d)")
AMOUNT = re.compile(r"(?<![\d.,/-])(?:\d{1,3}(?:[., ]\d{3}){1,4}|\d{1,9})[.,]\d{2}(?![\d/-]|[.,]\d)")
CREDITOR = re.compile(r"\bRF\s?(\d\d)((?:\s?[A-Z0-9]){1,21})(?![A-Z0-9])")
RECORD = re.compile(rf"(?<![A-Z0-9])[A-Z0-9]{{1,20}}-[{TOLD_TO_CUSTOMERS}]-\d{{4}}-\d{{5,7}}(?:-\d{{1,6}})?(?!\d)")
OWN_ID = re.compile(r"(?<![A-Z0-9])[EK]REF\+ {0,2}([A-Z0-9./_-]{1,35})")  # an id that its bank left in the text
WIDEST_GAP = 3  # characters between two groups of one number
MOST_GROUPS = 48  # of a text of 140 characters; what is behind is not looked at
JOINED = 6  # groups of figures that one number may have been torn into
DAY_FIGURES = (6, 8)


class Kind(StrEnum):
    FREE = "free"  # may be a document's number
    INVOICE = "invoice"  # stands behind a word for "invoice"
    ORDER = "order"
    CUSTOMER = "customer"
    DELIVERY = "delivery"
    OWN = "own"  # the payer's own reference
    DATE = "date"
    AMOUNT = "amount"
    RECORD = "record"  # in the shape of our own ids ("DE10-C-2026-00012"): a document only with its very letters


FREE, OWN, DATED = Kind.FREE, Kind.OWN, Kind.DATE  # looked up once: an enum's member costs ten times a name
NUMBERED = frozenset({Kind.CUSTOMER, Kind.DELIVERY})
NAMED_KINDS = (Kind.INVOICE, Kind.ORDER, Kind.CUSTOMER, Kind.DELIVERY, Kind.OWN)
FOR_A_DOCUMENT = frozenset({Kind.FREE, Kind.INVOICE, Kind.ORDER})
UNEXPLAINED = FOR_A_DOCUMENT | {Kind.RECORD}  # what somebody wrote for a reason
CERTAINLY_NONE = frozenset({Kind.AMOUNT, Kind.DATE})


class Figures(NamedTuple):
    """One run of figures. `letters` are those directly before it ("RE" of "RE2026"), else the word before it."""

    text: str
    start: int
    end: int
    kind: Kind
    letters: str
    place: int  # among the runs; a run follows the one before it with a small gap if `near`
    near: bool


class Told(NamedTuple):
    """`figures` of the whole text in order; `creditor` are structured references: (body, whether its check holds)."""

    text: str
    figures: tuple[Figures, ...]
    creditor: tuple[tuple[str, bool], ...]
    own_id: int  # where the end-to-end id begins, which is the payer's; the text's length without one


@lru_cache(maxsize=1)
def _kind_of_word() -> dict[str, Kind | None]:
    """Word -> what figures behind it are; None: says nothing, what was said before still holds."""
    table: dict[str, Kind | None] = {}
    for language in WORDS.values():
        for kind in NAMED_KINDS:
            for word in getattr(language, kind.value):
                table.setdefault(word, kind)
        for word in language.filler:
            table[word] = None
    return table


def read_text(texts: Sequence[str], structured: Sequence[str] = (), reference: str = "") -> Told:
    """The text of a receipt: unstructured pieces, structured references and the end-to-end id, in this order."""
    text = capitals(" ".join(texts))
    creditor: list[tuple[str, bool]] = []
    for each in structured:
        text += " | " + capitals(each)
    for each in dict.fromkeys((*texts, *structured)):  # many formats have one place for both
        if figures := figures_of_qr_reference(each):
            creditor.append((figures, True))
    if "RF" in text:
        text = CREDITOR.sub(lambda match: _creditor(match, creditor), text)
    if "REF+" in text:
        reference = " ".join((reference, *OWN_ID.findall(text)))
        text = OWN_ID.sub("| ", text)
    own_id = len(text)
    if reference:
        text += " | " + capitals(reference)
    sure = [(match.start(), match.end(), Kind.DATE) for match in DATE.finditer(text)]
    if "/" in text or "." in text:
        sure += [(*match.span(1), Kind.DATE) for match in SHORT_DAY.finditer(text)]
    if "," in text or "." in text:
        sure += [(match.start(), match.end(), Kind.AMOUNT) for match in AMOUNT.finditer(text)]
    if "-" in text:
        sure += [(match.start(), match.end(), Kind.RECORD) for match in RECORD.finditer(text)]
    return Told(text, _figures(text, sure), tuple(creditor), own_id)


def amounts_in(told: Told) -> tuple[int, ...]:
    """Whatever looks like an amount before the end-to-end id, in ten-thousandths."""
    found = AMOUNT.finditer(told.text, 0, told.own_id)
    return tuple(int("".join(sign for sign in match[0] if sign.isdigit())) * 100 for match in found)


def _creditor(match: re.Match[str], found: list[tuple[str, bool]]) -> str:
    """Takes ISO 11649 references out of the text: "RF", two check digits (modulo 97), the number."""
    if not any(sign.isdigit() for sign in match[2]):
        return match[0]
    # the check says where a reference ends: words may follow it with a blank
    parts = match[2].split()
    for count in range(len(parts), 0, -1):
        shorter = "".join(parts[:count])
        if is_creditor_reference(match[1], shorter):
            found.append((shorter, True))
            return "| " + " ".join(parts[count:])
    while len(parts) > 1 and not any(sign.isdigit() for sign in parts[-1]):
        parts.pop()
    found.append(("".join(parts), False))
    return "| "


def is_creditor_reference(check: str, body: str) -> bool:
    return bool(body) and len(body) <= 21 and int("".join(str(int(sign, 36)) for sign in f"{body}RF{check}")) % 97 == 1


def _figures(text: str, sure: list[tuple[int, int, Kind]]) -> tuple[Figures, ...]:
    kinds, length = _kind_of_word(), len(text)
    found: list[Figures] = []
    context: Kind = FREE
    letters, letters_end, last_end, before, fresh = "", -9, -9, "", False
    bar = text.find("|")
    for match in islice(GROUP.finditer(text), MOST_GROUPS):
        group = match[0]
        start, end = match.span()
        if 0 <= bar < start:  # another field: what was said before does not hold in it
            context, before, fresh, bar = FREE, "", False, text.find("|", start)
        if group[0] > "9":
            letters, letters_end = group, end
            if end < length and "0" <= text[end] <= "9" and (context is not FREE or group not in kinds):
                continue  # letters of the number itself: they say nothing about what follows
            if fresh and _is_prefix(context, group, text, end):
                continue
            if (before == "N" and group == "REF") or (before in OURS and group in REFERENCE):
                context, fresh = OWN, True
            elif group in kinds:
                told_kind = kinds[group]
                context = told_kind or context
                fresh = told_kind is not None or fresh
            else:
                context = FREE
            before = group
            continue
        fresh = False
        kind = context
        for first, last, sort in sure:
            if first <= start and end <= last:
                kind = sort
        if before in DATE_WORDS and kind is not DATED and len(group) in DAY_FIGURES and is_day(group):
            kind = DATED
        near = start - last_end <= WIDEST_GAP and "|" not in text[last_end:start]
        told = letters if start - letters_end <= WIDEST_GAP else ""
        found.append(Figures(group, start, end, kind, told, len(found), near))
        last_end = end
        if (kind is OWN or kind in NUMBERED) and end < length and text[end] not in "-/._":
            context = FREE
    return tuple(found)


def _is_prefix(context: Kind, group: str, text: str, end: int) -> bool:
    """Whether letters belong to the number of which a word just told what it is: "N/REF RE-2026-11", "KD-NR. K 100"."""
    if not any("0" <= sign <= "9" for sign in text[end : end + 2]):
        return False
    return (context is OWN and len(group) <= 4) or (context in NUMBERED and len(group) == 1)


def is_day(figures: str) -> bool:
    """Whether six or eight figures can be a day: DDMMYY, DDMMYYYY or YYYYMMDD."""
    pairs = [int(figures[place : place + 2]) for place in range(0, len(figures), 2)]
    day_first = 1 <= pairs[0] <= 31 and 1 <= pairs[1] <= 12 and pairs[2] in (*range(15, 40), 19)
    return day_first or (len(pairs) == 4 and pairs[0] == 20 and 1 <= pairs[2] <= 12 and 1 <= pairs[3] <= 31)


DATE_WORDS = frozenset(
    "VOM V DU DATED DATE DATUM LE PER AM MONAT MOIS MONTH PERIOD PERIODE STAND".split()
)  # fmt: skip
SHORT_DAY = re.compile(
    rf"(?<![A-Z0-9])(?:{'|'.join(sorted(DATE_WORDS))})[ .:]{{0,2}}(\d{{1,2}}[./]\d{{2}}(?:\d\d)?)(?![\d./-])"
)
"""Day and month, or month and year, behind a word that says so: "MONAT 02/26", "DU 11.03"."""
OURS = frozenset({"OUR", "UNSER", "UNSERE", "UNS", "NOTRE", "NOS"})
REFERENCE = frozenset({"REF", "REFERENCE", "REFERENZ", "ZEICHEN", "BELEG", "BELEGNR"})
