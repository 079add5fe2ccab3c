"""What the words' model says of a message and of each of its clauses, as signals: all that a new model would change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

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


def heard_of(name: IntentName, scores: Scores, clauses: Sequence[Scores], facts: float) -> dict[str, float]:
    """The signals of one intent. `facts`: how strong its facts are."""
    score = scores.get(name, 0.0)
    rival = max((other for key, other in scores.items() if key is not name), default=0.0)
    found = {"score": logit(score), "rival": logit(rival), "lead": float(score >= rival), "agrees": facts * score}
    if clauses:
        found |= _in_clauses(name, clauses, facts)
        found["clause_beside"] = _beside(name, scores, clauses)
    return found


def _in_clauses(name: IntentName, clauses: Sequence[Scores], facts: float) -> dict[str, float]:
    """How surely some clause says it, by how much it is likelier there, and in how many it is what is likeliest."""
    surest = max(clause[name] for clause in clauses)
    leads = [place for place, clause in enumerate(clauses) if likeliest(clause) is name]
    return {
        "clause": logit(surest),
        "clause_facts": surest * facts,
        "clause_lead": max(clause[name] - _rival(name, clause) for clause in clauses),
        "clauses": len(leads) / len(clauses),
        "early": 1 - leads[0] / len(clauses) if leads else 0.0,
    }


def _rival(name: IntentName, scores: Scores) -> float:
    return max(score for other, score in scores.items() if other is not name)


def _beside(name: IntentName, scores: Scores, clauses: Sequence[Scores]) -> float:
    """How surely it is said in a clause that does not say what the whole message says first."""
    main = likeliest(scores) if scores else None
    if name is main:
        return 0.0
    rest = [clause[name] for clause in clauses if likeliest(clause) is not main]
    return 1 + logit(max(rest)) if rest else 0.0


def heard_beside(scores: Scores) -> dict[str, float]:
    """What every intent may know of the scores of all others."""
    return {f"score:{name.value}": 1 + logit(score) for name, score in scores.items()}
