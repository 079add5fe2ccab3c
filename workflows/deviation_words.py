"""What deviates in an order, as a sentence that a specialist reads."""

from __future__ import annotations

from workflows.orders.model import Deviation

# code -> sentence; {line} is "" for the whole order, {asked} the customer's value, {ours} what our books say,
# {about} what else it turns on
SENTENCES = {
    "no_lines": "The order has no lines.",
    "unknown_article": "{line}No article of ours is {asked!r}.",
    "replaced_article": "{line}The article {asked} was replaced by {ours}.",
    "article_ended": "{line}The article {asked} is not sold any more.",
    "bad_quantity": "{line}The quantity {asked} is not possible.",
    "pack_size": "{line}The quantity {asked} is no multiple of a pack of {ours}.",
    "least_quantity": "{line}The quantity {asked} is below the least one, {ours}.",
    "unit": "{line}The price asked, {asked}, is that of a pack of {about}; ours is {ours} for one.",
    "no_price": "{line}There is no price in {asked}.",
    "price_lower": "{line}The price asked, {asked}, is below ours, {ours}.",
    "price_tolerated": "{line}The price asked, {asked}, is a little below ours, {ours}.",
    "price_break": "{line}The price asked, {asked}, holds from a quantity of {about} on; ours is {ours}.",
    "price_outdated": "{line}The price asked, {asked}, held until {about}; ours is {ours}.",
    "price_higher": "{line}The price asked, {asked}, is above ours, {ours}.",
    "price_far_above": "{line}The price asked, {asked}, is far above ours, {ours}.",
    "price_rises": "{line}The change raises the price from {asked} to {ours}.",
    "tax_unclear": "The value added tax is not clear: {ours}.",
    "currency": "The order is in {asked}, the customer is served in {ours}.",
    "total": "The stated total {asked} is not the sum of the lines, {ours}.",
    "below_minimum": "The order comes to {asked}; the least value is {ours}.",
    "po_required": "{line}The order has no number of the customer, and the customer or contract {ours} asks for one.",
    "contract_quantity": "{line}{asked} are ordered, contract {about} is about {ours}.",
    "contract_bills": "{line}Contract {ours} bills this article {about}.",
    "no_po_number": "The order has no number of the customer.",
    "duplicate_po": "The order number {asked} was used before: {ours}.",
    "amends_po": "The order number {asked} looks like a new version of {ours}.",
    "older_version": "The order number {asked} is an older version of what {ours} is by now.",
    "similar_order": "{asked} is nearly {ours} once more. {about}",
    "same_goods": "The same goods were ordered on {asked}: {ours}.",
    "credit_limit": "With this order the customer would owe {asked}; the limit is {ours}.",
    "credit_unknown": "What the customer owes cannot be compared with the limit of {ours}: a rate is missing.",
    "credit_hold": "The customer's credit is held: {ours}.",
    "insolvency": "The customer is insolvent.",
    "no_working_day": "The delivery date {asked} is no working day there; the next one is {ours}.",
    "lead_time": "The delivery date {asked} is before the earliest possible one, {ours}.",
    "requested_in_the_past": "The delivery date {asked} is over.",
    "delivery_address": "The goods are to go to {asked}; the record has {ours}.",
    "export_country": "What goes to {asked} is restricted by law: {ours}.",
    "export_article": "{line}The article {asked} may not go to {ours}.",
    "export_licence": "{line}The article {asked} needs a licence to go to {ours}: {about}.",
    "new_place": "The goods are to go to {asked}, which the record does not have.",
    "order_unknown": "No order of this customer is {asked!r}.",
    "order_ambiguous": "Several orders of this customer are {asked!r}.",
    "order_state": "The order is {ours} already.",
    "deposit_invoiced": "A deposit on the order is invoiced: {ours}. It has to be credited first.",
    "order_waits": "The order was not confirmed yet: cancelled, it only ends.",
    "rest_only": "A part of the order is delivered: only the rest can be cancelled.",
    "partial_cancellation": "Only a part of the order is cancelled.",
    "line_ambiguous": "{asked!r} stands in several lines of the order.",
    "nothing_left": "The change would leave nothing of the order.",
    "no_order_named": "It is not said which order is to be changed.",
    "nothing_to_change": "The order is already as the change wants it.",
    "return_no_order": "No order is named of which such goods were delivered.",
    "return_several_orders": "Several orders may be meant: {ours}.",
    "return_unknown_article": "No article of ours is {asked!r}.",
    "return_no_quantity": "It is not said how many of {asked} come back.",
    "return_not_delivered": "{asked} are to come back; {ours} can.",
    "return_too_late": "{asked} was delivered on {ours}, more than {about} days ago.",
    "return_excluded": "{asked} is not taken back.",
    "agreed_price": "{line}Agreed: our price, {ours}.",
    "agreed_replacement": "{line}Agreed: {ours} in place of {asked}.",
    "agreed_day": "Agreed: delivery on {ours}.",
    "agreed_total": "Agreed: the lines hold, {ours}.",
    "agreed_article": "{line}Agreed: article {ours}, asked for as {asked!r}.",
    "agreed_quantity": "{line}Agreed: quantity {ours} instead of {asked}.",
    "agreed_left_out": "Agreed: {asked} is left out.",
    "agreed_po_number": "Agreed: the order number is {ours}.",
}


def in_words(deviation: Deviation) -> str:
    """One deviation as a sentence; of an unknown code the values as they are."""
    line = f"Line {deviation.position}: " if deviation.position else ""
    sentence = SENTENCES.get(deviation.code, "{line}" + deviation.code.replace("_", " ") + ": {asked} {ours}")
    return sentence.format(line=line, asked=deviation.asked, ours=deviation.ours, about=deviation.about).strip()
