"""What the sender wrote this time is told apart from what is quoted below it.

Works line by line on bounded lines, so that no input can cost more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.quoting import EMAIL, LINE_CHARACTERS, Cut, anchor, first_cut, next_filled
from nlp.reply_words import FORWARD_PREFIXES, folded, words_of
from nlp.signature import AMOUNT, says_nothing, signature_start

__all__ = ["says_nothing", "signature_start", "split_reply"]

FORWARD_DEPTH = 3
QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>|\|(?= ))")
# Of the words of passing on those that people also write alone below an answer.
POLITE = frozenset(
    "please;thanks;thank you;many thanks;bitte;danke;vielen dank;besten dank;merci;svp;stp;s'il vous plait;"
    "merci d'avance;grazie;gracias;obrigado;dziekuje;dank;bedankt".split(";")
)


def split_reply(text: str, html: str = "", *, subject: str = "", own_domains: Collection[str] = ()) -> tuple[str, str]:
    """(what the sender wrote this time, the rest).

    A message that is passed on without own words is itself what is said now: it is marked as forwarded, or its subject
    says so (FW:, WG:, TR:), or the covering words do. A quote of a mail from `own_domains` (of the recipients) never
    is: an empty answer to our letter must not make our letter the customer's statement.
    """
    lines = text.split("\n")
    cut = first_cut(lines, anchor(text, html) if html else -1)
    new, quoted = _by_marks(lines, cut)
    for _ in range(FORWARD_DEPTH):
        if cut is None or not _is_passed_on(new, quoted, cut, lines, subject, own_domains):
            break
        inner = _unmarked(lines[cut.body :])
        inner_cut = first_cut(inner, -1)
        covering = "\n".join(lines[: cut.body])
        new, rest = _by_marks(inner, inner_cut)
        quoted = f"{covering}\n{rest}".strip()
        lines, cut = inner, inner_cut
    return _without_footers(new, quoted)


def _by_marks(lines: list[str], cut: Cut | None) -> tuple[str, str]:
    """New and quoted text at a cut; lines behind it without ">" among marked ones are answers between the lines."""
    limit = cut.line if cut is not None else len(lines)
    new: list[str] = []
    quoted: list[str] = []
    for index, line in enumerate(lines[:limit]):
        (quoted if QUOTE_MARK.match(line) and _marked_around(lines, index) else new).append(line)
    if cut is not None:
        rest = lines[limit:]
        body = next_filled(lines, cut.body)
        if cut.kind in ("intro", "mark") and body is not None and QUOTE_MARK.match(lines[body]):
            quoted += lines[limit:body]
            _sort_answers(lines[body:], new, quoted)
        else:
            quoted += rest
    return "\n".join(new).strip(), "\n".join(quoted).strip()


def _marked_around(lines: list[str], index: int) -> bool:
    """A single line with ">" in the middle of prose is a sign, not a quote ("> 100 Stück")."""
    if index == 0 and len(lines) == 1:
        return False
    neighbours = [lines[k] for k in (index - 1, index + 1) if 0 <= k < len(lines)]
    return any(QUOTE_MARK.match(line) or not line.strip() for line in neighbours)


def _sort_answers(lines: list[str], new: list[str], quoted: list[str]) -> None:
    previous = ""
    k = 0
    while k < len(lines):
        line = lines[k]
        following = lines[k + 1] if k + 1 < len(lines) else ""
        # The tail of a quoted line that was wrapped on the way has lost its mark.
        tail = (
            QUOTE_MARK.match(previous) is not None and len(previous) >= 65 and QUOTE_MARK.match(following) is not None
            and 0 < len(line.strip()) <= 30 and line.strip()[0].islower()
        )  # fmt: skip
        if QUOTE_MARK.match(line) or tail:
            quoted.append(line)
        else:
            new.append(line)
        previous = line
        k += 1


def _unmarked(lines: list[str]) -> list[str]:
    """Lines without one level of ">" where most of them bear it."""
    filled = [line for line in lines if line.strip()]
    marked = sum(1 for line in filled if QUOTE_MARK.match(line))
    if not filled or marked * 2 < len(filled):
        return lines
    return [re.sub(r"\A[ \t]{0,3}[>|] ?", "", line) for line in lines]


def _is_passed_on(
    new: str, quoted: str, cut: Cut, lines: list[str], subject: str, own_domains: Collection[str]
) -> bool:
    if cut.kind == "mark" or not quoted or not says_nothing(new):
        return False
    author = EMAIL.search(" ".join(lines[cut.line : cut.body])[:1000])
    if author is not None and author.group(1).lower() in {domain.lower() for domain in own_domains}:
        return False
    if cut.kind == "forward":
        return True
    prefix = folded(subject.strip()).partition(":")[0].strip() if ":" in subject else ""
    if cut.kind == "intro":
        return prefix in FORWARD_PREFIXES
    return prefix in FORWARD_PREFIXES or _covers(new)


def _covers(new: str) -> bool:
    """Whether the words say that something is passed on, and not only "thanks"."""
    text = folded(new)
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text) for p in words_of("passing_on") if p not in POLITE)


def _without_footers(new: str, quoted: str) -> tuple[str, str]:
    """Device lines and disclaimers leave the new text: they are not what the sender says."""
    kept: list[str] = []
    dropped: list[str] = []
    for paragraph in re.split(r"\n[ \t]{0,20}\n", new):
        plain = folded(paragraph[:3000])
        if not AMOUNT.search(plain[:200]) and any(phrase in plain for phrase in words_of("disclaimers")):
            dropped.append(paragraph)
            continue
        lines = paragraph.split("\n")
        device = [line for line in lines if _is_device_line(line)]
        dropped += device
        rest = [line for line in lines if line not in device]
        if any(line.strip() for line in rest):
            kept.append("\n".join(rest))
    if not kept and dropped and not any(_is_device_line(line) for line in dropped):
        return new, quoted
    return "\n\n".join(kept).strip(), "\n".join(part for part in (quoted, *dropped) if part).strip()


def _is_device_line(line: str) -> bool:
    plain = folded(line[:LINE_CHARACTERS]).strip(" -_*")
    return len(plain) < 90 and plain.startswith(words_of("device"))
