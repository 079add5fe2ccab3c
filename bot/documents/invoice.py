"""What an invoice or a credit note says, as plain strings in its reader's language: the layout only places them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bot.documents.notation import MAX_PRICE_DIGITS, Notation, notation, words
from bot.documents.sheet import Facts, account, postal_address, printable, sheet
from workflows.invoicing.model import Invoice, InvoiceLine, TaxTotal
from workflows.invoicing.policy import mention_keys
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import digits, rounded
from workflows.ports import Company, Country

# Countries whose law wants the buyer's registration number and the kind of operation on the document
# (FR: CGI annexe II, art. 242 nonies A).
NAMES_REGISTRATION = frozenset({"FR"})
NAMES_OPERATION = frozenset({"FR"})


@dataclass(frozen=True, slots=True)
class InvoiceContext:
    """What an invoice needs beside itself to be printed.

    `country` is the seller's: its statutory sentences. `corrected_on` is the issue date of the corrected invoice.
    `countries` are all that are known: parties are named in e-invoices as is the custom of theirs.
    """

    company: Company
    country: Country | None
    language: str
    corrected_on: date | None = None
    countries: Mapping[str, Country] = field(default_factory=dict)


def invoice_facts(invoice: Invoice, context: InvoiceContext) -> Facts:
    """An invoice or a credit note for `invoice.typ`. Raises ValueError for a taken-over document: it has no lines."""
    if invoice.seller is None or invoice.buyer is None or invoice.net is None or invoice.tax is None:
        raise ValueError(f"{invoice.number} was issued by an earlier system and cannot be printed")
    say, label = notation(context.language), words(context.language)["label"]
    kind = invoice.kind.value
    return {
        **sheet(context.language, context.company, invoice.seller),
        "title": words(context.language)["title"][kind],
        "number": invoice.number,
        "address": postal_address(invoice.buyer, invoice.seller.country),
        "references": _references(invoice, say, label),
        "lead": _lead(invoice, context, say),
        "amounts_in": f"{label['amounts_in']} {invoice.currency}",
        "lines": [_line(line, say, invoice.currency, _price_digits(invoice)) for line in invoice.lines],
        "summary": _summary(invoice, say, label),
        "total_label": label["credit_total" if invoice.kind is DocumentKind.CREDIT_NOTE else "total"],
        "total": say.money(invoice.total, invoice.currency),
        "payment": _payment(invoice, context.company, say, label),
        "remarks": _remarks(invoice, context),
        "mentions": _mentions(invoice, context),
    }


def _references(invoice: Invoice, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    values = {
        "number": invoice.number,
        "date": say.day(invoice.issue_date),
        "delivery_date": say.day(invoice.delivery_date),
        "due_date": say.day(invoice.due_date) if invoice.kind is DocumentKind.INVOICE else "",
        "customer": invoice.customer,
        "po_number": invoice.po_number,
        "order": invoice.order,
        "buyer_vat_id": invoice.buyer.vat_id if invoice.buyer else "",
        "buyer_registration": _buyer_registration(invoice),
        "operation": _operation(invoice, say.language),
    }
    return [{"label": label[key], "value": printable(value)} for key, value in values.items() if value]


def sold(invoice: Invoice) -> str:
    """What the document is about: goods, services or mixed."""
    goods = {line.revenue == "goods" for line in invoice.lines}
    return "mixed" if len(goods) == 2 else "goods" if True in goods else "services"


def _buyer_registration(invoice: Invoice) -> str:
    buyer = invoice.buyer
    return buyer.registration if buyer is not None and buyer.country in NAMES_REGISTRATION else ""


def _operation(invoice: Invoice, language: str) -> str:
    stated = invoice.seller is not None and invoice.seller.country in NAMES_OPERATION
    return str(words(language)["operation"][sold(invoice)]) if stated else ""


def _lead(invoice: Invoice, context: InvoiceContext, say: Notation) -> str:
    if invoice.kind is DocumentKind.INVOICE or not invoice.corrects:
        return ""
    sentence = words(context.language)["sentence"]
    if context.corrected_on is None:
        return str(sentence["corrects"]).format(number=invoice.corrects)
    return str(sentence["corrects_of"]).format(number=invoice.corrects, day=say.day(context.corrected_on))


def _price_digits(invoice: Invoice) -> int:
    """As many decimals as the finest unit price needs, so that the column aligns."""
    finest = max((-int(line.unit_price.normalize().as_tuple().exponent) for line in invoice.lines), default=0)
    return min(max(finest, digits(invoice.currency)), MAX_PRICE_DIGITS)


def _line(line: InvoiceLine, say: Notation, currency: str, price_digits: int) -> Facts:
    return {
        "position": str(line.position),
        "sku": printable(line.sku),
        "description": printable(line.description),
        "quantity": say.quantity(line.quantity),
        "unit": words(say.language)["units"].get(line.unit, line.unit),
        "unit_price": say.decimal(line.unit_price, price_digits),
        "tax_rate": say.percent(line.tax_rate),
        "net": say.amount(line.net, currency),
    }


def _summary(invoice: Invoice, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    net = invoice.net if invoice.net is not None else Decimal(0)
    rows = [{"label": label["net_total"], "value": say.amount(net, invoice.currency)}]
    rows += [_tax_row(total, invoice.currency, say, label) for total in invoice.taxes]
    return rows


def _tax_row(total: TaxTotal, currency: str, say: Notation, label: Mapping[str, str]) -> Facts:
    text = label["tax_on"] if total.rate else label["tax_free"]
    base = say.amount(total.base, currency)
    return {"label": text.format(rate=say.percent(total.rate), base=base), "value": say.amount(total.tax, currency)}


def _payment(invoice: Invoice, company: Company, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return []
    return [{"label": label["due_date"], "value": say.day(invoice.due_date)}, *account(company, label, invoice.number)]


def _remarks(invoice: Invoice, context: InvoiceContext) -> list[str]:
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return [words(context.language)["sentence"]["credit_use"]]
    return [text for text in [discount_terms(invoice, context.language)] if text]


def discount_terms(invoice: Invoice, language: str) -> str:
    """The discount for early payment in words; "" if there is none."""
    if invoice.kind is DocumentKind.CREDIT_NOTE or not invoice.discount_percent or not invoice.discount_days:
        return ""
    say = notation(language)
    paid = rounded(invoice.total * (100 - invoice.discount_percent) / 100, invoice.currency)
    return str(words(language)["sentence"]["discount"]).format(
        percent=say.percent(invoice.discount_percent),
        day=say.day(invoice.issue_date + timedelta(days=invoice.discount_days)),
        amount=say.money(paid, invoice.currency),
    )


def _mentions(invoice: Invoice, context: InvoiceContext) -> list[str]:
    """The statutory sentences of the seller's country, in the document's language."""
    if context.country is None:
        return []
    found = (mention(context.country, key, context.language) for key in mention_keys(invoice))
    return [text for text in found if text]


def mention(country: Country, key: str, language: str) -> str:
    """A statutory sentence in a language, else in the country's own; "" if its law has none."""
    return country.mentions.get(f"{key}.{language}") or country.mentions.get(f"{key}.{country.language}", "")
