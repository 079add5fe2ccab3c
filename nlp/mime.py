"""A message is taken apart without believing it: defects become problems, and only a limit on the whole of it raises.

The standard library finds the structure (its lenient `compat32` policy never refuses a mail); headers, charsets and the
choice of what is the text are decided here.
"""

from __future__ import annotations

import email
import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import Message

from nlp import automatic, bounces, header_fields
from nlp.attachments import Budget, Unpacked, shown_name, unpack
from nlp.cleaning import says_nothing, separated
from nlp.documents import sniffing
from nlp.documents.hypertext import Rendered, render
from nlp.documents.scan import Recognizer
from nlp.limits import LimitExceeded, Limits
from nlp.opened import Automatic, Document, OpenedMessage, Table
from nlp.parts import MULTIPART_DEPTH, Body, Content, walk
from nlp.reading import Address, Bounce, Problem

STUB_WORDS = 12
ENVELOPE_LINE = re.compile(rb">?From (?![ \t]{0,200}:)")
HEAD_END = re.compile(rb"\n\r?\n")
BLANKS_AFTER_NAME = re.compile(
    rb"^(from|sender|reply-to|to|cc|bcc|subject|date|message-id|in-reply-to|references|return-path|received"
    rb"|mime-version|content-type|content-transfer-encoding|content-disposition)[ \t]{1,200}:",
    re.I | re.M,
)
CALENDAR_REPLY = re.compile(rb"^METHOD:(?:REPLY|COUNTER)\b", re.M)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    html: str
    new: str
    quoted: str
    tables: tuple[Table, ...]
    author_email: str = ""  # of a mail that is only passed on


def open_message(raw: bytes, limits: Limits, recognizer: Recognizer | None = None) -> OpenedMessage:
    """Everything that can be read out of a mail's bytes.

    `recognizer` reads scanned pages, as many as the limits allow; without it they are told and not read.
    Raises LimitExceeded if the message as a whole is too large, has too many parts or is nested too deeply; run it in a
    bounded process where time and memory count too. Nothing else is raised: what is wrong stands in `problems`
    (charset_repaired, date_unreadable, no_sender, several_senders, several_from_headers, missing_message_id,
    alternatives_differ, text_below_device_line, nested_too_deeply, text_cut, partial_message) or in a document's.
    """
    if len(raw) > limits.bytes:
        raise LimitExceeded("bytes", limits.bytes)
    return _opened(raw, Budget(limits, recognizer), depth=0)


def _opened(raw: bytes, budget: Budget, depth: int) -> OpenedMessage:
    try:
        message = message_of(raw)
    except RecursionError:
        raise LimitExceeded("nested parts", MULTIPART_DEPTH) from None
    return _of_message(message, raw, budget, depth)


def message_of(raw: bytes) -> Message:
    """The structure of a mail, found leniently."""
    plain = _with_plain_names(_without_envelope_line(raw))
    return email.message_from_bytes(plain, policy=policy.compat32)


def _without_envelope_line(raw: bytes) -> bytes:
    """Mailbox files leave "From …" lines and blank lines before the header."""
    start = raw[:200].lstrip(b"\r\n")
    head = raw[len(raw[:200]) - len(start) :]
    return head.partition(b"\n")[2] if ENVELOPE_LINE.match(head) else head


def _with_plain_names(raw: bytes) -> bytes:
    """Header fields whose names are followed by blanks ("To : …", which RFC 5322, 4.5 has readers accept).

    Only well-known ones: where a mail lacks the blank line after its header, a line of text must stay one.
    """
    end = HEAD_END.search(raw)
    head = raw[: end.start()] if end else raw
    return BLANKS_AFTER_NAME.sub(rb"\1:", head) + raw[len(head) :]


