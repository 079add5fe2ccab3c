"""A Reading as JSON: the form that other programs read, and a lossless one for the database."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin

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
            "quantity": int(line.quantity)
            if line.quantity == line.quantity.to_integral_value()
            else float(line.quantity),
            "unit_price": money(line.unit_price, currency),
        }
        for line in lines
    ]


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


def _query(reading: Reading) -> dict[str, Any] | None:
    query = reading.query
    if query is None:
        return None
    return {"topic": query.topic.value, "invoices": list(query.invoices), "po_number": query.po_number}


def reading_to_text(reading: Reading) -> str:
    """The Reading as JSON text, from which `reading_from_text` gives an equal one."""
    return json.dumps(_plain(reading), ensure_ascii=False, separators=(",", ":"))


def reading_from_text(text: str) -> Reading:
    """The Reading that was written. Raises ValueError for text that is not one."""
    try:
        value = _typed(json.loads(text), Reading)
    except (AttributeError, KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"not a Reading: {error}") from error
    if not isinstance(value, Reading):
        raise ValueError("not a Reading")
    return value


def _plain(value: Any) -> Any:  # values of every field's type
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _types(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _typed(value: Any, kind: Any) -> Any:  # the inverse of _plain, told by the fields' annotations
    if get_origin(kind) in (Union, types.UnionType):
        if value is None:
            return None
        return _typed(value, next(part for part in get_args(kind) if part is not type(None)))
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_typed(item, parts[0]) for item in value)
        return tuple(_typed(item, part) for item, part in zip(value, parts, strict=True))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _types(kind)
        return kind(**{name: _typed(item, hints[name]) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, (Enum, Decimal)):
        return kind(value)
    if kind is datetime or kind is date:
        return kind.fromisoformat(value)
    return value
