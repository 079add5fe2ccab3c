"""Who deals with us now, where the customer sits now, what it is called now: by form and by what stands around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cache

from nlp.extract.callings import FORMER, Called, companies, name_after, people, same_name
from nlp.extract.master_values import EMAIL, Read, Value, account_in, emails_in, is_new_mail, vat_in
from nlp.extract.master_words import from_now_on, names_a_change
from nlp.extract.postal import Address, addresses, houses
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, fold, lexicons

NEAR_ROLE = 75  # characters between a word for a contact and the name
NEAR_NAME = 140  # between a word for a company's name and the name
NEAR_ADDRESS = 260
MOST_HOUSES = 20  # streets without a town that are looked at
CLOSE_WORDS = 6
_LEFT = re.compile(
    r"(?:leav|left|retir|quitt|part en|s'en va|verlass|verlasst|ausgeschieden|nicht mehr|ruhestand|rente|no longer|"
    r"n'est plus|"
    r"ne fait plus|moved on|moves on|gone|prend sa retraite|in pension|elternzeit|karenz)"
)
_NOT_THIS = re.compile(
    r"(?<!\w)(?:not|nicht|pas|plus|instead of|statt|from|anstelle von|a la place de|replac\w{1,4}|remplac\w{1,4}|"
    r"ersetzt)"
    r"[ ](?:(?:frau|herrn?|mme|m\.|mr|mrs|ms|madame|monsieur)[ .]{0,2})?$"
)
_NO_MORE = re.compile(r"(?<!\w)(?:ne plus|plus|nicht mehr|no longer|not|instead of|statt|au lieu de)(?!\w)")
_TITLED = re.compile(
    r"(?<!\w)(?:Frau|Herrn?|Mme|Mlle|Madame|Monsieur|M\.|Mr\.?|Mrs\.?|Ms\.?|Miss|"
    r"Dr\.?)[ ][A-ZÀ-Ý][\w'’-]{2,25}(?![\w@]|[ ][A-ZÀ-Ý])"
)
_ATTENTION = re.compile(
    r"(?<!\w)(?:t\.? ?a\.? ?v\.?|z\. ?hd\.?|z\. ?h\.|att[n.]?\.?:?|att\.ne|alla c\.? ?a\.?|f\.?a\.?o\.?|a/a|a/c|"
    r"do rak)[ ](?:frau |herrn? |mme |m\. |mr\.? |mrs\.? |ms\.? |mevr\.? |dhr\.? )?$"
)
_PHONE = re.compile(
    r"[ ,:;(\[-]{0,4}(?:tel|telefon|phone|mobil|handy|durchwahl|dw|ext|extension|poste|ligne|portable|nebenstelle|"
    r"\+\d\d|0\d)"
)
_OLD_PLACE = re.compile(
    r"(?<!\w)(?:old|former|leav\w{1,3}|left|bisher\w{0,3}|alte[nr]?|ancienne?|quitt\w{1,4}|from|statt|instead of|"
    r"nicht mehr|"
    r"no longer|plus au|von)(?: (?:le|la|les|the|our|notre|die|den|das))?[ :(]{0,3}$"
)
_OF_WHOM = (
    r"(?:der|die|das|den|unser|unsere|the|our|le|la|notre|de|ons|onze|la nostra|il nostro|nuestra|nuestro) (?:betrieb|"
    r"firma|unternehmen|haus|laden|geschaft|praxis|hotel|company|business|practice|society|shop|societe|entreprise|"
    r"maison|cabinet|boutique|zaak|bedrijf|azienda|ditta|empresa)"
)
_LEAD = re.compile(
    rf"[\w]{{0,14}}[ ]?(?:(?:{_OF_WHOM}|als|in|unter|as|to|le|la|les|the|est|is|will be|sera|ist|lautet|lauten|e|es|"
    r"desormais|kunftig|nun|jetzt|ab sofort|now|wir|um|von|par|auf|nieuwe|noi|od|jest|wordt|nu|der|die|das|den|"
    r"sociale|commerciale|legale|anders)[ ]){0,5}[:]?"
    r"[ \n]{0,2}[«\"“„'‚]?[ ]?"
)
_DELIVERED = re.compile(r"(?<!\w)(?:deliver|livr|liefer|geliefert|ship|entreg|consegn|lever|geleverd|dostaw)")
_DELIVERY = re.compile(r"(?<!\w)(?:deliver|livr|liefer|ship|entreg|consegn|lever|dostaw)[^.!?\n]{0,50}$")


@cache
def _words(languages: tuple[str, ...], field: str) -> re.Pattern[str]:
    """Beginnings of words of the mail's language; where it is none of ours, those of its neighbours too."""
    words = [word for pack in lexicons(languages) for word in getattr(pack, field)]
    if len(languages) == len(LANGUAGES):
        words += getattr(abroad, field.upper())
    return re.compile(rf"(?<!\w)(?:{alternatives(words)})")


