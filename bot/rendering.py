"""A queued letter becomes the bytes that are sent: the same letter and moment give the same bytes.

This runs after the transaction that queued the letter: a slow page or a missing word never holds a lock or loses a
booking. What goes into a header is one line of what may stand there, whoever wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from bot.documents import wording
from bot.documents.facts import InvoiceContext, dunning_facts, law_text, place_line, postal_address, statement_facts
from bot.documents.facts import one_line as in_one_line
from bot.documents.facturx import render_invoice
from bot.documents.notation import languages
from bot.documents.notation import words as document_words
from bot.documents.pdf import render
from workflows.customers import Customer
from workflows.errors import NotFound, O2CError
from workflows.letters import Letter
from workflows.ports import Company, Desk, UnitOfWork

FALLBACK = "en"
LEGAL_LINE = ("legal_form", "capital", "register_court", "managing_directors")
LONGEST_NAME = 100
LONGEST_LINE = 998  # RFC 5322, 2.1.1
MESSAGE_ID = re.compile(r"<[!-~]{1,498}>")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a letter: a safe name, its media type, its bytes."""

    name: str
    content_type: str
    content: bytes


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
) -> bytes:
    """The MIME message of a letter, with CRLF. `sender` is the address of the outgoing mailbox, else the company's.

    Raises FactsMissing, UnusableAddress.
    """
    language, facts = _language(letter), facts_of(letter, company, customer)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _address(sender or company.email, company.name)
    message["To"] = [_address(address) for address in letter.to]
    message["Subject"] = subject_of(letter, company=company, customer=customer)
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = _message_id(letter.message_id)
    _thread(message, letter)
    # RFC 3834, and what Exchange and Outlook heed: nobody's program shall answer this one.
    message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = language
    message.set_content(wording.text(letter.template, language, facts), cte="quoted-printable")
    message.add_alternative(wording.html(letter.template, language, facts), subtype="html", cte="quoted-printable")
    for attachment in attachments:
        _attach(message, attachment)
    _fix_boundaries(message, letter.id)
    return message.as_bytes()


def subject_of(letter: Letter, *, company: Company, customer: Customer | None) -> str:
    """The subject of a letter, one line."""
    return wording.subject(letter.template, _language(letter), facts_of(letter, company, customer))


def facts_of(letter: Letter, company: Company, customer: Customer | None) -> wording.Facts:
    """What a letter's templates see: its own facts, completed, and what every letter knows.

    company (name, street, postcode, city, place, country, vat_id, registration, iban, bic, email, phone, legal_line),
    customer (number, name), language, date; of orders only the deviations that are the customer's business; of
    reminders the law in words.
    """
    own: wording.Facts = json.loads(letter.facts or "{}")
    language = _language(letter)
    if "deviations" in own:
        own["deviations"] = wording.told(own["deviations"], language)
    if own.get("law"):
        own["law_text"] = law_text(own["law"], language)
    common = {
        "company": _company_facts(company),
        "customer": {"number": letter.customer, "name": customer.name if customer else ""} | _known(own, "customer"),
        "language": language,
        "date": own.get("date") or letter.created_at.date().isoformat(),
    }
    return wording.complete(letter.template, own | common)


def attachments_of(letter: Letter, uow: UnitOfWork, desk: Desk, raw: Callable[[str], bytes | None]) -> list[Attachment]:
    """The files that a letter asks for; `raw` gives the bytes of an accepted message by its sha256.

    Raises NothingToAttach, NotFound. Deterministic: a document's own date is the date of its file.
    """
    makers: dict[str, Callable[[str], Attachment]] = {
        "invoice": lambda number: _invoice(number, letter, uow, desk),
        "dunning": lambda _: _page("dunning", letter, uow, desk),
        "statement": lambda _: _page("statement", letter, uow, desk),
        "raw": lambda sha256: _original(sha256, letter, raw),
    }
    made = []
    for wanted in letter.attach:
        kind, _, key = wanted.partition(":")
        if kind not in makers:
            raise NothingToAttach(wanted, "nobody knows how to make it")
        made.append(makers[kind](key))
    return _named_apart(made)


def _invoice(number: str, letter: Letter, uow: UnitOfWork, desk: Desk) -> Attachment:
    invoice = uow.invoices.get(number)
    if invoice is None:
        raise NotFound("invoice", number)
    if invoice.taken_over:
        raise NothingToAttach(number, "an earlier system issued it")
    company, language = desk.company(invoice.company), _language(letter)
    corrected = uow.invoices.get(invoice.corrects) if invoice.corrects else None
    context = InvoiceContext(
        company, desk.country(company.country), language, corrected.issue_date if corrected else None
    )
    title = document_words(language)["file"][invoice.kind.value]
    return Attachment(file_name(title, number, "pdf"), "application/pdf", render_invoice(invoice, context))


