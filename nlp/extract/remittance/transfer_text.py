"""What a transfer says to its receiver: how much of it is a number, and where it is the customer's own order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.book import folded
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold

_STRUCTURED = r"(?:\+{3}|\*{3})\d{3}/\d{4}/\d{5}(?:\+{3}|\*{3})"
LEAST_LETTERS = 4
_SIGNS = frozenset(
    "nr no ref id sepa bacs chaps eft vwz ord op num der die und the and for our iban bic uetr run lot".split()
)
VALUE = rf"({_STRUCTURED}|[a-z0-9]{{1,20}}(?:[-/_. ][a-z0-9]{{1,20}}){{0,4}})"


_CAPITAL_WORD = r"[A-ZÀ-Ý0-9&][A-ZÀ-Ý0-9&./-]{0,24}"
_CAPITALS = re.compile(
    rf"[\"'«„“ ]{{0,2}}(?=[^\n]{{0,40}}?[A-ZÀ-Ý]{{3}})({_CAPITAL_WORD}(?:[ ]{_CAPITAL_WORD}){{0,5}})(?![\w])"
)
_QUOTED = re.compile(r"[\"«„“][ ]?([^\s\"«»„“”][^\n\"«»„“”]{2,33}[^\s\"«»„“”])[ ]?[\"»“”]")
_STRUCTURE = re.compile(_STRUCTURED)
_CODE_BEFORE = re.compile(r"(?<![\w/-])([A-Z]{2,4})[ ]$")


def in_capitals(text: str, place: int) -> str:
    """ "ref RUGBY BAR", "référence SCHARTZ 10/08": words in capitals as a bank prints them; "" where none stand there.

    In a text that is all capitals they are no sign.
    """
    match = _CAPITALS.match(text, place)
    line = text[text.rfind("\n", 0, place) + 1 : place]
    if match is None or not any(character.islower() for character in line + text[match.end() : match.end() + 40]):
        return ""
    words = match[1].rstrip(" .-/&").split(" ")
    if len(words) < 2 or sum(character.isalpha() for character in match[1]) < LEAST_LETTERS:
        return ""
    return " ".join(words)


def in_quotes(text: str, place: int) -> str:
    """ "Communication « Dupont mai »": what the sender quotes as the words of the transfer."""
    match = _QUOTED.match(text, place)
    return match[1] if match is not None and re.search(r"[^\W_]{3}", match[1]) else ""


def structured(source: Source) -> Iterator[str]:
    """ "+++044/2026/10127+++": what such a sign stands around is a payment's own number, named or not."""
    if "+++" in source.text or "***" in source.text:
        yield from (match.group() for match in _STRUCTURE.finditer(source.text))


def with_code(text: str, start: int, written: str) -> str:
    """ "VIR 260874", "AO 2026/1188": a number with the capitals right before it, unless they are a label."""
    match = _CODE_BEFORE.search(text, max(0, start - 6), start)
    if match is None or written[:1].isalpha() or fold(match[1]) in _SIGNS:
        return written
    return f"{match[1]} {written}"


def order_as_text(context: Context, sources: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """ "Verwendungszweck S-4402": the customer's order, where it is what the transfer says to us."""
    if context.customer is None:
        return
    orders = {folded(entry.po_number) for entry in context.book.documents_of(context.customer.number)} - {""}
    labels = context.words("transfer_text_words")
    if len(context.languages) == len(LANGUAGES):
        labels += "|" + alternatives(abroad.TRANSFER_TEXT_WORDS)
    pattern = expression(rf"(?<!\w)(?:{labels})(?!\w)[ :.=]{{1,4}}[\"'« ]{{0,2}}{VALUE}(?=[ ]?(?:[.,;:)\"'»\n\]]|$))")
    for each in sources:
        for match in pattern.finditer(each.folded) if orders else ():
            written = each.text[match.start(1) : match.end(1)]
            if folded(written) in orders:
                yield each, written


def order_shapes(context: Context) -> set[str]:
    """What the customer's order numbers look like: a new one in a subject is an order, no payment."""
    if context.customer is None:
        return set()
    return {shape(entry.po_number) for entry in context.book.documents_of(context.customer.number)}


def shape(number: str) -> str:
    return re.sub(r"\d", "9", number.upper())


def trimmed(written: str) -> str:
    """A reference ends with its last word that holds a digit or is all capitals: prose after it is not part of it."""
    parts = written.split(" ")
    while len(parts) > 1 and not (re.search(r"\d", parts[0]) or parts[0].isupper()):
        parts.pop(0)
    kept: list[str] = []
    for part in parts:
        named = kept and part.isupper() and len(part) > 3 and not re.search(r"\d", part)  # "D-2026-41 DELVAUX"
        if any(re.search(r"\d", b) for b in kept) and not (named or re.fullmatch(r"\d{4}|[A-Z]?\d{1,3}", part)):
            break
        if kept and not (re.search(r"\d", part) or part.isupper()):
            break
        kept.append(part)
    return " ".join(kept).strip(" .-/_")
