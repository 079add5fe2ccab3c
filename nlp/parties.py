"""Which customer a message comes from: by who sends it, else by what it names.

The sender's address and domain say who speaks; what stands in a text only says whom it is about. Where a domain or an
address belongs to several customers, the documents, orders and names in the message decide among them; where these
point to two, none is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace

from nlp.book import Book, CustomerEntry, folded
from nlp.extract.references import References
from nlp.lookalikes import distance, lookalikes, skeleton
from nlp.mail_hosts import PUBLIC_DOMAINS
from nlp.opened import OpenedMessage
from nlp.party_names import NameIndex, is_misspelt, own_words, words_of
from nlp.reading import Identification, Problem

__all__ = [
    "PUBLIC_DOMAINS",
    "Party",
    "by_reference",
    "distance",
    "identify",
    "lookalikes",
    "reply_mismatch",
    "skeleton",
]

TEXT_LIMIT, DOCUMENT_LIMIT = 6000, 3000  # characters in which names are looked for
LEAST_ORDER = 5  # letters and digits of an order's number that is looked for in the text
ENDING_LINES = 8  # of a mail, where its writer's company stands
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks: the customer and by what it was found; `problems` say what is wrong about the sender."""

    customer: CustomerEntry | None
    identified_by: Identification | None
    problems: tuple[Problem, ...] = ()
    from_own_domain: bool = False
    alike: tuple[CustomerEntry, ...] = ()  # customers that share the sender's address or domain

    @property
    def speaks(self) -> bool:
        """Whether the sender's own address is the customer's; a number in the text may be cited by anybody."""
        return self.customer is not None and self.identified_by in (Identification.ADDRESS, Identification.DOMAIN)


def identify(opened: OpenedMessage, book: Book) -> Party:
    """The customer by the sender's address, else by a domain that one customer has alone; no text is believed here."""
    party = _by_sender(opened, book)
    mismatch = reply_mismatch(opened, party.customer)
    return replace(party, problems=(*party.problems, *mismatch)) if mismatch else party


def reply_mismatch(opened: OpenedMessage, customer: CustomerEntry | None) -> tuple[Problem, ...]:
    """An answer that would go to another domain than the sender's, which is not the same customer's either."""
    if opened.reply_to is None or not opened.reply_to.email:
        return ()
    reply = opened.reply_to.email.lower()
    domain, own = reply.rpartition("@")[2], opened.sender.email.lower().rpartition("@")[2]
    related = domain == own or domain.endswith("." + own) or own.endswith("." + domain)
    held = customer is not None and (
        reply in {email.lower() for email in customer.emails} or domain in {known.lower() for known in customer.domains}
    )
    if related or held:
        return ()
    return (Problem("reply_to_mismatch", f"an answer to {own} would go to {domain}", "sender"),)


def _by_sender(opened: OpenedMessage, book: Book) -> Party:
    email = opened.sender.email.lower()
    domain = email.rpartition("@")[2]
    problems = lookalikes(domain, opened.sender.name, book)
    if domain in book.own_domains():
        return _passed_on_by_us(opened, book, problems)
    by_address = book.customers_by_email(email)
    if len(by_address) == 1:
        return Party(by_address[0], Identification.ADDRESS, problems)
    if len(by_address) > 1:
        return Party(None, None, problems, alike=by_address)
    if domain and domain not in PUBLIC_DOMAINS:
        by_domain = _customers_of_domain(book, domain)
        if len(by_domain) == 1:
            return Party(by_domain[0], Identification.DOMAIN, problems)
        return Party(None, None, problems, alike=by_domain)
    return Party(None, None, problems)


def _passed_on_by_us(opened: OpenedMessage, book: Book, problems: tuple[Problem, ...]) -> Party:
    """A colleague speaks for no customer; what he only passes on points to its author, whom it does not prove."""
    author = opened.passed_on_from
    domain = author.rpartition("@")[2]
    if not author or domain in book.own_domains():
        return Party(None, None, problems, from_own_domain=True)
    found = book.customers_by_email(author)
    if not found and domain not in PUBLIC_DOMAINS:
        found = _customers_of_domain(book, domain)
    if len(found) != 1:
        return Party(None, None, problems, from_own_domain=True)
    return Party(found[0], Identification.REFERENCE, problems, from_own_domain=True)


def _customers_of_domain(book: Book, domain: str) -> tuple[CustomerEntry, ...]:
    """Of the domain itself, else of the one that it is a part of ("mail.kunde.example")."""
    parts = domain.split(".")
    for first in range(max(1, len(parts) - 1)):
        found = book.customers_by_domain(".".join(parts[first:]))
        if found:
            return found
    return ()


def by_reference(opened: OpenedMessage, book: Book, invoices: References, party: Party) -> Party:
    """The one customer that the message is about, of a sender who is none by himself; else nobody, and why."""
    if party.alike:
        return replace(_among(opened, book, invoices, party.alike), alike=party.alike)
    pointed = _pointed(opened, book, invoices)
    if len(pointed) > 1:
        return Party(None, None, (Problem("conflicting_customers", ", ".join(sorted(pointed)), "body"),))
    number = next(iter(pointed or _named(opened, book)), None)
    customer = book.customer(number) if number else None
    return Party(customer, Identification.REFERENCE if customer else None)


