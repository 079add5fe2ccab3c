"""The quick way of learning gives what spaCy's own training gives, to the last bit."""

import numpy as np
import pytest

from nlp import corpus
from nlp.intents.concepts import load_lexicon
from nlp.intents.fitting import FeatureStore, quick_weights
from nlp.intents.training import fitted_weights


@pytest.mark.parametrize("every", [11, 17])
def test_the_quick_weights_are_those_of_the_pipeline(every: int) -> None:
    texts, lexicon = corpus.load()[::every], load_lexicon()
    quick, slow = quick_weights(texts, FeatureStore(lexicon)), fitted_weights(texts, lexicon)
    assert all(np.array_equal(quick[name], slow[name]) for name in slow)


def test_features_are_made_once() -> None:
    text, store = corpus.load()[0], FeatureStore(load_lexicon())
    assert store.features(text) is store.features(text)
