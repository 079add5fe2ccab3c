"""A line that names another unit than its article's is counted in the article's own, where the books say how many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.reading import OrderLine
from workflows.catalogue import Product
from workflows.orders.findings import Finding, found
from workflows.orders.model import Deviation
from workflows.ports import UnitOfWork

ONE = Decimal(1)
PIECE, DOZEN = "C62", "DZN"
# Codes of one and the same thing: UN/ECE recommendation 20, older codes of it, and those of 21 with and without X.
SAME = {code: "C62" for code in ("C62", "H87", "EA", "PCE", "NAR", "NMB", "NMP")}
# What a measure is in its base unit (UN/ECE recommendation 20: conversion factors).
MEASURES: Mapping[str, tuple[str, Decimal]] = {
    "KGM": ("g", Decimal(1000)),
    "GRM": ("g", ONE),
    "TNE": ("g", Decimal(1_000_000)),
    "LTR": ("ml", Decimal(1000)),
    "MLT": ("ml", ONE),
    "CLT": ("ml", Decimal(10)),
    "HLT": ("ml", Decimal(100_000)),
    "MTR": ("mm", Decimal(1000)),
    "CMT": ("mm", Decimal(10)),
    "MMT": ("mm", ONE),
    "KMT": ("mm", Decimal(1_000_000)),
}
PACK_PRICE = Decimal("0.02")  # a price so near to that of the whole unit is meant for it


@dataclass(frozen=True, slots=True)
class Weighed:
    """Lines in their articles' units, and what was counted out or could not be: for the letter, or for a person."""

    lines: tuple[OrderLine, ...]
    deviations: tuple[Deviation, ...]


def weighed(lines: Iterable[OrderLine], uow: UnitOfWork) -> Weighed:
    """Every line as its article is counted. One that cannot be keeps its unit: the rule of units asks a person."""
    lines = tuple(lines)
    skus = tuple(sorted({line.sku for line in lines if line.sku and line.unit}))
    products = {row.sku: row for row in uow.products.where(sku=skus)} if skus else {}
    counted, told = [], []
    for position, line in enumerate(lines, start=1):
        product = products.get(line.sku or "")
        factor = content(line.unit, product) if line.unit and product is not None else None
        if factor is None or product is None:
            counted.append(line)
            continue
        quantity = (line.quantity * factor).normalize() if line.quantity.is_finite() else line.quantity
        if factor != ONE:
            words = f"{line.quantity.normalize():f} {line.unit}", f"{quantity:f} {product.unit}"
            told.append(found(Finding.UNIT_COUNTED, position, *words))
        counted.append(replace(line, quantity=quantity, unit=None, unit_price=_price(line, factor, product)))
    return Weighed(tuple(counted), tuple(told))


def content(unit: str | None, product: Product) -> Decimal | None:
    """How many of an article's own units one of this unit is: 1 for its own; None where nobody says."""
    asked, own = normal(unit or ""), normal(product.unit)
    if not asked or asked == own:
        return ONE
    packs = {normal(code): quantity for code, quantity in product.terms.packs}
    if asked in packs:
        return packs[asked]
    if asked == DOZEN and own == PIECE:
        return Decimal(12)
    if asked in MEASURES and own in MEASURES and MEASURES[asked][0] == MEASURES[own][0]:
        return MEASURES[asked][1] / MEASURES[own][1]
    return None


def normal(code: str) -> str:
    """One code for each unit: a carton is CT and XCT, a piece C62, H87 and EA."""
    upper = code.strip().upper()
    upper = SAME.get(upper, upper)
    return upper[1:] if len(upper) == 3 and upper[0] == "X" else upper


def _price(line: OrderLine, factor: Decimal, product: Product) -> Decimal | None:
    """The price of the article's own unit: one that is near to the whole unit's is divided, any other stays.

    As fine as our price, four digits at least: a third of a hundred has no end, and letters name this price.
    """
    if line.unit_price is None or factor == ONE:
        return line.unit_price
    whole = product.price * factor
    if abs(line.unit_price - whole) > whole * PACK_PRICE:
        return line.unit_price
    places = max(4, -int(product.price.as_tuple().exponent))
    return (line.unit_price / factor).quantize(ONE.scaleb(-places)).normalize()
