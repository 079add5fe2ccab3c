"""A syntax is one table that is read in both directions: what is written from a value is read back to an equal one.

The parts of a table stand in the order of the schema. An element without content is never written, and an element
of a constant (the "VAT" of a tax) is only read where the constant stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from lxml import etree

from bot.documents.einvoice.model import AccountingTax, Identifier
from workflows.ledger.money import plain

# Any below: fields of the semantic model have many types, and a codec per field knows its own.


class Unreadable(ValueError):
    """The text of an element is not of its kind."""

    def __init__(self, tag: str, text: str) -> None:
        self.tag, self.text = tag, text
        super().__init__(f"{etree.QName(tag).localname} cannot be {text[:60]!r}")


class Codec(Protocol):
    """How a value stands in an element; `currency` is the document's."""

    def write(self, value: Any, element: etree._Element, currency: str) -> None: ...
    def read(self, element: etree._Element) -> Any: ...


class TextCodec:
    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = value

    def read(self, element: etree._Element) -> Any:
        return element.text or ""


class NumberCodec:
    """As many decimals as there are, never an exponent."""

    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = figure(value)

    def read(self, element: etree._Element) -> Any:
        try:
            number = Decimal((element.text or "").strip())
        except InvalidOperation:
            raise Unreadable(element.tag, element.text or "") from None
        if not number.is_finite():
            raise Unreadable(element.tag, element.text or "")
        return number


class WholeCodec(TextCodec):
    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = str(value)

    def read(self, element: etree._Element) -> Any:
        text = (element.text or "").strip()
        if not text.isascii() or not text.isdigit():
            raise Unreadable(element.tag, text)
        return int(text)


class FlagCodec:
    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = "true" if value else "false"

    def read(self, element: etree._Element) -> Any:
        return (element.text or "").strip() == "true"


@dataclass(frozen=True, slots=True)
class MoneyCodec(NumberCodec):
    """An amount with the digits of its currency, which an attribute may name."""

    currency_attribute: str = ""

    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = plain(value, currency)
        if self.currency_attribute:
            element.set(self.currency_attribute, currency)


@dataclass(frozen=True, slots=True)
class DayCodec:
    """A date in a form of strftime."""

    form: str

    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = value.strftime(self.form)

    def read(self, element: etree._Element) -> Any:
        try:
            found: date = datetime.strptime((element.text or "").strip(), self.form).date()
        except ValueError:
            raise Unreadable(element.tag, element.text or "") from None
        return found


class IdentifierCodec(TextCodec):
    """An identifier with its scheme."""

    def write(self, value: Any, element: etree._Element, currency: str) -> None:
        element.text = value.value
        if value.scheme:
            element.set("schemeID", value.scheme)

    def read(self, element: etree._Element) -> Any:
        return Identifier(element.text or "", element.get("schemeID", ""))


IDENTIFIER = IdentifierCodec()
TEXT, NUMBER, WHOLE, FLAG = TextCodec(), NumberCodec(), WholeCodec(), FlagCodec()


