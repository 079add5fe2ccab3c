"""Who deals with us now, where the customer sits now, what it is called now: by form and by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from nlp.extract.callings import FORMER, Called, companies, name_after, people, same_name
from nlp.extract.master_values import EMAIL, Read, Value, account_in, emails_in, is_new_mail, vat_in
from nlp.extract.postal import addresses
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, fold, lexicons

NEAR_ROLE = 75  # characters between a word for a contact and the name
NEAR_NAME = 140  # between a word for a company's name and the name
NEAR_ADDRESS = 260
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
_OLD_PLACE = re.compile(
    r"(?<!\w)(?:old|former|leav\w{1,3}|left|bisher\w{0,3}|alte[nr]?|ancienne?|quitt\w{1,4}|from|statt|instead of|"
    r"nicht mehr|"
    r"no longer|plus au|von)(?: (?:le|la|les|the|our|notre|die|den|das))?[ :(]{0,3}$"
)
_LEAD = re.compile(
    r"[\w]{0,14}[ ]?(?:(?:als|in|unter|as|to|le|la|les|the|est|is|will be|sera|ist|lautet|lauten|e|es|desormais|"
    r"kunftig|nun|"
    r"jetzt|ab sofort|now|wir|um|von|par|auf|nieuwe|noi|od|jest|wordt|nu)[ ]){0,5}[:]?[ \n]{0,2}[«\"“„'‚]?[ ]?"
)
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
    for person in people(source.text, _no_names(context.languages)):
        flat = source.flat
        before, after = flat[max(0, person.start - NEAR_ROLE) : person.start], flat[person.end : person.end + NEAR_ROLE]
        start, end = source.sentence_at(person.start)
        before = before[-max(0, person.start - start) :] if person.start > start else ""
        after = after[: max(0, end - person.end)]
        if _NOT_THIS.search(before) or _LEFT.search(re.split(r"[,;.]", after)[0]) or FORMER.search(before):
            continue
        mail = EMAIL.match(source.text, person.end + len(re.match(r"[ ,:(<\[–-]{0,4}", after)[0]))  # type: ignore[index]
        given = mail is not None and is_new_mail(context, source, mail)
        said = list(roles.finditer(before))
        score = (
            3 * given
            + 2 * bool(said)
            + bool(roles.search(after[:40]))
            + bool(said and before[said[-1].end() :].count(" ") < 6)
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
    moving = _words(context.languages, "address_words")
    names = _names(context)
    months = {fold(name) for pack in context.lexicons for name in (*pack.months, *pack.weekdays)}
    moved = moving.search(context.subject.flat) is not None
    best: tuple[float, Value] | None = None

    def is_name(line: str) -> bool:
        return any(same_name(line, name) or fold(name) in fold(line) for name in names) or any(
            called.end == len(line) for called in companies(line)
        )

    for found in addresses(source.text, is_name, months.__contains__):
        before = source.flat[max(0, found.start - NEAR_ADDRESS) : found.start]
        near = bool(moving.search(before)) or 0.5 * bool(moving.search(source.flat[found.end : found.end + 80]))
        if not (near or moved) or (_DELIVERY.search(before) and not near):
            continue
        score = near + 0.5 * moved - 2 * bool(_OLD_PLACE.search(before))
        if score > 0 and (best is None or score > best[0]):
            best = (score, Value(found.text, source, found.start, found.end))
    return (best[1] if best else None), None


def _name(context: Context, source: Source) -> Read:
    """A name behind a word for a new one, or one with a legal form near such a word, that is not the present name."""
    heads = list(_words(context.languages, "name_words").finditer(source.flat))
    names = [*_names(context), *context.book.own_names()]
    found: list[tuple[int, Called]] = []
    for head in heads:
        lead = _LEAD.match(source.flat, head.end())
        called = name_after(source.text, lead.end()) if lead else None
        if called is not None and (called.text.count(" ") or _is_quoted(source.text, called.start)):
            found.append((lead.end() - head.end() if lead else 0, called))
    for called in companies(source.text):
        gaps = [abs(called.start - head.end()) for head in heads]
        if gaps and min(gaps) <= NEAR_NAME:
            found.append((min(gaps), called))
    for _, called in sorted(found, key=lambda pair: (not _has_form(pair[1].text), pair[0])):
        former = FORMER.search(source.flat[max(0, called.start - 30) : called.start])
        if not former and not any(same_name(called.text, name) for name in names):
            return Value(called.text, source, called.start, called.end), None
    return None, None


def _has_form(name: str) -> bool:
    return any(called.end == len(name) for called in companies(name))


def _is_quoted(text: str, place: int) -> bool:
    return bool(re.search(r"[«\"“„][ \u00a0]?$", text[max(0, place - 2) : place]))


def _names(context: Context) -> tuple[str, ...]:
    return (context.customer.name, *context.customer.aliases) if context.customer else ()


FIELDS: dict[str, Callable[[Context, Source], Read]] = {
    "address": _address, "contact": _contact, "emails": emails_in, "iban": account_in, "name": _name, "vat_id": vat_in,
}  # fmt: skip
