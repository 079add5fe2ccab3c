"""Which customer of a group writes, where several have the sender's domain or address: by what the message names.

Documents, a mail of ours that is answered, orders and numbers prove it. A name, an amount that only one of them owes,
or an order number of the form that only one of them uses make it likely and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from decimal import Decimal

from nlp.book import Book, CustomerEntry, folded
from nlp.extract.references import References
from nlp.lang import fold
from nlp.opened import OpenedMessage
from nlp.party_names import KINDS, LEAST_WORD, NameIndex, capitals_in, is_misspelt, own_words, words_of
from nlp.signature import signature_start

TEXT_LIMIT, DOCUMENT_LIMIT = 6000, 3000  # characters in which names are looked for
LEAST_ORDER = 5  # letters and digits of an order's number that is looked for in the text
_TOKEN = re.compile(r"(?<![\w@])[\w./-]{3,30}")
# Letters before an order's number that say "order" to everybody, not whose it is.
_EVERYBODYS = frozenset("PO BC BE BDC CDE CMD OC NO NR REF ORD ORDER BEST BESTELLUNG B C N".split())
_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .,'\u00a0\u202f]\d{3}){0,3}|\d{1,9})[.,](\d{2})(?![\d.,]?\d)")
# "not for the Leeds site": what is said to be of somebody else.
_DENIED = re.compile(
    r"(?<!\w)(?:not|pas|nicht|non|niet|kein\w{0,2}|no|nie)[ ](?:for|of|by|pour|de|du|des|a|fur|von|vom|zu|zur|per|di|"
    r"voor|van|para|por|dla|le|la|les|l'|the|die|das|den|der|dem|het|il|lo|el|los|las)(?!\w)[^.,;:!?\n]{0,50}"
)
_DELIVERY = re.compile(r"(?<!\w)(?:deliver|livr|liefer|ship|entreg|consegn|lever|dostaw|bezorg)[^.!?\n]{0,50}$")


@dataclass(frozen=True, slots=True)
class Named:
    """Customers of a group that a message is about: `proven` by numbers, else only likely. `possible`: all of them."""

    numbers: Set[str]
    proven: bool
    possible: Set[str]


def among(
    opened: OpenedMessage,
    book: Book,
    invoices: References,
    customers: tuple[CustomerEntry, ...],
    listed: CustomerEntry | None = None,
) -> Named:
    """Of customers with one domain those whose documents or orders are named; else whose own words are.

    `listed`: whose address the sender's is in the book. Its name in a signature then says nothing new.
    """
    known = {customer.number for customer in customers}
    text = text_of(opened)
    owners = {entry.customer for number in invoices.stated() if (entry := book.document(number))} & known
    proof = owners or (answered_customer(opened, book) & known) or _by_orders(text, book, customers)
    if not proof:
        numbered = book.indexed(NameIndex).numbered_in(text) & known
        proof = numbered if len(numbered) == 1 else set()
    if proof:
        return Named(proof, True, proof)
    likely: Set[str] = _by_shapes(text, book, customers) or _by_amounts(text, book, customers)
    if len(likely) != 1:
        likely = (_named_by(opened, book, known) if listed else _by_words(opened, book, customers)) or likely
    return Named(likely, False, likely if len(likely) > 1 else known)


def answered_customer(opened: OpenedMessage, book: Book) -> frozenset[str]:
    """Whom the mail of ours went to that this one answers."""
    named = (opened.in_reply_to, *reversed(opened.references))
    sent = next((entry for message_id in named if message_id and (entry := book.sent(message_id))), None)
    return frozenset({sent.customer} if sent else ())


def text_of(opened: OpenedMessage) -> str:
    """Everything in which a customer may be named: who sends, subject, body with signature, attachments."""
    attached = [document.text[:DOCUMENT_LIMIT] for document in opened.documents[:10]]
    return "\n".join((opened.subject, opened.sender.name, opened.new_text[:TEXT_LIMIT], *attached))


def _orders(book: Book, customer: CustomerEntry) -> set[str]:
    numbers = {number for order in book.orders_of(customer.number) for number in (order.po_number, order.number)}
    return numbers | {document.po_number for document in book.documents_of(customer.number)}


def _by_orders(text: str, book: Book, customers: Iterable[CustomerEntry]) -> set[str]:
    """Customers with an order, or a document for an order, whose number stands in the text."""
    written = {folded(token) for token in _TOKEN.findall(text)}
    return {
        customer.number
        for customer in customers
        if any(len(key) >= LEAST_ORDER and key in written for key in map(folded, _orders(book, customer)))
    }


def _by_shapes(text: str, book: Book, customers: Iterable[CustomerEntry]) -> set[str]:
    """Customers of whose orders' numbers the text has one more: "KA-20995" after "KA-20871", which no other uses."""
    written = {_series(token.strip("./-")) for token in _TOKEN.findall(text)} - {""}
    series = {c.number: {_series(number) for number in _orders(book, c)} for c in customers} if written else {}
    return {
        number
        for number, own in series.items()
        if written & own - set().union(*(other for one, other in series.items() if one != number))
    }


