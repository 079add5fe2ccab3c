"""A line, or a few folded ones, in which a mail program says when who wrote what it quotes below."""

from __future__ import annotations

import re
from functools import cache

from nlp.reply_words import folded, words_of

LINES = 5
CHARACTERS = 500
EDGES = " \t\r*_-"
QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>|\|(?= ))")
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
MOMENT = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
DAY_OF_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
BEGINS_WITH_DAY = re.compile(
    r"\W{0,3}(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[^\W\d]{2,10}[.,]{0,2} \d{1,2}\.? [^\W\d]"
    r"|\d{1,2}\.? [^\W\d]{3,10}\.? \d{4})"
)
NAMES_SOMEBODY_AT_END = re.compile(r"[<(\[][^<>()\[\]\s]{0,80}@[^<>()\[\]\s]{1,120}[>)\]]{1,2}\s{0,3}:?\Z")
PLAIN_WORD = re.compile(r"(?<![\w@.<'’-])[^\W\d_]{2,30}(?![\w@-])")
QUOTING = re.compile(r"(?:zitat von|quoting|citation de|citando|citeren)(?!\w)")
BRACKETED = re.compile(r"<[^<>]{0,200}>|\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|\"[^\"]{0,100}\"")
# Words in lower case that stand between the parts of an attribution.
CONNECTORS = frozenset(
    "on at am um uhr by via from the le la de du des da di del della das den der dem van von und and et y o os as em no"
    " na alle ore om het heeft hat ha hai has folgendes volgende kl klo den d kello och og en el a las para po s w dniu"
    " o godz uzytkownik w dnia dne v pe la gmt utc cet cest pm uhrzeit writes following mailto date time".split()
)
SPLIT_INSIDE = re.compile(r"[-_*]{0,9}\s?(?=(?:On|Am|Le) [^\n]{4,150}(?:wrote|schrieb|[ée]crit)[^\n]{0,80}:\s{0,3}\Z)")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words_of('wrote')))})(?!\w)")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words_of('leads')))})(?!\w)")


def attribution_end(lines: list[str], index: int) -> int | None:
    """The line after the attribution that begins here; None if none does."""
    first = bare(lines[index])
    if not _may_begin(first):
        return None
    joined = ""
    for k in range(index, min(index + LINES, len(lines))):
        part = bare(lines[k])
        if not part:
            # A program that breaks before "<address>" leaves a blank line there.
            if k + 1 < len(lines) and bare(lines[k + 1])[:1] == "<" and joined:
                continue
            return None
        joined = f"{joined} {part}".strip()
        if len(joined) > CHARACTERS:
            return None
        if _is_verb_alone(lines, k + 1):
            continue
        if _says_who_wrote(joined, marked=_marked_below(lines, k + 1), alone=_blank_or_marked(lines, k + 1)):
            return None if _begins_later(lines, index, k + 1) else k + 1
        if joined.endswith((".", "!", "?")) and len(joined.split()) > 3:
            return None
    return None


def _is_verb_alone(lines: list[str], index: int) -> bool:
    text = folded(bare(lines[index])) if index < len(lines) else ""
    return text.endswith(":") and _verbs().fullmatch(text.strip(" :")) is not None


def names_writer(title: str) -> bool:
    """Whether the words inside a divider are an attribution ("---- Jane Roe wrote ----")."""
    text = folded(title).strip(" :")
    verb = _last_verb(text)
    return verb is not None and not text[verb.end() :].strip(" :") and _plain_words(title) <= 3


def shared_line(line: str) -> int:
    """Where an attribution begins in the middle of a line of text; 0 if none does."""
    if not line.rstrip().endswith(":"):
        return 0
    match = SPLIT_INSIDE.search(line, 1, len(line.rstrip()))
    if match is None or match.start() == 0 or not line[: match.start()].strip(" >\t"):
        return 0
    rest = line[match.start() :]
    return match.start() if _says_who_wrote(bare(rest), marked=False, alone=False) and ADDRESS.search(rest) else 0


def bare(line: str) -> str:
    """A line without quote marks before it and emphasis around it."""
    return line[:CHARACTERS].lstrip(" >\t").strip(EDGES)


def _may_begin(first: str) -> bool:
    text = folded(first)
    if not text:
        return False
    if _leads().match(text):
        return bool(re.search(r"\d", text) or QUOTING.match(text))
    return bool(BEGINS_WITH_DAY.match(text) or ADDRESS.search(text) or _verbs().search(text))


