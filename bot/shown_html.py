"""A mail's HTML as a person may look at it: text and tables, nothing that runs, loads, leads away or covers the page.

It runs in the bounded reader, for what is cleaned here was written to be hard to clean.
"""

from __future__ import annotations

import base64
import hashlib

from nlp.documents.hypertext import shallow

LARGEST = 2_000_000  # characters of a page that are shown
TAGS = frozenset(
    "a abbr address b blockquote br caption center cite code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 "
    "hr i ins li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the cleaner lets "title" and "lang" stand everywhere
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
}
DROPPED_WITH_CONTENT = frozenset("script style title noscript template svg math object iframe select textarea".split())
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere;color:#1b1f24;background:#fff}"
    "td,th{padding:2px 8px;border:1px solid #ddd;vertical-align:top}table{border-collapse:collapse}"
    "blockquote{margin:0 0 0 8px;padding-left:8px;border-left:3px solid #ddd;color:#555}"
)
STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# No source of anything but this one style: no script, picture, font, frame, form or connection, from wherever.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_DIGEST}'; sandbox; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
NONE = "<p>This mail has no HTML.</p>"


def sanitized(html: str) -> str:
    """The page as a fragment without a reference of any kind; pictures and targets of links are gone."""
    import nh3

    readable = shallow(html[:LARGEST])
    fragment = nh3.clean(
        readable,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
    return fragment + ("<p>… the rest is not shown.</p>" if len(readable) < len(html) else "")


def page(fragment: str) -> str:
    """The document that a sandboxed frame shows."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{fragment}</body></html>'
    )
