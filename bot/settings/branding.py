"""A company's brand file: logo, colour, fonts and footer, refused with every fault where they would not print well."""

from __future__ import annotations

import base64
import re
import struct
from pathlib import Path

from lxml import etree

from bot.documents.colours import LEAST_CONTRAST, contrast
from bot.documents.customs import windows
from bot.settings.section import Section, load_toml
from workflows.ports import Brand

LARGEST_LOGO = 1024 * 1024
MOST_PIXELS = 4000  # on a side
LEAST_PIXELS = 100  # a logo below prints in steps
WIDTHS_MM = range(10, 81)
MOST_COLUMNS, MOST_LINES = 5, 6
PNG = b"\x89PNG\r\n\x1a\n"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SVG = "{http://www.w3.org/2000/svg}svg"
OWN_TARGET = re.compile(r"#|data:image/(png|jpeg);base64,")
FOREIGN_STYLE = re.compile(r"(?i)@import|url\(\s*['\"]?(?!#)")
FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "animate", "set"})


class UnusableLogo(ValueError):
    """A file that is not printed as a logo, and why."""


def brand(path: Path, faults: list[str]) -> Brand:
    """Reads a brand file; what is wrong with it goes to `faults`. Raises SettingsError for a file that is none."""
    section = Section(load_toml(path), path.name, faults)
    plain = Brand()
    accent = section.text("accent", plain.accent)
    if not COLOUR.fullmatch(accent):
        section.fault(f'accent must be a colour like "#1d4e63", not {accent!r}')
    elif contrast(accent, "#ffffff") < LEAST_CONTRAST:
        section.fault(
            f"accent {accent} has {contrast(accent, '#ffffff'):.1f} : 1 on white; text needs {LEAST_CONTRAST}"
        )
    width = section.whole("logo_width", int(plain.logo_width_mm))
    if width not in WIDTHS_MM:
        section.fault(f"logo_width must be {WIDTHS_MM.start} to {WIDTHS_MM.stop - 1} mm, not {width}")
    form = section.text("window", "")
    if form and form not in windows():
        section.fault(f"window must be one of {', '.join(sorted(windows()))}, not {form!r}")
    found = Brand(
        accent=accent,
        logo=_logo(section, path.parent),
        logo_width_mm=width,
        font=section.text("font", plain.font),
        fonts_folder=_folder(section, path.parent),
        footer=_footer(section),
        window=form,
    )
    section.done()
    return found


def logo_svg(content: bytes) -> str:
    """A logo as SVG text, a PNG wrapped into one. Raises UnusableLogo."""
    if len(content) > LARGEST_LOGO:
        raise UnusableLogo(f"has {len(content)} bytes; {LARGEST_LOGO} are the most")
    return _wrapped(content) if content.startswith(PNG) else _checked(content)


def _logo(section: Section, base: Path) -> str:
    name = section.text("logo", "")
    if not name:
        return ""
    try:
        return logo_svg((base / name).read_bytes())
    except (OSError, UnusableLogo) as error:
        section.fault(f"logo {name!r} {error}")
        return ""


def _wrapped(png: bytes) -> str:
    if len(png) < 24 or png[12:16] != b"IHDR":
        raise UnusableLogo("is a damaged PNG")
    width, height = struct.unpack(">II", png[16:24])
    if not LEAST_PIXELS <= width <= MOST_PIXELS or not 1 <= height <= MOST_PIXELS:
        raise UnusableLogo(f"is {width} by {height} pixels; {LEAST_PIXELS} to {MOST_PIXELS} across are right")
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def _checked(content: bytes) -> str:
    """An SVG that draws itself alone: no script, no entity, nothing from elsewhere."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnusableLogo(f"is neither PNG nor SVG: {error}") from error
    if root.tag != SVG or root.getroottree().docinfo.internalDTD is not None:
        raise UnusableLogo("is not a plain SVG")
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name in FORBIDDEN or any(_reaches_out(key, value) for key, value in element.attrib.items()):
            raise UnusableLogo(f"has an element <{name}> that does more than draw")
        if name == "style" and FOREIGN_STYLE.search(element.text or ""):
            raise UnusableLogo("has a style that reaches elsewhere")
    return str(etree.tostring(root, encoding="unicode"))


def _reaches_out(key: str, value: str) -> bool:
    name = etree.QName(key).localname
    if name == "href":
        return not OWN_TARGET.match(value.strip())
    return name.lower().startswith("on") or bool(FOREIGN_STYLE.search(value))


def _folder(section: Section, base: Path) -> str:
    name = section.text("fonts", "")
    if not name:
        return ""
    place = (base / name).resolve()
    if not place.is_dir():
        section.fault(f"fonts {name!r} is not a folder")
    return str(place)


def _footer(section: Section) -> tuple[tuple[str, ...], ...]:
    columns = section.take("footer", list, [])
    right = all(isinstance(column, list) and all(isinstance(line, str) for line in column) for column in columns)
    if not right or len(columns) > MOST_COLUMNS or any(len(column) > MOST_LINES for column in columns):
        section.fault(f"footer must be up to {MOST_COLUMNS} lists of up to {MOST_LINES} lines")
        return ()
    return tuple(tuple(column) for column in columns)
