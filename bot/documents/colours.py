"""Colours by how well they can be read: the ratio of luminances of the web's accessibility guidelines (WCAG 2.2)."""

from __future__ import annotations

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: of text on its ground
STEPS = 20


def contrast(one: str, other: str) -> float:
    """The ratio of two colours ("#1d4e63"), 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lightened(colour: str, ground: str) -> str:
    """The colour mixed with as much white as a dark ground needs to let it be read."""
    mixed = (_mixed(colour, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in mixed if contrast(found, ground) >= LEAST_CONTRAST), "#ffffff")


def _mixed(colour: str, white: float) -> str:
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in _parts(colour))


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
