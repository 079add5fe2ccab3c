"""How companies and people are called in a text: one by a legal form or behind a word, the other by two names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.lang import expression, fold

LEGAL_FORM = (
    r"(?:g?GmbH(?:[ ]?&[ ]?Co\.?[ ]?(?:KG|OHG))?|mbH|AG|KG|OHG|UG|GbR|PartG(?:mbB)?|e\.?[ ]?K\.|e\.?[ ]?V\.|eG|SE|AöR|"
    r"SAS|SASU|SARL|SA|EURL|SNC|SCOP|SCA|SCI|SCM|SELARL|ASBL|S\.?[àÀ][ ]?r\.?[ ]?l\.?|S\.A\.(?:S\.|R\.L\.)?|"
    r"S\.?r\.?l\.|"
    r"Srl|S\.?p\.A\.|SpA|Ltd\.?|Limited|PLC|plc|LLP|LLC|CLG|CIC|DAC|Inc\.?|B\.V\.|BV|N\.V\.|NV|S\.?L\.?U?\.?|Lda\.?|"
    r"Sp\.[ ]?z[ ]?o\.?[ ]?o\.|sp\.[ ]?z[ ]?o\.?[ ]?o\.|sp\.[ ]?j\.|s\.r\.o\.|"
    r"OG|KEG|KGaA|GesbR|e\.?[ ]?U\.|Ges\.?m\.?b\.?H\.?|SRL|SPRL|SCRL|SELAS|SCIC|EIRL|EARL|GAEC|SCEA|GIE|ltée|inc\.?|"
    r"enr\.|"
    r"VOF|CVBA|HB|KB|I/S|P/S|AS|"
    r"a\.s\.|ApS|A/S|AB|ASA|Oyj?)"
)
_WORD = (
    r"(?:Dr\.|Prof\.|Mag\.|St\.|Co\.|[A-ZÀ-ÖØ-Ý]\.|[A-ZÀ-ÖØ-Ý0-9][\w'’-]{0,30}'?|[a-zà-ÿ]{1,2}['’][A-ZÀ-Ý][\w-]{1,30})"
)
# Forms that stand before the name: "SARL du Lac"; the others stand behind it.
FRONT_FORM = (
    r"(?:SAS|SASU|SARL|SA|EURL|SNC|SCOP|SCA|SCI|SCM|SELARL|SELAS|SCIC|EIRL|EARL|GAEC|SCEA|GIE|ASBL|SPRL|SRL|SCRL|VOF|"
    r"S\.A\.(?:S\.|R\.L\.)?)"
)
_LINK = r"(?:&|\+|und|and|et|de|du|des|la|le|of|the|van|von|der|für|for|y|e|i|di|da|do|en|upon|sur)"
_RUN = rf"{_WORD}(?:[ ](?:{_LINK}[ ]){{0,2}}{_WORD}){{0,9}}"
_SHORTENED = re.compile(r"[ ](?:Ltd|Inc|Lda)\.$")  # at the end of a sentence the dot is that of the sentence
_BRANCH = rf"(?:[ ]\({_WORD}(?:[ ]{_WORD}){{0,2}}\))?"  # "Reed Hotels (South Coast) Ltd"
COMPANY = re.compile(
    rf"{_RUN}{_BRANCH}(?:[ ]{LEGAL_FORM})(?![\w])|(?<![\w.-]){FRONT_FORM}[ ](?:(?:du|de|des|de la|la|le|les)[ ])?{_RUN}"
)
NAME_RUN = re.compile(_RUN)
# Behind a word for a name: small words and a comma too, up to the legal form: "Les Filles Roy, peinture inc."
_UP_TO_FORM = re.compile(rf"{_WORD}(?:[ ,]{{1,2}}[^\s.;:!?()«»\"]{{1,24}}){{0,7}}?,?[ ]{LEGAL_FORM}(?![\w])")
_TITLE = r"(?:(?:Prof|Dr|Mag|Dipl|Ing|DI|Me|MMag)\.?[ -]?(?:Ing\.?[ ]?)?){0,3}"
_SURNAME = r"(?:Mc|Mac|O['’]|D['’]|Mc)?[A-ZÀ-ÖØ-ÝŁŚŻČŠŽ][a-zà-ÿąćęłńóśźżčďěňřšťůž'’]{1,24}(?:-[A-ZÀ-Ý][a-zà-ÿ]{1,24})?"
_PARTICLE = r"(?:[ ](?:von|van|de|du|le|la|zu|der|den|dos|da|di|el|ben|Le|La|De|Du|Van|Mc))"
PERSON = re.compile(rf"(?<![\w@.-])(?:{_TITLE})({_SURNAME})(?:{_PARTICLE}{{0,2}}[ ]{_SURNAME}){{1,2}}(?![\w@]|\.[a-z])")
SALUTATION = re.compile(
    r"(?:frau|herrn?|fr|hr|mme|mlle|madame|mademoiselle|monsieur|m|mr|mrs|ms|miss|sig|sigra|signora|sr|sra|senora?|"
    r"pani?|dhr|"
    r"mevr|meneer|mevrouw|mag|dr|prof|ing|dipl|liebe[rs]?|hallo|cher|chere|dear|hi|hello|bonjour)"
)
PARTICLES = frozenset("le la de du des van von der den da di el ben zu dos mac mc ter ten".split())
FORMER = re.compile(
    r"(?:formerly|previously|ehemals|vormals|bisher(?:ige[rn]?)?|fruher|anciennement|ex-?|ex|ci-devant|auparavant|"
    r"gia|antes|"
    r"voorheen|dawniej|instead of|statt|au lieu de|not|nicht|pas)[ :(\"«„]{0,4}$"
)


@dataclass(frozen=True, slots=True)
class Called:
    """A name, and where it stands."""

    text: str
    start: int
    end: int


def companies(text: str) -> Iterator[Called]:
    """Names with a legal form."""
    for match in COMPANY.finditer(text):
        name = match.group().strip()
        dotted = _SHORTENED.search(name) and re.match(
            r"[ ]+[A-ZÀ-Ý]\w*[ ]|\s*\n|\s*$", text[match.end() : match.end() + 40]
        )
        yield Called(name[:-1] if dotted else name, match.start(), match.end() - bool(dotted))


def name_after(text: str, place: int) -> Called | None:
    """The name that begins at a place, without a legal form perhaps: "… as Reed & Sons, Leeds branch."."""
    company = max(
        (match for pattern in (COMPANY, _UP_TO_FORM) if (match := pattern.match(text, place)) is not None),
        key=lambda match: match.end(),
        default=None,
    )
    if company:
        return Called(company.group(), place, company.end())
    run = NAME_RUN.match(text, place)
    if run is None:
        return None
    more = expression(rf",[ ]({_RUN})(?=[.]\s|[.]?\n|[.]?$)").match(text[run.end() : run.end() + 80])
    end = run.end() + more.end(1) if more else run.end()
    return Called(text[place:end].rstrip("."), place, end)


def people(text: str, is_word: re.Pattern[str]) -> Iterator[Called]:
    """Names of people: two or three capitalised words; leading ones that are words of the language are no names."""
    place = 0
    while (match := PERSON.search(text, place)) is not None:
        words = re.findall(r"[^\W\d_]{1,25}", fold(match.group(1)))
        if SALUTATION.fullmatch(words[0]) or is_word.fullmatch(fold(match[1])):
            place = match.end(1)
            continue
        later = (word for word in re.findall(r"[^\W\d_]{2,25}", fold(match.group()))[1:] if word not in PARTICLES)
        if not any(is_word.fullmatch(word) for word in later):
            yield Called(match.group(), match.start(), match.end())
        place = match.end()


def same_name(one: str, other: str) -> bool:
    """Whether two names are one company's: all words equal, a legal form may be missing on one side."""
    left, right = (re.sub(r"[^\w]+", " ", fold(name)).split() for name in (one, other))
    bare = [expression(rf"(?:^|[ ]){LEGAL_FORM}(?!\w)").sub("", name) for name in (one, other)]
    stripped = [re.sub(r"[^\w]+", " ", fold(name)).split() for name in bare]
    formless = [bare[i].strip() == (one, other)[i].strip() for i in (0, 1)]
    return left == right or (stripped[0] == stripped[1] and any(formless))
