"""A payment beside another matter, and another wish beside a payment: what the listed intents leave out of either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.agreement import PAYMENT
from nlp.lang import compiled
from nlp.leftovers import Understood
from nlp.reading import DisputeReason, IntentName, Problem

# What an advice asks for by habit: to look at the attachment, to book it, not to answer, to accept greetings.
_HABIT = re.compile(
    r"\b(?:attach\w{0,8}|enclosed|find|below|note|clear|tick|update|annex\w{0,3}|book|allocate|match|acknowledge|"
    r"anhang|anlage|anbei|beiliegend\w{0,2}|beacht\w{1,3}|nachstehend\w{0,2}|buch\w{1,4}|zuordnen|ausgleichen|austragen|ausbuchen|"
    r"rueckfragen|ruckfragen|zahlungseingang|"
    r"trouver|joint\w{0,2}|jointe|prendre note|agreer|recevoir|croire|noter|lettrer|imputer|accuser|solder|rapprocher|"
    r"queries|questions|contact|contacter|adresser|reclamation\w{0,1})\b"
)
_DENIED = re.compile(r"\b(?:not|don't|do not|no|nicht|keine?n?|ne|pas|aucune?)\b")


def payment_leftovers(said: Understood) -> Iterator[Problem]:
    """A wish beside an advice that is listed alone; a payment told with its day beside what is no payment."""
    if said.names == {IntentName.REMITTANCE}:
        yield from _wishes(said)
    elif not said.names & PAYMENT and _tells_a_payment(said):
        yield Problem("possible_intent", IntentName.REMITTANCE.value)


def _wishes(said: Understood) -> Iterator[Problem]:
    body = said.context.body
    asked = re.compile(rf"(?<!\w)(?:{said.context.words('request_words')})(?!\w)")
    for start, end in body.sentences:
        words = body.flat[start:end]
        if asked.search(words) and not _HABIT.search(words) and not _DENIED.search(words):
            yield Problem("unread_request", " ".join(body.text[start:end].split())[:160], "body")


def _tells_a_payment(said: Understood) -> bool:
    """A past day of a payment in a sentence that says so."""
    advice, dispute, context = said.facts.remittance.value, said.facts.dispute.value, said.context
    if IntentName.DISPUTE in said.names and dispute is not None and dispute.reason is DisputeReason.ALREADY_PAID:
        return False  # it contests a reminder with the words of an advice
    if advice is None or advice.payment_date is None or advice.payment_date > context.sent_on:
        return False
    body = context.body
    days = [mention for mention in context.dates(body) if mention.earlier == advice.payment_date]
    sentences = [body.flat[body.sentence_at(day.start)[0] : body.sentence_at(day.end - 1)[1]] for day in days]
    paid = [compiled(pattern) for pack in context.lexicons for pattern in pack.paid_words]
    return any(pattern.search(words) for pattern in paid for words in sentences if not _DENIED.search(words))
