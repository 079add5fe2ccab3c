"""Which customer a message comes from: by who sends it, else by what it names.

The sender's address and domain say who speaks; what stands in a text only says whom it is about. Where a domain or an
address belongs to several customers, the documents, orders and names in the message decide among them (see
nlp.party_siblings); where these point to two, none is named.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace

from nlp.book import Book, CustomerEntry
from nlp.extract.references import References
from nlp.lookalikes import distance, lookalikes, name_tricks, skeleton
from nlp.mail_hosts import PUBLIC_DOMAINS
from nlp.opened import OpenedMessage
from nlp.party_names import NameIndex
from nlp.party_siblings import DOCUMENT_LIMIT, TEXT_LIMIT, among, answered_customer, text_of
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

LEAST_DIGITS, MOST_ORDERS = 4, 30  # of an order's number; of numbers that are looked up
_ORDER = re.compile(r"(?<![\w@./-])(?=[\w./-]{6,30}(?![\w@]))[A-Za-z0-9][\w./-]{4,28}[A-Za-z0-9](?![\w@])")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
ENDING_LINES = 8  # of a mail, where its writer's company stands
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks: the customer and by what it was found; `problems` say what is wrong about the sender."""

    customer: CustomerEntry | None
    identified_by: Identification | None
    problems: tuple[Problem, ...] = ()
    from_own_domain: bool = False
    alike: tuple[CustomerEntry, ...] = ()  # customers that share the sender's address or domain, itself among them

    @property
    def speaks(self) -> bool:
        """Whether the sender's own address is the customer's; a number in the text may be cited by anybody."""
        return self.customer is not None and self.identified_by in (Identification.ADDRESS, Identification.DOMAIN)


def identify(opened: OpenedMessage, book: Book) -> Party:
    """The customer by the sender's address, else by a domain that one customer has alone; no text is believed here."""
    party = _by_sender(opened, book)
    tricks = () if party.from_own_domain else name_tricks(opened.sender, book)
    found = (*tricks, *reply_mismatch(opened, party.customer))
    return replace(party, problems=(*party.problems, *found)) if found else party


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
    by_domain = _customers_of_domain(book, domain) if domain and domain not in PUBLIC_DOMAINS else ()
    if len(by_address) == 1:
        siblings = by_domain if len(by_domain) > 1 else ()
        return Party(by_address[0], Identification.ADDRESS, problems, alike=siblings)
    if len(by_address) > 1:
        return Party(None, None, problems, alike=by_address)
    if by_domain:
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
    """The one customer that the message is about, of a sender who is none by himself alone; else nobody, and why.

    A mailbox of one customer of a group may write for another: what the message names says for which.
    """
    if party.alike:
        return replace(_of_a_group(opened, book, invoices, party), alike=party.alike)
    pointed = _pointed(opened, book, invoices)
    if len(pointed) > 1:
        return Party(None, None, (Problem("conflicting_customers", ", ".join(sorted(pointed)), "body"),))
    number = next(iter(pointed or _named(opened, book)), None)
    customer = book.customer(number) if number else None
    return Party(customer, Identification.REFERENCE if customer else None)


def _of_a_group(opened: OpenedMessage, book: Book, invoices: References, party: Party) -> Party:
    """Of customers with one domain the one that the message is about; words alone do not prove it."""
    found = among(opened, book, invoices, party.alike, party.customer)
    listed = party.customer
    chosen = book.customer(next(iter(found.numbers))) if len(found.numbers) == 1 else None
    doubt = Problem("several_customers", f"the sender may write for {', '.join(sorted(found.possible))}", "sender")
    if listed is not None:
        if chosen is None or chosen.number == listed.number:
            unclear = len(found.numbers) > 1 and listed.number not in found.numbers
            return Party(listed, party.identified_by, (doubt,) if unclear else ())
        return Party(chosen, Identification.DOMAIN, () if found.proven else (doubt,))
    if chosen is None:
        return Party(None, None, (doubt,))
    return Party(chosen, Identification.DOMAIN if found.proven else Identification.REFERENCE)


def _pointed(opened: OpenedMessage, book: Book, invoices: References) -> frozenset[str]:
    """Customers of the documents named, of the mail that is answered, of orders, else of numbers of their own."""
    owners = frozenset(entry.customer for number in invoices.stated() if (entry := book.document(number)))
    text = text_of(opened)
    return (
        owners
        or answered_customer(opened, book)
        or book.indexed(NameIndex).numbered_in(text)
        or frozenset(customer for number in _orders_in(text) for customer in book.customers_by_order(number))
    )


def _orders_in(text: str) -> Iterator[str]:
    """What may be an order's number: long enough to be nobody else's by chance, and no day."""
    written = dict.fromkeys(token.strip("./-") for token in _ORDER.findall(text))
    long = (token for token in written if sum(c.isdigit() for c in token) >= LEAST_DIGITS and not _DAY.fullmatch(token))
    return itertools.islice(long, MOST_ORDERS)


def _named(opened: OpenedMessage, book: Book) -> Set[str]:
    """The one customer named in what is written, else by an address in what is passed on, else in what is attached."""
    index = book.indexed(NameIndex)
    written = f"{opened.subject}\n{opened.sender.name}\n{opened.new_text[:TEXT_LIMIT]}"
    attached = "\n".join(document.text[:DOCUMENT_LIMIT] for document in opened.documents)
    ending = "\n".join(opened.new_text[:TEXT_LIMIT].rstrip().splitlines()[-ENDING_LINES:])
    views: tuple[Callable[[], Set[str]], ...] = (
        lambda: index.named_in(written),
        lambda: index.partly_named_in(written),
        lambda: index.persons_in((opened.sender.name, *ending.splitlines())),
        lambda: _by_mail(opened, book),
        lambda: index.named_in(attached),
        lambda: index.nearly_named_in(f"{opened.sender.name}\n{opened.subject}\n{ending}"),
    )
    return next((found for view in views if len(found := view()) == 1), frozenset())


def _by_mail(opened: OpenedMessage, book: Book) -> frozenset[str]:
    """Customers whose addresses stand in a mail that is passed on or quoted, or who are sent the mail too."""
    found: set[str] = set()
    others = "\n".join(opened.recipients)
    for match in _EMAIL.finditer(f"{others}\n{opened.text[: 2 * TEXT_LIMIT]}"):
        email, domain = match.group().lower(), match[1].lower()
        known = book.customers_by_email(email)
        if not known and domain not in PUBLIC_DOMAINS and domain not in book.own_domains():
            known = _customers_of_domain(book, domain)
        found |= {customer.number for customer in known}
    return frozenset(found)
