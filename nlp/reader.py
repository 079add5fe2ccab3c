"""What a message says, step by step: who, in which language, about which documents, with which intents and facts.

The order of belief: headers that a program wrote it, then structured attachments, then what the mail answers, then
numbers and amounts that the book knows, then the words, then the classifier. What is quoted is never the sender's
statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from nlp.absences import returns_on
from nlp.agreement import View, noticed, weighed, with_scores
from nlp.beside import told_beside
from nlp.book import Book, SentEntry
from nlp.certainty import certainty_signals
from nlp.clauses import clauses_of
from nlp.decisions import decided
from nlp.echoes import without_echoes
from nlp.extract.delivery_address import delivery_address, delivery_country
from nlp.extract.goods_back import goods_back
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import References
from nlp.extract.sources import Context, Found
from nlp.facts import Facts, context_tokens, read_facts
from nlp.grounds.grounded import grounded
from nlp.intents.masking import LIMIT
from nlp.leftovers import Understood
from nlp.opened import Automatic, OpenedMessage
from nlp.order_answers import answered
from nlp.parties import Party
from nlp.plain import no_surer
from nlp.price_enquiries import without_enquiries
from nlp.proof import is_possible, remainders
from nlp.proven import explains
from nlp.reading import (
    AttachmentSummary,
    Identification,
    Impression,
    Intent,
    IntentName,
    Problem,
    Reading,
    Robot,
    RobotKind,
    Trust,
)
from nlp.second_wishes import second_wishes
from nlp.shadows import is_shadow
from nlp.signals import Signals, signals_of
from nlp.situation import placed
from nlp.trust import NOBODY_LOOKED, Witness, judged_sender
from nlp.unwanted import chosen, corroborated, unwanted
from nlp.views import independent, views_of

GOODS = frozenset({IntentName.ORDER, IntentName.ORDER_CHANGE})  # intents that move goods
DIGITS = 4  # that are kept of a signal


class IntentScorer(Protocol):
    """The classifier: calibrated probabilities, each intent for itself (they need not sum to 1).

    `context` holds what the words alone do not say, as tokens:
    xxatt_pdf, xxatt_sheet, xxatt_image, xxatt_data, xxatt_other  an attachment of this kind
    xxtable_order, xxtable_remittance                  a table whose columns are those of an order, of an advice
    xxorder_file                                       an order in a data format
    xxanswers_<kind>                                   answers a mail of ours of this outbox kind (xxanswers_dunning)
    xxanswers                                          answers some mail
    xxknown_customer, xxpublic_sender                  the sender is a customer; is nobody we know
    xxknown_invoice, xxknown_po, xxknown_sku           names a document, an order, an article of the book
    xxunknown_po                                       names an order number that the book does not have
    xxamount_open                                      names an amount that is open on a document it names
    xxdate_past, xxdate_future                         names a day before, after the mail's own
    """

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> Mapping[IntentName, float]: ...
    def clause_scores(self, clauses: Sequence[str]) -> Sequence[Mapping[IntentName, float]]:
        """The same of each clause by itself, without anything around it."""
        ...


class IntentJudge(Protocol):
    """The second stage: what the message wants, from everything that it shows."""

    def intents(self, signals: Signals) -> tuple[Intent, ...]: ...
    def present(self, signals: Signals) -> Mapping[IntentName, float]:
        """How likely the message has each intent at all."""
        ...

    def certainty(self, signals: Mapping[str, float]) -> float: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a message shows, before it is decided what it wants. `views` hold the shadows too."""

    party: Party
    language: str
    sent: SentEntry | None
    context: Context
    invoices: References
    facts: Facts
    tokens: tuple[str, ...]
    scores: Mapping[IntentName, float] | None
    clauses: tuple[Mapping[IntentName, float], ...]  # the scores of each sentence by itself
    views: Mapping[IntentName, View]
    kept: Mapping[IntentName, View]  # without the shadows
    weighed: tuple[Intent, ...]  # as the table of words and facts alone lists them

    def signals(self, opened: OpenedMessage) -> Signals:
        hidden = set(self.views) - set(self.kept)
        return signals_of(
            opened, self.party, self.context, self.facts, self.invoices, self.tokens, self.views, hidden, self.weighed,
            self.scores or {}, self.clauses,
        )  # fmt: skip


