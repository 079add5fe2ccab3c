"""Orders that the sender only passes on, a colleague's mail attached or quoted below; and pictures of orders."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re
from dataclasses import replace

from nlp.extract.catalogue import catalogue_of
from nlp.extract.closings import without_signature
from nlp.extract.order.lines import Lines
from nlp.extract.order.prose import complains, text_lines
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.opened import Document
from nlp.reading import Problem
from nlp.reply_words import FORWARD_PREFIXES

_HEADER_LINE = re.compile(
    r"(?m)^[ \t>*]{0,4}(?:-{3,}.{0,60}|(?:von|from|de|da|van|od|fran|fra|gesendet|sent|envoye|envoyé|inviato|enviado|verzonden|datum|date|data|fecha|an|to|a|à|aan|para|do|cc|betreff|subject|objet|oggetto|asunto|onderwerp|temat)[ ]?:.{0,200})$",
    re.IGNORECASE,
)
_PASSED = re.compile(rf"\s{{0,3}}(?:{'|'.join(FORWARD_PREFIXES)})\s{{0,2}}:")
_LISTED = re.compile(
    r"(?<!\w)(?:listen?|lists?|zettel|tafel|einkauf\w{0,8}|bedarf\w{0,8}|handschrift\w{0,6}|aufgeschrieben|notiert|abfotografiert|signed off|handwritten|scribbl\w{1,3}|shopping|whiteboard|"
    r"griffonn\w{1,3}|gribouill\w{1,3}|ardoise|a la main|manuscrite?s?|besoins|lista|elenco|lijst\w{0,3}|lijstje|briefje)(?!\w)"
)
SHORT = 200  # characters of a mail that says little beside its picture
_ORDERING = re.compile(
    r"(?<!\w)(?:bestell\w{0,12}|commandes?|bon(?: de commande)?|bc|orders?|purchase order|requisition|po|pedido|ordine|zamowieni\w|encomenda|bon)(?!\w)"
)


def passed_on(context: Context) -> Lines:
    """The lines of a mail that is attached, or forwarded with no lines of the sender's own; always for a person."""
    for source in (*_mails(context), *_forwarded(context)):
        text = without_signature(_HEADER_LINE.sub(lambda m: " " * len(m[0]), source.text), context.languages)
        lines = text_lines(
            context, replace(source, text=text, whole=source.whole or source.text), catalogue_of(context.book)
        )
        if lines.lines:
            problem = Problem("passed_on", "the order stands in a mail that the sender passes on", source.name)
            return replace(lines, problems=(*lines.problems, problem), source=replace(source, text=text))
    return Lines()


def _mails(context: Context) -> list[Source]:
    pairs = zip(context.documents, context.opened_documents, strict=True)
    return [source for source, document in pairs if document.content_type == "message/rfc822"]


def _forwarded(context: Context) -> list[Source]:
    """The quoted mail, where the subject says that it is passed on."""
    return [context.quoted] if context.quoted.text and _PASSED.match(context.subject.folded) else []


def is_unreadable(context: Context) -> bool:
    """Whether the mail speaks of an order and brings a picture of it: there is an order, and a person must read it."""
    said = _ORDERING.search(context.subject.flat) or _ORDERING.search(context.body.flat)
    listed = _LISTED.search(context.subject.flat) or _LISTED.search(context.body.flat)
    if listed and len(context.body.text) <= SHORT and not complains(context, context.body.flat):
        said = said or listed
    return bool(said) and any(_is_picture(document) for document in context.opened_documents)


def _is_picture(document: Document) -> bool:
    picture = document.content_type.startswith("image/") or document.content_type == "application/pdf"
    return (
        picture
        and not document.text.strip()
        and not document.tables
        and not re.search(r"logo|signature|banner", fold(document.name))
    )


def document_is_order(context: Context, document: Document) -> bool:
    """Whether an attachment calls itself an order in its first lines, before any other name of a paper."""
    head = fold(document.text[:600])
    order = expression(rf"(?<!\w)(?:{context.words('order_words')})(?!\w)").search(head)
    other = expression(rf"(?<!\w)(?:{context.words('other_documents')})(?!\w)").search(head)
    return order is not None and (other is None or order.start() < other.start())
