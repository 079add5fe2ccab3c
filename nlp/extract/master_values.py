"""Numbers and mail addresses that a customer gives as its new ones: an account, a VAT number, an inbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from stdnum import vatin as vat_identifier

from nlp.extract.accounts import IBAN, account_of
from nlp.extract.master_words import from_now_on, names_a_change, stays
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.lang.records import everywhere, told
from nlp.reading import Problem

NEAR_MAIL = 260  # characters before an address that say what it is for
_VAT = re.compile(
    r"(?<!\w)((?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[ -]?"
    r"(?:[A-Z0-9][ .-]?){7,13})(?!\w)"
)
EMAIL = re.compile(
    r"(?<![\w.+-])([a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9][a-z0-9.-]{1,120}\.[a-z]{2,24})(?![\w-])", re.IGNORECASE
)
_SWISS_TAX = re.compile(r"(CHE\d{9})(?:TVA|MWST|IVA)")
NEAR_CORRECTED = 120  # characters between a wrong number and the right one
MOST_MENTIONS = 5  # of an account by whoever has changed to it: more are a list, or meant to tire a reader
NEAR_DATUM = 48  # characters beside a number in which it is said to stay as it is


@cache
def _begins(name: str) -> re.Pattern[str]:
    """A word that begins with one of a table's."""
    return re.compile(rf"(?<!\w)(?:{everywhere(name)})")


@cache
def _before(name: str, between: str) -> re.Pattern[str]:
    """A word of a table, and behind it nothing but this."""
    return re.compile(rf"(?<!\w)(?:{everywhere(name)})(?!\w){between}$")


@cache
def _vat_at_home() -> re.Pattern[str]:
    """As people write it at home, without the country's letters: "VAT number: 7422787K", "P.IVA 00743110157"."""
    return re.compile(
        rf"(?<!\w)(?:{everywhere('TAX_AT_HOME')})(?!\w)[^\d\n@]{{0,40}}?"
        r"(?<![\w/.-])([a-z]{0,2}\d[\d .]{4,14}\d(?:[ ]?[a-z]{1,2})?)(?![\w/-]|\.\d)"
    )


@cache
def _ours() -> re.Pattern[str]:
    """ "your account": what we have, and they only write down."""
    return re.compile(
        rf"(?<!\w)(?:{everywhere('YOURS')})[ ](?:\w{{1,15}}[ ]){{0,2}}?(?:{everywhere('YOUR_DATUM')})[^.?!\n]{{0,30}}$"
    )


@dataclass(frozen=True, slots=True)
class Value:
    """A new value as text, and where it stands."""

    text: str
    source: Source
    start: int
    end: int


Read = tuple[Value | None, Problem | None]


def account_in(context: Context, source: Source) -> Read:
    for match in IBAN.finditer(source.text):
        if _ours().search(source.flat[max(0, match.start() - 60) : match.start()]):
            continue
        if _is_kept(source, match.start(), match.end()):
            continue
        found = account_of(match[1])
        if found is not None:
            number, length = found
            if source.text.count(match[1][:length]) > MOST_MENTIONS:
                return None, None
            known = context.customer is not None and number in context.customer.ibans
            return (None if known else Value(number, source, match.start(1), match.start(1) + length)), None
        if re.search(r"(?i)iban", source.text[max(0, match.start() - 25) : match.start()]):
            return None, Problem("bad_iban", "an account number fails its check digits", source.name)
    return None, None


def vat_in(context: Context, source: Source) -> Read:
    own = re.sub(r"\W", "", context.customer.vat_id).upper() if context.customer else ""
    accounts = {match.start(1) for match in IBAN.finditer(source.text) if account_of(match[1])}
    written = [match for match in _VAT.finditer(source.text) if match.start(1) not in accounts]
    for place, match in enumerate(written):
        if place + 1 < len(written) and _is_taken_back(source, match.end(), written[place + 1].start()):
            continue
        number = _as_recorded(re.sub(r"\W", "", match[1]).upper(), own)
        before = source.flat[max(0, match.start() - 200) : match.start()]
        labels = (before, source.flat[match.end() : match.end() + 30], context.subject.flat)
        labelled = any(_begins("TAX_LABEL").search(text) for text in labels) or (
            (_same_shape(number, own) or number.startswith(_country(context))) and _is_vat(number)
        )
        if _is_kept(source, match.start(), match.end()) or _signs(context, source, match.start()):
            continue
        if number == own or not labelled or _ours().search(before[-60:]) or not re.search(r"\d{4}", number):
            continue
        valid = _is_vat(number)
        problem = None if valid else Problem("vat_id_unchecked", "the VAT number fails its check digits", source.name)
        return Value(number, source, match.start(1), match.end(1)), problem
    country = own[:2] or _country(context)
    for match in _vat_at_home().finditer(source.flat):
        number = re.sub(r"\W", "", match[1]).upper()
        if (
            country
            and own[2:] != number
            and not _is_kept(source, match.start(1), match.end(1))
            and not _signs(context, source, match.start(1))
            and _is_vat(country + number)
            and not _ours().search(source.flat[: match.start(1)][-60:])
        ):
            return Value(number, source, match.start(1), match.end(1)), None
    return None, None


