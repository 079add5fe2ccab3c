"""An answer to our question about an order: what keeps it from waking the order by itself."""

from __future__ import annotations

from nlp.reading import Reading, TrustLevel
from workflows.commands import AnswerQuestion, Source
from workflows.routing.facts import AskedOrder, Known
from workflows.threads import bare_subject

# What may have hidden, cut or changed words of an answer.
HINDERING = frozenset(
    "text_cut partial_message hidden_content alternatives_differ text_below_device_line nested_too_deeply encrypted "
    "malformed several_customers conflicting_customers other_customer attachment_limit".split()
)
# What a message may hold besides an answer, by its field in the Reading; each is another wish.
BESIDE = {
    "master_data": "a change of master data",
    "delivery_address": "another delivery address",
    "remittance": "a payment advice",
    "promise": "a promise to pay",
    "dispute": "a dispute",
}


def answer(reading: Reading, known: Known, asked: AskedOrder, source: Source) -> AnswerQuestion:
    """The answer as a command, with every doubt about it; what the books make of it is the order desk's own check."""
    doubts = []
    if reading.answer is None or not reading.answer.complete:
        doubts.append("It is not wholly clear what it answers.")
    if not (asked.was_asked or known.record_has_sender or reading.trust_level is TrustLevel.VERIFIED):
        doubts.append("Another person answers than the one who was asked, and nothing proves who it is.")
    if asked.subject and bare_subject(reading.subject) != bare_subject(asked.subject):
        doubts.append("Its subject is not that of our question.")
    if any(is_read_elsewhere(part.text, part.content_type) for part in reading.attachments):
        doubts.append("It brings an attachment.")
    doubts += [f"It also holds {words}." for field, words in BESIDE.items() if getattr(reading, field)]
    hindering = [p for p in reading.problems if p.code in HINDERING or p.source.startswith("attachment")]
    doubts += [f"{problem.detail.capitalize().rstrip('.')}." for problem in hindering]
    return AnswerQuestion(
        source,
        known.customer,
        asked.order,
        asked.letter,
        reading.answer,
        reading.new_text,
        tuple(dict.fromkeys(doubts)),
    )


def is_read_elsewhere(text: str, content_type: str) -> bool:
    """Whether an attachment may say what the mail does not: anything but a picture without words (a logo)."""
    return bool(text.strip()) or not content_type.startswith("image/")
