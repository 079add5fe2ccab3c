"""Which customer a message comes from, and whether its sender only pretends to be one of us or of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.book import Book, CustomerEntry
from nlp.extract.references import References
from nlp.lang import fold
from nlp.opened import OpenedMessage
from nlp.reading import Identification, Problem

PUBLIC_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "outlook.de",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.de",
        "hotmail.co.uk",
        "live.com",
        "live.fr",
        "live.de",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.de",
        "yahoo.co.uk",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.fr",
        "web.de",
        "t-online.de",
        "freenet.de",
        "arcor.de",
        "online.de",
        "mail.de",
        "posteo.de",
        "mailbox.org",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "laposte.net",
        "neuf.fr",
        "bbox.fr",
        "bluewin.ch",
        "hispeed.ch",
        "sunrise.ch",
        "protonmail.com",
        "proton.me",
        "pm.me",
        "btinternet.com",
        "sky.com",
        "virginmedia.com",
        "talktalk.net",
        "ntlworld.com",
        "telenet.be",
        "skynet.be",
        "proximus.be",
        "chello.at",
        "a1.net",
        "aon.at",
        "mail.com",
        "zoho.com",
        "fastmail.com",
        "tutanota.com",
        "tuta.io",
        "vodafone.de",
        "libero.it",
    ]
)
"""Mail hosts of everybody: such a domain belongs to no customer, whatever a record says."""

_LEGAL_FORMS = frozenset(
    [
        "gmbh",
        "ag",
        "kg",
        "ohg",
        "ug",
        "se",
        "eg",
        "mbh",
        "co",
        "sa",
        "sas",
        "sarl",
        "sasu",
        "eurl",
        "snc",
        "scop",
        "ltd",
        "limited",
        "plc",
        "llp",
        "llc",
        "inc",
        "bv",
        "nv",
        "srl",
        "spa",
        "sprl",
        "asbl",
        "ev",
        "the",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "et",
        "und",
        "and",
        "cie",
        "group",
        "gruppe",
        "groupe",
        "holding",
    ]
)


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks: the customer and by what it was found; `problems` say what is wrong about the sender."""

    customer: CustomerEntry | None
    identified_by: Identification | None
    problems: tuple[Problem, ...] = ()
    from_own_domain: bool = False


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
        chosen = _by_company_asked(opened, by_address)
        if chosen is not None:
            return Party(chosen, Identification.ADDRESS, problems)
        return Party(None, None, (*problems, Problem("several_customers", "the address belongs to several customers")))
    if domain and domain not in PUBLIC_DOMAINS:
        by_domain = _customers_of_domain(book, domain)
        if len(by_domain) == 1:
            return Party(by_domain[0], Identification.DOMAIN, problems)
        if len(by_domain) > 1:
            problems = (*problems, Problem("several_customers", f"{domain} belongs to several customers"))
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


def _by_company_asked(opened: OpenedMessage, customers: tuple[CustomerEntry, ...]) -> CustomerEntry | None:
    """Of several customers with one address, the one whose number or name the message holds."""
    text = fold(f"{opened.subject}\n{opened.new_text[:4000]}")
    named = [c for c in customers if any(_contains(text, name) for name in (c.number, c.name, *c.aliases) if name)]
    return named[0] if len(named) == 1 else None


def by_reference(opened: OpenedMessage, book: Book, invoices: References) -> Party:
    """The one customer that numbers or a company's name in the text point to; never proof of who speaks."""
    owners = {entry.customer for number in invoices.stated() if (entry := book.document(number))}
    if len(owners) == 1:
        return Party(book.customer(owners.pop()), Identification.REFERENCE)
    if not owners and (
        sent := next((s for m in (opened.in_reply_to, *reversed(opened.references)) if m and (s := book.sent(m))), None)
    ):
        customer = book.customer(sent.customer)
        return Party(customer, Identification.REFERENCE if customer else None)
    text = fold(f"{opened.subject}\n{opened.sender.name}\n{opened.new_text[:6000]}")
    named = book.indexed(_Index).named_in(text)
    return Party(named, Identification.REFERENCE) if named else Party(None, None)


def _contains(folded_text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded_text))


