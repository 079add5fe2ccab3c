"""What a receipt pays: proposed alone only when reference, amount and payer agree; everything else says why it waits.

Pure: a receipt, the documents that may be meant and the policy in; a `Proposal` or `Held` out. Nothing is ever put on
an invoice because it is the oldest. Cash discount counts by value date (contract, "Cash application").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations, product

from workflows.cash.amounts import Line, Receipt, clears
from workflows.cash.payers import KnownBy, Payer
from workflows.cash.references import (
    Mentions,
    Strength,
    cited,
    compact,
    has_figures,
    mentions,
    one_slip_apart,
    unresolved,
    variants,
)
from workflows.cash.words import says
from workflows.disputes.model import PromiseToPay
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, rounded
from workflows.ports import CashPolicy

MAX_ITEMS_SEARCHED = 12  # beyond it a sum met by chance is no proof
PROMISE_WINDOW_DAYS = 5
CUT_LENGTH = 130  # SEPA carries 140 characters: the last numbers of a longer list are lost


@dataclass(frozen=True, slots=True)
class Deduction:
    """Something kept back without ground in the terms: the invoice stays open by it."""

    invoice: str
    amount: Decimal
    reason: str  # a dispute reason (contract)


@dataclass(frozen=True, slots=True)
class Proposal:
    customer: str
    lines: tuple[Line, ...]
    rule: str
    proof: str
    tier: int  # 1 reference, amount and payer; 2 reference and amount; 3 reference and payer; 4 amount and payer
    rest: Decimal = ZERO  # stays unapplied with the customer
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    why: str
    customer: str = ""
    contradiction: bool = False  # between the money and what its advice says


@dataclass(frozen=True, slots=True)
class Scope:
    """What a receipt may be about. `documents` are the payer's, closed ones too; `find` knows every document."""

    payer: Payer
    documents: tuple[OpenItem, ...]
    others: dict[str, OpenItem] = field(default_factory=dict)  # number folded -> document cited, of whomever
    patterns: tuple[str, ...] = ()
    named_customers: frozenset[str] = frozenset()
    promises: tuple[PromiseToPay, ...] = ()


def propose(receipt: Receipt, scope: Scope, policy: CashPolicy) -> Proposal | Held:
    """The one thing to do with a receipt, or why it stays unapplied."""
    texts = variants(receipt.texts, receipt.structured, receipt.reference)
    candidates = [item for item in scope.documents if item.open_amount and item.currency == receipt.currency]
    named = mentions(texts, candidates, scope.patterns)
    citations = _citations(texts, scope)
    if any(item.currency != receipt.currency for item in citations.known):
        foreign = next(item for item in citations.known if item.currency != receipt.currency)
        return Held(
            f"{foreign.document} is in {foreign.currency}, the money in {receipt.currency}", scope.payer.customer
        )
    strangers = [item for item in citations.known if item.customer not in scope.payer.customers]
    if strangers:
        return _for_somebody_else(receipt, scope, policy, strangers, named, candidates)
    if named.named or named.ambiguous:
        return _by_reference(receipt, scope, policy, named, candidates, citations)
    return _without_reference(receipt, scope, policy, candidates, citations)


@dataclass(frozen=True, slots=True)
class Citations:
    """Numbers of our shape in the text: documents of the books, and what is in no book of ours."""

    known: tuple[OpenItem, ...]
    unknown: tuple[str, ...]

    @property
    def closed(self) -> tuple[str, ...]:
        return tuple(item.document for item in self.known if not item.open_amount)


def _citations(texts: Sequence[str], scope: Scope) -> Citations:
    numbers = {compact(number): None for text in texts for _, _, number in cited(text, scope.patterns)}
    known = [scope.others[number] for number in numbers if number in scope.others]
    unknown = [number for number in numbers if number not in scope.others]
    return Citations(tuple(known), tuple(unknown))


# --- the payer's own references -------------------------------------------------------------------------------------


