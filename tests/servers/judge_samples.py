"""Writes a PDF of every kind of document into a folder, for judges that are not ours: `python judge_samples.py DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.documents.facturx import render_invoice
from bot.documents.notation import languages
from bot.documents.notices import dunning_facts, statement_facts
from bot.documents.pdf import render
from bot.documents.sheet import postal_address
from bot.rendering import file_name
from tests.bot.selling import BUYERS, CASES, company
from tests.letter_samples import CREATED, SAMPLES

MAKERS = {
    "dunning_1": dunning_facts,
    "dunning_2": dunning_facts,
    "dunning_3": dunning_facts,
    "statement": statement_facts,
}


def main(folder: Path) -> None:
    (folder / "invoices").mkdir(parents=True, exist_ok=True)
    (folder / "letters").mkdir(exist_ok=True)
    for name, case in CASES.items():
        (folder / "invoices" / file_name("invoice", name, "pdf")).write_bytes(render_invoice(*case))
    address = postal_address(BUYERS["FR"], "DE")
    for language in languages():
        for name, make in MAKERS.items():
            facts = make(SAMPLES[name] | {"customer": {"number": "K1007"}}, company(), address, language)
            page = render(name.partition("_")[0], facts, CREATED)
            (folder / "letters" / f"{name}-{language}.pdf").write_bytes(page)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
