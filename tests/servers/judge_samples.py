"""Writes a PDF of every kind of document into a folder, for judges that are not ours: `python judge_samples.py DIR`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from bot.documents.einvoice.files import files_of
from bot.documents.einvoice.profiles import profile_named
from bot.documents.invoice import invoice_facts
from bot.documents.notation import languages
from bot.documents.notices import dunning_facts, statement_facts
from bot.documents.orders import confirmation_facts, delivery_facts
from bot.documents.pdf import render
from bot.documents.plans import cover_facts, plan_facts
from bot.documents.sheet import postal_address
from bot.rendering import file_name
from bot.settings.branding import logo_svg
from tests.bot.ordered import FIRST, delivered, order
from tests.bot.selling import BUYERS, CASES, company, swiss
from tests.drawn_invoices import drawn
from tests.letter_samples import CREATED, SAMPLES
from workflows.invoicing.electronic import profile_of
from workflows.invoicing.model import Invoice
from workflows.ports import Brand

MAKERS = {
    "dunning_1": dunning_facts,
    "dunning_2": dunning_facts,
    "dunning_3": dunning_facts,
    "statement": statement_facts,
}

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3" fill="#a00"/></svg>'
SEED, DRAWN = 4, 80


def place(suffix: str, invoice: Invoice) -> str:
    """Where a file goes: e-invoices as pages, pages alone, XML by its profile."""
    profile = profile_named(profile_of(invoice))
    if suffix == "xml" and profile is not None:
        # Mustang's reader breaks on a breakdown with a rate whose lines have none, which BR-DE-14 and BR-O-05 ask for.
        return profile.name.value + ("_out_of_scope" if invoice.taxes[0].category == "O" else "")
    return "invoices" if profile is not None and profile.level else "letters"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "letters").mkdir(exist_ok=True)
    documents = dict(CASES)
    documents |= {one.name: (one.invoice, one.context) for one in drawn(SEED, DRAWN)}
    for name, case in documents.items():
        for file in files_of(*case):
            path = folder / place(file.suffix, case[0]) / file_name("invoice", name, file.suffix)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.bytes)
    address = postal_address(BUYERS["FR"], "DE")
    for language in languages():
        for name, make in MAKERS.items():
            facts = make(SAMPLES[name] | {"customer": {"number": "K1007"}}, company(), address, language)
            page = render(name.partition("_")[0], facts, CREATED)
            (folder / "letters" / f"{name}-{language}.pdf").write_bytes(page)
        for name, page in papers(language).items():
            (folder / "letters" / f"{name}-{language}.pdf").write_bytes(page)


def papers(language: str) -> dict[str, bytes]:
    """The documents that are no invoices and no letters, and a bill with a Swiss slip and a logo."""
    ours, told = company(), SAMPLES["order_confirmation"] | {"customer": {"number": "K1007"}, "date": "2026-03-16"}
    instalments = [{"date": "2026-04-01", "amount": "500.00"}, {"date": "2026-05-01", "amount": "1.00"}]
    plan = told | {"instalments": instalments}
    address = postal_address(BUYERS["FR"], "DE")
    document, around = swiss(language)
    brand = Brand(accent="#7a1f3d", logo=logo_svg(LOGO))
    branded = replace(around, company=replace(around.company, brand=brand))
    made = {
        "order": confirmation_facts(told, ours, address, language),
        "delivery": delivery_facts(order(), [delivered(FIRST, "A", 6)], FIRST, ours, address, language),
        "plan": plan_facts(plan, ours, address, language),
        "cover": cover_facts(told, ["R-1", "R-2"], ours, address, language),
        "invoice": invoice_facts(document, branded),
    }
    return {name: render(name, facts, CREATED) for name, facts in made.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
