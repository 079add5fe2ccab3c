"""What a message says, step by step: who, in which language, about which documents, with which intents and facts.

The order of belief: headers that a program wrote it, then structured attachments, then what the mail answers, then
numbers and amounts that the book knows, then the words, then the classifier. What is quoted is never the sender's
statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from nlp.agreement import View, noticed, weighed, with_score
from nlp.book import Book, SentEntry
from nlp.documents.vocabulary import column_roles
from nlp.extract.dispute import read_dispute, reason_of
from nlp.extract.master_data import read_master_data
from nlp.extract.order import read_order
from nlp.extract.order_change import read_order_change
from nlp.extract.promise import read_promise
from nlp.extract.query import read_query
from nlp.extract.references import OrderNumber, References, find_order_numbers, find_references
from nlp.extract.remittance import read_remittance
from nlp.extract.sources import Context, Found, context_of
from nlp.lang import LANGUAGES, weight
from nlp.language import CERTAIN, UNKNOWN, detect, posterior
from nlp.opened import Automatic, OpenedMessage
from nlp.parties import Party, by_reference, identify
from nlp.reading import (
    AttachmentSummary,
    Dispute,
    DisputeReason,
    Evidence,
    Identification,
    Intent,
    IntentName,
    MasterDataChange,
    Order,
    OrderChange,
    Problem,
    Promise,
    Query,
    QueryTopic,
    Reading,
    Remittance,
)
from nlp.trust import sender_trust

EPOCH = date(1970, 1, 1)  # the base of dates where a mail has none: nothing near it is in any book


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


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the extractors read, before it is decided which of it the message is about."""

    order: Found[Order]
    order_change: Found[OrderChange]
    remittance: Found[Remittance]
    dispute: Found[Dispute]
    promise: Found[Promise]
    query: Found[Query]
    master_data: Found[MasterDataChange]


# Reasons whose words stand in many mails that contest nothing ("60 days net", "will be paid").
VAGUE_REASONS = frozenset({DisputeReason.CONTRACT_TERMS, DisputeReason.ALREADY_PAID, DisputeReason.OTHER})

# What people answer to a mail of ours of a kind: their words for it count more.
ANSWERS: dict[str, frozenset[IntentName]] = {
    "dunning": frozenset({IntentName.PROMISE, IntentName.DISPUTE, IntentName.REMITTANCE}),
    "invoice": frozenset({IntentName.DISPUTE, IntentName.PROMISE, IntentName.QUERY}),
    "statement": frozenset({IntentName.DISPUTE, IntentName.PROMISE, IntentName.REMITTANCE, IntentName.QUERY}),
    "order_confirmation": frozenset({IntentName.ORDER_CHANGE, IntentName.QUERY}),
}


def read(
    opened: OpenedMessage,
    book: Book,
    scorer: IntentScorer | None = None,
    authserv_ids: Iterable[str] = (),
) -> Reading:
    """The Reading of an opened message. Raises nothing: what cannot be read is a Problem."""
    party = identify(opened, book)
    sent = _answered(opened, book)
    language, certainty = language_of(opened, party)
    context = _context(opened, book, language, party, sent)
    invoices = find_references(context)
    if party.customer is None and not party.from_own_domain:
        found = by_reference(opened, book, invoices)
        party = Party(found.customer, found.identified_by, (*party.problems, *found.problems))
        if party.customer is not None:
            if certainty < CERTAIN:
                language, _ = language_of(opened, party)
            context = _context(opened, book, language, party, sent)
            invoices = find_references(context)
    if opened.automatic in (Automatic.BOUNCE, Automatic.AUTO_REPLY):
        return _reading(opened, _bounced(opened, book, party), language, _automatic_intents(opened), authserv_ids)
    numbers = find_order_numbers(context, invoices)
    facts = read_facts(context, invoices, numbers)
    scores = None
    if scorer is not None:
        scores = scorer.scores(
            opened.subject, context.body.text, context_tokens(opened, context, invoices, numbers, sent)
        )
    views = {name: with_score(view, scores) for name, view in views_of(context, facts, sent).items()}
    intents = _chosen(opened, context, party, views, facts)
    possible = noticed(views, intents)
    problems = (*party.problems, *invoices.problems, *(Problem("possible_intent", name.value) for name in possible))
    return _reading(opened, party, language, intents, authserv_ids, facts, problems)


