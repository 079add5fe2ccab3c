"""What keeps a mail that was understood from being acted upon alone: everything in it that its facts do not explain.

A needless review costs a minute, a wrong act costs a customer. So nothing is proven by what was found alone, but by
nothing being left over: no document, amount, day or question that the listed intents leave unexplained, no statement
that its own sentence takes back, no other matter of which a view is sure. Each remainder is a Problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from nlp.agreement import AGREES_FROM, CONFIDENCE, LISTED_FROM, PAYMENT, Level, View
from nlp.dispute_leftovers import contested_amounts
from nlp.extract.accounts import accounts_in
from nlp.extract.dispute import reasons_of
from nlp.extract.promise import unpromised
from nlp.extract.query import topics_asked
from nlp.extract.remittance.deductions import is_named
from nlp.extract.remittance.spoken_days import paid_days
from nlp.extract.sources import near
from nlp.goods_days import wanted_days
from nlp.lang import LANGUAGES, weight
from nlp.leftovers import (
    MONEY,
    Understood,
    amounts,
    days,
    documents,
    numbers,
    told_of,
)
from nlp.order_leftovers import order_leftovers
from nlp.order_proof import change_remainders, order_remainders
from nlp.payment_leftovers import payment_leftovers, settled_in_parts
from nlp.proven import UNASKED, explains, is_proven
from nlp.proven_abroad import is_proven_abroad
from nlp.questions_beside import asks_for_change, only_complains
from nlp.reading import DeductionReason, DisputeReason, IntentName, Problem, QueryTopic
from nlp.stance import PAYMENTS, came_back, kinds_at, questions, says, spoken_of
from nlp.taken_back import taken_back

# What the table of words and facts must give for an intent before it is acted upon; of money both must be whole.
LEAST_SHOWN = {
    IntentName.PROMISE: CONFIDENCE[Level.FULL, Level.FULL],
    IntentName.REMITTANCE: CONFIDENCE[Level.FULL, Level.FULL],
    IntentName.ORDER: LISTED_FROM,
    IntentName.ORDER_CHANGE: LISTED_FROM,
    IntentName.QUERY: LISTED_FROM,
}
# How likely the judge must hold an intent that is not listed: by itself, and where words and facts speak for it, too.
# On unseen desks half of the first were there, one in five of the second, and none of those below.
POSSIBLE_FROM, LEAST_POSSIBLE = 0.15, 0.02
POSSIBLE = "possible_intent"
SEARCHED = 20_000  # characters of each text
OBJECTS_FROM = 0.8  # words for a dispute in other sentences: then a condition is part of the reason
ACTING = MONEY | {IntentName.ORDER, IntentName.ORDER_CHANGE, IntentName.QUERY}


def remainders(said: Understood) -> tuple[Problem, ...]:
    """Everything that keeps the message from being acted upon alone; () for one that asks for no act."""
    if not said.names & ACTING:
        return ()
    found = dict.fromkeys(problem for check in _CHECKS for problem in check(said))
    return tuple(problem for problem in found if problem.code != POSSIBLE or _is_heeded(problem, said))


def _is_heeded(problem: Problem, said: Understood) -> bool:
    name = IntentName(problem.detail)
    return is_possible(said.views.get(name), said.present) and not explains(said, name)


def is_possible(view: View | None, present: Mapping[IntentName, float] | None) -> bool:
    """Whether the judge, where there is one, lets stand what words or facts say for an intent that is not listed.

    What both say in full he cannot take back.
    """
    if view is None or present is None:
        return True
    return view.is_full or present.get(view.name, 0.0) >= LEAST_POSSIBLE


def _unshown(said: Understood) -> Iterator[Problem]:
    """An intent that only the judge hears: words and facts of the lexicons do not show it in full, nor its structure.

    A learned score is sure of strange mails, too; what two views that fail differently agree on is right. A dispute's
    second view is the ranker of its reasons, and a case is the mildest act.
    """
    for name, least in LEAST_SHOWN.items():
        if name in said.names and said.views[name].shown < least and not is_proven(said, name):
            yield Problem("not_shown_by_words", name.value)


def _denied(said: Understood) -> Iterator[Problem]:
    """Words for an intent that their own sentence negates, asks, reports or makes depend on something."""
    for name in sorted(said.names & PAYMENTS):
        for place, kinds in spoken_of(said.context, name):
            if kinds:
                yield Problem("not_said_plainly", f"{', '.join(sorted(kinds))}: {_sentence(said, place)}", "body")
                break
    if said.names & PAYMENTS and came_back(said.context):
        yield Problem("payment_returned", "it speaks of a payment that came back", "body")


def _orders(said: Understood) -> Iterator[Problem]:
    """What is not asked for plainly, surely and now."""
    order, change = said.facts.order, said.facts.order_change
    if IntentName.ORDER in said.names and order.value is not None:
        yield from order_remainders(said.context, order.value, order.evidence, told_of(said))
    if IntentName.ORDER_CHANGE in said.names and change.value is not None:
        yield from change_remainders(said.context, change.value, change.evidence, told_of(said))


def _questions(said: Understood) -> Iterator[Problem]:
    """Something is asked and no question was read, or two are asked and one was read."""
    asked = [span for span in questions(said.context) if not asks_for_change(said, span)]
    if len(asked) > (1 if IntentName.QUERY in said.names else 0) and not only_complains(said):
        yield Problem("unread_question", _sentence(said, asked[-1][0]), "body")


def _other_matters(said: Understood) -> Iterator[Problem]:
    """Another intent that the judge holds for possible, or of which a view is sure, and that is not listed."""
    names = said.names
    for name, likely in (said.present or {}).items():
        if likely >= POSSIBLE_FROM and name not in names | UNASKED:
            yield Problem(POSSIBLE, name.value)
    for name, score in (said.scores or {}).items():
        explained = (name in PAYMENT and names & PAYMENT) or (name is IntentName.REMITTANCE and _says_paid(said))
        if score >= AGREES_FROM and name not in names and not explained:
            yield Problem(POSSIBLE, name.value)
    if IntentName.MASTER_DATA not in names and _tells_a_change(said):
        yield Problem(POSSIBLE, IntentName.MASTER_DATA.value)
    paid, promised = (said.views.get(name) for name in (IntentName.REMITTANCE, IntentName.PROMISE))
    if paid and promised and len(names & PAYMENT) == 1:
        other = promised if IntentName.REMITTANCE in names else paid
        past = any(mention.earlier <= said.context.sent_on for mention in said.context.dates(said.context.body))
        if other.words >= 0.5 and other.facts > 0 and (other is promised or past):
            yield Problem(POSSIBLE, other.name.value)


def _tells_a_change(said: Understood) -> bool:
    """New data of the customer, or plain words for them; an advice may tell the account that it was paid from or to."""
    change, view = said.facts.master_data.value, said.views.get(IntentName.MASTER_DATA)
    fields = {field for field, _ in change.changes} if change else set()
    if IntentName.REMITTANCE in said.names:
        fields -= {"iban"}
    return bool(fields) or (view is not None and view.word_level is Level.FULL)


def _says_paid(said: Understood) -> bool:
    """ "It is paid since March" contests a reminder with the words of an advice."""
    dispute = said.facts.dispute.value
    return IntentName.DISPUTE in said.names and dispute is not None and dispute.reason is DisputeReason.ALREADY_PAID


def _dispute(said: Understood) -> Iterator[Problem]:
    """A complaint that is settled, or that depends on something, opens nothing by itself."""
    if IntentName.DISPUTE not in said.names:
        return
    context, ranked = said.context, reasons_of(said.context)
    place = ranked[0][2] if ranked else -1
    settled = next((a for a, b in context.body.sentences if says(context, "settled", context.body.flat[a:b])), None)
    if settled is not None:
        yield Problem("perhaps_settled", _sentence(said, settled), "body")
    start, end = context.body.sentence_at(max(place, 0))
    elsewhere = context.body.flat[:start] + " " + context.body.flat[end:]
    objects = weight(context.patterns("cues", IntentName.DISPUTE), elsewhere)[0] >= OBJECTS_FROM
    if place >= 0 and not objects and kinds_at(context, place) & {"conditional", "reported"}:
        yield Problem("not_said_plainly", _sentence(said, place), "body")


def _query(said: Understood) -> Iterator[Problem]:
    """An answer goes out by itself only if one thing is asked, and no account is doubted."""
    topics = topics_asked(said.context) if IntentName.QUERY in said.names else frozenset()
    if len(topics) > 1:
        yield Problem("several_questions", ", ".join(sorted(topics)), "body")
    asked, customer = said.facts.query.value, said.context.customer
    if IntentName.QUERY in said.names and asked is not None and asked.topic is QueryTopic.BANK_DETAILS:
        own = customer.ibans if customer else ()
        for source in said.context.stated:
            for number in accounts_in(source.text[:SEARCHED]):
                if number not in own:  # perhaps a swindler wrote to the customer in our name
                    yield Problem("account_asked_about", f"…{number[-4:]}", source.name)


def _promise(said: Understood) -> Iterator[Problem]:
    """A promise is whole: its amounts are what is open on its documents, and no other open document is named."""
    promise = said.facts.promise.value
    if IntentName.PROMISE not in said.names or promise is None:
        return
    stated = [instalment.amount for instalment in promise.instalments if instalment.amount is not None]
    entries = [said.context.book.document(number) for number in promise.invoices]
    due = sum((entry.open_amount for entry in entries if entry), Decimal(0))
    whole = set(promise.invoices) <= settled_in_parts(said)
    if stated and not near(sum(stated, Decimal(0)), due) and not whole:
        yield Problem("promise_not_whole", f"promised are {sum(stated, Decimal(0))}, open are {due}", "body")
    about = _about_otherwise(said)
    for number in unpromised(said.context, said.invoices, promise.invoices):
        if number not in about:
            yield Problem("unpromised_document", number, "body")


def _about_otherwise(said: Understood) -> set[str]:
    """Documents that the mail contests, asks for or advises as paid."""
    facts, names = said.facts, said.names
    about: set[str] = set()
    for name, value in ((IntentName.DISPUTE, facts.dispute.value), (IntentName.QUERY, facts.query.value)):
        about |= set(value.invoices) if value is not None and name in names else set()
    advice = facts.remittance.value if IntentName.REMITTANCE in names else None
    return about | ({line.invoice for line in advice.lines} if advice is not None else set())


def _remittance(said: Understood) -> Iterator[Problem]:
    """Every document of an advice has its amount, or all of them are paid in full."""
    advice = said.facts.remittance.value
    if IntentName.REMITTANCE not in said.names or advice is None:
        return
    in_parts = settled_in_parts(said)
    for line in (each for each in advice.lines if each.invoice not in in_parts):
        entry = said.context.book.document(line.invoice)
        whole = {abs(entry.open_amount), abs(entry.total)} if entry else set()
        if line.amount is not None and not any(near(abs(line.amount), value) for value in whole):
            yield Problem("not_what_is_open", f"{line.invoice}: {line.amount}", "body")
    if len(days_paid := paid_days(said.context, said.invoices)) > 1:
        yield Problem("several_payment_days", ", ".join(day.isoformat() for day in sorted(days_paid)), "body")
    unnamed = [line for line in advice.lines if line.deduction and line.reason is DeductionReason.OTHER]
    if unnamed and not is_named(said.context):
        yield Problem("unexplained_deduction", f"{unnamed[0].invoice}: {unnamed[0].deduction}", "body")
    bare = [line.invoice for line in advice.lines if line.amount is None]
    if bare and len(bare) < len(advice.lines):
        yield Problem("unproven_amount", f"what is paid of {', '.join(bare)} is not said", "body")


def _language(said: Understood) -> Iterator[Problem]:
    """Prose in a language without a pack is acted upon alone only for what it hands over or what the book proves."""
    if said.language in LANGUAGES or is_proven_abroad(said):
        return
    yield Problem("unread_language", said.language, "body")


def _sentence(said: Understood, place: int) -> str:
    start, end = said.context.body.sentence_at(place)
    return " ".join(said.context.body.text[start:end].split())[:160]


_CHECKS = (
    _unshown, _denied, taken_back, _orders, order_leftovers, documents, amounts, contested_amounts, days, wanted_days,
    numbers, _questions, _other_matters, _dispute, _query, _promise, _remittance, payment_leftovers, _language,
)  # fmt: skip
