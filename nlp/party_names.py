"""Customers by what stands in a text: their name, their VAT number, their account, the number that we gave them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from nlp.book import Book, CustomerEntry
from nlp.lang import fold
from nlp.mail_hosts import PUBLIC_DOMAINS

# Words that tell no company from another: legal forms, articles, kinds of group.
LEGAL_FORMS = frozenset(
    "gmbh ggmbh ag kg ohg ug gbr se eg mbh co ev ek aor sa sas sarl sasu eurl snc scop sca sci selarl ltd limited "
    "plc llp "
    "llc clg dac inc bv nv srl spa sprl asbl sp zoo sro aps as ab oy lda sl slu cie the der die das le la les de du "
    "des et "
    "und and of group gruppe groupe holding".split()
)
# The part of an address before "@" that says a task, not a customer.
TASKS = frozenset(
    "info contact kontakt office mail post accounts account accounting accountspayable ap payable payables invoices "
    "invoice "
    "finance compta comptabilite facture factures facturation fournisseurs achats achat commande commandes gestion "
    "secretariat direction accueil bonjour buchhaltung rechnung rechnungen kreditoren einkauf bestellung verwaltung "
    "zentrale service technik sekretariat purchasing purchase orders order buying buyer procurement sales admin "
    "enquiries "
    "hello team supply creditors ledger remittance edi noreply team facturas compras amministrazione acquisti inkoop "
    "administratie faktury biuro".split()
)
# What a company or a house is: many are called so, though one alone may be in a small book.
KINDS = frozenset(
    "practice praxis ordination cabinet clinic clinique klinik klinikum hospital hopital krankenhaus spital "
    "pharmacy pharmacie apotheke laboratory laboratoire labor dental dentaire zahnarzt zahnarztpraxis tierarzt "
    "tierarztpraxis veterinary veterinaire hotel hostel auberge gasthof gasthaus pension inn restaurant "
    "ristorante brasserie bistro cafe bar pub bakery boulangerie backerei konditorei patisserie metzgerei "
    "fleischerei boucherie butchers traiteur catering school schule ecole lycee college gymnasium university "
    "universite universitat kindergarten creche kita foyer residence ehpad seniorenheim pflegeheim altenheim "
    "nursing care homes home heim maison haus house villa chateau domaine weingut winery ferme farm hof gaec "
    "garage autohaus werkstatt workshop tischlerei schreinerei zimmerei menuiserie joinery elektro electricite "
    "electrical installatie sanitar plomberie plumbing maler peinture bau batiment construction builders "
    "building maschinenbau metallbau stahlbau engineering werke werk usine usines ateliers atelier studio "
    "agentur agence agency verlag editions druckerei imprimerie printers handel grosshandel wholesale trading "
    "distribution vertrieb logistik logistics transport transports spedition dienste dienstleistungen reinigung "
    "proprete nettoyage cleaning facility services service solutions systems systeme technik technologies "
    "industrie industries commune mairie gemeinde stadt ville council stadtwerke verein association club "
    "societe firma ets etablissements freres bros brothers sons fils sohne tochter centre center zentrum "
    "institut institute stiftung fondation trust dr ddr prof mag ing dipl inh inhaber monsieur madame frau herr "
    "mr mrs ms".split()
)
LEAST_NAME = 6  # letters of a name of one word
LEAST_WORD = 3
LEAST_NUMBER = 4
LONGEST_NAME = 8  # words of a name of which pieces are looked for
MISSPELT_FROM = 7  # letters: a longer word may have one wrong letter
_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[ .-]?(?=[A-Z0-9 .-]{0,3}\d)[A-Z0-9](?:[ .-]?[A-Z0-9]){6,32}(?![A-Za-z0-9])"
)
_LABELLED = re.compile(
    r"(?<!\w)(?:customer|client|account|acct|kunden?|debitor\w{0,3}|kd|cliente|klant|kunde)[ .:-]{0,3}(?:number|"
    r"nummer|no|nr|n|num|"
    r"numero|code|konto)?[ .:°#-]{0,4}([a-z]{0,4}-?\d[a-z0-9-]{2,12})(?!\w)"
)


class NameIndex:
    """Names, numbers and domains of all customers, prepared once for a book."""

    def __init__(self, book: Book) -> None:
        self.names: dict[tuple[str, ...], set[str]] = {}
        self.domains: set[str] = set()
        self.identifiers: dict[str, set[str]] = {}
        self._lettered: dict[str, str] = {}
        for customer in book.customers():
            self.domains |= {d.lower() for d in customer.domains if d.lower() not in PUBLIC_DOMAINS}
            for identifier in (customer.vat_id, *customer.ibans):
                if identifier:
                    self.identifiers.setdefault(plain(identifier), set()).add(customer.number)
            self._lettered[fold(customer.number)] = customer.number
            for name in (customer.name, *customer.aliases):
                words = words_of(name)
                if words and (len(words) > 1 or len(words[0]) >= LEAST_NAME):
                    self.names.setdefault(words, set()).add(customer.number)
        self.longest = max((len(name) for name in self.names), default=0)
        self.parts = self._parts()
        self.people = _people(book.customers())

    def _parts(self) -> dict[tuple[str, ...], set[str]]:
        """Pieces of names that hold every word that is one customer's alone: "Dr Reed" of "Practice of Dr Reed"."""
        owners: dict[str, set[str]] = {}
        for name, numbers in self.names.items():
            for word in name:
                owners.setdefault(word, set()).update(numbers)
        parts: dict[tuple[str, ...], set[str]] = {}
        for name, numbers in self.names.items():
            own = {word for word in name if len(owners[word]) == 1} - KINDS
            for first, last in itertools.combinations(range(len(name) + 1), 2):
                part = name[first:last]
                if own and 1 < len(part) < len(name) <= LONGEST_NAME and own <= set(part) and part not in self.names:
                    parts.setdefault(part, set()).update(numbers)
        return parts

    def partly_named_in(self, text: str) -> frozenset[str]:
        """Customers of whose name the words that tell it from all others stand in a text, in order."""
        words = words_of(text)
        pieces = (words[at : at + size] for size in range(2, LONGEST_NAME) for at in range(len(words) - size + 1))
        return frozenset(number for piece in pieces for number in self.parts.get(piece, ()))

    def persons_in(self, lines: Iterable[str]) -> frozenset[str]:
        """Customers for whom a person of these lines has an address ("ann.reed@" of "Ann Reed")."""
        pairs = (pair for line in lines for pair in itertools.permutations(words_of(line)[:4], 2))
        return frozenset(number for pair in pairs for number in self.people.get(pair, ()))

    def named_in(self, text: str) -> frozenset[str]:
        """Customers whose whole name, without its legal form, stands in a text; within a longer one it counts not."""
        words = words_of(text)
        found: set[str] = set()
        start = 0
        while start < len(words):
            sizes = range(min(self.longest, len(words) - start), 0, -1)
            size = next((size for size in sizes if words[start : start + size] in self.names), 0)
            found |= self.names[words[start : start + size]] if size else set()
            start += size or 1
        return frozenset(found)

    def nearly_named_in(self, text: str) -> frozenset[str]:
        """Customers of whose name all words stand in a short text, in any order, one of them misspelt perhaps."""
        said = set(words_of(text))
        return frozenset(
            number
            for name, numbers in self.names.items()
            if len(name) > 1 and len(missing := [word for word in name if word not in said]) < 2
            if not missing or is_misspelt(missing[0], said)
            for number in numbers
        )

    def numbered_in(self, text: str) -> frozenset[str]:
        """Customers whose VAT number, account or customer number stands in a text."""
        found: set[str] = set()
        for match in _IDENTIFIER.finditer(text):
            written = plain(match.group())
            # A number may run into the word behind it: its beginning counts too.
            for length in range(len(written), 7, -1):
                if written[:length] in self.identifiers:
                    found |= self.identifiers[written[:length]]
                    break
        for match in _LABELLED.finditer(fold(text)):
            if match[1] in self._lettered and len(match[1]) >= LEAST_NUMBER:
                found.add(self._lettered[match[1]])
        return frozenset(found)


