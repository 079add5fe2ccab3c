"""HTML becomes the text that its reader sees: tables aligned, quotes marked with ">", nothing that is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nlp.charsets import printable
from nlp.documents.tables import Row, tables_of, trimmed
from nlp.limits import Limits
from nlp.opened import Table

SKIPPED = frozenset("script style head title template noscript object svg select textarea -comment _comment".split())
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table form fieldset".split())
BLOCKS = PARAGRAPHS | frozenset(
    "div tr section article header footer main aside nav address li dt dd center hr body".split()
)
HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|font-size\s{0,9}:\s{0,9}0(?![.\d])"
)
NODES = 200_000
DEEPEST = 3_000  # elements inside one another: the parser's time grows with the square of it; browsers keep 512
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
# A tag with thousands of attributes; each is compared with all before it. Pictures in the page are long, and have few.
LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
ATTRIBUTE = re.compile(r"[\s\"'/][a-zA-Z][\w.:-]{0,40}(?=[\s=/>])")
MOST_ATTRIBUTES = 2_000
# Elements that never hold others, or end where the next one begins.
SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option tbody thead tfoot "
    "colgroup".split()
)
WIDEST_PADDING = 60
# Where mail programs begin what they quote: ids, classes and names of elements (sanitizers put "x_" before them).
QUOTE_MARKS = frozenset(
    "divrplyfwdmsg appendonsend replybody ms-outlook-mobile-reference-message mail-editor-reference-message-container"
    " olk_src_body_section stopspelling zwchr _origcontent _persistentheader replysplit reply-intro"
    " outlookmessageheader gmail_quote gmail_quote_container gmail_attr yahoo_quoted moz-cite-prefix"
    " moz-forward-container protonmail_quote tutanota_quote zmail_extra zmail_extra_hr aolreplacedbody aol_quoted"
    " front-blockquote messagereplysection spark_quote iscwbquote wordmailheader".split()
)
QUOTE_NAMES = frozenset({"quote", "messagereplysection"})  # GMX and its kin, Spark
HEAD_LABEL = re.compile(r"(?<!\S)[^\W\d][^\s:]{0,20}(?: [^\s:]{1,12})?\s?:(?=\s)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """`quote_start`: offset in `text` where a mail program's own mark says that the quote begins, -1 if none.

    `is_cut`: not all of the page was read.
    """

    text: str
    tables: tuple[Table, ...]
    quote_start: int = -1
    is_cut: bool = False


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    quote_depth: int = 0
    at_line_start: bool = True
    blank_lines: int = 1
    preformatted: int = 0

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def words(self, text: str) -> None:
        collapsed = text if self.preformatted else re.sub(r"[ \t\n\r]+", " ", text)
        lines = collapsed.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.line_break()
            if self.at_line_start and not self.preformatted:
                line = line.lstrip(" ")
            if not line:
                continue
            if self.at_line_start and self.quote_depth:
                self._put("> " * min(self.quote_depth, 5))
            self._put(line)
            self.at_line_start, self.blank_lines = False, 0

    def line_break(self) -> None:
        if self.at_line_start:
            if self.blank_lines >= 1:
                return
            self.blank_lines += 1
            self._put(">" if self.quote_depth else "")
        self._put("\n")
        self.at_line_start = True

    def end_line(self) -> None:
        if not self.at_line_start:
            self.line_break()

    def paragraph(self) -> None:
        self.end_line()
        if self.blank_lines < 1:
            self.line_break()


def render(html: str, limits: Limits) -> Rendered:
    """The visible text of an HTML page and its data tables (at least two rows and two columns, no table inside)."""
    readable = shallow(html)
    root = LexborHTMLParser(readable).root
    writer = _Writer()
    tables: list[Table] = []
    quote_start = -1
    stack: list[tuple[LexborNode, bool]] = [(root, False)] if root is not None else []
    budget = NODES
    while stack and budget and writer.length <= limits.text_characters:
        budget -= 1
        node, leaving = stack.pop()
        tag = node.tag or ""
        if leaving:
            _leave(writer, tag, node)
            continue
        if node.next is not None and node is not root:
            stack.append((node.next, False))
        if tag == "-text":
            writer.words(printable(node.text_content or "").replace("\u00a0", " "))
            continue
        if tag in SKIPPED or _is_hidden(node):
            continue
        if quote_start < 0 and _begins_quote(node, writer):
            writer.end_line()
            quote_start = writer.length
        if tag == "table" and (grid := _grid(node, limits)) is not None:
            _write_grid(writer, grid)
            tables += tables_of(grid)
            continue
        _enter(writer, tag)
        if tag == "blockquote" and _is_citation(node):
            writer.quote_depth += 1
        stack.append((node, True))
        if node.first_child is not None:
            stack.append((node.first_child, False))
    text = "".join(writer.parts)[: limits.text_characters].rstrip()
    if quote_start < 0:  # else offsets must stay what they are
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    return Rendered(text, tuple(tables), quote_start, bool(stack) or len(readable) < len(html))


def shallow(html: str) -> str:
    """The page up to where it is made to be slow: tags of too many attributes, elements too deep inside one another."""
    for long in LONG_TAG.finditer(html):
        if sum(1 for _ in ATTRIBUTE.finditer(long.group())) > MOST_ATTRIBUTES:
            html = html[: long.start()]
            break
    if html.count("<") <= DEEPEST:
        return html
    depth = 0
    for tag in TAG.finditer(html):
        if tag[2].lower() in SHALLOW:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return html[: tag.start()]
    return html


def _enter(writer: _Writer, tag: str) -> None:
    if tag in PARAGRAPHS:
        writer.paragraph()
    elif tag in BLOCKS:
        writer.end_line()
    if tag == "br":
        if writer.at_line_start:
            writer.line_break()
        else:
            writer.end_line()
    elif tag == "li":
        writer.words("- ")
    elif tag in ("td", "th") and not writer.at_line_start:
        writer.words("  ")
        writer.parts[-1] = "  "
    elif tag == "hr":
        writer.words("_" * 32)
        writer.end_line()
    elif tag == "pre":
        writer.preformatted += 1


def _leave(writer: _Writer, tag: str, node: LexborNode) -> None:
    if tag in BLOCKS:
        writer.end_line()
    if tag == "blockquote" and _is_citation(node):
        writer.quote_depth = max(0, writer.quote_depth - 1)
    if tag in PARAGRAPHS:
        writer.paragraph()
    if tag == "pre":
        writer.preformatted = max(0, writer.preformatted - 1)


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").lower()


def _is_hidden(node: LexborNode) -> bool:
    if not node.attributes:
        return False
    return "hidden" in node.attributes or bool(HIDDEN.search(_attribute(node, "style")[:2000]))


def _is_citation(node: LexborNode) -> bool:
    """A quoted mail; a blockquote without that mark is an indented paragraph (old Outlook indents lists with it)."""
    style = _attribute(node, "style")
    return (
        _attribute(node, "type") == "cite" or "cite" in node.attributes or "gmail_quote" in _attribute(node, "class")
        or "border-left" in style
    )  # fmt: skip


def _begins_quote(node: LexborNode, writer: _Writer) -> bool:
    if not node.attributes or not writer.length:
        return False
    classes = {name.removeprefix("x_") for name in _attribute(node, "class").split()[:20]}
    if "gmail_signature" in classes:
        return False
    marks = classes | {_attribute(node, "id").removeprefix("x_")}
    return (
        bool(marks & QUOTE_MARKS)
        or any(name.endswith("yahoo_quoted") for name in marks)  # Yahoo puts random letters before its own names
        or _attribute(node, "name").removeprefix("x_") in QUOTE_NAMES
        or (node.tag == "blockquote" and _attribute(node, "type") == "cite")
        or _is_ruled_head(node)
    )


def _is_ruled_head(node: LexborNode) -> bool:
    """Outlook and Windows Mail draw a line above the header lines of what they quote, in any language."""
    style = _attribute(node, "style")
    if node.tag != "div" or "border-top" not in style or "solid" not in style:
        return False
    text = " ".join((node.text(separator=" ") or "")[:600].split())
    return len(HEAD_LABEL.findall(text[:400])) >= 3 and bool(re.search(r"@|\b(?:19|20)\d{2}\b", text))


def _grid(table: LexborNode, limits: Limits) -> list[Row] | None:
    """The cells of a data table; None for a table that only lays out the page."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return None
    rows: list[Row] = []
    spanned: dict[int, int] = {}  # column to the number of rows below that a cell above fills
    for row in table.css("tr")[: limits.rows]:
        cells: list[str] = []
        below = {column: left - 1 for column, left in spanned.items() if left > 1}
        child = row.first_child
        while child is not None and len(cells) < limits.columns:
            if child.tag in ("td", "th") and not _is_hidden(child):
                cells += _filled_from_above(spanned, len(cells))
                below[len(cells)] = _span(child, "rowspan") - 1
                cells.append(" ".join(printable(child.text(separator=" ")).replace("\u00a0", " ").split()))
                cells += [""] * (_span(child, "colspan") - 1)
            child = child.next
        spanned = {column: left for column, left in below.items() if left > 0}
        rows.append(tuple(cells))
    grid = trimmed(rows)
    several = [row for row in grid if sum(1 for cell in row if cell) >= 2]
    # A paragraph in a cell is page layout, not data.
    longest = max((len(cell) for row in grid for cell in row), default=0)
    return grid if len(several) >= 2 and longest < 400 else None


def _filled_from_above(spanned: dict[int, int], place: int) -> list[str]:
    """Empty cells for the columns from here on that a cell above fills."""
    count = 0
    while spanned.get(place + count):
        count += 1
    return [""] * count


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), 20) if value.isdecimal() and len(value) < 6 else 1


def _write_grid(writer: _Writer, grid: list[Row]) -> None:
    writer.paragraph()
    widths = [min(max(len(row[n]) for row in grid), WIDEST_PADDING) for n in range(len(grid[0]))]
    writer.preformatted += 1
    for row in grid:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        writer.words(line or " ")
        writer.end_line()
    writer.preformatted -= 1
    writer.paragraph()
