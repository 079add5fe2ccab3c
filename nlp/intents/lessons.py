"""Which decisions a desk's model may learn from: no sender teaches much, and nobody teaches against another alone.

A mail is hostile input even where a person has decided about it: whoever sends a hundred of them must not move the
model by more than a few, and of two persons who decided unlike about equal texts neither is believed before a second
one says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nlp import corpus
from nlp.corpus import LabelledText
from nlp.heard import Heard, heard_beside
from nlp.intents.masking import masked
from nlp.reading import Impression, IntentName
from nlp.signals import Signals

MOST_BY_SENDER = 20  # the newest ones
MOST_OF_ALL = 500  # the newest ones: what a desk's customers write today
VOTES = 2  # persons who must agree where texts are equal and decisions are not
Scores = Mapping[IntentName, float]


@dataclass(frozen=True, slots=True)
class Taught:
    """A decided message. `intents`: main one first, () where the decision says nothing of them.

    `said` and `certainty`: the main intent, its confidence and the certainty of the Reading that was decided about.
    """

    message: str
    decided_at: datetime
    actor: str
    sender: str
    language: str
    subject: str
    impression: Impression
    intents: tuple[IntentName, ...]
    right: bool
    said: IntentName = IntentName.OTHER
    confidence: float = 0.0
    certainty: float = 0.0

    @property
    def teacher(self) -> str:
        """Who wrote the text: "jan+1@A.example" and "jan@a.example" are one."""
        local, _, domain = self.sender.strip().casefold().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}"

    @property
    def text(self) -> LabelledText:
        return LabelledText(
            language=self.language if self.language in corpus.LANGUAGES else corpus.OTHER,
            author=self.teacher,
            family=self.teacher,
            intents=self.intents,
            subject=self.subject,
            text=self.impression.text,
            context=self.impression.context,
        )

    @property
    def wording(self) -> tuple[str, str, tuple[str, ...]]:
        """What two equal texts share, whatever numbers, dates and blanks they have."""
        text, subject = (" ".join(masked(part).split()) for part in (self.impression.text, self.subject))
        return text, subject, self.impression.context


@dataclass(frozen=True, slots=True)
class Admitted:
    """`lessons`: what may be learned, oldest first; how many are left out as too many, and wait for a second vote."""

    lessons: tuple[Taught, ...]
    beyond: int
    waiting: int


def admitted(taught: Iterable[Taught]) -> Admitted:
    """The decisions that may be learned from."""
    newest = sorted(taught, key=lambda one: (one.decided_at, one.message), reverse=True)
    counts: dict[str, int] = {}
    kept: list[Taught] = []
    for one in newest:
        counts[one.teacher] = counts.get(one.teacher, 0) + 1
        if counts[one.teacher] <= MOST_BY_SENDER and len(kept) < MOST_OF_ALL:
            kept.append(one)
    equal = _of_wording(kept)
    agreed = [one for one in kept if one.intents in (settled(equal[one.wording]), ())]
    return Admitted(tuple(reversed(agreed)), len(newest) - len(kept), len(kept) - len(agreed))


def _of_wording(taught: Iterable[Taught]) -> dict[tuple[str, str, tuple[str, ...]], list[Taught]]:
    found: dict[tuple[str, str, tuple[str, ...]], list[Taught]] = {}
    for one in taught:
        found.setdefault(one.wording, []).append(one)
    return found


def settled(equal: Sequence[Taught]) -> tuple[IntentName, ...] | None:
    """What equal texts want: what all say, else what most persons and at least two of them say; None: undecided."""
    voters: dict[tuple[IntentName, ...], set[str]] = {}
    for one in equal:
        if one.intents:
            voters.setdefault(one.intents, set()).add(one.actor)
    if len(voters) <= 1:
        return next(iter(voters), None)
    first, second = sorted(voters, key=lambda intents: (-len(voters[intents]), intents))[:2]
    enough = len(voters[first]) >= VOTES and len(voters[first]) > len(voters[second])
    return first if enough else None


def signals_of(impression: Impression) -> Signals:
    """The signals as the reader saw them."""
    return Signals({name: dict(impression.own.get(name.value, {})) for name in IntentName}, dict(impression.shared))


def renewed(impression: Impression, scores: Scores, clauses: Sequence[Scores]) -> Signals:
    """The same signals where the words' model says something else of the text and of its clauses."""
    seen = signals_of(impression)
    own, heard = {}, Heard.of(scores, clauses)
    for name, row in seen.own.items():
        signals = heard.signals(name, row.get("facts", 0.0))
        own[name] = {key: value for key, value in (dict(row) | signals).items() if value}
    return Signals(own, dict(seen.shared) | heard_beside(scores))
