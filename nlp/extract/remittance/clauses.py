"""Which pieces of a mail speak of this payment, and which of what it leaves out: later, disputed, paid before."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.extract.remittance.coming import is_coming, parted, told_gone
from nlp.extract.remittance.deductions import said_reason
from nlp.extract.sources import Context, Source, is_within_day
from nlp.lang import compiled, weight
from nlp.notation import DateMention
from nlp.reading import DeductionReason

SHORT_LINE = 50  # characters; a shorter line was not wrapped by a mail program, it ends where the writer ended it
_TOO = r"auch|ebenfalls|dito|aussi|egalement|idem|also|too|same|as well|ook|anche|tambien"
SPOKEN_FROM = 0.7  # of the weight of a cue
RECENT_DAYS = 60
_OF_A_PAYMENT = (DeductionReason.BANK_CHARGE, DeductionReason.DISCOUNT)  # why less came, whatever else is not wanted
_END = re.compile(r"[.!?;]\s{1,4}|\n|,\s{1,2}|\s(?=(?:mais|aber|but|however|jedoch|dagegen|whereas|alors que)\s)")
# "561: we wait for the engineer": a line that begins with a number and a colon is one of a list, too.
_ITEM = re.compile(r"\s{0,4}(?:[-*•·–]|\d{1,2}[.)]\s|\n|(?=[^\s:]{0,20}\d)[\w./-]{2,21}[ ]?:[ ])")


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end]. `left_out`: what it names is not part of the payment."""

    start: int
    end: int
    left_out: bool


def clauses(context: Context, source: Source) -> tuple[Clause, ...]:
    """The text in sentences; one that also speaks of what is left out in pieces between its commas."""
    return context.once(("remittance.clauses", source.name, source.quoted), lambda: _clauses(context, source))


def _clauses(context: Context, source: Source) -> tuple[Clause, ...]:
    sentences = _spans(source.text, commas=False)
    found: list[Clause] = []
    is_told = any(_says_paid(context, source, start, end) for start, end in sentences)
    for start, end in sentences:
        parts = [(a, b) for a, b in _spans(source.text[start:end], commas=True)]
        flags = [_is_left_out(context, source, start + a, start + b) for a, b in parts]
        whole = _is_later(context, source, start, end) or (
            any(flags)
            and (is_told or all(flags))
            and not _says_paid(context, source, start, end)
            and said_reason(context, source.flat[start:end]) not in _OF_A_PAYMENT
        )
        if whole or not any(flags):
            found.append(Clause(start, end, whole))
        else:
            found += [Clause(start + a, start + b, flag) for (a, b), flag in zip(parts, flags, strict=True)]
    return _by_answers(context, source, _without_only(context, source, _without_coming(context, source, found)))


def _without_coming(context: Context, source: Source, found: list[Clause]) -> list[Clause]:
    """Where money went on a day that is told, what is said of money on a coming day is another payment."""
    parts = [
        replace(clause, start=start, end=end)
        for clause in found
        for start, end in parted(context, source, (clause.start, clause.end))
    ]
    if not any(told_gone(context, source, (part.start, part.end)) for part in parts if not part.left_out):
        return found
    later = [is_coming(context, source, (part.start, part.end)) for part in parts]
    if not any(later):
        return found
    return [replace(part, left_out=part.left_out or ahead) for part, ahead in zip(parts, later, strict=True)]


def _without_only(context: Context, source: Source, found: list[Clause]) -> list[Clause]:
    """Where all that says it is paid was paid before ("already settled by our transfer of 5 October"), it is meant."""
    paid = [c for c in found if in_paid_words(context, source.flat[c.start : c.end])]
    if any(not c.left_out for c in paid):
        return found
    told = [
        c for c in paid
        if _has_day(context, source, c.start, c.end) and not _is_later(context, source, c.start, c.end)
    ]  # fmt: skip
    return [replace(c, left_out=c.left_out and c not in told) for c in found]


def _has_day(context: Context, source: Source, start: int, end: int) -> bool:
    days = [m for m in context.dates(source) if start <= m.start < end and m.exact and not is_denied(source, m)]
    ago = [(context.sent_on - mention.earlier).days for mention in days]
    return any(days <= RECENT_DAYS for days in ago) and min(ago) >= 0


