"""Payments in ISO 20022 as a customer's advice: pain.001 (ordered), camt.054 (debited), remt.001 (advised)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.documents.elements import Element, at, below, every, text_at, text_below, text_of
from nlp.documents.structured import TOLERANCE, Structured, of_advices, paid_in_all, refused
from nlp.documents.values import decimal_text, difference, iso_date, negated, total_of
from nlp.opened import StructuredPaid, StructuredRemittance
from nlp.reading import Problem

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
CREDIT_NOTES = frozenset(("CREN", "SCRN"))  # ExternalDocumentType1Code; SOAC and others are no documents of ours
NO_REFERENCE = frozenset(("NOTPROVIDED", "NOT PROVIDED", "NONREF", ""))
BOOKED = frozenset(("BOOK", ""))


def read(root: Element) -> Structured:
    """The payments of a message; whoever is paid is told by `payee`. Statements (camt.052, 053) are no advice."""
    message = next(iter(root), None)
    name = "" if message is None else message.tag.rpartition("}")[2] if isinstance(message.tag, str) else ""
    match name:
        case "CstmrCdtTrfInitn":
            return _initiation(message)
        case "BkToCstmrDbtCdtNtfctn":
            return _notification(message)
        case "RmtAdvc":
            return _advice(message)
        case _:
            return Structured(problems=(Problem("xml_unknown", f"ISO 20022 message that is not read: {name}"),))


def _initiation(message: Element | None) -> Structured:
    advices: list[StructuredRemittance] = []
    amounts: list[str] = []
    for order in every(message, "PmtInf"):
        day = iso_date(text_at(order, "ReqdExctnDt") or text_below(at(order, "ReqdExctnDt"), "Dt", "DtTm"))
        for payment in every(order, "CdtTrfTxInf"):
            amount = at(payment, "Amt", "InstdAmt")
            if (value := decimal_text(text_of(amount))) is None or amount is None:
                return refused("pain.001", f"payment {len(advices) + 1} has no InstdAmt")
            amounts.append(value)
            reference = _reference(text_at(payment, "PmtId", "EndToEndId"), text_at(order, "PmtInfId"))
            payee = text_at(payment, "Cdtr", "Nm") or ""
            advices.append(_payment("pain.001", payment, reference, day, amount.get("Ccy"), value, payee))
    if not advices:
        return refused("pain.001", "no CdtTrfTxInf")
    header = at(message, "GrpHdr")
    stated, control = text_at(header, "NbOfTxs"), decimal_text(text_at(header, "CtrlSum"))
    if stated and stated.isdigit() and int(stated) != len(advices):
        return refused("pain.001", f"NbOfTxs states {stated} payments, there are {len(advices)}")
    if control is not None and abs(Decimal(control) - Decimal(total_of(amounts) or 0)) > TOLERANCE:
        return refused("pain.001", f"CtrlSum states {control}")
    return of_advices(tuple(advices))


def _notification(message: Element | None) -> Structured:
    """Each debited transaction; money that came in is nothing that a customer advises."""
    advices: list[StructuredRemittance] = []
    problems: list[Problem] = []
    for entry in (entry for one in every(message, "Ntfctn") for entry in every(one, "Ntry")):
        if text_at(entry, "CdtDbtInd") != "DBIT":
            problems.append(Problem("not_an_advice", "camt.054: an entry that is a credit"))
            continue
        if (text_at(entry, "Sts") or text_at(entry, "Sts", "Cd") or "") not in BOOKED:
            problems.append(Problem("payment_pending", "camt.054: an entry that is not booked"))
        if text_at(entry, "RvslInd") == "true":
            problems.append(Problem("payment_returned", "camt.054: an entry that is reversed"))
        day = iso_date(text_below(at(entry, "BookgDt"), "Dt", "DtTm") or text_below(at(entry, "ValDt"), "Dt", "DtTm"))
        details = [one for batch in every(entry, "NtryDtls") for one in every(batch, "TxDtls")]
        if not details or any(_amount_of(one) is None for one in details):
            details = [entry]  # its transactions are parts of one amount
        for one in details:
            amount = at(entry, "Amt") if one is entry else _amount_of(one)
            if (value := decimal_text(text_of(amount))) is None or amount is None:
                return refused("camt.054", f"transaction {len(advices) + 1} has no amount")
            reference = _reference(_only(one, "EndToEndId"), text_at(entry, "AcctSvcrRef"))
            payee = _only(one, "Cdtr", "Nm") or ""
            advices.append(_payment("camt.054", one, reference, day, amount.get("Ccy"), value, payee))
    if not advices and not problems:
        return refused("camt.054", "no Ntry")
    return of_advices(tuple(advices), tuple(problems))


def _only(element: Element, *path: str) -> str | None:
    """The one text at all places of these names, None where there are several."""
    found = {
        text for one in below(element, path[0]) if (text := text_below(one, *path[1:]) if path[1:] else text_of(one))
    }
    return found.pop() if len(found) == 1 else None


def _amount_of(transaction: Element) -> Element | None:
    own = at(transaction, "Amt")
    return own if own is not None else at(transaction, "AmtDtls", "TxAmt", "Amt")


def _advice(message: Element | None) -> Structured:
    advices = []
    for one in every(message, "RmtInf"):
        payment = at(one, "OrgnlPmtInf")
        amount = next((a for name in ("InstdAmt", "Amt", "EqvtAmt") for a in below(payment, name) if text_of(a)), None)
        day = iso_date(text_below(at(payment, "ReqdExctnDt"), "Dt", "DtTm") or text_at(payment, "ReqdExctnDt"))
        reference = _reference(text_below(payment, "EndToEndId", "UETR", "TxId"), text_at(one, "RmtId"))
        payee = text_below(at(payment, "Cdtr"), "Nm") or ""
        currency = amount.get("Ccy") if amount is not None else None
        advices.append(
            _payment("remt.001", one, reference, day, currency, decimal_text(text_of(amount)), payee, nested=False)
        )
    return of_advices(tuple(advices)) if advices else refused("remt.001", "no RmtInf")


def _reference(*candidates: str | None) -> str | None:
    return next((text for text in candidates if text and text.upper() not in NO_REFERENCE), None)


def _payment(
    name: str,
    element: Element,
    reference: str | None,
    day: str | None,
    currency: str | None,
    total: str | None,
    payee: str,
    *,
    nested: bool = True,
) -> StructuredRemittance:
    holders = list(below(element, "RmtInf")) if nested else [element]
    lines = tuple(line for holder in holders for one in every(holder, "Strd") for line in _lines(one))
    if len(lines) == 1 and lines[0].amount is None:
        lines = (StructuredPaid(lines[0].document, total),)
    words = " ".join(text for holder in holders for one in every(holder, "Ustrd") if (text := text_of(one)))
    if total is None:
        total = paid_in_all(lines)
    return StructuredRemittance(name, reference, day, currency, total, lines, payee, words)


def _lines(structured: Element) -> Iterator[StructuredPaid]:
    """The documents that one structured remittance names; an amount for several of them is nobody's."""
    named = [(text_at(one, "Nb"), text_below(at(one, "Tp"), "Cd") or "") for one in every(structured, "RfrdDocInf")]
    documents = [(number, kind) for number, kind in named if number]
    if not documents and (reference := text_at(structured, "CdtrRefInf", "Ref") or _old_reference(structured)):
        documents = [(reference, "")]
    amounts = at(structured, "RfrdDocAmt")
    for number, kind in documents:
        if len(documents) > 1 or amounts is None:
            yield StructuredPaid(number, None)
        elif kind in CREDIT_NOTES:
            yield StructuredPaid(number, negated(_amount(amounts, "CdtNoteAmt", "RmtdAmt", "DuePyblAmt")))
        else:
            yield _invoice(number, amounts)


def _old_reference(structured: Element) -> str | None:
    return text_at(structured, "CdtrRefInf", "CdtrRef")


def _amount(amounts: Element, *names: str) -> str | None:
    """Newer versions wrap discount and tax: DscntApldAmt/Amt."""
    for name in names:
        found = at(amounts, name)
        value = decimal_text(text_of(found) or text_at(found, "Amt"))
        if value is not None:
            return value
    return None


def _invoice(number: str, amounts: Element) -> StructuredPaid:
    due, paid = _amount(amounts, "DuePyblAmt"), _amount(amounts, "RmtdAmt")
    discount = _amount(amounts, "DscntApldAmt")
    adjusted = [
        value for one in every(amounts, "AdjstmntAmtAndRsn") if (value := decimal_text(text_at(one, "Amt"))) is not None
    ]
    kept = total_of([*([discount] if discount else []), *adjusted])
    if due is None and paid is not None:
        due = format(Decimal(paid) + Decimal(kept or 0), "f")
    deduction = difference(due, paid) if paid is not None else kept
    reason = "" if deduction is None else "other" if adjusted or not discount else "discount"
    return StructuredPaid(number, due if due is not None else _amount(amounts, "CdtNoteAmt"), deduction, reason)
