"""The language of a text, told exactly: one pass over langdetect's profiles, common words as second witness, no chance.

langdetect's own `detect` samples at random and loads 55 profiles; here twelve profiles are read once, each n-gram
counts once, a prior says that most mail is French, German or English, and a short text abstains to what is known of
the sender.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.lang import LANGUAGES, fold, lexicon

PROFILES = ("fr", "de", "en", "nl", "es", "it", "pt", "pl", "sv", "da", "ro", "cs")
UNKNOWN = "und"
CERTAIN = 0.9  # posterior from which the text speaks for itself

_LONGEST = 600  # characters; more changes nothing
_TEMPERATURE = 0.5  # n-grams overlap: their evidence counts half
_WORD_WEIGHT = 0.8
_HOME_SHARE = 0.9  # of the mail is in a language that we have data for
_ALPHA = 0.5 / 10_000  # langdetect's smoothing
_NOISE = re.compile(r"https?://\S{1,300}|\S{1,64}@\S{1,190}|\b\w{0,40}\d[\w./-]{0,40}|[<>|=_*#]{1,200}")
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{4,40}\b")
_WORD = re.compile(r"[^\W\d_]{2,30}")


@lru_cache(maxsize=1)
def _factory() -> Any:  # langdetect has no types
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    folder = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(folder / code).read_text(encoding="utf-8") for code in PROFILES])
    return factory


@lru_cache(maxsize=65_536)
def _logarithms(gram: str) -> tuple[float, ...]:
    """What an n-gram of the profiles says for each language; bounded by the profiles, not by what mails hold."""
    return tuple(math.log(_ALPHA + probability) for probability in _factory().word_lang_prob_map[gram])


@lru_cache(maxsize=1)
def _common_words() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for code in LANGUAGES:
        for word in lexicon(code).common:
            words.setdefault(fold(word), set()).add(code)
    return {word: frozenset(codes) for word, codes in words.items()}


@lru_cache(maxsize=1)
def _prior() -> dict[str, float]:
    others = (1 - _HOME_SHARE) / (len(PROFILES) - len(LANGUAGES))
    return {code: _HOME_SHARE / len(LANGUAGES) if code in LANGUAGES else others for code in PROFILES}


def posterior(text: str) -> dict[str, float]:
    """Language -> probability; empty where the text has no words."""
    from langdetect.detector import Detector

    cleaned = _CAPITALS.sub(lambda match: match.group().capitalize(), _NOISE.sub(" ", text[: 2 * _LONGEST]))[:_LONGEST]
    words = _WORD.findall(fold(cleaned))
    if not words:
        return {}
    factory = _factory()
    detector = Detector(factory)
    detector.append(cleaned)
    detector.cleaning_text()
    grams = [_logarithms(gram) for gram in detector._extract_ngrams()]
    prior, common = _prior(), _common_words()
    scores = {}
    evidences = [sum(column) for column in zip(*grams, strict=True)] or [0.0] * len(factory.langlist)
    for code, evidence in zip(factory.langlist, evidences, strict=True):
        witnesses = sum(1 for word in words[:80] if code in common.get(word, ()))
        scores[code] = math.log(prior[code]) + _TEMPERATURE * evidence + _WORD_WEIGHT * witnesses
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
    if probable[best] >= CERTAIN or (fallback == UNKNOWN and probable[best] >= 0.5):
        return best, probable[best]
    return fallback, probable.get(fallback, 0.0)
