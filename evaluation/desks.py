"""`python -m evaluation.desks check|write`: hand-written desks judged by rule, and turned into folders of mails."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from evaluation.checks import faults_of_desk
from evaluation.mails import BadScript
from evaluation.opening import Desk, LabelledMail, opened_desk
from evaluation.scripts import BadDesk, DeskFolder, found_at, label_of, parsed
from nlp.corpus import LabelledText
from nlp.limits import LimitExceeded
from nlp.mime import open_message
from nlp.opened import Automatic
from nlp.reader import shown_by
from nlp.reading import IntentName

__all__ = ["Desk", "LabelledMail", "check", "opened_desk", "texts_of", "write"]


def texts_of(desk: Desk) -> tuple[LabelledText, ...]:
    """What the senders of an opened desk wrote, as training reads it: subject, new text, and what stands around it.

    `context` is what `nlp.facts.context_tokens` sees with the desk's book. A robot's mail that the reader tells by its
    headers has none, nor has one that cannot be opened within the limits, which is left out.
    """
    found = []
    for mail in desk.mails:
        try:
            opened = open_message(mail.raw, desk.app.settings.limits)
        except LimitExceeded:
            continue
        text, tokens = opened.new_text, tuple[str, ...]()
        if opened.automatic not in (Automatic.BOUNCE, Automatic.AUTO_REPLY):
            with desk.app.database.read() as snapshot:
                shown = shown_by(opened, desk.app.book(snapshot), None)
            text, tokens = shown.context.body.text, shown.tokens
        found.append(
            LabelledText(
                language=mail.label["language"] or "und",
                author=mail.author or f"{desk.name}-{mail.name}",
                family=mail.family or f"{desk.name}-{mail.name}",
                intents=tuple(IntentName(name) for name in mail.label["intents"]),
                subject=opened.subject,
                text=text,
                context=tokens,
            )
        )
    return tuple(found)


def check(desk: DeskFolder) -> int:
    """Prints what the desk holds and each mistake; the number of mistakes that are no mere warnings."""
    faults = faults_of_desk(desk)
    for fault in faults:
        print(fault)
    print(summary(desk))
    wrong = sum(not fault.warning for fault in faults)
    print(f"{wrong} mistakes, {len(faults) - wrong} warnings")
    return wrong


def summary(desk: DeskFolder) -> str:
    """Counts: mails by main intent and language, voices, families, attachments, answers."""
    mails = [scripted.mail for scripted in desk.mails]
    says = [mail["says"] for mail in mails if isinstance(mail.get("says"), dict)]
    intents = Counter(str(say["intents"][0]) for say in says if say.get("intents"))
    languages = Counter(str(say.get("language")) for say in says)
    counts = {
        "authors": len({mail.get("author") for mail in mails}),
        "families": len({mail.get("family") for mail in mails}),
        "with attachments": sum("attachment" in mail for mail in mails),
        "answers": sum("in_reply_to" in mail for mail in mails),
        "several intents": sum(len(say.get("intents", ())) > 1 for say in says),
        "by_person": sum(bool(say.get("by_person")) for say in says),
    }
    tables = [intents.most_common(), languages.most_common(), list(counts.items())]
    lines = [", ".join(f"{name} {count}" for name, count in table) for table in tables]
    return "\n".join([f"{desk.name}: {len(mails)} mails", *lines])


def write(desk: DeskFolder, folder: Path) -> int:
    """Writes ID.eml and labels.jsonl; the number of mails. Raises BadScript before anything is written."""
    raws = {f"{scripted.id}.eml": desk.raw(scripted) for scripted in desk.mails}
    labels = [json.dumps(label_of(desk, scripted), ensure_ascii=False) for scripted in desk.mails]
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in raws.items():
        (folder / name).write_bytes(raw)
    (folder / "labels.jsonl").write_text("".join(f"{label}\n" for label in labels), "utf-8")
    return len(raws)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.desks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="name every mistake of desks")
    checking.add_argument("desks", nargs="+", help="name or path")
    writing = commands.add_parser("write", help="write .eml files and labels.jsonl")
    writing.add_argument("desk", help="name or path")
    writing.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "check":
            return int(sum(check(parsed(found_at(name))) for name in asked.desks) > 0)
        print(f"{write(parsed(found_at(asked.desk)), asked.folder)} mails in {asked.folder}")
    except (BadDesk, BadScript) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
