"""What a platform says of an e-invoice of ours: kept with it, and a case where the buyer will not pay it as it is.

The codes are those of the French reform: statuses BR-FR-CDV-CL-06, reasons BR-FR-CDV-CL-09 (XP Z12-012, annex).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from nlp.reading import Dispute, DisputeReason
from workflows.audit import note
from workflows.commands import RaiseDispute, Source
from workflows.disputes.handlers import raise_dispute
from workflows.invoicing.model import Invoice
from workflows.ports import Desk, UnitOfWork

HEARD, UNKNOWN = "einvoice.status", "einvoice.status_of_unknown"
MAX_WORDS = 300
# Statuses after which the buyer has no valid invoice, or will not pay it as it is, with the reason that they mean by
# themselves: partly approved, disputed, suspended, refused; rejected, not acknowledged, not routed, inadmissible.
STOPPING = {
    **dict.fromkeys(("206", "207", "208", "210"), DisputeReason.OTHER),
    **dict.fromkeys(("213", "220", "221", "501"), DisputeReason.INVOICE_FORM),
}
REASONS = {
    "PU_ERR": DisputeReason.PRICE,
    "REM_ERR": DisputeReason.PRICE,
    "QTE_ERR": DisputeReason.QUANTITY,
    "LIVR_INCOMP": DisputeReason.QUANTITY,
    "QUALITE_ERR": DisputeReason.DAMAGED,
    "ART_ERR": DisputeReason.WRONG_ITEM,
    "TX_TVA_ERR": DisputeReason.TAX,
    "DOUBLON": DisputeReason.DUPLICATE,
    "DOUBLE_FACT": DisputeReason.DUPLICATE,
    "TRANSAC_INC": DisputeReason.NOT_ORDERED,
    "CONTRAT_TERM": DisputeReason.CONTRACT_TERMS,
    "MODPAI_ERR": DisputeReason.CONTRACT_TERMS,
    **dict.fromkeys(
        (
            "MONTANTTOTAL_ERR", "CALCUL_ERR", "NON_CONFORME", "DEST_ERR", "DEST_INC", "EMMET_INC", "CMD_ERR", "ADR_ERR",
            "SIRET_ERR", "CODE_ROUTAGE_ERR", "REF_CT_ABSENT", "REF_ERR", "COORD_BANC_ERR", "JUSTIF_ABS",
        ),
        DisputeReason.INVOICE_FORM,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlatformStatus:
    """One message of a platform about one invoice. `flow` names it for good; `status` is "" for a refused file."""

    platform: str
    flow: str
    invoice: str
    invoiced_on: date | None
    status: str
    reasons: tuple[tuple[str, str], ...]  # (code, words)

    @property
    def words(self) -> str:
        told = "; ".join(" ".join(filter(None, (code, text))) for code, text in self.reasons)
        return f"{self.platform} {self.status}: {told}".rstrip(": ")[:MAX_WORDS]


def hear(said: PlatformStatus, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps what was said, once; () where nothing follows, else the number of the case that holds the invoice.

    What names no invoice of ours, or one of another day, changes nothing: it is kept by the platform's name.
    """
    actor = f"platform {said.platform}"
    invoice = _named(said, uow)
    if _is_heard(said, invoice, uow):
        return ()
    note(
        uow,
        now,
        actor=actor,
        action=HEARD if invoice is not None else UNKNOWN,
        subject=invoice.number if invoice is not None else said.platform,
        flow=said.flow,
        platform=said.platform,
        invoice=said.invoice,
        status=said.status,
        reasons=said.reasons,
    )
    reason = reason_of(said)
    if invoice is None or reason is None:
        return ()
    source = Source(
        message="", message_id="", sender=actor, subject=said.words, references=(), language="", may_answer=False,
        actor=actor,
    )  # fmt: skip
    contested = Dispute(invoices=(invoice.number,), reason=reason, amount=None, currency=None)
    return raise_dispute(RaiseDispute(source, invoice.customer, contested), uow, desk, now, words=said.words)


def is_stray(said: PlatformStatus, uow: UnitOfWork) -> bool:
    """Whether it is new, contests an invoice, and names none of ours: no case follows that a person would see."""
    invoice = _named(said, uow)
    return invoice is None and reason_of(said) is not None and not _is_heard(said, invoice, uow)


def reason_of(said: PlatformStatus) -> DisputeReason | None:
    """Why the invoice is not payable as it is; None where it is.

    A file that the platform did not take at all has no status, only reasons. The first known reason says it best.
    """
    if said.status and said.status not in STOPPING:
        return None
    told = (REASONS[code] for code, _ in said.reasons if code in REASONS)
    return next(told, STOPPING.get(said.status, DisputeReason.INVOICE_FORM))


def _is_heard(said: PlatformStatus, invoice: Invoice | None, uow: UnitOfWork) -> bool:
    if invoice is None:
        events = uow.audit.where(subject=said.platform, action=UNKNOWN)
    else:
        events = uow.audit.where(subject=invoice.number, action=HEARD)
    return any(json.loads(event.details)["flow"] == said.flow for event in events)


def _named(said: PlatformStatus, uow: UnitOfWork) -> Invoice | None:
    invoice = uow.invoices.get(said.invoice)
    return invoice if invoice is not None and said.invoiced_on in (None, invoice.issue_date) else None
