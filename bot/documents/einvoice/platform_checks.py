"""What single platforms ask on top of EN 16931, told by ourselves: their rule sets may not be shipped, or not run.

XRechnung 3.0 (KoSIT, BR-DE), Peppol BIS Billing 3 (PEPPOL-EN16931-R, PEPPOL-COMMON-R, DE-R), and the flux 2 of the
French reform (XP Z12-012 annex, BR-FR). Only rules that a seller like ours can break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.documents.einvoice.checks import CATEGORIES, EVERYWHERE, Check, missing
from bot.documents.einvoice.endpoints import endpoint_fits
from bot.documents.einvoice.findings import Finding
from bot.documents.einvoice.model import EInvoice
from bot.documents.einvoice.profiles import BILLING, PEPPOL, XRECHNUNG, Profile

SKONTO_LINE = re.compile(r"#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(#BASISBETRAG=-?\d+\.\d{2})?#")
MAIL = re.compile(r"[^@\s.][^@\s]*[^@\s.]@[^@\s.][^@\s]*[^@\s.]")
SIREN = re.compile(r"\d{9}")
FRENCH_ID = re.compile(r"[A-Za-z0-9+\-_/]+")
FRENCH_ENDPOINT = re.compile(r"[A-Za-z0-9\-_.]{1,125}")
LONGEST_FRENCH_ID = 35
FRENCH_FRAMES = frozenset(f"{kind}{step}" for kind in "BSM" for step in (1, 2, 4, 7, 8, 9)) | {"S3", "S5", "S6"}
FRENCH_RATES = frozenset(
    "0 10 13 20 8.5 19.6 2.1 5.5 7 20.6 1.05 0.9 1.75 9.2 9.6".split()
)  # BR-FR-16: today's and former ones
FRENCH_NOTES = ("PMT", "PMD", "AAB")
TREATMENTS = frozenset({"B2B", "B2BINT", "B2C", "B2CINT", "OUTOFSCOPE", "ARCHIVEONLY"})


def xrechnung(invoice: EInvoice) -> Iterator[Finding]:
    """BR-DE-1 to BR-DE-28 as far as they concern what we write."""
    seller, buyer, contact = invoice.seller, invoice.buyer, invoice.seller.contact
    if invoice.specification != XRECHNUNG:
        yield Finding("BR-DE-21", "BT-24", f"{invoice.specification!r} is not XRechnung 3.0")
    yield from missing("BR-DE-1", "BG-16", invoice.means_code, "how to pay")
    yield from missing("BR-DE-15", "BT-10", invoice.buyer_reference, "the buyer's reference (Leitweg-ID)")
    yield from missing("BR-DE-2", "BG-6", contact, "whom to ask")
    if contact is not None:
        yield from missing("BR-DE-5", "BT-41", contact.name, "the seller's contact")
        yield from missing(
            "BR-DE-6", "BT-42", contact.phone, "the seller's telephone number ([companies.X.legal] phone)"
        )
        if contact.phone and sum(sign.isdigit() for sign in contact.phone) < 3:
            yield Finding("BR-DE-27", "BT-42", "a telephone number has three digits or more")
        if not MAIL.fullmatch(contact.email):
            yield Finding("BR-DE-7", "BT-43", "the seller's mail address is missing or none")
    for rule, term, value in (
        ("BR-DE-3", "BT-37", seller.address.city),
        ("BR-DE-4", "BT-38", seller.address.postcode),
        ("BR-DE-8", "BT-52", buyer.address.city),
        ("BR-DE-9", "BT-53", buyer.address.postcode),
    ):
        yield from missing(rule, term, value, "a town or postcode")
    if invoice.delivery is not None and invoice.delivery.address is not None:
        yield from missing("BR-DE-10", "BT-77", invoice.delivery.address.city, "the town of delivery")
        yield from missing("BR-DE-11", "BT-78", invoice.delivery.address.postcode, "the postcode of delivery")
    yield from skonto(invoice)
    yield from on_the_network(invoice)


def skonto(invoice: EInvoice) -> Iterator[Finding]:
    """BR-DE-18: lines that begin with a number sign have one form, and end."""
    told = [line for line in invoice.terms.split("\n") if line.startswith("#")]
    if any(not SKONTO_LINE.fullmatch(line) for line in told) or (told and not invoice.terms.endswith("\n")):
        yield Finding(
            "BR-DE-18", "BT-20", "a cash discount is told as #SKONTO#TAGE=..#PROZENT=..# on a line of its own"
        )


def on_the_network(invoice: EInvoice) -> Iterator[Finding]:
    """What XRechnung and Peppol share: process and electronic addresses."""
    if invoice.process != BILLING:
        yield Finding("PEPPOL-EN16931-R007", "BT-23", f"{invoice.process!r} is no approved business process")
    for rule, term, trader in (
        ("PEPPOL-EN16931-R020", "BT-34", invoice.seller),
        ("PEPPOL-EN16931-R010", "BT-49", invoice.buyer),
    ):
        if trader.endpoint is None or not trader.endpoint.value:
            yield Finding(rule, term, "an electronic address is missing")
        elif not endpoint_fits(trader.endpoint):
            yield Finding(
                "PEPPOL-COMMON", term, f"{trader.endpoint.value!r} is none of scheme {trader.endpoint.scheme}"
            )


def peppol(invoice: EInvoice) -> Iterator[Finding]:
    """PEPPOL-EN16931-R and the national rules for two German parties (DE-R)."""
    if invoice.specification != PEPPOL:
        yield Finding("PEPPOL-EN16931-R004", "BT-24", f"{invoice.specification!r} is not Peppol BIS Billing 3")
    if not (invoice.buyer_reference or invoice.purchase_order):
        yield Finding("PEPPOL-EN16931-R003", "BT-10", "the buyer's reference or order number is missing")
    if len(invoice.notes) > 1:
        yield Finding("PEPPOL-EN16931-R002", "BG-1", "there is more than one note")
    for trader, term in ((invoice.seller, "BT-34"), (invoice.buyer, "BT-49")):
        if trader.endpoint is not None and trader.endpoint.scheme == "EM":
            yield Finding("PEPPOL-EN16931-CL008", term, "a mail address is no address of the Peppol network")
    period = invoice.period
    for line in invoice.lines if period is not None else ():
        if line.period is not None and period is not None:
            begins, ends = line.period.start, line.period.end
            if begins and period.start and period.end and not period.start <= begins <= period.end:
                yield Finding("PEPPOL-EN16931-R110", f"line {line.id}", "begins outside of the invoice's period")
            if ends and period.start and period.end and not period.start <= ends <= period.end:
                yield Finding("PEPPOL-EN16931-R111", f"line {line.id}", "ends outside of the invoice's period")
    yield from on_the_network(invoice)
    if {invoice.seller.address.country, invoice.buyer.address.country} == {"DE"}:
        yield from (Finding(f"DE-R of {found.rule}", found.place, found.text) for found in german(invoice))


def german(invoice: EInvoice) -> Iterator[Finding]:
    same = frozenset({"BR-DE-21", "PEPPOL-EN16931-R007", "PEPPOL-EN16931-R010", "PEPPOL-EN16931-R020", "PEPPOL-COMMON"})
    return (found for found in xrechnung(invoice) if found.rule not in same)


def french(invoice: EInvoice) -> Iterator[Finding]:
    """BR-FR of flux 2, for invoices and credit notes of French sellers."""
    for term, number in (("BT-1", invoice.number), *(("BT-25", one.number) for one in invoice.preceding)):
        if len(number) > LONGEST_FRENCH_ID:
            yield Finding("BR-FR-01", term, f"a number has up to {LONGEST_FRENCH_ID} signs")
        if number and not FRENCH_ID.fullmatch(number):
            yield Finding("BR-FR-02", term, "a number has letters, figures and + - _ / only")
    if invoice.process not in FRENCH_FRAMES:
        yield Finding("BR-FR-08", "BT-23", f"{invoice.process!r} is no billing mode")
    subjects = [note.subject for note in invoice.notes]
    for subject in FRENCH_NOTES:
        if subjects.count(subject) != 1:
            yield Finding("BR-FR-05", "BT-22", f"the note {subject} stands there {subjects.count(subject)} times")
    legal = invoice.seller.legal_id
    if legal is None or not SIREN.fullmatch(legal.value) or legal.scheme != "0002":
        yield Finding("BR-FR-10", "BT-30", "the seller's SIREN is missing")
    yield from treated(invoice)
    for rule, term, trader in (("BR-FR-13", "BT-34", invoice.seller), ("BR-FR-12", "BT-49", invoice.buyer)):
        if trader.endpoint is None or not trader.endpoint.value:
            yield Finding(rule, term, "an electronic address is missing")
        elif trader.endpoint.scheme == "0225" and not FRENCH_ENDPOINT.fullmatch(trader.endpoint.value):
            yield Finding("BR-FR-23", term, "an electronic address has letters, figures and - _ . only")
    for part in invoice.taxes:
        if part.category not in CATEGORIES:
            yield Finding("BR-FR-15", "BT-118", f"{part.category!r} is no category of VAT in France")
        if part.rate is not None and f"{part.rate.normalize():f}" not in FRENCH_RATES:
            yield Finding("BR-FR-16", "BT-119", f"{part.rate} is no rate of VAT in France")
    if invoice.type_code == "381" and not any(one.number and one.on for one in invoice.preceding):
        yield Finding("BR-FR-CO-05", "BG-3", "a credit note names the invoice that it corrects, with its date")
    if invoice.currency != "EUR" and invoice.tax_currency != "EUR":
        yield Finding("BR-FR-CO-12", "BT-6", "an invoice in another currency states its tax in euro")


def treated(invoice: EInvoice) -> Iterator[Finding]:
    """BR-FR-11, 20 and 21: how the platform treats the document, and what it needs to."""
    ways = {note.text for note in invoice.notes if note.subject == "BAR"}
    if not ways or not ways <= TREATMENTS or len(ways) > 1:
        yield Finding("BR-FR-20", "BT-22", "the note BAR says B2B, B2BINT, B2C …, once")
    if ways != {"B2B"}:
        return
    legal, endpoint = invoice.buyer.legal_id, invoice.buyer.endpoint
    if legal is None or not SIREN.fullmatch(legal.value):
        yield Finding("BR-FR-11", "BT-47", "the buyer's SIREN is missing")
    elif endpoint is None or endpoint.scheme != "0225" or not endpoint.value.startswith(legal.value):
        yield Finding("BR-FR-21", "BT-49", "the buyer's electronic address begins with his SIREN, of scheme 0225")


GROUPS: Mapping[str, Check] = {"xrechnung": xrechnung, "peppol": peppol, "french": french}


def check(invoice: EInvoice, profile: Profile) -> tuple[Finding, ...]:
    """What is wrong with a document by the rules that we tell ourselves, of EN 16931 and its profile; () if nothing."""
    groups: Sequence[Check] = (*EVERYWHERE, *(GROUPS[name] for name in profile.checks))
    found = [finding for group in groups for finding in group(invoice)]
    if invoice.specification != profile.specification:
        found.append(Finding("O2C-PROFILE", "BT-24", f"{invoice.specification!r} is not the profile {profile.name}"))
    return tuple(dict.fromkeys(found))
