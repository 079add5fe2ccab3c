"""A Reading as JSON: the form that other programs read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.reading import OrderLine, Reading

# ISO 4217: minor-unit digits where they are not 2, of the currencies that customers write.
_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "KWD": 3, "TND": 3}


def reading_as_json(reading: Reading, file: str | None = None, route: str | None = None) -> dict[str, Any]:
    """The object of `read --json`: money as text with the currency's digits, dates in ISO form, null where unknown."""
    return {
        "file": file,
        "message_id": reading.message_id,
        "language": reading.language,
        "customer": reading.customer,
        "intents": [{"name": i.name.value, "confidence": round(i.confidence, 4)} for i in reading.intents],
        "route": route,
        "order": _order(reading),
        "order_change": _order_change(reading),
        "remittance": _remittance(reading),
        "dispute": _dispute(reading),
        "promise": _promise(reading),
        "query": _query(reading),
        "master_data": {"changes": dict(reading.master_data.changes)} if reading.master_data else None,
        "units": _units(reading),
        "delivery_address": reading.delivery_address,
        "delivery_country": reading.delivery_country,
        "answer": _answer(reading),
        "goods_back": _goods_back(reading),
        "trust": {
            "level": reading.trust_level.value,
            "reasons": [{"code": r.code, "detail": r.detail, "speaks": r.speaks.value} for r in reading.trust_reasons],
        },
        "certainty": reading.certainty,
        "evidence": [asdict(ground) for ground in reading.evidence],
        "problems": [{"code": p.code, "detail": p.detail, "source": p.source} for p in reading.problems],
    }


def money(amount: Decimal | None, currency: str | None) -> str | None:
    """ "1234.50": at least the currency's digits, more only where the amount has them (a unit price of 0.125)."""
    if amount is None:
        return None
    digits = _DIGITS.get(currency or "", 2)
    whole = amount.quantize(Decimal(1).scaleb(-digits))
    return f"{whole:f}" if whole == amount else f"{amount.normalize():f}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(lines: tuple[OrderLine, ...], currency: str | None) -> list[dict[str, Any]]:
    return [
        {
            "sku": line.sku,
            "description": line.description,
            "quantity": _quantity(line.quantity),
            "unit_price": money(line.unit_price, currency),
        }
        for line in lines
    ]


def _units(reading: Reading) -> list[dict[str, str]]:
    """The units that lines name, beside the lines: an object of a line has the interface's four fields and no other."""
    lines = {
        "order": reading.order.lines if reading.order is not None else (),
        "order_change": reading.order_change.lines if reading.order_change is not None else (),
    }
    return [
        {"line": f"{field}.lines.{number}", "unit": line.unit}
        for field, each in lines.items()
        for number, line in enumerate(each)
        if line.unit
    ]


def _quantity(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def _order(reading: Reading) -> dict[str, Any] | None:
    order = reading.order
    if order is None:
        return None
    return {
        "po_number": order.po_number,
        "order_date": _day(order.order_date),
        "requested_date": _day(order.requested_date),
        "currency": order.currency,
        "total": money(order.total, order.currency),
        "lines": _lines(order.lines, order.currency),
    }


def _order_change(reading: Reading) -> dict[str, Any] | None:
    change = reading.order_change
    if change is None:
        return None
    return {
        "po_number": change.po_number,
        "action": change.action.value,
        "lines": _lines(change.lines, None),
        "requested_date": _day(change.requested_date),
    }


def _remittance(reading: Reading) -> dict[str, Any] | None:
    remittance = reading.remittance
    if remittance is None:
        return None
    return {
        "payment_date": _day(remittance.payment_date),
        "total": money(remittance.total, remittance.currency),
        "currency": remittance.currency,
        "reference": remittance.reference,
        "lines": [
            {
                "invoice": line.invoice,
                "amount": money(line.amount, remittance.currency),
                "deduction": money(line.deduction, remittance.currency),
                "reason": line.reason.value if line.reason else None,
            }
            for line in remittance.lines
        ],
    }


def _dispute(reading: Reading) -> dict[str, Any] | None:
    dispute = reading.dispute
    if dispute is None:
        return None
    return {
        "invoices": list(dispute.invoices),
        "reason": dispute.reason.value,
        "amount": money(dispute.amount, dispute.currency),
        "currency": dispute.currency,
    }


def _promise(reading: Reading) -> dict[str, Any] | None:
    promise = reading.promise
    if promise is None:
        return None
    return {
        "invoices": list(promise.invoices),
        "instalments": [{"date": _day(i.date), "amount": money(i.amount, None)} for i in promise.instalments],
    }


def _goods_back(reading: Reading) -> dict[str, Any] | None:
    back = reading.goods_back
    if back is None:
        return None
    return {"lines": _lines(back.lines, None), "invoices": list(back.invoices), "po_number": back.po_number}


def _answer(reading: Reading) -> dict[str, Any] | None:
    """What it says to a question of ours about an order."""
    answer = reading.answer
    if answer is None:
        return None
    return {
        "order": answer.order,
        "complete": answer.complete,
        "parts": [
            {
                "kind": part.kind.value,
                "line": part.position,
                "matter": part.matter or None,
                "quantity": _quantity(part.quantity) if part.quantity is not None else None,
                "value": part.value or None,
                "words": part.words,
            }
            for part in answer.parts
        ],
    }


def _query(reading: Reading) -> dict[str, Any] | None:
    query = reading.query
    if query is None:
        return None
    return {"topic": query.topic.value, "invoices": list(query.invoices), "po_number": query.po_number}