def _by_answers(context: Context, source: Source, found: list[Clause]) -> tuple[Clause, ...]:
    """Without what answers between quoted lines say of other things; "that one too" is paid like the one above."""
    if source is not context.body or not context.remarks:
        return tuple(found)
    same = re.compile(rf"(?<!\w)(?:{context.words('same_day')}|{_TOO})(?!\w)")
    unpaid: list[tuple[int, int]] = []
    before = False
    for remark in context.remarks:
        end = min(remark.end, len(source.text))
        later = any(c.left_out for c in found if remark.start <= c.start < end) or _is_ahead(
            context, source, remark.start, end
        )
        own = _says_paid(context, source, remark.start, end) and not later
        before = own or (before and not later and same.search(source.flat[remark.start : end]) is not None)
        unpaid += [] if before else [(remark.start, end)]
    if len(unpaid) == len(context.remarks):
        return tuple(found)
    return tuple(replace(c, left_out=c.left_out or any(start <= c.start < end for start, end in unpaid)) for c in found)


def in_paid_words(context: Context, words: str) -> bool:
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def pieces(source: Source) -> tuple[tuple[int, int], ...]:
    """(start, end) of each piece of the text between full stops and commas."""
    return _spans(source.text, commas=True)


@lru_cache(maxsize=64)
def _spans(text: str, *, commas: bool) -> tuple[tuple[int, int], ...]:
    cuts = [0]
    for match in _END.finditer(text):
        if (match.group()[0] == "," and not commas) or not _ends_here(text, match):
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    return tuple((a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip())


def _ends_here(text: str, match: re.Match[str]) -> bool:
    """No end: the dot of an abbreviation or a German date, the line end of a wrapped paragraph."""
    mark = match.group()[0]
    if mark == "." and text[match.start() - 1 : match.start()] == "/":
        return False  # "./."
    if mark == ".":
        word = re.search(r"\S{1,16}$", text[: match.start()])
        if is_within_day(text, match.end()):
            return False
        short = word is not None and re.fullmatch(r"\(?[^\W\d_]{1,3}|\(?\d{1,2}(?:\.\d{1,2})?", word.group())
        return not (short and re.match(r"[^\W\d_A-Z]|\d", text[match.end() :]))
    if mark == "\n":
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return (
            len(line) < SHORT_LINE or bool(_ITEM.match(text, match.end())) or line.rstrip()[-1:] in (".", "!", "?", ":")
        )
    return True


def _is_later(context: Context, source: Source, start: int, end: int) -> bool:
    """A sentence about a coming day and no past one: what it names will be paid then."""
    days = [m for m in context.dates(source) if start <= m.start < end and not is_denied(source, m)]
    if not days or any(m.value <= context.sent_on for m in days):
        return False
    promised = _promises(context, source.flat[start:end])
    if any(m.earlier <= context.sent_on for m in days):  # "on the 22nd" may be the last or the next
        return promised
    return promised or weight(context.patterns("cues", "remittance"), source.flat[start:end])[0] < SPOKEN_FROM


def _is_ahead(context: Context, source: Source, start: int, end: int) -> bool:
    days = [m.earlier for m in context.dates(source) if start <= m.start < end and not is_denied(source, m)]
    return bool(days) and min(days) > context.sent_on


def _says_paid(context: Context, source: Source, start: int, end: int) -> bool:
    """Whether a sentence has words of a payment or a day that it may have been made on."""
    if weight(context.patterns("cues", "remittance"), source.flat[start:end])[0] >= SPOKEN_FROM:
        return True
    days = [m for m in context.dates(source) if start <= m.start < end and m.exact]
    if not in_paid_words(context, source.flat[start:end]):
        days = [m for m in days if m.value <= context.sent_on]  # "the 20th" may be the next one
    return any(-30 <= (m.earlier - context.sent_on).days <= 0 for m in days)


def _promises(context: Context, words: str) -> bool:
    return weight(tuple(pair for pack in context.lexicons for pair in pack.will_pay), words)[0] > 0


def _is_left_out(context: Context, source: Source, start: int, end: int) -> bool:
    words = source.flat[start:end]
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.not_paid)


def is_denied(source: Source, mention: DateMention) -> bool:
    """ "today, not Friday", "ayer no, hoy": a day that is named to say that it is not that one."""
    before, behind = source.flat[max(0, mention.start - 10) : mention.start], source.flat[mention.end :][:6]
    denied = re.search(r"\b(?:not|nicht|pas|no|niet|non|nie)(?: am| on| le)? $", before)
    return bool(denied or re.match(r" (?:no|not|nicht|non|niet|nie)[,.;]", behind))


def speaks_of_payment(context: Context, words: str) -> bool:
    """Whether folded words hold a cue of an advice."""
    return weight(context.patterns("cues", "remittance"), words)[0] > 0
