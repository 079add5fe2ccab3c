"""What the words' model says of a message and of each of its clauses, as signals: all that a new model would change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.reading import IntentName

EDGE = 0.02  # of a probability: beyond it the words' score is equally sure
HIGHEST_LOGIT = 4.0
Scores = Mapping[IntentName, float]


def logit(probability: float) -> float:
    """The log odds of a probability over HIGHEST_LOGIT: between -1 and 1."""
    probability = min(max(probability, EDGE), 1 - EDGE)
    return math.log(probability / (1 - probability)) / HIGHEST_LOGIT


def likeliest(scores: Scores) -> IntentName:
    return max(scores, key=lambda name: scores[name])


@dataclass(frozen=True, slots=True)
class Leader:
    """The likeliest intent of some scores, how likely it is, and how likely the next one."""

    name: IntentName
    score: float
    next_score: float

    def rival_of(self, name: IntentName) -> float:
        """The score of the likeliest other intent."""
        return self.next_score if self.name is name else self.score


@dataclass(frozen=True, slots=True)
class Heard:
    """What the words' model says of a message and of its clauses, with the leader of each."""

    scores: Scores
    clauses: Sequence[Scores]
    main: Leader | None
    leaders: tuple[Leader, ...]

    @classmethod
    def of(cls, scores: Scores, clauses: Sequence[Scores]) -> Heard:
        return cls(scores, clauses, _leader(scores) if scores else None, tuple(map(_leader, clauses)))

    def signals(self, name: IntentName, facts: float) -> dict[str, float]:
        """The signals of one intent. `facts`: how strong its facts are."""
        score = self.scores.get(name, 0.0)
        rival = self.main.rival_of(name) if self.main is not None else 0.0
        found = {"score": logit(score), "rival": logit(rival), "lead": float(score >= rival), "agrees": facts * score}
        if self.clauses:
            found |= self._in_clauses(name, facts)
            found["clause_beside"] = self._beside(name)
        return found

    def _in_clauses(self, name: IntentName, facts: float) -> dict[str, float]:
        """How surely some clause says it, by how much it is likelier there, and in how many it is what is likeliest."""
        said = [clause[name] for clause in self.clauses]
        leads = [place for place, leader in enumerate(self.leaders) if leader.name is name]
        return {
            "clause": logit(max(said)),
            "clause_facts": max(said) * facts,
            "clause_lead": max(own - leader.rival_of(name) for own, leader in zip(said, self.leaders, strict=True)),
            "clauses": len(leads) / len(said),
            "early": 1 - leads[0] / len(said) if leads else 0.0,
        }

    def _beside(self, name: IntentName) -> float:
        """How surely it is said in a clause that does not say what the whole message says first."""
        main = self.main.name if self.main is not None else None
        if name is main:
            return 0.0
        told = zip(self.clauses, self.leaders, strict=True)
        rest = [clause[name] for clause, leader in told if leader.name is not main]
        return 1 + logit(max(rest)) if rest else 0.0


def _leader(scores: Scores) -> Leader:
    name = likeliest(scores)
    return Leader(name, scores[name], max((score for other, score in scores.items() if other is not name), default=0.0))


def heard_beside(scores: Scores) -> dict[str, float]:
    """What every intent may know of the scores of all others."""
    return {f"score:{name.value}": 1 + logit(score) for name, score in scores.items()}
