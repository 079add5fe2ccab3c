"""What an invoice or a credit note says, as plain strings in its reader's language: the layout only places them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bot.documents.customs import custom
from bot.documents.notation import MAX_PRICE_DIGITS, Notation, labels, notation, words
from bot.documents.paying import NOTHING, payment_rows, ways_to_pay
from bot.documents.sheet import Facts, postal_address, printable, sheet
from bot.documents.spelling import base, spelled
from workflows.catalogue import RevenueKind
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.model import Adjustment, Invoice, InvoiceLine, TaxTotal
from workflows.invoicing.policy import mention_keys
from workflows.ledger.model import DocumentKind, DueShare, unpaid
from workflows.ledger.money import digits, rounded
from workflows.ports import Company, Country


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
    home = context.company.country
    say, label = notation(context.language, home), labels(context.language, home)
    return {
        **sheet(context.language, context.company, invoice.seller),
        "title": words(context.language)["title"][invoice.kind.value],
        "number": invoice.number,
        "address": postal_address(invoice.buyer, invoice.seller.country),
        "references": _references(invoice, say, label),
        "ship_to": postal_address(invoice.ship_to, invoice.seller.country) if invoice.ship_to else [],
        "lead": _lead(invoice, context, say),
        "amounts_in": f"{label['amounts_in']} {invoice.currency}",
        "lines": _lines(invoice, say, label),
        "summary": _summary(invoice, context, say, label),
        "total_label": _total_label(invoice, label),
        "total": say.money(invoice.total - invoice.prepaid, invoice.currency),
        **_payment(invoice, context, say, label),
        "remarks": _remarks(invoice, context),
        "mentions": _mentions(invoice, context),
    }


def _references(invoice: Invoice, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    is_dated_elsewhere = invoice.kind is DocumentKind.CREDIT_NOTE or bool(invoice.shares) or invoice.is_paid_before
    values = {
        "number": invoice.number,
        "date": say.day(invoice.issue_date),
        "delivery_date": say.day(invoice.delivery_date),
        "due_date": "" if is_dated_elsewhere else say.day(invoice.due_date),
        "customer": invoice.customer,
        "po_number": invoice.po_number,
        "order": invoice.order,
        "buyer_vat_id": invoice.buyer.vat_id if invoice.buyer else "",
        "buyer_registration": _buyer_registration(invoice),
        "operation": _operation(invoice, say.language),
    }
    return [{"label": label[key], "value": printable(value)} for key, value in values.items() if value]


def sold(invoice: Invoice) -> str:
    """What the document is about: goods, services or mixed. A deposit is what it is for; one taken off is nothing."""
    own = [line for line in invoice.lines if line.revenue != DEPOSIT] or invoice.lines
    goods = {(line.supply or line.revenue) == RevenueKind.GOODS for line in own}
    return "mixed" if len(goods) == 2 else "goods" if True in goods else "services"


def _buyer_registration(invoice: Invoice) -> str:
    buyer = invoice.buyer
    return buyer.registration if buyer is not None and custom(buyer.country).names_buyer else ""


def _operation(invoice: Invoice, language: str) -> str:
    stated = invoice.seller is not None and custom(invoice.seller.country).names_operation
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


def _lines(invoice: Invoice, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """The lines with what they come to so far, which a page that ends amid them carries over."""
    price_digits, so_far, rows = _price_digits(invoice), Decimal(0), []
    for line in invoice.lines:
        so_far += line.net
        shown = _line(line, say, label, invoice.currency, price_digits)
        rows.append({**shown, "so_far": say.amount(so_far, invoice.currency)})
    return rows


def _line(line: InvoiceLine, say: Notation, label: Mapping[str, str], currency: str, price_digits: int) -> Facts:
    return {
        "position": str(line.position),
        "sku": " · ".join(_details(line, say, label)),
        "description": printable(line.description),
        "quantity": say.quantity(line.quantity),
        "unit": words(say.language)["units"].get(line.unit, line.unit),
        "unit_price": say.decimal(line.unit_price, price_digits),
        "tax_rate": say.percent(line.tax_rate),
        "net": say.amount(line.net, currency),
    }


def _details(line: InvoiceLine, say: Notation, label: Mapping[str, str]) -> list[str]:
    """Our number of the article, the buyer's, and the period that is charged."""
    details = [printable(line.sku)] if line.sku else []
    if line.buyer_sku and line.buyer_sku != line.sku:
        details.append(label["your_sku"].format(sku=printable(line.buyer_sku)))
    if line.period_start and line.period_end:
        days = {"first": say.short_day(line.period_start), "last": say.short_day(line.period_end)}
        details.append(label["period"].format(**days))
    return details