def _page(kind: str, letter: Letter, uow: UnitOfWork, desk: Desk) -> Attachment:
    """A reminder or a statement as a page, from the letter's own facts."""
    company, customer, language = desk.company(letter.company), uow.customers.get(letter.customer), _language(letter)
    if customer is None:
        raise NotFound("customer", letter.customer)
    facts = facts_of(letter, company, customer)
    address = postal_address(customer, company.country)
    make = {"dunning": dunning_facts, "statement": statement_facts}[kind]
    page = render(kind, make(facts, company, address, language), letter.created_at)
    name = file_name(document_words(language)["file"][kind], f"{letter.customer}-{facts['date']}", "pdf")
    return Attachment(name, "application/pdf", page)


def _original(sha256: str, letter: Letter, raw: Callable[[str], bytes | None]) -> Attachment:
    content = raw(sha256)
    if content is None:
        raise NothingToAttach(f"raw:{sha256}", "the message is not kept any more")
    return Attachment(
        file_name(document_words(_language(letter))["file"]["message"], sha256[:12], "eml"), "message/rfc822", content
    )


def file_name(title: str, number: str, suffix: str) -> str:
    """A name that no file system and no mail program minds, whatever stands in the number."""
    return re.sub(r"[^A-Za-z0-9._]+", "-", f"{title}-{number}").strip("-.")[:LONGEST_NAME] + f".{suffix}"


def _named_apart(files: list[Attachment]) -> list[Attachment]:
    seen: dict[str, int] = {}
    named = []
    for file in files:
        seen[file.name] = seen.get(file.name, 0) + 1
        stem, _, suffix = file.name.rpartition(".")
        name = file.name if seen[file.name] == 1 else f"{stem}-{seen[file.name]}.{suffix}"
        named.append(Attachment(name, file.content_type, file.content))
    return named


def _language(letter: Letter) -> str:
    return letter.language if letter.language in languages() else FALLBACK


def _known(own: wording.Facts, name: str) -> dict[str, Any]:
    value = own.get(name)
    return {key: text for key, text in value.items() if text} if isinstance(value, dict) else {}


def _company_facts(company: Company) -> dict[str, str]:
    names = ("code", "name", "street", "postcode", "city", "country", "vat_id", "registration", "iban", "bic", "email")
    legal = company.legal
    return {name: getattr(company, name) for name in names} | {
        "place": place_line(company.postcode, company.city, company.country),
        "phone": legal.get("phone", ""),
        "legal_line": " · ".join(legal[key] for key in LEGAL_LINE if legal.get(key)),
    }


def _address(address: str, name: str = "") -> Address:
    """Raises UnusableAddress; a domain in another script is written in its ASCII form."""
    local, at, domain = address.strip().rpartition("@")
    try:
        if not at or not local.isascii():
            raise ValueError(address)
        host = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        return Address(display_name=in_one_line(name), addr_spec=f"{local}@{host}")
    except (ValueError, IndexError, MessageError) as error:
        raise UnusableAddress(address) from error


def _message_id(text: str) -> str:
    if not MESSAGE_ID.fullmatch(text):
        raise ValueError(f"{text!r} is no Message-ID")
    return text


def _thread(message: EmailMessage, letter: Letter) -> None:
    """RFC 5322, 3.6.4; a stranger's Message-ID is repeated only if it can stand in a header."""
    if MESSAGE_ID.fullmatch(letter.in_reply_to):
        message["In-Reply-To"] = letter.in_reply_to
    known = [name for name in letter.references if MESSAGE_ID.fullmatch(name)]
    if known:
        message["References"] = " ".join(known)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """An original message stays as it came: verbatim where mail can carry it, else as the bytes of a file."""
    if attachment.content_type == "message/rfc822" and _travels_verbatim(attachment.content):
        if message.get_content_type() != "multipart/mixed":
            message.make_mixed()
        part = EmailMessage(policy=policy.SMTP)
        part["Content-Type"] = "message/rfc822"
        part.add_header("Content-Disposition", "attachment", filename=attachment.name)
        lines = attachment.content.decode("ascii").splitlines()
        part._payload = "\r\n".join(lines) + "\r\n"  # type: ignore[attr-defined]  # set_payload would parse it
        message.attach(part)
        return
    content_type = (
        attachment.content_type if attachment.content_type != "message/rfc822" else "application/octet-stream"
    )
    main, _, sub = content_type.partition("/")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


def _travels_verbatim(content: bytes) -> bool:
    return content.isascii() and b"\0" not in content and max(map(len, content.splitlines()), default=0) < LONGEST_LINE


def _fix_boundaries(message: EmailMessage, letter_id: str) -> None:
    """Boundaries that depend on the letter alone; the random ones would make every rendering another file."""
    safe = re.sub(r"[^A-Za-z0-9]", "", letter_id)[:40]
    parts = [message, *(part for part in message.iter_parts() if part.is_multipart())]
    for number, part in enumerate(part for part in parts if part.get_content_maintype() == "multipart"):
        part.set_boundary(f"=_{safe}_{number}")
