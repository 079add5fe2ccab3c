"""What leads to a document whose number is not written: its amount, day or order, the answered mail, other words."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.extract.payment_pointers import with_payment_pointers
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context
from nlp.grounds import written
from nlp.grounds.finder import Area, Finder
from nlp.lang import fold

TELLING = 3  # digits at a number's end that name it


class Pointers:
    """The places that name or point to the documents of one message."""

    def __init__(self, context: Context, finder: Finder, references: References) -> None:
        self.context, self.finder, self.references = context, finder, references
        self._wider: References | None = None

    def named(self, number: str) -> Area | None:
        """Where the sender names the document, or points to it, this time."""
        return next(filter(None, map(self._area, self._of(number, quoted=False))), None)

    def quoted(self, number: str) -> Area | None:
        """Where the mail that is answered names it."""
        return next(filter(None, map(self._area, self._of(number, quoted=True))), None)

    def traced(self, number: str) -> Area | None:
        """What of the document as the book has it stands in the mail: its amount, order, day or last digits."""
        entry = self.context.book.document(number)
        if entry is None:
            return None
        wholes = [self.finder.whole(source) for source in self.context.stated]
        digits = "".join(character for character in number if character.isdigit())
        for name, value in (
            ("amount", entry.open_amount),
            ("amount", entry.total),
            ("po_number", entry.po_number),
            ("date", entry.issue_date),
            ("invoice", digits[-TELLING - 1 :]),
            ("invoice", digits[-TELLING:]),
        ):
            found = self.finder.find(name, value, wholes) if value else None
            if found is not None:
                return found
        return None

    def _of(self, number: str, *, quoted: bool) -> Iterator[Reference]:
        for reference in (*self.references.invoices, *self.references.pointed, *self._more()):
            if reference.number == number and reference.quoted is quoted and reference.end > reference.start:
                yield reference

    def _more(self) -> tuple[Reference, ...]:
        """What words about payments point to besides."""
        if self._wider is None:
            self._wider = with_payment_pointers(self.context, self.references)
        return self._wider.pointed

    def _area(self, reference: Reference) -> Area | None:
        for source in self.finder.texts:
            if source.name == reference.source and source.quoted == reference.quoted:
                return Area(source, reference.start, reference.end)
        return None


def names(words: str, number: str) -> bool:
    """Whether words hold the number itself, or its last digits; else they only point to it."""
    if written.identifier_spans(number, fold(words)):
        return True
    tail = "".join(character for character in number if character.isdigit())[-TELLING:]
    digits = "".join(character for character in words if character.isdigit())
    return bool(tail) and tail in digits