def _by_reference(
    receipt: Receipt,
    scope: Scope,
    policy: CashPolicy,
    named: Mentions,
    candidates: Sequence[OpenItem],
    citations: Citations,
) -> Proposal | Held:
    items = {item.document: item for item in candidates}
    payer = scope.payer
    solutions = _resolved(receipt, policy, named, items)
    owners = {items[line.invoice].customer for lines in solutions for line in lines}
    if len(solutions) == 1 and len(owners) == 1:
        return _exact(receipt, scope, solutions[0], named, owners.pop())
    if len(solutions) > 1 or named.ambiguous:
        return Held("the text fits several documents", payer.customer)
    strong = [items[number] for number, strength in sorted(named.named.items()) if strength > Strength.SERIAL]
    owners = {item.customer for item in strong}
    if len(owners) != 1:
        return Held("a number in the text may be a document's, but the amount is not its", payer.customer)
    customer = owners.pop()
    if payer.known_by is KnownBy.NOBODY:
        return Held("the number is ours, but payer and amount do not prove it", customer)
    if payer.known_by is KnownBy.SHARED and any(named.named[item.document] is not Strength.FULL for item in strong):
        return Held("several customers pay from this account, and the number is not whole")
    promised = _promised(receipt, scope, strong)
    if promised is not None and not citations.closed and not citations.unknown:
        return promised
    return _not_exact(receipt, policy, customer, strong, candidates, citations)


def _resolved(
    receipt: Receipt, policy: CashPolicy, named: Mentions, items: dict[str, OpenItem]
) -> list[tuple[Line, ...]]:
    """Every way in which what is named comes to the amount: all, or without bare serials, or one of an ambiguity."""
    every = list(named.named)
    strong = [number for number in every if named.named[number] > Strength.SERIAL]
    attempts: list[list[str]] = []
    choices = list(product(*[sorted(group) for group in named.ambiguous[:4]]))[:64]
    for base in (every, strong):
        for choice in choices:
            attempt = sorted({*base, *choice})
            if attempt and attempt not in attempts:
                attempts.append(attempt)
    found: list[tuple[Line, ...]] = []
    for attempt in attempts:
        lines = clears([items[number] for number in attempt], receipt, policy)
        if lines is not None and lines not in found:
            found.append(lines)
    return found


def _exact(receipt: Receipt, scope: Scope, lines: tuple[Line, ...], named: Mentions, customer: str) -> Proposal | Held:
    whole = all(named.named.get(line.invoice) is Strength.FULL for line in lines)
    numbers = ", ".join(line.invoice for line in lines)
    if scope.payer.known_by is KnownBy.NOBODY:
        if not whole and customer not in scope.named_customers:
            return Held(f"{numbers} would fit, but the payer is unknown", customer)
        rule, tier = "reference_amount", 2
    else:
        rule, tier = "reference_amount_payer", 1
    proof = f"{numbers} named in the text, the amount is what is due, {_payer_words(scope.payer)}"
    return Proposal(customer, lines, rule, proof + _kept(lines), tier)


def _payer_words(payer: Payer) -> str:
    return {
        KnownBy.ACCOUNT: "paid from the customer's account",
        KnownBy.NAME: "the payer's name is the customer's",
        KnownBy.SHARED: "paid from an account of the customer's group",
        KnownBy.NOBODY: "payer unknown",
    }[payer.known_by]


def _kept(lines: Iterable[Line]) -> str:
    discount = sum((line.discount for line in lines), ZERO)
    written_off = sum((line.write_off for line in lines), ZERO)
    said = [f"discount {discount} within its time"] if discount else []
    said += [f"{written_off} written off"] if written_off else []
    return "".join(f"; {each}" for each in said)


