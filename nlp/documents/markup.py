"""XML is parsed without entities, document types or network, and only orders are understood."""

from __future__ import annotations

from lxml import etree

from nlp.documents import orderx, ubl
from nlp.opened import StructuredOrder
from nlp.reading import Problem

READERS = {**ubl.READERS, **orderx.READERS}


def parse(data: bytes) -> etree._Element | Problem:
    """The root element, or why there is none. A document type declaration is refused: orders have none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Problem("broken_file", f"broken XML: {error}"[:200])
    if root.getroottree().docinfo.internalDTD is not None:
        return Problem("xml_doctype", "XML with a document type declaration is not read")
    return root


def read_order(data: bytes) -> tuple[StructuredOrder | None, str, tuple[Problem, ...]]:
    """The order in an XML file, its text, and problems. XML that is no order is a problem of its own."""
    root = parse(data)
    if isinstance(root, Problem):
        return None, "", (root,)
    text = "\n".join(part.strip() for part in root.itertext() if isinstance(part, str) and part.strip())
    reader = READERS.get(str(root.tag))
    if reader is None:
        name = etree.QName(root).localname if isinstance(root.tag, str) else "?"
        return None, text, (Problem("xml_unknown", f"XML of a kind that is not read: {name}"[:200]),)
    order, problems = reader(root)
    return order, text, problems
