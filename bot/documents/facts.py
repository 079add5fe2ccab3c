"""What a printed document says, as plain strings in its reader's language: the layout only places them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.documents.notation import MAX_PRICE_DIGITS, Notation, notation, words
from workflows.invoicing.model import Invoice, InvoiceLine, Party, TaxTotal
from workflows.invoicing.policy import mention_keys
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import digits, rounded
from workflows.ports import Company, Country

Facts = dict[str, Any]
"""A JSON object (Any: any JSON)."""

LONGEST_WORD = 28
NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Countries whose law wants the buyer's registration number and the kind of operation on the document
# (FR: CGI annexe II, art. 242 nonies A).
NAMES_REGISTRATION = frozenset({"FR"})
NAMES_OPERATION = frozenset({"FR"})
# Where the postcode follows the town; elsewhere it stands before it.
PLACE_LINES = dict.fromkeys(("AU", "CA", "GB", "IE", "US"), "{city} {postcode}")
BREAK_HERE = "\u200b"


@dataclass(frozen=True, slots=True)
class InvoiceContext:
    """What an invoice needs beside itself to be printed.

    `country` is the seller's: its statutory sentences. `corrected_on` is the issue date of the corrected invoice.
    """

    company: Company
    country: Country | None
    language: str
    corrected_on: date | None = None


def invoice_facts(invoice: Invoice, context: InvoiceContext) -> Facts:
    """An invoice or a credit note for `invoice.typ`. Raises ValueError for a taken-over document: it has no lines."""
    if invoice.seller is None or invoice.buyer is None or invoice.net is None or invoice.tax is None:
        raise ValueError(f"{invoice.number} was issued by an earlier system and cannot be printed")
    say, label = notation(context.language), words(context.language)["label"]
    kind = invoice.kind.value
    return {
        **_sheet(context.language, context.company, invoice.seller),
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


def dunning_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A reminder for `dunning.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text, currency = notation(language), words(language), str(facts["currency"])
    step = text[f"dunning_{facts['level']}"]
    law = law_text(facts.get("law") or {}, language)
    filled = {"deadline": say.day(facts["deadline"]), "days": facts["pay_within_days"], "law": law}
    return {
        **_letter(language, company, address, facts, text["title"][f"dunning_{facts['level']}"]),
        "before": [paragraph.format(**filled) for paragraph in step["before"]],
        "after": [paragraph.format(**filled) for paragraph in step["after"] if law or "{law}" not in paragraph],
        "charged": bool(law),
        "items": [_dunned(item, say, currency) for item in facts["items"]],
        "credits": [
            {"document": note["document"], "open_amount": say.amount(note["open_amount"], currency)}
            for note in facts["credit_notes"]
        ],
        "amounts_in": f"{text['label']['amounts_in']} {currency}",
        "parts": _parts(facts, say, text["label"]),
        "total": say.money(facts["total"], currency),
        "payment": _account(company, text["label"], facts["customer"]["number"]),
    }


def law_text(law: Mapping[str, Any], language: str) -> str:
    """What entitles us to the charges, with every rate applied; "" where there are none (Any: JSON)."""
    if not law:
        return ""
    say, sentence = notation(language), words(language)["sentence"]
    ground = words(language)["law"].get(law["country"], words(language)["law"]["other"])
    rates = "; ".join(
        sentence["rate"].format(
            percent=say.percent(rate["percent"]), first=say.short_day(rate["first"]), last=say.short_day(rate["last"])
        )
        for rate in law.get("rates", ())
    )
    return f"{ground} {sentence['rates'].format(rates=rates)}" if rates else str(ground)


def statement_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """A statement of account for `statement.typ`; `facts` are those of the letter (Any: JSON)."""
    say, text = notation(language), words(language)
    return {
        **_letter(language, company, address, facts, text["title"]["statement"]),
        "lead": text["sentence"]["statement"].format(day=say.day(facts["date"])),
        "empty": text["sentence"]["no_items"],
        "groups": [_account_in(balance, facts, say, text) for balance in facts["balances"]],
        "payment": _account(company, text["label"], facts["customer"]["number"]),
    }


def _letter(language: str, company: Company, address: list[str], facts: Mapping[str, Any], title: str) -> Facts:
    label = words(language)["label"]
    return {
        **_sheet(language, company, None),
        "start": "letter_top",
        "title": title,
        "address": address,
        "references": [
            {"label": label["date"], "value": notation(language).day(facts["date"])},
            {"label": label["customer"], "value": printable(facts["customer"]["number"])},
        ],
    }


def postal_address(party: Any, from_country: str) -> list[str]:
    """The lines of an address (Any: a Party or a Customer); the country in capitals when the letter goes abroad."""
    lines = [party.name, *str(party.street).split("\n"), place_line(party.postcode, party.city, party.country)]
    if party.country and party.country != from_country:
        lines.append(_country_name(party.country).upper())
    return [printable(line) for line in lines if line.strip()]


def printable(text: str) -> str:
    """Text without control characters, with places to break very long words."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", lambda word: word[0] + BREAK_HERE, one_line(text))


