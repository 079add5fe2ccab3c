"""A text cut into pieces that say which values were read there and what is only quoted; joined they are the text.

Each value of the form leads to the words that it was read from, and the words lead to their value: by links, so that
keys alone and a page without scripts do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from nlp.reading import Evidence, Reading

MAX_MARKS = 1000  # a page stays usable whatever a table of a thousand lines gives
LISTED = ("dispute.invoices", "promise.invoices", "query.invoices")  # several values in one entry of the form
ELSEWHERE = {"book": "our book", "answered": "our mail"}  # sources whose words only point to a value
SHORTEST = 12  # characters of an attachment's name beside a value
LONGEST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    fields: tuple[str, ...] = ()  # dotted paths of the values read here, the one with the fewest words first
    quoted: bool = False  # not what the sender wrote this time
    id: str = ""  # by which a value leads here
    entry: str = ""  # the entry of the form that the first of the fields stands in, "" where there is none
    cell: str = ""  # where it stands in the file: "Tabelle1!B7", "page 2"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the value of an entry was read; `short`: the same in a narrow column.

    `href`: of the piece, "" where the words have no place on the page.
    """

    where: str
    words: str
    href: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A message's texts as pieces, and the grounds of each entry of the form."""

    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]
    attachments: tuple[tuple[Piece, ...], ...]
    grounds: Mapping[str, tuple[Ground, ...]]


def pieces(
    text: str,
    evidence: Iterable[Evidence],
    quoted: Iterable[tuple[int, int]] = (),
    prefix: str = "",
    entries: Mapping[str, str] | None = None,
) -> tuple[Piece, ...]:
    """`evidence` of this one text; places outside it are passed over. The pieces' texts, joined, equal `text`.

    `prefix`: of the pieces' ids, none without it; `entries`: the entry of the form for each field.
    """
    marks = [e for e in evidence if 0 <= e.start < e.end <= len(text)][:MAX_MARKS]
    marks.sort(key=lambda e: e.end - e.start)
    dimmed = [(start, end) for start, end in quoted if 0 <= start < end <= len(text)]
    cuts = sorted(
        {0, len(text), *(e.start for e in marks), *(e.end for e in marks), *(n for span in dimmed for n in span)}
    )
    found = []
    for start, end in pairwise(cuts):
        here = [e for e in marks if e.start <= start and end <= e.end]
        dim = any(first <= start and end <= last for first, last in dimmed)
        if not here:
            found.append(Piece(text[start:end], (), dim))
            continue
        fields = tuple(dict.fromkeys(e.field for e in here))
        entry = next((entries[field] for field in fields if field in entries), "") if entries else ""
        id = f"{prefix}-{start}" if prefix else ""
        found.append(Piece(text[start:end], fields, dim, id, entry, place_in_file(here[0])))
    return tuple(found)


def marked(reading: Reading) -> Marked:
    """All texts of a message with what was read in them."""
    shown = shown_evidence(reading)
    entries = {e.field: entry_of(reading, e.field) for e in shown}
    quoted = quoted_spans(reading.text, reading.new_text)

    def of(source: str, text: str, prefix: str, spans: Iterable[tuple[int, int]] = ()) -> tuple[Piece, ...]:
        return pieces(text, [e for e in shown if e.source == source], spans, prefix, entries)

    body, subject = of("body", reading.text, "in-mail", quoted), of("subject", reading.subject, "in-subject")
    attached = tuple(
        of(f"attachment:{number}", attachment.text, f"in-file-{number}")
        for number, attachment in enumerate(reading.attachments)
    )
    ids = {piece.id for each in (body, subject, *attached) for piece in each if piece.id}
    grounds: dict[str, list[Ground]] = {}
    for one in shown:
        grounds.setdefault(entries[one.field], []).append(_ground(reading, one, quoted, ids))
    return Marked(subject, body, attached, {name: tuple(dict.fromkeys(each)) for name, each in grounds.items()})


def shown_evidence(reading: Reading) -> list[Evidence]:
    """Without the grounds of a whole line whose values have their own."""
    fields = {e.field for e in reading.evidence}
    parents = {field.rpartition(".")[0] for field in fields}
    return [e for e in reading.evidence if e.field not in parents]


def entry_of(reading: Reading, field: str) -> str:
    """The name of the form's entry that holds the value of a field."""
    for listed in LISTED:
        if field.startswith(f"{listed}."):
            return listed
    head, _, name = field.rpartition(".")
    if head == "master_data.changes" and reading.master_data is not None:
        names = [changed for changed, _ in reading.master_data.changes]
        return f"{head}.{names.index(name)}.value" if name in names else field
    return field


def place_in_file(ground: Evidence) -> str:
    """ "Tabelle1!B7", "B7", "page 2"; "" for words that have neither."""
    if ground.cell:
        return f"{ground.sheet}!{ground.cell}" if ground.sheet else ground.cell
    return f"page {ground.page}" if ground.page else ""


def _ground(reading: Reading, one: Evidence, quoted: Iterable[tuple[int, int]], ids: set[str]) -> Ground:
    words = " ".join(one.text.split())[:LONGEST_WORDS]
    if one.source in ELSEWHERE:
        return Ground(ELSEWHERE[one.source], words, "", one.source)
    prefix, where = {"body": ("in-mail", "mail"), "subject": ("in-subject", "subject")}.get(one.source, ("", ""))
    if not prefix:
        number = int(one.source.removeprefix("attachment:"))
        prefix = f"in-file-{number}"
        where = place_in_file(one) or _short(reading.attachments[number].name)
    elif one.source == "body" and any(start <= one.start < end for start, end in quoted):
        where = "quoted mail"
    elif one.cell:
        where = f"mail, {place_in_file(one)}"
    id = f"{prefix}-{one.start}"
    return Ground(where, words, f"#{id}" if id in ids else "", one.cell or where)


def _short(name: str) -> str:
    return name if len(name) <= SHORTEST else f"{name[: SHORTEST - 1]}…"


def quoted_spans(text: str, new_text: str) -> tuple[tuple[int, int], ...]:
    """What of the text is not in the new text, line by line in order; nothing where nothing was told apart."""
    fresh = [line.strip() for line in new_text.splitlines() if line.strip()]
    if not fresh:
        return ()
    spans: list[tuple[int, int]] = []
    place = at = 0
    joins = False  # whether this line goes on where the last span ended
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        words = line.strip()
        if at < len(fresh) and words == fresh[at]:
            at, joins = at + 1, False
        elif joins:
            spans[-1] = (spans[-1][0], place)
        elif words:
            spans.append((start, place))
            joins = True
    return tuple(spans[:MAX_MARKS]) if at == len(fresh) else ()