def language_of(opened: OpenedMessage, party: Party) -> tuple[str, float]:
    """Of what the sender wrote; a few words lean on the subject, and then on what is known of the customer."""
    known = party.customer.language if party.customer else UNKNOWN
    text = opened.new_text.strip()
    words = len(re.findall(r"[^\W\d_]{2,}", text))
    if words < 6:
        text = f"{text}\n{opened.subject}"
    language, certainty = detect(text, known)
    if certainty < 0.5 and language == UNKNOWN:
        for document in opened.documents:
            if len(posterior(document.text[:600])) and (found := detect(document.text[:600]))[1] >= CERTAIN:
                return found
    return language, certainty


def _context(opened: OpenedMessage, book: Book, language: str, party: Party, sent: SentEntry | None) -> Context:
    return context_of(
        opened,
        book,
        language if language in LANGUAGES else "",
        sent_on=opened.sent_at.date() if opened.sent_at else EPOCH,
        customer=party.customer,
        answered=sent.documents if sent else (),
    )


def _answered(opened: OpenedMessage, book: Book) -> SentEntry | None:
    """The newest mail of ours that this one answers."""
    named = [opened.in_reply_to, *reversed(opened.references)]
    return next((entry for message_id in named if message_id and (entry := book.sent(message_id))), None)


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


def _automatic_intents(opened: OpenedMessage) -> tuple[Intent, ...]:
    name = IntentName.BOUNCE if opened.automatic is Automatic.BOUNCE else IntentName.AUTO_REPLY
    return (Intent(name, 0.99),)


def read_facts(context: Context, invoices: References, numbers: tuple[OrderNumber, ...]) -> Facts:
    """What each extractor makes of the message, whether or not it is about that."""
    remittance = read_remittance(context, invoices)
    return Facts(
        order=read_order(context, numbers, invoices),
        order_change=read_order_change(context, numbers),
        remittance=remittance,
        dispute=read_dispute(context, invoices, remittance.value if _deducts(remittance.value) else None),
        promise=read_promise(context, invoices),
        query=read_query(context, invoices, numbers),
        master_data=read_master_data(context),
    )


def _deducts(remittance: Remittance | None) -> bool:
    return remittance is not None and any(line.deduction for line in remittance.lines)


def views_of(context: Context, facts: Facts, sent: SentEntry | None) -> dict[IntentName, View]:
    """Words and facts for each intent that a person can have."""
    strengths = {
        IntentName.ORDER: facts.order.strength,
        IntentName.ORDER_CHANGE: facts.order_change.strength,
        IntentName.REMITTANCE: facts.remittance.strength,
        IntentName.DISPUTE: facts.dispute.strength,
        IntentName.PROMISE: facts.promise.strength,
        IntentName.QUERY: facts.query.strength
        if facts.query.value and facts.query.value.topic is not QueryTopic.OTHER
        else 0.0,
        IntentName.MASTER_DATA: facts.master_data.strength,
    }
    views = {}
    for name, strength in strengths.items():
        words, place = words_for(context, name)
        if name is IntentName.DISPUTE:
            reason, score, _ = reason_of(context)
            words += (0.35 if reason in VAGUE_REASONS else 0.55) * min(score, 1.3)
        if name is IntentName.PROMISE and _is_plan(context, facts.promise.value):
            words += 0.6
        if name is IntentName.ORDER and _is_new_order(facts.order.value, facts.order_change.value):
            words += 0.5
        if words > 0 and sent is not None and name in ANSWERS.get(sent.kind, frozenset()):
            words += 0.3
        views[name] = View(name, words, strength, place)
    shown = _shown_by_attachment(context, facts)
    return {
        name: View(name, max(view.words, 0.9), view.facts, 0) if name in shown else view for name, view in views.items()
    }


def _is_plan(context: Context, promise: Promise | None) -> bool:
    """Coming days, each with its amount, beside an invoice that the sender names."""
    return (
        promise is not None
        and bool(promise.invoices)
        and all(i.amount is not None and i.date > context.sent_on for i in promise.instalments)
    )


