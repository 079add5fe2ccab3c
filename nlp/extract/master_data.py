"""What a customer changes about itself: address, mail, contact, VAT number, account, name; a signature is no change.

Values are found by their form, and what the book has already is no change. Numbers are checked by their own digits (ISO
13616 for IBAN, the member states' rules for VAT numbers). A bank account is only ever a proposal: whoever decides calls
back on a known number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from nlp.extract.master_fields import FIELDS, has_form
from nlp.extract.master_values import Value
from nlp.extract.master_words import from_now_on, names_a_change
from nlp.extract.sources import Context, Found, Source
from nlp.lang import weight
from nlp.reading import Evidence, MasterDataChange, Problem

SAID_FROM = 0.8  # of the words for a change: less than that, and values alone are half a fact
UNSAID_STRENGTH, PART_STRENGTH = 0.3, 0.6
SOURCE_LIMIT, SENTENCE_LIMIT = 4000, 200


def read_master_data(context: Context) -> Found[MasterDataChange]:
    """The changes proposed; strength 0.6 at most without a known customer: nobody can be changed then."""
    patterns = tuple(pair for pack in context.lexicons for pair in pack.cues["master_data"])
    sources = [s for s in (context.subject, context.body, *context.documents) if s.text.strip()]
    said = max((weight(patterns, source.flat[:SOURCE_LIMIT])[0] for source in sources), default=0.0) >= SAID_FROM

    def is_notice() -> bool:
        subject, body = context.subject.flat, context.body.flat[:SOURCE_LIMIT]
        return said or context.once("names_a_change", lambda: names_a_change(subject) or names_a_change(body))

    problems: list[Problem] = []
    values: dict[str, Value] = {}
    for source in _asked(context, is_notice):
        for field, read in FIELDS.items():
            value, problem = read(context, source)
            problems += [problem] if problem is not None and is_notice() else []
            if value is not None:
                values[field] = value
        _keep_whole(values)
        if values:
            break
    if not values:
        return Found(None, UNSAID_STRENGTH if said else 0.0, (), tuple(problems))
    change = MasterDataChange(tuple(sorted((field, value.text) for field, value in values.items())))
    ground = tuple(_ground(field, value) for field, value in sorted(values.items()))
    said = said or any(_holds_on(value) for value in values.values())
    full = 1.0 if context.customer and not problems else PART_STRENGTH
    return Found(change, full if said else UNSAID_STRENGTH, ground, tuple(problems))


def _asked(context: Context, is_notice: Callable[[], bool]) -> Iterator[Source]:
    """Where the new values stand: what the sender writes; else, where a change is said, a notice below or attached."""
    yield context.body
    if not (context.quoted.text.strip() or context.documents) or not is_notice():
        return
    if context.quoted.text.strip() and not any(
        f"@{domain}" in context.quoted.text.lower() for domain in context.book.own_domains()
    ):
        yield context.quoted
    yield from context.documents


def _keep_whole(values: dict[str, Value]) -> None:
    """Without an address that goods alone go to, a name that is the addressee of the new address, a part of another."""
    place = values.get("delivery_address")
    if place is not None and "address" in values and _overlap(values["address"], place):
        del values["address"]
    name, address = values.get("name"), values.get("address")
    addressed = name is not None and address is not None and _is_part_of_another(name, {"address": address})
    if name is not None and addressed and not has_form(name.text):
        del values["name"]
    if "contact" in values and _is_part_of_another(values["contact"], values):
        del values["contact"]


def _is_part_of_another(value: Value, values: Mapping[str, Value]) -> bool:
    """Whether the words are those of another value: a practice that is called by its doctors, a street of somebody."""
    others = (other for other in values.values() if other is not value)
    return any(_overlap(other, value) for other in others)


def _overlap(one: Value, other: Value) -> bool:
    return one.start < other.end and other.start < one.end


def _holds_on(value: Value) -> bool:
    """Whether a value is said to hold from now on, or the words before it that something of it is new."""
    start, end = value.source.sentence_at(value.start)
    start, end = max(start, value.start - SENTENCE_LIMIT), min(end, value.end + SENTENCE_LIMIT)
    flat = value.source.flat
    return from_now_on(flat[start:end]) or names_a_change(
        flat[max(0, value.start - SENTENCE_LIMIT) : end][: 2 * SENTENCE_LIMIT]
    )


def _ground(field: str, value: Value) -> Evidence:
    return value.source.evidence(f"master_data.changes.{field}", value.start, value.end)
