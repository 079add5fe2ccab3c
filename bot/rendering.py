"""A queued letter becomes the bytes that are sent: the same letter and moment give the same bytes.

This runs after the transaction that queued the letter: a slow page or a missing word never holds a lock or loses a
booking. What goes into a header is one line of what may stand there, whoever wrote it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from bot.documents import wording
from bot.documents.case_file import case_file
from bot.documents.colours import lightened
from bot.documents.einvoice.files import files_of
from bot.documents.einvoice.validation import Judge
from bot.documents.invoice import InvoiceContext
from bot.documents.notation import labels, languages
from bot.documents.notation import words as document_words
from bot.documents.notices import (
    by_share,
    dunning_facts,
    formal_text,
    law_text,
    promise_text,
    statement_facts,
    tone_text,
)
from bot.documents.orders import confirmation_facts
from bot.documents.pdf import render
from bot.documents.plans import plan_facts
from bot.documents.sheet import owners, place_line, postal_address, registrations
from bot.documents.spelling import spelled_in
from bot.documents.statement_workbook import XLSX, statement_workbook
from bot.mail.compose import MESSAGE_ID, ORIGINAL, Attachment, compose
from workflows.customers import Customer
from workflows.errors import NotFound, O2CError
from workflows.letters import BY_PERSONS, Letter, LetterKind
from workflows.ports import Company, Desk, UnitOfWork

FALLBACK = "en"
DARK_GROUND = "#202b32"  # of letters in dark mode (templates/mail/_frame.html.j2)
LONGEST_NAME = 100
PAGES = {"dunning": dunning_facts, "statement": statement_facts, "order": confirmation_facts, "plan": plan_facts}


class UnusableAddress(O2CError):
    """Nobody can be written to under this address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"{address!r} is no mail address")


class NothingToAttach(O2CError):
    """A letter asks for a file that cannot be made: it waits for a person instead of going out without it."""

    def __init__(self, wanted: str, why: str) -> None:
        self.wanted, self.why = wanted, why
        super().__init__(f"{wanted!r} cannot be attached: {why}")


def render_letter(
    letter: Letter,
    *,
    company: Company,
    customer: Customer | None,
    attachments: Iterable[Attachment] = (),
    now: datetime,
    sender: str = "",
    reply_to: str = "",
    mark: str = "",
) -> bytes:
    """The MIME message of a letter, with CRLF. `sender` is the address of the outgoing mailbox, else the company's.

    `reply_to` and `mark` carry its reply token, where configured.

    Raises FactsMissing, UnusableAddress.
    """
    language, facts = language_of(letter, company, customer), facts_of(letter, company, customer)
    return compose(
        replace(
            letter,
            language=language,
            to=tuple(_usable(address) for address in letter.to),
            in_reply_to=letter.in_reply_to if MESSAGE_ID.fullmatch(letter.in_reply_to) else "",
            references=tuple(name for name in letter.references if MESSAGE_ID.fullmatch(name)),
        ),
        sender=_usable(sender or company.email),
        sender_name=company.name,
        subject=wording.subject(letter.template, language, facts),
        text=wording.text(letter.template, language, facts),
        html=wording.html(letter.template, language, facts),
        attachments=tuple(attachments),
        at=now.astimezone(UTC),
        automatic=letter.template not in BY_PERSONS,
        reply_to=_usable(reply_to) if reply_to else "",
        mark=mark,
    )


def subject_of(letter: Letter, *, company: Company, customer: Customer | None) -> str:
    """The subject of a letter, one line."""
    language = language_of(letter, company, customer)
    return wording.subject(letter.template, language, facts_of(letter, company, customer))


def text_of(letter: Letter, *, company: Company, customer: Customer | None) -> str:
    """The plain text of a letter."""
    return wording.text(letter.template, language_of(letter, company, customer), facts_of(letter, company, customer))


def facts_of(letter: Letter, company: Company, customer: Customer | None) -> wording.Facts:
    """What a letter's templates see: its own facts, completed, and what every letter knows.

    company (name, street, postcode, city, place, country, vat_id, registration, iban, bic, email, phone, vat_line,
    legal_line, accent, accent_dark),
    customer (number, name), language, date; of orders only the deviations that are the customer's business; of
    reminders the law in words.
    """
    own: wording.Facts = json.loads(letter.facts or "{}")
    language = language_of(letter, company, customer)
    if "deviations" in own:
        own["deviations"] = wording.told(own["deviations"], language)
    if own.get("law"):
        own["law_text"] = law_text(own["law"], language)
    if letter.kind is LetterKind.DUNNING:
        own["promise_text"] = promise_text(own, language)
        own["tone_text"] = tone_text(own, language)
        own["formal_text"] = formal_text(own, company, language)
        own["items"] = by_share(own["items"])
    common = {
        "company": _company_facts(company, language),
        "customer": {"number": letter.customer, "name": customer.name if customer else ""} | _known(own, "customer"),
        "language": language,
        "date": own.get("date") or letter.created_at.date().isoformat(),
    }
    return wording.complete(letter.template, own | common)


def attachments_of(
    letter: Letter, uow: UnitOfWork, desk: Desk, raw: Callable[[str], bytes | None], judge: Judge | None = None
) -> list[Attachment]:
    """The files that a letter asks for; `raw` gives the bytes of an accepted message by its sha256.

    E-invoices are judged by `judge`. Raises NothingToAttach, NotFound, InvoiceRefused, RulesUnavailable.
    Deterministic: a document's own date is the date of its file.
    """
    makers: dict[str, Callable[[str], list[Attachment]]] = {
        "invoice": lambda number: _invoice(number, letter, uow, desk, judge),
        "dunning": lambda _: [_page("dunning", letter, uow, desk)],
        "statement": lambda _: [_page("statement", letter, uow, desk)],
        "statement-xlsx": lambda _: [_statement_sheet(letter, uow, desk)],
        "order": lambda _: [_page("order", letter, uow, desk)],
        "plan": lambda _: [_page("plan", letter, uow, desk)],
        "raw": lambda sha256: [_original(sha256, letter, raw)],
        "case": lambda _: [_case_file(letter, desk)],
    }
    made: list[Attachment] = []
    for wanted in letter.attach:
        kind, _, key = wanted.partition(":")
        if kind not in makers:
            raise NothingToAttach(wanted, "nobody knows how to make it")
        made += makers[kind](key)
    return _named_apart(made)


