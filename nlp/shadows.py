"""Which intents of a message only echo another one: said with the same words, about the same documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nlp.agreement import View
from nlp.facts import Facts, deducts
from nlp.reading import DisputeReason, IntentName, QueryTopic

SURE_FROM = 0.8  # the confidence from which an intent explains the words of another one


def is_shadow(name: IntentName, views: Mapping[IntentName, View], facts: Facts) -> bool:
    """Whether the facts of an intent are only the words of another one."""
    sure = {other for other, view in views.items() if view.confidence >= SURE_FROM and other is not name}
    rule = _RULES.get(name)
    return rule is not None and rule(views[name], sure, facts)


def _query(view: View, sure: set[IntentName], facts: Facts) -> bool:
    query, dispute = facts.query.value, facts.dispute.value
    if query is None or not sure:
        return False
    if query.topic is QueryTopic.ORDER_STATUS:
        orders = ((IntentName.ORDER, facts.order.value), (IntentName.ORDER_CHANGE, facts.order_change.value))
        mine = {value.po_number for name, value in orders if name in sure and value}
        return bool(mine) and (query.po_number is None or query.po_number in mine)
    if query.topic is QueryTopic.BANK_DETAILS:
        return IntentName.MASTER_DATA in sure
    if query.topic is QueryTopic.INVOICE_COPY and IntentName.MASTER_DATA in sure and not query.invoices:
        return True  # "please send all invoices to …"
    if query.topic is QueryTopic.INVOICE_COPY and IntentName.DISPUTE in sure and dispute is not None:
        return set(query.invoices) <= set(dispute.invoices)  # the document that is contested, not another one
    return query.topic is QueryTopic.DUE_DATE and bool(sure & {IntentName.DISPUTE, IntentName.PROMISE})


def _order(view: View, sure: set[IntentName], facts: Facts) -> bool:
    """The lines of a change, read as an order of the same number."""
    order, change = facts.order.value, facts.order_change.value
    if IntentName.ORDER_CHANGE not in sure or order is None or change is None:
        return False
    wanted = {(line.sku, line.quantity) for line in order.lines}
    changed = {(line.sku, line.quantity) for line in change.lines}
    return order.po_number in (None, change.po_number) and wanted <= changed


def _remittance(view: View, sure: set[IntentName], facts: Facts) -> bool:
    dispute, remittance = facts.dispute.value, facts.remittance.value
    if dispute is None or IntentName.DISPUTE not in sure:
        return False
    # "It is paid!" alone is no advice; with day and amount it is one.
    if dispute.reason is DisputeReason.ALREADY_PAID:
        return remittance is None or remittance.payment_date is None or remittance.total is None
    paid = {line.invoice for line in remittance.lines} if remittance else set()
    return not deducts(remittance) and (view.words < 0.85 or paid <= set(dispute.invoices))


def _dispute(view: View, sure: set[IntentName], facts: Facts) -> bool:
    dispute, remittance = facts.dispute.value, facts.remittance.value
    if dispute is not None and IntentName.REMITTANCE in sure:
        if remittance is None or not deducts(remittance):
            return dispute.reason is DisputeReason.ALREADY_PAID and view.words < 1.0
        reasons = {line.reason for line in remittance.lines if line.deduction}
        explained = "dispute" not in reasons and "other" not in reasons
        return explained and dispute.reason is not DisputeReason.CONTRACT_TERMS
    if view.words < 0.85 and sure & {IntentName.ORDER, IntentName.QUERY, IntentName.MASTER_DATA}:
        return True  # words for a reason beside another matter that is clear
    return IntentName.ORDER_CHANGE in sure and (dispute is None or not dispute.invoices)


_RULES: dict[IntentName, Callable[[View, set[IntentName], Facts], bool]] = {
    IntentName.QUERY: _query,
    IntentName.ORDER: _order,
    IntentName.REMITTANCE: _remittance,
    IntentName.DISPUTE: _dispute,
}