def read(
    opened: OpenedMessage,
    book: Book,
    scorer: IntentScorer | None = None,
    authserv_ids: Iterable[str] = (),
    judge: IntentJudge | None = None,
    witness: Witness = NOBODY_LOOKED,
) -> Reading:
    """The Reading of an opened message. Raises nothing: what cannot be read is a Problem.

    Without `judge` the table of words and facts decides alone. `witness`: what is known of the sender beside the mail.
    """
    if opened.automatic in (Automatic.BOUNCE, Automatic.AUTO_REPLY):
        party, language, _, _, _ = placed(opened, book)
        party = _bounced(opened, book, party)
        return _reading(opened, party, language, _automatic_intents(opened), authserv_ids, witness=witness)
    shown = shown_by(opened, book, scorer)
    if judge is None:
        reading = reading_of(opened, shown, wanted(opened, shown, None), authserv_ids, witness=witness)
        return replace(reading, evidence=grounded(reading, shown.context, shown.invoices))
    signals = shown.signals(opened)
    intents, present = wanted(opened, shown, judge, signals), judge.present(signals)
    intents = with_second_wishes(opened, shown, intents, scorer, judge)
    reading = reading_of(opened, shown, intents, authserv_ids, present, witness)
    grounds = signals_of_certainty(opened, shown, reading)
    return replace(
        reading,
        certainty=round(no_surer(judge.certainty(grounds), grounds), 4),
        impression=impression_of(shown, signals, grounds),
        evidence=grounded(reading, shown.context, shown.invoices),
    )


def impression_of(shown: Shown, signals: Signals, certainty: Mapping[str, float]) -> Impression:
    """What the models weighed, small enough to be kept with every message."""

    def short(row: Mapping[str, float]) -> dict[str, float]:
        return {name: round(value, DIGITS) for name, value in row.items()}

    return Impression(
        text=shown.context.body.text[:LIMIT],
        clauses=tuple(clauses_of(shown.context)),
        context=tuple(sorted(shown.tokens)),
        own={name.value: short(row) for name, row in signals.own.items()},
        shared=short(signals.shared),
        certainty=short(certainty),
    )


def reading_of(
    opened: OpenedMessage,
    shown: Shown,
    intents: tuple[Intent, ...],
    authserv_ids: Iterable[str] = (),
    present: Mapping[IntentName, float] | None = None,
    witness: Witness = NOBODY_LOOKED,
) -> Reading:
    """The Reading of a message that has these intents. `present`: what a judge says of every intent."""
    context, views = shown.context, shown.views
    said = Understood(context, shown.facts, shown.invoices, intents, views, shown.scores, shown.language, present)
    possible = [name for name in noticed(shown.kept, intents) if is_possible(shown.kept[name], present)]
    possible = [name for name in possible if not explains(said, name)]
    possible += told_beside(context, frozenset(intent.name for intent in intents))
    problems = (*shown.party.problems, *shown.invoices.problems)
    problems += tuple(Problem("possible_intent", name.value) for name in possible)
    problems += remainders(said)
    party = shown.party
    if _is_unwanted(intents) and not party.speaks:
        party = replace(party, customer=None, identified_by=None)  # whose name it uses does not write it
    reading = _reading(opened, party, shown.language, intents, authserv_ids, shown.facts, problems, witness)
    back = goods_back(context, shown.invoices) if not reading.automatic else None
    reading = replace(reading, answer=answered(opened, shown.sent, context.book), goods_back=back)
    if not GOODS & {intent.name for intent in intents}:
        return reading
    place, grounds = delivery_address(context)
    country = delivery_country(context, place)
    return replace(reading, delivery_address=place, delivery_country=country, evidence=(*reading.evidence, *grounds))


def shown_by(opened: OpenedMessage, book: Book, scorer: IntentScorer | None) -> Shown:
    """What a message that no robot's header explains shows for each intent."""
    party, language, sent, context, invoices = placed(opened, book)
    numbers = find_order_numbers(context, invoices)
    invoices = with_pointers(context, invoices, numbers)
    facts = read_facts(context, invoices, numbers)
    tokens = context_tokens(opened, context, invoices, numbers, sent, party.speaks)
    scores = scorer.scores(opened.subject, context.body.text, tokens) if scorer is not None else None
    clauses = tuple(scorer.clause_scores(clauses_of(context))) if scorer is not None else ()
    views = with_scores(views_of(context, facts, sent), scores)
    kept = {name: view for name, view in views.items() if not is_shadow(name, views, facts)}
    return Shown(
        party,
        language,
        sent,
        context,
        invoices,
        facts,
        tokens,
        scores,
        clauses,
        views,
        kept,
        weighed(kept, independent(facts)),
    )


def signals_of_certainty(opened: OpenedMessage, shown: Shown, reading: Reading) -> dict[str, float]:
    """What speaks for and against the whole Reading being right."""
    return certainty_signals(
        opened, shown.party, shown.context, shown.facts, reading.intents, shown.weighed, shown.scores or {},
        shown.clauses, reading.problems,
    )  # fmt: skip


