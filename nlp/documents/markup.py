"""XML is parsed without entities, document types or network; its root tells the format, and a format has a reader."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from nlp.documents import cxml, idoc, iso20022, opentrans, orderx, ubl
from nlp.documents.elements import Element, local
from nlp.documents.structured import Structured
from nlp.reading import Problem

# cXML always names its document type; without an internal subset it declares nothing and may go.
NAMED_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s{1,9}cXML\s{1,9}(?:SYSTEM|PUBLIC)(?:\s{1,9}\"[^\"<>\[\]]{0,300}\"){1,2}\s{0,9}>"
)
HEAD = 2000


def parse(data: bytes) -> Element | Problem:
    """The root element, or why there is none. A document type declaration is refused: no format here needs it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    content = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    content = NAMED_DOCTYPE.sub(b"", content[:HEAD], count=1) + content[HEAD:]
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Problem("broken_file", f"broken XML: {error}"[:200])
    if root.getroottree().docinfo.internalDTD is not None:
        return Problem("xml_doctype", "XML with a document type declaration is not read")
    return root


def reader_of(root: Element) -> Callable[[Element], Structured] | None:
    """The reader for a root element: by its namespace, or by its name where a format has none."""
    namespace = etree.QName(root).namespace or ""
    name = local(root)
    if str(root.tag) in ubl.READERS:
        return ubl.READERS[str(root.tag)]
    if namespace.startswith(orderx.NAMESPACES):
        return orderx.READERS.get(name)
    if namespace.startswith(opentrans.NAMESPACE) or (not namespace and len(root) and local(root[0]).startswith(name)):
        return opentrans.READERS.get(name)
    if namespace.startswith(iso20022.NAMESPACE) and name == "Document":
        return iso20022.read
    if name == "cXML" and not namespace:
        return cxml.read
    return idoc.read if name in idoc.ROOTS and not namespace else None


def read_structured(data: bytes) -> tuple[Structured, str]:
    """What an XML file is and holds, and its text. XML of no known format is a problem of its own."""
    root = parse(data)
    if isinstance(root, Problem):
        return Structured(problems=(root,)), ""
    text = "\n".join(part.strip() for part in root.itertext() if isinstance(part, str) and part.strip())
    reader = reader_of(root)
    if reader is None:
        name = local(root) or "?"
        return Structured(problems=(Problem("xml_unknown", f"XML of a kind that is not read: {name}"[:200]),)), text
    return reader(root), text
