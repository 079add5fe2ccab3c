"""Reports of mails that did not arrive, as many makers' programs write them (`bounce_makers.toml`), as mails."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

TO, OURS = "einkauf@hollerbach.example", "forderungen@lechtal.example"
LETTER = "<o2cbot.0123456789abcdef0123456789abcdef.0123456789abcdef@lechtal.example>"
NONE = "none"  # no such report


@dataclass(frozen=True, slots=True)
class Sample:
    """As the file says; `fields` and `under` are "" where there are none."""

    maker: str
    what: str
    subject: str
    text: str
    fields: str = ""
    under: str = ""
    sender: str = "MAILER-DAEMON@mx.hollerbach.example"
    name: str = "Mail Delivery System"
    extra: str = ""


def samples() -> list[Sample]:
    file = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found = []
    for report in file["report"]:
        told = {name: value.replace("{to}", TO) for name, value in report.items() if name != "begins"}
        found.append(Sample(**told | {"text": file["begins"].get(report.get("begins"), "") + told["text"]}))
    return found


def bytes_of(sample: Sample) -> bytes:
    ours = f"Message-ID: {LETTER}\nFrom: {OURS}\nTo: {TO}\nSubject: Rechnung 4711\n"
    head = (
        f"From: {sample.name} <{sample.sender}>\nTo: {OURS}\nSubject: {sample.subject}\n"
        f"Date: Mon, 16 Mar 2026 08:31:15 +0000\nMessage-ID: <4711@mx.hollerbach.example>\n"
        f"{sample.extra}MIME-Version: 1.0\n"
    )
    if sample.what != NONE:
        head = f"Return-Path: <>\n{head}"
    plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    if sample.under:
        return f"{head}{plain}{sample.text}\n{sample.under}\n\n{ours}\nGuten Tag\n".encode()
    kind = "multipart/report; report-type=delivery-status" if sample.fields else "multipart/mixed"
    status = (
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.hollerbach.example\n\n{sample.fields}\n"
        if sample.fields
        else ""
    )
    body = f"--b\n{plain}{sample.text}\n{status}--b\nContent-Type: message/rfc822\n\n{ours}\nGuten Tag\n\n--b--\n"
    return f'{head}Content-Type: {kind}; boundary="b"\n\n{body}'.encode()