def wanted(
    opened: OpenedMessage, shown: Shown, judge: IntentJudge | None, signals: Signals | None = None
) -> tuple[Intent, ...]:
    """What the message wants, main intent first. `signals`: those of `shown`, where they are known already."""
    scores = shown.scores or {}
    if judge is None:
        return chosen(opened, shown.context, shown.party, shown.views, shown.weighed, scores)
    imitated = unwanted(opened, shown.context, shown.party, shown.views, scores)
    if imitated is not None:
        return (imitated,)
    heard = without_echoes(judge.intents(signals or shown.signals(opened)), shown.context, shown.facts)
    heard = without_enquiries(heard, shown.context, shown.facts.order)
    return corroborated(heard, opened, shown.context)


def with_second_wishes(
    opened: OpenedMessage, shown: Shown, intents: tuple[Intent, ...], scorer: IntentScorer | None, judge: IntentJudge
) -> tuple[Intent, ...]:
    """The intents with those that a clause of the message wants by itself."""

    def alone(clause: str) -> Reading:
        part = replace(opened, subject="", text=clause, new_text=clause, documents=())
        told = shown_by(part, shown.context.book, scorer)
        signals = told.signals(part)
        return reading_of(part, told, wanted(part, told, judge, signals), present=judge.present(signals))

    return second_wishes(clauses_of(shown.context), shown.clauses, intents, shown.facts, alone)


def _bounced(opened: OpenedMessage, book: Book, party: Party) -> Party:
    """A bounce is about the customer that our mail went to."""
    bounce = opened.bounce
    if bounce is None:
        return party
    sent = book.sent(bounce.message_id) if bounce.message_id else None
    customer = book.customer(sent.customer) if sent else None
    if customer is None and bounce.recipient:
        known = book.customers_by_email(bounce.recipient) or book.customers_by_domain(
            bounce.recipient.rpartition("@")[2]
        )
        customer = known[0] if len(known) == 1 else None
    return Party(customer, Identification.REFERENCE if customer else None, party.problems)


def _is_unwanted(intents: tuple[Intent, ...]) -> bool:
    """Whether a mail is unwanted first of all, whatever else may be heard in it."""
    return bool(intents) and intents[0].name is IntentName.SPAM


def _robot(opened: OpenedMessage) -> Robot | None:
    """What kind of automatic answer it is; of an absence with the day of the return."""
    if opened.robot is None or opened.robot.kind is not RobotKind.ABSENCE or opened.sent_at is None:
        return opened.robot
    return replace(opened.robot, returns_on=returns_on(f"{opened.subject}\n{opened.new_text}", opened.sent_at.date()))


def _automatic_intents(opened: OpenedMessage) -> tuple[Intent, ...]:
    name = IntentName.BOUNCE if opened.automatic is Automatic.BOUNCE else IntentName.AUTO_REPLY
    return (Intent(name, 0.99),)


def _reading(
    opened: OpenedMessage,
    party: Party,
    language: str,
    intents: tuple[Intent, ...],
    authserv_ids: Iterable[str],
    facts: Facts | None = None,
    problems: tuple[Problem, ...] = (),
    witness: Witness = NOBODY_LOOKED,
) -> Reading:
    """The Reading: only the facts of the intents that the message has, with their evidence and problems."""
    found = _found(intents, facts)
    found_problems = [*opened.problems, *(p for d in opened.documents for p in d.problems), *problems]
    found_problems += [problem for each in found.values() for problem in each.problems]
    if facts is None:
        found_problems += party.problems
    identified_by = party.identified_by if party.customer else None
    trust, reasons = judged_sender(
        opened.headers, opened.sender.email, frozenset(authserv_ids), found_problems, identified_by, witness
    )
    if _is_unwanted(intents) and trust is Trust.FAILED:
        party, identified_by = replace(party, customer=None), None  # nor does whose address it forges
    return Reading(
        message_id=opened.message_id,
        sender=opened.sender,
        recipients=opened.recipients,
        subject=opened.subject,
        sent_at=opened.sent_at,
        in_reply_to=opened.in_reply_to,
        references=opened.references,
        text=opened.text,
        new_text=opened.new_text,
        language=language,
        customer=party.customer.number if party.customer else None,
        identified_by=identified_by,
        trust=trust,
        trust_reasons=reasons,
        automatic=opened.automatic is not Automatic.NO,
        intents=intents,
        bounce=opened.bounce,
        robot=_robot(opened),
        marks=opened.marks,
        decision=decided(opened),
        attachments=tuple(AttachmentSummary(d.name, d.content_type, d.size, d.text) for d in opened.documents),
        evidence=tuple(ground for each in found.values() for ground in each.evidence),
        problems=tuple(dict.fromkeys(found_problems)),
        **{name: each.value for name, each in found.items()},
    )


def _found(intents: tuple[Intent, ...], facts: Facts | None) -> dict[str, Found[Any]]:
    """What was read for each intent of the message that has facts, by its field in the Reading."""
    names = {intent.name.value for intent in intents}
    fields = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")
    each = {name: getattr(facts, name) for name in fields if facts is not None and name in names}
    return {name: found for name, found in each.items() if found.value is not None}
