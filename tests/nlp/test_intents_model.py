"""The shipped model belongs to the shipped corpus, says frequencies, and is not brought down by hostile text."""

import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.measure import held_out, judged_texts
from evaluation.scoring import intent_figures
from nlp import corpus
from nlp.intents.model import SHIPPED, WEIGHTS, IntentModel
from nlp.reading import IntentName
from tests.steps import grows_with_its_length


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load()


def test_the_shipped_model_was_trained_on_the_shipped_corpus(model: IntentModel) -> None:
    assert model.meta.corpus == corpus.fingerprint(corpus.load()), "run `o2cbot train`: corpus and model differ"


def test_the_shipped_model_is_small() -> None:
    assert (SHIPPED / WEIGHTS).stat().st_size < 2_000_000


def test_scores_are_probabilities_of_every_intent(model: IntentModel) -> None:
    scores = model.scores("Order", "please send two drums", ("xxknown_customer",))
    assert set(scores) == set(IntentName)
    assert all(0 <= score <= 1 for score in scores.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wir bestellen 20 Stück, bitte bis Freitag liefern.", IntentName.ORDER),
        ("Merci d'annuler notre commande, nous n'en avons plus besoin.", IntentName.ORDER_CHANGE),
        ("We transferred 1,200.00 EUR today for invoices 5501 and 5502.", IntentName.REMITTANCE),
        ("Die Ware war beschädigt, wir bezahlen diese Rechnung nicht.", IntentName.DISPUTE),
        ("Nous vous paierons vendredi prochain, promis.", IntentName.PROMISE),
        ("Could you send me a copy of invoice 5501 please?", IntentName.QUERY),
        ("Unsere Adresse hat sich geändert, bitte Stammdaten anpassen.", IntentName.MASTER_DATA),
    ],
)
def test_plain_wishes_are_understood(model: IntentModel, text: str, name: IntentName) -> None:
    scores = model.scores("", text, ("xxknown_customer",))
    assert max(scores, key=lambda intent: scores[intent]) is name


def test_figures_on_families_never_seen_stay_where_they_were(model: IntentModel) -> None:
    figures = intent_figures(judged_texts(model, held_out()))
    assert figures["main_intent_accuracy"] >= 0.84
    assert figures["coverage_at_precision_0.98"] >= 0.4


@pytest.mark.parametrize(
    "text",
    ["", " ", "l'" * 20_000, "1 234," * 9_000, "a@" * 20_000, "x" * 100_000, "\x00\ud800", "-/." * 9_000, "?" * 50_000],
)
def test_hostile_text_costs_no_more_than_its_length(model: IntentModel, text: str) -> None:
    assert grows_with_its_length(lambda part: model.scores(part, part, ()), text)


def test_a_model_of_another_shape_is_refused(model: IntentModel, tmp_path: Path) -> None:
    import numpy as np

    model.save(tmp_path)
    np.savez_compressed(tmp_path / WEIGHTS, W=np.zeros(3), b=np.zeros(2), idf=np.zeros(4, np.float16))
    with pytest.raises(ValueError, match="shape"):
        IntentModel.load(tmp_path)


def test_a_saved_model_scores_like_the_one_that_was_saved(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    assert again.scores("s", "please pay", ()) == model.scores("s", "please pay", ())


def test_importing_the_model_loads_neither_thinc_nor_numpy() -> None:
    code = "import sys, nlp.intents.model; print({'thinc', 'numpy'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
