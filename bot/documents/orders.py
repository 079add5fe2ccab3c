"""What an order confirmation and a delivery note say, as plain strings in their reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from bot.documents.notation import Notation, labels, notation, words
from bot.documents.sheet import Facts, printable, sheet
from bot.documents.wording import deviation_text, told
from workflows.ledger.money import ZERO
from workflows.orders.model import Delivery, Order, OrderLine
from workflows.ports import Company


def confirmation_facts(facts: Mapping[str, Any], company: Company, address: list[str], language: str) -> Facts:
    """An order confirmation for `order.typ`; `facts` are those of its letter (Any: JSON)."""
    say, text, currency = notation(language, company.country), words(language), str(facts["currency"])
    label, changed = labels(language, company.country), "changes" in facts
    sums = accumulate(Decimal(line["net"]) for line in facts["lines"])
    return {
        **sheet(language, company, None),
        "title": text["title"]["order_changed" if changed else "order_confirmation"],
        "number": printable(str(facts["order"])),
        "address": address,
        "references": _references(facts, say, label),
        "lead": text["sentence"]["order_changed" if changed else "order_confirmed"],
        "amounts_in": f"{label['amounts_in']} {currency}",
        "lines": [
            _ordered(line, say, text["units"], currency) | {"so_far": say.amount(so_far, currency)}
            for line, so_far in zip(facts["lines"], sums, strict=True)
        ],
        "summary": _gross(facts, say, label),
        "total": say.money(facts["total"], currency),
        **{
            name: [deviation_text(row, currency, language, company.country) for row in told(facts.get(name), language)]
            for name in ("agreed", "deviations")
        },
    }


def delivery_facts(
    order: Order, deliveries: Sequence[Delivery], day: date, company: Company, address: list[str], language: str
) -> Facts:
    """The delivery note of a day for `delivery.typ`; `deliveries` are all of the order's, in any order."""
    say, text = notation(language, company.country), words(language)
    label = labels(language, company.country)
    now, before = _by_article(deliveries, lambda on: on == day), _by_article(deliveries, lambda on: on < day)
    rows = [_delivered(line, now, before, say, text["units"]) for line in order.lines]
    complete = all(row["open"] == say.quantity(0) for row in rows)
    values = {"date": say.day(day), "customer": order.customer, "po_number": order.po_number, "order": order.number}
    return {
        **sheet(language, company, None),
        "title": text["title"]["delivery_note"],
        "number": printable(f"{order.number} / {day.isoformat()}"),
        "address": address,
        "references": [{"label": label[key], "value": printable(value)} for key, value in values.items() if value],
        "ship_to": printable(order.delivery_address),
        "lead": text["sentence"]["delivery_note"],
        "lines": [row for row in rows if row["now"]],
        "rest": "" if complete else text["sentence"]["part_delivery"],
    }


def _references(facts: Mapping[str, Any], say: Notation, label: Mapping[str, str]) -> list[Facts]:
    values = {
        "date": say.day(facts.get("date")),
        "customer": str(facts["customer"]["number"]),
        "po_number": str(facts.get("po_number") or ""),
        "order_date": say.day(facts.get("order_date")),
        "requested_date": say.day(facts.get("requested_date")),
        "confirmed_date": say.day(facts.get("confirmed_date")),
    }
    return [{"label": label[key], "value": printable(value)} for key, value in values.items() if value]


def _ordered(line: Mapping[str, Any], say: Notation, units: Mapping[str, str], currency: str) -> Facts:
    return {
        "position": str(line["position"]),
        "description": printable(str(line["description"])),
        "sku": printable(str(line.get("sku") or "")),
        "quantity": say.quantity(line["quantity"]),
        "unit": units.get(line["unit"], line["unit"]),
        "unit_price": say.unit_figure(line["unit_price"], currency),
        "net": say.amount(line["net"], currency),
    }


def _gross(facts: Mapping[str, Any], say: Notation, label: Mapping[str, str]) -> list[Facts]:
    """What the invoice comes to with today's tax, where it is known."""
    if not facts.get("gross"):
        return []
    return [{"label": label["gross_total"], "value": say.money(facts["gross"], facts["currency"])}]


def _by_article(deliveries: Sequence[Delivery], counts: Callable[[date], bool]) -> dict[str, Decimal]:
    """Quantities by article of the deliveries whose day counts."""
    found: dict[str, Decimal] = {}
    for delivery in deliveries:
        if counts(delivery.date):
            found[delivery.sku] = found.get(delivery.sku, ZERO) + delivery.quantity
    return found


def _delivered(
    line: OrderLine, now: dict[str, Decimal], before: dict[str, Decimal], say: Notation, units: Mapping[str, str]
) -> Facts:
    """One line: what came before goes to the first lines of an article, what came now to the next; "" for nothing."""
    earlier = min(line.quantity, before.get(line.sku, ZERO))
    before[line.sku] = before.get(line.sku, ZERO) - earlier
    today = min(line.quantity - earlier, now.get(line.sku, ZERO))
    now[line.sku] = now.get(line.sku, ZERO) - today
    return {
        "position": str(line.position),
        "description": printable(line.description),
        "sku": printable(line.sku),
        "ordered": say.quantity(line.quantity),
        "before": say.quantity(earlier) if earlier else "–",
        "now": say.quantity(today) if today else "",
        "open": say.quantity(line.quantity - earlier - today),
        "unit": units.get(line.unit, line.unit),
    }
