"""Elements of XML by their local names: versions of a format differ in their namespaces and hardly in names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


def local(element: Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def at(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def children(element: Element | None) -> list[Element]:
    return [] if element is None else list(element)


def every(element: Element | None, name: str) -> list[Element]:
    """The children of this local name, in order."""
    return [child for child in children(element) if local(child) == name]


def below(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of this local name anywhere below."""
    return iter(()) if element is None else (child for child in element.iter() if local(child) == name)


def text_of(element: Element | None) -> str | None:
    """The element's own text, None where it is missing or blank."""
    return element.text.strip() if element is not None and element.text and element.text.strip() else None


def text_at(element: Element | None, *path: str) -> str | None:
    return text_of(at(element, *path))


def text_below(element: Element | None, *names: str) -> str | None:
    """The first text under any of these names, the first name first."""
    return next((text for name in names for one in below(element, name) if (text := text_of(one))), None)