def _not_exact(
    receipt: Receipt,
    policy: CashPolicy,
    customer: str,
    strong: Sequence[OpenItem],
    candidates: Sequence[OpenItem],
    citations: Citations,
) -> Proposal | Held:
    """Payer and reference agree, the amount does not."""
    due = sum((item.open_amount for item in strong), ZERO)
    own = [item for item in candidates if item.customer == customer]
    rest_of_items = [item for item in own if item not in strong]
    is_cut = len(receipt.text) >= CUT_LENGTH and not citations.closed
    with_credit = _with_others(receipt, policy, strong, [i for i in rest_of_items if i.open_amount < 0])
    with_one = [
        lines
        for item in rest_of_items
        if is_cut and item.open_amount > 0 and (lines := clears([*strong, item], receipt, policy)) is not None
    ]
    others = with_credit or with_one
    if len(others) == 1:
        numbers = ", ".join(line.invoice for line in others[0])
        proof = f"{numbers}: what is named and one more document come to the amount exactly"
        return Proposal(customer, others[0], "reference_and_rest", proof, 1)
    if len(others) > 1:
        return Held("several documents would explain the difference", customer)
    if any(clears([item], receipt, policy) is not None for item in rest_of_items if item.open_amount > 0):
        return Held("the amount is exactly that of another invoice than the one named", customer)
    numbers = ", ".join(item.document for item in strong)
    if receipt.amount > due > 0 and all(item.open_amount > 0 for item in strong):
        lines = tuple(Line(item.document, item.open_amount) for item in strong)
        proof = f"{numbers} named by the payer and paid in full, {receipt.amount - due} more than owed"
        return Proposal(customer, lines, "reference_payer_more", proof, 3, rest=receipt.amount - due)
    if len(strong) == 1 and not citations.closed and not citations.unknown and due > receipt.amount:
        return _part(receipt, customer, strong[0])
    return Held(f"{numbers} named, {due} due, {receipt.amount} paid", customer)


def _with_others(
    receipt: Receipt, policy: CashPolicy, strong: Sequence[OpenItem], credits: Sequence[OpenItem]
) -> list[tuple[Line, ...]]:
    found = []
    for size in (1, 2):
        for chosen in combinations(credits[:8], size):
            lines = clears([*strong, *chosen], receipt, replace(policy, write_off_limit=ZERO))
            if lines is not None:
                found.append(lines)
    return found


def _part(receipt: Receipt, customer: str, item: OpenItem) -> Proposal:
    short = item.open_amount - receipt.amount
    intended = says(receipt.text, "part") or says(receipt.text, "advance")
    late_discount = ZERO < short <= rounded(item.original * item.discount_percent / 100, item.currency)
    reason = "contract_terms" if late_discount or says(receipt.text, "discount") else "other"
    return Proposal(
        customer,
        (Line(item.document, receipt.amount),),
        "part_payment" if intended else "short_payment",
        f"{item.document} named by the payer, {short} of it stays open",
        3,
        deductions=() if intended else (Deduction(item.document, short, reason),),
    )


# --- numbers of other customers -------------------------------------------------------------------------------------


def _for_somebody_else(
    receipt: Receipt,
    scope: Scope,
    policy: CashPolicy,
    strangers: Sequence[OpenItem],
    named: Mentions,
    candidates: Sequence[OpenItem],
) -> Proposal | Held:
    """Whole numbers of a customer who is not the payer, as far as the bank tells who that is."""
    owners = {item.customer for item in strangers}
    numbers = ", ".join(item.document for item in strangers)
    owner = owners.pop() if len(owners) == 1 else ""
    known = scope.payer.known_by is not KnownBy.NOBODY
    if named.named or not owner:
        return Held(f"documents of several customers are named ({numbers})", scope.payer.customer)
    lines = clears([item for item in strangers if item.open_amount], receipt, policy)
    if any(not item.open_amount for item in strangers):
        return Held(f"{numbers}: closed", scope.payer.customer or owner)
    if known and any(clears([item], receipt, policy) is not None for item in candidates):
        return Held(f"{numbers} belongs to {owner}, the amount fits the payer's own", scope.payer.customer)
    if lines is not None:
        proof = f"{numbers} written in full, the amount is what is due"
        return Proposal(owner, lines, "reference_amount", proof + _kept(lines), 2)
    if known:
        return Held(f"{numbers} belongs to {owner}, the money comes from another customer", scope.payer.customer)
    if owner in scope.named_customers:
        items = sorted(strangers, key=lambda item: item.document)
        return _not_exact(receipt, policy, owner, items, items, Citations((), ()))
    return Held(f"{numbers} is ours, but payer and amount do not prove it", owner)


# --- no reference ---------------------------------------------------------------------------------------------------


