"""pain.008: direct debits that our bank is asked to collect, in version 08 of ISO 20022 or, for older channels, 02.

A file is one collection: one day, one account, a batch for each scheme and sequence, as the rulebooks want it. Each
debit is booked by itself (BtchBookg false), so that the statement tells every one with its end-to-end id.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from bot.banks.pain_parts import BIC, LONGEST_NAME, LONGEST_TEXT, document, file_of, latin, leaf, under
from workflows.collections.candidates import EURO
from workflows.collections.mandates import Scheme, reference_is_sound
from workflows.collections.mandates import Sequence as Use
from workflows.collections.ordering import DebitOrder, OrderedDebit
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, plain
from workflows.master_data.policy import compact, iban_is_sound

VERSIONS = ("08", "02")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001."
INSTRUMENTS = {Scheme.CORE: "CORE", Scheme.B2B: "B2B"}
# Countries of the European Economic Area: debtors elsewhere are named with their address (EPC regulation 2015/847).
EEA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE".split()
)  # fmt: skip


def write_pain008(order: DebitOrder, version: str = "08") -> bytes:
    """The file. Raises BadInput where our account, or a mandate, cannot be collected by."""
    if version not in VERSIONS:
        raise BadInput(order.id, f"there is no version {version!r} of pain.008; there are {', '.join(VERSIONS)}")
    _check(order)
    root = document(f"{NAMESPACE}{version}")
    message = under(root, "CstmrDrctDbtInitn")
    header = under(message, "GrpHdr")
    leaf(header, "MsgId", order.id)
    leaf(header, "CreDtTm", order.made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _totals(header, [debit for _, _, debits in order.groups for debit in debits])
    leaf(under(header, "InitgPty"), "Nm", latin(order.company.name, LONGEST_NAME))
    for number, (scheme, use, debits) in enumerate(order.groups, 1):
        _batch(message, order, f"{order.id}-{number}", scheme, use, debits, version)
    return file_of(root)


def _check(order: DebitOrder) -> None:
    company = order.company
    if not iban_is_sound(company.iban):
        raise BadInput("[companies]", f"{company.code} has no sound iban to collect to")
    if company.bic and not BIC.fullmatch(compact(company.bic)):
        raise BadInput("[companies]", f"{company.code}: {company.bic!r} is no BIC")
    for debit in (debit for _, _, debits in order.groups for debit in debits):
        if not iban_is_sound(debit.mandate.iban):
            raise BadInput(order.id, f"{debit.reference}: the account's check digits do not agree")
        if debit.amount <= 0:
            raise BadInput(order.id, f"{debit.reference}: {debit.amount} cannot be collected")
        if not reference_is_sound(debit.mandate.reference):
            why = f"no bank takes a mandate reference like {debit.mandate.reference!r}"
            raise BadInput(order.id, f"{debit.reference}: {why}")


def _batch(
    message: etree._Element,
    order: DebitOrder,
    number: str,
    scheme: Scheme,
    use: Use,
    debits: Sequence[OrderedDebit],
    version: str,
) -> None:
    block, company = under(message, "PmtInf"), order.company
    leaf(block, "PmtInfId", number)
    leaf(block, "PmtMtd", "DD")
    leaf(block, "BtchBookg", "false")
    _totals(block, debits)
    kind = under(block, "PmtTpInf")
    leaf(under(kind, "SvcLvl"), "Cd", "SEPA")
    leaf(under(kind, "LclInstrm"), "Cd", INSTRUMENTS[scheme])
    leaf(kind, "SeqTp", use.value)
    leaf(block, "ReqdColltnDt", order.collected_on.isoformat())
    leaf(under(block, "Cdtr"), "Nm", latin(company.name, LONGEST_NAME))
    leaf(under(block, "CdtrAcct", "Id"), "IBAN", compact(company.iban))
    bank = under(block, "CdtrAgt", "FinInstnId")
    if company.bic:
        leaf(bank, "BIC" if version == "02" else "BICFI", compact(company.bic))
    else:
        leaf(under(bank, "Othr"), "Id", "NOTPROVIDED")
    leaf(block, "ChrgBr", "SLEV")
    identified = under(block, "CdtrSchmeId", "Id", "PrvtId", "Othr")
    leaf(identified, "Id", company.creditor_id)
    leaf(under(identified, "SchmeNm"), "Prtry", "SEPA")
    for debit in debits:
        _debit(block, debit, version)


def _debit(block: etree._Element, debit: OrderedDebit, version: str) -> None:
    entry = under(block, "DrctDbtTxInf")
    leaf(under(entry, "PmtId"), "EndToEndId", debit.reference)
    leaf(entry, "InstdAmt", plain(debit.amount, EURO)).set("Ccy", EURO)
    mandate = under(entry, "DrctDbtTx", "MndtRltdInf")
    leaf(mandate, "MndtId", debit.mandate.reference)
    leaf(mandate, "DtOfSgntr", debit.mandate.signed_on.isoformat())
    leaf(under(entry, "DbtrAgt", "FinInstnId", "Othr"), "Id", "NOTPROVIDED")
    debtor = under(entry, "Dbtr")
    leaf(debtor, "Nm", latin(debit.debtor.name, LONGEST_NAME))
    if compact(debit.mandate.iban)[:2] not in EEA:
        _address(under(debtor, "PstlAdr"), debit, version)
    leaf(under(entry, "DbtrAcct", "Id"), "IBAN", compact(debit.mandate.iban))
    leaf(under(entry, "RmtInf"), "Ustrd", latin(debit.text, LONGEST_TEXT))


def _address(address: etree._Element, debit: OrderedDebit, version: str) -> None:
    debtor = debit.debtor
    if version == "02":
        leaf(address, "Ctry", debtor.country)
        for line in filter(None, (debtor.street, f"{debtor.postcode} {debtor.city}".strip())):
            leaf(address, "AdrLine", latin(line, LONGEST_NAME))
        return
    for name, text in (("StrtNm", debtor.street), ("PstCd", debtor.postcode), ("TwnNm", debtor.city)):
        if text:
            leaf(address, name, latin(text, 16 if name == "PstCd" else 35 if name == "TwnNm" else LONGEST_NAME))
    leaf(address, "Ctry", debtor.country)


def _totals(parent: etree._Element, debits: Sequence[OrderedDebit]) -> None:
    leaf(parent, "NbOfTxs", str(len(debits)))
    leaf(parent, "CtrlSum", plain(sum((each.amount for each in debits), ZERO), EURO))
