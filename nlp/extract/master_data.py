"""What a customer changes about itself: address, mail, contact, VAT number, account; a signature is no change.

Numbers are checked by their own digits (ISO 13616 for IBAN, the member states' rules for VAT numbers), and what the book
has already is no change. A bank account is only ever a proposal: whoever decides calls back on a known number.
"""  # noqa: E501

from __future__ import annotations

import re

from stdnum import exceptions, iban
from stdnum import vatin as vat_identifier

from nlp.extract.sources import Context, Found, Source
from nlp.lang import compiled, weight
from nlp.reading import Evidence, MasterDataChange, Problem

_IBAN = re.compile(
    r"(?<!\w)([A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0]?[A-Z0-9]{1,3})?)(?!\w)", re.IGNORECASE
)
_VAT = re.compile(
    r"(?<!\w)((?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[ -]?(?:[A-Z0-9][ .-]?){7,13})(?!\w)"  # noqa: E501
)
_EMAIL = re.compile(
    r"(?<![\w.+-])([a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9][a-z0-9.-]{1,120}\.[a-z]{2,24})(?![\w-])", re.IGNORECASE
)
_NAME = r"[ ,:]{1,3}(?:frau |herr |herrn |ms\.? |mrs\.? |mr\.? |mme\.? |m\. |madame |monsieur )?"
_PERSON = re.compile(
    r"((?:(?:Dr|Ing|Dipl)\.[ -]?){0,2}[A-ZÀ-Ý][\w'’-]{1,25}(?:[ ](?:von|van|de|du|le|la|zu|der)){0,2}(?:[ ][A-ZÀ-Ý][\w'’-]{1,25}){1,2})"  # noqa: E501
)
# "69005 Lyon", "L-1855 Luxembourg", "76133 Karlsruhe am Rhein"; "Hull HU1 3DZ".
_TOWN = r"[A-ZÀ-Ý][\w'’-]{2,30}(?:(?: | (?:sur|am|an der|im|les|sous|en|bei|de la|de) |-)[A-ZÀ-Ý][\w'’-]{1,30}){0,3}"
_POSTCODE = re.compile(
    rf"(?<!\w)((?:[A-Z]{{1,2}}-)?\d{{4,5}}[ ]{{1,2}}{_TOWN}|{_TOWN},?[ ]{{1,2}}[A-Z]{{1,2}}\d[\dA-Z]?[ ]\d[A-Z]{{2}})(?!\w)"  # noqa: E501
)


def read_master_data(context: Context) -> Found[MasterDataChange]:
    """The changes proposed; strength 0.6 at most without a known customer: nobody can be changed then."""
    patterns = tuple(pair for pack in context.lexicons for pair in pack.cues["master_data"])
    sources = [s for s in (context.body, *context.documents) if s.text.strip()]
    said = max((weight(patterns, s.flat[:4000])[0] for s in (context.subject, *sources)), default=0.0)
    if said < 0.8:
        return Found(None)
    changes: dict[str, str] = {}
    evidence: list[Evidence] = []
    problems: list[Problem] = []
    for reader in (_iban, _vat, _emails, _contact, _address, _name):
        for source in sources:
            field, text, ground, problem = reader(context, source)
            problems += [problem] if problem else []
            if text and field not in changes:
                changes[field] = text
                evidence += [ground] if ground else []
                break
    if not changes:
        return Found(None, 0.3, (), tuple(problems))
    value = MasterDataChange(tuple(sorted(changes.items())))
    return Found(value, 1.0 if context.customer and not problems else 0.6, tuple(evidence), tuple(problems))


Change = tuple[str, str, Evidence | None, Problem | None]


def _ground(source: Source, field: str, start: int, end: int) -> Evidence:
    return source.evidence(f"master_data.changes.{field}", start, end)


def _iban(context: Context, source: Source) -> Change:
    for match in _IBAN.finditer(source.text):
        written = match[1]
        for cut in (written, written.rsplit(" ", 1)[0]):
            number = re.sub(r"\W", "", cut).upper()
            try:
                iban.validate(number, check_country=False)
            except exceptions.ValidationError:
                continue
            if context.customer is None or number not in context.customer.ibans:
                return "iban", number, _ground(source, "iban", match.start(1), match.start(1) + len(cut)), None
            return "iban", "", None, None
        if re.search(r"(?i)iban", source.text[max(0, match.start() - 25) : match.start()]):
            return "iban", "", None, Problem("bad_iban", "an account number fails its check digits", source.name)
    return "iban", "", None, None


def _vat(context: Context, source: Source) -> Change:
    near_label = re.compile(r"vat|tva|ust|umsatzsteuer|tax|uid|mwst")
    for match in _VAT.finditer(source.text):
        number = re.sub(r"\W", "", match[1]).upper()
        around = source.flat[max(0, match.start() - 60) : match.start() + 10]
        known = context.customer is not None and number == re.sub(r"\W", "", context.customer.vat_id).upper()
        if known or not near_label.search(around):
            continue
        try:
            valid = bool(vat_identifier.is_valid(number))
        except (LookupError, ValueError):
            valid = False
        problem = None if valid else Problem("vat_id_unchecked", "the VAT number fails its check digits", source.name)
        return "vat_id", number, _ground(source, "vat_id", match.start(1), match.end(1)), problem
    return "vat_id", "", None, None


