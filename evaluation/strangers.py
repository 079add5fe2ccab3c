"""A model that has not learned from a desk: what the shipped one would be, had its messages not been written."""

from __future__ import annotations

from dataclasses import replace

from nlp import corpus
from nlp.intents.fitting import FeatureStore, fit_words
from nlp.intents.judge_training import fit_judge, load_examples
from nlp.intents.model import IntentModel


def stranger_to(desk: str) -> IntentModel:
    """The shipped model itself where it never saw the desk, else both of its stages learned again without it.

    Takes about a minute. Raises OSError.
    """
    shipped = IntentModel.load()
    examples = load_examples()
    if all(example.group != desk for example in examples):
        return shipped
    others = [text for text in corpus.load() if text.family != desk]
    words = replace(shipped.words, linear=fit_words(others, FeatureStore(shipped.words.lexicon)))
    judge = fit_judge([example for example in examples if example.group != desk])
    return IntentModel(words, shipped.meta, judge)