def one_line(text: str) -> str:
    """Text without control, format and private characters, on one line."""
    shown = (" " if unicodedata.category(letter) in NOT_SHOWN else letter for letter in text)
    return " ".join("".join(shown).split(" ")).strip()


def place_line(postcode: str, city: str, country: str) -> str:
    """Postcode and town in the order of the country's post (Universal Postal Union)."""
    return PLACE_LINES.get(country, "{postcode} {city}").format(postcode=postcode, city=city).strip()


def _country_name(code: str) -> str:
    """Universal Postal Union: the country in a language of the sender's or an international one."""
    return str(notation("en").locale.territories.get(code, code))


def _sheet(language: str, company: Company, seller: Party | None) -> Facts:
    """Letterhead, footer and labels: the same on every document of a company."""
    text = words(language)
    place = seller or company
    label = text["label"]
    legal = company.legal
    columns = [
        [company.name, place.street, place_line(place.postcode, place.city, place.country)],
        [*_pairs(label, phone=legal.get("phone", ""), email=company.email), legal.get("website", "")],
        _pairs(label, vat_id=company.vat_id, registration=company.registration),
        [legal.get(key, "") for key in ("legal_form", "capital", "register_court", "managing_directors")],
    ]
    kept = [[printable(line) for line in column if line] for column in columns]
    return {
        "language": language,
        "region": company.country,
        "words": {"page": label["page"], "of": label["of"], "label": label, "sentence": text["sentence"]},
        "window": text["window"],
        "company": company.name,
        "sender": " · ".join((company.name, place.street, place_line(place.postcode, place.city, place.country))),
        "footer": [column for column in kept if column],
    }


def _pairs(label: Mapping[str, str], **values: str) -> list[str]:
    return [f"{label[key]} {value}" for key, value in values.items() if value]


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
    return [{"label": label["due_date"], "value": say.day(invoice.due_date)}, *_account(company, label, invoice.number)]


def _account(company: Company, label: Mapping[str, str], reference: str) -> list[Facts]:
    values = {"account_holder": company.name, "iban": _grouped(company.iban), "bic": company.bic}
    pairs = [{"label": label[key], "value": value} for key, value in values.items() if value]
    return [*pairs, {"label": label["reference"], "value": printable(reference)}] if company.iban else []


def _grouped(iban: str) -> str:
    """ISO 13616: printed in groups of four."""
    plain = iban.replace(" ", "")
    return "\u00a0".join(plain[start : start + 4] for start in range(0, len(plain), 4))


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


def _dunned(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(item["days_overdue"]),
        "level": str(item["level"]),
        "open_amount": say.amount(item["open_amount"], currency),
        "interest": say.amount(item["interest"], currency),
        "compensation": say.amount(item["compensation"], currency),
    }


def _parts(facts: Mapping[str, Any], say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """What the total of a reminder is made of, where it is more than the items alone."""
    sums = {
        "open_items": sum((Decimal(item["open_amount"]) for item in facts["items"]), Decimal(0)),
        "credit_notes": sum((Decimal(note["open_amount"]) for note in facts["credit_notes"]), Decimal(0)),
        "interest": Decimal(facts["interest"]),
        "compensation": Decimal(facts["compensation"]),
    }
    rows = [
        {"label": label[key], "value": say.amount(amount, facts["currency"])} for key, amount in sums.items() if amount
    ]
    return rows if len(rows) > 1 else []


def _account_in(balance: Mapping[str, Any], facts: Mapping[str, Any], say: Notation, text: Mapping[str, Any]) -> Facts:
    """The open items of one currency with their ageing by thirty days, and money that is not yet applied."""
    currency = str(balance["currency"])
    rows = [item for item in facts["items"] if item["currency"] == currency]
    sums = [Decimal(0)] * len(text["label"]["ages"])
    for item in rows:
        overdue = int(item["days_overdue"])
        sums[0 if overdue <= 0 else min(1 + (overdue - 1) // 30, len(sums) - 1)] += Decimal(item["open_amount"])
    return {
        "amounts_in": f"{text['label']['amounts_in']} {currency}",
        "items": [_open_item(item, say, currency) for item in rows],
        "payments": [
            {
                "label": text["sentence"]["payment_of"].format(day=say.short_day(paid["date"])),
                "value": say.amount(-Decimal(paid["amount"]), currency),
            }
            for paid in facts.get("payments", ())
            if paid["currency"] == currency
        ],
        "ages": [
            {"label": label, "value": say.amount(amount, currency)}
            for label, amount in zip(text["label"]["ages"], sums, strict=True)
        ],
        "balance": say.money(balance["amount"], currency),
    }


def _open_item(item: Mapping[str, Any], say: Notation, currency: str) -> Facts:
    return {
        "document": printable(str(item["document"])),
        "po_number": printable(str(item.get("po_number", ""))),
        "issue_date": say.short_day(item.get("issue_date")),
        "due_date": say.short_day(item["due_date"]),
        "days_overdue": str(max(0, int(item["days_overdue"])) or "–"),
        "open_amount": say.amount(item["open_amount"], currency),
    }