def _summary(invoice: Invoice, context: InvoiceContext, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """What leads from the lines to the amount at the end: allowances, charges, taxes, what was paid before."""
    net = invoice.net if invoice.net is not None else Decimal(0)
    rows = [_adjustment(part, invoice.currency, say, label) for part in invoice.adjustments]
    rows.append({"label": label["net_total"], "value": say.amount(net, invoice.currency)})
    rows += [_tax_row(total, invoice.currency, say, label) for total in invoice.taxes]
    rows += _accounting_row(invoice, context, say, label)
    if invoice.prepaid:
        rows.append({"label": label["total"], "value": say.amount(invoice.total, invoice.currency)})
        rows.append({"label": label["prepaid"], "value": say.amount(-invoice.prepaid, invoice.currency)})
    return rows


def _accounting_row(invoice: Invoice, context: InvoiceContext, say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """The tax in the currency that the seller accounts for it in, where that is another one than the invoice's."""
    stated = [total.accounting_tax for total in invoice.taxes if total.accounting_tax is not None]
    if not stated or context.country is None:
        return []
    home = context.country.currency
    return [{"label": label["tax_in"].format(currency=home), "value": say.money(sum(stated, Decimal(0)), home)}]


def _adjustment(part: Adjustment, currency: str, say: Notation, label: Mapping[str, str]) -> Facts:
    reason = printable(part.reason) or label["charge" if part.is_charge else "allowance"]
    share = f" ({say.percent(part.percent)})" if part.percent else ""
    return {"label": reason + share, "value": say.amount(part.signed, currency)}


def _total_label(invoice: Invoice, label: Mapping[str, str]) -> str:
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return label["credit_total"]
    return label["still_due" if invoice.prepaid else "total"]


def _tax_row(total: TaxTotal, currency: str, say: Notation, label: Mapping[str, str]) -> Facts:
    text = label["tax_on"] if total.rate else label["tax_free"]
    base = say.amount(total.base, currency)
    return {"label": text.format(rate=say.percent(total.rate), base=base), "value": say.amount(total.tax, currency)}


def _payment(invoice: Invoice, context: InvoiceContext, say: Notation, label: Mapping[str, str]) -> Facts:
    """How to pay an invoice; nothing where nothing is to be paid."""
    due, company = invoice.total - invoice.prepaid, context.company
    if invoice.kind is DocumentKind.CREDIT_NOTE or invoice.buyer is None or due <= 0:
        return {"payment": [], "pay": NOTHING}
    shares = unpaid(invoice.shares, due) or (DueShare(invoice.due_date, due),)
    days = [say.day(share.due_on) for share in shares]
    if invoice.shares:
        days = [f"{day}: {say.money(share.amount, invoice.currency)}" for day, share in zip(days, shares, strict=True)]
    next_due = shares[0].amount
    return {
        "payment": [
            *({"label": label["due_date"], "value": day} for day in days),
            *payment_rows(company, label, invoice.number),
        ],
        "pay": ways_to_pay(company, invoice.buyer, next_due, invoice.currency, invoice.number, context.language),
    }


def _remarks(invoice: Invoice, context: InvoiceContext) -> list[str]:
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return [words(context.language)["sentence"]["credit_use"]]
    return [text for text in [discount_terms(invoice, context.language)] if text]


def discount_terms(invoice: Invoice, language: str) -> str:
    """The discounts for early payment in words, a sentence each; "" if there is none, or nothing is due.

    Of what is still due, as the e-invoice means it (XRechnung: without a base amount, of BT-115).
    """
    due = invoice.total - invoice.prepaid
    if due <= 0:
        return ""
    say = notation(language, invoice.seller.country if invoice.seller else "")
    return " ".join(
        str(words(language)["sentence"]["discount"]).format(
            percent=say.percent(step.percent),
            day=say.day(invoice.issue_date + timedelta(days=step.days)),
            amount=say.money(rounded(due * (100 - step.percent) / 100, invoice.currency), invoice.currency),
        )
        for step in invoice.discounts
    )


def share_terms(invoice: Invoice, language: str) -> str:
    """When which share is due, in words; "" where all of it is due at once."""
    shares = unpaid(invoice.shares, invoice.total - invoice.prepaid)
    if len(shares) < 2:
        return ""
    say = notation(language, invoice.seller.country if invoice.seller else "")
    sentence = words(language)["sentence"]
    told = (
        sentence["share"].format(amount=say.money(share.amount, invoice.currency), day=say.day(share.due_on))
        for share in shares
    )
    return str(sentence["shares"]).format(count=len(shares), shares=", ".join(told))


def _mentions(invoice: Invoice, context: InvoiceContext) -> list[str]:
    """The statutory sentences of the seller's country, in the document's language."""
    if context.country is None:
        return []
    found = [mention(context.country, key, context.language) for key in mention_keys(invoice)]
    if custom(context.country.code).tax_on_debits and context.company.legal.get("vat_on_debits"):
        found.append(words(context.language)["sentence"]["vat_on_debits"])
    return [text.replace("'", "’") for text in found if text]


def mention(country: Country, key: str, language: str) -> str:
    """A statutory sentence in a language, else in the country's own; "" if its law has none."""
    own = country.mentions.get(f"{key}.{base(language)}")
    return spelled(own, language) if own else country.mentions.get(f"{key}.{country.language}", "")
