"""A TOML table read key by key: typed values out, every fault collected, nothing unknown let through."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bot.settings.values import SettingsError


class Section:
    """A TOML table being read: typed values out, a fault for each missing, mistyped or unknown key."""

    def __init__(self, table: Any, where: str, faults: list[str]) -> None:
        self.where, self.faults = where, faults
        if not isinstance(table, dict):
            self.fault("must be a table")
            table = {}
        self.table: dict[str, Any] = table
        self.known: set[str] = set()

    def fault(self, text: str) -> None:
        self.faults.append(f"[{self.where}] {text}" if self.where else text)

    def take(self, key: str, kind: type, default: Any = ...) -> Any:
        self.known.add(key)
        if key not in self.table:
            if default is ...:
                self.fault(f"{key} is missing")
                return kind()
            return default
        value = self.table[key]
        if (kind is not bool and isinstance(value, bool)) or not isinstance(value, kind):
            self.fault(f"{key} must be {kind.__name__}, not {value!r}")
            return default if default is not ... else kind()
        return value

    def text(self, key: str, default: Any = ..., *, one_of: tuple[str, ...] = ()) -> str:
        value: str = self.take(key, str, default)
        if one_of and key in self.table and value not in one_of:
            self.fault(f"{key} must be one of {', '.join(one_of)}, not {value!r}")
        return value

    def whole(self, key: str, default: Any = ..., least: int = 0) -> int:
        value: int = self.take(key, int, default)
        if isinstance(value, int) and value < least:
            self.fault(f"{key} must be at least {least}, not {value}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return bool(self.take(key, bool, default))

    def decimal(self, key: str, default: Any = ...) -> Decimal:
        value = self.take(key, str, default)
        try:
            return Decimal(value or "0")
        except InvalidOperation:
            self.fault(f'{key} must be an amount in quotes like "5.00", not {value!r}')
            return Decimal(0)

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        values = self.take(key, list, default)
        if not all(isinstance(value, str) for value in values):
            self.fault(f"{key} must be a list of texts")
            return ()
        return tuple(values)

    def wholes(self, key: str) -> tuple[int, ...]:
        values = self.take(key, list)
        if not all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            self.fault(f"{key} must be a list of whole numbers")
            return ()
        return tuple(values)

    def section(self, key: str, *, required: bool = False) -> Section:
        self.known.add(key)
        if required and key not in self.table:
            self.fault(f"the table [{self.name(key)}] is missing")
        return Section(self.table.get(key, {}), self.name(key), self.faults)

    def name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def strings(self) -> dict[str, str]:
        """The table itself as text -> text."""
        self.known.update(self.table)
        for key, value in self.table.items():
            if not isinstance(value, str):
                self.fault(f"{key} must be a text")
        return {key: value for key, value in self.table.items() if isinstance(value, str)}

    def done(self) -> None:
        for key in sorted(set(self.table) - self.known):
            self.fault(f"{key} is not a known setting")


def load_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(str(path), ["there is no such file; `o2cbot init` writes one"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), [f"cannot be read: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(path), [f"is not TOML: {error}"]) from error