def _emails(context: Context, source: Source) -> Change:
    """Addresses that the text gives for the future; those of the book, and those said to end, are none."""
    known = {email.lower() for email in context.customer.emails} if context.customer else set()
    own = context.book.own_domains()
    ends = re.compile(
        r"(?:instead of|statt|anstatt|au lieu de|no longer|nicht mehr|ne plus|old|alte|ancienne?|replaces?|remplace)[^@\n]{0,40}$"  # noqa: E501
    )
    found = [
        match
        for match in _EMAIL.finditer(source.text)
        if match[1].lower() not in known
        and match[1].rsplit("@", 1)[1].lower() not in own
        and not ends.search(source.flat[max(0, match.start() - 60) : match.start()])
        and _is_about_mail(context, source, match.start())
    ]
    if not found:
        return "emails", "", None, None
    value = "|".join(dict.fromkeys(match[1].lower() for match in found))
    return "emails", value, _ground(source, "emails", found[0].start(1), found[0].end(1)), None


def _is_about_mail(context: Context, source: Source, place: int) -> bool:
    """Whether the words before an address say that something goes there, rather than whom to ask."""
    around = source.flat[max(0, place - 260) : place + 60]
    return bool(
        re.search(
            r"invoic|factur|rechnung|e-?mail|mail|courriel|remind|relance|mahnung|statement|send|adress|envoy|senden|postfach",
            around,
        )
    ) and not re.search(
        r"(?:question|queries|ruckfrage|fragen|pour toute)[^.\n]{0,60}$", around[: min(len(around), 260)]
    )


def _contact(context: Context, source: Source) -> Change:
    head = compiled(rf"(?<!\w)(?:{context.words('contact_words')}){_NAME}")
    for match in head.finditer(source.flat):
        person = _PERSON.match(source.text, match.end())
        if person:
            return "contact", person[1], _ground(source, "contact", person.start(1), person.end(1)), None
    after = re.compile(
        r"[ ](?:is (?:now )?(?:your|our|the) new contact|ist (?:ab sofort |kunftig |nun )?(?:ihre?|unsere?) (?:neue[r]? )?ansprechpartner|est (?:desormais )?votre (?:nouve[a-z]{1,4} )?(?:contact|interlocut))"  # noqa: E501
    )
    for match in after.finditer(source.flat):
        names = list(_PERSON.finditer(source.text, max(0, match.start() - 60), match.start()))
        if names and names[-1].end() >= match.start() - 1:
            return "contact", names[-1][1], _ground(source, "contact", names[-1].start(1), names[-1].end(1)), None
    return "contact", "", None, None


def _address(context: Context, source: Source) -> Change:
    """Street and place behind words for a new address: "18 chemin des Aulx, 1228 Plan-les-Ouates"."""
    head = compiled(rf"(?<!\w)(?:{context.words('address_words')})(?!\w)")
    moving = compiled(
        r"nouve|neue|new|change|umzug|umgezogen|zieh|move|moving|demenag|transf|ander|desormais|kunftig|ab dem|from|relocat|devient|installe"  # noqa: E501
    )
    unchanged = compiled(rf"(?<!\w)(?:{context.words('unchanged')})(?!\w)")
    for match in head.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        around = source.flat[max(0, match.start() - 200) : match.end() + 60]
        if not moving.search(around) or (
            unchanged.search(source.flat[start:end])
            and not _POSTCODE.search(source.text, match.end(), match.end() + 200)
        ):
            continue
        place = _POSTCODE.search(source.text, match.end(), match.end() + 260)
        if place is None:
            continue
        value, street_start = _with_street(source.text, match.end(), place)
        if value:
            return "address", value, _ground(source, "address", street_start, place.end(1)), None
    return "address", "", None, None


def _with_street(text: str, low: int, place: re.Match[str]) -> tuple[str, int]:
    """The street is the last piece with a house number before the postcode."""
    before = text[low : place.start()]
    pieces = [(m.start() + low, m.group().strip()) for m in re.finditer(r"[^\n,;:]{3,60}", before)]
    for start, piece in reversed(pieces):
        street = re.search(
            r"(?:[A-ZÀ-Ý][\w'’.-]{1,30}(?:[ -][\w'’.-]{1,30}){0,5}[ ]\d{1,4}[ ]?[a-zA-Z]?(?!\w)|\d{1,4}[ ]?(?:bis|ter|[a-zA-Z])?,?[ ][\w'’.-]{2,30}(?:[ -][\w'’.-]{1,30}){0,6})$",  # noqa: E501
            piece,
        )
        if street:
            return f"{street.group().strip()}, {place[1].strip()}", start
    number = re.search(r"(\d{1,4}[a-z]?),[ ]{0,2}([\w'’.-]{2,30}(?:[ -][\w'’.-]{1,30}){0,5})[,\n ]{0,4}$", before)
    return (f"{number[1]} {number[2]}, {place[1].strip()}", low + number.start()) if number else ("", -1)


def _name(context: Context, source: Source) -> Change:
    head = compiled(rf"(?<!\w)(?:{context.words('name_words')})[ :]{{1,3}}[\"']?")
    for match in head.finditer(source.flat):
        name = re.match(
            r"[«\"„“ ]{0,2}([A-ZÀ-Ý0-9][\w&'’.-]{0,30}(?:[ ][\w&'’.-]{1,30}){0,6}?)(?=[»\"“”]|[.,;\n]|[ ](?:ab|à|from|mit|with|and|und|et)\b|$)",  # noqa: E501
            source.text[match.end() : match.end() + 120],
        )
        if name:
            start = match.end() + name.start(1)
            return "name", name[1].strip(" ."), _ground(source, "name", start, start + len(name[1])), None
    return "name", "", None, None