def _invoice(number: str, letter: Letter, uow: UnitOfWork, desk: Desk, judge: Judge | None) -> list[Attachment]:
    invoice = uow.invoices.get(number)
    if invoice is None:
        raise NotFound("invoice", number)
    if invoice.taken_over:
        raise NothingToAttach(number, "an earlier system issued it")
    company = desk.company(invoice.company)
    language = language_of(letter, company, uow.customers.get(letter.customer))
    corrected = uow.invoices.get(invoice.corrects) if invoice.corrects else None
    context = InvoiceContext(
        company,
        desk.country(company.country),
        language,
        corrected.issue_date if corrected else None,
        desk.countries,
    )
    title = document_words(language)["title"][invoice.kind.value]
    return [
        Attachment(file_name(title, number, file.suffix), file.content_type, file.bytes, file.profile)
        for file in files_of(invoice, context, judge)
    ]


def _page(kind: str, letter: Letter, uow: UnitOfWork, desk: Desk) -> Attachment:
    """A reminder, a statement, an order confirmation or a plan of payments as a page, from the letter's own facts."""
    company, customer = desk.company(letter.company), uow.customers.get(letter.customer)
    if customer is None:
        raise NotFound("customer", letter.customer)
    facts, language = facts_of(letter, company, customer), language_of(letter, company, customer)
    address = postal_address(customer, company.country)
    page = PAGES[kind](facts, company, address, language)
    name = file_name(page["title"], page.get("number") or f"{letter.customer}-{facts['date']}", "pdf")
    return Attachment(name, "application/pdf", render(kind, page, letter.created_at))


def _statement_sheet(letter: Letter, uow: UnitOfWork, desk: Desk) -> Attachment:
    """The same statement as a workbook."""
    company, customer = desk.company(letter.company), uow.customers.get(letter.customer)
    facts, language = facts_of(letter, company, customer), language_of(letter, company, customer)
    name = file_name(document_words(language)["title"]["statement"], f"{letter.customer}-{facts['date']}", "xlsx")
    return Attachment(name, XLSX, statement_workbook(facts, company, language))


def _case_file(letter: Letter, desk: Desk) -> Attachment:
    """The file of the case that a letter to our own people is about, as it stood when the letter was written."""
    company = desk.company(letter.company)
    facts = case_file(facts_of(letter, company, None), company, language_of(letter, company, None))
    page = render("case", facts, letter.created_at)
    return Attachment(file_name(str(facts["title"]), letter.case, "pdf"), "application/pdf", page)


def _original(sha256: str, letter: Letter, raw: Callable[[str], bytes | None]) -> Attachment:
    content = raw(sha256)
    if content is None:
        raise NothingToAttach(f"raw:{sha256}", "the message is not kept any more")
    return Attachment(
        file_name(document_words(_known_language(letter))["label"]["message"], sha256[:12], "eml"), ORIGINAL, content
    )


def file_name(title: str, number: str, suffix: str) -> str:
    """A name that no file system and no mail program minds, whatever stands in the number."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", f"{title}-{number}") if not unicodedata.combining(sign)
    )
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-.")[:LONGEST_NAME] + f".{suffix}"


def _named_apart(files: list[Attachment]) -> list[Attachment]:
    seen: dict[str, int] = {}
    named = []
    for file in files:
        seen[file.name] = seen.get(file.name, 0) + 1
        stem, _, suffix = file.name.rpartition(".")
        name = file.name if seen[file.name] == 1 else f"{stem}-{seen[file.name]}.{suffix}"
        named.append(replace(file, name=name))
    return named


def language_of(letter: Letter, company: Company, customer: Customer | None) -> str:
    """The letter's language as it is spelled where its reader is: the customer, else our own people."""
    return spelled_in(_known_language(letter), customer.country if customer is not None else company.country)


def _known_language(letter: Letter) -> str:
    return letter.language if letter.language in languages() else FALLBACK


def _known(own: wording.Facts, name: str) -> dict[str, Any]:
    value = own.get(name)
    return {key: text for key, text in value.items() if text} if isinstance(value, dict) else {}


def _company_facts(company: Company, language: str) -> dict[str, str]:
    names = ("code", "name", "street", "postcode", "city", "country", "vat_id", "registration", "iban", "bic", "email")
    label, accent = labels(language, company.country), company.brand.accent
    return {name: getattr(company, name) for name in names} | {
        "place": place_line(company.postcode, company.city, company.country),
        "phone": company.legal.get("phone", ""),
        "vat_line": " · ".join(registrations(company, label)),
        "legal_line": " · ".join(owners(company, label)),
        "accent": accent,
        "accent_dark": lightened(accent, DARK_GROUND),
    }


def _usable(address: str) -> str:
    """The address as a header may hold it, a domain in another script in ASCII; raises UnusableAddress."""
    local, at, domain = address.strip().rpartition("@")
    try:
        if not at or not local.isascii():
            raise ValueError(address)
        host = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        return Address(addr_spec=f"{local}@{host}").addr_spec
    except (ValueError, IndexError, MessageError) as error:
        raise UnusableAddress(address) from error