def _of_message(message: Message, raw: bytes, budget: Budget, depth: int) -> OpenedMessage:
    limits = budget.limits
    raw_fields = header_fields.raw_fields(message, limits)
    headers = tuple((name, header_fields.decoded_field(value)) for name, value in raw_fields)
    content = Content()
    walk(message, budget, content, 0)
    sender, problems = _sender(raw_fields)
    subject = automatic.first(headers, "subject")
    recipients = header_fields.recipients(raw_fields)

    unpacked = Unpacked()
    shown = "".join(body.html for body in content.bodies)
    for file in content.files:
        if not (file.content_id and f"cid:{file.content_id}" in shown):
            unpack(file, budget, depth, unpacked)
    body = _text_of(content, unpacked, subject, recipients, limits)
    machine = automatic.written_by(headers, sender.email, subject, _signs(content, body))
    bounce = _bounce(headers, content, body.text) if machine is Automatic.BOUNCE else None
    robot = automatic.robot_of(headers, subject, machine, _answer(content, body))
    nested = [] if bounce or content.feedback else _nested(content, unpacked, budget, depth, problems)
    if nested and not bounce:
        body = _with_nested(body, nested, unpacked)

    problems += content.problems
    identifier = next(iter(header_fields.identifiers(_raw(raw_fields, "message-id"))), "")
    if not identifier:
        identifier = f"<sha256-{hashlib.sha256(raw).hexdigest()}@missing.invalid>"
        problems.append(Problem("missing_message_id", "the message has no usable Message-ID"))
    date_field = _raw(raw_fields, "date")
    moment = header_fields.sent_at(date_field) if date_field else None
    if date_field and moment is None:
        problems.append(Problem("date_unreadable", f"Date: {date_field}"[:120]))
    replies = header_fields.addresses(_raw(raw_fields, "reply-to"))
    if len(body.text) >= limits.text_characters:
        problems.append(Problem("text_cut", f"only {limits.text_characters} characters of the text were read"))
    return OpenedMessage(
        message_id=identifier,
        sender=sender,
        reply_to=replies[0] if replies else None,
        recipients=recipients,
        subject=subject,
        sent_at=moment,
        in_reply_to=next(iter(header_fields.identifiers(_raw(raw_fields, "in-reply-to"))), None),
        references=header_fields.identifiers(_raw(raw_fields, "references")),
        headers=headers,
        text=body.text,
        html=body.html,
        new_text=body.new,
        quoted_text=body.quoted,
        tables=body.tables,
        documents=tuple(unpacked.documents),
        automatic=machine,
        bounce=bounce,
        robot=robot,
        marks=automatic.marks(body.text, body.html),
        problems=tuple(problems),
        passed_on_from=body.author_email,
    )


def _raw(raw_fields: list[tuple[str, str]], name: str) -> str:
    return next((value for key, value in raw_fields if key == name), "")


def _sender(raw_fields: list[tuple[str, str]]) -> tuple[Address, list[Problem]]:
    problems: list[Problem] = []
    fields = [value for name, value in raw_fields if name == "from"]
    found = header_fields.addresses(fields[0]) if fields else []
    if len(fields) > 1:
        problems.append(Problem("several_from_headers", f"{len(fields)} From fields; the first is shown"))
    if len({address.email for address in found}) > 1:
        problems.append(Problem("several_senders", ", ".join(a.email for a in found)[:200]))
    if not found:
        problems.append(Problem("no_sender", "no usable From address"))
        return Address(header_fields.decoded_field(fields[0])[:100] if fields else "", ""), problems
    return found[0], problems


# What the text is


def _text_of(content: Content, unpacked: Unpacked, subject: str, recipients: tuple[str, ...], limits: Limits) -> _Text:
    bodies = [body for body in content.bodies if body.plain.strip() or body.html.strip()]
    if not bodies:
        bodies = [Body(plain=text) for text in unpacked.texts] or [Body(html=html) for html in unpacked.html]
    domains = {address.rpartition("@")[2] for address in recipients}
    html = "\n".join(body.html for body in bodies if body.html)
    rendered = [render(body.html[: limits.bytes], limits) if body.html else None for body in bodies]
    chosen = [_chosen(body, page) for body, page in zip(bodies, rendered, strict=True)]
    text = "\n\n".join(part for part in chosen if part)[: limits.text_characters]
    parts = separated(text, html, subject=subject, own_domains=domains)
    tables = tuple(t for page in rendered if page is not None for t in page.tables if _stands_in(t, parts.new))
    for body, page in zip(bodies, rendered, strict=True):
        if page is not None and page.is_cut:
            content.problems.append(Problem("text_cut", "not all of the HTML was read"))
        if page is not None and _differ(body.plain, page.text):
            content.problems.append(Problem("alternatives_differ", "plain text and HTML say different things"))
    if parts.has_text_below:
        content.problems.append(Problem("text_below_device_line", "sentences below the device line were not read"))
    return _Text(text, html, parts.new, parts.quoted, tables, parts.author_email)


