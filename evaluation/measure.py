"""`o2cbot evaluate`: the reader and the router on labelled messages, or the intent model on held-out texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.differences import Difference, FactCount, differences, fact_count, section_differences
from evaluation.opening import Desk, LabelledMail, opened_desk, stored_mails
from evaluation.scoring import SECTIONS, Judged, bounds, intent_figures, reliability, risk_curve
from evaluation.scripts import BY_PERSON, Label
from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.model import IntentModel

if TYPE_CHECKING:
    from bot.app import App
    from bot.sandbox import BoundedReader

SAID_FROM = 0.5  # an intent is said where it is likelier than not; the likeliest is said in any case
AUTO, IGNORE = "auto", "ignore"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One message read: its label, the contract's Reading, why it was routed so, and where the two differ."""

    desk: str
    mail: LabelledMail
    said: dict[str, Any]
    why: str
    differences: tuple[Difference, ...]

    @property
    def label(self) -> Label:
        return self.mail.label

    @property
    def name(self) -> str:
        return f"{self.desk}/{self.mail.name}"

    @property
    def judged(self) -> Judged:
        return judged_reading(self.label, self.said)

    @property
    def is_auto(self) -> bool:
        return bool(self.said["route"] == AUTO)

    @property
    def is_actionable(self) -> bool:
        return bool(set(self.label["intents"]) & set(SECTIONS))

    @property
    def is_by_person(self) -> bool:
        return BY_PERSON in self.label.get("tags", ())

    @property
    def is_wrong(self) -> bool:
        """Whether acting on it would do something that the label does not say."""
        return bool(self.differences) or self.is_by_person

    @property
    def confidence(self) -> float:
        """How likely the whole Reading is right; where that was not judged, that of the least sure of its intents."""
        least = min((intent["confidence"] for intent in self.said["intents"]), default=0.0)
        certainty: float | None = self.said["certainty"]
        return least if certainty is None else certainty

    @property
    def fields(self) -> list[str]:
        return [*dict.fromkeys(one.field for one in self.differences), *([BY_PERSON] if self.is_by_person else [])]


def corpus_report() -> dict[str, Any]:
    """The intent model alone on the held-out texts; `trained` are its own figures across the families of the corpus."""
    model = IntentModel.load()
    judged = judged_texts(model, held_out())
    return {"trained": {"texts": model.meta.texts, **model.meta.figures}, "held_out": intent_figures(judged)}


