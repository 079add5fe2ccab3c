"""Everything that keeps the desk from acting alone upon a message, in words."""

from __future__ import annotations

from nlp.reading import IntentName, Problem, Reading
from workflows.ports import Desk
from workflows.routing.bounds import HARMLESS_PROBLEMS, WORDS, is_certain, names_of, threshold
from workflows.routing.facts import Known
from workflows.routing.rules import BUSINESS, Ready, Unsure
from workflows.routing.senders import first_seen

# In the thread of a case the invoice is known without being named.
KNOWN_BY_THREAD = frozenset({"no_invoice"})


def doubts_of(reading: Reading, known: Known, desk: Desk, wanted: list[Ready | Unsure]) -> list[str]:
    """Everything that keeps the desk from acting alone, in words; [] if nothing does."""
    names = names_of(reading)
    # An answer in the thread of a case needs no other meaning: the case's owner reads it.
    plain_reply = bool(known.thread_case) and set(names) <= {IntentName.OTHER, IntentName.DISPUTE}
    doubts = [doubt for wish in wanted for doubt in wish.doubts if not (plain_reply and isinstance(wish, Unsure))]
    for intent in reading.intents:
        least = threshold(intent.name, desk)
        if intent.name in BUSINESS and intent.confidence < least:
            doubts.append(
                f"It is not certain that this is {WORDS[intent.name]} ({intent.confidence:.2f} of {least:.2f})."
            )
    if not plain_reply and not is_certain(reading, desk):
        doubts.append(f"All that was read together is not certain enough ({reading.certainty:.2f}).")
    harmless = HARMLESS_PROBLEMS | (KNOWN_BY_THREAD if plain_reply else frozenset())
    doubts += [_sentence(problem) for problem in reading.problems if problem.code not in harmless]
    doubts += _contradictions(reading)
    if known.others_case:
        doubts.append(f"It answers a letter about case {known.others_case}, which is another customer's.")
    if known.question is not None:
        doubts.append(f"It answers a letter about order {known.question.order}, which is another customer's.")
    doubts += first_seen(reading, known, desk)
    return doubts


def _contradictions(reading: Reading) -> list[str]:
    """Two wishes of one message that cannot both be meant for the same invoice or order."""
    found = []
    promised = set(reading.promise.invoices) if reading.promise else set()
    if reading.dispute and promised & set(reading.dispute.invoices):
        found.append("The same invoice is both disputed and promised to be paid.")
    if reading.remittance and promised & {line.invoice for line in reading.remittance.lines}:
        found.append("The same invoice is said to be paid and promised to be paid.")
    if reading.goods_back and reading.goods_back.lines and (reading.order or reading.order_change):
        found.append("It orders goods, or changes an order, and speaks of goods that go back.")
    if reading.order and reading.order_change:
        found.append("It both places an order and changes one.")
    return found


def _sentence(problem: Problem) -> str:
    return f"{problem.code.replace('_', ' ').capitalize()}: {problem.detail.rstrip('.')}."
