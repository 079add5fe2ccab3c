"""`python -m evaluation.first_look DESK`: what was read of a desk before anybody mended by it, kept for good.

A reader is surer of mails that it was mended by than of those of a company it has never met. So what speaks for each
Reading, and whether it was right, is written down once, by a model that has not learned from the desk; certainty is
learned from that (`evaluation/harvest.py`), however well the desk is read later.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack

from evaluation.harvest import Unsure, judged, messages_of
from evaluation.looks import FirstLook, file_of, save
from evaluation.opening import opened_desk
from evaluation.strangers import stranger_to
from nlp.intents.judge_training import Example


def main(arguments: list[str]) -> int:
    """Reads each desk and keeps the look. Raises FileExistsError for a desk that has one: a second look is no first."""
    for desk in arguments:
        if (file := file_of(desk)).exists():
            raise FileExistsError(f"{file.name} is there: a second look is no first one")
        looks = look_at(desk)
        save(looks, file)
        print(f"{desk}: {sum(look.right for look in looks.values())} of {len(looks)} right")
    return 0


def look_at(desk: str) -> dict[str, FirstLook]:
    """By the mail's name; what a program wrote is left out. Raises BadDesk, BadScript, OSError."""
    model, found = stranger_to(desk), {}
    with ExitStack() as open_for, opened_desk(desk) as opened:
        for one in messages_of(opened, open_for):
            shown = one.shown(model.words)
            bare = Example(desk, shown.signals(one.opened), one.intents)
            example = judged(Unsure(model.judge), one, shown, bare, model.words)
            found[one.mail.name] = FirstLook(example.certainty, example.right)
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