def _chosen(body: Body, page: Rendered | None) -> str:
    """Plain text where it is whole; the rendered HTML where plain text is missing, a stub, or lost its tables."""
    if page is None:
        return body.plain.strip("\n")
    if not body.plain.strip() or page.tables:
        return page.text
    plain_words, html_words = len(body.plain.split()), len(page.text.split())
    return page.text if plain_words < STUB_WORDS and html_words > 3 * plain_words else body.plain.strip("\n")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,30}", re.sub(r"https?://\S{1,500}", " ", text[:20_000]).lower()))


def _differ(plain: str, rendered: str) -> bool:
    """Whether the two alternatives share less than half of their words: one of them is not what people see."""
    a, b = _words(plain), _words(rendered)
    return len(a) >= 20 and len(b) >= 20 and len(a & b) * 2 < min(len(a), len(b))


def _stands_in(table: Table, text: str) -> bool:
    squeezed = "".join(text.split())
    cells = ["".join(cell.split()) for row in table.rows for cell in row if cell.strip()]
    return bool(cells) and sum(1 for cell in cells if cell in squeezed) >= 0.8 * len(cells)


# Messages inside the message, robots and bounces


def _nested(
    content: Content, unpacked: Unpacked, budget: Budget, depth: int, problems: list[Problem]
) -> list[OpenedMessage]:
    inner: list[OpenedMessage] = []
    if (content.messages or unpacked.messages) and depth >= budget.limits.depth:
        problems.append(Problem("nested_too_deeply", f"messages below depth {budget.limits.depth} are not read"))
        return []
    for message in content.messages:
        inner.append(_of_message(message, _bytes_of(message), budget, depth + 1))
    for file in unpacked.messages:
        inner.append(_opened(file.data, budget, depth + 1))
    return inner


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return repr(list(message.raw_items())).encode("utf-8", "replace")


def _with_nested(body: _Text, nested: list[OpenedMessage], unpacked: Unpacked) -> _Text:
    """A single mail passed on without own words is what is said; any other becomes a document."""
    forwarded = len(nested) == 1 and says_nothing(body.new) and not body.quoted
    for message in nested:
        if not forwarded:
            name = shown_name(f"{message.subject or 'message'}.eml")
            text = f"{_heading(message)}\n\n{message.text}"
            document = Document(name, sniffing.MESSAGE, len(text), text, message.tables, problems=message.problems)
            unpacked.documents.append(document)
        unpacked.documents += message.documents
    if not forwarded:
        return body
    inner = nested[0]
    text = "\n\n".join(part for part in (body.text, f"{_heading(inner)}\n\n{inner.text}") if part.strip())
    quoted = "\n".join(part for part in (body.text, _heading(inner), inner.quoted_text) if part.strip())
    author = inner.passed_on_from or inner.sender.email
    return _Text(text, inner.html, inner.new_text, quoted, inner.tables, author)


def _heading(message: OpenedMessage) -> str:
    sender = f"{message.sender.name} <{message.sender.email}>".strip()
    moment = message.sent_at.isoformat() if message.sent_at else ""
    return f"From: {sender}\nDate: {moment}\nSubject: {message.subject}"


def _signs(content: Content, body: _Text) -> automatic.Signs:
    answers = any(file.declared == sniffing.CALENDAR and CALENDAR_REPLY.search(file.data) for file in content.files)
    return automatic.Signs("\n\n".join(content.status), body.text, body.new, answers)


def _answer(content: Content, body: _Text) -> automatic.Answer:
    return automatic.Answer(body.new, content.feedback, "\n".join(content.returned))


def _bounce(headers: bounces.Headers, content: Content, text: str) -> Bounce:
    report = bounces.Report(text=text, status="\n\n".join(content.status), returned="\n".join(content.returned))
    return bounces.bounce_of(headers, report)