def _pointed(opened: OpenedMessage, book: Book, invoices: References) -> frozenset[str]:
    """Customers of the documents named, else of the mail that is answered, else of numbers of their own."""
    owners = frozenset(entry.customer for number in invoices.stated() if (entry := book.document(number)))
    return owners or _answered(opened, book) or book.indexed(NameIndex).numbered_in(_text(opened))


def _answered(opened: OpenedMessage, book: Book) -> frozenset[str]:
    named = (opened.in_reply_to, *reversed(opened.references))
    sent = next((entry for message_id in named if message_id and (entry := book.sent(message_id))), None)
    return frozenset({sent.customer} if sent else ())


def _named(opened: OpenedMessage, book: Book) -> Set[str]:
    """The one customer named in what is written, else by an address in what is passed on, else in what is attached."""
    index = book.indexed(NameIndex)
    written = f"{opened.subject}\n{opened.sender.name}\n{opened.new_text[:TEXT_LIMIT]}"
    attached = "\n".join(document.text[:DOCUMENT_LIMIT] for document in opened.documents)
    ending = "\n".join(opened.new_text[:TEXT_LIMIT].rstrip().splitlines()[-ENDING_LINES:])
    views: tuple[Callable[[], Set[str]], ...] = (
        lambda: index.named_in(written),
        lambda: _by_mail(opened, book),
        lambda: index.named_in(attached),
        lambda: index.nearly_named_in(f"{opened.sender.name}\n{opened.subject}\n{ending}"),
    )
    return next((found for view in views if len(found := view()) == 1), frozenset())


def _by_mail(opened: OpenedMessage, book: Book) -> frozenset[str]:
    """Customers whose addresses stand in a mail that is passed on or quoted."""
    found: set[str] = set()
    for match in _EMAIL.finditer(opened.text[: 2 * TEXT_LIMIT]):
        email, domain = match.group().lower(), match[1].lower()
        known = book.customers_by_email(email)
        if not known and domain not in PUBLIC_DOMAINS and domain not in book.own_domains():
            known = _customers_of_domain(book, domain)
        found |= {customer.number for customer in known}
    return frozenset(found)


def _among(opened: OpenedMessage, book: Book, invoices: References, customers: tuple[CustomerEntry, ...]) -> Party:
    """Of customers with one domain the one whose documents or orders are named; else the one whose own words are."""
    known = {customer.number: customer for customer in customers}
    text = _text(opened)
    owners = {entry.customer for number in invoices.stated() if (entry := book.document(number))} & set(known)
    pointed: Set[str] = owners or (_answered(opened, book) & set(known)) or _by_orders(text, book, customers)
    if not pointed:
        numbered = book.indexed(NameIndex).numbered_in(text) & set(known)
        pointed = numbered if len(numbered) == 1 else set()
    if len(pointed) == 1:
        return Party(known[next(iter(pointed))], Identification.DOMAIN)
    worded = None if pointed else _by_words(opened, book, customers)
    if worded is not None:
        return Party(worded, Identification.REFERENCE)
    names = ", ".join(sorted(pointed or known))
    return Party(None, None, (Problem("several_customers", f"the sender may write for {names}", "sender"),))


def _by_orders(text: str, book: Book, customers: Iterable[CustomerEntry]) -> set[str]:
    """Customers with an order, or a document for an order, whose number stands in the text."""
    written = {folded(token) for token in re.findall(r"(?<![\w@])[\w./-]{3,30}", text)}
    found = set()
    for customer in customers:
        numbers = {order.po_number for order in book.orders_of(customer.number)}
        numbers |= {document.po_number for document in book.documents_of(customer.number)}
        if any(len(key) >= LEAST_ORDER and key in written for key in map(folded, numbers)):
            found.add(customer.number)
    return found


def _by_words(opened: OpenedMessage, book: Book, customers: tuple[CustomerEntry, ...]) -> CustomerEntry | None:
    """The one whose whole name is written, else the one of whose own words most are."""
    written = _text(opened)
    whole = book.indexed(NameIndex).named_in(written) & {customer.number for customer in customers}
    if len(whole) == 1:
        return book.customer(next(iter(whole)))
    said = set(words_of(f"{opened.sender.email.partition('@')[0].replace('.', ' ')}\n{written}"))
    scores = {
        c.number: sum(word in said or is_misspelt(word, said) for word in words) for c, words in own_words(customers)
    }
    best = max(scores.values(), default=0)
    first = [number for number, score in scores.items() if score == best]
    return book.customer(first[0]) if best and len(first) == 1 else None


def _text(opened: OpenedMessage) -> str:
    """Everything in which a customer may be named: who sends, subject, body with signature, attachments."""
    attached = [document.text[:DOCUMENT_LIMIT] for document in opened.documents[:10]]
    return "\n".join((opened.subject, opened.sender.name, opened.new_text[:TEXT_LIMIT], *attached))
