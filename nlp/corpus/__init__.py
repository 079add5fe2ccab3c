"""Our own labelled texts: what senders of many trades, manners and languages write, and what they want by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from nlp.reading import IntentName

LANGUAGES = ("de", "en", "fr")
OTHER = "other"  # mails in languages that have no words here


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A mail and its intents, main one first.

    `family`: the trade that the writer was imagined in; splits keep it whole.
    `context`: the tokens that `nlp.reader.IntentScorer` describes.
    """

    language: str
    author: str
    family: str
    intents: tuple[IntentName, ...]
    subject: str
    text: str
    context: tuple[str, ...]


def parse(lines: str, language: str) -> tuple[LabelledText, ...]:
    """Texts from JSON lines. Raises ValueError, KeyError for a line that is none or names an unknown intent."""
    rows = [json.loads(line) for line in lines.splitlines() if line.strip()]
    return tuple(
        LabelledText(
            language=language,
            author=row["author"],
            family=row["family"],
            intents=tuple(IntentName(name) for name in row["intents"]),
            subject=row["subject"],
            text=row["text"],
            context=tuple(sorted(row["context"])),
        )
        for row in rows
    )


def load() -> tuple[LabelledText, ...]:
    """The whole shipped corpus: the files of each language in turn ("de.jsonl", "de-trades.jsonl")."""
    found = sorted((file for file in files(__name__).iterdir() if file.name.endswith(".jsonl")), key=lambda f: f.name)
    return tuple(
        text
        for language in (*LANGUAGES, OTHER)
        for file in found
        if re.split(r"[-.]", file.name)[0] == language
        for text in parse(file.read_text("utf-8"), language)
    )


def fingerprint(texts: Iterable[LabelledText]) -> str:
    """The sha256 of what a model learns from these texts and from the lexicon of concepts."""
    digest = sha256(files(__name__).joinpath("concepts.toml").read_bytes())
    for text in texts:
        row = [text.language, text.family, [*text.intents], text.subject, text.text, [*text.context]]
        digest.update(json.dumps(row, ensure_ascii=False).encode())
    return digest.hexdigest()
