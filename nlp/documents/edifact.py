"""Interchanges in UN/EDIFACT (ISO 9735): segments, messages, and the counts that they state about themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from nlp.documents import edifact_advices, edifact_orders
from nlp.documents.edifact_segments import Message, Segment, get
from nlp.documents.structured import Structured, of_advices
from nlp.opened import Paper, StructuredRemittance
from nlp.reading import Problem

CHARSETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "iso-8859-1", "UNOD": "iso-8859-2", "UNOE": "iso-8859-5",
            "UNOF": "iso-8859-7", "UNOW": "utf-8", "UNOY": "utf-8"}  # fmt: skip
SEGMENTS = 100_000
# Papers that are known by their message type and not read for their content.
PAPERS = {"INVOIC": Paper.INVOICE, "ORDRSP": Paper.CONFIRMATION, "DESADV": Paper.DELIVERY_NOTE, "QUOTES": Paper.QUOTE,
          "STATAC": Paper.STATEMENT}  # fmt: skip


class Malformed(ValueError):
    """The interchange cannot be read: which segment, and why."""


@lru_cache(maxsize=64)
def _run(release: str, mark: str) -> re.Pattern[str]:
    """Released and plain characters up to a separator, never tried twice."""
    escaped = re.escape(release)
    return re.compile(f"(?:{escaped}.|[^{escaped}{re.escape(mark)}])*+", re.DOTALL)


def _cut(text: str, mark: str, release: str) -> list[str]:
    """The parts between separators; one behind the release character is none. Release " ": there is none."""
    if release == " " or release not in text:
        return text.split(mark)
    found, place, pattern = [], 0, _run(release, mark)
    while (match := pattern.match(text, place)) is not None:
        found.append(match.group())
        place = match.end() + 1
        if place > len(text):
            break
    return found


def segments(text: str) -> Iterator[Segment]:
    """Segments as tuples of elements, each a tuple of components; UNA and the release character are respected."""
    component, element, release, terminator = ":", "+", "?", "'"
    if text.startswith("UNA"):
        component, element, _, release, _, terminator = tuple((text[3:9] + " " * 6)[:6])
        text = text[9:]
    released = re.compile(re.escape(release) + "(.)", re.DOTALL)
    pieces = _cut(text, terminator, release)
    if pieces[-1].strip():
        raise Malformed(f"the last segment has no end: {pieces[-1].strip()[:20]!r}")
    for piece in pieces:
        raw = piece.replace("\r", "").replace("\n", "")
        if not raw.strip():
            continue
        cells = [_cut(part, component, release) for part in _cut(raw, element, release)]
        if release != " " and release in raw:
            cells = [[released.sub(r"\1", cell) for cell in parts] for parts in cells]
        yield tuple(tuple(parts) for parts in cells)


def file_text(data: bytes) -> str:
    """The interchange in the charset of its UNB segment; what is whole UTF-8 is that, whatever is declared."""
    head = data[:400].decode("ascii", "replace")
    syntax = next((code for code in CHARSETS if code in head), "UNOC")
    for charset in ("utf-8", CHARSETS[syntax], "cp1252"):
        try:
            return data.decode(charset).strip().removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace").strip()


def read_interchange(data: bytes) -> tuple[Structured, str]:
    """The order or the payments of an interchange, and its text (a segment a line).

    A missing end refuses all of it, and so do several orders: to act on half of it is worse. A single message whose
    counts are wrong is read for a person to see. Several payments are read one by one.
    """
    text = file_text(data)
    try:
        everything: list[Segment] = []
        for segment in segments(text):
            everything.append(segment)
            if len(everything) > SEGMENTS:
                raise Malformed(f"more than {SEGMENTS} segments")
        shown = "\n".join(" ".join(":".join(parts) for parts in segment) for segment in everything)
        messages = _messages(everything)
    except Malformed as error:
        return _refused("edifact_malformed", str(error)), text
    wrong = [problem for message in messages for problem in _counts(message)]
    wrong += _interchange_counts(everything, len(messages))
    if wrong and len(messages) != 1:
        return Structured(problems=tuple(wrong)), shown
    found = _of_messages(messages)
    if wrong:
        found = Structured(found.order, found.advices, found.paper, found.issuer, (*wrong, *found.problems))
    if any(get(segment, 0) == "UNB" and get(segment, 11) == "1" for segment in everything[:2]):
        test = Problem("test_document", "the interchange says that it is a test")
        found = Structured(found.order, found.advices, found.paper, found.issuer, (*found.problems, test))
    return found, shown


def _of_messages(messages: list[Message]) -> Structured:
    kinds = [get(message[0], 2) for message in messages]
    if set(kinds) == {"REMADV"}:
        read = [edifact_advices.read_advice(message) for message in messages]
        advices: tuple[StructuredRemittance, ...] = tuple(advice for advice, _ in read)
        return of_advices(advices, tuple(problem for _, problems in read for problem in problems))
    if not edifact_orders.KINDS & set(kinds):
        paper = PAPERS.get(kinds[0], Paper.UNKNOWN) if len(set(kinds)) == 1 else Paper.UNKNOWN
        named = ", ".join(sorted(set(kinds))) or "none"
        known = () if paper is Paper.INVOICE else (Problem("edifact_unknown", f"messages that are not read: {named}"),)
        return Structured(paper=paper, problems=known)
    if len(messages) > 1:
        return _refused("several_orders", f"the interchange holds {len(messages)} messages: {', '.join(kinds)[:120]}")
    return edifact_orders.read_order(messages[0])


def _refused(code: str, detail: str) -> Structured:
    return Structured(problems=(Problem(code, f"EDIFACT: {detail}"[:200]),))


def _messages(everything: list[Segment]) -> list[Message]:
    found: list[Message] = []
    current: Message | None = None
    for segment in everything:
        tag = get(segment, 0)
        if not re.fullmatch("[A-Z]{3}", tag):
            raise Malformed(f"{tag[:10]!r} is no segment")
        if tag == "UNH":
            if current is not None:
                raise Malformed("UNH before the UNT of the message before")
            current = [segment]
        elif current is not None:
            current.append(segment)
            if tag == "UNT":
                found.append(current)
                current = None
    if current is not None:
        raise Malformed("a message has no UNT")
    if any(get(segment, 0) == "UNB" for segment in everything) and get(everything[-1], 0) != "UNZ":
        raise Malformed("the interchange has no UNZ")
    return found


def _counts_of(message: Message) -> frozenset[str]:
    """How many segments a whole message may state: UNH and UNT count (ISO 9735), many senders leave one or both out.

    A message that lost a segment has fewer than it states, never more; one that has a segment twice is not whole.
    """
    if any(one == other for one, other in pairwise(message)):
        return frozenset({str(len(message))})
    return frozenset(str(len(message) - left_out) for left_out in range(3))


def _counts(message: Message) -> list[Problem]:
    problems = []
    stated = get(message[-1], 1)
    if stated.lstrip("0") not in _counts_of(message):
        detail = f"UNT states {stated or 'no'} segments, there are {len(message)}"
        problems.append(Problem("edifact_counts", detail))
    lines = sum(1 for segment in message if get(segment, 0) == "LIN")
    for segment in message:
        if get(segment, 0) == "CNT" and get(segment, 1) == "2" and get(segment, 1, 1).lstrip("0") != str(lines or ""):
            problems.append(Problem("edifact_counts", f"CNT states {get(segment, 1, 1)} lines, there are {lines}"))
    if get(message[0], 1) != get(message[-1], 2):
        problems.append(Problem("edifact_counts", "UNH and UNT name different messages"))
    return problems


def _interchange_counts(everything: list[Segment], messages: int) -> list[Problem]:
    last = everything[-1] if everything else ()
    if get(last, 0) != "UNZ":
        return []
    groups = sum(1 for segment in everything if get(segment, 0) == "UNG")
    if get(last, 1).lstrip("0") not in (str(messages), str(groups or messages)):
        return [Problem("edifact_counts", f"UNZ states {get(last, 1)} messages, there are {messages}")]
    return []