class _Index:
    """Names, orders and domains of all customers, prepared once for a book."""

    def __init__(self, book: Book) -> None:
        self.names: dict[tuple[str, ...], set[str]] = {}
        self.domains: set[str] = set()
        self._book = book
        for customer in book.customers():
            self.domains |= {d.lower() for d in customer.domains if d.lower() not in PUBLIC_DOMAINS}
            for name in (customer.name, *customer.aliases):
                words = tuple(w for w in re.findall(r"\w+", fold(name)) if w not in _LEGAL_FORMS)
                if words and (len(words) > 1 or len(words[0]) >= 6):
                    self.names.setdefault(words, set()).add(customer.number)

    def named_in(self, folded_text: str) -> CustomerEntry | None:
        """The one customer whose whole name, without its legal form, stands in the text."""
        words = [w for w in re.findall(r"\w+", folded_text) if w not in _LEGAL_FORMS]
        longest = max((len(name) for name in self.names), default=0)
        found: set[str] = set()
        for start in range(len(words)):
            for size in range(min(longest, len(words) - start), 0, -1):
                found |= self.names.get(tuple(words[start : start + size]), set())
        return self._book.customer(found.pop()) if len(found) == 1 else None


def lookalikes(domain: str, name: str, book: Book) -> tuple[Problem, ...]:
    """Whether a domain imitates one of ours or of a customer: one or two letters away, or alike to the eye."""
    known = set(book.own_domains()) | book.indexed(_Index).domains
    if not domain or domain in known or any(domain.endswith("." + own) for own in known) or domain in PUBLIC_DOMAINS:
        return ()
    for other in sorted(known):
        if _imitates(domain, other):
            return (Problem("lookalike_domain", f"{domain} looks like {other}", "sender"),)
    label = _label(domain)
    for own in sorted(book.own_domains()):
        # "acme-payments.example": our name with something added.
        if len(_label(own)) >= 5 and _label(own) in label and label != _label(own):
            return (Problem("lookalike_domain", f"{domain} uses the name of {own}", "sender"),)
    for own_name in book.own_names():
        words = [w for w in re.findall(r"\w+", fold(own_name)) if w not in _LEGAL_FORMS]
        if len(words) > 1 and " ".join(words) in " ".join(re.findall(r"\w+", fold(name))):
            return (Problem("impersonation", f"{name} writes from {domain}", "sender"),)
    return ()


def _label(domain: str) -> str:
    parts = domain.split(".")
    return parts[-2] if len(parts) > 1 else domain


def _imitates(domain: str, other: str) -> bool:
    if skeleton(domain) == skeleton(other):
        return True
    limit = 1 if len(_label(other)) < 10 else 2  # short names differ by a letter without meaning to
    mine, theirs = _label(domain), _label(other)
    if mine == theirs:
        return len(theirs) >= 6  # the same name under another ending
    return (
        len(theirs) >= 6
        and distance(mine, theirs, limit) <= limit
        and domain.rpartition(".")[2] == other.rpartition(".")[2]
    )


_PAIRS = {"vv": "w", "rn": "m", "cl": "d"}
# Letters of other scripts and digits that the eye takes for a Latin letter (Unicode TR 39, those of mail domains).
_ALIKE = str.maketrans(
    {
        "\u0430": "a", "\u0435": "e", "\u043e": "o", "\u0440": "p", "\u0441": "c", "\u0443": "y", "\u0445": "x",
        "\u0456": "l", "\u0458": "j", "\u0455": "s", "\u0501": "d", "\u051d": "w", "\u04bb": "h", "\u043a": "k",
        "\u043c": "m", "\u043d": "h", "\u0442": "t", "\u0432": "b", "\u03b1": "a", "\u03bf": "o", "\u03c1": "p",
        "\u03c5": "u", "\u03bd": "v", "\u03b9": "l", "\u03ba": "k", "\u03c4": "t", "\u0131": "l", "\u01c0": "l",
        "\u0261": "g", "0": "o", "1": "l", "5": "s", "|": "l", "i": "l",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def skeleton(domain: str) -> str:
    """A domain as the eye sees it: alike letters of other scripts and digits as the letter that they imitate."""
    try:
        text = domain.encode().decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        text = domain
    plain = fold(text.lower().translate(_ALIKE))
    for pair, letter in _PAIRS.items():
        plain = plain.replace(pair, letter)
    return plain


def distance(left: str, right: str, limit: int) -> int:
    """Damerau-Levenshtein distance (swapped neighbours count one); more than `limit` is `limit` + 1."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=limit))