def figure(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Part(Protocol):
    """A piece of a syntax's table."""

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        """Adds its elements to `parent`; whether they say anything of the value."""
        ...

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        """Adds what stands in `parent` to `found`, by field. Raises Unreadable."""
        ...


@dataclass(frozen=True, slots=True)
class Const:
    """An element that always says the same."""

    tag: str
    text: str

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        etree.SubElement(parent, self.tag).text = self.text
        return False

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field of the value as the text of an element. `always`: zero and "" are written too."""

    tag: str
    name: str
    codec: Codec = TEXT
    fixed: Mapping[str, str] = field(default_factory=dict)  # attributes that always say the same
    also: Mapping[str, str] = field(default_factory=dict)  # attribute -> field of the same value
    always: bool = False

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        content = getattr(value, self.name)
        if content is None or (not content and not self.always):
            return False
        element = etree.SubElement(parent, self.tag, self.fixed)
        self.codec.write(content, element, currency)
        for attribute, name in self.also.items():
            if text := getattr(value, name):
                element.set(attribute, text)
        return True

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        for element in parent.iterchildren(self.tag):
            if self.name not in found and all(element.get(name) == text for name, text in self.fixed.items()):
                found[self.name] = self.codec.read(element)
                found.update({name: element.get(attribute, "") for attribute, name in self.also.items()})


@dataclass(frozen=True, slots=True)
class Node:
    """An element around parts of the same value. `always`: the schema wants it even if it is empty."""

    tag: str
    parts: tuple[Part, ...]
    always: bool = False

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        element = etree.SubElement(parent, self.tag)
        told = False
        for part in self.parts:
            told = part.write(value, element, currency) or told
        if not (told or self.always):
            parent.remove(element)
        return told

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        for element in parent.iterchildren(self.tag):
            if fits(element, self.parts):
                for part in self.parts:
                    part.read(element, found)


@dataclass(frozen=True, slots=True)
class FirstNode(Node):
    """A node whose element may stand again, with something else in it."""

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        first = parent.find(self.tag)
        for part in self.parts if first is not None else ():
            part.read(first, found)


@dataclass(frozen=True, slots=True)
class One:
    """A field that is a value of its own, in an element."""

    tag: str
    name: str
    kind: type[Any]
    parts: tuple[Part, ...]

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        inner = getattr(value, self.name)
        return inner is not None and Node(self.tag, self.parts).write(inner, parent, currency)

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        inner: dict[str, Any] = {}
        Node(self.tag, self.parts).read(parent, inner)
        if inner and self.name not in found:
            found[self.name] = made(self.kind, inner)


@dataclass(frozen=True, slots=True)
class Group:
    """A field that is a value of its own, whose elements stand among those of its owner."""

    name: str
    kind: type[Any]
    parts: tuple[Part, ...]

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        inner, told = getattr(value, self.name), False
        for part in self.parts if inner is not None else ():
            told = part.write(inner, parent, currency) or told
        return told

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        inner: dict[str, Any] = {}
        for part in self.parts:
            part.read(parent, inner)
        if inner:
            known = found.get(self.name)
            told = {item.name: getattr(known, item.name) for item in fields(self.kind)} if known is not None else {}
            found[self.name] = made(self.kind, {**told, **inner})


@dataclass(frozen=True, slots=True)
class Many:
    """A field that is a tuple of values, an element each."""

    tag: str
    name: str
    kind: type[Any]
    parts: tuple[Part, ...]

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        items = getattr(value, self.name)
        for item in items:
            element = etree.SubElement(parent, self.tag)
            for part in self.parts:
                part.write(item, element, currency)
        return bool(items)

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        items = []
        for element in self._elements(parent):
            if fits(element, self.parts):
                inner: dict[str, Any] = {}
                for part in self.parts:
                    part.read(element, inner)
                items.append(made(self.kind, inner))
        if items:
            found[self.name] = found.get(self.name, ()) + tuple(items)

    def _elements(self, parent: etree._Element) -> list[etree._Element]:
        return list(parent.iterchildren(self.tag))


@dataclass(frozen=True, slots=True)
class Further(Many):
    """Values in elements after the first one, which is a `FirstNode`'s."""

    def _elements(self, parent: etree._Element) -> list[etree._Element]:
        return list(parent.iterchildren(self.tag))[1:]


@dataclass(frozen=True, slots=True)
class InAccountingCurrency:
    """BT-111: after the total of VAT in the document's currency, an element of the same name in the other one.

    `around`: of an element that holds the amount, where one does.
    """

    tag: str
    around: str = ""

    def write(self, value: Any, parent: etree._Element, currency: str) -> bool:
        if value.accounting is None:
            return False
        place = etree.SubElement(parent, self.around) if self.around else parent
        element = etree.SubElement(place, self.tag, {"currencyID": value.accounting.currency})
        element.text = plain(value.accounting.amount, value.accounting.currency)
        return True

    def read(self, parent: etree._Element, found: dict[str, Any]) -> None:
        elements = [
            element
            for place in (parent.iterchildren(self.around) if self.around else (parent,))
            for element in place.iterchildren(self.tag)
        ]
        if len(elements) > 1:
            amount = NUMBER.read(elements[1])
            found["accounting"] = AccountingTax(amount, elements[1].get("currencyID", ""))


def fits(element: etree._Element, parts: tuple[Part, ...]) -> bool:
    """Whether the constants that are asked for stand in an element."""
    for part in parts:
        if isinstance(part, Const) and element.findtext(part.tag) != part.text:
            return False
        if isinstance(part, Node) and any(isinstance(inner, Const) for inner in part.parts):
            below = element.find(part.tag)
            if below is not None and not fits(below, part.parts):
                return False
    return True


def made(kind: type[Any], found: Mapping[str, Any]) -> Any:
    return kind(**found)
