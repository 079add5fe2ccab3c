"""The words of a line as its description: from the first that names the goods to the last that speaks of them."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.article_words import MEASURES, Token, stem, tokens_of
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.lines import has_number
from nlp.extract.order.number_words import in_digits
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression, fold
from nlp.lang.counting import ALL_UNITS, PACKS
from nlp.lang.day_signs import any_of
from nlp.lang.describing import AWAY, FOR, LEADS, NOT_WHICH, OF, WHICH, WITH
from nlp.lang.ordering import OPENING

MOST_WORDS = 7  # of what is added in brackets
MOST_BEHIND_COMMA = 5
MOST_ADDED = 2  # additions behind each other: ", the short ones (10 inch)"
MOST_LEADS = 3  # "x pair of the"
_BRACKET = re.compile(r"[ ]?\(([^()\n]{1,60})\)")
_BEHIND_COMMA = re.compile(r",[ ]((?:[^,;:()\n.!?]|[.,](?=\d)){2,48})(?=[,;:.!?()\n]|$)")
_WORDS = re.compile(r"[^\W_]\S{0,40}")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,6}(?:[.,]\d{1,3})?(?!\w)")
_LONG_NUMBER = re.compile(r"\d{5}|[^\W\d_]{1,5}[-/]\d|\d[-/]\d{2}")
_WHICH = re.compile(rf"(?:{any_of(WHICH)})(?=['’ ])")
_NOT_WHICH = re.compile(rf"(?:{any_of(NOT_WHICH)})(?!\w)")
_DENIED = re.compile(r",[ ](?:not|pas|nicht|non|no|niet|nie)(?!\w)")
_JOINED = re.compile(r"[ ](?:and|und|et|y|e|en|og|och|plus|sowie|&|\+)[ ]")
_AWAY = re.compile(rf"(?:[ \n]|(?<=[^\W\d_])\.[ ])(?:[+&]|(?:{any_of(AWAY)})(?![\w'’]))|[ ]?\.[ ](?=[a-z])")
_FOR = re.compile(rf"[ ](?:{any_of(FOR)})(?P<whose>(?:[ ](?:{any_of(WHICH)})(?=[ '’]))?)(?:[ ]|(?<='))")
_LETTER = re.compile(r"[ ][A-Z](?=[,;)\n]|[ ]\(|[.](?:\s|$)|$|[ ](?:und|and|et|[-–]))")
_LEAD = re.compile(
    rf"(?:[x×][ ]|(?:{any_of(LEADS)})[ ]|(?:{any_of(OF)})[ ]|d['’]"
    rf"|(?P<pack>{alternatives((*ALL_UNITS, *PACKS))})\.?[ ](?P<of>(?:{any_of(OF)})[ ]|d['’])?)(?=[^\W_])"
)
_WITH = re.compile(rf"(?:{any_of(FOR)}|{any_of(WITH)})(?!\w)")
_COLUMN = re.compile(r"(?=[^\W\d_]{0,6}[-/]?\d)[\w/-]{1,15}[ \t]{2,12}(?=[^\W\d_]{2})")
_FIGURE = re.compile(r"([1-9]\d{0,4})[ ]{1,3}(?=[^\W\d_]{3})")


class Wording:
    """The descriptions of one source's lines."""

    def __init__(self, context: Context, source: Source, catalogue: Catalogue) -> None:
        self.context, self.source, self.catalogue = context, source, catalogue

    def of(self, words: str, article: ArticleEntry | None, count: Count, start: int, stop: int) -> str:
        """The description of goods that `words` name, which stand in the text behind `start`."""
        begun = self._begun(words, article)
        ended = self._ended(begun, article)
        place = self.source.text.find(begun, start)
        if article is None or place < 0:
            return ended
        added = self._added(place + len(begun), stop, article, count.value) if ended == begun else ""
        return (self._unit_of_goods(place, article, count) + ended + added).rstrip(" ,;:?!")

    def _speaks(self, token: Token, article: ArticleEntry | None) -> bool:
        """Whether a word is one of the article, or of any where it is not known which is meant."""
        kind = self.catalogue.likeness
        return article.sku in kind.family(token) if article is not None else kind.knows(token)

    def _names(self, words: str, article: ArticleEntry | None) -> bool:
        return any(self._speaks(token, article) for token in tokens_of(words)) or bool(
            self.catalogue.numbers_in(words) or self.catalogue.by_sku(words)
        )

    def _unit_of_goods(self, place: int, article: ArticleEntry, count: Count) -> str:
        """The unit before the words, where it is the goods themselves: "40 cartons 300 x 200"."""
        if not count.unit or place < count.end or self.source.text[count.end : place].strip(" "):
            return ""
        word = stem(fold(count.unit).strip(" ."))
        heads = {tokens[0].word for name in article.names if (tokens := tokens_of(name))}
        return self.source.text[count.end - len(count.unit) : place].lstrip() if word in heads else ""

    def _begun(self, words: str, article: ArticleEntry | None) -> str:
        """Without what stands before the goods: "of", a column, a unit in a language the count is not read in."""
        words = self._without_asking(words, article)
        for _ in range(MOST_LEADS):
            lead = _LEAD.match(fold(words.replace("ł", "l"))) or _COLUMN.match(words) or _FIGURE.match(words)
            if lead is None or not self._begins_goods(words[lead.end() :], lead, article):
                return words
            if self._is_of_goods(words, lead, article):
                return words
            words = words[lead.end() :].lstrip()
        return words

    def _without_asking(self, words: str, article: ArticleEntry | None) -> str:
        """Without what asks for the goods before they are named: "separately could you send 5 ml syringes"."""
        first = next((token.start for token in tokens_of(words) if self._speaks(token, article)), 0)
        asking = expression(rf"(?<!\w)(?:{self.context.words('request_words')}|{any_of(OPENING)})[ ]")
        asked = max((match.end() for match in asking.finditer(fold(words), 0, first)), default=0) if first else 0
        return words[asked:]

    def _begins_goods(self, rest: str, lead: re.Match[str], article: ArticleEntry | None) -> bool:
        """Whether what follows a lead says by itself what the goods are: not only their size, or what they hold."""
        unknown = article is None and lead.re is _LEAD and lead["pack"] and not lead["of"]
        if unknown or _WITH.match(fold(rest)):
            return False  # "2 boxes salad": of what nobody knows
        if lead.re is _LEAD and not lead["pack"]:
            return self._names(rest, article)
        telling = (t for t in tokens_of(rest) if self._speaks(t, article))
        return any(not t.is_attribute and (t.word or not t.keys[0][:1].isdigit()) for t in telling) or bool(
            self.catalogue.numbers_in(rest) or self.catalogue.by_sku(rest)
        )

    def _is_of_goods(self, words: str, lead: re.Match[str], article: ArticleEntry | None) -> bool:
        """Whether a lead is a word or number of the article itself: "boxes of 12" of what is called so."""
        if lead.re is _FIGURE:
            return article is None or has_number(article, Decimal(lead[1])) or words[lead.end() :][:9] in MEASURES
        if article is None:
            return False
        heads = {tokens[0].word for name in article.names if (tokens := tokens_of(name))}
        first = next(iter(tokens_of(lead[0])), None)
        return first is not None and first.word in heads

    def _ended(self, words: str, article: ArticleEntry | None) -> str:
        """Up to the first word that leads away, where something before it speaks of the goods and nothing behind."""
        flat = fold(words)
        known = [token for token in tokens_of(words) if self._speaks(token, article)]
        if not known:
            return words
        places = [match for match in _FOR.finditer(flat, known[0].end) if self._is_for_somebody(words, match)]
        for match in (*_AWAY.finditer(flat, known[0].end), *places):
            if not any(token.start >= match.start() for token in known):
                return words[: match.start()].rstrip(" ,;:.-–")
        return words

    @staticmethod
    def _is_for_somebody(words: str, match: re.Match[str]) -> bool:
        """ "For Tramore", "for the trough tank": a name, or a certain thing; "for glasses" says which goods."""
        return bool(match["whose"]) or (words[match.end() : match.end() + 1].isupper() and not words.isupper())

    def _added(self, end: int, stop: int, article: ArticleEntry, quantity: Decimal) -> str:
        """What stands behind the words and says which goods they are: in brackets, behind a comma or "for"."""
        begun = end
        end = self._with_purpose(end, stop, article)
        if (letter := _LETTER.match(self.source.text, end)) is not None and self._names_type(
            letter[0].strip(), article
        ):
            end = letter.end()
        for _ in range(MOST_ADDED):
            if (match := _BRACKET.match(self.source.text, end)) is not None:
                if not self._says_which(match[1], article, quantity, MOST_WORDS):
                    break
                end = match.end()
                continue
            clause = _BEHIND_COMMA.match(self.source.text, end, max(end, stop))
            if clause is None:
                break
            said = _JOINED.split(clause[1], maxsplit=1)[0].rstrip()
            if not self._says_which(said, article, quantity, MOST_BEHIND_COMMA) or not self._is_known(said, article):
                break
            end = clause.start(1) + len(said)
        return self.source.text[begun:end]

    def _with_purpose(self, end: int, stop: int, article: ArticleEntry) -> int:
        """The end of "for the dishwasher", where the article is for one."""
        match = _FOR.match(self.source.folded, end)
        if match is None:
            return end
        clause = re.split(r"[,;:.!?()\n]", self.source.text[match.end() : max(match.end(), stop)], maxsplit=1)[0]
        spoken = end
        for token in tokens_of(clause):
            if not token.word or token.is_attribute or not self._speaks(token, article):
                break
            spoken = match.end() + token.end
        return spoken

    @staticmethod
    def _names_type(letter: str, article: ArticleEntry) -> bool:
        """Whether a capital alone is a word of the article's name: "type A", "63 A"."""
        return any(re.search(rf"(?<!\w){letter}(?!\w)", name) for name in article.names)

    def _says_which(self, said: str, article: ArticleEntry, quantity: Decimal, most: int) -> bool:
        """Whether an addition tells which goods are meant, rather than how many, or anything else."""
        flat = fold(said).strip()
        if "?" in said or _NOT_WHICH.match(flat) or _DENIED.search(flat) or len(_WORDS.findall(said)) > most:
            return False
        if _LONG_NUMBER.search(said) or self.catalogue.numbers_in(said) or self.catalogue.by_sku(said.strip()):
            return False
        numbers = [Decimal(n.replace(",", ".")) for n in _NUMBER.findall(in_digits(flat, self.context.languages))]
        if quantity in numbers and not has_number(article, quantity):
            return False
        return _WHICH.match(flat) is not None or self._is_known(said, article)

    def _is_known(self, said: str, article: ArticleEntry) -> bool:
        """Whether the words are the article's, a colour or size, or what it comes in; with "the" all but one."""
        tokens = tokens_of(in_digits(said, self.context.languages))
        strange = sum(not self._fits(token, article) for token in tokens)
        return bool(tokens) and strange <= (1 if _WHICH.match(fold(said)) and len(tokens) > 1 else 0)

    def _fits(self, token: Token, article: ArticleEntry) -> bool:
        if self._speaks(token, article) or token.is_attribute:
            return True
        return expression(rf"(?:{alternatives((*ALL_UNITS, *MEASURES))})").fullmatch(token.word or "-") is not None