def _without_reference(
    receipt: Receipt, scope: Scope, policy: CashPolicy, candidates: Sequence[OpenItem], citations: Citations
) -> Proposal | Held:
    payer = scope.payer
    if payer.known_by is KnownBy.NOBODY:
        return Held("neither payer nor document is known")
    if not payer.customer:
        return Held("several customers pay from this account, and no document is named")
    if citations.closed:
        return Held(f"{', '.join(citations.closed)}: closed", payer.customer)
    if citations.unknown:
        return _slip(receipt, policy, payer, scope, candidates, citations.unknown)
    promised = _promised(receipt, scope, candidates)
    if promised is not None:
        return promised
    if any(says(receipt.text, kind) for kind in ("part", "advance", "refund")) or unresolved(receipt.text):
        return Held("the text speaks of something that is not in the books", payer.customer)
    if payer.known_by is not KnownBy.ACCOUNT:
        return Held("no document is named, and the payer is known by name alone", payer.customer)
    if has_figures((*receipt.texts, *receipt.structured), receipt.reference):
        return Held("the text has a number that is none of the payer's documents", payer.customer)
    return _by_amount(receipt, policy, payer.customer, candidates)


def _slip(
    receipt: Receipt,
    policy: CashPolicy,
    payer: Payer,
    scope: Scope,
    candidates: Sequence[OpenItem],
    unknown: Sequence[str],
) -> Proposal | Held:
    """A number that no book holds, one slip from an invoice that fits to the cent and is the payer's only such one."""
    why = f"{', '.join(unknown)}: not in the books"
    fitting = [
        (item, lines)
        for item in candidates
        if item.open_amount > 0 and (lines := clears([item], receipt, replace(policy, write_off_limit=ZERO)))
    ]
    if len(unknown) != 1 or len(fitting) != 1 or payer.known_by is not KnownBy.ACCOUNT:
        return Held(why, payer.customer)
    item, lines = fitting[0]
    repeated = [each for each in scope.documents if each.original == item.original and each.document != item.document]
    if repeated or not one_slip_apart(unknown[0], item.document):
        return Held(why, payer.customer)
    proof = f"{unknown[0]} exists nowhere and is one slip from {item.document}; account and amount are right"
    return Proposal(payer.customer, lines, "reference_slip", proof, 4)


def _promised(receipt: Receipt, scope: Scope, candidates: Sequence[OpenItem]) -> Proposal | None:
    """An instalment that the customer promised for these days, of one invoice."""
    items = {item.document: item for item in candidates}
    fitting = [
        promise
        for promise in scope.promises
        if promise.amount == receipt.amount
        and promise.currency == receipt.currency
        and abs((promise.pays_on - receipt.value_date).days) <= PROMISE_WINDOW_DAYS
        and len(promise.invoices) == 1
        and promise.invoices[0] in items
        and items[promise.invoices[0]].open_amount >= receipt.amount
    ]
    if len(fitting) != 1:
        return None
    promise = fitting[0]
    proof = f"promised for {promise.pays_on} on {promise.invoices[0]}: payer and amount agree"
    lines = (Line(promise.invoices[0], receipt.amount),)
    return Proposal(promise.customer, lines, "promised_instalment", proof, 4)


def _by_amount(receipt: Receipt, policy: CashPolicy, customer: str, candidates: Sequence[OpenItem]) -> Proposal | Held:
    """The customer's own account, no number at all, and one single way in which his documents come to the amount."""
    early = [item for item in candidates if item.issue_date <= receipt.value_date]
    if len(early) > MAX_ITEMS_SEARCHED:
        return Held("no document is named, and too many are open", customer)
    strict = replace(policy, write_off_limit=ZERO)
    found: list[tuple[Line, ...]] = []
    for size in range(1, len(early) + 1):
        for chosen in combinations(early, size):
            if sum((item.open_amount for item in chosen), ZERO) < receipt.amount:
                continue
            lines = clears(chosen, receipt, strict)
            if lines is not None:
                found.append(lines)
            if len(found) > 1:
                return Held("no document is named, and several sums fit", customer)
    if not found:
        return Held("no document is named, and no amount fits", customer)
    numbers = ", ".join(line.invoice for line in found[0])
    proof = f"paid from the customer's account; of all open documents only {numbers} come to the amount"
    return Proposal(customer, found[0], "amount_payer", proof + _kept(found[0]), 4)
