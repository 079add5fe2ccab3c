"""How sure an intent and a whole Reading must be before anything is done alone."""

from __future__ import annotations

from nlp.reading import IntentName, Reading
from workflows.ports import Desk

# What a reader may remark without any doubt about what the sender wants: a line of an advice may name no amount.
HARMLESS_PROBLEMS = frozenset({"missing_message_id", "charset_repaired", "no_amount"})
SEVERAL = "several"  # the certainty asked of a message with more than one intent
WORDS = {
    IntentName.ORDER: "an order",
    IntentName.ORDER_CHANGE: "a change of an order",
    IntentName.REMITTANCE: "a payment advice",
    IntentName.DISPUTE: "a dispute",
    IntentName.PROMISE: "a promise to pay",
    IntentName.QUERY: "a question",
    IntentName.MASTER_DATA: "a change of master data",
    IntentName.AUTO_REPLY: "an automatic reply",
    IntentName.BOUNCE: "a report that a mail did not arrive",
    IntentName.SPAM: "unwanted mail",
    IntentName.OTHER: "something else",
}


def names_of(reading: Reading) -> list[IntentName]:
    return list(dict.fromkeys(intent.name for intent in reading.intents)) or [IntentName.OTHER]


def threshold(name: str, desk: Desk) -> float:
    """The least calibrated confidence from which an intent is acted upon alone."""
    least = desk.routing.auto_confidence
    return least.get(name, least["default"])


def least_certainty(name: str, desk: Desk) -> float:
    """How likely a whole Reading with this intent must be right before it is acted upon alone."""
    least = desk.routing.certainty
    return least.get(name, least["default"])


def is_certain(reading: Reading, desk: Desk) -> bool:
    """Whether the Reading as a whole is as likely right as the strictest of its intents asks, where that was judged."""
    asked = [str(name) for name in names_of(reading)]
    if len(asked) > 1:
        asked.append(SEVERAL)
    least = max(least_certainty(name, desk) for name in asked)
    return reading.certainty is None or reading.certainty >= least
