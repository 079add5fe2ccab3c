"""`python -m evaluation.reasons`: the ranker of the reasons of disputes is learned anew and written down.

It says how many reasons of each training desk a ranker finds that has seen no mail of that desk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from evaluation.harvest import TRAINING, Written, messages_of
from evaluation.opening import opened_desk
from nlp.extract.dispute.pieces import in_twos, pieces_of
from nlp.extract.dispute.ranking import SHIPPED, Ranker, told_in
from nlp.extract.dispute.training import LabelledMail, fit_with_mails, samples
from nlp.extract.dispute.words import reason_of
from nlp.reading import DisputeReason, IntentName

NOTHING_EVERY = 3  # of the mails that contest nothing


@dataclass(frozen=True, slots=True)
class Case:
    """A mail of a desk with what is learned of it."""

    written: Written
    learned: LabelledMail


def main() -> int:
    with ExitStack() as desks:
        cases = [
            case for name in TRAINING for case in cases_of(messages_of(desks.enter_context(opened_desk(name)), desks))
        ]
        base = list(samples())
        figures = {name: found(name, cases, fit_with_mails(base, others(name, cases))) for name in TRAINING}
        ranker = fit_with_mails(base, [case.learned for case in cases])
    np.savez_compressed(SHIPPED, allow_pickle=False, **ranker.arrays())
    right, words, count = (sum(each[n] for each in figures.values()) for n in range(3))
    print(json.dumps({"found, by words alone, of": figures, "unseen": right / count, "words": words / count}, indent=1))
    return 0


def cases_of(messages: Iterator[Written]) -> Iterator[Case]:
    """Every mail that contests, and some of those that do not."""
    calm = 0
    for written in messages:
        dispute = written.mail.label.get("dispute")
        calm += not dispute
        if dispute or (calm % NOTHING_EVERY == 0 and IntentName.DISPUTE not in written.intents):
            context = written.bare.context
            texts = (*(piece.text for piece in pieces_of(context)), *in_twos(context))
            reason = DisputeReason(dispute["reason"]) if dispute else None
            whole = context.body.text[:1500]
            yield Case(written, LabelledMail(written.desk, texts, whole, reason, len(written.intents) == 1))


def others(name: str, cases: list[Case]) -> list[LabelledMail]:
    return [case.learned for case in cases if case.learned.desk != name]


def found(name: str, cases: list[Case], ranker: Ranker) -> tuple[int, int, int]:
    """(reasons that the ranker finds, that the words alone find, disputes) of a desk."""
    own = [case for case in cases if case.learned.desk == name and case.learned.reason]
    contexts = [case.written.bare.context for case in own]
    ranked = [told_in(context, ranker).ranked()[0][0] for context in contexts]
    worded = [reason_of(context)[0] for context in contexts]
    truth = [case.learned.reason for case in own]
    right, words = (sum(a is b for a, b in zip(guessed, truth, strict=True)) for guessed in (ranked, worded))
    return right, words, len(own)


if __name__ == "__main__":
    raise SystemExit(main())