def _signs(context: Context, source: Source, place: int) -> bool:
    """ "Ballinor Ltd, VAT IE…" below a mail that speaks of no VAT number: a signature beside the present name."""
    if context.customer is None:
        return False
    start, end = source.text.rfind("\n", 0, place) + 1, source.text.find("\n", place)
    end = end if end >= 0 else len(source.flat)
    texts = (source.flat[:start], source.flat[end:], context.subject.flat)
    signed = source.flat[start:place].startswith(fold(context.customer.name))
    return (
        signed
        and not names_a_change(source.flat[start:end])
        and not any(_begins("TAX_LABEL").search(text) for text in texts)
    )


def _is_taken_back(source: Source, low: int, high: int) -> bool:
    """ "DE…78, sorry, that was a typing error: DE…46": the second number is meant."""
    return high - low <= NEAR_CORRECTED and told("MISTAKE").search(source.flat, low, high) is not None


def _as_recorded(number: str, own: str) -> str:
    """A Swiss number without the tax behind it, where the record has the present one so: "CHE-314.220.851 TVA"."""
    swiss = _SWISS_TAX.fullmatch(number)
    return swiss[1] if swiss and own and not _SWISS_TAX.fullmatch(own) else number


def _is_vat(number: str) -> bool:
    swiss = re.fullmatch(r"CHE\d{9}", number)
    try:
        return bool(vat_identifier.is_valid(f"{number}MWST" if swiss else number))
    except (LookupError, ValueError):
        return False


def _country(context: Context) -> str:
    """The customer's, "?" where nobody is known: no number begins so."""
    return context.customer.country if context.customer and context.customer.country else "?"


def _same_shape(number: str, own: str) -> bool:
    """Of the same country and form as the customer's present one: that needs no word beside it."""
    shapes = [re.sub(r"\d", "9", text) for text in (number, own)]
    return bool(own) and shapes[0] == shapes[1]


def emails_in(context: Context, source: Source) -> Read:
    """Addresses that the text gives for the future; those of the book, and those said to end, are none."""
    if "@" not in source.text:
        return None, None
    found = [match for match in EMAIL.finditer(source.text) if is_new_mail(context, source, match)]
    if not found:
        return None, None
    value = "|".join(dict.fromkeys(match[1].lower() for match in found))
    return Value(value, source, found[0].start(1), found[0].end(1)), None


def is_new_mail(context: Context, source: Source, match: re.Match[str]) -> bool:
    known = {email.lower() for email in context.customer.emails} if context.customer else set()
    address = match[1].lower()
    before = source.flat[max(0, match.start() - NEAR_MAIL) : match.start()]
    return (
        address not in known
        and address.rsplit("@", 1)[1] not in context.book.own_domains()
        and not _is_given_up(before[-80:])
        and (_before("ASK_THERE", r"[^.\n@]{0,60}").search(before) is None or _is_told_of_us(before))
        and _before("MAIL_FROM", r"[ :]{1,2}").search(before) is None
        and bool(
            re.search(everywhere("MAIL_USE"), before + source.flat[match.end() : match.end() + 60])
            or _before("THERE", r"[ :]{1,3}").search(before)
            or _is_given(source, match)
            or from_now_on(before)
        )
    )


def _is_given_up(before: str) -> bool:
    """An address that is no longer used; whom the words before it replace is no address: "to me, not her: a@b.c"."""
    ends = _before("ENDS", r"[^@\n.]{0,45}").search(before)
    if ends is None or told("BUT_NOW").search(ends.group()):
        return False
    return _before("PERSONS", r"[ ]?[:–(-][ ]?").search(ends.group()) is None


def _is_told_of_us(before: str) -> bool:
    """ "for questions of payment it is now Ms Roth, …": a new address, and no hint where to ask."""
    said = re.split(r"[.!?\n]", before)[-1]
    return from_now_on(said) or names_a_change(said)


def _is_kept(source: Source, start: int, end: int) -> bool:
    """ "our VAT number … stays the same": a number that is repeated and not new."""
    low, high = source.sentence_at(start)
    before = source.flat[max(low, start - NEAR_DATUM) : start]
    behind = re.split(r"[.;!?]", source.flat[end : min(high, end + NEAR_DATUM)])[0]
    return not from_now_on(before) and (stays(behind) or stays(before))


def _is_given(source: Source, match: re.Match[str]) -> bool:
    """Directly behind a name: "Ann Ray, a.ray@kunde.example"."""
    before = source.text[max(0, match.start() - 40) : match.start()]
    name = r"[A-ZÀ-Ý][\w'’-]{1,25}[ ][A-ZÀ-Ý][\w'’-]{1,25}(?:[ ][a-z']{1,8}){0,3}"
    return bool(re.search(rf"{name}[ ]?[,:(<\[–-][ ]?$", before))
