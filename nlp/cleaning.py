"""What the sender wrote this time is told apart from what is quoted below it.

Works line by line on bounded lines, so that no input can cost more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from nlp.attribution import QUOTE_MARK, shared_line
from nlp.lang import expression
from nlp.quoting import EMAIL, LINE_CHARACTERS, RULE, Cut, anchor, first_cut, next_filled
from nlp.reply_words import FORWARD_PREFIXES, folded, words_of
from nlp.signature import AMOUNT, POSTSCRIPT, says_nothing, signature_start

__all__ = ["Separated", "says_nothing", "separated", "signature_start", "split_reply"]

FORWARD_DEPTH = 3
SENTENCE_WORDS = 4  # so many may be a sentence; fewer are a name or a slogan
INLINE_MARKS = 3  # so many marked lines are quoted ones with answers between them, no signs
SIGNATURE_MARK = re.compile(r"--\s?\Z")
EXCUSES = ("excuse", "typo", "brevity", "sorry", "tippfehler", "kurze", "entschuld", "fautes", "orthographe", "errori")
REPLY_PREFIX = re.compile(r"\s{0,3}(?:re|aw|antw|antwort|sv|odp|r|rif|ref|vs|res|bl)\s{0,2}(?:\[\d{1,3}\])?:", re.I)
# Of the words of passing on those that people also write alone below an answer.
POLITE = frozenset(
    "please;thanks;thank you;many thanks;bitte;danke;vielen dank;besten dank;merci;svp;stp;s'il vous plait;"
    "merci d'avance;grazie;gracias;obrigado;dziekuje;dank;bedankt".split(";")
)


@dataclass(frozen=True, slots=True)
class Separated:
    """What was said now, the rest, and whose mail it is where the sender only passed it on ("" if nobody's).

    `has_text_below`: sentences below a device line were taken for what a program put there; a person may have.
    """

    new: str
    quoted: str
    author_email: str = ""
    has_text_below: bool = False


def split_reply(text: str, html: str = "", *, subject: str = "", own_domains: Collection[str] = ()) -> tuple[str, str]:
    """(what the sender wrote this time, the rest); see `separated`."""
    parts = separated(text, html, subject=subject, own_domains=own_domains)
    return parts.new, parts.quoted


def separated(text: str, html: str = "", *, subject: str = "", own_domains: Collection[str] = ()) -> Separated:
    """What the sender wrote this time apart from the rest.

    A message that is passed on without own words is itself what is said now: it is marked as forwarded, or its subject
    says so (FW:, WG:, TR:), or the covering words do. A quote of a mail from `own_domains` (of the recipients) never
    is: an empty answer to our letter must not make our letter the customer's statement. Only where a colleague of ours
    did nothing but pass on in his turn is it what he passed on.
    """
    lines = _with_own_lines(text.split("\n"))
    cut = first_cut(lines, anchor("\n".join(lines), html) if html else -1)
    new, quoted = _by_marks(lines, cut)
    said = Separated(new, quoted)
    for _ in range(FORWARD_DEPTH):
        if cut is None or not _is_passed_on(new, quoted, cut, subject):
            break
        author = _author(lines, cut)
        covering = "\n".join(lines[: cut.body])
        lines = _unmarked(lines[cut.body :])
        cut = first_cut(lines, -1)
        new, rest = _by_marks(lines, cut)
        quoted = f"{covering}\n{rest}".strip()
        if author.rpartition("@")[2] not in {domain.lower() for domain in own_domains} or not author:
            said = Separated(new, quoted, author)
    new, quoted, has_text_below = _without_footers(said.new, said.quoted)
    return Separated(new, quoted, said.author_email, has_text_below)


def _with_own_lines(lines: list[str]) -> list[str]:
    """Every attribution on a line of its own, also where a program joined it to the text."""
    apart: list[str] = []
    for line in lines:
        start = shared_line(line)
        apart += [line[:start].rstrip(" -"), line[start:].lstrip(" -_*")] if start else [line]
    return apart


def _by_marks(lines: list[str], cut: Cut | None) -> tuple[str, str]:
    """New and quoted text at a cut; lines behind it without ">" among marked ones are answers between the lines."""
    limit = cut.line if cut is not None else len(lines)
    new: list[str] = []
    quoted: list[str] = []
    between = sum(1 for line in lines[:limit] if QUOTE_MARK.match(line)) >= INLINE_MARKS
    for index, line in enumerate(lines[:limit]):
        is_quoted = QUOTE_MARK.match(line) and (between or _marked_around(lines, index))
        (quoted if is_quoted else new).append(line)
    if cut is not None:
        rest = lines[limit:]
        body = next_filled(lines, cut.body)
        below = cut.kind in ("intro", "mark") or QUOTE_MARK.match(lines[limit])  # a head that is marked as all it heads
        if below and body is not None and QUOTE_MARK.match(lines[body]):
            quoted += lines[limit:body]
            _sort_answers(lines[body:], new, quoted)
        else:
            quoted += rest
    while new and (RULE.match(new[-1]) or not new[-1].strip()) and not SIGNATURE_MARK.match(new[-1]):
        quoted.insert(0, new.pop())
    return "\n".join(new).strip(), "\n".join(quoted).strip()


def _marked_around(lines: list[str], index: int) -> bool:
    """A single line with ">" in the middle of prose is a sign, not a quote ("> 100 Stück")."""
    if index == 0 and len(lines) == 1:
        return False
    neighbours = [lines[k] for k in (index - 1, index + 1) if 0 <= k < len(lines)]
    if any(QUOTE_MARK.match(line) or not line.strip() for line in neighbours):
        return True
    return AMOUNT.search(lines[index]) is not None  # one line of our letter, and the answer right below it


def _sort_answers(lines: list[str], new: list[str], quoted: list[str]) -> None:
    previous = ""
    for k, line in enumerate(lines):
        following = lines[k + 1] if k + 1 < len(lines) else ""
        (quoted if QUOTE_MARK.match(line) or _is_tail(previous, line, following) else new).append(line)
        previous = line


def _is_tail(previous: str, line: str, following: str) -> bool:
    """The rest of a quoted line that was wrapped on the way and lost its mark."""
    text = line.strip()
    if not text or not QUOTE_MARK.match(previous) or (following.strip() and not QUOTE_MARK.match(following)):
        return False
    begun = previous.strip()
    if begun.count("(") > begun.count(")") and text.endswith(")"):
        return True  # a link in brackets
    return len(begun) >= 60 and begun[-1] not in ".!?:" and len(text) <= 80 and not text[0].isupper()


def _unmarked(lines: list[str]) -> list[str]:
    """Lines without one level of ">" where most of them bear it."""
    filled = [line for line in lines if line.strip()]
    marked = sum(1 for line in filled if QUOTE_MARK.match(line))
    if not filled or marked * 2 < len(filled):
        return lines
    return [re.sub(r"\A[ \t]{0,3}[>|] ?", "", line) for line in lines]


def _author(lines: list[str], cut: Cut) -> str:
    """The first address in the head of a quoted mail, lower case: of its sender, where it names one."""
    found = EMAIL.search(" ".join(lines[cut.line : cut.body])[:1000])
    return found.group().lower() if found is not None else ""


def _is_passed_on(new: str, quoted: str, cut: Cut, subject: str) -> bool:
    if cut.kind == "mark" or not quoted or not says_nothing(new):
        return False
    if cut.kind == "forward":
        return True
    prefix = folded(subject.strip()).partition(":")[0].strip() if ":" in subject else ""
    if cut.kind == "intro":
        return prefix in FORWARD_PREFIXES
    return prefix in FORWARD_PREFIXES or _covers(new) or (not new and not REPLY_PREFIX.match(subject))


def _covers(new: str) -> bool:
    """Whether the words say that something is passed on, and not only "thanks"."""
    text = folded(new)
    return any(
        expression(rf"(?<!\w){re.escape(p)}(?!\w)").search(text) for p in words_of("passing_on") if p not in POLITE
    )


def _without_footers(new: str, quoted: str) -> tuple[str, str, bool]:
    """Device lines and disclaimers leave the new text: they are not what the sender says.

    What stands below a device line was put there by the program (a quote without marks, a footer), save a postscript;
    the third value says that it might be a person's words all the same.
    """
    kept: list[str] = []
    dropped: list[str] = []
    ended = has_text_below = False
    for paragraph in re.split(r"\n[ \t]{0,20}\n", new):
        plain = folded(paragraph[:3000])
        is_disclaimer = not AMOUNT.search(plain[:200]) and any(phrase in plain for phrase in words_of("disclaimers"))
        if is_disclaimer or (ended and not POSTSCRIPT.match(paragraph)):
            has_text_below |= not is_disclaimer and len(plain.split()) >= SENTENCE_WORDS
            dropped.append(paragraph)
            continue
        lines = paragraph.split("\n")
        device = [line for line in lines if _is_device_line(line)]
        dropped += device
        rest = [line for line in lines if line not in device]
        if any(line.strip() for line in rest):
            kept.append("\n".join(rest))
        ended = ended or (bool(device) and bool(kept))
    if not kept and dropped and not any(_is_device_line(line) for line in dropped):
        return new, quoted, False
    rest_of_it = "\n".join(part for part in (quoted, *dropped) if part).strip()
    return "\n\n".join(kept).strip(), rest_of_it, has_text_below


def _is_device_line(line: str) -> bool:
    """ "Sent from my phone", with an excuse for the typing at most; a sentence about it is none."""
    plain = folded(re.sub(r"<[^<>]{0,300}>|https?:\S{0,300}", " ", line[:LINE_CHARACTERS])).strip(" -_*()[]<>.\t\r")
    if not plain.startswith(words_of("device")):
        return False
    name, _, excuse = re.sub(r"[.,;]\s", "\n", plain, count=1).partition("\n")
    return len(name.split()) <= 12 and (not excuse or any(word in excuse for word in EXCUSES))