def _by_amounts(text: str, book: Book, customers: Iterable[CustomerEntry]) -> set[str]:
    """Customers that alone have a document over an amount in the text."""
    written = {Decimal(re.sub(r"\D", "", f"{units}{cents}")) / 100 for units, cents in _AMOUNT.findall(text)}
    owed: dict[Decimal, set[str]] = {}
    for customer in customers if written else ():
        for document in book.documents_of(customer.number):
            for amount in {abs(document.total), abs(document.open_amount)} & written:
                owed.setdefault(amount, set()).add(customer.number)
    return {number for numbers in owed.values() if len(numbers) == 1 for number in numbers}


def _affirmed(text: str) -> str:
    """The text without what it says that it is not about; offsets stay."""
    folded_text = fold(text)
    for match in _DENIED.finditer(folded_text):
        text = f"{text[: match.start()]}{' ' * (match.end() - match.start())}{text[match.end() :]}"
    return text


def _series(number: str) -> str:
    """The letters that a customer puts before the digits of its orders; "" where there are none of its own."""
    match = re.match(r"([A-Za-z]{2,8})[-/._]?\d{2}", number)
    letters = match[1].upper() if match else ""
    return "" if letters in _EVERYBODYS else letters


def _named_by(opened: OpenedMessage, book: Book, known: Set[str]) -> Set[str]:
    """Customers named in what is written, above the signature; none where goods only go to them."""
    body = _affirmed(opened.new_text[: min(TEXT_LIMIT, signature_start(opened.new_text))])
    index = book.indexed(NameIndex)
    found = index.named_in(f"{opened.subject}\n{body}") & known
    if len(found) == 1:
        customer = book.customer(next(iter(found)))
        names = (customer.name, *customer.aliases) if customer else ()
        text = fold(f"{opened.subject}\n{body}")
        places = [match.start() for name in names for match in re.finditer(re.escape(fold(name)), text)]
        if places and all(_DELIVERY.search(text[max(0, place - 70) : place]) for place in places):
            return frozenset()
    return found


def _by_words(opened: OpenedMessage, book: Book, customers: tuple[CustomerEntry, ...]) -> Set[str]:
    """Those whose whole name is written, else the one of whose own words most are."""
    written = _affirmed(text_of(opened))
    whole = book.indexed(NameIndex).named_in(written) & {customer.number for customer in customers}
    if len(whole) == 1:
        return whole
    sender = opened.sender.email.partition("@")[0].replace(".", " ")
    said = set(words_of(f"{sender}\n{written}"))
    short = capitals_in(f"{opened.subject}\n{opened.sender.name}\n{opened.new_text[:TEXT_LIMIT]}")
    scores: dict[str, int] = {}
    complete: set[str] = set()
    for customer, words in own_words(customers):
        heard = {word for word in words if word in said or is_misspelt(word, said)}
        names = [{w for w in words_of(name) if w in words} for name in (customer.name, *customer.aliases)]
        complete |= {customer.number} if any(own and (own - KINDS or own) <= heard for own in names) else set()
        scores[customer.number] = len(heard) + len(short & {a for a in customer.aliases if len(a) <= LEAST_WORD})
    best = max(scores.values(), default=0)
    if not best or len(complete) > 1:
        return complete
    return {number for number, score in scores.items() if score == best}