@cache
def _no_names(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Words that are written large without being a person's name."""
    words: set[str] = set()
    for pack in lexicons(languages):
        fields = (
            pack.common,
            pack.closings,
            pack.question_words,
            pack.invoice_words,
            pack.order_words,
            pack.contact_words,
        )
        words |= {part for field in fields for word in field for part in re.findall(r"[^\W\d_]{2,30}", word)}
        words |= {*pack.months, *pack.weekdays}
    return re.compile(rf"(?:{alternatives(words)})(?:en|in|innen|s|e|n)?")


def _contact(context: Context, source: Source) -> Read:
    """A person beside a word for who deals with something, or before a mail address that is given with it."""
    roles = _words(context.languages, "contact_words")
    best: tuple[int, Called] | None = None
    flat = source.flat
    firms = list(companies(source.text))
    for person in people(source.text, _no_names(context.languages)):
        if any(firm.start < person.end and person.start < firm.end for firm in firms):
            continue
        before, after = flat[max(0, person.start - NEAR_ROLE) : person.start], flat[person.end : person.end + NEAR_ROLE]
        start, end = source.sentence_at(person.start)
        before = before[-max(0, person.start - start) :] if person.start > start else ""
        after = after[: max(0, end - person.end)]
        if re.search(r"\d[a-d]?[ ]$", before) or re.match(r",?[ ]\d{1,4}[ ,a-d\n]", after):
            continue  # a street
        if (
            _DELIVERY.search(before)
            or _NOT_THIS.search(before)
            or _LEFT.search(re.split(r"[,;.]", after)[0])
            or FORMER.search(before)
        ):
            continue
        mail = EMAIL.match(source.text, person.end + len(re.match(r"[ ,:(<\[–-]{0,4}", after)[0]))  # type: ignore[index]
        given = mail is not None and is_new_mail(context, source, mail)
        addressed = _ATTENTION.search(flat[max(0, person.start - 30) : person.start])
        said = [addressed] if addressed else list(roles.finditer(before))
        score = (
            3 * given
            + 2 * bool(said)
            + bool(roles.search(after[:40]))
            + bool(addressed or (said and before[said[-1].end() :].count(" ") < CLOSE_WORDS))
            + (bool(_PHONE.match(after)) and from_now_on(before + after))
            + bool(_LEFT.search(flat[max(0, start - NEAR_ROLE) : start]))
        )
        if score > 0 and (best is None or score > best[0]):
            best = (score, person)
    if best is None:
        return _titled(source, roles), None
    return Value(best[1].text, source, best[1].start, best[1].end), None


def _titled(source: Source, roles: re.Pattern[str]) -> Value | None:
    """A person by title and surname only, close behind a word for who deals with something: "contact is Ms Reed"."""
    for match in _TITLED.finditer(source.text):
        before = source.flat[max(source.sentence_at(match.start())[0], match.start() - NEAR_ROLE) : match.start()]
        said = list(roles.finditer(before))
        close = bool(said) and before[said[-1].end() :].count(" ") < CLOSE_WORDS
        after = re.split(r"[,;.]", source.flat[match.end() : match.end() + NEAR_ROLE])[0]
        if close and not (
            _NO_MORE.search(before) or _NOT_THIS.search(before) or _LEFT.search(after) or FORMER.search(before)
        ):
            return Value(match.group().replace("Herrn ", "Herr "), source, match.start(), match.end())
    return None


def _address(context: Context, source: Source) -> Read:
    """The address that words of a move or a new address stand near; of two the one that is not called the old one."""
    moved = _words(context.languages, "address_words").search(context.subject.flat) is not None
    names = _names(context)
    months = {fold(name) for pack in context.lexicons for name in (*pack.months, *pack.weekdays)}

    def is_name(line: str) -> bool:
        return any(same_name(line, name) or fold(name) in fold(line) for name in names) or any(
            called.end == len(line) for called in companies(line)
        )

    whole = list(addresses(source.text, is_name, months.__contains__))
    best: tuple[float, Address] | None = None
    for found in whole or itertools.islice(houses(source.text), MOST_HOUSES):
        score = _moved_to(context, source, found, moved and bool(whole))
        if score > 0 and (best is None or score > best[0]):
            best = (score, found)
    return (Value(best[1].text, source, best[1].start, best[1].end) if best else None), None


def _moved_to(context: Context, source: Source, found: Address, moved: bool) -> float:
    """How much speaks for an address being where the customer is from now on; 0 or less: nothing does."""
    moving = _words(context.languages, "address_words")
    start, end = source.sentence_at(found.start)
    before = source.flat[max(0, found.start - NEAR_ADDRESS) : found.start]
    near = bool(moving.search(before)) or 0.5 * bool(moving.search(source.flat[found.end : found.end + 80]))
    start, end = max(start, found.start - NEAR_ADDRESS), min(end, found.end + NEAR_ADDRESS)
    now = from_now_on(source.flat[start:end]) or names_a_change(source.flat[max(start, found.start - 80) : found.start])
    delivered = _DELIVERY.search(before) or (not near and _DELIVERED.search(source.flat[found.end : end]))
    if not (near or moved or now) or (delivered and not near):
        return 0.0
    return near + 0.5 * moved + 0.5 * now - 2 * bool(_OLD_PLACE.search(before))


def _name(context: Context, source: Source) -> Read:
    """A name behind a word for a new one, or one with a legal form near such a word, that is not the present name."""
    words = _words(context.languages, "name_words")
    heads = list(words.finditer(source.flat))
    renamed = NEAR_NAME if words.search(context.subject.flat) else None
    names = [*_names(context), *context.book.own_names()]
    found: list[tuple[int, Called]] = []
    for head in heads:
        lead = _LEAD.match(source.flat, head.end())
        called = name_after(source.text, lead.end()) if lead else None
        if called is not None and (called.text.count(" ") or _is_quoted(source.text, called.start)):
            found.append((lead.end() - head.end() if lead else 0, called))
    for called in companies(source.text):
        gaps = [abs(called.start - head.end()) for head in heads]
        gaps += [renamed] if renamed is not None else []
        if gaps and min(gaps) <= NEAR_NAME:
            found.append((min(gaps), called))
    for _, called in sorted(found, key=lambda pair: (not _has_form(pair[1].text), pair[0])):
        former = FORMER.search(source.flat[max(0, called.start - 30) : called.start])
        if not former and not _NUMBERED.search(called.text) and not any(same_name(called.text, name) for name in names):
            return Value(called.text, source, called.start, called.end), None
    return None, None


_NUMBERED = re.compile(r"\d{3}|(?:\d[ ]?){6}|@")  # an account, a VAT number: no name


def _has_form(name: str) -> bool:
    return any(called.end == len(name) for called in companies(name))


def _is_quoted(text: str, place: int) -> bool:
    return bool(re.search(r"[«\"“„][ \u00a0]?$", text[max(0, place - 2) : place]))


def _names(context: Context) -> tuple[str, ...]:
    return (context.customer.name, *context.customer.aliases) if context.customer else ()


FIELDS: dict[str, Callable[[Context, Source], Read]] = {
    "address": _address, "contact": _contact, "emails": emails_in, "iban": account_in, "name": _name, "vat_id": vat_in,
}  # fmt: skip