def _is_new_order(order: Order | None, change: OrderChange | None) -> bool:
    """Articles of the catalogue, quantities and an order number that the book does not have yet: hardly anything else."""  # noqa: E501
    known = change.po_number if change else None
    return (
        order is not None
        and bool(order.lines)
        and all(line.sku for line in order.lines)
        and order.po_number not in (None, known)
    )


def words_for(context: Context, name: IntentName) -> tuple[float, int]:
    """(weight of the cues for an intent in body, subject and the headings of attachments, where it is first said)."""
    patterns = context.patterns("cues", name)
    body, place = weight(patterns, context.body.flat)
    subject, at = weight(patterns, context.subject.flat)
    headings = max((weight(patterns, source.flat[:400])[0] for source in context.documents), default=0.0)
    first = place if place >= 0 else -1 if at >= 0 else len(context.body.text)
    attached = 0.0 if name in (IntentName.QUERY, IntentName.PROMISE, IntentName.ORDER_CHANGE) else 0.8 * headings
    return body + 0.7 * subject + attached, first


def _shown_by_attachment(context: Context, facts: Facts) -> frozenset[IntentName]:
    """Intents that an attached table or order file says by its form, whatever the few words beside it are."""
    shown = set()
    order_ground = {e.source for e in facts.order.evidence if ".lines" in e.field or e.field == "order"}
    if facts.order.value and facts.order.value.lines and any(s.startswith("attachment") for s in order_ground):
        shown.add(IntentName.ORDER)
    advice_ground = {e.source for e in facts.remittance.evidence if ".lines" in e.field}
    tables = {
        n
        for n, d in enumerate(context.opened_documents)
        if any("invoice" in column_roles(t).values() for t in d.tables)
    }
    if facts.remittance.value and advice_ground & {f"attachment:{n}" for n in tables}:
        shown.add(IntentName.REMITTANCE)
    return frozenset(shown)


def _chosen(
    opened: OpenedMessage, context: Context, party: Party, views: Mapping[IntentName, View], facts: Facts
) -> tuple[Intent, ...]:
    """The intents of a mail that no robot's header explains."""
    unwanted = _unwanted(opened, context, party, views)
    if unwanted is not None:
        return (unwanted,)
    kept = {name: view for name, view in views.items() if not _is_shadow(name, views, facts)}
    intents = weighed(kept, _independent(facts))
    if intents:
        return intents
    return (Intent(IntentName.OTHER, 0.6),)


def _unwanted(opened: OpenedMessage, context: Context, party: Party, views: Mapping[IntentName, View]) -> Intent | None:
    """Mail that wants nothing of this desk: an imitator, an offer, a newsletter, somebody's own invoice to us."""
    codes = {problem.code for problem in party.problems}
    stranger = party.identified_by not in (Identification.ADDRESS, Identification.DOMAIN)
    if not stranger:
        return None
    if codes & {"lookalike_domain", "impersonation"} and _is_fraud(context, party, views):
        return Intent(IntentName.SPAM, 0.9)
    if opened.automatic is Automatic.AUTO_REPLY:
        return Intent(IntentName.AUTO_REPLY, 0.9)
    if party.customer is not None:
        return None
    spam = words_for(context, IntentName.SPAM)[0]
    other = words_for(context, IntentName.OTHER)[0]
    business = max((view.facts for view in views.values() if view.name is not IntentName.QUERY), default=0.0)
    if opened.automatic is Automatic.BULK:
        return Intent(IntentName.OTHER, 0.85)
    if spam >= 0.9 and business < 1.0 and spam >= other:
        return Intent(IntentName.SPAM, 0.9 if spam >= 1.7 else 0.75)
    if other >= 0.8 and business < 1.0:
        return Intent(IntentName.OTHER, 0.8)
    return None


