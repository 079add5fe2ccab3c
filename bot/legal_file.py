"""The papers of a registered letter in one folder: cover, letters, invoices, data of the claim; a person sends them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.papers import cover_paper
from bot.rendering import attachments_of, file_name
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.disputes.model import CaseKind
from workflows.dunning.legal_file import claim_sheet
from workflows.errors import NotFound
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Desk

CLAIM, COVER = "claim.json", "cover.pdf"
WITHDRAWN = (LetterStatus.CANCELLED, LetterStatus.FAILED, LetterStatus.BOUNCED)


def write_legal_file(case_id: str, uow: SqlUnitOfWork, desk: Desk, target: Path) -> list[Path]:
    """Writes the files and returns their paths. Raises NotFound for a case without a letter of the last level."""
    case = uow.cases.get(case_id)
    customer = uow.customers.get(case.customer) if case else None
    if case is None or customer is None or case.kind is not CaseKind.REGISTERED_LETTER:
        raise NotFound("case of a registered letter", case_id)
    reminders = _reminders(uow, case.customer, case.company, set(case.invoices))
    last = next((letter for letter in reminders if letter.case == case.id), None)
    if last is None:
        raise NotFound("letter of the case", case_id)
    sheet = claim_sheet(
        last,
        desk.company(case.company),
        customer,
        desk.country(customer.country),
        reminders,
        [one for one in uow.cases.where(customer=customer.number) if set(one.invoices) & set(case.invoices)],
        [one for one in uow.promises.where(customer=customer.number) if set(one.invoices) & set(case.invoices)],
        _due_of(last, uow),
    )
    target.mkdir(parents=True, exist_ok=True)
    written = [target / CLAIM]
    written[0].write_text(json.dumps(sheet, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    copies = _of_invoices(last, uow, case.invoices)
    for letter in (*reminders, copies):
        for made in attachments_of(letter, uow, desk, uow.raw_messages.get):
            path = target / file_name("", made.name.removesuffix(".pdf"), "pdf")
            path.write_bytes(made.bytes)
            written.append(path)
    invoices = [wanted.partition(":")[2] for wanted in copies.attach]
    written.append(target / COVER)
    written[-1].write_bytes(cover_paper(customer, reminders, invoices, desk))
    return written


def _due_of(letter: Letter, uow: SqlUnitOfWork) -> dict[str, Decimal]:
    """What is open by now of what the letter claimed: of an invoice in shares those that were overdue then."""
    day = date.fromisoformat(json.loads(letter.facts)["date"])
    known = (uow.open_items.get(number) for number in letter.documents)
    return {item.document: item.in_arrears(day).open_amount for item in known if item is not None}


def _reminders(uow: SqlUnitOfWork, customer: str, company: str, documents: set[str]) -> list[Letter]:
    """The reminders that named one of these documents and were not withdrawn, newest first."""
    found = uow.letters.where(customer=customer, company=company, kind=LetterKind.DUNNING)
    told = [one for one in found if documents & set(one.documents) and one.state not in WITHDRAWN]
    return sorted(told, key=lambda letter: letter.created_at, reverse=True)


def _of_invoices(letter: Letter, uow: SqlUnitOfWork, documents: tuple[str, ...]) -> Letter:
    """A letter that would carry the invoices of ours; those of an earlier system are on its shelves."""
    own = [number for number in documents if (invoice := uow.invoices.get(number)) and not invoice.taken_over]
    return replace(letter, attach=tuple(f"invoice:{number}" for number in own))
