"""The process that keeps the rules compiled: a line of JSON in for each document and stylesheet, a line of JSON out.

Two Saxon processors in one process abort it, and a fork of a process that used one hangs: so there is one processor, in
a process of its own that is started afresh (`python -m bot.documents.einvoice.judge`) and ends with its input.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

# Code lists lie in files that the stylesheets name: read when a stylesheet is compiled, not for every document.
READ_ONCE = "http://saxon.sf.net/feature/preEvaluateDocFunction"


@cache
def processor() -> Any:
    """(Any: saxonche has no types.)"""
    from saxonche import PySaxonProcessor  # type: ignore[import-not-found]

    found = PySaxonProcessor(license=False)
    found.set_configuration_property(READ_ONCE, "true")
    return found


@cache
def compiled(stylesheet: str) -> Any:
    return processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)


def judged(document: str, stylesheet: str) -> str:
    """The report (SVRL) of a stylesheet on a document. Raises RuntimeError."""
    report = compiled(stylesheet).transform_to_string(xdm_node=processor().parse_xml(xml_text=document))
    if not report:
        raise RuntimeError("the rules gave no report")
    return str(report)


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"report": judged(asked["document"], asked["stylesheet"])}
        except Exception as error:  # whatever Saxon says, the other side hears it and decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
