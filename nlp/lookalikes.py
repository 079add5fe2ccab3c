"""Whether a sender only looks like one of us or of a customer: a domain alike to the eye, a name from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.book import Book
from nlp.lang import fold
from nlp.mail_hosts import PUBLIC_DOMAINS
from nlp.organisations import same_organisation
from nlp.party_names import LEGAL_FORMS, NameIndex
from nlp.reading import Address, Problem

SHORTEST_NAME, LONG_NAME = 4, 8  # letters of a domain's name that is its owner's; a long one is whatever is added
ADDED = frozenset(
    "group gruppe groupe holding international intl global online web mail email hq fr de uk us eu ch at be ie lu "
    "gmbh ag sas "
    "sarl sa ltd llp plc inc supplies supply services service finance payments pay billing invoices accounts ap "
    "procurement "
    "purchasing orders sales achats compta factures einkauf buchhaltung rechnung zahlung remit bank secure "
    "portal".split()
)


def lookalikes(domain: str, name: str, book: Book) -> tuple[Problem, ...]:
    """Whether a domain imitates one of ours or of a customer: one or two letters away, or alike to the eye."""
    known = set(book.own_domains()) | book.indexed(NameIndex).domains
    if not domain or domain in known or any(domain.endswith("." + own) for own in known) or domain in PUBLIC_DOMAINS:
        return ()
    for other in sorted(known):
        if _imitates(domain, other) or _wears(domain, other):
            return (Problem("lookalike_domain", f"{domain} looks like {other}", "sender"),)
    label = _label(domain)
    for own in sorted(book.own_domains()):
        # "acme-payments.example": our name with something added.
        if len(_label(own)) >= 5 and _label(own) in label and label != _label(own):
            return (Problem("lookalike_domain", f"{domain} uses the name of {own}", "sender"),)
    for other in sorted(book.indexed(NameIndex).domains):
        if _adds_to(label, _label(other)):
            return (Problem("lookalike_domain", f"{domain} uses the name of {other}", "sender"),)
    for own_name in book.own_names():
        words = [w for w in re.findall(r"\w+", fold(own_name)) if w not in LEGAL_FORMS]
        if len(words) > 1 and " ".join(words) in " ".join(re.findall(r"\w+", fold(name))):
            return (Problem("impersonation", f"{name} writes from {domain}", "sender"),)
    return ()


def name_tricks(sender: Address, book: Book) -> tuple[Problem, ...]:
    """What a sender's name pretends: another address than its own, or a customer's name from a host of everybody.

    An address of such a host that is alike to a customer's own there is told too.
    """
    email = sender.email.lower()
    domain = email.rpartition("@")[2]
    owners = {entry.number for entry in book.customers_by_email(email)}
    shown = next((found for found in _ADDRESS.findall(sender.name[:LONGEST_SHOWN].lower()) if found != email), "")
    if shown and domain and not _of_the_same(shown, domain, owners, book):
        return (Problem("address_in_name", f"the name shows {shown}, the mail is from {email}", "sender"),)
    if domain not in PUBLIC_DOMAINS or owners:
        return ()
    alike = next((known for known in book.indexed(_PublicAddresses).near(email) if known != email), "")
    if alike:
        return (Problem("lookalike_address", f"{email} looks like {alike}", "sender"),)
    named = book.indexed(NameIndex).named_in(sender.name[:LONGEST_SHOWN])
    if named:
        whose = ", ".join(sorted(named))
        return (Problem("name_of_customer", f"the name of {whose} from {domain}, a host of everybody", "sender"),)
    return ()


LONGEST_SHOWN = 300
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w-])")


def _of_the_same(shown: str, domain: str, owners: set[str], book: Book) -> bool:
    """Whether the address that is shown and the one that writes are one organisation's, or one customer's."""
    other = shown.rpartition("@")[2]
    if other == domain or same_organisation(other, domain):
        return True
    held = {entry.number for entry in (*book.customers_by_email(shown), *book.customers_by_domain(other))}
    return bool(held & (owners | {entry.number for entry in book.customers_by_domain(domain)}))


class _PublicAddresses:
    """Customers' addresses at hosts of everybody, by what the eye sees of the part before "@"."""

    def __init__(self, book: Book) -> None:
        self._by_look: dict[str, set[str]] = {}
        for customer in book.customers():
            for email in customer.emails:
                name, _, domain = email.lower().rpartition("@")
                if domain in PUBLIC_DOMAINS and len(_look(name)) >= LONG_NAME:
                    self._by_look.setdefault(_look(name), set()).add(email.lower())

    def near(self, email: str) -> list[str]:
        """Known addresses whose name looks the same: other dots, other digits for letters, another host."""
        return sorted(self._by_look.get(_look(email.rpartition("@")[0]), ()))


def _look(name: str) -> str:
    return re.sub(r"[._+-]", "", skeleton(name))


def _wears(domain: str, other: str) -> bool:
    """ "kunde.example.evil.example", "kunde-example.com": the whole of a known domain in front of another one."""
    return len(other) >= LONG_NAME and (domain.startswith(other + ".") or _label(domain) == other.replace(".", "-"))


def _adds_to(label: str, other: str) -> bool:
    """ "kunde-group", "payments-kunde": a customer's name with a word that says a task, a country, a group."""
    for rest in (label.removeprefix(f"{other}-"), label.removesuffix(f"-{other}")):
        if rest != label and len(other) >= SHORTEST_NAME:
            return len(other) >= LONG_NAME or rest in ADDED
    return False


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
    if not plain.isascii():
        plain = "".join(sign if sign.isascii() else _latin(sign) for sign in plain)
    for pair, letter in _PAIRS.items():
        plain = plain.replace(pair, letter)
    return plain


@lru_cache(maxsize=1024)
def _latin(sign: str) -> str:
    """The Latin letter that a sign of any script is confused with (Unicode TR 39), as the eye folds it; else itself."""
    from confusable_homoglyphs import confusables

    found = confusables.is_confusable(sign, greedy=False, preferred_aliases=[])
    likes = [like["c"] for one in found or () for like in one["homoglyphs"] if like["c"].isascii()]
    return likes[0].lower().translate(_ALIKE) if likes else sign


def distance(left: str, right: str, limit: int) -> int:
    """Damerau-Levenshtein distance (swapped neighbours count one); more than `limit` is `limit` + 1."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(left, right, score_cutoff=limit))
