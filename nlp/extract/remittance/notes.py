"""The lines below a list and the sentences of its mail that say why something was kept back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.extract.remittance.deductions import any_of, complains, names_share, said_reason
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.reading import DeductionReason

NOTE_WORDS = 2  # beside a number: the row of a list has less
_MONEY = re.compile(r"\d[.,]\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,30}")


def notes(context: Context, source: Source, numbers: Iterable[str]) -> tuple[str, ...]:
    """The lines below a list that are no rows of it, and the mail's sentences that speak of what was kept back."""
    lines = source.text.splitlines()
    rows = [n for n, line in enumerate(lines) if any(number in line for number in numbers)]
    below = [
        line for n, line in enumerate(lines) if rows and n > rows[0] and (n not in rows or _is_note(context, line))
    ]
    spoken = [context.body.text[a:b] for a, b in context.body.sentences] if source is not context.body else []
    named = [line for line in below if _names_credit(context, line)]
    return (*named, *(text for text in (*below, *spoken) if text not in named and _explains(context, text)))


def _names_credit(context: Context, line: str) -> bool:
    """ "ADJ per credit CN-0044": below a list, with the number of a credit note of ours that is no row of its own."""
    if _MONEY.search(line) or said_reason(context, line) is not DeductionReason.CREDIT_NOTE:
        return False
    words = re.findall(r"[^\s,;()]{4,30}", line)
    return any((entry := context.book.document(word)) is not None and entry.total < 0 for word in words)


def _is_note(context: Context, line: str) -> bool:
    """ "Deduction IN-7015: two crates short", "Adj 7015 wrong size sent": words beside the number and no money."""
    is_headed = any_of(context, "kept_back", "").match(fold(line.lstrip(" *-•"))) is not None
    return is_headed or (_MONEY.search(line) is None and len(_WORD.findall(line)) >= NOTE_WORDS)


def _explains(context: Context, text: str) -> bool:
    """A credit note that is spoken of elsewhere is wished for or was taken as a line: it explains no deduction."""
    words = fold(text)
    return (
        said_reason(context, text) not in (None, DeductionReason.CREDIT_NOTE)
        or names_share(words)
        or complains(context, words)
    )
