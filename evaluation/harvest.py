"""`python -m evaluation.harvest`: the training desks' messages become texts and examples that the model learns from.

Three files of the shipped corpus are made: `nlp/corpus/LANGUAGE-desks.jsonl` (what the senders wrote, with what stands
around it) and `nlp/corpus/messages.npz` (what each message shows). What the words' model says of a message is taken
from a model that has seen no message of its desk: the second stage learns how far words can be trusted on new desks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.differences import differences
from evaluation.looks import FirstLook, file_of, load
from evaluation.opening import Desk, LabelledMail, opened_desk
from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.judge_training import SHIPPED_EXAMPLES, Example, fit_judge, save_examples
from nlp.intents.judging import Judge
from nlp.intents.training import file_fingerprint, train_words
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.reader import IntentScorer, Shown, reading_of, shown_by, signals_of_certainty, wanted, with_second_wishes
from nlp.reading import Intent, IntentName
from nlp.signals import Signals
from nlp.wire import reading_as_json

if TYPE_CHECKING:
    from nlp.book import Book

TRAINING = (
    "laborel", "steinfurt", "papyra", "almtal", "mirabel", "dentovia", "kugelmann", "lincourt", "brunnthal", "nexdal",
    "corvane", "wendelfeld", "ostermoor", "tramont", "orsolin", "quintara", "aubrelle", "verlaine", "hartmoor",
    "brevonne", "talwiesen", "sennwald", "hautmont",
    "ambrelle", "valcombe",
)  # fmt: skip
LOOKED_AT = tuple(name for name in TRAINING if file_of(name).is_file())  # their first looks are kept, the oldest first
# What read the older ones read worse than today's reader: how sure one may be, the newest say.
NEWEST = frozenset(LOOKED_AT[-6:])
CORPUS = Path(corpus.__file__).parent


@dataclass(frozen=True, slots=True)
class Written:
    """A message of a desk that no robot's header explains, with its book and what it shows without the words' model."""

    desk: str
    mail: LabelledMail
    opened: OpenedMessage
    book: Book
    bare: Shown

    @property
    def intents(self) -> tuple[IntentName, ...]:
        return tuple(IntentName(name) for name in self.mail.label["intents"])

    def text(self) -> LabelledText:
        """Its words; the family is the desk, so that no fold learns from the desk that it is tried on."""
        language = self.mail.label["language"]
        return LabelledText(
            language=language if language in corpus.LANGUAGES else corpus.OTHER,
            author=f"{self.desk}:{self.mail.author or self.mail.name}",
            family=self.desk,
            intents=self.intents,
            subject=self.opened.subject,
            text=self.bare.context.body.text,
            context=tuple(sorted(self.bare.tokens)),
        )

    def shown(self, scorer: IntentScorer) -> Shown:
        return shown_by(self.opened, self.book, scorer)


def main() -> int:
    """Trains everything anew, writes the corpus' files and the model, and says how well it reads unseen families."""
    with ExitStack() as desks, ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        written = [one for name in TRAINING for one in messages_of(desks.enter_context(opened_desk(name)), desks)]
        write_texts(one.text() for one in written)
        first = train_words(corpus.load(), processes)
        scorers = dict(zip(TRAINING, first.strangers(TRAINING, processes), strict=True))
        shown = [one.shown(scorers[one.desk]) for one in written]
        bare = [
            Example(one.desk, each.signals(one.opened), one.intents) for one, each in zip(written, shown, strict=True)
        ]
        others = [[example for example in bare if example.group != name] for name in TRAINING]
        judges = dict(zip(TRAINING, processes.map(fit_judge, others), strict=True))
        looks = {name: load(file_of(name)) for name in LOOKED_AT}
        examples = [
            seen_first(looks[one.desk][one.mail.name], example)
            if one.desk in looks
            else judged(Unsure(judges[one.desk]), one, each, example, scorers[one.desk])
            for one, each, example in zip(written, shown, bare, strict=True)
        ]
    save_examples(examples, SHIPPED_EXAMPLES)
    model = first.with_judge(fit_judge(examples), file_fingerprint(SHIPPED_EXAMPLES))
    model.save()
    print(json.dumps({"texts": len(first.texts), "messages": len(examples), **model.meta.figures}, indent=1))
    return 0


def messages_of(desk: Desk, open_for: ExitStack) -> Iterator[Written]:
    """The messages of a desk whose book stays open as long as `open_for`."""
    book = desk.app.book(open_for.enter_context(desk.app.database.read()))
    for mail in desk.mails:
        opened = open_message(mail.raw, Limits())
        if opened.automatic not in (Automatic.BOUNCE, Automatic.AUTO_REPLY):
            yield Written(desk.name, mail, opened, book, shown_by(opened, book, None))


def judged(judge: Unsure, one: Written, shown: Shown, example: Example, scorer: IntentScorer) -> Example:
    """The example with what speaks for its Reading by a judge that has not seen its desk, and whether that is right."""
    intents, present = wanted(one.opened, shown, judge, example.signals), judge.present(example.signals)
    intents = with_second_wishes(one.opened, shown, intents, scorer, judge)
    reading = reading_of(one.opened, shown, intents, present=present)
    wrong = differences(one.mail.label, reading_as_json(reading, file=one.mail.name, route=""))
    certainty = signals_of_certainty(one.opened, shown, reading)
    right = all(difference.is_wording for difference in wrong)
    return replace(example, certainty=certainty, right=right)


def seen_first(look: FirstLook, example: Example) -> Example:
    """The example with what its desk's first look kept: read since, it is read better than an unknown company's."""
    return replace(example, certainty=look.certainty, right=look.right, fresh=example.group in NEWEST)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A judge of intents alone."""

    judge: Judge

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        return self.judge.judged(signals).intents()

    def present(self, signals: Signals) -> Mapping[IntentName, float]:
        return self.judge.judged(signals).present

    def certainty(self, signals: Mapping[str, float]) -> float:
        return 0.0


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
