"""Which intents a mail is left with: mail that wants nothing of this desk has none but its own name."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.agreement import SURE_FROM, View
from nlp.extract.sources import Context
from nlp.lang import expression
from nlp.opened import Automatic, OpenedMessage
from nlp.parties import Party
from nlp.reading import Identification, Intent, IntentName
from nlp.views import words_for

UNREAD = frozenset({IntentName.SPAM, IntentName.AUTO_REPLY, IntentName.BOUNCE})  # nothing is done with these
WITNESSED_FROM, UNWITNESSED = 0.5, 0.75
LIKELY_FROM = 0.5  # likelier than not
SILENCED_FROM = 0.8  # of the words of unwanted mail: "do not call us"
SHOWN = 0.65  # how far the classifier alone is believed


def chosen(
    opened: OpenedMessage,
    context: Context,
    party: Party,
    views: Mapping[IntentName, View],
    intents: tuple[Intent, ...],
    scores: Mapping[IntentName, float],
) -> tuple[Intent, ...]:
    """The intents of a mail that no robot's header explains; where nothing shows one, the classifier's best guess."""
    found = unwanted(opened, context, party, views, scores)
    if found is not None:
        return (found,)
    return intents or _scored(views, scores) or (Intent(IntentName.OTHER, 0.6),)


def _scored(views: Mapping[IntentName, View], scores: Mapping[IntentName, float]) -> tuple[Intent, ...]:
    """The likeliest intent where words and facts show none: told to a person, far below any act."""
    best = max(views, key=lambda name: scores.get(name, 0.0), default=IntentName.OTHER)
    score = scores.get(best, 0.0)
    return (Intent(best, round(SHOWN * score, 4)),) if score >= LIKELY_FROM else ()


def unwanted(
    opened: OpenedMessage,
    context: Context,
    party: Party,
    views: Mapping[IntentName, View],
    scores: Mapping[IntentName, float],
) -> Intent | None:
    """Mail that wants nothing of this desk: an imitator, an offer, a newsletter, somebody's own invoice to us.

    Only words and classifier together are enough to let it lie unread.
    """
    scored = scores.get(IntentName.SPAM, 0.0) >= SURE_FROM
    codes = {problem.code for problem in party.problems}
    stranger = party.identified_by not in (Identification.ADDRESS, Identification.DOMAIN)
    if not stranger:
        return None
    if codes & {"lookalike_domain", "impersonation"} and _is_fraud(context, party, views):
        return Intent(IntentName.SPAM, 0.9)
    if opened.automatic is Automatic.AUTO_REPLY:
        return Intent(IntentName.AUTO_REPLY, 0.9)
    if party.customer is not None:
        return Intent(IntentName.SPAM, 0.9) if _diverts_money(context, party, views) else None
    spam = words_for(context, IntentName.SPAM)[0]
    other = words_for(context, IntentName.OTHER)[0]
    business = max((view.facts for view in views.values() if view.name is not IntentName.QUERY), default=0.0)
    if scored and business < 1.0:
        return Intent(IntentName.SPAM, 0.95 if spam >= 0.5 or opened.automatic is Automatic.BULK else 0.85)
    if opened.automatic is Automatic.BULK:
        return Intent(IntentName.OTHER, 0.85)
    if spam >= 0.9 and business < 1.0 and spam >= other:
        return Intent(IntentName.SPAM, 0.9 if spam >= 1.7 else 0.75)
    if other >= 0.8 and business < 1.0:
        return Intent(IntentName.OTHER, 0.8)
    return None


def corroborated(intents: tuple[Intent, ...], opened: OpenedMessage, context: Context) -> tuple[Intent, ...]:
    """The intents that a judge gave; what would let a mail lie unread is sure only with a second witness.

    Robots are known by their headers and whole texts before anything is judged; unwanted mail by words of its own.
    """
    advertises = words_for(context, IntentName.SPAM)[0] >= WITNESSED_FROM or opened.automatic is Automatic.BULK
    unproven = UNREAD - {IntentName.SPAM} if advertises else UNREAD
    return tuple(
        Intent(intent.name, min(intent.confidence, UNWITNESSED)) if intent.name in unproven else intent
        for intent in intents
    )


def _diverts_money(context: Context, party: Party, views: Mapping[IntentName, View]) -> bool:
    """A stranger in a customer's name with an account for its money, whom nobody shall ask back."""
    silenced = words_for(context, IntentName.SPAM)[0] >= SILENCED_FROM
    account = _speaks_of_account(context) or views[IntentName.MASTER_DATA].words >= 0.5
    return silenced and account and not party.from_own_domain


def _speaks_of_account(context: Context) -> bool:
    words = (
        r"\b(?:iban|bic|swift|rib|sort code|bankverbindung|bank account|account number|kontonummer|compte bancaire)\b"
    )
    return expression(words).search(context.body.flat) is not None


def _is_fraud(context: Context, party: Party, views: Mapping[IntentName, View]) -> bool:
    """An imitator of ours always; one of a customer where it speaks of accounts, changes or offers.

    A customer's new domain may look like its old one: its orders and questions are kept for a person.
    """
    details = " ".join(problem.detail for problem in party.problems)
    if "impersonation" in {p.code for p in party.problems} or any(own in details for own in context.book.own_domains()):
        return True
    spam = words_for(context, IntentName.SPAM)[0]
    return _speaks_of_account(context) or views[IntentName.MASTER_DATA].words >= 0.5 or spam >= SILENCED_FROM
