"""pain.001: transfers that our bank is asked to carry out, in version 09 of ISO 20022 or, for older channels, 03.

A file has one account, one currency and one way of payment; each transfer is booked by itself (BtchBookg false), so
that the statement tells every one with its end-to-end id. Texts are in the Latin characters that every bank takes
(EPC217-08).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from lxml import etree

from workflows.cash.refunding import SEPA, PaymentOrder, Transfer
from workflows.errors import BadInput
from workflows.ledger.money import plain
from workflows.master_data.policy import compact, iban_is_sound

VERSIONS = ("09", "03")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001."
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
WRITTEN = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Æ": "AE", "æ": "ae",
           "Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "&": "+", "’": "'"}  # fmt: skip
FOREIGN = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
LONGEST_NAME, LONGEST_TEXT = 70, 140


def latin(text: str, most: int) -> str:
    """A text in the characters of SEPA, at most so many; it neither begins nor ends with "/" and holds no "//"."""
    written = "".join(WRITTEN.get(sign, sign) for sign in text)
    plain_signs = unicodedata.normalize("NFKD", written)
    kept = FOREIGN.sub(" ", "".join(sign for sign in plain_signs if not unicodedata.combining(sign)))
    single = re.sub(r"/{2,}", "/", " ".join(kept.split()))
    return single[:most].strip("/ ") or "-"


def write_pain001(order: PaymentOrder, version: str = "09") -> bytes:
    """The file. Raises BadInput where our account, or one of theirs, cannot be paid by it."""
    if version not in VERSIONS:
        raise BadInput(order.id, f"there is no version {version!r} of pain.001; there are {', '.join(VERSIONS)}")
    _check(order)
    root = etree.Element("Document", nsmap={None: f"{NAMESPACE}{version}"})
    message = _under(root, "CstmrCdtTrfInitn")
    header = _under(message, "GrpHdr")
    _text(header, "MsgId", order.id)
    _text(header, "CreDtTm", order.made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _totals(header, order.transfers, order.currency)
    _text(_under(header, "InitgPty"), "Nm", latin(order.company.name, LONGEST_NAME))
    _payments(message, order, version)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _check(order: PaymentOrder) -> None:
    company = order.company
    if not iban_is_sound(company.iban):
        raise BadInput("[companies]", f"{company.code} has no sound iban to pay from")
    bic = compact(company.bic)
    if bic and (not BIC.fullmatch(bic) or (bic[4:6] != compact(company.iban)[:2] and bic[4:6] not in SEPA)):
        raise BadInput("[companies]", f"{company.code}: {company.bic!r} is no BIC")
    for transfer in order.transfers:
        if not iban_is_sound(transfer.iban):
            raise BadInput(order.id, f"{transfer.reference}: the account's check digits do not agree")
        if transfer.amount <= 0:
            raise BadInput(order.id, f"{transfer.reference}: {transfer.amount} cannot be transferred")


def _payments(message: etree._Element, order: PaymentOrder, version: str) -> None:
    block = _under(message, "PmtInf")
    _text(block, "PmtInfId", order.id)
    _text(block, "PmtMtd", "TRF")
    _text(block, "BtchBookg", "false")
    _totals(block, order.transfers, order.currency)
    if order.sepa:
        _text(_under(block, "PmtTpInf", "SvcLvl"), "Cd", "SEPA")
    day = order.made_at.date().isoformat()
    if version == "03":
        _text(block, "ReqdExctnDt", day)
    else:
        _text(_under(block, "ReqdExctnDt"), "Dt", day)
    _text(_under(block, "Dbtr"), "Nm", latin(order.company.name, LONGEST_NAME))
    _text(_under(block, "DbtrAcct", "Id"), "IBAN", compact(order.company.iban))
    bank = _under(block, "DbtrAgt", "FinInstnId")
    if order.company.bic:
        _text(bank, "BIC" if version == "03" else "BICFI", compact(order.company.bic))
    else:
        _text(_under(bank, "Othr"), "Id", "NOTPROVIDED")
    _text(block, "ChrgBr", "SLEV" if order.sepa else "SHAR")
    for transfer in order.transfers:
        _transfer(block, transfer, order.currency)


def _transfer(block: etree._Element, transfer: Transfer, currency: str) -> None:
    entry = _under(block, "CdtTrfTxInf")
    _text(_under(entry, "PmtId"), "EndToEndId", transfer.reference)
    _text(_under(entry, "Amt"), "InstdAmt", plain(transfer.amount, currency)).set("Ccy", currency)
    _text(_under(entry, "Cdtr"), "Nm", latin(transfer.name, LONGEST_NAME))
    _text(_under(entry, "CdtrAcct", "Id"), "IBAN", transfer.iban)
    _text(_under(entry, "RmtInf"), "Ustrd", latin(transfer.text, LONGEST_TEXT))


def _totals(parent: etree._Element, transfers: tuple[Transfer, ...], currency: str) -> None:
    _text(parent, "NbOfTxs", str(len(transfers)))
    _text(parent, "CtrlSum", plain(sum((each.amount for each in transfers), Decimal(0)), currency))


def _under(parent: etree._Element, *names: str) -> etree._Element:
    for name in names:
        parent = etree.SubElement(parent, name)
    return parent


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    made = _under(parent, name)
    made.text = text
    return made
