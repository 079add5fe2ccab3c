"""`python -m evaluation.harvest`: the training desks' messages become texts and examples that the model learns from.

Three files of the shipped corpus are made: `nlp/corpus/LANGUAGE-desks.jsonl` (what the senders wrote, with what stands
around it) and `nlp/corpus/messages.npz` (what each message shows). What the words' model says of a message is taken
from a model that has seen no message of its desk: the second stage learns how far words can be trusted on new desks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.differences import differences
from evaluation.opening import Desk, LabelledMail, opened_desk
from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.judge_training import SHIPPED_EXAMPLES, Example, fit_judge, save_examples
from nlp.intents.judging import Judge
from nlp.intents.training import FirstStage, file_fingerprint, train_words
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.reader import reading_of, shown_by, signals_of_certainty, wanted
from nlp.reading import Intent, IntentName
from nlp.signals import Signals
from nlp.wire import reading_as_json

if TYPE_CHECKING:
    from nlp.book import Book

TRAINING = ("laborel", "steinfurt", "papyra", "ambrelle", "valcombe")
CORPUS = Path(corpus.__file__).parent


@dataclass(frozen=True, slots=True)
class Recorded:
    """A scorer that answers with what is known of one text already."""

    scores_of_text: Mapping[IntentName, float]

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> Mapping[IntentName, float]:
        return self.scores_of_text


def main() -> int:
    """Trains everything anew, writes the corpus' files and the model, and says how well it reads unseen families."""
    texts = tuple(text for name in TRAINING for text in desk_texts(name))
    write_texts(texts)
    first = train_words(corpus.load())
    bare = tuple(example for name in TRAINING for example in desk_examples(name, first))
    examples = tuple(example for name in TRAINING for example in judged_examples(name, first, bare))
    save_examples(examples, SHIPPED_EXAMPLES)
    model = first.with_judge(fit_judge(examples), file_fingerprint(SHIPPED_EXAMPLES))
    model.save()
    print(json.dumps({"texts": len(first.texts), "messages": len(examples), **model.meta.figures}, indent=1))
    return 0


def desk_texts(name: str) -> Iterator[LabelledText]:
    """What people wrote to a desk; its family is the desk, so that no fold learns from the desk that it is tried on."""
    with opened_desk(name) as desk:
        for mail, opened, book in people(desk):
            shown = shown_by(opened, book, None)
            language = mail.label["language"]
            yield LabelledText(
                language=language if language in corpus.LANGUAGES else corpus.OTHER,
                author=f"{name}:{mail.author or mail.name}",
                family=name,
                intents=intents_of(mail),
                subject=opened.subject,
                text=shown.context.body.text,
                context=tuple(sorted(shown.tokens)),
            )


def desk_examples(name: str, first: FirstStage) -> Iterator[Example]:
    """The signals of a desk's messages, with scores of a model that has not seen the desk."""
    with opened_desk(name) as desk:
        for mail, opened, book in people(desk):
            shown = shown_by(opened, book, unseen_scorer(name, opened, book, first))
            yield Example(name, shown.signals(opened), intents_of(mail))


def judged_examples(name: str, first: FirstStage, examples: Sequence[Example]) -> Iterator[Example]:
    """The examples of a desk with what speaks for each Reading, by a judge that has not seen the desk."""
    judge = fit_judge([example for example in examples if example.group != name])
    own = iter(example for example in examples if example.group == name)
    with opened_desk(name) as desk:
        for mail, opened, book in people(desk):
            shown = shown_by(opened, book, unseen_scorer(name, opened, book, first))
            reading = reading_of(opened, shown, wanted(opened, shown, Unsure(judge)))
            said = reading_as_json(reading, file=mail.name, route="")
            right = not [each for each in differences(mail.label, said) if not each.is_wording]
            yield replace(next(own), certainty=signals_of_certainty(opened, shown, reading), right=right)


def unseen_scorer(name: str, opened: OpenedMessage, book: Book, first: FirstStage) -> Recorded:
    """A scorer that knows what a model that has not seen the desk says of this message."""
    text = shown_by(opened, book, None).context.body.text
    unseen = ((t, s) for t, s in zip(first.texts, first.unseen, strict=True) if t.family == name)
    return Recorded(next(s for t, s in unseen if t.subject == opened.subject and t.text == text))


@dataclass(frozen=True, slots=True)
class Unsure:
    """A judge of intents alone."""

    judge: Judge

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        return self.judge.judged(signals).intents()

    def certainty(self, signals: Mapping[str, float]) -> float:
        return 0.0


def people(desk: Desk) -> Iterator[tuple[LabelledMail, OpenedMessage, Book]]:
    """The mails of a desk that no robot's header explains."""
    with desk.app.database.read() as snapshot:
        book = desk.app.book(snapshot)
        for mail in desk.mails:
            opened = open_message(mail.raw, Limits())
            if opened.automatic not in (Automatic.BOUNCE, Automatic.AUTO_REPLY):
                yield mail, opened, book


def intents_of(mail: LabelledMail) -> tuple[IntentName, ...]:
    return tuple(IntentName(name) for name in mail.label["intents"])


def write_texts(texts: Iterable[LabelledText]) -> None:
    """The texts of the desks, a file for each language, a line for each text."""
    by_language: dict[str, list[LabelledText]] = {}
    for text in texts:
        by_language.setdefault(text.language, []).append(text)
    for language, found in by_language.items():
        (CORPUS / f"{language}-desks.jsonl").write_text("".join(f"{line_of(text)}\n" for text in found), "utf-8")


def line_of(text: LabelledText) -> str:
    row = {
        "author": text.author,
        "family": text.family,
        "intents": [*text.intents],
        "subject": text.subject,
        "text": text.text,
        "context": [*text.context],
    }
    return json.dumps(row, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main())
