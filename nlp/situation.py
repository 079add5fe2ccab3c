"""Who writes, in which language, in answer to what, about which documents: each helps to find the others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from nlp.automatic import first
from nlp.book import Book, SentEntry
from nlp.extract.references import References, find_references
from nlp.extract.sources import Context, context_of
from nlp.header_fields import written_on
from nlp.lang import LANGUAGES
from nlp.language import CERTAIN, UNKNOWN, detect, posterior
from nlp.opened import OpenedMessage
from nlp.parties import Party, by_reference, identify

EPOCH = date(1970, 1, 1)  # the base of dates where a mail has none: nothing near it is in any book


def placed(opened: OpenedMessage, book: Book) -> tuple[Party, str, SentEntry | None, Context, References]:
    """Who writes, in which language, in answer to what, about which documents: each helps to find the others."""
    party = identify(opened, book)
    sent = _answered(opened, book)
    language, certainty = language_of(opened, party)
    context = _context(opened, book, language, party, sent)
    invoices = find_references(context)
    if party.customer is None or party.alike:
        found = by_reference(opened, book, invoices, party)
        before, problems = party, (*party.problems, *found.problems)
        party = replace(found, problems=problems, from_own_domain=before.from_own_domain)
        if party.customer is not None and party.customer is not before.customer:
            if certainty < CERTAIN:
                language, _ = language_of(opened, party)
            context = _context(opened, book, language, party, sent)
            invoices = find_references(context)
    return party, language, sent, context, invoices


def language_of(opened: OpenedMessage, party: Party) -> tuple[str, float]:
    """Of what the sender wrote; a few words lean on the subject, and then on what is known of the customer."""
    known = party.customer.language if party.customer else UNKNOWN
    text = opened.new_text.strip()
    words = len(re.findall(r"[^\W\d_]{2,}", text))
    if words < 6:
        text = f"{text}\n{opened.subject}"
    language, certainty = detect(text, known)
    if certainty < 0.5 and language == UNKNOWN:
        for document in opened.documents:
            if len(posterior(document.text[:600])) and (found := detect(document.text[:600]))[1] >= CERTAIN:
                return found
    return language, certainty


def _context(opened: OpenedMessage, book: Book, language: str, party: Party, sent: SentEntry | None) -> Context:
    return context_of(
        opened,
        book,
        language if language in LANGUAGES else "",
        sent_on=_written_on(opened),
        customer=party.customer,
        answered=sent.documents if sent else (),
        answered_order=sent.order if sent else "",
    )


def _written_on(opened: OpenedMessage) -> date:
    """The day that the sender's words count from."""
    if opened.sent_at is None:
        return EPOCH
    return written_on(first(opened.headers, "date")) or opened.sent_at.date()


def _answered(opened: OpenedMessage, book: Book) -> SentEntry | None:
    """The newest mail of ours that this one answers."""
    named = [opened.in_reply_to, *reversed(opened.references)]
    return next((entry for message_id in named if message_id and (entry := book.sent(message_id))), None)
