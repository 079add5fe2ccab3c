"""The language of a text, told exactly: one pass over langdetect's profiles, common words as second witness, no chance.

langdetect's own `detect` samples at random and loads 55 profiles; here the profiles of one script are read once, each
n-gram counts once, a prior says that most mail is French, German or English, and a short text abstains to what is
known of the sender.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nlp.lang import LANGUAGES, fold, lexicon
from nlp.language_words import WORDS

PROFILES = {  # of langdetect, by script: a text is compared only with the languages of its own
    "latin": tuple("fr de en nl es it pt pl sv da no ro cs sk hu fi tr hr".split()),
    "cyrillic": ("ru", "uk", "bg"),
}
ONE_LANGUAGE = (  # scripts that tell the language themselves, in the order of belief: Japanese uses Chinese signs too
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
UNKNOWN = "und"
CERTAIN = 0.9  # posterior from which the text speaks for itself
LIKELY = 0.4  # from which it is believed where nothing is known of the sender
WITNESSED, EXCLUDED = (
    0.6,
    0.05,
)  # from which a word of the language outweighs the customer's own, if that is out of question

WORDS_KEPT = 16_384  # whose evidence is remembered: a word has no more than _LONGEST characters
_LONGEST = 450  # characters; more changes nothing
_TEMPERATURE = 0.5  # n-grams overlap: their evidence counts half
_WORD_WEIGHTS = (0.0, 2.6, 1.5, 1.0, 0.6)  # of a word that one, two, three, four or more languages have
_HOME_SHARE = 0.9  # of the mail is in a language that we have data for
_ALPHA = 0.5 / 10_000  # langdetect's smoothing
_NOISE = re.compile(r"https?://\S{1,300}|\S{1,64}@\S{1,190}|\b\w{0,40}\d[\w./-]{0,40}|[<>|=_*#]{1,200}")
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{4,40}\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_BLANKS = re.compile(" {2,}")
FIRST_BEYOND_LATIN = "\u0300"
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,30}")


def _script(text: str) -> str:
    """The name of the profiles to compare with, or the only language that is written so."""
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    if max(latin, cyrillic) * 2 >= len(_LETTERS.findall(text)):
        return "latin" if latin >= cyrillic else "cyrillic"
    return next((code for code, letters in ONE_LANGUAGE if letters.search(text)), UNKNOWN)


@cache
def _factory(script: str) -> Any:  # langdetect has no types
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    folder = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(folder / code).read_text(encoding="utf-8") for code in PROFILES[script]])
    return factory


@lru_cache(maxsize=65_536)
def _logarithms(script: str, gram: str) -> tuple[float, ...]:
    """What an n-gram of the profiles says for each language; bounded by the profiles, not by what mails hold."""
    return tuple(math.log(_ALPHA + probability) for probability in _factory(script).word_lang_prob_map[gram])


class _Normal(dict[int, str]):
    """What langdetect takes a character for, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        from langdetect.utils.ngram import NGram

        self[code] = NGram.normalize(chr(code))
        return self[code]


_NORMAL = _Normal()


def _normal(text: str) -> str:
    return text.translate(_NORMAL)


@lru_cache(maxsize=WORDS_KEPT)
def _evidence(script: str, word: str, ended: bool) -> tuple[float, ...]:
    """What the n-grams of a word say for each language; `ended`: with the blank behind it."""
    from langdetect.detector import Detector

    factory = _factory(script)
    detector = Detector(factory)
    detector.text = f"{word} " if ended else word
    grams = [_logarithms(script, gram) for gram in detector._extract_ngrams()]
    return tuple(sum(column) for column in zip(*grams, strict=True)) or (0.0,) * len(factory.langlist)


@lru_cache(maxsize=1)
def _common_words() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for code, listed in WORDS.items():
        for word in (*listed.split(), *(lexicon(code).common if code in LANGUAGES else ())):
            words.setdefault(fold(word), set()).add(code)
    return {word: frozenset(codes) for word, codes in words.items()}


def _prior(code: str) -> float:
    others = len(PROFILES["latin"]) - len(LANGUAGES)
    return _HOME_SHARE / len(LANGUAGES) if code in LANGUAGES else (1 - _HOME_SHARE) / others


def _as_detected(cleaned: str, factory: Any) -> str:
    """The text as langdetect prepares it; where it has no addresses and no signs above Latin, that is blanks alone."""
    if "@" not in cleaned and "://" not in cleaned and max(cleaned) < FIRST_BEYOND_LATIN:
        return _BLANKS.sub(" ", cleaned)
    from langdetect.detector import Detector

    detector = Detector(factory)
    detector.append(cleaned)
    detector.cleaning_text()
    return str(detector.text)


def posterior(text: str) -> dict[str, float]:
    """Language -> probability; empty where the text has no words."""
    cleaned = _CAPITALS.sub(lambda match: match.group().capitalize(), _NOISE.sub(" ", text[: 2 * _LONGEST]))[:_LONGEST]
    words = _WORD.findall(fold(cleaned))
    if not words:
        return {}
    script = _script(cleaned)
    if script not in PROFILES:
        return {script: 1.0}
    factory = _factory(script)
    words_seen = _normal(_as_detected(cleaned, factory)).split(" ")
    common = _common_words()
    known = [common[word] for word in words[:80] if word in common]
    scores = {}
    told = [_evidence(script, word, place < len(words_seen) - 1) for place, word in enumerate(words_seen) if word]
    evidences = [sum(column) for column in zip(*told, strict=True)] or [0.0] * len(factory.langlist)
    for code, evidence in zip(factory.langlist, evidences, strict=True):
        witnesses = sum(_WORD_WEIGHTS[min(len(codes), 4)] for codes in known if code in codes)
        scores[code] = math.log(_prior(code)) + _TEMPERATURE * evidence + witnesses
    top = max(scores.values())
    weights = {code: math.exp(score - top) for code, score in scores.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def detect(text: str, fallback: str = UNKNOWN) -> tuple[str, float]:
    """(ISO 639-1 code, confidence). Below CERTAIN the fallback, the customer's language, holds.

    Without words: the fallback with confidence 0.0 ("und" where there is none).
    """
    probable = posterior(text)
    if not probable:
        return fallback, 0.0
    best = max(probable, key=lambda code: probable[code])
    if probable[best] >= CERTAIN or (fallback == UNKNOWN and probable[best] >= LIKELY):
        return best, probable[best]
    if probable[best] >= WITNESSED and probable.get(fallback, 1.0) < EXCLUDED and _is_witnessed(text, best, fallback):
        return best, probable[best]
    return fallback, probable.get(fallback, 0.0)


def _is_witnessed(text: str, code: str, other: str) -> bool:
    """Whether a common word of one language stands there that the other has not."""
    common = _common_words()
    words = _WORD.findall(fold(_NOISE.sub(" ", text[:_LONGEST])))
    return any(code in common.get(word, ()) and other not in common[word] for word in words)
