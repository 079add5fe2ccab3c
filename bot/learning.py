"""`o2cbot train`: decisions in, a model out, if it reads no worse than the one before it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.models import SHIPPED, shown
from bot.storage.codec import load
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import IntentName, Reading

if TYPE_CHECKING:
    from bot.app import App
    from nlp.corpus import LabelledText
    from nlp.intents.checking import Case, Outcome
    from nlp.intents.learning import Ground
    from nlp.intents.lessons import Admitted, Taught
    from nlp.intents.model import IntentModel


def lessons(uow: SqlUnitOfWork) -> list[Taught]:
    """Every decision that is kept, with what the models had seen of its message."""
    from nlp.intents.lessons import Taught

    kept = {lesson.message: lesson for lesson in uow.lessons.where()}
    found = []
    for message in uow.messages.where(id=tuple(kept)):
        reading = load(Reading, message.reading) if message.reading else None
        if reading is None or reading.impression is None:
            continue
        lesson = kept[message.id]
        found.append(
            Taught(
                message=message.id,
                decided_at=lesson.decided_at,
                actor=lesson.actor,
                sender=reading.sender.email,
                language=reading.language,
                subject=reading.subject,
                impression=reading.impression,
                intents=tuple(IntentName(name) for name in lesson.intents),
                right=lesson.right,
                said=reading.main_intent,
                confidence=reading.intents[0].confidence if reading.intents else 0.0,
                certainty=reading.certainty or 0.0,
            )
        )
    return found


def train_desk(app: App) -> tuple[str, list[str]]:
    """(what was learned, why the new model was refused): the model in use changes only where nothing is refused."""
    from nlp.intents.lessons import admitted

    started = time.monotonic()
    with app.database.read() as uow:
        chosen = admitted(lessons(uow))
    if not chosen.lessons:
        return _nothing_to_learn(app, chosen), []
    trial = tried(app, chosen)
    head = f"{told(chosen)}, in {time.monotonic() - started:.0f} seconds; {trial.told}"
    if trial.objections:
        stays = f"{shown(trial.before)} stays"
        return f"{head}; {stays}", [f"the new model is refused: {why}; {stays}" for why in trial.objections]
    name = app.models.keep(trial.model, trial.outcomes)
    return f"{head}; {name} reads from now on", []


@dataclass(frozen=True, slots=True)
class Trial:
    """A candidate beside the model `before` it. `told`: the figures of both, in words."""

    model: IntentModel
    before: str
    outcomes: Mapping[str, Outcome]
    told: str
    objections: tuple[str, ...]


def tried(app: App, chosen: Admitted) -> Trial:
    """The candidate that these lessons make, asked about the same cases as the model in use.

    Where the boldest one is worse, a more cautious one may not be: the first without an objection is taken, else the
    most cautious is refused.
    """
    from evaluation.measure import held_out
    from nlp.intents.checking import objections
    from nlp.intents.learning import cases_of, learned, text_cases, text_outcomes, unlearned

    name, old = app.models.usable()
    ground, texts = ground_of(app), held_out()
    cases = [*text_cases(texts), *cases_of(ground.examples, chosen.lessons)]
    bare = unlearned(ground)
    kept = app.models.outcomes(name) if old.meta.messages == ground.model.meta.messages else {}
    before = outcomes_before(old, bare | kept, chosen, texts)
    certain_from = app.desk.routing.certainty
    trials = []
    for candidate in learned(chosen.lessons, ground, bare):
        after = candidate.outcomes | text_outcomes(candidate.model.words, texts)
        why = objections(cases, before, after, certain_from)
        trials.append(Trial(candidate.model, name, after, compared(cases, before, after), why))
        if not why:
            return trials[-1]
    return trials[-1]


def ground_of(app: App) -> Ground:
    from nlp import corpus
    from nlp.intents.judge_training import load_examples
    from nlp.intents.learning import Ground

    return Ground(app.models.load(SHIPPED), corpus.load(), load_examples())


def outcomes_before(
    old: IntentModel, unseen: Mapping[str, Outcome], chosen: Admitted, texts: Sequence[LabelledText]
) -> dict[str, Outcome]:
    """What the model in use says of every case that it had not seen.

    `unseen`: what was kept of it. Of a decided message that is not among these counts what was read when it came.
    """
    from nlp.intents.checking import Outcome
    from nlp.intents.learning import case_name, text_outcomes

    when_it_came = {
        case_name(one): Outcome(one.said, one.confidence, one.certainty) for one in chosen.lessons if one.intents
    }
    return {**when_it_came, **unseen, **text_outcomes(old.words, texts)}


def compared(cases: list[Case], before: Mapping[str, Outcome], after: Mapping[str, Outcome]) -> str:
    """Both models' figures, of the shipped cases and of the desk's own."""
    from nlp.intents.checking import figures_of

    parts = []
    for what, own in (("shipped", False), ("own", True)):
        known = [case for case in cases if case.own is own and case.name in before and case.name in after]
        if known:
            old, new = figures_of(known, before), figures_of(known, after)
            parts.append(
                f"{len(known)} {what} cases: macro-F1 {old.macro_f1:.3f} -> {new.macro_f1:.3f}, "
                f"calibration error {old.calibration_error:.3f} -> {new.calibration_error:.3f}"
            )
    return "; ".join(parts)


def told(chosen: Admitted) -> str:
    """How many decisions are learned from, and why others are not."""
    count = len(chosen.lessons)
    parts = [f"learned from {count} decision{'' if count == 1 else 's'}"]
    if chosen.beyond:
        parts.append(f"{chosen.beyond} left out (more than one sender may teach)")
    if chosen.waiting:
        parts.append(f"{chosen.waiting} waiting for a second vote on an equal text")
    return ", ".join(parts)


def _nothing_to_learn(app: App, chosen: Admitted) -> str:
    """Without a decision the shipped model is what there is to learn: what was forgotten shall not go on reading."""
    if app.models.current() != SHIPPED:
        app.models.point(SHIPPED)
    waiting = f" ({chosen.waiting} wait for a second vote on an equal text)" if chosen.waiting else ""
    return f"there is no decision to learn from{waiting}; {shown(SHIPPED)} reads"


def roll_back(app: App) -> str:
    """Raises BadInput where the shipped model reads already."""
    return f"{shown(app.models.roll_back())} reads from now on"


def train_package() -> str:
    """For developers: the shipped model, from the shipped corpus alone, its folds side by side. Raises OSError."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from nlp.intents.training import train_shipped_model

    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        return train_shipped_model(processes=processes)