def _begins_later(lines: list[str], index: int, end: int) -> bool:
    """Whether a line of text only stands above the attribution without a blank line between."""
    for start in range(index + 1, end):
        text = bare(lines[start])
        if not (_leads().match(folded(text)) or BEGINS_WITH_DAY.match(text)) or not DAY_OF_YEAR.search(text):
            continue
        joined = " ".join(bare(line) for line in lines[start:end])
        if _says_who_wrote(joined, marked=_marked_below(lines, end), alone=_blank_or_marked(lines, end)):
            return True
    return False


def _says_who_wrote(raw: str, *, marked: bool, alone: bool) -> bool:
    """`marked`: what stands below bears quote marks; `alone`: nothing or a mark stands below."""
    text = folded(raw)
    colon = text.endswith(":")
    address = ADDRESS.search(text) is not None
    moment = MOMENT.search(text) is not None
    begins = _leads().match(text) is not None or BEGINS_WITH_DAY.match(text) is not None
    verb = _last_verb(text)
    if verb is not None and _is_tail(raw, text, verb.end()):
        ends = colon or (alone and not text[verb.end() :].strip())
        known = begins and (moment or (marked and re.search(r"\d", text) is not None))
        named = _is_name(raw, verb.start()) and (moment or address or marked)
        if ends and (known or named or (address and begins)) and _plain_words(raw) <= 3:
            return True
    if QUOTING.match(text) and colon and (address or marked):
        return True
    dated = begins and DAY_OF_YEAR.search(text) is not None and (colon or marked)
    if dated and NAMES_SOMEBODY_AT_END.search(raw) and _plain_words(raw) <= 4:
        return True
    return colon and marked and moment and address and _plain_words(raw) <= 6


def _last_verb(text: str) -> re.Match[str] | None:
    return next(reversed(list(_verbs().finditer(text))), None)


def _is_tail(raw: str, text: str, verb_end: int) -> bool:
    """What may follow the verb: nothing, a name, an address, a day."""
    tail = text[verb_end:].strip(" :")
    written = raw[max(0, len(raw) - len(text) + verb_end) :]
    if len(tail.split()) > 12 or re.search(r"[.;!?] ", re.sub(r"\b[^\W\d]{1,4}\. ", "", tail)):
        return False
    return _plain_words(written) <= (3 if re.search(r"\d", tail) else 0)


def _is_name(raw: str, verb_start: int) -> bool:
    """Whether a name or an address stands before the verb, not a pronoun or a sentence."""
    before = raw[:verb_start].strip()
    if ADDRESS.search(before):
        return True
    words = BRACKETED.sub(" ", before).split()
    return 2 <= len(words) <= 6 and _plain_words(before) <= 1


def _plain_words(raw: str) -> int:
    """Words in lower case that neither a date nor a name nor a mail program would put there."""
    text = BRACKETED.sub(" ", raw)
    verbs = _verbs()
    count = 0
    for match in PLAIN_WORD.finditer(text):
        word = match.group()
        plain = folded(word)
        if word[0].islower() and plain not in CONNECTORS and not _is_month_or_day(plain) and not verbs.fullmatch(plain):
            count += 1
    return count


@cache
def _is_month_or_day(word: str) -> bool:
    """Of the languages that write them small; German and English do not."""
    return word.startswith(
        (
            "janv", "jan", "feb", "fev", "fevr", "mars", "mar", "maj", "mai", "mei", "avr", "abr", "apr", "juin",
            "juil", "jun", "jul", "giu", "lug", "aou", "ago", "aug", "sept", "sep", "set", "okt", "oct", "out", "ott",
            "nov", "dec", "dez", "dic", "lun", "mer", "mie", "jeu", "jue", "ven", "vie", "sam", "sab", "dim", "dom",
            "fre", "gio", "ter", "qua", "qui", "sex", "seg", "styc", "lut", "kwie", "czer", "lip", "sierp", "wrz",
            "paz", "list", "grud", "tor", "ons", "tis", "tir", "lor", "man", "maan", "dins", "woens", "vrij", "zat",
            "zon", "pon", "wto", "czw", "piat", "nied", "loka", "tammi", "helmi", "maalis", "huhti", "touko", "kesa",
            "heina", "elo", "syys", "marras", "joulu",
        )
    )  # fmt: skip


def _marked_below(lines: list[str], index: int) -> bool:
    for line in lines[index : index + 3]:
        if line.strip():
            return QUOTE_MARK.match(line) is not None
    return False


def _blank_or_marked(lines: list[str], index: int) -> bool:
    return index >= len(lines) or not lines[index].strip() or QUOTE_MARK.match(lines[index]) is not None
