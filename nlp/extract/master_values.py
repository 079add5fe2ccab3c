"""Numbers and mail addresses that a customer gives as its new ones: an account, a VAT number, an inbox."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import exceptions, iban
from stdnum import vatin as vat_identifier

from nlp.extract.master_words import from_now_on
from nlp.extract.sources import Context, Source
from nlp.reading import Problem

NEAR_MAIL = 260  # characters before an address that say what it is for
_IBAN = re.compile(
    r"(?<!\w)([A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0]?[A-Z0-9]{1,3})?)(?!\w)", re.IGNORECASE
)
_VAT = re.compile(
    r"(?<!\w)((?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[ -]?"
    r"(?:[A-Z0-9][ .-]?){7,13})(?!\w)"
)
_VAT_LABEL = re.compile(
    r"(?<!\w)(?:vat|tva|ust|umsatzsteuer|steuer|tax|uid|mwst|btw|iva|p\.? ?iva|nif|cif|nip|moms|dic|dph)"
)
# As people write it at home, without the country's letters: "VAT number: 7422787K", "P.IVA 00743110157".
_VAT_AT_HOME = re.compile(
    r"(?<!\w)(?:vat|tva|ust-?id|uid|mwst|btw|p\.? ?iva|iva|nif|cif|nip|moms|dic)(?!\w)[^\d\n@]{0,40}?"
    r"(?<![\w/.-])([a-z]{0,2}\d[\d .]{4,14}\d(?:[ ]?[a-z]{1,2})?)(?![\w/-]|\.\d)"
)
EMAIL = re.compile(
    r"(?<![\w.+-])([a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9][a-z0-9.-]{1,120}\.[a-z]{2,24})(?![\w-])", re.IGNORECASE
)
_MAIL_WORDS = re.compile(
    r"invoic|factur|rechnung|mail|courriel|remind|relance|mahnung|statement|send|adress|address|envoy|senden|"
    r"postfach|writ|"
    r"ecri|schreib|paper|unterlagen|document|beleg|note|notier|joign|erreich|reach|contact|kontakt|inbox|fattur|"
    r"fatur|envi|"
    r"invia|mand|spedi|skicka|wysy|prosi|stuur|doklad|posil|bill|gutschrift|avis|chas|dunn|correspond|remit|order|"
    r"bestell|command|post|statement|beleg|schick|gehen|geht|laufen|transmet|transfer|parven|pass(?:er|ent)|achemin|"
    r"go(?:es)? to|come to|copy|cc|reply|answer|antwort|repond|email|mejl|pisa|scriv|escrib|pedid|ordin"
)
# Directly before an address: whatever is meant goes there.
_THERE = re.compile(
    r"(?<!\w)(?:to|at|via|an|auf|unter|bei|uber|a|sur|par|naar|op|aan|per|su|en|na|do|til|till|use|"
    r"utilise[rz]?|prenez|nutzen|verwenden|nehmen)[ :]{1,3}$"
)
_ASK_THERE = re.compile(r"(?:question|queries|query|ruckfrage|fragen|pour toute|domande|vragen)[^.\n@]{0,60}$")
_ENDS = re.compile(
    r"(?<!\w)(?:instead of|rather than|in place of|statt|anstatt|anstelle|au lieu de|no longer|nicht mehr|ne plus|"
    r"et plus|"
    r"remov\w{1,3}|delet\w{1,3}|supprim\w{1,4}|retir\w{1,4}|enlev\w{1,4}|loschen|entfern\w{1,4}|streich\w{1,4}|"
    r"verwijder\w{0,2}|"
    r"elimin\w{1,5}|usun\w{1,3}|not|old|alte[nrs]?|bisherige[nr]?|ancien(?:ne)?s?|replaces?|remplace|ersetzt|"
    r"en lugar de|invece di|in plaats van)(?!\w)"
    r"[^@\n.]{0,45}$"
)
_BUT = re.compile(
    r"(?<!\w)(?:neue?[rsn]?|new|nouve\w{1,4}|now|jetzt|nun|desormais|dorenavant|kunftig|ab sofort|use|take|"
    r"utilis\w{1,4}|"
    r"prenez|nutzen|nehmen|nuev[oa]|nuov[oa]|voortaan|nowy|but|mais|sondern|aber|sino|bensi|ma|maar|lecz|ale|mas)(?!\w)"
)
_SENDER = re.compile(r"(?<!\w)(?:from|von|depuis|expediteur|absender|sender|afzender|mittente|remitente)[ :]{1,2}$")
_OURS = re.compile(
    r"(?<!\w)(?:your|votre|vos|ihre?[rnms]?|eure?[rnm]?|vostr[aoi]|vuestr\w|uw|jullie)[ ](?:\w{1,15}[ ]){0,2}?"
    r"(?:iban|rib|account|compte|konto\w{0,10}|bank\w{0,12}|vat|tva|ust\w{0,5}|tax|steuer\w{0,8}|numer\w|number|n°|no)"
    r"[^.?!\n]{0,30}$"
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
    for match in _IBAN.finditer(source.text):
        if _OURS.search(source.flat[max(0, match.start() - 60) : match.start()]):
            continue
        written = match[1]
        for cut in (written, written.rsplit(" ", 1)[0]):
            number = re.sub(r"\W", "", cut).upper()
            try:
                iban.validate(number, check_country=False)
            except exceptions.ValidationError:
                continue
            known = context.customer is not None and number in context.customer.ibans
            return (None if known else Value(number, source, match.start(1), match.start(1) + len(cut))), None
        if re.search(r"(?i)iban", source.text[max(0, match.start() - 25) : match.start()]):
            return None, Problem("bad_iban", "an account number fails its check digits", source.name)
    return None, None


def vat_in(context: Context, source: Source) -> Read:
    own = re.sub(r"\W", "", context.customer.vat_id).upper() if context.customer else ""
    accounts = {match.start(1) for match in _IBAN.finditer(source.text) if _is_account(match[1])}
    for match in _VAT.finditer(source.text):
        if match.start(1) in accounts:
            continue
        number = re.sub(r"\W", "", match[1]).upper()
        before = source.flat[max(0, match.start() - 200) : match.start()]
        labels = (before, source.flat[match.end() : match.end() + 30], context.subject.flat)
        labelled = any(_VAT_LABEL.search(text) for text in labels) or (_same_shape(number, own) and _is_vat(number))
        if number == own or not labelled or _OURS.search(before[-60:]) or not re.search(r"\d{4}", number):
            continue
        valid = _is_vat(number)
        problem = None if valid else Problem("vat_id_unchecked", "the VAT number fails its check digits", source.name)
        return Value(number, source, match.start(1), match.end(1)), problem
    country = own[:2] or (context.customer.country if context.customer else "")
    for match in _VAT_AT_HOME.finditer(source.flat):
        number = re.sub(r"\W", "", match[1]).upper()
        if (
            country
            and own[2:] != number
            and _is_vat(country + number)
            and not _OURS.search(source.flat[: match.start(1)][-60:])
        ):
            return Value(number, source, match.start(1), match.end(1)), None
    return None, None


def _is_account(written: str) -> bool:
    cuts = (written, written.rsplit(" ", 1)[0])
    return any(iban.is_valid(re.sub(r"\W", "", cut), check_country=False) for cut in cuts)


def _is_vat(number: str) -> bool:
    try:
        return bool(vat_identifier.is_valid(number))
    except (LookupError, ValueError):
        return False


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
        and not ((ends := _ENDS.search(before[-80:])) and not _BUT.search(ends.group()))
        and not _ASK_THERE.search(before)
        and not _SENDER.search(before)
        and bool(
            _MAIL_WORDS.search(before + source.flat[match.end() : match.end() + 60])
            or _THERE.search(before)
            or _is_given(source, match)
            or from_now_on(before)
        )
    )


def _is_given(source: Source, match: re.Match[str]) -> bool:
    """Directly behind a name: "Ann Ray, a.ray@kunde.example"."""
    before = source.text[max(0, match.start() - 40) : match.start()]
    return bool(re.search(r"[A-ZÀ-Ý][\w'’-]{1,25}[ ][A-ZÀ-Ý][\w'’-]{1,25}[ ]?[,:(<\[–-][ ]?$", before))
