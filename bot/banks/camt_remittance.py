"""What a camt transaction says it is for: free lines, creditor references and referred documents, kept apart.

ISO 20022 RemittanceInformation: any number of Ustrd and Strd blocks. A document's amounts come as RmtdAmt,
DscntApldAmt and CdtNoteAmt (to version 08), or as RmtAmtAndTp with a code (from version 09 on).
"""

from __future__ import annotations

from decimal import Decimal

from bot.banks.camt_nodes import Node, Parts, node_at, nodes_at, stated, text_at, text_of
from bot.banks.values import BankFile
from workflows.cash.model import RemittedDocument

CREDIT_NOTES = frozenset({"CREN", "CNFA"})
REMITTED = (("RmtdAmt", ""), ("RmtAmtAndTp", "RMTD"), ("RmtAmtAndTp", "REMI"), ("CdtNoteAmt", ""))
DISCOUNTED = (("DscntApldAmt", ""), ("RmtAmtAndTp", "DISC"))
MAX_DOCUMENTS = 10_000

Remittance = tuple[tuple[str, ...], tuple[str, ...], tuple[RemittedDocument, ...]]
NONE: Remittance = ((), (), ())


def remittance_of(file: BankFile, names: dict[str, str], details: list[Parts], currency: str) -> Remittance:
    """(free texts, references and document numbers, documents with amounts) of these transactions, in order."""
    texts: list[str] = []
    structured: list[str] = []
    documents: list[RemittedDocument] = []
    for detail in details:
        for child in detail.get("RmtInf", ()):
            name = names[child.tag]
            if name == "Ustrd":
                if text := text_of(child):
                    texts.append(text)
            elif name == "Strd":
                texts += [text for node in nodes_at(child, "AddtlRmtInf") if (text := text_of(node))]
                structured += _references(child)
                documents += _documents(file, child, currency)
    if not texts and not structured:
        return NONE
    return tuple(texts), tuple(structured), tuple(documents[:MAX_DOCUMENTS])


def _references(block: Node) -> list[str]:
    """The creditor reference, and the numbers of documents."""
    found = [text_at(block, "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")]
    found += [text_at(document, "Nb", "RfrdDocNb") for document in nodes_at(block, "RfrdDocInf")]
    return [text for text in found if text]


def _documents(file: BankFile, block: Node, currency: str) -> list[RemittedDocument]:
    """The block's documents; its amounts are one document's, so of several only the numbers are known."""
    nodes = nodes_at(block, "RfrdDocInf")
    amounts = node_at(block, "RfrdDocAmt")
    alone = len(nodes) == 1
    found = []
    for node in nodes:
        number = text_at(node, "Nb", "RfrdDocNb")
        credit = text_at(node, "Tp/CdOrPrtry/Cd", "Tp/Cd", "RfrdDocTp/Cd") in CREDIT_NOTES
        amount = _amount(file, amounts, REMITTED, currency) if alone else None
        discount = _amount(file, amounts, DISCOUNTED, currency) if alone else None
        if number:
            found.append(RemittedDocument(number, -amount if credit and amount is not None else amount, discount))
    return found


def _amount(file: BankFile, block: Node | None, names: tuple[tuple[str, str], ...], currency: str) -> Decimal | None:
    for name, code in names:
        for node in nodes_at(block, name):
            if code and text_at(node, "Tp/Cd", "Tp/CdOrPrtry/Cd") != code:
                continue
            amount = node if node.get("Ccy") else node_at(node, "Amt")
            if amount is not None and amount.get("Ccy", currency) == currency:
                return stated(file, amount)[0]
    return None
