"""Which documents a customer means without their numbers: by order, amount, day, month, or place in our own mail.

A pointer counts only where exactly one document of the customer fits; where two fit, it names none. It points into the
mail that is answered first, then among what is open, then among everything of the customer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nlp.book import DocumentEntry, folded
from nlp.extract.ledger import Ledger, key_of
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context, Source, near
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold

LEAST_DIGITS = 3  # of a number's end
LEAST_AMOUNT = Decimal(10)
MOST_ANSWERED = 4  # documents in the lines above one answer: more are the whole of a letter
# "...4240": dots or a dash in the place of what is left out.
_TAIL = re.compile(
    r"(?<![\w@,'’])(?<![^.\s]\.)(?<![^\s][/-])(?:[A-Za-z]{1,4}[ /-]?){0,2}0{0,5}\d{3,6}(?![\w@%]|[.,:/'’-]\d)"
)
_LITTLE_WORDS = re.compile(r"(?:[a-z]{1,4} ){1,2}")  # "and 465": no letters of a number
_CURRENCY_NEAR = re.compile(r"[ \u00a0]{0,2}(?:€|£|\$|eur\b|chf\b|gbp\b|fr\.|,-|,--|\.-)")


_OF_THEM = re.compile(r"[ ](?:der|von|of|des|de|d')[ ]?$")
# What a number in order counts instead of our documents: "the second half", "zum zweiten Mal", "la deuxième relance".
_NO_PLACE = (
    r" (?:fois|times?|mal|halfte|halb\w{0,4}|moitie|half|drittel|tiers|third|rate|tranche|instalments?|acompte|"
    r"anzahlung|mahnung|erinnerung|relance|rappel|reminder|notice|letter|courrier|mail|"
    r"lieferung|livraison|delivery)\b|[ .,]?\d"
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The documents that a pointer may mean: those of our mail that is answered, the open ones, all of the customer."""

    answered: tuple[DocumentEntry, ...]
    open: tuple[DocumentEntry, ...]
    all: tuple[DocumentEntry, ...]

    def only(self, fits: Callable[[DocumentEntry], bool]) -> DocumentEntry | None:
        """The one document that fits, asked where it is likeliest first."""
        for documents in (self.answered, self.open, self.all):
            found = [document for document in documents if fits(document)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def with_pointers(context: Context, invoices: References, numbers: Sequence[OrderNumber]) -> References:
    """The references with what the sender's other words point to."""
    if context.customer is None:
        return invoices
    candidates = _candidates(context)
    found: list[Reference] = []
    for source in (context.body, context.subject):
        named = [(r.start, r.end) for r in invoices.invoices if r.source == source.name and not r.quoted]
        places = [*_by_tail(context, source, candidates), *_by_order(source, candidates, numbers)]
        places += [*_by_amount(context, source, candidates), *_by_day(context, source, candidates)]
        places += _by_month(context, source, candidates)
        for start, end, document, how in places:
            if not any(start < b and a < end for a, b in named):
                named.append((start, end))
                found.append(Reference(document.number, source.name, start, end, True, how=how))
    found += _by_remark(context, invoices)
    stated = [*invoices.stated(), *(reference.number for reference in found)]
    own = {document.number for document in candidates.answered if document.total > 0}
    said = [r for r in (*invoices.invoices, *found) if r.source == "body" and not r.quoted and r.number in own]
    numbered = [reference.start for reference in said if reference.how == "number"]
    found += _by_place(context, candidates, stated, numbered)
    if not stated and not found and len(candidates.answered) == 1:
        found.append(Reference(candidates.answered[0].number, "body", 0, 0, True, how="answer"))
    return References(invoices.invoices, invoices.problems, tuple(sorted(found, key=lambda r: (r.source, r.start))))


Place = tuple[int, int, DocumentEntry, str]


def _candidates(context: Context) -> Candidates:
    assert context.customer is not None
    everything = context.book.documents_of(context.customer.number)
    answered = [entry for number in context.answered if (entry := context.book.document(number))]
    return Candidates(
        tuple(entry for entry in answered if entry.customer == context.customer.number),
        tuple(entry for entry in everything if entry.open_amount),
        tuple(everything),
    )


def _by_tail(context: Context, source: Source, candidates: Candidates) -> Iterator[Place]:
    """ "la 383", "03118 does not": the end of a number, in an answer to our mail or behind a word that points."""
    pointing = expression(
        rf"(?<!\w)(?:{context.words('pointing_words', 'invoice_words', 'number_signs')})[ .:]{{1,2}}$"
    )
    answered, own = _ledger(candidates.answered), _ledger(candidates.all)
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    for match in _TAIL.finditer(source.text):
        if any(match.start() < b and a < match.end() for a, b in days) or _is_money(
            source.text, match.start(), match.end()
        ):
            continue
        written = _LITTLE_WORDS.sub("", match.group())
        document = answered.resolve(written)
        if document is None and pointing.search(source.flat[max(0, match.start() - 24) : match.start()]):
            document = own.resolve(written)
        if document is not None:
            yield match.start(), match.end(), document, "number"


def _by_remark(context: Context, invoices: References) -> list[Reference]:
    """An answer between quoted lines speaks of the documents that the lines directly above it name."""
    named = [r for r in invoices.invoices if r.quoted and r.known and context.book.document(r.number)]
    words = {r.number: context.quoted.text[r.start : r.end] for r in named}
    return [
        Reference(number, "body", remark.start, remark.start, True, how="remark")
        for remark in context.remarks
        for number in _in_order(remark.above, words)
    ]


def _in_order(text: str, words: Mapping[str, str]) -> list[str]:
    places = {number: text.find(written) for number, written in words.items() if written}
    found = sorted((place, number) for number, place in places.items() if place >= 0)
    return [number for _, number in found] if len(found) <= MOST_ANSWERED else []


def _ledger(documents: Iterable[DocumentEntry]) -> Ledger:
    return Ledger(tuple(documents))


def _is_money(text: str, start: int, end: int) -> bool:
    return bool(_CURRENCY_NEAR.match(text.lower(), end)) or bool(
        re.search(r"[€£$]\s?$", text[max(0, start - 2) : start])
    )


def _by_order(source: Source, candidates: Candidates, numbers: Sequence[OrderNumber]) -> Iterator[Place]:
    """A purchase order that exactly one document was made for."""
    for number in {number.number: number for number in numbers if number.known}.values():
        key = folded(number.number)
        document = candidates.only(lambda entry, key=key: folded(entry.po_number) == key and entry.total > 0)  # type: ignore[misc]
        if document is None:
            continue
        if number.source.name == source.name:
            yield number.start, number.end, document, "order"
        else:  # its place in another source, an attachment, was taken down
            place = source.folded.find(fold(number.number))
            if place >= 0:
                yield place, place + len(number.number), document, "order"


def _by_amount(context: Context, source: Source, candidates: Candidates) -> Iterator[Place]:
    """An amount that exactly one document has, or has left open."""
    for amount in context.amounts(source):
        whole = amount.value == amount.value.to_integral_value()
        if abs(amount.value) < LEAST_AMOUNT or (not amount.marked and not (whole and candidates.answered)):
            continue
        value = abs(amount.value)
        pools = (candidates.answered,) if not amount.marked else (candidates.answered, candidates.open, candidates.all)
        for documents in pools:
            found = [d for d in documents if _is_of(value, d, rounded=whole and documents is candidates.answered)]
            if found:
                if len(found) == 1:
                    yield amount.start, amount.end, found[0], "amount"
                break


def _is_of(value: Decimal, document: DocumentEntry, *, rounded: bool) -> bool:
    """Whether an amount is a document's; `rounded`: its cents may be left out."""
    amounts = {abs(document.open_amount), abs(document.total)}
    return any(near(value, amount) or (rounded and int(amount) == value) for amount in amounts)


def _by_day(context: Context, source: Source, candidates: Candidates) -> Iterator[Place]:
    """ "the invoice of 3 August": the day of exactly one document, behind a word for it."""
    before = expression(
        rf"(?<!\w)(?:{context.words('invoice_words', 'credit_note_words', 'pointing_words')})(?!\w)[^.!?]{{0,40}}$"
    )
    dated = expression(rf"(?<!\w)(?:{context.words('dated_words')})[ ]{{1,2}}$")
    listed = expression(rf"[ ]?(?:,|\+|&|{context.words('list_words')})[ ](?:(?:{context.words('dated_words')})[ ])?")
    last = -1
    for mention in context.dates(source):
        flat = source.flat[max(0, mention.start - 60) : mention.start]
        inside = source.flat[mention.start : mention.end]
        is_dated = dated.search(flat) or expression(rf"(?:{context.words('dated_words')})[ ]").match(inside)
        follows = last >= 0 and listed.fullmatch(source.flat[last : mention.start]) is not None
        if not (follows or (is_dated and before.search(flat))) or mention.earlier > context.sent_on:
            continue
        last = mention.end
        document = candidates.only(lambda entry, day=mention.earlier: entry.issue_date == day)  # type: ignore[misc]
        if document is not None:
            yield mention.start, mention.end, document, "day"


def _by_month(context: Context, source: Source, candidates: Candidates) -> Iterator[Place]:
    """ "the August one", "facture de juin", "Rechnung aus Februar": the month of exactly one document."""
    months = {fold(name): number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 2}
    month = alternatives(months)
    named = context.words("invoice_words", "pointing_words")
    behind = rf"(?:{named})[ ](?:[^\W\d_]{{1,14}}[ ']){{0,3}}?(?P<behind>{month})"
    pattern = expression(rf"(?<!\w)(?:{behind}|(?P<front>{month})[ -]?(?:{named}))(?!\w)")
    days = [(mention.start, mention.end) for mention in context.dates(source) if mention.exact]
    for match in pattern.finditer(source.flat):
        group = "behind" if match["behind"] else "front"
        start, end = match.span(group)
        if any(start < b and a < end for a, b in days):
            continue
        wanted = months[match[group]]
        documents = [d for d in candidates.answered or candidates.open if d.issue_date.month == wanted and d.total > 0]
        recent = [d for d in documents if (context.sent_on - d.issue_date).days < 365]
        if len(recent) == 1:
            yield match.start(), match.end(), recent[0], "month"


def _by_place(
    context: Context, candidates: Candidates, stated: Sequence[str], numbered: Sequence[int]
) -> list[Reference]:
    """ "the older one", "la deuxième", "beide": by the place, age or size among the documents of our mail.

    "1904: we sent the whole lot back" means all of what the number at one of the places `numbered` names.
    """
    documents = [document for document in candidates.answered if document.total > 0]
    if len(documents) < 2:
        return []
    found = []
    body = context.body
    for kind, words in _pointing(context):
        for match in expression(rf"(?<!\w)(?:{alternatives(words)})(?!\w)(?!{_NO_PLACE})").finditer(body.flat):
            start, end = body.sentence_at(match.start()) if kind in _SEVERAL else (0, 0)
            if any(start <= place < end for place in numbered):
                continue
            for document in _PLACES[kind](documents, frozenset(stated)):
                found.append(Reference(document.number, body.name, match.start(), match.end(), True, how="place"))
    taken: list[Reference] = []
    for reference in sorted(found, key=lambda r: (r.start, -r.end)):
        if any(r.start < reference.end and reference.start < r.end and r.end != reference.end for r in taken):
            continue
        before = body.flat[max(0, reference.start - 8) : reference.start]
        parted = _OF_THEM.search(before)
        if parted and any(0 <= reference.start - len(parted.group()) - r.end <= 1 for r in taken):
            continue  # "the older of the two" is one of them
        taken.append(reference)
    return taken


def _pointing(context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pack in context.lexicons:
        yield from pack.places.items()
    if len(context.lexicons) >= len(LANGUAGES):
        yield from abroad.PLACES.items()


def _age(document: DocumentEntry) -> tuple[date, tuple[str, tuple[int, ...]]]:
    return document.issue_date, key_of(document.number)


def _unique(
    documents: list[DocumentEntry], by: Callable[[DocumentEntry], object], *, last: bool
) -> list[DocumentEntry]:
    ordered = sorted(documents, key=by)  # type: ignore[arg-type]
    return [ordered[-1 if last else 0]]


def _rest(documents: list[DocumentEntry], stated: frozenset[str]) -> list[DocumentEntry]:
    left = [document for document in documents if document.number not in stated]
    return left if len(left) == 1 and len(left) < len(documents) else []


_SEVERAL = frozenset({"all", "both", "three"})
_Chosen = Callable[[list[DocumentEntry], frozenset[str]], list[DocumentEntry]]
_PLACES: dict[str, _Chosen] = {
    "oldest": lambda documents, _: _unique(documents, _age, last=False),
    "newest": lambda documents, _: _unique(documents, _age, last=True),
    "largest": lambda documents, _: _unique(documents, lambda d: d.open_amount, last=True),
    "smallest": lambda documents, _: _unique(documents, lambda d: d.open_amount, last=False),
    "first": lambda documents, _: documents[:1],
    "second": lambda documents, _: documents[1:2],
    "third": lambda documents, _: documents[2:3],
    "middle": lambda documents, _: documents[len(documents) // 2 :][:1] if len(documents) % 2 else [],
    "last": lambda documents, _: documents[-1:],
    "other": _rest,
    "both": lambda documents, _: documents if len(documents) == 2 else [],
    "three": lambda documents, _: documents if len(documents) == 3 else [],
    "all": lambda documents, _: documents,
}