def _is_fraud(context: Context, party: Party, views: Mapping[IntentName, View]) -> bool:
    """An imitator of ours always; one of a customer where it speaks of accounts, changes or offers.

    A customer's new domain may look like its old one: its orders and questions are kept for a person.
    """
    details = " ".join(problem.detail for problem in party.problems)
    if "impersonation" in {p.code for p in party.problems} or any(own in details for own in context.book.own_domains()):
        return True
    speaks_of_account = re.search(
        r"\b(?:iban|bic|swift|rib|sort code|bankverbindung|account number|kontonummer)\b", context.body.flat
    )
    spam = words_for(context, IntentName.SPAM)[0]
    return bool(speaks_of_account) or views[IntentName.MASTER_DATA].words >= 0.5 or spam >= 0.8


def _is_shadow(name: IntentName, views: Mapping[IntentName, View], facts: Facts) -> bool:
    """Whether the facts of an intent are only the words of another one."""
    query, order, change = facts.query.value, facts.order.value, facts.order_change.value
    dispute, remittance = facts.dispute.value, facts.remittance.value
    sure = {other for other, view in views.items() if view.confidence >= 0.8 and other is not name}
    if name is IntentName.QUERY and query is not None and sure:
        if query.topic is QueryTopic.ORDER_STATUS:
            mine = {
                value.po_number
                for value in (
                    order if IntentName.ORDER in sure else None,
                    change if IntentName.ORDER_CHANGE in sure else None,
                )
                if value
            }
            return bool(mine) and (query.po_number is None or query.po_number in mine)
        if query.topic is QueryTopic.BANK_DETAILS:
            return IntentName.MASTER_DATA in sure
        if query.topic is QueryTopic.INVOICE_COPY and IntentName.MASTER_DATA in sure and not query.invoices:
            return True  # "please send all invoices to …"
        if query.topic is QueryTopic.INVOICE_COPY and IntentName.DISPUTE in sure and dispute is not None:
            return dispute.reason in (DisputeReason.INVOICE_FORM, *_CONTESTS_DELIVERY) or not query.invoices
        if query.topic is QueryTopic.DUE_DATE:
            return bool(sure & {IntentName.DISPUTE, IntentName.PROMISE})
    if name is IntentName.REMITTANCE and dispute is not None and IntentName.DISPUTE in sure:
        # "It is paid!" alone is no advice; with day and amount it is one.
        if dispute.reason is DisputeReason.ALREADY_PAID:
            return remittance is None or remittance.payment_date is None or remittance.total is None
        paid = {line.invoice for line in remittance.lines} if remittance else set()
        return not _deducts(remittance) and (views[name].words < 0.85 or paid <= set(dispute.invoices))
    if name is IntentName.DISPUTE and dispute is not None and IntentName.REMITTANCE in sure:
        if _deducts(remittance):
            assert remittance is not None
            reasons = {line.reason for line in remittance.lines if line.deduction}
            return (
                "dispute" not in reasons
                and "other" not in reasons
                and dispute.reason is not DisputeReason.CONTRACT_TERMS
            )
        return dispute.reason is DisputeReason.ALREADY_PAID and views[name].words < 1.0
    if (
        name is IntentName.DISPUTE
        and views[name].words < 0.85
        and sure & {IntentName.ORDER, IntentName.QUERY, IntentName.MASTER_DATA}
    ):
        return True  # words for a reason beside another matter that is clear
    if name is IntentName.DISPUTE and IntentName.ORDER_CHANGE in sure:
        return dispute is None or not dispute.invoices
    return False


_CONTESTS_DELIVERY = (
    DisputeReason.NOT_DELIVERED,
    DisputeReason.DAMAGED,
    DisputeReason.QUANTITY,
    DisputeReason.WRONG_ITEM,
)


