"""Training gives the same model each time, keeps families apart, and turns scores into frequencies."""

import random

import pytest

from nlp import corpus
from nlp.intents.calibration import Curve, fit_curve
from nlp.intents.concepts import folded, load_lexicon
from nlp.intents.fitting import FeatureStore, fit_words, variants
from nlp.intents.masking import masked
from nlp.intents.training import FOLDS, folds
from nlp.reading import IntentName

LEXICON = load_lexicon()


def test_training_twice_gives_the_same_scores() -> None:
    from nlp.intents.model import raw_scores

    texts = corpus.load()[::9]
    first, second = (fit_words(texts, FeatureStore(LEXICON)) for _ in range(2))
    asked = ("AW: Mahnung", "Wir zahlen am Freitag.", ("xxdate_future",))
    assert raw_scores(first, LEXICON, *asked) == raw_scores(second, LEXICON, *asked)


def test_a_family_is_in_one_fold_and_folds_are_of_like_size() -> None:
    texts = corpus.load()
    fold_of = folds(texts)
    sizes = [sum(fold_of[text.family] == fold for text in texts) for fold in range(FOLDS)]
    assert set(fold_of) == {text.family for text in texts}
    assert max(sizes) < 1.5 * min(sizes)


def test_each_text_is_learned_with_and_without_what_stands_around_it() -> None:
    texts = corpus.load()[:50]
    learned = variants(texts)
    assert learned[:50] == list(texts)
    assert all(not variant.context for variant in learned[50:100])


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("Rechnung 2026-10033", "xxref"),
        ("1 234,56 €", "xxamt"),
        ("CHF 3'418.50", "xxamt"),
        ("am 12.03.2026", "xxdate"),
        ("https://a.example/x", "xxurl"),
        ("jan@a.example", "xxmail"),
        ("DE02 1203 0000 0000 2020 51", "xxiban"),
        ("550 5.1.1", "xxsmtp"),
        ("3 %", "xxpct"),
        ("24", "xxnum"),
    ],
)
def test_what_differs_between_two_mails_of_one_meaning_is_masked(text: str, mask: str) -> None:
    assert mask in masked(text).split()


@pytest.mark.parametrize(("one", "other"), [("fällig", "faellig"), ("réglé", "REGLE"), ("Straße", "strasse")])
def test_spellings_of_one_word_are_folded_together(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize("text", ["wir stornieren die bestellung", "nous annulons la commande", "we cancel the order"])
def test_one_meaning_has_the_same_concepts_in_every_language(text: str) -> None:
    assert "CANCEL>ORDER" in LEXICON.features(text)


def test_calibrated_scores_are_frequencies() -> None:
    draw = random.Random(1)
    name, other = IntentName.ORDER, IntentName.OTHER
    raw = [draw.random() for _ in range(4000)]
    truths = [draw.random() < score**2 for score in raw]  # a model that is too sure of itself
    curve = fit_curve(name, [{name: score, other: 0.1} for score in raw], truths)
    mean = sum(curve(score, 0.1) for score in raw) / len(raw)
    assert mean == pytest.approx(sum(truths) / len(truths), abs=0.02)
    assert curve(0.5, 0.1) == pytest.approx(0.25, abs=0.06)


def test_without_both_answers_a_curve_changes_nothing() -> None:
    scores = [{IntentName.ORDER: 0.3, IntentName.OTHER: 0.2}]
    assert fit_curve(IntentName.ORDER, scores, [True]) == Curve()


def test_a_stronger_rival_never_raises_a_score() -> None:
    curve = Curve(slope=1.2, rival=-0.4, offset=0.1)
    assert curve(0.6, 0.9) < curve(0.6, 0.1)
