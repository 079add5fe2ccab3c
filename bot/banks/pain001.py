"""pain.001: transfers that our bank is asked to carry out, in version 09 of ISO 20022 or, for older channels, 03.

A file has one account, one currency and one way of payment; each transfer is booked by itself (BtchBookg false), so
that the statement tells every one with its end-to-end id.
"""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from bot.banks.pain_parts import BIC, LONGEST_NAME, LONGEST_TEXT, document, file_of, latin, leaf, under
from workflows.cash.refunding import SEPA, PaymentOrder, Transfer
from workflows.errors import BadInput
from workflows.ledger.money import plain
from workflows.master_data.policy import compact, iban_is_sound

VERSIONS = ("09", "03")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001."


def write_pain001(order: PaymentOrder, version: str = "09") -> bytes:
    """The file. Raises BadInput where our account, or one of theirs, cannot be paid by it."""
    if version not in VERSIONS:
        raise BadInput(order.id, f"there is no version {version!r} of pain.001; there are {', '.join(VERSIONS)}")
    _check(order)
    root = document(f"{NAMESPACE}{version}")
    message = under(root, "CstmrCdtTrfInitn")
    header = under(message, "GrpHdr")
    leaf(header, "MsgId", order.id)
    leaf(header, "CreDtTm", order.made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _totals(header, order.transfers, order.currency)
    leaf(under(header, "InitgPty"), "Nm", latin(order.company.name, LONGEST_NAME))
    _payments(message, order, version)
    return file_of(root)


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
    block = under(message, "PmtInf")
    leaf(block, "PmtInfId", order.id)
    leaf(block, "PmtMtd", "TRF")
    leaf(block, "BtchBookg", "false")
    _totals(block, order.transfers, order.currency)
    if order.sepa:
        leaf(under(block, "PmtTpInf", "SvcLvl"), "Cd", "SEPA")
    day = order.made_at.date().isoformat()
    if version == "03":
        leaf(block, "ReqdExctnDt", day)
    else:
        leaf(under(block, "ReqdExctnDt"), "Dt", day)
    leaf(under(block, "Dbtr"), "Nm", latin(order.company.name, LONGEST_NAME))
    leaf(under(block, "DbtrAcct", "Id"), "IBAN", compact(order.company.iban))
    bank = under(block, "DbtrAgt", "FinInstnId")
    if order.company.bic:
        leaf(bank, "BIC" if version == "03" else "BICFI", compact(order.company.bic))
    else:
        leaf(under(bank, "Othr"), "Id", "NOTPROVIDED")
    leaf(block, "ChrgBr", "SLEV" if order.sepa else "SHAR")
    for transfer in order.transfers:
        _transfer(block, transfer, order.currency)


def _transfer(block: etree._Element, transfer: Transfer, currency: str) -> None:
    entry = under(block, "CdtTrfTxInf")
    leaf(under(entry, "PmtId"), "EndToEndId", transfer.reference)
    leaf(under(entry, "Amt"), "InstdAmt", plain(transfer.amount, currency)).set("Ccy", currency)
    leaf(under(entry, "Cdtr"), "Nm", latin(transfer.name, LONGEST_NAME))
    leaf(under(entry, "CdtrAcct", "Id"), "IBAN", transfer.iban)
    leaf(under(entry, "RmtInf"), "Ustrd", latin(transfer.text, LONGEST_TEXT))


def _totals(parent: etree._Element, transfers: tuple[Transfer, ...], currency: str) -> None:
    leaf(parent, "NbOfTxs", str(len(transfers)))
    leaf(parent, "CtrlSum", plain(sum((each.amount for each in transfers), Decimal(0)), currency))
