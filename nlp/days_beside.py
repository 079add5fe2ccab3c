"""Days in a mail about money that are of something else: of hours, a letter, an invoice, new data or the complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from nlp.book import DocumentEntry
from nlp.extract.dispute import reasons_of
from nlp.extract.order.day_signs import TO_WEEKDAY
from nlp.extract.promise_voice import speaks_of_payment
from nlp.extract.promise_words import tells_gone
from nlp.lang import expression
from nlp.lang.paying import words
from nlp.notation import DateMention
from nlp.reading import IntentName
from nlp.standing import span_of

if TYPE_CHECKING:
    from nlp.leftovers import Understood

LED = 32  # characters before a day in which the letter stands that is of it
_OF = re.compile(r"(?:du|de|d'|vom|von|of|from)[ ]?(?:the[ ]|le[ ])?")
_LETTER = re.compile(rf"(?<!\w)(?:{words('LETTERS')})[ ](?:{_OF.pattern})?$")
_BARE_OF = re.compile(r"(?:du|vom|of the|of)[ ](\d{1,2})(?:st|nd|rd|th|er|\.)?")


def is_of_another_matter(said: Understood, mention: DateMention, entries: Iterable[DocumentEntry]) -> bool:
    """Whether a day is plainly none of a payment. `entries`: the documents that the mail is about."""
    context = said.context
    body = context.body
    leads = _OF.match(body.flat, mention.start)
    if _LETTER.search(body.flat[max(0, mention.start - LED) : leads.end() if leads else mention.start]):
        return True
    bare = _BARE_OF.fullmatch(body.flat[mention.start : mention.end].strip())
    named = expression(rf"(?<!\w)(?:{context.words('invoice_words')}|{words('THIS_ONE')})[ ,]{{1,2}}$")
    if bare and named.search(body.flat[max(0, mention.start - LED) : mention.start]):
        return any(entry.issue_date.day == int(bare[1]) for entry in entries)
    start, end = body.sentence_at(mention.start)
    pays = tells_gone(body, start, end) or speaks_of_payment(context, body.flat[start:end]) > 0
    return not pays and (
        TO_WEEKDAY.match(body.folded, mention.end) is not None
        or _stands_with_new_data(said, start, end)
        or _stands_with_complaint(said, start, end)
    )


def _stands_with_new_data(said: Understood, start: int, end: int) -> bool:
    if IntentName.MASTER_DATA not in said.names:
        return False
    spans = [span_of(said.context, ground) for ground in said.facts.master_data.evidence if ground.source == "body"]
    return any(span is not None and start <= span[0] < end for span in spans)


def _stands_with_complaint(said: Understood, start: int, end: int) -> bool:
    if IntentName.DISPUTE not in said.names:
        return False
    return any(start <= place < end for _, _, place in reasons_of(said.context)[:1])
