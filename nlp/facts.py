"""Everything that the extractors read out of one message, before it is decided what the message is about."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.book import SentEntry
from nlp.documents.vocabulary import column_roles
from nlp.extract.dispute import read_dispute
from nlp.extract.master_data import read_master_data
from nlp.extract.order.reader import read_order
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.promise import read_promise
from nlp.extract.query import read_query
from nlp.extract.references import References
from nlp.extract.remittance.reader import read_remittance
from nlp.extract.sources import Context, Found
from nlp.opened import OpenedMessage, Purpose
from nlp.reading import (
    Dispute,
    MasterDataChange,
    Order,
    OrderChange,
    Promise,
    Query,
    Remittance,
)


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


def read_facts(context: Context, invoices: References, numbers: tuple[OrderNumber, ...]) -> Facts:
    """What each extractor makes of the message, whether or not it is about that."""
    remittance = read_remittance(context, invoices)
    return Facts(
        order=read_order(context, numbers),
        order_change=read_order_change(context, numbers),
        remittance=remittance,
        dispute=read_dispute(context, invoices, remittance.value if deducts(remittance.value) else None),
        promise=read_promise(context, invoices),
        query=read_query(context, invoices, numbers),
        master_data=read_master_data(context),
    )


def deducts(remittance: Remittance | None) -> bool:
    return remittance is not None and any(line.deduction for line in remittance.lines)


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
    speaks: bool = True,
) -> tuple[str, ...]:
    """The tokens that IntentScorer describes, sorted, each once. `speaks`: the sender's address is the customer's."""
    tokens = {next((t for part, t in _KINDS if part in d.content_type), "xxatt_other") for d in opened.documents}
    for source in (context.body, *context.documents):
        for table in source.tables:
            roles = set(column_roles(table).values())
            if "quantity" in roles and roles & {"sku", "description"}:
                tokens.add("xxtable_order")
            elif "invoice" in roles:
                tokens.add("xxtable_remittance")
    tokens |= {"xxorder_file" for d in opened.documents if d.order is not None and d.order.purpose is Purpose.NEW}
    tokens |= {"xxtable_remittance" for d in opened.documents if d.advices}
    tokens |= {f"xxanswers_{sent.kind}"} if sent else {"xxanswers"} if opened.in_reply_to else set()
    tokens.add("xxknown_customer" if context.customer and speaks else "xxpublic_sender")
    known = [entry for number in invoices.meant() if (entry := context.book.document(number))]
    tokens |= {"xxknown_invoice"} if known else set()
    tokens |= {"xxknown_po" if number.known else "xxunknown_po" for number in numbers}
    open_amounts = {abs(entry.open_amount) for entry in known} | {abs(entry.total) for entry in known}
    if any(amount.value in open_amounts for source in context.stated for amount in context.amounts(source)):
        tokens.add("xxamount_open")
    for mention in context.dates(context.body):
        # "On Tuesday" may be the last one or the next: it says both.
        tokens |= {"xxdate_future"} if mention.value > context.sent_on else set()
        tokens |= {"xxdate_past"} if mention.earlier <= context.sent_on else set()
    return tuple(sorted(tokens))
