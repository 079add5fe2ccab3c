"""`o2cbot evaluate`: the shipped model on families it has never seen, or the whole reader on a labelled folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.scoring import Judged, intent_figures, route_figures, section_figures
from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.model import IntentModel

if TYPE_CHECKING:
    from bot.app import App

SAID_FROM = 0.5  # an intent is said where it is likelier than not; the likeliest is said in any case


def corpus_report() -> dict[str, Any]:
    """The intent model alone on the held-out texts; `trained` are its own figures across the families of the corpus."""
    model = IntentModel.load()
    judged = judged_texts(model, held_out())
    return {"trained": {"texts": model.meta.texts, **model.meta.figures}, "held_out": intent_figures(judged)}


def held_out() -> tuple[LabelledText, ...]:
    """Texts of families that are in no training corpus.

    They are of the corpus' own author, and their first figures (0.87 of 123) were seen before the corpus grew from
    1,265 to 1,762 texts: an upper view. The sets in `evaluation/sets` are of another author.
    """
    folder = files("evaluation") / "held_out"
    return tuple(
        text
        for language in corpus.LANGUAGES
        for text in corpus.parse((folder / f"{language}.jsonl").read_text("utf-8"), language)
    )


def judged_texts(model: IntentModel, texts: Sequence[LabelledText]) -> list[Judged]:
    """What a model says of each text, surest intent first."""
    judged = []
    for text in texts:
        scores = model.scores(text.subject, text.text, text.context)
        ranked = sorted(scores, key=lambda name: -scores[name])
        said = tuple(name.value for place, name in enumerate(ranked) if not place or scores[name] >= SAID_FROM)
        true = tuple(name.value for name in text.intents)
        judged.append(Judged(true, said, scores[ranked[0]], text.language))
    return judged


def folder_report(app: App, folder: Path) -> dict[str, Any]:
    """The reader and the router on a folder of .eml files with labels.jsonl, with the desk's own books.

    Raises OSError where the labels are missing, ValueError where a line of them is no label.
    """
    from bot.sampling import readings

    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text("utf-8").splitlines() if line.strip()]
    refusals: list[str] = []
    said = {Path(reading["file"]).name: reading for reading in readings(app, sorted(folder.glob("*.eml")), refusals)}
    pairs = [(label, said[label["file"]]) for label in labels if label["file"] in said]
    return {
        "intents": intent_figures([judged_reading(label, reading) for label, reading in pairs]),
        "language_right": sum(label["language"] == reading["language"] for label, reading in pairs),
        "customer_right": sum(label["customer"] == reading["customer"] for label, reading in pairs),
        "sections": section_figures(pairs),
        "routes": route_figures(pairs),
        "unread": [label["file"] for label in labels if label["file"] not in said],
        "refusals": refusals,
    }


def judged_reading(label: dict[str, Any], reading: dict[str, Any]) -> Judged:
    """A label beside the contract's Reading of the same message."""
    said = reading["intents"]
    return Judged(
        true=tuple(label["intents"]),
        said=tuple(intent["name"] for intent in said),
        confidence=said[0]["confidence"] if said else 0.0,
        language=label["language"],
    )