def held_out() -> tuple[LabelledText, ...]:
    """Texts of families that are in no training corpus, by the authors of the corpus."""
    found = sorted((files("evaluation") / "held_out").iterdir(), key=lambda file: file.name)
    return tuple(
        text for file in found for text in corpus.parse(file.read_text("utf-8"), re.split(r"[-.]", file.name)[0])
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


def judged_reading(label: Label, reading: dict[str, Any]) -> Judged:
    """A label beside the contract's Reading of the same message."""
    said = reading["intents"]
    return Judged(
        true=tuple(label["intents"]),
        said=tuple(intent["name"] for intent in said),
        confidence=said[0]["confidence"] if said else 0.0,
        language=label["language"] or "und",
    )


def judgements_of(
    name: str | Path, configured: Callable[[], App] | None = None, as_of: date | None = None
) -> list[Judgement]:
    """Every mail of a desk or set, read on its business date (`as_of` where it names none itself).

    A folder with labels.jsonl and without a book of its own is read with the desk that `configured` opens.
    Raises BadDesk, BadScript, OSError.
    """
    folder = Path(name)
    if configured is not None and (folder / "labels.jsonl").is_file():
        app = configured()
        mails = stored_mails(folder, app.now().date())
        return list(judged_mails(Desk(folder.resolve().parent.name, app, mails, ())))
    with opened_desk(name, as_of) as desk:
        return list(judged_mails(desk))


def judged_mails(desk: Desk) -> Iterator[Judgement]:
    from bot.sandbox import BoundedReader

    with BoundedReader(desk.app.settings.limits) as reader:
        for mail in desk.mails:
            said, why = read_and_routed(desk.app, reader, mail)
            yield Judgement(desk.name, mail, said, why, differences(mail.label, said))


def read_and_routed(app: App, reader: BoundedReader, mail: LabelledMail) -> tuple[dict[str, Any], str]:
    """(the contract's Reading, why a person is asked or nothing is done)."""
    from bot.sampling import row, unreadable
    from bot.sandbox import Unreadable
    from nlp.wire import reading_as_json
    from workflows.routing.deciding import route_of
    from workflows.triage import preview

    app.as_of = mail.day
    try:
        opened = reader.open(mail.raw)
    except Unreadable as error:
        return unreadable(mail.name, error.why), error.why
    with app.database.read() as snapshot:
        reading = app.reading(opened, snapshot)
        decision = preview(row(app, mail.raw, app.now()), reading, snapshot, app.desk, app.now())
    return reading_as_json(reading, file=mail.name, route=route_of(decision)), getattr(decision, "why", "")


def report_of(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """All figures of read messages, as JSON."""
    judged = [one.judged for one in judgements]
    return {
        "n": len(judgements),
        "intents": intent_figures(judged),
        "language": language_figures(judgements),
        "customer": customer_figures(judgements),
        "sections": {section: figures for section in SECTIONS if (figures := section_figures(judgements, section))},
        "whole": whole_figures(judgements),
        "routes": route_figures(judgements),
        "calibration": calibration_figures(judged),
        "risk": risk_figures(judgements),
    }


def calibration_figures(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    rows = []
    for one in reliability(judged):
        low, high = bounds(round(one.right * one.n), one.n)
        rows.append(
            {
                "n": one.n,
                "confidence": round(one.confidence, 4),
                "right": round(one.right, 4),
                "low": low,
                "high": high,
            }
        )
    return rows


def language_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    stated = [one for one in judgements if one.label["language"]]
    wrong = {
        one.name: f"{one.label['language']}, said {one.said['language']}"
        for one in stated
        if one.label["language"] != one.said["language"]
    }
    return counted(len(stated) - len(wrong), len(stated)) | {"wrong": wrong}


def customer_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Of the messages whose customer can be known; `invented`: a customer was said where nobody can say."""
    known = [one for one in judgements if one.label["customer"]]
    wrong = {
        one.name: f"{one.label['customer']}, said {one.said['customer']}"
        for one in known
        if one.label["customer"] != one.said["customer"]
    }
    invented = [one.name for one in judgements if not one.label["customer"] and one.said["customer"]]
    return counted(len(known) - len(wrong), len(known)) | {"wrong": wrong, "invented": invented}


def section_figures(judgements: Sequence[Judgement], section: str) -> dict[str, Any] | None:
    """How often an object is wholly right where the label has one, and how many of its values are, over all."""
    stated = [one for one in judgements if one.label.get(section) is not None]
    if not stated:
        return None
    found = {one.name: section_differences(section, one.label[section], one.said.get(section)) for one in stated}
    exact = sum(not each for each in found.values())
    fields = Counter(field for each in found.values() for field in {one.field for one in each})
    count = sum((fact_count(section, one.label.get(section), one.said.get(section)) for one in judgements), FactCount())
    return counted(exact, len(stated)) | {
        "but_for_wording": sum(all(one.is_wording for one in each) for each in found.values()),
        "currency_only": [
            name for name, each in found.items() if each and all(one.is_unnamed_currency for one in each)
        ],
        "fact_f1": None if count.f1 is None else round(count.f1, 4),
        "differing_fields": dict(fields.most_common()),
    }


def whole_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Messages in which nothing differs: intents, customer and every fact."""
    right = sum(not one.differences for one in judgements)
    but_for_wording = sum(all(each.is_wording for each in one.differences) for one in judgements)
    return counted(right, len(judgements)) | {"but_for_wording": but_for_wording}


def route_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """How much goes through untouched, and what of it wrongly, by name and field: the worst figure there is."""
    auto = [one for one in judgements if one.is_auto]
    actionable = [one for one in judgements if one.is_actionable]
    wrong = {one.name: one.fields for one in auto if one.is_wrong}
    lost = [one.name for one in actionable if one.said["route"] == IGNORE]
    return {
        "routes": dict(Counter(one.said["route"] for one in judgements)),
        "touchless_rate": share(len(auto), len(judgements)),
        "touchless_of_actionable": counted(sum(one.is_auto for one in actionable), len(actionable)),
        "touchless_by_language": {
            language: counted(sum(one.is_auto for one in those), len(those))
            for language in sorted({one.judged.language for one in actionable})
            if (those := [one for one in actionable if one.judged.language == language])
        },
        "wrong_auto": counted(len(wrong), len(auto)),
        "wrong_auto_files": wrong,
        "wrong_but_for_wording": sum(
            one.is_by_person or not all(each.is_wording for each in one.differences) for one in auto
        ),
        "wrong_but_for_wording_and_currency": sum(
            one.is_by_person or not all(each.is_wording or each.is_unnamed_currency for each in one.differences)
            for one in auto
            if one.is_wrong
        ),
        "by_person_auto": [one.name for one in auto if one.is_by_person],
        "wrongly_ignored": lost,
        "right_but_for_a_person": sum(one.is_actionable and not one.is_wrong and not one.is_auto for one in judgements),
    }


def risk_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Touchless share against wrong share when acting from each confidence on: as routed, and by confidence alone."""
    n = len(judgements)
    sure = [one for one in judgements if one.said["route"] != IGNORE]
    return {
        "router": risk_curve(((one.confidence, one.is_wrong) for one in judgements if one.is_auto), n),
        "confidence_alone": risk_curve(((one.confidence, one.is_wrong) for one in sure), n),
    }


def counted(hits: int, n: int) -> dict[str, Any]:
    """A share with what it was counted of and its Wilson bounds of 95 %."""
    return {"hits": hits, "n": n, "share": share(hits, n), "bounds": bounds(hits, n)}


def share(hits: int, n: int) -> float | None:
    return round(hits / n, 4) if n else None