def _people(customers: Iterable[CustomerEntry]) -> dict[tuple[str, str], set[str]]:
    """Who has an address of first name and surname, by both."""
    found: dict[tuple[str, str], set[str]] = {}
    for customer in customers:
        for email in customer.emails:
            person = re.fullmatch(r"([a-z]{3,20})[._-]([a-z]{3,20})", email.partition("@")[0].lower())
            if person and not {person[1], person[2]} & TASKS:
                found.setdefault((person[1], person[2]), set()).add(customer.number)
    return found


def words_of(text: str) -> tuple[str, ...]:
    """The words that tell names apart, folded."""
    return tuple(w for w in re.findall(r"\w+", fold(text)) if w not in LEGAL_FORMS and len(w) > 1)


def capitals_in(text: str) -> frozenset[str]:
    """Short names in capitals, as companies call themselves ("TDG", "VWN")."""
    return frozenset(re.findall(r"(?<![\w@.])[A-ZÀ-Ý]{2,6}(?![\w@])", text))


def is_misspelt(word: str, said: Iterable[str]) -> bool:
    """Whether a long word stands there with one wrong letter."""
    return len(word) >= MISSPELT_FROM and any(
        len(each) >= MISSPELT_FROM and OSA.distance(word, each, score_cutoff=1) <= 1 for each in said
    )


def plain(identifier: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", identifier.upper())


def own_words(customers: Iterable[CustomerEntry]) -> Iterator[tuple[CustomerEntry, frozenset[str]]]:
    """Of customers alike (one domain, one address) the words that only one of them has in names and addresses."""
    known = tuple(customers)
    all_words = {customer.number: frozenset(_words(customer)) for customer in known}
    for customer in known:
        others = {word for number, words in all_words.items() if number != customer.number for word in words}
        yield customer, all_words[customer.number] - others


def _words(customer: CustomerEntry) -> Iterator[str]:
    locals_ = " ".join(email.partition("@")[0] for email in customer.emails).replace(".", " ")
    for word in words_of(" ".join((customer.name, *customer.aliases, locals_.replace("_", " ").replace("-", " ")))):
        if len(word) >= LEAST_WORD and word not in TASKS:
            yield word
