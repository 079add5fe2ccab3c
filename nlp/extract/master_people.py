"""Who deals with us now: a person beside a word for it, with a new mail address, or the writer."""

from __future__ import annotations

import re
from functools import cache

from nlp.extract.callings import FORMER, Called, companies, people
from nlp.extract.master_values import EMAIL, Read, Value, is_new_mail
from nlp.extract.master_words import from_now_on
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, fold, lexicons
from nlp.lang.records import everywhere, told

NEAR_ROLE = 75  # characters between a word for a contact and the name
CLOSE_WORDS = 6
SHORT_MONTH = 3  # letters
_SURNAME = re.compile(r"[A-ZÀ-Ý][\w'’-]{2,25}(?![\w@]|[ ][A-ZÀ-Ý])")


@cache
def words_of(languages: tuple[str, ...], field: str) -> re.Pattern[str]:
    """Beginnings of words of the mail's language; where it is none of ours, those of its neighbours too."""
    words = [word for pack in lexicons(languages) for word in getattr(pack, field)]
    if len(languages) == len(LANGUAGES):
        words += getattr(abroad, field.upper())
    return re.compile(rf"(?<!\w)(?:{alternatives(words)})".replace("'", "[' ]"))  # "on s appelle", typed on a phone


@cache
def _roles(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Words for who deals with something: "contact", "our new accountant"."""
    new_role = rf"(?<!\w)(?:{everywhere('NEW')})[ ](?:[\w-]{{2,14}}[ ])?(?:{everywhere('ROLE_NOUN')})(?!\w)"
    return re.compile(f"{words_of(languages, 'contact_words').pattern}|{new_role}")


@cache
def _sign(name: str) -> re.Pattern[str]:
    """The patterns of what stands directly before or behind a person."""
    words = everywhere(name)
    return re.compile(
        {
            "NOT_THIS": rf"(?<!\w)(?:{words})[ ](?:(?:{everywhere('TITLE')})[ .]{{0,2}})?$",
            "ATTENTION": rf"(?<!\w)(?:{words})[ ](?:(?:{everywhere('TITLE')})[ ])?$",
            "PHONE": rf"[ ,:;(\[-]{{0,4}}(?:(?:{words})|\+\d\d|0\d)",
            "DELIVERED": rf"(?<!\w)(?:{words})[^.!?\n]{{0,50}}$",
            "LEFT": rf"(?:{words})",
            "TITLE": rf"(?<!\w)(?:{words})[ ](?=\w)",
        }[name]
    )


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
        words |= {*(month for month in pack.months if len(month) > SHORT_MONTH), *pack.weekdays}  # Jan is a name
    return re.compile(rf"(?:{alternatives(words)})(?:en|in|innen|s|e|n)?")


def contact_in(context: Context, source: Source) -> Read:
    """A person beside a word for who deals with something, or before a mail address that is given with it."""
    best: tuple[int, Called] | None = None
    firms = list(companies(source.text))
    for person in people(source.text, _no_names(context.languages)):
        if any(firm.start < person.end and person.start < firm.end for firm in firms):
            continue
        score = _score(context, source, person)
        if score > 0 and (best is None or score > best[0]):
            best = (score, person)
    if best is None:
        return _titled(source, _roles(context.languages)) or _writer(context, source), None
    return Value(best[1].text, source, best[1].start, best[1].end), None


def _score(context: Context, source: Source, person: Called) -> int:
    """How much speaks for a person dealing with us from now on."""
    roles, flat = _roles(context.languages), source.flat
    before, after = flat[max(0, person.start - NEAR_ROLE) : person.start], flat[person.end : person.end + NEAR_ROLE]
    start, end = source.sentence_at(person.start)
    before = before[-max(0, person.start - start) :] if person.start > start else ""
    after = after[: max(0, end - person.end)]
    if re.search(r"\d[a-d]?[ ]$", before) or re.match(r",?[ ]\d{1,4}[ ,a-d\n]", after):
        return 0  # a street
    if told("I_TAKE").search(flat, start, end):
        return 0  # "I have taken over from Ann Ray"
    gone = _sign("LEFT").search(re.split(r"[,;.]", after)[0])
    own = told("OWN_PERSON", "THAT_IS_ME").search(before) is not None
    if (
        (not own and _sign("DELIVERED").search(before))
        or _sign("NOT_THIS").search(before)
        or gone
        or FORMER.search(before)
    ):
        return 0
    between = re.match(r"(?:[ ][a-z']{1,8}(?=[ ,:])){0,3}[ ,:(<\[–-]{0,4}", after)  # "it's Ann Ray you want, ann@…"
    mail = EMAIL.match(source.text, person.end + (between.end() if between else 0))
    given = mail is not None and is_new_mail(context, source, mail)
    addressed = _sign("ATTENTION").search(flat[max(0, person.start - 30) : person.start])
    said = [addressed] if addressed else list(roles.finditer(before))
    return (
        3 * given
        + 2 * bool(said)
        + bool(roles.search(after[:40]))
        + bool(told("TAKES_OVER").search(after))
        + bool(addressed or (said and before[said[-1].end() :].count(" ") < CLOSE_WORDS))
        + (bool(_sign("PHONE").match(after)) and from_now_on(before + after))
        + (not _signs(context, source, person) and bool(_sign("LEFT").search(flat[max(0, start - NEAR_ROLE) : start])))
    )


def _signs(context: Context, source: Source, person: Called) -> bool:
    """Whether a name is the writer's own, alone in its line: below a mail nobody follows anybody."""
    line = source.text[source.text.rfind("\n", 0, person.start) + 1 :].partition("\n")[0]
    return bool(context.writer) and fold(person.text) in fold(context.writer) and line.strip() == person.text


def _writer(context: Context, source: Source) -> Value | None:
    """ "To me from now on": whoever writes, by the name that the mail's head says."""
    if source is not context.body or not any(True for _ in people(context.writer, _no_names(context.languages))):
        return None
    left = re.search(everywhere("LEFT"), source.flat) is not None
    for match in told("OWN_PERSON", "TO_ME", "MY_ATTENTION", "I_TAKE").finditer(source.flat):
        start, end = source.sentence_at(match.start())
        sentence = source.flat[start:end]
        mine = told("MY_ATTENTION").match(source.flat, match.start()) and from_now_on(sentence)
        to_me = mine or (left and told("TO_ME", "MY_ATTENTION").match(source.flat, match.start()))
        follows = told("I_TAKE").match(source.flat, match.start()) and words_of(
            context.languages, "contact_words"
        ).search(sentence)
        if to_me or follows:
            return Value(context.writer, source, match.start(), match.end())
        replaced = rf"(?<!\w)(?:{everywhere('ENDS')})[ ](?:{everywhere('PERSONS')})(?!\w)"
        introduced = told("OWN_PERSON").match(source.flat, match.start()) and _is_about_us(source.flat[start:end])
        if introduced or re.search(replaced, source.flat[start:end]):
            return Value(context.writer, source, match.start(), match.end())
    return None


def _is_about_us(flat: str) -> bool:
    """Whether a sentence is about who deals with us from now on."""
    role = rf"(?<!\w)(?:{everywhere('ROLE_NOUN', 'NEW')})(?!\w)"
    return from_now_on(flat) or re.search(role, flat) is not None


def _titled(source: Source, roles: re.Pattern[str]) -> Value | None:
    """A person by title and surname only, close behind a word for who deals with something: "contact is Ms Reed"."""
    for title in _sign("TITLE").finditer(source.flat):
        name = _SURNAME.match(source.text, title.end())
        match = re.compile(r".{1,60}").match(source.text, title.start(), name.end()) if name else None
        if match is None:
            continue
        before = source.flat[max(source.sentence_at(match.start())[0], match.start() - NEAR_ROLE) : match.start()]
        said = list(roles.finditer(before))
        close = bool(said) and before[said[-1].end() :].count(" ") < CLOSE_WORDS
        after = re.split(r"[,;.]", source.flat[match.end() : match.end() + NEAR_ROLE])[0]
        if close and not (
            told("NO_MORE").search(before)
            or _sign("NOT_THIS").search(before)
            or _sign("LEFT").search(after)
            or FORMER.search(before)
        ):
            return Value(match.group().replace("Herrn ", "Herr "), source, match.start(), match.end())
    return None
