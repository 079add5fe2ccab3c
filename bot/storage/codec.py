"""Frozen dataclasses to rows and JSON text and back, driven by their type hints alone; nothing is lost on the way."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
# Any below: a codec is where typed values become untyped data and typed again.


def dump(value: Any) -> str:
    """JSON text of a value made of dataclasses, tuples, enums, decimals and dates."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The value of type `kind` that `dump` wrote; raises ValueError or KeyError if the text is none."""
    value: T = build(kind, json.loads(text))
    return value


def plain(value: Any) -> Any:
    """The value as JSON data: decimals as strings with all their digits, dates in ISO form, dataclasses as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return value


def build(hint: Any, data: Any) -> Any:
    """The value of type `hint` that `plain` turned into `data`. Fields that the data lacks take their defaults."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        return build(next(argument for argument in arguments if argument is not types.NoneType), data)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(build(arguments[0], item) for item in data)
        return tuple(build(argument, item) for argument, item in zip(arguments, data, strict=True))
    if is_dataclass(hint):
        return hint(**{name: build(kind, data[name]) for name, kind in _hints(hint).items() if name in data})  # type: ignore[operator]
    if hint is datetime or hint is date:
        return hint.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, (Enum, Decimal)):
        return hint(data)
    return data


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and types.NoneType in get_args(hint)


def _is_enum(hint: Any) -> bool:
    if is_optional(hint):
        return any(_is_enum(argument) for argument in get_args(hint))
    return isinstance(hint, type) and issubclass(hint, Enum)


def is_structure(hint: Any) -> bool:
    """Whether a field of this type lies in its column as JSON text: tuples and nested values."""
    if is_optional(hint):
        return any(is_structure(argument) for argument in get_args(hint))
    return get_origin(hint) is tuple or is_dataclass(hint)


class RowCodec:
    """Rows of one dataclass: column name = field name."""

    def __init__(self, kind: type[Any], *, without: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.hints = {name: hint for name, hint in _hints(kind).items() if name not in without}
        self.key = fields(kind)[0].name
        self._encoders = {name: _encoder(hint) for name, hint in self.hints.items()}
        self._decoders = {name: decode for name, hint in self.hints.items() if (decode := _decoder(hint))}

    def row(self, value: Any) -> dict[str, Any]:
        return {name: encode(getattr(value, name)) for name, encode in self._encoders.items()}

    def decoder(self, name: str) -> Callable[[Any], Any] | None:
        """What turns the column of this field into its value; None where it holds it as it is. Raises ValueError."""
        if name not in self.hints:
            raise ValueError(f"{self.kind.__name__} has no {name!r}")
        return self._decoders.get(name)

    def columns(self, values: Sequence[Any]) -> list[Sequence[Any]]:
        """As `row` of many values, but column by column in the order of `hints`; enums and structures alone change."""
        columns: list[Sequence[Any]] = list(zip(*map(self._fields, values), strict=True))
        for place, encode in self._changing:
            columns[place] = [encode(value) for value in columns[place]]
        return columns

    @cached_property
    def _fields(self) -> Callable[[Any], tuple[Any, ...]]:
        return attrgetter(*self.hints)

    @cached_property
    def _changing(self) -> list[tuple[int, Callable[[Any], Any]]]:
        return [
            (place, self._encoders[name])
            for place, (name, hint) in enumerate(self.hints.items())
            if is_structure(hint) or _is_enum(hint)
        ]

    def value(self, row: Mapping[str, Any], **more: Any) -> Any:
        values = {name: row[name] for name in self.hints} | more
        for name, decode in self._decoders.items():
            values[name] = decode(values[name])
        return self.kind(**values)

    @cached_property
    def in_order(self) -> Callable[[Sequence[Any]], Any]:
        """As `value`, from columns in the order of `hints`: campaigns read hundreds of thousands of rows."""
        kind = self.kind
        decoders = [(place, self._decoders[name]) for place, name in enumerate(self.hints) if name in self._decoders]

        def value(row: Sequence[Any]) -> Any:
            values = list(row)
            for place, decode in decoders:
                values[place] = decode(values[place])
            return kind(*values)

        return value

    def some_in_order(self, names: Sequence[str]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
        """Decodes columns of these names, in this order."""
        decoders = [(place, self._decoders[name]) for place, name in enumerate(names) if name in self._decoders]
        if not decoders:
            return tuple

        def values(row: Sequence[Any]) -> tuple[Any, ...]:
            found = list(row)
            for place, decode in decoders:
                found[place] = decode(found[place])
            return tuple(found)

        return values


def _encoder(hint: Any) -> Callable[[Any], Any]:
    if is_structure(hint):
        return dump
    return lambda value: value.value if isinstance(value, Enum) else value


def _decoder(hint: Any) -> Callable[[Any], Any] | None:
    """None for what the column gives as it is."""
    if get_args(hint) == (str, ...):
        return lambda text: () if text == "[]" else tuple(json.loads(text))
    if get_origin(hint) is tuple:
        return lambda text: () if text == "[]" else build(hint, json.loads(text))
    if is_structure(hint):
        return lambda text: build(hint, json.loads(text))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return None