def _independent(facts: Facts) -> frozenset[tuple[IntentName, IntentName]]:
    """Pairs that a message says both: a list attached and a word about the next payment, an order and a change of another."""  # noqa: E501
    pairs: set[tuple[IntentName, IntentName]] = set()
    order, change = facts.order.value, facts.order_change.value
    if order and change and order.po_number and change.po_number and order.po_number != change.po_number:
        pairs |= {(IntentName.ORDER, IntentName.ORDER_CHANGE), (IntentName.ORDER_CHANGE, IntentName.ORDER)}
    remittance, promise = facts.remittance.value, facts.promise.value
    if remittance and promise:
        paid, promised = {line.invoice for line in remittance.lines}, set(promise.invoices)
        later = all(remittance.payment_date is None or i.date > remittance.payment_date for i in promise.instalments)
        if later and (not promised <= paid):
            pairs |= {(IntentName.REMITTANCE, IntentName.PROMISE), (IntentName.PROMISE, IntentName.REMITTANCE)}
    if (
        order
        and facts.dispute.value
        and order.po_number
        and facts.dispute.value.invoices
        and facts.order.strength >= 0.7
    ):
        pairs.add((IntentName.DISPUTE, IntentName.ORDER))
    if change and facts.dispute.value and change.po_number and facts.order_change.strength >= 1.0:
        pairs.add((IntentName.DISPUTE, IntentName.ORDER_CHANGE))
    return frozenset(pairs)


_KINDS = (
    ("pdf", "xxatt_pdf"),
    ("sheet", "xxatt_sheet"),
    ("excel", "xxatt_sheet"),
    ("csv", "xxatt_sheet"),
    ("image", "xxatt_image"),
    ("xml", "xxatt_data"),
    ("edi", "xxatt_data"),
)


def context_tokens(
    opened: OpenedMessage,
    context: Context,
    invoices: References,
    numbers: tuple[OrderNumber, ...],
    sent: SentEntry | None,
) -> tuple[str, ...]:
    """The tokens that IntentScorer describes, sorted, each once."""
    tokens = {next((t for part, t in _KINDS if part in d.content_type), "xxatt_other") for d in opened.documents}
    for source in (context.body, *context.documents):
        for table in source.tables:
            roles = set(column_roles(table).values())
            if "quantity" in roles and roles & {"sku", "description"}:
                tokens.add("xxtable_order")
            elif "invoice" in roles:
                tokens.add("xxtable_remittance")
    tokens |= {"xxorder_file" for d in opened.documents if d.order is not None}
    tokens |= {f"xxanswers_{sent.kind}"} if sent else {"xxanswers"} if opened.in_reply_to else set()
    tokens.add("xxknown_customer" if context.customer else "xxpublic_sender")
    known = [entry for number in invoices.stated() if (entry := context.book.document(number))]
    tokens |= {"xxknown_invoice"} if known else set()
    tokens |= {"xxknown_po" if number.known else "xxunknown_po" for number in numbers}
    open_amounts = {abs(entry.open_amount) for entry in known} | {abs(entry.total) for entry in known}
    if any(amount.value in open_amounts for source in context.stated for amount in context.amounts(source)):
        tokens.add("xxamount_open")
    for mention in context.dates(context.body):
        tokens.add("xxdate_future" if mention.value > context.sent_on else "xxdate_past")
    return tuple(sorted(tokens))


def _reading(
    opened: OpenedMessage,
    party: Party,
    language: str,
    intents: tuple[Intent, ...],
    authserv_ids: Iterable[str],
    facts: Facts | None = None,
    problems: tuple[Problem, ...] = (),
) -> Reading:
    """The Reading: only the facts of the intents that the message has, with their evidence and problems."""
    names = {intent.name for intent in intents}
    values: dict[str, object] = {}
    evidence: list[Evidence] = []
    found_problems = [*opened.problems, *(p for d in opened.documents for p in d.problems), *problems]
    for name in ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data"):
        found = getattr(facts, name) if facts else Found(None)
        if name not in names or found.value is None:
            continue
        values[name] = found.value
        evidence += found.evidence
        found_problems += found.problems
    if facts is None:
        found_problems += party.problems
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
        identified_by=party.identified_by if party.customer else None,
        trust=sender_trust(opened.headers, opened.sender.email, frozenset(authserv_ids)),
        automatic=opened.automatic is not Automatic.NO,
        intents=intents,
        bounce=opened.bounce,
        attachments=tuple(AttachmentSummary(d.name, d.content_type, d.size, d.text) for d in opened.documents),
        evidence=tuple(evidence),
        problems=tuple(dict.fromkeys(found_problems)),
        **values,  # type: ignore[arg-type]  # the fields named above, each with the value its extractor gives
    )
