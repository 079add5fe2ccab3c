"""Where a mail's own words end: at the signature, but for a postscript, a request or answers that stand below it."""

from __future__ import annotations

import re
from functools import cache

from nlp.extract.inline import remarks
from nlp.lang import alternatives, expression, fold, lexicons
from nlp.notation import TEXT_LIMIT
from nlp.opened import OpenedMessage

_POSTSCRIPT = re.compile(r"\s{0,5}(?:p\.?\s?){1,2}s\.?(?=[\s:,-])|\s{0,5}n\.?b\.?(?=[\s:,-])")
_WHOLE_SENTENCE = re.compile(r"(?:\S{1,40}\s{1,3}){4,60}\S{1,40}[.!?)]?\s{0,5}$")
MOST_POSTSCRIPT = 300  # characters of a sentence below a signature; notices are longer
_NOTICE = re.compile(  # what companies write below every mail
    r"(?<!\w)(?:recipient|confidential|confidentiel\w*|vertraulich\w*|empfanger\w*|destinataire\w*|print\w*|drucken|"
    r"ausdrucken|imprim\w+|virus\w*|environment|umwelt|disclaimer|opening hours|offnungszeiten|geschaftszeiten|"
    r"burozeiten|horaires|ouvert|geoffnet|open|erreichbar|joignable)(?!\w)"
)


def own_words(opened: OpenedMessage, languages: tuple[str, ...]) -> str:
    """The new text without its signature; answers between quoted lines below one stay, in their places."""
    text = opened.new_text[:TEXT_LIMIT]
    new = without_signature(text, languages)
    if len(new) == len(text):
        return new
    answers = remarks(opened.text[:TEXT_LIMIT], text, len(text))
    first = next((remark.start for remark in answers if remark.start >= len(new)), None)
    if first is None:
        return new
    return new + re.sub(r"[^\n]", " ", text[len(new) : first]) + without_signature(text[first:], languages)


def without_signature(text: str, languages: tuple[str, ...]) -> str:
    """The text up to its closing formula; the whole text where nothing would be left above it."""
    pattern = (
        rf"(?m)^[ \t]{{0,20}}(?:--[ \t]*$|(?:{_words(languages, 'closings')})(?:[ ,.!]{{1,3}}[^\n]{{0,30}})?[ \t]*$)"
    )
    for match in expression(pattern).finditer(fold(text)):
        above = text[: match.start()]
        if len(above.strip()) >= 25 and len(text) - match.start() < max(500, len(text) // 2):
            return _with_what_follows(above, text[match.start() :], languages)
    return text


def _with_what_follows(above: str, signature: str, languages: tuple[str, ...]) -> str:
    """What is said above a signature and below it: a postscript, or a request or a day in a sentence of its own.

    The signature between them becomes blanks, so that places in the text stay.
    """
    asked = re.compile(rf"(?<!\w)(?:{_words(languages, 'request_words', 'weekdays', 'relative_days')})(?!\w)")
    blank = re.sub(r"[^\n]", " ", signature)
    for line in re.finditer(r"(?m)^[^\n]{1,2000}$", signature):
        words = fold(line[0])
        asks = _WHOLE_SENTENCE.search(words) and len(words) < MOST_POSTSCRIPT and asked.search(words)
        if _POSTSCRIPT.match(words) or (asks and not _NOTICE.search(words)):
            stop = re.compile(r"\n\s*\n|\Z").search(signature, line.end())
            end = stop.start() if stop else len(signature)
            return above + blank[: line.start()] + signature[line.start() : end]
    return above.rstrip()


@cache
def _words(languages: tuple[str, ...], *names: str) -> str:
    return alternatives(word for pack in lexicons(languages) for name in names for word in getattr(pack, name))
